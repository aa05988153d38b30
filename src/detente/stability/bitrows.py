"""Relations between states as packed rows of bits.

Rankings reduce to numbers; unknown, strong, fuzzy and joint preferences do not, and neither do coalitions. There a
relation is a table of uint64, states x words: bit q of row s is set where (s, q) belongs to it. 4,096 states take 2 MB.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel
from detente.errors import ConflictRefused

Rows = NDArray[np.uint64]
Bools = NDArray[np.bool_]
Places = NDArray[np.int64]

MOST_STATES = 1 << 14  # in option form: one relation between them unpacked takes 256 MB
_AT_A_TIME = 1 << 22  # words gathered at a time: 32 MB


@dataclass(frozen=True, slots=True, eq=False)
class ArcList:
    """A relation as a list: the targets of place s are `target[start[s]:start[s + 1]]`, ascending."""

    start: Places
    target: Places

    def sources(self) -> Places:
        """The source of each target."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))


def pack(table: Bools) -> Rows:
    """A boolean table, states x states, as rows of bits."""
    packed = np.packbits(table, axis=1, bitorder="little")
    words = np.zeros((len(table), -(-max(packed.shape[1], 1) // 8) * 8), dtype=np.uint8)
    words[:, : packed.shape[1]] = packed
    return words.view(np.uint64)


def unpack(rows: Rows) -> Bools:
    """Rows of bits as a boolean table, states x states."""
    bits = np.unpackbits(np.ascontiguousarray(rows).view(np.uint8), axis=1, count=len(rows), bitorder="little")
    return bits.astype(np.bool_)


def transposed(rows: Rows) -> Rows:
    """The relation read backwards.

    Blocks of 64 x 64 bits are turned by swapping ever smaller squares (Warren, Hacker's Delight, 2002, section 7-3), all blocks
    at once; unpacking to one byte a bit and back takes thirty times as long.
    """
    size, words = rows.shape
    padded = np.zeros((words * 64, words), dtype=np.uint64)
    padded[:size] = rows
    blocks = np.ascontiguousarray(padded.reshape(words, 64, words).transpose(2, 0, 1))  # column word, row block, row
    width, mask = 32, 0x00000000FFFFFFFF
    while width:
        pairs = blocks.reshape(words, words, 32 // width, 2, width)
        low, high = pairs[:, :, :, 0], pairs[:, :, :, 1]
        swap = ((low >> np.uint64(width)) ^ high) & np.uint64(mask)
        high ^= swap
        low ^= swap << np.uint64(width)
        width //= 2
        mask = mask ^ (mask << width) & 0xFFFFFFFFFFFFFFFF if width else mask
    return np.ascontiguousarray(blocks.transpose(0, 2, 1).reshape(words * 64, words)[:size])


def nobody(size: int) -> Rows:
    """The empty relation."""
    return pack(np.zeros((size, size), dtype=np.bool_))


def identity(size: int) -> Rows:
    """Each state with itself."""
    return pack(np.eye(size, dtype=np.bool_))


def everybody(size: int) -> Rows:
    """Every state with every state; the bits beyond the last state stay clear."""
    return pack(np.ones((size, size), dtype=np.bool_))


def row_of(truth: Bools) -> Rows:
    """One row of bits from a boolean array over the states."""
    row: Rows = pack(truth[None, :])[0]
    return row


def arc_list(rows: Rows) -> ArcList:
    """A relation listed."""
    table = unpack(rows)
    start = np.concatenate([[0], np.cumsum(table.sum(axis=1))]).astype(np.int64)
    return ArcList(start, np.nonzero(table)[1].astype(np.int64))


def rows_of(arcs: ArcList, size: int) -> Rows:
    """A listed relation as rows of bits."""
    table = np.zeros((size, size), dtype=np.bool_)
    table[arcs.sources(), arcs.target] = True
    return pack(table)


def move_arcs(model: GraphModel, party: int) -> ArcList:
    """Every move of a party (by index), listed; option form and graph form alike.

    1. Graph form: the moves of the file.
    2. Option form: for each way to change the party's options, where that change leads from every state at once; keep
       what is feasible and what the one-way options allow.

    Raises ConflictRefused for an option-form model of more than `MOST_STATES` states.
    """
    if model.arcs is not None:
        return ArcList(model.arcs[party].start, model.arcs[party].target)
    if len(model.states) > MOST_STATES:
        raise ConflictRefused(
            f"states are compared pair by pair here, which is done for up to {MOST_STATES:,} of them",
            where=model.conflict.source or model.conflict.title,
            found=f"{len(model.states):,} states",
            mend="model fewer options; `detente solve` takes more",
        )
    masks = model.states.masks.astype(np.int64)
    own, take, drop = model.own[party], model.take[party], model.drop[party]
    sources, targets = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    change = own
    while change:
        there = masks ^ change
        allowed = ((masks & change & take) == 0) & ((there & change & drop) == 0)
        source = np.flatnonzero(allowed)
        at = np.minimum(np.searchsorted(masks, there[source]), len(masks) - 1)
        there_is = masks[at] == there[source]
        sources.append(source[there_is])
        targets.append(at[there_is])
        change = (change - 1) & own
    source, target = np.concatenate(sources), np.concatenate(targets)
    order = np.lexsort((target, source))
    start = np.searchsorted(source[order], np.arange(len(masks) + 1)).astype(np.int64)
    return ArcList(start, target[order])


def kept(arcs: ArcList, keep: Bools) -> ArcList:
    """The arcs for which `keep` (one truth value an arc) holds."""
    count = np.concatenate([[0], np.cumsum(keep)]).astype(np.int64)
    return ArcList(count[arcs.start], arcs.target[keep])


def among(arcs: ArcList, rows: Rows) -> ArcList:
    """The arcs that belong to the relation too."""
    source, target = arcs.sources(), arcs.target.astype(np.uint64)
    word = rows[source, (target >> np.uint64(6)).astype(np.int64)]
    return kept(arcs, (word >> (target & np.uint64(63)) & np.uint64(1)).astype(np.bool_))


def _spans(arcs: ArcList, words: int) -> Iterator[tuple[int, int]]:
    """Runs of sources whose arcs can be gathered at a time."""
    first, last = 0, len(arcs.start) - 1
    while first < last:
        most = arcs.start[first] + max(_AT_A_TIME // max(words, 1), 1)
        end = min(max(int(np.searchsorted(arcs.start, most, side="right")) - 1, first + 1), last)
        yield first, end
        first = end


def after(arcs: ArcList, rows: Rows) -> Rows:
    """For each source the union of the rows of its targets."""
    union = np.zeros((len(arcs.start) - 1, rows.shape[1]), dtype=np.uint64)
    for first, end in _spans(arcs, rows.shape[1]):
        starts = arcs.start[first:end]
        filled = np.flatnonzero(arcs.start[first + 1 : end + 1] > starts)
        if len(filled):
            gathered = rows[arcs.target[starts[0] : arcs.start[end]]]
            union[first + filled] = np.bitwise_or.reduceat(gathered, starts[filled] - starts[0], axis=0)
    return union


def legal_reach(movers: Sequence[ArcList], size: int) -> Rows:
    """What can be reached from each state by legal sequences of the movers, no mover twice in a row; itself left out.

    1. F_j(x), what sequences starting with j reach, is at first what j reaches in one step.
    2. F_j(x) grows by F_k(y) for every y that j reaches from x and every other mover k.
    3. Repeat 2 until nothing grows; the answer is the union of the F_j.

    Fang, Hipel and Kilgour, Interactive Decision Making (1993), read from the first mover instead of the last.
    """
    first = [rows_of(arcs, size) for arcs in movers]
    one_step = [rows.copy() for rows in first]
    grew = len(movers) > 1
    while grew:
        grew = False
        for mover, arcs in enumerate(movers):
            others = np.bitwise_or.reduce([rows for at, rows in enumerate(first) if at != mover])
            larger = one_step[mover] | after(arcs, others)
            grew = grew or not np.array_equal(larger, first[mover])
            first[mover] = larger
    whole = np.bitwise_or.reduce(first) if first else nobody(size)
    return np.asarray(whole & ~identity(size))


def holding_out(sanctions: Rows, moves: ArcList, ways_out: Rows) -> Rows:
    """The sanctions y of each s from which no move leads to a way out of s."""
    broken = after(moves, transposed(ways_out))
    return transposed(transposed(sanctions) & ~broken)


def deterred(leaving: ArcList, answers: Rows, sanctions: Rows) -> Bools:
    """For each state s whether every x that s may be left for can be answered by a sanction of s."""
    stable = np.ones(len(leaving.start) - 1, dtype=np.bool_)
    for first, end in _spans(leaving, sanctions.shape[1]):
        span = slice(leaving.start[first], leaving.start[end])
        source = np.repeat(np.arange(first, end), np.diff(leaving.start[first : end + 1]))
        answered = (answers[leaving.target[span]] & sanctions[source]).any(axis=1)
        stable[source[~answered]] = False
    return stable
