"""One door for every format: ``read_file``."""

from __future__ import annotations

import importlib
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

from detente.errors import ReportRefused
from detente.reports.finishing import finished
from detente.reports.formats import HEAD_BYTES, Kind, kind_of
from detente.reports.limits import PAGE_BYTES
from detente.reports.report import Report
from detente.reports.source import Fault, Source, unpacked

__all__ = ["Reader", "read_file", "read_source"]

Reader = Callable[[Source], Iterator[Report | Fault]]
"""A format's reader: yields its items in order; a fault in one item is yielded in its place, only a whole that cannot be read raises."""

_READERS: dict[Kind, str] = {
    "text": "plain:read_text",
    "markdown": "plain:read_markdown",
    "page": "page:read_page_file",
    "feed": "feed:read_feed",
    "newsml": "newsml:read_newsml",
    "json": "json_items:read_json",
    "archive": "archive:read_archive",
    "pdf": "pdf:read_pdf",
    "docx": "docx:read_docx",
}
"""Module and function of each reader. Imported only when a file of its kind turns up: a text file needs no HTML parser."""

_PEEK, _FAULTS_SHOWN = 1024, 50


def read_file(path: Path, *, name: str | None = None, address: str | None = None) -> Iterator[Report]:
    """The reports in one file, one after the other, in the order in which they stand there.

    ``name`` is how messages and ``Report.file`` call the file (its own name if left out); ``address`` is where it was fetched from,
    for a page that does not name its own. A fault in one item of a feed or an
    archive becomes a warning of the report before it (of the first report, if it comes first), and the other items are read.
    Raises ReportRefused where nothing could be read.
    """
    source = Source(path, name or path.name, address=address)
    try:
        if not path.is_file():
            what = "a folder" if path.is_dir() else "no ordinary file" if path.exists() else "not there"
            raise ReportRefused(
                "a report has to be a file", where=source.name, found=what, mend="name a file that exists"
            )
        yield from read_source(source)
    except OSError as fault:
        raise ReportRefused(
            "cannot be read",
            where=source.name,
            found=fault.strerror or str(fault),
            mend="check the file and its permissions",
        ) from fault


def read_source(source: Source) -> Iterator[Report]:
    """As ``read_file``, for a source that is already open, such as bytes just fetched."""
    pending: Report | None = None
    faults: list[Fault] = []
    seen: set[str] = set()
    number = 0
    for found in items_of(source):
        if isinstance(found, Fault):
            faults.append(found)
            continue
        number += 1
        report = finished(found, source, number, seen)
        if pending is not None:
            yield _warned(pending, faults)
            faults = []
        pending = report
    if pending is None:
        raise _nothing(source, faults)
    yield _warned(pending, faults)


def items_of(source: Source) -> Iterator[Report | Fault]:
    """The unfinished items of a source, by the reader of its kind."""
    head = source.head(HEAD_BYTES)
    if not head.strip():
        raise ReportRefused("empty file", where=source.name, mend="put the report into it, or delete it")
    kind = kind_of(head, source.name)
    if kind == "gzip":
        kind, source = _within_gzip(source, head)
    module, _, function = _READERS[kind].partition(":")
    # the table names only functions of this type
    reader = cast(Reader, getattr(importlib.import_module(f"detente.reports.{module}"), function))
    yield from reader(source)


def _within_gzip(source: Source, head: bytes) -> tuple[Kind, Source]:
    """The kind of what a gzip file holds; an archive stays packed, since its records are unpacked one by one."""
    inner = re.sub(r"(?i)\.gz$", "", source.name)
    try:
        start = zlib.decompressobj(wbits=31).decompress(head, _PEEK)
    except zlib.error:
        start = b""
    if re.match(rb"\s*WARC/\d", start) or inner.lower().endswith(".warc"):
        return "archive", source
    with source.open() as stream:
        data = unpacked(stream, where=source.name, limit=PAGE_BYTES)
    if not data.strip():
        raise ReportRefused("empty file", where=source.name, mend="put the report into it, or delete it")
    kind = kind_of(data[:HEAD_BYTES], inner)
    if kind == "gzip":
        raise ReportRefused("a gzip file within a gzip file", where=source.name, mend="unpack it yourself")
    return kind, replace(source, name=inner, held=data)


def _warned(report: Report, faults: list[Fault]) -> Report:
    if not faults:
        return report
    lines = [fault.line() for fault in faults[:_FAULTS_SHOWN]]
    if len(faults) > _FAULTS_SHOWN:
        lines.append(f"{len(faults) - _FAULTS_SHOWN} more faults of items behind these")
    return replace(report, warnings=(*report.warnings, *lines))


def _nothing(source: Source, faults: list[Fault]) -> ReportRefused:
    if not faults:
        return ReportRefused("holds no report", where=source.name, mend="check that it is the file you meant")
    more = f", and {len(faults) - 1} more faults like it" if len(faults) > 1 else ""
    return ReportRefused(
        f"nothing in it could be read: {faults[0].what}{more}",
        where=faults[0].where,
        mend="mend the file, or leave it out",
    )
