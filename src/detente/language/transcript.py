"""Transcripts: the turn is the attribution, a paragraph of it at most one statement, none over 150 words."""

from __future__ import annotations

from collections.abc import Sequence

from detente.language.reader import Attribution
from detente.language.sentences import sentence_spans, words

__all__ = ["LONGEST_STATEMENT", "turn_attributions"]

Span = tuple[int, int]
LONGEST_STATEMENT = 150  # words


def turn_attributions(text: str, turns: Sequence[tuple[Span, Span]]) -> list[Attribution]:
    """One attribution of kind ``transcript`` for each paragraph of each turn, cut at sentence ends where it is too long."""
    found: list[Attribution] = []
    for label, (start, end) in turns:
        offset = 0
        for line in text[start:end].split("\n"):
            piece = (start + offset, start + offset + len(line))
            offset += len(line) + 1
            found.extend(
                Attribution("transcript", (label,), (), (part,), because="turn") for part in _parts(text, piece)
            )
    return found


def _parts(text: str, paragraph: Span) -> list[Span]:
    start, end = paragraph
    sentences = [(start + a, start + b) for a, b in sentence_spans(text[start:end])]
    parts: list[Span] = []
    size = 0
    for sentence in sentences:
        for piece in _short(text, sentence):
            count = len(words(text, *piece))
            if parts and size + count <= LONGEST_STATEMENT:
                parts[-1] = (parts[-1][0], piece[1])
                size += count
            else:
                parts.append(piece)
                size = count
    return parts


def _short(text: str, sentence: Span) -> list[Span]:
    spans = words(text, *sentence)
    if len(spans) <= LONGEST_STATEMENT:
        return [sentence]
    return [
        (spans[at][0], spans[min(at + LONGEST_STATEMENT, len(spans)) - 1][1])
        for at in range(0, len(spans), LONGEST_STATEMENT)
    ]
