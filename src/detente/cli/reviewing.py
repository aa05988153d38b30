"""Commands of the analyst's word and of what leaves: review, export."""

from __future__ import annotations

import datetime
import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.app import CasePath, Json, app, emit, say
from detente.cli.reading import opened_record

if TYPE_CHECKING:
    from detente.record.nouns import Statement
    from detente.reports.report import Report

__all__: list[str] = []

KEYS = "[c]onfirm  [r]eject  [f]ix  [a]dd what was missed  [s]kip  [q]uit"


@app.command()
def review(
    case: CasePath,
    by: Annotated[
        str | None, typer.Option("--by", help="Who reviews; left out: the login name.", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Walk through the statements, the least certain first, and write your word into reviews.yaml."""
    from detente.record.pipeline import reports_of
    from detente.record.reviewing import described, review_queue

    opened, record = opened_record(case)
    reports = {report.id: report for report in reports_of(opened)}
    queue = [s for s in review_queue(record) if s.report in reports]
    if as_json:
        from detente.record.as_json import statement_json

        emit({"to_review": [statement_json(s) for s in queue]})
        return
    who = by or getpass.getuser()
    for at, statement in enumerate(queue, 1):
        say(f"{at} of {len(queue)}")
        for line in described(reports[statement.report], statement):
            say(line)
        if not _judge(case, reports[statement.report], statement, who):
            break
    say("the record follows at the next command")


def _judge(case: Path, report: Report, statement: Statement, by: str) -> bool:
    """Ask for one key until it is one that is known. False where the reviewer stops."""
    while True:
        key = typer.prompt(KEYS, default="s", show_default=False).strip().lower()[:1]
        if key == "q":
            return False
        if key == "s":
            return True
        if key in ("c", "r"):
            _write(case, report, statement, "confirm" if key == "c" else "reject", by)
            return True
        if key == "f":
            fixes = {
                name: typer.prompt(f"  {name}", default="", show_default=False).strip()
                for name in ("actor", "person", "source", "content", "said_on")
            }
            _write(case, report, statement, "correct", by, {name: value for name, value in fixes.items() if value})
            return True
        if key == "a":
            _add(case, report, by)


def _write(
    case: Path, report: Report, statement: Statement, do: str, by: str, setting: dict[str, str] | None = None
) -> None:
    from detente.case import open_case
    from detente.record.reviewing import entry_for
    from detente.record.reviews import append_review

    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    append_review(open_case(case), entry_for(report, statement, do, by, day, setting))


def _add(case: Path, report: Report, by: str) -> None:
    from detente.case import open_case
    from detente.record.reviews import append_review

    quote = typer.prompt("  exact words that were missed")
    if quote not in report.text:
        say(f"  these words do not stand in {report.file}")
        return
    source = typer.prompt("  source, exact words", default="", show_default=False).strip()
    actor = typer.prompt("  actor", default="", show_default=False).strip()
    setting = {name: value for name, value in (("source", source), ("actor", actor)) if value}
    day = datetime.datetime.now(datetime.UTC).date().isoformat()
    append_review(
        open_case(case), {"report": report.file, "quote": quote, "do": "add", "set": setting, "by": by, "on": day}
    )


@app.command()
def export(
    case: CasePath,
    form: Annotated[
        str, typer.Option("--format", help="plover, polecat, csv, parquet, annotations, gexf or graphml.")
    ] = "csv",
    out: Annotated[
        Path | None,
        typer.Option("--out", help="The folder to write into; left out: export/ in the case.", show_default=False),
    ] = None,
    as_json: Json = False,
) -> None:
    """Hand the record out in the formats of the field."""
    from detente.record.export import export as exported
    from detente.record.pipeline import reports_of

    opened, record = opened_record(case)
    files = exported(record, reports_of(opened), form, out or case / "export")
    if as_json:
        emit({"files": [str(path) for path in files]})
        return
    for path in files:
        say(f"wrote {path}")
