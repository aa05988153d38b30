"""The nouns of the record as rows of the store, and back."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Literal, cast

from detente.language.reader import QuoteKind, Spans
from detente.record.nouns import Event, EventParty, Position, Shift, Source, SourceKind, Statement, Status
from detente.reports.report import Image, Moment, Report, Turn

__all__ = [
    "EVENT_COLUMNS",
    "STATEMENT_COLUMNS",
    "event_from",
    "event_row",
    "position_row",
    "report_from",
    "report_text",
    "shift_row",
    "spans_from",
    "spans_text",
    "statement_from",
    "statement_row",
]

STATEMENT_COLUMNS = (
    "id", "report", "quote", "source", "source_spans", "actor", "person", "office", "source_kind", "cue_spans", "content_spans",
    "text", "within", "said_on", "said_on_known", "venue", "confidence", "method", "cue",
)  # fmt: skip
EVENT_COLUMNS = (
    "id", "report", "type", "mode", "actor", "actor_spans", "actor_code", "actor_sector", "recipient", "recipient_spans",
    "recipient_code", "recipient_sector", "trigger_spans", "date", "place", "status", "confidence", "method",
)  # fmt: skip
Cell = str | float | None


def spans_text(spans: Spans) -> str:
    """Spans as they stand in the store: JSON, ``[[a, b], ...]``."""
    return json.dumps([list(s) for s in spans], separators=(",", ":"))


def spans_from(text: str) -> Spans:
    """The spans of :func:`spans_text`."""
    return tuple((int(a), int(b)) for a, b in json.loads(text))


def statement_row(s: Statement) -> tuple[Cell, ...]:
    """A statement as a row of ``statements``."""
    source = s.source
    return (
        s.id, s.report, s.quote, source.text, spans_text(source.spans), source.actor, source.person, source.office, source.kind,
        spans_text(s.cue), spans_text(s.content), s.text, s.within, s.said_on, s.said_on_known, s.venue, s.confidence, s.method, s.cue_text,
    )  # fmt: skip


def statement_from(row: Sequence[Any]) -> Statement:
    """The statement of a row, in the order of STATEMENT_COLUMNS."""
    actor, person, office = _shared(row[5]), _shared(row[6]), _shared(row[7])
    source = Source(spans_from(row[4]), _shared(row[3]), actor, person, office, cast("SourceKind", _shared(row[8])))
    return Statement(
        id=row[0],
        report=_shared(row[1]),
        quote=cast("QuoteKind", _shared(row[2])),
        source=source,
        cue=spans_from(row[9]),
        content=spans_from(row[10]),
        text=row[11],
        within=row[12],
        said_on=_shared(row[13]),
        said_on_known=cast('Literal["words", "report"] | None', _shared(row[14])),
        venue=_shared(row[15]),
        confidence=row[16],
        method=_shared(row[17]),
        cue_text=_shared(row[18]),
    )


def _shared(cell: Any) -> Any:
    """The one copy of words that many rows repeat."""
    return sys.intern(cell) if type(cell) is str else cell


def event_row(e: Event) -> tuple[Cell, ...]:
    """An event as a row of ``events``."""
    return (
        e.id, e.report, e.type, e.mode, *_party_cells(e.actor), *_party_cells(e.recipient), spans_text(e.trigger), e.date, e.place,
        e.status, e.confidence, e.method,
    )  # fmt: skip


def event_from(row: Sequence[Any]) -> Event:
    """The event of a row, in the order of EVENT_COLUMNS."""
    return Event(
        id=row[0],
        report=row[1],
        type=row[2],
        mode=row[3],
        actor=_party(row[4:8]),
        recipient=_party(row[8:12]),
        trigger=spans_from(row[12]),
        date=row[13],
        place=row[14],
        status=cast("Status", row[15]),
        confidence=row[16],
        method=row[17],
    )


def position_row(p: Position) -> tuple[Cell, ...]:
    """A position as a row of ``positions``."""
    return (
        p.actor, p.issue, p.date, p.stance, p.firmness, p.statement, p.speaker, p.negated, spans_text(p.condition), p.why, p.sure,
    )  # fmt: skip


def shift_row(s: Shift) -> tuple[Cell, ...]:
    """A shift as a row of ``shifts``."""
    return s.actor, s.issue, s.kind, s.before, s.after, s.speaker_before, s.speaker_after, s.why


def _party_cells(party: EventParty | None) -> tuple[Cell, ...]:
    return (None,) * 4 if party is None else (party.text, spans_text(party.spans), party.code, party.sector)


def _party(cells: Sequence[Any]) -> EventParty | None:
    return None if cells[0] is None else EventParty(spans_from(cells[1]), cells[0], cells[2], cells[3])


def report_text(report: Report) -> str:
    """Everything of a report but its text, as JSON."""
    body = asdict(report)
    del body["text"]
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def report_from(document: str, text: str) -> Report:
    """The report of :func:`report_text` and its text."""
    body: dict[str, Any] = json.loads(document)
    body["text"] = text
    for key in ("published", "modified"):
        body[key] = Moment(**body[key]) if body[key] is not None else None
    body["images"] = tuple(Image(**image) for image in body["images"])
    body["turns"] = tuple(Turn(tuple(turn["label"]), tuple(turn["body"])) for turn in body["turns"])
    for key in ("authors", "sections", "rests_on", "warnings"):
        body[key] = tuple(body[key])
    return Report(**body)
