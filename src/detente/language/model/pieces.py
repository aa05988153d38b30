"""A text as the encoder sees it: word pieces, with what lower-casing and splitting lose beside them.

The vocabulary is BERT's, uncased. What it throws away and an attribution needs - capitals, paragraph ends, and whether
one stands inside a quotation - goes in as a small `shape` number per piece, which has an embedding of its own.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.language.model.quotations import Quotation, plain_marks, quotations

if TYPE_CHECKING:
    from pathlib import Path

    from tokenizers import Tokenizer

__all__ = ["CASES", "GAPS", "QUOTED", "SHAPES", "Pieces", "split", "tokenizer"]

CASES = 4
"""lower or no letters, Capitalised, ALL CAPITALS, mIxed"""
GAPS = 3
"""before the word: nothing, a space, a line end or the start of the text"""
QUOTED = 5
"""outside, inside double marks, an opening double mark, a closing one, inside single marks (marks included)"""
SHAPES = CASES * GAPS * QUOTED

_UNKNOWN = "[UNK]"
_LINES = 30_000  # characters given to the tokenizer at once
_LONGEST_WORD = 100  # characters; a longer one becomes a single unknown piece


@dataclass(frozen=True, slots=True)
class Pieces:
    """Word pieces of one text. ``ids`` and ``shapes`` have one entry a piece, ``first`` gives for each word its first piece,
    ``words`` its start and end in characters; ``marks`` are the text's quotations."""

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    first: NDArray[np.int64]
    words: NDArray[np.int64]
    marks: tuple[Quotation, ...]

    @property
    def opens_line(self) -> NDArray[np.bool_]:
        """Which words are the first of their line, by their shapes."""
        opens: NDArray[np.bool_] = self.shapes[self.first] // QUOTED % GAPS == GAPS - 1
        return opens

    def part(self, first: int, after: int) -> Pieces:
        """The words from ``first`` to before ``after``, which open and end a paragraph, by themselves."""
        words = self.words[first:after]
        start, end = (int(words[0, 0]), int(words[-1, 1])) if len(words) else (0, 0)
        low, high = self.first[first], self.first[after] if after < len(self.first) else len(self.ids)
        begins = [mark.start for mark in self.marks]
        marks = self.marks[bisect.bisect_left(begins, start) : bisect.bisect_left(begins, end)]
        return Pieces(self.ids[low:high], self.shapes[low:high], self.first[first:after] - low, words, marks)


@cache
def tokenizer(vocabulary: Path) -> Tokenizer:
    """BERT's uncased WordPiece over the vocabulary file, without special tokens. Cached per file."""
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import BertNormalizer
    from tokenizers.pre_tokenizers import BertPreTokenizer

    words = vocabulary.read_text(encoding="utf-8").split("\n")
    entries = {word: number for number, word in enumerate(words) if word}
    made = Tokenizer(WordPiece(entries, unk_token=_UNKNOWN, max_input_chars_per_word=_LONGEST_WORD))
    made.normalizer = BertNormalizer(lowercase=True)
    made.pre_tokenizer = BertPreTokenizer()
    return made


def split(text: str, pieces_of: Tokenizer) -> Pieces:
    """Cut a text into pieces and words. Never raises on odd input; a text without words gives empty arrays."""
    marks = tuple(quotations(text))
    ids, word_of, spans = _encoded(plain_marks(text), pieces_of)
    starts = np.flatnonzero(np.diff(word_of, prepend=-2))
    if not len(starts):
        return Pieces(ids, ids.copy(), starts, spans, marks)
    last = np.append(starts[1:], len(ids)) - 1
    words = np.stack([spans[starts, 0], spans[last, 1]], axis=1)
    shape_of_word = _shapes(text, words.tolist(), marks)
    shapes = np.repeat(shape_of_word, np.diff(np.append(starts, len(ids))))
    return Pieces(ids, shapes, starts, words, marks)


def _encoded(text: str, pieces_of: Tokenizer) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The number of each piece in the vocabulary, of its word in the text, and where it stands. Many lines are given to the tokenizer, not all:
    what it holds of each piece is a hundred times what is wanted."""
    found = [(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros((0, 2), dtype=np.int64))]
    words = 0
    for start, end in _lines(text):
        encoding = pieces_of.encode(text[start:end], add_special_tokens=False)
        word_of = np.array([-1 if w is None else w + words for w in encoding.word_ids], dtype=np.int64)
        spans = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2) + start
        found.append((np.array(encoding.ids, dtype=np.int64), word_of, spans))
        words = int(word_of.max(initial=words - 1)) + 1
    ids, words_of, places = (np.concatenate(column) for column in zip(*found, strict=True))
    return ids, words_of, places


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of whole lines, of some ten thousand characters and the rest of their last line."""
    start = 0
    while start < len(text):
        end = text.find("\n", start + _LINES) + 1 or len(text)
        yield start, end
        start = end


def _shapes(text: str, words: list[list[int]], marks: tuple[Quotation, ...]) -> NDArray[np.int64]:
    opening = [mark.start for mark in marks]
    shapes = np.empty(len(words), dtype=np.int64)
    before = 0
    for number, (start, end) in enumerate(words):
        gap = 0
        if start > before or number == 0:
            gap = 2 if number == 0 or "\n" in text[before:start] else 1
        quoted = 0
        nearest = bisect.bisect_right(opening, start) - 1
        if nearest >= 0 and start < marks[nearest].end:
            quoted = _place(marks[nearest], start, end)
        shapes[number] = (_case(text[start:end]) * GAPS + gap) * QUOTED + quoted
        before = end
    return shapes


def _place(mark: Quotation, start: int, end: int) -> int:
    if not mark.double:
        return 4
    if start < mark.start + 1:
        return 2
    return 3 if mark.closed and end >= mark.end else 1


def _case(word: str) -> int:
    if word.islower() or not any(map(str.isalpha, word)):
        return 0
    if word.isupper() and len(word) > 1:
        return 2
    return 1 if word[:1].isupper() and (len(word) == 1 or word[1:].islower()) else 3
