"""Reading a text of any length through windows no longer than those that the network was trained on.

A window holds whole paragraphs where they fit, else whole sentences, so that every piece is read once, with what stands
around it. Every window is run by itself, on one thread: the int8 network quantises its activations over whatever it is
given, so windows run together would colour each other's figures, and the same text would read differently in another
company. Several windows may be in flight on several threads; each result is the same whoever computes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.language.model.pieces import Pieces

__all__ = ["BODY", "Breaks", "Runner", "Window", "breaks", "plan", "through"]

BODY = 190
"""Most pieces in a window, without the two special ones at its ends."""

_AT_ONCE = 32
"""Windows run together, and the fewest in a stretch of a page that is looked at together."""

Window = tuple[int, int]
"""First piece and the piece after the last."""

Breaks = tuple[NDArray[np.int64], ...]
"""The first pieces of paragraphs, of sentences and of words: where a window may end, best first."""

Runner = Callable[[Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]]], list[NDArray[np.float32]]]
"""Runs windows, each given as its ids and shapes; gives (pieces, features) for each."""


def breaks(pieces: Pieces, sentences: Sequence[tuple[int, int]]) -> Breaks:
    """Where a text may be cut. ``sentences`` in characters."""
    starts = np.searchsorted(pieces.words[:, 0], [start for start, _ in sentences])
    inside = starts[starts < len(pieces.first)]
    return pieces.first[pieces.opens_line], pieces.first[inside], pieces.first


def plan(pieces: int, cuts: Breaks, body: int = BODY, start: int = 0) -> list[Window]:
    """The windows over so many pieces from ``start`` on: each ends before the last paragraph that would not fit whole, or sentence, or word; a window is
    at least a third full."""
    windows = []
    while pieces - start > body:
        least, most = start + body // 3, start + body
        last = (int(firsts[np.searchsorted(firsts, most, side="right") - 1]) for firsts in cuts if len(firsts))
        end = next((at for at in last if least < at <= most), most)
        windows.append((start, end))
        start = end
    return [*windows, (start, pieces)] if pieces > start else windows


def through(
    pieces: Pieces, sentences: Sequence[tuple[int, int]], run: Runner
) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """What the network says of each word (of its first piece), a stretch of whole paragraphs at a time: the number of the stretch's
    first word, and an array of shape (words, features). Memory holds one stretch."""
    for windows in _stretches(plan(len(pieces.ids), breaks(pieces, sentences)), pieces):
        first, after = np.searchsorted(pieces.first, (windows[0][0], windows[-1][1]))
        found = np.zeros((0, 0), dtype=np.float32)
        for at in range(0, len(windows), _AT_ONCE):
            group = windows[at : at + _AT_ONCE]
            ran = run([(pieces.ids[a:b], pieces.shapes[a:b]) for a, b in group])
            for (start, end), output in zip(group, ran, strict=True):
                low, high = np.searchsorted(pieces.first, (start, end))
                if not found.size:
                    found = np.empty((after - first, output.shape[1]), dtype=np.float32)
                found[low - first : high - first] = output[pieces.first[low:high] - start]
        yield int(first), found


def _stretches(windows: Sequence[Window], pieces: Pieces) -> Iterator[Sequence[Window]]:
    """The windows in runs of a few dozen, or more where only then a paragraph ends with one."""
    paragraphs = set(pieces.first[pieces.opens_line].tolist())
    begin = 0
    for number, (_, end) in enumerate(windows, start=1):
        if number == len(windows) or (number - begin >= _AT_ONCE and end in paragraphs):
            yield windows[begin:number]
            begin = number
