"""The order of review, and the entries that a reviewer's keys make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.record.nouns import Record, Statement
from detente.record.reviews import CONTEXT
from detente.reports.report import Report

__all__ = ["anchored", "described", "entry_for", "review_queue"]


def review_queue(record: Record) -> tuple[Statement, ...]:
    """The statements that the analyst has not judged, the least certain first; those that a shift rests on before all others."""
    moved = {one for shift in record.shifts for one in (shift.before, shift.after)}
    open_ = [s for s in record.statements if s.review == "none" and s.content]
    return tuple(sorted(open_, key=lambda s: (s.id not in moved, s.confidence, s.report, s.content)))


def entry_for(
    report: Report,
    statement: Statement,
    do: str,
    by: str | None,
    day: str,
    setting: Mapping[str, object] | None = None,
    why: str = "",
) -> dict[str, object]:
    """The entry of reviews.yaml that confirms, rejects or corrects a statement, anchored by the longest run of its words.

    Empty values are left out of the file by ``append_review``.
    """
    spans = statement.content or statement.source.spans
    entry = anchored(report, *max(spans, key=lambda span: span[1] - span[0]))
    return {**entry, "do": do, "set": dict(setting or {}), "by": by, "on": day, "why": why}


def anchored(report: Report, start: int, end: int) -> dict[str, object]:
    """The words of a passage with those around it, by which an entry is found again; the keys of reviews.yaml in their order."""
    text = report.text
    return {
        "report": report.file,
        "quote": text[start:end],
        "before": text[max(0, start - CONTEXT) : start],
        "after": text[end : end + CONTEXT],
    }


def described(report: Report, statement: Statement) -> Sequence[str]:
    """A statement as the terminal shows it for review: its sentence's surroundings, its parts, its confidence."""
    start, end = statement.content[0][0], statement.content[-1][1]
    around = " ".join(report.text[max(0, start - 160) : end + 80].split())
    source = statement.source
    who = " / ".join(part for part in (source.actor, source.person, source.office) if part) or "unknown"
    return (
        f"{report.file}  {statement.said_on or 'undated'}  confidence {statement.confidence:.2f}",
        f"  … {around} …",
        f"  source: {source.text or 'none'} = {who}",
        f"  content: {' '.join(statement.text.split())}",
    )
