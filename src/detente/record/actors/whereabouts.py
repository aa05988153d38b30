"""Which state a passage is about where it speaks of "the ministry" or "the army" without saying whose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from detente.record.actors.mentions import Mentions
from detente.record.actors.name_runs import name_runs
from detente.record.actors.who import WhoIsWho

__all__ = ["last_state", "most_named_state", "placed_in"]

_PLACED = re.compile(r"(?:^|[.!?\"”’)]\s|\n)In (?:the )?$|\bin (?:the )?$")
_IN_WHERE = re.compile(r"[A-Z][\w’' -]{2,30}, where ")
_LYING = re.compile(r"\b(?:in|at|from|to|near|into|through|outside|on) (?:the )?$")
_ENDS = (
    ".",
    "!",
    "?",
    ":",
    '"',
    "”",
    ")",
)  # a line without any of these at its end is a heading, and belongs to what follows
_NEAR = 12  # characters before a name that are looked at


def most_named_state(text: str, who: WhoIsWho, day: str | None) -> str | None:
    """The state that a report names, with its people, half as often again as any other: its "the president" is that one's."""
    named: Counter[str] = Counter()
    for start, end in name_runs(text):
        found = who.resolve(text[start:end], day)
        if found.actor is not None and who.is_state(found.actor):
            named[found.actor] += 1
    (first, count), (_, second) = [*sorted(named.items(), key=lambda item: (-item[1], item[0])), ("", 0), ("", 0)][:2]
    return first if count >= 2 and 2 * count >= 3 * second else None


def placed_in(text: str, at: int, mentions: Mentions, who: WhoIsWho) -> str | None:
    """The state where a sentence or its paragraph, with the heading, places itself: "In Norland the ministry ..."."""
    for start, state in _states_before(text, at, mentions, who):
        found = _PLACED.search(text, max(0, start - _NEAR), start)
        if found is not None and ("In" in found.group() or _IN_WHERE.match(text, start)):
            return state
    return None


def last_state(text: str, at: int, mentions: Mentions, who: WhoIsWho) -> str | None:
    """The state that the paragraph, with its heading, named last, otherwise than as a place where something lies."""
    states = _states_before(text, at, mentions, who)
    return next((state for start, state in states if not _LYING.search(text, max(0, start - _NEAR), start)), None)


def _states_before(text: str, at: int, mentions: Mentions, who: WhoIsWho) -> Iterator[tuple[int, str]]:
    start = text.rfind("\n", 0, at) + 1
    while start and not text[max(0, start - _NEAR) : start].rstrip().endswith(_ENDS):
        start = text.rfind("\n", 0, max(0, start - 2)) + 1
    for mention in mentions.before(at, at - start):
        if mention.who.actor is not None and mention.who.person is None and who.is_state(mention.who.actor):
            yield mention.at, mention.who.actor
