"""The trained reader: text in, attributions and mentions out."""

from __future__ import annotations

import bisect
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.language.model.assembly import Voice, linked
from detente.language.model.chains import CHAINS
from detente.language.model.confidence import Calibration, likely
from detente.language.model.mentions import mentions
from detente.language.model.network import Network
from detente.language.model.pieces import Pieces, split, tokenizer
from detente.language.model.seconding import seconded
from detente.language.model.spans import Parts, Rules, page_of, parts_of
from detente.language.model.windows import through
from detente.language.nesting import nested, quote_kind
from detente.language.reader import Analysis, Attribution, Mention, Spans
from detente.language.sentences import sentence_spans
from detente.language.transcript import turn_attributions

__all__ = ["WEIGHTS", "ModelReader", "Settings"]

WEIGHTS = Path(__file__).parent / "weights"
"""Where the package keeps the network, its vocabulary and its settings."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Settings:
    """What stands beside the weights in `reader.json`."""

    version: str
    rules: Rules
    mention_transitions: NDArray[np.float32]
    calibration: Calibration


class ModelReader:
    """Reads with the trained network in ``folder``, which is opened at the first call of ``read``. ``threads`` changes how
    fast it reads, never what it finds."""

    def __init__(self, folder: Path = WEIGHTS, threads: int | None = None) -> None:
        self._folder = folder
        self._threads = threads

    @property
    def name(self) -> str:
        """Name and version of the weights."""
        return f"model {self._settings.version}"

    def read(self, text: str, turns: Sequence[tuple[Span, Span]] = ()) -> Analysis:
        """Read ``text``; see ``Reader``. Deterministic: the same text gives the same analysis on any number of threads."""
        sentences = sentence_spans(text)
        pieces = split(text, tokenizer(self._folder / "vocab.txt"))
        settings = self._settings
        parts: list[Parts] = []
        phrases: list[Mention] = []
        for first, outputs in through(pieces, sentences, self._network.run):
            here = page_of(text, pieces.part(first, first + len(outputs)), sentences)
            parts.append(parts_of(here, outputs, settings.rules).moved(first))
            phrases += mentions(text, here.pieces, outputs, here.paragraphs, settings.mention_transitions)
        page = page_of(text, pieces, sentences)
        voices = linked(Parts.of(parts), page, settings.rules)
        found = likely(voices, settings.calibration)
        marks = [(mark.start, mark.end) for mark in pieces.marks]
        attributions = [self._attribution(text, pieces, voice, marks, sure) for voice, sure in found]
        told = {voice for voice, _ in found}
        alone = (_characters(pieces, v.content) for v in voices if not v.cue and v not in told)
        attributions += seconded(text, alone)
        if turns:
            attributions = _inside_turns(attributions, turns) + turn_attributions(text, turns)
        return Analysis(sentences, nested(attributions), tuple(phrases))

    def _attribution(self, text: str, pieces: Pieces, voice: Voice, marks: Sequence[Span], sure: float) -> Attribution:
        source, cue, content = (_characters(pieces, part) for part in (voice.source, voice.cue, voice.content))
        return Attribution(
            kind=quote_kind(content, marks, text),
            source=source,
            cue=cue,
            content=content,
            confidence=sure,
            because=self.name,
        )

    @cached_property
    def _network(self) -> Network:
        return Network(self._folder / "reader.onnx", self._threads)

    @cached_property
    def _settings(self) -> Settings:
        stored = json.loads((self._folder / "reader.json").read_text(encoding="utf-8"))
        transitions = [np.array(stored["transitions"][chain.name], dtype=np.float32) for chain in CHAINS]
        rules: dict[str, Any] = {**stored["rules"], "begin": tuple(stored["rules"]["begin"])}
        return Settings(
            version=stored["version"],
            rules=Rules(transitions=tuple(transitions[:3]), link_bias=tuple(stored["link_bias"]), **rules),
            mention_transitions=transitions[3],
            calibration=Calibration(tuple(stored["calibration"]["weights"]), stored["calibration"]["intercept"]),
        )


def _characters(pieces: Pieces, spans: Sequence[Span]) -> Spans:
    return tuple((int(pieces.words[a, 0]), int(pieces.words[b - 1, 1])) for a, b in spans)


def _inside_turns(found: Sequence[Attribution], turns: Sequence[tuple[Span, Span]]) -> list[Attribution]:
    """Those that touch no turn's label: the label is the turn's source already."""
    labels = sorted(label for label, _ in turns)
    ends = [end for _, end in labels]

    def touches(start: int, end: int) -> bool:
        after = bisect.bisect_right(ends, start)
        return after < len(labels) and labels[after][0] < end

    return [a for a in found if not any(touches(s, e) for s, e in (*a.source, *a.cue, *a.content))]
