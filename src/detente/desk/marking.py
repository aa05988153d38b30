"""A report's text cut into pieces, each with the statements whose words it holds: every character once, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.record.nouns import Statement

__all__ = ["Piece", "pieces"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters. ``statement`` is the innermost statement that it belongs to (None: nobody's), ``part`` what it is of
    it: ``content``, ``source`` or ``cue``; ``depth`` how many contents lie over it; ``first`` whether the statement begins here.
    """

    text: str
    start: int
    statement: str | None = None
    part: str = ""
    depth: int = 0
    first: bool = False


def pieces(text: str, statements: Sequence[Statement]) -> tuple[Piece, ...]:
    """Cut ``text`` where any part of a statement begins or ends. Spans beyond the text are cut to it."""
    spans: list[tuple[int, int, int, str, str]] = []  # start, end, size of the statement, id, part
    for one in statements:
        size = sum(b - a for a, b in one.content)
        for part, found in (("content", one.content), ("source", one.source.spans), ("cue", one.cue)):
            spans += [(a, min(b, len(text)), size, one.id, part) for a, b in found if a < min(b, len(text))]
    spans.sort()
    edges = sorted({0, len(text), *(a for a, *_ in spans), *(b for _, b, *_ in spans)})
    made: list[Piece] = []
    begun: set[str] = set()
    active: list[tuple[int, int, int, str, str]] = []
    at = 0
    for start, end in zip(edges, edges[1:], strict=False):
        while at < len(spans) and spans[at][0] <= start:
            active.append(spans[at])
            at += 1
        active = [span for span in active if span[1] > start]
        if not active:
            made.append(Piece(text[start:end], start))
            continue
        *_, owner, part = min(active, key=lambda span: (span[4] == "content", span[2], span[3]))
        depth = sum(1 for span in active if span[4] == "content")
        made.append(Piece(text[start:end], start, owner, part, min(depth, 3), owner not in begun))
        begun.add(owner)
    return tuple(made)
