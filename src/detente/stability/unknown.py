"""Unknown preference: the four readings a, b, c and d of Nash, GMR, SMR, SEQ and SSEQ.

A pair of states may be better, equal or unknown for a party. How it is read for the party whose stability is asked:

    reading   leaves s for            a sanction y of s is            a way out z breaks SMR and SSEQ if
    a         better or unknown       known to be no better           better than s or unknown
    b         better                  known to be no better           better than s or unknown
    c         better or unknown       no better, or unknown           better than s
    d         better                  no better, or unknown           better than s

1. Opponents answer by legal sequences of moves (GMR, SMR), or of moves to states better or unknown for the mover (SEQ, SSEQ).
2. s is stable if it has no x to leave for (Nash), or if every such x can be answered by a sanction (GMR, SEQ) from which
   no move of the party is a way out (SMR, SSEQ).

Li, Hipel, Kilgour and Fang, Preference uncertainty in the graph model for conflict resolution, IEEE SMC-A 34(4) (2004), for
Nash, GMR, SMR and SEQ; SSEQ in the same pattern is ours. The others never bring a party "back" to x itself: a sanction is a
state other than the one the party moved to. Without unknown pairs all four readings equal the plain tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.conflict.graph import GraphModel
from detente.stability.bitrows import (
    ArcList,
    Bools,
    Rows,
    among,
    deterred,
    everybody,
    holding_out,
    legal_reach,
    move_arcs,
)
from detente.stability.concepts import SEQUENTIAL
from detente.stability.pairwise import Pairwise, pairwise
from detente.stability.tables import Tables, tabulate

READINGS: Final = ("a", "b", "c", "d")
METHOD: Final = "unknown preference, readings a to d (Li, Hipel, Kilgour and Fang 2004)"

__all__ = ["METHOD", "READINGS", "unknown"]


@dataclass(frozen=True, slots=True, eq=False)
class Arena:
    """What the parties can do under given comparisons. `tempted`: moves to states better or unknown; `by_moves`, `by_tempted`:
    for each party what the others reach from each state by such steps.
    """

    sides: tuple[Pairwise, ...]
    moves: tuple[ArcList, ...]
    tempted: tuple[ArcList, ...]
    by_moves: tuple[Rows, ...]
    by_tempted: tuple[Rows, ...]


def arena(model: GraphModel, sides: Sequence[Pairwise]) -> Arena:
    """List the moves and search the legal sequences once, for every reading."""
    size, count = len(model.states), len(model.parties)
    moves = tuple(move_arcs(model, party) for party in range(count))
    tempted = tuple(among(arcs, side.better | side.unknown) for arcs, side in zip(moves, sides, strict=True))

    def others(steps: tuple[ArcList, ...]) -> tuple[Rows, ...]:
        return tuple(
            legal_reach([arcs for other, arcs in enumerate(steps) if other != party], size) for party in range(count)
        )

    return Arena(tuple(sides), moves, tempted, others(moves), others(tempted))


def unknown(model: GraphModel) -> Mapping[str, Tables]:
    """The four readings of every sequential concept, from the marks of the parties' preferences."""
    return unknown_of(model, arena(model, [pairwise(model, party) for party in range(len(model.parties))]))


def unknown_of(model: GraphModel, given: Arena, readings: Sequence[str] = READINGS) -> Mapping[str, Tables]:
    """Some of the readings for comparisons given by the caller."""
    everything = everybody(len(model.states))
    columns: dict[str, dict[str, list[Bools]]] = {
        reading: {concept: [] for concept in SEQUENTIAL} for reading in readings
    }
    for party, side in enumerate(given.sides):
        moves, tempted = given.moves[party], given.tempted[party]
        answers = {False: given.by_moves[party], True: given.by_tempted[party]}
        strictly = among(moves, side.better)
        for reading in readings:
            bold, strict = reading in "ac", reading in "ab"
            leaving = tempted if bold else strictly
            sanctions = side.no_better if strict else everything & ~side.better
            lasting = holding_out(sanctions, moves, side.better | side.unknown if strict else side.better)
            column = columns[reading]
            column["nash"].append(np.diff(leaving.start) == 0)
            for concept, kind, credible in _KINDS:
                column[concept].append(deterred(leaving, answers[credible], lasting if kind else sanctions))
    return {reading: tabulate(model.parties, columns[reading], METHOD, (("reading", reading),)) for reading in readings}


_KINDS: Final = (("gmr", False, False), ("smr", True, False), ("seq", False, True), ("sseq", True, True))
