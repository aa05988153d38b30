"""The rule reader: source, cue and content from reporting clauses and quotation marks alone.

For each sentence:
1. find the cues outside quotation marks (a verb group that ends in a reporting verb, "according to");
2. take the subject before the cue, or after it where the clause is inverted, as the source; a participle or a second verb
   without a subject shares the source of the cue before it;
3. take what follows as the content, from its complementiser or its opening mark to the end of the sentence; where nothing
   follows, take what stands before ("..., she said"), and both where the clause stands in the middle;
4. give quotations that no cue has claimed to the last source of the paragraph, if one of its contents was quoted.
The peer of this kind is the rule set of the Gender Gap Tracker (Asr et al. 2021); these rules are our own.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from detente.language.cues import CLAUSE, INFINITIVE, OBJECT, cue_pattern, lemma_of
from detente.language.nesting import nested, quote_kind, touching
from detente.language.quotation import quotations
from detente.language.reader import Analysis, Attribution
from detente.language.sentences import paragraphs, sentence_spans, words
from detente.language.transcript import turn_attributions

__all__ = ["RuleReader"]

Span = tuple[int, int]

_ACCORDING = re.compile(r"\b(?:according to|in the words of|in the view of)\b", re.IGNORECASE)
_BREAK = re.compile(
    r"(?:[;:]|[—–]|\s--\s|\b(?:that|but|while|whereas|because|although|though|after|before|as|when|since|if|so|which|whom)\b)",
    re.IGNORECASE,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|did|does|do|may|might|must|should|\w{3,}ed)\b"
)
_DETERMINED = re.compile(
    r"\b(?:an?|the|some|many|several|two|three|other|its|his|her|their)\s+\w+ed\b|\b(?:unnamed|united|armed)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[A-Z][A-Z .'’]+(?:,[^—–\n]{0,40}?)?(?:\s*\([^)\n]{1,30}\))?\s*(?:—|–|--?)\s+")
_NO_SUBJECT = re.compile(
    r"\b(?:to|the|a|an|his|her|their|its|our|my|your|this|that|these|no|any|of|for|by|with|from|in|on|at)\s+$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:and|but|yet|however|meanwhile|still|also|then|later|instead|in addition|on \w+day|earlier|separately|for (?:his|her|its|their) part)\b,?\s*)+",
    re.IGNORECASE,
)
_NOMINAL = re.compile(r"^(?:[A-Z“\"]|the\b|an?\b|his\b|her\b|its\b|their\b|our\b|my\b|he\b|she\b|they\b|it\b|we\b|i\b|some\b|many\b|several\b|one\b|two\b|"
                      r"three\b|most\b|both\b|other\b|another\b|senior\b|officials?\b|critics\b|analysts\b|diplomats\b|witnesses\b|\d)")  # fmt: skip
_COMPLEMENT = re.compile(r"\b(?:that|whether|if|how|why|what|when|where|who)\b", re.IGNORECASE)
_TO = re.compile(r"\b(?:not )?to\b", re.IGNORECASE)
_ADVERBIAL = re.compile(
    r"^\s*(?:(?:on|in|at|during|after|before|to|late|early|earlier|last|this|from|through|via|by|over|ahead of)\b[^,.;:\"“]{1,50}|"
    r"today|yesterday|later|again|publicly|(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:morning|evening|night|afternoon))?)(?=[,.;:]|\s*$)",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"^\s*(?:on )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|later)\b(?: (?:morning|evening|night|afternoon))?\s*",
    re.IGNORECASE,
)
_SPOKEN = frozenset(
    "say think believe hope fear expect find know understand feel claim argue add note insist warn admit tell suggest predict reply write complain joke".split()
)
_TOLD = frozenset({"tell", "inform", "remind", "assure"})
_TRIM = " \t\u00a0,;:—–-"


@dataclass(slots=True)
class _Draft:
    source: list[Span]
    cue: Span
    content: list[Span]
    rule: str


class RuleReader:
    """Reads by rules alone: no weights, no training, a few milliseconds a report."""

    @property
    def name(self) -> str:
        """Name and version, as it stands in the record."""
        return "rules-1"

    def read(self, text: str, turns: Sequence[tuple[Span, Span]] = ()) -> Analysis:
        """Read ``text``; with ``turns`` each turn is a statement and the voices inside it are within it."""
        sentences = sentence_spans(text)
        found = turn_attributions(text, turns)
        quoted = quotations(text)
        for paragraph in paragraphs(text):
            marks = touching(quoted, *paragraph)
            inside = touching(sentences, *paragraph)
            drafts = [d for s in inside for d in _sentence(text, s, touching(marks, *s))]
            found.extend(_finished(text, d, marks) for d in _with_loose_quotes(text, drafts, marks, bool(turns)))
        return Analysis(sentences, nested(found))


def _finished(text: str, draft: _Draft, marks: Sequence[Span]) -> Attribution:
    content = tuple(sorted(draft.content))
    cue = (draft.cue,) if draft.cue[0] < draft.cue[1] else ()
    confidence = 0.75 if draft.source else 0.4
    return Attribution(
        quote_kind(content, marks, text),
        tuple(draft.source),
        cue,
        content,
        confidence=confidence,
        because=draft.rule,
    )


def _sentence(text: str, sentence: Span, marks: Sequence[Span]) -> list[_Draft]:
    """All drafts of one sentence, left to right."""
    start, end = sentence
    dateline = _DATELINE.match(text, start, end)
    if dateline:
        start = dateline.end()
    drafts: list[_Draft] = []
    for match in cue_pattern().finditer(text, start, end):
        if any(a <= match.start() < b for a, b in marks):
            continue
        draft = _clause(text, (start, end), match.span(), marks, drafts)
        if draft is not None:
            drafts.append(draft)
    according = (m.span() for m in _ACCORDING.finditer(text, start, end))
    drafts += [_according(text, sentence, cue) for cue in according if not any(a <= cue[0] < b for a, b in marks)]
    _cut_at_next_clause(text, drafts)
    return [d for d in drafts if d.content]


def _clause(text: str, sentence: Span, cue: Span, marks: Sequence[Span], before: list[_Draft]) -> _Draft | None:
    lemma = lemma_of(text[cue[0] : cue[1]])
    if lemma not in CLAUSE | INFINITIVE | OBJECT:
        return None
    source = _subject(text, sentence[0], cue[0], marks)
    shared = source is None and before and _shares(text, before[-1].cue[1], cue)
    inverted = None if source is not None or shared else _inverted(text, cue[1], sentence[1])
    if source is None and not shared and inverted is None:
        return None
    after = _after(text, cue, sentence[1], lemma, marks) if inverted is None else None
    pieces: list[Span] = []
    if after is not None:
        pieces.append(after)
    if inverted is not None or after is None:
        head_end = cue[0] if source is None else source[0]
        front = _front(text, sentence[0], head_end)
        if front is not None:
            pieces.append(front)
        if inverted is not None:
            tail = _tail(text, inverted[1], sentence[1])
            pieces.extend([tail] if tail else [])
    if not pieces:
        return None
    if source is not None:
        sources = [source]
    elif inverted is not None:
        sources = [inverted]
    else:
        sources = list(before[-1].source)
    return _Draft(sources, cue, pieces, f"reporting verb {lemma}")


def _subject(text: str, start: int, cue: int, marks: Sequence[Span]) -> Span | None:
    """The noun phrase that ends where the cue begins."""
    floor = max([start, *(b for _, b in marks if start < b <= cue)])
    head = text[floor:cue]
    if _NO_SUBJECT.search(head):
        return None
    closed = head.rstrip().endswith(",")
    breaks = [m.end() for m in _BREAK.finditer(head)]
    begin = breaks[-1] if breaks else 0
    clause = head[begin:]
    joined = re.split(r",?\s+and\s+", clause)
    if len(joined) > 1 and _has_verb(joined[0]):
        begin += len(clause) - len(joined[-1])
        clause = joined[-1]
    parts = clause.rstrip(" ,").split(", ")
    keep = 2 if closed and len(parts) >= 2 else 1
    while keep < len(parts) and parts[-keep][:1].islower() and not _NOMINAL.match(parts[-keep]) and closed:
        keep += 1
    phrase = ", ".join(parts[-keep:])
    at = clause.rfind(phrase)
    lead = _LEAD.match(phrase)
    offset = floor + begin + at + (lead.end() if lead else 0)
    span = _trimmed(text, offset, floor + begin + at + len(phrase))
    if span is None or not _NOMINAL.match(text[span[0] : span[1]]) or _has_verb(text[span[0] : span[1]]):
        return _relative(text, start, span)
    return span if len(text[span[0] : span[1]].split()) <= 25 else None


def _has_verb(phrase: str) -> bool:
    """Whether something in the phrase looks like a finite verb and not like a participle before its noun ("an unnamed official")."""
    return _FINITE.search(_DETERMINED.sub(" ", phrase)) is not None


def _relative(text: str, start: int, span: Span | None) -> Span | None:
    """The antecedent of ``who`` before the cue."""
    if span is None or text[span[0] : span[1]].strip().lower() != "who":
        return None
    head = text[start : span[0]].rstrip(" ,")
    begin = max(head.rfind(", "), head.rfind(" by "), head.rfind(" with "), head.rfind(" from "))
    return _trimmed(text, start + (begin + 1 if begin >= 0 else 0), start + len(head))


def _shares(text: str, last: int, cue: Span) -> bool:
    """Whether the cue has no subject of its own and goes on with the one before: "and warned", ", adding"."""
    between = text[last : cue[0]].rstrip()
    return between.endswith((" and", " but", " or", " then")) or (
        between.endswith(",") and text[cue[0] : cue[1]].endswith("ing")
    )


def _inverted(text: str, cue_end: int, end: int) -> Span | None:
    """The noun phrase right after the cue, where the content stands before: '", said Varga, the minister.'"""
    rest = text[cue_end:end]
    if not rest.startswith(" ") or not _NOMINAL.match(rest[1:]) or rest[1:2] in '"“':
        return None
    stop = re.search(
        r"[.;:]\s*$|[.!?]$|\s[—–]\s|,\s+(?=[\"“a-z]\w*\b(?<!the)(?<!a))|\s(?=who\b|on \w+day|in an? )|,\s+(?=[\"“])",
        rest,
    )
    return _trimmed(text, cue_end + 1, cue_end + (stop.start() if stop else len(rest)))


def _after(text: str, cue: Span, end: int, lemma: str, marks: Sequence[Span]) -> Span | None:
    """The content that follows the cue, or None where nothing does."""
    begin, stop = cue[1], _without_stop(text, cue[1], end, marks)
    rest = text[begin:stop]
    adverbial = _ADVERBIAL.match(rest)
    opens_content = _COMPLEMENT.search(rest) or (lemma in INFINITIVE and _TO.match(rest.lstrip()))
    ends_there = adverbial is not None and adverbial.end() >= len(rest.rstrip()) and not opens_content
    if not rest.strip(_TRIM) or ends_there:
        return None
    mark = next((a for a, b in marks if begin <= a < stop), None)
    if re.match(r"\s+(?:having|being)\b", rest):
        return _trimmed(text, begin, stop)
    if rest.lstrip().startswith((":", ",")) and mark is not None and mark - begin < 40:
        return _trimmed(text, mark, stop)
    window = rest[:110]
    if lemma in CLAUSE:
        complement = _COMPLEMENT.search(window)
        if complement and not re.search(r"[.;:]", window[: complement.start()]):
            if mark is None or mark > begin + complement.start():
                return _trimmed(text, begin + complement.start(), stop)
    if lemma in INFINITIVE or lemma in _TOLD:
        infinitive = _TO.search(window[:60])
        if infinitive and "," not in window[: infinitive.start()]:
            return _trimmed(text, begin + infinitive.start(), stop)
    if rest.lstrip().startswith(","):
        return _trimmed(text, begin, stop) if lemma in _SPOKEN and len(rest.split()) > 3 else None
    if lemma in _TOLD and mark is None:
        return None
    if lemma in OBJECT or lemma in _SPOKEN or mark is not None:
        weekday = _WEEKDAY.match(rest)
        return _trimmed(text, begin + (weekday.end() if weekday else 0), stop)
    return None


def _front(text: str, start: int, end: int) -> Span | None:
    """The content before the reporting clause: it must end in a comma or a closing mark."""
    head = text[start:end].rstrip()
    if not head or head[-1] not in ',"”’?!':
        return None
    span = _trimmed(text, start, start + len(head) - (1 if head[-1] == "," else 0))
    return span if span and len(text[span[0] : span[1]].split()) >= 2 else None


def _tail(text: str, start: int, end: int) -> Span | None:
    """What follows an inverted clause, if it goes on with the content: '..., said Varga, "and ..."'."""
    match = re.match(r"\s*[,.]?\s*(?=[\"“])", text[start:end])
    return _trimmed(text, start + match.end(), end) if match else None


def _according(text: str, sentence: Span, cue: Span) -> _Draft:
    start, end = sentence
    stop = re.search(r",\s|;|\.$", text[cue[1] : end])
    leads = not text[start : cue[0]].strip(_TRIM)
    source_end = cue[1] + stop.start() if stop else end
    source = _trimmed(text, cue[1], source_end)
    content = _trimmed(text, source_end, end) if leads else _trimmed(text, start, cue[0])
    if content is not None and leads:
        content = (content[0], _without_stop(text, content[0], content[1], []))
    return _Draft([source] if source else [], cue, [content] if content else [], "according to")


def _cut_at_next_clause(text: str, drafts: list[_Draft]) -> None:
    """End a content where the next reporting clause stands beside it and not inside it: '..., and Iran said ...'."""
    for draft, following in zip(drafts, drafts[1:], strict=False):
        if following.rule == "according to":
            continue
        begin = (
            following.source[0][0] if following.source and following.source[0][0] > draft.cue[1] else following.cue[0]
        )
        joint = re.search(r"(?:,?\s+(?:and|but|while)|;|,)\s*$", text[draft.cue[1] : begin])
        beside = joint is not None and ("," in joint.group() or ";" in joint.group() or begin == following.cue[0])
        if beside and joint is not None:
            limit = draft.cue[1] + joint.start()
            cut = [_trimmed(text, a, min(b, limit)) for a, b in draft.content if a < limit]
            draft.content = [c for c in cut if c is not None and c[1] - c[0] > 1] or draft.content


def _with_loose_quotes(text: str, drafts: list[_Draft], marks: Sequence[Span], transcript: bool) -> list[_Draft]:
    """Give every quotation of five words or more that no content holds to the last quoted source of its paragraph."""
    result = list(drafts)
    held = sorted(content for draft in drafts for content in draft.content)
    reach = list(itertools.accumulate((end for _, end in held), max))
    quoted = [d for d in drafts if any(touching(marks, *content) for content in d.content)]
    soonest = list(itertools.accumulate((d.cue[0] for d in reversed(quoted)), min))[::-1]
    for a, b in marks:
        before = bisect.bisect_left(held, (b, b))
        if len(words(text, a, b)) < 7 or (before and reach[before - 1] > a):
            continue
        last = bisect.bisect_left(soonest, b) - 1
        if len(result) > len(drafts):
            result[-1].content.append((a, b))
        elif last >= 0:
            quoted[last].content.append((a, b))
        elif not transcript:
            result.append(_Draft([], (a, a), [(a, b)], "quotation marks"))
    return result


def _without_stop(text: str, start: int, end: int, marks: Sequence[Span]) -> int:
    """``end`` without the full stop, unless it stands inside closing quotation marks."""
    if any(a < end <= b for a, b in marks):
        return end
    while end > start and text[end - 1] in ".!?… ":
        end -= 1
    return end


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM + ".":
        if text[end - 1] == "." and re.search(r"\b(?:[A-Z]|Mr|Ms|Mrs|Dr|Jr|Sr|Gen|Sen)\.$", text[start:end]):
            break
        end -= 1
    return (start, end) if start < end else None
