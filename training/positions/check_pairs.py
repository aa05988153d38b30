"""The annotated pairs of statements, read strictly.

`pairs.jsonl` holds one pair a line, `cases/CRISIS.yaml` the actors and the issues of each crisis, `set_aside.txt` the
crises kept for testing. GUIDELINE.md says what the fields mean; this module says whether a file keeps to it.

Run `python check_pairs.py [FOLDER]` to list every fault as `file:line: fault` and to count. Needs ruamel.yaml.
"""

import argparse
import datetime
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

__all__ = ["KINDS", "WHY_NONE", "Issue", "Pair", "PairError", "Passage", "faults", "main", "read_pairs"]

KINDS = ("reverses", "softens", "hardens", "denies-saying", "denies-report", "contradicted-by-own-side", "none")
WHY_NONE = (
    "paraphrase",
    "old-quote",
    "other-speaker",
    "other-actor",
    "condition-restated",
    "other-issue",
    "reporters-guess",
    "restated",
    "came-true",
    "no-comment",
)
STANCES = ("for", "against", "open", "noncommittal")
SETTINGS = ("invented", "historical")
SIDES = ("for", "against")

# The firmness scale is read in steps of about a tenth; two readers agree within this.
SAME_FIRMNESS = 0.15

_PAIR_KEYS = frozenset({"id", "crisis", "setting", "issue", "before", "after", "kind", "why_none", "note"})
_PASSAGE_KEYS = frozenset(
    {"text", "speaker", "actor", "office", "date", "said_on", "stance", "firmness", "content"},
)
_ISSUE_KEYS = frozenset({"name", "question", "about", "for", "against"})
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class PairError(ValueError):
    """The set is not well formed; `faults` holds every fault, each as `file:line: fault`."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Issue:
    """The question on which both passages of a pair are read; `favour` and `oppose` are its words for and against."""

    name: str
    question: str
    about: tuple[str, ...]
    favour: tuple[str, ...]
    oppose: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """One side of a pair: a passage as printed, and the statement in it that counts.

    `content` stands exactly once in `text`. `actor` is whose stance is told (None: nobody's
    whom the crisis lists), `speaker` who tells it. `date` is the
    day of printing, `said_on` the day, month or year of saying (ISO 8601, never after `date`).
    """

    text: str
    speaker: str
    actor: str | None
    office: str | None
    date: str
    said_on: str
    stance: str
    firmness: float
    content: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two passages on one issue, and what lies between them: a kind of shift, or `none` and why."""

    id: str
    crisis: str
    setting: str
    issue: Issue
    before: Passage
    after: Passage
    kind: str
    why_none: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class _Cast:
    """What a crisis file says: its issues, its actors, and to which other actor each belongs."""

    issues: Mapping[str, Issue]
    part_of: Mapping[str, str | None]
    offices: Mapping[str, Mapping[str, frozenset[str]]]

    def government(self, actor: str | None) -> str | None:
        """The outermost actor that `actor` belongs to."""
        seen = {actor}
        while actor is not None and (outer := self.part_of.get(actor)) is not None and outer not in seen:
            seen.add(outer)
            actor = outer
        return actor


