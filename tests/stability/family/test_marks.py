"""Unknown preference, strength, and both together, against the definitions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.conflict.graph import graph_model
from detente.conflict.model import Conflict
from detente.conflict.statements import Taken
from detente.stability import solve
from detente.stability.bitrows import unpack
from detente.stability.pairwise import pairwise
from detente.stability.strength import STRONG, hybrid, strength
from detente.stability.unknown import READINGS, unknown
from stability.family import definitions
from stability.family.models import graph_form, option_form

FIVE = ("nash", "gmr", "smr", "seq", "sseq")


def marked_models() -> list[Conflict]:
    plain = [option_form(seed, options=5) for seed in range(12)] + [graph_form(seed, marks=True) for seed in range(15)]
    doubtful = [
        replace(
            conflict,
            parties=tuple(
                replace(party, preference=replace(party.preference, ties_unknown=True)) for party in conflict.parties
            ),
        )
        for conflict in plain[:4]
    ]
    return plain + doubtful


@pytest.mark.parametrize("at", range(len(marked_models())))
def test_readings_and_strength_are_those_of_the_definitions(at: int) -> None:
    model = graph_model(marked_models()[at])
    compare = definitions.as_marked(model)
    readings, both = unknown(model), hybrid(model)
    for party, name in enumerate(model.parties):
        for s in range(len(model.states)):
            for reading in READINGS:
                for concept in FIVE:
                    slow = definitions.unknown_reading(model, compare, reading, concept, party, s)
                    assert readings[reading].stable[concept][name][s] == slow, (reading, concept, name, s + 1)
                for concept in STRONG:
                    slow = definitions.strong(model, compare, reading, concept, party, s)
                    assert both[reading]["strong"].stable[concept][name][s] == slow, (reading, concept, name, s + 1)


@pytest.mark.parametrize("seed", range(20))
def test_without_marks_all_readings_and_general_stability_are_the_plain_tables(seed: int) -> None:
    conflict = option_form(seed, marks=False)
    solution = solve(conflict, FIVE)
    tables = {**unknown(solution.model), "general": strength(solution.model)["general"]}
    for name, table in tables.items():
        for concept in FIVE:
            for party in solution.model.parties:
                assert np.array_equal(table.stable[concept][party], solution.stable[concept][party]), (name, concept)


@pytest.mark.parametrize("seed", range(20))
def test_unsure_statements_taken_at_their_word_leave_general_stability_plain(seed: int) -> None:
    solution = solve(option_form(seed), FIVE)
    general = strength(solution.model)["general"]
    for concept in FIVE:
        for party in solution.model.parties:
            assert np.array_equal(general.stable[concept][party], solution.stable[concept][party])


@pytest.mark.parametrize("seed", range(20))
def test_readings_widen_from_a_to_d_and_strong_is_within_general(seed: int) -> None:
    model = graph_model(option_form(seed))
    readings, forms = unknown(model), strength(model)
    for concept in FIVE:
        for party in model.parties:
            a, b, c, d = (readings[reading].stable[concept][party] for reading in READINGS)
            assert not (a & ~b).any()
            assert not (a & ~c).any()
            assert not (b & ~d).any()
            assert not (c & ~d).any()
    for concept in STRONG:
        for party in model.parties:
            general, firm = forms["general"].stable[concept][party], forms["strong"].stable[concept][party]
            assert not (firm & ~general).any()
            assert np.array_equal(forms["weak"].stable[concept][party], general & ~firm)


def test_neighbouring_statements_that_may_be_swapped_make_the_pairs_they_contest_unknown() -> None:
    conflict = option_form(4, parties=2, options=2, marks=False, holes=False)
    parties = []
    for party in conflict.parties:
        wishes = tuple(
            replace(party.preference.wishes[0], expr=expr, text=text)  # type: ignore[index]  # set by option_form
            for text, expr in (("o0", Taken("o0")), ("o1", Taken("o1")))
        )
        parties.append(replace(party, preference=replace(party.preference, wishes=wishes, order_unsure=True)))
    model = graph_model(replace(conflict, parties=tuple(parties)))
    doubtful = unpack(pairwise(model, 0).unknown)
    # NN, YN, NY, YY: only YN against NY hangs on which of the two statements comes first
    assert [(int(a), int(b)) for a, b in zip(*np.nonzero(doubtful), strict=True)] == [(1, 2), (2, 1)]
