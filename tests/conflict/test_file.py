"""conflict.yaml: what is read, and for every fault one line that says where, what was found and how to mend it."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from detente.conflict.file import read, read_text
from detente.conflict.judge import notes
from detente.conflict.model import Attitude, Direction, Relation
from detente.conflict.states import list_states
from detente.errors import ConflictRefused

GOOD = """\
title: Will they talk?
as_of: 2014-06-17
parties:
  - name: North
    options:
      talk: Talk with South
      build: {means: Build, direction: take, cost: {take: 3, drop: 1}}
    prefers:
      - not talk if shout
      - {want: talk, because: [{report: a.html, quote: would not rule out}, s12], unsure: true, strongly: true}
    order: unsure
    attitudes: {South: negative}
    compare: [NYN >> YNN, NNY ? YNY]
  - name: South
    options: {shout: Shout}
    ranking: [NNN, [YNN, NYN], NNY, YNY, NYY]
    ties: unknown
    alternatives:
      - prefers: [not shout]
infeasible: [YY-]
now: [talk]
perceptions:
  North:
    unaware_of: [shout]
    thinks_impossible: [build and shout]
    believes: {South: {prefers: [], because: [s3]}}
"""


def test_everything_that_the_file_may_say_is_read() -> None:
    conflict = read_text(GOOD)
    north, south = conflict.parties
    assert (conflict.title, conflict.as_of, conflict.now) == (
        "Will they talk?",
        datetime.date(2014, 6, 17),
        frozenset({"talk"}),
    )
    build = conflict.options[1]
    assert (build.name, build.means, build.party, build.place) == ("build", "Build", "North", 1)
    assert (build.direction, build.cost_take, build.cost_drop, build.line) == (Direction.TAKE, 3, 1, 7)
    wishes = north.preference.wishes
    assert wishes is not None
    assert [(w.text, w.unsure, w.strongly, w.line) for w in wishes] == [
        ("not talk if shout", False, False, 9),
        ("talk", True, True, 10),
    ]
    first, second = wishes[1].because
    assert (first.report, first.quote, second.record) == ("a.html", "would not rule out", "s12")
    assert north.preference.order_unsure
    assert not north.preference.ties_unknown
    assert north.attitudes == (("South", Attitude.NEGATIVE),)
    assert [(p.left, p.relation, p.right) for p in north.preference.compare] == [
        ("NYN", Relation.MUCH_BETTER, "YNN"),
        ("NNY", Relation.UNKNOWN, "YNY"),
    ]
    assert south.preference.ranking == (("NNN",), ("YNN", "NYN"), ("NNY",), ("YNY",), ("NYY",))
    assert south.preference.ties_unknown
    assert [w.text for w in south.alternatives[0].wishes or ()] == ["not shout"]
    (view,) = conflict.perceptions
    assert (view.party, view.unaware_of, len(view.thinks_impossible)) == ("North", ("shout",), 1)
    assert view.believes[0][0] == "South"
    assert view.believes[0][1].wishes == ()
    assert len(list_states(conflict)) == 6


def test_no_today_and_an_empty_today_are_different_things() -> None:
    assert read_text(GOOD.replace("now: [talk]\n", "")).now is None
    assert read_text(GOOD.replace("now: [talk]", "now: []")).now == frozenset()


REFUSED = {
    "an unknown key": ("infeasible: [YY-]", "infeasable: [YY-]", 20, "unknown key `infeasable`", "infeasible"),
    "an unknown key of an option": ("direction: take", "directon: take", 7, "unknown key `directon`", "direction"),
    "a direction that is none": ("direction: take", "direction: up", 7, "option", ""),
    "an unknown option": ("- not talk if shout", "- not tlak if shout", 9, "unknown option", "talk"),
    "an unknown option in infeasible": ("[YY-]", "[biuld]", 20, "unknown option", "build"),
    "an unknown option today": ("now: [talk]", "now: [tlak]", 21, "`now` names what is not there", "talk"),
    "no feasible state": ("[YY-]", "[talk, not talk]", 20, "no state is feasible", "take out"),
    "a party without options": ("options: {shout: Shout}", "options: {}", 14, "has no options", "leave the party"),
    "a missing state": ("[NNN, [YNN, NYN]", "[[YNN, NYN]", 16, "misses feasible states", "give every"),
    "a repeated state": ("YNY, NYY]", "YNY, NNY, NYY]", 16, "names a state twice", "keep one"),
    "an infeasible state ranked": ("YNY, NYY]", "YNY, NYY, YYY]", 16, "no feasible state", "take it out"),
    "both orders": ("    ties: unknown", "    prefers: []", 16, "in one way", "all but one"),
    "neither order": ("    ranking: [NNN, [YNN, NYN], NNY, YNY, NYY]\n", "", 14, "in one way", "prefers: []"),
    "an infeasible today": ("now: [talk]", "now: [talk, build]", 21, "today's state is infeasible", "correct"),
    "an option name twice": ("{shout: Shout}", "{talk: Shout}", 15, "used twice", "its own name"),
    "a keyword as option": ("{shout: Shout}", "{iff: Shout}", 15, "cannot be used", "word of the statements"),
    "a pattern as option": ("{shout: Shout}", "{NY: Shout}", 15, "cannot be used", "pattern"),
    "a number as option": ("{shout: Shout}", "{1st: Shout}", 15, "cannot be used", "a letter"),
    "a party name twice": ("name: South", "name: North", 14, "one name", "its own"),
    "a belief about nobody": ("believes: {South", "believes: {Suth", 26, "unknown party", "South"),
    "a third level of pictures": (
        "    unaware_of: [shout]",
        "    sees: {South: {sees: {North: {unaware_of: [shout]}}}}",
        24,
        "second level",
        "take it out",
    ),
    "an attitude to nobody": ("{South: negative}", "{Suth: negative}", 12, "unknown party", "South"),
    "a comparison of parts": ("NNY ? YNY", "N-Y ? YNY", 13, "whole states", "one Y or N"),
    "a comparison without a sign": ("NNY ? YNY", "NNY YNY", 13, "cannot be read", "between them"),
    "a cost beyond all others": ("cost: {take: 3", "cost: {take: .inf", 7, "less than or equal to 1000000", ""),
    "weights that would not add up": (
        "ranking: [NNN, [YNN, NYN], NNY, YNY, NYY]",
        "weights: {shout: 0.0078125}",
        16,
        "exactly",
        "decimals",
    ),
    "a day that is none": ("as_of: 2014-06-17", "as_of: 2014-06-31", 2, "cannot be right", "correct it"),
    "a chained statement": ("- not talk if shout", "- talk if shout if build", 9, "do not chain", "brackets"),
    "a missing title": ("title: Will they talk?\n", "", 1, "title", "add"),
    "an alias": ("title: Will they talk?", "title: &t Will they talk?\nx: *t", 2, "aliases", "write the value"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_fault_is_told_with_its_line_and_the_mend(fault: str) -> None:
    old, new, line, what, mend = REFUSED[fault]
    assert old in GOOD
    with pytest.raises(ConflictRefused) as caught:
        read_text(GOOD.replace(old, new, 1))
    assert caught.value.where.split(",")[0] == f"conflict.yaml:{line}"
    assert what in caught.value.what
    assert mend in caught.value.mend
    assert "\n" not in str(caught.value)


def test_a_file_without_end_is_refused() -> None:
    with pytest.raises(ConflictRefused, match="the file is too large"):
        read(Path("/dev/zero"))


def test_a_yaml_bomb_is_refused_before_it_unfolds(tmp_path: Path) -> None:
    path = tmp_path / "conflict.yaml"
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(ConflictRefused, match="aliases"):
        read(path)


def test_forty_options_are_read_and_only_listing_their_states_is_refused() -> None:
    options = "".join(f"\n      o{k}: Act" for k in range(40))
    conflict = read_text(
        f"title: T\nparties:\n  - name: P\n    options:{options}\n    prefers: [o39]\nnow: [o39]\ninfeasible: [o1 and o2]"
    )
    assert len(conflict.options) == 40
    with pytest.raises(ConflictRefused, match="symbolic"):
        list_states(conflict)


def test_listed_states_take_no_options_statements_or_holes() -> None:
    graph = "title: T\nstates: [a, b]\nparties:\n  - {name: A, moves: {a: b}, ranking: [a, b]}\n"
    assert read_text(graph).graph == ("a", "b")
    for old, new, what in (
        ("moves: {a: b}", "moves: {a: c}", "unknown state"),
        ("ranking: [a, b]", "prefers: [a]", "needs options"),
        ("ranking: [a, b]", "ranking: [a]", "misses"),
        ("moves: {a: b}", "options: {o: Act}", "not both"),
        ("states: [a, b]", "states: [a, b, a]", "listed twice"),
        ("states: [a, b]", "states: []", "no state"),
        ("states: [a, b]", "states: [a, b]\ninfeasible: [a]", "all feasible"),
        ("states: [a, b]\n", "", "no options"),
    ):
        with pytest.raises(ConflictRefused) as caught:
            read_text(graph.replace(old, new))
        assert what in caught.value.what


ODD = """\
title: Odd
parties:
  - name: A
    options: {talk: Talk, wait: Wait}
    prefers:
      - talk
      - talk or not talk
      - not talk
      - talk and not talk
      - object
  - name: B
    options: {object: Object, idle: Nothing}
    prefers: [object]
"""


def test_oddities_are_noted_and_not_refused() -> None:
    conflict = read_text(ODD)
    found = [(note.kind, note.line) for note in notes(conflict)]
    assert found == [("idle", 7), ("contradiction", 8), ("idle", 9), ("alike", 0)]
    assert "line 6" in notes(conflict)[1].says
    assert conflict.notes
    assert "16 of 16 states" in notes(conflict)[-1].says


def test_a_sound_model_has_no_notes_but_states_nobody_tells_apart() -> None:
    assert [note.kind for note in notes(read_text(GOOD))] == []
