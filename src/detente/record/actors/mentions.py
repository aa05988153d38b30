"""Who and what a report has named, in the order of its text: what a pronoun or "the minister" may go back to."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from detente.record.actors.shapes import Shape
from detente.record.actors.who import Resolution

__all__ = ["REACH", "Mention", "Mentions"]

REACH = 1_500  # characters: how far back a pronoun may go; about a dozen sentences
_MANY = 80  # mentions: no pronoun passes over more of them


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody or something named at an offset; ``strong``: at the head of a sentence, or as the source of a statement. ``titles`` are
    the words by which it may be called again."""

    at: int
    who: Resolution
    strong: bool
    titles: frozenset[str]
    shape: Shape


class Mentions:
    """Mentions sorted by offset."""

    def __init__(self) -> None:
        self._all: list[Mention] = []

    def add(self, mention: Mention) -> None:
        """Keep one more."""
        insort(self._all, mention, key=lambda m: m.at)

    def before(self, at: int, reach: int = REACH) -> Iterator[Mention]:
        """Those that stand before an offset, nearest first."""
        end = bisect_left(self._all, at, key=lambda m: m.at)
        for mention in reversed(self._all[max(0, end - _MANY) : end]):
            if at - mention.at > reach:
                return
            yield mention

    def latest(self, at: int, fits: Callable[[Mention], bool], reach: int = REACH, start: int = 0) -> Mention | None:
        """The strongest of the nearest: who spoke or headed a sentence of the paragraph, which begins at ``start``, before anybody else;
        then who was named in it; then the same of the lines before."""
        near = [m for m in self.before(at, reach) if fits(m)]
        here = [m for m in near if m.at >= start]
        strong = next((m for m in near if m.strong and at - m.at <= REACH // 2), None)
        return next((m for m in here if m.strong), None) or next(iter(here), None) or strong or next(iter(near), None)
