"""From label scores to attributions: spans, the rules of print that they must obey, and who belongs to whom.

1. Decode the chains, paragraph by paragraph.
2. Make contents obey the page: a quotation mostly inside a content is inside it whole, with its marks; outside
   quotations a content ends where its sentence does; outer commas and full stops stay out.
3. Give each content the cue that fits it best by the network's link vectors, and each cue its source.
4. One attribution a cue; a content without a cue continues the attribution before it or stands alone.
5. An attribution whose parts all lie in another's content stands within it.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.language.model.chains import CHAINS, SCORES, decode_all, marginals_all, runs
from detente.language.model.pieces import Pieces

__all__ = ["Rules", "Voice", "paragraphs_of", "voices"]

LINK = 64
"""Width of the vectors that link a cue with its source and contents."""
_CARRIES_ON = 60
"""Words between a voice and a quotation without a cue that may still be its continuation."""
_SCALE = 8.0  # the square root of LINK
Span = tuple[int, int]
_OUTER = frozenset(",.;:)")
_TRIMMED = frozenset(",.;:")
_DASHES = frozenset("-–—")


@dataclass(frozen=True, slots=True)
class Rules:
    """The decoder's settings; how they were chosen is told in the model card. They stand beside the weights."""

    begin: tuple[float, float, float, float] = (0.0, 0.5, 0.0, 0.0)
    """Added to the scores of the begin labels of each chain; below zero: fewer spans."""
    transitions: tuple[NDArray[np.float32], ...] = ()
    link_bias: tuple[float, float] = (0.0, 0.0)
    fill: float = 0.25
    """Share of a quotation's words that must be content for the whole to become so."""
    fresh: int = 0
    """A quotation of at least so many words without any label becomes a content (0: never)."""
    merge: int = 10
    """Content pieces at most so many words apart in one sentence are one."""
    cut: bool = True
    least_link: float = -10.0
    least_source: float = -10.0
    far: float = 0.05
    """Taken from a link's score for every word between the two."""
    cross: float = 2.0
    """Taken from a link's score for every sentence end between the two."""
    carry: bool = True
    """A content in another sentence than its cue belongs to it only if it opens with a quotation mark."""
    bare_cues: bool = False
    """Keep a cue to which no content was found."""
    inner: bool = True
    reach: int = 80


@dataclass(frozen=True, slots=True)
class Voice:
    """One attribution in words: spans of word numbers. `inner`: it stands inside another's content; `sure`: what the
    network holds likely of it, the features of `confidence`."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    inner: bool = False
    sure: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class _Page:
    """What the rules of print need: sentence and paragraph of each word, quotations in words, the words themselves."""

    text: str
    pieces: Pieces
    sentence: NDArray[np.int64]
    paragraphs: list[Span]
    quotations: list[Span]
    opening: list[int]
    """The quotations' first words."""

    def word(self, at: int) -> str:
        start, end = self.pieces.words[at]
        return self.text[start:end]

    def quotation_of(self, at: int) -> int:
        """Index of the quotation that the word stands in, or -1."""
        index = bisect.bisect_right(self.opening, at) - 1
        return index if index >= 0 and at < self.quotations[index][1] else -1


def voices(
    text: str, pieces: Pieces, outputs: NDArray[np.float32], sentences: Sequence[Span], rules: Rules
) -> list[Voice]:
    """The attributions of one text. `outputs` are the network's for each word; `sentences` in characters."""
    if not len(pieces.words):
        return []
    page = _page(text, pieces, sentences)
    scores = [outputs[:, chain.columns].copy() for chain in CHAINS[:3]]
    for own, begin in zip(scores, rules.begin, strict=False):
        own[:, 1::2] += np.float32(begin)
    labels = decode_all(scores, rules.transitions, page.paragraphs)
    likely = marginals_all(scores, rules.transitions, page.paragraphs)
    cues, sources = ([(a, b) for kind, a, b in runs(labels[0]) if kind == wanted] for wanted in (1, 0))
    roles = labels[0] > 0
    sources = [span for span in (_without_dash(source, page) for source in sources) if span is not None]
    outer = _printed([(a, b) for _, a, b in runs(labels[1])], roles, page, rules)
    inner = [(a, b) for _, a, b in runs(labels[2])] if rules.inner else []
    found = _Found(cues, sources, outer, [])
    printed = _printed(inner, roles, page, rules, fill=False)
    homes = found.homes(printed)
    found = replace(found, inner=[s for s, h in zip(printed, homes, strict=True) if h >= 0 and s != outer[h]])
    vectors = outputs[:, SCORES:]
    made = _link(vectors, found, page, rules)
    return [replace(voice, sure=_sure(voice, likely, vectors, rules)) for voice in made]


