"""Status-quo analysis: from today, what can be reached, by whom, in how many moves, and where it stops.

Li, Kilgour and Hipel, J. Opl Res. Soc. 56 (2005) 699-707. All parties move, none twice in a row; either any
moves count, or only improvements of the mover. `S^(k)` there is the union of `levels` here up to k. The
formula of the paper is set down from the literature and its wording is unchecked; the search is that of
`legal`.

1. From today's state search by legal sequences of all parties, level by level.
2. For every state reached keep the first, hence shortest, path.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from detente.conflict.graph import GraphModel
from detente.stability.legal import Reach, arcs, reach
from detente.stability.witness import Move, moves_of


@dataclass(frozen=True, slots=True, eq=False)
class FromToday:
    """What can be reached from today's state.

    `today`: its id. `improving`: whether only improvements were followed. `levels`: the ids first reached by
    one move, by two, and so on, each ascending. `ends`: the ids reached (today's included) from which no
    party has a move of this kind.
    """

    model: GraphModel
    today: int
    improving: bool
    levels: tuple[tuple[int, ...], ...]
    ends: tuple[int, ...]
    search: Reach

    def path(self, state: int) -> tuple[Move, ...] | None:
        """A shortest legal path from today to a state (id): () for today itself, None where it is out of reach."""
        if state == self.today:
            return ()
        steps = self.search.path_to(state - 1)
        return None if steps is None else moves_of(self.model, steps)

    def paths(self, states: Iterable[int]) -> dict[int, tuple[Move, ...]]:
        """Shortest paths to those of the states that can be reached."""
        found = {int(state): self.path(int(state)) for state in states}
        return {state: path for state, path in found.items() if path is not None}


def from_today(model: GraphModel, improving: bool = False) -> FromToday | None:
    """Search from today's state by moves, or by improvements only. None where the file does not say what today is."""
    today = model.now
    if today is None:
        return None
    everybody = range(len(model.parties))
    search = reach(model, today, everybody, improving)
    seen: set[int] = {today}
    levels: list[tuple[int, ...]] = []
    for level in search.levels:
        fresh = sorted({int(node) // search.nodes_a_place for node in level} - seen)
        seen.update(fresh)
        levels.append(tuple(place + 1 for place in fresh))
    while levels and not levels[-1]:  # the last moves only came back to where others had been
        levels.pop()
    return FromToday(model, today + 1, improving, tuple(levels), _ends(model, sorted(seen), improving), search)


def _ends(model: GraphModel, places: list[int], improving: bool) -> tuple[int, ...]:
    reached = np.array(places, dtype=np.int64)
    leaves = np.zeros(len(reached), dtype=np.bool_)
    for party in range(len(model.parties)):
        source, _ = arcs(model, party, reached, improving)
        leaves[source] = True
    return tuple(int(place) + 1 for place in reached[~leaves])
