"""The brief as PDF, set by typst: tagged, with an outline, notes that can be clicked both ways and text in alternative to each
drawing.

The font is Libertinus Serif (SIL Open Font License), which typst carries, so that no font of the machine is needed. Only a text
in a script that it does not hold (Arabic, Chinese, ...) is set with what the machine has.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from detente.brief.nouns import Brief, Entry, Figure, Note, Section, Source
from detente.brief.numerals import runs
from detente.brief.passages import as_quoted, label, origin, safe_address
from detente.errors import MissingExtra
from detente.wording import counted, day, printable

__all__ = ["held_by_font", "to_pdf", "to_typst"]

_HELD = re.compile(
    r"[\n\x20-\x7e\xa0-\u02af\u0300-\u036f\u0370-\u03ff\u0400-\u04ff\u2009\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2030\u2032\u2033"
    r"\u2039\u203a\u20ac\u2116\u2190-\u2193\u21a9\u2212\u221e\u2248\u2260\u2264\u2265]*\Z"
)
_STYLE = """#set document(title: {title}, date: none)
#set page(paper: "a4", margin: (x: 22mm, y: 20mm), numbering: "1")
#set text(font: "Libertinus Serif", size: 10.5pt, lang: "en", hyphenate: true)
#set par(justify: false, leading: 0.62em)
#show heading.where(level: 1): set text(size: 22pt)
#show heading.where(level: 2): set text(size: 14pt)
#show heading.where(level: 3): set text(size: 11pt)
#show link: set text(fill: rgb("#0b4f8a"))
#show figure: set block(breakable: false)
#let passage(body, from) = block(width: 100%, inset: (left: 9pt, y: 4pt), stroke: (left: 1.5pt + rgb("#8d8a83")), breakable: false)[#body \\ #text(size: 8.5pt, fill: rgb("#575757"))[#from]]
"""


def held_by_font(text: str) -> bool:
    """Whether the font that is shipped holds every character of a text."""
    return _HELD.match(text) is not None


def to_pdf(brief: Brief) -> bytes:
    """The PDF, the same bytes for the same brief. Raises MissingExtra where typst is not installed."""
    try:
        import typst
    except ImportError as fault:
        raise MissingExtra("a brief as PDF", "pdf") from fault
    source = to_typst(brief)
    with tempfile.TemporaryDirectory() as folder:
        for section in brief.sections:
            for figure in section.figures:
                (Path(folder) / f"{figure.id}.svg").write_text(figure.svg, encoding="utf-8")
        page = Path(folder) / "brief.typ"
        page.write_text(source, encoding="utf-8")
        alone = held_by_font(source) and all(held_by_font(f.svg) for s in brief.sections for f in s.figures)
        made = typst.compile(str(page), root=folder, ignore_system_fonts=alone)
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made


def to_typst(brief: Brief) -> str:
    """The brief as typst source; every text stands in a string, so that none of it is read as markup."""
    notes = {note.number: note for note in brief.notes}
    seen: set[int] = set()
    parts = [_STYLE.replace("{title}", _string(brief.title))]
    kind = {"full": "Brief", "card": "Card", "since": f"Changes since {day(brief.since)}"}[brief.form]
    parts.append(_text(f"{kind} · {brief.covers}" if brief.covers else kind) + "\n")
    parts.append(f"= {_text(brief.title)}\n")
    parts += [f"#text(size: 12pt)[{_sentence(entry, seen)}]\n" for entry in brief.headline]
    for section in brief.sections:
        parts += _section(section, notes, seen)
    parts += _sources(brief.sources)
    parts += _notes(brief.notes, seen)
    return "\n".join(parts)


def _string(words: str) -> str:
    plain = " ".join(printable(words).split())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _text(words: str) -> str:
    return f"#{_string(words)};"


def _sentence(entry: Entry, seen: set[int]) -> str:
    """The sentence with its notes; the first reference to a note is where the note points back to."""
    marks = []
    for first, last in runs(entry.notes):
        fresh = [n for n in range(first, last + 1) if n not in seen]
        seen.update(fresh)
        anchors = "".join(f"#box[]<r{number}>" for number in fresh)
        label = str(first) if first == last else f"{first}–{last}"
        marks.append(f"{anchors}#link(<n{first}>)[{_text(label)}]")
    told = _text(entry.text) + (f"#super[{' '.join(marks)}]" if marks else "")
    return told + (" #link(<sources>)[(see Sources)]" if entry.all_sources else "")


def _section(section: Section, notes: Mapping[int, Note], seen: set[int]) -> list[str]:
    parts = [f"== {_text(section.title)}\n"]
    for group in section.groups:
        if group.heading:
            parts.append(f"=== {_text(group.heading)}\n")
        for entry in group.entries:
            parts.append(_sentence(entry, seen) + "\n")
            parts += _passages([notes[number] for number in entry.passages])
    return parts + [_figure(figure) for figure in section.figures]


def _passages(shown: list[Note]) -> list[str]:
    """Passages one under the other; two, as of a shift, side by side."""
    if len(shown) != 2:
        return [f"{_passage(note)}\n" for note in shown]
    return [f"#grid(columns: (1fr, 1fr), gutter: 9pt, {', '.join(f'[{_passage(note)}]' for note in shown)})\n"]


def _passage(note: Note) -> str:
    return f"#passage[{_text(as_quoted(note))}][#emph[{label(note)}]; {_text(origin(note))} #link(<n{note.number}>)[{_text(str(note.number))}]]"


def _figure(figure: Figure) -> str:
    caption = f"[*{_text(figure.title + '.')}* {_text(figure.caption)} {_text(figure.source)}]"
    image = f'image("{figure.id}.svg", width: 100%, alt: {_string(figure.description)})'
    return f"#figure({image}, caption: {caption}, supplement: none, numbering: none)\n"


def _sources(sources: Iterable[Source]) -> list[str]:
    items = []
    for source in sources:
        facts = [
            source.publisher,
            day(source.date) if source.date else "undated",
            counted(source.statements, "statement"),
        ]
        facts += ["retold, not verbatim"] if source.retold else []
        links = "".join(f" \\ {_address(address)}" for address in source.addresses)
        items.append(f"+ {_text(source.title)} \\ {_text(', '.join(fact for fact in facts if fact))}{links}")
    return ["== Sources <sources>\n", "#set text(size: 9pt)\n", *items, ""] if items else ["#box[]<sources>"]


def _address(address: str) -> str:
    shown = f"text(size: 8pt)[{_text(address)}]"
    return f"#link({_string(address)}, {shown})" if safe_address(address) else f"#{shown}"


def _notes(notes: Iterable[Note], seen: set[int]) -> list[str]:
    items = []
    for note in notes:
        if note.kind == "line":
            told = f"{_text(note.where)} #raw({_string(note.text)})"
        else:
            address = f" \\ {_address(note.address)}" if note.address else ""
            told = (
                f"#emph[{label(note)}:] {_text(as_quoted(note))} \\ {_text(origin(note) + '; ' + note.where)}{address}"
            )
        back = f" #link(<r{note.number}>)[{_text('↩')}]" if note.number in seen else ""
        items.append(f"#block[#strong[{_text(str(note.number))}] {told}{back}]<n{note.number}>\n")
    return ["== Notes\n", "#set text(size: 9pt)\n", *items] if items else []
