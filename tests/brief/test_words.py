"""Plain words: every small piece of English that the brief is made of, as tables."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.brief.numerals import runs
from detente.conflict.file import read_text
from detente.outlook.phrases import aim, changes, differing, does, move, named, shared, state
from detente.stability.solve import solve
from detente.wording import (
    between,
    capital,
    counted,
    day,
    day_span,
    is_plural,
    listed,
    midway,
    number,
    ordinal,
    possessive,
    the,
    whether,
)


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2014-06-16", "16 June 2014"),
        ("2014-06-03", "3 June 2014"),
        ("2014-06", "June 2014"),
        ("2014", "2014"),
        ("2014-06-16T14:05+02:00", "16 June 2014, 14:05 UTC+02:00"),
        ("2014-06-16T14:05:09Z", "16 June 2014, 14:05 UTC"),
        ("2014-06-16T14:05", "16 June 2014, 14:05"),
        ("2014-13-01", "2014-13-01"),
        (None, "an unknown day"),
    ],
)
def test_a_date_keeps_its_precision(iso: str | None, words: str) -> None:
    assert day(iso) == words


@pytest.mark.parametrize(
    ("first", "last", "span", "time"),
    [
        ("2014-06-10", "2014-06-24", "10 to 24 June 2014", "between 10 and 24 June 2014"),
        ("2014-05-28", "2014-06-03", "28 May to 3 June 2014", "between 28 May and 3 June 2014"),
        (
            "2013-12-30",
            "2014-01-02",
            "30 December 2013 to 2 January 2014",
            "between 30 December 2013 and 2 January 2014",
        ),
        ("2014-06-10", "2014-06-10", "10 June 2014", "on 10 June 2014"),
        ("2014-06-10", "2015-06-10", "10 June 2014 to 10 June 2015", "between 10 June 2014 and 10 June 2015"),
    ],
)
def test_a_span_of_days_says_what_is_shared_once(first: str, last: str, span: str, time: str) -> None:
    assert (day_span(first, last), between(first, last), between(last, first)) == (span, time, time)


@given(st.dates(), st.dates())
def test_a_span_names_both_its_days_and_ends_in_full(one: datetime.date, other: datetime.date) -> None:
    first, last = sorted((one.isoformat(), other.isoformat()))
    span = day_span(first, last)
    assert span.endswith(day(last))
    assert span.startswith(str(int(first[8:])))


@pytest.mark.parametrize(
    ("items", "words"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "", "b", "c"], "a, b and c"),
        (["a, b", "c", "d"], "a, b; c; and d"),
    ],
)
def test_a_list_ends_in_and(items: list[str], words: str) -> None:
    assert listed(items) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "no reports"),
        (1, "one report"),
        (2, "two reports"),
        (12, "twelve reports"),
        (13, "13 reports"),
        (10_000, "10,000 reports"),
    ],
)
def test_a_count_agrees_with_its_noun(count: int, words: str) -> None:
    assert counted(count, "report") == words
    assert words.startswith(number(count)) or count == 0


@pytest.mark.parametrize(
    ("place", "words"), [(1, "first"), (12, "twelfth"), (13, "13th"), (21, "21st"), (102, "102nd"), (111, "111th")]
)
def test_a_place_is_told_in_words_up_to_twelve(place: int, words: str) -> None:
    assert ordinal(place) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("An unnamed Iranian official", "an unnamed Iranian official"),
        ("The leaders", "the leaders"),
        ("His office", "his office"),
        ("John Kerry", "John Kerry"),
        ("The", "The"),
    ],
)
def test_a_phrase_inside_a_sentence_loses_the_capital_of_its_article_alone(name: str, words: str) -> None:
    assert midway(name) == words


@pytest.mark.parametrize(
    ("states", "words"),
    [([4], "state 4"), ([4, 9], "states 4 and 9"), (list(range(1, 10)), "states 1, 2, 3, 4, 5, 6 and 3 more")],
)
def test_states_are_named_by_number_and_many_are_counted(states: list[int], words: str) -> None:
    assert named(states) == words


@pytest.mark.parametrize(
    ("name", "with_article", "owner", "plural"),
    [
        ("United States", "the United States", "the United States'", False),
        ("United Kingdom", "the United Kingdom", "the United Kingdom's", False),
        ("United States Congress", "the United States Congress", "the United States Congress'", False),
        ("Iran", "Iran", "Iran's", False),
        ("Cyprus", "Cyprus", "Cyprus'", False),
        ("Delta Council", "the Delta Council", "the Delta Council's", False),
        ("River fleet of Vessany", "the River fleet of Vessany", "the River fleet of Vessany's", False),
        ("Calder's opposition", "Calder's opposition", "Calder's opposition's", False),
        ("Ali al-Sistani", "Ali al-Sistani", "Ali al-Sistani's", False),
        ("the Guard", "the Guard", "the Guard's", False),
        ("Philippines", "the Philippines", "the Philippines'", False),
        ("Bargemen", "the Bargemen", "the Bargemen's", True),
        ("Rebels", "the Rebels", "the Rebels'", True),
    ],
)
def test_a_name_has_its_article_and_number(name: str, with_article: str, owner: str, plural: bool) -> None:
    assert (the(name), possessive(name), is_plural(name)) == (with_article, owner, plural)


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("Washington coordinates its action with Tehran", "whether Washington coordinates its action with Tehran"),
        ("Help in Iraq is tied to the talks", "whether help in Iraq is tied to the talks"),
        ("The United States strikes.", "whether the United States strikes"),
        ("Iraq's leaders govern for all", "whether Iraq's leaders govern for all"),
        ("NATO sends ships", "whether NATO sends ships"),
        ("Will they cooperate?", "the question “Will they cooperate?”"),
    ],
)
def test_an_issue_becomes_a_clause(question: str, clause: str) -> None:
    assert whether(question, ("Washington", "Iraq", "Tehran", "the administration")) == clause


def test_a_sentence_begins_with_a_capital() -> None:
    assert capital("the United States") == "The United States"
    assert capital("") == ""


@given(st.lists(st.integers(1, 60)))
def test_runs_hold_the_same_numbers_in_fewest_pieces(numbers: list[int]) -> None:
    pieces = runs(numbers)
    assert [n for first, last in pieces for n in range(first, last + 1)] == sorted(set(numbers))
    assert all(after[0] > before[1] + 1 for before, after in zip(pieces, pieces[1:], strict=False))


MODEL = """title: t
parties:
  - name: United States
    options: {talk: Talk with Iran, strike: To strike from the air, order: New order, sanctions: Sanctions}
    prefers: []
  - name: Bargemen
    options: {go: Go home}
    prefers: []
