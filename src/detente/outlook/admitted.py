"""The preferences that a case admits for a party: counted and numbered, never listed, since twenty unsure statements are a million.

Each preference that the file states for the party (its own, then its `alternatives`) admits, with equal weight,

1. its statements in the order of the file and, where it says `order: unsure`, with one pair of neighbours swapped;
2. in each of these orders every set of the `unsure` statements turned round.

What the file says of ties is left to whoever ranks the states.
"""

from __future__ import annotations

from dataclasses import replace

from detente.conflict.model import Party, Preference, Wish

__all__ = ["admitted", "how_many", "swapped"]


def how_many(party: Party) -> int:
    """How many preferences the party may have."""
    return sum(_variants(stated) for stated in _stated(party))


def admitted(party: Party, number: int) -> Preference:
    """The preference of that number, from 0 (the one stated) to ``how_many(party) - 1``. Raises IndexError for another."""
    for stated in _stated(party):
        if 0 <= number < _variants(stated):
            return _variant(stated, number)
        number -= _variants(stated)
    raise IndexError("no preference of the party has this number")


def swapped(wishes: tuple[Wish, ...], at: int) -> tuple[Wish, ...]:
    """The wishes with the one at place ``at`` behind its neighbour."""
    return (*wishes[:at], wishes[at + 1], wishes[at], *wishes[at + 2 :])


def _stated(party: Party) -> tuple[Preference, ...]:
    return (party.preference, *party.alternatives)


def _variants(preference: Preference) -> int:
    wishes = preference.wishes or ()
    orders = max(len(wishes), 1) if preference.order_unsure else 1  # as stated, and one for each pair of neighbours
    return orders << sum(wish.unsure for wish in wishes)


def _variant(preference: Preference, number: int) -> Preference:
    """The bits of ``number`` say which unsure statements are turned round, the first one highest; what is above them the order."""
    wishes = preference.wishes or ()
    unsure = [at for at, wish in enumerate(wishes) if wish.unsure]
    turned = {at for bit, at in enumerate(reversed(unsure)) if number >> bit & 1}
    order = number >> len(unsure)
    changed = tuple(wish.turned() if at in turned else wish for at, wish in enumerate(wishes))
    return preference if not number else replace(preference, wishes=swapped(changed, order - 1) if order else changed)
