"""What the reader learns from: texts with sources, cues and contents, from four places in one form.

`gum_attribution.jsonl` (GUM's discourse layer), `silver_ewt.jsonl` (rules on EWT's gold trees), `seed.txt` (invented
sentences, flat marks) and the corpus in `corpus/articles` (marks with numbers, nested voices, mentions).
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "corpus"))

import corpus_format  # noqa: E402  (lies beside the corpus, which is published by itself)

__all__ = [
    "Document",
    "Phrase",
    "Spans",
    "Voice",
    "by_hash",
    "choose_set_aside",
    "corpus",
    "gum",
    "nest",
    "seed",
    "set_aside",
    "silver",
]

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """One attribution; `within` is the index of the one in whose content it stands."""

    source: Spans
    cue: Spans
    content: Spans
    within: int | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A mention: name, noun or pronoun."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text and what is known about it. `linked`: parts are known to belong together; `nested`: inner voices are
    marked; `mentions` is None where nobody marked them. `unsure`: stretches whose labels are not to be learnt."""

    id: str
    genre: str
    text: str
    voices: tuple[Voice, ...]
    mentions: tuple[Phrase, ...] | None = None
    linked: bool = True
    nested: bool = True
    unsure: Spans = ()


def gum(path: Path) -> list[Document]:
    """GUM's attributions."""
    return [_from_json(json.loads(line)) for line in path.open(encoding="utf-8")]


def silver(path: Path) -> list[Document]:
    """Attributions found by rules on gold trees: right, but far from all."""
    return [replace(_from_json(json.loads(line)), nested=False) for line in path.open(encoding="utf-8")]


def seed(path: Path) -> list[Document]:
    """Invented paragraphs with flat marks `[S ...] [Q ...] [C ...]`, a blank line between two paragraphs."""
    found = []
    for number, marked in enumerate(path.read_text(encoding="utf-8").strip().split("\n\n")):
        text, spans = _flat(marked)
        voices = tuple(Voice(**{**_EMPTY, part: ((start, end),)}) for part, start, end in spans)
        found.append(Document(f"seed-{number}", "seed", text, voices, linked=False, nested=False))
    return found


def corpus(folder: Path) -> list[Document]:
    """Our own articles: their bodies (marked headlines stand in the body)."""
    return [_from_article(corpus_format.parse(path)) for path in sorted(folder.glob("*.txt"))]


def set_aside(path: Path = HERE / "corpus" / "set_aside.txt") -> frozenset[str]:
    """The articles that are never trained on or tuned on: a fifth, those with the smallest SHA-256 of their id."""
    return frozenset(path.read_text(encoding="utf-8").split())


def choose_set_aside(ids: Iterable[str]) -> list[str]:
    """How the list of `set_aside` was made, once, before any tuning."""
    known = by_hash(ids)
    return sorted(known[: len(known) // 5])


def by_hash(ids: Iterable[str]) -> list[str]:
    """An order that needs no luck and stays the same: by the SHA-256 of the ids."""
    return sorted(ids, key=lambda i: hashlib.sha256(i.encode()).hexdigest())


_EMPTY: dict[str, Spans] = {"source": (), "cue": (), "content": ()}
_FLAT_PARTS = {"S": "source", "Q": "cue", "C": "content"}
_PRONOUNS = frozenset(
    "i me my mine myself we us our ours ourselves you your yours he him his himself she her hers herself it its itself they them"
    " their theirs themselves who whom whose which that this these those one ones each both neither none some others another"
    " many several all everyone everybody nobody someone somebody anyone".split()
)


def _flat(marked: str) -> tuple[str, list[tuple[str, int, int]]]:
    text, opened, spans = "", [], []
    for token in re.findall(r"\[[SQC] |\]|[^\[\]]+", marked):
        if token == "]":
            part, start = opened.pop()
            spans.append((part, start, len(text)))
        elif token[0] == "[":
            opened.append((_FLAT_PARTS[token[1]], len(text)))
        else:
            text += token
    return text, spans


def _from_json(line: dict[str, object]) -> Document:
    groups: dict[int, dict[str, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
    for span in line["spans"]:  # type: ignore[attr-defined]
        groups[span["relation"]][span["type"].lower()].append((span["start"], span["end"]))
    voices = [
        Voice(**{part: tuple(sorted(spans)) for part, spans in {**_EMPTY, **group}.items()})
        for _, group in sorted(groups.items())
    ]
    return Document(str(line["doc"]), str(line["genre"]), str(line["text"]), nest(voices))


def nest(voices: list[Voice]) -> tuple[Voice, ...]:
    """Find for each voice the smallest other content that holds all its parts."""
    nested = []
    for number, voice in enumerate(voices):
        parts = voice.source + voice.cue + voice.content
        around = [
            (sum(end - start for start, end in other.content), index)
            for index, other in enumerate(voices)
            if index != number and all(any(a <= start and end <= b for a, b in other.content) for start, end in parts)
        ]
        nested.append(replace(voice, within=min(around)[1] if around else None))
    return tuple(nested)


def _from_article(article: corpus_format.Article) -> Document:
    index = {attribution.number: at for at, attribution in enumerate(article.attributions)}
    voices = tuple(
        Voice(
            *(tuple((s.start, s.end) for s in spans) for spans in (a.source, a.cue, a.content)),
            within=None if a.within is None else index[a.within],
        )
        for a in article.attributions
    )
    mentions = tuple(
        Phrase(m.span.start, m.span.end, _kind(article.text[m.span.start : m.span.end])) for m in article.mentions
    )
    return Document(article.id, article.genre, article.text, voices, mentions)


def _kind(phrase: str) -> str:
    words = re.findall(r"[\w'’.-]+", phrase)
    if len(words) <= 2 and words and words[0].lower().split("'")[0].split("’")[0] in _PRONOUNS:
        return "pronoun"
    head = re.split(r",| of | who | from | in | for | at | to ", phrase)[0]
    last = re.findall(r"[\w'’.-]+", head)[-1:] or words[-1:]
    return "name" if last and last[0][:1].isupper() else "noun"
