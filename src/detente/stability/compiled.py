"""Nash, GMR, SMR, SEQ and SSEQ with compiled loops: the sweeps of `sweeps`, a state at a time, on several threads.

1. Sort each party's blocks by its rank and mark where a better rank begins (`layout`).
2. For each party and concept let the value D spread: for each of the others in turn pass over its blocks from the best
   state down, with the least value so far at hand; repeat until a round changes nothing. After the first rounds only
   blocks in which something changed are passed over again.
3. A dozen rounds is the rule. What is not settled after `_ROUNDS` of them, and improvements by parties with one-way
   options, is settled in the order of the values instead (`settle`), at a cost that no model can drive up.

The cost is proportional to states x parties for each table and round, whatever the number of moves.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np

from detente.conflict.graph import GraphModel
from detente.stability.layout import ANY, Array, Bools, Each, Layout, compiled, start_values
from detente.stability.settle import settler

_FEW = 1 << 15  # states below which threads cost more than they bring
_BROAD = 2  # rounds in which nearly every block changes: keeping a list of changed ones does not pay yet
_ROUNDS = 64  # random models settle in 5 to 15, the last ones nearly for nothing


def verdicts(model: GraphModel, concepts: tuple[str, ...]) -> dict[str, Bools]:
    """Which state is stable for whom: for each of the five sequential concepts asked for, parties x states."""
    count, size = model.ranks.shape
    threads = 1 if size < _FEW else os.cpu_count() or 1
    tables = {concept: np.empty((count, size), dtype=np.bool_) for concept in concepts}
    with ThreadPoolExecutor(threads) as pool:
        each: Each = map if threads == 1 else pool.map  # the pool starts no thread before it is given work
        layout = Layout(model, each)
        jobs = [(party, concept) for party in range(count) for concept in concepts]
        swept = list(each(partial(_swept, layout), jobs))
        left = [job for job, stable in zip(jobs, swept, strict=True) if stable is None]
        for (party, concept), stable in zip(jobs, swept, strict=True):
            if stable is not None:
                tables[concept][party] = stable
        if left:
            settle = settler(layout)
            for (party, concept), least in zip(left, each(settle, left), strict=True):
                tables[concept][party] = _stable(layout, party, least)
    return tables


def _stable(layout: Layout, party: int, least: Array) -> Bools:
    rank: Array = layout.model.ranks[party]
    return np.less_equal(layout.peak(party, np.minimum(least, rank)), rank)


def _swept(layout: Layout, job: tuple[int, str]) -> Bools | None:
    """The party's stable states under the concept; None where sweeps are not the way."""
    party, concept = job
    rank: Array = layout.model.ranks[party]
    values = start_values(layout, party, concept)
    if concept == "nash":
        return np.equal(values, rank)
    others = [mover for mover in range(len(layout.sides)) if mover != party]
    improving = concept in ("seq", "sseq")
    if improving and any(layout.sides[mover].one_way for mover in others):
        return None
    least = values.copy()
    settled = _sweep_tails(layout, party, others, least) if improving else _sweep_blocks(layout, others, least)
    return _stable(layout, party, least) if settled else None


def _sweep_blocks(layout: Layout, others: list[int], least: Array) -> bool:
    """Spread over moves, in place; whether it settled within the rounds."""
    one_round = len(others) <= 1 or layout.model.states.complete  # the minima of different parties commute
    for _ in range(_ROUNDS):
        changed = False
        for mover in others:
            side = layout.sides[mover]
            changed |= _lower_blocks(side.block, side.count, side.one_way, least)
        if one_round or not changed:
            return True
    return False


def _sweep_tails(layout: Layout, party: int, others: list[int], least: Array) -> bool:
    """Spread over improvements, in place; whether it settled within the rounds."""
    stale = np.ones(layout.first[-1], dtype=np.bool_)
    for turn in range(_ROUNDS):
        note = turn >= _BROAD
        if turn <= _BROAD:
            stale[:] = True
        changed = False
        for mover in others:
            sorted_ = (layout.order[mover], layout.rise[mover], layout.start[mover])
            changed |= _lower_tails(*sorted_, least, layout.block, layout.first, stale, note, mover, party)
        if len(others) <= 1 or not changed:
            return True
    return False


@compiled
def _lower_blocks(block: Array, count: int, ways: int, least: Array) -> bool:
    """Lower each value to the minimum over one party's moves, in place; whether any was lowered."""
    low = np.full(count, ANY, dtype=np.int32)
    for place in range(len(least)):
        if least[place] < low[block[place]]:
            low[block[place]] = least[place]
    for way in range(ways):
        for number in range(count):
            if not number >> way & 1 and low[number | 1 << way] < low[number]:
                low[number] = low[number | 1 << way]
    changed = False
    for place in range(len(least)):
        if low[block[place]] < least[place]:
            least[place] = low[block[place]]
            changed = True
    return changed


@compiled
def _lower_tails(
    order: Array,
    rise: Bools,
    start: Array,
    least: Array,
    block: Array,
    first: Array,
    stale: Bools,
    note: bool,
    mover: int,
    party: int,
) -> bool:
    """Lower each value in the mover's stale blocks to the minimum over its improvements, in place; whether
    any was lowered. With `note` the other movers' blocks of each lowered state become stale.
    """
    changed = False
    for number in range(len(start) - 1):
        if not stale[first[mover] + number]:
            continue
        stale[first[mover] + number] = False
        above = ANY  # the least value among the states of a better rank
        level = ANY  # and among those of this rank too
        for at in range(start[number + 1] - 1, start[number] - 1, -1):
            place = order[at]
            value = least[place]
            if above < value:
                value = above
                least[place] = value
                changed = True
                if note:
                    for other in range(len(block)):
                        if other not in (mover, party):
                            stale[first[other] + block[other, place]] = True
            if value < level:
                level = value
            if rise[at]:
                above = level
    return changed
