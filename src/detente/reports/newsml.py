"""IPTC NewsML-G2: one newsItem, or a newsMessage with many. Source: NewsML-G2 specification 2.x, power conformance level."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.reports.limits import FEED_BYTES
from detente.reports.moments import moment
from detente.reports.page import fragment
from detente.reports.page_facts import names_in
from detente.reports.report import Image, Moment, Report
from detente.reports.signals import signal_of
from detente.reports.source import Fault, Source
from detente.reports.xml_safely import children, first, markup_of, name_of, parsed, text_of, xml_text

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_newsml"]


def read_newsml(source: Source) -> Iterator[Report | Fault]:
    """The news items of a message in their order; pictures, packages and planning items without text are faults."""
    read = xml_text(source.data(FEED_BYTES), where=source.name, charset=source.charset)
    root, broken = parsed(read.text, where=source.name)
    for warning in (read.warning, broken):
        if warning is not None:
            yield Fault(source.name, warning)
    items = [root] if name_of(root) != "newsmessage" else [item for part in children(root, "itemset") for item in part]
    for number, item in enumerate(items, 1):
        yield _item(item, f"{source.name}: item {number}")


def _item(item: _Element, where: str) -> Report | Fault:
    if name_of(item) != "newsitem":
        return Fault(where, f"a <{name_of(item)}> lists or plans other items and has no text of its own")
    meta, content = first(item, "itemmeta"), first(item, "contentmeta")
    kind = (_code(first(meta, "itemclass")) or "text").lower()
    text, images = _content(item)
    if not text:
        return Fault(where, f"an item of class {kind} without text; the wire sends its text as an item of its own")
    title = text_of(first(content, "headline")) or text_of(first(meta, "title"))
    created = _date(first(meta, "firstcreated")) or _date(first(content, "contentcreated"))
    version = _date(first(meta, "versioncreated"))
    signals = [code for signal in children(meta, "signal") if (code := _code(signal))]
    identity = item.get("guid") or ""
    sections = [name for subject in children(content, "subject") if (name := text_of(first(subject, "name")))]
    return Report(
        id="", file="", title=title, text=text, authors=_authors(content),
        publisher=_named(first(meta, "provider")) or _named(first(item, "rightsinfo", "copyrightholder")),
        published=created or version, modified=version if created is not None and version != created else None,
        url=identity or None, sections=tuple(dict.fromkeys(sections)),
        images=images, rights=text_of(first(item, "rightsinfo", "usageterms")) or text_of(first(item, "rightsinfo", "copyrightnotice")),
        dateline=text_of(first(content, "dateline")),
        signal=signal_of(_code(first(meta, "pubstatus")), signals, text_of(first(meta, "ednote"))),
    )  # fmt: skip


def _content(item: _Element) -> tuple[str, tuple[Image, ...]]:
    holder = first(item, "contentset")
    for part in [*children(holder, "inlinexml"), *children(holder, "inlinedata")]:
        markup = markup_of(part) if len(part) else "".join(str(text) for text in part.itertext())
        text, images = fragment(markup)
        if text:
            return text, images
    return "", ()


def _authors(content: _Element | None) -> tuple[str, ...]:
    printed = [name for by in children(content, "by") for name in names_in(text_of(by))]
    made = [name for creator in children(content, "creator") for name in names_in(_named(creator))]
    return tuple(dict.fromkeys(printed or made))


def _named(element: _Element | None) -> str | None:
    if element is None:
        return None
    return (
        text_of(first(element, "name")) or element.get("literal") or (_code(element) or "").rsplit(":", 1)[-1] or None
    )


def _code(element: _Element | None) -> str | None:
    return None if element is None else element.get("qcode") or element.get("uri")


def _date(element: _Element | None) -> Moment | None:
    return moment(text_of(element), "stated")