def paragraphs_of(text: str, pieces: Pieces) -> list[Span]:
    """The words between line ends: first word and the word after the last."""
    lines = np.array([at for at, sign in enumerate(text) if sign == "\n"], dtype=np.int64)
    line = np.searchsorted(lines, pieces.words[:, 0])
    breaks = [0, *(np.flatnonzero(np.diff(line)) + 1).tolist(), len(line)]
    return list(zip(breaks, breaks[1:], strict=False))


def _page(text: str, pieces: Pieces, sentences: Sequence[Span]) -> _Page:
    starts = pieces.words[:, 0]
    ends_of_sentences = np.array([end for _, end in sentences], dtype=np.int64)
    sentence = np.searchsorted(ends_of_sentences, starts, side="right")
    quoted = [
        (int(np.searchsorted(starts, q.start)), int(np.searchsorted(starts, q.end))) for q in pieces.marks if q.double
    ]
    quoted = [span for span in quoted if span[1] > span[0]]
    return _Page(text, pieces, sentence, paragraphs_of(text, pieces), quoted, [a for a, _ in quoted])


# --- the rules of print -------------------------------------------------------------------------------------------
def _printed(spans: list[Span], roles: NDArray[np.bool_], page: _Page, rules: Rules, fill: bool = True) -> list[Span]:
    if fill:
        spans = _filled(spans, roles, page, rules)
    if rules.merge:
        spans = _merged(spans, roles, page, rules.merge)
    if rules.cut:
        spans = [piece for span in spans for piece in _cut(span, page)]
    trimmed = (_trimmed(span, page) for span in spans)
    return [span for span in trimmed if span is not None]


def _filled(spans: list[Span], roles: NDArray[np.bool_], page: _Page, rules: Rules) -> list[Span]:
    covered = np.zeros(len(page.sentence), dtype=np.int64)
    for number, (a, b) in enumerate(spans, start=1):
        covered[a:b] = number
    last = len(spans)
    for a, b in page.quotations:
        own = covered[a:b]
        share = float((own > 0).mean())
        role = bool(roles[a:b].any())
        if share >= rules.fill and b - a >= 5 and (not role or b - a >= 9):
            covered[a:b] = own[own > 0][0]
        elif share == 0 and rules.fresh and b - a >= rules.fresh + 2 and not role:
            last += 1
            covered[a:b] = last
        elif b - a > 2:
            if own[1] and not own[0]:
                covered[a] = own[1]
            if covered[b - 2] and not covered[b - 1]:
                covered[b - 1] = covered[b - 2]
    found: list[Span] = []
    start = 0
    for at in range(1, len(covered) + 1):
        if at == len(covered) or covered[at] != covered[start]:
            if covered[start]:
                found.append((start, at))
            start = at
    return found


def _merged(spans: list[Span], roles: NDArray[np.bool_], page: _Page, gap: int) -> list[Span]:
    found: list[Span] = []
    for a, b in spans:
        if found:
            before = found[-1]
            near = a - before[1] <= gap and not roles[before[1] : a].any()
            quotation = page.quotation_of(a)
            same_quotation = quotation >= 0 and quotation == page.quotation_of(before[1] - 1)
            if near and (page.sentence[a] == page.sentence[before[1] - 1] or same_quotation):
                found[-1] = (before[0], b)
                continue
        found.append((a, b))
    return found


def _cut(span: Span, page: _Page) -> list[Span]:
    found, start = [], span[0]
    for at in range(span[0] + 1, span[1]):
        if page.sentence[at] != page.sentence[at - 1]:
            quotation = page.quotation_of(at)
            if quotation < 0 or quotation != page.quotation_of(at - 1):
                found.append((start, at))
                start = at
    return [*found, (start, span[1])]


def _trimmed(span: Span, page: _Page) -> Span | None:
    a, b = span
    while b > a and page.word(b - 1) in _TRIMMED:
        b -= 1
    while a < b and page.word(a) in _OUTER:
        a += 1
    return (a, b) if b > a else None


def _without_dash(source: Span, page: _Page) -> Span | None:
    """A source without a dateline before it: "LINDEN — ", or the dash alone."""
    a, b = source
    if page.word(a).isupper() and any(start == a for start, _ in page.paragraphs):
        a = next((at for at in range(a + 1, b) if page.word(at) in _DASHES), a)
    while a < b and page.word(a) in _DASHES:
        a += 1
    return (a, b) if a < b else None


# --- who belongs to whom ------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Found:
    """What the chains gave: spans of each part in order, and for each the outer content that holds it (-1: none)."""

    cues: list[Span]
    sources: list[Span]
    outer: list[Span]
    inner: list[Span]

    def homes(self, spans: list[Span]) -> NDArray[np.int64]:
        """For each span the index of the outer content that holds it whole, or -1."""
        starts = [a for a, _ in self.outer]
        found = [bisect.bisect_right(starts, a) - 1 for a, _ in spans]
        held = [k if k >= 0 and b <= self.outer[k][1] else -1 for k, (_, b) in zip(found, spans, strict=True)]
        return np.array(held, dtype=np.int64)


