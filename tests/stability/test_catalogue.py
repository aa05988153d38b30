"""The conflicts of the literature under cases/catalogue: every cell of their tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from detente.conflict.file import read
from detente.conflict.model import Preference
from detente.conflict.ranking import ranks
from detente.stability import solve, to_json

CATALOGUE = Path(__file__).parents[2] / "cases" / "catalogue"
CASES = sorted(path.stem for path in CATALOGUE.glob("*.yaml"))


def expected(case: str) -> dict[str, object]:
    return cast(dict[str, object], json.loads((CATALOGUE / f"{case}.expected.json").read_text(encoding="utf-8")))


def test_there_are_fifteen_conflicts_or_more_each_with_literature_and_standing() -> None:
    assert len(CASES) >= 15
    for case in CASES:
        assert expected(case)["literature"], case
        assert expected(case)["standing"], case


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("engine", ["numpy", "compiled"])
def test_every_cell_of_the_published_and_recomputed_tables(case: str, engine: str) -> None:
    known = expected(case)
    solution = solve(CATALOGUE / f"{case}.yaml", method="numpy" if engine == "numpy" else "compiled")
    result = to_json(solution)
    assert solution.method.engine == ("listed" if solution.states.names else engine)
    assert solution.states.patterns(solution.states.ids) == known["states"]
    assert result["stability"] == known["stability"]
    assert result["equilibria"] == known["equilibria"]


@pytest.mark.parametrize("case", [case for case in CASES if "ranking" in expected(case)])
def test_statements_and_ranking_of_one_party_are_the_same_order(case: str) -> None:
    conflict = read(CATALOGUE / f"{case}.yaml")
    solution = solve(conflict)
    rankings = cast(dict[str, list[str | list[str]]], expected(case)["ranking"])
    for name, ranking in rankings.items():
        classes = tuple((tie,) if isinstance(tie, str) else tuple(tie) for tie in ranking)
        by_ranking = ranks(Preference(ranking=classes), solution.states)
        by_statements = ranks(conflict.party(name).preference, solution.states)
        np.testing.assert_array_equal(by_ranking, by_statements)


def test_garrison_state_6_is_held_by_an_answer_of_three_moves() -> None:
    from detente.stability import witness

    solution = solve(CATALOGUE / "garrison-1976.yaml", ["gmr"])
    found = witness(solution.model, 6, "Canadian Opposition", "gmr")
    assert found.stable
    assert [(move.party, move.after) for move in found.answers[0].moves] == [
        ("US Support", 1),
        ("US Opposition", 4),
        ("US Support", 3),
    ]
