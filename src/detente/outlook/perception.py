"""Misperception: what each party takes the conflict to be, what it therefore expects, and what in truth can hold.

Hypergames: Bennett, Omega 5 (1977); Wang, Hipel and Fraser, Appl. Math. Comput. 26 (1988); the first level in the graph model:
Aljefri, Bashar, Fang and Hipel, IEEE Trans. SMC: Systems 48 (2018), whose abstract alone was read: the wording is ours.

1. Each party i has its own game G_i: options it does not know are never taken, states it thinks impossible are infeasible
   (never moves, sanctions or counter-moves), and another party's preferences are what i believes.
2. pi_i(s) is the true state s with the options that i does not know off, or none where that is infeasible in G_i.
3. s can hold under a concept when, for every i, pi_i(s) exists and is stable for i in G_i.
4. i expects s when pi_i(s) is stable for every party in G_i.
5. A state that holds and that not everybody expects is a surprise; one that somebody expects and that does not hold a mistake.

At the second level i also holds a picture G_ij of the game as j sees it (`sees` in conflict.yaml): i then expects s when, for every
j, the picture that i ascribes to j has s stable for j there. What holds does not change: everybody acts on its own G_i.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel, graph_model
from detente.conflict.model import Conflict, Perception, Preference
from detente.conflict.ranking import dense, ranks
from detente.conflict.statements import Taken
from detente.conflict.states import States, list_states
from detente.errors import ConflictRefused
from detente.stability.solve import solve_model

__all__ = ["Hypergame", "Seen", "hypergame", "seen_by"]


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """One party's game: ``model`` is G_i; ``place[s]`` the place in it of the true state at place s, -1 where pi_i(s) is none."""

    party: str
    model: GraphModel
    place: NDArray[np.int64]

    def spread(self, stable: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """A table over the states of G_i as one over the true states; False where the party has no picture of a state."""
        held: NDArray[np.bool_] = np.where(self.place >= 0, stable[np.maximum(self.place, 0)], False)
        return held


@dataclass(frozen=True, slots=True, eq=False)
class Hypergame:
    """What holds and who expects it, under one concept. Ids are those of the true states.

    ``holds`` are the hypergame equilibria, ``plain`` the equilibria without any misperception, ``expects[party]`` what each party
    expects, ``surprises`` (held, not expected by all) with those who do not expect each, ``mistakes`` (expected, not held) with those
    who expect each.
    """

    concept: str
    level: int
    holds: tuple[int, ...]
    plain: tuple[int, ...]
    expects: Mapping[str, tuple[int, ...]]
    surprises: tuple[tuple[int, tuple[str, ...]], ...]
    mistakes: tuple[tuple[int, tuple[str, ...]], ...]
    method: str = "level-1 hypergame"
    exact: bool = True


def hypergame(conflict: Conflict, concept: str = "seq", perceptions: Sequence[Perception] | None = None) -> Hypergame:
    """The hypergame of a conflict under one concept; ``perceptions`` replaces those of the file.

    Raises ConflictRefused for a party whose picture leaves no feasible state, and for a model in graph form with perceptions.
    """
    held = tuple(conflict.perceptions if perceptions is None else perceptions)
    truth = graph_model(conflict)
    pictures = {p.party: p for p in held}
    own: dict[str, NDArray[np.bool_]] = {}
    expected: dict[str, NDArray[np.bool_]] = {}
    deeper = False
    solved: dict[Perception | None, Mapping[str, NDArray[np.bool_]]] = {}
    for party in truth.parties:
        stable = _verdicts(conflict, truth, pictures.get(party), concept, solved)
        own[party] = stable[party]
        ascribed = {inner.party: inner for inner in pictures[party].sees} if party in pictures else {}
        deeper = deeper or bool(ascribed)
        rows = []
        for other in truth.parties:
            inner = ascribed.get(other)
            rows.append(stable[other] if inner is None else _verdicts(conflict, truth, inner, concept, solved)[other])
        expected[party] = np.logical_and.reduce(rows)
    holds = np.logical_and.reduce([own[party] for party in truth.parties])
    plain = solve_model(truth, [concept]).equilibria[concept]
    return Hypergame(
        concept=concept,
        level=2 if deeper else 1,
        holds=_ids(holds),
        plain=tuple(int(one) for one in plain),
        expects={party: _ids(row) for party, row in expected.items()},
        surprises=_told(holds, {party: ~row for party, row in expected.items()}),
        mistakes=_told(~holds, expected),
        method=f"level-{2 if deeper else 1} hypergame",
    )


def seen_by(conflict: Conflict, truth: GraphModel, perception: Perception | None) -> Seen:
    """The game as a party sees it; its own true game where it has no perception of its own."""
    party = perception.party if perception is not None else ""
    if perception is None or not (perception.unaware_of or perception.thinks_impossible or perception.believes):
        return Seen(party, truth, np.arange(len(truth.states), dtype=np.int64))
    if conflict.graph is not None:
        raise ConflictRefused(
            "perceptions need options",
            where=f"{conflict.source or conflict.title}:{perception.line or 1}",
            found="a model of listed states",
            mend="write the conflict with options, or leave perceptions out",
        )
    believed = dict(perception.believes)
    parties = tuple(replace(p, preference=believed.get(p.name, p.preference)) for p in conflict.parties)
    barred = (*(Taken(option) for option in perception.unaware_of), *perception.thinks_impossible)
    subjective = replace(conflict, parties=parties, infeasible=conflict.infeasible + barred, now=None, perceptions=())
    states = _states(subjective, perception)
    table = np.stack([_ranks(p.preference, states, truth.states) for p in parties])
    model = replace(truth, conflict=subjective, states=states, ranks=table)
    return Seen(party, model, _projected(truth.states, states, conflict, perception))


def _verdicts(
    conflict: Conflict,
    truth: GraphModel,
    perception: Perception | None,
    concept: str,
    solved: dict[Perception | None, Mapping[str, NDArray[np.bool_]]],
) -> Mapping[str, NDArray[np.bool_]]:
    """Who is stable where in a picture of the game, over the true states."""
    if perception not in solved:
        seen = seen_by(conflict, truth, perception)
        stable = solve_model(seen.model, [concept]).stable[concept]
        solved[perception] = {party: seen.spread(row) for party, row in stable.items()}
    return solved[perception]


def _states(subjective: Conflict, perception: Perception) -> States:
    try:
        return list_states(subjective)
    except ConflictRefused as fault:
        raise ConflictRefused(
            f"as {perception.party} sees it, no state is feasible",
            where=f"{subjective.source or subjective.title}:{perception.line or 1}",
            mend="let it know more options or think fewer states impossible",
        ) from fault


def _ranks(preference: Preference, states: States, true_states: States) -> NDArray[np.int32]:
    """Ranks over the states of a picture. A ranking may name true states that the picture leaves out: they are passed over."""
    if preference.ranking is None:
        return ranks(preference, states)
    score = np.full(len(states), -1, dtype=np.int64)
    for height, members in enumerate(reversed(preference.ranking)):
        for word in members:
            state = true_states.find(word)
            place = None if state is None else states.place_of(int(true_states.masks[state - 1]))
            if place is not None:
                score[place] = height
    return dense(score)


def _projected(truth: States, seen: States, conflict: Conflict, perception: Perception) -> NDArray[np.int64]:
    unknown = sum(1 << conflict.places[option] for option in perception.unaware_of)
    masks = truth.masks & ~np.int32(unknown)
    at = np.minimum(np.searchsorted(seen.masks, masks), len(seen.masks) - 1)
    return np.where(seen.masks[at] == masks, at, -1).astype(np.int64)


def _ids(table: NDArray[np.bool_]) -> tuple[int, ...]:
    return tuple(int(place) + 1 for place in np.flatnonzero(table))


def _told(where: NDArray[np.bool_], who: Mapping[str, NDArray[np.bool_]]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The states of ``where`` of which at least one party's row is true, each with those parties."""
    found = []
    for place in np.flatnonzero(where):
        names = tuple(party for party, row in who.items() if row[place])
        if names:
            found.append((int(place) + 1, names))
    return tuple(found)
