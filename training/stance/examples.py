"""What the stance network learns from: the annotated passages on their own issues, and passages that say nothing on an issue.

The negatives are a passage held against another issue of its crisis, or of another crisis, and turns of real briefings held against
issues of invented countries with which they share most words.
"""

from __future__ import annotations

import hashlib
import html
import json
import random
import re
import tarfile
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from detente.language.stances import STANCES, Passage, Question
from detente.reports import read_file

__all__ = [
    "NONE",
    "Example",
    "Questions",
    "annotated",
    "briefing_examples",
    "briefing_turns",
    "questions",
    "strangers",
]

NONE = len(STANCES)
"""The stance of a passage that says nothing on the question."""
Questions = Mapping[str, Mapping[str, Question]]
"""By crisis and issue."""
_STOPS = frozenset(
    "the a of to in and is are was were be it that this for on with by as at from or not no who which will would has have than".split()
)
_PARAGRAPH = re.compile(r"<p[^>]*>(.*?)</p>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_LABEL = re.compile(r"^([A-Z][A-Z. ]+):\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    """A passage on an issue: its stance (an index of ``STANCES``, or ``NONE``), its firmness, and what it denies: 0 nothing, 1 having
    said something, 2 a report, -1 unknown. ``weight`` is what it counts in the loss."""

    crisis: str
    issue: str
    text: str
    passage: Passage
    stance: int
    firmness: float
    denies: int
    weight: float = 1.0


def questions(folder: Path) -> Questions:
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
            found[key] = Example(*key, _passage(gold), stance, gold["firmness"], denies)
    return list(found.values())


def _key(pair: Mapping[str, Any], side: str) -> tuple[str, str, str]:
    return pair["crisis"], pair["issue"]["name"], pair[side]["text"]


def _passage(gold: Mapping[str, Any]) -> Passage:
    """The passage as the record would hold it: what was asked, the actor, what stands before the words in their line, the words."""
    text, content = gold["text"], gold["content"]
    at = text.index(content)
    *asked, before = text[:at].split("\n")
    lead = before.strip() or text[at + len(content) :].split("\n")[0].strip(" ,.")
    return Passage(asked[-1] if asked else "", f"{gold['actor'] or ''}: {lead}", content)


def strangers(
    examples: Sequence[Example], issues: Questions, turns: Sequence[Example], chance: random.Random
) -> Iterable[Example]:
    """For most of the examples one that says nothing on its issue, drawn anew in every round."""
    read: dict[tuple[str, str], set[str]] = {}
    for e in examples:
        read.setdefault((e.crisis, e.text), set()).add(e.issue)
    crises = sorted(issues)
    for e in examples:
        draw = chance.random()
        if draw < 0.55:
            others = [i for i in issues[e.crisis] if i not in read[e.crisis, e.text]]
            if others:
                yield _stranger(e, e.crisis, chance.choice(others), -1, 0.8)
        elif draw < 0.7:
            crisis = chance.choice(crises)
            if crisis != e.crisis:
                yield _stranger(e, crisis, chance.choice(sorted(issues[crisis])), -1, 0.5)
        elif turns:
            yield chance.choice(turns)


def _stranger(e: Example, crisis: str, issue: str, denies: int, weight: float) -> Example:
    return Example(crisis, issue, e.text, e.passage, NONE, 0.0, denies, weight)


def briefing_turns(archive: Path, issues: Questions, count: int = 1500, seed: int = 5) -> list[Example]:
    """Turns of real briefings, each held against that one of a dozen invented issues with which it shares most words."""
    chance = random.Random(seed)
    pairs: list[tuple[str, str]] = []
    with tarfile.open(archive) as tar:
        for number, member in enumerate(tar):
            stream = tar.extractfile(member) if member.isfile() and number % 25 == 0 else None
            if stream is None:
                continue
            page = stream.read().decode("utf-8", "replace")
            lines = [html.unescape(_TAG.sub("", p)).strip() for p in _PARAGRAPH.findall(page)]
            lines = [line for line in lines if 60 < len(line) < 700]
            pairs += [pair for pair in zip(lines, lines[1:], strict=False) if chance.random() < 0.15]
    chance.shuffle(pairs)
    names = [(crisis, issue) for crisis in sorted(issues) for issue in sorted(issues[crisis])]
    words = {(c, i): _words(" ".join((issues[c][i].question, *issues[c][i].about))) for c, i in names}
    found = []
    for before, line in pairs[:count]:
        label = _LABEL.match(line)
        said = label.group(2) if label else line
        own = _words(line)
        crisis, issue = max(chance.sample(names, 12), key=lambda k: len(words[k] & own))
        passage = Passage(
            before if before.startswith("Q") else "", f"United States: {label.group(1) if label else ''}", said
        )
        found.append(Example(crisis, issue, line, passage, NONE, 0.0, -1, 0.8))
    return found


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", text.casefold())) - _STOPS


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
