"""The definitions, straight from the text, with sets: slow, and independent of everything the engines share.

States are frozensets of option names (graph form: names). Nothing here is imported from détente but the nouns that a conflict
is written in: feasibility, preference, moves, legal sequences and the six concepts are all worked out anew.
"""

from __future__ import annotations

from itertools import product

from detente.conflict.model import Conflict, Direction, Party
from detente.conflict.statements import And, Expr, If, Iff, Not, Or, Pattern, Taken

State = frozenset[str]


class Oracle:
    """One conflict, its feasible states in numbering order, and everything asked of the definitions."""

    def __init__(self, conflict: Conflict) -> None:
        self.conflict = conflict
        self.n = range(len(conflict.parties))
        self.order = [option.name for option in conflict.options]
        self.states: list[State]
        if conflict.graph is not None:
            self.states = [frozenset({name}) for name in conflict.graph]
        else:
            self.states = []
            for letters in product("NY", repeat=len(self.order)):
                # the first option changes fastest
                taken = frozenset(o for o, letter in zip(self.order, reversed(letters), strict=True) if letter == "Y")
                if not any(self.true(expr, taken) for expr in conflict.infeasible):
                    self.states.append(taken)
        self.feasible = set(self.states)
        self.R = [{s: self._moves(party, s) for s in self.states} for party in conflict.parties]
        self.scores = [{s: self._score(party, s) for s in self.states} for party in conflict.parties]
        self.Rplus = [{s: {q for q in self.R[i][s] if self.better(i, q, s)} for s in self.states} for i in self.n]
        self._joint: dict[tuple[int, bool, State], set[State]] = {}

    def true(self, expr: Expr, s: State) -> bool:
        match expr:
            case Taken(option):
                return option in s
            case Pattern(letters):
                return all(x == "-" or (x == "Y") == (o in s) for x, o in zip(letters, self.order, strict=True))
            case Not(part):
                return not self.true(part, s)
            case And(parts):
                return all(self.true(part, s) for part in parts)
            case Or(parts):
                return any(self.true(part, s) for part in parts)
            case If(then, when):
                return not (self.true(when, s) and not self.true(then, s))
            case Iff(left, right):
                return self.true(left, s) == self.true(right, s)

    def _score(self, party: Party, s: State) -> tuple[float, ...]:
        """Compared like words in a dictionary: the first statement on which two states differ decides."""
        preference = party.preference
        if preference.wishes is not None:
            return tuple(float(self.true(wish.expr, s)) for wish in preference.wishes)
        if preference.weights is not None:
            return (sum(float(w.worth) for w in preference.weights if self.true(w.expr, s)),)
        assert preference.ranking is not None
        graph = self.conflict.graph is not None
        word = next(iter(s)) if graph else "".join("Y" if o in s else "N" for o in self.order)
        return (-next(float(k) for k, tie in enumerate(preference.ranking) if word in tie),)

    def better(self, i: int, q: State, s: State) -> bool:
        return self.scores[i][q] > self.scores[i][s]

    def _moves(self, party: Party, s: State) -> set[State]:
        if self.conflict.graph is not None:
            return {frozenset({b}) for a, b in party.moves if a in s and a != b}
        result = set()
        mine = {option.name: option for option in party.options}
        for q in self.states:
            changed = s ^ q
            if not changed or not changed <= set(mine):
                continue
            dropped, taken = s - q, q - s
            if any(mine[o].direction is Direction.TAKE for o in dropped):
                continue
            if any(mine[o].direction is Direction.DROP for o in taken):
                continue
            result.add(q)
        return result

    def joint(self, i: int, improving: bool, s: State) -> set[State]:
        """R_{N-i}(s) or R_{N-i}+(s) by the two-clause definition with the sets of possible last movers."""
        key = (i, improving, s)
        if key in self._joint:
            return self._joint[key]
        step = self.Rplus if improving else self.R
        others = [j for j in self.n if j != i]
        last: dict[State, set[int]] = {}
        for j in others:
            for x in step[j][s]:
                last.setdefault(x, set()).add(j)
        changed = True
        while changed:
            changed = False
            for x in list(last):
                for j in others:
                    if last[x] != {j}:
                        for y in step[j][x]:
                            if j not in last.setdefault(y, set()):
                                last[y].add(j)
                                changed = True
        self._joint[key] = set(last)
        return self._joint[key]

    def stable(self, concept: str, i: int, s: State) -> bool:
        return all(self.deterred(concept, i, s, x) for x in self.Rplus[i][s])

    def deterred(self, concept: str, i: int, s: State, x: State) -> bool:
        match concept:
            case "nash":
                return False
            case "gmr":
                return any(not self.better(i, y, s) for y in self.joint(i, False, x))
            case "seq":
                return any(not self.better(i, y, s) for y in self.joint(i, True, x))
            case "smr" | "sseq":
                return any(
                    not self.better(i, y, s) and not any(self.better(i, z, s) for z in self.R[i][y])
                    for y in self.joint(i, concept == "sseq", x)
                )
            case "sim":
                return self._met_at_once(i, s, x)
        raise ValueError(concept)

    def _met_at_once(self, i: int, s: State, x: State) -> bool:
        others = [j for j in self.n if j != i]
        for choice in product(*([s, *self.Rplus[j][s]] for j in others)):
            c = set(x)
            for j, d in zip(others, choice, strict=True):
                mine = {option.name for option in self.conflict.parties[j].options}
                c = (c - mine) | (d & mine)
            if c in self.feasible and not self.better(i, frozenset(c), s):
                return True
        return False

    def table(self, concept: str) -> list[list[int]]:
        """For each party the ids of its stable states."""
        return [[k for k, s in enumerate(self.states, 1) if self.stable(concept, i, s)] for i in self.n]
