"""What the statements of a case bear on: their sentences as concepts, what stands around them, which issue they are about.

The words of every statement are looked at once, for how rare those of the issues are in the case. Sentences are parted only where a statement has a word of an
issue, and held only while its report is at hand, so that memory stays flat over any number of reports.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from detente.case import Case
from detente.record.actors.case_names import top_of
from detente.record.denials import denial_in
from detente.record.issues import About, Profile, about, profile_of, rarities
from detente.record.nouns import Statement
from detente.record.on_demand import OnDemand
from detente.record.parting import Parted, Parting
from detente.record.wording import Piece, Words, concepts_of, names_of

__all__ = ["Bearings", "is_question"]

_PRONOUN = re.compile(
    r"^$|\b(?:i|we|you|it|that|this|what|which|who|there|one|some|anybody|people|folks)$", re.IGNORECASE
)
_ASKS = re.compile(
    r"(?:\W|Q\b|(?:so|and|but|well|then|now|just|also)\b|[A-Z]\w+,)*(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|may|might|"
    r"any|what|why|how|when|which|who)(?:n[’']t)?\b",
    re.IGNORECASE,
)
_THEY = re.compile(r"\bthey(?=\b|[’'])", re.IGNORECASE)
FIRST_PARAGRAPHS = 2  # of an answer, in which it speaks to what was asked
HELD = 2_000  # statements of which something is held at a time, so that memory stays flat over any number of them: several reports' worth
HELD_REPORTS = 4
SHORT_QUESTION = 6  # concepts: a shorter question goes on with the one before it


def is_question(statement: Statement) -> bool:
    """Whether a statement is a reporter's turn in a transcript."""
    return statement.quote == "transcript" and statement.source.actor is None


