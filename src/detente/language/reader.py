"""What a reader finds in a text, and the protocol that every reader follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

__all__ = ["Analysis", "Attribution", "Mention", "QuoteKind", "Reader", "Spans"]

Spans = tuple[tuple[int, int], ...]
"""Pieces of one part: starts and ends (exclusive) in characters of the text, ascending, not overlapping."""

QuoteKind = Literal["direct", "indirect", "mixed", "transcript"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who is told to have said, thought or wanted what: source, cue and content, each as spans; an empty one was not found.

    ``within`` is the index, in the same analysis, of the attribution inside whose content this one stands. ``confidence`` lies
    between 0 and 1; of a rule it is the share of its findings that were right on the set it was measured on. ``because`` names
    the rule or the model that found it.
    """

    kind: QuoteKind
    source: Spans
    cue: Spans
    content: Spans
    within: int | None = None
    confidence: float = 1.0
    because: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name or phrase that may stand for an actor. ``head`` is the span of its head word; ``refers_to`` the index of the
    earlier mention that a pronoun or a shortened name goes back to, if known."""

    start: int
    end: int
    kind: Literal["name", "noun", "pronoun"]
    head: tuple[int, int]
    refers_to: int | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that a reader found in one text. Sentences cover the text's words in order; attributions are sorted by the start
    of their first span; mentions by start."""

    sentences: tuple[tuple[int, int], ...]
    attributions: tuple[Attribution, ...]
    mentions: tuple[Mention, ...] = ()


class Reader(Protocol):
    """A reader: text in, analysis out, the same for every call, batch and number of threads."""

    @property
    def name(self) -> str:
        """Name and version, as it stands in the record's method column."""
        ...

    def read(self, text: str, turns: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()) -> Analysis:
        """Read ``text``. ``turns`` are the label and body spans of a transcript's turns; with them the turn is the attribution
        (kind ``transcript``) and what is found inside a turn is ``within`` it."""
        ...
