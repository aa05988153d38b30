"""Small random conflicts for the family's tests: holes, one-way options, ties, marks, and graph form."""

from __future__ import annotations

import random
from itertools import combinations

from detente.conflict.model import Conflict, Direction, Option, Pair, Party, Preference, Relation, Wish
from detente.conflict.statements import And, Expr, If, Iff, Not, Or, Pattern, Taken, written


def statement(dice: random.Random, names: list[str]) -> Expr:
    kind = dice.randrange(6)
    one, two = Taken(dice.choice(names)), Taken(dice.choice(names))
    other: Expr = Not(two) if dice.random() < 0.5 else two
    if kind == 0:
        return one
    if kind == 1:
        return Not(one)
    if kind == 2:
        return And((one, other))
    if kind == 3:
        return Or((one, other))
    return If(one, other) if kind == 4 else Iff(one, other)


def option_form(
    seed: int, parties: int = 0, options: int = 0, marks: bool = True, holes: bool = True, wishes: int = 5
) -> Conflict:
    dice = random.Random(seed)
    count = parties or dice.randint(2, 4)
    total = options or dice.randint(count, 6)
    owners = [*range(count), *(dice.randrange(count) for _ in range(total - count))]
    owners.sort()
    names = [f"o{place}" for place in range(total)]
    directions = [
        dice.choice([Direction.BOTH, Direction.BOTH, Direction.TAKE, Direction.DROP]) if holes else Direction.BOTH
        for _ in names
    ]
    people = []
    for party in range(count):
        mine = tuple(
            Option(name, name, f"P{party}", place, directions[place])
            for place, name in enumerate(names)
            if owners[place] == party
        )
        list_of = []
        for _ in range(dice.randint(1, wishes)):
            expr = statement(dice, names)
            unsure, strongly = (dice.random() < 0.25 and marks), (dice.random() < 0.35 and marks)
            list_of.append(Wish(expr, written(expr), unsure=unsure, strongly=strongly))
        people.append(Party(f"P{party}", mine, Preference(wishes=tuple(list_of))))
    holes_at = tuple(
        Pattern("".join(dice.choice("YN---") for _ in names)) for _ in range(dice.randint(0, 2) if holes else 0)
    )
    holes_at = tuple(hole for hole in holes_at if hole.letters.count("-") <= total - 2)  # two never rule out everything
    return Conflict(f"random {seed}", tuple(people), holes_at)


def even(seed: int, parties: int, each: int, statements: int) -> Conflict:
    """Random statements, as many options and statements a party, no holes, no one-way options: for measuring."""
    dice = random.Random(seed)
    names = [f"o{place}" for place in range(parties * each)]
    people = []
    for party in range(parties):
        places = range(party * each, (party + 1) * each)
        wishes = [statement(dice, names) for _ in range(statements)]
        people.append(
            Party(
                f"P{party}",
                tuple(Option(names[place], names[place], f"P{party}", place) for place in places),
                Preference(wishes=tuple(Wish(expr, written(expr)) for expr in wishes)),
            )
        )
    return Conflict(f"{parties} parties, {each} options each, seed {seed}", tuple(people))


def graph_form(seed: int, parties: int = 0, states: int = 0, marks: bool = False) -> Conflict:
    dice = random.Random(seed)
    count = parties or dice.randint(2, 4)
    size = states or dice.randint(3, 7)
    names = tuple(f"s{at}" for at in range(size))
    people = []
    for party in range(count):
        arcs = tuple((one, two) for one in names for two in names if one != two and dice.random() < 0.3)
        left = list(names)
        dice.shuffle(left)
        ranking: list[tuple[str, ...]] = []
        while left:
            many = dice.choice([1, 1, 2])
            ranking.append(tuple(left[:many]))
            left = left[many:]
        pairs = [pair for pair in combinations(names, 2) if dice.random() < 0.2] if marks else []
        compare = tuple(Pair(one, dice.choice(list(Relation)), two) for one, two in pairs)
        people.append(Party(f"P{party}", (), Preference(ranking=tuple(ranking), compare=compare), moves=arcs))
    return Conflict(f"random graph {seed}", tuple(people), graph=names)
