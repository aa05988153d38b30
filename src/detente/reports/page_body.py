"""Which blocks of a page are its text, and which are captions, credits and the page's furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.reports.page_tree import Block, Node, PageTree, Zone, is_sentence
from detente.reports.report import Image

__all__ = ["body_blocks", "images_of", "letters_of", "transcript_blocks"]

_FURNITURE = (
    Zone.NAVIGATION | Zone.COMMENTS | Zone.CAPTION | Zone.CREDIT | Zone.BYLINE | Zone.TAG | Zone.DATE | Zone.PULL | Zone.DECK
    | Zone.TITLE
)  # fmt: skip
_CREDIT_LINE = re.compile(
    r"^[(\[]?(?:sources?|(?:photo|image|picture|map|graphic|chart|figure|illustration)s?(?:\s+(?:credits?|sources?|by|courtesy))?"
    r"|photographs?(?:\s+by)?|credits?|courtesy|©|\(c\)|data(?:\s+sources?)?)\s*(?::|©|\bof\b|\bby\b)|^©|^Source\s+[A-Z]",
    re.IGNORECASE,
)
_CREDIT_TAIL = re.compile(
    r"(?:(?<=[.!?\"”’)\s])|^)\s*(?P<credit>[(\[]?(?:(?:photo|image|picture|map|graphic|chart|illustration)s?(?:\s+(?:credits?|by|courtesy(?:\s+of)?"
    r"|sources?))?\s*[:/©]|photographs?(?:\s+by\b|\s*:)|(?:photo|image|picture)\s+(?:by|courtesy)\b|credits?\s*:|sources?\s*:|courtesy(?:\s+of)?\b|©|AP Photo|[A-Z][\w. ]{1,30}/(?:AP|AFP|Reuters|REUTERS"
    r"|Getty|EPA|Shutterstock|Bloomberg|ANP|DPA)).*)$",
    re.IGNORECASE | re.DOTALL,
)
_PROMPT = re.compile(
    r"^(?:read (?:more|also|next)|related|see also|also read|more(?: on this| stories| from)?\b.{0,20}:|sign up|subscribe|"
    r"advertisement|share(?: this)?|follow us|follow .{1,40} on (?:twitter|facebook|x)\b|copyright|©|all rights reserved|click here|"
    r"comments?\b|print\b|e-?mail\b|tweet|newsletter|continue reading|skip to|get the latest|download our app|join the)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“„«‘'].*[\"”“»’'][.,]?", re.DOTALL)
_LETTERS = re.compile(r"[^\w]+")
_LONG_PROMPT, _MOSTLY_LINKS, _REPEATED_WORDS = 180, 0.5, 4


def letters_of(text: str) -> str:
    """``text`` reduced to its lower-case words, one blank between two: what a repeat or a rendering has in common with it."""
    return _LETTERS.sub(" ", text.casefold()).strip()


def transcript_blocks(tree: PageTree) -> list[Block]:
    """All that is printed in the page's main part, whatever its marks: a transcript loses no line."""
    barred = Zone.NAVIGATION | Zone.COMMENTS | Zone.TITLE | Zone.CAPTION | Zone.CREDIT
    return [block for block in tree.blocks if not block.zone & barred]


def body_blocks(tree: PageTree, used: set[int], judged: str | None) -> list[Block]:
    """The text of a news page in reading order.

    1. Furniture by tag, class or wording is left out; a class that would take away half of the page is not believed.
    2. If the page marks its article (``articleBody``, ``article``, ``main``), what stands outside is left out.
    3. ``judged`` is what another extractor (trafilatura) took for the text: prose inside the marked article stays in any case,
       everything else only if it was judged text or stands between two such blocks.
    4. Pull quotes and quotes set apart that repeat the text are left out.
    """
    marked = _marked_article(tree.blocks)
    candidates = [
        (place, block)
        for place, block in enumerate(tree.blocks)
        if place not in used and not block.zone & _FURNITURE and _inside(block, marked) and not _is_prompt(block)
    ]
    taken_as_credit = {id(block) for block in _loose_credits(tree)}
    candidates = [
        (place, block) for place, block in candidates if id(block) not in taken_as_credit and not _in_figure(block)
    ]
    blocks = [block for _, block in candidates if not _in_margin(block)]
    verdict = None if judged is None else letters_of(judged)
    kept = [_keep(block, marked is not None, verdict) for block in blocks]
    kept = _closed(blocks, kept)
    return _without_repeats(_without_loose_headings([b for b, keep in zip(blocks, kept, strict=True) if keep]))


def _marked_article(blocks: Sequence[Block]) -> Zone | None:
    """The narrowest mark of an article that holds a good part of the page's prose."""
    prose = [block for block in blocks if is_sentence(block.text) and not block.zone & _FURNITURE]
    total = sum(len(block.text) for block in prose)
    for mark in (Zone.BODY, Zone.ARTICLE):
        inside = sum(len(block.text) for block in prose if block.zone & mark)
        if total and inside >= 0.4 * total:
            return mark
    return None


def _inside(block: Block, marked: Zone | None) -> bool:
    return marked is None or bool(block.zone & marked)


