"""Contents for which the network finds no cue, where the rule reader finds the same words with one.

The network's chains know "denied" and "having suggested" apart, and now and then mark the words denied and no cue. Such a content stands alone
and is too unlikely to be told. Where the rules, which know nothing of the network, take the same words for a content, it is told with their
source and cue.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from dataclasses import replace

from detente.language.reader import Attribution, Spans
from detente.language.rules import RuleReader
from detente.language.sentences import paragraphs

__all__ = ["SECONDED", "seconded"]

SECONDED = 0.6
"""How likely such an attribution is right: of five in 53 articles three were."""
SAME = 0.8  # share of either content's characters that must lie in the other


def seconded(text: str, contents: Iterable[Spans]) -> Iterator[Attribution]:
    """The attributions by the rules of ``contents``, each with the content as given. A paragraph is read once, and only if one begins in it."""
    found: dict[tuple[int, int], list[Attribution]] = {}
    spans = list(paragraphs(text))
    starts = [start for start, _ in spans]
    for content in contents:
        start, end = spans[max(0, bisect.bisect_right(starts, content[0][0]) - 1)]
        if (start, end) not in found:
            read = RuleReader().read(text[start:end]).attributions
            found[start, end] = [_moved(a, start) for a in read if a.source and a.cue]
        same = next((a for a in found[start, end] if _alike(a.content, content)), None)
        if same is not None:
            yield replace(
                same, content=content, confidence=SECONDED, because=f"cue by the rules, {same.because}", within=None
            )


def _moved(attribution: Attribution, by: int) -> Attribution:
    source, cue, content = (
        tuple((a + by, b + by) for a, b in part) for part in (attribution.source, attribution.cue, attribution.content)
    )
    return replace(attribution, source=source, cue=cue, content=content)


def _alike(left: Spans, right: Spans) -> bool:
    shared = sum(max(0, min(b, d) - max(a, c)) for a, b in left for c, d in right)
    return shared >= SAME * max(sum(b - a for a, b in spans) for spans in (left, right))
