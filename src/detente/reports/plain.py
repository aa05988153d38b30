"""Plain text, kept to the character but for a header block, and Markdown, kept to the word but for its marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.errors import ReportRefused
from detente.reports.decoding import Decoded, decoded, lines_unified
from detente.reports.header import Header, header_of
from detente.reports.limits import LINE_CHARS, PAGE_BYTES
from detente.reports.moments import moment
from detente.reports.report import Image, Report
from detente.reports.source import Source

__all__ = ["read_markdown", "read_text"]

_FENCE = re.compile(r"^(?:```|~~~).*$")
_RULE = re.compile(r"^(?:[-*_]\s*){3,}$|^={3,}$")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
_IMAGE = re.compile(r"!\[([^\]\n]*)\]\(([^()\s]*)(?:\s+\"([^\"\n]*)\")?\)")
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]+)\](?:\([^()\s]*(?:\s+\"[^\"\n]*\")?\)|\[[^\[\]\n]*\])")
_REFERENCE = re.compile(r"^\s{0,3}\[[^\[\]\n]+\]:\s+\S+.*$")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]+)>")
_STRONG = re.compile(
    r"(?<![\w*\\])(\*\*\*|\*\*|\*)(?=\S)([^*\n]+?)(?<=\S)\1(?![\w*])|(?<![\w_\\])(___|__|_)(?=\S)([^_\n]+?)(?<=\S)\3(?![\w_])"
)
_QUOTE = re.compile(r"^\s{0,3}>\s?")
_ITEM = re.compile(r"^\s{0,6}(?:[-*+]|\d{1,3}[.)])\s+")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!>|-])")


def read_text(source: Source) -> Iterator[Report]:
    """A text file as one Report; its title is the header's, or none."""
    read, header = _opened(source)
    yield _report(source, read, header, header.rest, title=header.values.get("title"))


def read_markdown(source: Source) -> Iterator[Report]:
    """A Markdown file as one Report: the first heading of the first level is its title, marks are taken off, words stay."""
    read, header = _opened(source)
    title, text, images = _unmarked(header.rest)
    report = _report(source, read, header, text, title=header.values.get("title") or title, images=images)
    if not report.text:
        raise _empty(source.name)
    yield report


def _opened(source: Source) -> tuple[Decoded, Header]:
    data = source.data(PAGE_BYTES)
    read = decoded(data, declared=source.charset)
    text = lines_unified(read.text)
    longest = max((len(line) for line in text.split("\n")), default=0) if len(text) > LINE_CHARS else 0
    if longest > LINE_CHARS:
        number = next(n for n, line in enumerate(text.split("\n"), 1) if len(line) > LINE_CHARS)
        raise ReportRefused(
            f"a line of more than {LINE_CHARS:,} characters is no text of paragraphs",
            where=f"{source.name}:{number}",
            found=f"{longest:,} characters",
            mend="break it into lines, or leave the file out",
        )
    if "\0" in text:
        raise ReportRefused(
            "not a text file",
            where=f"{source.name}:{text.count(chr(10), 0, text.index(chr(0))) + 1}",
            found="zero bytes",
            mend="save it as text (UTF-8), HTML, PDF or DOCX",
        )
    header = header_of(text)
    if not header.rest.strip():
        raise _empty(source.name)
    return read, header


def _empty(where: str) -> ReportRefused:
    return ReportRefused("no text", where=where, mend="put the report's text into the file, or delete it")


def _report(
    source: Source, read: Decoded, header: Header, text: str, *, title: str | None, images: tuple[Image, ...] = ()
) -> Report:
    values = header.values
    warnings = [] if read.warning is None else [read.warning]
    published = moment(values.get("date"), "stated")
    if values.get("date") and published is None:
        warnings.append(
            f"the date '{values['date'][:40]}' in the header block is none that can be read; write it as 2014-06-16"
        )
    return Report(
        id="", file="", title=title, text=text, images=images,
        authors=tuple(name.strip() for name in values.get("author", "").split(",") if name.strip()),
        publisher=values.get("publisher") or None, published=published,
        modified=moment(values.get("modified"), "stated"), url=values.get("url") or source.address,
        rights=values.get("rights") or None, rests_on=tuple(values.get("rests-on", "").split()), warnings=tuple(warnings),
    )  # fmt: skip


def _unmarked(source: str) -> tuple[str | None, str, tuple[Image, ...]]:
    """Title, paragraphs joined by a blank line, and pictures of a Markdown text."""
    title: str | None = None
    paragraphs: list[list[str]] = [[]]
    images: list[Image] = []
    fenced = False
    lines = source.split("\n")
    for place, line in enumerate(lines):
        if _FENCE.match(line.strip()):
            fenced = not fenced
            paragraphs.append([])
            continue
        if fenced:
            paragraphs[-1].append(line)
            continue
        heading = _HEADING.match(line)
        underlined = (
            place + 1 < len(lines) and re.fullmatch(r"=+\s*", lines[place + 1]) is not None and line.strip() != ""
        )
        if heading is not None or underlined:
            words = _inline(heading[1] if heading is not None else line.strip(), images)
            if title is None and (underlined or line.startswith("# ")):
                title = words
            elif words:
                paragraphs.append([words])
            paragraphs.append([])
        elif not line.strip() or _RULE.match(line.strip()) or _REFERENCE.match(line):
            paragraphs.append([])
        else:
            if _ITEM.match(line):
                paragraphs.append([])
            words = _inline(_ITEM.sub("", _QUOTE.sub("", line)).strip(), images)
            if words:
                paragraphs[-1].append(words)
    joined = ("\n".join(lines) for lines in paragraphs if lines)
    return title, "\n\n".join(text for text in joined if text.strip()), tuple(images)


def _inline(line: str, images: list[Image]) -> str:
    def picture(found: re.Match[str]) -> str:
        caption = found[3] or found[1]
        if caption:
            images.append(Image(caption, None))
        return ""

    line = _LINK.sub(r"\1", _IMAGE.sub(picture, line))
    line = _AUTOLINK.sub(r"\1", line)
    line = _STRONG.sub(lambda found: found[2] or found[4], _STRONG.sub(lambda found: found[2] or found[4], line))
    return _ESCAPE.sub(r"\1", line).strip()
