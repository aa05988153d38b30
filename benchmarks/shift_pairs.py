"""Kinds of shift on the annotated pairs of training/positions: what the record makes of two passages.

    python benchmarks/shift_pairs.py [--reader rules|model] [--show CRISIS]

Each pair's passages become two reports of the pair's dates (a reporter's question and the answer to it one) in a case made from ``training/positions/cases/CRISIS.yaml`` with the
pair's issue alone (finding the issue is another task); the crisis's other passages stand in it as words of nobody. Two lines are printed for each part:

- ``read``: the reader finds the statements. Where one of them shares words with the annotated content but its source resolves to
  nobody, because the passage alone does not tell who "the minister" is, the annotated actor and speaker are put in.
- ``given``: the annotated content, speaker and actor are given as statements, so that stance and shift rules are measured alone.

A pair's prediction is the kind of the shift between its two reports on the issue, else ``none``. Macro-F1 is over the six kinds and none.
The part set aside is scored, never shown. With the reader ``model`` the trained reader of stances takes part, and the crises from which it
has learnt are printed apart.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from detente.case import Case, Issue, open_case
from detente.language import reader_named, stances_beside
from detente.language.reader import Reader
from detente.language.stances import StanceReader
from detente.record.actors.who import WhoIsWho
from detente.record.bearings import Bearings
from detente.record.leanings import Leaner, leanings_of
from detente.record.nouns import Position, Shift, Source, Statement, content_id
from detente.record.parting import Parted
from detente.record.pipeline import read_report
from detente.record.positions import stands_of
from detente.record.shifts import shifts_of
from detente.record.wording import names_of
from detente.reports import read_file
from detente.reports.report import Report

FOLDER = Path(__file__).resolve().parent.parent / "training" / "positions"
KINDS = ("reverses", "softens", "hardens", "denies-saying", "denies-report", "contradicted-by-own-side", "none")
SIDES = ("before", "after")
SAME_FIRMNESS = 0.151
Gold = dict[str, Any]
Find = Callable[[Report, Gold], list[Statement]]


@dataclass(frozen=True)
class Answer:
    """What was made of a pair: the kind, and per passage the position that covers its content, if any."""

    pair: Gold
    kind: str
    positions: tuple[Position | None, Position | None]
    shifts: tuple[Shift, ...]


def part(name: str) -> list[Gold]:
    """The pairs of a part, ``development`` or ``set aside``."""
    aside = {w for w in (FOLDER / "set_aside.txt").read_text(encoding="utf-8").splitlines() if not w.startswith("#")}
    pairs = [json.loads(line) for line in (FOLDER / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    return [p for p in pairs if (p["crisis"] in aside) == (name == "set aside")]


def opened(crisis: str, folder: Path) -> Case:
    """The case of a crisis, in a folder of its own."""
    home = folder / crisis
    if not home.exists():
        (home / "reports").mkdir(parents=True)
        shutil.copy(FOLDER / "cases" / f"{crisis}.yaml", home / "case.yaml")
    return open_case(home)


def report_of(passage: Gold, folder: Path, name: str) -> Report:
    """The passage as a report of its day."""
    path = folder / name
    text = passage["text"].replace("\n", "\n\n")
    path.write_text(f"date: {passage['date']}\n\n{text}\n", encoding="utf-8")
    return next(iter(read_file(path, name=name)))


def is_exchange(pair: Gold) -> bool:
    """Whether the passage after answers a reporter's question that the passage before is."""
    before, after = (pair[side] for side in SIDES)
    asks = after["text"].startswith("Q ")
    return bool(before["speaker"] == "reporter" and before["date"] == after["date"] and not asks)


def overlaps(statement: Statement, report: Report, passage: Gold) -> bool:
    """Whether the statement holds at least half of the annotated content, or lies in it."""
    start = report.text.find(passage["content"])
    end = start + len(passage["content"])
    shared = sum(max(0, min(b, end) - max(a, start)) for a, b in statement.content)
    size = sum(b - a for a, b in statement.content)
    return start >= 0 and shared * 2 >= min(size, end - start)


