"""SIM with compiled loops: as `simultaneous`, one state after another, each answer tried until one deters."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from detente.conflict.graph import GraphModel, submasks
from detente.stability.layout import Array, Bools, compiled

_FEW = 1 << 12  # states below which threads cost more than they bring


def verdicts(model: GraphModel) -> Bools:
    """Which state is stable for whom: parties x states."""
    masks = model.states.masks
    place = np.full(1 << len(model.states.options), -1, dtype=np.int32)
    place[masks] = np.arange(len(masks), dtype=np.int32)
    choices = [submasks(int(own)) for own in model.own]
    start = np.cumsum([0] + [len(subs) for subs in choices]).astype(np.int32)
    own, take, drop = (np.array(bits, dtype=np.int32) for bits in (model.own, model.take, model.drop))
    stable = np.ones(model.ranks.shape, dtype=np.bool_)
    threads = 1 if len(masks) < _FEW else os.cpu_count() or 1
    bounds = np.linspace(0, len(masks), 8 * threads + 1 if threads > 1 else 2).astype(np.int64)

    def work(part: int) -> None:
        low, high = bounds[part], bounds[part + 1]
        _judge(masks, model.ranks, place, np.concatenate(choices), start, own, take, drop, low, high, stable)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(len(bounds) - 1)))
    return stable


@compiled
def _judge(
    masks: Array,
    ranks: Array,
    place: Array,
    choices: Array,
    start: Array,
    own: Array,
    take: Array,
    drop: Array,
    low: int,
    high: int,
    stable: Bools,
) -> None:
    parties = len(ranks)
    change = np.zeros(len(choices), dtype=np.int32)  # each party's improvements from here as changed bits
    count = np.zeros(parties, dtype=np.int32)
    pick = np.zeros(parties, dtype=np.int32)  # 0: stays; k: takes its k-th improvement
    for here in range(low, high):
        _list_changes(masks[here], here, ranks, place, choices, start, own, take, drop, change, count)
        for party in range(parties):
            for at in range(start[party], start[party] + count[party]):
                joint = masks[here] ^ change[at]
                if not _deterred(joint, party, ranks[party], ranks[party, here], place, start, change, count, pick):
                    stable[party, here] = False
                    break


@compiled
def _list_changes(
    mask: int,
    here: int,
    ranks: Array,
    place: Array,
    choices: Array,
    start: Array,
    own: Array,
    take: Array,
    drop: Array,
    change: Array,
    count: Array,
) -> None:
    for party in range(len(ranks)):
        count[party] = 0
        for at in range(start[party], start[party + 1]):
            there = (mask & ~own[party]) | choices[at]
            lost, won = mask & ~there, there & ~mask
            if lost & take[party] or won & drop[party] or place[there] < 0:
                continue
            if ranks[party, place[there]] > ranks[party, here]:
                change[start[party] + count[party]] = mask ^ there
                count[party] += 1


@compiled
def _deterred(
    joint: int, party: int, rank: Array, now: int, place: Array, start: Array, change: Array, count: Array, pick: Array
) -> bool:
    """Whether some joint change of the others turns `joint` into a feasible state ranked no higher than `now`."""
    pick[:] = 0
    while True:
        turn = 0  # count up: the first party that has another improvement takes it, those before it stay again
        while turn < len(pick):
            if turn != party:
                if pick[turn] > 0:
                    joint ^= change[start[turn] + pick[turn] - 1]
                pick[turn] += 1
                if pick[turn] <= count[turn]:
                    joint ^= change[start[turn] + pick[turn] - 1]
                    break
                pick[turn] = 0
            turn += 1
        if turn == len(pick):
            return False
        if place[joint] >= 0 and rank[place[joint]] <= now:
            return True
