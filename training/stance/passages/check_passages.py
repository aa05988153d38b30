"""The annotated passages of the stance reader, read strictly.

Each `*.yaml` file holds one crisis: its questions, and under each the passages that were read against it. README.md says what the
fields mean, `../../positions/GUIDELINE.md` how stance and firmness are told; this module says whether a file keeps to it.

Run `python check_passages.py [FOLDER]` to list every fault as `file:line: fault` and to count. Needs ruamel.yaml.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

__all__ = ["DENIALS", "SAYS", "Passage", "PassageError", "Question", "faults", "main", "read_passages"]

NOTHING = "nothing"
SAYS = ("for", "against", "open", "noncommittal", NOTHING)
DENIALS = ("saying", "report")
# What is possible is never firmer than this (GUIDELINE.md).
FIRMEST_OPEN = 0.5

_FILE_KEYS = frozenset({"crisis", "questions"})
_QUESTION_KEYS = frozenset({"question", "about", "for", "against", "passages"})
_PASSAGE_KEYS = frozenset({"says", "actor", "lead", "said"})
_OPTIONAL_KEYS = frozenset({"firm", "denies", "asked"})


class PassageError(ValueError):
    """The set is not well formed; `faults` holds every fault, each as `file:line: fault`."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True, slots=True)
class Question:
    """A statement that can be affirmed or denied, and words about, for and against it (any of the three may be empty)."""

    crisis: str
    question: str
    about: tuple[str, ...]
    favour: tuple[str, ...]
    oppose: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """What is read against a question: `says` is one of `SAYS`, `firm` 0 to 1 (None where nothing is said on the question).

    `denies` is one of `DENIALS` or None; `asked` what was put to the speaker, `lead` source and cue as printed (either may be
    empty); `actor` is whose stance is told.
    """

    question: Question
    says: str
    firm: float | None
    denies: str | None
    actor: str
    asked: str
    lead: str
    said: str


def read_passages(folder: Path | str = Path(__file__).parent) -> list[Passage]:
    """Every passage of `folder`, by file name and then in the order of the file.

    Raises:
        PassageError: the set is not well formed; all its faults are listed, nothing is repaired in silence.

    """
    passages, found = _read(Path(folder))
    if found:
        raise PassageError(found)
    return passages


def faults(folder: Path) -> list[str]:
    """What is wrong with the set in `folder`, each fault as `file:line: fault`; empty if nothing is."""
    return _read(folder)[1]


def _read(folder: Path) -> tuple[list[Passage], list[str]]:
    passages: list[Passage] = []
    found: list[str] = []
    first: dict[tuple[str, str], str] = {}
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        found.append(f"{folder}:1: no *.yaml file stands here")
    for path in paths:
        try:
            file = YAML(pure=True).load(path.read_text(encoding="utf-8"))
            _keys(file, _FILE_KEYS, frozenset(), "a file")
            _listed(file["questions"], "questions")
        except MarkedYAMLError as fault:
            line = fault.problem_mark.line + 1 if fault.problem_mark else 1
            found.append(f"{path}:{line}: not YAML: {fault.problem}")
            continue
        except (ValueError, TypeError) as fault:
            found.append(f"{path}:1: {fault}")
            continue
        if file["crisis"] != path.stem:
            found.append(f"{path}:1: the crisis is {file['crisis']!r}, but the file is called {path.stem}")
        for number, body in enumerate(file["questions"]):
            line = file["questions"].lc.item(number)[0] + 1
            for part in _question(path, line, path.stem, body):
                if isinstance(part, str):
                    found.append(part)
                else:
                    passages.append(part)
            if isinstance(body, dict) and isinstance(name := body.get("question"), str):
                if (path.stem, name) in first:
                    found.append(f"{path}:{line}: this question stands already at {first[path.stem, name]}")
                first.setdefault((path.stem, name), f"{path}:{line}")
    return passages, found


