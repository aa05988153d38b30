"""Who speaks in a paper: "the ministry's brochure", "a report by the auditor", "a notice in the Gazette of the Treasury".

A paper speaks for whom it is told to be of or by; one called again ("the report", "the 190-page document") for whom it was when it was
first named: its owner, or who spoke in it ("the inspector concluded in a report").
"""

from __future__ import annotations

import re

from detente.record.actors.phrases import words_of
from detente.record.actors.shapes import PAPERS, head_of
from detente.record.actors.sightings import singular

__all__ = ["PAPER_REACH", "author_told", "is_definite", "papers_in", "without_readers"]

PAPER_REACH = 1_000  # characters: how far back "the report" may go
_AUTHOR = re.compile(
    r"\b(?:(?:issued|published|written|released|drafted|prepared|compiled|signed|completed|circulated|tabled|produced|conducted|put out) (?:[\w ]{1,20} )?by|by|from|of) "
    r"((?:the |an? |its |his |her |their )?[^,;]+)"
)
_NOT_AUTHORS = re.compile(
    r"\b(?:seen|obtained|read|reviewed|commissioned|requested|leaked|published on|quoted|cited|heard) by\b"
)
_GENERAL = frozenset({"document", "text", "paper"})
_BY = re.compile(r" (?:by|of|from) (?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")
_POLLS = frozenset({"poll", "survey"})
_PAPER = re.compile(
    r"\b(?P<of>an?|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Tt]he|[\w’'. -]{2,40}?[’']s) (?P<rest>(?:[\w-]+ ){0,4}?)(?P<noun>"
    + "|".join(sorted(PAPERS))
    + r")\b"
)


def author_told(phrase: str) -> str | None:
    """Whom a phrase for a paper names as its author after "by", "of" or "from", None where it names none."""
    head = head_of(phrase)
    if head is None or _NOT_AUTHORS.search(phrase):
        return None
    found = _AUTHOR.search(phrase, head.end)
    return found.group(1).strip() if found is not None else None


def papers_in(text: str, start: int, end: int, noun: str) -> list[tuple[int, str]]:
    """Earlier phrases for a paper called ``noun``, last first, each with its offset and whom it is by; "document" is any paper, a poll a
    survey."""
    found: list[tuple[int, str]] = []
    for match in _PAPER.finditer(text, start, end):
        if match.group("noun") == noun or noun in _GENERAL or {match.group("noun"), noun} == _POLLS:
            by = _BY.match(text, match.end(), end)
            found.append((match.start(), match.group() + (by.group() if by is not None else "")))
    return found[::-1]


def is_definite(phrase: str) -> bool:
    """Whether a paper is one that was named before."""
    words = words_of(phrase)
    if not words or words[0].key not in ("the", "this", "that") or any(w.possessive for w in words):
        return False
    return singular(words[-1].key) in PAPERS


def without_readers(phrase: str) -> str:
    """A phrase for a paper without those who only saw it or asked for it: "a study commissioned by the Senate"."""
    return _NOT_AUTHORS.split(phrase)[0].rstrip(" ,") if _NOT_AUTHORS.search(phrase) else phrase
