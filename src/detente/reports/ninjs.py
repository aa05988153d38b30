"""IPTC ninjs, news in JSON. Sources: ninjs 1.4 (``body_html``, ``subject``), 2.1 (``bodies``, ``subjects``) and 3.0, which writes the names of 2.1
with capitals (``versionCreated``), as the standard names them."""

from __future__ import annotations

from detente.reports.moments import moment
from detente.reports.page import fragment
from detente.reports.page_facts import names_in, text_in, texts_in
from detente.reports.report import Image, Report
from detente.reports.signals import signal_of

__all__ = ["from_ninjs"]

Item = dict[str, object]


def from_ninjs(item: Item) -> Report:
    """A ninjs object as a Report (without id); its text is empty where it has no body, as a picture's has none."""
    item = _folded(item)
    text, images = _body(item)
    created = moment(_string(item, "firstcreated") or _string(item, "contentcreated"), "stated")
    version = moment(_string(item, "versioncreated"), "stated")
    address = _string(item, "uri") or ""
    by = text_in(item.get("byline")) or text_in(item.get("by")) or _valued(item.get("bylines"))
    sources = _dicts(item.get("infosource")) + _dicts(item.get("infosources"))
    subjects = [name for key in ("subject", "subjects") for name in texts_in(item.get(key))]
    return Report(
        id="", file="", title=_string(item, "headline") or _valued(item.get("headlines")) or _string(item, "title"), text=text,
        authors=tuple(dict.fromkeys(names_in(by))),
        publisher=next((name for source in sources if (name := _string(source, "name"))), None) or _string(item, "copyrightholder"),
        published=created or version, modified=version if created is not None and version != created else None,
        url=address if address.startswith(("http://", "https://")) else _string(item, "url") or address or None, sections=tuple(dict.fromkeys(subjects)),
        images=images + _associated(item.get("associations")),
        rights=_string(item, "usageterms") or _string(item, "copyrightnotice"),
        dateline=_string(item, "dateline"),
        signal=signal_of(_string(item, "pubstatus"), texts_in(item.get("signal")) + texts_in(item.get("signals")), _string(item, "ednote")),
        warnings=("withheld by its sender: not for publication yet",) if _string(item, "pubstatus") == "withheld" else (),
    )  # fmt: skip


def _folded(item: Item) -> Item:
    """An object with its keys in lower case, and so the objects in it."""
    return {key.lower(): _folded_value(value) for key, value in item.items()}


def _folded_value(value: object) -> object:
    if isinstance(value, dict):
        return _folded(value)
    return [_folded_value(entry) for entry in value] if isinstance(value, list) else value


def _body(item: Item) -> tuple[str, tuple[Image, ...]]:
    """The body, from HTML rather than from text without paragraphs where both are sent."""
    bodies = _dicts(item.get("bodies"))
    marked = [_string(body, "value") for body in bodies if "html" in (_string(body, "contenttype") or "")]
    plain = [_string(body, "value") for body in bodies if "html" not in (_string(body, "contenttype") or "")]
    named = [key for key in item if key.startswith("body_") and key not in ("body_text", "body_html", "body_xhtml")]
    older = [_string(item, key) for key in ("body_html", "body_xhtml", "body_text", *named)]
    for markup in [*marked, *plain, *older]:
        if markup:
            text, images = fragment(markup)
            if text:
                return text, images
    return "", ()


def _associated(value: object) -> tuple[Image, ...]:
    """The pictures and graphics that go with an item: an object by name in 1.x, a list in 2.x."""
    entries = list(value.values()) if isinstance(value, dict) else value
    images = []
    for entry in _dicts(entries):
        if _string(entry, "type") in ("text", "composite", "audio", "event"):
            continue
        caption = _string(entry, "description_text") or _valued(entry.get("descriptions")) or _string(entry, "headline")
        credit = (
            _string(entry, "byline")
            or _string(entry, "by")
            or _string(entry, "creditline")
            or _string(entry, "copyrightholder")
        )
        if caption or credit:
            images.append(Image(fragment(caption)[0] if caption else None, credit))
    return tuple(images)


def _valued(value: object) -> str | None:
    """The first ``value`` of a 2.x list, that of the main role before others."""
    entries = sorted(
        _dicts(value),
        key=lambda entry: (_string(entry, "role") or "main").rsplit("/", 1)[-1] not in ("main", "caption"),
    )
    return next((text for entry in entries if (text := _string(entry, "value"))), None)


def _dicts(value: object) -> list[Item]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def _string(item: Item, key: str) -> str | None:
    value = item.get(key)
    return value.strip() or None if isinstance(value, str) else None