def _question(path: Path, line: int, crisis: str, body: Any) -> Iterator[Passage | str]:
    """The passages of one question and the faults found there, in the order of the lines."""
    try:
        _keys(body, _QUESTION_KEYS, frozenset(), "a question")
        words = (_texts(body[key], key) for key in ("about", "for", "against"))
        question = Question(crisis, _text(body["question"], "question"), *words)
        _listed(body["passages"], "passages")
    except (ValueError, TypeError) as fault:
        yield f"{path}:{line}: {fault}"
        return
    seen: dict[tuple[str, str, str], int] = {}
    for number, item in enumerate(body["passages"]):
        at = body["passages"].lc.item(number)[0] + 1
        try:
            passage = _passage(question, item)
        except (ValueError, TypeError) as fault:
            yield f"{path}:{at}: {fault}"
            continue
        same = seen.setdefault((passage.asked, passage.lead, passage.said), at)
        if same != at:
            yield f"{path}:{at}: this passage stands under the question already, in line {same}"
        yield from (f"{path}:{at}: {fault}" for fault in _reading_faults(passage))
        yield passage


def _passage(question: Question, value: Any) -> Passage:
    _keys(value, _PASSAGE_KEYS, _OPTIONAL_KEYS, "a passage")
    firm = value.get("firm")
    if "firm" in value and (isinstance(firm, bool) or not isinstance(firm, int | float)):
        raise TypeError(f"firm must be a number, not {firm!r}")
    return Passage(
        question=question,
        says=_one_of(value["says"], SAYS, "says"),
        firm=None if firm is None else float(firm),
        denies=_one_of(value["denies"], DENIALS, "denies") if "denies" in value else None,
        actor=_text(value["actor"], "actor"),
        asked=_text(value["asked"], "asked") if "asked" in value else "",
        lead=_text(value["lead"], "lead") if value["lead"] != "" else "",
        said=_text(value["said"], "said"),
    )


def _reading_faults(passage: Passage) -> Iterator[str]:
    firm = passage.firm
    if (firm is None) != (passage.says == NOTHING):
        yield f"says {passage.says} {'without' if firm is None else 'with'} firm: a stance has one, nothing has none"
    elif firm is not None and not 0 <= firm <= 1:
        yield f"firm {firm:g} is not between 0 and 1"
    elif firm is not None and (firm == 0) != (passage.says == "noncommittal"):
        yield f"firm {firm:g} with {passage.says}: 0 belongs to noncommittal and to it alone"
    elif firm is not None and passage.says == "open" and firm > FIRMEST_OPEN:
        yield f"firm {firm:g} is too firm for open"
    if passage.denies is not None and passage.says == NOTHING:
        yield "a denial that says nothing on the question is not marked as one"


def _keys(value: Any, needed: frozenset[str], allowed: frozenset[str], what: str) -> None:
    if not isinstance(value, Mapping):
        raise TypeError(f"{what} must be a mapping, not {value!r}")
    if wrong := sorted(str(key) for key in (needed - value.keys()) | (value.keys() - needed - allowed)):
        raise ValueError(f"{what} has wrong or missing keys: {', '.join(wrong)}")


def _listed(value: Any, what: str) -> None:
    if not isinstance(value, list) or not value:
        raise TypeError(f"{what} must be a list that is not empty")


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str) or not value or value != " ".join(value.split()):
        raise ValueError(f"{what} must be a text of one line without needless white space, not {value!r}")
    return str(value)


def _texts(value: Any, what: str) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{what} must be a list, not {value!r}")
    return tuple(_text(item, what) for item in value)


def _one_of(value: Any, allowed: Sequence[str], what: str) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"{what} {value!r} is none of {', '.join(allowed)}")
    return str(value)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the folder, print faults and counts; the exit status is 1 if there are faults."""
    parser = argparse.ArgumentParser(description="Check the annotated passages of the stance reader and count them.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent)
    passages, found = _read(parser.parse_args(arguments).folder)
    for fault in found:
        print(fault, file=sys.stderr)
    if found:
        return 1
    says = Counter(passage.says for passage in passages)
    for name in SAYS:
        print(f"{name:14}{says[name]:>6}")
    for name in DENIALS:
        print(f"{'denies ' + name:14}{sum(passage.denies == name for passage in passages):>6}")
    print(f"{'asked':14}{sum(bool(passage.asked) for passage in passages):>6}")
    asked = {passage.question for passage in passages}
    print(f"{len(passages)} passages, {len(asked)} questions, {len({q.crisis for q in asked})} crises")
    return 0


if __name__ == "__main__":
    sys.exit(main())
