"""Positions: an actor's stance on an issue of the case, read from a statement.

Of a statement's sentences the one that is most about the issue is read for its stance. Words that stand inside a voice quoted within a
statement belong to that voice alone. A reporter's question takes no stance, but the voices that it quotes do; an answer that declines to
say is an answer to what was asked. Where the words alone tell too little, the stance reader's leaning (``leanings``) is taken, if it is sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from detente.case import Case
from detente.language.reader import Spans
from detente.language.stances import Leaning
from detente.record.bearings import Bearings
from detente.record.denials import denial_in
from detente.record.issues import About, Profile
from detente.record.leanings import ABOUT, Leanings, likeliest
from detente.record.nouns import Position, Stance, Statement
from detente.record.stance import Taken, condition_in, declined_in, stance_in
from detente.record.wording import Piece

__all__ = ["Stand", "positions_of", "stands_of"]

ENOUGH = 0.5  # how far about an issue a sentence must be; chosen on the fourteen briefings and on invented cases
ASKED = 0.8  # how far about it a question must be for an answer that declines to say
PLAINLY = 0.65  # from here on a stance is worded plainly enough to look no further
DOUBTFUL = 0.45  # below this a flat stance is not read from the words,
BARE = 0.5  # up to this it is one only where the sentence's own words are about the issue: by this much
OWN_WORDS = 0.3
SCARCE = 0.6  # nor where the sentence is about it by less than this, and its own words by less than ENOUGH
RIVAL = 1.2  # how much more a sentence must be about another issue for its words to be that issue's
FAINT = 0.75  # nor is it one where they are not, and the sentence is about the issue by less than this
PLAIN = 0.7  # how plainly a stance must be worded to enter a shift,
UNDOUBTED = 0.75  # and to need no second reading
ECHO = 0.7  # what the topic of an answer counts for the voices in its question
LIKELY = 0.4  # how likely the stance reader must hold a stance for it, given that the passage is about the issue
CLEAR = 0.5  # how likely it must hold a stance for plain words to be read otherwise
_FOREBODING = re.compile(r"\b(?:warn|fear|predict|worr|foresee|foresaw)\w*", re.IGNORECASE)
_PROMISE_KEPT = re.compile(
    r"\b(?:ke(?:ep|pt)|honou?r|br(?:eak|oke)|go(?:ne)? back on|went back on)\w* (?:\w+ )?(?:promise|pledge|word|vow)s?\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"(?:who|which|whom|whose)\b")
LEANT = "the stance reader"
Stances = Mapping[tuple[str, str], tuple[Stance | None, float | None]]


@dataclass(frozen=True, slots=True)
class Stand:
    """A position with what it was read from: how far the sentence is about the issue, all in all and by its own words, what was read of
    its stance, the concepts that it shares with the issue, and the sentence."""

    position: Position
    statement: Statement
    relevance: float
    firm: float
    taken: Taken
    shared: frozenset[str]
    sentence: str
    leaning: Leaning | None = None

    @property
    def leant(self) -> bool:
        """Whether the stance was read by the trained reader."""
        return self.taken.why == LEANT


def positions_of(case: Case, statements: Sequence[Statement], stances: Stances | None = None) -> tuple[Position, ...]:
    """The positions that ``statements`` take on the case's issues, in the order of the statements, then of the issues. ``stances`` are the
    analyst's, by statement and issue."""
    return tuple(stand.position for stand in stands_of(Bearings(case, statements), stances))


def stands_of(
    bearings: Bearings, stances: Stances | None = None, leanings: Leanings | None = None
) -> tuple[Stand, ...]:
    """As :func:`positions_of`, with what each position was read from; ``leanings`` are the stance reader's, if there is one."""
    found: list[Stand] = []
    for number, statement in enumerate(bearings.statements):
        if statement.source.actor is None or not bearings.asserted(number):
            continue
        declined = _declines(bearings, number)
        for profile in bearings.profiles.values():
            stand = _stand(bearings, number, profile)
            if stand is None and declined is not None:
                stand = _declined(bearings, number, profile, declined)
            leaning = (leanings or {}).get((number, profile.issue.name))
            if leaning is not None:
                stand = _weighed(stand, _leant(bearings, statement, profile, leaning), leaning)
            stand = _settled(bearings, statement, profile, stand, stances or {})
            if stand is not None:
                found.append(stand)
    return tuple(_in_own_voice(bearings, _by_plain_words(found), leanings or {}))


