"""What a report has named before: "the secretary", "Kerry", "he", "the ministry", acronyms that it introduces.

A small set of rules over the people and bodies named earlier in the same report, nearest first; after the entity-grid habit of news
prose that a pronoun goes back to who spoke last or stands at the head of the sentence before.
"""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from detente.record.offices import TITLES, office_key
from detente.record.phrases import folded, words_of
from detente.record.sightings import singular
from detente.record.who import NOBODY, Resolution, WhoIsWho

__all__ = ["Memory", "most_named_state"]

REACH = 1_500  # characters: how far back a pronoun may go; about a dozen sentences
LONG = 4_000  # for "he" and "she": who a report is about is called so for long
_CHUNK = re.compile(
    r"(?:[A-Z][\w.’'-]*|al-[A-Z]\w+)(?:(?:,? (?:of|for|the|al|bin|de|van|von|del))* (?:[A-Z][\w.’'-]*|al-[A-Z]\w+)){0,7}",
    re.UNICODE,
)
_ACRONYM = re.compile(r"((?:[A-Z][\w’'-]+ (?:(?:of|for|the|and|in) )*)+[A-Z][\w’'-]+),? \(([A-Z][A-Za-z]{1,7})\)")
_HE = frozenset({"he", "him", "himself", "his"})
_SHE = frozenset({"she", "her", "herself", "hers"})
_I = frozenset({"i", "me", "my", "we", "us", "our", "ourselves", "myself"})
_THEY = frozenset({"they", "them", "their", "it", "its", "both"})
_WHO = frozenset({"who", "whom", "which", "that"})
_SUBJECTS = frozenset({"i", "we", "he", "she"})
_OWNERS = {"his": "he", "her": "she", "its": "it", "their": "they", "my": "i", "our": "we", "whose": "who"}
_STATE = frozenset({"GOV", "MIL", "SPY", "COP"})
NEAR = 120  # characters: how far before a relative pronoun its noun may stand
_ROLES = frozenset(
    "official aide officer adviser candidate nominee lawmaker negotiator mediator diplomat judge prosecutor founder coach lieutenant".split()
)
_ANYBODYS = frozenset(
    "diplomat envoy analyst delegation delegate mediator counterpart monitor former retired foreign person people colleague some other two three "
    "several".split()
)
_BODIES = {
    "company": ("BUS",), "firm": ("BUS",), "operator": ("BUS",), "bank": ("BUS",), "agency": ("IGO", "NGO"), "mission": ("IGO", "NGO"),
    "organization": ("IGO", "NGO"), "organisation": ("IGO", "NGO"), "group": ("REB", "NGO", "UAF", "OPP"), "movement": ("REB", "OPP"),
    "rebel": ("REB",), "guerrilla": ("REB",), "insurgent": ("REB",), "party": ("PTY", "OPP"), "campaign": ("PTY",), "union": ("LAB",),
    "paper": ("MED",), "newspaper": ("MED",), "broadcaster": ("MED",), "gang": ("CRM",), "charity": ("NGO",),
}  # fmt: skip
_OF_WHOM = re.compile(r"\b(?:to|of|for|with|from|close to|loyal to) ((?:(?:Mr|Mrs|Ms|Dr|the)\.? )?[A-Z][^,;]*)$")
_TOLD_AFTER = re.compile(r",(?: \d+,)? ((?:the|an?|its|his|her|their|[A-Z]\w+[’']s) [^,.;\n]{3,80})")
_OPENERS = re.compile(r"(?:[.!?]['”\"’)]*\s+|\n|^)(?:\W|\b(?:The|And|But|In|On|At|As|For|Mr|Ms|Mrs)\b\.?)*\s*$")
_HONORIFIC = {"mr": "m", "sir": "m", "king": "m", "mrs": "f", "ms": "f", "madam": "f", "queen": "f"}


@dataclass(frozen=True, slots=True)
class _Named:
    """Somebody named at an offset; ``strong``: at the head of a sentence, or as the source of a statement."""

    at: int
    who: Resolution
    strong: bool
    titles: frozenset[str]


