"""The order of review, and the entries that a reviewer's keys make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.record.nouns import Record, Statement
from detente.reports.report import Report

__all__ = ["described", "entry_for", "review_queue"]

CONTEXT = 60  # characters kept before and after the words, by which they are found again


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
    setting: Mapping[str, str] | None = None,
    why: str = "",
) -> dict[str, object]:
    """The entry of reviews.yaml that confirms, rejects or corrects a statement, anchored by its words and what stands around them."""
    start, end = statement.content[0][0], statement.content[0][1]
    entry: dict[str, object] = {"report": report.file, "quote": report.text[start:end]}
    before, after = report.text[max(0, start - CONTEXT) : start], report.text[end : end + CONTEXT]
    entry |= {"before": before.strip()} if before.strip() else {}
    entry |= {"after": after.strip()} if after.strip() else {}
    entry["do"] = do
    if setting:
        entry["set"] = dict(setting)
    entry |= {"by": by} if by else {}
    entry["on"] = day
    entry |= {"why": why} if why else {}
    return entry


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
