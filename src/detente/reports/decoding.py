"""From bytes to characters, with a warning wherever something had to be guessed."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

__all__ = ["Decoded", "declared_charset", "decoded", "lines_unified"]

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE)
_HEAD_BYTES = 4096
_NO_CHARSETS = frozenset({"base64", "hex", "rot13", "zlib", "bz2", "uu", "quopri", "idna", "punycode", "undefined"})
FALLBACK = "windows-1252"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters, the encoding they were read with, and a warning where that was not plain."""

    text: str
    encoding: str
    warning: str | None = None


def decoded(data: bytes, *, declared: str | None = None) -> Decoded:
    """``data`` as text: by its byte-order mark, as UTF-8, as it declares itself, else as windows-1252 with a warning."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], name)
    wide = _wide(data)
    if wide is not None:
        text = data.decode(wide, errors="replace")
        return Decoded(text, wide, f"no byte-order mark; read as {wide} by its zero bytes")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as fault:
        first = fault
    stated = _usable(declared) or declared_charset(data)
    if stated is None or stated == "utf-8":
        return _damaged(data, first)
    try:
        return Decoded(data.decode(stated), stated)
    except UnicodeDecodeError:
        what = f"bytes that are not {stated}, as which it declares itself, were replaced by U+FFFD"
        return Decoded(data.decode(stated, errors="replace"), stated, what)


def _damaged(data: bytes, first: UnicodeDecodeError) -> Decoded:
    """UTF-8 with a few bad bytes, or one of the old eight-bit encodings: whichever makes more of the bytes whole."""
    line = data.count(b"\n", 0, first.start) + 1
    bad = f"invalid UTF-8 (byte 0x{data[first.start]:02X} on line {line})"
    lenient = data.decode("utf-8", errors="replace")
    broken = lenient.count("\ufffd")
    whole = sum(1 for c in lenient if c > "\x7f") - broken
    cut_at_end = first.end >= len(data) and first.start >= len(data) - 3 and whole > 0
    if whole > broken or cut_at_end:
        return Decoded(lenient, "utf-8", f"{bad}; {broken} bad characters were replaced by U+FFFD")
    return Decoded(data.decode(FALLBACK, errors="replace"), FALLBACK, f"{bad}; read as {FALLBACK}")


def _marked(data: bytes, name: str) -> Decoded:
    try:
        return Decoded(data.decode(name), name)
    except UnicodeDecodeError:
        return Decoded(data.decode(name, errors="replace"), name, f"bytes that are not {name} were replaced by U+FFFD")


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of Latin text is zero."""
    head = data[:_HEAD_BYTES]
    if len(head) < 4 or b"\0" not in head:
        return None
    pairs = len(head) // 2
    low, high = head[0::2].count(0), head[1::2].count(0)
    if high > 0.4 * pairs and low < 0.1 * pairs:
        return "utf-16-le"
    if low > 0.4 * pairs and high < 0.1 * pairs:
        return "utf-16-be"
    return None


def declared_charset(data: bytes) -> str | None:
    """The encoding that a page or XML file names for itself in its first 4,096 bytes, if Python knows it."""
    for found in _DECLARED.finditer(data[:_HEAD_BYTES]):
        name = _usable(found.group(1).decode("ascii"))
        if name is not None:
            # a file whose ASCII bytes name UTF-16 cannot be UTF-16
            return None if name.startswith(("utf-16", "utf-32")) else name
    return None


def _usable(name: str | None) -> str | None:
    if not name:
        return None
    try:
        known = codecs.lookup(name.strip().lower()).name
    except (LookupError, ValueError):
        return None
    # pages that say latin-1 mean windows-1252 (WHATWG Encoding Standard, 4.2)
    if known in ("iso8859-1", "ascii"):
        return FALLBACK
    return None if known in _NO_CHARSETS else known


def lines_unified(text: str) -> str:
    r"""``text`` with every line end (``\r\n``, ``\r``) as ``\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
