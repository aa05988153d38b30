"""In which order a diagram asks about the options: those that statements name together should stand close together.

FORCE (Aloul, Markov and Sakallah, Great Lakes Symposium on VLSI, 2003):

1. Start from the order of the file.
2. Each statement pulls its options to the middle of their places; each option goes to the mean of what pulls it.
3. Repeat 2 while the statements span less, and keep the order in which they spanned least.
"""

from __future__ import annotations

from collections.abc import Sequence

_MOST_ROUNDS = 200


def force(count: int, groups: Sequence[frozenset[int]]) -> list[int]:
    """The options 0 to count - 1 in the order of the diagram, the first asked first."""
    order = list(range(count))
    best, least = order, _span(order, groups)
    for _ in range(_MOST_ROUNDS):
        place = {option: at for at, option in enumerate(order)}
        pulls: list[list[float]] = [[] for _ in range(count)]
        for group in groups:
            middle = sum(place[option] for option in group) / max(len(group), 1)
            for option in group:
                pulls[option].append(middle)
        goal = [sum(pull) / len(pull) if pull else float(place[option]) for option, pull in enumerate(pulls)]
        moved = sorted(range(count), key=lambda option: (goal[option], place[option]))
        if moved == order:
            break
        order = moved
        span = _span(order, groups)
        if span < least:
            best, least = order, span
    return best


def _span(order: Sequence[int], groups: Sequence[frozenset[int]]) -> int:
    place = {option: at for at, option in enumerate(order)}
    return sum(max(place[one] for one in group) - min(place[one] for one in group) for group in groups if group)
