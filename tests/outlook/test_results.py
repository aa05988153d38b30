"""The outlook's results against their definitions: on the literature's cases, and as laws on random models."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product
from pathlib import Path
from random import Random

import numpy as np
import pytest

from detente.conflict.file import read
from detente.conflict.graph import graph_model
from detente.conflict.model import Conflict, Option, Party, Preference, Wish
from detente.conflict.statements import Not, Taken
from detente.outlook.alignment import tau_b
from detente.outlook.disclosure import corrections, disclosure
from detente.outlook.linkage import joined, linkage, read_links
from detente.outlook.perception import hypergame
from detente.outlook.resistance import Commitment, Weights, least_resistance, tipping_points
from detente.outlook.robustness import MOST_COUNTED, overturning, robustness
from detente.stability import solve
from detente.stability.legal import reach
from detente.workers import Processes
from stability.models import random_conflict

CASES = Path(__file__).parents[2] / "cases"
CATALOGUE = CASES / "catalogue"
SEEDS = range(40)


def with_costs(conflict: Conflict, cost: float) -> Conflict:
    parties = tuple(
        replace(p, options=tuple(replace(o, cost_take=cost, cost_drop=cost) for o in p.options))
        for p in conflict.parties
    )
    return replace(conflict, parties=parties)


def wishes_only(rnd: Random, parties: int, options: int, prefix: str = "o") -> Conflict:
    """A random conflict whose parties all state wishes, with its options renamed."""
    while True:
        found = random_conflict(rnd, parties, options)
        if all(p.preference.wishes for p in found.parties) and prefix == "o":
            return found
        if all(p.preference.wishes for p in found.parties):
            return renamed(found, prefix)


def renamed(conflict: Conflict, prefix: str) -> Conflict:
    from detente.conflict.statements import parse, written

    names = {option.name: f"{prefix}{option.place}" for option in conflict.options}
    places = {names[o.name]: o.place for o in conflict.options}

    def text(words: str) -> str:
        for old, new in names.items():
            words = words.replace(old, new)
        return words

    parties = tuple(
        replace(
            p,
            options=tuple(replace(o, name=names[o.name]) for o in p.options),
            preference=Preference(
                wishes=tuple(
                    Wish(parse(text(written(w.expr)), places), text(written(w.expr))) for w in p.preference.wishes or ()
                )
            ),
        )
        for p in conflict.parties
    )
    infeasible = tuple(parse(text(written(e)), places) for e in conflict.infeasible)
    return replace(
        conflict, parties=parties, infeasible=infeasible, now=frozenset(names[o] for o in conflict.now or ())
    )


# --- misperception ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("concept", ["nash", "gmr", "smr", "seq", "sseq", "sim"])
def test_the_euphrates_with_misperception_holds_in_state_six_alone(concept: str) -> None:
    game = hypergame(read(CATALOGUE / "syria-iraq-1975-misperception.yaml"), concept)
    assert game.holds == (6,)
    assert game.expects == {"Syria": (6,), "Iraq": (6,)}


@pytest.mark.parametrize("seed", SEEDS)
def test_without_misperception_what_holds_is_what_all_expect(seed: int) -> None:
    conflict = random_conflict(Random(seed), 3, 5)
    for concept in ("nash", "seq"):
        game = hypergame(conflict, concept)
        assert game.holds == game.plain == tuple(solve(conflict, [concept]).equilibria[concept].tolist())
        assert all(expected == game.holds for expected in game.expects.values())
        assert not game.surprises
        assert not game.mistakes


def test_an_option_that_a_party_does_not_know_is_never_taken_in_its_picture() -> None:
    conflict = read(CATALOGUE / "unopened-border.yaml")
    blind = replace(conflict.perceptions[0], believes=(), unaware_of=("seize",))
    game = hypergame(replace(conflict, perceptions=(blind,)))
    assert 4 not in game.expects["Kesh"] or 2 in game.expects["Kesh"], "a state with seize taken looks like one without"
    assert set(game.expects["Kesh"]) == {2, 4}, "open border, whether or not Norvia seizes what Kesh does not think of"


def test_at_the_second_level_expectations_change_and_what_holds_does_not() -> None:
    conflict = read(CATALOGUE / "unopened-border.yaml")
    [view] = conflict.perceptions
    truth = conflict.party("Norvia").preference
    sees = replace(view, party="Norvia", believes=(("Norvia", truth),))
    first, second = hypergame(conflict), hypergame(replace(conflict, perceptions=(replace(view, sees=(sees,)),)))
    assert second.level == 2
    assert second.holds == first.holds
    assert second.expects["Kesh"] != first.expects["Kesh"]


# --- disclosure ------------------------------------------------------------------------------------------------------


def test_one_disclosure_opens_the_border_and_its_teller_wants_to_tell() -> None:
    found = disclosure(read(CATALOGUE / "unopened-border.yaml"), remove=1)
    [told] = found.smallest
    assert found.exact
    assert [c.teller for c in told.told] == ["Norvia"]
    assert told.removed == (1,)
    assert told.willing == ("wants to",)


@pytest.mark.parametrize("seed", range(12))
def test_the_smallest_sets_are_those_that_trying_every_set_finds(seed: int) -> None:
    rnd = Random(seed)
    conflict = random_conflict(rnd, 3, 5)
    names = [p.name for p in conflict.parties]
    views = []
    for name in names:
        others = [n for n in names if n != name]
        believes = tuple((o, random_conflict(rnd, 3, 5).parties[names.index(o)].preference) for o in others[:1])
        believes = tuple((o, p) for o, p in believes if p.wishes is not None)
        unaware = tuple(o.name for o in conflict.options if o.party != name and rnd.random() < 0.3)
        views.append((name, unaware, believes))
    from detente.conflict.model import Perception
    from detente.errors import Refused

    conflict = replace(conflict, perceptions=tuple(Perception(n, u, (), b) for n, u, b in views))
    try:
        found = disclosure(conflict, "nash")
    except Refused:
        return  # a picture without a feasible state: refused, as it should be
    all_ = corrections(conflict)
    if not hypergame(conflict, "nash").surprises:
        assert found.smallest == ()
        return
    for size in range(1, len(all_) + 1):
        good = [set(told) for told in combinations(all_, size) if not surprises_after(conflict, told)]
        if good:
            break
    if size <= 4:
        assert [set(d.told) for d in found.smallest] == good
        assert found.searched_to == size


def surprises_after(conflict: Conflict, told: tuple[object, ...]) -> int:
    keep = [c for c in corrections(conflict) if c not in told]
    views = []
    for view in conflict.perceptions:
        own = {(c.kind, c.thing) for c in keep if c.party == view.party}
        views.append(
            replace(
                view,
                unaware_of=tuple(o for o in view.unaware_of if ("option", o) in own),
                believes=tuple((o, p) for o, p in view.believes if ("preferences", o) in own),
            )
        )
    return len(hypergame(conflict, "nash", tuple(views)).surprises)


# --- linkage ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_without_cross_statements_nash_of_the_join_is_the_product(seed: int) -> None:
    rnd = Random(seed)
    parts = [wishes_only(rnd, 2, 3), wishes_only(rnd, 2, 3, "x")]
    result = linkage(joined(parts, "both"), parts, "nash")
    assert not result.created
    assert not result.destroyed
    assert len(result.kept) == np.prod([len(solve(part, ["nash"]).equilibria["nash"]) for part in parts])


def test_the_link_of_iraq_and_vienna_is_read_and_changes_what_holds() -> None:
    whole, parts = read_links(CASES / "iraq-and-vienna" / "links.yaml")
    result = linkage(whole, parts)
    assert len(result.solution.states) == np.prod([len(part.states) for part in result.parts])
    assert result.created
    assert result.destroyed
    apart, _ = linkage(joined(parts, "apart"), parts, "nash"), whole
    assert not apart.created


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title: x\nfiles: [a.yaml, b.yaml]\n", "a linked file is not there"),
        ("title: x\nfiles: [{d}/chicken.yaml, {d}/chicken.yaml]\n", "an option stands in two of the linked conflicts"),
        ("title: x\nfiles: [{d}/deadlock.yaml, {d}/unopened-border.yaml]\n", "only statements can be joined"),
        (
            "title: x\nfiles: [{d}/elmira-1991.yaml, {d}/unopened-border.yaml]\nshared: [Kesh]\n",
            "not in two of the files",
        ),
        ("title: x\nfiles: [{d}/unopened-border.yaml]\n", "files"),
    ],
)
def test_a_faulty_links_file_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    from detente.errors import ConflictRefused

    path = tmp_path / "links.yaml"
    path.write_text(text.replace("{d}", str(CATALOGUE)))
    with pytest.raises(ConflictRefused, match=r"links\.yaml") as caught:
        read_links(path)
    assert said in str(caught.value)


# --- least resistance ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_at_one_a_move_and_nothing_else_the_price_is_the_fewest_legal_moves(seed: int) -> None:
    model = graph_model(random_conflict(Random(seed), 3, 5))
    every = list(range(1, len(model.states) + 1))
    found = least_resistance(model, every, Weights(move=1, option=0, commitment=0, provoked=0, own_loss=0))
    assert found is not None
    assert model.now is not None
    known = reach(model, model.now, range(3), improving=False)
    fewest = dict.fromkeys([model.now], 0)
    for place in known.places.tolist():
        fewest.setdefault(place, len(known.path_to(place) or ()))
    assert {p.state - 1: p.price for p in found.paths} == fewest
    assert sorted(found.unreachable) == sorted(s for s in every if s - 1 not in fewest)


@pytest.mark.parametrize("seed", SEEDS)
def test_at_one_an_option_and_nothing_else_the_price_is_the_fewest_option_changes(seed: int) -> None:
    model = graph_model(with_costs(random_conflict(Random(seed), 3, 5), 1.0))
    every = list(range(1, len(model.states) + 1))
    found = least_resistance(model, every, Weights(0, 1, 0, 0, 0))
    assert found is not None
    assert {p.state: p.price for p in found.paths} == pytest.approx(fewest_changes(model))


def fewest_changes(model: object) -> dict[int, float]:
    """By relaxation over (place, last mover) until nothing changes: slow and plain."""
    from detente.conflict.graph import GraphModel, moves

    assert isinstance(model, GraphModel)
    assert model.now is not None
    best: dict[tuple[int, int], int] = {(model.now, -1): 0}
    changed = True
    while changed:
        changed = False
        for (place, last), price in list(best.items()):
            for party in range(len(model.parties)):
                if party == last:
                    continue
                for target in moves(model, party, place).tolist():
                    more = price + int(model.states.masks[place] ^ model.states.masks[target]).bit_count()
                    if more < best.get((target, party), 10**9):
                        best[target, party] = more
                        changed = True
    found: dict[int, float] = {}
    for (place, _), price in best.items():
        found[place + 1] = min(found.get(place + 1, 10**9), price)
    return found


def test_the_steps_of_a_path_add_up_to_its_price_and_lead_where_it_says() -> None:
    model = graph_model(read(CASES / "iraq-2014" / "conflict.yaml"))
    held = solve(model.conflict, ["seq"]).equilibria["seq"].tolist()
    pledge = Commitment("United States", "advise", False, "statement")
    found = least_resistance(model, held, commitments=[pledge])
    assert found is not None
    for path in found.paths:
        assert sum(step.price for step in path.steps) == pytest.approx(path.price)
        states = [found.today, *(step.target for step in path.steps)]
        assert all(step.source == before for step, before in zip(path.steps, states, strict=False))
        assert states[-1] == path.state
        for step in path.steps:
            assert sum(amount for _, amount, _ in step.parts) == pytest.approx(step.price)
    broken = [step for path in found.paths for step in path.steps if step.broken]
    assert all(any(what == "advise" for name, _, what in step.parts if name == "commitment") for step in broken)
    assert broken


def test_a_tipping_point_does_alter_the_answer() -> None:
    points = 0
    for seed in range(8):
        model = graph_model(random_conflict(Random(seed), 3, 4))
        held = solve(model.conflict, ["gmr"]).equilibria["gmr"].tolist()
        base = least_resistance(model, held)
        if base is None or len(base.paths) < 2:
            continue
        for point in tipping_points(model, held):
            points += 1
            other = least_resistance(model, held, replace(Weights(), **{point.weight: point.value}))
            assert other is not None
            assert tuple(p.state for p in other.least) == point.least != tuple(p.state for p in base.least)
    assert points


# --- robustness ------------------------------------------------------------------------------------------------------


def doubtful(seed: int) -> Conflict:
    rnd = Random(seed)
    conflict = wishes_only(rnd, 2, 4)
    parties = []
    for party in conflict.parties:
        wishes = tuple(replace(w, unsure=rnd.random() < 0.6) for w in party.preference.wishes or ())
        parties.append(replace(party, preference=replace(party.preference, wishes=wishes)))
    return replace(conflict, parties=tuple(parties))


@pytest.mark.parametrize("seed", range(15))
def test_the_shares_are_those_of_solving_every_order_by_hand(seed: int) -> None:
    conflict = doubtful(seed)
    found = robustness(conflict, ("seq",))
    assert found.exact
    counts: dict[int, int] = {}
    marks = [
        (at, k) for at, p in enumerate(conflict.parties) for k, w in enumerate(p.preference.wishes or ()) if w.unsure
    ]
    for turned in product((False, True), repeat=len(marks)):
        parties = list(conflict.parties)
        for (at, k), yes in zip(marks, turned, strict=True):
            if yes:
                wishes = list(parties[at].preference.wishes or ())
                wishes[k] = replace(wishes[k], expr=Not(wishes[k].expr))
                parties[at] = replace(parties[at], preference=replace(parties[at].preference, wishes=tuple(wishes)))
        for one in solve(replace(conflict, parties=tuple(parties)), ["seq"]).equilibria["seq"].tolist():
            counts[one] = counts.get(one, 0) + 1
    assert found.orders == 2 ** len(marks)
    assert {s.state: s.share for s in found.shares} == pytest.approx(
        {s: n / 2 ** len(marks) for s, n in counts.items()}
    )


def test_the_same_shares_for_any_number_of_workers_and_the_same_seed() -> None:
    conflict = doubtful(3)
    opened = replace(conflict.parties[0], preference=replace(conflict.parties[0].preference, ties_unknown=True))
    conflict = replace(conflict, parties=(opened, *conflict.parties[1:]))
    alone = robustness(conflict, ("seq",), seed=7, most=3_200, tolerance=0.0)
    assert not alone.exact
    assert alone == robustness(conflict, ("seq",), seed=7, most=3_200, tolerance=0.0, executor=Processes(2))
    assert alone.shares != robustness(conflict, ("seq",), seed=8, most=3_200, tolerance=0.0).shares
    assert all(0 < s.error < 0.02 for s in alone.shares)


def test_alternatives_count_once_each() -> None:
    option = Option("go", "Go", "A", 0)
    stated, other = (
        Preference(wishes=(Wish(Taken("go"), "go"),)),
        Preference(wishes=(Wish(Not(Taken("go")), "not go"),)),
    )
    conflict = Conflict("one", (Party("A", (option,), stated, alternatives=(other, other)),))
    shares = {s.state: s.share for s in robustness(conflict, ("nash",)).shares}
    assert shares == pytest.approx({1: 2 / 3, 2: 1 / 3})


def test_an_alternative_opens_its_own_ties_and_no_others() -> None:
    options = (Option("go", "Go", "A", 0),)
    stated, other = Preference(wishes=(Wish(Taken("go"), "go"),)), Preference(wishes=(), ties_unknown=True)
    conflict = Conflict("one", (Party("A", options, stated, alternatives=(other,)),))
    shares = {s.state: s.share for s in robustness(conflict, ("nash",), most=4_000, tolerance=0.0).shares}
    assert shares == pytest.approx({1: 1 / 4, 2: 3 / 4}, abs=0.03)  # under the alternative either state is the better


def test_forty_unsure_statements_are_drawn_from_and_never_listed() -> None:
    wish = Wish(Taken("go"), "go", unsure=True)
    conflict = Conflict("one", (Party("A", (Option("go", "Go", "A", 0),), Preference(wishes=(wish,) * 40)),))
    found = robustness(conflict, ("nash",), most=1_000, tolerance=0.0)
    assert (found.orders, found.solved, found.exact) == (2**40, 1_000, False)
    assert {s.state: s.share for s in found.shares} == pytest.approx({1: 1 / 2, 2: 1 / 2}, abs=0.06)


def test_the_orders_of_a_thousand_tied_states_are_told_as_very_many() -> None:
    options = tuple(Option(f"o{k}", f"Do {k}", "A", k) for k in range(11))
    conflict = Conflict("one", (Party("A", options, Preference(wishes=(), ties_unknown=True)),))
    found = robustness(conflict, ("nash",), most=20, tolerance=0.0)
    assert (found.orders, found.solved) == (MOST_COUNTED, 20)


def test_overturning_changes_do_what_they_say() -> None:
    conflict = read(CASES / "saltmarsh" / "conflict.yaml")
    before = set(solve(conflict, ["seq"]).equilibria["seq"].tolist())
    found = overturning(conflict, ("seq",))
    assert found
    for change in found:
        assert set(change.vanish) <= before
        assert not set(change.appear) & before
        assert change.vanish or change.appear


# --- alignment -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(25))
def test_rank_agreement_is_kendalls_tau_b(seed: int) -> None:
    rnd = np.random.default_rng(seed)
    a, b = (rnd.integers(0, 4, 30).astype(np.int32) for _ in range(2))
    concordant = discordant = ties_a = ties_b = 0
    for i, j in combinations(range(30), 2):
        x, y = int(a[i]) - int(a[j]), int(b[i]) - int(b[j])
        concordant += x * y > 0
        discordant += x * y < 0
        ties_a += x == 0
        ties_b += y == 0
    pairs = 30 * 29 / 2
    assert tau_b(a, b) == pytest.approx((concordant - discordant) / ((pairs - ties_a) * (pairs - ties_b)) ** 0.5)
    assert tau_b(a, a) == pytest.approx(1.0)
    assert tau_b(a, np.zeros(30, dtype=np.int32)) is None
