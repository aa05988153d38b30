"""A record of any size is drawn from the store a few reports at a time, and is the same record."""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
from dataclasses import replace

import pytest

from detente.case import Case
from detente.language import reader_named
from detente.record.bearings import Bearings
from detente.record.events import events_of
from detente.record.leaving import Tally
from detente.record.nouns import Source, Statement
from detente.record.parting import Parted
from detente.record.pipeline import build, drawn
from detente.record.positions import stands_of
from detente.record.settled import HELD_REPORTS, Told
from detente.record.shifts import shifts_of
from detente.record.store import store_path
from detente.record.wording import Piece, names_of
from record.conftest import Making, report

WORDS = "President Anna Veld said on Monday that Corvia would {} close the canal to Marrovian ships. {}"
SENTENCES = (
    "The harbour was full of barges that morning.",
    "Prime Minister Ilse Gant accused Corvia of bad faith.",
    "Piet Lomm, the government spokesman, denied the report at noon.",
    "Nobody at the lock had seen the letter that the ministry sent.",
    "Marrow said that it was ready for talks about the canal.",
    "The Canal Guard counted forty ships before the fog came in.",
    "Jonas Hark warned Marrow against any haste.",
    "Farmers on both banks asked for water before the harvest.",
)
TEXTS = {
    f"{n:02}.txt": report(f"2030-05-{n + 10}", WORDS.format(("never", "soon")[n > 5], f"{sentence} Day {n} ended."))
    for n, sentence in enumerate(SENTENCES)
}


def test_a_record_that_is_only_counted_is_the_record_that_is_held(make_case: Making) -> None:
    case = make_case({**TEXTS, "copy.txt": TEXTS["03.txt"]})
    with drawn(case, reader_named("rules"), events=events_of) as record:
        tally = record.tally()
    held = build(case, reader_named("rules"), events=events_of)
    assert tally == Tally(9, 1, len(held.statements), len(held.events), len(held.positions), len(held.shifts))
    assert tally.statements > 8
    assert tally.positions > 4


def test_positions_and_shifts_are_those_of_a_record_that_is_held_whole(make_case: Making) -> None:
    case = make_case(TEXTS)
    record = build(case, reader_named("rules"))
    whole = Bearings(case, record.statements)
    stands = stands_of(whole)
    assert tuple(s.position for s in stands) == record.positions
    assert shifts_of(whole, stands) == record.shifts


def test_a_case_that_grows_in_any_order_has_the_record_of_one_that_is_read_at_once(make_case: Making) -> None:
    reader = reader_named("rules")
    turned = report(
        "2030-06-20", "President Anna Veld said on Monday that Corvia will close the canal to Marrovian ships."
    )
    texts = {**TEXTS, "copy.txt": TEXTS["03.txt"], "turned.txt": turned}
    case = make_case(texts)
    at_once = build(case, reader, events=events_of)
    assert at_once.copies
    assert at_once.shifts
    chance = random.Random(7)
    for _ in range(3):
        shutil.rmtree(case.derived)
        shutil.rmtree(case.reports)
        coming = chance.sample(sorted(texts), len(texts))
        while coming:
            some = {name: texts[name] for name in (coming.pop() for _ in range(min(len(coming), chance.randint(1, 4))))}
            case = make_case(some if chance.random() < 0.5 else {**some, "passing.txt": TEXTS["01.txt"]})
            build(case, reader, events=events_of)
            (case.reports / "passing.txt").unlink(missing_ok=True)
        assert build(case, reader, events=events_of) == at_once


def test_sentences_are_parted_only_where_a_word_of_an_issue_stands(make_case: Making) -> None:
    class Noted(Parted):
        asked: list[str]

        def pieces(self, text: str) -> tuple[Piece, ...]:
            self.asked.append(text)
            return super().pieces(text)

    case = make_case({"a.txt": TEXTS["00.txt"], "b.txt": report("2030-05-30", "Anna Veld said that the cake was dry.")})
    record = build(case, reader_named("rules"))
    parting = Noted(names_of(case.actors))
    parting.asked = []
    bearings = Bearings(case, record.statements, parting)
    parting.asked.clear()
    stands_of(bearings)
    assert parting.asked
    assert not any("cake" in text for text in parting.asked)


def test_statements_of_a_few_reports_are_held_at_a_time() -> None:
    loaded: list[int] = []

    def load(place: int) -> list[Statement]:
        loaded.append(place)
        return made[place]

    one = make_statement()
    made = [[replace(one, id=f"{r}-{n}") for n in range(r % 4)] for r in range(20)]
    every = [s for listed in made for s in listed]
    told = Told([len(listed) for listed in made], load)
    assert list(told) == every
    assert [told[n] for n in range(len(told))] == every
    assert told[-1] == every[-1]
    assert told[3:9] == every[3:9]
    loaded.clear()
    assert [told[0], told[1], told[0]] == [every[0], every[1], every[0]]
    assert len(loaded) == 2
    for n in range(len(every)):
        told[n]
    loaded.clear()
    assert told[0] == every[0]
    assert loaded == [1]
    assert len(made) > HELD_REPORTS
    with pytest.raises(IndexError, match="no statement 30"):
        told[30]


def make_statement() -> Statement:
    source = Source((), "", None, None, None, "none")
    return Statement("", "r", "indirect", source, (), ((0, 1),), "x", None, None, None, None, 1.0, "rules")


def test_what_the_analyst_adds_to_a_report_that_gave_nothing_stands_at_its_day(make_case: Making) -> None:
    case = make_case({**TEXTS, "quiet.txt": report("2030-05-12", "Fog lay on the water. It was cold at the lock.")})
    case.reviews.write_text("- {report: quiet.txt, quote: 'It was cold', do: add, set: {source: Fog}}\n")
    record = build(case, reader_named("rules"))
    added = next(i for i, s in enumerate(record.statements) if s.review == "added")
    days = [s.said_on for s in record.statements[added - 1 : added + 2]]
    assert record.statements[added].said_on == "2030-05-12"
    assert 0 < added < len(record.statements) - 1
    assert days == sorted(map(str, days))


def test_sentences_that_no_statement_needs_any_more_leave_the_store(make_case: Making) -> None:
    case = make_case(TEXTS)
    build(case, reader_named("rules"))
    before = kept_texts(case)
    (case.reports / "04.txt").unlink()
    build(case, reader_named("rules"))
    assert 0 < kept_texts(case) < before


def kept_texts(case: Case) -> int:
    with contextlib.closing(sqlite3.connect(store_path(case.derived))) as db:
        return int(db.execute("SELECT count(*) FROM pieces").fetchone()[0])
