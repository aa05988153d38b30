"""What changed between two versions of a report, sentence by sentence."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from detente.reports.report import Report, Span2

__all__ = ["Change", "what_changed"]

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)\]]*[ \t]+(?=[\"“‘(\[]?[A-ZÀ-Þ0-9])|\n+")
_ALIKE = 0.5
_MOST_SENTENCES = 20_000


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that was added, removed or reworded, with its span in the text of each version that has it."""

    kind: Literal["added", "removed", "reworded"]
    old: str | None
    new: str | None
    old_span: Span2 | None
    new_span: Span2 | None


def what_changed(old: Report, new: Report) -> tuple[Change, ...]:
    """The changes from ``old`` to ``new`` in reading order; none where the two say the same in the same order."""
    before, after = _sentences(old.text), _sentences(new.text)
    matcher = difflib.SequenceMatcher(
        None, [s for s, _ in before], [s for s, _ in after], autojunk=len(before) > _MOST_SENTENCES
    )
    changes: list[Change] = []
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        if tag != "equal":
            changes += _within(before[start:end], after[new_start:new_end])
    return tuple(changes)


def _sentences(text: str) -> list[tuple[str, Span2]]:
    found = []
    start = 0
    for cut in [*(match.span() for match in _SENTENCE_END.finditer(text)), (len(text), len(text))]:
        # closing marks between the full stop and the gap belong to the sentence before them
        end = cut[0] + len(text[cut[0] : cut[1]].rstrip())
        sentence = text[start:end].strip()
        if sentence:
            begin = text.index(sentence, start)
            found.append((" ".join(sentence.split()), (begin, begin + len(sentence))))
        start = cut[1]
    return found


def _within(old: list[tuple[str, Span2]], new: list[tuple[str, Span2]]) -> Iterator[Change]:
    """Pairs the sentences of a changed stretch with the most similar one, in order; what has no partner was added or removed."""
    place = 0
    for sentence, span in old:
        partner = next((at for at in range(place, min(len(new), place + 20)) if _alike(sentence, new[at][0])), None)
        if partner is None:
            yield Change("removed", sentence, None, span, None)
            continue
        for added, added_span in new[place:partner]:
            yield Change("added", None, added, None, added_span)
        yield Change("reworded", sentence, new[partner][0], span, new[partner][1])
        place = partner + 1
    for added, added_span in new[place:]:
        yield Change("added", None, added, None, added_span)


def _alike(old: str, new: str) -> bool:
    words = difflib.SequenceMatcher(None, old.split(), new.split(), autojunk=False)
    return words.quick_ratio() >= _ALIKE and words.ratio() >= _ALIKE
