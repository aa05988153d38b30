"""Where a text quotes: closed quotations, and those that run on into the next paragraph.

The marks are those found in print: straight and curly double quotes, guillemets, low German quotes, doubled
apostrophes and grave accents, and single quotes where they stand like quotation marks (a headline's
'a danger to the republic') and not like apostrophes. A mark without its partner never raises: an opening mark counts
only where its paragraph begins with it or the next paragraph goes on quoting; any other lone mark is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Quotation", "plain_marks", "quotations"]

_DOUBLE_OPEN = "“„«‟"
_DOUBLE_CLOSE = "”»"
_DOUBLE_EITHER = '"＂'
_MARKS = re.compile(f"``|''|[{_DOUBLE_OPEN}{_DOUBLE_CLOSE}{_DOUBLE_EITHER}]")
_SINGLE = re.compile(r"(?<![\w'’‘])['‘](?=[^\s'’])([^'‘’\n]|(?<=\w)['’](?=\w)){2,240}?['’](?!\w)")
_PARAGRAPH = re.compile(r"[^\n]+")
_PLAIN = str.maketrans({
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "＂": '"',
    "‘": "'", "’": "'", "‚": "'", "`": "'", "´": "'",
    "–": "-", "—": "-", "‑": "-", "‐": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation with its marks: ``start`` to ``end`` in characters of the text. ``closed`` is false for one that runs
    to the end of its paragraph and goes on in the next; ``double`` is false for single marks."""

    start: int
    end: int
    closed: bool = True
    double: bool = True


_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, left over from a broken decoding; no tokenizer takes it


def plain_marks(text: str) -> str:
    """The text with typographic quotes, dashes and spaces made plain, character for character (same length)."""
    return _SURROGATE.sub("\ufffd", text.translate(_PLAIN))


def quotations(text: str) -> list[Quotation]:
    """All quotations of the text, in order, not overlapping. Single-marked ones inside double-marked ones are left out."""
    found: list[Quotation] = []
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(text)]
    for number, (start, end) in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        goes_on = following is not None and _opens_at(text, following)
        found.extend(_in_paragraph(text, start, end, goes_on))
    return found


def _opens_at(text: str, span: tuple[int, int]) -> bool:
    head = text[span[0] : span[1]].lstrip()[:2]
    return head == "``" or head[:1] in _DOUBLE_OPEN + _DOUBLE_EITHER if head else False


def _marks(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool, bool]]:
    """Each double mark as (start, end, may open, may close)."""
    for match in _MARKS.finditer(text, start, end):
        mark, a, b = match[0], match.start(), match.end()
        after_word = a > start and not text[a - 1].isspace() and text[a - 1] not in "([{-–—"
        before_word = b < end and not text[b].isspace() and text[b] not in ".,;:!?)]}"
        if mark in _DOUBLE_OPEN or mark == "``":
            yield a, b, True, mark == "“" and after_word and not before_word  # closes a German quotation
        elif mark in _DOUBLE_CLOSE:
            yield a, b, False, True
        else:
            yield a, b, before_word or not after_word, after_word or not before_word


def _in_paragraph(text: str, start: int, end: int, goes_on: bool) -> list[Quotation]:
    double: list[Quotation] = []
    opened: int | None = None
    for a, b, may_open, may_close in _marks(text, start, end):
        if opened is None:
            if may_open:
                opened = a
        elif may_close:
            if b - opened > 2:
                double.append(Quotation(opened, b))
            opened = None
        elif may_open:
            opened = a  # the earlier mark had no partner
    if opened is not None:
        at_start = not text[start:opened].strip()
        if goes_on or (at_start and end - opened > 30):
            double.append(Quotation(opened, start + len(text[start:end].rstrip()), closed=False))
    taken = double
    single = [
        Quotation(match.start(), match.end(), double=False)
        for match in _SINGLE.finditer(text, start, end)
        if not any(match.start() < q.end and q.start < match.end() for q in taken)
    ]
    return sorted(double + single, key=lambda q: q.start)
