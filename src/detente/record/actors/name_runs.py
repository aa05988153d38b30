"""Names in running text: where they stand, whether at the head of a sentence, and what is told of them beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from detente.record.actors.genders import gender_of_name
from detente.record.actors.offices import TITLES, office_key
from detente.record.actors.phrases import folded, words_of
from detente.record.actors.shapes import head_of, is_role
from detente.record.actors.sightings import singular
from detente.record.actors.who import NOBODY, Resolution

__all__ = ["heads_sentence", "is_person", "name_runs", "sexed", "titles_at", "titles_of"]

_RUN = re.compile(
    r"(?:[A-Z][\w.’'-]*|al-[A-Z]\w+)(?:(?:,? (?:of|for|the|al|bin|de|van|von|del))* (?:[A-Z][\w.’'-]*|al-[A-Z]\w+)){0,7}",
    re.UNICODE,
)
_LEADING = re.compile(
    r"(?:(?:The|And|But|Yet|So|In|On|At|As|For|By|To|From|With|When|While|After|Before|If|Although|Though|Because|Since|Did|Does|Do|Is|Was|Has|Had|Will|Would|"
    r"Could|Can|What|Why|How|Where|Even|Only|Then|Now|Late|Early|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday) )*"
)
_FULL_STOP = re.compile(r"(?<=[a-z]{3})(?<!Prof)(?<!Capt)(?<!Brig)\. ")
_LABEL = re.compile(r":(?=\s)")
_INTRODUCED = (
    r"(?:(?:[A-Z]\w+(?:ed|ing|ly)|Meanwhile|Later|Earlier|Yesterday|Today|Still|Here|Last|In|At|On|For|By|After|Before|From|Since|To|With|Under|"
    r"During|Despite|As|When|While|If)\b[^,.;:!?\n]{0,50}, "
    r"|(?:The|His|Her|Its|Their) [a-z-]+(?: [a-z-]+)?, "
    r"|(?:In|At|On|For|By|After|From|Since) (?:[\w’'.-]+ ){1,3})?"
)
_HEAD = re.compile(
    r"(?:[.!?]['”\"’)]*\s+|\n|^)"
    + _INTRODUCED
    + r"(?:\W|\b(?:The|And|But|Yet|So|In|On|At|As|For|When|While|After|Before|If|Although|Though|What|Why|How|Where|It was|Did|Does|Do|Is|Was|"
    r"Has|Had|Will|Would|Could|Can|did|does|do|is|was|has|had|will|would|Mr|Ms|Mrs)\b\.?)*\s*$"
)
_HEAD_REACH = 70  # characters before a name that are looked at
_TOLD_AFTER = re.compile(r",(?: \d+,)? ((?:the|an?|its|his|her|their|[A-Z]\w+[’']s) [^,.;\n]{3,80})")
_TOLD_BEFORE = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[A-Z]\w+[’']s) ((?:[a-z-]+ ){0,2}[a-z-]+)(?: (?:of|for|to|in) [A-Z][\w ]+)?,? $"
)
_ROLES = frozenset(
    "official aide officer adviser candidate nominee lawmaker negotiator mediator diplomat judge prosecutor founder coach lieutenant".split()
)
_SPELT_OUT = {
    "gen": "general",
    "adm": "admiral",
    "sen": "senator",
    "rep": "representative",
    "gov": "governor",
    "col": "colonel",
    "pm": "minister",
}
_NOT_GENERALS = re.compile(
    r"\b(attorney|secretary|director|inspector|governor|solicitor|auditor|surgeon|consul|prosecutor)([ -])general\b",
    re.IGNORECASE,
)


def name_runs(text: str) -> Iterator[tuple[int, int]]:
    """Runs of capitalised words, as spans, without the small words that open a sentence, none over the end of one. The label of a turn
    is none: who speaks in it is "I" there, and not who "he" is."""
    for match in _RUN.finditer(text):
        start = match.start()
        for stop in (*(m.start() for m in _FULL_STOP.finditer(match.group())), match.end() - match.start()):
            end = match.start() + stop
            leading = _LEADING.match(text, start, end)
            start = leading.end() if leading is not None else start
            if end - start > 2 and not _LABEL.match(text, end):
                yield start, end
            start = end + 2


def heads_sentence(text: str, start: int) -> bool:
    """Whether what begins at an offset is the first thing that its sentence names: "In May, Ms. Brenn ...", "Did Brenn ...?"."""
    return bool(_HEAD.search(text[max(0, start - _HEAD_REACH) : start]))


def is_person(found: Resolution, after: str) -> bool:
    """Whether a name that nobody knows is a person's: by its first name, its title, or what is told after it ("Ada Brenn, 34,")."""
    return bool(found.gender or found.sector) or bool(re.match(r", (?:\d\d?,|who|the|an?) ", after))


def sexed(found: Resolution) -> Resolution:
    """With the gender that the first name tells, where nothing else told it."""
    if found.gender or found.person is None:
        return found
    return replace(found, gender=gender_of_name(found.person))


def titles_of(phrase: str, found: Resolution) -> frozenset[str]:
    """The title words by which somebody may be called again; an attorney general is no general."""
    words = words_of(_NOT_GENERALS.sub(r"\1", phrase))
    titles = frozenset(_SPELT_OUT.get(w.key, singular(w.key)) for w in words) & (TITLES | _ROLES)
    office = office_key(_NOT_GENERALS.sub(r"\1", found.office or ""))
    return titles | {_SPELT_OUT.get(word, word) for word in office}


def titles_at(text: str, start: int, end: int, found: Resolution) -> frozenset[str]:
    """The title words by which somebody named at a span may be called again; a body by the last word of its name, "the inspectorate"."""
    titles = titles_of(text[start:end], found)
    if found.person is not None:
        return titles | _beside(text, start, end)
    return titles if found.actor is None else titles | {singular(folded(found.actor)[-1])}


def _beside(text: str, start: int, end: int) -> frozenset[str]:
    """The title words of what is told of a name before it or after it: "the mediator, Per Holm", "Per Holm, the mediator"."""
    found: frozenset[str] = frozenset()
    for told in (_TOLD_BEFORE.search(text[max(0, start - 80) : start]), _TOLD_AFTER.match(text, end)):
        if told is not None:
            head = head_of(told.group(1))
            found |= titles_of(told.group(1), NOBODY)
            found |= {singular(head.key)} if head is not None and is_role(head.key) else set()
    return found
