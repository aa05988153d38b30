"""Stackelberg equilibria of two parties: one leads, the other follows.

1. The leader looks two moves ahead: s is L_2-stable for it.
2. The follower looks one move ahead: s is Nash stable for it.

Kilgour, Hipel and Fang, Automatica 23 (1987); Fang, Hipel and Kilgour, EJOR 41 (1989); set down without their texts at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from detente.conflict.graph import GraphModel
from detente.stability.foresight import limited_move, refuse_unless_two
from detente.stability.tables import Tables, tabulate

METHOD: Final = "Stackelberg equilibrium (Kilgour, Hipel and Fang 1987; Fang, Hipel and Kilgour 1989)"
WORDING: Final = "unchecked: set down without the text at hand"


def stackelberg(model: GraphModel) -> Mapping[str, Tables]:
    """For each party as the leader: concept `stackelberg`. Raises Refused unless there are two parties."""
    refuse_unless_two(model, "a Stackelberg equilibrium")
    moves = limited_move(model, 2)
    results = {}
    for leader in model.parties:
        columns = [moves.stable["L2" if party == leader else "L1"][party] for party in model.parties]
        results[leader] = tabulate(model.parties, {"stackelberg": columns}, METHOD, (("leader", leader),), WORDING)
    return results
