"""WARC and WARC.gz archives, streamed: each page, paper or feed in them is read by its own reader."""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.errors import Refused
from detente.reports.limits import PAGE_BYTES
from detente.reports.report import Report
from detente.reports.source import Fault, Source
from detente.reports.warc_records import RawRecord, raw_records

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

__all__ = ["read_archive"]

_READ_TYPES = frozenset({"response", "resource", "conversion"})
_DOCUMENTS = (
    "text/html", "application/xhtml", "text/plain", "text/markdown", "application/pdf", "application/rss", "application/atom",
    "application/xml", "text/xml", "application/json", "application/ld+json", "application/vnd.openxmlformats-officedocument.word",
)  # fmt: skip


def read_archive(source: Source) -> Iterator[Report | Fault]:
    """The documents of an archive in its order. A record that cannot be read is a fault; pictures, scripts and answers that are
    no page are counted in one line at the end.
    """
    passed: Counter[str] = Counter()
    with source.open() as stream:
        for raw in raw_records(stream):
            where = f"{source.name}: record {raw.number}"
            if raw.fault is not None:
                yield Fault(where, raw.fault)
            if raw.data:
                yield from _documents(raw, source, where, passed)
    if passed:
        listed = ", ".join(f"{number} {what}" for what, number in passed.most_common(8))
        yield Fault(source.name, f"passed over what is no document: {listed}")


def _documents(raw: RawRecord, source: Source, where: str, passed: Counter[str]) -> Iterator[Report | Fault]:
    from detente.reports.reading import items_of

    try:
        record = _loaded(raw.data)
        kind = record.rec_type
        if kind not in _READ_TYPES:
            return
        status = record.http_headers.get_statuscode() if record.http_headers is not None else "200"
        if status != "200":
            passed[f"answers with status {status}"] += 1
            return
        content_type = _content_type(record)
        if content_type and not content_type.startswith(_DOCUMENTS):
            passed[content_type.split(";")[0].strip()] += 1
            return
        payload = record.content_stream().read(PAGE_BYTES + 1)
    except Exception as fault:  # warcio raises bare exceptions of many kinds on damaged records
        yield Fault(where, f"a damaged record ({type(fault).__name__}: {fault})")
        return
    if len(payload) > PAGE_BYTES:
        yield Fault(where, f"unpacks to more than the {PAGE_BYTES >> 20} MiB of a page")
        return
    address = record.rec_headers.get_header("WARC-Target-URI") or None
    charset = content_type.partition("charset=")[2].split(";")[0].strip(" \"'") or None
    try:
        yield from items_of(Source(source.path, where, payload, address.strip("<>") if address else None, charset))
    except Refused as refusal:
        yield Fault(
            refusal.where, refusal.what + (f" (found {refusal.found})" if refusal.found else "") + f" [{address}]"
        )


def _loaded(data: bytes) -> ArcWarcRecord:
    # warcio tells the log about odd addresses; what matters of a record here is said in a fault
    logging.getLogger("warcio").setLevel(logging.CRITICAL)
    from warcio.bufferedreaders import DecompressingBufferedReader
    from warcio.recordloader import ArcWarcRecordLoader

    return ArcWarcRecordLoader().parse_record_stream(DecompressingBufferedReader(io.BytesIO(data)), known_format="warc")


def _content_type(record: ArcWarcRecord) -> str:
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    return (headers.get_header("Content-Type") or "").lower()
