"""What a page says about itself: in JSON-LD, in meta data, in its byline and tags, in its address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from detente.reports.json_safely import json_value
from detente.reports.moments import day_in_address, moment
from detente.reports.page_tree import PageTree, Zone, is_sentence
from detente.reports.report import Moment

__all__ = ["PageFacts", "names_in", "page_facts", "schema_items", "text_in", "texts_in"]

_ARTICLE_TYPES = frozenset(
    "article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle reviewnewsarticle "
    "advertisercontentarticle blogposting liveblogposting report scholarlyarticle techarticle socialmediaposting "
    "discussionforumposting webpage claimreview quotation".split()
)
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "headline")
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "byl", "parsely-author", "sailthru.author")
_PUBLISHERS = (
    "publisher",
    "dc.publisher",
    "dcterms.publisher",
    "article:publisher",
    "og:site_name",
    "application-name",
)
_PUBLISHED = (
    "article:published_time", "date", "datepublished", "dc.date", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dcterms.date", "pubdate", "publishdate", "publish-date", "publish_date", "parsely-pub-date", "sailthru.date",
    "og:published_time", "cxenseparse:recs:publishtime", "article.published", "rnews:datepublished", "ptime", "displaydate",
    "originalpublicationdate", "article_date_original", "date.created", "date_published", "prism.publicationdate",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "datemodified", "last-modified", "dcterms.modified", "og:updated_time", "lastmod", "revised",
    "dc.date.modified", "updated_time", "date_modified",
)  # fmt: skip
_RIGHTS = ("rights", "dc.rights", "dcterms.rights", "copyright", "dcterms.license")
_BY = re.compile(r"^\W*(?:(?:written|reported|story|words|analysis|text)\s+)?(?:by|von|par|por)\b[:\s]*", re.IGNORECASE)
_BY_LINE = re.compile(
    r"^(?:[Bb]y|BY)\s+(?P<names>[A-ZÀ-Þ][\w.'’-]+(?:\s+(?:[A-ZÀ-Þ][\w.'’-]*|de|von|van|al|bin|el|and|und|&)|\s*,\s*(?=[A-Z]))"
    r"{1,14}?)\s*(?:[|·•–—-].*|,?\s+in\s+[A-Z].{0,40}|,\s.{0,60})?$"
)
_AUTHOR_CUT = re.compile(
    r"\s*(?:\||·|•|–|—|\bupdated\b|\bpublished\b|\bposted\b|\d{1,2}[ :/]).*$|,?\s+(?:in|at|for)\s+[A-Z].*$", re.I
)
_JOINED = re.compile(r"\s*(?:,|;|\band\b|&|\bund\b|\bet\b|\by\b)\s*")
_MOST_AUTHORS = 12
_DATE_LINE = re.compile(
    r"^(?:(?:first\s+)?(?:published|posted|updated|last updated|date|issued)\b.{0,20}?)?(?:[A-Z][a-z]+day,?\s+)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]+\.?|[A-Z][a-z]+\.?\s+\d{1,2}(?:st|nd|rd|th)?,?|\d{4}-\d\d-\d\d)\s*(?:\d{4})?.{0,40}$",
    re.IGNORECASE,
)
_ROLE_WORD = re.compile(
    r"\b(?:editor|correspondent|staff|writer|reporter|analyst|bureau|columnist|fellow|professor|contributor|chief|desk)\b",
    re.I,
)
_SITE_TAIL = re.compile(r"\s+[|–—·»:-]+\s+[^|–—·»]{2,60}$")


@dataclass(slots=True)
class PageFacts:
    """All but the text. ``said_in`` names the blocks that carry a fact and so are no part of the text."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: Moment | None = None
    modified: Moment | None = None
    url: str | None = None
    sections: tuple[str, ...] = ()
    rights: str | None = None
    rests_on: tuple[str, ...] = ()
    body: str | None = None
    signal: str | None = None
    used: set[int] = field(default_factory=set)


