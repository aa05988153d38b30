"""How one party's moves lie in the states, so that they need never be listed one by one.

A party's moves change its own options only. Put together the states that agree on everything else: a
*group*. Within a group the options it can change freely lead everywhere; those that go one way only lead
from less to more. So a group is cut into *blocks* by the one-way options, and

    R_i(s)   = the blocks of s's group whose one-way options include those of s's block, s itself left out
    R_i+(s)  = in each of these blocks the states ranked above s: a *tail*, once the block is sorted by rank

With w one-way options a group has 2^w block numbers in a row (some may be empty), of which the low w bits
say which of the one-way options have gone as far as they can. This holds for holes and one-way options
alike, and costs memory in proportion to the states, not to the moves.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel
from detente.conflict.ranking import close_gaps

Array = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """One party's blocks. `block`: the block number of each state; `count`: how many numbers; `one_way`: w."""

    block: Array
    count: int
    one_way: int

    def starts(self) -> Array:
        """Where each block starts if the states are sorted by block: int32, count + 1 entries."""
        sizes = np.bincount(self.block, minlength=self.count)
        return np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)


def blocks(model: GraphModel, party: int) -> Blocks:
    """The blocks of one party (by index) of an option-form model."""
    masks = model.states.masks
    own, take, drop = model.own[party], model.take[party], model.drop[party]
    group = masks & ~np.int32(own)
    size = 1 << len(model.states.options)
    if size <= max(8 * len(masks), 4096):
        count = close_gaps(group, size)
    else:  # few states among many options: sorting them is cheaper than a table of all combinations
        values, inverse = np.unique(group, return_inverse=True)
        count, group = len(values), inverse.astype(np.int32)
    settled = masks ^ np.int32(drop)  # a one-way option that has gone as far as it can now reads 1
    one_way = 0
    for place in range(len(model.states.options)):
        if (take | drop) >> place & 1:
            group = (group << 1) | (settled >> place & 1)
            one_way += 1
    return Blocks(np.ascontiguousarray(group, dtype=np.int32), count << one_way, one_way)
