"""Coalitions against the definitions, and which of them upsets what."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from detente.conflict.graph import graph_model
from detente.conflict.model import Conflict
from detente.stability.coalitions import COALITION_CONCEPTS, coalitions, upsets
from stability.family import definitions
from stability.family.models import graph_form, option_form


@pytest.mark.parametrize("seed", range(16))
def test_every_coalition_s_verdicts_are_those_of_the_definitions(seed: int) -> None:
    conflict: Conflict = option_form(seed, marks=False, options=4) if seed % 2 else graph_form(seed, states=6)
    model = graph_model(conflict)
    result = coalitions(model)
    count = len(model.parties)
    groups = [group for many in range(1, count + 1) for group in combinations(range(count), many)]
    assert [table.members for table in result.tables] == [tuple(model.parties[p] for p in group) for group in groups]
    for group, table in zip(groups, result.tables, strict=True):
        for concept in COALITION_CONCEPTS:
            slow = [definitions.coalition(model, group, concept, s) for s in range(len(model.states))]
            assert table.stable[concept].tolist() == slow, (group, concept)


@pytest.mark.parametrize("seed", range(12))
def test_an_upset_s_moves_lead_there_and_please_every_member(seed: int) -> None:
    model = graph_model(option_form(seed, marks=False))
    result = coalitions(model)
    everything = list(range(1, len(model.states) + 1))
    found = upsets(result, everything)
    shaken = {(table.members, s) for table in result.tables for s in everything if not table.stable["cnash"][s - 1]}
    assert {(upset.members, upset.state) for upset in found} == shaken
    for upset in found:
        at = upset.state
        last = None
        for party, source, target in upset.moves:
            assert party in upset.members
            assert party != last
            assert source == at
            assert target - 1 in definitions.step(model, model.parties.index(party), source - 1)
            at, last = target, party
        assert at == upset.target
        for member in upset.members:
            rank = model.ranks[model.parties.index(member)]
            assert rank[upset.target - 1] > rank[upset.state - 1]
        table = next(table for table in result.tables if table.members == upset.members)
        for concept, answered in upset.deterred.items():
            if not answered:
                assert not table.stable[concept][upset.state - 1]


@pytest.mark.parametrize("seed", range(10))
def test_parties_each_on_their_own_are_the_plain_concepts_when_none_may_join(seed: int) -> None:
    from detente.stability.listed import verdicts

    model = graph_model(option_form(seed, marks=False))
    result = coalitions(model, [[name] for name in model.parties])
    plain = verdicts(model, ("nash", "gmr", "smr", "seq"))
    for concept, name in zip(plain, COALITION_CONCEPTS, strict=True):
        for party, table in enumerate(result.tables):
            assert np.array_equal(table.stable[name], plain[concept][party])


def test_a_partition_must_name_everybody_once() -> None:
    model = graph_model(option_form(1, parties=3, marks=False))
    with pytest.raises(ValueError, match="exactly once"):
        coalitions(model, [["P0"], ["P1"]])
    with pytest.raises(ValueError, match="no party"):
        coalitions(model, [["P0"], ["P1", "P2"], ["Nobody"]])
