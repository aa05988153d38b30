"""Limited moves, non-myopic, Stackelberg and metarational trees against the definitions."""

from __future__ import annotations

import numpy as np
import pytest

from detente.conflict.graph import graph_model
from detente.errors import Refused
from detente.stability import solve
from detente.stability.foresight import limited_move, non_myopic
from detente.stability.metarational import metarational, metarational_limit
from detente.stability.stackelberg import stackelberg
from stability.family import definitions
from stability.family.models import graph_form, option_form


@pytest.mark.parametrize("seed", range(20))
def test_limited_moves_follow_the_recursion(seed: int) -> None:
    model = graph_model(
        option_form(seed, parties=2, options=4, marks=False) if seed % 2 else graph_form(seed, parties=2, states=5)
    )
    tables = limited_move(model, 4)
    for horizon in range(1, 5):
        for party, name in enumerate(model.parties):
            slow = [definitions.limited(model, horizon, party, s) == s for s in range(len(model.states))]
            assert tables.stable[f"L{horizon}"][name].tolist() == slow, (horizon, name)


@pytest.mark.parametrize("seed", range(20))
def test_one_move_of_foresight_is_nash_and_leading_is_looking_two_ahead(seed: int) -> None:
    conflict = option_form(seed, parties=2, marks=False)
    solution = solve(conflict, ("nash",))
    tables = limited_move(solution.model, 2)
    leads = stackelberg(solution.model)
    for party in solution.model.parties:
        assert np.array_equal(tables.stable["L1"][party], solution.stable["nash"][party])
        other = next(name for name in solution.model.parties if name != party)
        expected = tables.stable["L2"][party] & solution.stable["nash"][other]
        assert leads[party].equilibria["stackelberg"].tolist() == (np.flatnonzero(expected) + 1).tolist()


@pytest.mark.parametrize("seed", range(12))
def test_non_myopic_is_what_holds_at_every_late_horizon(seed: int) -> None:
    model = graph_model(option_form(seed, parties=2, options=4, marks=False))
    late = limited_move(model, 200)
    table = non_myopic(model)
    for party in model.parties:
        settled = np.all([late.stable[f"L{horizon}"][party] for horizon in range(100, 201)], axis=0)
        assert np.array_equal(table.stable["non_myopic"][party], settled)


def test_foresight_by_limited_moves_is_refused_for_three() -> None:
    model = graph_model(option_form(1, parties=3, marks=False))
    for ask in (lambda: limited_move(model, 2), lambda: non_myopic(model), lambda: stackelberg(model)):
        with pytest.raises(Refused, match="two parties"):
            ask()


@pytest.mark.parametrize("seed", range(16))
@pytest.mark.parametrize("credible", [False, True])
def test_metarational_trees_are_walked_right(seed: int, credible: bool) -> None:
    model = graph_model(option_form(seed, options=4, marks=False) if seed % 2 else graph_form(seed, states=5))
    tables = metarational(model, 5, credible)
    for horizon in range(1, 6):
        for party, name in enumerate(model.parties):
            slow = [definitions.tree(model, horizon, credible, party, s) for s in range(len(model.states))]
            assert tables.stable[f"{'cmr' if credible else 'mr'}{horizon}"][name].tolist() == slow, (horizon, name)


@pytest.mark.parametrize("seed", range(15))
def test_short_trees_are_the_plain_concepts_and_the_limits_are_reached(seed: int) -> None:
    solution = solve(option_form(seed, marks=False), ("nash", "gmr", "smr", "seq"))
    model = solution.model
    far, limit = metarational(model, 41), metarational_limit(model)
    for party in model.parties:
        for horizon, concept in ((1, "nash"), (2, "gmr"), (3, "smr")):
            assert np.array_equal(far.stable[f"mr{horizon}"][party], solution.stable[concept][party])
        assert np.array_equal(metarational(model, 2, True).stable["cmr2"][party], solution.stable["seq"][party])
        assert np.array_equal(far.stable["mr41"][party], limit.stable["mr_inf"][party])
        assert np.array_equal(far.stable["mr40"][party], limit.stable["mr_inf_even"][party])
