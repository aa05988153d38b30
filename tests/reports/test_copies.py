"""The same item twice is found, a like one is not taken for it; and what changed between versions is told."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reports import Moment, Report, group, what_changed
from detente.reports.copies import same_address, same_item
from reports.copies_set import ITEMS, Pair, pairs

PAIRS = pairs()
FLOOR = 0.98


def item(name: str, text: str, **facts: object) -> Report:
    return Report(id=name, file=f"{name}.txt", title=None, text=text, **facts)  # type: ignore[arg-type]  # facts are fields of Report


def found_together(pair: Pair) -> bool:
    return len(group([pair.first, pair.second])) == 1


def test_copies_and_versions_are_found_with_precision_and_recall_above_the_floor() -> None:
    verdicts = [(found_together(pair), pair.judgement != "different") for pair in PAIRS]
    both = sum(found and same for found, same in verdicts)
    assert len(PAIRS) >= 120
    assert both / sum(found for found, _ in verdicts) >= FLOOR
    assert both / sum(same for _, same in verdicts) >= FLOOR


def test_comparing_directly_agrees_with_grouping() -> None:
    assert [found_together(pair) for pair in PAIRS] == [same_item(pair.first, pair.second) for pair in PAIRS]


def test_a_new_version_of_an_address_is_kept_as_a_version_not_as_a_copy() -> None:
    for pair in PAIRS:
        if pair.judgement == "version":
            (only,) = group([pair.first, pair.second])
            assert len(only.versions) == 1
            assert only.copies == ()


def test_all_reports_stand_in_exactly_one_group_in_their_order() -> None:
    reports = list({report.id: report for pair in PAIRS for report in (pair.first, pair.second)}.values())
    groups = group(reports)
    assert sorted(report.id for found in groups for report in found.reports) == sorted(report.id for report in reports)
    firsts = [min(reports.index(report) for report in found.reports) for found in groups]
    assert firsts == sorted(firsts)


def test_the_longest_copy_is_kept_and_all_publishers_are_named() -> None:
    lines = ITEMS["canal"]
    whole = item("b", "\n\n".join(lines), publisher="Wire")
    cut = item("a", "\n\n".join(lines[:3]), publisher="Courier")
    (only,) = group([cut, whole])
    assert only.kept is whole
    assert only.publishers == ("Wire", "Courier")


def test_the_newest_version_is_kept_whatever_the_order() -> None:
    text = "\n\n".join(ITEMS["dam"])
    versions = [
        item(
            f"v{n}",
            text + f"\n\nUpdate {n}.",
            url="https://a.example/dam",
            published=Moment(f"2016-03-0{n}", "day", "page"),
        )
        for n in (1, 2, 3)
    ]
    for order in itertools.permutations(versions):
        (only,) = group(order)
        assert only.kept is versions[2]
        assert only.versions == (versions[0], versions[1])


def test_a_withdrawn_version_is_the_one_that_is_kept() -> None:
    text = "\n\n".join(ITEMS["dam"])
    old = item("old", text, url="https://a.example/dam", published=Moment("2016-03-01T10:00", "minute", "stated"))
    gone = item(
        "new",
        "This item is withdrawn.\n\n" + text,
        url="https://a.example/dam",
        published=Moment("2016-03-01T11:00", "minute", "stated"),
        signal="canceled",
    )
    (only,) = group([gone, old])
    assert only.kept is gone


def test_items_that_share_an_address_by_mistake_stay_apart() -> None:
    one = item("one", "\n\n".join(ITEMS["dam"]), url="https://a.example/")
    other = item("other", "\n\n".join(ITEMS["quake"]), url="https://a.example/")
    assert len(group([one, other])) == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.a.example/x/", "http://a.example/x?utm_source=feed#top", True), ("https://a.example/x?id=1", "https://a.example/x?id=2", False),
        ("https://a.example/x/index.html", "https://a.example/x", True), ("https://a.example/x", "https://b.example/x", False), (None, None, False),
    ],
)  # fmt: skip
def test_addresses_are_compared_without_campaign_marks(one: str | None, other: str | None, same: bool) -> None:
    assert same_address(one, other) is same


@given(st.permutations(range(8)))
def test_grouping_does_not_depend_on_the_order(order: list[int]) -> None:
    reports = [report for pair in PAIRS[:4] for report in (pair.first, pair.second)]
    groups = {frozenset(id(report) for report in found.reports) for found in group([reports[place] for place in order])}
    assert groups == {frozenset(id(report) for report in found.reports) for found in group(reports)}


def test_what_changed_between_versions_is_told_sentence_by_sentence() -> None:
    old = item("old", "The lock is closed. At least 9 people were hurt.\n\nKesh denied it.")
    new = item(
        "new", "The lock is closed. At least 12 people were hurt.\n\nKesh offered talks on Monday. Tankers wait."
    )
    changes = what_changed(old, new)
    assert [(change.kind, change.old, change.new) for change in changes] == [
        ("reworded", "At least 9 people were hurt.", "At least 12 people were hurt."),
        ("removed", "Kesh denied it.", None),
        ("added", None, "Kesh offered talks on Monday."),
        ("added", None, "Tankers wait."),
    ]
    for change in changes:
        assert change.old is None or old.text[slice(*change.old_span or (0, 0))] == change.old
        assert change.new is None or new.text[slice(*change.new_span or (0, 0))] == change.new
    assert what_changed(old, old) == ()
