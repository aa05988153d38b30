"""Shifts: two statements of one actor on one issue that show a position changing.

Read in order of the day of saying. A change of side or of openness counts when nobody of the actor's side has taken the new stance
before, so that a restated, paraphrased or reported old position is none; a difference of firmness counts within one speaker only, when a
hedge in time is taken up or given up. A denial joins the words denied, the question before it or an earlier statement, to the statement
that denies them. What an actor's critics, or a reporter's guess, say of it is another's and never enters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from detente.language.stances import Leaning
from detente.record.bearings import Bearings
from detente.record.denials import denial_in
from detente.record.leanings import ABOUT, Leanings, likeliest
from detente.record.nouns import Shift, ShiftKind, Statement
from detente.record.positions import LEANT, PLAIN, Stand

__all__ = ["shifts_of"]

# These were chosen on the fourteen briefings and on the invented cases of the tests,
ALIKE = 0.34  # share of concepts that both statements must have in common
NEAR = 0.53  # how far its own words must be about the issue to enter a shift
FIRMER = 0.15  # difference of firmness that counts
# and these on crises for development that the stance reader had not seen.
SURE = 0.4  # how likely the stance reader must hold a stance for it to enter a shift
LEANT_FIRMER = 0.14  # and the difference of firmness, by its reading, that counts
DENIED = 0.4  # how likely a denial must be for it
RECENT = 31  # days back to which it is a denial of what was said
WEEK = 7  # days within which two persons of one side contradict each other; later the side has moved
WITNESS = 0.6  # how nearly as plain as a later retelling the first report of the same words must be
FIRST_WORDS = 2  # paragraphs of an answer in which a denial is one of what was asked
OPENING = 12  # words of an answer before "that's not true" up to which it speaks of what was asked, not of what the answer says itself
COMMON = 250  # statements of a case that share as much with the issue; where more do, the words are no sign of it,
FEW = 24  # nor is a single word where more than so many have it
FADING = (1.0, 0.85, 0.7)  # what the topic of a question, and of the two before it, counts for a denial
_NEGATED = re.compile(r"\b(?:not|never|no|refus\w+|reject\w+)\b|n['’]t\b", re.IGNORECASE)
"""What is disowned is that side: who denies having said that it would not go is held against words that it would not."""
_POINTING = re.compile(
    r"(?:that|this|it)(?:[’']s| is| was) (?:[\w’']+ )*(?:inaccurate|false|untrue|wrong|incorrect|not )", re.IGNORECASE
)
_OLD = re.compile(
    r"\b(?:ha(?:ve|s|d) been \w+ing|had \w+ed|had said|used to|long (?:said|held|argued)|previously|once|originally|initially|for (?:ages|years|months|weeks|so long))\b"
)


def shifts_of(bearings: Bearings, stands: Sequence[Stand], leanings: Leanings | None = None) -> tuple[Shift, ...]:
    """The shifts among ``stands``, by day of the later statement, issue and actor; ``leanings`` are the stance reader's."""
    place = bearings.place
    groups: dict[tuple[str, str], list[Stand]] = defaultdict(list)
    for stand in stands:
        if stand.position.date is not None:
            groups[bearings.side(stand.position.actor), stand.position.issue].append(stand)
    found = _once(bearings, [*_denials(bearings, groups), *_leant_denials(bearings, groups, leanings or {})])
    denied = {(s.issue, s.after) for s in found}
    for (actor, issue), listed in groups.items():
        entering = [s for s in listed if _enters(bearings, s)]
        entering.sort(key=lambda s: (s.position.date or "", not _is_old(s), place[s.statement.id]))
        found += _turns(actor, issue, entering, denied)
    day = {f.after: bearings.statements[place[f.after]].said_on or "" for f in found}
    return tuple(sorted(found, key=lambda f: (day[f.after], f.issue, f.actor, place[f.after], place[f.before])))


