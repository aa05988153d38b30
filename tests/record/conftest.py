"""Invented cases for the record: a country called Corvia and its neighbour Marrow, who quarrel over a canal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from detente.case import Case, open_case

CASE = """version: 1
title: The canal
actors:
  Corvia:
    code: CVA
    aliases: [Corvian, Lisk, the Grey House]
    offices:
      President: [{who: Anna Veld, from: 2020-01-01, to: 2031-03-01}, {who: Otto Brenn, from: 2031-03-01}]
      Foreign Minister: [{who: Jonas Hark, from: 2029-01-01}]
      government spokesman: [{who: Piet Lomm}]
  Marrow:
    code: MRW
    aliases: [Marrovian, Tessel]
    offices:
      Prime Minister: [{who: Ilse Gant}]
  Canal Guard: {part_of: Corvia, sector: MIL}
issues:
  canal:
    question: Corvia closes the canal to Marrovian ships
    about: [closing the canal, close the canal, closure of the canal, canal closed]
  talks:
    question: Corvia talks with Marrow about the canal
    about: [talks with Marrow, negotiations with Marrow, talk with Marrow]
"""

Making = Callable[..., Case]


def report(day: str, body: str) -> str:
    """A text report of ``day``."""
    return f"date: {day}\npublisher: The Lisk Courier\n\n{body}\n"


@pytest.fixture
def make_case(tmp_path: Path) -> Making:
    """Make a case of the texts given, by file name."""

    def make(texts: Mapping[str, str], case: str = CASE) -> Case:
        folder = tmp_path / "case"
        (folder / "reports").mkdir(parents=True, exist_ok=True)
        (folder / "case.yaml").write_text(case, encoding="utf-8")
        for name, text in texts.items():
            (folder / "reports" / name).write_text(text, encoding="utf-8")
        return open_case(folder)

    return make
