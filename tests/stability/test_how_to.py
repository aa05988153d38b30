"""The pages docs/how-to/write-a-conflict.md and solve-from-python.md do what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente.conflict.file import read_text
from detente.conflict.judge import notes
from detente.stability import solve

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (HOW_TO / page).read_text(encoding="utf-8"), re.DOTALL)


def test_the_example_conflict_is_sound_and_has_outcomes() -> None:
    (source,) = blocks("write-a-conflict.md", "yaml")
    conflict = read_text(source)
    assert [note.kind for note in notes(conflict)] == []
    assert len(solve(conflict).equilibria["seq"]) > 0


def test_the_python_on_the_page_runs_and_gives_what_its_comments_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HOW_TO.parents[1])
    names: dict[str, object] = {}
    first, second = blocks("solve-from-python.md", "python")
    for source in (first, second):
        exec(compile(source, "solve-from-python.md", "exec"), names)  # noqa: S102  # our own page
    assert eval('solution.equilibria["seq"].tolist()', names) == [5, 6, 7, 10, 11, 12]  # noqa: S307  # our own text
    assert eval("solution.states.patterns([7])", names) == ["NYNNY"]  # noqa: S307  # our own text
