"""PLOVER JSON lines (Open Event Data Alliance, PLOVER 2021), one event a line, and back.

The manual's fields are kept: ``source`` and ``target`` with ``actorText``, ``code`` and ``sector``, ``event``, ``mode``, ``date``, ``text`` (the
sentence or sentences) and ``text_info`` with the start and end of what was coded. Added, all under ``detente``: the report, spans, status,
place, confidence, method, and the statement in whose content the event stands: who says so.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from detente.errors import Refused, shown
from detente.language.reader import Spans
from detente.language.sentences import sentence_spans
from detente.record.leaving import Leaving
from detente.record.nouns import Event, EventParty, Statement
from detente.reports.report import Report
from detente.version import __version__

__all__ = ["plover_lines", "read_plover"]


def plover_lines(record: Leaving) -> Iterator[str]:
    """Every event of the record as a line of JSON, in the record's order."""
    for identity, events in groupby(record.events(), key=attrgetter("report")):
        report, said = record.report(identity), record.said_in(identity)
        ends = sentence_spans(report.text) if report is not None else ()
        for event in events:
            yield json.dumps(_line(event, report, ends, said), ensure_ascii=False) + "\n"


def read_plover(lines: Iterable[str]) -> tuple[Event, ...]:
    """The events of lines as :func:`plover_lines` writes them. Raises Refused for a line that is none."""
    events = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                events.append(_event(json.loads(line)))
            except (ValueError, KeyError, TypeError) as fault:
                raise Refused(
                    what="not a PLOVER line of detente's",
                    where=f"line {number}",
                    found=shown(fault),
                    mend="export it again",
                ) from fault
    return tuple(events)


def _line(
    event: Event, report: Report | None, sentences: Sequence[tuple[int, int]], said: Sequence[Statement]
) -> dict[str, object]:
    start, end = _around(event, sentences)
    voice = _voice(event, said)
    return {
        "id": event.id,
        "date": event.date,
        "source": _parties(event.actor),
        "target": _parties(event.recipient),
        "event": event.type,
        "mode": event.mode,
        "text": report.text[start:end] if report is not None else None,
        "text_info": {"start": start, "end": end},
        "language": (report.language if report is not None else None) or "en",
        "publication": report.publisher if report is not None else None,
        "url": report.url if report is not None else None,
        "coder": event.method,
        "version": __version__,
        "detente": {
            "report": event.report,
            "status": event.status,
            "review": event.review,
            "place": event.place,
            "confidence": event.confidence,
            "actor_spans": _listed(event.actor.spans) if event.actor else None,
            "recipient_spans": _listed(event.recipient.spans) if event.recipient else None,
            "trigger_spans": _listed(event.trigger),
            "said_by": None
            if voice is None
            else {
                "statement": voice.id,
                "source": voice.source.text,
                "actor": voice.source.actor,
                "person": voice.source.person,
                "said_on": voice.said_on,
            },
        },
    }


def _around(event: Event, sentences: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Start and end of the sentences that hold the event."""
    spans = [
        *event.trigger,
        *(event.actor.spans if event.actor else ()),
        *(event.recipient.spans if event.recipient else ()),
    ]
    first, last = min(a for a, _ in spans), max(b for _, b in spans)
    if not sentences:
        return first, last
    starts = [a for a, _ in sentences]
    return sentences[max(0, bisect_right(starts, first) - 1)][0], max(
        last, sentences[max(0, bisect_right(starts, last - 1) - 1)][1]
    )


def _voice(event: Event, said: Sequence[Statement]) -> Statement | None:
    """The innermost statement whose content holds the trigger."""
    at = event.trigger[0][0]
    holding = [(b - a, s.id, s) for s in said for a, b in s.content if a <= at < b]
    return min(holding)[2] if holding else None


def _parties(party: EventParty | None) -> list[dict[str, str | None]]:
    return [] if party is None else [{"actorText": party.text, "code": party.code, "sector": party.sector}]


def _listed(spans: Spans) -> list[list[int]]:
    return [[a, b] for a, b in spans]


def _event(line: Mapping[str, Any]) -> Event:
    more = line["detente"]
    return Event(
        id=line["id"],
        report=more["report"],
        type=line["event"],
        mode=line["mode"],
        actor=_party(line["source"], more["actor_spans"]),
        recipient=_party(line["target"], more["recipient_spans"]),
        trigger=_spans(more["trigger_spans"]),
        date=line["date"],
        place=more["place"],
        status=more["status"],
        confidence=more["confidence"],
        method=line["coder"],
        review=more["review"],
    )


def _party(listed: Sequence[Mapping[str, Any]], spans: Sequence[Sequence[int]] | None) -> EventParty | None:
    if not listed or spans is None:
        return None
    return EventParty(_spans(spans), listed[0]["actorText"], listed[0]["code"], listed[0]["sector"])


def _spans(listed: Sequence[Sequence[int]]) -> Spans:
    return tuple((int(a), int(b)) for a, b in listed)
