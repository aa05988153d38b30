"""The definitions as sets, straight from the text and slow: what the family is held against."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import combinations

from detente.conflict.graph import GraphModel, moves
from detente.conflict.model import Relation
from detente.conflict.statements import Columns, holds

State = int
Compare = Callable[[int, State, State], str]  # party, a, b -> ">>", ">", "=", "<", "<<" or "?"


def plain(model: GraphModel) -> Compare:
    def compare(party: int, a: State, b: State) -> str:
        one, two = int(model.ranks[party][a]), int(model.ranks[party][b])
        return ">" if one > two else "<" if one < two else "="

    return compare


def as_marked(model: GraphModel) -> Compare:
    """Pairs compared one by one: the first statement on which they differ, its marks, then `compare` lines."""
    truths = []
    for party in model.conflict.parties:
        rows = []
        for wish in party.preference.wishes or ():
            columns = Columns(model.states.masks, model.conflict.places)
            rows.append((holds(wish.expr, columns), wish))
        truths.append(rows)

    def compare(party: int, a: State, b: State) -> str:
        preference = model.conflict.parties[party].preference
        for pair in preference.compare:
            left, right = model.states.find(pair.left), model.states.find(pair.right)
            turned = {">": "<", ">>": "<<", "=": "=", "?": "?"}
            if (left, right) == (a + 1, b + 1):
                return str(pair.relation.value)
            if (left, right) == (b + 1, a + 1):
                return turned[Relation(pair.relation).value]
        if preference.wishes is None:
            return plain(model)(party, a, b)
        for truth, wish in truths[party]:
            if truth[a] != truth[b]:
                if wish.unsure:
                    return "?"
                sign = ">" if truth[a] else "<"
                return sign * 2 if wish.strongly else sign
        return "?" if preference.ties_unknown and a != b else "="

    return compare


def step(model: GraphModel, party: int, a: State) -> set[State]:
    return {int(place) for place in moves(model, party, a)}


def reach(start: State, steps: Iterable[Callable[[State], set[State]]]) -> set[State]:
    """Everything that a legal sequence reaches: nodes are (state, last mover); the start itself is left out."""
    movers = list(steps)
    nodes = {(y, j) for j, move in enumerate(movers) for y in move(start)}
    todo = list(nodes)
    while todo:
        here, last = todo.pop()
        for j, move in enumerate(movers):
            for there in move(here) if j != last else ():
                if (there, j) not in nodes:
                    nodes.add((there, j))
                    todo.append((there, j))
    return {place for place, _ in nodes} - {start}


def others_reach(
    model: GraphModel, party: int, start: State, allowed: Callable[[int, State, State], bool]
) -> set[State]:
    def mover(j: int) -> Callable[[State], set[State]]:
        return lambda here: {there for there in step(model, j, here) if allowed(j, here, there)}

    return reach(start, [mover(j) for j in range(len(model.parties)) if j != party])


def unknown_reading(model: GraphModel, compare: Compare, reading: str, concept: str, i: int, s: State) -> bool:
    tempting = {">", ">>", "?"} if reading in "ac" else {">", ">>"}
    no_better = {"=", "<", "<<"} if reading in "ab" else {"=", "<", "<<", "?"}
    escape = {">", ">>", "?"} if reading in "ab" else {">", ">>"}
    for x in step(model, i, s):
        if compare(i, x, s) not in tempting:
            continue
        if concept == "nash":
            return False
        answers = others_reach(
            model, i, x, lambda j, a, b: concept not in ("seq", "sseq") or compare(j, b, a) in {">", ">>", "?"}
        )
        deterrents = [y for y in answers if compare(i, y, s) in no_better]
        if concept in ("smr", "sseq"):
            deterrents = [y for y in deterrents if not any(compare(i, z, s) in escape for z in step(model, i, y))]
        if not deterrents:
            return False
    return True


def strong(model: GraphModel, compare: Compare, reading: str, concept: str, i: int, s: State) -> bool:
    tempting = {">", ">>", "?"} if reading in "ac" else {">", ">>"}
    hurting = {"<<"} if reading in "ab" else {"<<", "?"}
    for x in step(model, i, s):
        if compare(i, x, s) not in tempting:
            continue
        answers = others_reach(model, i, x, lambda j, a, b: concept != "seq" or compare(j, b, a) in {">", ">>", "?"})
        deterrents = [y for y in answers if compare(i, y, s) in hurting]
        if concept == "smr":
            deterrents = [y for y in deterrents if all(compare(i, z, s) in hurting for z in step(model, i, y))]
        if not deterrents:
            return False
    return True


def coalition(model: GraphModel, members: tuple[int, ...], concept: str, s: State) -> bool:
    better = plain(model)

    def alone(j: int) -> Callable[[State], set[State]]:
        return lambda here: step(model, j, here)

    def joint(group: tuple[int, ...]) -> Callable[[State], set[State]]:
        def found(a: State) -> set[State]:
            return {b for b in reach(a, map(alone, group)) if all(better(j, b, a) == ">" for j in group)}

        return found

    rest = [j for j in range(len(model.parties)) if j not in members]
    groups = [group for many in range(1, len(rest) + 1) for group in combinations(rest, many)]
    above = {q for q in range(len(model.states)) if all(better(j, q, s) == ">" for j in members)}
    for x in joint(members)(s):
        if concept == "cnash":
            return False
        deterrents = reach(x, map(joint, groups) if concept == "cseq" else map(alone, rest)) - above
        if concept == "csmr":
            deterrents = {y for y in deterrents if not reach(y, map(alone, members)) & above}
        if not deterrents:
            return False
    return True


def limited(model: GraphModel, horizon: int, i: int, s: State) -> State:
    """Where i ends up from s with this horizon (two parties), by the recursion as written."""
    if horizon == 0:
        return s
    rank = model.ranks[i]
    ends = [(int(rank[end]), -x, end) for x in step(model, i, s) for end in [limited(model, horizon - 1, 1 - i, x)]]
    if not ends:
        return s
    worth, _, end = max(ends)
    return end if worth > int(rank[s]) else s


def tree(model: GraphModel, turns: int, credible: bool, i: int, s: State) -> bool:
    """MR_h and CMR_h by walking the tree."""
    better = plain(model)

    def allowed(j: int, a: State, b: State) -> bool:
        return not credible or better(j, b, a) == ">"

    def gains(x: State, left: int, mine: bool) -> bool:
        good = better(i, x, s) == ">"
        if left == 0:
            return good
        if mine:
            return good or any(gains(y, left - 1, False) for y in step(model, i, x) if allowed(i, x, y))
        return good and all(gains(y, left - 1, True) for y in others_reach(model, i, x, allowed))

    return not any(gains(x, turns - 1, False) for x in step(model, i, s) if allowed(i, s, x))
