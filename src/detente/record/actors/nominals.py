"""Nouns without a name in running text: several people, bodies, and what stands right before a relative pronoun."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.record.actors.phrases import Word, words_of
from detente.record.actors.shapes import ALWAYS_SEVERAL, is_role
from detente.record.actors.sightings import singular

__all__ = ["bodies_called", "groups_in", "leading_groups", "noun_before"]

_HEAD = re.compile(r"(?:^|[.!?][\"”’)]*\s+|\n)((?:[A-Z][\w’'-]*)(?: [a-z][\w’'-]*){0,3})")
_OF_A_NAME = re.compile(r" (?:of|from|at) (?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*")
_AGENT = re.compile(r"(?:ers|ors|ists|ians|ants|eers|smen|swomen|sters|ates)$")
_NOT_AGENTS = frozenset(
    "numbers members others matters papers letters powers orders letters years quarters waters borders rivers centers factors doctors sectors harbors mirrors errors dates rates states "
    "estimates candidates dollars barriers tankers answers offers computers towers winters summers corners rumors".split()
) - {"members", "candidates", "doctors"}
_STOPS = frozenset(
    "of for in from at to with by on and or but that as told said than after before about over under between against among while when said asked were was is are had have has".split()
)
_NOUN_BEFORE = re.compile(
    r"\b((?:[Tt]he|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ss]ome|[Tt]hose|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir) (?:[\w’'-]+ )*?[\w’'-]+),? $"
)
_BODY = re.compile(r"\b(?:at|in|inside|within|of|for|with|from) ((?:the|this|that) [a-z][\w-]*)$")
_OURS = {"ours": "our", "theirs": "their", "his": "his", "hers": "her", "mine": "my", "yours": "your"}
_OWNER = re.compile(r"^((?:(?:[Tt]he|[Aa]n?) )?[^,;]*?\w)(?:[’']s|(?<=s)[’']) (?=\w)")
_TOLD_AFTER = re.compile(r",(?: \d+,)? ((?:the|an?|its|his|her|their|[A-Z]\w+[’']s) [^,.;\n]{3,80})")
_TOLD_BEFORE = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[A-Z]\w+[’']s) ((?:[a-z-]+ ){0,2}[a-z-]+)(?: (?:of|for|to|in) [A-Z][\w ]+)?,? $"
)
_OPENERS = re.compile(
    r"(?:[.!?]['”\"’)]*\s+|\n|^)(?:(?:[A-Z]\w+(?:ed|ing|ly)|Meanwhile|Later|Earlier|Yesterday|Today|Still|Here|Last|In|At|On|For|By|After|Before|From|Since|To|With|Under|During|Despite|"
    r"As|When|While|If)\b[^,.;:!?\n]{0,50}, |(?:The|His|Her|Its|Their) [a-z-]+(?: [a-z-]+)?, |(?:In|At|On|For|By|After|From|Since) (?:[\w’'.-]+ ){1,3})?(?:\W|\b(?:The|And|But|Yet|So|In|On|At|As|For|When|While|After|Before|If|Although|Though|What|Why|How|"
    r"Where|It was|Did|Does|Do|Is|Was|Has|Had|Will|Would|Could|Can|did|does|do|is|was|has|had|will|would|Mr|Ms|Mrs)\b\.?)*\s*$"
)
_LEADING = re.compile(
    r"(?:(?:The|And|But|Yet|So|In|On|At|As|For|By|To|From|With|When|While|After|Before|If|Although|Though|Because|Since|Did|Does|Do|Is|Was|Has|Had|Will|Would|"
    r"Could|Can|What|Why|How|Where|Even|Only|Then|Now|Late|Early|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday) )*"
)
_FULL_STOP = re.compile(r"(?<=[a-z]{3})(?<!Prof)(?<!Capt)(?<!Brig)\. ")
_PLACED = re.compile(r"(?:^|[.!?\"”’)]\s|\n)In (?:the )?$|\bin (?:the )?$")
_IN_WHERE = re.compile(r"[A-Z][\w’' -]{2,30}, where ")
_LYING = re.compile(r"\b(?:in|at|from|to|near|into|through|outside|on) (?:the )?$")
_NOUN_BEFORE = re.compile(
    r"\b((?:[Tt]he|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ss]ome|[Tt]hose|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir) (?:[\w’'-]+ )*?[\w’'-]+),? $"
)
_BODY = re.compile(
    r"\b[Tt]he (?:[a-z][\w-]* )?(agency|army|association|broadcaster|campaign|charity|church|club|coalition|committee|company|council|court|department|federation|firm|foundation|"
    r"front|government|group|institute|institution|junta|league|military|militia|ministry|movement|navy|newspaper|opposition|organi[sz]ation|palace|panel|paper|parliament|"
    r"party|police|regime|secretariat|service|tribunal|union|university)\b(?![’'-])"
)


def bodies_called(text: str) -> Iterator[tuple[int, str, str]]:
    """Bodies called by what they are, each with its offset and its noun: "the opposition", "the state council"."""
    for match in _BODY.finditer(text):
        yield match.start(), match.group(), match.group(1)


def noun_before(text: str, start: int, at: int) -> tuple[int, str] | None:
    """The phrase that ends right before ``at``, with its offset: "a citizen of Norland, " before "who"."""
    found = _NOUN_BEFORE.search(text, start, at)
    return None if found is None else (found.start(), found.group(1))


def groups_in(text: str, start: int, end: int) -> list[tuple[int, str]]:
    """Several people named between two offsets, last first: where the phrase begins, and the phrase."""
    words = [Word(w.text, w.key, w.start + start, w.end + start, w.possessive) for w in words_of(text[start:end])]
    found: list[tuple[int, str]] = []
    for i in range(len(words) - 1, -1, -1):
        word = words[i]
        if not word.possessive and _several_people(word.key):
            first = i
            while (
                first
                and i - first < 3
                and words[first - 1].key not in _STOPS
                and text[words[first - 1].end : words[first].start] == " "
            ):
                first -= 1
            whose = _OF_A_NAME.match(text, word.end, end)
            found.append(
                (words[first].start, text[words[first].start : whose.end() if whose is not None else word.end])
            )
    return found


def leading_groups(text: str) -> Iterator[tuple[int, str]]:
    """Several people at the head of a sentence: "Villagers who were moved", "Two retired generals"."""
    for match in _HEAD.finditer(text):
        words = words_of(match.group(1))
        end = next((w.end for w in words if not w.possessive and _several_people(w.key)), None)
        if end is not None:
            yield match.start(1), match.group(1)[:end]


def _several_people(key: str) -> bool:
    if key in ALWAYS_SEVERAL:
        return True
    return singular(key) != key and key not in _NOT_AGENTS and (is_role(key) or bool(_AGENT.search(key)))
