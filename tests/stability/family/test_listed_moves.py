"""The graph-form engine against the definitions."""

from __future__ import annotations

import pytest

from detente.conflict.graph import graph_model
from detente.stability.listed import verdicts
from stability.family import definitions
from stability.family.models import graph_form, option_form

FIVE = ("nash", "gmr", "smr", "seq", "sseq")


@pytest.mark.parametrize("seed", range(40))
def test_graph_form_verdicts_are_those_of_the_definitions(seed: int) -> None:
    model = graph_model(graph_form(seed))
    assert_equal_to_definitions(model)


@pytest.mark.parametrize("seed", range(25))
def test_listing_the_moves_of_an_option_form_model_changes_no_verdict(seed: int) -> None:
    assert_equal_to_definitions(graph_model(option_form(seed, marks=False)))


def assert_equal_to_definitions(model) -> None:  # type: ignore[no-untyped-def]  # a test's own helper
    tables = verdicts(model, FIVE)
    compare = definitions.plain(model)
    for concept in FIVE:
        for party in range(len(model.parties)):
            slow = [
                definitions.unknown_reading(model, compare, "b", concept, party, s) for s in range(len(model.states))
            ]
            assert tables[concept][party].tolist() == slow, (concept, party)


def test_a_party_alone_in_the_world_is_held_back_by_nothing() -> None:
    model = graph_model(graph_form(3, parties=1, states=4))
    tables = verdicts(model, FIVE)
    for concept in FIVE:
        assert (tables[concept] == tables["nash"]).all()
