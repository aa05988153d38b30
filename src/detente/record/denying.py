"""Denials as shifts: the words denied, in the question before, in an earlier statement or as others tell them, joined to the statement that
denies them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from detente.language.stances import Leaning
from detente.record.bearings import Bearings
from detente.record.denials import denial_in
from detente.record.entering import COMMON, NEAR, RECENT, SURE, days_between, enters
from detente.record.leanings import ABOUT, Leanings, likeliest
from detente.record.nouns import Shift, ShiftKind, Statement
from detente.record.positions import LEANT, Stand

__all__ = ["denials", "leant_denials"]

DENIED = 0.4  # how likely a denial must be for it
WITNESS = 0.6  # how nearly as plain as a later retelling the first report of the same words must be
FIRST_WORDS = 2  # paragraphs of an answer in which a denial is one of what was asked
OPENING = 12  # words of an answer before "that's not true" up to which it speaks of what was asked, not of what the answer says itself
FADING = (1.0, 0.85, 0.7)  # what the topic of a question, and of the two before it, counts for a denial
_NEGATED = re.compile(r"\b(?:not|never|no|refus\w+|reject\w+)\b|n['’]t\b", re.IGNORECASE)
"""What is disowned is that side: who denies having said that it would not go is held against words that it would not."""
_POINTING = re.compile(
    r"(?:that|this|it)(?:[’']s| is| was) (?:[\w’']+ )*(?:inaccurate|false|untrue|wrong|incorrect|not )", re.IGNORECASE
)


def denials(bearings: Bearings, groups: dict[tuple[str, str], list[Stand]]) -> Iterator[Shift]:
    """Denials by their words: of what was asked, or of an earlier statement on the side."""
    for number, statement in enumerate(bearings.statements):
        if statement.source.actor is None:
            continue
        answered = list(_answer(bearings, number)) if statement.quote == "transcript" else []
        yield from answered or _told(bearings, number, groups)


def _answer(bearings: Bearings, number: int) -> Iterator[Shift]:
    """A denial at the head of an answer, of what was asked."""
    statement = bearings.statements[number]
    questions = bearings.questions[number]
    if (
        not questions
        or number - questions[-1] > FIRST_WORDS * 4
        or _paragraphs_since(bearings, questions[-1], number) > FIRST_WORDS
    ):
        return
    denial = denial_in(statement.text)
    if denial is None or _of_own_words(statement.text, denial[1]):
        return
    topics = {name: _thread(bearings, number, name) for name in bearings.profiles}
    issue = max(topics, key=lambda n: topics[n], default=None)
    if issue is None or topics[issue] < NEAR:
        return
    asked = bearings.statements[questions[-1]]
    actor = bearings.side(str(statement.source.actor))
    speaker = statement.source.person or statement.source.text
    yield Shift(actor, issue, denial[0], asked.id, statement.id, asked.source.text, speaker, f"“{denial[1]}”")


def _of_own_words(text: str, denial: str) -> bool:
    """Whether a denial that only points back ("that's not true") follows so much of the speaker's own that it points to this."""
    return bool(_POINTING.match(denial)) and len(text.partition(denial)[0].split()) > OPENING


def _paragraphs_since(bearings: Bearings, question: int, number: int) -> int:
    return sum(s.quote == "transcript" for s in bearings.statements[question + 1 : number + 1])


def _thread(bearings: Bearings, number: int, issue: str) -> float:
    """How far an exchange is about an issue: the question, the answer, and, fading, the questions before."""
    profile = bearings.profiles[issue]

    def told(at: int) -> float:
        topics = (t for _, t in bearings.about(at, profile))
        return max((t.firm for t in topics if bearings.company(issue, t.shared) <= COMMON), default=0.0)

    best = told(number)
    places = bearings.questions[number]
    for worth in FADING:
        if not places:
            break
        best = max(best, *(worth * told(q) for q in places))
        before = places[0] - 1
        while before >= 0 and not bearings.questions[before]:
            before -= 1
        places = (
            bearings.questions[before]
            if before >= 0 and bearings.statements[before].report == bearings.statements[number].report
            else ()
        )
    return best


def _told(bearings: Bearings, number: int, groups: dict[tuple[str, str], list[Stand]]) -> Iterator[Shift]:
    """A denial told in the news, of an earlier statement of the same side (or of a report without a name)."""
    statement = bearings.statements[number]
    denial = denial_in(f"{statement.cue_text} {statement.text}") if bearings.concerns[number] else None
    if denial is None or (statement.quote == "transcript" and _of_own_words(statement.text, denial[1])):
        return
    actor = bearings.side(str(statement.source.actor))
    for issue, profile in bearings.profiles.items():
        topics = [t for _, t in bearings.about(number, profile)]
        # an answer holds many a "that's not true"; news tells a denial for what it is
        if not any((t.firm if statement.quote == "transcript" else t.score) >= NEAR for t in topics):
            continue
        earlier = [
            s
            for s in groups.get((actor, issue), ())
            if s.position.stance != "noncommittal"
            and _is_earlier(s.statement, statement)
            and days_between(s.position.date, statement.said_on) <= RECENT
        ]
        if denial[0] == "denies-saying" and statement.source.person is not None:
            earlier = [s for s in earlier if bearings.person(s.statement) == statement.source.person]
        disowned = ("against",) if _NEGATED.search(statement.text) else ("for", "open")
        earlier = [s for s in earlier if s.position.stance in disowned] or earlier
        if earlier:
            before = _first_witness(bearings, earlier)
            speaker = statement.source.person or statement.source.text
            yield Shift(
                actor,
                issue,
                denial[0],
                before.statement.id,
                statement.id,
                before.position.speaker,
                speaker,
                f"“{denial[1]}”",
            )


