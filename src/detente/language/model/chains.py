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

__all__ = [
    "CHAINS",
    "FORBIDDEN",
    "SCORES",
    "Chain",
    "decode",
    "decode_all",
    "legal",
    "marginals",
    "marginals_all",
    "runs",
]

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
    return decode_all([scores], [transitions], segments)[0]


def marginals(
    scores: NDArray[np.float32], transitions: NDArray[np.float32], segments: Sequence[tuple[int, int]]
) -> NDArray[np.float32]:
    """Probability of each label of each word (forward-backward): shape (words, labels)."""
    return marginals_all([scores], [transitions], segments)[0]


def decode_all(
    scores: Sequence[NDArray[np.float32]],
    transitions: Sequence[NDArray[np.float32]],
    segments: Sequence[tuple[int, int]],
) -> list[NDArray[np.int64]]:
    """`decode` for several chains over the same words, in one sweep."""
    sweep, step = _Sweep(segments), _table(transitions, FORBIDDEN)
    own = sweep.laid_out(scores, FORBIDDEN)
    best = own.copy()
    for before, here in sweep.forward():
        best[:, :, here] += (best[:, None, :, before] + step).max(axis=0)
    labels = np.zeros(own.shape[1:], dtype=np.int64)
    labels[:, sweep.last] = best[:, :, sweep.last].argmax(axis=0)
    chain = np.arange(len(scores))[:, None]
    for before, here in sweep.backward():
        come = step[:, labels[:, here], chain, 0]
        labels[:, before] = (best[:, :, before] + come).argmax(axis=0)
    return [row[sweep.place] for row in labels]


def marginals_all(
    scores: Sequence[NDArray[np.float32]],
    transitions: Sequence[NDArray[np.float32]],
    segments: Sequence[tuple[int, int]],
) -> list[NDArray[np.float32]]:
    """`marginals` for several chains over the same words, in one sweep."""
    sweep, step = _Sweep(segments), np.exp(_table(transitions, FORBIDDEN))
    own = sweep.laid_out(scores, FORBIDDEN)
    likely = np.exp(own - own.max(axis=0))
    ahead = _unit(likely)
    for before, here in sweep.forward():
        ahead[:, :, here] = _unit((ahead[:, None, :, before] * step).sum(axis=0) * likely[:, :, here])
    behind = np.ones_like(likely)
    for before, here in sweep.backward():
        behind[:, :, before] = _unit((step * (likely[:, :, here] * behind[:, :, here])).sum(axis=1))
    both = _unit(ahead * behind)
    return [both[: s.shape[1], number, sweep.place].T for number, s in enumerate(scores)]


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


def _unit(table: NDArray[np.float32]) -> NDArray[np.float32]:
    """Divided by the sums over the labels, the first axis."""
    unit: NDArray[np.float32] = table / np.maximum(table.sum(axis=0), np.float32(1e-30))
    return unit


def _table(transitions: Sequence[NDArray[np.float32]], missing: float) -> NDArray[np.float32]:
    """The chains' transitions side by side: (from, to, chains, 1); labels that a chain lacks are ``missing``."""
    most = max(len(t) for t in transitions)
    table = np.full((most, most, len(transitions), 1), missing, dtype=np.float32)
    for number, own in enumerate(transitions):
        table[: len(own), : len(own), number, 0] = own
    return table


class _Sweep:
    """Segments walked side by side, longest first, so that a step is one slice over those that are still running: first all
    first words, then all second words, and so on. Nothing is padded, so that one long line among many costs no memory."""

    def __init__(self, segments: Sequence[tuple[int, int]]) -> None:
        starts = np.array([a for a, b in segments if b > a], dtype=np.int64)
        lengths = np.array([b - a for a, b in segments if b > a], dtype=np.int64)
        longest_first = np.argsort(-lengths, kind="stable")
        rank = np.argsort(longest_first, kind="stable")
        running = np.searchsorted(np.sort(lengths), np.arange(lengths.max(initial=0)), side="right")
        running = len(lengths) - running
        offsets = np.append(0, np.cumsum(running))
        at = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        self.words = int((starts + lengths).max(initial=0))
        self.place = np.zeros(self.words, dtype=np.int64)
        """Where each word stands in the order of the walk."""
        self.place[np.repeat(starts, lengths) + at] = offsets[at] + np.repeat(rank, lengths)
        self.last = offsets[lengths - 1] + rank
        self._first = int(running[0]) if len(running) else 0
        self._offsets: list[int] = offsets.tolist()

    def laid_out(self, scores: Sequence[NDArray[np.float32]], missing: float) -> NDArray[np.float32]:
        """The chains' scores as (labels, chains, words in the order of the walk); a first word is inside of nothing."""
        table = np.full((max(s.shape[1] for s in scores), len(scores), self.words), missing, dtype=np.float32)
        for number, own in enumerate(scores):
            table[: own.shape[1], number, self.place] = own.T
        table[2::2, :, : self._first] += np.float32(FORBIDDEN)
        return table

    def forward(self) -> Iterator[tuple[slice, slice]]:
        """Each step: the words before those at hand, and the words at hand."""
        for before, here, after in zip(self._offsets, self._offsets[1:], self._offsets[2:], strict=False):
            yield slice(before, before + after - here), slice(here, after)

    def backward(self) -> Iterator[tuple[slice, slice]]:
        """The same steps from the last one."""
        yield from reversed(list(self.forward()))