now: [talk]
"""


@pytest.mark.parametrize(
    ("party", "wish", "words"),
    [
        ("United States", "talk", "to talk with Iran"),
        ("United States", "not strike", "not to strike from the air"),
        ("United States", "order", "to take up “New order”"),
        ("United States", "not sanctions", "not to take up “Sanctions”"),
        ("United States", "go", "the Bargemen to go home"),
        ("United States", "not go", "the Bargemen not to go home"),
        ("United States", "talk and not strike", "to talk with Iran and not to strike from the air"),
        ("United States", "not (talk or strike)", "not to talk with Iran and not to strike from the air"),
        ("United States", "not (talk and go)", "not to talk with Iran or the Bargemen not to go home"),
        ("Bargemen", "go if talk", "to go home should the United States talk with Iran"),
        ("Bargemen", "strike if not go", "the United States to strike from the air should they not go home"),
        ("United States", "strike if talk", "to strike from the air should it talk with Iran"),
        ("Bargemen", "go iff strike", "to go home should the United States strike from the air, and not otherwise"),
        ("Bargemen", "go or (talk and strike)", "this to hold: go or talk and strike"),
        ("Bargemen", "Y----", "this to hold: Y----"),
    ],
)
def test_a_wish_is_told_without_a_verb_to_get_wrong(party: str, wish: str, words: str) -> None:
    conflict = read_text(MODEL.replace("prefers: []\nnow", f"prefers: ['{wish}']\nnow"))
    wishes = conflict.party("Bargemen").preference.wishes
    assert wishes is not None
    assert aim(conflict, party, wishes[0].expr) == words


def test_states_and_moves_are_told_party_by_party() -> None:
    conflict = read_text(MODEL)
    states = solve(conflict).states
    now, later, nothing = (states.find(pattern) for pattern in ("YNNNN", "NYNNY", "NNNNN"))
    assert now is not None
    assert later is not None
    assert nothing is not None
    assert (
        state(conflict, states, later) == "the United States would strike from the air and the Bargemen would go home"
    )
    assert state(conflict, states, nothing) == "no party would take up any of its options"
    assert (
        move(conflict, states, "United States", now, later)
        == "the United States would strike from the air and no longer talk with Iran"
    )
    assert (
        differing(conflict, states, now, later)
        == "the United States would strike from the air and not talk with Iran; and the Bargemen would go home"
    )
    assert changes(conflict, states, now, later) == (
        "the United States would strike from the air and no longer talk with Iran; and the Bargemen would go home"
    )
    assert shared(conflict, states, now, later) == ""
    assert shared(conflict, states, now, now) == "the United States would talk with Iran"
    assert [does(option) for option in conflict.options][:2] == ["talk with Iran", "strike from the air"]
