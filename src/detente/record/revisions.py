"""What changed in a report between the versions of it that lie in a case."""

from __future__ import annotations

from dataclasses import dataclass

from detente.case import Case
from detente.record.store import Store, store_path
from detente.reports import Change, what_changed
from detente.reports.report import Report

__all__ = ["Revision", "revisions_of"]


@dataclass(frozen=True, slots=True)
class Revision:
    """An earlier version of a report, the version that is kept, and the sentences that differ, in reading order."""

    old: Report
    new: Report
    changes: tuple[Change, ...]


def revisions_of(case: Case) -> tuple[Revision, ...]:
    """Each earlier version in the case as the last reading stored it, beside the one that is kept for it."""
    path = store_path(case.derived)
    if not path.exists():
        return ()
    with Store(path) as store:
        pairs = [(store.report(c.report), store.report(c.kept)) for c in store.copies() if c.kind == "version"]
    return tuple(Revision(old, new, what_changed(old, new)) for old, new in pairs)
