"""The brief as one HTML file: no script, no address that is loaded, styles and drawings inside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from html import escape as escaped
from importlib.resources import files

from detente.brief.nouns import Brief, Entry, Figure, Group, Note, Section, Source
from detente.brief.numerals import FEW, runs
from detente.brief.passages import as_quoted, label, origin, safe_address
from detente.wording import counted, day, printable

__all__ = ["to_html"]


class _References:
    """Where each note is referred to, so that it can point back."""

    def __init__(self) -> None:
        self.back: dict[int, list[str]] = defaultdict(list)
        self._made = 0

    def mark(self, numbers: tuple[int, ...]) -> str:
        """The references of one sentence."""
        spans = [(n, n) for n in numbers] if len(numbers) <= FEW else runs(numbers)
        return "".join(self._one(first, last) for first, last in spans)

    def _one(self, first: int, last: int) -> str:
        self._made += 1
        anchor = f"r{self._made}"
        for number in range(first, last + 1):
            self.back[number].append(anchor)
        label, spoken = (
            (f"{first}", f"note {first}") if first == last else (f"{first}–{last}", f"notes {first} to {last}")
        )
        return f'<sup><a class="ref" id="{anchor}" href="#n{first}" aria-label="{spoken}">{label}</a></sup>'


def to_html(brief: Brief) -> str:
    """The whole page. Everything that comes from reports or files is escaped; only http and https addresses become links."""
    references = _References()
    notes = {note.number: note for note in brief.notes}
    body = "".join(_section(section, notes, references) for section in brief.sections)
    head = "".join(f'<p class="lead">{_sentence(entry, references)}</p>' for entry in brief.headline)
    title = escape(brief.title)
    style = files("detente.brief").joinpath("brief.css").read_text("utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"/>\n"
        '<meta name="color-scheme" content="light dark"/>\n'
        f'<meta name="generator" content="détente"/>\n<title>{title}</title>\n<style>\n{style}</style>\n</head>\n'
        f'<body class="{brief.form}">\n<a class="skip" href="#main">Skip to the brief</a>\n'
        f'<header>\n<p class="kicker">{_kicker(brief)}</p>\n<h1>{title}</h1>\n{head}\n{_contents(brief)}</header>\n'
        f'<main id="main">\n{body}</main>\n{_back_matter(brief, references)}'
        f"<footer><p>{escape(_footer(brief))}</p></footer>\n</body>\n</html>\n"
    )


def escape(text: str) -> str:
    """Text as it may stand between tags and in attributes."""
    return escaped(printable(text))


def _kicker(brief: Brief) -> str:
    kind = {"full": "Brief", "card": "Card", "since": f"Changes since {day(brief.since)}"}[brief.form]
    return escape(f"{kind} · {brief.covers}" if brief.covers else kind)


def _contents(brief: Brief) -> str:
    if brief.form == "card" or len(brief.sections) < 3:
        return ""
    links = [(section.id, section.title) for section in brief.sections] + (
        [("sources", "Sources")] if brief.sources else []
    )
    items = "".join(f'<li><a href="#{anchor}">{escape(title)}</a></li>' for anchor, title in links)
    return f'<nav aria-label="Contents"><ul>{items}</ul></nav>\n'


def _section(section: Section, notes: Mapping[int, Note], references: _References) -> str:
    groups = "".join(_group(group, notes, references) for group in section.groups)
    figures = "".join(_figure(figure) for figure in section.figures)
    return (
        f'<section id="{section.id}" aria-labelledby="h-{section.id}">\n'
        f'<h2 id="h-{section.id}">{escape(section.title)}</h2>\n{groups}{figures}</section>\n'
    )


def _group(group: Group, notes: Mapping[int, Note], references: _References) -> str:
    heading = f"<h3>{escape(group.heading)}</h3>\n" if group.heading else ""
    return heading + "".join(_entry(entry, notes, references) for entry in group.entries)


def _entry(entry: Entry, notes: Mapping[int, Note], references: _References) -> str:
    told = f"<p>{_sentence(entry, references)}</p>\n"
    if not entry.passages:
        return told
    shown = "".join(_passage(notes[number]) for number in entry.passages)
    pair = " pair" if len(entry.passages) == 2 else ""
    return f'{told}<div class="passages{pair}">\n{shown}</div>\n'


def _sentence(entry: Entry, references: _References) -> str:
    sources = ' <a class="ref" href="#sources">(see Sources)</a>' if entry.all_sources else ""
    return f"{escape(entry.text)}{references.mark(entry.notes)}{sources}"


def _passage(note: Note) -> str:
    number = f'<a class="ref" href="#n{note.number}" aria-label="note {note.number}">{note.number}</a>'
    words = f"<p>{escape(as_quoted(note))}</p>"
    body = words if note.retold else f"<blockquote>{words}</blockquote>"
    return f'<div class="passage">{body}<p class="origin">{escape(origin(note))} · <em>{label(note)}</em> {number}</p></div>\n'


def _figure(figure: Figure) -> str:
    source = f' <span class="source">{escape(figure.source)}</span>' if figure.source else ""
    return (
        f'<figure id="{figure.id}">\n<div class="drawing" tabindex="0" role="region" aria-label="{escape(figure.title)}">'
        f"{figure.svg}</div>\n<figcaption><strong>{escape(figure.title)}.</strong> {escape(figure.caption)}{source}</figcaption>\n</figure>\n"
    )


def _back_matter(brief: Brief, references: _References) -> str:
    """Sources and notes; folded away on a card, which has to fit one screen."""
    matter = _sources(brief.sources) + _notes(brief.notes, references)
    return (
        f"<details><summary>Sources and notes</summary>\n{matter}</details>\n"
        if brief.form == "card" and matter
        else matter
    )


def _sources(sources: Iterable[Source]) -> str:
    items = "".join(_source(source) for source in sources)
    return (
        f'<section id="sources" aria-labelledby="h-sources">\n<h2 id="h-sources">Sources</h2>\n<ol>\n{items}</ol>\n</section>\n'
        if items
        else ""
    )


def _source(source: Source) -> str:
    facts = [source.publisher, day(source.date) if source.date else "undated", counted(source.statements, "statement")]
    facts += ["retold, not verbatim"] if source.retold else []
    links = "".join(f"<br/>{_link(address)}" for address in source.addresses)
    told = escape(" · ".join(fact for fact in facts if fact))
    return f'<li><span class="title">{escape(source.title)}</span><br/>{told} · <code>{escape(source.file)}</code>{links}</li>\n'


def _link(address: str) -> str:
    if safe_address(address) is None:
        return f"<code>{escape(address)}</code>"
    return f'<a class="address" href="{escape(address)}" rel="noreferrer noopener nofollow">{escape(address)}</a>'


def _notes(notes: Iterable[Note], references: _References) -> str:
    items = "".join(_note(note, references.back.get(note.number, [])) for note in notes)
    return (
        f'<section id="notes" aria-labelledby="h-notes">\n<h2 id="h-notes">Notes</h2>\n<ol>\n{items}</ol>\n</section>\n'
        if items
        else ""
    )


def _note(note: Note, back: list[str]) -> str:
    up = "".join(
        f' <a class="back" href="#{anchor}" aria-label="back to the text, place {place}">↩</a>'
        for place, anchor in enumerate(back[:6], 1)
    )
    if note.kind == "line":
        body = f"<code>{escape(note.where)}</code> <code>{escape(note.text)}</code>"
    else:
        link = f"<br/>{_link(note.address)}" if note.address else ""
        body = f'<em>{label(note)}:</em> {escape(as_quoted(note))}<br/><span class="origin">{escape(origin(note))} · <code>{escape(note.where)}</code></span>{link}'
    return f'<li id="n{note.number}">{body}{up}</li>\n'


def _footer(brief: Brief) -> str:
    told = "Made by détente from the reports and the model of this case. Reported is not happened; a state that can hold is not a forecast."
    return told if brief.form != "card" else "Made by détente. Reported is not happened."
