"""The least value that the others can lead to, settled state by state in the order of the values.

The order in which Dijkstra's method settles, without a queue of distances; the cost is proportional to states x parties,
whatever the model. One-way options and holes included.

1. Take the states in ascending order of the value. One that is reached already is passed over; another gets its own value.
2. From each state y newly reached go back to the states from which one of the others can move (or improve) to y. In each
   block these are the states ranked below y: a *head* of the sorted block. A pointer for each block says how far its head
   has been reached, so no state is looked at twice for one mover.
3. One-way options: the blocks with fewer of them gone are taken too, unless their head was taken as far before.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from detente.stability.layout import ANY, Array, Layout, compiled, start_values


def settler(layout: Layout) -> Callable[[tuple[int, str]], Array]:
    """What settles a (party, concept): the least value from each state, int32. Safe to call from several
    threads.

    The parties' blocks are stacked first: `spot` holds for each state and party its block (counted through
    all parties) and rank, side by side because they are read together.
    """
    model = layout.model
    count, size = model.ranks.shape
    ways = np.array([side.one_way for side in layout.sides], dtype=np.int32)
    first = np.cumsum([0] + [side.count + 1 for side in layout.sides]).astype(np.int32)
    start = np.concatenate(layout.start)
    order = np.stack(layout.order)
    height = np.take_along_axis(model.ranks, order, axis=1)
    spot = np.empty((size, count, 2), dtype=np.int32)
    for party, side in enumerate(layout.sides):
        spot[:, party, 0] = side.block + first[party]
        spot[:, party, 1] = model.ranks[party]

    def settle(job: tuple[int, str]) -> Array:
        party, concept = job
        values = start_values(layout, party, concept)
        ascending = np.argsort(values, kind="stable").astype(np.int32)
        improving = concept in ("seq", "sseq")
        return _settle(values, ascending, spot, order, height, start, ways, first, party, improving)

    return settle


@compiled
def _settle(
    values: Array,
    ascending: Array,
    spot: Array,
    order: Array,
    height: Array,
    start: Array,
    ways: Array,
    first: Array,
    party: int,
    improving: bool,
) -> Array:
    size, count = order.shape[1], order.shape[0]
    least = np.full(size, -1, dtype=np.int32)
    reached = start.copy()  # for each block the position below which every state is reached
    cover = np.full(len(start) if ways.max() > 0 else 0, -1, dtype=np.int32)  # the rank this head was taken to
    waiting = np.empty(size, dtype=np.int32)
    todo = np.empty(32 * 32, dtype=np.int32)
    for seed in ascending:
        if least[seed] >= 0:
            continue
        value = values[seed]
        least[seed] = value
        waiting[0] = seed
        top = 1
        while top > 0:
            top -= 1
            here = waiting[top]
            for mover in range(count):
                if mover == party:
                    continue
                below = spot[here, mover, 1] if improving else ANY
                todo[0] = spot[here, mover, 0]
                left = 1
                while left > 0:
                    left -= 1
                    block = todo[left]
                    if ways[mover] > 0:
                        if cover[block] >= below:
                            continue
                        cover[block] = below
                        for way in range(ways[mover]):
                            if (block - first[mover]) >> way & 1:
                                todo[left] = block - (1 << way)
                                left += 1
                    at = reached[block]
                    while at < start[block + 1] and height[mover, at] < below:
                        place = order[mover, at]
                        if least[place] < 0:
                            least[place] = value
                            waiting[top] = place
                            top += 1
                        at += 1
                    reached[block] = at
    return least