def page_facts(tree: PageTree, address: str | None) -> PageFacts:
    """The facts of a page; ``address`` is where it was taken from, if that is known."""
    items = [item for item in schema_items(tree.json_ld) if _is_article(item)]
    item = max(items, key=lambda found: len(found), default={})
    metas: dict[str, list[str]] = {}
    for name, content in tree.metas:
        if content:
            metas.setdefault(name, []).append(content)
    facts = PageFacts(body=text_in(item.get("articleBody")))
    facts.title = _title(tree, item, metas)
    facts.url = _address(tree, item, metas, address)
    facts.authors = _authors(tree, item, metas, facts)
    facts.publisher = _first([*names_in(item.get("publisher")), *_plain(_values(metas, _PUBLISHERS))])
    facts.sections = _sections(tree, item, metas)
    facts.published = _moment([text_in(item.get("datePublished")), *_values(metas, _PUBLISHED)]) or _printed(
        tree, facts.used, updated=False
    )
    facts.modified = _moment([text_in(item.get("dateModified")), *_values(metas, _MODIFIED)]) or _printed(
        tree, facts.used, updated=True
    )
    facts.published = facts.published or day_in_address(facts.url)
    facts.rights = _first([*_values(metas, ("rights",)), *texts_in(item.get("license")), *_values(metas, _RIGHTS)])
    facts.rests_on = tuple(word for value in metas.get("detente:rests-on", []) for word in value.split())
    return facts


def schema_items(scripts: Iterable[str]) -> Iterator[dict[str, object]]:
    """All objects of JSON-LD scripts, those within lists and ``@graph`` too; a script that is no JSON has none."""
    for script in scripts:
        try:
            waiting: list[object] = [json_value(script.strip().removeprefix("<!--").removesuffix("-->").rstrip("; \n"))]
        except (ValueError, RecursionError):
            continue
        while waiting:
            found = waiting.pop(0)
            if isinstance(found, list):
                waiting = [*found[:1000], *waiting]
            elif isinstance(found, dict):
                yield found
                waiting += [
                    found[key]
                    for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")
                    if key in found
                ]


def _is_article(item: dict[str, object]) -> bool:
    return any(
        name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() in _ARTICLE_TYPES for name in texts_in(item.get("@type"))
    )


def text_in(value: object) -> str | None:
    """A JSON value as one string: itself, its ``@value`` or ``name``, or the first of a list."""
    return _first(texts_in(value))


def texts_in(value: object) -> list[str]:
    """A JSON value as strings: a string, a number, a list of them, or objects with ``@value``, ``name``, ``url`` or ``@id``."""
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, bool) or value is None:
        return []
    if isinstance(value, int | float):
        return [str(value)]
    if isinstance(value, list):
        return [text for entry in value[:1000] if not isinstance(entry, list) for text in texts_in(entry)]
    if isinstance(value, dict):
        for key in ("@value", "name", "url", "@id"):
            found = value.get(key)
            if isinstance(found, str) and found.strip():
                return [found.strip()]
    return []


def names_in(value: object) -> list[str]:
    """The names of persons or bodies in a JSON value, addresses left out, a joined list ("A and B") taken apart."""
    return [name for text in texts_in(value) for name in _names(text)]


def _names(text: str) -> list[str]:
    if "://" in text or text.startswith(("www.", "@")):
        return []
    text = _AUTHOR_CUT.sub("", _BY.sub("", " ".join(text.split())))
    found: list[str] = []
    for part in _JOINED.split(text):
        name = part.strip(" .|-–—:")
        if name and len(name) < 80 and not (found and _ROLE_WORD.search(name)):
            found.append(name)
    return found


def _first(values: Iterable[str]) -> str | None:
    return next((value for value in values if value), None)


def _values(metas: dict[str, list[str]], names: tuple[str, ...]) -> list[str]:
    return [value for name in names for value in metas.get(name, [])]


def _plain(values: Iterable[str]) -> list[str]:
    return [value for value in values if "://" not in value]


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    seen: dict[str, str] = {}
    for value in values:
        clean = " ".join(value.split())
        if clean:
            seen.setdefault(clean.casefold(), clean)
    return tuple(seen.values())


def _title(tree: PageTree, item: dict[str, object], metas: dict[str, list[str]]) -> str | None:
    """The heading as printed: the page's ``h1``, of several the one that its other titles name; else those other titles."""
    named = [*texts_in(item.get("headline")), *_values(metas, _TITLES), tree.title]
    printed = [b.text.replace("\n", " ") for b in tree.blocks if b.zone & Zone.TITLE and not b.zone & Zone.NAVIGATION]
    for heading in printed:
        if any(
            heading.casefold() in title.casefold() or title.casefold() in heading.casefold() for title in named if title
        ):
            return heading
    if len(printed) == 1:
        return printed[0]
    title = _first([" ".join(value.split()) for value in named])
    if title is not None and title == tree.title and len(named) == 1:
        return _SITE_TAIL.sub("", title) or title
    return title or _first(printed)


def _address(tree: PageTree, item: dict[str, object], metas: dict[str, list[str]], address: str | None) -> str | None:
    canonical = [href for rel, href in tree.links if "canonical" in rel.split()]
    candidates = [
        *canonical,
        *metas.get("og:url", []),
        *texts_in(item.get("url")),
        *texts_in(item.get("mainEntityOfPage")),
    ]
    return _first(value for value in [*candidates, address or ""] if value.startswith(("http://", "https://")))


