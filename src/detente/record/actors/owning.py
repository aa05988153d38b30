"""Whose somebody is, read from the phrase alone: "his spokeswoman", "the governor's allies", "an aide to Ms. Pohl", "an admiral of ours".

Who belongs to somebody speaks for whom that one speaks, but for his family, his friends and his opponents.
"""

from __future__ import annotations

import re

from detente.record.actors.phrases import words_of
from detente.record.actors.shapes import head_of, shape_of
from detente.record.actors.sightings import singular

__all__ = [
    "BODY_SECTORS",
    "HEADED_BY",
    "OWNERS",
    "body_before",
    "body_told",
    "is_of_house",
    "is_private",
    "is_spokesman",
    "may_be_anybodys",
    "only_states_have",
    "ours",
    "owner_named",
    "whom_told",
]

OWNERS = {
    "his": "he",
    "her": "she",
    "its": "it",
    "their": "they",
    "my": "i",
    "our": "we",
    "your": "you",
    "whose": "who",
}
"""Possessive words, each with the pronoun that goes back to the owner."""
BODY_SECTORS = {
    "company": ("BUS",), "firm": ("BUS",), "operator": ("BUS",), "bank": ("BUS",), "agency": ("IGO", "NGO"), "mission": ("IGO", "NGO"),
    "organization": ("IGO", "NGO"), "organisation": ("IGO", "NGO"), "group": ("REB", "NGO", "UAF", "OPP"), "movement": ("REB", "OPP"),
    "rebel": ("REB",), "guerrilla": ("REB",), "insurgent": ("REB",), "party": ("PTY", "OPP"), "campaign": ("PTY",), "union": ("LAB",),
    "paper": ("MED",), "newspaper": ("MED",), "broadcaster": ("MED",), "gang": ("CRM",), "charity": ("NGO",),
}  # fmt: skip
"""Bodies that are called by what they are, with the sectors that they may be of."""
_HOUSE = frozenset("leader minister member participant secretariat adviser council panel committee delegation".split())
HEADED_BY = {
    "ministry": "minister",
    "embassy": "ambassador",
    "chancellery": "chancellor",
    "presidency": "president",
    "governorate": "governor",
}
"""Bodies that go by their heads, so that "the ministry" is that of the minister named before."""
_OF_STATES = frozenset(
    "minister ministry ambassador army navy parliament government embassy generals troops police security".split()
)
_PRIVATE = frozenset(
    "mother father parent brother sister son daughter wife husband widow widower spouse child family relative grandmother grandfather uncle aunt "
    "cousin nephew niece neighbour neighbor friend client colleague classmate viewer reader listener voter customer constituent editor critic "
    "opponent rival detractor foe enemy adversary challenger captor".split()
)
_ANYBODYS = frozenset(
    "diplomat envoy analyst expert delegation delegate mediator counterpart monitor former retired foreign both each either neither person people colleague some other two three "
    "several".split()
)
_OURS = {"ours": "our", "theirs": "their", "his": "his", "hers": "her", "mine": "my", "yours": "your"}
_OF_WHOM = re.compile(
    r"\b(?:to|of|for|with|from|close to|loyal to) ((?:(?:Mr|Mrs|Ms|Dr|the)\.? )?[A-Z][^,;]*)$"
    r"|\b(?:at|in|inside|within|of|for|with|from|to|by) ((?:his|her|its|their|my|our|your) (?:own )?[\w’' -]+)$"
)
_AT_BODY = re.compile(r"\b(?:at|in|inside|within|of|for|with|from) ((?:the|this|that) [a-z][\w-]*)$")
_OWNER = re.compile(r"^((?:(?:[Tt]he|[Aa]n?) )?[^,;]*?\w)(?:[’']s|(?<=s)[’']) (?=\w)")


def owner_named(phrase: str) -> str | None:
    """Who owns by name: "the governor" of "the governor's allies"."""
    told = _OWNER.search(phrase)
    return told.group(1) if told is not None else None


def ours(phrase: str) -> str | None:
    """The possessive word that "an admiral of ours" stands for, here "our"."""
    last = words_of(phrase)[-1].key
    return _OURS.get(last) if re.search(r" of \w+$", phrase) else None


def whom_told(phrase: str) -> str | None:
    """To whom somebody is told to belong after a preposition: "Ms. Pohl" of "an aide to Ms. Pohl", "my own parliament"."""
    told = _OF_WHOM.search(phrase)
    return None if told is None else told.group(1) or told.group(2)


def body_told(phrase: str) -> str | None:
    """The body at which somebody is: "the agency" of "officials at the agency"."""
    told = _AT_BODY.search(phrase)
    return told.group(1) if told is not None and shape_of(told.group(1)) == "body" else None


def body_before(phrase: str) -> str | None:
    """The body that goes without its name before its people: "party" of "party leaders"."""
    words = words_of(phrase)
    if len(words) != 2 or words[0].possessive or singular(words[0].key) != words[0].key:
        return None
    return words[0].key if words[0].key in BODY_SECTORS else None


def is_spokesman(phrase: str) -> bool:
    """Whether it is a spokesman of whom nothing is told."""
    words = words_of(phrase)
    return len(words) == 2 and words[0].key == "a" and words[1].key.startswith("spokes")


def is_private(phrase: str) -> bool:
    """Whether somebody belongs to another without speaking for the same: a father, a friend, a critic, a reader."""
    head = head_of(phrase)
    return head is not None and singular(head.key) in _PRIVATE


def only_states_have(phrase: str) -> bool:
    """Whether it names what a state alone has: a prime minister, an army."""
    return any(w.key in _OF_STATES for w in words_of(phrase))


def is_of_house(phrase: str) -> bool:
    """Whether a phrase in a body's own communiqué means its own: "Leaders", "the Secretariat", "members"."""
    words = words_of(phrase)
    if len(words) > 2 or singular(words[-1].key) not in _HOUSE:
        return False
    return len(words) == 1 or words[0].key in ("the", "all", "some", "legal", "foreign")


def may_be_anybodys(phrase: str) -> bool:
    """Whether officials so called need not be those of the report's own state: diplomats, analysts, some, two, former ones."""
    return any(singular(w.key) in _ANYBODYS or w.key in _ANYBODYS for w in words_of(phrase))
