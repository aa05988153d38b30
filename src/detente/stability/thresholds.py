"""Stability where "better" is cut out of a degree by a threshold: the shape that fuzzy and probabilistic preference share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.conflict.graph import GraphModel
from detente.stability.bitrows import (
    Bools,
    Rows,
    among,
    deterred,
    everybody,
    holding_out,
    legal_reach,
    move_arcs,
)
from detente.stability.tables import Tables, tabulate


def stable_columns(
    model: GraphModel,
    names: tuple[str, str, str, str],
    leaving: Sequence[Rows],
    better: Sequence[Rows],
    ways_out: Sequence[Rows],
    answering: Sequence[Rows],
    method: str,
    parameters: tuple[tuple[str, str], ...],
    wording: str,
) -> Tables:
    """The four concepts in the order Nash, GMR, SMR, SEQ, under `names`.

    Row s of a party's relation holds, seen from s: in `leaving` the states it would move to; in `better` those that are no
    sanction; in `ways_out` those that undo one; in `answering` those it would move to in answer.
    """
    size, count = len(model.states), len(model.parties)
    moves = [move_arcs(model, party) for party in range(count)]
    credible = [among(arcs, rows) for arcs, rows in zip(moves, answering, strict=True)]
    columns: dict[str, list[Bools]] = {name: [] for name in names}
    for party in range(count):
        others = [other for other in range(count) if other != party]
        by_moves = legal_reach([moves[other] for other in others], size)
        by_rises = legal_reach([credible[other] for other in others], size)
        away = among(moves[party], leaving[party])
        sanctions = everybody(size) & ~better[party]
        lasting = holding_out(sanctions, moves[party], ways_out[party])
        columns[names[0]].append(np.diff(away.start) == 0)
        columns[names[1]].append(deterred(away, by_moves, sanctions))
        columns[names[2]].append(deterred(away, by_moves, lasting))
        columns[names[3]].append(deterred(away, by_rises, sanctions))
    return tabulate(model.parties, columns, method, parameters, wording)