class Bearings:
    """The statements of a case, in the record's order, made ready to be held against its issues."""

    def __init__(self, case: Case, statements: Sequence[Statement], parting: Parting | None = None) -> None:
        """``parting`` keeps what texts were parted into; without one it is done anew, in memory."""
        names = names_of(case.actors)
        self.case = case
        self._names = names
        self._parting = parting if parting is not None else Parted(names)
        self._lands_of, self._lands = -1, frozenset[str]()
        self._held: dict[tuple[int, str], list[tuple[Piece, About]]] = {}
        self._owned: dict[str, frozenset[str]] = {}
        self.statements = statements
        self.profiles = {name: profile_of(issue, names) for name, issue in case.issues.items()}
        self._issues_of = _index(self.profiles)
        self._holding: dict[str, Counter[int]] = {name: Counter() for name in self.profiles}  # sets of words as bits
        self._company: dict[tuple[str, int], int] = {}
        self.place: dict[str, int] = {}
        self.concerns: list[frozenset[str]] = []
        """For each statement the issues of which it holds any word at all."""
        self.inner: dict[str, list[tuple[int, int]]] = defaultdict(list)
        """By statement, the spans of the report in which other voices within it speak. A voice without a name of its own ("it", "you",
        none) is the outer one's."""
        self.questions: list[tuple[int, ...]] = []
        """For each statement of an answer the places of the question that it answers, last paragraph last; empty for all others."""
        self._starts: list[int] = []  # the places at which a report begins
        self._rarity, self._unknown = rarities(self._noted(), self.profiles.values())
        self.pieces = OnDemand(lambda number: self._parting.pieces(self.statements[number].text), HELD)
        self._around = OnDemand(self._around_report, HELD_REPORTS)

    def _noted(self) -> Iterator[Words]:
        """The words of each statement, in the one pass over all that notes its place, its concerns, the voices within it and the question that
        it answers."""
        seen: dict[frozenset[str], frozenset[str]] = {}
        none = frozenset[str]()
        for _, of_report in groupby(self.statements, key=attrgetter("report")):
            told = tuple(of_report)
            start = len(self.questions)
            self._starts.append(start)
            self.place.update((s.id, number) for number, s in enumerate(told, start))
            self.questions += _questions(told, start)
            self._note_voices(told, start)
            for s in told:
                words = self._parting.words(s.text)
                held: dict[str, int] = defaultdict(int)
                for key in words.keys:
                    for name, bit in self._issues_of.get(key, ()):
                        held[name] |= bit
                for name, bits in held.items():
                    self._holding[name][bits] += 1
                issues = frozenset(held)
                self.concerns.append(seen.setdefault(issues, issues) if issues else none)
                yield words

    def _note_voices(self, told: Sequence[Statement], start: int) -> None:
        """The voices within the statements of a report, whose first is at ``start``."""
        for s in told:
            if s.within is None or s.within not in self.place:
                continue
            outer = told[self.place[s.within] - start].source
            same = s.source.actor == outer.actor and s.source.person == outer.person
            nameless = s.source.actor is None and s.source.person is None and bool(_PRONOUN.search(s.source.text))
            if not same and not nameless:
                self.inner[s.within].extend(s.content)

    def about(self, number: int, profile: Profile) -> list[tuple[Piece, About]]:
        """The sentences of statement ``number`` that hold something of the issue, with how far they are about it."""
        key = number, profile.issue.name
        if profile.issue.name not in self.concerns[number]:
            return []
        if key not in self._held:
            if len(self._held) > HELD:
                self._held.clear()
            own = self._own(self.statements[number].source.actor)
            around = self.around(number)
            if self._lands_of != number:
                self._lands_of, self._lands = number, frozenset(k for k in around if k.startswith("@"))
            lands = self._lands
            topics = (
                (p, about(p, around, lands, own, profile, self._rarity, self._unknown)) for p in self.pieces[number]
            )
            self._held[key] = [(piece, topic) for piece, topic in topics if topic is not None]
        return self._held[key]

    def company(self, issue: str, shared: Iterable[str]) -> int:
        """How many statements of the case hold all of the issue's concepts that are ``shared``, countries left out: the more, the less it
        tells of one of them that it does."""
        wanted = sum(bit for key in set(shared) for name, bit in self._issues_of.get(key, ()) if name == issue)
        if (issue, wanted) not in self._company:
            holding = self._holding[issue].items()
            self._company[issue, wanted] = sum(count for bits, count in holding if bits & wanted == wanted)
        return self._company[issue, wanted]

    def foreign(self, number: int, piece: Piece) -> list[int]:
        """Where, in a sentence, the names of countries other than the speaker's end, and in the speaker's own words "they"."""
        statement = self.statements[number]
        own = self._own(statement.source.actor)
        ends = [c.end for c in piece.concepts if c.key.startswith("@") and c.key not in own]
        if statement.quote in ("transcript", "direct"):
            ends += [m.end() for m in _THEY.finditer(statement.text[piece.start : piece.end])]
        return ends

    def acts(self, number: int, piece: Piece, profile: Profile) -> bool:
        """Whether the country that acts in the issue's question is the speaker's own, or is named in the sentence, its cue or around it."""
        if profile.agent is None:
            return True
        statement = self.statements[number]
        named = {c.key for c in (*piece.concepts, *concepts_of(statement.cue_text, self._names))}
        return profile.agent in named | self._own(statement.source.actor) | self.around(number)

    def concerns_side(self, number: int, actor: str, profile: Profile) -> bool:
        """Whether a statement tells of the actor's country, or the issue's question does, since it acts there."""
        own = self._own(actor)
        return profile.agent in own or bool(own & self.around(number))

    def _own(self, actor: str | None) -> frozenset[str]:
        if actor is None:
            return frozenset()
        if actor not in self._owned:
            self._owned[actor] = frozenset(
                c.key for c in concepts_of(self.side(actor), self._names) if c.key.startswith("@")
            )
        return self._owned[actor]

    def asserted(self, number: int) -> bool:
        """Whether statement ``number`` is told as said: not inside a reporter's yes-or-no question, nor inside words that their speaker
        disowns."""
        statement = self.statements[number]
        place = self.place.get(statement.within or "")
        if place is None:
            return True
        outer = self.statements[place]
        if is_question(outer):
            at = statement.content[0][0] - outer.content[0][0]
            around = next((outer.text[p.start : p.end] for p in self.pieces[place] if p.start <= at < p.end), "")
            return not (around.rstrip().endswith("?") and _ASKS.match(around))
        denial = denial_in(f"{outer.cue_text} {outer.text}") if outer.quote != "transcript" else None
        return (denial is None or denial[0] != "denies-saying") and self.asserted(place)

    def person(self, statement: Statement) -> str | None:
        """Who says it, or in whose words a nameless voice of the same side stands ("she said that her country would not rule it out")."""
        outer = self.place.get(statement.within or "")
        if statement.source.person is not None or outer is None:
            return statement.source.person
        holder = self.statements[outer].source
        return holder.person if holder.actor == statement.source.actor else None

    def side(self, actor: str) -> str:
        """The actor at the top of ``part_of``: whose side it is."""
        return top_of(self.case.actors, actor)

    @cached_property
    def answers(self) -> Mapping[int, tuple[int, ...]]:
        """For each paragraph of a question the places of the first paragraphs of its answer."""
        found: dict[int, tuple[int, ...]] = defaultdict(tuple)
        for i, places in enumerate(self.questions):
            for q in places:
                if len(found[q]) < FIRST_PARAGRAPHS:
                    found[q] += (i,)
        return found

    def around(self, number: int) -> frozenset[str]:
        """The concepts around a statement: its own, those of the voice that it stands in, and in a transcript those of the question that
        it answers and of the paragraph before it."""
        report = bisect_right(self._starts, number) - 1
        return self._around[report][number - self._starts[report]]

    def _around_report(self, report: int) -> list[frozenset[str]]:
        """What is around each statement of a report."""
        start, end = (*self._starts, len(self.statements))[report : report + 2]
        around: list[frozenset[str]] = []
        question: frozenset[str] = frozenset()
        last: frozenset[str] = frozenset()
        for s in self.statements[start:end]:
            own = keys = self._parting.words(s.text).keys
            if s.quote == "transcript":
                if is_question(s):
                    question = own | (question if len(own) < SHORT_QUESTION else frozenset())
                keys |= question | last
                last = own
            outer = self.place.get(s.within or "", -1) - start
            around.append(keys | (around[outer] if 0 <= outer < len(around) else frozenset()))
        return around


def _questions(told: Sequence[Statement], start: int) -> Iterator[tuple[int, ...]]:
    """The question that each statement of a report answers; the first is at ``start``."""
    question: tuple[int, ...] = ()
    asking = False
    for number, s in enumerate(told, start):
        if s.quote == "transcript":
            if is_question(s):
                question = (*question, number) if asking else (number,)
            asking = is_question(s)
        yield question if s.quote == "transcript" and not asking else ()


def _index(profiles: Mapping[str, Profile]) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """For each concept the issues that it belongs to, with the bit that stands for it there."""
    found: dict[str, tuple[tuple[str, int], ...]] = defaultdict(tuple)
    for name, profile in profiles.items():
        for place, key in enumerate(sorted(profile.vocabulary)):
            found[key] += ((name, 1 << place),)
    return found
