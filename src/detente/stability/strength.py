"""Strength of preference: general and strong stability, and both together with unknown preference.

A state may be preferred mildly or much. General stability is the plain one, mild or much alike. Strong stability asks for
sanctions that hurt much: with s >> y for "s is much preferred to y",

- strong GMR   every improvement x can be answered by a y with s >> y;
- strong SMR   ... and s >> z for every move z of the party from y;
- strong SEQ   as strong GMR, each of the opponents' moves being an improvement (mild or much) for its mover.

1. Leave s for the states that are better, mildly or much.
2. Judge each answer by the rule above. A state that is generally but not strongly stable is weakly stable.

Nash stability has no strong form; a state without improvements is strongly stable under all three. Hamouda, Kilgour and
Hipel, GDN 13 (2004) for two parties, Applied Mathematics and Computation 179 (2006) for more. Together with unknown
preference (`hybrid`): the four readings of `unknown`, where c and d take an unknown pair for a sanction as well; Xu, Hipel,
Kilgour and Chen, EJOR 207 (2010). The formulas of both were set down without their texts at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from detente.conflict.graph import GraphModel
from detente.stability.bitrows import Bools, among, deterred, everybody, holding_out, pack
from detente.stability.pairwise import Pairwise, pairwise
from detente.stability.tables import Tables, tabulate
from detente.stability.unknown import READINGS, Arena, arena, unknown_of

STRONG: Final = ("gmr", "smr", "seq")
METHOD: Final = "strength of preference, two degrees (Hamouda, Kilgour and Hipel 2004, 2006)"
HYBRID: Final = "strength and unknown preference together (Xu, Hipel, Kilgour and Chen 2010)"
WORDING: Final = "unchecked: set down without the text at hand"

__all__ = ["STRONG", "hybrid", "strength"]


def strength(model: GraphModel) -> Mapping[str, Tables]:
    """`general`, `strong` and `weak` tables, unknown pairs taken at the statements' word.

    `general` holds nash, gmr, smr, seq and sseq; `strong` and `weak` hold gmr, smr and seq.
    """
    plain = arena(model, [_at_its_word(model, party) for party in range(len(model.parties))])
    general = unknown_of(model, plain, ("b",))["b"]
    columns = _strong(model, plain, "b")
    weak = {
        concept: [general.stable[concept][party] & ~rows[at] for at, party in enumerate(model.parties)]
        for concept, rows in columns.items()
    }
    return {
        "general": Tables(general.stable, general.equilibria, METHOD, (("form", "general"),), wording=WORDING),
        "strong": tabulate(model.parties, columns, METHOD, (("form", "strong"),), WORDING),
        "weak": tabulate(model.parties, weak, METHOD, (("form", "weak"),), WORDING),
    }


def hybrid(model: GraphModel) -> Mapping[str, Mapping[str, Tables]]:
    """For each reading a to d: `general` and `strong` tables, from `unsure` and `strongly` marks together."""
    sides = arena(model, [pairwise(model, party) for party in range(len(model.parties))])
    general = unknown_of(model, sides)
    return {
        reading: {
            "general": general[reading],
            "strong": tabulate(
                model.parties,
                _strong(model, sides, reading),
                HYBRID,
                (("reading", reading), ("form", "strong")),
                WORDING,
            ),
        }
        for reading in READINGS
    }


def _at_its_word(model: GraphModel, party: int) -> Pairwise:
    """The comparisons with what is unknown filled in from the order as written."""
    side = pairwise(model, party)
    rank = model.ranks[party]
    written = pack(rank[None, :] > rank[:, None])
    return Pairwise(side.better | (side.unknown & written), side.much_better, np.zeros_like(side.unknown))


def _strong(model: GraphModel, given: Arena, reading: str) -> dict[str, list[Bools]]:
    everything = everybody(len(model.states))
    columns: dict[str, list[Bools]] = {concept: [] for concept in STRONG}
    for party, side in enumerate(given.sides):
        moves = given.moves[party]
        leaving = given.tempted[party] if reading in "ac" else among(moves, side.better)
        hurting = side.much_worse if reading in "ab" else side.much_worse | side.unknown
        lasting = holding_out(hurting, moves, everything & ~hurting)
        columns["gmr"].append(deterred(leaving, given.by_moves[party], hurting))
        columns["smr"].append(deterred(leaving, given.by_moves[party], lasting))
        columns["seq"].append(deterred(leaving, given.by_tempted[party], hurting))
    return columns
