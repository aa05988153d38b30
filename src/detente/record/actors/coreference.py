"""What a report has named before: "the secretary", "Kerry", "he", "the ministry", acronyms that it introduces.

A small set of rules over the people and bodies named earlier in the same report, nearest first; after the entity-grid habit of news
prose that a pronoun goes back to who spoke last or stands at the head of the sentence before. Number, sex and kind must agree
(:mod:`detente.record.actors.shapes`, :mod:`detente.record.actors.genders`). A source of whom nothing is known is remembered too, so that "he" after
it stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from detente.record.actors.groups import GROUP_REACH, counted_of
from detente.record.actors.mentions import Mention, Mentions
from detente.record.actors.name_runs import heads_sentence, is_person, name_runs, sexed, titles_at, titles_of
from detente.record.actors.nominals import bodies_called, groups_in, leading_groups, noun_before
from detente.record.actors.offices import TITLES, office_key
from detente.record.actors.owning import (
    BODY_SECTORS,
    HEADED_BY,
    OWNERS,
    body_before,
    body_told,
    is_of_house,
    is_private,
    is_spokesman,
    may_be_anybodys,
    only_states_have,
    ours,
    owner_named,
    whom_told,
)
from detente.record.actors.papers import PAPER_REACH, author_told, is_definite, papers_in, without_readers
from detente.record.actors.phrases import folded, words_of
from detente.record.actors.pronouns import HE, HIM_OR_HER, I_OR_WE, IT, SUBJECTS, THEY, WHO, YOU, source_shape
from detente.record.actors.shapes import Shape, head_of, shape_of
from detente.record.actors.sightings import singular
from detente.record.actors.whereabouts import last_state, placed_in
from detente.record.actors.who import NOBODY, Resolution, WhoIsWho

__all__ = ["Memory"]

LONG = 4_000  # characters: for "he" and "she", since who a report is about is called so for long
NEAR = 120  # characters: how far before a relative pronoun its noun may stand
_ACRONYM = re.compile(r"((?:[A-Z][\w’'-]+ (?:(?:of|for|the|and|in) )*)+[A-Z][\w’'-]+),? \(([A-Z][A-Za-z]{1,7})\)")
_STATE = frozenset({"GOV", "MIL", "SPY", "COP"})


class Memory:
    """The people and bodies of one report, filled as it is read from start to end.

    ``home`` is the state whose offices go without saying, ``house`` the body whose communiqué it is. While words are read that somebody
    said, ``speaker`` is who "I" is in them, ``hearer`` gives who "you" is, and ``aloud`` tells whether they are quoted and not retold.
    """

    def __init__(self, who: WhoIsWho, text: str, day: str | None, home: str | None = None) -> None:
        self._who = who
        self._text = text
        self._day = day
        self.home = home
        self.speaker: Resolution = NOBODY
        self.hearer: Callable[[], Resolution] = lambda: NOBODY
        self.aloud = False
        self.house: str | None = None
        self._acronyms = {short: long for long, short in _ACRONYM.findall(text)}
        self._mentions = Mentions()
        self._families: dict[str, Resolution] = {}
        self._firsts: dict[str, Resolution] = {}
        self._sexes: dict[str, str] = {}  # of people of whom only the pronouns tell it
        self._bodies_read = False
        self._read_names(text)

    def learn(self, text: str) -> None:
        """Take the people of a title or a byline as known, without a place in the text."""
        for start, end in name_runs(text):
            self._family(self._who.resolve(text[start:end], self._day, self.home))

    def resolve(self, phrase: str, at: int) -> Resolution:
        """What ``phrase`` at offset ``at`` stands for, by itself or by what the report named before; it is remembered as a source."""
        found = self.identify(phrase, at)
        keys = folded(phrase)
        if keys and keys[-1] not in I_OR_WE | YOU and not (len(keys) == 1 and keys[0] in OWNERS):
            known = found.actor is not None or found.person is not None or keys[0] in HIM_OR_HER
            strong = known or heads_sentence(
                self._text, at
            )  # of "asked by a reporter, she said" the reporter is not who she is
            self._mentions.add(Mention(at, sexed(found), strong, titles_of(phrase, found), source_shape(phrase, found)))
        return found

    def identify(self, phrase: str, at: int) -> Resolution:
        """As :meth:`resolve`, leaving no trace."""
        keys = folded(phrase)
        if not keys:
            return NOBODY
        found = self._pronoun(keys[0], at) if len(keys) == 1 or (keys[0] in SUBJECTS and len(keys) <= 4) else None
        if found is None and keys[-1] in ("i", "we", "you") and len(keys) <= 6:
            found = self._pronoun(keys[-1], at)  # "what I", "Did you": a clause cut with its pronoun
        return found or self._counted(phrase, at) or self._owned(phrase, at) or self._told(phrase, keys, at)

    def _told(self, phrase: str, keys: tuple[str, ...], at: int) -> Resolution:
        """Somebody told by a name, an office or a role."""
        if self.house is not None and is_of_house(phrase):
            return Resolution(self.house, None, None, "office", None, "IGO")
        if shape_of(phrase) == "paper":
            phrase = without_readers(phrase)
        placed = self._placed(at)
        home = placed or self.home or self._side()
        found = self._looked_up(phrase, home)
        if placed and found.actor == home and found.sector in _STATE:
            return found
        if found.person is None or found.actor is None or (found.actor not in self._who.actors and self._who.actors):
            found = self._remembered(phrase, keys, at) or found
        if found.actor is not None and (found.actor != home or found.person is not None):
            return found
        return self._spokesman(phrase, at) or (found if found.actor is not None else self._by_others(phrase, found, at))

    def _looked_up(self, phrase: str, home: str | None) -> Resolution:
        """What the phrase stands for by itself. Officials "at the agency" or "there" are not for that reason those of the report's own
        state, and "Congress" without a country is not another's."""
        found = self._who.resolve(self._acronyms.get(phrase.strip(), phrase), self._day, home)
        if self._who.is_of_home(phrase, found, home):
            return replace(found, actor=home if found.sector in _STATE else None, person=None, code=None)
        elsewhere = phrase.endswith(" there") or body_told(phrase) is not None
        if elsewhere and found.actor is not None and found.actor == home and found.person is None:
            return replace(found, actor=None, code=None)
        return found

    def _by_others(self, phrase: str, found: Resolution, at: int) -> Resolution:
        """Somebody of whom nothing is known, by those to whom he belongs."""
        if found.person is None and shape_of(phrase) == "paper":
            author = self._author(phrase, at)
            return replace(found, actor=author.actor, code=author.code, sector=author.sector)
        found = self._of_body(phrase, at) or self._belonging(phrase, found, at)
        office = found.sector in _STATE and phrase[:4].lower() == "the " and phrase[4:].lower() in TITLES
        return self._principal() if found.actor is None and office and self.aloud else found

    def _placed(self, at: int) -> str | None:
        return placed_in(self._text, at, self._mentions, self._who)

    def _last_state(self, phrase: str, at: int) -> str | None:
        institution = only_states_have(phrase) and shape_of(phrase) != "person"
        return last_state(self._text, at, self._mentions, self._who) if institution else None

    def _spokesman(self, phrase: str, at: int) -> Resolution | None:
        """Whom a spokesman of whom nothing is told speaks for: the body or the person that the paragraph was about before him."""
        if not is_spokesman(phrase):
            return None
        start = self._text.rfind("\n", 0, at) + 1
        about = self._mentions.latest(at, lambda m: m.strong and m.at >= start and m.shape in ("body", "person"))
        if about is None or about.who.actor is None:
            return None
        return replace(about.who, person=None, office=None, kind="unnamed", gender="")

    def _of_body(self, phrase: str, at: int) -> Resolution | None:
        """People of a body that goes without its name: "party leaders" are those of the party, "union negotiators" of the union."""
        noun = body_before(phrase)
        body = self._remembered(f"the {noun}", (noun,), at) if noun is not None else None
        return None if body is None else replace(body, person=None, office=None, kind="unnamed")

    def _author(self, phrase: str, at: int) -> Resolution:
        """Who speaks in a paper: whom it is by, else whom it was of when it was first named."""
        told = author_told(phrase)
        if told is not None:
            return self.identify(told, at)
        head = head_of(phrase)
        if head is None or not is_definite(phrase):
            return NOBODY
        for start, earlier in papers_in(self._text, max(0, at - PAPER_REACH), at, head.key):
            whose = NOBODY if is_definite(earlier) else self.identify(earlier, start)
            if whose.actor is not None:
                return whose
            if earlier[:2].lower() in ("a ", "an"):
                spoke = next((m for m in self._mentions.before(start, 200) if m.strong), None)
                return spoke.who if spoke is not None else NOBODY
        return NOBODY

    def _read_names(self, text: str) -> None:
        for start, end in name_runs(text):
            printed = text[start:end]
            found = self._who.resolve(printed, self._day, self.home)
            known = self._families.get(folded(found.person)[-1]) if found.person and found.actor is None else None
            found = known or sexed(found)
            if found.actor is None and (found.person is None or not is_person(found, text[end : end + 8])):
                continue
            self._family(found)
            titles = titles_at(text, start, end, found)
            shape: Shape = "person" if found.person is not None else "body"
            self._mentions.add(Mention(start, found, heads_sentence(text, start), titles, shape))

    def _read_bodies(self) -> None:
        """Take the bodies that the text calls by what they are ("the opposition", "the company") as mentions too, on first need."""
        if self._bodies_read:
            return
        self._bodies_read = True
        for start, phrase, noun in bodies_called(self._text):
            found = self.identify(phrase, start)
            titles = frozenset({noun} if found.actor else ())
            self._mentions.add(Mention(start, found, heads_sentence(self._text, start), titles, "body"))
        for start, phrase in leading_groups(self._text):
            self._mentions.add(Mention(start, self.identify(phrase, start), True, frozenset(), "group"))

    def _family(self, found: Resolution) -> None:
        if found.person is not None and found.kind == "named":
            words = folded(found.person)
            if len(words) > 1:
                self._families.setdefault(words[-1], found)
                self._firsts.setdefault(words[0], found)

    def _pronoun(self, key: str, at: int) -> Resolution | None:
        if key in I_OR_WE:
            return self.speaker
        if key in YOU:
            return self.hearer()
        if key in HIM_OR_HER:
            sex = "m" if key in HE else "f"
            found = self._mentions.latest(
                at,
                lambda m: m.shape == "person" and self._sex(m.who) in (sex, "") and not self._speaks(m.who),
                LONG,
                self._text.rfind("\n", 0, at) + 1,
            )
        elif key in IT:
            self._read_bodies()
            found = self._mentions.latest(
                at, lambda m: m.shape == "body" or (m.shape == "paper" and m.who.actor is not None)
            )
        elif key in THEY:
            self._read_bodies()
            found = self._mentions.latest(at, lambda m: m.shape in ("body", "group"))
        elif key in WHO:
            return self._antecedent(at)
        else:
            return None
        if found is None and self.aloud and key in HIM_OR_HER:
            return self._principal()
        if found is not None and key in HIM_OR_HER and found.who.person is not None:
            self._sexes.setdefault(found.who.person, "m" if key in HE else "f")
        return NOBODY if found is None else found.who

    def _side(self) -> str | None:
        """The state of the one whose words are read: its "the President" is his own where the report has none."""
        side = self.speaker.actor
        return side if side is not None and self._who.is_state(side) else None

    def _sex(self, who: Resolution) -> str:
        return who.gender or self._sexes.get(who.person or "", "")

    def _principal(self) -> Resolution:
        """Whom a spokesman means by "he" or "the governor" before he has named anybody: the one for whom he speaks, whom a reporter's
        question means too."""
        side = self.speaker if self.speaker.actor is not None else self.hearer()
        return (
            Resolution(side.actor, None, None, "office", side.code, side.sector) if side.actor is not None else NOBODY
        )

    def _antecedent(self, at: int) -> Resolution:
        """Whom "who" or "which" goes back to: the phrase right before it, else who was named last."""
        before = noun_before(self._text, max(0, at - NEAR), at)
        found = next(self._mentions.before(at, NEAR), None)
        if before is not None and (found is None or found.at < before[0]):
            it = self.identify(before[1], before[0])
            if it.actor is not None or found is None or shape_of(before[1]) != "paper":
                return it
        return NOBODY if found is None else found.who

    def _speaks(self, who: Resolution) -> bool:
        """Whether somebody is the one whose words are being read as they were spoken: there he is "I", and not "he" or "the minister"."""
        return self.aloud and who.person is not None and who.person == self.speaker.person

    def _counted(self, phrase: str, at: int) -> Resolution | None:
        """One or some of a group: "one of them", "another", "two of those members"."""
        of = counted_of(phrase)
        if of is None:
            return None
        named = self._who.resolve(phrase, self._day, self.home)
        if named.actor is not None:
            return None
        group = (
            self._group(of, at)
            if of == "" or words_of(of)[0].key in ("the", "those", "these")
            else self.identify(of, at)
        )
        return replace(
            named, actor=group.actor, code=group.code, sector=group.sector, kind="named" if named.person else "unnamed"
        )

    def _group(self, of: str, at: int) -> Resolution:
        """The last group named before an offset, or the last that ``of`` ("the captains") names."""
        noun = head_of(of)
        if noun is None:  # those who spoke in the same paragraph before those who were only named
            spoke = next((m for m in self._mentions.before(at, GROUP_REACH) if m.shape == "group" and m.strong), None)
            if spoke is not None and "\n" not in self._text[spoke.at : at]:
                return spoke.who
        for start, phrase in groups_in(self._text, max(0, at - GROUP_REACH), at):
            head = head_of(phrase)
            if noun is None or (head is not None and singular(head.key) == singular(noun.key)):
                return self.identify(phrase, start)
        return self.identify(of, at) if of else NOBODY

    def _owned(self, phrase: str, at: int) -> Resolution | None:
        """Somebody told by whose he is: "his spokeswoman", "the governor's allies", "our engineers"."""
        words = words_of(phrase)
        told = owner_named(phrase)
        if len(words) < 2 or (words[0].key not in OWNERS and told is None):
            return None
        named = self._who.resolve(phrase, self._day)
        if named.actor is not None:
            if told is not None or (
                named.kind == "named" and named.person and folded(named.person)[-1] in folded(phrase)
            ):
                return None
        if words[0].key in OWNERS:
            owner = self._owner(OWNERS[words[0].key], at, state=named.sector in _STATE and only_states_have(phrase))
        else:
            owner = self.identify(told or "", at)
        if owner is NOBODY and words[0].key in ("my", "our"):
            return None
        kind = named.kind if named.kind != "none" else "unnamed"
        person = named.person if named.kind == "named" else None
        if is_private(phrase):
            return replace(named, actor=None, person=person, kind=kind, sector="CVL")
        return replace(named, actor=owner.actor, code=owner.code, person=person, office=None, kind=kind)

    def _owner(self, key: str, at: int, *, state: bool) -> Resolution:
        """Whom "its" or "his" goes back to; what only a state has ("their prime minister", "its army") belongs to a state."""
        if state and key in ("it", "they"):
            found = self._mentions.latest(
                at, lambda m: m.shape == "body" and m.who.actor is not None and self._who.is_state(m.who.actor), 300
            )
            if found is not None:
                return found.who
        return self._pronoun(key, at) or NOBODY

    def _belonging(self, phrase: str, found: Resolution, at: int) -> Resolution:
        """Somebody unknown who belongs to somebody known: "an aide to Ms. Pohl"; officials of whom nothing is told are those of the
        report's own country."""
        words = words_of(phrase)
        named = self._of_whom(phrase, at)
        if named is not None:
            owner, told = named
            if found.person is not None and found.person in told:
                found = replace(found, person=None, kind="unnamed")  # the name is the other's
            if is_private(phrase):
                return found
            if owner.actor is not None:
                return replace(
                    found, actor=owner.actor, code=owner.code, kind=found.kind if found.kind != "none" else "unnamed"
                )
        elif words[-1].key == "there":
            placed = self._mentions.latest(at, lambda m: m.shape == "body" and m.who.actor is not None)
            return found if placed is None else replace(found, actor=placed.who.actor, code=placed.who.code)
        elif (
            found.sector in _STATE
            and found.code is None
            and (home := self._placed(at) or self.home or self._last_state(phrase, at)) is not None
            and not may_be_anybodys(phrase)
        ):
            return replace(found, actor=home)
        return found

    def _of_whom(self, phrase: str, at: int) -> tuple[Resolution, str] | None:
        """Whom somebody is told to belong to, and in what words: "an aide to Ms. Pohl", "a member of my own parliament", "officials at
        the agency", "an admiral of ours"."""
        own = ours(phrase)
        if own is not None:
            return self._pronoun(own, at) or NOBODY, ""
        told = whom_told(phrase) or body_told(phrase)
        if told is None:
            return None
        return self.identify(told, at), told

    def _remembered(self, phrase: str, keys: tuple[str, ...], at: int) -> Resolution | None:
        words = words_of(phrase)
        last = next((w for w in reversed(words) if w.capital), None)
        if last is not None and (last.key in self._families or last.key in self._firsts):
            known = self._families.get(last.key) or self._firsts[last.key]
            return known if len(keys) <= 3 else None
        if words[0].key not in ("the", "this", "that") or len(keys) > 2:
            return None
        nouns = office_key(" ".join(keys)) | {singular(k) for k in keys}
        heads = {HEADED_BY[noun] for noun in nouns & HEADED_BY.keys()}
        nouns |= heads
        sectors = frozenset(sector for noun in nouns for sector in BODY_SECTORS.get(noun, ()))
        shape = shape_of(phrase)

        def fits(m: Mention) -> bool:
            if self._speaks(m.who) or nouns.isdisjoint(m.titles):
                return False
            return shape != "body" or m.shape == "body" or not heads.isdisjoint(m.titles)

        found = self._mentions.latest(at, lambda m: fits(m) or (m.who.person is None and m.who.sector in sectors), LONG)
        if found is None:
            return None
        return replace(found.who, person=None, office=None, kind="office") if shape == "body" else found.who