def _first_witness(bearings: Bearings, stands: Sequence[Stand]) -> Stand:
    """The plainest of the stands, or where another report told nearly as plainly of its day before, what that one is surest of: a later
    retelling is the lesser witness."""

    def plain(stand: Stand) -> float:
        return stand.relevance * stand.taken.sure

    best = max(stands, key=lambda s: (plain(s), s.position.date or ""))
    same_day = [s for s in stands if s.position.date == best.position.date]
    near = (s for s in same_day if plain(s) >= WITNESS * plain(best))
    first = min(near, key=lambda s: bearings.place[s.statement.id]).statement.report
    if first == best.statement.report:
        return best
    return max((s for s in same_day if s.statement.report == first), key=lambda s: (s.taken.sure, plain(s)))


def leant_denials(
    bearings: Bearings, groups: Mapping[tuple[str, str], Sequence[Stand]], leanings: Leanings
) -> Iterator[Shift]:
    """Denials as the stance reader holds them: of what the question ascribed, of an earlier statement on the side, or of what others tell
    of it."""
    for (number, issue), leaning in leanings.items():
        chance = max(leaning.denies_saying, leaning.denies_report)
        statement = bearings.statements[number]
        if chance < DENIED or leaning.about < ABOUT or statement.source.actor is None:
            continue
        actor = bearings.side(str(statement.source.actor))
        kind: ShiftKind = "denies-saying" if leaning.denies_saying >= leaning.denies_report else "denies-report"
        earlier = [s for s in groups.get((actor, issue), ()) if _may_be_denied(bearings, s, statement, leaning, kind)]
        speaker = statement.source.person or statement.source.text
        why = f"a denial, by {LEANT} ({chance:.2f})"
        questions = bearings.questions[number]
        if earlier:
            before = max(earlier, key=lambda s: (s.position.date or "", s.taken.sure))
            yield Shift(actor, issue, kind, before.statement.id, statement.id, before.position.speaker, speaker, why)
        elif (
            kind == "denies-saying" and questions and _paragraphs_since(bearings, questions[-1], number) <= FIRST_WORDS
        ):
            asked = bearings.statements[questions[-1]]
            yield Shift(actor, issue, kind, asked.id, statement.id, asked.source.text, speaker, why)
        else:
            charge = _charge(bearings, number, issue, leanings)
            if charge is not None:
                teller = charge.source.person or charge.source.text
                yield Shift(actor, issue, kind, charge.id, statement.id, teller, speaker, why)


def _charge(bearings: Bearings, denial: int, issue: str, leanings: Leanings) -> Statement | None:
    """The latest of what others tell of the denier that ``denial`` may deny."""
    told = (n for n, i in leanings if i == issue and _may_be_charge(bearings, n, denial, issue, leanings))
    found = max(told, key=lambda n: (bearings.statements[n].said_on or "", n), default=None)
    return bearings.statements[found] if found is not None else None


def _may_be_charge(bearings: Bearings, told: int, denial: int, issue: str, leanings: Leanings) -> bool:
    """Whether what ``told`` says, of another side or of nobody known, may be what ``denial`` denies: a paper's report or an opponent's word of
    the denier's side, told before it and not long ago, with another stance."""
    other, statement = bearings.statements[told], bearings.statements[denial]
    actor, charge = str(statement.source.actor), leanings[told, issue]
    if other.source.actor is not None and bearings.side(other.source.actor) == bearings.side(actor):
        return False
    if charge.about < ABOUT or max(charge.chances) < SURE or likeliest(charge) == "noncommittal":
        return False
    same_day = other.said_on is not None and other.said_on == statement.said_on
    return (
        likeliest(charge) != likeliest(leanings[denial, issue])
        and (_is_earlier(other, statement) or (same_day and told < denial))
        and days_between(other.said_on, statement.said_on) <= RECENT
        and bearings.concerns_side(told, actor, bearings.profiles[issue])
    )


def _may_be_denied(bearings: Bearings, stand: Stand, statement: Statement, leaning: Leaning, kind: ShiftKind) -> bool:
    """Whether ``stand`` may be what ``statement`` denies: told before it and not long ago, with another stance, or as another's report."""
    if stand.position.stance == "noncommittal" or not enters(bearings, stand):
        return False
    if days_between(stand.position.date, statement.said_on) > RECENT:
        return False
    other_voice = _other_voice(bearings, stand.statement, statement)
    if not other_voice and not _is_earlier(stand.statement, statement):
        return False
    reported = kind == "denies-report" and stand.statement.source.person is None
    return stand.position.stance != likeliest(leaning) or reported


def _other_voice(bearings: Bearings, a: Statement, b: Statement) -> bool:
    """Whether ``a`` is another voice of the same day that the record has before ``b``: a paper's report, and the answer to it."""
    voices = (a.source.person or a.source.text, b.source.person or b.source.text)
    return a.said_on == b.said_on and voices[0] != voices[1] and bearings.place[a.id] < bearings.place[b.id]


def _is_earlier(a: Statement, b: Statement) -> bool:
    return a.said_on is not None and b.said_on is not None and a.said_on < b.said_on
