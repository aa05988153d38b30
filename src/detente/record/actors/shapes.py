"""What a phrase stands for by its form: one person, several, a body, or something written that speaks for its author.

A pronoun goes back to its own number and kind: "he" to one person, "they" to several or to a body, "it" to a body or a paper, "one of
them" to several.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from detente.record.actors.gazetteer import packaged
from detente.record.actors.offices import TITLES
from detente.record.actors.phrases import Word, words_of
from detente.record.actors.sightings import singular

__all__ = ["ALWAYS_SEVERAL", "PAPERS", "Shape", "head_of", "is_role", "shape_of"]

Shape = Literal["person", "group", "body", "paper"]
PAPERS = frozenset(
    "analysis annex assessment article audit bill book brochure budget bulletin cable caption charter column communique communiqué declaration document draft "
    "editorial email estimate filing footnote inquiry investigation leaflet letter log manifesto memo memorandum message minute note notice paper pamphlet petition plan poll "
    "post proposal readout record register report resolution review statement statistic study summary survey telegram text transcript tweet verdict volume".split()
)
_BODIES = frozenset(
    "academy administration agency airline alliance army assembly association authority bank board body brigade broadcaster bureau cabinet camp campaign center "
    "centre chamber charity church city coalition college command commission committee community company congress consortium corporation council country court "
    "delegation department directorate embassy executive faction federation firm force foundation front fund garrison government group guard house industry "
    "inspectorate institute institution islands junta leadership league left legislature media military militia ministry mission monarchy movement nation "
    "navy network newspaper office operator opposition organisation organization palace panel paper parliament party police presidency press public radio regime "
    "region republic right secretariat senate service side staff state station syndicate team television treasury tribunal union university village minority majority caucus crowd team family public rest".split()
)
_SEVERAL = frozenset(
    "two three four five six seven eight nine ten some several many most few both all dozens hundreds thousands others those these various "
    "numerous half third quarter percent none".split()
)
ALWAYS_SEVERAL = frozenset("people men women children police clergy crew allies".split())
_ONES = frozenset("press congress boss news police business analysis series headquarters us chess".split())
_CLOSES = frozenset(
    "of for in from at to with by on inside within near against who which that whom whose about under over close familiar and or since as "
    "out today yesterday here there abroad alone himself herself themselves now then briefed quoted interviewed reached called named known whether".split()
)


@lru_cache(maxsize=4096)
def is_role(key: str) -> bool:
    """Whether a folded noun names what somebody is or does, as the gazetteer has it."""
    return any(e.kind == "role" for e in packaged().find(singular(key)))


def head_of(phrase: str) -> Word | None:
    """The noun that a phrase is about: the last word before its first comma, preposition or clause."""
    words = words_of(phrase.split(",")[0].split(";")[0])
    end = next((i for i in range(1, len(words)) if _closes(words, i)), len(words))
    return words[end - 1] if words else None


def _closes(words: list[Word], at: int) -> bool:
    """Whether a noun ends before a word: a preposition, or a participle with one ("a bulletin issued by ...")."""
    if words[at].key in _CLOSES:
        return True
    return words[at].key.endswith("ed") and at + 1 < len(words) and words[at + 1].key in _CLOSES


def shape_of(phrase: str) -> Shape:
    """What a phrase without a person's name stands for."""
    head = head_of(phrase)
    if head is None:
        return "body"
    words = words_of(phrase)
    first, noun = words[0].key, singular(head.key)
    if head.key in ALWAYS_SEVERAL or head.key in _SEVERAL or (first in _SEVERAL and len(words) > 1):
        return "group"
    if noun in PAPERS and (noun == head.key or first in ("the", "their", "its", "his", "her")):
        return "paper"
    if head.capital and (head.start > 0 or noun == head.key) and not (noun in TITLES or is_role(noun)):
        return "body"  # a name, of no person
    if noun != head.key and head.key not in _ONES and not head.possessive:
        return "group"
    return "body" if noun in _BODIES else "person"
