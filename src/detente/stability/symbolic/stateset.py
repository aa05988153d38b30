"""A set of states held as a diagram: counted, asked, described by patterns, sampled."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from detente.stability.symbolic.diagrams import Diagram, Diagrams

_Letters = dict[int, bool]  # option place -> taken


@dataclass(frozen=True, slots=True, eq=False)
class StateSet:
    """States of a conflict. Patterns give Y, N or - for each option in the order of the file."""

    world: Diagrams
    diagram: Diagram

    @property
    def count(self) -> int:
        """How many states it has, exactly."""
        return _count(self.world, self.diagram)

    @property
    def nodes(self) -> int:
        """How many nodes its diagram has."""
        return self.diagram.node_count()

    def __contains__(self, pattern: str) -> bool:
        """Whether the state with this pattern (no `-`) belongs to it."""
        values = [(number, letter == "Y") for number, letter in zip(self.world.variable, pattern, strict=True)]
        return self.diagram.eval(values)

    def shortest_pattern(self) -> str | None:
        """A pattern with the fewest letters that holds only here (among feasible states); None if the set is empty.

        L(f) is 0 for everything and no pattern for nothing; otherwise the least of L(both branches at once), 1 + L(one) and
        1 + L(other), each branch once.
        """
        upper = self.diagram | ~self.world.feasible
        letters = _Shortest(self.world, self.diagram, upper).letters()
        return None if letters is None else _written(self.world, letters)

    def patterns(self, most: int = 1000) -> tuple[tuple[str, ...], bool]:
        """Patterns that together hold in exactly these feasible states, fewest letters first, none to spare or to shorten;
        and whether that is all of them.

        1. Cut the set into patterns (Minato and Morreale's irredundant cover), infeasible states free to go either way.
        2. Drop every letter without which the pattern still holds only here.
        3. Drop every pattern that the others make superfluous, longest first. At most `most` patterns are worked out.
        """
        world = self.world
        upper = self.diagram | ~world.feasible
        found: list[_Letters] = []
        complete = True
        for letters in _cover(world, self.diagram, upper, {}):
            if len(found) == most:
                complete = False
                break
            found.append(_shortened(world, letters, upper))
        if complete:
            found = _needed(world, found, self.diagram)
        unique = {_written(world, letters): len(letters) for letters in found}
        return tuple(sorted(unique, key=lambda text: (unique[text], text))), complete

    def sample(self, many: int, seed: int = 0) -> tuple[str, ...]:
        """Patterns of states drawn evenly and independently, the same for the same seed. An empty set gives none."""
        dice = random.Random(seed)  # noqa: S311  # a sample, not a secret
        if not self.diagram.satisfiable():
            return ()
        return tuple(self._drawn(dice) for _ in range(many))

    def _drawn(self, dice: random.Random) -> str:
        letters: _Letters = {}
        here = self.diagram
        for place in self.world.order:
            on = here & self.world.here[place]
            total, with_it = _count(self.world, here), _count(self.world, on)
            taken = dice.randrange(total) < with_it
            letters[place] = taken
            here = on if taken else here & ~self.world.here[place]
        return _written(self.world, letters)


def _count(world: Diagrams, diagram: Diagram) -> int:
    """Each option has a second variable, of which these diagrams know nothing."""
    return diagram.sat_count(2 * len(world.order)) >> len(world.order)


def _written(world: Diagrams, letters: _Letters) -> str:
    return "".join("-" if place not in letters else "Y" if letters[place] else "N" for place in range(len(world.here)))


def _cube(world: Diagrams, letters: _Letters) -> Diagram:
    cube = world.true
    for place, taken in letters.items():
        cube = cube & (world.here[place] if taken else ~world.here[place])
    return cube


def _branches(world: Diagrams, place: int, diagram: Diagram) -> tuple[Diagram, Diagram]:
    """The diagram with the option taken, and not taken."""
    if diagram.node_var() != world.variable[place]:
        return diagram, diagram
    cofactors = diagram.cofactors()
    if cofactors is None:
        return diagram, diagram
    return cofactors


def _cover(world: Diagrams, lower: Diagram, upper: Diagram, letters: _Letters, at: int = 0) -> Iterator[_Letters]:
    """Patterns that hold everywhere in `lower` and nowhere outside `upper`."""
    if not lower.satisfiable():
        return
    if upper.valid():
        yield letters
        return
    place = world.order[at]
    lower_on, lower_off = _branches(world, place, lower)
    upper_on, upper_off = _branches(world, place, upper)
    if lower_on == lower_off and upper_on == upper_off:
        yield from _cover(world, lower_on, upper_on, letters, at + 1)
        return
    common = upper_on & upper_off
    yield from _cover(world, lower_on & lower_off & common, common, letters, at + 1)
    covered = lower_on & lower_off & common
    yield from _cover(world, lower_on & ~covered, upper_on, {**letters, place: True}, at + 1)
    yield from _cover(world, lower_off & ~covered, upper_off, {**letters, place: False}, at + 1)


def _shortened(world: Diagrams, letters: _Letters, upper: Diagram) -> _Letters:
    for place in list(letters):
        fewer = {other: taken for other, taken in letters.items() if other != place}
        if not (_cube(world, fewer) & ~upper).satisfiable():
            letters = fewer
    return letters


def _needed(world: Diagrams, found: list[_Letters], lower: Diagram) -> list[_Letters]:
    """Leave out, longest first, what the others cover."""
    ordered = sorted(found, key=len, reverse=True)
    cubes = [_cube(world, letters) for letters in ordered]
    after = [world.false]  # after[k]: the union of the last k patterns
    for cube in reversed(cubes):
        after.append(after[-1] | cube)
    kept: list[_Letters] = []
    before = world.false
    for at, (letters, cube) in enumerate(zip(ordered, cubes, strict=True)):
        rest = before | after[len(ordered) - 1 - at]
        if (lower & cube & ~rest).satisfiable():
            kept.append(letters)
            before = before | cube
    return kept


class _Shortest:
    """The search for a pattern with the fewest letters, each pair of diagrams looked at once."""

    def __init__(self, world: Diagrams, lower: Diagram, upper: Diagram) -> None:
        self.world = world
        self.lower = lower
        self.upper = upper
        self.known: dict[tuple[Diagram, Diagram], _Letters | None] = {}

    def letters(self) -> _Letters | None:
        """The letters of such a pattern, which meets `lower` and stays within `upper`; None if there is none."""
        return self._search(self.lower, self.upper, 0)

    def _search(self, lower: Diagram, upper: Diagram, at: int) -> _Letters | None:
        if not lower.satisfiable() or not upper.satisfiable():
            return None
        if upper.valid():
            return {}
        if (lower, upper) in self.known:
            return self.known[lower, upper]
        place = self.world.order[at]
        lower_on, lower_off = _branches(self.world, place, lower)
        upper_on, upper_off = _branches(self.world, place, upper)
        best = self._search(lower_on | lower_off, upper_on & upper_off, at + 1)
        if lower_on != lower_off or upper_on != upper_off:
            for taken, low, up in ((True, lower_on, upper_on), (False, lower_off, upper_off)):
                if best is not None and len(best) <= 1:
                    break
                rest = self._search(low, up, at + 1)
                if rest is not None and (best is None or len(rest) + 1 < len(best)):
                    best = {place: taken, **rest}
        self.known[lower, upper] = best
        return best
