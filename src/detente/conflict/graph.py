"""The graph model of a conflict: states, each party's moves, each party's ranks.

Kilgour, Hipel and Fang, Automatica 23 (1987); Fang, Hipel and Kilgour, Interactive Decision Making (1993).
In option form a party moves from s to every feasible state that differs from s in its own options only,
several at once included, except that a `take` option is never dropped and a `drop` option never taken up. In
graph form the moves are listed. Moves never lead from a state to itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from detente.conflict.model import Conflict, Direction, Party
from detente.conflict.ranking import Ranks, ranks
from detente.conflict.states import States, list_states

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """Listed moves of one party: those from place s are `target[start[s]:start[s + 1]]`, ascending."""

    start: NDArray[np.int64]
    target: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class GraphModel:
    """A conflict in numbers.

    `ranks`: int32, parties x states, dense, higher is better. `own`, `take`, `drop`: for each party the bits
    of its options, of those never dropped again and of those never taken up. `arcs`: the listed moves of
    each party in graph form, None in option form.
    """

    conflict: Conflict
    states: States
    ranks: NDArray[np.int32]
    own: tuple[int, ...]
    take: tuple[int, ...]
    drop: tuple[int, ...]
    arcs: tuple[Arcs, ...] | None = None

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties' names in file order."""
        return tuple(party.name for party in self.conflict.parties)

    @property
    def now(self) -> int | None:
        """The place of today's state, None if today is unknown."""
        if self.conflict.now is None:
            return None
        if self.states.names is not None:
            return self.states.names.index(next(iter(self.conflict.now)))
        return self.states.place_of(sum(1 << self.conflict.places[name] for name in self.conflict.now))


def graph_model(conflict: Conflict) -> GraphModel:
    """List the states and rank them for every party. Raises ConflictRefused as `list_states` does."""
    states = list_states(conflict)
    table = np.empty((len(conflict.parties), len(states)), dtype=np.int32)
    for row, party in zip(table, conflict.parties, strict=True):
        row[:] = ranks(party.preference, states)
    return GraphModel(
        conflict=conflict,
        states=states,
        ranks=table,
        own=tuple(_bits(party, None) for party in conflict.parties),
        take=tuple(_bits(party, Direction.TAKE) for party in conflict.parties),
        drop=tuple(_bits(party, Direction.DROP) for party in conflict.parties),
        arcs=None if conflict.graph is None else tuple(_arcs(party, conflict.graph) for party in conflict.parties),
    )


def with_ranks(model: GraphModel, party: int, rank: Ranks) -> GraphModel:
    """The same model with one party's ranks replaced (by index): what robustness and inverse searches re-solve."""
    table = model.ranks.copy()
    table[party] = rank
    return replace(model, ranks=table)


def _bits(party: Party, direction: Direction | None) -> int:
    return sum(1 << option.place for option in party.options if direction in (None, option.direction))


def _arcs(party: Party, names: tuple[str, ...]) -> Arcs:
    place = {name: at for at, name in enumerate(names)}
    pairs = sorted({(place[source], place[target]) for source, target in party.moves if source != target})
    sources = np.array([source for source, _ in pairs], dtype=np.int64)
    start = np.searchsorted(sources, np.arange(len(names) + 1)).astype(np.int64)
    return Arcs(start, np.array([target for _, target in pairs], dtype=np.int64))


@lru_cache(maxsize=256)
def submasks(mask: int) -> NDArray[np.int32]:
    """Every choice of the bits of `mask`, ascending, nothing and everything included."""
    subs = np.zeros(1, dtype=np.int32)
    for place in range(mask.bit_length()):
        if mask >> place & 1:
            subs = np.concatenate([subs, subs | (1 << place)]).astype(np.int32)
    subs.setflags(write=False)
    return subs


def moves(model: GraphModel, party: int, place: int) -> Places:
    """The places that a party (by index) can move to from a place in one move, ascending."""
    if model.arcs is not None:
        arcs = model.arcs[party]
        return arcs.target[arcs.start[place] : arcs.start[place + 1]]
    masks = model.states.masks
    here = int(masks[place])
    there = (here & ~model.own[party]) | submasks(model.own[party])
    kept = here & model.take[party]
    barred = ~here & model.drop[party]
    there = there[((there & kept) == kept) & ((there & barred) == 0) & (there != here)]
    at: Places = np.minimum(np.searchsorted(masks, there), len(masks) - 1)
    return np.compress(masks[at] == there, at)


def improvements(model: GraphModel, party: int, place: int) -> Places:
    """The moves that lead to a state the party strictly prefers to the one it stands in, ascending."""
    there = moves(model, party, place)
    rank = model.ranks[party]
    return np.compress(rank[there] > rank[place], there)
