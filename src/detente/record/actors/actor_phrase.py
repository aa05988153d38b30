"""A phrase that names somebody, taken apart: its known names, its head, and the name, sector, kind and gender that it tells by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.record.actors.gazetteer import PARTICLES, Gazetteer
from detente.record.actors.genders import is_first_name
from detente.record.actors.offices import TITLES, title_words
from detente.record.actors.phrases import Word, words_of
from detente.record.actors.sightings import Sighting, sightings, singular
from detente.record.nouns import SourceKind

__all__ = [
    "Phrase",
    "family_keys",
    "gender_told",
    "is_doubled",
    "is_paper",
    "is_unnamed",
    "kind_told",
    "name_told",
    "only_titles_before",
    "phrase_of",
    "sector_told",
]

_UNNAMED = frozenset(
    "official source diplomat aide adviser advisor analyst critic people person member lawmaker some several one many witness resident reporter "
    "journalist expert other".split()
)
_NO_NAMES = frozenset(
    "both senior junior some several many most other another two three four five q on in at last this that these those american international national "
    "monday tuesday wednesday thursday friday saturday sunday western eastern northern southern foreign local military former late then".split()
)
_SMALL_WORDS = frozenset(
    "the a an one some several his her its their our my as at if in on of to by for from with and but or so yet did do does is was are were what when "
    "where who how why you i we he she it they there here even only not no after before while since asked told i'm".split()
)
_CONTRACTED = re.compile(r"(?:n['’]t|['’](?:ve|re|ll|d|m))$", re.IGNORECASE)
_PREPOSITIONS = frozenset("of for in from at to with by on inside within near against who which that".split())
_GENDERS = {"king": "m", "mr": "m", "prince": "m", "spokesman": "m", "chairman": "", "congressman": "m", "sir": "m", "lord": "m", "businessman": "m",
            "queen": "f", "mrs": "f", "ms": "f", "princess": "f", "spokeswoman": "f", "chairwoman": "f", "congresswoman": "f", "lady": "f"}  # fmt: skip
_GROUNDS = frozenset(
    "street avenue square road bridge airport hotel boulevard lane park station".split()
)  # a place's name in theirs says little
_PAPERS = frozenset(
    "times post herald independent review observer gazette telegraph tribune journal news chronicle courier mirror star globe mail standard guardian "
    "examiner monitor bulletin dispatch daily weekly monthly magazine radio television tv broadcasting".split()
)  # what a paper or a station is called, at the end of its name or before "of"
_CLAUSE = re.compile(
    r",\s+(?:in|at|by|on|with|after|before|during|while|when|where|whose|which|who|that|as|if|because|though|although|despite|amid|since|[a-z]+ing)\b"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase taken apart: ``head`` is the number of words before its first preposition, ``keys`` its words as a set."""

    words: Sequence[Word]
    seen: Sequence[Sighting]
    head: int
    keys: frozenset[str]

    def of(self, *kinds: str) -> list[Sighting]:
        """What is named of these kinds, without those who are only leant on and places that belong to nobody for certain."""
        named = [s for s in self.seen if s.kind in kinds and not s.aside]
        return [s for s in named if s.kind != "place" or s.entries[0].code is not None]


def phrase_of(text: str, tables: Sequence[Gazetteer]) -> Phrase | None:
    """``text`` taken apart by what ``tables`` know; None where it holds no word."""
    clause = _CLAUSE.search(text)
    if clause is not None:  # what is told of somebody after a comma does not tell who it is
        text = text[: clause.start()]
    words = words_of(text)
    if not words:
        return None
    head = next((i for i, w in enumerate(words) if i and w.key in _PREPOSITIONS), len(words))
    seen = _without_names(words, _without_memberships(words, sightings(text, words, tables)))
    return Phrase(words, seen, head, title_words(w.key for w in words))


def family_keys(phrase: Phrase, at: int) -> list[str]:
    """The family name that may end at a word, with the word before it as its particle first."""
    key = phrase.words[at].key
    return [f"{phrase.words[at - 1].key} {key}", key] if at else [key]


def _without_memberships(words: Sequence[Word], seen: Sequence[Sighting]) -> list[Sighting]:
    """Sightings in which a body named before "member" and a country only describes the country ("NATO-member Norway")."""
    lands = [s.start for s in seen if s.kind == "country"]
    return [
        replace(s, aside=True)
        if s.kind == "body"
        and s.end < len(words)
        and singular(words[s.end].key) == "member"
        and any(start in range(s.end + 1, s.end + 3) for start in lands)
        else s
        for s in seen
    ]


