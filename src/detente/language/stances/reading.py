"""The stance reader: a question and a passage in, what the passage holds of the question out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from detente.language.model.pieces import tokenizer
from detente.language.model.reader import WEIGHTS as READER_WEIGHTS
from detente.language.stances.encoding import Passage, Question, encoded
from detente.language.stances.network import StanceNetwork
from detente.language.stances.words import words_in

__all__ = ["STANCES", "WEIGHTS", "Leaning", "StanceReader"]

WEIGHTS = Path(__file__).parent / "weights"
STANCES: tuple[Literal["for", "against", "open", "noncommittal"], ...] = ("for", "against", "open", "noncommittal")


@dataclass(frozen=True, slots=True)
class Leaning:
    """What a passage holds of a question. ``chances`` are those of the four ``STANCES``, summing to 1 or less: the rest is the chance
    that it says nothing on the question. ``firmness``, and the chances that it disowns words and that it denies a report, between 0
    and 1."""

    chances: tuple[float, float, float, float]
    firmness: float
    denies_saying: float
    denies_report: float

    @property
    def about(self) -> float:
        """The chance that the passage is about the question at all."""
        return sum(self.chances)


class StanceReader:
    """Reads with the network in ``folder``, opened at the first call of ``read``. ``threads`` changes how fast, never what."""

    def __init__(self, folder: Path = WEIGHTS, threads: int | None = None) -> None:
        self._folder = folder
        self._threads = threads

    @property
    def learnt_from(self) -> frozenset[str]:
        """The crises of training/positions whose passages the network has learnt from."""
        return frozenset(self._settings["learnt_from"])

    def read(self, rows: Sequence[tuple[Question, Passage]]) -> list[Leaning]:
        """The leaning of each passage on its question: each is read by itself, so that company changes nothing. It is the mean of two
        readings, with the words for a yes and for a no and without them, which is steadier than either."""
        chances = self._chances(rows)
        worded = [place for place, (question, _) in enumerate(rows) if question.pro or question.against]
        bare = [(replace(rows[place][0], pro=(), against=()), rows[place][1]) for place in worded]
        for place, again in zip(worded, self._chances(bare), strict=True):
            chances[place] = (chances[place] + again) / 2
        return [leaning(mean) for mean in chances]

    def _chances(self, rows: Sequence[tuple[Question, Passage]]) -> list[NDArray[np.float64]]:
        pieces_of = tokenizer(READER_WEIGHTS / "vocab.txt")
        outputs = self._network.run([encoded(question, passage, pieces_of) for question, passage in rows])
        return [chances_of(output, float(self._settings["temperature"])) for output in outputs]

    @cached_property
    def _settings(self) -> dict[str, Any]:
        settings: dict[str, Any] = json.loads((self._folder / "stances.json").read_text(encoding="utf-8"))
        return settings

    @cached_property
    def _network(self) -> StanceNetwork:
        return StanceNetwork(self._folder / "stances.onnx.gz", words_in(READER_WEIGHTS / "reader.onnx"), self._threads)


def chances_of(output: NDArray[np.float32], temperature: float = 1.0) -> NDArray[np.float64]:
    """The network's eight numbers as chances: five stances (the fifth is none), firmness, two denials."""
    scores = output[:5].astype(np.float64) / temperature
    stances = np.exp(scores - scores.max())
    return np.concatenate([stances / stances.sum(), 1.0 / (1.0 + np.exp(-output[5:8].astype(np.float64)))])


def leaning(chances: NDArray[np.float64]) -> Leaning:
    """The leaning of such chances, rounded, so that the last bits of a processor's arithmetic never show."""
    pro, against, open_, quiet, _, firmness, saying, report = (round(float(c), 3) for c in chances)
    return Leaning((pro, against, open_, quiet), firmness, saying, report)
