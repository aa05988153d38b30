"""Positions and shifts on fourteen real briefings, against a list made by hand.

    python benchmarks/positions.py [--reader rules|model] [--show]

The briefings and the list are no part of the project: DETENTE_SHARED names the folder that holds ``data/reports/iraq-2014``
(a folder ``shared`` beside the checkout if unset). A case with the list's issues is made in a temporary folder and built; printed are how many
of the listed positions were found (a statement of the named speaker covers the passage), how many with the right stance and firmness,
how many of the sure shifts with both passages and an accepted kind, the alarms that are no shift, and the look-alikes taken for one.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.case import Case, open_case
from detente.language import reader_named
from detente.record.nouns import Record, Shift, Statement
from detente.record.pipeline import build, reports_of

SHARED = Path(os.environ.get("DETENTE_SHARED", Path(__file__).resolve().parent.parent.parent / "shared"))
FOLDER = SHARED / "data" / "reports" / "iraq-2014"
Gold = dict[str, Any]


@dataclass(frozen=True)
class Passages:
    """The statements that hold an anchor, by file and anchor."""

    texts: Mapping[str, str]
    files: Mapping[str, str]

    def hold(self, statement: str, place: Gold) -> bool:
        """Whether a statement covers the passage."""
        return self.files[statement] == place["file"] and place["anchor"] in self.texts[statement]


def plain(text: str) -> str:
    """White space made single blanks."""
    return " ".join(text.split())


def scratch_case(folder: Path, issues: Iterable[Gold]) -> Case:
    """A case of the briefings with the list's issues."""
    (folder / "reports").mkdir()
    for page in sorted(FOLDER.glob("*.html")):
        shutil.copy(page, folder / "reports")
    body = {
        "version": 1,
        "title": "Fourteen briefings",
        "issues": {i["id"]: {"question": i["means"], "about": i["words"]} for i in issues},
    }
    (folder / "case.yaml").write_text(json.dumps(body), encoding="utf-8")  # JSON is YAML
    return open_case(folder)


def positions_score(
    record: Record, gold: list[Gold], passages: Passages, by_id: Mapping[str, Statement], show: bool
) -> None:
    """Print recall of positions, stance and firmness."""
    covered = found = stance = firm = 0
    for want in gold:
        holding = [s for s in by_id.values() if passages.hold(s.id, want)]
        covered += any(speaks(s, want) for s in holding)
        taken = [p for p in record.positions if p.issue == want["issue"] and passages.hold(p.statement, want)]
        found += bool(taken)
        right = [p for p in taken if p.stance == want["stance"]]
        stance += bool(right)
        firm += any(want["stance"] == "noncommittal" or abs(p.firmness - want["firmness"]) <= 0.151 for p in right)
        if show and not right:
            got = [(p.stance, p.firmness, p.why) for p in taken]
            print(
                f"  {want['id']} {want['issue']} want {want['stance']} {want['firmness']} got {got} :: {want['anchor']}"
            )
    print(
        f"positions: {len(gold)} listed, passage and speaker {covered}, issue {found}, stance {stance}, firmness {firm}; read in all {len(record.positions)}"
    )


def speaks(statement: Statement, want: Gold) -> bool:
    """Whether the source is one of the accepted speakers."""
    said = f"{statement.source.text} {statement.source.person or ''}".casefold()
    return any(name.casefold() in said for name in want["speaker_names"])


def matches(shift: Shift, want: Gold, passages: Passages) -> bool:
    """Whether a shift is the listed one: issue, and both passages."""
    before = [want["before"], *want["before_also"]]
    after = [want["after"], *want["after_also"]]
    return (
        shift.issue == want["issue"]
        and any(passages.hold(shift.before, p) for p in before)
        and any(passages.hold(shift.after, p) for p in after)
    )


def shifts_score(
    record: Record, rows: list[Gold], passages: Passages, by_id: Mapping[str, Statement], show: bool
) -> None:
    """Print the shifts found, the alarms and the look-alikes."""
    listed = [r for r in rows if r["type"] == "shift"]
    alike = [r for r in rows if r["type"] == "not-shift"]
    hit: dict[str, bool] = {}
    alarms = []
    mistaken = []
    for shift in record.shifts:
        same = [w for w in listed if matches(shift, w, passages)]
        for want in same:
            hit[want["id"]] = hit.get(want["id"], False) or shift.kind in want["kinds"]
        if not same:
            alarms.append(shift)
        mistaken += [
            w["id"]
            for w in alike
            if w["issue"] == shift.issue
            and (
                (passages.hold(shift.before, w["a"]) and passages.hold(shift.after, w["b"]))
                or (passages.hold(shift.before, w["b"]) and passages.hold(shift.after, w["a"]))
            )
        ]
    sure = [w for w in listed if w["sure"]]
    print(
        f"shifts: {len(record.shifts)} raised; sure {sum(hit.get(w['id'], False) for w in sure)} of {len(sure)} "
        f"(passages alone {sum(w['id'] in hit for w in sure)}); alarms {len(alarms)}; look-alikes {len(mistaken)} of {len(alike)} {mistaken}"
    )
    if show:
        print("  missed:", [w["id"] for w in sure if not hit.get(w["id"], False)])
        for shift in record.shifts:
            mark = "ALARM" if shift in alarms else "hit  "
            print(f"  {mark} {shift.kind} {shift.issue} {shift.actor} | {shift.why}")
            for part in (shift.before, shift.after):
                s = by_id[part]
                print(f"      {s.said_on} {s.source.text}/{s.source.person}: {plain(s.text)[:260]}")


def main(words: list[str]) -> int:
    """Build the case and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", default="rules")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args(words)
    if not FOLDER.is_dir():
        print(f"{FOLDER} is not there; set DETENTE_SHARED", file=sys.stderr)
        return 1
    rows = [json.loads(line) for line in (FOLDER / "positions.jsonl").read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        case = scratch_case(Path(folder), [r for r in rows if r["type"] == "issue"])
        start = time.perf_counter()
        record = build(case, reader_named(options.reader))
        seconds = time.perf_counter() - start
        reports = {r.id: r for r in reports_of(case)}
    by_id = {s.id: s for s in record.statements}
    passages = Passages(
        {s.id: plain(s.text) for s in record.statements}, {s.id: reports[s.report].file for s in record.statements}
    )
    size = sum(len(r.text.split()) for r in reports.values())
    print(
        f"{len(reports)} briefings, {size:,} words, {len(record.statements):,} statements in {seconds:.1f} s ({size / seconds:,.0f} words a second)"
    )
    positions_score(record, [r for r in rows if r["type"] == "position"], passages, by_id, options.show)
    shifts_score(record, rows, passages, by_id, options.show)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
