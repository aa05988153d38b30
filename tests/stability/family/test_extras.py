"""What `detente solve --json` adds for marks, and the family on conflicts of the literature."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from detente.conflict.file import read
from detente.conflict.model import Attitude
from detente.stability import solve
from detente.stability.coalitions import COALITION_CONCEPTS, coalitions, upsets
from detente.stability.extras import extras_json
from detente.stability.foresight import limited_move, non_myopic
from detente.stability.stackelberg import stackelberg
from detente.stability.unknown import unknown
from stability.family.models import option_form

CATALOGUE = Path(__file__).parents[3] / "cases" / "catalogue"


def test_a_conflict_without_marks_has_no_extras() -> None:
    assert extras_json(solve(option_form(1, marks=False))) == {}


def test_each_mark_brings_its_own_key_and_all_of_it_is_json() -> None:
    conflict = option_form(12)
    wishes = conflict.parties[0].preference.wishes or ()
    marked = tuple(replace(wish, unsure=at == 0, strongly=at == 0) for at, wish in enumerate(wishes))
    bare = option_form(12, marks=False)
    first = replace(bare.parties[0], preference=replace(bare.parties[0].preference, wishes=marked))
    unsure = solve(replace(bare, parties=(first, *bare.parties[1:])))
    assert set(extras_json(unsure)) == {"unknown", "strength"}
    caring = replace(bare.parties[0], attitudes=((bare.parties[1].name, Attitude.POSITIVE),))
    assert set(extras_json(solve(replace(bare, parties=(caring, *bare.parties[1:]))))) == {"attitudes"}
    everything = extras_json(unsure, with_coalitions=True)
    assert set(everything) == {"unknown", "strength", "coalitions"}
    assert json.loads(json.dumps(everything)) == everything


def test_large_models_are_told_what_was_not_worked_out() -> None:
    conflict = option_form(3, parties=3, options=13, marks=False, holes=False)
    wish = replace((conflict.parties[0].preference.wishes or ())[0], unsure=True)
    parties = (
        replace(conflict.parties[0], preference=replace(conflict.parties[0].preference, wishes=(wish,))),
        *conflict.parties[1:],
    )
    extras = extras_json(solve(replace(conflict, parties=parties), ("nash",)), with_coalitions=True)
    assert set(extras) == {"not_worked_out"}
    assert set(extras["not_worked_out"]) == {"unknown", "coalitions"}  # type: ignore[call-overload]  # a JSON object


FORESIGHT = {
    "prisoners-dilemma": ([1], [1, 4], [1, 4], [1, 4], [1, 4], [1], [1]),
    "chicken": ([2, 3], [], [4], [4], [4], [3], [2]),
    "stag-hunt": ([1, 4], [4], [4], [4], [4], [4], [4]),
    "syria-iraq-1975": ([6], [6], [], [1, 6], [], [6], [6]),
}


@pytest.mark.parametrize("name", FORESIGHT)
def test_foresight_in_the_two_party_classics(name: str) -> None:
    model = solve(read(CATALOGUE / f"{name}.yaml"), ("nash",)).model
    far, settled, leads = limited_move(model, 4), non_myopic(model), stackelberg(model)
    found = [far.equilibria[f"L{horizon}"] for horizon in range(1, 5)] + [settled.equilibria["non_myopic"]]
    found += [leads[party].equilibria["stackelberg"] for party in model.parties]
    assert tuple(ids.tolist() for ids in found) == FORESIGHT[name]


ELMIRA = {
    ("MoE", "Uniroyal"): {name: {2, 7, 8} for name in COALITION_CONCEPTS},
    ("MoE", "Local Government"): {"cnash": {1, 3}, "cgmr": set(), "csmr": set(), "cseq": {1}},
    ("Uniroyal", "Local Government"): {name: {2, 8} for name in COALITION_CONCEPTS},
    ("MoE", "Uniroyal", "Local Government"): {name: {2, 8} for name in COALITION_CONCEPTS},
}


def test_elmira_s_coalitions_and_the_pair_that_upsets_state_7() -> None:
    model = solve(read(CATALOGUE / "elmira-1991.yaml"), ("nash",)).model
    result = coalitions(model)
    for table in result.tables:
        if table.members in ELMIRA:
            for concept, unstable in ELMIRA[table.members].items():
                found = {at + 1 for at, stable in enumerate(table.stable[concept]) if not stable}
                assert found == unstable, (table.members, concept)
    for universal in (result.universal, result.universal_plain):
        assert {name: ids.tolist() for name, ids in universal.items()} == {
            "cnash": [5, 6, 10, 11, 12],
            "cgmr": [1, 4, 5, 6, 10, 11, 12],
            "csmr": [1, 4, 5, 6, 10, 11, 12],
            "cseq": [5, 6, 10, 11, 12],
        }
    (upset,) = upsets(result, [7])
    assert upset.members == ("MoE", "Uniroyal")
    assert upset.target == 10
    assert {party for party, _, _ in upset.moves} == {"MoE", "Uniroyal"}
    assert not any(upset.deterred.values())


def test_gisborne_lake_hangs_on_what_the_province_wants() -> None:
    model = solve(read(CATALOGUE / "gisborne-1999.yaml"), ("nash",)).model
    readings = unknown(model)
    # keeping the accord (and appealing if the ban stays) is all that the known preferences rule in
    assert readings["a"].equilibria["nash"].tolist() == []
    assert readings["b"].equilibria["nash"].tolist() == [4, 6]
    assert readings["d"].equilibria["nash"].tolist() == [4, 6]
