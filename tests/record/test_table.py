"""An analyst's hand-kept table."""

from __future__ import annotations

import datetime
import importlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from detente.case import Case
from detente.cli.app import app
from detente.errors import DetenteError, ReportRefused
from detente.language import reader_named
from detente.record.pipeline import build, reports_of
from detente.record.reviews import read_reviews
from detente.record.table import TableAdded, add_table
from record.conftest import Making, report

SAID = "The weather was fine. The canal stays open, to hear the minister tell it. Nobody asked."
HEAD = "quote,speaker,actor,date,issue,stance,address,report\n"
FOUND = "The canal stays open,Jonas Hark,Corvia,2030-05-05,canal,against,,a.txt\n"
OWN = "We shall think about a closure,Anna Veld,Corvia,2030-05-09,canal,open,https://courier.example/9,\n"
READER = reader_named("rules")


@pytest.fixture
def case(make_case: Making) -> Case:
    return make_case({"a.txt": report("2030-05-06", SAID)})


def table(case: Case, text: str) -> Path:
    path = case.folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def add(case: Case, text: str) -> TableAdded:
    return add_table(case, table(case, text), datetime.date(2030, 6, 1))


def test_a_quote_that_stands_in_a_report_is_added_there(case: Case) -> None:
    assert add(case, HEAD + FOUND) == TableAdded(1, 1, (), 0)
    (statement,) = [s for s in build(case, READER).statements if s.review == "added"]
    assert (statement.source.person, statement.said_on, statement.source.actor) == (
        "Jonas Hark",
        "2030-05-05",
        "Corvia",
    )
    assert [(p.stance, p.issue) for p in build(case, READER).positions] == [("against", "canal")]
    ((entry, _),) = read_reviews(case)
    assert entry.before == "The weather was fine."


def test_a_quote_that_stands_nowhere_gets_a_note_of_its_own(case: Case) -> None:
    taken = add(case, HEAD + OWN)
    assert len(taken.notes) == 1
    record = build(case, READER)
    (statement,) = [s for s in record.statements if s.review == "added"]
    assert statement.text == "We shall think about a closure"
    (note,) = [r for r in reports_of(case) if r.id == statement.report]
    assert (note.text.strip(), note.rights, note.url) == (statement.text, "analyst's note", "https://courier.example/9")
    assert read_reviews(case)[0][0].address == "https://courier.example/9"


def test_a_table_taken_twice_changes_nothing_more(case: Case) -> None:
    add(case, HEAD + FOUND + OWN)
    before = case.reviews.read_bytes()
    assert add(case, HEAD + FOUND + OWN).already == 2
    assert case.reviews.read_bytes() == before


def test_a_statement_that_the_reader_found_is_not_doubled(make_case: Making) -> None:
    said = "President Anna Veld said on Monday that Corvia would never close the canal to Marrovian ships."
    case = make_case({"a.txt": report("2030-05-06", said)})
    add(case, "Quote;Actor;Issue;Stance\nCorvia would never close the canal to Marrovian ships;Corvia;canal;against\n")
    assert [s.review for s in build(case, READER).statements] == ["corrected"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("quote,speeker\nx,y\n", "did you mean `speaker`"),
        ("speaker\nx\n", "`quote` among them"),
        ("", "`quote` among them|no such column"),
        (HEAD + ",Jonas Hark,,,,,,\n", "no quote"),
        (HEAD + "x,,Corvia,2030-13-01,,,,\n", "YYYY-MM-DD"),
        (HEAD + "x,,Corvja,,,,,\n", "did you mean 'Corvia'"),
        (HEAD + "x,,,,canals,,,\n", "did you mean 'canal'"),
        (HEAD + "x,,,,canal,maybe,,\n", "no such stance"),
        (HEAD + "x,,,,,for,,\n", "needs its issue"),
        (HEAD + "x,,,,,,,b.txt\n", "no such report in the case"),
        (HEAD + "nobody wrote this,,,,,,,a.txt\n", "does not stand in this report"),
        ("quote,firmness\nx,7\n", "from 0 to 1"),
        ("quote\nx,y\n", "more cells"),
        ('quote\n"x\n', "no table"),
    ],
)
def test_a_row_at_fault_is_refused_by_line_and_nothing_is_written(case: Case, text: str, said: str) -> None:
    with pytest.raises(ReportRefused, match=said) as refused:
        add(case, text)
    assert "table.csv:" in refused.value.where
    assert not case.reviews.exists()
    assert [p.name for p in case.reports.iterdir()] == ["a.txt"]


@given(text=st.text(alphabet='q,uote\n";\t x\x00\ufeff', max_size=40))
def test_no_text_raises_anything_but_a_refusal(text: str) -> None:
    import tempfile

    from detente.case import open_case

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "case.yaml").write_text("version: 1\ntitle: t\n", encoding="utf-8")
        path = Path(folder) / "t.csv"
        path.write_text(f"quote\n{text}", encoding="utf-8", newline="")
        try:
            add_table(open_case(Path(folder)), path, datetime.date(2030, 6, 1))
        except DetenteError:
            return


def test_the_add_command_takes_a_table(case: Case) -> None:
    path = table(case, HEAD + FOUND + OWN)
    importlib.import_module("detente.cli.reading")  # commands are loaded by name
    done = CliRunner().invoke(app, ["add", str(case.folder), str(path), "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["rows"], told["in_reports"], len(told["notes"]), told["already"]) == (2, 1, 1, 0)
