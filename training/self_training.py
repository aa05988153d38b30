"""Self-training: teachers label free text, and what they are unsure of is left open.

Unlabelled sentences of GUM would otherwise teach that an unmarked attribution is none (its annotators mark a narrower
thing than ours), and rules' silver labels that a missed one is none. Labels that somebody gave are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from detente.language.model.chains import CHAINS, marginals
from detente.language.model.spans import Rules, paragraphs_of
from documents import Document, Voice, nest
from labels import Task, task_of
from scoring import Read, assembled

__all__ = ["relabelled"]


def relabelled(
    document: Document, read: Read, rules: Rules, mention_transitions: np.ndarray, sure: float = 0.8
) -> Task:
    """The document with the teachers' attributions beside its own. Where the teachers give their likeliest label less
    than `sure`, every label is allowed."""
    own = document.voices
    held = [span for v in own for span in (*v.source, *v.cue, *v.content)]
    words = read.pieces.words

    def characters(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        return tuple((int(words[a, 0]), int(words[b - 1, 1])) for a, b in spans)

    added = []
    for voice in assembled(read, rules):
        parts = [characters(p) for p in (voice.source, voice.cue, voice.content)]
        if any(a < e and s < b for part in parts for a, b in part for s, e in held):
            continue
        added.append(Voice(*parts))
    known = replace(document, voices=nest([*own, *added]), nested=True, linked=True)
    made = task_of(known, read.pieces)
    allowed = made.allowed.copy()
    kept = np.zeros(len(words), dtype=bool)
    for start, end in held:
        kept |= (words[:, 0] < end) & (words[:, 1] > start)
    segments = paragraphs_of(read.pieces)
    allowed[:, CHAINS[2].columns] = True  # teachers find few voices inside voices; silence is no evidence
    for number, chain in enumerate(CHAINS[:2]):
        likely = marginals(read.outputs[:, chain.columns], rules.transitions[number], segments)
        open_ = (likely.max(axis=1) < sure) & ~kept
        allowed[np.ix_(open_, range(chain.columns.start, chain.columns.stop))] = True
    chain = CHAINS[3]
    likely = marginals(read.outputs[:, chain.columns], mention_transitions, segments)
    best = likely.argmax(axis=1)
    certain = likely.max(axis=1) >= sure
    allowed[:, chain.columns] = ~certain[:, None]
    allowed[np.flatnonzero(certain), chain.column + best[certain]] = True
    return replace(made, allowed=allowed)
