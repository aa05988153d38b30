"""The records of a WARC file one by one, in bounded memory, past damage. Source: ISO 28500:2017, WARC 1.1, sections 4 and 5.

warcio's own iterator stops at the first record that is damaged, so that here only the cutting into records is done, and warcio
is given each record by itself.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from detente.reports.limits import PAGE_BYTES, SKIPPED_BYTES

__all__ = ["RawRecord", "raw_records"]

_CHUNK = 1 << 16
_MAGIC = b"\x1f\x8b\x08"
_HEADER_BYTES = 1 << 16
_START = re.compile(rb"^WARC/\d\.\d\s*$")
_START_AT_END = re.compile(rb"WARC/\d\.\d\s*$")
"""A record cut short without a line end leaves the next one's first line glued to its last."""
_START_WITHIN = re.compile(rb"(?:^|\n)(WARC/\d\.\d\r?\n)")
_LENGTH = re.compile(rb"(?im)^content-length\s*:\s*(\d{1,18})\s*$")


@dataclass(frozen=True, slots=True)
class RawRecord:
    """Record ``number`` of a file: all its bytes, or none and the fault for which it was left out."""

    number: int
    data: bytes
    fault: str | None = None


class _Bytes:
    """A stream of unpacked bytes with a place to put some back; damage in a packed stream is skipped and told once."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self.stream = stream
        self.held = b""
        self.faults: list[str] = []
        head = stream.read(3)
        stream.seek(0)
        self.packed = head == _MAGIC
        self.engine = zlib.decompressobj(wbits=31) if self.packed else None
        self.pending = b""
        self.passed = 0

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes, fewer only at the end."""
        parts, have = [self.held[:size]], min(size, len(self.held))
        self.held = self.held[size:]
        while have < size:
            more = self._more()
            if not more:
                break
            take = size - have
            parts.append(more[:take])
            have += len(parts[-1])
            self.held = more[take:]
        return b"".join(parts)

    def line(self, limit: int) -> bytes:
        """One line with its end, cut at ``limit``."""
        while b"\n" not in self.held and len(self.held) < limit:
            more = self._more()
            if not more:
                break
            self.held += more
        end = self.held.find(b"\n", 0, limit) + 1 or min(limit, len(self.held))
        found, self.held = self.held[:end], self.held[end:]
        return found

    def put_back(self, data: bytes) -> None:
        """Makes ``data`` the next bytes to be read."""
        self.held = data + self.held

    def _more(self) -> bytes:
        if not self.packed:
            return self.stream.read(_CHUNK)
        while True:
            if not self.pending:
                self.pending = self.stream.read(_CHUNK)
                if not self.pending:
                    return b""
            out = self._unpack()
            if out:
                return out

    def _unpack(self) -> bytes:
        if self.engine is None or self.engine.eof:
            self._to_next_member()
            if self.engine is None:
                return b""
        try:
            out = self.engine.decompress(self.pending, _CHUNK)
        except zlib.error:
            self.passed += 1
            self.pending = self.pending[1:]
            self.engine = None
            return b""
        self.pending = self.engine.unused_data if self.engine.eof else self.engine.unconsumed_tail
        return out

    def _to_next_member(self) -> None:
        """Moves to the next start of a gzip member, through anything that is none, and tells how much that was."""
        self.engine = None
        while self.engine is None:
            at = self.pending.find(_MAGIC)
            if at >= 0 and _unpacks(self.pending[at : at + _CHUNK]):
                self.engine = zlib.decompressobj(wbits=31)
                drop = at
            else:
                drop = at + 1 if at >= 0 else max(0, len(self.pending) - 2)
            self.passed += drop
            self.pending = self.pending[drop:]
            if self.engine is None and at < 0:
                more = self.stream.read(_CHUNK)
                if not more:
                    self.passed += len(self.pending)
                    self.pending = b""
                    break
                self.pending += more
        if self.passed:
            self.faults.append(f"damaged gzip data; {self.passed:,} packed bytes passed over")
            self.passed = 0


