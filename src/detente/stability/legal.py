"""Legal sequences: what a set of parties can lead to, no party moving twice in a row, and by which moves.

Fang, Hipel and Kilgour, Interactive Decision Making (1993), ch. 3; Li, Kilgour and Hipel, J. Opl Res. Soc.
56 (2005) for the same search from today's state.

1. A node is a place together with who moved last. From the start every mover in the set may move.
2. Level by level, each mover j moves (or improves) from every node that j was not the last to move to.
3. A node keeps the node it was first reached from, so every path read back is a shortest one.

In option form a party's moves are transitive, so a shortest path never has the same mover twice in a row,
and places alone serve as nodes. Movers are tried in file order and places in ascending order: the same path
comes out every time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel, submasks

Places = NDArray[np.int64]
Goal = Callable[[Places], NDArray[np.bool_]]

_UNREACHED = -2
_AT_ONCE = 1 << 20  # moves looked at together: bounds the memory of a level


@dataclass(frozen=True, slots=True)
class Step:
    """One move: the mover (by index) and the places it leads between."""

    mover: int
    source: int
    target: int


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """What was reached from `start`, level by level. `found`: the first node that met the goal, None if none did."""

    start: int
    found: int | None
    before: NDArray[np.int64]  # node -> the node it was reached from, -1 from the start, -2 where not reached
    mover: NDArray[np.int16]  # node -> who moved there
    levels: tuple[Places, ...]  # the nodes reached by one move, by two, ...
    nodes_a_place: int

    @property
    def places(self) -> Places:
        """The places reached by at least one move, ascending."""
        reached = np.concatenate([np.zeros(0, dtype=np.int64), *self.levels])
        return np.unique(reached // self.nodes_a_place)

    def node(self, place: int) -> int | None:
        """The node by which the place is reached in the fewest moves, None where it is not reached."""
        first = place * self.nodes_a_place
        reached = [node for node in range(first, first + self.nodes_a_place) if self.before[node] != _UNREACHED]
        return min(reached, key=lambda node: len(self.path(node)), default=None)

    def path(self, node: int) -> tuple[Step, ...]:
        """The moves from the start to a node, in order."""
        steps: list[Step] = []
        while node >= 0:
            last = int(self.before[node])
            source = self.start if last < 0 else last // self.nodes_a_place
            steps.append(Step(int(self.mover[node]), source, node // self.nodes_a_place))
            node = last
        return tuple(reversed(steps))

    def path_to(self, place: int) -> tuple[Step, ...] | None:
        """The fewest moves from the start to a place, None where it is not reached."""
        node = self.node(place)
        return None if node is None else self.path(node)


def reach(model: GraphModel, start: int, movers: Sequence[int], improving: bool, goal: Goal | None = None) -> Reach:
    """Search by legal sequences of the movers (by index) from a place, by moves or by improvements only.

    With a goal the search stops at the first level on which places meet it.
    """
    width = 1 if model.arcs is None else len(model.parties) + 1  # above 1: who moved last counts
    before = np.full(len(model.states) * width, _UNREACHED, dtype=np.int64)
    who = np.full(len(before), -1, dtype=np.int16)
    levels: list[Places] = []
    frontier = np.array([-1], dtype=np.int64)
    while len(frontier):
        fresh: list[Places] = []
        for mover in movers:
            may = frontier if width == 1 else frontier[(frontier < 0) | (frontier % width != mover)]
            place = np.where(may < 0, start, may // width)
            source, target = arcs(model, mover, place, improving)
            node = target * width + (mover if width > 1 else 0)
            new = (before[node] == _UNREACHED) & ((target != start) | (width > 1))
            node, first = np.unique(node[new], return_index=True)
            before[node] = may[source[new][first]]
            who[node] = mover
            fresh.append(node)
        frontier = np.concatenate(fresh) if fresh else np.zeros(0, dtype=np.int64)
        if len(frontier):
            levels.append(frontier)
        if goal is not None and len(frontier):
            met = frontier[goal(frontier // width)]
            if len(met):
                return Reach(start, int(met[0]), before, who, tuple(levels), width)
    return Reach(start, None, before, who, tuple(levels), width)


def arcs(model: GraphModel, mover: int, places: Places, improving: bool) -> tuple[Places, Places]:
    """One party's moves (or improvements) from many places: where in `places` each starts, and the place it
    leads to.
    """
    if model.arcs is not None:
        listed = model.arcs[mover]
        counts = listed.start[places + 1] - listed.start[places]
        source = np.repeat(np.arange(len(places)), counts)
        within = np.arange(len(source)) - np.repeat(np.cumsum(counts) - counts, counts)
        target = listed.target[listed.start[places][source] + within]
    else:
        width = 1 << int(model.own[mover]).bit_count()
        run = max(1, _AT_ONCE // width)
        parts = [_option_arcs(model, mover, places[at : at + run]) for at in range(0, len(places), run)]
        source = np.concatenate([part[0] + at * run for at, part in enumerate(parts)] or [places])
        target = np.concatenate([part[1] for part in parts] or [places])
    if improving:
        better = model.ranks[mover][target] > model.ranks[mover][places[source]]
        source, target = source[better], target[better]
    return source, target


def _option_arcs(model: GraphModel, mover: int, places: Places) -> tuple[Places, Places]:
    masks = model.states.masks
    here = masks[places][:, None]
    own, take, drop = (np.int32(bits[mover]) for bits in (model.own, model.take, model.drop))
    there = (here & ~own) | submasks(int(own))
    legal = (there != here) & ((here & take & ~there) == 0) & ((~here & drop & there) == 0)
    source, column = np.nonzero(legal)
    wanted = there[source, column]
    if model.states.complete:
        return source, wanted.astype(np.int64)
    at = np.minimum(np.searchsorted(masks, wanted), len(masks) - 1)
    feasible = masks[at] == wanted
    return source[feasible], at[feasible]
