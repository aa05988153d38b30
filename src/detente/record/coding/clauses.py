"""From one parsed clause to a draft of an event: the frame of its verb, and what the verbs above it make of that.

"Attacked" is an ASSAULT; "threatened to attack" a THREATEN; "refused to attack" a REJECT; "promised to send food" and "will send food" an
AGREE, whatever is promised, unless it is a harm: then it is a THREATEN. So a clause is read from the inside out: the frame first, then each
verb of will, speech or asking that governs it (the composition of PLOVER's verbal and material types; Open Event Data Alliance 2021).
"""

from __future__ import annotations

from dataclasses import replace

from detente.record.coding.frames import PRONOUNS, Draft, Known, aims_of, frame_of
from detente.record.coding.lexicon import forms_of, lexicon
from detente.record.coding.tree import Tree

__all__ = ["operators", "read_clause"]

_HOSTILE = frozenset({"SANCTION", "COERCE", "ASSAULT", "THREATEN", "PROTEST"})
_FRIENDLY = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})


def _forms(verbs: str) -> dict[str, str]:
    return {form: verb for verb in verbs.split() for form in forms_of(verb)}


_PROMISE = _forms("promise pledge vow agree offer commit undertake swear guarantee volunteer assure consent vote")
_WILLING = {"willing": "", "ready": "", "prepared": "", "committed": "", "set": "", "poised": "", "determined": ""}
_THREATEN = _forms("threaten warn")
_REFUSE = _forms("refuse decline reject fail rule-out exclude")
_ASK = _forms("ask tell order instruct direct summon command urge implore exhort beg plead call appeal press pressure push demand "
              "request invite petition lobby insist propose recommend")  # fmt: skip
_SAY = _forms("say announce state declare confirm claim insist report add tell stress warn maintain argue reiterate conclude note explain indicate assert "
              "reveal acknowledge quote emphasize emphasise believe think suggest argue signal decide vow repeat disclose remark contend")  # fmt: skip
_THROUGH = _forms(
    "decide begin start continue resume proceed move manage go come help choose vote keep agree use return rush join threaten"
)
_INTEND = _forms("plan intend aim mean hope want wish seek try attempt expect prepare consider contemplate propose")
_FUTURE = frozenset({"will", "would", "'ll", "wo", "shall", "'d"})
_MAYBE = frozenset({"could", "may", "might", "can", "ca"})
_MUST = frozenset({"must", "should", "ought"})
_NOT = frozenset({"not", "n't", "never", "no", "nor", "neither"})
_NOBODY = frozenset({"nobody", "nothing", "none", "no"})
_REJECTABLE = frozenset(
    "accept allow agree let permit meet give recognize recognise support join sign talk negotiate send provide attend take release attend bow surrender withdraw compromise yield lift "
    "return cooperate extradite participate hold leave pay back grant consider".split()
)
_YIELDING = _forms(
    "accept allow let permit recognize recognise tolerate support sign negotiate withdraw surrender attend release yield compromise cooperate bow back"
)


def read_clause(tree: Tree, verb: int, known: Known, depth: int = 0) -> Draft | None:
    """The event that the clause of ``verb`` tells, or None."""
    if depth > 6:
        return None
    found = _operated(tree, verb, known, depth)
    if found is None:
        return None
    return _modal(tree, verb, found)


def _operated(tree: Tree, verb: int, known: Known, depth: int) -> Draft | None:
    """The clause with what governs it: verbs of promise, threat, refusal, asking and speech before plain frames."""
    word = tree.words[verb]
    inner = _complement(tree, verb)
    is_verb = tree.is_verb(verb)
    if inner is not None:
        below = read_clause(tree, inner, known, depth + 1)
        if word in _WILLING or (is_verb and word in _PROMISE):
            made = _promise(tree, verb, inner, below)
            if made is not None:
                return made
        if is_verb and word in _THREATEN and (_THREATEN[word] == "threaten" or _menaces(tree, verb, inner, below)):
            return _above(tree, verb, inner, below, "THREATEN", _threat_mode(below), "threat")
        if is_verb and _REFUSE.get(word) in ("refuse", "decline", "reject"):
            return _above(tree, verb, inner, below, "REJECT", None, "refusal")
        if is_verb and word in _SAY:
            if tree.kid(verb, "obj") is not None and (own := frame_of(tree, verb, known, inner)) is not None:
                return replace(own, aims=tuple(dict.fromkeys((*own.aims, *_under(tree, inner)))))
            said = _speech(tree, verb, inner, below)
            if said is not None:
                return said
        if is_verb and word in _ASK:
            asked = _asking(tree, verb, inner, below)
            if asked is not None:
                return asked
        if is_verb and word in _INTEND and below is not None and _own(tree, verb, inner):
            return replace(_willed(below), speaker=verb, trigger=(verb, *below.trigger))
        if (is_verb and word in _THROUGH) and below is not None:
            return replace(below, speaker=verb)
    if not is_verb:
        return None
    return frame_of(tree, verb, known, inner) or _unaccepted(tree, verb)


