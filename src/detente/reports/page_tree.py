"""A page as a flat list of blocks, each knowing the kind of place it stands in.

The page is parsed as a stream of start and end marks (lxml's target parser), never as a recursive tree, so that 50,000 nested
elements cost no more than 50,000 flat ones. A block is a run of text between two block-level marks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntFlag
from typing import TYPE_CHECKING, cast

from detente.reports.limits import TEXT_CHARS

if TYPE_CHECKING:
    from lxml.etree import ParserTarget

__all__ = ["Block", "Node", "PageTree", "Zone", "is_sentence", "page_tree"]


class Zone(IntFlag):
    """What a place in a page is, inherited by all that stands in it."""

    PLAIN = 0
    HIDDEN = 1
    NAVIGATION = 2
    COMMENTS = 4
    FIGURE = 8
    CAPTION = 16
    CREDIT = 32
    BYLINE = 64
    TAG = 128
    DATE = 256
    QUOTE = 512
    PULL = 1024
    ASIDE = 2048
    HEADER = 4096
    TITLE = 8192
    HEADING = 16384
    DECK = 32768
    ARTICLE = 65536
    BODY = 131072
    LIST = 262144
    TABLE = 524288


@dataclass(slots=True, eq=False)
class Hint:
    """An element whose class, id or role says what it is: a hint, not a certainty. ``around`` is the next one further out."""

    zone: Zone
    names: str
    around: Hint | None


@dataclass(slots=True, eq=False)
class Node:
    """An element: its tag, its attributes, the zones it stands in by its tags and by all that is known, the element around it; the
    outermost element of the figure and of the quote in which it stands, so that none is climbed to through thousands."""

    tag: str
    attributes: dict[str, str]
    sure: Zone
    zone: Zone
    hint: Hint | None
    parent: Node | None
    figure: Node | None = field(init=False, repr=False)
    quote: Node | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        around = self.parent
        self.figure = ((around and around.figure) or self) if self.zone & Zone.FIGURE else None
        self.quote = ((around and around.quote) or self) if self.zone & Zone.QUOTE else None


@dataclass(slots=True)
class Block:
    """A run of text: its lines (split at ``<br>``), its place, the zones believed of it, and how many characters are links."""

    text: str
    node: Node
    zone: Zone
    linked: int


@dataclass(slots=True)
class PageTree:
    """What a page holds: blocks in reading order, and the raw material of its facts."""

    blocks: list[Block] = field(default_factory=list)
    metas: list[tuple[str, str]] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)
    times: list[tuple[str, Node]] = field(default_factory=list)
    images: list[tuple[int, Node]] = field(default_factory=list)
    title: str = ""
    letters: int = 0
    """Characters of text met. Above TEXT_CHARS nothing more is kept: the page will be refused."""


_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark meter nobr q rp rt ruby s samp small "
    "span strike strong sub sup time tt u var wbr picture source link meta".split()
)
_SILENT = frozenset(
    "script style noscript template svg math canvas object embed applet audio video iframe map form button select option "
    "textarea input datalist dialog".split()
)
_VOID = frozenset("br img hr meta link input source wbr area base col embed param track".split())
_BY_TAG = {
    "nav": Zone.NAVIGATION, "footer": Zone.NAVIGATION, "menu": Zone.NAVIGATION, "aside": Zone.ASIDE, "figure": Zone.FIGURE,
    "figcaption": Zone.FIGURE | Zone.CAPTION, "caption": Zone.CAPTION, "blockquote": Zone.QUOTE, "header": Zone.HEADER,
    "h1": Zone.TITLE | Zone.HEADING, "h2": Zone.HEADING, "h3": Zone.HEADING, "h4": Zone.HEADING, "h5": Zone.HEADING,
    "h6": Zone.HEADING, "article": Zone.ARTICLE, "main": Zone.ARTICLE, "li": Zone.LIST, "table": Zone.TABLE,
    "address": Zone.BYLINE, "hedline": Zone.TITLE, "hl1": Zone.TITLE, "byline": Zone.BYLINE, "media": Zone.FIGURE,
    "media-caption": Zone.FIGURE | Zone.CAPTION, "media-producer": Zone.FIGURE | Zone.CREDIT,
}  # fmt: skip


def _hint(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[ -])(?:{words})(?:$|[ -])")


_HINTS = (
    (Zone.PULL, _hint("pull ?-?quotes?|pullquotes?|blockquote-pull|quote-pull")),
    (Zone.CREDIT, _hint("(?:photo|image|img|media|figure|picture|caption)-?credits?|credits?|photographer|copyright-holder|(?:image|figure|photo|map|chart|caption)-(?:source|copyright|attribution)|source-line|attribution")),
    (Zone.CAPTION, _hint("caption|captions|caption-text|figcaption|wp-caption-text|legend|cutline")),
    (Zone.FIGURE, _hint("wp-caption|figure|image-block|media-block|photo-block")),
    (Zone.BYLINE, _hint("byline|bylines|by-line|authors?|author-name|article-author|contributors?|writer|reporter")),
    (Zone.TAG, _hint("tags?|tag-list|kicker|eyebrow|rubric|category|categories|topics?|section-(?:label|name|tag)|desk|post-tags|article-tags|overline")),
    (Zone.DATE, _hint("date|dates|datetime|timestamp|time-?stamp|pubdate|pub-date|published|publish-date|updated|posted-on|date-line-published|last-modified|modified")),
    (Zone.DECK, _hint("standfirst|dek|deck|subtitle|sub-title|subheadline|sub-headline|article-summary|strapline")),
    (Zone.COMMENTS, _hint("comments?|comment-(?:list|section)|disqus|respond|discussion|reader-comments")),
    (Zone.NAVIGATION, _hint("nav|navbar|navigation|menu|menus|breadcrumbs?|pagination|pager|sidebar|side-bar|related|related-\\w+|recommended|recommendations|recirc|promo|promos|promoted|newsletter|newsletters|subscribe|subscription|sign-?up|share|sharing|social|share-?bar|toolbar|advert|adverts|advertisement|ad|ads|advertising|sponsored|cookie|cookies|consent|gdpr|paywall|popular|trending|most-?read|read-?more|read-?next|see-?also|more-on|further-reading|widget|login|search|skip|skip-link|outbrain|taboola|author-bio|bio|donate|rail|teasers?|next-article|footer|site-footer|site-header|masthead|copyright|print-only|correction-policy|up-next|latest-news|also-read")),
)  # fmt: skip
_HIDDEN_CLASSES = frozenset(
    "hidden hide d-none element-invisible visually-hidden visuallyhidden sr-only screen-reader screen-reader-text".split()
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SKELETON = frozenset({"html", "body", "main", "article"})
_HINT_OVERRULED = 0.5
"""A class that would make furniture of more than this share of a page's prose is not believed (``field-label-hidden``)."""
_SENTENCE_END = re.compile(r"[.!?…。؟][\"”’')\]]*(?:\s|$)|[:;—-]\s*$|--$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_RAW_LINE_END = "\v"
"""Stands for a line end in the page's source until it is known whether the text there was typed with blank lines between its
paragraphs (in ``pre``, or in a ``div`` without any marks); everywhere else it is no more than a blank."""
_BLANK_LINE = re.compile("\v[ \t\xa0]*\v")
_SPACES = re.compile(r"\s+")
_WIDTHLESS = re.compile("[\u200b\ufeff]")


def page_tree(markup: str) -> PageTree:
    """Parses a page. ``markup`` may be damaged, cut or deep; whatever text it holds is found."""
    from lxml import etree

    # the stub's protocol also asks for methods that lxml calls only where they exist
    target = cast("ParserTarget[PageTree]", _Builder())
    parser = etree.HTMLParser(target=target, huge_tree=True)
    for start in range(0, len(markup), 1 << 20):
        parser.feed(markup[start : start + (1 << 20)])
    return parser.close()


class _Builder:
    """The parser's target: keeps one open element at a time and writes a block whenever a block-level mark passes."""

    def __init__(self) -> None:
        self.tree = PageTree()
        self.node = Node("html", {}, Zone.PLAIN, Zone.PLAIN, None, None)
        self.buffer: list[str] = []
        self.linked = 0
        self.in_link = 0
        self.capture: list[str] | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.lower()
        if tag == "br":
            self.buffer.append("\n")
            return
        node = self._opened(tag, dict(attributes))
        if tag not in _INLINE or self._flows_apart(node):
            self._flush()
        self._note(node)
        self.node = node
        if tag == "a":
            self.in_link += 1

    def end(self, tag: str) -> None:
        tag = tag.lower()
        if tag == "br" or self.node.parent is None:
            return
        node = self.node
        if tag not in _INLINE or self._flows_apart(node):
            self._flush()
        if tag == "a" and self.in_link:
            self.in_link -= 1
        if self.capture is not None and tag in ("script", "title"):
            text = "".join(self.capture)
            if tag == "script":
                self.tree.json_ld.append(text)
            elif not self.tree.title:
                self.tree.title = _SPACES.sub(" ", text).strip()
            self.capture = None
        if node.parent is not None:
            self.node = node.parent

    def data(self, data: str) -> None:
        if self.capture is not None:
            self.capture.append(data)
        elif not self.node.zone & Zone.HIDDEN:
            self.tree.letters += len(data)
            if self.tree.letters <= TEXT_CHARS:
                self.buffer.append(data.replace("\n", _RAW_LINE_END))
            if self.in_link:
                self.linked += len(data.strip())

    def comment(self, text: str) -> None:
        """Comments are no part of the page."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Processing instructions are no part of the page."""

    def close(self) -> PageTree:
        self._flush()
        _weigh_hints(self.tree.blocks)
        return self.tree

    def _opened(self, tag: str, attributes: dict[str, str]) -> Node:
        around = self.node
        sure, zone, hint = around.sure, around.zone, around.hint
        if zone & Zone.HIDDEN or tag in _SILENT or tag in ("head", "title") or _is_hidden(attributes):
            return Node(tag, attributes, sure, zone | Zone.HIDDEN, hint, around)
        sure |= _BY_TAG.get(tag, Zone.PLAIN)
        if attributes.get("itemprop", "").lower() == "articlebody":
            sure |= Zone.BODY | Zone.ARTICLE
        elif attributes.get("role", "").lower() in ("main", "article"):
            sure |= Zone.ARTICLE
        zone |= sure
        if attributes and tag not in _SKELETON and not _runs_in_paragraph(tag, around):
            new = _hinted(attributes) & ~zone
            if new:
                hint = Hint(new, _names(attributes), hint)
                zone |= new
        return Node(tag, attributes, sure, zone, hint, around)

    def _flows_apart(self, node: Node) -> bool:
        """Whether an inline element is a block of its own, as a credit within a caption or a byline's name is."""
        if node.parent is None:
            return False
        if node.tag == "a":
            return bool(node.zone & Zone.TAG)
        return node.zone != node.parent.zone

    def _note(self, node: Node) -> None:
        tag, attributes = node.tag, node.attributes
        if tag == "meta":
            name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
            if name and attributes.get("content") is not None:
                self.tree.metas.append((name.strip().lower(), attributes["content"].strip()))
        elif tag == "link" and attributes.get("href"):
            self.tree.links.append((attributes.get("rel", "").lower(), attributes["href"].strip()))
        elif _is_captured(node):
            self.capture = []
        elif tag == "time" and attributes.get("datetime"):
            self.tree.times.append((attributes["datetime"], node))
        elif tag in ("img", "picture", "svg", "figure", "canvas", "video", "iframe"):
            self.tree.images.append((len(self.tree.blocks), node))

    def _flush(self) -> None:
        if not self.buffer:
            return
        raw = _WIDTHLESS.sub("", "".join(self.buffer))
        linked, self.linked, self.buffer = self.linked, 0, []
        typed = self.node.tag == "pre" or (
            self.node.tag not in ("p", "li") and len(_BLANK_LINE.findall(raw.strip())) > 1
        )
        if typed:
            raw = raw.replace(_RAW_LINE_END, "\n")
        paragraph: list[str] = []
        for line in [*raw.split("\n"), ""]:
            line = " ".join(line.split())
            if line:
                paragraph.append(line)
            elif paragraph:
                text = "\n".join(paragraph)
                self.tree.blocks.append(Block(text, self.node, self.node.zone, min(linked, len(text))))
                paragraph = []


def _is_captured(node: Node) -> bool:
    return node.tag == "title" or (node.tag == "script" and "ld+json" in node.attributes.get("type", "").lower())


def _weigh_hints(blocks: list[Block]) -> None:
    """Takes from each block the zones of those hints that would make furniture of most of the page's prose.

    Equal names are weighed together, since a page may give each of its paragraphs the same unlucky class.
    """
    total = 0
    prose: Counter[str] = Counter()
    for block in blocks:
        if is_sentence(block.text):
            size = len(block.text) - block.linked
            total += size
            for names in {hint.names for hint in _hints(block)}:
                prose[names] += size
    for block in blocks:
        disbelieved = Zone.PLAIN
        for hint in _hints(block):
            if prose[hint.names] > _HINT_OVERRULED * total:
                disbelieved |= hint.zone
        if disbelieved:
            block.zone = block.zone & ~disbelieved | block.node.sure


def _hints(block: Block) -> Iterator[Hint]:
    hint = block.node.hint
    while hint is not None:
        yield hint
        hint = hint.around


def is_sentence(text: str) -> bool:
    """Whether a block reads as prose rather than as a label: at least four words that end as a sentence does, or twelve."""
    words = len(text.split())
    return words >= 12 or (words >= 4 and _SENTENCE_END.search(text) is not None)


def _is_hidden(attributes: dict[str, str]) -> bool:
    if not attributes:
        return False
    if "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style", "")):
        return True
    name = attributes.get("class")
    return bool(name and not _HIDDEN_CLASSES.isdisjoint(name.lower().split()))


def _runs_in_paragraph(tag: str, around: Node) -> bool:
    """Whether an inline element stands in running text, where a class such as ``label`` says nothing about its place."""
    return tag in _INLINE and not around.zone & (Zone.FIGURE | Zone.CAPTION | Zone.BYLINE) and around.tag in (
        "p", "li", "td", "blockquote", "h1", "h2", "h3",
    )  # fmt: skip


def _hinted(attributes: dict[str, str]) -> Zone:
    role = attributes.get("role", "").lower()
    zone = Zone.NAVIGATION if role in ("navigation", "search", "complementary", "contentinfo") else Zone.PLAIN
    prop = attributes.get("itemprop", "").lower()
    if prop in ("author", "datepublished", "datemodified", "articlesection", "caption"):
        zone |= {"author": Zone.BYLINE, "articlesection": Zone.TAG, "caption": Zone.CAPTION}.get(prop, Zone.DATE)
    names = _names(attributes)
    if names.strip():
        words = _CAMEL.sub("-", names).lower().replace("_", "-")
        for hinted, pattern in _HINTS:
            if pattern.search(words):
                zone |= hinted
                break
    return zone


def _names(attributes: dict[str, str]) -> str:
    return f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('rel', '')}"
