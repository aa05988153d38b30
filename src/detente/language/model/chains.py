"""Label chains over words, and their decoding.

Four chains run side by side over the same words, so that a voice inside another's words can carry its own parts:

- `role`: source and cue of any attribution;
- `content`: contents that stand in nobody else's words;
- `inner`: contents inside another content;
- `mention`: phrases for actors, by kind.

Each is a linear-chain conditional random field (Lafferty et al. 2001) with begin/inside labels: the network gives a score
for each label of each word, the trained transitions give the rest. Decoding is exact (Viterbi); `marginals` are the
forward-backward probabilities of each label. A chain never crosses the end of a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["CHAINS", "FORBIDDEN", "SCORES", "Chain", "decode", "legal", "marginals", "runs"]

FORBIDDEN = -1e4
"""Score of a transition that cannot be."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain's name and what its spans may be. Labels are O, then begin and inside for each kind."""

    name: str
    kinds: tuple[str, ...]
    column: int

    @property
    def labels(self) -> int:
        """Number of labels."""
        return 1 + 2 * len(self.kinds)

    @property
    def columns(self) -> slice:
        """Where its scores stand in the network's output."""
        return slice(self.column, self.column + self.labels)


CHAINS = (
    Chain("role", ("source", "cue"), 0),
    Chain("content", ("content",), 5),
    Chain("inner", ("content",), 8),
    Chain("mention", ("name", "noun", "pronoun"), 11),
)
SCORES = sum(chain.labels for chain in CHAINS)
"""Columns of label scores in the network's output."""


def legal(chain: Chain) -> NDArray[np.float32]:
    """Transition scores that only forbid: entry [a, b] is FORBIDDEN if label b cannot follow label a."""
    allowed = np.zeros((chain.labels, chain.labels), dtype=np.float32)
    for inside in range(2, chain.labels, 2):
        allowed[:, inside] = FORBIDDEN
        allowed[inside - 1 : inside + 1, inside] = 0
    return allowed


def decode(
    scores: NDArray[np.float32], transitions: NDArray[np.float32], segments: Sequence[tuple[int, int]]
) -> NDArray[np.int64]:
    """The best label of each word (Viterbi), segment by segment. ``scores`` is (words, labels)."""
    best = np.zeros(len(scores), dtype=np.int64)
    for index, inside in _batches(segments):
        lanes = np.where(inside[:, :, None], scores[index], np.float32(0))
        lanes[:, 0, 2::2] += FORBIDDEN
        score, back = lanes[:, 0], np.zeros(lanes.shape, dtype=np.int64)
        own = np.arange(lanes.shape[2])
        for at in range(1, lanes.shape[1]):
            ways = score[:, :, None] + transitions
            come = ways.argmax(axis=1)
            back[:, at] = np.where(inside[:, at, None], come, own)
            score = np.where(inside[:, at, None], ways.max(axis=1) + lanes[:, at], score)
        label = score.argmax(axis=1)
        rows = np.arange(len(lanes))
        for at in range(lanes.shape[1] - 1, -1, -1):
            here = inside[:, at]
            best[index[here, at]] = label[here]
            label = back[rows, at, label]
    return best


def marginals(
    scores: NDArray[np.float32], transitions: NDArray[np.float32], segments: Sequence[tuple[int, int]]
) -> NDArray[np.float32]:
    """Probability of each label of each word (forward-backward): shape (words, labels)."""
    result = np.zeros(scores.shape, dtype=np.float32)
    factor = np.exp(transitions)
    for index, inside in _batches(segments):
        lanes = np.where(inside[:, :, None], scores[index], np.float32(0))
        lanes[:, 0, 2::2] += FORBIDDEN
        likely = np.exp(lanes - lanes.max(axis=2, keepdims=True))
        ahead = np.empty_like(likely)
        ahead[:, 0] = _unit(likely[:, 0])
        for at in range(1, lanes.shape[1]):
            step = _unit((ahead[:, at - 1] @ factor) * likely[:, at])
            ahead[:, at] = np.where(inside[:, at, None], step, ahead[:, at - 1])
        behind = np.ones_like(likely[:, 0])
        for at in range(lanes.shape[1] - 1, -1, -1):
            here = inside[:, at]
            result[index[here, at]] = _unit(ahead[:, at] * behind)[here]
            behind = np.where(here[:, None], _unit((likely[:, at] * behind) @ factor.T), behind)
    return result


def runs(labels: NDArray[np.int64]) -> Iterator[tuple[int, int, int]]:
    """Spans in a row of labels: kind (0 for the chain's first), first word and the word after the last."""
    kind, start = -1, 0
    for at, label in enumerate(labels.tolist()):
        if kind >= 0 and (label == 0 or label % 2 == 1 or (label - 1) // 2 != kind):
            yield kind, start, at
            kind = -1
        if label and kind < 0:
            kind, start = (label - 1) // 2, at
    if kind >= 0:
        yield kind, start, len(labels)


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Each row divided by its sum."""
    unit: NDArray[np.float32] = rows / np.maximum(rows.sum(axis=1, keepdims=True), np.float32(1e-30))
    return unit


def _batches(
    segments: Sequence[tuple[int, int]],
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.bool_]]]:
    """Segments of like length side by side: word numbers (segments, longest) and which of them count."""
    lanes: dict[int, list[tuple[int, int]]] = {}
    for start, end in segments:
        if end > start:
            lanes.setdefault((end - start).bit_length(), []).append((start, end))
    for group in lanes.values():
        length = max(end - start for start, end in group)
        starts = np.array([start for start, _ in group])[:, None]
        ends = np.array([end for _, end in group])[:, None]
        index = starts + np.arange(length)
        inside = index < ends
        yield np.where(inside, index, starts), inside
