"""Order and nesting of attributions, and the kind of quote, the same for every reader."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from detente.language.reader import Attribution, QuoteKind, Spans

__all__ = ["nested", "quote_kind"]

Span = tuple[int, int]


def nested(attributions: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """Sorted by first span, each pointing to the smallest other attribution that holds all of its cue and content."""
    ordered = sorted(attributions, key=lambda a: (_extent(a), a.content, a.cue, a.source))
    return tuple(replace(a, within=_holder(index, ordered)) for index, a in enumerate(ordered))


def quote_kind(content: Spans, marks: Iterable[Span], text: str) -> QuoteKind:
    """``direct`` where all words of the content stand in quotation marks, ``mixed`` where some do, else ``indirect``."""
    inside = outside = 0
    quoted = [q for q in marks if content and q[0] < content[-1][1] and content[0][0] < q[1]]
    for start, end in content:
        here = start
        for a, b in quoted:
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


def _holder(index: int, ordered: list[Attribution]) -> int | None:
    """The innermost other attribution one piece of whose content covers the cue and content of this one."""
    own = ordered[index]
    parts = [*own.cue, *own.content]
    if not parts:
        return None
    begin, end = min(a for a, _ in parts), max(b for _, b in parts)
    best: tuple[int, int] | None = None
    for other, candidate in enumerate(ordered):
        if other == index or _extent(candidate)[0] > begin:
            continue
        for a, b in candidate.content:
            inside = a <= begin and end <= b and (b - a > end - begin or candidate.kind == "transcript")
            if inside and candidate.kind == own.kind == "transcript":
                inside = False
            if inside and (best is None or b - a < best[0]):
                best = (b - a, other)
    return best[1] if best else None
