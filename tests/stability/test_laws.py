"""What must hold in every model: inclusions between concepts, and nothing depends on names or order."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from detente.conflict.graph import graph_model, with_ranks
from detente.conflict.model import Conflict, Party, Preference
from detente.conflict.statements import And, Expr, If, Iff, Not, Or, Pattern, Taken
from detente.stability.concepts import CONCEPTS, SEQUENTIAL, WITHIN
from detente.stability.solve import solve, solve_model
from stability.models import random_conflict, random_model


def test_inclusions_between_concepts_hold_for_every_party() -> None:
    rnd = Random(1)
    for _ in range(120):
        solution = solve(random_model(rnd))
        for inner, outer in WITHIN:
            if outer in solution.stable:
                for party in solution.model.parties:
                    assert (solution.stable[outer][party] >= solution.stable[inner][party]).all()


def renamed(expr: Expr, names: dict[str, str], order: list[int]) -> Expr:
    match expr:
        case Taken(option):
            return Taken(names[option])
        case Pattern(letters):
            return Pattern("".join(letters[k] for k in order))
        case Not(part):
            return Not(renamed(part, names, order))
        case And(parts):
            return And(tuple(renamed(part, names, order) for part in parts))
        case Or(parts):
            return Or(tuple(renamed(part, names, order) for part in parts))
        case If(a, b):
            return If(renamed(a, names, order), renamed(b, names, order))
        case Iff(a, b):
            return Iff(renamed(a, names, order), renamed(b, names, order))


def shuffled(rnd: Random, conflict: Conflict) -> Conflict:
    """The same conflict with parties and options in another order and under other names."""
    parties = rnd.sample(conflict.parties, len(conflict.parties))
    options = [option for party in parties for option in rnd.sample(party.options, len(party.options))]
    names = {option.name: f"x_{option.name}" for option in options}
    order = [option.place for option in options]

    def preference(p: Preference) -> Preference:
        return Preference(
            wishes=None
            if p.wishes is None
            else tuple(replace(w, expr=renamed(w.expr, names, order)) for w in p.wishes),
            weights=None
            if p.weights is None
            else tuple(replace(w, expr=renamed(w.expr, names, order)) for w in p.weights),
            ranking=None
            if p.ranking is None
            else tuple(tuple("".join(word[k] for k in order) for word in tie) for tie in p.ranking),
        )

    made = tuple(
        Party(
            f"x_{party.name}",
            tuple(
                replace(option, name=names[option.name], place=place, party=f"x_{party.name}")
                for place, option in enumerate(options)
                if option.party == party.name
            ),
            preference(party.preference),
        )
        for party in parties
    )
    return Conflict("shuffled", made, tuple(renamed(expr, names, order) for expr in conflict.infeasible))


def test_names_and_order_of_parties_and_options_change_nothing() -> None:
    rnd = Random(2)
    for _ in range(40):
        conflict = random_conflict(rnd, rnd.randint(1, 4), 6)
        other = shuffled(rnd, conflict)
        one, two = solve(conflict), solve(other)
        taken = {frozenset(f"x_{o}" for o in one.states.taken(s)): s for s in one.states.ids.tolist()}
        for concept in CONCEPTS:
            for party in one.model.parties:
                first = {int(s) for s in np.flatnonzero(one.stable[concept][party]) + 1}
                rows = np.flatnonzero(two.stable[concept][f"x_{party}"]) + 1
                assert {taken[frozenset(two.states.taken(int(s)))] for s in rows} == first


def test_only_the_order_of_ranks_counts() -> None:
    rnd = Random(4)
    for _ in range(20):
        model = graph_model(random_conflict(rnd, 3, 6))
        stretched = with_ranks(model, 1, model.ranks[1] * 3 + 5)
        for engine in ("numpy", "compiled"):
            one, two = (solve_model(m, SEQUENTIAL, engine) for m in (model, stretched))
            for concept in SEQUENTIAL:
                assert one.equilibria[concept].tolist() == two.equilibria[concept].tolist()


def test_solving_twice_gives_the_same_and_results_cannot_be_changed() -> None:
    conflict = random_conflict(Random(8), 3, 7)
    one, two = solve(conflict), solve(conflict)
    for concept in CONCEPTS:
        assert one.equilibria[concept].tolist() == two.equilibria[concept].tolist()
    with pytest.raises(ValueError, match="read-only"):
        one.stable["nash"]["P0"][0] = True
    with pytest.raises(TypeError):
        one.stable["nash"]["P0"] = one.stable["nash"]["P1"]  # type: ignore[index]  # what the test is about
