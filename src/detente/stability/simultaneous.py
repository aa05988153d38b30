"""SIM, simultaneous stability (Fraser and Hipel 1979, 1984), in option form.

s is stable for i if each of i's improvements x from s is deterred: each other party stays at s or takes one of its
improvements *from s*; x with all these changes made at once is feasible and no better than s for i. All staying is x itself,
which is better, so it never deters. (Fraser and Hipel apply the test only to states unstable for two parties or more; here it
is applied throughout. Their own wording is unchecked.)

1. List i's improvements x from every s, as option masks.
2. For each other party in turn put every one of its improvements from s, and staying, into every mask so far; what is
   feasible and no better than s for i deters x, and that x is done with.

The work grows with the product of the parties' numbers of improvements: `work` bounds it beforehand.
"""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel
from detente.errors import ConflictRefused
from detente.stability.legal import arcs

Bools = NDArray[np.bool_]
Places = NDArray[np.int64]
Masks = NDArray[np.int32]

_AT_ONCE = 1 << 21  # joint states looked at together: bounds the memory


UNDEFINED = "simultaneous moves are not defined where moves are listed state by state"


def refuse_listed(model: GraphModel) -> None:
    """Raise ConflictRefused for a model in graph form."""
    if model.arcs is not None:
        raise ConflictRefused(
            UNDEFINED, where=model.conflict.source or model.conflict.title, mend="ask for another concept"
        )


def work(model: GraphModel) -> float:
    """A rough number of joint states to look at, if half of all moves are improvements and no early deterrent helps."""
    improving = [((1 << int(own).bit_count()) - 1) / 2 for own in model.own]
    joint = [prod(1 + n for k, n in enumerate(improving) if k != party) for party in range(len(improving))]
    return len(model.states) * sum(n * rest for n, rest in zip(improving, joint, strict=True))


def verdicts(model: GraphModel) -> Bools:
    """Which state is stable for whom: parties x states."""
    masks, every = model.states.masks, np.arange(len(model.states))
    changes: list[tuple[Places, Masks]] = []  # for each party: where each state's changes start, and the changed bits
    for party in range(len(model.parties)):
        source, target = arcs(model, party, every, improving=True)
        start = np.searchsorted(source, np.arange(len(masks) + 1))
        changes.append((start, masks[source] ^ masks[target]))
    stable = np.ones(model.ranks.shape, dtype=np.bool_)
    for party in range(len(model.parties)):
        undeterred = _undeterred(model, party, changes)
        stable[party, undeterred] = False
    return stable


def _undeterred(model: GraphModel, party: int, changes: list[tuple[Places, Masks]]) -> Places:
    """The states from which the party has an improvement that nothing done at the same time deters."""
    start, changed = changes[party]
    source = np.repeat(np.arange(len(start) - 1), np.diff(start))
    others = [side for k, side in enumerate(changes) if k != party]
    joint = np.ones(len(start) - 1, dtype=np.float64)
    for other_start, _ in others:
        joint *= 1 + np.diff(other_start)
    run = np.cumsum(joint[source]) // _AT_ONCE  # which portion each improvement falls into
    portions = np.split(np.arange(len(source)), np.flatnonzero(np.diff(run)) + 1)
    left = [
        source[portion][~_deterred(model, party, source[portion], changed[portion], others)] for portion in portions
    ]
    return np.unique(np.concatenate(left))


def _deterred(
    model: GraphModel, party: int, source: Places, changed: Masks, others: list[tuple[Places, Masks]]
) -> Bools:
    masks, rank = model.states.masks, model.ranks[party]
    done = np.zeros(len(source), dtype=np.bool_)
    which, joint = np.arange(len(source)), masks[source] ^ changed
    for start, change in others:
        counts = start[source[which] + 1] - start[source[which]]
        every = np.repeat(np.arange(len(which)), counts)
        within = np.arange(len(every)) - np.repeat(np.cumsum(counts) - counts, counts)
        more = joint[every] ^ change[start[source[which]][every] + within]
        place = np.minimum(np.searchsorted(masks, more), len(masks) - 1)
        deters = (masks[place] == more) & (rank[place] <= rank[source[which[every]]])
        done[which[every[deters]]] = True
        which, joint = np.concatenate([which, which[every]]), np.concatenate([joint, more])
        open_ = ~done[which]
        which, joint = which[open_], joint[open_]
    return done
