"""Each witness is walked by the definitions: what it says is legal, is answered, and decides as it says."""

from __future__ import annotations

from random import Random

import pytest

from detente.conflict.graph import graph_model
from detente.stability.concepts import CONCEPTS, SEQUENTIAL
from detente.stability.witness import Answer, Witness, witness
from stability.models import random_model
from stability.oracle import Oracle, State


def walked(oracle: Oracle, who: int, s: State, concept: str, answer: Answer, names: tuple[str, ...]) -> None:
    """An answer that deters: go through its moves one by one."""
    assert answer.ends is not None
    end = oracle.states[answer.ends - 1]
    x = oracle.states[answer.improvement - 1]
    assert not oracle.better(who, end, s)
    if concept == "sim":
        joint = set(x)
        for move in answer.moves:
            j = names.index(move.party)
            assert oracle.states[move.before - 1] == s
            assert oracle.states[move.after - 1] in oracle.Rplus[j][s]
            mine = {option.name for option in oracle.conflict.parties[j].options}
            joint = (joint - mine) | (oracle.states[move.after - 1] & mine)
        assert frozenset(joint) == end
        assert answer.moves
        return
    at, last = x, None
    assert answer.moves
    for move in answer.moves:
        j = names.index(move.party)
        assert j not in (who, last)
        assert oracle.states[move.before - 1] == at
        step = oracle.Rplus if concept in ("seq", "sseq") else oracle.R
        assert oracle.states[move.after - 1] in step[j][at]
        at, last = oracle.states[move.after - 1], j
    assert at == end
    if concept in ("smr", "sseq"):
        assert not any(oracle.better(who, z, s) for z in oracle.R[who][end])


def checked(oracle: Oracle, names: tuple[str, ...], found: Witness) -> None:
    who, s = names.index(found.party), oracle.states[found.state - 1]
    better = {oracle.states.index(x) + 1 for x in oracle.Rplus[who][s]}
    assert found.stable == oracle.stable(found.concept, who, s)
    told = [answer.improvement for answer in found.answers]
    if found.stable:
        assert set(told) == better
    else:
        assert set(told) <= better
        undeterred = oracle.states[told[-1] - 1]
        assert found.undeterred == told[-1]
        assert not oracle.deterred(found.concept, who, s, undeterred)
    for answer in found.answers:
        if answer.ends is not None:
            walked(oracle, who, s, found.concept, answer, names)


@pytest.mark.parametrize("seed", range(4))
def test_witnesses_hold_when_walked_by_the_definitions(seed: int) -> None:
    rnd = Random(seed)
    for _ in range(12):
        conflict = random_model(rnd, most_options=5)
        model, oracle = graph_model(conflict), Oracle(conflict)
        for concept in SEQUENTIAL if conflict.graph else CONCEPTS:
            for party in model.parties:
                for state in rnd.sample(range(1, len(model.states) + 1), min(6, len(model.states))):
                    checked(oracle, model.parties, witness(model, state, party, concept))
