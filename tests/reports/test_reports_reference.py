"""The reference page keeps up with the code, and a text file is read without the heavy parsers."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import detente.reports
from detente.reports import Report, limits
from detente.reports.formats import SUFFIXES

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "reports.md").read_text(encoding="utf-8")


def test_every_suffix_field_and_bound_is_documented() -> None:
    named = {f"`{suffix}`" for suffix in SUFFIXES} | {f"`{name}`" for name in limits.__all__ if name.isupper()}
    named |= {f"`{field.name}`" for field in fields(Report) if field.name != "file"}
    assert {name for name in named if name not in PAGE} == set()


def test_the_public_names_of_the_room_are_all_there() -> None:
    for name in detente.reports.__all__:
        assert getattr(detente.reports, name) is not None


def test_a_text_file_is_read_without_any_html_parser(tmp_path: Path) -> None:
    path = tmp_path / "item.txt"
    path.write_text("The minister said on Monday that the lock would stay closed.\n")
    code = f"import sys, pathlib\nfrom detente.reports import read_file\nlist(read_file(pathlib.Path({str(path)!r})))\nprint(sorted({{'lxml', 'trafilatura', 'numpy', 'feedparser', 'warcio'}} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
