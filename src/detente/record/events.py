"""Events: who did what to whom, as one clause tells it, in PLOVER's types.

1. Sentences that hold a verb of the lexicon are parsed.
2. Each clause that stands on its own, or that is told by a verb of saying, is read from the inside out (:mod:`.coding.clauses`).
3. Actor and recipient are phrases of that clause, looked up at the report's day; a phrase that nobody knows stays without a code.

Few events and sound ones are worth more than many: clauses that only describe ("which was seized last week") and nouns ("after the
attack") tell none (Schrodt & Van Brackle 2013 on over-production in event coders).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from detente.language.reader import Analysis, Spans
from detente.record.actors.coreference import Memory
from detente.record.actors.who import WhoIsWho
from detente.record.coding.clauses import operators, read_clause
from detente.record.coding.frames import Draft
from detente.record.coding.lexicon import lexicon
from detente.record.coding.parser import parse
from detente.record.coding.parties import Parties
from detente.record.coding.tokens import tokens
from detente.record.coding.tree import Tree
from detente.record.dates import day_words
from detente.record.nouns import Event, EventParty, content_id
from detente.reports.report import Report

__all__ = ["METHOD", "events_of"]

METHOD = "clauses-1"
LONGEST = 120  # tokens; a longer sentence is a list or a table
_WHERE = ("in", "at", "near", "outside", "inside", "around", "off", "through")
_TOLD = frozenset({"root", "parataxis", "ccomp", "conj", "advcl"})


def events_of(report: Report, analysis: Analysis, who: WhoIsWho) -> tuple[Event, ...]:
    """The events of one report in the order of its text."""
    day = report.published.day if report.published is not None else None
    sentences = [
        (a, b, s)
        for a, b in analysis.sentences
        if (s := tokens(report.text, a, _without_voice(report.text, a, b)))
        and len(s) <= LONGEST
        and _holds_trigger(report.text, s)
    ]
    if not sentences:
        return ()
    parties = Parties(who, Memory(who, report.text, day), day)
    parses = parse([[report.text[a:b] for a, b in s] for _, _, s in sentences])
    found: dict[str, Event] = {}
    for (_, _, spans), parsed in zip(sentences, parses, strict=True):
        for event in _of_sentence(report, Tree(report.text, spans, parsed), parties, day):
            found.setdefault(event.id, event)
    return tuple(sorted(found.values(), key=lambda e: (e.trigger, e.id)))


_VOICE = re.compile(
    r""",["”’']*\s+(?!(?:and|but|who|which|he|she|it|they)\b)[^,;:"“”]{2,90}?\s(?:said|says|reported|announced|confirmed|stated|added)\b"""
    r"""(?:\s+(?:on|in|at|here|late|early|today|yesterday|last|this|from|by|\w+day)\b[^,;"“”]{0,60})?[.]?["”]?\s*$"""
)


_ACCORDING = re.compile(r",[\"”’]?\s+according to [^,;]{3,160}$")


def _without_voice(text: str, start: int, end: int) -> int:
    """The end of a sentence without ", the ministry said on Wednesday": the parser has seen few such tails, and the act stands before."""
    middle = start + (end - start) // 3
    tail = _VOICE.search(text, middle, end) or _ACCORDING.search(text, middle, end)
    return tail.start() if tail else end


def _holds_trigger(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    wanted = _trigger_words()
    return any(text[a:b].lower() in wanted for a, b in spans)


@lru_cache(maxsize=1)
def _trigger_words() -> frozenset[str]:
    return frozenset(lexicon().lemmas) | operators()


def _of_sentence(report: Report, tree: Tree, parties: Parties, day: str | None) -> list[Event]:
    events: list[Event] = []
    spent: set[int] = set()
    for verb in _clauses(tree):
        if verb in spent:
            continue
        draft = read_clause(tree, verb, lambda token: parties.known(tree, token))
        if draft is None:
            continue
        spent |= {draft.verb, *draft.trigger}
        event = _event(report, tree, draft, parties, day)
        if event is not None:
            events.append(event)
    return events


def _clauses(tree: Tree) -> list[int]:
    """The heads of the clauses that tell something, outermost first."""
    told: list[int] = []
    for token, relation in enumerate(tree.relations):
        if (relation in _TOLD or relation == "acl") and _on_the_line(tree, token):
            told.append(token)
    return sorted(told, key=lambda t: (_depth(tree, t), t))


def _on_the_line(tree: Tree, token: int) -> bool:
    """Whether no clause above it only describes or supposes."""
    at = token
    while at >= 0:
        relation = tree.relations[at]
        if _is_sentence_in_disguise(tree, at):
            return True
        if relation in ("acl", "acl:relcl", "csubj") or (
            relation == "conj" and not (tree.is_verb(at) or tree.kid(at, "cop") is not None)
        ):
            return False
        if relation == "advcl" and not _participle(tree, at):
            return False
        if relation not in ("root", "parataxis", "ccomp", "conj", "advcl", "xcomp"):
            return False
        at = tree.heads[at]
    return True


def _is_sentence_in_disguise(tree: Tree, token: int) -> bool:
    """Whether a past tense was taken for a participle: a noun with nothing above it, and a verb with an object of its own below."""
    head = tree.heads[token]
    noun = tree.relations[token] == "acl" and tree.heads[head] < 0 and tree.tags[head].startswith("NN")
    return noun and tree.tags[token] in ("VBN", "VBD") and not tree.is_passive(token)


def _participle(tree: Tree, token: int) -> bool:
    return tree.tags[token] == "VBG" and not tree.marks(token)


def _depth(tree: Tree, token: int) -> int:
    depth = 0
    while tree.heads[token] >= 0:
        token = tree.heads[token]
        depth += 1
    return depth


def _event(report: Report, tree: Tree, draft: Draft, parties: Parties, day: str | None) -> Event | None:
    subject = tree.subject(draft.speaker)
    if subject is not None and tree.words[subject] == "you":
        return None
    actor, taken = _actor(tree, draft, parties)
    recipient = parties.recipient(tree, draft.aims, taken)
    if draft.both and actor is not None and (recipient is None or recipient.code is None):
        recipient = _joined(tree, draft, parties) or recipient
    if draft.type == "PROTEST" and actor is not None and actor.code is None:
        actor = replace(actor, code=_country_of(tree, draft, parties))
    if not any(_is_somebody(p) for p in (actor, recipient)) and (actor is None or recipient is None):
        return None
    trigger = _trigger(tree, draft)
    printed = " ".join(report.text[a:b] for a, b in trigger)
    return Event(
        id=content_id("e", report.id, trigger[0][0], f"{draft.type} {printed}"),
        report=report.id,
        type=draft.type,
        mode=draft.mode,
        actor=actor,
        recipient=recipient,
        trigger=trigger,
        date=_date(tree, draft, day),
        place=_place(tree, draft),
        status=draft.status,
        confidence=_confidence(actor, recipient),
        method=f"{METHOD}: {draft.rule}",
    )


def _is_somebody(party: EventParty | None) -> bool:
    """Whether a party is known by a country, an organisation or a role; what two strangers do is nobody's event."""
    return party is not None and (party.code is not None or party.sector is not None)


def _actor(tree: Tree, draft: Draft, parties: Parties) -> tuple[EventParty | None, range]:
    """Who acts, and the tokens that can be nobody else."""
    token = _acting(tree, draft)
    if token is None or tree.is_time(token):
        return None, range(0)
    if tree.words[token] in ("it", "he", "she", "they") and (outer := _speaker_above(tree, draft)) is not None:
        token = outer
    first, last = tree.phrase(token)
    return parties.actor(tree, token), range(first, last + 1)


def _acting(tree: Tree, draft: Draft) -> int | None:
    if tree.is_passive(draft.speaker) and draft.rule != "promise":
        agent = tree.kid(draft.speaker, "obl:agent")
        if agent is None:
            agent = next(iter(tree.with_preposition(draft.speaker, "by")), None)
        if agent is None and (draft.mode in ("arrest", "investigate")):
            agent = next(iter(tree.with_preposition(draft.speaker, "in")), None)
        return agent
    subject = tree.subject(draft.speaker)
    return tree.left_noun(draft.speaker) if subject is None and tree.relations[draft.speaker] == "root" else subject


def _speaker_above(tree: Tree, draft: Draft) -> int | None:
    """The subject of the verb of saying over a clause whose own subject is a pronoun."""
    at = draft.speaker
    while tree.heads[at] >= 0:
        relation = tree.relations[at]
        at = tree.heads[at]
        if relation in ("ccomp", "parataxis"):
            return tree.subject(at)
    return None


def _joined(tree: Tree, draft: Draft, parties: Parties) -> EventParty | None:
    """The second of two that acted together: "A and B", "the ministers of A and B", "A's and B's police"."""
    subject = tree.subject(draft.speaker)
    if subject is None:
        return None
    second = tree.kid(subject, "conj")
    if second is not None:
        return parties.actor(tree, second)
    joined = (k for kid in tree.below[subject] for k in tree.kids(kid, "conj"))
    found = (parties.actor(tree, k) for k in joined)
    return next((party for party in found if party is not None and party.code is not None), None)


def _country_of(tree: Tree, draft: Draft, parties: Parties) -> str | None:
    """The country in which it happened, by a place named in the clause: a crowd of no stated country is of the town that it fills."""
    for token in tree.with_preposition(draft.verb, *_WHERE):
        if tree.tags[token] in ("NNP", "NNPS") and (party := parties.actor(tree, token)) is not None:
            return party.code
    return None


def _trigger(tree: Tree, draft: Draft) -> Spans:
    """The trigger's words as spans, neighbours joined."""
    spans: list[tuple[int, int]] = []
    last = -2
    for token in sorted(set(draft.trigger)):
        if token == last + 1 and spans:
            spans[-1] = (spans[-1][0], tree.spans[token][1])
        else:
            spans.append(tree.spans[token])
        last = token
    return tuple(spans)


def _date(tree: Tree, draft: Draft, day: str | None) -> str | None:
    """The day named in the clause of the trigger, else the report's."""
    start, end = tree.span(0, len(tree.spans) - 1)
    for named in day_words(tree.text[start:end], day):
        token = next((i for i, (a, b) in enumerate(tree.spans) if a <= start + named.start < b), None)
        if token is not None and _clause_of(tree, token) in (draft.verb, draft.speaker):
            return named.iso
    return day


def _clause_of(tree: Tree, token: int) -> int:
    """The head of the clause in which a token stands."""
    at = token
    while tree.heads[at] >= 0 and not (
        tree.is_verb(at) and tree.relations[at] in ("ccomp", "xcomp", "advcl", "acl", "acl:relcl", "parataxis", "conj")
    ):
        at = tree.heads[at]
    return at


def _place(tree: Tree, draft: Draft) -> str | None:
    """Where, as written: a name after "in", "at", "near" in the trigger's clause."""
    for token in tree.with_preposition(draft.verb, *_WHERE):
        if tree.tags[token] in ("NNP", "NNPS"):
            return tree.printed(*tree.phrase(token))
    return None


def _confidence(actor: EventParty | None, recipient: EventParty | None) -> float:
    """The share of events with so many parties known by a code that had the right type on the even half of the PLOVER gold records."""
    coded = sum(p is not None and p.code is not None for p in (actor, recipient))
    return (0.75, 0.88, 0.93)[coded]
