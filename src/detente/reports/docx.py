"""Word papers (.docx), read from their own XML. Source: ECMA-376 part 1, sections 11.3 and 17."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.errors import ReportRefused
from detente.reports.limits import PAGE_BYTES, PAPER_BYTES, UNPACKED_RATIO
from detente.reports.moments import moment
from detente.reports.page_facts import names_in
from detente.reports.report import Image, Report
from detente.reports.source import Fault, Source
from detente.reports.xml_safely import first, name_of, parsed, text_of, xml_text

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_docx"]

_LEFT_OUT = frozenset({"del", "movefrom", "instrtext", "deltext", "fallback", "footnotereference", "rpr", "ppr"})
_TITLES = re.compile(r"^(?:title|titel|titre)$", re.IGNORECASE)
_CAPTIONS = re.compile(r"caption|beschriftung|l[eé]gende", re.IGNORECASE)


def read_docx(source: Source) -> Iterator[Report | Fault]:
    """The paper as one Report: the paragraph of style Title is its title, those of style Caption its pictures' captions."""
    data = source.data(PAPER_BYTES)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            body = _part(packed, "word/document.xml", source.name)
            about = _part(packed, "docProps/core.xml", source.name) if "docProps/core.xml" in packed.namelist() else b""
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError, ValueError) as fault:
        raise ReportRefused(
            "not a whole DOCX file",
            where=source.name,
            found=f"{type(fault).__name__}: {fault}"[:120],
            mend="fetch or copy it again",
        ) from fault
    root, broken = parsed(xml_text(body, where=source.name).text, where=source.name)
    if broken is not None:
        yield Fault(source.name, broken)
    title, paragraphs, images = _body(root)
    if not paragraphs:
        raise ReportRefused(
            "no text", where=source.name, mend="if its pages are pictures, run text recognition over them first"
        )
    core = parsed(xml_text(about, where=source.name).text, where=source.name)[0] if about.strip() else None
    yield Report(
        id="", file="", title=title or text_of(first(core, "title")), text="\n\n".join(paragraphs), images=images,
        authors=tuple(names_in(text_of(first(core, "creator")))), published=moment(text_of(first(core, "created")), "page"),
        modified=moment(text_of(first(core, "modified")), "page"),
    )  # fmt: skip


def _part(packed: zipfile.ZipFile, name: str, where: str) -> bytes:
    about = packed.getinfo(name)
    with packed.open(about) as stream:
        data = stream.read(PAGE_BYTES + 1)
    if len(data) > PAGE_BYTES or (len(data) > 1 << 20 and len(data) > UNPACKED_RATIO * max(1, about.compress_size)):
        raise ReportRefused(
            "unpacks to far more than a report can be",
            where=where,
            found=f"{len(data):,} bytes from {about.compress_size:,}",
            mend="save it again from the word processor",
        )
    return data


def _body(root: _Element) -> tuple[str | None, list[str], tuple[Image, ...]]:
    title: str | None = None
    paragraphs: list[str] = []
    images: list[Image] = []
    for style, text in _paragraphs(root):
        if title is None and _TITLES.match(style):
            title = text
        elif _CAPTIONS.search(style):
            images.append(Image(text, None))
        else:
            paragraphs.append(text)
    return title, paragraphs, tuple(images)


def _paragraphs(root: _Element) -> Iterator[tuple[str, str]]:
    """Style and text of each paragraph in order, tables' cells and text boxes among them; walked without recursion."""
    from lxml import etree

    style, skipped = "", 0
    words: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = name_of(element)
        if name in _LEFT_OUT:
            skipped += 1 if event == "start" else -1
        if name == "p":
            # a text box opens a paragraph within a paragraph: what stood before it is one of its own
            lines = [" ".join(line.split()) for line in "".join(words).split("\n")]
            if any(lines):
                yield style, "\n".join(line for line in lines if line)
            style, words = "", []
        elif event == "start" and name == "pstyle":
            style = next((str(value) for key, value in element.attrib.items() if str(key).endswith("val")), "")
        elif event == "start" and not skipped:
            words.append(_written(name, element))


def _written(name: str, element: _Element) -> str:
    if name == "t":
        return str(element.text or "")
    return {"tab": " ", "br": "\n", "cr": "\n", "nobreakhyphen": "-"}.get(name, "")
