"""RSS 2.0 and Atom feeds. Only the bytes at hand are read: no item's page and no other part of the feed is ever fetched."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping

from detente.errors import ReportRefused
from detente.reports.limits import FEED_BYTES
from detente.reports.moments import moment
from detente.reports.page import fragment
from detente.reports.page_facts import names_in
from detente.reports.report import Image, Report
from detente.reports.signals import signal_in
from detente.reports.source import Fault, Source
from detente.reports.xml_safely import xml_text

__all__ = ["read_feed"]

Fields = Mapping[str, object]


def read_feed(source: Source) -> Iterator[Report | Fault]:
    """The feed's items in its order. An item that holds only a link is a fault: its page has to be added by itself."""
    import feedparser

    read = xml_text(source.data(FEED_BYTES), where=source.name, charset=source.charset)
    document = '<?xml version="1.0" encoding="utf-8"?>' + read.text.lstrip()
    try:
        parsed = feedparser.parse(
            io.BytesIO(document.encode("utf-8", "replace")), sanitize_html=False, resolve_relative_uris=False
        )
    except (ValueError, RecursionError, AssertionError) as fault:
        raise ReportRefused("not a feed", where=source.name, found=str(fault), mend="fetch it again") from fault
    feed: Fields = parsed.feed
    own = _own_addresses(feed, source)
    if read.warning is not None:
        yield Fault(source.name, read.warning)
    if parsed.bozo:
        problem = str(parsed.get("bozo_exception"))
        yield Fault(source.name, f"not well-formed ({problem}); read as far as it goes")
    for number, entry in enumerate(parsed.entries, 1):
        yield _item(entry, feed, own, f"{source.name}: item {number}")


def _own_addresses(feed: Fields, source: Source) -> set[str]:
    links = feed.get("links")
    own = [
        str(link.get("href", ""))
        for link in (links if isinstance(links, list) else [])
        if link.get("rel") in ("self", "hub")
    ]
    return {address.rstrip("/") for address in [*own, source.address or ""] if address}


def _item(entry: Fields, feed: Fields, own: set[str], where: str) -> Report | Fault:
    address = _text(entry, "link") or _address(_text(entry, "id"))
    title = fragment(_text(entry, "title") or "")[0].replace("\n\n", " ").replace("\n", " ") or None
    if address is not None and address.rstrip("/") in own:
        return Fault(where, f"points back at the feed itself ({address}) and is left out")
    markup = max((_text(part, "value") or "" for part in _list(entry, "content")), key=len, default="")
    summary = _text(entry, "summary") or ""
    text, images = fragment(markup if len(markup) >= len(summary) else summary)
    if not text or text == title:
        named = f" ('{title[:60]}')" if title else ""
        return Fault(where, f"holds only a link{named}; add the page itself: {address or 'no address given'}")
    published = moment(_text(entry, "published") or _text(entry, "updated") or _text(entry, "created"), "stated")
    modified = moment(_text(entry, "updated"), "stated")
    rights = _text(entry, "rights") or _text(feed, "rights")
    return Report(
        id="", file="", title=title, text=text, authors=_authors(entry),
        publisher=_publisher(entry) or _text(feed, "title") or _text(feed, "publisher"), published=published,
        modified=modified if modified != published else None, url=address,
        sections=tuple(dict.fromkeys(name for tag in _list(entry, "tags") if (name := _text(tag, "label") or _text(tag, "term")))),
        images=images or _media(entry), rights=rights, signal=signal_in(title or ""),
    )  # fmt: skip


def _authors(entry: Fields) -> tuple[str, ...]:
    named = [_text(author, "name") for author in _list(entry, "authors")]
    names = [name for text in (named if any(named) else [_text(entry, "author")]) if text for name in names_in(text)]
    return tuple(dict.fromkeys(name for name in names if "@" not in name))


def _publisher(entry: Fields) -> str | None:
    source = entry.get("source")
    return _text(source, "title") if isinstance(source, Mapping) else None


def _media(entry: Fields) -> tuple[Image, ...]:
    credit = next((text for part in _list(entry, "media_credit") if (text := _text(part, "content"))), None)
    return (Image(None, credit),) if credit else ()


def _address(identity: str | None) -> str | None:
    return identity if identity is not None and identity.startswith(("http://", "https://")) else None


def _text(fields: object, key: str) -> str | None:
    # dict.get, because feedparser's own answers for one date with another
    value = dict.get(fields, key) if isinstance(fields, dict) else None
    return value.strip() or None if isinstance(value, str) else None


def _list(fields: Fields, key: str) -> list[Fields]:
    value = dict.get(fields, key) if isinstance(fields, dict) else None
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []
