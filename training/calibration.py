"""Fits the confidence of attributions: a logistic function of what the network holds likely."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from detente.language.model.assembly import Rules, Voice
from detente.language.model.confidence import FEATURES, Calibration
from documents import Document
from metrics import right, sets
from scoring import Read, assembled, found_sets

__all__ = ["fit", "judged"]


def judged(items: Sequence[Read], documents: Sequence[Document], rules: Rules) -> Iterator[tuple[Voice, bool]]:
    """Every attribution found in the texts, and whether it is right."""
    for item, document in zip(items, documents, strict=True):
        tokens = [(int(a), int(b)) for a, b in item.pieces.words]
        gold = [sets(v.source, v.cue, v.content, tokens) for v in document.voices]
        found = assembled(item, rules)
        yield from zip(found, right(gold, found_sets(item, found, tokens)), strict=True)


def fit(found: Sequence[tuple[Voice, bool]]) -> Calibration:
    """Logistic regression by Newton's method, with a small ridge. `found`: attributions, and whether each is right."""
    x = np.column_stack([np.array([voice.sure for voice, _ in found]).reshape(-1, FEATURES), np.ones(len(found))])
    y = np.array([hit for _, hit in found], dtype=float)
    weights = np.zeros(FEATURES + 1)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - p) - 0.5 * weights
        bend = (x * (p * (1 - p))[:, None]).T @ x + 0.5 * np.eye(FEATURES + 1)
        weights += np.linalg.solve(bend, slope)
    return Calibration(tuple(round(float(w), 4) for w in weights[:-1]), round(float(weights[-1]), 4))
