"""From label scores to spans: the chains decoded, and the rules of print that their spans must obey.

1. Decode the chains, paragraph by paragraph.
2. Make contents obey the page: a quotation mostly inside a content is inside it whole, with its marks; outside
   quotations a content ends where its sentence does; outer commas and full stops stay out.
3. Keep of the network's figures what later steps ask of a span: its link vector, and how likely it is.

Nothing here looks beyond a paragraph, so that a page of any length is done a stretch of paragraphs at a time.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.language.model.chains import CHAINS, SCORES, decode_all, marginals_all, runs
from detente.language.model.pieces import Pieces

__all__ = ["LINK", "Page", "Part", "Parts", "Rules", "Span", "homes", "page_of", "paragraphs_of", "parts_of"]

LINK = 64
"""Width of the vectors that link a cue with its source and contents."""
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


class Part(NamedTuple):
    """A cue, source or content: its words, the mean of its link vectors (LINK figures), and how likely the network holds its words to be
    what they are taken for."""

    span: Span
    vector: NDArray[np.float32]
    likely: np.float32


class Parts(NamedTuple):
    """The parts of attributions, each kind in order; ``inner`` are contents inside another content."""

    cues: list[Part]
    sources: list[Part]
    outer: list[Part]
    inner: list[Part]

    @property
    def contents(self) -> list[Part]:
        """All contents, those inside another last."""
        return self.outer + self.inner

    def moved(self, by: int) -> Parts:
        """The same, so many words further on."""
        return Parts(*([p._replace(span=(p.span[0] + by, p.span[1] + by)) for p in kind] for kind in self))

    @classmethod
    def of(cls, stretches: Sequence[Parts]) -> Parts:
        """Those of a page from those of its stretches, in order."""
        return cls(*([part for parts in stretches for part in parts[kind]] for kind in range(len(cls._fields))))


@dataclass(frozen=True, slots=True)
class Page:
    """What the rules of print need: sentence and paragraph of each word, quotations in words, the words themselves."""

    text: str
    pieces: Pieces
    sentence: NDArray[np.int64]
    paragraphs: list[Span]
    quotations: list[Span]
    opening: list[int]
    """The quotations' first words."""

    def word(self, at: int) -> str:
        """A word as printed."""
        start, end = self.pieces.words[at]
        return self.text[start:end]

    def quotation_of(self, at: int) -> int:
        """Index of the quotation that the word stands in, or -1."""
        index = bisect.bisect_right(self.opening, at) - 1
        return index if index >= 0 and at < self.quotations[index][1] else -1


def page_of(text: str, pieces: Pieces, sentences: Sequence[Span]) -> Page:
    """The page, or a stretch of it, on which the words of ``pieces`` stand; ``sentences`` in characters."""
    starts = pieces.words[:, 0]
    ends_of_sentences = np.array([end for _, end in sentences], dtype=np.int64)
    sentence = np.searchsorted(ends_of_sentences, starts, side="right")
    quoted = [
        (int(np.searchsorted(starts, q.start)), int(np.searchsorted(starts, q.end))) for q in pieces.marks if q.double
    ]
    quoted = [span for span in quoted if span[1] > span[0]]
    return Page(text, pieces, sentence, paragraphs_of(pieces), quoted, [a for a, _ in quoted])


def paragraphs_of(pieces: Pieces) -> list[Span]:
    """The words between line ends: first word and the word after the last."""
    opens = np.flatnonzero(pieces.opens_line).tolist()
    return list(pairwise([*opens, len(pieces.words)]))


def parts_of(page: Page, outputs: NDArray[np.float32], rules: Rules) -> Parts:
    """The parts that stand on a page, or on a stretch of its paragraphs. ``outputs`` are the network's for each word."""
    scores = [outputs[:, chain.columns].copy() for chain in CHAINS[:3]]
    for own, begin in zip(scores, rules.begin, strict=False):
        own[:, 1::2] += np.float32(begin)
    labels = decode_all(scores, rules.transitions, page.paragraphs)
    role, content, within = marginals_all(scores, rules.transitions, page.paragraphs)
    cues, sources = ([(a, b) for kind, a, b in runs(labels[0]) if kind == wanted] for wanted in (1, 0))
    roles = labels[0] > 0
    sources = [span for span in (_without_dash(source, page) for source in sources) if span is not None]
    outer = _printed([(a, b) for _, a, b in runs(labels[1])], roles, page, rules)
    inner = [(a, b) for _, a, b in runs(labels[2])] if rules.inner else []
    inner = _printed(inner, roles, page, rules, fill=False)
    inner = [s for s, h in zip(inner, homes(inner, outer), strict=True) if h >= 0 and s != outer[h]]

    def heard(spans: list[Span], link: int, table: NDArray[np.float32], labels: slice) -> list[Part]:
        vectors = outputs[:, SCORES + link * LINK : SCORES + (link + 1) * LINK]
        return [Part((a, b), vectors[a:b].mean(axis=0), table[a:b, labels].sum(axis=1).mean()) for a, b in spans]

    return Parts(
        heard(cues, 0, role, slice(3, 5)),
        heard(sources, 1, role, slice(1, 3)),
        heard(outer, 2, content, slice(1, None)),
        heard(inner, 2, within, slice(1, None)),
    )


def homes(spans: Sequence[Span], outer: Sequence[Span]) -> list[int]:
    """For each span the index of the outer content that holds it whole, or -1."""
    starts = [a for a, _ in outer]
    found = [bisect.bisect_right(starts, a) - 1 for a, _ in spans]
    return [k if k >= 0 and b <= outer[k][1] else -1 for k, (_, b) in zip(found, spans, strict=True)]


def _printed(spans: list[Span], roles: NDArray[np.bool_], page: Page, rules: Rules, fill: bool = True) -> list[Span]:
    if fill:
        spans = _filled(spans, roles, page, rules)
    if rules.merge:
        spans = _merged(spans, roles, page, rules.merge)
    if rules.cut:
        spans = [piece for span in spans for piece in _cut(span, page)]
    trimmed = (_trimmed(span, page) for span in spans)
    return [span for span in trimmed if span is not None]


def _filled(spans: list[Span], roles: NDArray[np.bool_], page: Page, rules: Rules) -> list[Span]:
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


def _merged(spans: list[Span], roles: NDArray[np.bool_], page: Page, gap: int) -> list[Span]:
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


def _cut(span: Span, page: Page) -> list[Span]:
    found, start = [], span[0]
    for at in range(span[0] + 1, span[1]):
        if page.sentence[at] != page.sentence[at - 1]:
            quotation = page.quotation_of(at)
            if quotation < 0 or quotation != page.quotation_of(at - 1):
                found.append((start, at))
                start = at
    return [*found, (start, span[1])]


def _trimmed(span: Span, page: Page) -> Span | None:
    a, b = span
    while b > a and page.word(b - 1) in _TRIMMED:
        b -= 1
    while a < b and page.word(a) in _OUTER:
        a += 1
    return (a, b) if b > a else None


def _without_dash(source: Span, page: Page) -> Span | None:
    """A source without a dateline before it: "LINDEN — ", or the dash alone."""
    a, b = source
    if page.word(a).isupper() and any(start == a for start, _ in page.paragraphs):
        a = next((at for at in range(a + 1, b) if page.word(at) in _DASHES), a)
    while a < b and page.word(a) in _DASHES:
        a += 1
    return (a, b) if a < b else None
