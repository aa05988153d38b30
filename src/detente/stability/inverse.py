"""The inverse question: what would somebody have to want for a state to hold?

1. For each party the conditions on its preferences (`inverse_conditions`), in words.
2. For each party for which the state is not stable, the smallest change that meets them (`least_change`): of its statements,
   the fewest flipped or moved; of its comparisons, the fewest states it would have to stop preferring. Exact for each party, the
   others as given.
3. All changes are made at once and the model is solved again: under seq, sseq and sim one party's change bears on another's
   answers, so the changes need not be enough together, and the result says whether they are.
4. `count_orders`: how many strict orders of one party make the state an equilibrium. A SAT solver lists the orders that meet the
   party's own conditions, the engine judges the other parties under each.

Kinsara, Petersons, Hipel and Kilgour, J. of Decision Systems 24 (2015); Kinsara, Kilgour and Hipel, IEEE SMC: Systems 45 (2015),
for the question. Answering it by MaxSAT is ours.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, permutations
from typing import Final

import numpy as np

from detente.conflict.graph import GraphModel, graph_model, with_ranks
from detente.conflict.model import Conflict, Wish
from detente.stability.inverse_conditions import Condition, conditions, in_words
from detente.stability.least_change import Change, Names, least_pairs, least_statements
from detente.stability.solve import solve_model

MOST_ORDERED: Final = 8  # states; 8! = 40,320 orders are listed within a minute, 9! would take ten
METHOD: Final = "MaxSAT over the party's conditions (RC2 of PySAT)"


@dataclass(frozen=True, slots=True)
class Inverse:
    """What would make a state hold under a concept.

    `conditions[party]` in words and as sets; `changes[party]` a smallest change of its statements with everybody else as
    given: None where it is stable already, where the party has no statements, or where no change of statements would do
    (`impossible` names these). `lowered[party]`: the fewest states it would have to stop preferring. `together` says whether the state is
    an equilibrium after all the changes at once: under seq, sseq and sim one party's change bears on another's answers.
    """

    state: int
    concept: str
    conditions: tuple[tuple[str, tuple[Condition, ...]], ...]
    changes: tuple[tuple[str, Change | None], ...]
    lowered: tuple[tuple[str, frozenset[int]], ...]
    impossible: tuple[str, ...]
    together: bool
    method: str = METHOD
    parameters: tuple[tuple[str, str], ...] = (("a flip costs", "1"), ("a shift costs", "1"))
    exact: bool = True  # for each party by itself


def inverse(model: GraphModel, state: int, concept: str) -> Inverse:
    """The smallest changes of preferences that make a state (by id) hold. Raises ValueError for an unknown concept."""
    asked, changes, lowered, impossible = [], [], [], []
    after: Conflict = model.conflict
    for party, name in enumerate(model.parties):
        wanted = conditions(model, state, party, concept)
        asked.append((name, wanted))
        lowered.append((name, least_pairs(model, state, party, wanted)))
        change = None
        if lowered[-1][1]:
            change = least_statements(model, state, party, wanted)
            if change is None and model.conflict.parties[party].preference.wishes is not None:
                impossible.append(name)
        changes.append((name, change))
        if change is not None:
            after = _rewritten(after, party, change.wishes)
    solved = solve_model(graph_model(after), (concept,))
    together = state in solved.equilibria.get(concept, np.zeros(0, dtype=np.int64)).tolist()
    return Inverse(state, concept, tuple(asked), tuple(changes), tuple(lowered), tuple(impossible), together)


def count_orders(model: GraphModel, state: int, party: str, concept: str) -> int:
    """How many strict orders of one party, the others as given, make the state an equilibrium.

    Raises ValueError above `MOST_ORDERED` states, for an unknown party or concept.
    """
    from pysat.solvers import Cadical153

    index, size = model.parties.index(party), len(model.states)
    if size > MOST_ORDERED:
        raise ValueError(f"orders are counted up to {MOST_ORDERED} states; this model has {size}")
    names = Names()
    total = 0
    with Cadical153() as solver:
        above = {pair: names[pair] for pair in combinations(range(size), 2)}  # true: the first is preferred

        def prefers(a: int, b: int) -> int:
            return above[a, b] if a < b else -above[b, a]

        for a, b, c in permutations(range(size), 3):
            solver.add_clause([-prefers(a, b), -prefers(b, c), prefers(a, c)])
        for condition in conditions(model, state, index, concept):
            clause = []
            for held in condition.alternatives:
                met = names["met", held]
                clause.append(met)
                worse = [prefers(state - 1, one - 1) for one in sorted(held - {state})]
                for literal in worse:
                    solver.add_clause([-met, literal])
                solver.add_clause([met, *(-literal for literal in worse)])  # both ways: each order is listed once
            solver.add_clause(clause)
        for found in solver.enum_models():
            true = {literal for literal in found if literal > 0}
            beaten = [
                sum(1 for b in range(size) if b != a and (abs(prefers(a, b)) in true) == (prefers(a, b) > 0))
                for a in range(size)
            ]
            rank = np.array(beaten, dtype=np.int32)
            total += (
                state in solve_model(with_ranks(model, index, rank), (concept,), "numpy").equilibria[concept].tolist()
            )
    return total


def inverse_json(model: GraphModel, found: Inverse) -> dict[str, object]:
    """The result as JSON values, conditions in words."""
    changes = dict(found.changes)
    lowered = dict(found.lowered)
    return {
        "state": found.state,
        "concept": found.concept,
        "parties": {
            name: {
                "stable": not lowered[name],
                "conditions": [in_words(model, found.state, model.parties.index(name), one) for one in wanted],
                "stop_preferring": sorted(lowered[name]),
                "change": _change_json(changes[name]),
                "impossible": name in found.impossible,
            }
            for name, wanted in found.conditions
        },
        "holds_after_all_changes": found.together,
        "method": found.method,
        "parameters": dict(found.parameters),
        "exact": found.exact,
    }


def _change_json(change: Change | None) -> dict[str, object] | None:
    if change is None:
        return None
    return {"cost": change.cost, "words": change.words, "prefers": [wish.text for wish in change.wishes]}


def _rewritten(conflict: Conflict, party: int, wishes: tuple[Wish, ...]) -> Conflict:
    parties = list(conflict.parties)
    parties[party] = replace(parties[party], preference=replace(parties[party].preference, wishes=wishes))
    return replace(conflict, parties=tuple(parties))