def _in_own_voice(bearings: Bearings, stands: Iterable[Stand], leanings: Leanings) -> Iterator[Stand]:
    """Without what the stance reader made of a whole statement that another voice within it says: of "the guild, he tells me, would not mind a
    few boats" it is the guild that does not mind."""
    others: set[tuple[str | None, str, Stance]] = set()
    for (number, issue), leaning in leanings.items():
        voice = bearings.statements[number]
        if leaning.about >= ABOUT and set(voice.content) <= set(bearings.inner.get(voice.within or "", ())):
            others.add((voice.within, issue, likeliest(leaning)))
    return (s for s in stands if not s.leant or (s.statement.id, s.position.issue, s.position.stance) not in others)


def _by_plain_words(stands: Sequence[Stand]) -> Iterator[Stand]:
    """Without what the stance reader made of a whole statement in which a voice of the same side takes a stand in plain words."""
    plain = {
        (s.statement.within, s.position.issue, s.position.actor)
        for s in stands
        if not s.leant and s.taken.sure >= PLAIN
    }
    return (s for s in stands if not s.leant or (s.statement.id, s.position.issue, s.position.actor) not in plain)


def _stand(bearings: Bearings, number: int, profile: Profile) -> Stand | None:
    statement = bearings.statements[number]
    inner = bearings.inner.get(statement.id, ())
    best: tuple[float, Stand] | None = None
    for piece, topic in bearings.about(number, profile):
        if topic.score < ENOUGH and not (
            topic.score >= ENOUGH * 0.6 and _answered(bearings, number, profile, topic) >= ENOUGH
        ):
            continue
        foci = [f for f in topic.foci if not _inside(_offset(statement, piece.start + f[0]), inner)]
        if not foci:
            continue
        taken = _taken(bearings, number, piece, replace(topic, foci=tuple(foci)))
        firm = max(topic.firm, _answered(bearings, number, profile, topic))
        if _unsure(statement, taken, topic.score, firm) or not bearings.acts(number, piece, profile):
            continue
        if taken.stance in ("for", "against") and _rivalled(bearings, number, piece, topic, profile):
            continue
        weight = topic.score * taken.sure
        if best is None or weight > best[0]:
            position = _position(bearings, statement, profile, piece.start, taken)
            sentence = statement.text[piece.start : piece.end]
            best = weight, Stand(position, statement, topic.score, firm, taken, topic.shared, sentence)
    return best[1] if best is not None else None


def _unsure(statement: Statement, taken: Taken, relevance: float, firm: float) -> bool:
    """Whether the words leave too much doubt for a position: better none than a wrong one. A warning of what will come is not for it, and
    that a promise was kept or broken is told by others."""
    if taken.stance == "noncommittal":
        return False
    if _PROMISE_KEPT.search(statement.cue_text):
        return True
    if taken.stance == "open":
        return taken.sure < DOUBTFUL - 0.1
    if taken.stance == "for" and not taken.negated and _FOREBODING.search(statement.cue_text):
        return True
    if _RELATIVE.match(statement.text):
        return True
    faint = relevance < SCARCE and firm < ENOUGH
    return taken.sure < DOUBTFUL or faint or (firm < OWN_WORDS and (relevance < FAINT or taken.sure <= BARE))


def _rivalled(bearings: Bearings, number: int, piece: Piece, topic: About, profile: Profile) -> bool:
    """Whether another issue of the case claims the same words of the sentence, and clearly more of it."""
    return any(
        other.score > RIVAL * topic.score and _overlap(other.foci[0], topic.foci[0])
        for name, rival in bearings.profiles.items()
        if name != profile.issue.name
        for p, other in bearings.about(number, rival)
        if p.start == piece.start and other.foci
    )


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a <= at < b for a, b in spans)


def _answered(bearings: Bearings, number: int, profile: Profile, topic: About) -> float:
    """How far a voice quoted in a question is about the issue, by what the answer is about."""
    outer = bearings.place.get(bearings.statements[number].within or "")
    if outer is None or topic.score < ENOUGH * 0.6 or not bearings.answers.get(outer):
        return 0.0
    return ECHO * max((t.firm for a in bearings.answers[outer] for _, t in bearings.about(a, profile)), default=0.0)


def _taken(bearings: Bearings, number: int, piece: Piece, topic: About) -> Taken:
    """The stance of a sentence, read with the cue before it where the cue is more than a verb of saying ("ruled out", "denied"), at the
    words of the issue where it is plainest. Who denies having said something takes no stance by that."""
    statement = bearings.statements[number]
    sentence = statement.text[piece.start : piece.end]
    first = not piece.start and statement.quote != "transcript"
    lead = f"{statement.cue_text} " if first and statement.cue_text else ""
    denial = denial_in(lead + sentence)
    if denial is not None and denial[0] == "denies-saying":
        return Taken("noncommittal", 0.0, True, None, 0.8, denial[1], hedged=False)
    shift = len(lead)
    others = [end + shift for end in bearings.foreign(number, piece)]
    readings = [stance_in(lead + sentence, (a + shift, b + shift), topic.orientation, others) for a, b in topic.foci]
    taken = readings[0] if readings[0].negated else next((t for t in readings if t.sure >= PLAINLY), readings[0])
    if taken.condition is None or not shift:
        return taken
    start = max(0, taken.condition[0] - shift)
    return replace(taken, condition=(start, max(start, taken.condition[1] - shift)))


