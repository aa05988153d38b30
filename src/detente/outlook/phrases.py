"""The model in plain words: options, states, wishes and moves as parts of sentences.

What an option means stands in the file as an infinitive phrase (``Talk with Tehran about Iraq``). Forms are chosen that need
no conjugation: *wants Iraq to ...*, *should Iran ...*, *would ...*. A meaning that is no such phrase (``New order``) is taken
up, not done: *would take up “New order”*.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from detente.conflict.model import Conflict, Option
from detente.conflict.statements import And, Expr, If, Iff, Not, Or, Taken, written
from detente.conflict.states import States
from detente.wording import is_plural, listed, the

__all__ = [
    "CONCEPT_MEANS",
    "aim",
    "changes",
    "differing",
    "does",
    "move",
    "named",
    "shared",
    "state",
    "wants",
]

CONCEPT_MEANS = {
    "nash": "no party has anything better within its reach",
    "gmr": "whatever a party could gain by leaving, the others are able to take away",
    "smr": "whatever a party could gain by leaving, the others are able to take away, and it could not mend that",
    "seq": "whatever a party could gain by leaving, the others would take away by moves that serve themselves",
    "sseq": "whatever a party could gain by leaving, the others would take away by moves that serve themselves, and it could not mend that",
    "sim": "no party gains by leaving, even where others move at the same time",
}
"""What a concept says of an outcome that can hold, in one clause; the definitions stand in docs/theory."""

_NO_VERB = re.compile(
    r"(?:the|a|an|no|new|full|partial|joint|more|less|military|original|current|\w+(?:ing|tion|sion|ment|ness|ity|[^s]s|\w\wed))\Z"
)
_VERBS_IN_S = re.compile(r"(?:focus|canvas|discus|bias)\Z")

Literal = tuple[str, bool]
"""An option's name and whether it is taken."""


def does(option: Option) -> str:
    """What taking the option up means, as it follows ``would``: ``talk with Tehran about Iraq``."""
    means = " ".join(option.means.split()).rstrip(".") or option.name
    means = re.sub(r"\A[Tt]o (?=[a-z])", "", means)
    first, _, rest = means.partition(" ")
    if _NO_VERB.match(first.lower()) and not _VERBS_IN_S.match(first.lower()):
        return f"take up “{means}”"
    lowered = first if re.search(r"[A-Z]", first[1:]) else first[:1].lower() + first[1:]
    return f"{lowered} {rest}".rstrip()


def state(conflict: Conflict, states: States, state_id: int) -> str:
    """What a state amounts to, party by party: ``the United States would talk ...; ISIL would press on ...``."""
    if states.names is not None:
        return f"the situation would be “{states.pattern(state_id)}”"
    return _doing(conflict, set(states.taken(state_id))) or "no party would take up any of its options"


def shared(conflict: Conflict, states: States, one: int, other: int) -> str:
    """What is taken up in both of two states, party by party; empty where nothing is, or where states are only named."""
    return "" if states.names is not None else _doing(conflict, set(states.taken(one)) & set(states.taken(other)))


def changes(conflict: Conflict, states: States, source: int, target: int) -> str:
    """What each party would do, and no longer do, in one state compared with another; empty where states are only named."""
    if states.names is not None:
        return ""
    apart = set(states.taken(source)) ^ set(states.taken(target))
    movers = [party for party in conflict.parties if any(option.name in apart for option in party.options)]
    return _in_turn([move(conflict, states, party.name, source, target) for party in movers])


def named(states: Sequence[int], most: int = 6) -> str:
    """States by their numbers: ``state 4``, ``states 4 and 9``; beyond ``most`` the rest is counted."""
    shown = [str(one) for one in states[:most]] + ([f"{len(states) - most} more"] if len(states) > most else [])
    return f"{'state' if len(states) == 1 else 'states'} {listed(shown)}"


