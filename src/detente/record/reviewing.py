"""The order of review, and the entries that a reviewer's keys make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.record.event_reviews import extent
from detente.record.nouns import Event, Record, Statement
from detente.record.reviews import CONTEXT
from detente.reports.report import Report

__all__ = ["anchored", "described", "described_event", "entry_for", "entry_for_event", "event_queue", "review_queue"]


def review_queue(record: Record) -> tuple[Statement, ...]:
    """The statements that the analyst has not judged, the least certain first; those that a shift rests on before all others."""
    moved = {one for shift in record.shifts for one in (shift.before, shift.after)}
    open_ = [s for s in record.statements if s.review == "none" and s.content]
    return tuple(sorted(open_, key=lambda s: (s.id not in moved, s.confidence, s.report, s.content)))


def event_queue(record: Record) -> tuple[Event, ...]:
    """The events that the analyst has not judged, the least certain first."""
    return tuple(
        sorted((e for e in record.events if e.review == "none"), key=lambda e: (e.confidence, e.report, e.trigger))
    )


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


def entry_for_event(
    report: Report,
    event: Event,
    do: str,
    by: str | None,
    day: str,
    setting: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """As :func:`entry_for`, of an event, anchored by the words of its trigger."""
    return {
        **anchored(report, *extent(event)),
        "of": "event",
        "do": do,
        "set": dict(setting or {}),
        "by": by,
        "on": day,
    }


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


def described_event(report: Report, event: Event) -> Sequence[str]:
    """An event as the terminal shows it for review."""
    start, end = extent(event)
    around = " ".join(report.text[max(0, start - 160) : end + 160].split())
    actor, recipient = (
        f"{p.text} ({' '.join(filter(None, (p.code, p.sector))) or 'unknown'})" if p is not None else "none"
        for p in (event.actor, event.recipient)
    )
    kind = f"{event.type} / {event.mode}" if event.mode else event.type
    return (
        f"{report.file}  {event.date or 'undated'}  confidence {event.confidence:.2f}",
        f"  … {around} …",
        f"  {kind}, {event.status}: {' '.join(report.text[start:end].split())}",
        f"  actor: {actor}; recipient: {recipient}; place: {event.place or 'none'}",
    )
