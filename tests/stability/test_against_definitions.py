"""Every cell of the tables against the definitions written out with sets."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from detente.conflict.graph import graph_model
from detente.conflict.model import Conflict
from detente.stability import compiled, from_today, listed, settle, simultaneous, simultaneous_compiled, sweeps
from detente.stability.concepts import CONCEPTS, SEQUENTIAL
from detente.stability.legal import reach
from detente.stability.solve import solve
from stability.models import random_conflict, random_graph, random_model
from stability.oracle import Oracle


def ids(row: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[int]:
    return [int(place) + 1 for place in np.flatnonzero(row)]


@pytest.mark.parametrize("seed", range(12))
def test_tables_are_those_of_the_definitions(seed: int) -> None:
    rnd = Random(seed)
    for _ in range(30):
        conflict = random_model(rnd, most_options=6)
        solution, oracle = solve(conflict, method="numpy"), Oracle(conflict)
        assert len(solution.states) == len(oracle.states)
        for concept in SEQUENTIAL if conflict.graph else CONCEPTS:
            table = oracle.table(concept)
            for party, expected in zip(conflict.parties, table, strict=True):
                assert ids(solution.stable[concept][party.name]) == expected, (seed, concept, party.name)
            assert solution.equilibria[concept].tolist() == sorted(set.intersection(*map(set, table)))


def test_nine_options_among_five_parties_are_solved_as_defined() -> None:
    rnd = Random(99)
    for _ in range(2):
        conflict = random_conflict(rnd, 5, 9)
        solution, oracle = solve(conflict, SEQUENTIAL), Oracle(conflict)
        for concept in SEQUENTIAL:
            for party, expected in zip(conflict.parties, oracle.table(concept), strict=True):
                assert ids(solution.stable[concept][party.name]) == expected


def test_every_engine_gives_the_same_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    rnd = Random(7)
    conflicts = [random_conflict(rnd, rnd.randint(1, 5), rnd.randint(5, 9)) for _ in range(60)]
    for conflict in conflicts:
        model = graph_model(conflict)
        plain = sweeps.verdicts(model, SEQUENTIAL)
        fast = compiled.verdicts(model, SEQUENTIAL)
        for concept in SEQUENTIAL:
            assert (plain[concept] == fast[concept]).all()
        assert (simultaneous.verdicts(model) == simultaneous_compiled.verdicts(model)).all()
    monkeypatch.setattr(compiled, "_ROUNDS", 0)  # everything is left to be settled in the order of the values
    for conflict in conflicts:
        model = graph_model(conflict)
        settled = compiled.verdicts(model, SEQUENTIAL)
        plain = sweeps.verdicts(model, SEQUENTIAL)
        for concept in SEQUENTIAL:
            assert (plain[concept] == settled[concept]).all()
    assert settle.settler is not None


def test_listed_moves_and_options_give_the_same_tables() -> None:
    rnd = Random(11)
    for _ in range(40):
        model = graph_model(random_conflict(rnd, rnd.randint(1, 4), 6))
        by_options = sweeps.verdicts(model, SEQUENTIAL)
        by_moves = listed.verdicts(model, SEQUENTIAL)
        for concept in SEQUENTIAL:
            assert (by_options[concept] == by_moves[concept]).all()


def test_legal_sequences_reach_what_the_definition_reaches() -> None:
    rnd = Random(5)
    for _ in range(80):
        conflict = random_model(rnd, most_options=5)
        model, oracle = graph_model(conflict), Oracle(conflict)
        start = rnd.randrange(len(model.states))
        who = rnd.randrange(len(conflict.parties))
        others = [party for party in range(len(conflict.parties)) if party != who]
        for improving in (False, True):
            found = reach(model, start, others, improving)
            expected = {oracle.states.index(x) for x in oracle.joint(who, improving, oracle.states[start])}
            if conflict.graph is None:
                expected -= {start}
            assert set(found.places.tolist()) == expected
            for place in expected:
                walk_legal(conflict, oracle, found.path_to(place), start, place, improving)


def walk_legal(conflict: Conflict, oracle: Oracle, path: object, start: int, end: int, improving: bool) -> None:
    """Walk a path by the oracle's own moves: each step legal, nobody twice in a row, from start to end."""
    assert isinstance(path, tuple)
    step = oracle.Rplus if improving else oracle.R
    at, last = start, None
    for one in path:
        assert one.source == at
        assert one.mover != last
        assert oracle.states[one.target] in step[one.mover][oracle.states[at]]
        at, last = one.target, one.mover
    assert at == end


@pytest.mark.parametrize("improving", [False, True])
def test_paths_from_today_are_legal_and_shortest(improving: bool) -> None:
    rnd = Random(21)
    for _ in range(40):
        conflict = random_model(rnd, most_options=5)
        model, oracle = graph_model(conflict), Oracle(conflict)
        found = from_today(model, improving)
        assert found is not None
        assert all(found.levels[-1:])
        start = found.today - 1
        fewest = fewest_moves(oracle, start, improving)
        reached = {state: k for k, level in enumerate(found.levels, 1) for state in level}
        assert reached == {place + 1: k for place, k in fewest.items() if place != start}
        for state, moves in found.paths(reached).items():
            assert len(moves) == reached[state]
            at, last = found.today, None
            for move in moves:
                who = model.parties.index(move.party)
                step = oracle.Rplus if improving else oracle.R
                assert move.before == at
                assert move.party != last
                assert oracle.states[move.after - 1] in step[who][oracle.states[at - 1]]
                at, last = move.after, move.party
            assert at == state


def fewest_moves(oracle: Oracle, start: int, improving: bool) -> dict[int, int]:
    """How many moves each state is away, by repeated widening of the set of (state, last mover)."""
    step = oracle.Rplus if improving else oracle.R
    known = {(start, -1): 0}
    level = 0
    while True:
        level += 1
        fresh = {
            (oracle.states.index(y), j)
            for (x, last) in known
            for j in oracle.n
            if j != last
            for y in step[j][oracle.states[x]]
        } - set(known)
        if not fresh:
            break
        known |= dict.fromkeys(fresh, level)
    fewest: dict[int, int] = {}
    for (place, _), count in known.items():
        fewest[place] = min(count, fewest.get(place, count))
    return fewest


def test_a_party_may_answer_again_after_another_has() -> None:
    """Only A, B, A brings P0 down again; the state would be unstable if each opponent could move once."""
    rnd = Random(3)
    twice = 0
    for _ in range(60):
        conflict = random_graph(rnd, 3, 7)
        model = graph_model(conflict)
        for place in range(7):
            found = reach(model, place, [1, 2], improving=False)
            for end in found.places:
                path = found.path_to(int(end))
                assert path is not None
                twice += len(path) > 2
    assert twice > 0