def _under(tree: Tree, inner: int) -> list[int]:
    """The subject of a clause and what its verb is aimed at."""
    subject = tree.kid(inner, "nsubj", "nsubj:pass")
    return [*([] if subject is None or tree.words[subject] in PRONOUNS else [subject]), *aims_of(tree, inner)]


def _unaccepted(tree: Tree, verb: int) -> Draft | None:
    """A REJECT ("will not accept", "cannot recognise") of whatever it is."""
    words = {tree.words[k] for k in tree.kids(verb, "aux", "advmod")}
    lemma = _YIELDING.get(tree.words[verb])
    if (
        lemma is None
        or not words & _NOT
        or not (
            words & _FUTURE or (lemma in ("accept", "recognize", "recognise") and words & {"can", "ca", "do", "does"})
        )
    ):
        return None
    return Draft(
        "REJECT",
        None,
        verb,
        verb,
        tuple(sorted({verb, *(k for k in tree.kids(verb, "aux", "advmod") if tree.words[k] in _NOT)})),
        tuple(aims_of(tree, verb)),
        rule="refusal",
    )


def _complement(tree: Tree, verb: int) -> int | None:
    """The clause that completes the verb: an infinitive or a that-clause, or what the parser hangs there for one."""
    for relation in ("xcomp", "ccomp"):
        found = tree.kid(verb, relation)
        if found is not None and (
            tree.is_verb(found) or tree.kid(found, "cop", "mark", "aux") is not None or tree.words[found] in _WILLING
        ):
            return found
    for kid in tree.kids(verb, "advcl", "acl", "obl", "parataxis"):
        if tree.is_verb(kid) and kid > verb and "to" in tree.marks(kid) and tree.words[verb] in _LOOSE:
            return kid
        if tree.is_verb(kid) and kid > verb and "that" in tree.marks(kid) and tree.words[verb] in _SAY:
            return kid
    for obj in tree.kids(verb, "obj"):
        for kid in tree.kids(obj, "acl"):
            if (
                tree.is_verb(kid)
                and "to" in tree.marks(kid)
                and (tree.words[verb] in _ASK or tree.words[verb] in _THREATEN)
            ):
                return kid
    return None


_ALLOW = _forms("allow permit authorize authorise enable")
_LOOSE = (
    _ALLOW.keys() | _ASK.keys() | _PROMISE.keys() | _THREATEN.keys() | _REFUSE.keys() | _WILLING.keys() | _INTEND.keys()
)


def _own(tree: Tree, verb: int, inner: int) -> bool:
    """Whether the inner clause has the same subject: none of its own, or a pronoun."""
    subject = tree.kid(inner, "nsubj", "nsubj:pass")
    if subject is None:
        objects = [k for k in tree.kids(verb, "obj") if not tree.is_time(k)]
        return not objects or tree.relations[inner] != "xcomp"
    return tree.words[subject] in PRONOUNS


def _is_hostile(below: Draft | None) -> bool:
    return below is not None and (below.type in _HOSTILE or below.type == "MOBILIZE")


def _menaces(tree: Tree, verb: int, inner: int, below: Draft | None) -> bool:
    """Whether a warning is a threat: of a harm, or told to somebody of what the warner will do."""
    if not _own(tree, verb, inner):
        return False
    told = tree.kid(verb, "obj", "iobj") is not None
    return _is_hostile(below) or (
        told and below is None and bool({tree.words[k] for k in tree.kids(inner, "aux")} & _FUTURE)
    )