def most_named_state(text: str, who: WhoIsWho, day: str | None) -> str | None:
    """The state that a report names, with its people, half as often again as any other: its "the president" is that one's."""
    named: Counter[str] = Counter()
    for match in _CHUNK.finditer(text):
        found = who.resolve(match.group(), day)
        if found.actor is not None and who.is_state(found.actor):
            named[found.actor] += 1
    (first, count), (_, second) = [*sorted(named.items(), key=lambda item: (-item[1], item[0])), ("", 0), ("", 0)][:2]
    return first if count >= 2 and 2 * count >= 3 * second else None


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
        self._firsts: dict[str, Resolution] = {}
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
        found = self._pronoun(keys[0], at) if len(keys) == 1 or (keys[0] in _SUBJECTS and len(keys) <= 4) else None
        if found is None and keys[-1] in ("i", "we") and len(keys) <= 6:
            found = self.speaker  # "what I", "Here's what we": a relative clause cut with its pronoun
        if found is None:
            found = self._who.resolve(self._acronyms.get(phrase.strip(), phrase), self._day, self.home)
            if (
                found.person is None
                or found.actor is None
                or (found.actor not in self._who.actors and self._who.actors)
            ):
                found = self._remembered(phrase, keys, at) or found
            if found.actor is None:
                found = self._belonging(phrase, found, at)
        if found.actor is not None or found.person is not None:
            insort(self._named, _Named(at, found, True, _titles(phrase, found)), key=lambda n: n.at)
        return found

    def _read_names(self, text: str) -> None:
        for match in _CHUNK.finditer(text):
            printed = match.group()
            if len(printed) < 3:
                continue
            found = self._who.resolve(printed, self._day, self.home)
            if found.actor is None and (found.person is None or " " not in found.person):
                continue
            self._family(found)
            told = _TOLD_AFTER.match(text, match.end())
            titles = _titles(printed, found) | (
                _titles(told.group(1), NOBODY) if told and found.person else frozenset()
            )
            strong = bool(_OPENERS.search(text[max(0, match.start() - 24) : match.start()]))
            self._named.append(_Named(match.start(), found, strong, titles))

    def _family(self, found: Resolution) -> None:
        if found.person is not None and found.kind == "named":
            words = folded(found.person)
            if len(words) > 1:
                self._families.setdefault(words[-1], found)
                self._firsts.setdefault(words[0], found)

    def _pronoun(self, key: str, at: int) -> Resolution | None:
        if key in _I:
            return self.speaker
        if key in _HE or key in _SHE:
            wanted = "m" if key in _HE else "f"
            return self._latest(at, lambda n: n.who.person is not None and n.who.gender in (wanted, ""), LONG) or NOBODY
        if key in _THEY:
            return self._latest(at, lambda n: n.who.person is None) or NOBODY
        if key in _WHO:
            end = bisect_right(self._named, at - 1, key=lambda n: n.at)
            near = self._named[end - 1 : end]
            return replace(near[0].who) if near and at - near[0].at <= NEAR else NOBODY
        return None

    def _belonging(self, phrase: str, found: Resolution, at: int) -> Resolution:
        """Somebody unknown who belongs to somebody known: "his spokeswoman", "an aide to Ms. Pohl", "our engineers"; officials of whom
        nothing is told are those of the report's own country."""
        words = words_of(phrase)
        owner: Resolution | None = None
        if words[0].key in _OWNERS:
            owner = self._pronoun(_OWNERS[words[0].key], at)
        elif (told := _OF_WHOM.search(phrase)) is not None:
            owner = self._who.resolve(told.group(1), self._day, self.home)
            if owner.actor is None:
                owner = self._remembered(told.group(1), folded(told.group(1)), at)
            if found.person is not None and found.person in told.group(1):
                found = replace(found, person=None, kind="unnamed")  # the name is the other's
        elif (
            found.sector in _STATE
            and found.code is None
            and self.home is not None
            and not any(singular(w.key) in _ANYBODYS or w.key in _ANYBODYS for w in words)
        ):
            return replace(found, actor=self.home)
        if owner is None or owner.actor is None:
            return found
        kind = found.kind if found.kind != "none" else "unnamed"
        return replace(found, actor=owner.actor, code=owner.code, kind=kind)

    def _latest(self, at: int, fits: Callable[[_Named], bool], reach: int = REACH) -> Resolution | None:
        """The strongest of the nearest: somebody who spoke or headed a sentence in the last lines before anybody else."""
        end = bisect_right(self._named, at - 1, key=lambda n: n.at)
        near = [n for n in self._named[max(0, end - 60) : end] if at - n.at <= reach and fits(n)]
        strong = [n for n in near if n.strong and at - n.at <= REACH // 2]
        chosen = strong[-1] if strong else near[-1] if near else None
        return replace(chosen.who) if chosen is not None else None

    def _remembered(self, phrase: str, keys: tuple[str, ...], at: int) -> Resolution | None:
        words = words_of(phrase)
        last = next((w for w in reversed(words) if w.capital), None)
        if last is not None and (last.key in self._families or last.key in self._firsts):
            known = self._families.get(last.key) or self._firsts[last.key]
            return known if len(keys) <= 3 else None
        if words[0].key not in ("the", "this", "that") or len(keys) > 2:
            return None
        nouns = office_key(" ".join(keys)) | {singular(k) for k in keys}
        sectors = frozenset(sector for noun in nouns for sector in _BODIES.get(noun, ()))
        return self._latest(
            at,
            lambda n: bool(nouns & n.titles) or (n.who.person is None and n.who.sector in sectors),
        )


def _titles(phrase: str, found: Resolution) -> frozenset[str]:
    """The title words by which somebody may be called again."""
    words = frozenset(singular(w.key) for w in words_of(phrase)) & (TITLES | _ROLES)
    return words | office_key(found.office or "")
