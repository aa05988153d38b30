"""Reading a text of any length through windows of the length that the network was trained on.

Windows overlap, and what several of them say about a piece is averaged, the middle of a window weighing more than its
edges. Every window is run by itself, on one thread: the int8 network quantises its activations over whatever it is
given, so windows run together would colour each other's figures, and the same text would read differently in another
company. Several windows may be in flight on several threads; each result is the same whoever computes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["BODY", "STRIDE", "Runner", "Window", "plan", "through"]

BODY = 126
"""Pieces in a window, without the two special ones at its ends."""
STRIDE = 63
"""Pieces from one window's start to the next one's."""

_AT_ONCE = 64

Window = tuple[int, int]
"""First piece and the piece after the last."""

Runner = Callable[[Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]]], list[NDArray[np.float32]]]
"""Runs windows, each given as its ids and shapes; gives (pieces, features) for each."""


def plan(pieces: int, body: int = BODY, stride: int = STRIDE) -> list[Window]:
    """The windows over so many pieces; the last one is moved back so that all but a short text's only one are full."""
    if pieces <= body:
        return [(0, pieces)] if pieces else []
    starts = [*range(0, pieces - body, stride), pieces - body]
    return [(start, start + body) for start in starts]


def through(
    ids: NDArray[np.int64],
    shapes: NDArray[np.int64],
    first: NDArray[np.int64],
    run: Runner,
    stride: int = STRIDE,
) -> NDArray[np.float32]:
    """What the network says of each word, a weighted mean over the windows that hold it: shape (words, features).

    ``first`` gives each word's first piece. Windows are run a few dozen at a time, so that memory holds no more than the
    result."""
    windows = plan(len(ids), stride=stride)
    total: NDArray[np.float32] | None = None
    weight = np.zeros((len(first), 1), dtype=np.float32)
    for at in range(0, len(windows), _AT_ONCE):
        group = windows[at : at + _AT_ONCE]
        for (start, end), output in zip(group, run([(ids[a:b], shapes[a:b]) for a, b in group]), strict=True):
            if total is None:
                total = np.zeros((len(first), output.shape[1]), dtype=np.float32)
            low, high = np.searchsorted(first, (start, end))
            inside = first[low:high] - start
            trust = np.minimum(inside + 1, end - start - inside).clip(1, BODY // 2).astype(np.float32)[:, None]
            total[low:high] += trust * output[inside]
            weight[low:high] += trust
    if total is None:
        return np.zeros((0, 0), dtype=np.float32)
    return total / weight
