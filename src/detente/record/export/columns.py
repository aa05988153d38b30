"""The data dictionary: every column of every table that leaves the record, what it holds and whether it may be empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from detente.record.leaving import Leaving
from detente.record.rows import event_row, position_row, shift_row, statement_row
from detente.reports.report import Report

__all__ = ["TABLES", "Column", "rows_of"]

Kind = Literal["string", "number", "boolean", "spans"]
Cell = str | float | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``spans`` are JSON, ``[[start, end], ...]``, in characters of the report's text, end exclusive."""

    name: str
    kind: Kind
    empty: bool
    meaning: str


def _columns(text: str) -> tuple[Column, ...]:
    """Columns from lines ``name kind meaning``; a question mark after the kind: the cell may be empty."""
    found = []
    for line in text.strip().splitlines():
        name, kind, meaning = line.split(None, 2)
        bare = kind.rstrip("?")
        assert bare in ("string", "number", "boolean", "spans"), line  # noqa: S101 - a slip in the table below
        found.append(Column(name, bare, kind.endswith("?"), meaning))  # type: ignore[arg-type]  # checked in the line above
    return tuple(found)


TABLES: dict[str, tuple[Column, ...]] = {
    "statements": _columns("""
id string id made of the report's id, the offset and the content; equal in every reading
report string id of the report
quote string direct, indirect, mixed (quoted and unquoted words in one content) or transcript
source string who said it, as printed
source_spans spans where that stands
actor string? the actor spoken for, a name of case.yaml or of the gazetteer
person string? the person who speaks
office string? the office held on that day
source_kind string named, office, unnamed, second-hand or none
cue_spans spans the words that say that something is said
content_spans spans what is said
text string the content's words, pieces joined by an ellipsis
within string? id of the statement in whose content this one stands
said_on string? day of saying, YYYY-MM-DD or cut to its precision
said_on_known string? words (a day is named beside the cue) or report (the report's own day)
venue string? where it was said
confidence number between 0 and 1; of a rule the share of its findings that were right
method string reader and rule
cue string the cue's words
review string none, confirmed, corrected or added: the analyst's word
"""),
    "events": _columns("""
id string id made of the report's id, the offset and the content; equal in every reading
report string id of the report
type string PLOVER 2021 event type
mode string? PLOVER mode
actor string? who acted, as printed
actor_spans spans? where that stands
actor_code string? ISO 3166-1 alpha-3, IGO, NGO, MNC, or a name of case.yaml
actor_sector string? PLOVER sector
recipient string? on whom or towards whom, as printed
recipient_spans spans? where that stands
recipient_code string? as actor_code
recipient_sector string? PLOVER sector
trigger_spans spans the words that tell the event
date string? day of the event, YYYY-MM-DD or cut to its precision
place string? where, as printed
status string reported, intended, denied or hypothetical
confidence number between 0 and 1
method string coder and rule
review string none, confirmed, corrected or added: the analyst's word
"""),
    "positions": _columns("""
actor string whose position it is
issue string issue of case.yaml
date string? day of saying
stance string for, against, open or noncommittal
firmness number between 0 and 1
statement string id of the statement it is read from
speaker string who spoke
negated boolean whether the statement was negated
condition_spans spans the condition that belongs to it
why string the words, or the reader, that it was read by
sure number how plainly, between 0 and 1
"""),
    "shifts": _columns("""
actor string who has moved
issue string issue of case.yaml
kind string reverses, softens, hardens, denies-saying, denies-report or contradicted-by-own-side
before_statement string id of the earlier statement
after_statement string id of the later statement
speaker_before string who spoke first
speaker_after string who spoke later
why string what shows the shift
"""),
    "reports": _columns("""
id string id of the report
file string file it was read from
title string? headline
publisher string? publisher
published string? ISO 8601, cut to what is known, with its zone if known
url string? first public address
language string? language of the text
rights string? rights line
"""),
}


def rows_of(record: Leaving) -> dict[str, Iterator[tuple[Cell, ...]]]:
    """The rows of every table, cells in the order of TABLES."""
    return {
        "statements": ((*statement_row(s), s.review) for s in record.statements()),
        "events": ((*event_row(e), e.review) for e in record.events()),
        "positions": map(position_row, record.positions),
        "shifts": map(shift_row, record.shifts),
        "reports": map(_report, record.reports()),
    }


def _report(r: Report) -> tuple[Cell, ...]:
    return (r.id, r.file, r.title, r.publisher, r.published.iso if r.published else None, r.url, r.language, r.rights)
