"""Fuzzy preference: degrees of preference instead of better and worse.

r(s, q) in [0, 1] says how far s is preferred to q, r(s, q) + r(q, s) = 1. Its strength is alpha(q, s) = r(q, s) - r(s, q); a
party is moved by a strength that reaches its threshold gamma in (0, 1].

1. Fuzzy improvements from s: the moves q with alpha(q, s) >= gamma.
2. Fuzzy Nash: there is none. Fuzzy GMR: each can be answered by a state y with alpha(y, s) < gamma. Fuzzy SMR: such a y
   from which no move z has alpha(z, s) >= gamma. Fuzzy SEQ: as fuzzy GMR, by legal sequences of fuzzy improvements, each
   mover with its own threshold.

With degrees 0, 1/2 and 1 they are Nash, GMR, SMR and SEQ for every gamma. Bashar, Kilgour and Hipel, IEEE Transactions on Fuzzy
Systems 20(4) (2012); the formulas were set down without the text at hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel
from detente.stability.bitrows import Rows, pack
from detente.stability.tables import Tables
from detente.stability.thresholds import stable_columns

Degrees = NDArray[np.float64]

METHOD: Final = "fuzzy preference (Bashar, Kilgour and Hipel 2012)"
WORDING: Final = "unchecked: set down without the text at hand"

_ROUNDING = 1e-12  # 0.7 - 0.3 must reach 0.4


def crisp_degrees(model: GraphModel, party: int) -> Degrees:
    """The ranks of a party (by index) as degrees 0, 1/2 and 1: r[s, q], states x states."""
    rank = model.ranks[party]
    degrees: Degrees = 0.5 + 0.5 * np.sign(rank[:, None] - rank[None, :]).astype(np.float64)
    return degrees


def fuzzy(model: GraphModel, degrees: Sequence[Degrees], thresholds: Sequence[float]) -> Tables:
    """Concepts fnash, fgmr, fsmr and fseq for degrees r[s, q] and a threshold gamma a party.

    Raises ValueError where a shape, r(s, q) + r(q, s) = 1, or 0 < gamma <= 1 does not hold.
    """
    size, count = len(model.states), len(model.parties)
    if len(degrees) != count or len(thresholds) != count:
        raise ValueError("one table of degrees and one threshold a party")
    tempting: list[Rows] = []
    for table, gamma in zip(degrees, thresholds, strict=True):
        if table.shape != (size, size) or not np.allclose(table + table.T, 1.0) or table.min() < 0.0:
            raise ValueError("degrees are states x states, in [0, 1], with r(s, q) + r(q, s) = 1")
        if not 0.0 < gamma <= 1.0:
            raise ValueError("a threshold is above 0 and at most 1")
        tempting.append(pack(table.T - table + _ROUNDING >= gamma))  # row s: the q whose strength over s reaches gamma
    parameters = tuple(
        (f"threshold of {name}", f"{gamma:g}") for name, gamma in zip(model.parties, thresholds, strict=True)
    )
    return stable_columns(
        model, ("fnash", "fgmr", "fsmr", "fseq"), tempting, tempting, tempting, tempting, METHOD, parameters, WORDING
    )
