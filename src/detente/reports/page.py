"""A news page or a transcript's page, as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.errors import ReportRefused
from detente.reports.decoding import decoded, lines_unified
from detente.reports.limits import JUDGED_CHARS, PAGE_BYTES, check_size
from detente.reports.page_body import body_blocks, images_of, letters_of, transcript_blocks
from detente.reports.page_facts import page_facts
from detente.reports.page_tree import Block, PageTree, is_sentence, page_tree
from detente.reports.report import Image, Report, Turn
from detente.reports.source import Source
from detente.reports.turns import turns_of

__all__ = ["fragment", "read_page", "read_page_file"]

_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_DEEPEST_JUDGED = 200
"""libxml2 cuts a tree below 255 levels, so that trafilatura would not see the text of a deeper page."""


def read_page(data: bytes, *, where: str, address: str | None = None, charset: str | None = None) -> Report:
    """The page as a Report (without id). ``address`` and ``charset`` are what the transport said, if it came from an archive.

    Raises ReportRefused where the page holds no text of its own, being all navigation or all script.
    """
    read = decoded(data, declared=charset)
    markup = _XML_DECLARATION.sub("", lines_unified(read.text).replace("\0", ""))
    tree = page_tree(markup)
    check_size(max([len(block.text) for block in tree.blocks], default=0), tree.letters, where)
    facts = page_facts(tree, address)
    text, turns = _transcript(tree)
    text = text or _article(tree, facts.used, markup)
    if not text and facts.body:
        text = "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n|\n", facts.body) if part.strip())
    if not text:
        raise _no_text(tree, where)
    return Report(
        id="", file="", title=facts.title, text=text, authors=facts.authors, publisher=facts.publisher,
        published=facts.published, modified=facts.modified, url=facts.url, sections=facts.sections, images=images_of(tree),
        turns=turns,
        rights=facts.rights, rests_on=facts.rests_on, warnings=() if read.warning is None else (read.warning,),
    )  # fmt: skip


def read_page_file(source: Source) -> Iterator[Report]:
    """A file that holds one page."""
    data = source.data(PAGE_BYTES)
    yield read_page(data, where=source.name, address=source.address, charset=source.charset)


def fragment(markup: str) -> tuple[str, tuple[Image, ...]]:
    """The paragraphs and pictures of a piece of HTML that is all text, as feeds and wire items carry it.

    Plain text comes back with its paragraphs as they are.
    """
    if "<" not in markup and "&" not in markup:
        return "\n\n".join(part.strip() for part in re.split(r"\n\s*\n", lines_unified(markup)) if part.strip()), ()
    tree = page_tree(lines_unified(markup).replace("\0", ""))
    if not any(is_sentence(block.text) for block in tree.blocks):
        return _joined(tree.blocks), ()
    return _transcript(tree)[0] or _joined(body_blocks(tree, set(), None)), images_of(tree)


def _transcript(tree: PageTree) -> tuple[str, tuple[Turn, ...]]:
    """The whole of a transcript's page with its turns, or nothing where the page is none."""
    text = _joined(transcript_blocks(tree))
    turns = turns_of(text)
    # a turn that follows a single line break is a paragraph of its own
    starts = [turn.label[0] for turn in turns]
    broken = [start for start in starts if start > 1 and text[start - 1] == "\n" and text[start - 2] != "\n"]
    if not broken:
        return (text, turns) if turns else ("", ())
    pieces = [text[a:b].rstrip("\n") for a, b in zip([0, *broken], [*broken, len(text)], strict=True)]
    text = "\n\n".join(pieces)
    return text, turns_of(text)


def _article(tree: PageTree, used: set[int], markup: str) -> str:
    blocks = body_blocks(tree, used, _judgement(tree, markup))
    # a page of headings and links has no prose at all
    return _joined(blocks) if any(is_sentence(block.text) for block in blocks) else ""


def _joined(blocks: list[Block]) -> str:
    return "\n\n".join(block.text for block in blocks)


def _judgement(tree: PageTree, markup: str) -> str | None:
    """What trafilatura takes for the text, None where the page is too large or too deep for it or it finds nothing."""
    if len(markup) > JUDGED_CHARS or any(_deep(block) for block in tree.blocks):
        return None
    import logging

    import trafilatura

    # a page without text is refused with a line of our own
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.extract(
        markup, include_comments=False, include_tables=True, favor_recall=True, deduplicate=False, output_format="txt"
    )
    return found if found and len(letters_of(found)) > 0 else None


def _deep(block: Block) -> bool:
    depth, node = 0, block.node.parent
    while node is not None and depth <= _DEEPEST_JUDGED:
        depth, node = depth + 1, node.parent
    return depth > _DEEPEST_JUDGED


def _no_text(tree: PageTree, where: str) -> ReportRefused:
    links = sum(block.linked for block in tree.blocks)
    letters = sum(len(block.text) for block in tree.blocks)
    what = "the page is all navigation and has no text of its own" if letters else "the page has no text"
    return ReportRefused(
        what,
        where=where,
        found=f"{letters} characters, {links} of them links",
        mend="save the article's own page, after it has loaded, and not the start or search page that leads to it",
    )
