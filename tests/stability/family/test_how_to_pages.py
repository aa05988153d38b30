"""The how-to pages of the family: what they show is what happens."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGES = (
    "mark-what-you-do-not-know",
    "mark-strong-preferences",
    "see-which-coalition-upsets-an-outcome",
    "look-further-ahead",
    "write-down-attitudes",
    "use-degrees-and-probabilities",
    "find-what-would-have-to-change",
    "solve-a-model-with-many-options",
    "exchange-gmcr-files",
    "see-each-party-s-order",
)


@pytest.mark.parametrize("page", PAGES)
def test_the_page_shows_what_happens(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(ROOT / "docs" / "how-to" / f"{page}.md"), module_relative=False)
    assert result.attempted > 0
    assert result.failed == 0