def _link(vectors: NDArray[np.float32], found: _Found, page: _Page, rules: Rules) -> list[Voice]:
    cues = found.cues
    heads = _means(vectors[:, :LINK], cues)
    home_of_cue, home_of_source = found.homes(cues), found.homes(found.sources)
    contents: dict[int, list[Span]] = {}
    alone: list[Span] = []
    homes = [-1] * len(found.outer) + found.homes(found.inner).tolist()
    for span, home in zip(found.outer + found.inner, homes, strict=True):
        near = [k for k in _near(cues, span, rules.reach) if home_of_cue[k] == home]
        best = _best(near, cues, heads, span, vectors, page, rules)
        if best is not None:
            contents.setdefault(best, []).append(span)
        elif home < 0:
            alone.append(span)
    means = _means(vectors[:, LINK : 2 * LINK], found.sources)
    made = []
    for k, cue in enumerate(cues):
        own = tuple(sorted(contents.get(k, [])))
        if not own and not rules.bare_cues:
            continue
        near = [
            i
            for i in _near(found.sources, cue, rules.reach)
            if home_of_source[i] == home_of_cue[k] and not any(_overlap(found.sources[i], c) for c in own)
        ]
        fits = [
            (
                float(heads[k] @ means[i]) / _SCALE + rules.link_bias[0] - _away(cue, found.sources[i], page, rules),
                -i,
            )
            for i in near
        ]
        fit, which = max(fits, default=(-np.inf, 0))
        source = (found.sources[-which],) if fit >= rules.least_source else ()
        inner = bool(home_of_cue[k] >= 0)
        kept = tuple(span for span in own if not rules.carry or _carried(span, cue, page))
        made.append(Voice(source, (cue,), kept or own, inner=inner))
        made += [Voice(source, (), (span,), inner=inner) for span in own if kept and span not in kept]
    return _adopt(made, alone, page)


def _best(
    near: list[int],
    cues: list[Span],
    heads: NDArray[np.float32],
    span: Span,
    vectors: NDArray[np.float32],
    page: _Page,
    rules: Rules,
) -> int | None:
    """The cue that fits the content best; the earlier of two equals."""
    if not near:
        return None
    own = vectors[span[0] : span[1], 2 * LINK : 3 * LINK].mean(axis=0)
    away = np.array([_away(cues[k], span, page, rules) for k in near])
    fits = heads[near] @ own / _SCALE + rules.link_bias[1] - away
    best = int(fits.argmax())
    return near[best] if fits[best] >= rules.least_link else None


def _carried(span: Span, cue: Span, page: _Page) -> bool:
    """Whether a content is of one piece with its cue: in its sentence, or a quotation that goes on."""
    return bool(page.sentence[span[0]] == page.sentence[cue[0]]) or page.quotation_of(span[0]) >= 0


def _away(a: Span, b: Span, page: _Page, rules: Rules) -> float:
    """What distance takes from the score of a link."""
    sentences = abs(int(page.sentence[a[0]]) - int(page.sentence[b[0]]))
    return rules.far * _gap(a, b) + rules.cross * sentences


def _means(vectors: NDArray[np.float32], spans: list[Span]) -> NDArray[np.float32]:
    """The mean vector of each span: shape (spans, width)."""
    if not spans:
        return np.zeros((0, vectors.shape[1]), dtype=np.float32)
    return np.stack([vectors[a:b].mean(axis=0) for a, b in spans])


def _adopt(made: list[Voice], alone: list[Span], page: _Page) -> list[Voice]:
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
    voice: Voice, likely: Sequence[NDArray[np.float32]], vectors: NDArray[np.float32], rules: Rules
) -> tuple[float, ...]:
    """What the network holds likely of this attribution: see `confidence`."""
    role, content = likely[0], likely[2 if voice.inner else 1]

    def mean(table: NDArray[np.float32], spans: Sequence[Span], labels: slice) -> float:
        return float(np.mean([table[a:b, labels].sum(axis=1).mean() for a, b in spans])) if spans else 0.0

    def link(part: int, spans: Sequence[Span]) -> float:
        if not spans or not voice.cue:
            return 0.0
        head = _means(vectors[:, :LINK], list(voice.cue)).mean(axis=0)
        own = _means(vectors[:, LINK * (part + 1) : LINK * (part + 2)], list(spans)).mean(axis=0)
        return 1.0 / (1.0 + float(np.exp(-(head @ own) / _SCALE - rules.link_bias[part])))

    return (
        mean(content, voice.content, slice(1, None)),
        mean(role, voice.cue, slice(3, 5)),
        mean(role, voice.source, slice(1, 3)),
        link(1, voice.content),
        link(0, voice.source),
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


def _inside(a: Span, b: Span) -> bool:
    return b[0] <= a[0] and a[1] <= b[1]
