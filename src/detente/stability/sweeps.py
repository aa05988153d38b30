"""Nash, GMR, SMR, SEQ and SSEQ in plain numpy, without listing a move.

For complete rankings the definitions reduce to numbers. Let p be i's rank, m(y) the best rank i can have after y, moving once
or not at all, and D(x) the least value the others can lead to from x. Then s is unstable for i exactly if i has a move to some
x with p(x) > p(s) and D(x) > p(s), where D spreads

    GMR  p over moves     SMR  m over moves     SEQ  p over improvements     SSEQ  m over improvements

(x itself may be counted in D(x): it is worse than nothing as a deterrent, since p(x) > p(s) and m(x) >= p(x).) In option form
a party's moves, and its improvements, are transitive: two moves in a row by one party are one move or none, so every path of
the others' moves shortens to a legal sequence and D is a plain minimum over reachable states.

1. m = the maximum of p over s and its moves, from the maxima of the blocks.
2. D starts as the value itself. For each party j in turn, for all others' tables at once, take the minimum over j's moves
   (minima of blocks) or over j's improvements (minima of the tails of blocks sorted by j's rank).
3. Repeat 2 until nothing changes: at most as often as the longest needed sequence has moves.
4. s is stable for i iff max over i's moves x of min(D(x), p(x)) <= p(s).

Source of the reduction: derived for this program from the definitions of Fang, Hipel and Kilgour (1993); see the theory page.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel
from detente.stability.blocks import Blocks, blocks

Array = NDArray[np.int32]
Wide = NDArray[np.int64]
Bools = NDArray[np.bool_]

_NEVER = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True, eq=False)
class _Grid:
    """A party's blocks as columns of tables, each sorted downwards by the party's rank, worst first.

    Running minima of tails are then minima of whole rows. Blocks of like size (up to the next power of two)
    share a table, so that filling up short columns at most doubles the cells. Tables lie one after another
    in one run of cells.
    """

    blocks: Blocks
    fill: Wide  # cell -> place; anything in an empty cell
    empty: Wide  # the empty cells
    tables: tuple[tuple[int, int, Wide], ...]  # first cell, rows, the numbers of the blocks that are its columns
    tails: tuple[Wide, ...]  # for each kind of block that can be moved to: place -> first better cell there, or the end


def verdicts(model: GraphModel, concepts: tuple[str, ...]) -> dict[str, Bools]:
    """Which state is stable for whom: for each of the five sequential concepts asked for, parties x states."""
    grids = [_grid(model, party) for party in range(len(model.parties))]
    ranks = model.ranks.T
    best = np.column_stack([_peak(grid, ranks[:, [at]]) for at, grid in enumerate(grids)])
    least: dict[str, Array] = {}
    for names, improving in ((("gmr", "smr"), False), (("seq", "sseq"), True)):
        wanted = [name for name in names if name in concepts]
        if wanted:
            start = np.stack([best if name in ("smr", "sseq") else ranks for name in wanted], axis=2)
            spread = _spread(model, grids, start, improving)
            least.update((name, spread[:, :, at]) for at, name in enumerate(wanted))
    tables = {concept: np.empty(model.ranks.shape, dtype=np.bool_) for concept in concepts}
    if "nash" in concepts:
        np.equal(best.T, model.ranks, out=tables["nash"])
    for party, grid in enumerate(grids if least else ()):
        rank = ranks[:, [party]]
        undeterred = np.column_stack([values[:, party] for values in least.values()])
        stable = _peak(grid, np.minimum(undeterred, rank)) <= rank
        for at, concept in enumerate(least):
            tables[concept][party] = stable[:, at]
    return tables


def _grid(model: GraphModel, party: int) -> _Grid:
    side = blocks(model, party)
    rank = model.ranks[party].astype(np.int64)
    height = int(rank.max()) + 1
    key = side.block * np.int64(height) + rank
    order = np.argsort(key)
    key, start = key[order], side.starts().astype(np.int64)
    block = side.block[order]
    sizes = np.diff(start)
    base, step = np.zeros(side.count, dtype=np.int64), np.zeros(side.count, dtype=np.int64)
    tables: list[tuple[int, int, Wide]] = []
    cells = 0
    kinds = np.where(sizes > 0, np.ceil(np.log2(np.maximum(sizes, 1))), -1)
    for kind in np.unique(kinds[kinds >= 0]):
        numbers = np.flatnonzero(kinds == kind)
        rows = int(sizes[numbers].max())
        tables.append((cells, rows, numbers))
        base[numbers], step[numbers] = cells + np.arange(len(numbers)), len(numbers)
        cells += rows * len(numbers)
    cell = base[block] + (np.arange(len(order)) - start[block]) * step[block]
    fill = np.full(cells, -1, dtype=np.int64)
    fill[cell] = order
    cell = np.append(cell, cells)
    tails = []
    for more in range(1 << side.one_way):
        there = side.block | more
        first = np.searchsorted(key, there * np.int64(height) + rank, side="right")
        first[(first >= start[there + 1]) | ((side.block & more) != 0)] = len(order)
        tails.append(cell[first])
    empty = np.flatnonzero(fill < 0)
    fill[empty] = 0
    return _Grid(side, fill, empty, tuple(tables), tuple(tails))


def _peak(grid: _Grid, values: Array) -> Array:
    """For each state the maximum of `values` (>= 0; states x columns) over it and the party's moves from it."""
    top = np.full((grid.blocks.count, values.shape[1]), -1, dtype=np.int32)
    filled = np.take(values, grid.fill, axis=0)
    filled[grid.empty] = -1
    for first, rows, numbers in grid.tables:
        cells = filled[first : first + rows * len(numbers)]
        top[numbers] = cells.reshape(rows, len(numbers), -1).max(axis=0)
    return np.take(_from_more(grid.blocks, top, np.maximum), grid.blocks.block, axis=0)