def reading(reader: Reader, who: WhoIsWho) -> Find:
    """Statements as the reader finds them; a source that resolves to nobody is given the annotated one."""

    def find(report: Report, passage: Gold) -> list[Statement]:
        return [
            replace(s, source=gold_source(s.source.text, passage))
            if s.source.actor is None and passage["speaker"] != "reporter" and overlaps(s, report, passage)
            else s
            for s in read_report(report, reader, who)[0]
        ]

    return find


def given(report: Report, passage: Gold) -> list[Statement]:
    """The annotated statement, and before it what a reporter asked, as a statement each."""
    start = report.text.find(passage["content"])
    span = (start, start + len(passage["content"]))
    made = []
    turns = [(report.text[slice(*t.label)], t.body) for t in report.turns]
    asked = [body for _, body in turns if body[1] <= span[0]]
    kind = "transcript" if turns else "indirect"
    blank = Source((), "Q", None, None, None, "unnamed")
    made += [statement(report, passage, body, blank, "transcript") for body in asked[-1:]]
    source = blank if passage["speaker"] == "reporter" else gold_source(passage["speaker"], passage)
    made.append(statement(report, passage, span, source, kind))
    return made


def statement(report: Report, passage: Gold, span: tuple[int, int], source: Source, kind: Any) -> Statement:
    """A statement of the words at ``span``; what stands before them is their cue."""
    text = report.text[slice(*span)]
    cue = report.text[: span[0]][-60:] if kind == "indirect" else ""
    identity = content_id("s", report.id, span[0], text)
    return Statement(
        identity, report.id, kind, source, (), (span,), text, None, passage["said_on"], "words", None, 1.0, "given", cue_text=cue,
    )  # fmt: skip


def gold_source(printed: str, passage: Gold) -> Source:
    """The annotated speaker and actor; a paper or a group is no person of the actor's."""
    person = passage["speaker"] if passage["office"] else None
    return Source((), printed or passage["speaker"], passage["actor"], person, passage["office"], "named")


def background(pairs: Sequence[Gold], crisis: str) -> list[Statement]:
    """Every passage of a crisis as words of nobody: how rare a word is in a case is told by all that the case holds."""
    texts = dict.fromkeys(p[side]["text"] for p in pairs if p["crisis"] == crisis for side in ("before", "after"))
    blank = Source((), "", None, None, None, "none")
    return [
        Statement(
            f"s-{i}",
            f"background-{i}",
            "indirect",
            blank,
            (),
            ((0, len(text)),),
            text,
            None,
            None,
            None,
            None,
            1.0,
            "given",
        )
        for i, text in enumerate(texts)
    ]


def answered(
    pair: Gold,
    case: Case,
    find: Find,
    folder: Path,
    others: Sequence[Statement],
    parting: Parted,
    leaner: Leaner | None = None,
) -> Answer:
    """The record's word on a pair, in a case that holds the crisis's ``others`` too."""
    issue = pair["issue"]
    only = Issue(
        name=issue["name"], question=issue["question"], about=tuple(issue["about"]), pro=tuple(issue["for"]), against=tuple(issue["against"])
    )  # fmt: skip
    before, after = (pair[side] for side in SIDES)
    if is_exchange(pair):
        after_report = before_report = report_of(
            {**after, "text": f"{before['text']}\n{after['text']}"}, folder, "exchange.txt"
        )
        found: tuple[list[Statement], list[Statement]] = [], find(after_report, after)
    else:
        before_report, after_report = (report_of(pair[side], folder, f"{side}.txt") for side in SIDES)
        found = find(before_report, before), find(after_report, after)
    bearings = Bearings(replace(case, issues={issue["name"]: only}), [*found[0], *found[1], *others], parting)
    leanings = leanings_of(bearings, leaner) if leaner is not None else None
    stands = stands_of(bearings, leanings=leanings)
    first, second = ({s.id for s in part} for part in found)
    shifts = tuple(s for s in shifts_of(bearings, stands, leanings) if s.before in first | second and s.after in second)
    covering = [
        next(
            (st.position for st in stands if st.statement in part and overlaps(st.statement, report, pair[side])), None
        )
        for part, report, side in zip(found, (before_report, after_report), SIDES, strict=True)
    ]
    return Answer(pair, shifts[0].kind if shifts else "none", (covering[0], covering[1]), shifts)


