"""Sentences with gold trees, as texts whose words know their tag, head and relation.

The words are the package's own (those of `detente.language.model.pieces`), not the treebank's: a treebank token stands at the first of our
words that begins in it, and our other words in it lean on that one. Where two tokens share a word (an apostrophe apart, "can" and
"not"), the first has it.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.language.model.pieces import Pieces, split, tokenizer

__all__ = ["PART", "Parsed", "parsed"]

PART = "part"
"""The relation of a word to the first of its token's."""
_UNTRUSTED = ("conversation",)  # the licence of these texts is in doubt


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text, its pieces, and for each word its tag, the word that it hangs on (its own number: a root; -1: not known) and how."""

    text: str
    pieces: Pieces
    tags: tuple[str, ...]
    heads: NDArray[np.int64]
    relations: tuple[str, ...]


@dataclass(slots=True)
class _Text:
    """A document in the making: its text, and each token's place, tag, head (a token's index, itself for a root) and relation."""

    text: str = ""
    gap: str = ""
    tokens: list[tuple[int, int, str, int, str]] = field(default_factory=list)

    def add(self, rows: list[list[str]]) -> None:
        """One sentence of CoNLL-U rows."""
        first, surface_end, place = len(self.tokens), 0, 0
        for cells in rows:
            number = cells[0]
            if "-" in number:
                surface_end = int(number.partition("-")[2])
                place = self._print(cells)
            elif "." not in number:
                at = int(number)
                if at > surface_end:
                    place = self._print(cells)
                start = self._within(cells[1], place)
                head = first + int(cells[6]) - 1 if cells[6] != "0" else first + at - 1
                self.tokens.append((start, start + len(cells[1]), cells[4], head, cells[7].partition(":")[0]))
                place = min(start + len(cells[1]), len(self.text.rstrip()) - 1) if at < surface_end else place
        self.gap = self.gap or " "

    def _print(self, cells: list[str]) -> int:
        self.text += self.gap
        start = len(self.text)
        self.text += cells[1]
        self.gap = "" if "SpaceAfter=No" in cells[9] else " "
        return start

    def _within(self, form: str, place: int) -> int:
        found = self.text.find(form, place)
        return found if found >= 0 else place


def parsed(treebanks: Path, vocabulary: Path) -> list[Parsed]:
    """The training texts of UD English EWT and of GUM's genres whose texts are free."""
    files = [treebanks / "UD_English-EWT" / "en_ewt-ud-train.conllu.gz"]
    files += sorted((treebanks / "GUM" / "train").glob("*.conllu.gz"))
    return [
        _aligned(text, split(text.text, tokenizer(vocabulary)))
        for path in files
        if not any(name in path.name for name in _UNTRUSTED)
        for text in _texts(path)
    ]


def _texts(path: Path) -> Iterator[_Text]:
    """The documents of one file."""
    text, rows = _Text(), []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) == 10:
                rows.append(cells)
            elif rows:
                text.add(rows)
                rows = []
            if line.startswith("# newdoc") and text.tokens:
                yield text
                text = _Text()
            elif line.startswith("# newpar") and text.tokens:
                text.gap = "\n\n"
    if rows:
        text.add(rows)
    if text.tokens:
        yield text


def _aligned(text: _Text, pieces: Pieces) -> Parsed:
    starts = np.array([token[0] for token in text.tokens])
    token_of = np.searchsorted(starts, pieces.words[:, 0], side="right") - 1  # the token that each word begins in
    first = np.full(len(starts), -1, dtype=np.int64)
    for word in range(len(pieces.words) - 1, -1, -1):
        if token_of[word] >= 0:
            first[token_of[word]] = word
    tags, heads, relations = [], np.full(len(pieces.words), -1, dtype=np.int64), []
    for word, token in enumerate(token_of):
        _, _, tag, head, relation = text.tokens[token]
        if first[token] == word:
            heads[word] = first[head]
            tags.append(tag)
            relations.append(relation)
        else:
            heads[word] = first[token]
            tags.append(PART)
            relations.append(PART)
    return Parsed(text.text, pieces, tuple(tags), heads, tuple(relations))
