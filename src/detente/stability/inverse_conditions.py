"""What would have to hold of one party's preferences for a state to be stable for it.

While everybody else stays as they are, whether s is stable for i under nash, gmr, smr, seq, sseq or sim depends only on which
states i finds no better than s. For each move x of i from s one of these must hold:

1. x is no better than s (nash has only this);
2. gmr, seq: an answer y that the others can lead to from x is no better than s (seq: by improvements of theirs);
3. smr, sseq: such a y is no better, and so is everything that i can move to from y;
4. sim: the state made of x and of one improvement of each of some others, made at once, is no better.

Kinsara, Petersons, Hipel and Kilgour, J. of Decision Systems 24 (2015); Kinsara, Kilgour and Hipel, IEEE SMC: Systems 45 (2015).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from detente.conflict.graph import GraphModel, improvements, moves
from detente.stability.concepts import CONCEPTS
from detente.stability.legal import reach
from detente.stability.simultaneous import refuse_listed


@dataclass(frozen=True, slots=True)
class Condition:
    """For a state to be stable: of `alternatives` one must hold, each a set of states (ids) all no better than it.

    `move` is the id of the state that the party could move to, which this condition deters.
    """

    move: int
    alternatives: tuple[frozenset[int], ...]


def conditions(model: GraphModel, state: int, party: int, concept: str) -> tuple[Condition, ...]:
    """What must hold of the party's (by index) preferences for the state (by id) to be stable for it.

    One condition a move, ascending. Those that a weaker set of alternatives makes superfluous are left out of each.
    """
    if concept not in CONCEPTS:
        raise ValueError(f"unknown concept {concept!r}; known: {', '.join(CONCEPTS)}")
    if concept == "sim":
        refuse_listed(model)
    place = state - 1
    found = []
    for move in moves(model, party, place).tolist():
        alternatives = [frozenset({move + 1})]
        if concept == "sim":
            alternatives += [frozenset({joint + 1}) for joint in _joint(model, party, place, move)]
        elif concept != "nash":
            others = [other for other in range(len(model.parties)) if other != party]
            answers = reach(model, move, others, improving=concept in ("seq", "sseq")).places.tolist()
            for answer in answers:
                held = {answer + 1}
                if concept in ("smr", "sseq"):
                    held |= {int(escape) + 1 for escape in moves(model, party, answer)}
                alternatives.append(frozenset(held - {state}))
        found.append(Condition(move + 1, _weakest(alternatives)))
    return tuple(found)


def in_words(model: GraphModel, state: int, party: int, condition: Condition) -> str:
    """One condition as a sentence."""
    name = model.parties[party]

    def spelt(one: int) -> str:
        return f"{one} ({model.states.pattern(one)})"

    def phrase(held: frozenset[int]) -> str:
        return " and ".join(spelt(one) for one in sorted(held))

    if frozenset() in condition.alternatives:
        return f"{name}'s move to {spelt(condition.move)} is deterred whatever it wants: the others can bring back {spelt(state)}."
    either = "; or ".join(phrase(held) for held in condition.alternatives)
    return f"For {name} to be kept from moving to {spelt(condition.move)}, it must find no better than {spelt(state)}: {either}."


def _joint(model: GraphModel, party: int, place: int, move: int) -> Iterator[int]:
    """The feasible states that simultaneous improvements of others, each from `place`, make of a move."""
    masks = model.states.masks
    here = int(masks[place])
    others = [other for other in range(len(model.parties)) if other != party]
    choices = [[here, *(int(masks[there]) for there in improvements(model, other, place))] for other in others]
    for chosen in product(*choices):
        mask = int(masks[move])
        for mine in chosen:
            mask ^= mine ^ here
        joint = model.states.place_of(mask)
        if joint is not None:
            yield joint


def _weakest(alternatives: Sequence[frozenset[int]]) -> tuple[frozenset[int], ...]:
    """Each alternative once, without those that ask for more than another."""
    distinct = sorted(set(alternatives), key=lambda held: (len(held), sorted(held)))
    kept: list[frozenset[int]] = []
    for held in distinct:
        if not any(less <= held for less in kept):
            kept.append(held)
    return tuple(kept)
