"""The frame of a verb: which line of the lexicon fits its arguments, and at whom its clause may be aimed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from detente.record.coding.lexicon import Condition, lexicon
from detente.record.coding.tree import Tree
from detente.record.nouns import Status

__all__ = ["PRONOUNS", "Draft", "Known", "aims_of", "frame_of"]

Known = Callable[[int], bool]
"""Whether the phrase around a token stands for an actor."""

_OBLIQUE = frozenset({"him", "them", "us", "me"})
_HALTS = ("acl:relcl", "advcl", "parataxis")
_HOLDING = frozenset({"nmod", "nmod:poss", "amod", "compound", "obl", "conj", "obj", "nsubj"})
_NEVER = frozenset({"according", "as", "after", "before", "during", "since"})
_LIKELY = {"to": 0, "with": 1, "against": 1, "on": 2, "upon": 2, "from": 2, "for": 3, "at": 3, "of": 3}
PRONOUNS = frozenset({"it", "he", "she", "they", "we", "i", "its", "his", "her", "their"})


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before its parties are looked up. ``verb`` is the token of the innermost verb, ``speaker`` that of the verb whose subject acts, ``aims`` the tokens whose phrases may be the recipient, likeliest first."""

    type: str
    mode: str | None
    verb: int
    speaker: int
    trigger: tuple[int, ...]
    aims: tuple[int, ...]
    status: Status = "reported"
    both: bool = False
    rule: str = "frame"


def frame_of(tree: Tree, verb: int, known: Known, inner: int | None) -> Draft | None:
    """The first frame of the verb whose conditions hold."""
    table = lexicon()
    lemma = table.lemmas.get(tree.words[verb])
    if lemma is None:
        return None
    for frame in table.frames[lemma]:
        extra = _particle(tree, verb, frame.particle)
        if extra is None:
            continue
        used: list[int] = []
        if all(_holds(tree, verb, condition, known, inner, used) for condition in frame.conditions):
            trigger = tuple(sorted({verb, *extra, *used}))
            return Draft(frame.type, frame.mode, verb, verb, trigger, tuple(aims_of(tree, verb)), both=frame.both)
    return None


def _particle(tree: Tree, verb: int, particle: str | None) -> list[int] | None:
    """The token of the particle, an empty list where none is asked, None where it is missing."""
    if particle is None:
        return []
    for kid in tree.below[verb]:
        if tree.words[kid] == particle and tree.relations[kid] in (
            "compound:prt",
            "advmod",
            "obj",
            "xcomp",
            "obl",
            "case",
            "mark",
        ):
            return [kid]
        brought = next(
            (k for k in tree.kids(kid, "case", "mark") if tree.words[k] == particle and verb < k <= verb + 4), None
        )
        if brought is not None:
            return [brought]
    after = verb + 1
    return [after] if after < len(tree.words) and tree.words[after] == particle else None


def _holds(tree: Tree, verb: int, condition: Condition, known: Known, inner: int | None, used: list[int]) -> bool:
    if condition.slot == "comp":
        return inner is not None
    if condition.slot == "adv":
        return bool({tree.words[k] for k in tree.kids(verb, "advmod")} & condition.nouns)
    if condition.slot == "subj":
        found = [s for s in (tree.subject(verb),) if s is not None]
    elif condition.slot == "obj":
        passive = tree.is_passive(verb)
        found = tree.kids(verb, "obj", "nsubj:pass")
        if passive and not found:
            found = [s for s in (tree.subject(verb),) if s is not None]
        if not found and not passive and (seen := tree.noun_after(verb)) is not None:
            found = [seen]
    else:
        found = tree.with_preposition(verb, condition.slot)
    if condition.nothing:
        return not found
    if condition.anything:
        return bool(found)
    for token in found:
        if tree.nouns(token) & condition.nouns:
            if condition.slot == "obj":
                used.append(token)
            return True
        if condition.actor and known(token):
            return True
    return False


def aims_of(tree: Tree, verb: int, within: int | None = None) -> list[int]:
    """Tokens whose phrases may be the recipient of the verb, likeliest first: its objects, what they hold, what prepositions bring, and what
    the clauses below it are about."""
    objects = _objects(tree, verb)
    beside = _beside(tree, verb, within)
    reached = [*objects, *_inside(tree, objects), *_demanded(tree, objects), *beside]
    reached += [k for b in beside for k in tree.below_all(b, _HALTS) if tree.relations[k] in _HOLDING]
    for clause in tree.kids(verb, "xcomp", "ccomp", "advcl"):
        if clause != within and clause > verb and (tree.relations[clause] != "advcl" or "to" in tree.marks(clause)):
            subject = tree.kid(clause, "nsubj", "nsubj:pass")
            further = [*([] if subject is None else [subject]), *aims_of(tree, clause)]
            reached += [k for k in further if tree.words[k] not in PRONOUNS | _OBLIQUE]
    return [k for k in dict.fromkeys(reached) if not tree.is_time(k)]


def _objects(tree: Tree, verb: int) -> list[int]:
    passive = tree.is_passive(verb)
    patient = tree.kid(verb, "nsubj:pass") if passive else None
    if passive and patient is None:
        patient = tree.subject(verb)
    found = [t for t in (tree.kid(verb, "iobj"), patient, *tree.kids(verb, "obj")) if t is not None]
    return found or [t for t in (tree.noun_after(verb),) if t is not None]


def _inside(tree: Tree, objects: list[int]) -> list[int]:
    """What the objects hold: whose they are first, then nearest first."""
    held = [
        k
        for o in objects
        for k in tree.below_all(o, _HALTS)
        if tree.relations[k] in _HOLDING and tree.words[k] not in PRONOUNS
    ]
    return sorted(held, key=lambda k: (tree.relations[k] not in ("nmod:poss", "amod", "compound"), abs(k - objects[0])))


def _demanded(tree: Tree, objects: list[int]) -> list[int]:
    """Who is to do it: "its demand that Israel ease ..."."""
    clauses = [k for o in objects for k in tree.kids(o, "acl", "acl:relcl", "ccomp") if "that" in tree.marks(k)]
    subjects = (tree.kid(c, "nsubj", "nsubj:pass") for c in clauses)
    return [s for s in subjects if s is not None and tree.words[s] not in PRONOUNS]


def _beside(tree: Tree, verb: int, within: int | None) -> list[int]:
    """What prepositions bring to the verb, the likeliest preposition first."""
    never = _NEVER | {"by"} if tree.is_passive(verb) else _NEVER
    found = [k for k in tree.kids(verb, "obl") if not tree.marks(k) & never and k != within]
    return sorted(found, key=lambda k: min((_LIKELY.get(m, 5) for m in tree.marks(k)), default=6))
