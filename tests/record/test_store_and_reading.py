"""The store, and readings that are cut short, repeated or run twice."""

from __future__ import annotations

import multiprocessing
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from detente.doors import record_of
from detente.errors import CaseRefused, Refused, StoreRefused
from detente.language import reader_named
from detente.language.reader import Analysis
from detente.record.as_json import to_json
from detente.record.pipeline import build, changes, reports_of
from detente.record.store import SCHEMA_VERSION, Store, store_path
from detente.record.turnstile import alone
from detente.record.wording import Names, Piece, pieces_of
from record.conftest import Making, report

SAID = "President Anna Veld said on Monday that Corvia would never close the canal to Marrovian ships."
PLACES = {"06": "harbour", "07": "station", "08": "town hall"}
TEXTS = {f"{day}.txt": report(f"2030-05-{day}", f"{SAID} The {place} was full.") for day, place in PLACES.items()}


class Counting:
    """The rule reader, with a count of what it read."""

    def __init__(self, fail_after: int | None = None) -> None:
        self._inner = reader_named("rules")
        self.read_so_far = 0
        self._fail_after = fail_after

    @property
    def name(self) -> str:
        return self._inner.name

    def read(self, text: str, turns: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()) -> Analysis:
        if self.read_so_far == self._fail_after:
            raise KeyboardInterrupt
        self.read_so_far += 1
        return self._inner.read(text, turns)


def test_only_new_and_changed_reports_are_read_again(make_case: Making) -> None:
    case = make_case(TEXTS)
    reader = Counting()
    first = build(case, reader)
    assert reader.read_so_far == 3
    assert build(case, reader) == first
    assert reader.read_so_far == 3
    (case.reports / "09.txt").write_text(report("2030-05-09", SAID), encoding="utf-8")
    (case.reports / "06.txt").write_text(report("2030-05-06", SAID + " She repeated that it was so."), encoding="utf-8")
    build(case, reader)
    assert reader.read_so_far == 5


def test_a_report_that_is_gone_leaves_the_record(make_case: Making) -> None:
    case = make_case(TEXTS)
    before = build(case, Counting())
    (case.reports / "07.txt").unlink()
    after = build(case, Counting())
    assert len(after.statements) == len(before.statements) * 2 // 3
    assert {r.file for r in reports_of(case)} == {"06.txt", "08.txt"}


def test_a_changed_actor_reads_everything_again(make_case: Making) -> None:
    case = make_case(TEXTS)
    build(case, Counting())
    changed = make_case({}, case=case.file.source.replace("President: [", "Chancellor: ["))
    reader = Counting()
    record = build(changed, reader)
    assert reader.read_so_far == 3
    assert {s.source.office for s in record.statements} == {"Chancellor"}


def test_ctrl_c_keeps_what_was_read_and_leaves_no_half(make_case: Making) -> None:
    case = make_case(TEXTS)
    with pytest.raises(KeyboardInterrupt):
        build(case, Counting(fail_after=2))
    reader = Counting()
    assert len({s.report for s in build(case, reader).statements}) == 3
    assert reader.read_so_far == 1


def test_equal_inputs_give_equal_bytes(make_case: Making, tmp_path: Path) -> None:
    case = make_case(TEXTS)
    once = to_json(build(case, Counting()), reports_of(case))
    store_path(case.derived).unlink()
    again = to_json(build(case, Counting()), reports_of(case))
    assert once == again
    assert SAID[:20] in once


def test_an_older_store_is_rebuilt_and_keeps_its_log(make_case: Making) -> None:
    case = make_case(TEXTS)
    record = build(case, Counting())
    db = sqlite3.connect(store_path(case.derived))
    db.execute("PRAGMA user_version = -1")
    db.close()
    reader = Counting()
    assert build(case, reader) == record
    assert reader.read_so_far == 3


def test_a_newer_store_is_refused(make_case: Making) -> None:
    case = make_case(TEXTS)
    build(case, Counting())
    db = sqlite3.connect(store_path(case.derived))
    db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    db.close()
    with pytest.raises(StoreRefused, match="newer"):
        build(case, Counting())


def test_a_damaged_store_is_rebuilt(make_case: Making) -> None:
    case = make_case(TEXTS)
    record = build(case, Counting())
    store_path(case.derived).write_bytes(b"no database at all, but long enough to look like one" * 50)
    assert build(case, Counting()) == record


