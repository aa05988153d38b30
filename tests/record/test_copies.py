"""One item counts once, however many papers print it."""

from __future__ import annotations

import random

import pytest

from detente.language import reader_named
from detente.record import likeness
from detente.record.copies import settle_copies
from detente.record.nouns import Record
from detente.record.pipeline import build, reports_of
from detente.record.store import Store
from detente.reports import minhash
from detente.reports.report import Report
from record.conftest import Making

WIRE = (
    "President Anna Veld said on Monday that Corvia would never close the canal to Marrovian ships. She spoke at the harbour of Lisk, "
    "where forty ships have waited since the storm tore the northern lock from its hinges. The pilots of the canal want to be paid for "
    "the nights on which they could not work. Foreign Minister Jonas Hark told the Marrovian ambassador that the damage would be repaired "
    "within a month. Traders in Tessel buy grain from other ports while they wait, and prices have risen by a tenth."
)
CORVIA = [
    "The parliament of Corvia debates the budget of the harbour on Thursday and will vote on it before the end of the month",
    "A storm has closed the airport of Tessel for the third day and two hundred travellers sleep in its halls",
    "The central bank left its rate where it was and said that prices would fall again by the winter",
    "Twelve fishermen were taken from the sea by a ferry on its way to Lisk, all of them well",
]
READER = reader_named("rules")


def item(day: str, publisher: str, text: str, url: str = "") -> str:
    return f"date: {day}\npublisher: {publisher}\n{f'url: {url}' + chr(10) if url else ''}\n{text}\n"


def read(make_case: Making, texts: dict[str, str]) -> Record:
    return build(make_case(texts), READER)


def test_a_syndicated_item_counts_once_and_its_printers_are_listed(make_case: Making) -> None:
    once = read(make_case, {"a.txt": item("2030-05-06", "The Lisk Courier", WIRE)})
    shorter = WIRE.rsplit(". ", 1)[0] + "."
    record = build(make_case({"b.txt": item("2030-05-07", "Tessel Daily", shorter)}), READER)
    assert once.copies == ()
    assert record.statements == once.statements
    assert [(c.kind, c.publisher) for c in record.copies] == [("copy", "Tessel Daily")]


def test_of_two_versions_of_an_address_the_newer_counts(make_case: Making) -> None:
    url = "https://courier.example/canal"
    newer = WIRE.replace("within a month", "by the end of June")
    texts = {"1.txt": item("2030-05-06", "Courier", WIRE, url), "2.txt": item("2030-05-08", "Courier", newer, url)}
    record = read(make_case, texts)
    assert {s.report.split("-")[0] for s in record.statements} == {"2"}
    assert [c.kind for c in record.copies] == ["version"]


def test_a_few_lines_that_differ_by_one_word_are_two_items(make_case: Making) -> None:
    said = "President Anna Veld said that Corvia would {} close the canal to Marrovian ships."
    texts = {f"{word}.txt": item("2030-05-06", "Courier", said.format(word)) for word in ("never", "soon")}
    assert len({s.report for s in read(make_case, texts).statements}) == 2


def test_a_copy_that_goes_leaves_the_other_as_it_was_and_one_that_stays_alone_counts(make_case: Making) -> None:
    texts = {
        "a.txt": item("2030-05-06", "Courier", WIRE),
        "b.txt": item("2030-05-07", "Daily", WIRE + " More follows soon."),
    }
    case = make_case(texts)
    both = build(case, READER)
    assert len(both.copies) == 1
    (case.reports / "b.txt").unlink()
    alone = build(case, READER)
    assert alone.copies == ()
    assert {s.report.split("-")[0] for s in alone.statements} == {"a"}


def test_a_review_of_a_copy_is_one_of_the_report_that_is_kept(make_case: Making) -> None:
    case = make_case({"a.txt": item("2030-05-06", "Courier", WIRE), "b.txt": item("2030-05-07", "Daily", WIRE)})
    case.reviews.write_text(
        "- {report: b.txt, quote: would never close the canal, do: correct, set: {person: Jonas Hark}}\n",
        encoding="utf-8",
    )
    told: list[str] = []
    record = build(case, READER, on_message=told.append)
    assert told == []
    assert [s.source.person for s in record.statements if s.review == "corrected"] == ["Jonas Hark"]


def test_a_fetched_page_knows_its_address(make_case: Making) -> None:
    case = make_case({"a.txt": item("2030-05-06", "Courier", WIRE)})
    (case.reports / ".fetched.tsv").write_text("a.txt\thttps://courier.example/1\n", encoding="utf-8")
    build(case, READER)
    assert [r.url for r in reports_of(case)] == ["https://courier.example/1"]


def told(chance: random.Random, number: int) -> Report:
    """Some sentences of a few, so that reports share some or all, now and then at one address."""
    sentences = chance.sample(WIRE.split(". ") + CORVIA, chance.randint(3, 6))
    url = f"https://courier.example/{chance.randint(1, 3)}?utm_source={number}" if chance.random() < 0.3 else None
    return Report(f"{number:03}", f"{number:03}.txt", None, ". ".join(sentences), url=url)


def put(store: Store, report: Report) -> None:
    store.put(report.file, "digest", "method", [(report, (), ())])


def verdicts(store: Store) -> list[tuple[str, str, int]]:
    return store._db.execute("SELECT one, other, same FROM compared ORDER BY one, other").fetchall()


@pytest.mark.parametrize("busy", [2, 5, 60])
def test_copies_are_the_same_in_whatever_order_reports_come_and_go(busy: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (minhash, likeness):
        monkeypatch.setattr(module, "BUSY", busy)
    chance = random.Random(busy)
    for _ in range(4):
        reports = [told(chance, number) for number in range(18)]
        with Store(None) as once:
            for report in reports:
                put(once, report)
            settle_copies(once)
            expected, compared = once.copies(), verdicts(once)
        assert expected
        with Store(None) as grown:
            coming = chance.sample(reports, len(reports))
            passing = [told(chance, number) for number in range(100, 106)]
            while coming or passing:
                for wait in (coming, passing):
                    for _ in range(min(len(wait), chance.randint(0, 4))):
                        put(grown, wait.pop())
                settle_copies(grown)
                if chance.random() < 0.5 or not (coming or passing):
                    for number in range(100, 106):
                        grown.forget(f"{number}.txt")
            for report in chance.sample(reports, 3):
                put(grown, report)  # read again, as after a change of reader
            settle_copies(grown)
            assert verdicts(grown) == compared
            assert grown.copies() == expected
