"""Stability on diagrams: the reduction of `sweeps` to numbers, the numbers held as vectors of diagrams.

With p the value of a state for party i and D the least value that the others can lead to, s is unstable for i exactly if i can
move to some x with min(p(x), D(x)) > p(s). No relation between states is ever built but one party's improvements, which
have the variables of a state and those of that party's options after the move.

1. Nash: the greatest p over s and i's moves exceeds p(s).
2. GMR: D starts as p, infeasible states counting as more than anything; in turn each other party's moves lower it to the
   least value over its options (digit by digit), one-way options apart, until nothing changes.
3. SMR: as GMR, starting from m, the greatest p over a state and i's moves from it.
4. SEQ, SSEQ: as GMR and SMR, each party lowering D to the least value over its improvements.

Exact for complete orders, ties included; derived for this program, see the theory page.
"""

from __future__ import annotations

from detente.stability.symbolic.diagrams import Diagram, Diagrams, Party, Vector
from detente.stability.symbolic.vectors import above, larger, least_over, most_over, smaller, split


def unstable(world: Diagrams, party: Party, concept: str) -> Diagram:
    """The feasible states that are not stable for the party under nash, gmr, smr, seq or sseq."""
    value = party.value
    if not value:
        return world.false
    capped = value
    if concept != "nash":
        start = _peak(world, party, value) if concept in ("smr", "sseq") else value
        if concept in ("gmr", "smr"):
            least = _after_moves(world, party, start)
        else:
            least = _after_improvements(world, party, start)
        # a leading digit says that the others can lead nowhere feasible at all; x itself always counts, so it never does
        capped = smaller(value, least)
    beyond = above(_peak(world, party, capped), value)
    return world.false if beyond is None else beyond & world.feasible


def _peak(world: Diagrams, party: Party, value: Vector) -> Vector:
    """For each feasible state the greatest value over it and the party's moves from it."""
    whole = (world.feasible, *(digit & world.feasible for digit in value))
    if party.free:
        whole = most_over(_cube(world, party.free), world.true, whole)
    for places, upward in ((party.take, True), (party.drop, False)):
        for place in places:
            off, on = split(whole, world.here[place])
            best = larger(off, on)
            whole = _one_way(world.here[place], off, on, best, upward)
    return whole[1:]


def _lowered(world: Diagrams, party: Party, whole: Vector) -> Vector:
    """The least value over each state and the party's moves from it; the first digit marks infeasible states."""
    if party.free:
        whole = least_over(_cube(world, party.free), world.true, whole)
    for places, upward in ((party.take, True), (party.drop, False)):
        for place in places:
            off, on = split(whole, world.here[place])
            whole = _one_way(world.here[place], off, on, smaller(off, on), upward)
    return whole


def _one_way(here: Diagram, off: Vector, on: Vector, either: Vector, upward: bool) -> Vector:
    """Where the option has gone as far as it can its own value, elsewhere the better of both."""
    if upward:
        return tuple(here.ite(one, both) for one, both in zip(on, either, strict=True))
    return tuple(here.ite(both, one) for one, both in zip(off, either, strict=True))


def _after_moves(world: Diagrams, party: Party, start: Vector) -> Vector:
    barred = ~world.feasible
    whole = (barred, *(digit | barred for digit in start))
    others = [other for other in world.parties if other.name != party.name]
    quiet, turn = 0, 0  # quiet: parties in a row that changed nothing
    while quiet < len(others):
        lower = _lowered(world, others[turn % len(others)], whole)
        lower = tuple(digit | barred for digit in lower)  # no sequence passes through an infeasible state
        quiet = quiet + 1 if lower == whole else 1
        whole, turn = lower, turn + 1
    return whole[1:]


def _after_improvements(world: Diagrams, party: Party, start: Vector) -> Vector:
    others = [other for other in world.parties if other.name != party.name]
    allowed = [_improvements(world, other) for other in others]
    least, quiet, turn = start, 0, 0
    while quiet < len(others):
        mover = others[turn % len(others)]
        moved = tuple(digit.substitute(mover.moved) for digit in least)
        lower = least_over(mover.there, allowed[turn % len(others)], moved)
        quiet = quiet + 1 if lower == least else 1
        least, turn = lower, turn + 1
    return least


def _improvements(world: Diagrams, mover: Party) -> Diagram:
    """From each state, here, to the mover's options there: staying, or a legal feasible move to a state it prefers."""
    stay = world.true
    for place in mover.own:
        stay = stay & world.here[place].equiv(world.here[place].substitute(mover.moved))
    better = above(tuple(digit.substitute(mover.moved) for digit in mover.value), mover.value)
    if better is None:
        return stay
    return stay | (better & mover.legal & world.feasible.substitute(mover.moved))


def _cube(world: Diagrams, places: tuple[int, ...]) -> Diagram:
    cube = world.true
    for place in places:
        cube = cube & world.here[place]
    return cube
