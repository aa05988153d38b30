"""The symbolic engine against the explicit one, against a second diagram library, and on sets known by hand."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from detente.conflict.file import read_text
from detente.conflict.model import Conflict, Preference, Weight
from detente.conflict.statements import written
from detente.conflict.states import list_states
from detente.errors import ConflictRefused
from detente.stability import solve
from detente.stability.symbolic import SYMBOLIC_CONCEPTS, StateSet, solve_symbolic, symbolic_json
from stability.family.models import option_form
from stability.family.ring import known_counts, ring


def members(found: StateSet, patterns: list[str]) -> list[int]:
    return [at for at, pattern in enumerate(patterns, 1) if pattern in found]


def assert_engines_agree(conflict: Conflict) -> None:
    listed = solve(conflict, SYMBOLIC_CONCEPTS)
    symbolic = solve_symbolic(conflict)
    patterns = listed.states.patterns(listed.states.ids)
    assert symbolic.states.count == len(patterns)
    for concept in SYMBOLIC_CONCEPTS:
        for party in listed.model.parties:
            expected = [at + 1 for at, stable in enumerate(listed.stable[concept][party]) if stable]
            assert members(symbolic.stable[concept][party], patterns) == expected, (concept, party)
            assert symbolic.stable[concept][party].count == len(expected)
        assert members(symbolic.equilibria[concept], patterns) == listed.equilibria[concept].tolist()


@pytest.mark.parametrize("seed", range(36))
def test_both_engines_give_the_same_verdicts(seed: int) -> None:
    assert_engines_agree(option_form(seed, options=7 if seed % 3 == 0 else 0, marks=False))


def test_the_others_cannot_punish_by_way_of_an_infeasible_state() -> None:
    conflict = read_text(
        """
        title: Two who only move together
        parties:
          - {name: A, options: {a: gain}, prefers: [not (b and c), a]}
          - {name: B, options: {b: hurt}, prefers: []}
          - {name: C, options: {c: hurt too}, prefers: []}
        infeasible: [b iff not c]
        """
    )
    assert_engines_agree(conflict)
    assert (
        "NNN" not in solve_symbolic(conflict, ("gmr",)).stable["gmr"]["A"]
    )  # YYY would hurt, but YYN and YNY cannot be


@pytest.mark.parametrize("seed", range(10))
def test_both_engines_agree_on_rankings_and_weights(seed: int) -> None:
    dice = random.Random(seed)
    conflict = option_form(seed, options=5, marks=False)
    states = list_states(conflict)
    parties = []
    for at, party in enumerate(conflict.parties):
        if at % 2:
            order = states.patterns(states.ids)
            dice.shuffle(order)
            cut = dice.randrange(1, len(order) + 1)
            ranking = (tuple(order[:cut]), *((pattern,) for pattern in order[cut:]))
            parties.append(replace(party, preference=Preference(ranking=ranking)))
        else:
            weights = tuple(
                Weight(wish.expr, written(wish.expr), dice.choice(["1", "-2", "0.5", "3", "-1.25"]))
                for wish in party.preference.wishes or ()
            )
            parties.append(replace(party, preference=Preference(weights=weights)))
    assert_engines_agree(replace(conflict, parties=tuple(parties)))


@pytest.mark.parametrize("seed", range(20))
def test_descriptions_hold_exactly_the_set_and_cannot_be_shortened(seed: int) -> None:
    conflict = option_form(seed, options=6, marks=False)
    symbolic = solve_symbolic(conflict, ("gmr",))
    states = list_states(conflict)
    everything = states.patterns(states.ids)
    found = symbolic.equilibria["gmr"]
    inside = {pattern for pattern in everything if pattern in found}
    patterns, complete = found.patterns()
    assert complete
    assert {state for state in everything if any(fits(state, one) for one in patterns)} == inside
    for one in patterns:
        assert {state for state in everything if fits(state, one)} <= inside
        for at, letter in enumerate(one):
            looser = one[:at] + "-" + one[at + 1 :]
            assert letter == "-" or not {state for state in everything if fits(state, looser)} <= inside
        others = [other for other in patterns if other != one]
        assert {state for state in everything if any(fits(state, other) for other in others)} != inside
    shortest = found.shortest_pattern()
    assert (shortest is None) == (not inside)
    if shortest is not None:
        assert {state for state in everything if fits(state, shortest)} <= inside
        assert any(fits(state, shortest) for state in inside)
        assert len(shortest.replace("-", "")) <= min(len(one.replace("-", "")) for one in patterns)


def fits(state: str, pattern: str) -> bool:
    return all(letter in ("-", here) for here, letter in zip(state, pattern, strict=True))


def test_samples_are_members_drawn_evenly_and_again_the_same() -> None:
    conflict = option_form(5, options=5, marks=False)
    found = solve_symbolic(conflict, ("gmr",)).states
    drawn = found.sample(400, seed=7)
    assert drawn == found.sample(400, seed=7)
    assert all(pattern in found for pattern in drawn)
    assert len(set(drawn)) == found.count  # 400 draws from at most 32 states miss one with a chance below 1e-4
    assert len(symbolic_json(solve_symbolic(conflict, ("nash",)))["equilibria"]) == 1  # type: ignore[arg-type]


def test_what_the_symbolic_engine_cannot_do_is_refused_in_one_line() -> None:
    conflict = option_form(5, options=5, marks=False)
    with pytest.raises(ConflictRefused, match="needs options"):
        solve_symbolic(replace(conflict, graph=("a", "b")))
    with pytest.raises(ValueError, match="sim"):
        solve_symbolic(conflict, ("sim",))
    with pytest.raises(ConflictRefused, match="outgrow"):
        solve_symbolic(option_form(1, parties=3, options=24, marks=False, wishes=40), nodes=200)


@pytest.mark.parametrize(
    ("parties", "dilemma", "habit", "idle"),
    [(2, 2, 1, 1), (2, 3, 2, 0), (3, 2, 2, 0), (3, 1, 2, 1), (4, 2, 1, 0), (2, 2, 3, 0)],
)
def test_the_ring_s_known_counts_are_those_of_the_listed_states(
    parties: int, dilemma: int, habit: int, idle: int
) -> None:
    listed = solve(ring(parties, dilemma, habit, idle), ("nash", "gmr", "seq"))
    found = {concept: len(ids) for concept, ids in listed.equilibria.items()}
    assert found == known_counts(parties, dilemma, habit, idle)


def test_forty_options_among_five_parties_are_counted_exactly() -> None:
    solution = solve_symbolic(ring(5, 4, 3, 1), ("nash", "gmr", "seq"))
    assert solution.states.count == 2**40
    assert {concept: found.count for concept, found in solution.equilibria.items()} == known_counts(5, 4, 3, 1)
    assert len(known_counts(5, 4, 3, 1).values()) == len(set(known_counts(5, 4, 3, 1).values()))