def _once(bearings: Bearings, shifts: Iterable[Shift]) -> list[Shift]:
    """A denial that several reports tell, several sentences of one answer, or the rules and the stance reader, counts once: the first."""
    found: dict[tuple[str | None, ...], Shift] = {}
    for shift in shifts:
        before, after = (bearings.statements[bearings.place[i]] for i in (shift.before, shift.after))
        found.setdefault(
            (shift.actor, shift.issue, shift.kind, shift.speaker_after, before.said_on, after.said_on), shift
        )
    return list(found.values())


def _enters(bearings: Bearings, stand: Stand) -> bool:
    if stand.leant:
        return stand.taken.sure >= SURE
    if not _telling(bearings, stand.position.issue, stand.shared):
        return False
    about = stand.firm >= NEAR or (stand.leaning is not None and stand.leaning.about >= ABOUT)
    return stand.position.stance != "noncommittal" and stand.taken.sure >= PLAIN and about


def _telling(bearings: Bearings, issue: str, shared: frozenset[str]) -> bool:
    """Whether what is shared with the issue is a sign of it: few statements of the case share as much, fewer still where it is one word."""
    several = sum(not key.startswith("@") for key in shared) > 1
    return bearings.company(issue, shared) <= (COMMON if several else FEW)


def _is_old(stand: Stand) -> bool:
    """Whether the cue tells of earlier words without a day ("had said", "have been saying for ages")."""
    return bool(_OLD.search(stand.statement.cue_text))


def _before(a: Stand, b: Stand) -> bool:
    left, right = a.position.date or "", b.position.date or ""
    size = min(len(left), len(right))
    if left[:size] == right[:size] and _is_old(a) == _is_old(b):
        return left == right and b.leaning is not None and _two_persons(a, b)
    return left[:size] < right[:size] or (left == right and _is_old(a) and not _is_old(b))


def _two_persons(a: Stand, b: Stand) -> bool:
    persons = a.statement.source.person, b.statement.source.person
    return all(persons) and persons[0] != persons[1]


def _turns(actor: str, issue: str, stands: Sequence[Stand], denied: Container[tuple[str, str]]) -> Iterator[Shift]:
    """Changes of stance in the order of time: a stance that nobody of the side has taken since the last change. A statement that is told as a
    denial already is no change, and where it takes a side the side starts from it anew."""
    settled: list[Stand] = []
    for stand in stands:
        if (issue, stand.statement.id) in denied:
            settled = [stand] if stand.position.stance in ("for", "against") else settled
            continue
        earlier = [s for s in settled if _before(s, stand) and _alike(s, stand)]
        before: Stand | None = None
        new = all(s.position.stance != stand.position.stance for s in settled)
        telling = [s for s in earlier if _tells(s, stand)]
        if new and telling:
            before = max(telling, key=lambda s: (_own(s), s.firm * s.taken.sure, s.position.firmness))
        elif earlier and not new:
            before = _other_firmness(earlier, stand)
        if before is not None:
            after = _best_of_day(stand, stands) if before.position.stance != stand.position.stance else stand
            kind = _kind(before, after)
            yield _shift(actor, issue, kind, before, after)
            if kind == "reverses" or not _two_persons(before, after):  # one voice against another does not settle it
                settled = []
        settled.append(stand)


def _own(stand: Stand) -> bool:
    """Whether they are the speaker's words, and not what a question puts into his mouth ("you ruled it out")."""
    return stand.statement.source.text.lower() != "you"


def _best_of_day(stand: Stand, stands: Sequence[Stand]) -> Stand:
    """The statement of the same speaker's day that says most plainly what ``stand`` says."""
    day, stance, speaker = stand.position.date, stand.position.stance, stand.position.speaker
    same = [
        s
        for s in stands
        if (s.position.date, s.position.stance, s.position.speaker) == (day, stance, speaker) and not _is_old(s)
    ]
    return max([stand, *same], key=lambda s: s.firm * s.taken.sure)


