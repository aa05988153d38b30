"""Statements: what a reader found in a report, with who spoke resolved, the day of saying and the venue.

The day of saying is not the day of printing: words beside the cue ("on Monday", "two days earlier") are resolved against the report's
day and win over it. A voice inside another's words keeps the outer statement's id.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Literal

from detente.language.reader import Analysis, Attribution, Spans
from detente.record.actors.coreference import Memory
from detente.record.actors.turn_speakers import hearer_in, speaker_of
from detente.record.actors.whereabouts import most_named_state
from detente.record.actors.who import NOBODY, Resolution, WhoIsWho
from detente.record.dates import day_words
from detente.record.nouns import Source, Statement, content_id
from detente.reports.report import Report

__all__ = ["STATEMENTS_VERSION", "statements_of", "venue_in"]

_OCCASION = (
    r"interview|briefing|news conference|press conference|conference call|conference|speech|statement|hearing|testimony|address|letter|"
    r"telephone call|phone call|op-ed|column|blog post|post|tweet|message|meeting|summit|rally|debate|broadcast|gaggle|sermon|communique|communiqué|"
    r"memo|report|remarks|appearance|session|call"
)
_NAME = r"(?:the )?(?:[A-Z][\w.’'&!-]*|[a-z]+-language)(?: (?:[A-Z][\w.’'&!-]*|of|for|and the|television|radio|newspaper|parliament))*"
_VENUES = (
    re.compile(
        rf"\b(?:in|during|at|on) (?:an?|the|his|her|its|their|a joint) (?:[\w-]+ ){{0,3}}?(?:{_OCCASION})s?\b(?: (?:with|on|at|to|before|of|in|for|by) {_NAME})?"
    ),
    re.compile(rf"\btold (?P<told>(?:reporters|journalists|parliament|lawmakers|(?:a|the) [\w ]{{0,30}}(?:committee|hearing|conference|crowd|council)|{_NAME}))"),
    re.compile(r"\b(?:on|via) (?P<on>(?:Twitter|Facebook|X|state television|national television|state radio|CNN|NBC|ABC|CBS|Fox News|Al[- ]Jazeera)(?:[’']s [A-Z][\w ]+)?)\b"),
)  # fmt: skip
_SPEECH = re.compile(
    r"\b(?:address|speech|remarks|statement|letter|sermon|testimony|interview|message|face to face)\b", re.IGNORECASE
)
_COMMUNIQUE = re.compile(r"\b(?:communiqu[eé]|declaration|conclusions|resolution)\b", re.IGNORECASE)
STATEMENTS_VERSION = 4  # raised when equal readings give other statements, so that stores are read anew
LONGEST_GAP = 60  # characters between a cue and its content that are read with the cue
_Known = Literal["words", "report"] | None
_KINDS = re.compile(
    r"\b(?:press |daily |news )*(?:briefing|gaggle|conference call|conference|interview|remarks|statement|hearing|speech|address)\b",
    re.IGNORECASE,
)


def statements_of(report: Report, analysis: Analysis, who: WhoIsWho, method: str) -> tuple[Statement, ...]:
    """The statements of one report in the order of its text. ``method`` is the reader's name and version."""
    day = report.published.day if report.published is not None else None
    memory = Memory(who, report.text, day, _home(report, who, day))
    memory.learn(" ; ".join(filter(None, (report.title, *report.authors))))
    memory.house = _house(report, who, day)
    author = _author(report, who, day)
    sentences = _Sentences(analysis.sentences)
    found: list[Statement] = []
    ids: dict[int, str] = {}
    taken: set[str] = set()
    speakers: dict[int, Resolution] = {}
    for number, attribution in enumerate(analysis.attributions):
        if not attribution.content:
            continue
        outer = attribution.within
        memory.speaker = speakers.get(outer, NOBODY) if outer is not None else author
        memory.aloud = outer is not None and analysis.attributions[outer].kind in ("direct", "transcript")
        memory.hearer = partial(hearer_in, report, attribution.source[0][0] if attribution.source else -1, memory)
        source, speaker = _source(report, attribution, memory, nested=outer is not None)
        said_on, known = _said_on(report, attribution, sentences, day)
        text = " … ".join(report.text[a:b] for a, b in attribution.content)
        identity = content_id("s", report.id, attribution.content[0][0], text)
        if identity in taken:
            continue
        taken.add(identity)
        ids[number], speakers[number] = identity, speaker
        found.append(
            Statement(
                id=identity,
                report=report.id,
                quote=attribution.kind,
                source=source,
                cue=attribution.cue,
                content=attribution.content,
                text=text,
                within=ids.get(outer) if outer is not None else None,
                said_on=said_on,
                said_on_known=known,
                venue=_venue(report, attribution, sentences),
                confidence=attribution.confidence,
                method=f"{method}: {attribution.because}" if attribution.because not in ("", method) else method,
                cue_text=_lead(report.text, attribution),
            )
        )
    return tuple(found)


def venue_in(text: str) -> str | None:
    """Where something was said, if ``text`` (a sentence without what was said) tells it plainly."""
    for pattern in _VENUES:
        match = pattern.search(text)
        if match:
            named = next((v for v in match.groupdict().values() if v), match.group())
            return re.sub(r"^(?:in|during|at|on) ", "", named).strip()
    return None


