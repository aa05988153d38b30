"""Random models for the tests: everything that a file can hold, small enough for the definitions."""

from __future__ import annotations

from random import Random

from detente.conflict.model import Conflict, Direction, Option, Party, Preference, Weight, Wish
from detente.conflict.statements import And, Expr, If, Iff, Not, Or, Pattern, Taken, written
from detente.conflict.states import list_states
from detente.errors import Refused


def random_statement(rnd: Random, options: list[str], depth: int = 2) -> Expr:
    kind = rnd.choice(["taken", "not", "and", "or", "if", "iff", "pattern"]) if depth else "taken"
    match kind:
        case "taken":
            return Taken(rnd.choice(options))
        case "pattern":
            return Pattern("".join(rnd.choice("YN---") for _ in options))
        case "not":
            return Not(random_statement(rnd, options, depth - 1))
    left, right = (random_statement(rnd, options, depth - 1) for _ in range(2))
    made: dict[str, Expr] = {
        "and": And((left, right)),
        "or": Or((left, right)),
        "if": If(left, right),
        "iff": Iff(left, right),
    }
    return made[kind]


def random_ranking(rnd: Random, words: list[str]) -> tuple[tuple[str, ...], ...]:
    words = rnd.sample(words, len(words))
    classes: list[tuple[str, ...]] = []
    while words:
        size = rnd.choice([1, 1, 1, 2, 3])
        classes.append(tuple(words[:size]))
        words = words[size:]
    return tuple(classes)


def random_conflict(rnd: Random, parties: int, options: int) -> Conflict:
    """Option form: holes, one-way options, ties, statements or rankings or weights. Some state is feasible."""
    names = [f"o{k}" for k in range(options)]
    owners = sorted([*range(parties), *(rnd.randrange(parties) for _ in range(options - parties))])
    one_way = rnd.choice([0.0, 0.0, 0.3, 1.0])
    holes = rnd.choice([0, 0, 1, 3, 5])
    while True:
        infeasible = tuple(random_statement(rnd, names) for _ in range(holes))
        sides = [
            Party(
                f"P{who}",
                tuple(
                    Option(name, name, f"P{who}", k, _direction(rnd, one_way))
                    for k, name in enumerate(names)
                    if owners[k] == who
                ),
                Preference(wishes=()),
            )
            for who in range(parties)
        ]
        conflict = Conflict("random", tuple(sides), infeasible=infeasible)
        try:
            states = list_states(conflict)
        except Refused:
            holes = max(0, holes - 1)
            continue
        words = states.patterns(states.ids)
        return Conflict(
            "random",
            tuple(Party(side.name, side.options, random_preference(rnd, names, words)) for side in sides),
            infeasible=infeasible,
            now=frozenset(states.taken(rnd.randint(1, len(states)))),
        )


def _direction(rnd: Random, one_way: float) -> Direction:
    return rnd.choice([Direction.TAKE, Direction.DROP]) if rnd.random() < one_way else Direction.BOTH


def random_preference(rnd: Random, names: list[str], words: list[str]) -> Preference:
    kind = rnd.choice(["wishes", "wishes", "ranking", "weights"])
    if kind == "ranking" and len(words) <= 64:
        return Preference(ranking=random_ranking(rnd, words))
    exprs = [random_statement(rnd, names) for _ in range(rnd.randint(0, 6))]
    if kind == "weights":
        return Preference(weights=tuple(Weight(e, written(e), str(rnd.randint(-3, 3))) for e in exprs))
    return Preference(wishes=tuple(Wish(e, written(e)) for e in exprs))


def random_graph(rnd: Random, parties: int, states: int) -> Conflict:
    """Graph form: any moves, transitive or not."""
    names = [f"s{k}" for k in range(states)]
    sides = tuple(
        Party(
            f"P{who}",
            (),
            Preference(ranking=random_ranking(rnd, names)),
            moves=tuple((a, b) for a in names for b in names if a != b and rnd.random() < 0.25),
        )
        for who in range(parties)
    )
    return Conflict("random", sides, graph=tuple(names), now=frozenset({names[0]}))


def random_model(rnd: Random, most_options: int = 7) -> Conflict:
    parties = rnd.randint(1, 5)
    if rnd.random() < 0.2:
        return random_graph(rnd, parties, rnd.randint(2, 9))
    return random_conflict(rnd, parties, rnd.randint(parties, max(parties, most_options)))
