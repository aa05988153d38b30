"""News items as JSON: IPTC ninjs 1.x and 2.x, what trafilatura and news-please write, schema.org articles; one, a list, or one a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from detente.errors import ReportRefused
from detente.reports.decoding import decoded
from detente.reports.json_safely import json_value
from detente.reports.limits import PAGE_BYTES
from detente.reports.moments import moment
from detente.reports.ninjs import from_ninjs
from detente.reports.page import fragment
from detente.reports.page_facts import names_in, text_in, texts_in
from detente.reports.report import Moment, Report
from detente.reports.source import Fault, Source

__all__ = ["read_json"]

Item = dict[str, object]


def read_json(source: Source) -> Iterator[Report | Fault]:
    """The items in their order. A line or list entry that is no news item is a fault; raises ReportRefused where all is no JSON."""
    read = decoded(source.data(PAGE_BYTES), declared=source.charset)
    if read.warning is not None:
        yield Fault(source.name, read.warning)
    for where, found in _values(read.text, source.name):
        yield found if isinstance(found, Fault) else _item(found, where)


def _values(text: str, name: str) -> Iterator[tuple[str, object]]:
    try:
        whole = json_value(text)
    except (ValueError, RecursionError) as fault:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        if (
            len(lines) < 2
            or not all(line.lstrip().startswith("{") for _, line in lines[:2])
            or not _is_json(lines[0][1])
        ):
            number = getattr(fault, "lineno", 1)
            what = "nested too deep" if isinstance(fault, RecursionError) else str(getattr(fault, "msg", fault))
            raise ReportRefused(
                "not JSON", where=f"{name}:{number}", found=what, mend="fetch or write it again"
            ) from fault
        yield from _by_line(lines, name)
        return
    if isinstance(whole, dict):
        listed = next(
            (whole[key] for key in ("items", "articles", "documents", "@graph", "results") if _is_list(whole.get(key))),
            None,
        )
        whole = whole if listed is None or _reader_of(whole) is not None else listed
    if isinstance(whole, list):
        for number, item in enumerate(whole, 1):
            yield f"{name}: item {number}", item
    else:
        yield name, whole


def _is_list(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _is_json(line: str) -> bool:
    try:
        json_value(line)
    except (ValueError, RecursionError):
        return False
    return True


def _by_line(lines: list[tuple[int, str]], name: str) -> Iterator[tuple[str, object]]:
    for number, line in lines:
        where = f"{name}:{number}"
        try:
            yield where, json_value(line)
        except (ValueError, RecursionError) as fault:
            yield where, Fault(where, f"not JSON ({fault})")


def _item(value: object, where: str) -> Report | Fault:
    if not isinstance(value, dict):
        return Fault(where, f"a JSON {type(value).__name__} where a news item was expected")
    reader = _reader_of(value)
    if reader is None:
        keys = ", ".join(list(map(str, value))[:6])
        return Fault(where, f"no news item of a known kind (keys: {keys}); use ninjs, trafilatura or news-please JSON")
    report = reader(value)
    return report if report.text else Fault(where, f"the item has no text ('{(report.title or 'untitled')[:60]}')")


def _reader_of(item: Item) -> Callable[[Item], Report] | None:
    """The reader for an object's kind, by the keys that only this kind has."""
    if "maintext" in item or "date_publish" in item:
        return _from_news_please
    keys = {key.lower() for key in item}
    ninjs = bool(keys & {"versioncreated", "pubstatus", "bodies", "headlines"})
    if ninjs or any(key.startswith("body_") for key in keys) or ("uri" in item and "headline" in item):
        return from_ninjs
    if "articleBody" in item:
        return _from_schema
    if isinstance(item.get("text") or item.get("raw_text"), str):
        return _from_trafilatura
    return None


def _from_trafilatura(item: Item) -> Report:
    text = _paragraphs(_string(item, "text") or _string(item, "raw_text") or "")
    authors = [name for author in texts_in(item.get("author")) for name in names_in(author)]
    sections = [
        part.strip() for key in ("categories", "tags") for text_ in texts_in(item.get(key)) for part in text_.split(";")
    ]
    return Report(
        id="", file="", title=_string(item, "title"), text=text, authors=tuple(dict.fromkeys(authors)),
        publisher=_string(item, "sitename") or _string(item, "source-hostname") or _string(item, "hostname"),
        published=_date(item, "date"), url=_string(item, "source") or _string(item, "url"),
        sections=tuple(dict.fromkeys(part for part in sections if part)), rights=_string(item, "license"),
    )  # fmt: skip


def _from_news_please(item: Item) -> Report:
    return Report(
        id="", file="", title=_string(item, "title"), text=_paragraphs(_string(item, "maintext") or _string(item, "text") or ""),
        authors=tuple(dict.fromkeys(names_in(item.get("authors")))), publisher=_string(item, "source_domain"),
        published=_date(item, "date_publish"), modified=_date(item, "date_modify"), url=_string(item, "url"),
    )  # fmt: skip


def _from_schema(item: Item) -> Report:
    return Report(
        id="", file="", title=text_in(item.get("headline")) or text_in(item.get("name")),
        text=_paragraphs(text_in(item.get("articleBody")) or ""), authors=tuple(dict.fromkeys(names_in(item.get("author")))),
        publisher=text_in(item.get("publisher")), published=_date(item, "datePublished"), modified=_date(item, "dateModified"),
        url=text_in(item.get("url")) or text_in(item.get("mainEntityOfPage")), sections=tuple(texts_in(item.get("articleSection"))),
        rights=text_in(item.get("license")),
    )  # fmt: skip


def _paragraphs(text: str) -> str:
    """Both crawlers write one paragraph a line; some versions keep the page's marks."""
    if "<p" in text:
        return fragment(text)[0]
    return "\n\n".join(line.strip() for line in text.splitlines() if line.strip())


def _string(item: Item, key: str) -> str | None:
    value = item.get(key)
    return value.strip() or None if isinstance(value, str) else None


def _date(item: Item, key: str) -> Moment | None:
    return moment(text_in(item.get(key)), "stated")