def hold(derived: Path, held: multiprocessing.synchronize.Event, done: multiprocessing.synchronize.Event) -> None:
    with alone(derived):
        held.set()
        done.wait(30)


def test_a_second_reading_names_the_first(make_case: Making) -> None:
    case = make_case(TEXTS)
    case.derived.mkdir()
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    other = context.Process(target=hold, args=(case.derived, held, done))
    other.start()
    try:
        assert held.wait(30)
        told: list[str] = []
        with pytest.raises(StoreRefused, match=f"process {other.pid}"):
            build(case, Counting(), wait=0.0)
        with pytest.raises(StoreRefused):
            build(case, Counting(), wait=0.3, on_message=told.append)
        assert told == [f"process {other.pid} is reading this case; waiting for it"]
    finally:
        done.set()
        other.join()
    assert build(case, Counting()).statements


def test_a_folder_that_cannot_be_written_is_read_in_memory_with_a_warning(make_case: Making) -> None:
    case = make_case(TEXTS)
    case.derived.write_text("in the way", encoding="utf-8")
    told: list[str] = []
    assert build(case, Counting(), on_message=told.append).statements
    assert "in memory" in told[0]


def test_a_report_that_cannot_be_read_is_told_and_the_rest_is_read(make_case: Making) -> None:
    case = make_case({**TEXTS, "05.txt": ""})
    for _ in range(2):  # told again where it is not read again
        refused: list[Refused] = []
        record = build(case, Counting(), on_refused=refused.append)
        assert [r.where for r in refused] == ["05.txt"]
        assert record.statements


def test_a_link_out_of_the_case_is_not_followed(make_case: Making, tmp_path: Path) -> None:
    case = make_case(TEXTS)
    outside = tmp_path / "outside.txt"
    outside.write_text(report("2030-05-05", SAID), encoding="utf-8")
    (case.reports / "link.txt").symlink_to(outside)
    build(case, Counting())
    assert "link.txt" not in {r.file for r in reports_of(case)}


def test_changes_tell_what_was_added_and_withdrawn(make_case: Making) -> None:
    case = make_case(TEXTS)
    build(case, Counting())
    (case.reports / "07.txt").unlink()
    build(case, Counting())
    told = [(change, kind) for _, change, kind, _, _ in changes(case, "2000-01-01")]
    assert told.count(("added", "report")) == 3
    assert told.count(("withdrawn", "report")) == 1
    assert changes(case, "2999-01-01") == []


def test_statements_are_found_by_full_text(make_case: Making) -> None:
    case = make_case(TEXTS)
    record = build(case, Counting())
    with Store(store_path(case.derived)) as store:
        assert set(store.search("closing")) <= {s.id for s in record.statements}
        assert store.search("canal")
        with pytest.raises(StoreRefused):
            store.search('"unfinished')


def test_a_new_report_s_statements_alone_are_parted_into_sentences(
    make_case: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = make_case(TEXTS)
    build(case, Counting())
    parted: list[str] = []

    def counted(text: str, names: Names) -> tuple[Piece, ...]:
        parted.append(text)
        return pieces_of(text, names)

    monkeypatch.setattr("detente.record.parting.pieces_of", counted)
    (case.reports / "09.txt").write_text(report("2030-05-09", SAID.replace("never", "soon")), encoding="utf-8")
    kept = build(case, Counting())
    assert len(parted) == 1
    store_path(case.derived).unlink()
    assert build(case, Counting()) == kept


def test_commands_that_name_no_reader_read_with_the_one_that_the_case_names(make_case: Making) -> None:
    case = make_case({"a.txt": "Anna Veld said that the canal would stay closed."}, "title: The canal\nreader: rules\n")
    assert {statement.method.partition(":")[0] for statement in record_of(case.folder).statements} == {"rules-1"}
    assert {s.method[:5] for s in record_of(case.folder, "model").statements} == {"model"}


def test_a_reader_that_there_is_not_is_refused_in_case_yaml(make_case: Making) -> None:
    with pytest.raises(CaseRefused, match=r"case\.yaml:2"):
        make_case({}, "title: The canal\nreader: rulse\n")
