"""Who is who: from a phrase and a day to an actor, the person and the office that speak for it.

In this order: people by name; case.yaml's names and offices; the packaged gazetteer's; the head noun's role with a country beside it
("Iranian officials"). An office is read at its date, so that "the press secretary" is another person before and after. What a report
named before ("the secretary", "he") is remembered by :mod:`detente.record.actors.coreference`. What stays unknown stays None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from detente.case import Actor, Case
from detente.record.actors.actor_phrase import (
    Phrase,
    family_keys,
    gender_told,
    is_doubled,
    is_paper,
    is_unnamed,
    kind_told,
    name_told,
    only_titles_before,
    phrase_of,
    sector_told,
)
from detente.record.actors.case_names import actors_by_code, case_entries, code_of, top_of
from detente.record.actors.gazetteer import PARTICLES, Entry, Gazetteer, index, packaged, surnames
from detente.record.actors.offices import COMMON, TITLES, Titles, by_title, holders_of, office_key, serving, title_words
from detente.record.actors.phrases import folded
from detente.record.actors.sightings import singular
from detente.record.nouns import SourceKind

__all__ = ["NOBODY", "Resolution", "WhoIsWho", "code_and_sector"]

_PLAIN = PARTICLES | {"mr", "mrs", "ms", "the"}  # before a family name, these tell no office
_AMERICAN = frozenset("senator congressman congresswoman justice".split())
_RANKS = frozenset("general admiral gen adm marshal commander colonel".split())
_HEADS = frozenset("president premier prime chancellor".split())
_STATE = frozenset({"GOV", "MIL", "SPY", "COP"})
_INTERNATIONAL = frozenset({"IGO", "NGO", "MNC"})


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a phrase stands for: ``actor`` a name of case.yaml or of the gazetteer, ``person`` and ``office`` who speaks for it, ``code``
    and ``sector`` as in an event's party; each None if unknown. ``gender`` is m, f or empty."""

    actor: str | None
    person: str | None
    office: str | None
    kind: SourceKind
    code: str | None = None
    sector: str | None = None
    gender: str = ""


NOBODY = Resolution(None, None, None, "none")


