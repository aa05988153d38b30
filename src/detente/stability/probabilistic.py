"""Probabilistic preference: how likely a party is to prefer one state to another.

P(a, b) is the probability that the party prefers a to b (the share of its representatives, say).

1. alpha-Nash: no move q of the party from s with P(q, s) > 1 - alpha.
2. (alpha, beta)-GMR: every move x with P(x, s) > 1 - alpha can be answered by a y with P(y, s) <= 1 - beta.
   (alpha, beta)-SMR: such a y from which every move z has P(z, s) <= 1 - beta.
3. (alpha, beta, gamma)-SEQ: as GMR, by legal sequences of moves y of a mover from x with P(y, x) > 1 - gamma.

With probabilities 0 and 1 they are Nash, GMR, SMR and SEQ. Rego and dos Santos, IEEE SMC: Systems 45 (2015); names and
formulas were set down without the text at hand. A probability here is an input about preferences; none comes out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel
from detente.stability.bitrows import pack
from detente.stability.tables import Tables
from detente.stability.thresholds import stable_columns

Chances = NDArray[np.float64]

METHOD: Final = "probabilistic preference (Rego and dos Santos 2015)"
WORDING: Final = "unchecked: set down without the text at hand"

_ROUNDING = 1e-12  # 0.1 + 0.9 must not count as more than 1


def probabilistic(model: GraphModel, chances: Sequence[Chances], alpha: float, beta: float, gamma: float) -> Tables:
    """Concepts pnash, pgmr, psmr and pseq for P[a, b], states x states, one table a party.

    Raises ValueError where a shape, a probability, P(a, b) + P(b, a) <= 1 or a parameter in (0, 1] does not hold.
    """
    size = len(model.states)
    if len(chances) != len(model.parties):
        raise ValueError("one table of probabilities a party")
    for name, value in (("alpha", alpha), ("beta", beta), ("gamma", gamma)):
        if not 0.0 < value <= 1.0:
            raise ValueError(f"{name} is above 0 and at most 1")
    for table in chances:
        if table.shape != (size, size) or table.min() < 0.0 or np.any(table + table.T > 1.0 + _ROUNDING):
            raise ValueError("probabilities are states x states, not negative, with P(a, b) + P(b, a) at most 1")
    parameters = (("alpha", f"{alpha:g}"), ("beta", f"{beta:g}"), ("gamma", f"{gamma:g}"))
    leaving, better, answering = (
        [pack(table.T + share > 1.0 + _ROUNDING) for table in chances]  # row s, bit q: P(q, s) > 1 - share
        for share in (alpha, beta, gamma)
    )
    return stable_columns(
        model, ("pnash", "pgmr", "psmr", "pseq"), leaving, better, better, answering, METHOD, parameters, WORDING
    )
