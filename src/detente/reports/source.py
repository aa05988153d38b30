"""One file, or one record of an archive, on its way into a reader; and the fault of one item that does not stop the rest."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from detente.errors import ReportRefused
from detente.reports.limits import PAGE_BYTES, UNPACKED_RATIO

__all__ = ["Fault", "Source", "unpacked"]

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Fault:
    """What was wrong with one item of a file: the items around it are read all the same."""

    where: str
    what: str

    def line(self) -> str:
        """The fault as one line."""
        return " ".join(f"{self.where}: {self.what}".split())


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes with a name. ``name`` is how messages call it; ``address`` and ``charset`` are what a transport said about it."""

    path: Path
    name: str
    held: bytes | None = field(default=None, repr=False)
    address: str | None = None
    charset: str | None = None

    def open(self) -> io.BufferedIOBase:
        """A seekable binary stream over the whole of it."""
        return io.BytesIO(self.held) if self.held is not None else self.path.open("rb")

    def head(self, size: int) -> bytes:
        """The first ``size`` bytes."""
        with self.open() as stream:
            return stream.read(size)

    def data(self, limit: int) -> bytes:
        """All bytes; raises ReportRefused above ``limit``."""
        with self.open() as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise too_large(self.name, limit)
        return data


def too_large(where: str, limit: int) -> ReportRefused:
    """The refusal of an input above its bound."""
    return ReportRefused(
        f"larger than the {limit >> 20} MiB that one such file may have", where=where, mend="split it into its items"
    )


def unpacked(packed: io.BufferedIOBase, *, where: str, limit: int = PAGE_BYTES) -> bytes:
    """A gzip stream unpacked within bounds: at most ``limit`` bytes, and at most UNPACKED_RATIO times the packed size above one MiB.

    A stream that is cut or damaged gives what could be unpacked before the damage; raises ReportRefused if that is nothing.
    """
    engine = zlib.decompressobj(wbits=31)
    out, read = bytearray(), 0
    try:
        while chunk := packed.read(_CHUNK):
            read += len(chunk)
            while chunk:
                out += engine.decompress(chunk, _CHUNK * 16)
                if len(out) > limit or (len(out) > 1 << 20 and len(out) > UNPACKED_RATIO * read):
                    raise ReportRefused(
                        "unpacks to far more than a report can be",
                        where=where,
                        found=f"{len(out):,} bytes from {read:,}",
                        mend="unpack it yourself and keep what you need",
                    )
                chunk = engine.unused_data if engine.eof else engine.unconsumed_tail
                if engine.eof:
                    engine = zlib.decompressobj(wbits=31)
                    if not chunk.startswith(b"\x1f\x8b"):
                        break
    except zlib.error as fault:
        if not out:
            raise ReportRefused(
                "not a whole gzip file", where=where, found=str(fault), mend="fetch or copy it again"
            ) from fault
    return bytes(out)