class WhoIsWho:
    """The names of a case before those of the gazetteer. One object serves any number of reports."""

    def __init__(self, case: Case | None = None, gazetteer: Gazetteer | None = None) -> None:
        self.actors: Mapping[str, Actor] = case.actors if case is not None else {}
        self._gazetteer = gazetteer
        self._own = index(case_entries(self.actors))
        self._by_code = actors_by_code(self.actors)
        self._by_title: tuple[Titles, Titles] | None = None
        self._known: dict[tuple[str, str | None, str | None], Resolution] = {}

    @property
    def tables(self) -> tuple[Gazetteer, Gazetteer]:
        """The case's names, then the gazetteer's."""
        if self._gazetteer is None:
            self._gazetteer = packaged()
        return self._own, self._gazetteer

    def resolve(self, text: str, day: str | None, home: str | None = None) -> Resolution:
        """What ``text`` stands for on ``day``. ``home`` is the actor whose offices are meant where a phrase names no country ("the
        President" in an American briefing)."""
        key = (text, day, home)
        known = self._known.get(key)  # several reports may be read at once: nothing may be looked up twice here
        if known is None:
            if len(self._known) > 50_000:
                self._known.clear()
            known = self._known[key] = self._in_case(self._resolve(text, day, home))
        return known

    def code_and_sector(
        self, text: str, day: str | None = None, home: str | None = None
    ) -> tuple[str | None, str | None]:
        """The country (or IGO, NGO, MNC, or a case's own code) and the PLOVER sector of an actor phrase; each None if unknown."""
        found = self.resolve(text, day, home)
        return found.code, found.sector

    def top(self, actor: str) -> str:
        """The actor that ``actor`` belongs to at the top of ``part_of``, or itself."""
        return top_of(self.actors, actor)

    def _in_case(self, found: Resolution) -> Resolution:
        """Call an actor of the gazetteer by the case's name for it: the same code, and the same sector where the case tells them apart."""
        if found.actor in self.actors or found.code is None:
            return found
        name = self._by_code.get((found.code, found.sector))
        if name is None and found.actor is not None and (found.sector in _STATE or found.sector is None):
            name = self._by_code.get((found.code, None))
        return replace(found, actor=name) if name else found

    def _resolve(self, text: str, day: str | None, home: str | None) -> Resolution:
        phrase = phrase_of(text, self.tables)
        if phrase is None:
            return NOBODY
        return (
            self._person(phrase, day)
            or self._officer(phrase, day, home)
            or self._paper(phrase)
            or self._body(phrase)
            or self._country(phrase)
            or self._role(phrase, home)
        )

    def _person(self, phrase: Phrase, day: str | None) -> Resolution | None:
        """Somebody known by full name, or by family name alone or after titles."""
        past: Resolution | None = None
        for sighting in phrase.seen:
            people = [e for e in sighting.entries if e.kind in ("holder", "person")]
            if people and (sighting.end - sighting.start > 1 or sighting.kind in ("holder", "person")):
                past = _as_person(people, day, phrase.keys, self)
                if past.actor is not None:
                    return past
                break
        taken = {
            i
            for s in phrase.seen
            if s.kind not in ("role", "place", "people", "country")
            and (past is None or s.kind not in ("holder", "person"))
            for i in range(s.start, s.end)
        }
        for at in range(phrase.head - 1, -1, -1):
            if (
                phrase.words[at].capital
                and at not in taken
                and (
                    only_titles_before(phrase, at) or is_doubled(phrase, at, self.tables) or self._called_so(phrase, at)
                )
            ):
                found = self._family(phrase, at, day)
                if found is not None and (past is None or found.actor in self.actors):
                    return found
        return past

    def _called_so(self, phrase: Phrase, at: int) -> bool:
        """Whether the capitalised words before a family name begin with the first name of one who bears it ("Omar Hassan al-Bashir")."""
        start = at
        while start and (phrase.words[start - 1].capital or phrase.words[start - 1].key in PARTICLES):
            start -= 1
        before = {w.key for w in phrase.words[start:at]}
        bearers = (e for table in self.tables for k in family_keys(phrase, at) for e in table.families.get(k, ()))
        return any(folded(e.name)[0] in before for e in bearers)

    def _family(self, phrase: Phrase, at: int, day: str | None) -> Resolution | None:
        keys = family_keys(phrase, at)
        titled = any(w.key not in _PLAIN for w in phrase.words[:at])
        before = {w.key for w in phrase.words[:at]}
        for own, table in enumerate(self.tables):
            people = next((table.families[k] for k in keys if k in table.families), ())
            now = [e for e in people if e.holds(day)] if day is not None else list(people)
            fitting = [e for e in now if _titled_so(phrase.keys, e) or folded(e.name)[0] in before]
            if not fitting and (not titled or own == 0):
                fitting = [e for e in now if set(keys) & set(surnames(e.name, e.code))]
            if len({e.name for e in fitting}) == 1:
                return _as_person(fitting, day, phrase.keys, self)
            if day is None and fitting and len({e.code for e in fitting}) == 1:
                return _of_one_country(fitting, phrase, self)
        return None

    def _officer(self, phrase: Phrase, day: str | None, home: str | None) -> Resolution | None:
        """The holder, on that day, of the office named: of the country in the phrase, else of ``home``, else of the case's only actor
        that has such an office, else the only one of two words or more, of all or of the American ones."""
        lands = phrase.of("country", "people", "place", "actor")
        plural = any(
            singular(w.key) != w.key and singular(w.key) in TITLES and not w.possessive
            for w in phrase.words[: phrase.head]
        )
        if plural or phrase.keys & {"former", "deputy's", "ex"}:
            return None
        actors = [lands[0].entries[0].actor or lands[0].entries[0].name] if lands else [home] if home else []
        spoken = title_words(
            w.key for w in phrase.words[: phrase.head]
        )  # in "people close to the secretary" no secretary speaks
        for table, titles in zip(self.tables, self._titles(), strict=True):
            named = holders_of(titles, phrase.keys)
            held = {a: terms for a, terms in named.items() if office_key(terms[0].office or "") & spoken}
            if actors:
                found = [held[a] for a in (self._called(table, a) for a in actors) if a in held]
            elif table is self.tables[0]:
                found = list(held.values())
            else:
                plain = [h for h in held.values() if _tells_the_country(h[0])]
                found = plain if len(plain) == 1 else [h for h in plain if h[0].code == "USA"]
            if len(found) == 1:
                return self._holder(phrase, found[0], day)
        return None

    def _holder(self, phrase: Phrase, terms: Sequence[Entry], day: str | None) -> Resolution:
        now = [e for e in terms if e.holds(day)]
        entry = now[0] if len({e.name for e in now}) == 1 else None
        name = name_told(phrase) or (entry.name if entry else None)
        gender = entry.gender if entry and entry.name == name else ""
        kind: SourceKind = "named" if name_told(phrase) else "office"
        return Resolution(terms[0].actor, name, terms[0].office, kind, terms[0].code, terms[0].sector, gender)

    def _titles(self) -> tuple[Titles, Titles]:
        """The offices of both tables by title, made on first need."""
        if self._by_title is None:
            own, packed = self.tables
            self._by_title = by_title(own.offices), by_title(packed.offices)
        return self._by_title

    def _called(self, table: Gazetteer, actor: str) -> str:
        """The name under which ``table`` keeps the offices of ``actor``: its own, or that of the state with its code."""
        code = code_of(self.actors, actor)
        if actor in table.offices or code is None:
            return actor
        if table is not self.tables[0]:
            return table.lands.get(code, actor)
        return next((a for a, held in table.offices.items() if held[0].code == code and held[0].sector == "GOV"), actor)

    def _paper(self, phrase: Phrase) -> Resolution | None:
        """A paper or a station that nobody knows: it has the country in its name, and speaks for nobody."""
        if not is_paper(phrase) or any(s.end == phrase.head for s in phrase.of("actor", "body")):
            return None
        lands = phrase.of("country", "people", "place", "actor")
        return Resolution(None, None, None, "office", lands[0].entries[0].code if lands else None, "MED")

    def _body(self, phrase: Phrase) -> Resolution | None:
        """A body, movement or organisation of the case or the gazetteer; a case's state is a country."""
        bodies = [s for s in phrase.of("actor", "body") if not _is_state(s.entries[0])]
        if not bodies:
            return None
        entry = min(bodies, key=lambda s: (s.start >= phrase.head, s.start)).entries[0]
        role = sector_told(phrase)
        sector = entry.sector or (role if role != "GOV" else None) or ("GOV" if entry.code else None)
        if entry.kind == "body" and entry.sector == "GOV" and role is not None:
            sector = role
        state = self.land(entry.code) if entry.kind == "body" and entry.sector in _STATE else None
        office = entry.name if state is not None else None
        return Resolution(
            state or entry.actor or entry.name,
            name_told(phrase),
            office,
            kind_told(phrase),
            entry.code,
            sector,
            gender_told(phrase),
        )

    def _country(self, phrase: Phrase) -> Resolution | None:
        """A state, its people or its institutions, by a name, an adjective, a capital or a building."""
        lands = [
            s for s in phrase.of("country", "people", "place", "actor") if s.kind != "actor" or _is_state(s.entries[0])
        ]
        if not lands:
            return None
        entry = min(lands, key=lambda s: (s.start >= phrase.head, s.start)).entries[0]
        sector = sector_told(phrase) or "GOV"
        actor = self._speaker(entry.code, sector, entry.actor or entry.name)
        return Resolution(actor, name_told(phrase), None, kind_told(phrase), entry.code, sector, gender_told(phrase))

    def _role(self, phrase: Phrase, home: str | None) -> Resolution:
        """A role without a country: of ``home`` where the whole phrase is an institution ("the administration"), else of nobody known."""
        sector, name = sector_told(phrase), name_told(phrase)
        title = next((w.key for w in phrase.words if w.key in _AMERICAN or w.key == "secretary"), None)
        code = "USA" if title is not None and name is not None else None
        institution = (
            phrase.words[0].key in ("the", "this", "our")
            and sector in _STATE
            and name is None
            and len(phrase.words) <= 3
        )
        if home is not None and institution and not is_unnamed(phrase):
            return Resolution(home, None, None, "office", self._code(home), sector)
        actor = self._speaker(code, sector, None) if code else None
        return Resolution(actor, name, None, "named" if name else "unnamed", code, sector, gender_told(phrase))

    def _speaker(self, code: str | None, sector: str | None, name: str | None) -> str | None:
        """The actor that a country's GOV, MIL, ... speak for; its society speaks for nobody, unless the case knows an actor for it."""
        own = self._by_code.get((code or "", sector))
        if own is not None:
            return own
        return (name or self.land(code)) if sector in _STATE else None

    def names_land(self, text: str) -> bool:
        """Whether a phrase names a country, a people, or a place that stands for one."""
        phrase = phrase_of(text, self.tables)
        return phrase is not None and bool(phrase.of("country", "people", "place"))

    def is_of_home(self, text: str, found: Resolution, home: str | None) -> bool:
        """Whether "Congress" or "the justice ministry", which the gazetteer knows of another state, is that of the report's own, an actor
        of the case, since no state is named."""
        if found.person is not None or found.code is None or found.actor in self.actors or home not in self.actors:
            return False
        return found.sector in (*_STATE, "LEG", "JUD") and not self.names_land(text)

    def is_state(self, name: str) -> bool:
        """Whether an actor is a state, so that its offices may go without saying; one that only the case knows may be where it names no
        sector."""
        if name in self.actors:
            actor = self.actors[name]
            return actor.sector in (None, "GOV") and actor.part_of is None and actor.code not in _INTERNATIONAL
        return any(_is_state(e) or e.kind == "country" for e in self.tables[1].find(" ".join(folded(name))))

    def land(self, code: str | None) -> str | None:
        """The gazetteer's name of the state with this code."""
        return self.tables[1].lands.get(code or "")

    def _code(self, actor: str) -> str | None:
        if actor in self.actors:
            return code_of(self.actors, actor)
        found = self.tables[1].find(" ".join(folded(actor)))
        return found[0].code if found else None


