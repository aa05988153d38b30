"""From the parts of a text to its attributions: who belongs to whom.

1. Give each content the cue that fits it best by the network's link vectors, and each cue its source.
2. One attribution a cue; a content without a cue continues the attribution before it or stands alone.
3. An attribution whose parts all lie in another's content stands within it.
"""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.language.model.pieces import Pieces
from detente.language.model.spans import LINK, Page, Part, Parts, Rules, Span, homes, page_of, parts_of

__all__ = ["Rules", "Voice", "linked", "voices"]

_CARRIES_ON = 60
"""Words between a voice and a quotation without a cue that may still be its continuation."""
_SCALE = 8.0  # the square root of LINK


@dataclass(frozen=True, slots=True)
class Voice:
    """One attribution in words: spans of word numbers. `inner`: it stands inside another's content; `sure`: what the
    network holds likely of it, the features of `confidence`."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    inner: bool = False
    sure: tuple[float, ...] = ()


def voices(
    text: str, pieces: Pieces, outputs: NDArray[np.float32], sentences: Sequence[Span], rules: Rules
) -> list[Voice]:
    """The attributions of one text. `outputs` are the network's for each word; `sentences` in characters."""
    page = page_of(text, pieces, sentences)
    return linked(parts_of(page, outputs, rules), page, rules)


def linked(parts: Parts, page: Page, rules: Rules) -> list[Voice]:
    """The attributions that the parts of a whole page make."""
    cues, sources, contents = ({p.span: p for p in kind} for kind in (parts.cues, parts.sources, parts.contents))
    made = _link(parts, page, rules)
    return [replace(voice, sure=_sure(voice, cues, sources, contents, rules)) for voice in made]


def _link(parts: Parts, page: Page, rules: Rules) -> list[Voice]:
    cues, sources, outer = ([p.span for p in kind] for kind in (parts.cues, parts.sources, parts.outer))
    heads = np.stack([p.vector for p in parts.cues]) if cues else np.zeros((0, LINK), dtype=np.float32)
    home_of_cue, home_of_source = homes(cues, outer), homes(sources, outer)
    contents: dict[int, list[Span]] = {}
    alone: list[Span] = []
    home_of_content = [-1] * len(outer) + homes([p.span for p in parts.inner], outer)
    for content, home in zip(parts.contents, home_of_content, strict=True):
        near = [k for k in _near(cues, content.span, rules.reach) if home_of_cue[k] == home]
        best = _best(near, cues, heads, content, page, rules)
        if best is not None:
            contents.setdefault(best, []).append(content.span)
        elif home < 0:
            alone.append(content.span)
    made = []
    for k, cue in enumerate(cues):
        own = tuple(sorted(contents.get(k, [])))
        if not own and not rules.bare_cues:
            continue
        near = [
            i
            for i in _near(sources, cue, rules.reach)
            if home_of_source[i] == home_of_cue[k] and not any(_overlap(sources[i], c) for c in own)
        ]
        fits = [
            (
                float(heads[k] @ parts.sources[i].vector) / _SCALE
                + rules.link_bias[0]
                - _away(cue, sources[i], page, rules),
                -i,
            )
            for i in near
        ]
        fit, which = max(fits, default=(-np.inf, 0))
        source = (sources[-which],) if fit >= rules.least_source else ()
        inner = home_of_cue[k] >= 0
        kept = tuple(span for span in own if not rules.carry or _carried(span, cue, page))
        made.append(Voice(source, (cue,), kept or own, inner=inner))
        made += [Voice(source, (), (span,), inner=inner) for span in own if kept and span not in kept]
    return _adopt(made, alone, page)


def _best(
    near: list[int], cues: list[Span], heads: NDArray[np.float32], content: Part, page: Page, rules: Rules
) -> int | None:
    """The cue that fits the content best; the earlier of two equals."""
    if not near:
        return None
    away = np.array([_away(cues[k], content.span, page, rules) for k in near])
    fits = heads[near] @ content.vector / _SCALE + rules.link_bias[1] - away
    best = int(fits.argmax())
    return near[best] if fits[best] >= rules.least_link else None


def _carried(span: Span, cue: Span, page: Page) -> bool:
    """Whether a content is of one piece with its cue: in its sentence, or a quotation that goes on."""
    return bool(page.sentence[span[0]] == page.sentence[cue[0]]) or page.quotation_of(span[0]) >= 0


def _away(a: Span, b: Span, page: Page, rules: Rules) -> float:
    """What distance takes from the score of a link."""
    sentences = abs(int(page.sentence[a[0]]) - int(page.sentence[b[0]]))
    return rules.far * _gap(a, b) + rules.cross * sentences


def _adopt(made: list[Voice], alone: list[Span], page: Page) -> list[Voice]:
    """Contents without a cue: a quotation that goes on belongs to the voice before it."""
    made = list(made)
    ends = sorted((voice.content[-1][1], n) for n, voice in enumerate(made) if voice.content and not voice.inner)
    for span in alone:
        at = bisect.bisect_right(ends, (span[0], len(made))) - 1
        if at >= 0 and span[0] - ends[at][0] < _CARRIES_ON and page.quotation_of(span[0]) >= 0:
            n = ends[at][1]
            made[n] = replace(made[n], content=tuple(sorted((*made[n].content, span))))
            bisect.insort(ends, (span[1], n))
        else:
            made.append(Voice((), (), (span,)))
    return sorted(made, key=_order)


def _sure(
    voice: Voice, cues: Mapping[Span, Part], sources: Mapping[Span, Part], contents: Mapping[Span, Part], rules: Rules
) -> tuple[float, ...]:
    """What the network holds likely of this attribution: see `confidence`."""
    cue, source, content = (
        [known[span] for span in spans]
        for known, spans in ((cues, voice.cue), (sources, voice.source), (contents, voice.content))
    )

    def mean(parts: Sequence[Part]) -> float:
        return float(np.mean([part.likely for part in parts])) if parts else 0.0

    def link(bias: float, parts: Sequence[Part]) -> float:
        if not parts or not cue:
            return 0.0
        fit = cue[0].vector @ np.mean([part.vector for part in parts], axis=0) / _SCALE
        return 1.0 / (1.0 + float(np.exp(-fit - bias)))

    return (
        mean(content),
        mean(cue),
        mean(source),
        link(rules.link_bias[1], content),
        link(rules.link_bias[0], source),
        float(voice.inner),
    )


def _order(voice: Voice) -> tuple[Span, ...]:
    return tuple(sorted(voice.source + voice.cue + voice.content))


def _near(spans: list[Span], to: Span, reach: int) -> list[int]:
    """Indices of the spans at most `reach` words away that do not overlap with `to`; spans are in order and disjoint."""
    low = bisect.bisect_left(spans, (to[0] - reach, 0))
    high = bisect.bisect_left(spans, (to[1] + reach, 0))
    return [i for i in range(low, high) if not _overlap(spans[i], to)]


def _gap(a: Span, b: Span) -> int:
    return max(0, b[0] - a[1], a[0] - b[1])


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]