def _unpacks(data: bytes) -> bool:
    """Whether a record begins here; the three bytes of gzip's mark also turn up within packed data."""
    try:
        start = zlib.decompressobj(wbits=31).decompress(data, 16)
    except zlib.error:
        return False
    return len(data) < 64 or start.startswith(b"WARC/")


def raw_records(stream: io.BufferedIOBase) -> Iterator[RawRecord]:
    """The records in order. After damage the reading goes on at the next line that begins a record."""
    data = _Bytes(stream)
    number, skipped = 0, 0
    while True:
        line = data.line(_HEADER_BYTES)
        for fault in data.faults:
            number += 1
            yield RawRecord(number, b"", fault)
        data.faults.clear()
        if not line:
            break
        if not line.strip():
            continue
        number += 1
        if _START.match(line.rstrip()):
            record, passed = _record(data, line, number)
        else:
            data.put_back(line)
            passed = _to_start(data)
            record = RawRecord(number, b"", f"no record where one should begin; {passed:,} bytes passed over")
        skipped += passed
        yield record
        if skipped > SKIPPED_BYTES:
            yield RawRecord(number, b"", f"{skipped:,} bytes were passed over; the rest of the archive is not read")
            break


def _to_start(data: _Bytes) -> int:
    """Passes over bytes up to the next line that begins a record, or ends as one begins; returns how many."""
    passed = 0
    while passed <= SKIPPED_BYTES and (line := data.line(_HEADER_BYTES)):
        found = _START_AT_END.search(line)
        if found is not None:
            data.put_back(line[found.start() :])
            return passed + found.start()
        passed += len(line)
    return passed


def _record(data: _Bytes, first: bytes, number: int) -> tuple[RawRecord, int]:
    """One record from its first line on, and how many bytes were passed over."""
    header = bytearray(first)
    while line := data.line(_HEADER_BYTES):
        header += line
        if not line.strip() or len(header) > _HEADER_BYTES:
            break
    found = _LENGTH.search(header)
    if found is None:
        return RawRecord(number, b"", "a record without its length"), _to_start(data)
    length = int(found[1])
    if length > PAGE_BYTES:
        passed = _skip(data, length)
        return RawRecord(
            number, b"", f"a record of {length:,} bytes, more than the {PAGE_BYTES >> 20} MiB of a page"
        ), passed
    body = data.read(length)
    if len(body) < length:
        return _short(data, bytes(header), body, number), 0
    after = data.read(4)
    if after.strip():
        return _overlong(data, bytes(header), body, after, number), 0
    return RawRecord(number, bytes(header) + body + b"\r\n\r\n"), 0


def _short(data: _Bytes, header: bytes, body: bytes, number: int) -> RawRecord:
    """A record that the file's end cuts, or whose length runs over the records behind it."""
    within = _START_WITHIN.search(body)
    if within is not None:
        data.put_back(body[within.start(1) :])
        return RawRecord(number, b"", "a record whose length runs over those behind it")
    return RawRecord(number, _with_length(header, len(body)) + body + b"\r\n\r\n", "cut at the end of the file")


def _overlong(data: _Bytes, header: bytes, body: bytes, after: bytes, number: int) -> RawRecord:
    """A record whose length does not end where the next one begins."""
    within = _START_WITHIN.search(body + after)
    data.put_back((body + after)[within.start(1) :] if within is not None else after)
    if within is not None:
        return RawRecord(number, b"", "a record whose length runs over those behind it")
    return RawRecord(number, header + body + b"\r\n\r\n", "a record that is longer than it says")


def _with_length(header: bytes, length: int) -> bytes:
    return _LENGTH.sub(b"Content-Length: %d" % length, header)


def _skip(data: _Bytes, length: int) -> int:
    left = min(length, SKIPPED_BYTES + 1)
    passed = 0
    while left > 0 and (chunk := data.read(min(left, _CHUNK))):
        left -= len(chunk)
        passed += len(chunk)
    return passed