def _as_person(people: Sequence[Entry], day: str | None, titles: frozenset[str], who: WhoIsWho) -> Resolution:
    """A person with the office of that day; somebody who serves no longer, or not yet, speaks for no actor."""
    term = serving(people, day, titles)
    if term is None and day is None and len({e.code for e in people}) == 1:
        term = max(
            people, key=lambda e: (len(titles & office_key(e.office or "")), e.last)
        )  # in office, as far as one can tell
    if term is None:
        last = max(people, key=lambda e: e.last or "9999")
        return Resolution(
            None, last.name, None, "named", last.code, "ELI" if last.kind == "holder" else last.sector, last.gender
        )
    speaks = (
        term.sector in _STATE
        or term.sector == "IGO"
        or term.actor in who.actors
        or (term.kind == "holder" and term.sector == "REL")
    )
    actor = (
        (term.actor or who.land(term.code)) if speaks else term.name
    )  # a legislator or a rebel speaks for nobody else
    return Resolution(actor, term.name, term.office, "named", term.code, term.sector, term.gender)


def _of_one_country(people: Sequence[Entry], phrase: Phrase, who: WhoIsWho) -> Resolution:
    """One of several people of one country, where the day that would tell them apart is unknown ("President Bush")."""
    sectors = {e.sector for e in people}
    sector = people[0].sector if len(sectors) == 1 else None
    name = phrase.words[-1].text if phrase.words else None
    return Resolution(
        who.land(people[0].code) if sector in _STATE else None,
        name_told(phrase) or name,
        None,
        "named",
        people[0].code,
        sector,
    )


