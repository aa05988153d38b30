"""Reads documents with a network in training and scores what it finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.language.model.assembly import Rules, Voice, voices
from detente.language.model.confidence import Calibration, likely
from detente.language.model.pieces import Pieces, split, tokenizer
from detente.language.model.windows import Runner, breaks, plan, through
from detente.language.sentences import sentence_spans as sentences
from documents import Document
from metrics import PARTS, Sets, count, f1, figures, sets
from network import Reader

__all__ = ["Read", "assembled", "read", "rules_of", "score", "short"]


@dataclass(frozen=True, slots=True)
class Read:
    """A text with the network's outputs for each of its words."""

    text: str
    pieces: Pieces
    outputs: np.ndarray


def read(texts: Sequence[str], vocabulary: Path, run: Runner) -> list[Read]:
    """Run the network over texts, all windows together (fast; the package runs them one by one)."""
    cut = [(split(text, tokenizer(vocabulary)), sentences(text)) for text in texts]
    windows = [(p.ids[a:b], p.shapes[a:b]) for p, ends in cut for a, b in plan(len(p.ids), breaks(p, ends))]
    outputs = iter(run(windows))
    return [
        Read(text, p, np.concatenate([o for _, o in through(p, ends, lambda group: [next(outputs) for _ in group])]))
        for text, (p, ends) in zip(texts, cut, strict=True)
    ]


def rules_of(reader: Reader, **settings: object) -> Rules:
    """The decoder's rules with the network's own transitions."""
    transitions = tuple(t.detach().float().numpy() for t in reader.full_transitions()[:3])
    bias = tuple(float(b) for b in reader.link_bias.detach())
    return Rules(transitions=transitions, link_bias=bias, **settings)  # type: ignore[arg-type]


def assembled(item: Read, rules: Rules) -> list[Voice]:
    """The attributions of one text."""
    return voices(item.text, item.pieces, item.outputs, sentences(item.text), rules)


def found_sets(item: Read, found: Sequence[Voice], tokens: Sequence[tuple[int, int]]) -> list[Sets]:
    """Attributions as sets of the gold's tokens."""
    words = item.pieces.words

    def part(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        return [(int(words[a, 0]), int(words[b - 1, 1])) for a, b in spans]

    return [sets(part(v.source), part(v.cue), part(v.content), tokens) for v in found]


def score(
    items: Sequence[Read], documents: Sequence[Document], rules: Rules, calibration: Calibration | None = None
) -> Counter[str]:
    """The summed counts over documents, on the reader's own words as tokens; with a calibration, of what is likely enough to be told."""
    total: Counter[str] = Counter()
    for item, document in zip(items, documents, strict=True):
        tokens = [(int(a), int(b)) for a, b in item.pieces.words]
        gold = [sets(v.source, v.cue, v.content, tokens) for v in document.voices]
        found = assembled(item, rules)
        if calibration is not None:
            found = [voice for voice, _ in likely(found, calibration)]
        total += count(gold, found_sets(item, found, tokens))
    return total


def short(tally: Counter[str]) -> str:
    """One line of figures."""
    exact = " / ".join(f"{f1(tally, f'exact {part}'):.1f}" for part in PARTS)
    p, r, f = figures(tally, "attribution+source")
    return (
        f"exact source/cue/content {exact}; attribution {f1(tally, 'attribution'):.1f}; "
        f"with source {f:.1f} (P {p:.1f}, R {r:.1f})"
    )
