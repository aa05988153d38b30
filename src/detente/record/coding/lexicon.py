"""The lexicon of triggers: verbs with the arguments under which they tell an event, read from ``triggers.txt``."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

__all__ = ["Condition", "Frame", "Lexicon", "forms_of", "lexicon"]

_IRREGULAR = {
    "give": "gave given", "take": "took taken", "begin": "began begun", "break": "broke broken", "withdraw": "withdrew withdrawn", "send": "sent",
    "sell": "sold", "lend": "lent", "bring": "brought", "meet": "met", "hold": "held", "leave": "left", "fight": "fought", "shoot": "shot",
    "build": "built", "overrun": "overran", "beat": "beaten", "hang": "hung", "fly": "flew flown", "speak": "spoke spoken", "swear": "swore sworn",
    "forbid": "forbade forbidden", "go": "went gone", "make": "made", "pay": "paid", "lay": "laid", "lose": "lost", "drive": "drove driven",
    "tell": "told", "seek": "sought", "feed": "fed", "forge": "forged", "throw": "threw thrown", "burn": "burnt", "bite": "bit bitten", "slay": "slew slain",
    "put": "put putting", "set": "set setting", "cut": "cut cutting", "shut": "shut shutting", "hit": "hit hitting", "quit": "quit quitting", "let": "let letting",
    "strike": "struck stricken", "deal": "dealt", "say": "said", "have": "had has", "choose": "chose chosen", "find": "found", "think": "thought",
    "write": "wrote written", "keep": "kept", "become": "became", "mean": "meant", "wring": "wrung", "rise": "rose risen", "stand": "stood", "get": "got gotten",
    "freeze": "froze frozen", "steal": "stole stolen", "tear": "tore torn", "flee": "fled", "blow": "blew blown", "catch": "caught", "bid": "bade bidden", "know": "knew known", "understand": "understood",
}  # fmt: skip
_SHORT = re.compile(r"[^aeiou]*[aeiou][bdgmnprt]")
"""Verbs of one short syllable double their last letter: ban, ship, rob."""
_DOUBLED = frozenset(
    "commit abet submit admit permit gas outstrip refer confer defer compel expel propel repel rebel quarrel kidnap equip".split()
)


@dataclass(frozen=True, slots=True)
class Condition:
    """What must stand in a slot: one of ``nouns``, anything at all, or (``actor``) a phrase that who-is-who knows."""

    slot: str
    nouns: frozenset[str]
    anything: bool = False
    nothing: bool = False
    actor: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of the lexicon for one verb: type and mode, particle or preposition beside the verb, conditions on the arguments.
    ``both``: a joint subject is actor and recipient."""

    type: str
    mode: str | None
    both: bool
    particle: str | None
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Frames by verb, classes of nouns by name, and the verbs of inflected forms."""

    frames: dict[str, tuple[Frame, ...]]
    classes: dict[str, frozenset[str]]
    lemmas: dict[str, str]


def forms_of(verb: str) -> set[str]:
    """The inflected forms of a verb."""
    forms = {verb, *_IRREGULAR.get(verb, "").split()}
    for prefix in ("re", "over", "under"):
        forms |= {
            prefix + form for form in _IRREGULAR.get(verb.removeprefix(prefix), "").split() if verb.startswith(prefix)
        }
    if verb.endswith("e"):
        forms |= {verb + "s", verb + "d", verb[:-1] + "ing"}
        if verb.endswith("ie"):
            forms.add(verb[:-2] + "ying")
    elif verb.endswith("y") and len(verb) > 2 and verb[-2] not in "aeou":
        forms |= {verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    else:
        forms |= {verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"), verb + "ed", verb + "ing"}
        if verb in _DOUBLED or _SHORT.fullmatch(verb):
            forms |= {verb + verb[-1] + "ed", verb + verb[-1] + "ing"}
        if verb.endswith(("el", "it")):
            forms |= {verb + verb[-1] + "ed", verb + verb[-1] + "ing"}
    return forms


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The packaged lexicon."""
    classes: dict[str, frozenset[str]] = {}
    frames: dict[str, list[Frame]] = defaultdict(list)
    lines = (resources.files(__package__) / "triggers.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("@"):
            name, _, nouns = line.partition("=")
            classes[name.strip()] = frozenset(nouns.split())
        elif line and not line.startswith("#"):
            head, verbs, conditions = (part.strip() for part in line.split("|"))
            kind, _, how = head.partition(" ")
            type_, _, mode = kind.partition(":")
            asked = tuple(_condition(c, classes) for c in conditions.split())
            for entry in verbs.split():
                verb, _, particle = entry.partition("+")
                frames[verb].append(Frame(type_, mode or None, how == "both", particle or None, asked))
    lemmas = {form: verb for verb in frames for form in forms_of(verb)} | {verb: verb for verb in frames}
    return Lexicon({verb: tuple(found) for verb, found in frames.items()}, classes, lemmas)


def _condition(text: str, classes: dict[str, frozenset[str]]) -> Condition:
    slot, _, wanted = text.partition(":")
    names = wanted.split(",") if wanted else []
    nouns = frozenset(n for name in names for n in (classes[name] if name.startswith("@") else {name}))
    return Condition(slot, nouns - {"any", "none", "actor"}, "any" in names, "none" in names, "actor" in names)
