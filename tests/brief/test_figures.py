"""The drawings: nothing lies on anything, nothing runs over the edge, and each shows what it claims."""

from __future__ import annotations

import dataclasses
import datetime
import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from brief.pages import boxes
from brief.weir import Whole, whole
from detente.brief.figures import network, positions, stability, states, svg, timeline
from detente.brief.figures.calendar import axis
from detente.brief.nouns import Figure
from detente.case import Case
from detente.conflict.file import read, read_text
from detente.outlook.citations import open_ledger
from detente.outlook.outcomes import model_findings
from detente.record.nouns import Position, Record, Stance
from detente.stability.solve import solve

CASES = Path(__file__).parent.parent.parent / "cases"


@pytest.fixture(scope="module")
def weir(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return whole(tmp_path_factory.mktemp("weir") / "case")


@pytest.fixture(scope="module")
def case(weir: Whole) -> Case:
    """The case alone: a failing property prints its arguments."""
    return weir.case


def fits(drawing: Figure | None) -> None:
    """Text lies within the drawing and no two lines of it lie on each other."""
    assert drawing is not None
    etree.fromstring(drawing.svg.encode())
    found = list(boxes(drawing.svg))
    for box in found:
        assert -1 <= box.left <= box.right <= drawing.width + 1, box
        assert 0 <= box.top <= box.bottom <= drawing.height, box
    touching = [(one.words, other.words) for one, other in combinations(found, 2) if one.meets(other)]
    assert not touching


def of_model(path: Path, where: Path) -> tuple[Figure | None, Figure | None]:
    """State graph and matrix of a model file."""
    from detente.case import open_case

    case = open_case(path)
    conflict = read(case.conflict)
    solution = solve(conflict)
    bare = dataclasses.replace(
        conflict,
        parties=tuple(
            dataclasses.replace(
                p,
                preference=dataclasses.replace(
                    p.preference, wishes=tuple(dataclasses.replace(w, because=()) for w in p.preference.wishes or ())
                ),
            )
            for p in conflict.parties
        ),
    )
    told = model_findings(open_ledger(case, Record((), (), (), ()), ()), bare, solution)
    return states.draw(solution, told), stability.draw(solution, told)


@pytest.mark.parametrize("name", ["iraq-2014", "saltmarsh"])
def test_the_drawings_of_a_bundled_model_are_readable(name: str, tmp_path: Path) -> None:
    for drawing in of_model(CASES / name, tmp_path):
        fits(drawing)


def test_the_drawings_of_the_weir_are_readable(weir: Whole) -> None:
    for section in weir.brief().sections:
        for drawing in section.figures:
            fits(drawing)


def test_many_states_are_counted_and_few_are_drawn() -> None:
    many, few = (of_model(CASES / name, Path())[0] for name in ("iraq-2014", "saltmarsh"))
    assert many is not None
    assert few is not None
    assert len(set(re.findall(r"<title>State (\d+)", many.svg))) < 20
    assert "of 112 states" in many.svg
    assert len(set(re.findall(r"<title>State (\d+)", few.svg))) == 48


def test_a_graph_form_model_is_drawn_by_its_state_names(weir: Whole) -> None:
    conflict = read_text(
        "title: t\nstates: [peace, siege, war]\nparties:\n"
        "  - {name: A, moves: {peace: [siege], siege: [war]}, ranking: [war, siege, peace]}\n"
        "  - {name: B, moves: {siege: [peace]}, ranking: [peace, siege, war]}\nnow: peace\n"
    )
    solution = solve(conflict)
    told = model_findings(open_ledger(weir.case, weir.record, weir.reports), conflict, solution)
    for drawing in (states.draw(solution, told), stability.draw(solution, told)):
        fits(drawing)
        assert drawing is not None
        assert "war" in drawing.svg


def symbols(drawn: str) -> list[tuple[float, float]]:
    """The centres of the symbols in the lanes: each stands in a group with a title."""
    found = []
    for shape in re.findall(r"</title><(?:polygon|circle|rect) [^>]*>", drawn):
        if points := re.search(r'points="([^"]*)"', shape):
            corners = [tuple(map(float, corner.split(","))) for corner in points[1].split()]
            xs, ys = zip(*corners, strict=True)
            found.append(((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2))
        else:
            fact = {
                name: float(number) for name, number in re.findall(r'\b(cx|cy|x|y|width|height)="([-\d.]+)"', shape)
            }
            found.append(
                (
                    fact.get("cx", fact.get("x", 0) + fact.get("width", 0) / 2),
                    fact.get("cy", fact.get("y", 0) + fact.get("height", 0) / 2),
                )
            )
    return found


names = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_categories=["Cc"]), min_size=1, max_size=60
)


