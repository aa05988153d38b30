"""Why a verdict holds: for each improvement what deters it, or the improvement that nothing deters.

The tables say which states are stable; a witness is found again on demand, for one state, party and concept:

1. List the party's improvements from the state, best first.
2. For each, search the others' legal sequences (moves; improvements for seq and sseq) from it, level by level, for a state
   that is no better for the party than where it stood, and under smr and sseq leaves it no move to a better one. The first
   found ends a shortest such sequence. Under sim search the joint changes instead.
3. The first improvement without one makes the state unstable, and is the witness of that.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel, improvements
from detente.stability.legal import Goal, Places, Step, arcs, reach


@dataclass(frozen=True, slots=True)
class Move:
    """One move by its party's name, between states by id."""

    party: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the others can do about an improvement.

    `improvement`: the state (id) moved to. `moves`: the others' moves in order, each from where the one
    before ended; under sim each from the state itself, made together with the improvement. `ends`: the state
    they end in, None if nothing deters.
    """

    improvement: int
    moves: tuple[Move, ...]
    ends: int | None


@dataclass(frozen=True, slots=True)
class Witness:
    """Why a state (id) is or is not stable for a party. Unstable: the last answer is the undeterred improvement's."""

    state: int
    party: str
    concept: str
    stable: bool
    answers: tuple[Answer, ...]

    @property
    def undeterred(self) -> int | None:
        """The improvement that nothing deters, None where the state is stable."""
        return None if self.stable else self.answers[-1].improvement


def moves_of(model: GraphModel, steps: tuple[Step, ...]) -> tuple[Move, ...]:
    """Steps between places as moves between ids, with the parties' names."""
    names = model.parties
    return tuple(Move(names[step.mover], step.source + 1, step.target + 1) for step in steps)


def witness(model: GraphModel, state: int, party: str, concept: str) -> Witness:
    """The reason for one verdict. `state` is an id, `party` a name; raises ValueError or IndexError if there
    is none such.
    """
    who = model.parties.index(party)
    place = int(model.states.places(state)[0])
    rank = model.ranks[who]
    better = improvements(model, who, place)
    answers: list[Answer] = []
    for there in better[np.argsort(-rank[better].astype(np.int64), kind="stable")]:
        answers.append(_answer(model, who, place, int(there), concept))
        if answers[-1].ends is None:
            return Witness(state, party, concept, stable=False, answers=tuple(answers))
    return Witness(state, party, concept, stable=True, answers=tuple(answers))


def _answer(model: GraphModel, who: int, place: int, there: int, concept: str) -> Answer:
    if concept == "nash":
        return Answer(there + 1, (), None)
    if concept == "sim":
        return _at_once(model, who, place, there)
    others = [party for party in range(len(model.parties)) if party != who]
    goal = _deters(model, who, place, last_word=concept in ("smr", "sseq"))
    found = reach(model, there, others, improving=concept in ("seq", "sseq"), goal=goal)
    if found.found is None:
        return Answer(there + 1, (), None)
    path = found.path(found.found)
    return Answer(there + 1, moves_of(model, path), path[-1].target + 1)


def _deters(model: GraphModel, who: int, place: int, last_word: bool) -> Goal:
    rank = model.ranks[who]

    def goal(places: Places) -> NDArray[np.bool_]:
        deters: NDArray[np.bool_] = rank[places] <= rank[place]
        if last_word:
            at = np.flatnonzero(deters)
            source, target = arcs(model, who, places[at], improving=False)
            deters[at[source[rank[target] > rank[place]]]] = False
        return deters

    return goal


def _at_once(model: GraphModel, who: int, place: int, there: int) -> Answer:
    """The first joint change of the others, as few of them as possible changing first, that deters the improvement."""
    masks, rank = model.states.masks, model.ranks[who]
    others = [party for party in range(len(model.parties)) if party != who]
    choices = [(None, *(int(q) for q in improvements(model, party, place))) for party in others]
    for picked in sorted(product(*choices), key=lambda picks: sum(pick is not None for pick in picks)):
        joint = int(masks[there])
        for pick in picked:
            if pick is not None:
                joint ^= int(masks[place] ^ masks[pick])
        ends = model.states.place_of(joint)
        if ends is not None and rank[ends] <= rank[place]:
            made = tuple(
                Move(model.parties[party], place + 1, pick + 1)
                for party, pick in zip(others, picked, strict=True)
                if pick is not None
            )
            return Answer(there + 1, made, ends + 1)
    return Answer(there + 1, (), None)
