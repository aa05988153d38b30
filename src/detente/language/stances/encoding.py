"""A question and a passage as the stance network sees them: word pieces, and for each the part that it belongs to.

The order is: the question, its words, the words of a yes, the words of a no; then what was asked, who speaks with which cue, and what is
said. Every part has a room of its own and is cut to it, so that a long turn never pushes the question out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from tokenizers import Tokenizer

__all__ = ["PARTS", "Encoded", "Passage", "Question", "encoded"]

_FIRST, _LAST = 101, 102  # BERT's [CLS] and [SEP]
_ROOM = (0, 32, 24, 14, 14, 40, 28, 96)  # pieces of each part at most; part 0 are the special pieces
PARTS = len(_ROOM)
"""special, question, about, for, against, asked, lead, said"""
_ENDS_KEPT = (5, 6)  # of these parts the end is kept, of the others the beginning


@dataclass(frozen=True, slots=True)
class Question:
    """An issue: its question, and the words for it, for a yes and for a no."""

    question: str
    about: Sequence[str] = ()
    pro: Sequence[str] = ()
    against: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A statement: what was asked before it (empty if nothing was), whose stance is told with source and cue as printed, and what is
    said."""

    asked: str
    lead: str
    said: str


@dataclass(frozen=True, slots=True)
class Encoded:
    """Word pieces and their parts, of one length, with the special pieces."""

    ids: NDArray[np.int64]
    parts: NDArray[np.int64]


def encoded(question: Question, passage: Passage, pieces_of: Tokenizer) -> Encoded:
    """Question and passage as one row."""
    texts = (
        question.question,
        "; ".join(question.about),
        "; ".join(question.pro),
        "; ".join(question.against),
        passage.asked,
        passage.lead,
        passage.said,
    )
    ids, parts = [_FIRST], [0]
    for part, text in enumerate(texts, 1):
        own = pieces_of.encode(text, add_special_tokens=False).ids if text else []
        own = own[-_ROOM[part] :] if part in _ENDS_KEPT else own[: _ROOM[part]]
        ids += own
        parts += [part] * len(own)
        if part in (1, 4, 7):
            ids.append(_LAST)
            parts.append(0)
    return Encoded(np.array(ids, dtype=np.int64), np.array(parts, dtype=np.int64))
