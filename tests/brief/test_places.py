"""The map: towns that reports name as places stand where they lie, and nothing is guessed."""

from __future__ import annotations

from itertools import combinations

import pytest

from brief.pages import boxes
from detente.brief.figures import places
from detente.brief.figures.land import clipped, countries, town_named, towns_told
from detente.brief.nouns import Figure
from detente.record.nouns import Copy, Event, Record
from detente.reports.report import Report


def report(text: str, number: int = 1) -> Report:
    return Report(f"r-{number}", f"{number}.txt", None, text)


def event(place: str | None) -> Event:
    return Event(f"e-{place}", "r-1", "ASSAULT", None, None, None, ((0, 1),), None, place, "reported", 0.9, "given")


def drawn(text: str, *placed: str | None) -> Figure | None:
    return places.draw(Record((), tuple(event(p) for p in placed), (), ()), [report(text)])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Envoys met in Vienna and near Mosul.", {"Vienna", "Mosul"}),
        ("Vienna said that Tehran had agreed.", set()),
        ("A column left the outskirts of Kirkuk for the city of Basra.", {"Basra"}),
        ("Shells fell on the streets of Kharkiv and outside Kherson.", {"Kharkiv", "Kherson"}),
        ("She was born in Paris Township.", set()),
        ("He lives in Parisian style.", set()),
        ("They spoke in St. Petersburg.", {"St Petersburg"}),
    ],
)
def test_a_town_counts_where_it_is_a_place_and_not_where_it_is_a_government(text: str, told: set[str]) -> None:
    assert {town.name for town in towns_told(text)} == told


def test_the_place_of_an_event_is_found_behind_what_stands_before_it() -> None:
    for place in ("Mosul", "the outskirts of Mosul", "northern Mosul", "Mosul, Iraq"):
        found = town_named(place)
        assert found is not None, place
        assert found.name == "Mosul"
    assert town_named("Linmouth") is None


def test_no_map_is_drawn_where_fewer_than_two_places_are_known() -> None:
    assert drawn("Nothing happened in Mosul.") is None
    assert drawn("Envoys met in Linmouth and in Calder.", "Linmouth") is None


def test_a_place_that_is_not_known_is_named_and_not_guessed() -> None:
    made = drawn("Envoys met in Mosul and in Baghdad.", "Linmouth", "Mosul", None)
    assert made is not None
    assert "Not located: Linmouth." in made.caption
    assert "Linmouth" not in made.svg
    assert "Places of events: Mosul" in made.description


def test_towns_stand_as_they_lie_and_no_words_lie_on_each_other() -> None:
    towns = ["Mosul", "Kirkuk", "Baghdad", "Basra", "Tikrit", "Samarra", "Ramadi", "Fallujah", "Erbil", "Tehran", "Qom"]
    made = drawn(" ".join(f"Something happened in {town}." for town in towns))
    assert made is not None
    found = {box.words: box for box in boxes(made.svg)}
    assert found["Mosul"].top < found["Baghdad"].top < found["Basra"].top
    assert found["Baghdad"].left < found["Tehran"].left
    assert {"IRAQ", "IRAN"} <= found.keys()
    assert not [(a, b) for a, b in combinations(found.values(), 2) if a.meets(b)]
    for box in found.values():
        assert 0 <= box.left <= box.right <= made.width
        assert 0 <= box.top <= box.bottom <= made.height


def test_what_lies_far_away_is_told_beside_the_map() -> None:
    made = drawn("Fighting in Mosul, in Kirkuk and in Baghdad. Talks were held in Washington and in Tokyo.")
    assert made is not None
    assert "Beyond this map: Tokyo (1) and Washington (1)." in made.caption
    assert "Tokyo" not in made.svg.partition("</desc>")[2]


def test_a_copy_of_a_report_does_not_count_twice() -> None:
    both = [report("Envoys met in Mosul and in Baghdad.", 1), report("Envoys met in Mosul and in Baghdad.", 2)]
    copied = Record((), (), (), (), (Copy("r-2", "r-1", "copy", None, None),))
    made = places.draw(copied, both)
    assert made is not None
    assert "Mosul (1)" in made.description


def test_the_same_reports_give_the_same_bytes_and_say_whose_borders_they_are() -> None:
    text = "Envoys met in Mosul and in Vienna."
    assert drawn(text) == drawn(text)
    made = drawn(text)
    assert made is not None
    assert "borders of Natural Earth" in made.source
    assert "without judgement" in made.source


def test_a_coast_is_cut_at_the_edge_of_the_map() -> None:
    square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]
    assert sorted(clipped(square, (5, 5, 20, 20))) == [(5.0, 5.0), (5.0, 10.0), (10.0, 5.0), (10.0, 10.0)]
    assert clipped(square, (20, 20, 30, 30)) == []
    assert len(countries()) > 200
