"""The symbolic engine against a second diagram library (dd.autoref) and the definitions as relations between states."""

from __future__ import annotations

from typing import Any

import pytest
from dd.autoref import BDD

from detente.conflict.model import Conflict, Direction
from detente.conflict.statements import And, Expr, If, Iff, Not, Or, Pattern, Taken
from detente.stability.symbolic import solve_symbolic
from stability.family.models import even, option_form

Node = Any  # dd is untyped


class Relations:
    """s, x, y and z as four copies of the options; every definition written as it is read."""

    def __init__(self, conflict: Conflict) -> None:
        self.conflict = conflict
        self.count = len(conflict.options)
        self.bdd = BDD()
        self.bdd.declare(*(f"{copy}{place}" for place in range(self.count) for copy in "sxyz"))

    def holds(self, expr: Expr, copy: str) -> Node:
        match expr:
            case Taken(option):
                return self.bdd.var(f"{copy}{self.conflict.places[option]}")
            case Pattern(letters):
                node = self.bdd.true
                for place, letter in enumerate(letters):
                    if letter != "-":
                        here = self.bdd.var(f"{copy}{place}")
                        node &= here if letter == "Y" else ~here
                return node
            case Not(part):
                return ~self.holds(part, copy)
            case And(parts):
                node = self.bdd.true
                for part in parts:
                    node &= self.holds(part, copy)
                return node
            case Or(parts):
                return ~self.holds(And(tuple(Not(part) for part in parts)), copy)
            case If(then, when):
                return self.holds(Or((then, Not(when))), copy)
            case Iff(left, right):
                return ~self.differ(self.holds(left, copy), self.holds(right, copy))

    def feasible(self, copy: str) -> Node:
        node = self.bdd.true
        for expr in self.conflict.infeasible:
            node &= ~self.holds(expr, copy)
        return node

    def differ(self, one: Node, two: Node) -> Node:
        return self.bdd.apply("xor", one, two)

    def move(self, party: int, a: str, b: str) -> Node:
        node = self.feasible(b)
        changed = self.bdd.false
        for option in self.conflict.options:
            here, there = self.bdd.var(f"{a}{option.place}"), self.bdd.var(f"{b}{option.place}")
            if option.party != self.conflict.parties[party].name:
                node &= ~self.differ(here, there)
            else:
                changed |= self.differ(here, there)
                if option.direction is Direction.TAKE:
                    node &= ~here | there
                if option.direction is Direction.DROP:
                    node &= here | ~there
        return node & changed

    def prefers(self, party: int, a: str, b: str) -> Node:
        """a is preferred to b."""
        node = self.bdd.false
        for wish in reversed(self.conflict.parties[party].preference.wishes or ()):
            one, two = self.holds(wish.expr, a), self.holds(wish.expr, b)
            node = (one & ~two) | (~self.differ(one, two) & node)
        return node

    def some(self, copy: str, node: Node) -> Node:
        return self.bdd.exist([f"{copy}{place}" for place in range(self.count)], node)

    def renamed(self, node: Node, old: str, new: str) -> Node:
        return self.bdd.let({f"{old}{place}": f"{new}{place}" for place in range(self.count)}, node)

    def stable(self, party: int, concept: str) -> Node:
        improving = self.move(party, "s", "x") & self.prefers(party, "x", "s")
        if concept == "nash":
            return ~self.some("x", improving)
        sanction = ~self.prefers(party, "y", "s")
        if concept in ("smr", "sseq"):
            sanction &= ~self.some("z", self.move(party, "y", "z") & self.prefers(party, "z", "s"))
        answered = self.bdd.false  # over s and x: the others can lead from x to a sanction of s
        while True:
            larger = answered
            hit = sanction | self.renamed(answered, "x", "y")
            for other in range(len(self.conflict.parties)):
                if other != party:
                    step = self.move(other, "x", "y")
                    if concept in ("seq", "sseq"):
                        step &= self.prefers(other, "y", "x")
                    larger |= self.some("y", step & hit)
            if larger == answered:
                break
            answered = larger
        return ~self.some("x", improving & ~answered)

    def equilibria(self, concept: str) -> int:
        node = self.feasible("s")
        for party in range(len(self.conflict.parties)):
            node &= self.stable(party, concept)
        return int(self.bdd.count(node, nvars=self.count)) if node != self.bdd.false else 0


@pytest.mark.parametrize("seed", range(8))
def test_equilibria_are_as_many_as_by_relations_in_another_library(seed: int) -> None:
    conflict = option_form(seed, options=7, marks=False) if seed % 2 else even(seed, 3, 3, 4)
    symbolic = solve_symbolic(conflict)
    relations = Relations(conflict)
    for concept, found in symbolic.equilibria.items():
        assert found.count == relations.equilibria(concept), concept
