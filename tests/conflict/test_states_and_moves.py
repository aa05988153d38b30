"""States, their numbers and patterns; ranks; moves."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from detente.conflict.file import read_text
from detente.conflict.graph import graph_model, improvements, moves
from detente.conflict.model import Conflict, Preference, Weight, Wish
from detente.conflict.ranking import deciding, prioritised, ranks
from detente.conflict.statements import Not, Taken, parse
from detente.conflict.states import list_states, truth
from detente.errors import ConflictRefused
from stability.models import random_conflict
from stability.oracle import Oracle


def conflict(count: int, infeasible: str = "[]") -> Conflict:
    options = "".join(f"\n      o{k}: Act" for k in range(count))
    return read_text(
        f"title: T\nparties:\n  - name: P\n    options:{options}\n    prefers: []\ninfeasible: {infeasible}\n"
    )


def test_states_are_numbered_from_1_with_the_first_option_as_lowest_bit() -> None:
    states = list_states(conflict(3, "[Y-Y]"))
    assert states.patterns(states.ids) == ["NNN", "YNN", "NYN", "YYN", "NNY", "NYY"]
    assert states.taken(4) == ["o0", "o1"]
    assert (states.find("NYY"), states.find("6"), states.find("7"), states.find("YNY")) == (6, 6, None, None)
    assert (states.place_of(0b101), states.place_of(0b110)) == (None, 5)


@pytest.mark.parametrize("state", [0, 7, -1])
def test_a_state_number_that_is_none_is_an_error(state: int) -> None:
    with pytest.raises(IndexError, match="1 to 6"):
        list_states(conflict(3, "[Y-Y]")).patterns([state])


def test_more_than_24_options_are_not_listed_and_the_way_out_is_named() -> None:
    with pytest.raises(ConflictRefused) as caught:
        list_states(conflict(25))
    assert "24 options" in caught.value.what
    assert "symbolic" in caught.value.mend


@pytest.mark.parametrize("count", [1, 13, 63, 64, 65, 130])
def test_any_number_of_statements_is_ranked_exactly(count: int) -> None:
    """One statement tells states apart, wherever it stands among others that tell none; then two of them do."""
    states = list_states(conflict(6))
    idle = parse("o0 or not o0", {"o0": 0})
    low, high = truth(Taken("o0"), states), truth(Taken("o5"), states)
    for place in range(count):
        statements = [idle] * count
        statements[place] = Taken("o0")
        assert prioritised(statements, states).tolist() == low.astype(int).tolist()
        statements[0] = Taken("o5")
        expected = high.astype(int) if place == 0 else 2 * high.astype(int) + low
        assert prioritised(statements, states).tolist() == expected.tolist()


def test_ranks_agree_with_comparing_states_statement_by_statement() -> None:
    rnd = Random(3)
    for _ in range(60):
        model = graph_model(random_conflict(rnd, 2, 6))
        oracle = Oracle(model.conflict)
        for who, rank in enumerate(model.ranks):
            order = sorted({oracle.scores[who][s] for s in oracle.states})
            assert rank.tolist() == [order.index(oracle.scores[who][s]) for s in oracle.states]


def test_decimal_weights_tie_where_their_sums_are_equal() -> None:
    states = list_states(conflict(3))
    weights = tuple(Weight(Taken(f"o{k}"), f"o{k}", worth) for k, worth in enumerate(("0.1", "0.2", "0.3")))
    rank = ranks(Preference(weights=weights), states)
    assert rank[0b011] == rank[0b100]
    assert rank[0b111] == rank.max()


def test_the_first_statement_on_which_two_states_differ_decides() -> None:
    states = list_states(conflict(3))
    wishes = (Wish(Taken("o2"), "o2"), Wish(Not(Taken("o1")), "not o1"), Wish(Taken("o0"), "o0"))
    assert deciding(wishes, states, 0b000, 0b011) is wishes[1]
    assert deciding(wishes, states, 0b000, 0b001) is wishes[2]
    assert deciding(wishes[:1], states, 0b000, 0b001) is None


def test_moves_are_those_of_the_definition() -> None:
    rnd = Random(6)
    for _ in range(40):
        model = graph_model(random_conflict(rnd, rnd.randint(1, 3), 6))
        oracle = Oracle(model.conflict)
        for who in range(len(model.parties)):
            for place, state in enumerate(oracle.states):
                expected = sorted(oracle.states.index(q) for q in oracle.R[who][state])
                better = sorted(oracle.states.index(q) for q in oracle.Rplus[who][state])
                assert moves(model, who, place).tolist() == expected
                assert improvements(model, who, place).tolist() == better


def test_listed_states_are_numbered_as_listed() -> None:
    made = read_text(
        "title: T\nstates: [start, 2, end]\nnow: start\nparties:\n"
        "  - {name: A, moves: {start: [2, end], 2: end}, ranking: [end, [start, 2]]}\n"
    )
    model = graph_model(made)
    assert model.states.patterns([1, 2, 3]) == ["start", "2", "end"]
    assert (model.states.find("end"), model.states.find("2"), model.now) == (3, 2, 0)
    assert model.ranks.tolist() == [[0, 0, 1]]
    assert [moves(model, 0, place).tolist() for place in range(3)] == [[1, 2], [2], []]
    assert np.asarray(improvements(model, 0, 0)).tolist() == [2]
