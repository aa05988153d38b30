"""Fits the confidence of attributions: a logistic function of what the network holds likely."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from detente.language.model.assembly import Rules, Voice
from detente.language.model.confidence import FEATURES, Calibration, confidence
from documents import Document
from scoring import Read, assembled

__all__ = ["fit", "reliability", "right"]


def right(item: Read, document: Document, found: Sequence[Voice]) -> list[bool]:
    """Which of the attributions are right: content overlaps a gold one by a Jaccard index of half or more, and the
    sources share a word (or neither has one). One gold attribution serves once."""
    words = item.pieces.words

    def numbers(spans: Sequence[tuple[int, int]]) -> frozenset[int]:
        return frozenset(int(w) for a, b in spans for w in np.flatnonzero((words[:, 0] < b) & (words[:, 1] > a)))

    gold = [(numbers(v.content), numbers(v.source)) for v in document.voices]
    used: set[int] = set()
    verdicts = []
    for voice in found:
        content, source = (frozenset(w for a, b in part for w in range(a, b)) for part in (voice.content, voice.source))
        hit = next(
            (
                k
                for k, (c, s) in enumerate(gold)
                if k not in used and c and 2 * len(c & content) >= len(c | content) and (s & source or not s | source)
            ),
            None,
        )
        if hit is not None:
            used.add(hit)
        verdicts.append(hit is not None)
    return verdicts


def fit(items: Sequence[Read], documents: Sequence[Document], rules: Rules) -> Calibration:
    """Logistic regression by Newton's method, with a small ridge."""
    features, hits = [], []
    for item, document in zip(items, documents, strict=True):
        found = assembled(item, rules)
        features += [voice.sure for voice in found]
        hits += right(item, document, found)
    x = np.column_stack([np.array(features).reshape(-1, FEATURES), np.ones(len(features))])
    y = np.array(hits, dtype=float)
    weights = np.zeros(FEATURES + 1)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - p) - 0.5 * weights
        bend = (x * (p * (1 - p))[:, None]).T @ x + 0.5 * np.eye(FEATURES + 1)
        weights += np.linalg.solve(bend, slope)
    return Calibration(tuple(round(float(w), 4) for w in weights[:-1]), round(float(weights[-1]), 4))


def reliability(
    items: Sequence[Read], documents: Sequence[Document], rules: Rules, calibration: Calibration
) -> list[tuple[float, float, int]]:
    """For five bands of confidence: mean confidence, share that was right, how many."""
    pairs = []
    for item, document in zip(items, documents, strict=True):
        found = assembled(item, rules)
        pairs += zip((confidence(v, calibration) for v in found), right(item, document, found), strict=True)
    rows = []
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        band = [(c, r) for c, r in pairs if low <= c < low + 0.2 or (low == 0.8 and c >= 1.0)]
        if band:
            rows.append((float(np.mean([c for c, _ in band])), float(np.mean([r for _, r in band])), len(band)))
    return rows
