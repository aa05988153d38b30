"""The documentation says what the program does."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#\s]+)")


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_generated_pages_are_up_to_date(generator: ModuleType) -> None:
    stale = [
        name
        for name, text in generator.pages().items()
        if not (ROOT / "docs" / "reference" / name).exists()
        or (ROOT / "docs" / "reference" / name).read_text(encoding="utf-8") != text
    ]
    assert not stale, f"run: python docs/generate.py (stale: {stale})"


def test_every_command_and_option_says_what_it_is_for(generator: ModuleType) -> None:
    rows = [line for line in generator.commands_page().splitlines() if line.startswith("| `")]
    assert rows
    assert [row for row in rows if row.endswith("|  |")] == []


def test_every_link_between_pages_leads_somewhere() -> None:
    pages = [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "training").rglob("*.md"),
        *(ROOT / "cases").rglob("*.md"),
    ]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        if ".venv" not in page.parts
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_theory_page_names_its_source() -> None:
    silent = [
        page.name
        for page in (ROOT / "docs" / "theory").glob("*.md")
        if not re.search(r"\b(?:1[89]|20)\d\d\b|\bour own\b|\bproject's own\b", page.read_text(encoding="utf-8"))
    ]
    assert silent == []
