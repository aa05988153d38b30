"""What a phrase holds: known names, people, places, bodies, offices and role nouns, longest names first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.record.actors.gazetteer import Entry, Gazetteer
from detente.record.actors.phrases import Word

__all__ = ["Sighting", "sightings", "singular"]

LONGEST_NAME = 9  # words
_LED_BY = frozenset(
    "backed led aligned controlled held run made born occupied trained supported sponsored funded brokered based".split()
)
_LEANING = frozenset({"pro", "anti", "post", "non", "ex"})
_LOWER_KINDS = frozenset({"role", "actor"})


@dataclass(frozen=True, slots=True)
class Sighting:
    """Words ``start`` to ``end`` (exclusive) of a phrase and what they may stand for. ``aside``: it only tells whom somebody else
    leans on ("U.S.-backed", "pro-Russian")."""

    start: int
    end: int
    entries: tuple[Entry, ...]
    aside: bool = False

    @property
    def kind(self) -> str:
        """The kind of the first entry."""
        return self.entries[0].kind


def singular(key: str) -> str:
    """A folded noun without the ending of the plural, good enough for role nouns."""
    if key.endswith("ies") and len(key) > 4:
        return key[:-3] + "y"
    if key.endswith(("sses", "ches", "shes")):
        return key[:-2]
    if key.endswith("s") and not key.endswith("ss") and len(key) > 3:
        return key[:-1]
    return key


def sightings(text: str, words: Sequence[Word], tables: Sequence[Gazetteer]) -> list[Sighting]:
    """Everything known in ``words``, left to right, not overlapping. Of names of one length the first table's wins."""
    found: list[Sighting] = []
    at = 0
    while at < len(words):
        match = _longest_at(words, at, tables)
        if match is None:
            at += 1
            continue
        end, entries = match
        found.append(Sighting(at, end, entries, _aside(text, words, at, end)))
        at = end
    return found


def _longest_at(words: Sequence[Word], at: int, tables: Sequence[Gazetteer]) -> tuple[int, tuple[Entry, ...]] | None:
    first = words[at].key
    limit = max(max(t.longest.get(first, 0), t.longest.get(singular(first), 0)) for t in tables)
    for size in range(min(limit, LONGEST_NAME, len(words) - at), 0, -1):
        part = words[at : at + size]
        keys = [w.key for w in part]
        for key in dict.fromkeys((" ".join(keys), " ".join([*keys[:-1], singular(keys[-1])]))):
            entries = tuple(e for t in tables for e in t.find(key) if _spelt(e, part))
            if entries:
                return at + size, entries
    return None


def _spelt(entry: Entry, part: Sequence[Word]) -> bool:
    """Whether the words are written as such a name is: role nouns anyhow, acronyms in capitals, names with a capital."""
    if entry.kind == "role":
        return True
    name = entry.name.removeprefix("the ")
    if len(part) == 1 and len(part[0].key) <= 4 and name.replace(".", "").isupper():
        return part[0].text.replace(".", "").rstrip("’'s").isupper()
    return any(w.capital for w in part) or (entry.kind == "actor" and name[:1].islower())


def _aside(text: str, words: Sequence[Word], start: int, end: int) -> bool:
    if (
        end < len(words)
        and words[end].key in _LED_BY
        and text[words[end - 1].end : words[end].start] in ("-", "‑", "–")
    ):
        return True
    return (
        start > 0
        and words[start - 1].key in _LEANING
        and text[words[start - 1].end : words[start].start] in ("-", "‑", "–")
    )
