"""Which shifts of a larger case the stance reader lets pass.

The rules read every statement of a stream, and where most of it is about no issue at all, what they take for a change is mostly none. The
stance reader is asked about the passages of what they would raise. The fewer statements of the case share as much with the issue, the more
it takes to overrule them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from detente.language.stances import STANCES, Leaning
from detente.record.bearings import Bearings
from detente.record.entering import FEW, SURE
from detente.record.leanings import ABOUT, Leaner, passage_of, question_of
from detente.record.nouns import Shift
from detente.record.positions import CLEAR, Stand

__all__ = ["confirmed"]

RARE = 3  # statements that share as much with the issue: up to here the words are sign enough that it is the issue
PLAINEST = 0.9  # how plainly a stance must be worded for the stance reader not to overrule it
_Side = tuple[str, str]  # statement and issue


def confirmed(
    bearings: Bearings,
    shifts: Sequence[Shift],
    stands: Iterable[Stand],
    leaner: Leaner,
    known: Container[_Side] = (),
) -> tuple[Shift, ...]:
    """The shifts of which the stance reader holds both passages to be about the issue and does not read either stance otherwise, or whose words
    are so rare or so plain that its word counts less; of a denial one passage is enough, since what is denied may be named in a word. It is
    not asked of the statements and issues that are ``known``, by the analyst's word."""
    read = _read(bearings, shifts, leaner, known)
    taken = {(s.statement.id, s.position.issue): s for s in stands}

    def passes(shift: Shift) -> bool:
        sides = [(shift.before, shift.issue), (shift.after, shift.issue)]
        if shift.kind.startswith("denies"):
            return any(side not in read or read[side].about >= ABOUT for side in sides)
        return all(side not in read or _holds(bearings, taken[side], read[side]) for side in sides)

    return tuple(filter(passes, shifts))


def _read(bearings: Bearings, shifts: Iterable[Shift], leaner: Leaner, known: Container[_Side]) -> dict[_Side, Leaning]:
    """The leaning of each passage of the shifts."""
    sides = sorted({(passage, s.issue) for s in shifts for passage in (s.before, s.after)})
    asked = [side for side in sides if side not in known]
    profiles = bearings.profiles
    rows = [(question_of(profiles[i].issue), passage_of(bearings, bearings.place[s], profiles[i])) for s, i in asked]
    return dict(zip(asked, leaner.read(rows) if rows else [], strict=True))


def _holds(bearings: Bearings, stand: Stand, leaning: Leaning) -> bool:
    """Whether the passage is about the issue, and its stance no clear other one: sure to be the one that was read, if many statements
    share as much with the issue. Words that next to no statement shares tell the issue by themselves, and the plainest of a stance the stance."""
    own = leaning.chances[STANCES.index(stand.position.stance)]
    company = bearings.company(stand.position.issue, stand.shared)
    if leaning.about < ABOUT:
        return company <= RARE
    if max(leaning.chances) >= CLEAR and own < max(leaning.chances):
        return stand.taken.sure >= PLAINEST
    return own >= SURE or company <= FEW