def _without_names(words: Sequence[Word], seen: Sequence[Sighting]) -> list[Sighting]:
    """Sightings without places that are only part of a name: of a person ("Sofia Marn", "Walter London") or of a street."""
    taken = {s.start for s in seen}
    return [
        s for s in seen if s.kind not in ("place", "country") or s.end - s.start > 1 or not _is_part(words, s, taken)
    ]


def _is_part(words: Sequence[Word], place: Sighting, taken: set[int]) -> bool:
    if (
        place.start
        and is_first_name(words[place.start - 1].text)
        and words[place.start - 1].end + 1 == words[place.start].start
    ):
        return True
    after = words[place.end] if place.end < len(words) else None
    if after is None or not after.capital or words[place.start].possessive or words[place.start].end + 1 != after.start:
        return False
    return after.key in _GROUNDS or (
        place.end not in taken and after.key not in TITLES and is_first_name(words[place.start].text)
    )


def is_doubled(phrase: Phrase, at: int, tables: Sequence[Gazetteer]) -> bool:
    """Whether the word belongs with the one before it to a family name of two ("Cole-Baines"), before which only titles stand."""
    pair = family_keys(phrase, at)[0]
    return at > 0 and any(pair in table.families for table in tables) and only_titles_before(phrase, at - 1)


def only_titles_before(phrase: Phrase, at: int) -> bool:
    """Whether the words before a family name are titles, countries or roles, and no first name that is not known."""
    covered = {i for s in phrase.seen for i in range(s.start, s.end)}
    return all(
        i in covered or w.key in TITLES or w.key in PARTICLES or not w.capital or singular(w.key) in TITLES
        for i, w in enumerate(phrase.words[:at])
    )


def name_told(phrase: Phrase) -> str | None:
    """A name that is nobody known: capitalised words after a title or a role, or two or more that nothing else covers."""
    covered = {i for s in phrase.seen for i in range(s.start, s.end)}
    run: list[Word] = []
    first = 0
    for i, word in enumerate(phrase.words):
        free = i not in covered and word.capital and word.key not in TITLES and not word.text.isupper()
        if free and word.key not in _SMALL_WORDS and not _CONTRACTED.search(word.text):
            first = first if run else i
            run.append(word)
        elif run and word.key not in ("al", "bin", "de", "van", "von", "del", "ibn"):
            break
    while run and run[0].key in _NO_NAMES:
        run.pop(0)
    before = phrase.words[first - 1].key if first else ""
    titled = before in TITLES or any(s.kind == "role" and s.end == first for s in phrase.seen)
    return (
        " ".join(w.text.rstrip("’'s.") if w.possessive else w.text for w in run)
        if run and (len(run) > 1 or titled)
        else None
    )


def sector_told(phrase: Phrase) -> str | None:
    """The sector of the head noun: the last role before the first preposition, else of what stands elsewhere in the phrase."""
    roles = [s for s in phrase.seen if any(e.kind == "role" for e in s.entries)]
    before = [s for s in roles if s.start < phrase.head]
    for sighting in [*reversed(before), *(s for s in roles if s.start >= phrase.head)]:
        sector = next((e.sector for e in sighting.entries if e.kind == "role"), None)
        if sector is not None:
            return sector
    return "GOV" if roles else None


def is_paper(phrase: Phrase) -> bool:
    """Whether it is the name of a paper or a station ("the Moscow Times", "The Times of Israel"), which speaks for no state."""
    last = phrase.words[phrase.head - 1]
    return len(phrase.words) > 1 and last.key in _PAPERS and last.capital and (phrase.head > 1 or not last.start)


def is_unnamed(phrase: Phrase) -> bool:
    """Whether it speaks of somebody without saying who: a role that anybody may have, or one of many."""
    return any(singular(w.key) in _UNNAMED for w in phrase.words[: phrase.head]) or phrase.words[0].key in ("a", "an")


def kind_told(phrase: Phrase) -> SourceKind:
    """Whether it names a person, somebody unnamed, or an office."""
    if name_told(phrase) is not None:
        return "named"
    return "unnamed" if is_unnamed(phrase) else "office"


def gender_told(phrase: Phrase) -> str:
    """The gender, m or f, where a title or a role tells it, else empty."""
    return next((_GENDERS[w.key] for w in phrase.words[: phrase.head] if w.key in _GENDERS), "")
