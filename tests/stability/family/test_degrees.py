"""Attitudes, fuzzy and probabilistic preference: their crisp cases are the plain concepts."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from detente.conflict.graph import graph_model
from detente.conflict.model import Attitude, Conflict, Preference
from detente.conflict.states import list_states
from detente.stability.attitudes import relational
from detente.stability.fuzzy import crisp_degrees, fuzzy
from detente.stability.listed import verdicts
from detente.stability.probabilistic import probabilistic
from stability.family import definitions
from stability.family.models import graph_form, option_form

FOUR = ("nash", "gmr", "smr", "seq")


def strict(seed: int) -> Conflict:
    """An option-form conflict whose parties rank the states without ties."""
    dice = random.Random(seed)
    conflict = option_form(seed, marks=False)
    states = list_states(conflict)
    parties = []
    for party in conflict.parties:
        order = states.patterns(states.ids)
        dice.shuffle(order)
        parties.append(replace(party, preference=Preference(ranking=tuple((pattern,) for pattern in order))))
    return replace(conflict, parties=tuple(parties))


@pytest.mark.parametrize("seed", range(15))
def test_crisp_degrees_and_certain_preferences_give_the_plain_tables(seed: int) -> None:
    model = graph_model(option_form(seed, marks=False))
    plain = verdicts(model, FOUR)
    degrees = [crisp_degrees(model, party) for party in range(len(model.parties))]
    certain = [(table == 1.0).astype(float) for table in degrees]
    for tables in (
        fuzzy(model, degrees, [0.1 + 0.2 * at for at in range(len(degrees))]),
        probabilistic(model, certain, 0.3, 0.6, 1.0),
    ):
        for concept, name in zip(FOUR, tables.stable, strict=True):
            for at, party in enumerate(model.parties):
                assert np.array_equal(tables.stable[name][party], plain[concept][at]), (concept, party)


def test_a_higher_threshold_moves_fewer_and_rounding_does_not_count() -> None:
    model = graph_model(option_form(2, parties=2, options=2, marks=False, holes=False))
    table = np.full((4, 4), 0.5)
    table[1, 0], table[0, 1] = 0.7, 0.3  # state 2 over state 1, strength 0.4
    assert not fuzzy(model, [table, table], [0.4, 0.4]).stable["fnash"]["P0"][0]
    assert fuzzy(model, [table, table], [0.41, 0.41]).stable["fnash"]["P0"][0]
    chances = np.zeros((4, 4))
    chances[1, 0], chances[0, 1] = 0.1, 0.9
    assert probabilistic(model, [chances, chances], 0.9, 0.9, 0.9).stable["pnash"]["P0"][0]  # 0.1 is not above 1 - 0.9
    with pytest.raises(ValueError, match="r\\(s, q\\)"):
        fuzzy(model, [np.ones((4, 4))] * 2, [0.5, 0.5])
    with pytest.raises(ValueError, match="alpha"):
        probabilistic(model, [chances, chances], 0.0, 0.9, 0.9)


@pytest.mark.parametrize("seed", range(20))
def test_caring_for_oneself_alone_without_ties_is_the_plain_concepts(seed: int) -> None:
    model = graph_model(strict(seed))
    plain, tables = verdicts(model, FOUR), relational(model)
    for concept in FOUR:
        for at, party in enumerate(model.parties):
            assert np.array_equal(tables.stable[f"r{concept}"][party], plain[concept][at])


@pytest.mark.parametrize("seed", range(20))
def test_with_nobody_caring_rnash_is_rsmr_and_rgmr_is_rseq(seed: int) -> None:
    conflict = graph_form(seed)
    names = [party.name for party in conflict.parties]
    neutral = tuple((name, Attitude.NEUTRAL) for name in names)
    tables = relational(
        graph_model(replace(conflict, parties=tuple(replace(party, attitudes=neutral) for party in conflict.parties)))
    )
    for party in names:
        assert np.array_equal(tables.stable["rnash"][party], tables.stable["rsmr"][party])
        assert np.array_equal(tables.stable["rgmr"][party], tables.stable["rseq"][party])


@pytest.mark.parametrize("seed", range(20))
def test_attitudes_follow_the_definitions(seed: int) -> None:
    dice = random.Random(seed)
    conflict = graph_form(seed)
    names = [party.name for party in conflict.parties]
    parties = tuple(
        replace(party, attitudes=tuple((name, dice.choice(list(Attitude))) for name in names))
        for party in conflict.parties
    )
    model = graph_model(replace(conflict, parties=parties))
    tables = relational(model)

    def serves(i: int, q: int, s: int) -> bool:
        verdict = True
        for name, attitude in parties[i].attitudes:
            rank = model.ranks[names.index(name)]
            if attitude is Attitude.POSITIVE:
                verdict = verdict and bool(rank[q] >= rank[s])
            elif attitude is Attitude.NEGATIVE:
                verdict = verdict and bool(rank[s] > rank[q])
        return verdict

    for i, name in enumerate(names):
        for s in range(len(model.states)):
            replies = {x for x in definitions.step(model, i, s) if serves(i, x, s)}
            sanctions = {y for y in range(len(model.states)) if not serves(i, y, s)}
            lasting = {y for y in sanctions if definitions.step(model, i, y) <= sanctions}
            by_moves = {x: definitions.others_reach(model, i, x, lambda *_: True) for x in replies}
            by_replies = {x: definitions.others_reach(model, i, x, lambda j, a, b: serves(j, b, a)) for x in replies}
            assert tables.stable["rnash"][name][s] == (not replies)
            assert tables.stable["rgmr"][name][s] == all(by_moves[x] & sanctions for x in replies)
            assert tables.stable["rsmr"][name][s] == all(by_moves[x] & lasting for x in replies)
            assert tables.stable["rseq"][name][s] == all(by_replies[x] & sanctions for x in replies)
