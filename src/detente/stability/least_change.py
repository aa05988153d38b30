"""The smallest change of one party's preferences that meets the conditions for a state, found by MaxSAT.

1. A truth value for each statement flipped; for each two statements which stands first, transitively; for each statement
   whether it keeps its place, in that those that do stand in the old order.
2. "y is no better than s" holds if, of the statements on which s and y differ, some one stands before all the others and s
   satisfies it, flips counted; or if they differ on none. Pairs that differ on the same statements share this.
3. The conditions must hold; each flip costs 1 and each statement that does not keep its place costs 1. The solver finds the
   least total: RC2 (Ignatiev, Morgado and Marques-Silva, JSAT 11, 2019) in PySAT. The encoding is ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel
from detente.conflict.model import Wish
from detente.conflict.states import truth
from detente.stability.inverse_conditions import Condition

if TYPE_CHECKING:
    from pysat.formula import WCNF

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Flip:
    """Statement number `statement` (from 1) replaced by its opposite."""

    statement: int
    text: str


@dataclass(frozen=True, slots=True)
class Shift:
    """Statement number `statement` (from 1, in the old list) put at place `to` of the new list."""

    statement: int
    text: str
    to: int


@dataclass(frozen=True, slots=True)
class Change:
    """A smallest change of one party's statements; `wishes` is the new list. `cost` is the number of flips and shifts."""

    party: str
    cost: int
    flips: tuple[Flip, ...]
    shifts: tuple[Shift, ...]
    wishes: tuple[Wish, ...]
    words: str


def least_pairs(model: GraphModel, state: int, party: int, wanted: Sequence[Condition]) -> frozenset[int]:
    """The fewest states (ids) that the party now prefers to the state and would have to find no better; exact."""
    rank = model.ranks[party]
    better = {one for condition in wanted for held in condition.alternatives for one in held}
    better = {one for one in better if rank[one - 1] > rank[state - 1]}
    if not better:
        return frozenset()
    names = Names()
    formula = _formula()
    for one in sorted(better):
        formula.append([-names[one]], weight=1)
    for condition in wanted:
        _require(formula, names, [[names[one] for one in sorted(held & better)] for held in condition.alternatives])
    chosen = _least(formula) or set()  # finding all of them no better always meets the conditions
    return frozenset(one for one in better if names[one] in chosen)


def least_statements(model: GraphModel, state: int, party: int, wanted: Sequence[Condition]) -> Change | None:
    """A smallest change of the party's statements that meets the conditions; None if there are none, or none would do."""
    wishes = model.conflict.parties[party].preference.wishes
    if not wishes:
        return None
    columns = np.array([truth(wish.expr, model.states) for wish in wishes])
    names = Names()
    formula = _formula()
    _order_clauses(formula, names, len(wishes))
    for number in range(len(wishes)):
        formula.append([-names["flip", number]], weight=1)
        formula.append([names["kept", number]], weight=1)
    for condition in wanted:
        parts = [
            [_no_better(formula, names, columns, state - 1, one - 1) for one in sorted(held)]
            for held in condition.alternatives
        ]
        _require(formula, names, parts)
    found = _least(formula)
    return None if found is None else _read_change(model.parties[party], wishes, names, found)


class Names(dict[object, int]):
    """Numbers for the solver's variables, given out as they are first asked for."""

    def __missing__(self, key: object) -> int:
        """The next number."""
        self[key] = len(self) + 1
        return self[key]


def _formula() -> WCNF:
    from pysat.formula import WCNF  # the solver library is loaded only when a question needs it

    return WCNF()


def _least(formula: WCNF) -> set[int] | None:
    """The variables that are true in a cheapest assignment, None if there is no assignment."""
    from pysat.examples.rc2 import RC2

    with RC2(formula) as solver:
        found = solver.compute()
    return None if found is None else {literal for literal in found if literal > 0}


def _require(formula: WCNF, names: Names, alternatives: Sequence[Sequence[int]]) -> None:
    """Of the alternatives one must hold, that is all of its literals."""
    clause = []
    for literals in alternatives:
        met = names["met", tuple(literals)]
        clause.append(met)
        for literal in literals:
            formula.append([-met, literal])
    formula.append(clause)


def _before(names: Names, one: int, other: int) -> int:
    """The literal that statement `one` stands before the other in the new list."""
    return names["before", one, other] if one < other else -names["before", other, one]


def _order_clauses(formula: WCNF, names: Names, count: int) -> None:
    for one, two, three in permutations(range(count), 3):
        formula.append([-_before(names, one, two), -_before(names, two, three), _before(names, one, three)])
    for one, two in combinations(range(count), 2):
        formula.append([-names["kept", one], -names["kept", two], _before(names, one, two)])


def _no_better(formula: WCNF, names: Names, columns: Bools, here: int, there: int) -> int:
    """The literal that the state there is no better than the one here, under the new list."""
    differ = tuple(int(number) for number in np.flatnonzero(columns[:, here] != columns[:, there]))
    signs = tuple((number, bool(columns[number, here])) for number in differ)
    key = ("no better", signs)
    if key in names:
        return names[key]
    literal = names[key]
    if not differ:
        formula.append([literal])
        return literal
    leads = []
    for number, holds_here in signs:
        lead = names["lead", signs, number]
        leads.append(lead)
        formula.append([-lead, -names["flip", number] if holds_here else names["flip", number]])
        for other in differ:
            if other != number:
                formula.append([-lead, _before(names, number, other)])
    formula.append([-literal, *leads])
    return literal


def _read_change(party: str, wishes: Sequence[Wish], names: Names, true: set[int]) -> Change:
    """The solver's assignment as a change of the list."""

    def place(number: int) -> int:
        others = [other for other in range(len(wishes)) if other != number]
        return sum(1 for other in others if _is_true(_before(names, other, number), true))

    flipped = {number for number in range(len(wishes)) if names["flip", number] in true}
    moved = [number for number in range(len(wishes)) if names["kept", number] not in true]
    order = sorted(range(len(wishes)), key=place)
    new = [wish.turned() if number in flipped else wish for number, wish in enumerate(wishes)]
    flips = tuple(Flip(number + 1, wishes[number].text) for number in sorted(flipped))
    shifts = tuple(Shift(number + 1, wishes[number].text, order.index(number) + 1) for number in moved)
    words = [f"{party} wants the opposite of statement {flip.statement} ({flip.text})" for flip in flips]
    words += [f"{party} puts statement {shift.statement} ({shift.text}) in place {shift.to}" for shift in shifts]
    return Change(
        party, len(flips) + len(shifts), flips, shifts, tuple(new[number] for number in order), "; ".join(words)
    )


def _is_true(literal: int, true: set[int]) -> bool:
    return (abs(literal) in true) == (literal > 0)
