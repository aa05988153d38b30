"""What the stance network learns from: passages annotated on their issues, and passages that say nothing on an issue.

Annotated are the passages of the pairs, those of `passages` and turns of real briefings; of the last two many say nothing on their question.
Further negatives are a passage held against another issue of its crisis, or of another crisis.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from detente.language.reader import Reader
from detente.language.stances import STANCES, Passage, Question
from detente.record.actors.who import WhoIsWho
from detente.record.nouns import Statement
from detente.record.pipeline import read_report
from detente.reports import read_file
from detente.reports.report import Report
from detente.reports.turns import turns_of

sys.path.insert(0, str(Path(__file__).parent / "passages"))

from check_passages import read_passages

__all__ = [
    "NONE",
    "Example",
    "Questions",
    "annotated",
    "as_read",
    "briefing_examples",
    "contraries",
    "held_to_questions",
    "questions",
    "strangers",
]

NEAR, FAR = (
    0.35,
    0.1,
)  # shares of the examples that are also held against another issue of their crisis, and against one of another
NONE = len(STANCES)
"""The stance of a passage that says nothing on the question."""
Questions = Mapping[str, Mapping[str, Question]]
"""By crisis and issue."""


@dataclass(frozen=True, slots=True)
class Example:
    """A passage on an issue: its stance (an index of ``STANCES``, or ``NONE``), its firmness, and what it denies: 0 nothing, 1 having
    said something, 2 a report, -1 unknown. ``weight`` is what it counts in the loss; ``read`` is the passage as the reader of attributions
    finds it in its text, where that is otherwise."""

    crisis: str
    issue: str
    text: str
    passage: Passage
    stance: int
    firmness: float
    denies: int
    weight: float = 1.0
    read: Passage | None = None

    @property
    def turned(self) -> Example:
        """The same on the contrary of its question: who is for the one is against the other."""
        return replace(self, stance={0: 1, 1: 0}.get(self.stance, self.stance))


def contraries(folder: Path) -> dict[tuple[str, str], str]:
    """The contrary of a question, by crisis and question as ``contraries.yaml`` in ``folder`` has them."""
    told = YAML(typ="safe", pure=True).load((folder / "contraries.yaml").read_text(encoding="utf-8"))
    return {(crisis, question): contrary for crisis, listed in told.items() for question, contrary in listed.items()}


def questions(folder: Path) -> dict[str, dict[str, Question]]:
    """The issues of all crises in ``folder/cases``, and as ``briefings`` those that real briefings are labelled on."""
    found = {path.stem: _issues(path) for path in sorted((folder / "cases").glob("*.yaml"))}
    return found | {"briefings": _issues(Path(__file__).parent / "briefings-questions.yaml")}


def _issues(path: Path) -> dict[str, Question]:
    case = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return {
        name: Question(i["question"], tuple(i.get("about", ())), tuple(i.get("for", ())), tuple(i.get("against", ())))
        for name, i in case["issues"].items()
    }


def annotated(folder: Path) -> list[Example]:
    """The annotated passages of the crises for development, each once."""
    lines = (folder / "set_aside.txt").read_text(encoding="utf-8").splitlines()
    aside = {line for line in lines if not line.startswith("#")}
    pairs = [json.loads(line) for line in (folder / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    pairs = [p for p in pairs if p["crisis"] not in aside]
    found: dict[tuple[str, str, str], Example] = {}
    denials = {_key(p, "after"): p["kind"] for p in pairs if p["kind"].startswith("denies")}
    kinds = {"denies-saying": 1, "denies-report": 2}
    for pair in pairs:
        for side in ("before", "after"):
            key, gold = _key(pair, side), pair[side]
            stance, denies = STANCES.index(gold["stance"]), kinds.get(denials.get(key, ""), 0)
            if side == "after" and pair["why_none"] == "other-issue":  # its stance is one on the other question
                found.setdefault(key, Example(*key, _passage(gold), NONE, 0.0, denies))
            else:
                found[key] = Example(*key, _passage(gold), stance, gold["firmness"], denies)
    return list(found.values())


def held_to_questions(folder: Path) -> tuple[list[Example], dict[str, dict[str, Question]]]:
    """The passages of ``folder``, each read against one question, and the questions by crisis and by their own words."""
    asked: dict[str, dict[str, Question]] = {}
    examples = []
    for p in read_passages(folder):
        q = p.question
        asked.setdefault(q.crisis, {})[q.question] = Question(q.question, q.about, q.favour, q.oppose)
        passage = Passage(p.asked, f"{p.actor}: {p.lead}", p.said)
        stance = NONE if p.says == "nothing" else STANCES.index(p.says)
        denies = {None: 0, "saying": 1, "report": 2}[p.denies]
        examples.append(Example(q.crisis, q.question, p.said, passage, stance, p.firm or 0.0, denies))
    return examples, asked


def _key(pair: Mapping[str, Any], side: str) -> tuple[str, str, str]:
    return pair["crisis"], pair["issue"]["name"], pair[side]["text"]


def _passage(gold: Mapping[str, Any]) -> Passage:
    """The passage as the record would hold it: what was asked, the actor, what stands before the words in their line, the words."""
    text, content = gold["text"], gold["content"]
    at = text.index(content)
    *asked, before = text[:at].split("\n")
    lead = before.strip() or text[at + len(content) :].split("\n")[0].strip(" ,.")
    return Passage(asked[-1] if asked else "", f"{gold['actor'] or ''}: {lead}", content)


def as_read(example: Example, reader: Reader) -> Example:
    """An annotated passage with what the record would hold of it by ``reader``, where that finds it and in other words."""
    own = example.passage
    text, said = example.text.replace("\n", "\n\n"), own.said
    start = text.index(said)

    def shared(statement: Statement) -> int:
        return sum(max(0, min(b, start + len(said)) - max(a, start)) for a, b in statement.content)

    report = Report(id="passage", file="passage", title=None, text=text, turns=turns_of(text))
    found = max(read_report(report, reader, WhoIsWho())[0], key=shared, default=None)
    if found is None or 2 * shared(found) < min(len(found.text), len(said)) or found.text == said:
        return example
    actor = own.lead.partition(":")[0]
    return replace(example, read=Passage(own.asked, f"{actor}: {found.source.text} {found.cue_text}", found.text))


def strangers(examples: Sequence[Example], issues: Questions, chance: random.Random) -> Iterable[Example]:
    """For many of the examples one that says nothing on its issue, drawn anew in every round."""
    read: dict[tuple[str, str], set[str]] = {}
    for e in examples:
        read.setdefault((e.crisis, e.text), set()).add(e.issue)
    crises = sorted(issues)
    for e in examples:
        draw = chance.random()
        if draw < NEAR:
            others = [i for i in issues[e.crisis] if i not in read[e.crisis, e.text]]
            if others:
                yield _stranger(e, e.crisis, chance.choice(others), 0.8)
        elif draw < NEAR + FAR:
            crisis = chance.choice(crises)
            if crisis != e.crisis:
                yield _stranger(e, crisis, chance.choice(sorted(issues[crisis])), 0.5)


def _stranger(e: Example, crisis: str, issue: str, weight: float) -> Example:
    return Example(crisis, issue, e.text, e.passage, NONE, 0.0, -1, weight)


def briefing_examples(archive: Path, folder: Path) -> list[Example]:
    """The turns of real briefings that are labelled in ``folder/briefings.jsonl``, by place in the pages of ``archive``.

    Raises ValueError, with page and line, where a page is missing or the text at that place is not the one that was labelled.
    """
    labels = folder / "briefings.jsonl"
    rows = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    texts = _pages(archive, {row["page"] for row in rows})
    kinds = {None: 0, "saying": 1, "report": 2}
    found = []
    for number, row in enumerate(rows, 1):
        text, (start, end) = texts.get(row["page"], ""), row["said"]
        said = text[start:end]
        if hashlib.sha256(said.encode()).hexdigest()[:12] != row["check"]:
            what = "reads otherwise than when it was labelled" if text else f"is not in {archive}"
            raise ValueError(f"{labels}:{number}: {row['page']} {what}")
        asked = text[slice(*row["asked"])] if row["asked"] else ""
        stance = NONE if row["says"] == "nothing" else STANCES.index(row["says"])
        passage = Passage(asked, f"{row['actor']}: {row['lead']}", said)
        found.append(Example("briefings", row["question"], said, passage, stance, row["firm"], kinds[row["denies"]]))
    return found


def _pages(archive: Path, names: Iterable[str]) -> dict[str, str]:
    """The text of the named pages as a report of it reads."""
    wanted, found = frozenset(names), {}
    with tempfile.TemporaryDirectory() as scratch, tarfile.open(archive) as tar:
        page = Path(scratch) / "page.html"
        for member in tar:
            stream = tar.extractfile(member) if member.name in wanted else None
            if stream is not None:
                page.write_bytes(stream.read())
                found[member.name] = next(read_file(page)).text
    return found
