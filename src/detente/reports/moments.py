"""Dates as they are written, each kept to its own precision and zone."""

from __future__ import annotations

import re
from datetime import date

from detente.reports.report import Moment, Origin

__all__ = ["EARLIEST", "LATEST", "day_in_address", "days_written", "moment", "out_of_range"]

EARLIEST, LATEST = 1605, 2100
"""Years that a report can be of: from the first printed newspaper on. Others are slips and are not used."""

_MONTHS = ("january february march april may june july august september october november december").split()
_ABBREVIATED = {name[:3]: number for number, name in enumerate(_MONTHS, 1)} | {"sept": 9}
_NUMBERS = {name: number for number, name in enumerate(_MONTHS, 1)} | _ABBREVIATED
_MONTH = r"(?P<month>" + "|".join([*_MONTHS, r"sept\.?", *(f"{m[:3]}\\.?" for m in _MONTHS)]) + r")"
_ZONES = {
    "z": "Z", "utc": "Z", "gmt": "Z", "ut": "Z", "bst": "+01:00", "cet": "+01:00", "cest": "+02:00", "msk": "+03:00",
    "est": "-05:00", "edt": "-04:00", "cst": "-06:00", "cdt": "-05:00", "mst": "-07:00", "mdt": "-06:00",
    "pst": "-08:00", "pdt": "-07:00",
}  # fmt: skip
_ISO = re.compile(
    r"(?P<y>\d{4})(?:-?(?P<m>\d{2})(?:-?(?P<d>\d{2})(?:[T ](?P<h>\d{2}):?(?P<min>\d{2})(?::?(?P<s>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?)?)?$",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<!\d)(?P<h>\d{1,2})[:.](?P<min>\d{2})(?::(?P<s>\d{2}))?\s*(?P<half>[ap]\.?\s?m\b\.?)?"
    r"\s*(?P<zone>[+-]\d{2}:?\d{2}|[A-Z]{1,4}\b)?",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    r"(?<![\d/])(?P<d>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+" + _MONTH + r",?[\s-]+(?P<y>\d{4})(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(r"\b" + _MONTH + r"\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})(?!\d)", re.IGNORECASE)
