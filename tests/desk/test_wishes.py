"""A preference moved in the text of conflict.yaml takes its comments along and touches nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.conftest import CONFLICT
from detente.conflict.file import read_text
from detente.desk.wishes import marked, moved
from detente.errors import ConflictRefused

WANTS = ("not a", "b if a", "a or b", "a iff b", "not b", "a and b")


def test_a_line_moves_with_its_comments() -> None:
    changed = moved(CONFLICT, "Upstream", 1, 0)
    assert (
        "most important first\n      # what it would rather not do\n      - {want: not release, unsure: true}\n      - not sue               # a court is dear\n  - name"
        in changed
        or ("      - {want: not release, unsure: true}\n      - not sue               # a court is dear\n" in changed)
    )
    assert sorted(changed.splitlines()) == sorted(CONFLICT.splitlines())


def test_a_place_that_is_not_there_is_refused() -> None:
    for party, place, to in (("Upstream", 0, 2), ("Upstream", 2, 0), ("Nobody", 0, 1)):
        with pytest.raises(ConflictRefused):
            moved(CONFLICT, party, place, to)


def test_a_statement_over_several_lines_moves_whole() -> None:
    source = CONFLICT.replace(
        "- {want: not release, unsure: true}",
        "- want: not release\n        unsure: true\n        because:\n          - {report: a.txt, quote: b}",
    )
    changed = moved(source, "Upstream", 0, 1)
    wishes = read_text(changed).party("Upstream").preference.wishes or ()
    assert [w.text for w in wishes] == ["not release", "not sue"]
    assert wishes[0].because[0].quote == "b"


@pytest.mark.parametrize(
    ("item", "mark", "on", "becomes"),
    [
        ("- not sue   # dear", "unsure", True, "- {want: not sue, unsure: true}   # dear"),
        ("- 'not sue'", "strongly", True, "- {want: 'not sue', strongly: true}"),
        ("- {want: not sue}", "unsure", True, "- {want: not sue, unsure: true}"),
        ("- {want: not sue, unsure: false}", "unsure", True, "- {want: not sue, unsure: true}"),
        ("- {want: not sue, unsure: true}", "strongly", True, "- {want: not sue, unsure: true, strongly: true}"),
        ("- {unsure: true, want: not sue}", "unsure", False, "- {want: not sue}"),
        ("- {want: not sue, unsure: true, strongly: true}", "unsure", False, "- {want: not sue, strongly: true}"),
        ("- want: not sue   # dear", "unsure", True, "- want: not sue   # dear\n        unsure: true"),
        ("- want: not sue\n        unsure: true\n        # kept", "unsure", False, "- want: not sue\n        # kept"),
        ("- unsure: true\n        want: not sue", "unsure", False, "- want: not sue"),
    ],
)
def test_a_mark_is_set_and_taken_off_where_the_statement_stands(item: str, mark: str, on: bool, becomes: str) -> None:
    source = CONFLICT.replace("- not sue               # a court is dear", item)
    assert item in source
    changed = marked(source, "Upstream", 0, mark, on)
    assert changed == source.replace(item, becomes)
    wish = (read_text(changed).party("Upstream").preference.wishes or ())[0]
    assert getattr(wish, mark) is on
    assert marked(changed, "Upstream", 0, mark, on) == changed


def test_a_list_in_brackets_is_marked_within_its_line() -> None:
    changed = marked(CONFLICT, "Downstream", 1, "unsure", True)
    assert "prefers: [release, {want: not sue, unsure: true}]   # it wants the water" in changed
    assert marked(changed, "Downstream", 1, "unsure", False).count("unsure") == CONFLICT.count("unsure")


def test_a_mark_that_there_is_not_is_refused() -> None:
    for party, place, mark in (("Upstream", 5, "unsure"), ("Upstream", 0, "because"), ("Nobody", 0, "unsure")):
        with pytest.raises(ConflictRefused):
            marked(CONFLICT, party, place, mark, True)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_moving_there_and_back_gives_the_same_model(data: st.DataObject) -> None:
    wants = data.draw(st.lists(st.sampled_from(WANTS), min_size=2, max_size=5, unique=True))
    style = data.draw(st.sampled_from(("flow", "dashes", "maps")))
    comment = data.draw(st.booleans())
    if style == "flow":
        told = f"prefers: [{', '.join(wants)}]"
    else:
        item = "      - {w}{c}\n" if style == "dashes" else "      - want: {w}{c}\n        unsure: true\n"
        told = "prefers:\n" + "".join(
            item.format(w=w, c=f"   # note {n}" if comment else "") for n, w in enumerate(wants)
        ).rstrip("\n")
    source = f"title: t\nparties:\n  - name: P\n    options: {{a: x}}\n    {told}\n  - name: Q\n    options: {{b: y}}\n    prefers: [b]\n# the end\n"
    place = data.draw(st.integers(0, len(wants) - 1))
    to = data.draw(st.integers(0, len(wants) - 1))
    there = moved(source, "P", place, to)
    expected = list(wants)
    expected.insert(to, expected.pop(place))
    assert [w.text for w in read_text(there).party("P").preference.wishes or ()] == expected
    assert there.endswith("# the end\n")
    assert moved(there, "P", to, place) == source
