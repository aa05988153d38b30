"""The sentences of texts as concepts, parted once: in memory, or in the store from one reading to the next.

Two questions are asked of a text: which words it has, of every statement of a case, and what its sentences are, of the few that bear on an
issue. They are kept apart, so that the first is answered without the second, and only so many sentences are held as are looked at together.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from typing import Protocol

from detente.case import Case
from detente.record.store import Store
from detente.record.wording import (
    WORDING_VERSION,
    Concept,
    Names,
    Piece,
    Words,
    names_of,
    piece_of,
    pieces_of,
    words_in,
)

__all__ = ["KeptParting", "Parted", "Parting"]

HELD = 5_000  # texts whose words or pieces are put off to be written together
_JOIN = "\n"


class Parting(Protocol):
    """Parts texts by the names of one case."""

    def words(self, text: str) -> Words:
        """The words of a text."""
        ...

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """Its sentences."""
        ...


class Parted:
    """A parting that keeps everything in memory."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._pieces: dict[str, tuple[Piece, ...]] = {}

    def words(self, text: str) -> Words:
        """The words of a text."""
        return words_in(self.pieces(text))

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """Its sentences."""
        if text not in self._pieces:
            self._pieces[text] = pieces_of(text, self._names)
        return self._pieces[text]


class KeptParting:
    """A parting that keeps what it parts in the store, by the text's digest. Call :meth:`close` at the end: what no text asked for is dropped."""

    def __init__(self, store: Store, case: Case) -> None:
        self._store = store
        self._names = names_of(case.actors)
        self._method = _method(self._names)
        self._asked: set[bytes] = set()
        self._new: dict[bytes, tuple[str, str, bytes]] = {}

    def words(self, text: str) -> Words:
        """The words of a text."""
        digest = _digest(text)
        self._asked.add(digest)
        if digest in self._new:
            kept: tuple[str, str] | None = self._new[digest][:2]
        else:
            kept = self._store.words(self._method, digest)
        return Words(*map(_set_of, kept)) if kept is not None else self._part(digest, text)

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """Its sentences."""
        digest = _digest(text)
        written = self._new[digest][2] if digest in self._new else self._store.pieces(self._method, digest)
        return _pieces(written) if written is not None else pieces_of(text, self._names)

    def close(self) -> None:
        """Write what is new, and drop what belongs to other names or rules, or to texts that are no more."""
        self._write()
        self._store.keep_pieces(self._method, self._asked)

    def _part(self, digest: bytes, text: str) -> Words:
        pieces = pieces_of(text, self._names)
        words = words_in(pieces)
        self._new[digest] = _JOIN.join(sorted(words.keys)), _JOIN.join(sorted(words.roots)), _written(pieces)
        if len(self._new) >= HELD:
            self._write()
        return words

    def _write(self) -> None:
        self._store.put_pieces(self._method, ((digest, *row) for digest, row in self._new.items()))
        self._new.clear()


def _set_of(joined: str) -> frozenset[str]:
    return frozenset(joined.split(_JOIN)) if joined else frozenset()


def _method(names: Names) -> str:
    """What pieces depend on beside the text: the rules, and the names of the case's actors."""
    written = json.dumps(sorted(names.items()))
    return f"{WORDING_VERSION}-{hashlib.sha256(written.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _written(pieces: Sequence[Piece]) -> bytes:
    parts = [[p.start, p.end, p.said, [[c.key, c.root, c.start, c.end] for c in p.concepts]] for p in pieces]
    return zlib.compress(json.dumps(parts, separators=(",", ":")).encode("utf-8", "surrogatepass"), 1)


def _pieces(written: bytes) -> tuple[Piece, ...]:
    parts = json.loads(zlib.decompress(written).decode("utf-8", "surrogatepass"))
    return tuple(piece_of(start, end, [Concept(*c) for c in concepts], said) for start, end, said, concepts in parts)
