"""How attributions are scored: against gold spans, over the tokens that the gold comes with.

An attribution is three sets of tokens: those that its source, cue and content touch.

- span-exact F1, per part: a part is cut into runs of neighbouring tokens; a run counts when the gold has the same run with
  the same part in that document.
- attribution F1: a found attribution hits when its content has a token Jaccard index of at least 0.5 with a gold content
  not yet used, in text order.
- attribution+source F1: and the two sources share a token. A gold attribution without a source cannot be hit.

The definitions are those of CofeNet (Wang et al., COLING 2022) per document, and of the comparison that the model card prints.
"""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["MEASURES", "PARTS", "Sets", "count", "f1", "figures", "interval", "reliability", "right", "sets"]

PARTS = ("source", "cue", "content")
MEASURES = (*(f"exact {part}" for part in PARTS), "attribution", "attribution+source")
Spans = Iterable[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Sets:
    """One attribution as sets of token numbers."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]


def sets(source: Spans, cue: Spans, content: Spans, tokens: Sequence[tuple[int, int]]) -> Sets:
    """The tokens that the parts' character spans touch. `tokens` are in order and do not overlap."""
    starts, ends = [a for a, _ in tokens], [b for _, b in tokens]

    def touched(spans: Spans) -> frozenset[int]:
        return frozenset(i for a, b in spans for i in range(bisect_right(ends, a), bisect_left(starts, b)))

    return Sets(touched(source), touched(cue), touched(content))


def count(gold: Sequence[Sets], found: Sequence[Sets]) -> Counter[str]:
    """Hits, found and gold of one document, under the measures' names with ` hit`, ` found` and ` gold`."""
    tally: Counter[str] = Counter()
    gold = [g for g in gold if g.content or g.cue]
    found = sorted((f for f in found if f.content or f.cue), key=_place)
    for part in PARTS:
        there, here = ({run for s in side for run in _runs(getattr(s, part))} for side in (gold, found))
        tally[f"exact {part} gold"] += len(there)
        tally[f"exact {part} found"] += len(here)
        tally[f"exact {part} hit"] += len(there & here)
    for name in ("attribution", "attribution+source"):
        tally[f"{name} gold"] += len(gold)
        tally[f"{name} found"] += len(found)
    used: set[int] = set()
    for f in found:
        match = next((k for k, g in enumerate(gold) if k not in used and _overlap(f.content, g.content)), None)
        if match is not None:
            used.add(match)
            tally["attribution hit"] += 1
            tally["attribution+source hit"] += bool(f.source & gold[match].source)
    return tally


def right(gold: Sequence[Sets], found: Sequence[Sets]) -> list[bool]:
    """Which attributions are right: the content overlaps a gold one as above, and the sources share a token or neither is there. One
    gold attribution serves once."""
    used: set[int] = set()
    verdicts = []
    for f in found:
        fits = (
            k
            for k, g in enumerate(gold)
            if k not in used and _overlap(f.content, g.content) and (f.source & g.source or not f.source | g.source)
        )
        hit = next(fits, None)
        verdicts.append(hit is not None)
        used |= {hit} if hit is not None else set()
    return verdicts


def reliability(judged: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """For each fifth of the scale: mean confidence, share that was right, how many. `judged`: confidence, right."""
    bands = [[pair for pair in judged if min(4, int(5 * pair[0])) == number] for number in range(5)]
    return [(sum(c for c, _ in b) / len(b), sum(r for _, r in b) / len(b), len(b)) for b in bands if b]


def f1(tally: Counter[str], measure: str) -> float:
    """F1 in percent."""
    return figures(tally, measure)[2]


def figures(tally: Counter[str], measure: str) -> tuple[float, float, float]:
    """Precision, recall and F1 in percent."""
    hit, found, gold = (tally[f"{measure} {what}"] for what in ("hit", "found", "gold"))
    return (
        100 * hit / found if found else 0.0,
        100 * hit / gold if gold else 0.0,
        200 * hit / (found + gold) if found + gold else 0.0,
    )


def interval(tallies: Sequence[Counter[str]], measure: str, draws: int = 2000, seed: int = 0) -> tuple[float, float]:
    """The middle 90 % of F1 over documents drawn with replacement."""
    chance = random.Random(seed)
    rows = [[t[f"{measure} {what}"] for what in ("hit", "found", "gold")] for t in tallies]
    values = []
    for _ in range(draws):
        drawn = chance.choices(rows, k=len(rows))
        hit, total = sum(r[0] for r in drawn), sum(r[1] + r[2] for r in drawn)
        values.append(200 * hit / total if total else 0.0)
    values.sort()
    return values[draws // 20], values[draws - draws // 20 - 1]


def _place(s: Sets) -> tuple[int, int]:
    every = s.content | s.cue
    return min(every), max(every)


def _overlap(a: frozenset[int], b: frozenset[int]) -> bool:
    return bool(a) and bool(b) and 2 * len(a & b) >= len(a | b)


def _runs(numbers: frozenset[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for i in sorted(numbers):
        if found and found[-1][1] == i:
            found[-1] = (found[-1][0], i + 1)
        else:
            found.append((i, i + 1))
    return found
