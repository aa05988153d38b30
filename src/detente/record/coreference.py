"""What a report has named before: "the secretary", "Kerry", "he", "the ministry", acronyms that it introduces.

A small set of rules over the people and bodies named earlier in the same report, nearest first; after the entity-grid habit of news
prose that a pronoun goes back to who spoke last or stands at the head of the sentence before.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace

from detente.record.offices import TITLES, office_key
from detente.record.phrases import folded, words_of
from detente.record.sightings import singular
from detente.record.who import NOBODY, Resolution, WhoIsWho

__all__ = ["Memory"]

REACH = 1_500  # characters: how far back a pronoun may go; about a dozen sentences
_CHUNK = re.compile(
    r"(?:[A-Z][\w.’'-]*|al-[A-Z]\w+)(?:(?:,? (?:of|for|the|al|bin|de|van|von|del))* (?:[A-Z][\w.’'-]*|al-[A-Z]\w+)){0,7}",
    re.UNICODE,
)
_ACRONYM = re.compile(r"((?:[A-Z][\w’'-]+ (?:(?:of|for|the|and|in) )*)+[A-Z][\w’'-]+),? \(([A-Z][A-Za-z]{1,7})\)")
_HE = frozenset({"he", "him", "himself", "his"})
_SHE = frozenset({"she", "her", "herself", "hers"})
_I = frozenset({"i", "me", "my", "we", "us", "our", "ourselves", "myself"})
_THEY = frozenset({"they", "them", "their", "it", "its", "both"})
_OPENERS = re.compile(r"(?:[.!?]['”\"’)]*\s+|\n|^)(?:\W|\b(?:The|And|But|In|On|At|As|For|Mr|Ms|Mrs)\b\.?)*\s*$")
_HONORIFIC = {"mr": "m", "sir": "m", "king": "m", "mrs": "f", "ms": "f", "madam": "f", "queen": "f"}


@dataclass(frozen=True, slots=True)
class _Named:
    """Somebody named at an offset; ``strong``: at the head of a sentence, or as the source of a statement."""

    at: int
    who: Resolution
    strong: bool
    titles: frozenset[str]


class Memory:
    """The people and bodies of one report, filled as it is read from start to end."""

    def __init__(self, who: WhoIsWho, text: str, day: str | None, home: str | None = None) -> None:
        self._who = who
        self._text = text
        self._day = day
        self.home = home
        self.speaker: Resolution = NOBODY
        self._acronyms = {short: long for long, short in _ACRONYM.findall(text)}
        self._named: list[_Named] = []
        self._families: dict[str, Resolution] = {}
        self._read_names(text)

    def learn(self, text: str) -> None:
        """Take the people of a title or a byline as known, without a place in the text."""
        for match in _CHUNK.finditer(text):
            self._family(self._who.resolve(match.group(), self._day, self.home))

    def resolve(self, phrase: str, at: int) -> Resolution:
        """What ``phrase`` at offset ``at`` stands for, by itself or by what the report named before."""
        keys = folded(phrase)
        if not keys:
            return NOBODY
        found = self._pronoun(keys[0], at) if len(keys) == 1 or keys[0] in _I | _HE | _SHE else None
        if found is None and keys[-1] in ("i", "we") and len(keys) <= 6:
            found = self.speaker  # "what I", "Here's what we": a relative clause cut with its pronoun
        if found is None:
            found = self._who.resolve(self._acronyms.get(phrase.strip(), phrase), self._day, self.home)
            if found.person is None or found.actor is None:
                found = self._remembered(phrase, keys, at) or found
        if found.actor is not None or found.person is not None:
            self._named.append(_Named(at, found, True, _titles(phrase, found)))
            self._named.sort(key=lambda n: n.at)
        return found

    def _read_names(self, text: str) -> None:
        for match in _CHUNK.finditer(text):
            printed = match.group()
            if len(printed) < 3:
                continue
            found = self._who.resolve(printed, self._day, self.home)
            if found.person is None and found.actor is None:
                continue
            self._family(found)
            strong = bool(_OPENERS.search(text[max(0, match.start() - 24) : match.start()]))
            self._named.append(_Named(match.start(), found, strong, _titles(printed, found)))

    def _family(self, found: Resolution) -> None:
        if found.person is not None and found.kind == "named":
            words = folded(found.person)
            if len(words) > 1:
                self._families.setdefault(words[-1], found)

    def _pronoun(self, key: str, at: int) -> Resolution | None:
        if key in _I:
            return self.speaker
        if key in _HE or key in _SHE:
            wanted = "m" if key in _HE else "f"
            return self._latest(at, lambda n: n.who.person is not None and n.who.gender in (wanted, "")) or NOBODY
        if key in _THEY:
            return self._latest(at, lambda n: n.who.person is None) or NOBODY
        return None

    def _latest(self, at: int, fits: Callable[[_Named], bool]) -> Resolution | None:
        """The strongest of the nearest: somebody who spoke or headed a sentence in the last lines before anybody else."""
        end = bisect_right(self._named, at - 1, key=lambda n: n.at)
        near = [n for n in self._named[max(0, end - 60) : end] if at - n.at <= REACH and fits(n)]
        strong = [n for n in near if n.strong and at - n.at <= REACH // 2]
        chosen = strong[-1] if strong else near[-1] if near else None
        return replace(chosen.who) if chosen is not None else None

    def _remembered(self, phrase: str, keys: tuple[str, ...], at: int) -> Resolution | None:
        words = words_of(phrase)
        last = next((w for w in reversed(words) if w.capital), None)
        if last is not None and last.key in self._families:
            known = self._families[last.key]
            return known if len(keys) <= 3 else None
        definite = words[0].key in ("the", "his", "her", "this", "that") and len(keys) <= 2
        if not definite:
            return None
        nouns = office_key(" ".join(keys)) | {singular(k) for k in keys}
        return self._latest(at, lambda n: bool(nouns & n.titles))


def _titles(phrase: str, found: Resolution) -> frozenset[str]:
    """The title words by which somebody may be called again."""
    words = frozenset(w.key for w in words_of(phrase)) & TITLES
    return words | office_key(found.office or "")
