"""Disclosure: which true thing, told to whom, would change what holds, and whether the one who would have to tell it wants to.

Our own definition, after "a sharing of information so people aren't making mistakes". A *correction* tells one party one true thing:
that an option exists, that a state is possible, or what another party really wants.

1. The corrections of a hypergame are the single entries of its perceptions.
2. For each, and for the smallest sets of them that reach a goal (no surprise left, or a named outcome gone), solve the hypergame again
   with those entries taken out.
3. The teller is the party that the truth is about: the owner of the option, the one whose preferences are believed wrongly. It
   wants to tell where every outcome added ranks, for it, above every outcome removed (or, where only one kind is there, above or
   below the outcomes that stay); else it does not want to, or its wishes do not say.
4. Sets are searched by size, so the first found are the smallest; the search is exact up to a stated size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import graph_model
from detente.conflict.model import Conflict, Perception
from detente.conflict.statements import Expr, named, written
from detente.outlook.perception import Hypergame, hypergame

__all__ = ["LARGEST_SET", "Correction", "Disclosed", "Disclosure", "corrections", "disclosure"]

LARGEST_SET = 4  # corrections told together; the search is exact up to this size
MOST_SETS = 20_000  # sets looked at before the search stops and says so

Willing = Literal["wants to", "does not want to", "its wishes do not say", "nobody's to tell"]


@dataclass(frozen=True, slots=True)
class Correction:
    """Telling ``party`` one true thing: that the option ``thing`` exists, that the states of ``thing`` are possible, or what the party
    ``thing`` wants. ``teller`` is the party that the truth is about, None where it is nobody's alone.
    """

    party: str
    kind: Literal["option", "possible", "preferences"]
    thing: str
    teller: str | None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Disclosed:
    """What a set of corrections does under one concept: outcomes added and removed (ids), by how many ranks each party's best and
    worst outcome move, and for each correction whether its teller wants to tell it.
    """

    told: tuple[Correction, ...]
    holds: tuple[int, ...]
    added: tuple[int, ...]
    removed: tuple[int, ...]
    ranks: tuple[tuple[str, int, int], ...]
    willing: tuple[Willing, ...]
    surprises_left: int


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Every single correction, and the smallest sets that reach the goal. ``exact`` is False where the search was cut short."""

    concept: str
    before: tuple[int, ...]
    single: tuple[Disclosed, ...]
    goal: str
    smallest: tuple[Disclosed, ...]
    searched_to: int
    exact: bool
    method: str = "search of sets of corrections by size"


def corrections(conflict: Conflict) -> tuple[Correction, ...]:
    """The single entries of the conflict's perceptions, in file order."""
    return tuple(correction for perception in conflict.perceptions for correction in _entries(conflict, perception))


def disclosure(
    conflict: Conflict, concept: str = "seq", remove: int | None = None, largest: int = LARGEST_SET
) -> Disclosure:
    """Solve every single correction, and search the smallest sets that remove all surprises, or the outcome ``remove`` (an id)."""
    base = hypergame(conflict, concept)
    all_ = corrections(conflict)
    single = tuple(_told(conflict, base, (one,)) for one in all_)
    reached: Callable[[Disclosed], bool]
    if remove is None:
        goal = "no surprise is left"
        reached = _nothing_surprising
        there = not base.surprises
    else:
        goal = f"outcome {remove} no longer holds"
        reached = lambda told: remove not in told.holds  # noqa: E731
        there = remove not in base.holds
    if there:
        return Disclosure(concept, base.holds, single, goal, (), 0, exact=True)
    looked = 0
    for size in range(1, min(largest, len(all_)) + 1):
        found: list[Disclosed] = []
        for chosen in combinations(all_, size):
            looked += 1
            if looked > MOST_SETS:
                return Disclosure(concept, base.holds, single, goal, tuple(found), size, exact=False)
            told = single[all_.index(chosen[0])] if size == 1 else _told(conflict, base, chosen)
            if reached(told):
                found.append(told)
        if found:
            return Disclosure(concept, base.holds, single, goal, tuple(found), size, exact=True)
    searched = min(largest, len(all_))
    return Disclosure(concept, base.holds, single, goal, (), searched, exact=searched == len(all_))


def _nothing_surprising(told: Disclosed) -> bool:
    return told.surprises_left == 0


def _entries(conflict: Conflict, perception: Perception) -> Iterator[Correction]:
    owner = {option.name: option.party for option in conflict.options}
    for option in perception.unaware_of:
        yield Correction(perception.party, "option", option, owner[option], perception.line)
    for expr in perception.thinks_impossible:
        yield Correction(perception.party, "possible", written(expr), _owner_of(expr, owner), perception.line)
    for other, _ in perception.believes:
        yield Correction(perception.party, "preferences", other, other, perception.line)


def _owner_of(expr: Expr, owner: dict[str, str]) -> str | None:
    """The one party all of whose options a statement names, None where they are several or none."""
    owners = {owner[name] for name in named(expr)}
    return owners.pop() if len(owners) == 1 else None


def _without(conflict: Conflict, told: Sequence[Correction]) -> tuple[Perception, ...]:
    """The perceptions with the entries told of taken out."""
    corrected = []
    for perception in conflict.perceptions:
        gone = [c for c in told if c.party == perception.party]
        corrected.append(
            replace(
                perception,
                unaware_of=tuple(o for o in perception.unaware_of if not _among(gone, "option", o)),
                thinks_impossible=tuple(
                    e for e in perception.thinks_impossible if not _among(gone, "possible", written(e))
                ),
                believes=tuple((o, p) for o, p in perception.believes if not _among(gone, "preferences", o)),
            )
        )
    return tuple(corrected)


def _among(told: Sequence[Correction], kind: str, thing: str) -> bool:
    return any(c.kind == kind and c.thing == thing for c in told)


def _told(conflict: Conflict, base: Hypergame, told: tuple[Correction, ...]) -> Disclosed:
    after = hypergame(conflict, base.concept, _without(conflict, told))
    added = tuple(sorted(set(after.holds) - set(base.holds)))
    removed = tuple(sorted(set(base.holds) - set(after.holds)))
    stay = tuple(sorted(set(base.holds) & set(after.holds)))
    model = graph_model(conflict)
    rank = {party: model.ranks[at] for at, party in enumerate(model.parties)}
    moved = []
    for party in model.parties:
        was, now = [int(rank[party][s - 1]) for s in base.holds], [int(rank[party][s - 1]) for s in after.holds]
        best = max(now) - max(was) if was and now else 0
        worst = min(now) - min(was) if was and now else 0
        moved.append((party, best, worst))
    willing = tuple(_willing(c.teller, rank, added, removed, stay) for c in told)
    return Disclosed(told, after.holds, added, removed, tuple(moved), willing, len(after.surprises))


def _willing(
    teller: str | None,
    rank: Mapping[str, NDArray[np.int32]],
    added: tuple[int, ...],
    removed: tuple[int, ...],
    stay: tuple[int, ...],
) -> Willing:
    """Whether the teller gains in every case, loses in every case, or neither can be said."""
    if teller is None:
        return "nobody's to tell"
    order = rank[teller]
    high = [int(order[s - 1]) for s in (added or stay)]
    low = [int(order[s - 1]) for s in (removed or stay)]
    if not (added or removed) or not high or not low:
        return "its wishes do not say"
    if min(high) > max(low):
        return "wants to"
    if max(high) < min(low):
        return "does not want to"
    return "its wishes do not say"
