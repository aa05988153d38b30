"""The tutorial does what it says, with its own files and commands."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from detente.cli import run

TUTORIAL = Path(__file__).parents[1] / "docs" / "tutorial" / "first-case.md"


def blocks() -> list[str]:
    """The indented blocks of the page, without their indent."""
    found = re.findall(r"(?:^ {4}.*\n|^\n(?= {4}))+", TUTORIAL.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.sub(r"^ {4}", "", block, flags=re.MULTILINE).strip("\n") + "\n" for block in found]


def test_the_first_case_goes_as_the_tutorial_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    texts = blocks()
    wire, briefing = (text for text in texts if text.startswith("date:"))
    files = {"wire.txt": wire, "briefing.txt": briefing}
    for begins, name in (("version: 1", "case.yaml"), ("title: Will", "conflict.yaml")):
        files[f"ferry-dispute/{name}"] = next(t for t in texts if t.startswith(begins)).partition("\n./run")[0]
    commands = [line.split("#")[0].split() for text in texts for line in text.splitlines() if line.startswith("./run ")]
    assert ["./run", "brief", "ferry-dispute"] in commands
    Path("wire.txt").write_text(files["wire.txt"])
    Path("briefing.txt").write_text(files["briefing.txt"])
    for command in commands:
        if command[1] == "check":
            for name, text in files.items():
                Path(name).write_text(text)
        if command[1] != "review":  # asks for keys
            assert run(command[1:]) == 0, command
    capsys.readouterr()
    assert run(["positions", "ferry-dispute", "--json"]) == 0
    shifts = json.loads(capsys.readouterr().out)["shifts"]
    assert [shift["kind"] for shift in shifts] == ["denies-saying", "hardens"]
    assert {shift[f"speaker_{side}"] for shift in shifts for side in ("before", "after")} == {"Ada Brun"}
    assert run(["strain", "ferry-dispute", "--json"]) == 0
    strained = [
        one["id"] for one in json.loads(capsys.readouterr().out)["result"]["lines"] if one["status"] == "strained"
    ]
    assert strained == ["norvia-2"]
    assert Path("ferry-dispute/brief.html").stat().st_size > 10_000