def _tells(before: Stand, after: Stand) -> bool:
    """Whether two different stances make a shift. By their words alone a possibility that came about is no change of mind, nor does
    another voice that speaks of possibilities contradict who is for something."""
    if after.leaning is not None and before.leaning is not None:
        return True
    stances = before.position.stance, after.position.stance
    return stances != ("open", "for") and (
        stances != ("for", "open") or before.position.speaker == after.position.speaker
    )


def _other_firmness(earlier: Sequence[Stand], stand: Stand) -> Stand | None:
    """An earlier statement of the same stance from which this one differs in firmness, if all of them do: by the stance reader's
    reading of all, or by a hedge in time of one speaker."""
    same = [s for s in earlier if s.position.stance == stand.position.stance]
    if stand.leant and all(s.leant for s in same):
        differ = [stand.position.firmness - s.position.firmness for s in same]
        if same and (min(differ) >= LEANT_FIRMER or max(differ) <= -LEANT_FIRMER):
            return max(same, key=lambda s: s.taken.sure)
        return None
    same = [s for s in same if s.position.speaker == stand.position.speaker]
    if not same or any(s.taken.hedged == stand.taken.hedged for s in same):
        return None
    before = max(same, key=lambda s: s.firm * s.taken.sure)
    return before if abs(before.position.firmness - stand.position.firmness) >= FIRMER else None


def _alike(a: Stand, b: Stand) -> bool:
    """Whether both are about the same matter within the issue: by the words that they share, or as the stance reader holds."""
    if a.leant or b.leant:
        return True
    left = {k for k in a.shared if not k.startswith("@")}
    right = {k for k in b.shared if not k.startswith("@")}
    return bool(left and right) and len(left & right) / min(len(left), len(right)) >= ALIKE


def _kind(before: Stand, after: Stand) -> ShiftKind:
    """What the change is called: by persons and days first, since a government that has moved says so by more than one mouth but not in one
    week by two, while a body of it may differ for longer; then by sides, then by openness and firmness. Who declines to say contradicts
    nobody, nor does who says the same more firmly."""
    a, b = before.position, after.position
    apart = a.stance != b.stance and "noncommittal" not in (a.stance, b.stance)
    if apart and _two_persons(before, after) and _days(a.date, b.date) <= (WEEK if a.actor == b.actor else RECENT):
        return "contradicted-by-own-side"
    if {a.stance, b.stance} == {"for", "against"}:
        return "reverses"
    if a.stance != b.stance:
        return "hardens" if b.stance in ("for", "against") else "softens"
    return "softens" if b.firmness < a.firmness else "hardens"


def _days(left: str | None, right: str | None) -> int:
    import datetime

    try:
        return abs((datetime.date.fromisoformat(right or "") - datetime.date.fromisoformat(left or "")).days)
    except ValueError:
        return 9999


def _shift(actor: str, issue: str, kind: ShiftKind, before: Stand, after: Stand) -> Shift:
    a, b = before.position, after.position
    why = f"{a.stance} {a.firmness} on {a.date}, {b.stance} {b.firmness} on {b.date}"
    return Shift(actor, issue, kind, a.statement, b.statement, a.speaker, b.speaker, why)


def _denials(bearings: Bearings, groups: dict[tuple[str, str], list[Stand]]) -> Iterator[Shift]:
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
            and _days(s.position.date, statement.said_on) <= RECENT
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


def _leant_denials(
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
        and _days(other.said_on, statement.said_on) <= RECENT
        and bearings.concerns_side(told, actor, bearings.profiles[issue])
    )


def _may_be_denied(bearings: Bearings, stand: Stand, statement: Statement, leaning: Leaning, kind: ShiftKind) -> bool:
    """Whether ``stand`` may be what ``statement`` denies: told before it and not long ago, with another stance, or as another's report."""
    if stand.position.stance == "noncommittal" or not _enters(bearings, stand):
        return False
    if _days(stand.position.date, statement.said_on) > RECENT:
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
