"""Commands of the analyst's word and of what leaves: review, export."""

from __future__ import annotations

import datetime
import getpass
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.app import CasePath, Json, app, emit, say
from detente.cli.reading import drawn_record, opened_record

if TYPE_CHECKING:
    from detente.record.nouns import Event, Statement
    from detente.reports.report import Report

__all__: list[str] = []

KEYS = "[c]onfirm  [r]eject  [f]ix  [a]dd what was missed  [s]kip  [q]uit"
DOES = {"c": "confirm", "r": "reject", "f": "correct"}


@app.command()
def review(
    case: CasePath,
    events: Annotated[bool, typer.Option("--events", help="Walk through the events instead.")] = False,
    by: Annotated[
        str | None, typer.Option("--by", help="Who reviews; left out: the login name.", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Walk through the statements, or the events, the least certain first, and write your word into reviews.yaml."""
    from detente.record.as_json import event_json, statement_json
    from detente.record.pipeline import reports_of
    from detente.record.reviewing import event_queue, review_queue

    opened, record = opened_record(case)
    reports = {report.id: report for report in reports_of(opened)}
    said = [] if events else [s for s in review_queue(record) if s.report in reports]
    done = [e for e in event_queue(record) if e.report in reports] if events else []
    if as_json:
        emit({"to_review": [*map(statement_json, said), *map(event_json, done)]})
        return
    who = by or getpass.getuser()
    queue = [_of_statement(reports[s.report], s) for s in said] + [_of_event(reports[e.report], e) for e in done]
    for at, one in enumerate(queue, 1):
        say(f"{at} of {len(queue)}")
        for line in one.shown:
            say(line)
        if not _judge(case, one, who):
            break
    say("the record follows at the next command" if queue else "nothing is left to review")


@dataclass(frozen=True)
class _Judged:
    """What is up for review: how it is shown, what of it may be set, and the entries that the keys make."""

    report: Report
    shown: Sequence[str]
    fixable: tuple[str, ...]
    entry: Callable[[str, str, str, Mapping[str, object]], dict[str, object]]
    added: tuple[str, ...]
    kind: Mapping[str, object]


def _of_statement(report: Report, statement: Statement) -> _Judged:
    from detente.record.reviewing import described, entry_for

    return _Judged(
        report,
        described(report, statement),
        ("actor", "person", "source", "content", "said_on"),
        lambda do, by, day, setting: entry_for(report, statement, do, by, day, setting),
        ("source", "actor"),
        {},
    )


def _of_event(report: Report, event: Event) -> _Judged:
    from detente.record.reviewing import described_event, entry_for_event

    return _Judged(
        report,
        described_event(report, event),
        ("type", "mode", "actor", "recipient", "date", "place", "status"),
        lambda do, by, day, setting: entry_for_event(report, event, do, by, day, setting),
        ("type", "actor", "recipient"),
        {"of": "event"},
    )


def _judge(case: Path, one: _Judged, by: str) -> bool:
    """Ask for one key until it is one that is known. False where the reviewer stops."""
    from detente.case import open_case
    from detente.record.reviews import append_review

    while True:
        key = typer.prompt(KEYS, default="s", show_default=False).strip().lower()[:1]
        if key == "q":
            return False
        if key == "s":
            return True
        if key in DOES:
            setting = _asked(one.fixable) if key == "f" else {}
            append_review(open_case(case), one.entry(DOES[key], by, _today(), setting))
            return True
        if key == "a":
            _add(case, one, by)


def _add(case: Path, one: _Judged, by: str) -> None:
    from detente.case import open_case
    from detente.record.reviews import append_review

    quote = typer.prompt("  exact words that were missed")
    if quote not in one.report.text:
        say(f"  these words do not stand in {one.report.file}")
        return
    setting = _asked(one.added)
    entry = {"report": one.report.file, "quote": quote, **one.kind, "do": "add", "set": setting, "by": by}
    append_review(open_case(case), {**entry, "on": _today()})


def _asked(names: Iterable[str]) -> dict[str, object]:
    """What the reviewer gives for each name; nothing typed leaves it as it is."""
    given = {name: typer.prompt(f"  {name}", default="", show_default=False).strip() for name in names}
    return {name: value for name, value in given.items() if value}


def _today() -> str:
    return datetime.datetime.now(datetime.UTC).date().isoformat()


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

    with drawn_record(case) as (_case, record):
        files = exported(record, form, out or case / "export")
    if as_json:
        emit({"files": [str(path) for path in files]})
        return
    for path in files:
        say(f"wrote {path}")
