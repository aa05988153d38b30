"""What a brief is made of, before any format: sections of entries, notes, figures, sources. All frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.notebook import table

__all__ = ["Brief", "Entry", "Figure", "Group", "Note", "Section", "Source"]


@dataclass(frozen=True, slots=True)
class Note:
    """What a sentence rests on: a ``passage`` of a report, verbatim, or a ``line`` of a file that the analyst wrote.

    ``retold`` marks a passage of a report that retells its sources: it is nobody's verbatim words and is never shown as a
    quote. ``where`` is ``file`` and characters, or ``file:line``; ``date`` an ISO date cut to its precision.
    """

    number: int
    kind: Literal["passage", "line"]
    text: str
    where: str
    retold: bool = False
    title: str | None = None
    publisher: str | None = None
    date: str | None = None
    address: str | None = None
    report: str | None = None
    start: int | None = None
    end: int | None = None
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One printed sentence with the numbers of its notes.

    ``passages`` are those of its notes whose passage is printed right under it; ``all_sources`` says that it rests on every
    report in the list of sources instead of single notes; ``finding`` is the id of the finding that says it.
    """

    text: str
    notes: tuple[int, ...]
    finding: str
    passages: tuple[int, ...] = ()
    all_sources: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a heading of their own (None: under the section's)."""

    heading: str | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing: ``svg`` is a whole SVG element, ``description`` tells in words what it shows, ``source`` is its source line.

    ``width`` and ``height`` are in CSS pixels.
    """

    id: str
    title: str
    caption: str
    description: str
    source: str
    svg: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the brief. ``id`` is its anchor."""

    id: str
    title: str
    groups: tuple[Group, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A report of the case as the list of sources prints it. ``statements`` counts what was read from it."""

    report: str
    file: str
    title: str
    publisher: str | None
    date: str | None
    addresses: tuple[str, ...]
    retold: bool
    statements: int


@dataclass(frozen=True, slots=True)
class Brief:
    """A whole brief. ``covers`` is the span of days in words; ``form`` which variant it is; ``since`` the ISO day from which on
    changes are told (form ``since``)."""

    title: str
    covers: str
    form: Literal["full", "card", "since"]
    since: str | None
    headline: tuple[Entry, ...]
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]
    sources: tuple[Source, ...]
    counts: tuple[tuple[str, int], ...]

    def _repr_html_(self) -> str:
        """The judgement and the sentences; drawings and notes stand in the files that are written."""
        rows = [(section.title, entry.text) for section in self.sections for g in section.groups for entry in g.entries]
        judged = table(
            f"{self.title}, {self.covers}".removesuffix(", "), (), [(entry.text,) for entry in self.headline]
        )
        return judged + table("The brief", ("section", "sentence"), rows)