def _doing(conflict: Conflict, taken: set[str]) -> str:
    return _in_turn(
        [
            f"{the(party.name)} would {listed(does(option) for option in party.options if option.name in taken)}"
            for party in conflict.parties
            if any(option.name in taken for option in party.options)
        ]
    )


def _in_turn(clauses: Sequence[str]) -> str:
    """Clauses in a row: set apart by semicolons where one of them holds a comma or an ``and`` of its own."""
    if not any("," in clause or " and " in clause for clause in clauses):
        return listed(clauses)
    return "; and ".join(filter(None, ("; ".join(clauses[:-1]), *clauses[-1:])))


def move(conflict: Conflict, states: States, party: str, source: int, target: int) -> str:
    """What a party would do in a move between two states: ``Iraq would form a government ... and no longer ...``."""
    if states.names is not None:
        return f"{the(party)} would move from “{states.pattern(source)}” to “{states.pattern(target)}”"
    before, after = set(states.taken(source)), set(states.taken(target))
    options = conflict.party(party).options
    acts = [does(option) for option in options if option.name in after - before]
    acts += [f"no longer {does(option)}" for option in options if option.name in before - after]
    return f"{the(party)} would {listed(acts)}"


def differing(conflict: Conflict, states: States, like: int, other: int) -> str:
    """In what a state differs from another, party by party: ``Israel would object in public; Iran would not ...``."""
    before, after = set(states.taken(like)), set(states.taken(other))
    clauses = []
    for party in conflict.parties:
        acts = [does(option) for option in party.options if option.name in after - before]
        acts += [f"not {does(option)}" for option in party.options if option.name in before - after]
        if acts:
            clauses.append(f"{the(party.name)} would {listed(acts)}")
    return _in_turn(clauses)


def wants(party: str) -> str:
    """``Iran wants``, ``the Bargemen want``."""
    return f"{the(party)} {'want' if is_plural(party) else 'wants'}"


def aim(conflict: Conflict, party: str, expr: Expr) -> str:
    """A wish as it follows ``wants``: ``not to strike ... should Iraq not form ...``; the statement as written where words would
    be ambiguous.
    """
    options = {option.name: option for option in conflict.options}

    def goal(literal: Literal) -> str:
        option = options[literal[0]]
        subject = "" if option.party == party else f"{the(option.party)} "
        return f"{subject}{'' if literal[1] else 'not '}to {does(option)}"

    def case(literal: Literal) -> str:
        option = options[literal[0]]
        own = "they" if is_plural(party) else "it"
        subject = own if option.party == party else the(option.party)
        return f"{subject} {'' if literal[1] else 'not '}{does(option)}"

    if isinstance(expr, If):
        then, when = _joined(expr.then, goal), _joined(expr.when, case)
        if then and when:
            return f"{then} should {when}"
    elif isinstance(expr, Iff):
        then, when = _joined(expr.left, goal), _joined(expr.right, case)
        if then and when:
            return f"{then} should {when}, and not otherwise"
    elif plain := _joined(expr, goal):
        return plain
    return f"this to hold: {written(expr)}"


def _joined(expr: Expr, words: Callable[[Literal], str]) -> str | None:
    """Literals joined by one conjunction in words, None where the statement mixes two or holds anything else."""
    plain = _plain(expr, positive=True)
    if plain is None:
        return None
    join, parts = plain
    return listed([words(part) for part in parts], join)


def _plain(expr: Expr, positive: bool) -> tuple[str, tuple[Literal, ...]] | None:
    """A statement (denied where not ``positive``) as literals under one conjunction, None where it is no such thing."""
    if isinstance(expr, Taken):
        return "and", ((expr.option, positive),)
    if isinstance(expr, Not):
        return _plain(expr.part, not positive)
    if not isinstance(expr, And | Or):
        return None
    join = "and" if isinstance(expr, And) is positive else "or"
    literals: tuple[Literal, ...] = ()
    for part in expr.parts:
        plain = _plain(part, positive)
        if plain is None or (len(plain[1]) > 1 and plain[0] != join):
            return None
        literals += plain[1]
    return join, literals
