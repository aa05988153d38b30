"""PDF papers with a text layer. A scan has none and is refused with the remedy."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from statistics import median
from typing import TYPE_CHECKING

from detente.errors import ReportRefused
from detente.reports.limits import PAPER_BYTES, PAPER_PAGES, TEXT_CHARS
from detente.reports.moments import moment
from detente.reports.page_facts import names_in
from detente.reports.report import Moment, Report
from detente.reports.source import Fault, Source

if TYPE_CHECKING:
    from pypdf import PdfReader

__all__ = ["paragraphs_of", "read_pdf"]

_LEAST_LETTERS = 25
"""Letters a page, on average: a scan has none or a stamp, a title page about a hundred."""
_RUNNING_PAGES = 3
"""A first or last line that stands on this many pages (numbers aside) is a running head or foot."""
_STAMP = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?([Z+-])?(\d{2})?'?(\d{2})?")
_BULLET = re.compile(r"^\s*(?:[•▪◦●*–-]\s|\(?[a-z0-9]{1,3}[.)]\s|[A-Z]\.\s)")
_ENDS = re.compile(r"[.!?:;…][\"”’)\]]*\d{0,2}$")


def read_pdf(source: Source) -> Iterator[Report | Fault]:
    """The paper as one Report. A page that cannot be read is a fault, the others are read."""
    from pypdf import PdfReader

    data = source.data(PAPER_BYTES)
    # pypdf tells the log about every oddity of a file; what matters here is said in warnings
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReportRefused("locked with a password", where=source.name, mend="save it without the password")
        count = len(reader.pages)
    except ReportRefused:
        raise
    except Exception as fault:  # pypdf: "broken PDF files might cause other Exceptions"
        raise _broken(source.name, fault) from fault
    pages, faults = _pages(reader, min(count, PAPER_PAGES), source.name)
    yield from faults
    if count > PAPER_PAGES:
        yield Fault(source.name, f"only the first {PAPER_PAGES:,} of {count:,} pages are read")
    letters = sum(c.isalpha() for page in pages for line in page for c in line)
    if letters < _LEAST_LETTERS * max(1, len(pages)):
        raise ReportRefused(
            "a scan: its pages are pictures without a text layer",
            where=source.name,
            found=f"{letters} letters on {count} pages",
            mend="run text recognition over it first, for example: ocrmypdf in.pdf out.pdf",
        )
    title, authors, published = _properties(reader)
    yield Report(id="", file="", title=title, text=paragraphs_of(pages), authors=authors, published=published)


def _broken(where: str, fault: Exception) -> ReportRefused:
    return ReportRefused(
        "not a whole PDF file",
        where=where,
        found=f"{type(fault).__name__}: {fault}"[:120],
        mend="fetch or copy it again",
    )


def _pages(reader: PdfReader, count: int, where: str) -> tuple[list[list[str]], list[Fault]]:
    pages: list[list[str]] = []
    faults: list[Fault] = []
    size = 0
    for number in range(count):
        try:
            text = reader.pages[number].extract_text()
        except Exception as fault:  # as above: one broken page must not cost the others
            faults.append(Fault(f"{where}: page {number + 1}", f"cannot be read ({type(fault).__name__}: {fault})"))
            continue
        size += len(text)
        if size > TEXT_CHARS:
            faults.append(
                Fault(f"{where}: page {number + 1}", "the text is longer than a report can be; the rest is not read")
            )
            break
        pages.append([" ".join(line.split()) for line in text.replace("\0", "").splitlines()])
    if count and not pages and faults:
        raise ReportRefused("no page could be read", where=where, found=faults[0].what, mend="fetch or copy it again")
    return pages, faults


def paragraphs_of(pages: list[list[str]]) -> str:
    """Lines of pages as paragraphs joined by a blank line: running heads and page numbers left out, hyphens at line ends closed.

    A line ends its paragraph if it ends a sentence well short of the page's usual width, or if a list item or blank line follows.
    """
    running = _running_lines(pages)
    lines = [
        line for page in pages for place, line in enumerate(page) if not _is_running(line, place, len(page), running)
    ]
    widths = [len(line) for line in lines if len(line) > 20]
    full = median(widths) if widths else 0
    paragraphs: list[str] = []
    current = ""
    last = ""
    for line in [*lines, ""]:
        starts = (
            not line or _BULLET.match(line) is not None or (_ENDS.search(last) is not None and len(last) < 0.85 * full)
        )
        if current and starts:
            paragraphs.append(current)
            current = ""
        if line:
            current = _joined(current, line) if current else line
            last = line
    return "\n\n".join(paragraphs)


def _joined(text: str, line: str) -> str:
    if re.search(r"[a-zà-ÿ]-$", text) and line[:1].islower():
        return text[:-1] + line
    return text + line if text.endswith(("-", "–", "/")) else f"{text} {line}"


def _running_lines(pages: list[list[str]]) -> set[str]:
    seen: Counter[str] = Counter()
    for page in pages:
        full = [line for line in page if line]
        seen.update({_numberless(line) for line in [*full[:2], *full[-2:]]})
    return {line for line, number in seen.items() if number >= max(_RUNNING_PAGES, len(pages) // 3)}


def _is_running(line: str, place: int, height: int, running: set[str]) -> bool:
    at_edge = place < 3 or place >= height - 3
    return (
        at_edge
        and bool(line)
        and (_numberless(line) in running or re.fullmatch(r"[-– ]*\d{1,4}[-– ]*", line) is not None)
    )


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "#", line.casefold())


def _properties(reader: PdfReader) -> tuple[str | None, tuple[str, ...], Moment | None]:
    try:
        about = reader.metadata
        values = (
            {key: str(about.get(key) or "") for key in ("/Title", "/Author", "/CreationDate")}
            if about is not None
            else {}
        )
    except Exception:  # properties are a nicety; a broken dictionary of them must not cost the text
        return None, (), None
    title = " ".join(values.get("/Title", "").split())
    if re.search(r"\.(?:docx?|pdf|indd|qxd|rtf)$|^microsoft word|^untitled|^slide 1", title, re.IGNORECASE):
        title = ""
    return title or None, tuple(names_in(values.get("/Author"))), _stamp(values.get("/CreationDate", ""))


def _stamp(written: str) -> Moment | None:
    """A PDF date (ISO 32000-1, 7.9.4) as a Moment read from the page, since it is the file's own making that it tells."""
    found = _STAMP.match(written)
    if found is None:
        return None
    year, month, day, hour, minute, second, sign, zone_hour, zone_minute = found.groups()
    iso = "-".join(part for part in (year, month, day) if part)
    if hour and minute and day:
        zone = "" if sign is None else "Z" if sign == "Z" else f"{sign}{zone_hour or '00'}:{zone_minute or '00'}"
        iso += f"T{hour}:{minute}" + (f":{second}" if second else "") + zone
    return moment(iso, "page")
