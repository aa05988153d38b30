"""The brief as Markdown (CommonMark with footnotes), readable as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from detente.brief.nouns import Brief, Entry, Note, Section, Source
from detente.brief.numerals import FEW, runs
from detente.brief.passages import as_quoted, label, origin, safe_address
from detente.wording import counted, day, printable

__all__ = ["to_markdown"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_OPENING = re.compile(r"\A(\s*)(?:([-+=])|(\d+)([.)]))(?=\s|$|[-+=])")


def to_markdown(brief: Brief) -> str:
    """The whole text; what comes from reports is escaped, so that none of it is read as markup."""
    notes = {note.number: note for note in brief.notes}
    alone = _alone(brief)
    lines = [f"# {_plain(brief.title)}", ""]
    if brief.covers:
        lines += [
            f"{ {'full': 'Brief', 'card': 'Card', 'since': 'Changes since ' + day(brief.since)}[brief.form] }, {brief.covers}".strip(),
            "",
        ]
    for entry in brief.headline:
        lines += [f"**{_plain(entry.text)}**{_marks(entry, alone)}", ""]
    for section in brief.sections:
        lines += _section(section, notes, alone)
    lines += _sources(brief.sources)
    lines += _notes(brief.notes)
    return "\n".join(lines).rstrip() + "\n"


def _plain(text: str) -> str:
    """Text on one line with everything escaped that Markdown would read as markup."""
    escaped = _SPECIAL.sub(r"\\\1", " ".join(printable(text).split())).replace("&", "&amp;")
    return _OPENING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", escaped)


def _alone(brief: Brief) -> frozenset[int]:
    """The notes that some sentence refers to one by one: renderers leave out a footnote that nothing refers to."""
    entries = [*brief.headline, *(e for section in brief.sections for group in section.groups for e in group.entries)]
    return frozenset(number for entry in entries if len(entry.notes) <= FEW for number in entry.notes)


def _marks(entry: Entry, alone: frozenset[int]) -> str:
    """The references of a sentence; many are drawn together, ``[^3]–[^9]``, but for those that stand nowhere else."""
    if entry.all_sources:
        return " (see Sources)"
    if len(entry.notes) <= FEW:
        return "".join(f"[^{number}]" for number in entry.notes)
    return " ".join(
        f"[^{first}]" if first == last else f"[^{first}]–[^{last}]"
        for run in runs(entry.notes)
        for first, last in _pieces(*run, alone)
    )


def _pieces(first: int, last: int, alone: frozenset[int]) -> list[tuple[int, int]]:
    """A run cut after every note that stands nowhere else, so that each of those is an end of its piece."""
    ends = [n for n in range(first, last + 1) if n == last or n not in alone]
    return list(zip([first, *(n + 1 for n in ends[:-1])], ends, strict=True))


def _section(section: Section, notes: Mapping[int, Note], alone: frozenset[int]) -> list[str]:
    lines = [f"## {_plain(section.title)}", ""]
    for group in section.groups:
        if group.heading:
            lines += [f"### {_plain(group.heading)}", ""]
        for entry in group.entries:
            lines += [f"{_plain(entry.text)}{_marks(entry, alone)}", ""]
            for number in entry.passages:
                lines += [
                    f"> *{label(notes[number])}:* {_plain(as_quoted(notes[number]))}",
                    f"> — {_plain(origin(notes[number]))}",
                    "",
                ]
    for figure in section.figures:
        lines += [f"*Figure: {_plain(figure.title)}.* {_plain(figure.description)}", ""]
    return lines


def _sources(sources: Iterable[Source]) -> list[str]:
    lines = ["## Sources", ""]
    for place, source in enumerate(sources, 1):
        facts = [
            source.publisher,
            day(source.date) if source.date else "undated",
            counted(source.statements, "statement"),
        ]
        facts += ["retold, not verbatim"] if source.retold else []
        told = ", ".join(_plain(fact) for fact in facts if fact)
        lines.append(f"{place}. {_plain(source.title)}. {told}. {_plain(source.file)}")
        lines += [f"   {_address(address)}" for address in source.addresses]
    return [*lines, ""] if len(lines) > 2 else []


def _address(address: str) -> str:
    return f"<{address}>" if safe_address(address) and not re.search(r"[<>]", address) else _plain(address)


def _notes(notes: Iterable[Note]) -> list[str]:
    lines = []
    for note in notes:
        if note.kind == "line":
            lines.append(f"[^{note.number}]: {_plain(note.where)}: {_plain(note.text)}")
        else:
            address = f" {_address(note.address)}" if note.address else ""
            lines.append(
                f"[^{note.number}]: {label(note)}: {_plain(as_quoted(note))} — {_plain(origin(note))}; {_plain(note.where)}.{address}"
            )
    return ["## Notes", "", *lines] if lines else []
