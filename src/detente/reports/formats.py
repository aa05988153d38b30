"""Which kind of file it is: by what it holds, and by its suffix only where the content leaves it open."""

from __future__ import annotations

import re
from typing import Literal

from detente.errors import ReportRefused
from detente.reports.decoding import decoded

__all__ = ["HEAD_BYTES", "SUFFIXES", "Kind", "kind_of"]

Kind = Literal["text", "markdown", "page", "feed", "newsml", "json", "archive", "gzip", "pdf", "docx"]

HEAD_BYTES = 1 << 16
SUFFIXES = frozenset(
    ".html .htm .xhtml .txt .text .md .markdown .json .jsonl .jsonld .xml .rss .atom .warc .gz .pdf .docx".split()
)
"""Suffixes of the files that a folder of reports may hold."""

_TEXT_SUFFIXES = {".txt": "text", ".text": "text", ".md": "markdown", ".markdown": "markdown"}
_ROOT = re.compile(r"<(?!\?|!)(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
_FEEDS = frozenset({"rss", "feed", "rdf"})
_NEWSML = frozenset({"newsitem", "newsmessage", "packageitem", "knowledgeitem", "conceptitem", "planningitem"})
_PAGE_START = re.compile(
    r"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.DOTALL
)
_PAGE_MARK = re.compile(
    r"<(?:p|div|h1|h2|article|section|main|meta|title|br|span|table|body|html|a)\b[^<>]{0,500}>", re.I
)
_KNOWN_STARTS = (
    (b"{\\rtf", "an RTF file"), (b"\xd0\xcf\x11\xe0", "an old Word (.doc) or Outlook file"), (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"), (b"Rar!", "a RAR archive"), (b"7z\xbc\xaf", "a 7z archive"),
    (b"SQLite format 3", "an SQLite database"), (b"\x7fELF", "a program"), (b"MZ\x90", "a program"), (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"), (b"PAR1", "a Parquet file"), (b"OggS", "a sound file"), (b"ID3", "a sound file"),
)  # fmt: skip


def kind_of(head: bytes, name: str) -> Kind:
    """The kind of a file by its first bytes (up to HEAD_BYTES) and its name. Raises ReportRefused for what is no report."""
    suffix = "." + name.lower().rsplit(".", 1)[-1] if "." in name else ""
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(head, suffix, name)
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if re.match(rb"\s*WARC/\d", head):
        return "archive"
    for start, what in _KNOWN_STARTS:
        if head.startswith(start):
            raise _unknown(name, what)
    return _textual(decoded(head).text.lstrip("\ufeff"), suffix, name)


def _zipped(head: bytes, suffix: str, name: str) -> Kind:
    if suffix == ".docx" or b"word/" in head:
        return "docx"
    raise _unknown(name, "a zip archive")


def _textual(head: str, suffix: str, name: str) -> Kind:
    start = head.lstrip()
    if _PAGE_START.match(head):
        return "page"
    root = _ROOT.search(re.sub(r"<!--.*?(?:-->|$)|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", "", start, flags=re.DOTALL | re.I))
    if start.startswith("<") and root is not None and root.start() < 20_000:
        element = root[1].lower()
        if element in _FEEDS:
            return "feed"
        if element in _NEWSML:
            return "newsml"
        if start.startswith("<?xml") and not _PAGE_MARK.search(start):
            raise _unknown(name, f"XML with the root <{root[1]}>")
    if suffix in _TEXT_SUFFIXES:
        return "text" if _TEXT_SUFFIXES[suffix] == "text" else "markdown"
    if start.startswith(("{", "[")) and (suffix.startswith(".json") or re.match(r"\{\s*\"|\[\s*[{\]]|\{\s*\}", start)):
        return "json"
    if suffix in (".html", ".htm", ".xhtml") or _PAGE_MARK.search(head):
        return "page"
    if suffix in (".xml", ".rss", ".atom"):
        raise _unknown(name, "XML without a known root")
    if suffix.startswith(".json"):
        return "json"
    if suffix in (".pdf", ".docx", ".warc"):
        raise _unknown(name, f"no {suffix[1:].upper()} file")
    return "text"


def _unknown(name: str, found: str) -> ReportRefused:
    return ReportRefused(
        "none of the formats that can be read",
        where=name,
        found=found,
        mend="use HTML, text, Markdown, RSS, Atom, ninjs, NewsML-G2, trafilatura or news-please JSON, WARC, PDF or DOCX",
    )
