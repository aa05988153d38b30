"""Agreement between the two annotations of an article, the first in `articles/`, the second in `second/`.

Both passes mark the same text. Per part (source, cue, content): Cohen's kappa over tokens, a token being in the part or
not (Cohen 1960, "A coefficient of agreement for nominal scales"), and F1 of pieces with the same start and end. Per
attribution: F1 of pairs, one to one, whose contents share at least half of their tokens (Jaccard), and the same with
sources that agree as well. F1 is symmetric: neither pass is taken as the truth.

Run `python agreement.py [FIRST SECOND]` to print the table. Standard library only.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus_format import Article, Attribution, FormatError, Span, parse

__all__ = ["PARTS", "Agreement", "PartAgreement", "agreement", "main", "read_both"]

PARTS = ("source", "cue", "content")
SHARED = 0.5
_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class PartAgreement:
    """Kappa over tokens (-1 to 1), F1 of exact pieces (0 to 1), and how many pieces each pass has."""

    kappa: float
    exact_f1: float
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two passes compared: one entry per part, F1 of attributions without and with the source, and the counts."""

    parts: dict[str, PartAgreement]
    attribution_f1: float
    with_source_f1: float
    first: int
    second: int
    articles: int
    tokens: int


def agreement(pairs: Sequence[tuple[Article, Article]]) -> Agreement:
    """Compare first and second annotation over all articles together.

    Raises ValueError if the two of a pair do not have the same text.
    """
    for first, second in pairs:
        if first.text != second.text:
            raise ValueError(f"{first.id}: the two annotations do not have the same text")
    matched = [match for first, second in pairs for match in _matched(first, second)]
    totals = tuple(sum(len(pair[side].attributions) for pair in pairs) for side in (0, 1))
    same_source = sum(_source_agrees(*match) for match in matched)
    return Agreement(
        parts={part: _part(part, pairs) for part in PARTS},
        attribution_f1=_f1(len(matched), *totals),
        with_source_f1=_f1(same_source, *totals),
        first=totals[0],
        second=totals[1],
        articles=len(pairs),
        tokens=sum(1 for first, _ in pairs for _ in _TOKEN.finditer(first.text)),
    )


def read_both(first: Path, second: Path) -> list[tuple[Article, Article]]:
    """Every article of the folder `second` with its namesake in `first`. Raises FormatError as `parse` does."""
    return [(parse(first / path.name), parse(path)) for path in sorted(second.glob("*.txt"))]


def _pieces(attribution: Attribution, part: str) -> tuple[Span, ...]:
    if part == "source":
        return attribution.source
    return attribution.cue if part == "cue" else attribution.content


def _tokens(text: str, spans: Sequence[Span]) -> frozenset[int]:
    """The starts of the tokens that lie in any of the spans; marks may begin or end inside no token."""
    return frozenset(
        span.start + token.start() for span in spans for token in _TOKEN.finditer(text[span.start : span.end])
    )


def _part(part: str, pairs: Sequence[tuple[Article, Article]]) -> PartAgreement:
    both = one = other = total = shared = 0
    pieces: list[int] = [0, 0]
    for first, second in pairs:
        spans = [[span for item in side.attributions for span in _pieces(item, part)] for side in (first, second)]
        marked = [_tokens(first.text, chosen) for chosen in spans]
        total += sum(1 for _ in _TOKEN.finditer(first.text))
        both += len(marked[0] & marked[1])
        one += len(marked[0])
        other += len(marked[1])
        shared += (Counter(spans[0]) & Counter(spans[1])).total()
        pieces = [count + len(chosen) for count, chosen in zip(pieces, spans, strict=True)]
    return PartAgreement(_kappa(both, one, other, total), _f1(shared, *pieces), pieces[0], pieces[1])


def _kappa(both: int, one: int, other: int, total: int) -> float:
    """Cohen's kappa of two yes-or-no markings: `both` yes in each, `one` and `other` yes in the one and the other."""
    if total == 0:
        return 1.0
    observed = (total - one - other + 2 * both) / total
    chance = (one * other + (total - one) * (total - other)) / total**2
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


def _f1(shared: int, first: int, second: int) -> float:
    return 2 * shared / (first + second) if first + second else 1.0


def _jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _matched(first: Article, second: Article) -> list[tuple[Article, Attribution, Attribution]]:
    """Attributions of the two passes paired one to one, closest contents first, closer cues breaking a tie."""
    candidates = []
    for i, one in enumerate(first.attributions):
        for j, other in enumerate(second.attributions):
            content, cue = (
                _jaccard(_tokens(first.text, _pieces(one, part)), _tokens(first.text, _pieces(other, part)))
                for part in ("content", "cue")
            )
            # An attribution without content in both passes is known by its cue.
            near = content if one.content or other.content else cue
            if near >= SHARED:
                candidates.append((-near, -cue, i, j))
    taken: tuple[set[int], set[int]] = (set(), set())
    matches = []
    for _, _, i, j in sorted(candidates):
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            matches.append((first, first.attributions[i], second.attributions[j]))
    return matches


def _source_agrees(article: Article, one: Attribution, other: Attribution) -> bool:
    if not one.source and not other.source:
        return True
    return _jaccard(_tokens(article.text, one.source), _tokens(article.text, other.source)) >= SHARED


def _table(result: Agreement) -> str:
    lines = [f"{'part':<24}{'first':>7}{'second':>8}{'kappa':>8}{'exact F1':>10}"]
    lines += [
        f"{name:<24}{part.first:>7}{part.second:>8}{part.kappa:>8.3f}{part.exact_f1:>10.3f}"
        for name, part in result.parts.items()
    ]
    lines += [
        f"{name:<24}{result.first:>7}{result.second:>8}{'':>8}{value:>10.3f}"
        for name, value in (
            ("attribution", result.attribution_f1),
            ("attribution + source", result.with_source_f1),
        )
    ]
    return "\n".join([*lines, f"{result.articles} articles, {result.tokens} tokens"])


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit status is 1 if a file cannot be read or the texts differ."""
    here = Path(__file__).parent
    parser = argparse.ArgumentParser(description="Compare the first and the second annotation of the same articles.")
    parser.add_argument("first", nargs="?", type=Path, default=here / "articles")
    parser.add_argument("second", nargs="?", type=Path, default=here / "second")
    chosen = parser.parse_args(arguments)
    try:
        pairs = read_both(chosen.first, chosen.second)
        if not pairs:
            print(f"{chosen.second}: no articles (*.txt); name the folder of the second annotation", file=sys.stderr)
            return 1
        print(_table(agreement(pairs)))
    except (FormatError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
