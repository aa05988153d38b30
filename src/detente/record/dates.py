"""Days named in words ("on Thursday", "two days earlier", "on 16 June", "last week"), resolved against a report's own day."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

__all__ = ["DayWords", "day_words", "resolve_day"]

_MONTHS = "january february march april may june july august september october november december".split()
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
            "eleven": 11, "twelve": 12, "several": 0, "a few": 0, "some": 0, "couple": 2, "a couple of": 2}  # fmt: skip
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?"
_NUMBER = r"(?P<number>\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_PATTERNS = (
    ("iso", r"(?P<iso>\d{4}-\d{2}-\d{2})"),
    ("day-month", rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? (?P<year>\d{{4}}))?"),
    ("month-day", rf"{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,? ?\d{{3}}\b)(?:,? (?P<year>\d{{4}}))?"),
    ("ago", rf"{_NUMBER} (?P<unit>day|week|month|year)s? (?P<sense>ago|earlier|before)"),
    ("day before", r"(?:the )?(?P<sense>previous day|day before|day earlier|following day|next day)(?! yesterday)"),
    ("last weekday", rf"(?:(?P<sense>last|this|past|next|the previous) )?(?P<weekday>{'|'.join(_DAYS)})"),
    ("relative", r"(?P<relative>the day before yesterday|yesterday|today|tonight|last night|this morning|this afternoon|this evening|earlier today|over the weekend|this weekend|last weekend|the weekend)"),
    ("last unit", r"(?P<sense>last|this|the past|the previous) (?P<unit>week|month|year)"),
    ("month", rf"(?:in|since|last|this past|back in) {_MONTH}(?: (?:of )?(?P<year>\d{{4}}))?"),
    ("year", r"(?:in|back in|since) (?P<year>(?:19|20)\d\d)\b"),
)  # fmt: skip
_ALL = [
    (name, re.compile(rf"\b(?:(?:on|late|early|as of) )*{pattern}\b", re.IGNORECASE)) for name, pattern in _PATTERNS
]
_HINT = re.compile(
    r"day|night|morning|afternoon|evening|ago|earlier|before|week|month|year|\d|" + "|".join(m[:3] for m in _MONTHS),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class DayWords:
    """Words of a text that name a day, a month or a year: ``start`` and ``end`` in it, and the day in ISO 8601 cut to what is known."""

    start: int
    end: int
    iso: str


def day_words(text: str, day: str | None, said_day: str | None = None) -> list[DayWords]:
    """Every expression of a past or present date in ``text``, in order. ``day`` is the report's (``YYYY-MM-DD``); without it only
    absolute dates with a year count. "Two days earlier" counts from ``said_day``, the day spoken of last, if given."""
    if not _HINT.search(text):
        return []
    found: list[DayWords] = []
    for name, pattern in _ALL:
        for match in pattern.finditer(text):
            if any(f.start < match.end() and match.start() < f.end for f in found):
                continue
            iso = _iso(name, match, day, said_day)
            if iso is not None:
                found.append(DayWords(match.start(), match.end(), iso))
    return sorted(found, key=lambda f: f.start)


def resolve_day(text: str, day: str | None) -> str | None:
    """The first date that ``text`` names, or None."""
    found = day_words(text, day)
    return found[0].iso if found else None


def _iso(name: str, match: re.Match[str], day: str | None, said_day: str | None) -> str | None:
    parts = match.groupdict()
    try:
        if name == "iso":
            return datetime.date.fromisoformat(parts["iso"]).isoformat()
        if name == "year":
            return str(parts["year"]) if day is None or parts["year"] <= day[:4] else None
        if name in ("day-month", "month-day"):
            return _calendar(parts, day)
        if day is None:
            return None
        base = datetime.date.fromisoformat(day)
        if name == "month":
            return _month(parts, base)
        if name == "ago":
            earlier = parts["sense"].lower() in ("earlier", "before") and said_day is not None and len(said_day) == 10
            return _ago(parts, datetime.date.fromisoformat(said_day) if earlier and said_day else base)
        if name == "day before":
            return (
                base + datetime.timedelta(days=1 if "ing" in parts["sense"] or "next" in parts["sense"] else -1)
            ).isoformat()
        if name == "last weekday":
            return _weekday(parts, base)
        if name == "last unit":
            return _unit(parts, base)
        return _relative(parts["relative"].lower(), base)
    except ValueError:
        return None


def _calendar(parts: dict[str, str], day: str | None) -> str | None:
    """A day and a month; without a year, the nearest one that does not lie more than half a year ahead."""
    month, number = _month_number(parts["month"]), int(parts["day"])
    if parts["year"]:
        return datetime.date(int(parts["year"]), month, number).isoformat()
    if day is None:
        return None
    base = datetime.date.fromisoformat(day)
    named = datetime.date(base.year, month, number)
    if (named - base).days > 183:
        named = datetime.date(base.year - 1, month, number)
    elif (base - named).days > 183:
        named = datetime.date(base.year + 1, month, number) if (base - named).days > 330 else named
    return named.isoformat()


def _month(parts: dict[str, str], base: datetime.date) -> str:
    month = _month_number(parts["month"])
    year = int(parts["year"]) if parts["year"] else base.year - (month > base.month)
    return f"{year:04d}-{month:02d}"


def _month_number(word: str) -> int:
    return next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(word.lower()[:3]))


def _ago(parts: dict[str, str], base: datetime.date) -> str | None:
    word = parts["number"].lower()
    number = int(word) if word.isdigit() else _NUMBERS[word]
    if number == 0:
        return None
    unit = parts["unit"].lower()
    if unit == "day":
        return (base - datetime.timedelta(days=number)).isoformat()
    if unit == "week":
        return (base - datetime.timedelta(weeks=number)).isoformat()
    if unit == "year":
        return f"{base.year - number:04d}"
    months = base.year * 12 + base.month - 1 - number
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _weekday(parts: dict[str, str], base: datetime.date) -> str | None:
    """The last such day, the report's own day included; "last Friday" on a Friday is a week ago."""
    if (parts["sense"] or "").lower() == "next":
        return None
    back = (base.weekday() - _DAYS.index(parts["weekday"].lower())) % 7
    if back == 0 and parts["sense"] in ("last", "past", "the previous"):
        back = 7
    return (base - datetime.timedelta(days=back)).isoformat()


def _unit(parts: dict[str, str], base: datetime.date) -> str | None:
    back = parts["sense"].lower() != "this"
    unit = parts["unit"].lower()
    if unit == "year":
        return f"{base.year - back:04d}"
    if unit == "month":
        months = base.year * 12 + base.month - 1 - back
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    monday = base - datetime.timedelta(days=base.weekday() + 7 * back)
    return (
        monday.isoformat()[:7] if back else None
    )  # ISO 8601 has no cut between a month and a day: a week is told as its month


def _relative(word: str, base: datetime.date) -> str:
    if "weekend" in word:
        back = (base.weekday() - 5) % 7 or (7 if "last" in word else 0)
    else:
        back = {"the day before yesterday": 2, "yesterday": 1, "last night": 1}.get(word, 0)
    return (base - datetime.timedelta(days=back)).isoformat()
