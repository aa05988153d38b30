"""What every reader's report is given last: its id, turns, dateline and language, and the warnings that its own text calls for."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from detente.errors import ReportRefused
from detente.reports.limits import LINE_CHARS, check_size
from detente.reports.moments import day_in_address, days_written, out_of_range
from detente.reports.report import Moment, Report
from detente.reports.source import Source
from detente.reports.tongue import NAMES, language_of
from detente.reports.turns import turns_of

__all__ = ["dateline_of", "finished"]

_PLACE = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DATELINE = re.compile(
    rf"\s{{0,3}}(?P<dateline>{_PLACE}(?:[ /]{_PLACE}){{0,4}}(?:,\s+(?!{_MONTH}\s*\d)[A-Z][a-z]+\.?(?:\s[A-Z][a-z]+)?)?"
    rf"(?:,?\s+(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})(?:,?\s+\d{{4}})?)?(?:\s*\([^()\n]{{2,40}}\))?)"
    r"\s*(?:--|—|–|-)\s+(?=\S)"
)
_OPENING = 600
_CONTRADICTED_BY_DAYS = 45
"""The first lines of a report may name a day some weeks off; a wrong month or year is further away."""
_LONGEST_SLUG = 60
_SAMPLE, _NOISE_ALLOWED, _NOISE_SHARE = 20_000, 3, 0.05
_NOISE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")
"""Control characters and replaced bytes: running text has none, a binary file read as text has them everywhere."""


def finished(report: Report, source: Source, number: int, seen: set[str]) -> Report:
    """``report``, item ``number`` of its file, complete. ``seen`` holds the ids given in this file and is added to.

    Raises ReportRefused where the text is longer than a report can be, or noise.
    """
    text = report.text
    _check_text(text, source.name)
    digest = hashlib.sha256(
        "\0".join((report.title or "", text, report.url or "")).encode("utf-8", "replace")
    ).hexdigest()
    published, modified, warnings = _dates(report, source)
    language = report.language or language_of(text)
    if report.signal == "canceled":
        warnings.append("canceled by its own wire: it is kept as it is, but nothing is read out of it")
    if language not in (None, "en"):
        known = NAMES.get(language or "", language)
        warnings.append(f"the text is in {known}, not in English: it is kept as it is, but nothing is read out of it")
    return replace(
        report, id=_id(source, digest, number, seen), file=source.name, published=published, modified=modified,
        turns=report.turns or turns_of(text), dateline=report.dateline or dateline_of(text), language=language, digest=digest,
        warnings=(*report.warnings, *warnings),
    )  # fmt: skip


def dateline_of(text: str) -> str | None:
    """The place, date and agency with which a wire item begins (``BAGHDAD, June 16 (Wire)``), None where there is none."""
    found = _DATELINE.match(text)
    return " ".join(found["dateline"].split()) if found else None


def _check_text(text: str, where: str) -> None:
    longest = max(map(len, text.split("\n"))) if len(text) > LINE_CHARS else 0
    check_size(longest, len(text), where)
    sample = text[:_SAMPLE]
    noise = len(_NOISE.findall(sample))
    if noise > max(_NOISE_ALLOWED, _NOISE_SHARE * len(sample)):
        raise ReportRefused(
            "not a text",
            where=where,
            found=f"{noise} characters of {len(sample)} that no text has",
            mend="save it again as text (UTF-8), HTML, PDF or DOCX",
        )


def _id(source: Source, digest: str, number: int, seen: set[str]) -> str:
    stem = PurePath(source.path.name).stem
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain)[:_LONGEST_SLUG].strip("-") or "report"
    key = hashlib.sha256(f"{source.path.name}\0{digest}".encode("utf-8", "surrogateescape")).hexdigest()[:8]
    if f"{slug}-{key}" in seen:
        key = hashlib.sha256(f"{source.path.name}\0{digest}\0{number}".encode("utf-8", "surrogateescape")).hexdigest()[
            :8
        ]
    while f"{slug}-{key}" in seen:
        key = hashlib.sha256(key.encode()).hexdigest()[:8]
    seen.add(f"{slug}-{key}")
    return f"{slug}-{key}"


def _dates(report: Report, source: Source) -> tuple[Moment | None, Moment | None, list[str]]:
    """Published and modified without impossible years, the first taken from the file's name if nothing else tells it."""
    warnings = []
    kept: list[Moment | None] = []
    for found in (report.published, report.modified):
        if found is not None and out_of_range(found):
            warnings.append(f"the date {found.iso} lies outside the years that a report can be of and is not used")
            found = None
        kept.append(found)
    published, modified = kept
    if published is None:
        named = day_in_address(report.url)
        if named is None and (by_file := day_in_address(source.path.name)) is not None:
            named = Moment(by_file.iso, by_file.precision, "inferred")
        published = named if named is not None and not out_of_range(named) else None
    contradicted = _contradiction(report, published)
    if contradicted is not None:
        warnings.append(contradicted)
    if published is not None and modified is not None and modified.iso[:10] < published.iso[: len(modified.iso[:10])]:
        warnings.append(f"modified {modified.iso} before it was published {published.iso}: one of the two is wrong")
    return published, modified, warnings


def _contradiction(report: Report, published: Moment | None) -> str | None:
    """A warning where the title or the first lines bear other dates than the one that the report is filed under."""
    if published is None or published.day is None:
        return None
    said = days_written(f"{report.title or ''}\n{report.text[:_OPENING]}") + _day_in_last_line(report.text)
    filed = date.fromisoformat(published.day)
    apart = [abs((date.fromisoformat(day) - filed).days) for day in said]
    if not apart or min(apart) <= _CONTRADICTED_BY_DAYS:
        return None
    return f"filed under {published.day}, but its own first lines say {said[0]}: check the date"


def _day_in_last_line(text: str) -> list[str]:
    """Transcripts close with a number and date (``#305-10/11/2013``)."""
    return days_written(text[-200:].replace("-", " ")) if len(text) > _OPENING else []