def _in_figure(block: Block) -> bool:
    return bool(block.zone & Zone.FIGURE)


def _in_margin(block: Block) -> bool:
    zone = block.zone
    if zone & Zone.ASIDE:
        return True
    return bool(zone & Zone.HEADER) and not (zone & Zone.BODY) and not is_sentence(block.text)


def _is_prompt(block: Block) -> bool:
    return (
        len(block.text) < _LONG_PROMPT
        and _PROMPT.match(block.text) is not None
        and not (is_sentence(block.text) and block.linked == 0 and len(block.text) > 100)
    )


def _keep(block: Block, marked: bool, verdict: str | None) -> bool:
    linked = block.linked / max(1, len(block.text))
    if linked > _MOSTLY_LINKS and not (linked < 0.9 and is_sentence(block.text)):
        return False
    if verdict is None:
        return is_sentence(block.text) or marked
    if letters_of(block.text) in verdict:
        return is_sentence(block.text) or marked or not block.linked
    return (
        marked and block.node.tag in ("p", "blockquote", "div", "li", "article", "section") and is_sentence(block.text)
    )


def _closed(blocks: Sequence[Block], kept: Sequence[bool]) -> list[bool]:
    """Keeps also what stands right between two kept blocks of the same element, short answers and cross-heads for instance."""
    result = list(kept)
    for place in range(1, len(blocks) - 1):
        before, here, after = blocks[place - 1], blocks[place], blocks[place + 1]
        if not kept[place] and result[place - 1] and kept[place + 1] and here.linked == 0:
            home = here.node.parent
            result[place] = before.node.parent is home and after.node.parent is home
    return result


def _without_loose_headings(blocks: list[Block]) -> list[Block]:
    """A heading with no text behind it (the next one follows, or the end) heads something that was left out."""
    kept: list[Block] = []
    for block in reversed(blocks):
        if block.zone & Zone.HEADING and (not kept or kept[-1].zone & Zone.HEADING):
            continue
        kept.append(block)
    return kept[::-1]


def _without_repeats(blocks: list[Block]) -> list[Block]:
    """Leaves out pull quotes: blocks set apart, fully in quote marks, or whole sentences, that stand within a longer block.

    The name under a quote set apart goes with it.
    """
    words = [letters_of(block.text) for block in blocks]
    whole = "\n".join(f" {text} " for text in words)
    dropped: set[int] = set()
    for place, block in enumerate(blocks):
        text = words[place]
        if not (block.zone & Zone.QUOTE or is_sentence(block.text) or _QUOTED.fullmatch(block.text)):
            continue
        if text.count(" ") < _REPEATED_WORDS - 1 or whole.count(f" {text} ") < 2 or whole.count(f"\n {text} \n") > 1:
            continue
        dropped.add(id(block.node.quote) if block.zone & Zone.QUOTE else id(block))
    return [b for b in blocks if id(b) not in dropped and not (b.zone & Zone.QUOTE and id(b.node.quote) in dropped)]


def _loose_credits(tree: PageTree) -> list[Block]:
    """``Source: ...`` and ``Photo: ...`` lines that follow a picture without standing in its figure."""
    pictures = {place for place, _ in tree.images}
    found = []
    for place, block in enumerate(tree.blocks):
        behind = any(at in pictures for at in range(place - 2, place + 1))
        if len(block.text) < 200 and behind and _CREDIT_LINE.match(block.text) and not block.zone & Zone.NAVIGATION:
            found.append(block)
    return found


def images_of(tree: PageTree) -> tuple[Image, ...]:
    """The pictures, maps and figures that have a caption or a credit printed with them, in reading order."""
    loose = {id(block) for block in _loose_credits(tree)}
    groups: list[tuple[Node | None, list[str], list[str]]] = []
    last_place = -10
    for place, block in enumerate(tree.blocks):
        zone = block.zone
        if zone & Zone.NAVIGATION or not (zone & (Zone.CAPTION | Zone.CREDIT | Zone.FIGURE) or id(block) in loose):
            continue
        figure = block.node.figure
        is_credit = bool(zone & Zone.CREDIT) or id(block) in loose or _CREDIT_LINE.match(block.text) is not None
        joins = bool(groups) and (
            (figure is not None and groups[-1][0] is figure)
            or (
                place - last_place <= 1
                and is_credit
                and not groups[-1][2]
                and (figure is None or groups[-1][0] is None)
            )
        )
        if not joins:
            groups.append((figure, [], []))
        _, captions, sources = groups[-1]
        (sources if is_credit else captions).append(" ".join(block.text.split()))
        last_place = place
    return tuple(image for _, captions, sources in groups if (image := _image(captions, sources)) is not None)


def _image(captions: Sequence[str], sources: Sequence[str]) -> Image | None:
    caption, source = " ".join(captions), " ".join(sources)
    if not source:
        found = _CREDIT_TAIL.search(caption)
        if found is not None:
            caption, source = caption[: found.start()].rstrip(), found["credit"].strip()
    return Image(caption or None, source or None) if caption or source else None
