"""Golden transcripts of whole cases: record, verdicts and brief as text, reviewed as differences.

Each case is read twice. As the rules read it, not a character may differ. Another processor rounds the trained reader's int8 sums otherwise, which may move
a label or two: there one line in twenty may differ, but none of what the conflict holds.

Regenerate with ``DETENTE_GOLDEN=write python -m pytest tests/test_golden.py`` and read the difference before it is committed.
"""

from __future__ import annotations

import difflib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import detente
from detente.brief import compose, rendered
from detente.bundled import cases_folder
from detente.outlook.whole import Outlook

GOLDEN = Path(__file__).parent / "golden"
ALIKE = 0.95  # share of lines


def transcript(seen: Outlook) -> Iterator[str]:
    """The case as text: who said what, who stands where, who moved, what can hold, the brief."""
    files = {report.id: report.file for report in seen.reports}
    yield f"# {seen.case.title}\n\n## Statements\n"
    for s in seen.record.statements:
        who = " / ".join(part for part in (s.source.actor, s.source.person, s.source.office) if part) or "?"
        yield f"- {s.said_on} {files[s.report]} [{s.quote}] {s.source.text or '-'} = {who}: {' '.join(s.text.split())}"
    yield "\n## Events\n"
    for e in seen.record.events:
        yield f"- {e.date} {files[e.report]} {e.type} ({e.status}): {e.actor.text if e.actor else '-'} -> {e.recipient.text if e.recipient else '-'}"
    yield "\n## Positions\n"
    for p in seen.record.positions:
        yield f"- {p.date} {p.actor} ({p.speaker}) on {p.issue}: {p.stance} {p.firmness:.1f}"
    yield "\n## Shifts\n"
    texts = {s.id: " ".join(s.text.split()) for s in seen.record.statements}
    for s in seen.record.shifts:
        yield f"- {s.kind} {s.actor} on {s.issue}: {texts[s.before]} => {texts[s.after]}"
    if seen.solution is not None:
        yield "\n## Equilibria\n"
        for concept, ids in seen.solution.equilibria.items():
            yield f"- {concept}: {', '.join(str(int(one)) for one in ids)}"
    yield "\n## Brief\n"
    brief = compose(seen.case, seen.record, seen.reports, seen.conflict, seen.solution, seen.findings)
    yield rendered(brief, "md").decode("utf-8")


@pytest.mark.parametrize("name", ["iraq-2014", "saltmarsh"])
def test_a_whole_case_reads_as_its_golden_transcript(name: str, tmp_path: Path) -> None:
    text, wanted = read_with("model", name, f"{name}.md", tmp_path)
    assert section(text, "Equilibria") == section(wanted, "Equilibria")
    lines = wanted.splitlines(), text.splitlines()
    alike = difflib.SequenceMatcher(None, *lines, autojunk=False).ratio()
    assert alike >= ALIKE, differences(text, wanted)


@pytest.mark.parametrize("name", ["iraq-2014", "saltmarsh"])
def test_by_the_rules_a_whole_case_reads_as_its_golden_transcript_to_the_letter(name: str, tmp_path: Path) -> None:
    text, wanted = read_with("rules", name, f"{name}-rules.md", tmp_path)
    assert text == wanted, differences(text, wanted)


def read_with(reader: str, name: str, golden: str, folder: Path) -> tuple[str, str]:
    """The transcript of a case, and the golden one."""
    copy = folder / name
    shutil.copytree(cases_folder() / name, copy, ignore=shutil.ignore_patterns(".detente", "brief*", "export"))
    text = "\n".join(transcript(detente.outlook_of(copy, reader)))
    path = GOLDEN / golden
    if os.environ.get("DETENTE_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    return text, path.read_text(encoding="utf-8")


def differences(text: str, wanted: str) -> str:
    """What to do, and what differs."""
    apart = difflib.unified_diff(wanted.splitlines(), text.splitlines(), lineterm="", n=0)
    return "\n".join(["run with DETENTE_GOLDEN=write and read the difference:", *apart])


def section(text: str, name: str) -> str:
    """A section of a transcript, without the rest."""
    return text.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
