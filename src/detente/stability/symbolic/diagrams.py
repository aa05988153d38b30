"""A conflict as decision diagrams: feasible states, and each party's order as a vector of truth values.

Every option has two variables, one below the other: its value here, and its value after a move. A party's *value vector*
holds diagrams f_1, f_2, ... : of two states the party prefers the one whose truth values come first in the order of binary
numbers, f_1 the highest digit. For prioritised statements these are the statements themselves; rankings and weights are
written as binary numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from oxidd.bcdd import BCDDFunction, BCDDManager, BCDDSubstitution

from detente.conflict.model import Conflict, Direction, Preference
from detente.conflict.statements import And, Expr, If, Iff, Not, Or, Pattern, Taken, named
from detente.stability.symbolic.order import force

Diagram = BCDDFunction
Vector = tuple[Diagram, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """One party in diagrams. Options by place; `here` and `there` are conjunctions of its variables, to quantify over.

    `legal` relates its options here to those after a move by the one-way options (staying included).
    """

    name: str
    free: tuple[int, ...]
    take: tuple[int, ...]
    drop: tuple[int, ...]
    here: Diagram
    there: Diagram
    moved: BCDDSubstitution
    legal: Diagram
    value: Vector

    @property
    def own(self) -> tuple[int, ...]:
        """All its options."""
        return self.free + self.take + self.drop


@dataclass(frozen=True, slots=True)
class Diagrams:
    """The conflict in diagrams. `here[k]`: option k is taken; `variable[k]` its number; `order` as asked."""

    manager: BCDDManager
    conflict: Conflict
    order: tuple[int, ...]
    variable: tuple[int, ...]
    here: tuple[Diagram, ...]
    feasible: Diagram
    parties: tuple[Party, ...]

    @property
    def true(self) -> Diagram:
        """The diagram that always holds."""
        return self.manager.true()

    @property
    def false(self) -> Diagram:
        """The diagram that never holds."""
        return self.manager.false()


def diagrams(conflict: Conflict, nodes: int) -> Diagrams:
    """Build them, in a manager with room for so many nodes."""
    options = conflict.options
    order = force(len(options), _groups(conflict))
    manager = BCDDManager(nodes, max(nodes // 4, 1 << 16), 1)
    manager.add_vars(2 * len(options))
    variable = [0] * len(options)
    for at, place in enumerate(order):
        variable[place] = 2 * at
    here = tuple(manager.var(number) for number in variable)
    there = tuple(manager.var(number + 1) for number in variable)
    reader = _Reader(manager, conflict, here)
    feasible = manager.true()
    for statement in conflict.infeasible:
        feasible = feasible & ~reader.holds(statement)
    parties = []
    for party in conflict.parties:
        by_way = {way: tuple(one.place for one in party.options if one.direction is way) for way in Direction}
        legal = manager.true()
        for place in by_way[Direction.TAKE]:
            legal = legal & (~here[place] | there[place])
        for place in by_way[Direction.DROP]:
            legal = legal & (here[place] | ~there[place])
        own = [one.place for one in party.options]
        parties.append(
            Party(
                party.name,
                by_way[Direction.BOTH],
                by_way[Direction.TAKE],
                by_way[Direction.DROP],
                _all(manager, [here[place] for place in own]),
                _all(manager, [there[place] for place in own]),
                BCDDFunction.make_substitution([(variable[place], there[place]) for place in own]),
                legal,
                reader.value(party.preference),
            )
        )
    return Diagrams(manager, conflict, tuple(order), tuple(variable), here, feasible, tuple(parties))


def _all(manager: BCDDManager, parts: list[Diagram]) -> Diagram:
    whole = manager.true()
    for part in parts:
        whole = whole & part
    return whole


def _groups(conflict: Conflict) -> list[frozenset[int]]:
    """The options that each statement of the conflict names together."""
    statements = list(conflict.infeasible)
    for party in conflict.parties:
        preference = party.preference
        statements += [wish.expr for wish in preference.wishes or ()]
        statements += [weight.expr for weight in preference.weights or ()]
    return [_options(statement, conflict.places) for statement in statements]


def _options(expr: Expr, places: dict[str, int]) -> frozenset[int]:
    named_here = frozenset(places[name] for name in named(expr))
    match expr:
        case Pattern(letters):
            return frozenset(place for place, letter in enumerate(letters) if letter != "-")
        case Not(part):
            return named_here | _options(part, places)
        case And(parts) | Or(parts):
            return named_here.union(*(_options(part, places) for part in parts))
        case If(left, right) | Iff(left, right):
            return named_here | _options(left, places) | _options(right, places)
        case _:
            return named_here


@dataclass(frozen=True, slots=True)
class _Reader:
    manager: BCDDManager
    conflict: Conflict
    here: tuple[Diagram, ...]

    def holds(self, expr: Expr) -> Diagram:
        """Where a statement holds."""
        match expr:
            case Taken(option):
                return self.here[self.conflict.places[option]]
            case Pattern(letters):
                literals = [
                    self.here[place] if letter == "Y" else ~self.here[place]
                    for place, letter in enumerate(letters)
                    if letter != "-"
                ]
                return _all(self.manager, literals)
            case Not(part):
                return ~self.holds(part)
            case And(parts):
                return _all(self.manager, [self.holds(part) for part in parts])
            case Or(parts):
                return ~_all(self.manager, [~self.holds(part) for part in parts])
            case If(then, when):
                return self.holds(when).imp(self.holds(then))
            case Iff(left, right):
                return self.holds(left).equiv(self.holds(right))

    def value(self, preference: Preference) -> Vector:
        """A party's value vector, most important digit first."""
        if preference.ranking is not None:
            return self._from_ranking(preference.ranking)
        if preference.weights is not None:
            worths = [Fraction(weight.worth) for weight in preference.weights]
            scale = lcm(*(worth.denominator for worth in worths)) if worths else 1
            return self._sum(
                [
                    (self.holds(weight.expr) if worth > 0 else ~self.holds(weight.expr), abs(int(worth * scale)))
                    for weight, worth in zip(preference.weights, worths, strict=True)
                ]
            )
        digits: list[Diagram] = []
        for wish in preference.wishes or ():
            digit = self.holds(wish.expr)
            if digit.satisfiable() and not digit.valid() and not any(digit in (old, ~old) for old in digits):
                digits.append(digit)
        return tuple(digits)

    def _from_ranking(self, ranking: tuple[tuple[str, ...], ...]) -> Vector:
        digits = [self.manager.false()] * max(len(ranking) - 1, 0).bit_length()
        for height, members in enumerate(reversed(ranking)):
            block = ~_all(self.manager, [~self.holds(Pattern(member)) for member in members])
            for at in range(len(digits)):
                if height >> (len(digits) - 1 - at) & 1:
                    digits[at] = digits[at] | block
        return tuple(digits)

    def _sum(self, parts: list[tuple[Diagram, int]]) -> Vector:
        """The sum of the worths of the parts that hold, in binary, by adding one part after the other with carry."""
        width = sum(worth for _, worth in parts).bit_length()
        digits = [self.manager.false()] * width  # lowest first
        for truth, worth in parts:
            carry = self.manager.false()
            for at in range(width):
                added = truth if worth >> at & 1 else self.manager.false()
                old = digits[at]
                digits[at] = old ^ added ^ carry
                carry = (old & added) | (carry & (old ^ added))
        return tuple(reversed(digits))