def f1_of(answers: Sequence[Answer]) -> Mapping[str, float]:
    """F1 of each kind."""
    hits = Counter(a.kind for a in answers if a.kind == a.pair["kind"])
    told, wanted = Counter(a.kind for a in answers), Counter(a.pair["kind"] for a in answers)
    return {k: 2 * hits[k] / (told[k] + wanted[k]) if told[k] + wanted[k] else 0.0 for k in KINDS}


def report_figures(title: str, answers: Sequence[Answer]) -> None:
    """Print the figures of a part."""
    scores = f1_of(answers)
    passages = [(p, a.pair[side]) for a in answers for p, side in zip(a.positions, ("before", "after"), strict=True)]
    read = [(p, gold) for p, gold in passages if p is not None]
    stance = [(p, gold) for p, gold in read if p.stance == gold["stance"]]
    firm = [1 for p, gold in stance if abs(p.firmness - gold["firmness"]) <= SAME_FIRMNESS]
    print(
        f"{title}: {len(answers)} pairs, macro-F1 {sum(scores.values()) / len(KINDS):.3f} ({', '.join(f'{k} {v:.2f}' for k, v in scores.items())}); "
        f"kind right {sum(a.kind == a.pair['kind'] for a in answers)}; of {len(passages)} passages: position read {len(read)}, stance right {len(stance)}, and firmness {len(firm)}"
    )


def show(answers: Iterable[Answer]) -> None:
    """Print each wrong answer of the development part."""
    for a in answers:
        if a.kind == a.pair["kind"]:
            continue
        print(
            f"{a.pair['id']} want {a.pair['kind']} {a.pair['why_none'] or ''} got {a.kind} :: {a.pair['issue']['question']}"
        )
        for position, side in zip(a.positions, ("before", "after"), strict=True):
            gold = a.pair[side]
            got = f"{position.stance} {position.firmness} [{position.why}]" if position else "no position"
            print(
                f"   {gold['said_on']} want {gold['stance']} {gold['firmness']} got {got} {gold['speaker']}: {gold['text']!r}"
            )


def parts(leaner: StanceReader | None) -> dict[str, list[Gold]]:
    """The pairs for development, those of crises from which the stance reader has learnt apart, and those set aside."""
    developed, aside = part("development"), part("set aside")
    if leaner is None:
        return {"development": developed, "set aside": aside}
    seen = [p["crisis"] in leaner.learnt_from for p in developed]
    return {
        "development, learnt from": [p for p, known in zip(developed, seen, strict=True) if known],
        "development, unseen": [p for p, known in zip(developed, seen, strict=True) if not known],
        "set aside": aside,
    }


def main(words: list[str]) -> int:
    """Print the figures of all parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reader", default="rules")
    parser.add_argument("--show", metavar="read|given", help="the wrong answers of the development part")
    options = parser.parse_args(words)
    reader = reader_named(options.reader)
    leaner = stances_beside(reader)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, pairs in parts(leaner).items():
            cases = {p["crisis"]: opened(p["crisis"], folder) for p in pairs}
            finders = {crisis: reading(reader, WhoIsWho(case)) for crisis, case in cases.items()}
            around = {crisis: background(pairs, crisis) for crisis in cases}
            partings = {crisis: Parted(names_of(case.actors)) for crisis, case in cases.items()}
            for mode in ("read", "given"):
                answers = [
                    answered(
                        p, cases[c], finders[c] if mode == "read" else given, folder, around[c], partings[c], leaner
                    )
                    for p in pairs
                    for c in [p["crisis"]]
                ]
                report_figures(f"{name}, {mode}", answers)
                if options.show == mode and name != "set aside":
                    show(answers)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
