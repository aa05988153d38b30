"""The noun Report: one published item, cleaned, with every part it came with kept apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Image", "Moment", "Report", "Span2", "Turn"]

Precision = Literal["year", "month", "day", "minute", "second"]
Origin = Literal["stated", "page", "address", "inferred"]
Signal = Literal["canceled", "correction", "update"]
Span2 = tuple[int, int]
"""Start and end (exclusive) in characters of a report's own text."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as far as it is known.

    ``iso`` is ISO 8601 cut to its precision (``2014``, ``2014-06``, ``2014-06-16``, ``2014-06-16T14:05+02:00``), with its zone if
    known. ``origin``: ``stated`` by the item in a field of its own or a header block, read from the ``page``'s text or meta
    data, from the ``address``, or ``inferred``.
    """

    iso: str
    precision: Precision
    origin: Origin

    @property
    def day(self) -> str | None:
        """The day (``YYYY-MM-DD``), or None where the date is not known to the day."""
        return self.iso[:10] if self.precision in ("day", "minute", "second") else None


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, map or figure: its caption and its credit or source line, each as printed, None where there is none."""

    caption: str | None
    credit: str | None


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's turn in a transcript: the span of the label as printed (without its colon) and of what was said."""

    label: Span2
    body: Span2


@dataclass(frozen=True, slots=True)
class Report:
    """One published item.

    ``text`` holds the body's paragraphs in reading order, joined by a blank line, without title, byline, tags, captions,
    credits and pull quotes; every offset in détente counts characters of it. ``id`` is made from the file's name and the
    item's content. ``addresses`` are all public addresses that the item names for itself (``url`` is the first);
    ``rests_on`` the addresses that a retold item rests on. ``turns`` is empty but for transcripts. ``warnings`` are one line each.
    """

    id: str
    file: str
    title: str | None
    text: str
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: Moment | None = None
    modified: Moment | None = None
    url: str | None = None
    sections: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    turns: tuple[Turn, ...] = ()
    rights: str | None = None
    rests_on: tuple[str, ...] = ()
    dateline: str | None = None
    language: str | None = None
    signal: Signal | None = None
    digest: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def retold(self) -> bool:
        """Whether the text retells its sources, so that it must never be shown as anybody's verbatim words."""
        return self.rights is not None and "retold" in self.rights.lower()