_MONTH_ONLY = re.compile(r"^" + _MONTH + r",?\s+(?P<y>\d{4})$", re.IGNORECASE)
_SLASHED = re.compile(r"(?<![\d/])(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>\d{4}|\d{2})(?![\d/])")
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)")
_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d{2})[/_-]?(0[1-9]|1[0-2]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[/_-]?(\d{2})?(?!\d)", re.I)  # fmt: skip


def moment(written: str | None, origin: Origin) -> Moment | None:
    """``written`` as a Moment with the precision it has, or None where no date can be read from it or none of its kind exists.

    ISO 8601, RFC 822, ``16 June 2014``, ``June 16, 2014, 2:05 p.m. EDT``, ``June 2014``, ``2014``, and ``6/16/2014`` where
    only one order of day and month is possible (otherwise only the year is known).
    """
    text = " ".join((written or "").split())
    if not text or len(text) > 200:
        return None
    found = _ISO.match(text)
    if found is not None:
        return _from_iso(found, origin)
    for pattern in (_DAY_FIRST, _MONTH_FIRST, _YEAR_FIRST):
        found = pattern.search(text)
        if found is not None:
            day = _day(found)
            return None if day is None else _with_clock(day, text[: found.start()], text[found.end() :], origin)
    found = _MONTH_ONLY.match(text)
    if found is not None:
        return Moment(f"{found['y']}-{_number(found['month']):02d}", "month", origin)
    found = _SLASHED.search(text)
    return None if found is None else _slashed(found, origin)


def _from_iso(found: re.Match[str], origin: Origin) -> Moment | None:
    year, month, day = found["y"], found["m"], found["d"]
    if not month:
        return Moment(year, "year", origin)
    if not 1 <= int(month) <= 12:
        return None
    if not day:
        return Moment(f"{year}-{month}", "month", origin)
    whole = _real_day(int(year), int(month), int(day))
    if whole is None or not found["h"]:
        return None if whole is None else Moment(whole, "day", origin)
    return _timed(whole, int(found["h"]), found["min"], found["s"], found["zone"], origin)


def _timed(day: str, hour: int, minute: str, second: str | None, zone: str | None, origin: Origin) -> Moment:
    if hour > 23 or int(minute) > 59:
        return Moment(day, "day", origin)
    clock = f"{hour:02d}:{minute}" + (f":{second}" if second and int(second) < 60 else "")
    return Moment(f"{day}T{clock}{_zone(zone)}", "second" if clock.count(":") == 2 else "minute", origin)


def _zone(written: str | None) -> str:
    if not written:
        return ""
    known = _ZONES.get(written.lower())
    if known is not None:
        return known
    if written[0] not in "+-":
        return ""
    digits = written[1:].replace(":", "").ljust(4, "0")
    return f"{written[0]}{digits[:2]}:{digits[2:]}" if int(digits[:2]) < 15 and int(digits[2:]) < 60 else ""


def _with_clock(day: str, before: str, after: str, origin: Origin) -> Moment:
    """The time of day stands behind a date (``18 June 2014, 14:05 BST``), more rarely before it (``14:05, 18 June 2014``)."""
    found = _CLOCK.search(after) or _CLOCK.search(before)
    if found is None:
        return Moment(day, "day", origin)
    hour = int(found["h"])
    half = (found["half"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return _timed(day, hour, found["min"], found["s"], found["zone"], origin)


def _slashed(found: re.Match[str], origin: Origin) -> Moment | None:
    first, second = int(found["a"]), int(found["b"])
    year = int(found["y"]) + (0 if len(found["y"]) == 4 else 2000 if int(found["y"]) < 70 else 1900)
    if first > 12 or second > 12 or first == second:
        month, day = (second, first) if first > 12 else (first, second)
        whole = _real_day(year, month, day)
        return None if whole is None else Moment(whole, "day", origin)
    return Moment(f"{year:04d}", "year", origin)


def _day(found: re.Match[str]) -> str | None:
    groups = found.groupdict()
    month = _number(groups["month"]) if "month" in groups else int(groups["m"])
    return _real_day(int(groups["y"]), month, int(groups["d"]))


def _number(month: str) -> int:
    return _NUMBERS[month.lower().rstrip(".")]


def _real_day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def out_of_range(found: Moment) -> bool:
    """Whether the year is one that no report can be of (1066, 9999)."""
    return not EARLIEST <= int(found.iso[:4]) <= LATEST


def days_written(text: str) -> list[str]:
    """The full dates written out or in figures in ``text`` as ISO days, in order, those of two readings left out."""
    found: list[tuple[int, str]] = []
    for pattern in (_DAY_FIRST, _MONTH_FIRST, _YEAR_FIRST):
        found += [(m.start(), day) for m in pattern.finditer(text) if (day := _day(m)) is not None]
    for match in _SLASHED.finditer(text):
        read = _slashed(match, "page")
        if read is not None and read.precision == "day":
            found.append((match.start(), read.iso))
    return [day for _, day in sorted(found)]


def day_in_address(address: str | None) -> Moment | None:
    """The date in an address or a file's name (``/2014/06/18/``, ``2014-06-16-kerry.txt``), to the day or the month."""
    for found in _ADDRESS.finditer(address or ""):
        month = found[2].lower()
        number = int(month) if month.isdigit() else _ABBREVIATED[month]
        if found[3] is None:
            return Moment(f"{found[1]}-{number:02d}", "month", "address")
        whole = _real_day(int(found[1]), number, int(found[3]))
        if whole is not None:
            return Moment(whole, "day", "address")
    return None
