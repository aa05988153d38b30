"""The words by which somebody is told to have said, thought or wanted something, by what may follow them.

Drawn up from grammars of reporting clauses (Quirk et al. 1985, 16.31-16.32: verbs with that-clauses, wh-clauses and infinitives)
and from reading GUM's attribution relations.
"""

from __future__ import annotations

import re
from functools import cache

__all__ = ["CLAUSE", "INFINITIVE", "OBJECT", "cue_pattern", "lemma_of"]

CLAUSE = frozenset(
    "say tell announce declare state claim argue insist maintain contend assert acknowledge admit concede confirm deny warn caution explain note "
    "observe remark comment add reply respond answer reiterate repeat stress emphasize emphasise suggest hint imply indicate signal reveal disclose "
    "report believe think hope fear expect predict estimate conclude find complain vow pledge promise swear threaten recall write tweet post "
    "testify allege speculate doubt wonder ask inquire question know understand agree decide feel propose recommend demand urge request "
    "joke quip lament boast assure inform remind stipulate rule dispute counter retort point-out make-clear".split()
)
"""Verbs that take a clause as content."""

INFINITIVE = frozenset(
    "vow pledge promise threaten offer agree refuse decline plan intend want hope expect seek propose demand urge order ask call-on request swear "
    "decide wish aim prepare".split()
)
"""Verbs that take an infinitive as content."""

OBJECT = frozenset(
    "accuse criticize criticise condemn denounce reject welcome praise support back oppose deny dismiss blame rule-out call describe call-for "
    "announce propose demand confirm question dispute regret endorse favor favour hail defend exclude discuss decline-to-comment-on".split()
)
"""Verbs whose object is the content."""

_IRREGULAR = {
    "said": "say", "told": "tell", "thought": "think", "knew": "know", "known": "know", "understood": "understand", "wrote": "write",
    "written": "write", "felt": "feel", "found": "find", "swore": "swear", "sworn": "swear", "sought": "seek", "admitted": "admit",
    "conceded": "concede", "denied": "deny", "denies": "deny", "replied": "reply", "replies": "reply", "testified": "testify",
    "testifies": "testify", "implied": "imply", "implies": "imply", "signalled": "signal", "quipped": "quip", "planned": "plan", "planning": "plan",
    "preferred": "prefer", "made clear": "make-clear", "makes clear": "make-clear", "make clear": "make-clear", "making clear": "make-clear",
    "pointed out": "point-out", "points out": "point-out", "pointing out": "point-out", "ruled out": "rule-out", "rule out": "rule-out",
    "rules out": "rule-out", "ruling out": "rule-out", "called for": "call-for", "calls for": "call-for", "call for": "call-for", "calling for": "call-for",
    "called on": "call-on", "calls on": "call-on", "calling on": "call-on", "call on": "call-on",
}  # fmt: skip
_AUXILIARIES = (
    r"(?:has|have|had|would|will|could|can|may|might|must|should|did|does|do|is|are|was|were|be|been|being|"
    r"hasn['’]t|haven['’]t|hadn['’]t|wouldn['’]t|won['’]t|couldn['’]t|didn['’]t|doesn['’]t|don['’]t)"
)
_ADVERBS = (
    r"(?:not|never|also|later|then|now|again|still|already|only|just|repeatedly|publicly|privately|openly|flatly|firmly|strongly|"
    r"reportedly|earlier|first|even|long|often|clearly|explicitly|categorically|quietly|bluntly|briefly|previously|once|since|further|immediately|quickly)"
)


def _forms(verb: str) -> list[str]:
    stem = verb
    if stem.endswith("e"):
        return [stem, stem + "s", stem + "d", stem[:-1] + "ing"]
    if stem.endswith("y") and stem[-2] not in "aeo":
        return [stem, stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing"]
    if stem.endswith(("s", "sh", "ch", "x")):
        return [stem, stem + "es", stem + "ed", stem + "ing"]
    return [stem, stem + "s", stem + "ed", stem + "ing"]


@cache
def _lemmas() -> dict[str, str]:
    lemmas = {form: verb for verb in CLAUSE | INFINITIVE | OBJECT if "-" not in verb for form in _forms(verb)}
    lemmas |= {"said": "say", "admitting": "admit", "making clear": "make-clear"}
    return lemmas | _IRREGULAR


def lemma_of(cue: str) -> str:
    """The reporting verb of a cue as found by :func:`cue_pattern`, as a lemma of one of the three lists."""
    words = cue.lower().split()
    for size in (2, 1):
        lemma = _lemmas().get(" ".join(words[-size:]))
        if lemma:
            return lemma
    return words[-1]


@cache
def cue_pattern() -> re.Pattern[str]:
    """A verb group that ends in a reporting verb, with its auxiliaries, negation and adverbs."""
    verbs = "|".join(sorted((re.escape(form) for form in _lemmas()), key=len, reverse=True))
    return re.compile(
        rf"\b(?:{_AUXILIARIES}\s+)?(?:(?:{_AUXILIARIES}|{_ADVERBS})\s+){{0,3}}(?P<verb>{verbs})\b",
        re.IGNORECASE,
    )
