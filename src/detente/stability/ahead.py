"""Every concept that looks further ahead, gathered for one conflict: what each gives as equilibria."""

from __future__ import annotations

from detente.conflict.graph import GraphModel
from detente.stability.foresight import limited_move, non_myopic
from detente.stability.metarational import metarational, metarational_limit
from detente.stability.stackelberg import stackelberg

__all__ = ["ahead_json"]


def ahead_json(model: GraphModel, horizon: int) -> dict[str, list[int]]:
    """Equilibria (ids) by concept: L1 to L_h, non-myopic and Stackelberg by leader for two parties; for any number the
    metarational trees with ``horizon`` moves, their limit, and both with credible moves only.
    """
    found: dict[str, list[int]] = {}
    tables = []
    if len(model.parties) == 2:
        tables += [limited_move(model, horizon), non_myopic(model)]
    tables += [metarational(model, horizon, credible) for credible in (False, True)]
    tables += [metarational_limit(model, credible) for credible in (False, True)]
    for table in tables:
        found |= {concept: [int(one) for one in ids] for concept, ids in table.equilibria.items()}
    if len(model.parties) == 2:
        for leader, table in stackelberg(model).items():
            for ids in table.equilibria.values():
                found[f"stackelberg, {leader} leads"] = [int(one) for one in ids]
    return found