def _threat_mode(below: Draft | None) -> str | None:
    if below is None:
        return None
    if below.type == "ASSAULT":
        return "violence"
    if below.type == "SANCTION":
        return "expel" if below.mode == "expel" else "relations"
    return {"arrest": "arrest", "ban": "ban"}.get(below.mode or "", "restrict") if below.type == "COERCE" else None


def _above(tree: Tree, verb: int, inner: int, below: Draft | None, kind: str, mode: str | None, rule: str) -> Draft:
    """An event of the governing verb, aimed at what it or the clause below is aimed at."""
    own = aims_of(tree, verb, within=inner)
    under = below.aims if below is not None else tuple(aims_of(tree, inner))
    trigger = (verb, *(below.trigger if below is not None else (inner,)))
    return Draft(kind, mode, verb, verb, trigger, tuple(dict.fromkeys((*own, *under))), rule=rule)


def _promise(tree: Tree, verb: int, inner: int, below: Draft | None) -> Draft | None:
    if not _own(tree, verb, inner):
        return None
    word = tree.words[verb]
    sworn = _PROMISE.get(word) in ("vow", "swear")
    hostile = _is_hostile(below) and below is not None and below.type != "MOBILIZE"
    if hostile:
        return _above(tree, verb, inner, below, "THREATEN", _threat_mode(below), "threat")
    if below is not None and below.type in ("REJECT", "REQUEST", "ACCUSE"):
        return _above(tree, verb, inner, below, below.type, below.mode, "promise")
    if below is None and (sworn or word in ("set", "poised", "determined", "prepared")):
        return None
    return _above(tree, verb, inner, below, "AGREE", None, "promise")


def _speech(tree: Tree, verb: int, inner: int, below: Draft | None) -> Draft | None:
    """What is said: "X said Y must ..." asks, "X said it will ..." promises or threatens, "X said Y did ..." tells Y's act."""
    subject = tree.kid(inner, "nsubj", "nsubj:pass")
    if subject is None:
        return below
    pronoun = tree.words[subject] in PRONOUNS
    if not pronoun and tree.words[inner] in _GUILTY and not {tree.words[k] for k in tree.kids(inner, "advmod")} & _NOT:
        return Draft("ACCUSE", "allege", verb, verb, (verb, inner), (subject,), rule="blame")
    if not pronoun and (obliging := _obliging(tree, inner)):
        return Draft(
            "REQUEST", None, verb, verb, (verb, *obliging, inner), (subject, *aims_of(tree, inner)), rule="must"
        )
    if below is not None and pronoun and below.speaker in (inner, below.verb):
        return replace(below, speaker=verb)
    return below


_GUILTY = frozenset({"responsible", "guilty", "complicit"})


def _obliging(tree: Tree, verb: int) -> list[int]:
    """The words that make the clause an obligation: "must", "should", "has to", "needs to"."""
    if tree.kid(verb, "xcomp") is not None and tree.words[verb] in ("has", "have", "need", "needs"):
        return [verb]
    return [k for k in tree.kids(verb, "aux") if tree.words[k] in _MUST]


def _asking(tree: Tree, verb: int, inner: int, below: Draft | None) -> Draft | None:
    """A REQUEST aimed at Y: "X asked Y to ...", "X demanded that Y ..."."""
    lemma = _ASK[tree.words[verb]]
    if lemma == "tell" and tree.is_passive(verb):
        return None
    subject = tree.kid(inner, "nsubj", "nsubj:pass")
    infinitive = "to" in tree.marks(inner) or tree.relations[inner] == "xcomp"
    if not infinitive and lemma in ("tell", "insist", "propose", "recommend", "push", "call", "press"):
        obliged = bool({tree.words[k] for k in tree.kids(inner, "aux")} & _MUST)
        if subject is None or (lemma in ("tell", "insist") and not obliged):
            return None
    if (
        infinitive
        and lemma in ("lobby", "propose", "recommend")
        and subject is None
        and tree.kid(verb, "obj", "iobj") is None
    ):
        return None
    if lemma == "order":
        if below is not None and below.type in ("MOBILIZE", "COERCE") and tree.kid(verb, "obj", "iobj") is None:
            return replace(below, speaker=verb)
        if (
            tree.words[inner] in _STOPPING
            and (tree.nouns(inner) | {w for k in tree.kids(inner, "obj") for w in tree.nouns(k)}) & _PRESS
        ):
            return _above(tree, verb, inner, below, "COERCE", "censor", "order")
    whom = [
        k
        for k in (
            tree.kid(verb, "iobj"),
            tree.kid(verb, "obj"),
            *tree.with_preposition(verb, "on", "upon", "to", "for", "with"),
            subject,
        )
        if k is not None
    ]
    drafted = _above(tree, verb, inner, below, "REQUEST", _request_mode(below), "asking")
    return replace(drafted, aims=tuple(dict.fromkeys((*whom, *drafted.aims))))


