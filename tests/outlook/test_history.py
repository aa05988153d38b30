"""The list on which the engine is held against history is whole, and its counting is right."""

from __future__ import annotations

import sys
from fractions import Fraction
from importlib.util import module_from_spec, spec_from_file_location
from itertools import combinations
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def history() -> ModuleType:
    spec = spec_from_file_location("history_benchmark", ROOT / "benchmarks" / "history.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # pydantic and dataclasses look their module up by name
    spec.loader.exec_module(module)
    return module


def test_at_least_twelve_conflicts_are_listed_once_each_with_what_happened(history: ModuleType) -> None:
    listed = history.entries()
    assert len(listed) >= 12
    assert len({entry.model for entry in listed}) == len(listed)
    assert [entry.model for entry in listed if not entry.path.is_file()] == []


def test_every_model_of_the_history_folder_is_listed(history: ModuleType) -> None:
    listed = {entry.path.name for entry in history.entries()}
    assert {path.name for path in (ROOT / "cases" / "history").glob("*.yaml")} <= listed


def test_what_happened_is_a_feasible_state_of_each_model(history: ModuleType) -> None:
    assert [entry.model for entry in history.entries() if not history.verdict(entry).happened] == []


def test_a_model_that_is_our_own_reconstruction_says_so_in_its_file_and_no_other_does(history: ModuleType) -> None:
    for entry in history.entries():
        says = "own reconstruction" in entry.path.read_text(encoding="utf-8")
        assert says == (entry.standing == "own"), entry.model


def test_the_share_of_blind_sets_that_hit_is_that_of_counting_them_all(history: ModuleType) -> None:
    entry = history.entries()[0]
    verdict = history.Verdict(entry, ("",) * 6, frozenset({2, 5}), {"seq": frozenset({1, 3, 4})})
    drawn = [set(chosen) for chosen in combinations(range(1, 7), 3)]
    assert verdict.blind("seq") == Fraction(sum(bool(one & verdict.happened) for one in drawn), len(drawn))
    assert verdict.hit("seq") is False
