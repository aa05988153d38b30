"""Phrases for actors, from the mention chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.language.model.chains import CHAINS, decode, marginals, runs
from detente.language.model.pieces import Pieces
from detente.language.reader import Mention

__all__ = ["mentions"]

_CHAIN = CHAINS[3]
_KINDS: tuple[Literal["name", "noun", "pronoun"], ...] = ("name", "noun", "pronoun")
_ENDS_HEAD = frozenset(
    {",", "of", "who", "from", "in", "for", "at", "to", "on", "with", "that", "which", "and", "(", "-", "–", "—"}
)


def mentions(
    text: str,
    pieces: Pieces,
    outputs: NDArray[np.float32],
    paragraphs: Sequence[tuple[int, int]],
    transitions: NDArray[np.float32],
) -> tuple[Mention, ...]:
    """The mentions of one text, in order. ``outputs`` are the network's for each word, ``paragraphs`` in words."""
    if not len(pieces.words):
        return ()
    scores = outputs[:, _CHAIN.columns]
    labels = decode(scores, transitions, paragraphs)
    likely = marginals(scores, transitions, paragraphs)
    found = []
    for kind, a, b in runs(labels):
        sure = float(likely[np.arange(a, b), labels[a:b]].mean())
        start, end = int(pieces.words[a, 0]), int(pieces.words[b - 1, 1])
        head = _head(text, pieces, a, b)
        found.append(Mention(start, end, _KINDS[kind], head, confidence=round(sure, 3)))
    return tuple(found)


def _head(text: str, pieces: Pieces, first: int, after: int) -> tuple[int, int]:
    """The last word before the phrase's first preposition, relative or comma: the head of an English noun phrase."""
    head = first
    for at in range(first, after):
        start, end = (int(x) for x in pieces.words[at])
        if at > first and text[start:end].lower() in _ENDS_HEAD:
            break
        if text[start:end][:1].isalnum():
            head = at
    return int(pieces.words[head, 0]), int(pieces.words[head, 1])