_STOPPING = _forms("suspend stop halt cease close shut end")
_PRESS = lexicon().classes["@speech"]


def _request_mode(below: Draft | None) -> str | None:
    if below is None:
        return None
    return {"AID": "assist", "CONSULT": "meet", "RETREAT": "yield", "CONCEDE": "change"}.get(below.type)


def _willed(below: Draft) -> Draft:
    """What is only willed: a threat where it is a harm, a commitment where it is a kindness."""
    if below.type in _HOSTILE and below.type != "THREATEN":
        return replace(below, type="THREATEN", mode=_threat_mode(below), status="reported", rule="threat")
    if below.type in _FRIENDLY and below.type not in ("AGREE", "CONSULT") and below.mode != "resign":
        return replace(below, type="AGREE", mode=None, rule="promise")
    return replace(below, status="intended" if below.status == "reported" else below.status)


def _modal(tree: Tree, verb: int, found: Draft) -> Draft | None:
    """What "will", "may" and "not" beside the verb make of it."""
    words = {tree.words[k] for k in tree.kids(verb, "aux", "advmod", "det")}
    negated = bool(words & _NOT) or any(
        tree.words[o] in _NOBODY or any(tree.words[d] == "no" for d in tree.kids(o, "det"))
        for o in tree.kids(verb, "obj", "nsubj")
    )
    if tree.marks(verb) & {"if", "unless", "whether"} or words & _MAYBE or tree.words[-1] == "?":
        found = replace(found, status="hypothetical")
    if words & _MUST and found.verb == verb and found.rule == "frame":
        return _needed(tree, verb, found)
    if found.rule == "refusal" and found.verb == verb and tree.words[verb] in _YIELDING:
        return found
    if words & _FUTURE or _going_to(tree, verb):
        if found.type in _FRIENDLY and not negated and "unless" in tree.words[verb:]:
            return replace(found, type="THREATEN", mode=None, rule="threat")
        if negated and (found.type in _FRIENDLY or tree.words[verb] in _REJECTABLE):
            return replace(found, type="REJECT", mode=None, status="reported", rule="refusal")
        if negated:
            return replace(found, status="denied")
        return _willed(found) if found.verb == verb or found.rule == "frame" else found
    return replace(found, status="denied") if negated else found


def _needed(tree: Tree, verb: int, found: Draft) -> Draft | None:
    """What somebody says must be done is a request by who says so, and nothing without a voice."""
    at, subject = verb, tree.kid(verb, "nsubj", "nsubj:pass")
    while tree.heads[at] >= 0 and tree.relations[at] in ("ccomp", "conj", "parataxis", "advcl", "xcomp"):
        at = tree.heads[at]
        if tree.words[at] in _SAY and tree.subject(at) not in (None, subject):
            aims = (*(() if subject is None else (subject,)), *found.aims)
            return replace(
                found,
                type="REQUEST",
                mode=_request_mode(found),
                speaker=at,
                trigger=(at, *found.trigger),
                aims=aims,
                rule="must",
            )
    return None


def _going_to(tree: Tree, verb: int) -> bool:
    head = tree.heads[verb]
    return tree.relations[verb] == "xcomp" and head >= 0 and tree.words[head] == "going"


def operators() -> frozenset[str]:
    """The inflected forms of the verbs that make an event of whatever clause they govern."""
    return (
        frozenset(_PROMISE)
        | frozenset(_THREATEN)
        | frozenset(_ASK)
        | {f for f, v in _REFUSE.items() if v in ("refuse", "decline")}
        | frozenset(_WILLING)
        | _GUILTY
        | _MUST
    )
