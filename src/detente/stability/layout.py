"""How all parties' moves and ranks lie for the compiled loops: each party's blocks, their states sorted by the party's rank."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Protocol, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel
from detente.stability.blocks import Blocks, blocks

Array = NDArray[np.int32]
Bools = NDArray[np.bool_]
Function = TypeVar("Function", bound=Callable[..., object])
Given = TypeVar("Given")
Made = TypeVar("Made")

_SHORT = 64  # the longest block sorted by insertion
ANY = np.iinfo(np.int32).max

compiled = cast(Callable[[Function], Function], numba.njit(cache=True, nogil=True))


class Each(Protocol):
    """What `map` and an executor's `map` have in common."""

    def __call__(self, work: Callable[[Given], Made], jobs: Iterable[Given], /) -> Iterator[Made]:
        """The work done on each job, in order."""
        ...


class Layout:
    """All parties' blocks, each with its states sorted by block and, within it, by the party's rank.

    `start[j]`: where each of j's blocks starts. `order[j]`: the places in sorted order. `rise[j]`: for each
    position whether its rank is above that of the position before (the first of a block may say either).
    `block`: parties x states, the blocks' numbers; `first[j]`: where j's blocks begin if all parties' blocks
    are counted through.
    """

    def __init__(self, model: GraphModel, each: Each) -> None:
        self.model = model
        self.sides: list[Blocks] = list(each(partial(blocks, model), range(len(model.parties))))
        self.block: Array = np.stack([side.block for side in self.sides])
        self.first: Array = np.cumsum([0] + [side.count for side in self.sides]).astype(np.int32)
        self.start: list[Array] = [side.starts() for side in self.sides]
        self.order: list[Array] = list(each(self._sort, range(len(model.parties))))
        self.rise: list[Bools] = [_rises(rank, order) for rank, order in zip(model.ranks, self.order, strict=True)]

    def _sort(self, party: int) -> Array:
        order = np.empty(self.model.ranks.shape[1], dtype=np.int32)
        _sort_blocks(self.model.ranks[party], self.sides[party].block, self.start[party], order)
        return order

    def peak(self, party: int, values: Array) -> Array:
        """For each state the maximum of `values` (>= 0) over it and the party's moves from it."""
        side = self.sides[party]
        return _peak(values, side.block, side.count, side.one_way)


def start_values(layout: Layout, party: int, concept: str) -> Array:
    """What spreads: the party's rank, or for smr and sseq the best rank it can have after one more move."""
    rank: Array = layout.model.ranks[party]
    return layout.peak(party, rank) if concept in ("nash", "smr", "sseq") else rank


@compiled
def _sort_blocks(rank: Array, block: Array, start: Array, order: Array) -> None:
    """Write the places to `order`, sorted by block and, within it, by rank."""
    at = start.copy()
    for place in range(len(block)):
        order[at[block[place]]] = place
        at[block[place]] += 1
    for number in range(len(start) - 1):
        first, last = start[number], start[number + 1]
        if last - first > _SHORT:
            part = order[first:last].copy()
            order[first:last] = part[np.argsort(rank[part], kind="mergesort")]
            continue
        for right in range(first + 1, last):
            place = order[right]
            height = rank[place]
            left = right - 1
            while left >= first and rank[order[left]] > height:
                order[left + 1] = order[left]
                left -= 1
            order[left + 1] = place


@compiled
def _rises(rank: Array, order: Array) -> Bools:
    rise = np.empty(len(order), dtype=np.bool_)
    before = np.int32(-1)
    for at in range(len(order)):
        height = rank[order[at]]
        rise[at] = height != before
        before = height
    return rise


@compiled
def _peak(values: Array, block: Array, count: int, ways: int) -> Array:
    top = np.full(count, -1, dtype=np.int32)
    for place in range(len(values)):
        if values[place] > top[block[place]]:
            top[block[place]] = values[place]
    for way in range(ways):
        for number in range(count):
            if not number >> way & 1 and top[number | 1 << way] > top[number]:
                top[number] = top[number | 1 << way]
    out = np.empty_like(values)
    for place in range(len(values)):
        out[place] = top[block[place]]
    return out
