"""What the stance reader holds of a handful of statements, on the issues of their case.

A handful of passages, put together for a question, are all read on it. In any larger case most statements are about no issue at all, and a
network that is wrong once in five such times would tell more false positions than true ones: there it is asked of nothing but the passages of the
shifts that the rules would raise (``confirming``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Protocol

from detente.case import Issue
from detente.language.stances import STANCES, Leaning, Passage, Question
from detente.record.bearings import Bearings, is_question
from detente.record.issues import Profile
from detente.record.nouns import Stance, Statement

__all__ = ["ABOUT", "Leaner", "Leanings", "leanings_of", "likeliest", "passage_of", "question_of"]

WORDS = 70  # of a statement that are read at most: the sentences around the one that is most about the issue
ABOUT = 0.3  # how likely the stance reader must hold it that a passage is about an issue
HANDFUL = 24  # statements of known actors times issues: up to here all are read on all
Leanings = Mapping[tuple[int, str], Leaning]
"""By place of the statement, and issue."""


def likeliest(leaning: Leaning) -> Stance:
    """The stance that the stance reader holds the likeliest."""
    return STANCES[leaning.chances.index(max(leaning.chances))]


class Leaner(Protocol):
    """A reader of stances, as :class:`~detente.language.stances.StanceReader`."""

    def read(self, rows: list[tuple[Question, Passage]]) -> list[Leaning]:
        """The leaning of each passage on its question."""
        ...


def leanings_of(bearings: Bearings, leaner: Leaner) -> Leanings:
    """The leanings of the statements on every issue, if they are a handful, and with them those of what nobody known says, which takes
    no stand but may be denied; else none."""
    told = list(islice(_told(bearings), HANDFUL + 1))
    if len(told) * len(bearings.profiles) > HANDFUL:
        return {}
    heard = list(islice(_heard(bearings), HANDFUL // max(1, len(bearings.profiles))))
    places = [(n, p) for n in sorted(told + heard) if bearings.asserted(n) for p in bearings.profiles.values()]
    rows = [(question_of(profile.issue), passage_of(bearings, number, profile)) for number, profile in places]
    found = leaner.read(rows) if rows else []
    return {(number, p.issue.name): leaning for (number, p), leaning in zip(places, found, strict=True)}


def _told(bearings: Bearings) -> Iterator[int]:
    return (number for number, s in enumerate(bearings.statements) if s.source.actor is not None)


def _heard(bearings: Bearings) -> Iterator[int]:
    """The statements that name a source which is nobody known: a paper, "two diplomats"."""
    return (
        n for n, s in enumerate(bearings.statements) if s.source.actor is None and s.source.spans and not is_question(s)
    )


def _lead(statement: Statement) -> str:
    return f"{statement.source.actor or ''}: {statement.source.text} {statement.cue_text}"


def question_of(issue: Issue) -> Question:
    """The issue as the network is asked it."""
    return Question(issue.question, issue.about, issue.pro, issue.against)


def passage_of(bearings: Bearings, number: int, profile: Profile) -> Passage:
    """The statement as the network reads it: what was asked, whose stance is told and by whom, and the sentences around the one most
    about the issue."""
    statement = bearings.statements[number]
    asked = " ".join(bearings.statements[q].text for q in bearings.questions[number])
    return Passage(asked, _lead(statement), _said(bearings, number, profile))


def _said(bearings: Bearings, number: int, profile: Profile) -> str:
    statement = bearings.statements[number]
    pieces = bearings.pieces[number]
    if len(statement.text.split()) <= WORDS or not pieces:
        return statement.text
    scores = {piece.start: topic.score for piece, topic in bearings.about(number, profile)}
    centre = max(range(len(pieces)), key=lambda i: (scores.get(pieces[i].start, 0.0), -i))
    first = last = centre
    while (first > 0 or last + 1 < len(pieces)) and _size(statement, pieces[first].start, pieces[last].end) < WORDS:
        last, first = min(last + 1, len(pieces) - 1), max(first - 1, 0)
    return statement.text[pieces[first].start : pieces[last].end]


def _size(statement: Statement, start: int, end: int) -> int:
    return statement.text.count(" ", start, end) + 1
