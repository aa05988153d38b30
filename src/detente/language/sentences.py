"""Paragraph, sentence and word boundaries, as spans into the text.

Rules after Palmer & Hearst 1997 (sentence ends are a matter of the token before the full stop and the one after it), kept to
what English news needs: abbreviations, initials, decimals, closing quotes and brackets after the stop.
"""

from __future__ import annotations

import re

__all__ = ["paragraphs", "sentence_spans", "words"]

Span = tuple[int, int]

_PARAGRAPH = re.compile(r"[^\n]+")
_WORD = re.compile(r"\w+(?:['’.\-‐]\w+)*['’]?|[^\w\s]", re.UNICODE)
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gen lt col sgt capt maj adm cmdr sen rep gov pres st mt no vs etc inc ltd co corp jr sr jan feb mar apr jun jul aug "
    "sept sep oct nov dec e.g i.e u.s u.k u.n a.m p.m d.c approx dept fig hon rev".split()
)
_NEVER_END = frozenset(
    "mr mrs ms dr prof gen lt col sgt capt maj adm cmdr sen rep gov st mt vs hon rev e.g i.e fig approx".split()
)
LONGEST = (
    4_000  # characters; a longer run without an end is cut at white space, so that no rule ever sees a 50 MB sentence
)


def paragraphs(text: str) -> tuple[Span, ...]:
    """The spans of the lines that hold anything but white space, without white space at their ends."""
    return tuple(_trim(text, m.start(), m.end()) for m in _PARAGRAPH.finditer(text) if not m.group().isspace())


def words(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Words and punctuation marks between ``start`` and ``end``."""
    return [m.span() for m in _WORD.finditer(text, start, len(text) if end is None else end)]


def sentence_spans(text: str) -> tuple[Span, ...]:
    """The sentences of every paragraph, in order, without white space at their ends."""
    found: list[Span] = []
    for start, end in paragraphs(text):
        here = start
        for stop in _END.finditer(text, start, end):
            if _is_end(text, here, stop, end):
                found.extend(_cut(text, here, stop.end()))
                here = stop.end()
        if here < end:
            found.extend(_cut(text, here, end))
    return tuple(found)


def _is_end(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    if stop.end() >= end:
        return True
    following = text[stop.end() : stop.end() + 40].lstrip()
    if not following:
        return True
    opens = following[0]
    if stop.group().startswith(".") and len(stop.group()) == 1:
        before = text[max(start, stop.start() - 24) : stop.start()].rsplit(None, 1)
        token = before[-1].lstrip("(\"'“‘[").lower() if before else ""
        if token in _NEVER_END:
            return False
        single_initial = len(token) == 1 and token.isalpha() and token != "i"
        if single_initial or token in _ABBREVIATIONS or re.fullmatch(r"(?:\w\.)+\w", token):
            return opens in "\"“‘'" or bool(
                re.match(r"(?:The|A|An|He|She|It|They|We|But|In|On|At|And|This|That|Its|His|Her)\b", following)
            )
    return not (opens.islower() or opens in ",;:)")


def _cut(text: str, start: int, end: int) -> list[Span]:
    pieces: list[Span] = []
    while end - start > LONGEST:
        at = text.rfind(" ", start, start + LONGEST)
        at = at if at > start else start + LONGEST
        pieces.append(_trim(text, start, at))
        start = at
    pieces.append(_trim(text, start, end))
    return [p for p in pieces if p[0] < p[1]]


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
