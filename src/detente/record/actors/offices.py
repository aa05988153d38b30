"""Offices and who holds them: titles compared as sets of words, holders read at a day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from detente.record.actors.gazetteer import Entry
from detente.record.actors.phrases import words_of
from detente.record.actors.sightings import singular

__all__ = ["COMMON", "TITLES", "Office", "Titles", "by_title", "holders_of", "office_key", "serving", "title_words"]

_SMALL = frozenset("of the for to and a an in at his her its their our my affairs s".split())
_SPELT = {"defence": "defense", "adviser": "advisor", "spokesperson": "spokeswoman", "spokesman": "spokeswoman", "chairwoman": "chairman",
          "deputies": "deputy", "external": "foreign"}  # fmt: skip
TITLES = frozenset(
    "president secretary minister premier senator congressman congresswoman representative chancellor king queen prince princess emir general "
    "admiral colonel ambassador director chairman chairwoman speaker justice judge governor mayor mr mrs ms dr sir lord lady ayatollah pope "
    "vice foreign prime leader spokesman spokeswoman envoy commander sheikh sultan chief attorney professor deputy special grand crown "
    "former first then acting state defense defence finance interior treasury press rear major field marshal captain lieutenant "
    "representative supreme rep sen gen gov adm pm us national security advisor adviser opposition majority minority house senate party "
    "administration government regime".split()
)


@lru_cache(maxsize=8192)
def office_key(title: str) -> frozenset[str]:
    """A title as the set of its words, so that 'Secretary of Defense' and 'Defence Secretary' are one."""
    return title_words(w.key for w in words_of(title))


def title_words(keys: Iterable[str]) -> frozenset[str]:
    """Folded words as :func:`office_key` compares them."""
    return frozenset(_SPELT.get(k, k) for k in keys if k not in _SMALL)


COMMON = frozenset(
    office_key(title)
    for title in (
        "opposition leader",
        "chief negotiator",
        "field marshal",
        "crown prince",
        "special envoy",
        "director general",
        "managing director",
        "general secretary",
        "party leader",
    )
)  # titles of many countries, of which the gazetteer may hold one: without a country they tell nobody


@dataclass(frozen=True, slots=True)
class Office:
    """One office of an actor: its title as words, and the terms of its holders."""

    actor: str
    title: frozenset[str]
    terms: tuple[Entry, ...]


Titles = Mapping[str, tuple[Office, ...]]  # by the rarest word of the title


def by_title(offices: Mapping[str, Sequence[Entry]]) -> Titles:
    """The offices of each actor, ready for :func:`holders_of`."""
    terms: dict[tuple[str, frozenset[str]], list[Entry]] = defaultdict(list)
    for actor, held in offices.items():
        for entry in held:
            terms[actor, office_key(entry.office or "")].append(entry)
    frequency = Counter(word for _, title in terms for word in title)
    index: dict[str, list[Office]] = defaultdict(list)
    for (actor, title), entries in terms.items():
        if title:
            rarest = min(title, key=lambda word: (frequency[word], word))
            index[rarest].append(Office(actor, title, tuple(entries)))
    return {word: tuple(found) for word, found in index.items()}


def holders_of(titles: Titles, keys: frozenset[str]) -> dict[str, tuple[Entry, ...]]:
    """By actor, the terms of its office that ``keys`` name most fully; actors of whom they name none, or two alike, are left out."""
    named: dict[str, list[Office]] = defaultdict(list)
    for key in keys:
        for office in titles.get(key, ()):
            if office.title <= keys:
                named[office.actor].append(office)
    best: dict[str, tuple[Entry, ...]] = {}
    for actor, offices in named.items():
        size = max(len(o.title) for o in offices)
        fullest = [o for o in offices if len(o.title) == size]
        if len(fullest) == 1:
            best[actor] = fullest[0].terms
    return best


def serving(people: Sequence[Entry], day: str | None, titles: frozenset[str]) -> Entry | None:
    """The term that counts on ``day``: one that holds then, of these one whose title is used; None where the person serves no longer
    or not yet."""
    now = [e for e in people if e.holds(day)]
    if not now:
        return None
    return max(now, key=lambda e: (len(titles & office_key(e.office or "")), e.kind == "holder", e.first))


def is_plural(key: str) -> bool:
    """Whether a folded role noun stands for several."""
    return singular(key) != key
