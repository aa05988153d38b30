"""The record as JSON, in the shapes of the command line's ``--json``; equal records give equal bytes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from detente.language.reader import Spans
from detente.record.nouns import Copy, Event, EventParty, Position, Record, Shift, Statement
from detente.reports.report import Report

if TYPE_CHECKING:
    from detente.record.leaving import Drawn

__all__ = [
    "copy_json",
    "event_json",
    "position_json",
    "positions_json",
    "reading_json",
    "record_json",
    "report_json",
    "shift_json",
    "statement_json",
    "to_json",
]

Json = dict[str, object]


def _spans(spans: Spans) -> list[list[int]]:
    return [[a, b] for a, b in spans]


def report_json(report: Report) -> Json:
    """A report as in ``read --json``."""
    return {
        "id": report.id,
        "title": report.title,
        "authors": list(report.authors),
        "publisher": report.publisher,
        "published": report.published.iso if report.published else None,
        "published_precision": report.published.precision if report.published else None,
        "published_origin": report.published.origin if report.published else None,
        "url": report.url,
        "sections": list(report.sections),
        "images": [{"caption": image.caption, "credit": image.credit} for image in report.images],
        "file": report.file,
        "rights": report.rights,
        "rests_on": list(report.rests_on),
        "language": report.language,
        "signal": report.signal,
        "warnings": list(report.warnings),
        "text": report.text,
    }


def statement_json(s: Statement) -> Json:
    """A statement as in ``read --json``; a part that was not found is null."""
    source: Json | None = None
    if s.source.spans:
        source = {
            "spans": _spans(s.source.spans),
            "text": s.source.text,
            "actor": s.source.actor,
            "person": s.source.person,
            "office": s.source.office,
            "kind": s.source.kind,
        }
    return {
        "id": s.id,
        "report": s.report,
        "quote": s.quote,
        "source": source,
        "cue": {"spans": _spans(s.cue)} if s.cue else None,
        "content": {"spans": _spans(s.content), "text": s.text},
        "within": s.within,
        "said_on": s.said_on,
        "said_on_known": s.said_on_known,
        "venue": s.venue,
        "confidence": round(s.confidence, 4),
        "method": s.method,
        "review": s.review,
    }


def event_json(e: Event) -> Json:
    """An event as in ``read --json``."""
    return {
        "id": e.id,
        "report": e.report,
        "type": e.type,
        "mode": e.mode,
        "actor": _party(e.actor),
        "recipient": _party(e.recipient),
        "trigger": {"spans": _spans(e.trigger)},
        "date": e.date,
        "place": e.place,
        "status": e.status,
        "confidence": round(e.confidence, 4),
        "method": e.method,
        "review": e.review,
    }


def _party(party: EventParty | None) -> Json | None:
    return (
        None
        if party is None
        else {"spans": _spans(party.spans), "text": party.text, "code": party.code, "sector": party.sector}
    )


def position_json(p: Position) -> Json:
    """A position as in ``positions --json``."""
    return {
        "actor": p.actor,
        "issue": p.issue,
        "date": p.date,
        "stance": p.stance,
        "firmness": round(p.firmness, 4),
        "statement": p.statement,
        "speaker": p.speaker,
        "negated": p.negated,
        "condition": {"spans": _spans(p.condition)} if p.condition else None,
        "why": p.why,
        "sure": round(p.sure, 4),
    }


def shift_json(s: Shift) -> Json:
    """A shift as in ``positions --json``."""
    return {
        "actor": s.actor,
        "issue": s.issue,
        "kind": s.kind,
        "before": s.before,
        "after": s.after,
        "speaker_before": s.speaker_before,
        "speaker_after": s.speaker_after,
        "why": s.why,
    }


def copy_json(c: Copy) -> Json:
    """A copy as in ``record --json``."""
    return {"report": c.report, "kept": c.kept, "kind": c.kind, "publisher": c.publisher, "url": c.url}


def reading_json(report: Report, statements: Sequence[Statement], events: Sequence[Event]) -> Json:
    """One line of ``read --json``."""
    return {
        "report": report_json(report),
        "statements": [statement_json(s) for s in statements],
        "events": [event_json(e) for e in events],
    }


def positions_json(record: Record | Drawn) -> Json:
    """The object of ``positions --json``."""
    return {"positions": [position_json(p) for p in record.positions], "shifts": [shift_json(s) for s in record.shifts]}


def record_json(record: Record, reports: Iterable[Report] = ()) -> Json:
    """The object of ``record --json``."""
    return {
        "reports": [report_json(r) for r in reports],
        "statements": [statement_json(s) for s in record.statements],
        "events": [event_json(e) for e in record.events],
        **positions_json(record),
        "copies": [copy_json(c) for c in record.copies],
    }


def to_json(record: Record, reports: Iterable[Report] = ()) -> str:
    """:func:`record_json` as text with a final line end."""
    return json.dumps(record_json(record, reports), ensure_ascii=False, indent=1) + "\n"
