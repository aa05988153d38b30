"""What solving a conflict gives: who is stable where, and which states hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel
from detente.conflict.model import Conflict
from detente.conflict.states import States
from detente.notebook import table

Bools = NDArray[np.bool_]

MOST_SPELT_OUT = 4096  # states; above, `to_json` counts them unless asked for all
MOST_PATTERNS = 1000  # equilibria whose patterns a summary gives


@dataclass(frozen=True, slots=True)
class Method:
    """How the tables were computed; the answer is the same and exact either way.

    `engine`: `numpy`, `compiled` or `listed`. `left_out`: concepts asked for and not computed, each with the
    reason.
    """

    engine: str
    concepts: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    exact: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Verdicts of a conflict.

    `stable[concept][party name]` is a boolean array over the states, `equilibria[concept]` the ids of the
    states that are stable for every party. Unsure statements are taken at their word and strength is ignored.
    """

    model: GraphModel
    stable: Mapping[str, Mapping[str, Bools]]
    equilibria: Mapping[str, NDArray[np.int64]]
    method: Method

    @property
    def conflict(self) -> Conflict:
        """The conflict that was solved."""
        return self.model.conflict

    @property
    def states(self) -> States:
        """Its feasible states."""
        return self.model.states

    def _repr_html_(self) -> str:
        """What can hold, under which concepts."""
        held = np.unique(np.concatenate([np.zeros(0, np.int64), *self.equilibria.values()])).tolist()
        rows = [
            (one, self._taken(one), *("holds" if one in ids else "" for ids in self.equilibria.values()))
            for one in held
        ]
        caption = f"{self.conflict.title} · {len(held):,} of {len(self.states):,} states can hold"
        return table(caption, ("state", "taken up", *self.equilibria), rows)

    def _taken(self, state: int) -> str:
        return ", ".join(self.states.taken(state)) if self.states.names is None else self.states.pattern(state)


def to_json(solution: Solution, full: bool | None = None) -> dict[str, object]:
    """The result as `detente solve --json` prints it: every state by id, or (`full` False) counts and
    patterns.

    Left to itself (`full` None) it is full up to 4,096 states.
    """
    states, conflict = solution.states, solution.conflict
    if full is None:
        full = len(states) <= MOST_SPELT_OUT
    result: dict[str, object] = {
        "title": conflict.title,
        "parties": [party.name for party in conflict.parties],
        "options": [{"name": option.name, "party": option.party, "means": option.means} for option in conflict.options],
    }
    if full:
        patterns = states.patterns(states.ids)
        result["states"] = [
            {"id": at, "pattern": pattern, "options": states.taken(at)} for at, pattern in enumerate(patterns, 1)
        ]
        result["stability"] = {
            concept: {party: (np.flatnonzero(row) + 1).tolist() for party, row in rows.items()}
            for concept, rows in solution.stable.items()
        }
        result["equilibria"] = {concept: ids.tolist() for concept, ids in solution.equilibria.items()}
    else:
        result["states"] = {"count": len(states)}
        result["stability"] = {
            concept: {party: {"count": int(np.count_nonzero(row))} for party, row in rows.items()}
            for concept, rows in solution.stable.items()
        }
        result["equilibria"] = {
            concept: {"count": len(ids), "patterns": states.patterns(ids[:MOST_PATTERNS])}
            for concept, ids in solution.equilibria.items()
        }
    if solution.method.left_out:
        result["left_out"] = dict(solution.method.left_out)
    return result
