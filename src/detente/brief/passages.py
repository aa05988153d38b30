"""How a passage is printed: verbatim words in quotation marks, retold words never in any of ours."""

from __future__ import annotations

from urllib.parse import urlsplit

from detente.brief.nouns import Note
from detente.reports.report import Report
from detente.wording import day

__all__ = ["addresses_of", "as_quoted", "label", "name_of", "origin", "safe_address"]

LONGEST_HEADING = 120  # characters; a longer first line of a plain text is no heading


def name_of(report: Report) -> str:
    """What a report is called: its title, else its first line if that reads as a heading, else its file."""
    if report.title:
        return " ".join(report.title.split())
    first = report.text.lstrip().partition("\n")[0].strip()
    return first if first and len(first) <= LONGEST_HEADING and first[-1] not in '.!?:"”' else report.file


def addresses_of(report: Report) -> tuple[str, ...]:
    """The public addresses of a report and those that it rests on, each once."""
    return tuple(dict.fromkeys([*(report.url or "").split(), *report.rests_on]))


def as_quoted(note: Note) -> str:
    """The passage on one line; in quotation marks unless it is retold, a line of a file, or holds quotation marks of its own
    (a second pair around them would be misread; the label then says alone that it is verbatim)."""
    words = " ".join(note.text.split())
    plain = note.retold or note.kind == "line" or any(mark in words for mark in '“”"«»„')
    return words if plain else f"“{words}”"


def label(note: Note) -> str:
    """What a reader has to know of a passage before reading it."""
    return "retold, not verbatim" if note.retold else "verbatim"


def origin(note: Note) -> str:
    """Report title, publisher and date of a passage's report, as far as known."""
    parts = [
        note.title or note.where.partition(", characters")[0],
        note.publisher,
        day(note.date) if note.date else "undated",
    ]
    return ", ".join(" ".join(part.split()) for part in parts if part)


def safe_address(address: str) -> str | None:
    """The address if a browser may be sent there (http or https with a host), None otherwise."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return (
        address
        if parts.scheme in ("http", "https") and parts.netloc and not any(c.isspace() for c in address)
        else None
    )
