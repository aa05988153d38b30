"""Shifts: two statements of one actor on one issue that show a position changing.

Read in order of the day of saying. A change of side or of openness counts when nobody of the actor's side has taken the new stance
before, so that a restated, paraphrased or reported old position is none; a difference of firmness counts within one speaker only, when a
hedge in time is taken up or given up. A denial joins the words denied, the question before it or an earlier statement, to the statement
that denies them. What an actor's critics, or a reporter's guess, say of it is another's and never enters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence

from detente.record.bearings import Bearings
from detente.record.denying import denials, leant_denials
from detente.record.entering import RECENT, days_between, enters
from detente.record.leanings import Leanings
from detente.record.nouns import Shift, ShiftKind
from detente.record.positions import Stand

__all__ = ["shifts_of"]

# These were chosen on the fourteen briefings and on the invented cases of the tests,
ALIKE = 0.34  # share of concepts that both statements must have in common
FIRMER = 0.15  # difference of firmness that counts
# and these on crises for development that the stance reader had not seen.
LEANT_FIRMER = 0.14  # and the difference of firmness, by its reading, that counts
WEEK = 7  # days within which two persons of one side contradict each other; later the side has moved
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
    found = _once(bearings, [*denials(bearings, groups), *leant_denials(bearings, groups, leanings or {})])
    denied = {(s.issue, s.after) for s in found}
    for (actor, issue), listed in groups.items():
        entering = [s for s in listed if enters(bearings, s)]
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
    if (
        apart
        and _two_persons(before, after)
        and days_between(a.date, b.date) <= (WEEK if a.actor == b.actor else RECENT)
    ):
        return "contradicted-by-own-side"
    if {a.stance, b.stance} == {"for", "against"}:
        return "reverses"
    if a.stance != b.stance:
        return "hardens" if b.stance in ("for", "against") else "softens"
    return "softens" if b.firmness < a.firmness else "hardens"


def _shift(actor: str, issue: str, kind: ShiftKind, before: Stand, after: Stand) -> Shift:
    a, b = before.position, after.position
    why = f"{a.stance} {a.firmness} on {a.date}, {b.stance} {b.firmness} on {b.date}"
    return Shift(actor, issue, kind, a.statement, b.statement, a.speaker, b.speaker, why)
