"""Order and nesting of attributions, and the kind of quote, the same for every reader."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import replace

from detente.language.reader import Attribution, QuoteKind, Spans

__all__ = ["nested", "quote_kind", "touching"]

Span = tuple[int, int]


def nested(attributions: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """Sorted by first span, each pointing to the smallest other attribution that holds all of its cue and content."""
    ordered = sorted(attributions, key=lambda a: (_extent(a), a.content, a.cue, a.source))
    holders = _holders(ordered)
    return tuple(replace(a, within=holders.get(index)) for index, a in enumerate(ordered))


def touching(spans: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """Those of ``spans``, which are in order and do not overlap, that share a character with the stretch."""
    first = bisect.bisect_right(spans, start, key=lambda span: span[1])
    return spans[first : bisect.bisect_left(spans, end, lo=first, key=lambda span: span[0])]


def quote_kind(content: Spans, marks: Sequence[Span], text: str) -> QuoteKind:
    """``direct`` where all words of the content stand in quotation marks, ``mixed`` where some do, else ``indirect``. ``marks`` are the
    text's quotations in order."""
    inside = outside = 0
    for start, end in content:
        here = start
        for a, b in touching(marks, start, end):
            if a < end and here < b:
                outside += _letters(text, here, max(here, a))
                inside += _letters(text, max(here, a), min(b, end))
                here = max(here, min(b, end))
        outside += _letters(text, here, end)
    if not inside:
        return "indirect"
    return "mixed" if outside else "direct"


def _letters(text: str, start: int, end: int) -> int:
    return sum(c.isalnum() for c in text[start:end])


def _extent(attribution: Attribution) -> Span:
    spans = [*attribution.cue, *attribution.content]
    if attribution.kind != "transcript" or not spans:  # a turn's label stands before its first paragraph only
        spans += attribution.source
    return (min(s for s, _ in spans), -max(e for _, e in spans)) if spans else (0, 0)


def _holders(ordered: Sequence[Attribution]) -> dict[int, int]:
    """For each attribution that stands in another's words, the one whose piece of content covers its cue and content most closely.

    One walk through the text: only the pieces that are open where an attribution begins are looked at, so that a long report takes no
    longer for each of its words than a short one."""
    pieces = sorted((a, b, number) for number, other in enumerate(ordered) for a, b in other.content)
    parts = {n: [*own.cue, *own.content] for n, own in enumerate(ordered) if own.cue or own.content}
    spans = sorted((min(a for a, _ in own), max(b for _, b in own), n) for n, own in parts.items())
    found: dict[int, int] = {}
    open_: list[tuple[int, int, int]] = []
    at = 0
    for begin, end, number in spans:
        while at < len(pieces) and pieces[at][0] <= begin:
            open_.append(pieces[at])
            at += 1
        open_ = [piece for piece in open_ if piece[1] > begin]
        own = ordered[number]
        holding = [
            (b - a, other)
            for a, b, other in open_
            if other != number
            and end <= b
            and (b - a > end - begin or ordered[other].kind == "transcript")
            and not ordered[other].kind == own.kind == "transcript"
        ]
        if holding:
            found[number] = min(holding)[1]
    return found
