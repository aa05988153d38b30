"""From a document's spans to what the network is asked for: a label a word in each chain, and who belongs to whom.

Labels are kept as the set of labels that are allowed, so that what is not known costs nothing: a word whose label in a
chain is unknown allows all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.language.model.chains import CHAINS, SCORES
from detente.language.model.pieces import Pieces, split, tokenizer
from detente.language.model.windows import Breaks, breaks
from detente.language.sentences import sentence_spans
from documents import Document, Spans

__all__ = ["Link", "Task", "task", "task_of"]


@dataclass(frozen=True, slots=True)
class Link:
    """The words of one attribution's cue, source and content."""

    cue: NDArray[np.int64]
    source: NDArray[np.int64]
    content: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Task:
    """A text in pieces with what is to be learnt from it. `allowed` is (words, SCORES); `links` is None where
    it is not known which parts belong together. `cuts`: where a window may end."""

    document: Document
    pieces: Pieces
    cuts: Breaks
    allowed: NDArray[np.bool_]
    links: tuple[Link, ...] | None


def task(document: Document, vocabulary: Path) -> Task:
    """Label one document."""
    return task_of(document, split(document.text, tokenizer(vocabulary)))


def task_of(document: Document, pieces: Pieces) -> Task:
    """Label one document that is in pieces already."""
    role, content, inner, mention = (np.zeros(len(pieces.words), dtype=np.int64) for _ in CHAINS)
    depth = _depths(document)
    for voice, level in sorted(zip(document.voices, depth, strict=True), key=lambda pair: -pair[1]):
        _paint(inner if level else content, pieces, voice.content, 0)
    for voice in document.voices:
        _paint(role, pieces, voice.source, 0)
    for voice in document.voices:
        _paint(role, pieces, voice.cue, 1)
    kinds = CHAINS[3].kinds
    for phrase in sorted(document.mentions or (), key=lambda m: m.start - m.end):
        here = _words(pieces, ((phrase.start, phrase.end),))
        if not mention[here].any():
            _paint(mention, pieces, ((phrase.start, phrase.end),), kinds.index(phrase.kind))
    allowed = np.zeros((len(pieces.words), SCORES), dtype=bool)
    for chain, labels in zip(CHAINS, (role, content, inner, mention), strict=True):
        allowed[np.arange(len(labels)), chain.column + labels] = True
    if not document.nested:
        allowed[:, CHAINS[2].columns] = True
        allowed[content > 0, CHAINS[0].columns] = True
    if document.mentions is None:
        allowed[:, CHAINS[3].columns] = True
    for chain in CHAINS[:3]:
        for start, end in document.unsure:
            allowed[_words(pieces, ((start, end),)), chain.columns] = True
    links = None
    if document.linked:
        links = tuple(
            Link(*(_words(pieces, part) for part in (v.cue, v.source, v.content))) for v in document.voices if v.cue
        )
    return Task(document, pieces, breaks(pieces, sentence_spans(document.text)), allowed, links)


def _depths(document: Document) -> list[int]:
    depths = []
    for voice in document.voices:
        level, outer = 0, voice.within
        while outer is not None and level < 9:
            level, outer = level + 1, document.voices[outer].within
        depths.append(level)
    return depths


def _words(pieces: Pieces, spans: Spans) -> NDArray[np.int64]:
    found = [np.flatnonzero((pieces.words[:, 0] < end) & (pieces.words[:, 1] > start)) for start, end in spans]
    return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)


def _paint(labels: NDArray[np.int64], pieces: Pieces, spans: Spans, kind: int) -> None:
    for span in spans:
        here = _words(pieces, (span,))
        if len(here):
            labels[here] = 2 * kind + 2
            labels[here[0]] = 2 * kind + 1
