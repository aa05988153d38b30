"""What somebody would have to want: conditions, smallest changes and counts, against trying everything."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

import pytest

from detente.conflict.graph import GraphModel, graph_model
from detente.conflict.model import Conflict, Option, Party, Preference, Wish
from detente.conflict.statements import Not, Pattern
from detente.stability import solve_model
from detente.stability.concepts import CONCEPTS
from detente.stability.inverse import count_orders, inverse, inverse_json
from detente.stability.inverse_conditions import conditions, in_words
from detente.stability.least_change import least_pairs, least_statements
from stability.family import definitions
from stability.family.models import graph_form, option_form


def meets(model: GraphModel, state: int, party: int, concept: str) -> bool:
    rank = model.ranks[party]
    return all(
        any(all(rank[one - 1] <= rank[state - 1] for one in held) for held in condition.alternatives)
        for condition in conditions(model, state, party, concept)
    )


@pytest.mark.parametrize("seed", range(12))
def test_conditions_are_met_exactly_where_the_state_is_stable(seed: int) -> None:
    conflict = option_form(seed, options=4, marks=False) if seed % 2 else graph_form(seed)
    model = graph_model(conflict)
    solution = solve_model(model)
    for concept in solution.stable:
        for party, name in enumerate(model.parties):
            for state in range(1, len(model.states) + 1):
                assert meets(model, state, party, concept) == solution.stable[concept][name][state - 1]


def fewest_operations(model: GraphModel, state: int, party: int, concept: str) -> int | None:
    """Breadth first over lists of statements: an operation flips one or moves one to another place, each statement once each."""
    wishes = model.conflict.parties[party].preference.wishes
    assert wishes is not None
    start = tuple((number, False) for number in range(len(wishes)))
    distance = {start: 0}
    todo = deque([start])
    while todo:
        here = todo.popleft()
        changed = tuple(
            replace(wishes[number], expr=Not(wishes[number].expr)) if flipped else wishes[number]
            for number, flipped in here
        )
        parties = list(model.conflict.parties)
        parties[party] = replace(parties[party], preference=Preference(wishes=changed))
        if meets(graph_model(replace(model.conflict, parties=tuple(parties))), state, party, concept):
            return distance[here]
        for at, (number, flipped) in enumerate(here):
            rest = here[:at] + here[at + 1 :]
            nexts = [(*here[:at], (number, not flipped), *here[at + 1 :])]
            nexts += [(*rest[:to], (number, flipped), *rest[to:]) for to in range(len(here))]
            for one in nexts:
                if one not in distance:
                    distance[one] = distance[here] + 1
                    todo.append(one)
    return None


@pytest.mark.parametrize("seed", range(16))
@pytest.mark.parametrize("concept", ["nash", "smr", "seq"])
def test_no_fewer_flips_and_moves_would_do(seed: int, concept: str) -> None:
    model = graph_model(option_form(seed, parties=2, options=4, marks=False, wishes=4))
    for party in range(2):
        for state in range(1, len(model.states) + 1, 3):
            wanted = conditions(model, state, party, concept)
            change = least_statements(model, state, party, wanted)
            fewest = fewest_operations(model, state, party, concept)
            assert (None if change is None else change.cost) == fewest, (party, state)
            if change is None:
                continue
            parties = list(model.conflict.parties)
            parties[party] = replace(parties[party], preference=Preference(wishes=change.wishes))
            assert meets(graph_model(replace(model.conflict, parties=tuple(parties))), state, party, concept)


@pytest.mark.parametrize("seed", range(12))
def test_the_fewest_states_to_stop_preferring_are_enough_and_none_is_spare(seed: int) -> None:
    from itertools import combinations

    model = graph_model(graph_form(seed, states=6))
    for concept in ("nash", "gmr", "smr", "seq"):
        for state in range(1, 7):
            wanted = conditions(model, state, 0, concept)
            chosen = least_pairs(model, state, 0, wanted)
            rank = model.ranks[0]
            better = [one for one in range(1, 7) if rank[one - 1] > rank[state - 1]]

            def enough(lowered: frozenset[int], better: list[int] = better, wanted: tuple = wanted) -> bool:  # type: ignore[type-arg]
                return all(
                    any(all(one in lowered or one not in better for one in held) for held in each.alternatives)
                    for each in wanted
                )

            assert enough(chosen)
            for many in range(len(chosen)):
                assert not any(enough(frozenset(some)) for some in combinations(better, many))


def euphrates() -> Conflict:
    """Syria and Iraq over the Euphrates (Hipel, Kilgour and Kinsara, Group Decision and Negotiation 23, 2014)."""
    syria = [["NNN"], ["NYN"], ["NYY"], ["YNN"], ["NNY"], ["YNY"]]
    iraq = [["YNN"], ["NNY"], ["NYY"], ["NNN"], ["YNY"], ["NYN"]]
    return Conflict(
        "Euphrates",
        (
            Party(
                "Syria",
                (Option("release", "", "Syria", 0), Option("escalate", "", "Syria", 1)),
                Preference(ranking=tuple(map(tuple, syria))),
            ),
            Party("Iraq", (Option("attack", "", "Iraq", 2),), Preference(ranking=tuple(map(tuple, iraq)))),
        ),
        (Pattern("YY-"),),
    )


@pytest.mark.parametrize(
    ("concept", "count"), [("nash", 240), ("gmr", 384), ("smr", 300), ("seq", 384), ("sseq", 300), ("sim", 240)]
)
def test_syria_s_orders_that_keep_the_water_flowing_are_counted_by_definition(concept: str, count: int) -> None:
    assert count_orders(graph_model(euphrates()), 2, "Syria", concept) == count


def test_the_answer_says_what_to_want_and_whether_that_is_enough_together() -> None:
    conflict = option_form(9, parties=3, options=5, marks=False)
    model = graph_model(conflict)
    for concept in CONCEPTS:
        for state in range(1, len(model.states) + 1, 5):
            found = inverse(model, state, concept)
            form = inverse_json(model, found)
            assert form["exact"] is True
            if not found.impossible and concept in ("nash", "gmr", "smr"):
                assert found.together  # under these no party's stability hangs on another's preferences
            stable = solve_model(model, (concept,)).stable[concept]
            for party, (name, change) in enumerate(found.changes):
                assert (dict(found.lowered)[name] == frozenset()) == stable[name][state - 1]
                assert change is None or change.cost > 0
                for condition in dict(found.conditions)[name]:
                    assert name in in_words(model, state, party, condition)


def test_a_move_back_by_the_others_makes_a_condition_void() -> None:
    names = ("here", "there")
    parties = (
        Party("A", (), Preference(ranking=(("there",), ("here",))), moves=(("here", "there"),)),
        Party("B", (), Preference(ranking=(("here",), ("there",))), moves=(("there", "here"),)),
    )
    model = graph_model(Conflict("back and forth", parties, graph=names))
    (condition,) = conditions(model, 1, 0, "gmr")
    assert "whatever it wants" in in_words(model, 1, 0, condition)
    assert definitions.unknown_reading(model, definitions.plain(model), "b", "gmr", 0, 0)


def test_wishes_keep_their_marks_when_they_are_flipped() -> None:
    conflict = option_form(2, parties=2, options=3, marks=False, holes=False, wishes=1)
    wish = conflict.parties[0].preference.wishes[0]  # type: ignore[index]  # option_form gives wishes
    marked: Wish = replace(wish, strongly=True)
    parties = (replace(conflict.parties[0], preference=Preference(wishes=(marked,))), conflict.parties[1])
    model = graph_model(replace(conflict, parties=parties))
    for state in range(1, len(model.states) + 1):
        change = least_statements(model, state, 0, conditions(model, state, 0, "nash"))
        if change is not None and change.cost:
            assert change.wishes[0].strongly
            return
    raise AssertionError("no state needed a change")
