"""Solve a conflict symbolically: no state is ever listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from detente.conflict.model import Conflict
from detente.errors import ConflictRefused
from detente.stability.symbolic.diagrams import diagrams
from detente.stability.symbolic.spread import unstable
from detente.stability.symbolic.stateset import StateSet

SYMBOLIC_CONCEPTS: Final = ("nash", "gmr", "smr", "seq", "sseq")
NODES: Final = 1 << 23  # nodes a manager has room for unless told otherwise: with its cache about 400 MB when full
METHOD: Final = "binary decision diagrams, values spread digit by digit"

MOST_PATTERNS: Final = 1000
SAMPLES: Final = 10


@dataclass(frozen=True, slots=True, eq=False)
class SymbolicSolution:
    """Verdicts as sets: `stable[concept][party]` and `equilibria[concept]`; exact, unsure statements at their word."""

    conflict: Conflict
    states: StateSet
    stable: Mapping[str, Mapping[str, StateSet]]
    equilibria: Mapping[str, StateSet]
    method: str = METHOD
    exact: bool = True


def solve_symbolic(
    conflict: Conflict, concepts: Sequence[str] = SYMBOLIC_CONCEPTS, nodes: int = NODES
) -> SymbolicSolution:
    """Solve an option-form conflict under nash, gmr, smr, seq and sseq, however many options it has.

    Raises ConflictRefused for a graph-form conflict, one without feasible states, or one whose diagrams outgrow `nodes`;
    ValueError for an unknown concept.
    """
    strange = [concept for concept in concepts if concept not in SYMBOLIC_CONCEPTS]
    if strange:
        raise ValueError(f"no symbolic form of {strange[0]!r}; known: {', '.join(SYMBOLIC_CONCEPTS)}")
    where = conflict.source or conflict.title
    if conflict.graph is not None:
        raise ConflictRefused(
            "the symbolic engine needs options",
            where=where,
            found="a model whose states and moves are listed",
            mend="solve it without --symbolic",
        )
    try:
        return _solved(conflict, [concept for concept in SYMBOLIC_CONCEPTS if concept in concepts], nodes, where)
    except MemoryError:
        raise ConflictRefused(
            "the decision diagrams of this model outgrow their room",
            where=where,
            found=f"more than {nodes:,} nodes",
            mend="ask for fewer concepts (nash and gmr are the cheapest), or name fewer options in a statement",
        ) from None


def _solved(conflict: Conflict, concepts: Sequence[str], nodes: int, where: str) -> SymbolicSolution:
    world = diagrams(conflict, nodes)
    if not world.feasible.satisfiable():
        raise ConflictRefused(
            "no state is feasible",
            where=where,
            found=f"{len(conflict.infeasible)} infeasible statements that rule out every option combination",
            mend="take one of them out of `infeasible`",
        )
    stable: dict[str, Mapping[str, StateSet]] = {}
    equilibria = {}
    for concept in concepts:
        both = world.feasible
        rows = {}
        for party in world.parties:
            holds = world.feasible & ~unstable(world, party, concept)
            rows[party.name] = StateSet(world, holds)
            both = both & holds
        stable[concept] = MappingProxyType(rows)
        equilibria[concept] = StateSet(world, both)
    return SymbolicSolution(
        conflict, StateSet(world, world.feasible), MappingProxyType(stable), MappingProxyType(equilibria)
    )


def symbolic_json(solution: SymbolicSolution) -> dict[str, object]:
    """The result as JSON values: counts, the patterns that describe each set of equilibria, and ten drawn evenly."""
    equilibria = {}
    for concept, found in solution.equilibria.items():
        patterns, complete = found.patterns(MOST_PATTERNS)
        equilibria[concept] = {
            "count": found.count,
            "described_by": list(patterns),
            "description_complete": complete,
            "sample": list(found.sample(SAMPLES)),
        }
    conflict = solution.conflict
    return {
        "title": conflict.title,
        "parties": [party.name for party in conflict.parties],
        "options": [{"name": one.name, "party": one.party, "means": one.means} for one in conflict.options],
        "states": {"count": solution.states.count},
        "stability": {
            concept: {party: {"count": found.count} for party, found in row.items()}
            for concept, row in solution.stable.items()
        },
        "equilibria": equilibria,
        "method": solution.method,
        "exact": solution.exact,
    }
