"""Statements as W3C Web Annotations (Recommendation of 23 February 2017) whose bodies are schema.org's, and back.

Target: the content, each piece by its words with what stands before and after (TextQuoteSelector) and by its offsets
(TextPositionSelector). Body: a schema.org Quotation only where the words are verbatim; indirect speech, and any statement of a report that
retells its sources, is a schema.org Claim. Source and cue are kept under a vocabulary of our own (``detente:``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from detente.errors import Refused, shown
from detente.language.reader import Spans
from detente.record.leaving import Leaving
from detente.record.nouns import Source, Statement
from detente.reports.report import Report

__all__ = ["annotations_pieces", "read_annotations"]

AROUND = 32  # characters of context on each side of a quoted piece
_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"schema": "https://schema.org/", "detente": "urn:detente:terms:"}]
_VERBATIM = ("direct", "transcript")


def annotations_pieces(record: Leaving) -> Iterator[str]:
    """All statements as one annotation page in JSON-LD, piece by piece."""
    page = {"@context": _CONTEXT, "id": "urn:detente:statements", "type": "AnnotationPage", "items": []}
    yield _json(page).removesuffix("]\n}")
    between = "\n"
    for statement in record.statements():
        yield between + "  " + _json(_annotation(statement, record.report(statement.report))).replace("\n", "\n  ")
        between = ",\n"
    yield "]\n}\n" if between == "\n" else "\n ]\n}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def read_annotations(text: str) -> tuple[Statement, ...]:
    """The statements of a page as :func:`annotations_pieces` writes it. Raises Refused for anything else."""
    try:
        return tuple(_statement(item) for item in json.loads(text)["items"])
    except (ValueError, KeyError, TypeError) as fault:
        raise Refused(
            what="not a page of detente's annotations", where="annotations", found=shown(fault), mend="export it again"
        ) from fault


def _annotation(statement: Statement, report: Report | None) -> dict[str, object]:
    return {
        "id": f"urn:detente:{statement.id}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": _body(statement, report),
        "target": [_target(statement.report, report, span) for span in statement.content],
    }


def _body(statement: Statement, report: Report | None) -> dict[str, object]:
    source = statement.source
    verbatim = statement.quote in _VERBATIM and not (report is not None and report.retold)
    speaker: dict[str, object] = {
        "type": "schema:Person" if source.person else "schema:Organization",
        "schema:name": source.person or source.actor or source.text,
    }
    if source.person and source.actor:
        speaker["schema:affiliation"] = source.actor
    if source.office:
        speaker["schema:jobTitle"] = source.office
    return {
        "type": "schema:Quotation" if verbatim else "schema:Claim",
        "schema:text": statement.text,
        ("schema:spokenByCharacter" if verbatim else "schema:author"): speaker if source.spans else None,
        "schema:dateCreated": statement.said_on,
        "schema:isPartOf": report.url if report is not None else None,
        "detente:quote": statement.quote,
        "detente:report": statement.report,
        "detente:within": statement.within,
        "detente:source": {
            "spans": _listed(source.spans),
            "text": source.text,
            "actor": source.actor,
            "person": source.person,
            "office": source.office,
            "kind": source.kind,
        },
        "detente:cue": {"spans": _listed(statement.cue), "text": statement.cue_text},
        "detente:saidOnKnown": statement.said_on_known,
        "detente:venue": statement.venue,
        "detente:confidence": statement.confidence,
        "detente:method": statement.method,
        "detente:review": statement.review,
    }


def _target(identity: str, report: Report | None, span: tuple[int, int]) -> dict[str, object]:
    start, end = span
    selectors: list[Mapping[str, object]] = [{"type": "TextPositionSelector", "start": start, "end": end}]
    if report is not None:
        text = report.text
        quote = {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(0, start - AROUND) : start],
            "suffix": text[end : end + AROUND],
        }
        selectors.insert(0, quote)
    address = report.url if report is not None and report.url else f"urn:detente:report:{identity}"
    return {"type": "SpecificResource", "source": address, "selector": selectors}


def _listed(spans: Spans) -> list[list[int]]:
    return [[a, b] for a, b in spans]


def _statement(item: Mapping[str, Any]) -> Statement:
    body = item["body"]
    source, cue = body["detente:source"], body["detente:cue"]
    positions = (next(s for s in t["selector"] if s["type"] == "TextPositionSelector") for t in item["target"])
    return Statement(
        id=item["id"].removeprefix("urn:detente:"),
        report=body["detente:report"],
        quote=body["detente:quote"],
        source=Source(
            _spans(source["spans"]), source["text"], source["actor"], source["person"], source["office"], source["kind"]
        ),
        cue=_spans(cue["spans"]),
        content=tuple((p["start"], p["end"]) for p in positions),
        text=body["schema:text"],
        within=body["detente:within"],
        said_on=body["schema:dateCreated"],
        said_on_known=body["detente:saidOnKnown"],
        venue=body["detente:venue"],
        confidence=body["detente:confidence"],
        method=body["detente:method"],
        review=body["detente:review"],
        cue_text=cue["text"],
    )


def _spans(listed: Sequence[Sequence[int]]) -> Spans:
    return tuple((int(a), int(b)) for a, b in listed)