def read_pairs(folder: Path | str = Path(__file__).parent) -> list[Pair]:
    """Every pair of `folder`, in the order of the file.

    Raises:
        PairError: the set is not well formed; all its faults are listed, nothing is repaired in silence.

    """
    found = faults(Path(folder))
    if found:
        raise PairError(found)
    lines = (Path(folder) / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    return [_pair(json.loads(line)) for line in lines]


def faults(folder: Path) -> list[str]:
    """What is wrong with the set in `folder`, each fault as `file:line: fault`; empty if nothing is."""
    path = folder / "pairs.jsonl"
    found: list[str] = []
    casts = {cast.stem: _cast(cast) for cast in sorted((folder / "cases").glob("*.yaml"))}
    ids: dict[str, int] = {}
    read: dict[tuple[str, str, str], tuple[str, Passage]] = {}
    used: set[str] = set()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            pair = _pair(json.loads(line))
        except (ValueError, KeyError, TypeError) as fault:
            found.append(f"{path}:{number}: not a pair: {fault}")
            continue
        used.add(pair.crisis)
        if pair.id in ids:
            found.append(f"{path}:{number}: id {pair.id} stands already in line {ids[pair.id]}")
        ids[pair.id] = number
        found += [f"{path}:{number}: {pair.id}: {fault}" for fault in _pair_faults(pair, casts.get(pair.crisis))]
        for passage in (pair.before, pair.after):
            # One passage may stand in several pairs; it is then read alike in all of them.
            first, same = read.setdefault((pair.crisis, pair.issue.name, passage.text), (pair.id, passage))
            if passage != same:
                found.append(f"{path}:{number}: {pair.id}: a passage of {first} is read otherwise there")
    return found + _set_aside_faults(folder / "set_aside.txt", used)


def set_aside(folder: Path) -> frozenset[str]:
    """The crises that `set_aside.txt` keeps for testing; lines that begin with `#` are comment."""
    lines = (folder / "set_aside.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _set_aside_faults(path: Path, crises: set[str]) -> list[str]:
    unknown = sorted(set_aside(path.parent) - crises)
    return [f"{path}: no pair is of the crisis {name!r}" for name in unknown]


def _pair(value: object) -> Pair:
    record = _record(value, _PAIR_KEYS, "a pair")
    issue = _record(record["issue"], _ISSUE_KEYS, "an issue")
    return Pair(
        id=_text(record["id"], "id"),
        crisis=_text(record["crisis"], "crisis"),
        setting=_one_of(record["setting"], SETTINGS, "setting"),
        issue=_issue(_text(issue["name"], "name"), issue),
        before=_passage(record["before"]),
        after=_passage(record["after"]),
        kind=_one_of(record["kind"], KINDS, "kind"),
        why_none=None if record["why_none"] is None else _one_of(record["why_none"], WHY_NONE, "why_none"),
        note=None if record["note"] is None else _text(record["note"], "note"),
    )


def _passage(value: object) -> Passage:
    record = _record(value, _PASSAGE_KEYS, "a passage")
    firmness = record["firmness"]
    if isinstance(firmness, bool) or not isinstance(firmness, int | float):
        raise TypeError(f"firmness must be a number, not {firmness!r}")
    return Passage(
        text=_text(record["text"], "text"),
        speaker=_text(record["speaker"], "speaker"),
        actor=None if record["actor"] is None else _text(record["actor"], "actor"),
        office=None if record["office"] is None else _text(record["office"], "office"),
        date=_text(record["date"], "date"),
        said_on=_text(record["said_on"], "said_on"),
        stance=_one_of(record["stance"], STANCES, "stance"),
        firmness=float(firmness),
        content=_text(record["content"], "content"),
    )


def _issue(name: str, record: Mapping[str, object]) -> Issue:
    about, favour, oppose = (_texts(record.get(key, []), key) for key in ("about", "for", "against"))
    return Issue(name, _text(record["question"], "question"), about, favour, oppose)


def _record(value: object, keys: frozenset[str], what: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError(f"{what} must be an object, not {value!r}")
    if value.keys() != keys:
        raise ValueError(f"{what} has wrong or missing keys: {', '.join(sorted(value.keys() ^ keys))}")
    return value


def _text(value: object, what: str) -> str:
    if not isinstance(value, str) or not value or value != value.strip():
        raise ValueError(f"{what} must be a text without white space at its ends, not {value!r}")
    return value


def _texts(value: object, what: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{what} must be a list, not {value!r}")
    return tuple(_text(item, what) for item in value)


def _one_of(value: object, allowed: Sequence[str], what: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"{what} {value!r} is none of {', '.join(allowed)}")
    return value


def _cast(path: Path) -> _Cast:
    case = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    actors = {name: body or {} for name, body in case["actors"].items()}
    return _Cast(
        issues={name: _issue(name, body) for name, body in case["issues"].items()},
        part_of={name: body.get("part_of") for name, body in actors.items()},
        offices={
            name: {
                office: frozenset(holder["who"] for holder in holders)
                for office, holders in body.get("offices", {}).items()
            }
            for name, body in actors.items()
        },
    )


def _pair_faults(pair: Pair, cast: _Cast | None) -> Iterator[str]:
    if cast is None:
        yield f"cases/{pair.crisis}.yaml is missing"
        return
    if not pair.id.startswith(f"{pair.crisis}-"):
        yield "the id does not begin with the crisis"
    if cast.issues.get(pair.issue.name) != pair.issue:
        yield f"the issue {pair.issue.name!r} is not as in cases/{pair.crisis}.yaml"
    for name, passage in (("before", pair.before), ("after", pair.after)):
        yield from (f"{name}: {fault}" for fault in _passage_faults(passage, cast))
    if pair.setting == "historical" and any(mark in side.text for side in (pair.before, pair.after) for mark in '"“”'):
        yield "quotation marks in a historical passage: real people are paraphrased only"
    if pair.kind != "none" and pair.before.said_on > _latest(pair.after.said_on):
        yield "the passage before was said after the passage after"
    yield from _kind_faults(pair, cast)


def _passage_faults(passage: Passage, cast: _Cast) -> Iterator[str]:
    if passage.text.count(passage.content) != 1:
        yield f"the content stands {passage.text.count(passage.content)} times in the text, not once"
    if passage.actor is not None and passage.actor not in cast.part_of:
        yield f"{passage.actor!r} is no actor of the crisis"
    if not 0 <= passage.firmness <= 1:
        yield f"firmness {passage.firmness} is not between 0 and 1"
    if (passage.firmness == 0) != (passage.stance == "noncommittal"):
        yield f"firmness {passage.firmness} with stance {passage.stance}: 0 belongs to noncommittal and to it alone"
    if passage.stance == "open" and passage.firmness > 0.5:
        yield f"firmness {passage.firmness} is too firm for open"
    holders = cast.offices.get(passage.actor or "", {}).get(passage.office or "")
    if holders is not None and passage.speaker not in holders:
        yield f"{passage.speaker!r} is not among the holders of {passage.office!r}"
    yield from _date_faults(passage)


def _date_faults(passage: Passage) -> Iterator[str]:
    for name, day, full in (("date", passage.date, True), ("said_on", passage.said_on, False)):
        if not _DAY.fullmatch(day) or (full and len(day) < 10) or not _on_the_calendar(day):
            yield f"{name} {day!r} is no day{'' if full else ', month or year'} of the form YYYY-MM-DD"
    if passage.said_on > passage.date:
        yield f"said on {passage.said_on}, printed before, on {passage.date}"


def _on_the_calendar(day: str) -> bool:
    try:
        datetime.date.fromisoformat(day + "2000-01-01"[len(day) :])
    except ValueError:
        return False
    return True


def _kind_faults(pair: Pair, cast: _Cast) -> Iterator[str]:
    before, after = pair.before, pair.after
    if (pair.kind == "none") != (pair.why_none is not None):
        yield "why_none belongs to the kind none and to it alone"
    one_government = cast.government(before.actor) == cast.government(after.actor)
    if pair.kind != "none" and not one_government:
        yield f"{pair.kind}: {before.actor} and {after.actor} are two actors"
    if pair.kind in ("reverses", "softens", "hardens") and pair.kind != _movement(before, after):
        yield f"marked {pair.kind}, but from {_told(before)} to {_told(after)} {_movement(before, after)}"
    if pair.kind == "contradicted-by-own-side" and (before.speaker == after.speaker or _agree(before, after)):
        yield "contradicted-by-own-side wants two speakers who differ"
    if pair.kind.startswith("denies-") and after.stance == before.stance:
        yield "the denial takes the stance that it denies"
    if pair.why_none == "other-actor" and one_government:
        yield "other-actor, but both passages are of one actor"
    if pair.why_none in ("paraphrase", "restated", "condition-restated", "old-quote") and not _agree(before, after):
        yield f"{pair.why_none}, but from {_told(before)} to {_told(after)}"
    if pair.why_none == "no-comment" and after.stance != "noncommittal":
        yield "no-comment, but the passage after takes a stance"


def _agree(before: Passage, after: Passage) -> bool:
    return before.stance == after.stance and abs(before.firmness - after.firmness) <= SAME_FIRMNESS + 1e-9


def _movement(before: Passage, after: Passage) -> str:
    """`reverses`, `softens`, `hardens`, or `stays` and `wavers` where no kind of shift fits (see GUIDELINE.md)."""
    if before.stance == after.stance:
        if _agree(before, after):
            return "stays"
        return "hardens" if after.firmness > before.firmness else "softens"
    if before.stance in SIDES:
        return "reverses" if after.stance in SIDES else "softens"
    return "hardens" if after.stance in SIDES else "wavers"


def _told(passage: Passage) -> str:
    return f"{passage.stance} {passage.firmness:g}"


def _latest(said_on: str) -> str:
    """`said_on` filled up to a day that no later day of the same month or year exceeds."""
    return said_on + "-99-99"[: 10 - len(said_on)] if len(said_on) < 10 else said_on


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the folder, print faults and counts; the exit status is 1 if there are faults."""
    parser = argparse.ArgumentParser(description="Check the annotated pairs of statements and count them.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    folder: Path = parser.parse_args(arguments).folder
    found = faults(folder)
    for fault in found:
        print(fault, file=sys.stderr)
    if found:
        return 1
    pairs = read_pairs(folder)
    aside = set_aside(folder)
    table: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for pair in pairs:
        table[pair.kind if pair.why_none is None else f"none: {pair.why_none}"][
            "set aside" if pair.crisis in aside else "open"
        ] += 1
    print(f"{'':28}{'open':>10}{'set aside':>10}")
    for name in sorted(table):
        print(f"{name:28}{table[name]['open']:>10}{table[name]['set aside']:>10}")
    shifts = sum(pair.kind != "none" for pair in pairs)
    print(f"{len(pairs)} pairs, {shifts} shifts, {len({pair.crisis for pair in pairs})} crises")
    return 0


if __name__ == "__main__":
    sys.exit(main())