def _from_more(side: Blocks, extremes: Array, extreme: np.ufunc) -> Array:
    """Blocks' extremes turned into those over all blocks that can be moved to, those with more one-way options gone."""
    table = extremes.reshape((-1,) + (2,) * side.one_way + extremes.shape[1:])
    for axis in range(1, side.one_way + 1):
        less, more = np.moveaxis(table, axis, 0)
        extreme(less, more, out=less)
    return extremes


def _spread(model: GraphModel, grids: list[_Grid], start: Array, improving: bool) -> Array:
    """The least value that the others can lead to: `start` and result are states x parties x concepts."""
    count = start.shape[1]
    least = start.copy()
    step = _after_tails if improving else _after_blocks
    one_round = model.states.complete and not improving  # then the parties' minima commute
    quiet, turn = 0, 0  # quiet: turns in a row that changed nothing
    while quiet < count and not (one_round and turn == count):
        mover = turn % count
        after = step(grids[mover], least.reshape(len(least), -1)).reshape(least.shape)
        after[:, mover] = least[:, mover]  # a party does not answer itself
        # 1: moves are transitive, so a second turn of the mover at once would change nothing
        quiet = quiet + 1 if np.array_equal(after, least) else 1
        least = after
        turn += 1
    return least


def _after_blocks(grid: _Grid, values: Array) -> Array:
    """The minimum over each state and one party's moves from it, column by column."""
    low = np.full((grid.blocks.count, values.shape[1]), _NEVER, dtype=np.int32)
    filled = np.take(values, grid.fill, axis=0)
    filled[grid.empty] = _NEVER
    for first, rows, numbers in grid.tables:
        cells = filled[first : first + rows * len(numbers)]
        low[numbers] = cells.reshape(rows, len(numbers), -1).min(axis=0)
    return np.minimum(values, np.take(_from_more(grid.blocks, low, np.minimum), grid.blocks.block, axis=0))


def _after_tails(grid: _Grid, values: Array) -> Array:
    """The minimum over each state and one party's improvements from it, column by column."""
    cells = len(grid.fill)
    tail = np.empty((cells + 1, values.shape[1]), dtype=np.int32)
    np.take(values, grid.fill, axis=0, out=tail[:cells], mode="clip")  # any other mode makes a copy first
    tail[grid.empty] = _NEVER
    tail[cells] = _NEVER
    for first, rows, numbers in grid.tables:
        table = tail[first : first + rows * len(numbers)].reshape(rows, -1)
        for row in range(rows - 2, -1, -1):
            np.minimum(table[row], table[row + 1], out=table[row])
    after = values
    for better in grid.tails:
        after = np.minimum(after, np.take(tail, better, axis=0))
    return after
