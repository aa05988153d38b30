"""What `detente solve --json` says beside the plain six concepts, each under its own name.

`unknown` (readings a to d), `strength` (general, strong, weak, and with unknown pairs too `hybrid`), `attitudes`: present only
where the file has marks for them. `coalitions`: on request, with the coalitions that upset each Nash equilibrium.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from detente.conflict.model import Conflict, Relation
from detente.stability.attitudes import relational
from detente.stability.coalitions import coalitions, coalitions_json, upsets, upsets_json
from detente.stability.solution import Solution
from detente.stability.strength import hybrid, strength
from detente.stability.tables import tables_json
from detente.stability.unknown import unknown

MOST_STATES: Final = 1024  # above, relations of all pairs take seconds that nobody asked to wait
MOST_FOR_COALITIONS: Final = 1024  # five parties are 31 coalitions, each reaching hundreds of states from each state


def has_unknown(conflict: Conflict) -> bool:
    """Whether some comparison may be unknown, or is given pair by pair."""
    return any(
        party.preference.ties_unknown
        or party.preference.order_unsure
        or party.preference.compare
        or any(wish.unsure for wish in party.preference.wishes or ())
        for party in conflict.parties
    )


def has_strength(conflict: Conflict) -> bool:
    """Whether some preference is strong."""
    return any(
        any(wish.strongly for wish in party.preference.wishes or ())
        or any(pair.relation is Relation.MUCH_BETTER for pair in party.preference.compare)
        for party in conflict.parties
    )


def extras_json(solution: Solution, with_coalitions: bool = False) -> dict[str, object]:
    """JSON values by key, for the marks that the conflict has. Above 1,024 states `not_worked_out` says
    what was left out and why.
    """
    model, conflict = solution.model, solution.conflict
    wanted = {
        "unknown": has_unknown(conflict),
        "strength": has_strength(conflict),
        "attitudes": any(party.attitudes for party in conflict.parties),
        "coalitions": with_coalitions,
    }
    left_out = {}
    for key, most in (
        *((key, MOST_STATES) for key in wanted if key != "coalitions"),
        ("coalitions", MOST_FOR_COALITIONS),
    ):
        if wanted[key] and len(model.states) > most:
            wanted[key] = False
            left_out[key] = f"worked out up to {most:,} states; this model has {len(model.states):,}"
    extras: dict[str, object] = {}
    if wanted["unknown"]:
        extras["unknown"] = {reading: tables_json(tables) for reading, tables in unknown(model).items()}
    if wanted["strength"]:
        form: dict[str, object] = {name: tables_json(tables) for name, tables in strength(model).items()}
        if has_unknown(conflict):
            form["hybrid"] = {
                reading: {name: tables_json(tables) for name, tables in forms.items()}
                for reading, forms in hybrid(model).items()
            }
        extras["strength"] = form
    if wanted["attitudes"]:
        extras["attitudes"] = tables_json(relational(model))
    if wanted["coalitions"]:
        result = coalitions(model)
        held = solution.equilibria.get("nash", np.zeros(0, dtype=np.int64)).tolist()
        extras["coalitions"] = {**coalitions_json(result), "upsets": upsets_json(upsets(result, held))}
    if left_out:
        extras["not_worked_out"] = left_out
    return extras