@st.composite
def held_positions(draw: st.DrawFn) -> tuple[Position, ...]:
    """Positions of a few actors on two issues over some days, months or years."""
    actors = draw(st.lists(names, min_size=1, max_size=4, unique=True))
    first = draw(st.dates(datetime.date(1900, 1, 1), datetime.date(2090, 1, 1)))
    spread = draw(st.sampled_from([3, 40, 900, 5000]))
    days = draw(st.lists(st.integers(0, spread), min_size=1, max_size=80))
    stances: tuple[Stance, ...] = ("for", "against", "open", "noncommittal")
    return tuple(
        Position(
            actors[n % len(actors)],
            ("open", "pay")[n % 2],
            (first + datetime.timedelta(days=away)).isoformat(),
            stances[n % 4],
            0.5,
            f"s{n}",
            "who",
        )
        for n, away in enumerate(days)
    )


@settings(max_examples=25, deadline=None)
@given(made=held_positions())
def test_positions_never_lie_on_each_other_whatever_the_record(case: Case, made: tuple[Position, ...]) -> None:
    drawing = positions.draw(case, Record((), (), made, ()))
    fits(drawing)
    assert drawing is not None
    centres = symbols(drawing.svg)
    assert centres
    close = [
        (one, other)
        for one, other in combinations(centres, 2)
        if abs(one[0] - other[0]) < 12 and abs(one[1] - other[1]) < 12
    ]
    assert not close


@given(st.dates(), st.integers(0, 40_000))
def test_ticks_are_few_and_within_the_axis(first: datetime.date, days: int) -> None:
    last = first + datetime.timedelta(days=min(days, (datetime.date.max - first).days))
    scale = axis([first, last], 100, 800)
    assert scale is not None
    assert 1 <= len(scale.ticks()) <= 11
    assert all(100 <= scale.x(tick) <= 800 for tick in scale.ticks())


@given(names, st.floats(20, 400))
def test_a_shortened_text_fits(words: str, width: float) -> None:
    assert svg.text_width(svg.shorten(words, 12, width), 12) <= max(width, svg.text_width("…", 12))


def test_who_speaks_of_whom_is_counted_once_a_statement(weir: Whole) -> None:
    texts = ("Arlen and Arlen's government must pay", "Braean ships", "we, the us")
    made = tuple(dataclasses.replace(weir.record.statements[0], id=str(n), text=text) for n, text in enumerate(texts))
    record = Record(
        (*made, dataclasses.replace(made[0], source=dataclasses.replace(made[0].source, actor="Brae"), id="9")),
        (),
        (),
        (),
    )
    assert network.mentions(weir.case, record) == {("Arlen", "Brae"): 1, ("Brae", "Arlen"): 1}


def test_a_record_without_days_has_no_time_line(weir: Whole) -> None:
    undated = tuple(dataclasses.replace(statement, said_on=None) for statement in weir.record.statements)
    assert timeline.draw(weir.case, dataclasses.replace(weir.record, statements=undated), ()) is None
    assert positions.draw(weir.case, Record((), (), (), ())) is None
    assert network.draw(weir.case, Record((), (), (), ())) is None


def test_who_ranks_alike_is_drawn_between_those_who_speak_of_each_other(weir: Whole) -> None:
    said = weir.record.statements[0]
    each = (("1", "Arlen", "Brae and its ships"), ("2", "Brae", "Arlen must pay"))
    made = (
        dataclasses.replace(said, id=at, text=text, source=dataclasses.replace(said.source, actor=actor))
        for at, actor, text in each
    )
    record = Record(tuple(made), (), (), ())
    agreed = network.draw(weir.case, record, {("Arlen", "Brae"): 0.8, ("Arlen", "Nobody"): 0.9})
    opposed = network.draw(weir.case, record, {("Arlen", "Brae"): -0.8})
    for drawing in (agreed, opposed):
        fits(drawing)
    assert agreed is not None
    assert opposed is not None
    assert "Rank the states alike: Arlen and Brae (0.80)." in agreed.description
    assert "rank the states alike" in agreed.svg
    assert "Nobody" not in agreed.svg
    assert "Rank them the other way: Arlen and Brae (-0.80)." in opposed.description
    assert network.draw(weir.case, record, {("Arlen", "Brae"): 0.1}) == network.draw(weir.case, record)
