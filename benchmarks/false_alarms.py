"""Shifts raised in real briefings at real prevalence: how many in 10,000 words, and a draw of them to be judged by hand.

    python benchmarks/false_alarms.py [--reader model|rules] [--briefings 80] [--draw 50] [--out FILE]

Every so many briefings of the archive make up one case with the seventy issues of training/stance/briefings-questions.yaml, and all shifts
that are raised count. Pages on which the stance reader has learnt are left out. Eight years of one house stand in it, so that every true
change of its policy on these issues can be met; the share of the raised shifts that are right is found by reading the draw, which has a fixed seed.
``--out`` writes it, the passages side by side.
DETENTE_SHARED names the folder that holds the archive (a folder ``shared`` beside the checkout if unset).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tarfile
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from ruamel.yaml import YAML

from detente.case import Case, open_case
from detente.language import reader_named
from detente.record.nouns import Shift, Statement
from detente.record.pipeline import build, reports_of

SHARED = Path(os.environ.get("DETENTE_SHARED", Path(__file__).resolve().parent.parent.parent / "shared"))
ARCHIVE = SHARED / "data" / "reports" / "whitehouse-briefings.tar.xz"
STANCE = Path(__file__).resolve().parent.parent / "training" / "stance"
SEED = 20261127


def scratch_case(folder: Path, count: int) -> Case:
    """A case of ``count`` briefings that nobody has learnt from, evenly spread over the archive in the order of their names."""
    (folder / "reports").mkdir()
    labels = (STANCE / "briefings.jsonl").read_text(encoding="utf-8").splitlines()
    learnt = {json.loads(line)["page"] for line in labels}
    with tarfile.open(ARCHIVE) as tar:
        pages = {m.name for m in tar.getmembers() if m.isfile() and m.name.endswith(".html")}
    names = sorted(pages - learnt)
    chosen = {names[i * len(names) // count] for i in range(count)}
    with tarfile.open(ARCHIVE) as tar:
        for member in tar:
            stream = tar.extractfile(member) if member.name in chosen else None
            if stream is not None:
                (folder / "reports" / Path(member.name).name).write_bytes(stream.read())
    issues = YAML(typ="safe", pure=True).load((STANCE / "briefings-questions.yaml").read_text(encoding="utf-8"))[
        "issues"
    ]
    body = {"version": 1, "title": "Briefings", "issues": issues}
    (folder / "case.yaml").write_text(json.dumps(body), encoding="utf-8")  # JSON is YAML
    return open_case(folder)


def shown(number: int, shift: Shift, case: Case, by_id: Mapping[str, Statement]) -> list[str]:
    """A shift with its two passages."""
    question = case.issues[shift.issue].question
    passages = [by_id[shift.before], by_id[shift.after]]
    return [
        f"{number}. {shift.kind} | {shift.issue}: {question} | {shift.actor} | {shift.why}",
        *(f"   {s.said_on} {s.source.text}: {' '.join(s.text.split())}" for s in passages),
    ]


def main(words: list[str]) -> int:
    """Build the case and print the rate; write the draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", default="model")
    parser.add_argument("--briefings", type=int, default=80)
    parser.add_argument("--draw", type=int, default=50)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args(words)
    if not ARCHIVE.is_file():
        print(f"{ARCHIVE} is not there; set DETENTE_SHARED", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        case = scratch_case(Path(folder), options.briefings)
        start = time.process_time()
        record = build(case, reader_named(options.reader))
        seconds = time.process_time() - start
        size = sum(len(r.text.split()) for r in reports_of(case))
    by_id = {s.id: s for s in record.statements}
    print(
        f"{options.briefings} briefings, {size:,} words, {len(record.statements):,} statements, {len(record.positions):,} positions in {seconds:.0f} CPU s; "
        f"shifts {len(record.shifts)}, {10_000 * len(record.shifts) / size:.2f} in 10,000 words"
    )
    drawn = random.Random(SEED).sample(record.shifts, min(options.draw, len(record.shifts)))
    if options.out is not None:
        lines = [line for number, shift in enumerate(drawn, 1) for line in shown(number, shift, case, by_id)]
        options.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
