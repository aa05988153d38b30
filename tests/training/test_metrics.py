"""The measures of the reader, on counts that can be checked by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

from metrics import Sets, count, figures, reliability, right


def voice(source: str, cue: str, content: str) -> Sets:
    """Sets from token numbers, written as digits."""
    return Sets(*(frozenset(map(int, part)) for part in (source, cue, content)))


GOLD = [voice("0", "1", "2345"), voice("6", "7", "89")]


def test_an_attribution_is_right_with_half_its_content_and_its_source() -> None:
    assert right(GOLD, [voice("0", "1", "23"), voice("6", "7", "9")]) == [True, True]
    assert right(GOLD, [voice("6", "1", "2345"), voice("6", "7", "2")]) == [False, False]


def test_a_gold_attribution_serves_once() -> None:
    assert right(GOLD, [voice("0", "1", "2345"), voice("0", "1", "2345")]) == [True, False]


def test_without_a_source_only_one_without_a_source_is_right() -> None:
    gold = [voice("", "1", "23")]
    assert right(gold, [voice("", "1", "23")]) == [True]
    assert right(gold, [voice("0", "1", "23")]) == [False]


def test_reliability_counts_each_fifth_by_itself() -> None:
    rows = reliability([(0.85, True), (0.95, False), (1.0, True), (0.35, False)])
    assert rows == [(0.35, 0.0, 1), (pytest.approx(2.8 / 3), pytest.approx(2 / 3), 3)]


def test_recall_and_precision_are_told_apart() -> None:
    tally = count(GOLD, [voice("0", "1", "2345")])
    assert figures(tally, "attribution+source") == (100.0, 50.0, pytest.approx(200 / 3))
