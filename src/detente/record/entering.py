"""What may enter a shift: a stand that is plain enough, about its issue, and not long before."""

from __future__ import annotations

import datetime

from detente.record.bearings import Bearings
from detente.record.leanings import ABOUT
from detente.record.positions import PLAIN, Stand

__all__ = ["COMMON", "FEW", "NEAR", "RECENT", "SURE", "days_between", "enters"]

NEAR = 0.53  # how far its own words must be about the issue to enter a shift
SURE = 0.4  # how likely the stance reader must hold a stance for it to enter a shift
COMMON = 250  # statements of a case that share as much with the issue; where more do, the words are no sign of it,
FEW = 24  # nor is a single word where more than so many have it
RECENT = 31  # days back to which it is a denial of what was said


def enters(bearings: Bearings, stand: Stand) -> bool:
    """Whether a stand is about the issue, and plain enough, to enter a shift."""
    if stand.leant:
        return stand.taken.sure >= SURE
    if not _telling(bearings, stand.position.issue, stand.shared):
        return False
    about = stand.firm >= NEAR or (stand.leaning is not None and stand.leaning.about >= ABOUT)
    return stand.position.stance != "noncommittal" and stand.taken.sure >= PLAIN and about


def _telling(bearings: Bearings, issue: str, shared: frozenset[str]) -> bool:
    """Whether what is shared with the issue is a sign of it: few statements of the case share as much, fewer still where it is one word."""
    several = sum(not key.startswith("@") for key in shared) > 1
    return bearings.company(issue, shared) <= (COMMON if several else FEW)


def days_between(left: str | None, right: str | None) -> int:
    """Days between two of them, very many where either is no whole day."""
    try:
        return abs((datetime.date.fromisoformat(right or "") - datetime.date.fromisoformat(left or "")).days)
    except ValueError:
        return 9999
