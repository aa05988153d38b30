"""Attitudes: what a party does if it regards others' interest as its own, against its own, or not at all.

A party's attitude to each party, itself included, is positive, neutral or negative. Towards j a state q serves it,
seen from s, if j likes q at least as much as s (positive), if j likes s strictly better (negative), always (neutral).

1. Total relational replies of i at s: its moves that serve it towards everybody. Its sanctions: the states that do not.
2. RNash: there is none. RGMR: each can be answered by a sanction, the others moving at will. RSMR: a sanction from which
   every move of i leads to a sanction again. RSEQ: as RGMR, the others moving by their own total relational replies.

Whoever writes nothing is positive to itself and neutral to the rest; with that and orders without ties the four are
Nash, GMR, SMR and SEQ in option form. With ties they differ: a move to an equal state is a reply here. In graph form
they differ too: s serves as well as s, so being brought back to s is no sanction here, as it is in the plain concepts.
Inohara, Hipel and Walker, J. Syst. Sci. Syst. Eng. 16 (2007); set down without the text at hand.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from detente.conflict.graph import GraphModel
from detente.conflict.model import Attitude
from detente.stability.bitrows import (
    Bools,
    Rows,
    among,
    deterred,
    everybody,
    holding_out,
    legal_reach,
    move_arcs,
    pack,
)
from detente.stability.tables import Tables, tabulate

METHOD: Final = "relational stability under attitudes (Inohara, Hipel and Walker 2007)"
WORDING: Final = "unchecked: set down without the text at hand"


def relational(model: GraphModel) -> Tables:
    """Concepts rnash, rgmr, rsmr and rseq from the `attitudes` of the file."""
    size, count = len(model.states), len(model.parties)
    serving = [_serving(model, party) for party in range(count)]
    moves = [move_arcs(model, party) for party in range(count)]
    replies = [among(arcs, rows) for arcs, rows in zip(moves, serving, strict=True)]
    columns: dict[str, list[Bools]] = {concept: [] for concept in ("rnash", "rgmr", "rsmr", "rseq")}
    for party in range(count):
        others = [other for other in range(count) if other != party]
        by_moves = legal_reach([moves[other] for other in others], size)
        by_replies = legal_reach([replies[other] for other in others], size)
        sanctions: Rows = everybody(size) & ~serving[party]
        lasting = holding_out(sanctions, moves[party], serving[party])
        columns["rnash"].append(np.diff(replies[party].start) == 0)
        columns["rgmr"].append(deterred(replies[party], by_moves, sanctions))
        columns["rsmr"].append(deterred(replies[party], by_moves, lasting))
        columns["rseq"].append(deterred(replies[party], by_replies, sanctions))
    return tabulate(model.parties, columns, METHOD, wording=WORDING)


def _serving(model: GraphModel, party: int) -> Rows:
    """Row s: the states that serve the party towards everybody, seen from s."""
    attitudes = dict(model.conflict.parties[party].attitudes)
    attitudes.setdefault(model.parties[party], Attitude.POSITIVE)
    rows = everybody(len(model.states))
    for name, attitude in attitudes.items():
        rank = model.ranks[model.parties.index(name)]
        if attitude is Attitude.POSITIVE:
            rows &= pack(rank[None, :] >= rank[:, None])
        elif attitude is Attitude.NEGATIVE:
            rows &= pack(rank[None, :] < rank[:, None])
    return rows
