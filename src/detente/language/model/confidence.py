"""How sure the reader is of an attribution, as a calibrated probability.

The probability that an attribution is right (its content overlaps a true one by half or more and its source is that one's)
is a logistic function of what the network itself holds likely: the mean probability of the content's, cue's and source's
words under the chains, and of the links between them (Platt 1999). The weights are fitted on articles that the networks
fitted with had not seen.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from detente.language.model.assembly import Voice

__all__ = ["FEATURES", "LEAST", "Calibration", "confidence", "likely"]

FEATURES = 6
"""content, cue, source, link to content, link to source, stands within another."""

LEAST = 0.33
"""What is less likely right is left out. F1 is highest when one keeps what is at least half as likely right as that F1 (Lipton et
al. 2014), and ours is near two thirds."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights of the features and the intercept."""

    weights: tuple[float, ...] = (0.0,) * FEATURES
    intercept: float = 0.0


def confidence(voice: Voice, calibration: Calibration) -> float:
    """Between 0 and 1, rounded to three digits."""
    total = calibration.intercept + sum(w * x for w, x in zip(calibration.weights, voice.sure, strict=False))
    return round(1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total)))), 3)


def likely(found: Iterable[Voice], calibration: Calibration) -> list[tuple[Voice, float]]:
    """The attributions that are likely enough to be told, with their confidence."""
    judged = ((voice, confidence(voice, calibration)) for voice in found)
    return [(voice, sure) for voice, sure in judged if sure >= LEAST]