class _Sentences:
    """The sentences of a text, found again by offset."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._starts = [a for a, _ in spans]
        self._spans = spans

    def around(self, spans: Spans) -> tuple[int, int] | None:
        """From the start of the first sentence that holds any of ``spans`` to the end of the last."""
        if not spans or not self._spans:
            return None
        first = max(bisect_right(self._starts, spans[0][0]) - 1, 0)
        last = max(bisect_right(self._starts, spans[-1][0]) - 1, first)
        return self._spans[first][0], self._spans[last][1]


def _home(report: Report, who: WhoIsWho, day: str | None) -> str | None:
    """The state whose offices go without saying: the publisher's if it is part of a government, else that of a transcript's speakers, of
    the dateline, or the one that the report names most. Of a case that names states, one of them."""
    found = [a for a in _homes(report, who, day) if a is not None and who.is_state(a)]
    return next((a for a in found if a in who.actors), found[0] if found else None)


def _homes(report: Report, who: WhoIsWho, day: str | None) -> Iterator[str | None]:
    if report.publisher:
        found = who.resolve(report.publisher, day)
        if found.sector in ("GOV", "MIL"):
            yield found.actor
    if report.turns:
        labels = Counter(report.text[a:b] for (a, b), _ in ((t.label, t.body) for t in report.turns))
        actors = Counter[str]()
        for label, count in labels.items():
            spoke = who.resolve(label.title(), day).actor
            if spoke is not None:
                actors[spoke] += count
        if actors:
            yield min(actors, key=lambda a: (-actors[a], a))
    yield _author(report, who, day).actor
    if report.dateline:
        yield who.resolve(report.dateline.split(",")[0].title(), day).actor
    yield most_named_state(report.text, who, day)


def _house(report: Report, who: WhoIsWho, day: str | None) -> str | None:
    """The body whose communiqué a report is, by its title."""
    title = report.title or ""
    if not _COMMUNIQUE.search(title):
        return None
    found = who.resolve(title, day)
    return found.actor if found.sector == "IGO" else None


def _author(report: Report, who: WhoIsWho, day: str | None) -> Resolution:
    """Who "I" is in a text without turns: its author, or the speaker whom the title of a speech names, where an actor is known for them."""
    named = [*report.authors, *([report.title] if report.title and _SPEECH.search(report.title) else [])]
    found = (who.resolve(part, day) for name in named for part in re.split(r"[’']s\b|\b(?:by|to|of|on)\b|:", name))
    return next((a for a in found if a.person is not None and a.actor is not None), NOBODY)


def _source(report: Report, attribution: Attribution, memory: Memory, *, nested: bool) -> tuple[Source, Resolution]:
    """The source as printed and resolved, and who ``I`` and ``we`` are inside its words."""
    if not attribution.source:
        return Source((), "", None, None, None, "none"), NOBODY
    printed = " ".join(report.text[a:b] for a, b in attribution.source)
    at = attribution.source[0][0]
    if attribution.kind == "transcript":
        found = speaker_of(report, attribution.source[0], memory)
    else:
        found = memory.resolve(printed, at)
    kind = "second-hand" if nested and found.kind != "none" else found.kind
    return Source(attribution.source, printed, found.actor, found.person, found.office, kind), found


def _outside(report: Report, attribution: Attribution, sentences: _Sentences) -> str:
    """The sentence of the cue (or of the source), with the words said blanked out."""
    around = sentences.around(attribution.cue or attribution.source)
    if around is None:
        return ""
    start, end = around
    piece = list(report.text[start:end])
    for a, b in attribution.content:
        for i in range(max(a, start), min(b, end)):
            piece[i - start] = "\x00"
    return "".join(piece).replace("\x00", "").strip()


def _said_on(
    report: Report, attribution: Attribution, sentences: _Sentences, day: str | None
) -> tuple[str | None, _Known]:
    """The day of saying: named beside the cue, else the report's own date as far as that is known."""
    if attribution.kind != "transcript":
        named = [d for d in day_words(_outside(report, attribution, sentences), day) if day is None or d.iso <= day]
        if named:
            return named[0].iso, "words"
    if report.published is None:
        return None, None
    return report.published.iso[:10], "report"


def _lead(text: str, attribution: Attribution) -> str:
    """The cue's words, and what stands between them and the content where that follows at once: "denied on Monday having suggested"."""
    if not attribution.cue:
        return ""
    (start, _), (_, end) = attribution.cue[0], attribution.cue[-1]
    gap = text[end : attribution.content[0][0]] if attribution.content[0][0] >= end else ""
    if (
        len(gap) > LONGEST_GAP
        or re.search(r"[.;:?!\n]", gap)
        or any(end <= a < end + len(gap) for a, _ in attribution.source)
    ):
        gap = ""
    return f"{' '.join(text[a:b] for a, b in attribution.cue)} {gap.strip()}".strip() if start < end else ""


def _venue(report: Report, attribution: Attribution, sentences: _Sentences) -> str | None:
    if attribution.kind == "transcript":
        match = _KINDS.search(report.title or "")
        return match.group().lower() if match else None
    return venue_in(_outside(report, attribution, sentences))