def _tells_the_country(entry: Entry) -> bool:
    """Whether an office named without a country tells whose it is: a title of two words or more that is not every country's."""
    title = office_key(entry.office or "")
    return len(title) > 1 and title not in COMMON


def _titled_so(titles: frozenset[str], entry: Entry) -> bool:
    """Whether one of ``titles`` goes with the office: a word of it, a rank for a soldier, one head of government for another."""
    office = office_key(entry.office or "")
    if titles & office - {"of", "the"}:
        return True
    if entry.sector == "MIL":
        return bool(titles & _RANKS)
    return bool(titles & _HEADS) and bool(office & _HEADS)


def _is_state(entry: Entry) -> bool:
    """A state with a code of its own, or one that only the case knows, told by its sector GOV."""
    if entry.kind != "actor" or entry.sector not in (None, "GOV"):
        return False
    return entry.sector == "GOV" if entry.code is None else len(entry.code) == 3 and entry.code not in _INTERNATIONAL


def code_and_sector(text: str, day: str | None = None) -> tuple[str | None, str | None]:
    """As :meth:`WhoIsWho.code_and_sector`, with the packaged gazetteer alone."""
    return _packaged_who().code_and_sector(text, day)


@lru_cache(maxsize=1)
def _packaged_who() -> WhoIsWho:
    return WhoIsWho()
