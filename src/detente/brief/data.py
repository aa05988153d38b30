"""The brief as JSON: the same sentences, notes and sources as plain values, for a program to use."""

from __future__ import annotations

import json

from detente.brief.nouns import Brief, Entry, Figure, Note, Section, Source

__all__ = ["as_data", "to_json"]


def as_data(brief: Brief) -> dict[str, object]:
    """The brief as JSON-like values. Figures are named and told in words; the drawings stand in the HTML."""
    return {
        "title": brief.title,
        "covers": brief.covers,
        "form": brief.form,
        "since": brief.since,
        "headline": [_entry(entry) for entry in brief.headline],
        "sections": [_section(section) for section in brief.sections],
        "notes": [_note(note) for note in brief.notes],
        "sources": [_source(source) for source in brief.sources],
        "counts": dict(brief.counts),
    }


def to_json(brief: Brief) -> str:
    """One JSON object, indented, the same bytes for the same brief."""
    return json.dumps(as_data(brief), ensure_ascii=False, indent=1) + "\n"


def _entry(entry: Entry) -> dict[str, object]:
    return {
        "text": entry.text,
        "notes": list(entry.notes),
        "passages": list(entry.passages),
        "all_sources": entry.all_sources,
        "finding": entry.finding,
    }


def _section(section: Section) -> dict[str, object]:
    return {
        "id": section.id,
        "title": section.title,
        "groups": [{"heading": g.heading, "entries": [_entry(entry) for entry in g.entries]} for g in section.groups],
        "figures": [_figure(figure) for figure in section.figures],
    }


def _figure(figure: Figure) -> dict[str, object]:
    return {
        "id": figure.id,
        "title": figure.title,
        "caption": figure.caption,
        "description": figure.description,
        "source": figure.source,
    }


def _note(note: Note) -> dict[str, object]:
    return {
        "number": note.number,
        "kind": note.kind,
        "text": note.text,
        "where": note.where,
        "retold": note.retold,
        "title": note.title,
        "publisher": note.publisher,
        "date": note.date,
        "address": note.address,
        "report": note.report,
        "span": None if note.start is None else [note.start, note.end],
        "statement": note.statement,
    }


def _source(source: Source) -> dict[str, object]:
    return {
        "report": source.report,
        "file": source.file,
        "title": source.title,
        "publisher": source.publisher,
        "date": source.date,
        "addresses": list(source.addresses),
        "retold": source.retold,
        "statements": source.statements,
    }