def _authors(tree: PageTree, item: dict[str, object], metas: dict[str, list[str]], facts: PageFacts) -> tuple[str, ...]:
    said = _unique(names_in(item.get("author")) or names_in(item.get("creator")))
    said = said or _unique(name for value in _values(metas, _AUTHORS) for name in _names(value))
    printed: list[str] = []
    prose = 0
    for place, block in enumerate(tree.blocks):
        prose += is_sentence(block.text) and not block.zone & (Zone.NAVIGATION | Zone.FIGURE | Zone.DECK)
        if block.zone & (Zone.NAVIGATION | Zone.FIGURE | Zone.CAPTION | Zone.CREDIT) or _closes(block.text):
            continue
        if block.zone & Zone.BYLINE and not block.zone & Zone.DATE and len(block.text) < 200:
            printed += _names(block.text.split("\n")[0])
            facts.used.add(place)
        elif prose <= 1 and (found := _BY_LINE.match(block.text.split("\n")[0])) is not None:
            printed += _names(found["names"])
            facts.used.add(place)
    named = _unique(name for name in printed if not _ROLE_WORD.search(name) and not any(c.isdigit() for c in name))[
        :_MOST_AUTHORS
    ]
    # a byline that names more than the page's data does is the fuller one
    return named if not said or {name.casefold() for name in said} < {name.casefold() for name in named} else said


def _closes(text: str) -> bool:
    """Whether a block ends as a sentence does, which no byline does."""
    return len(text.split()) > 3 and text.endswith((".", "!", "?", '"', "”"))


def _sections(tree: PageTree, item: dict[str, object], metas: dict[str, list[str]]) -> tuple[str, ...]:
    """The desk tags as printed; where none is printed, those named in the page's data."""
    printed = [
        part
        for block in tree.blocks
        if block.zone & Zone.TAG and not block.zone & (Zone.NAVIGATION | Zone.FIGURE) and len(block.text) <= 120
        for part in re.split(r"\s*[\n|·•/,]\s*", block.text)
        if 1 < len(part) <= 60 and not re.fullmatch(r"(?i)(?:tags?|topics?|filed under|more on|sections?):?", part)
    ]
    printed = [
        part.removeprefix("Filed under:").removeprefix("Tags:").removeprefix("Topics:").lstrip("#").strip()
        for part in printed
    ]
    said = [*texts_in(item.get("articleSection")), *metas.get("article:section", []), *metas.get("section", [])]
    if not printed and not said:
        said = metas.get("article:tag", []) or [
            word for value in [*texts_in(item.get("keywords"))] for word in value.split(",") if len(word) < 60
        ]
    return _unique([*printed, *said])


def _moment(values: Iterable[str | None]) -> Moment | None:
    """The most precise of the dates that agree with the first one on the day."""
    found = [read for value in values if (read := moment(value, "page")) is not None]
    if not found:
        return None
    same = [read for read in found if read.iso.startswith(found[0].iso[:10])]
    return max(same, key=lambda read: len(read.iso))


def _printed(tree: PageTree, used: set[int], *, updated: bool) -> Moment | None:
    """The date in a ``time`` element or a date line of the page, not one in a figure, a related link or the comments."""
    barred = Zone.NAVIGATION | Zone.COMMENTS | Zone.ASIDE | Zone.FIGURE
    for stamp, node in tree.times:
        words = f"{node.attributes.get('class', '')} {node.attributes.get('itemprop', '')}".lower()
        changed = "modif" in words or "updat" in words
        if changed == updated and not node.zone & barred:
            read = moment(stamp, "page")
            if read is not None:
                return read
    for place, block in enumerate(tree.blocks):
        on_date_line = (
            bool(block.zone & (Zone.DATE | Zone.BYLINE))
            or place in used
            or (_DATE_LINE.match(block.text) is not None and not is_sentence(block.text))
        )
        if on_date_line and len(block.text) < 160 and not block.zone & barred:
            read = moment(_part_of_date_line(block.text, updated=updated), "page")
            if read is not None:
                return read
    return None


def _part_of_date_line(text: str, *, updated: bool) -> str:
    """``Published 1 March 2016. Updated 2 March 2016``: the part that tells the one or the other date."""
    found = re.search(r"(?i)\b(?:last\s+)?(?:updated|modified|revised)\b(.*)", text, re.DOTALL)
    if found is None:
        return "" if updated else text
    return found[1] if updated else text[: found.start()]