def _declines(bearings: Bearings, number: int) -> str | None:
    """The words by which an answer declines to say, or None."""
    questions = bearings.questions[number]
    return declined_in(bearings.statements[number].text) if questions and number - questions[-1] <= 3 else None


def _declined(bearings: Bearings, number: int, profile: Profile, words: str) -> Stand | None:
    """The noncommittal stand of an answer that names nothing of the issue but declines to say what was asked about it."""
    statement = bearings.statements[number]
    asked = [
        topic for q in bearings.questions[number] for _, topic in bearings.about(q, profile) if topic.score >= ASKED
    ]
    if not asked:
        return None
    topic = max(asked, key=lambda t: t.score)
    taken = Taken("noncommittal", 0.0, False, None, 0.6, words, hedged=False)
    return Stand(
        _position(bearings, statement, profile, 0, taken),
        statement,
        topic.score,
        0.0,
        taken,
        topic.shared,
        statement.text,
    )


def _weighed(stand: Stand | None, leant: Stand | None, leaning: Leaning) -> Stand | None:
    """Of the stand read by words and that of the stance reader the second where the words are not plain, or where both take a side and it is
    not in doubt: of what is left open or declined, plain words tell more."""
    if leant is None:
        return replace(stand, leaning=leaning) if stand is not None else None
    if stand is None or stand.taken.sure < UNDOUBTED or (leant.taken.sure >= CLEAR and _sided(stand) and _sided(leant)):
        return leant
    return replace(stand, leaning=leaning)


def _sided(stand: Stand) -> bool:
    return stand.position.stance in ("for", "against")


def _leant(bearings: Bearings, statement: Statement, profile: Profile, leaning: Leaning) -> Stand | None:
    """The stand that the stance reader takes it to be, if it is sure enough."""
    chance = max(leaning.chances)
    if leaning.about < ABOUT or chance < LIKELY * leaning.about:
        return None
    sure = chance / leaning.about
    stance = likeliest(leaning)
    firmness = 0.0 if stance == "noncommittal" else round(leaning.firmness, 2)
    firmness = min(firmness, 0.5) if stance == "open" else firmness
    taken = Taken(stance, firmness, False, condition_in(statement.text), sure, LEANT)
    position = _position(bearings, statement, profile, 0, taken)
    return Stand(position, statement, leaning.about, leaning.about, taken, frozenset(), statement.text, leaning)


def _position(bearings: Bearings, statement: Statement, profile: Profile, start: int, taken: Taken) -> Position:
    condition: Spans = ()
    if taken.condition is not None:
        begin = _offset(statement, start + taken.condition[0])
        condition = ((begin, begin + taken.condition[1] - taken.condition[0]),)
    return Position(
        actor=str(statement.source.actor),
        issue=profile.issue.name,
        date=statement.said_on,
        stance=taken.stance,
        firmness=taken.firmness,
        statement=statement.id,
        speaker=bearings.person(statement) or statement.source.text,
        negated=taken.negated,
        condition=condition,
        why=taken.why,
        sure=round(taken.sure, 2),
    )


def _offset(statement: Statement, at: int) -> int:
    """Offset ``at`` of a statement's text as an offset of the report."""
    for a, b in statement.content:
        if at <= b - a:
            return a + at
        at -= b - a + 3  # pieces are joined by " … "
    return statement.content[-1][1]


def _settled(
    bearings: Bearings, statement: Statement, profile: Profile, stand: Stand | None, stances: Stances
) -> Stand | None:
    """The stand after the analyst's word."""
    key = (statement.id, profile.issue.name)
    if key not in stances:
        return stand
    stance, firmness = stances[key]
    if stance is None:
        return None
    if firmness is None:
        firmness = 0.0 if stance == "noncommittal" else stand.position.firmness if stand is not None else 0.8
    taken = Taken(stance, firmness, False, None, 1.0, "analyst", hedged=False)
    shared = stand.shared if stand is not None else profile.question
    return Stand(_position(bearings, statement, profile, 0, taken), statement, 2.0, 2.0, taken, shared, statement.text)
