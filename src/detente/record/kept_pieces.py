"""The sentences of statements, parted once and kept in the store, so that a reading parts those of new reports only."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence

from detente.case import Case
from detente.record.bearings import PieceCache
from detente.record.nouns import Statement
from detente.record.store import Store
from detente.record.wording import WORDING_VERSION, Concept, Piece, names_of, piece_of

__all__ = ["keep_pieces", "kept_pieces"]


def kept_pieces(store: Store, case: Case, statements: Iterable[Statement]) -> PieceCache:
    """The pieces of the statements' texts, as far as the store has them for the case's names."""
    texts = {_digest(s.text): s.text for s in statements}
    return {texts[key]: _pieces(kept) for key, kept in store.pieces(_method(case)) if key in texts}


def keep_pieces(store: Store, case: Case, known: Iterable[str], pieces: PieceCache) -> None:
    """Put into the store the pieces of texts that are not among the ``known`` ones, and drop those that no text needs any more."""
    before = set(known)
    new = ((_digest(text), _written(parts)) for text, parts in pieces.items() if text not in before)
    store.put_pieces(_method(case), new, [_digest(text) for text in pieces])


def _method(case: Case) -> str:
    """What pieces depend on beside the text: the rules, and the names of the case's actors."""
    names = json.dumps(sorted(names_of(case.actors).items()))
    return f"{WORDING_VERSION}-{hashlib.sha256(names.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _written(pieces: Sequence[Piece]) -> str:
    return json.dumps(
        [[p.start, p.end, p.said, [[c.key, c.root, c.start, c.end] for c in p.concepts]] for p in pieces],
        separators=(",", ":"),
    )


def _pieces(text: str) -> tuple[Piece, ...]:
    return tuple(
        piece_of(start, end, [Concept(*c) for c in concepts], said) for start, end, said, concepts in json.loads(text)
    )
