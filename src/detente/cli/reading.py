"""Commands of the reading wing: new, add, read, record, positions, changes, review."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.app import CasePath, Json, app, day_of, emit, note, progress, refuse_one, say
from detente.errors import DetenteError
from detente.language import DEFAULT_READER, Reader

if TYPE_CHECKING:
    from detente.case import Case
    from detente.record.leaving import Drawn
    from detente.record.nouns import Record, Statement
    from detente.record.reading import Reading

__all__ = ["drawn_record", "opened_record"]

ReaderName = Annotated[
    str | None,
    typer.Option(
        "--reader",
        help="model (trained), rules, or openai (proposals of a language model that you name); left out: the case's own, else model.",
        show_default=False,
    ),
]
LONGEST_SHOWN = 110


@contextlib.contextmanager
def drawn_record(folder: Path, reader: str | None = None) -> Iterator[tuple[Case, Drawn]]:
    """Open the case, read what is new in it, and give its record as it stands in the store."""
    from detente.case import open_case
    from detente.language import reader_named
    from detente.record.events import events_of
    from detente.record.pipeline import How, drawn

    case = open_case(folder)
    used = reader_named(reader or case.reader)
    how = How(progress=progress("reading"), events=events_of, on_message=note, on_refused=refuse_one)
    with drawn(case, used, **how) as record:
        _tell_dropped(used)
        yield case, record


def opened_record(folder: Path) -> tuple[Case, Record]:
    """Open the case, read what is new in it, and return its record, held in memory."""
    with drawn_record(folder) as (case, record):
        return case, record.whole()


def _brought_up(folder: Path) -> Case:
    """The case, after what is new in it has been read."""
    with drawn_record(folder) as (case, _record):
        return case


@app.command()
def new(case: CasePath, as_json: Json = False) -> None:
    """Make a new case folder with its files to fill in."""
    from detente.case import new_case

    made = new_case(case)
    if as_json:
        emit({"case": str(case), "made": [str(path) for path in made]})
        return
    say(f"made {case}: " + ", ".join(path.name for path in made) + ", reports/")
    say(f"next: detente add {case} FILE|URL..., then detente brief {case}")


@app.command()
def add(
    case: CasePath,
    sources: Annotated[
        list[str],
        typer.Argument(metavar="FILE|URL...", help="Files to copy in, addresses to fetch.", show_default=False),
    ],
    as_json: Json = False,
) -> None:
    """Copy files into a case, or fetch the pages that you name. A .csv file is a table of your own statements and goes into reviews.yaml."""
    from detente.case import open_case
    from detente.reports.adding import add_source

    opened = open_case(case)
    for source in sources:
        with _told_apart(len(sources) > 1):
            if source.lower().endswith(".csv") and "://" not in source:
                _add_rows(opened, source, as_json)
                continue
            added = add_source(opened.reports, source)
            if as_json:
                emit({"source": source, "file": str(added.path), "bytes": added.size, "already": added.already})
            else:
                say(f"{'already there' if added.already else 'added'}: {added.path}")


def _add_rows(case: Case, source: str, as_json: bool) -> None:
    """Take an analyst's table into the case and say what became of its rows."""
    from detente.record.table import add_table

    taken = add_table(case, Path(source))
    if as_json:
        emit(
            {
                "source": source,
                "rows": taken.rows,
                "in_reports": taken.in_reports,
                "notes": [str(path) for path in taken.notes],
                "already": taken.already,
            }
        )
        return
    say(
        f"{source}: {taken.rows} rows, {taken.in_reports} quotes found in reports, {len(taken.notes)} kept as notes of their own, "
        f"{taken.already} in reviews.yaml already"
    )


@app.command()
def read(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="CASE|FILE...", help="One case, or files to read.", show_default=False),
    ],
    reader: ReaderName = None,
    as_json: Json = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what was found, by what, with which confidence.")
    ] = False,
) -> None:
    """Read a case's reports, or any files, and say who said what in them."""
    from detente.case import is_case
    from detente.language import reader_named
    from detente.record.events import events_of
    from detente.record.reading import FileReader

    if len(paths) == 1 and is_case(paths[0]):
        _bring_up(paths[0], reader, as_json)
        return
    used = reader_named(reader or DEFAULT_READER)
    files = FileReader(used, events_of)
    for path, found in files.read(paths):
        with _told_apart(len(paths) > 1):
            if isinstance(found, DetenteError):
                raise found
            for warning in found.report.warnings:
                note(f"{path}: {warning}")
            if as_json:
                emit(found.as_json())
            else:
                for line in reading_lines(found, explain):
                    say(line)
    _tell_dropped(used)


def _bring_up(folder: Path, reader: str | None, as_json: bool) -> None:
    """Read what is new in a case, without holding what is in its record, and tell how much that is."""
    from dataclasses import asdict

    with drawn_record(folder, reader) as (case, record):
        tally = record.tally()
    if as_json:
        emit({"case": case.title, **asdict(tally)})
        return
    counted = ", ".join(f"{number:,} {what}" for what, number in asdict(tally).items())
    say(f"{case.title}: {counted}")


@app.command()
def record(case: CasePath, as_json: Json = False, reader: ReaderName = None) -> None:
    """The record of a case: every statement, event, position and shift."""
    from detente.record.as_json import record_json

    with drawn_record(case, reader) as (opened, held):
        if as_json:
            emit(record_json(held.whole(), held.reports()))
            return
        counted = held.tally()
        say(
            f"{opened.title}: {counted.statements} statements, {counted.events} events, {counted.positions} positions, {counted.shifts} shifts"
        )
        for statement in held.statements():
            say(_statement_line(statement))


@app.command()
def positions(case: CasePath, as_json: Json = False, reader: ReaderName = None) -> None:
    """Who stands where on each issue, and who has moved."""
    from detente.record.as_json import positions_json

    with drawn_record(case, reader) as (opened, built):
        shown = {side for shift in built.shifts for side in (shift.before, shift.after)}
        texts = {s.id: s for s in built.statements() if s.id in shown} if shown else {}
    if as_json:
        emit(positions_json(built))
        return
    for name, issue in opened.issues.items():
        held = [p for p in built.positions if p.issue == name]
        moved = [s for s in built.shifts if s.issue == name]
        if held or moved:
            say(f"{name}: {issue.question}")
        for position in held:
            say(
                f"  {position.date or 'undated'}  {position.actor} ({position.speaker}): {position.stance}, firmness {position.firmness:.1f}"
            )
        for shift in moved:
            say(f"  SHIFT {shift.kind}: {shift.actor}")
            for side in (shift.before, shift.after):
                say(f"    {_statement_line(texts[side])}")
    if not opened.issues:
        say("case.yaml names no issues, so no position is looked for; see its commented lines")
    elif not built.positions:
        say("nobody's position on the issues of case.yaml is on record")


@app.command()
def changes(
    case: CasePath,
    since: Annotated[str, typer.Option("--since", help="A date (YYYY-MM-DD).", show_default=False)],
    as_json: Json = False,
) -> None:
    """What was added to the record, altered or withdrawn since a date."""
    from detente.record.pipeline import changes as changed

    since = day_of(since).isoformat()
    opened = _brought_up(case)
    found = changed(opened, since)
    if as_json:
        names = ("at", "change", "kind", "id", "words")
        emit({"since": since, "changes": [dict(zip(names, change, strict=True)) for change in found]})
        return
    if not found:
        say(f"nothing has changed since {since}")
    for at, change, kind, _id, words in found:
        say(f"{at}  {change} {kind}: {words}")


@app.command()
def versions(case: CasePath, as_json: Json = False) -> None:
    """What changed between the versions of each report: sentences added, removed and reworded."""
    from dataclasses import asdict

    from detente.record.revisions import revisions_of

    opened = _brought_up(case)
    found = revisions_of(opened)
    if as_json:
        emit(
            {
                "versions": [
                    {
                        "old": r.old.id,
                        "new": r.new.id,
                        "file": r.new.file,
                        "url": r.new.url,
                        "changes": [asdict(c) for c in r.changes],
                    }
                    for r in found
                ]
            }
        )
        return
    if not found:
        say("no report is here in more than one version")
    for revision in found:
        say(f"{revision.old.file} -> {revision.new.file}: {revision.new.title or revision.new.url}")
        for change in revision.changes:
            say(f"  {change.kind}")
            for sign, words in (("-", change.old), ("+", change.new)):
                if words is not None:
                    say(f"    {sign} {words}")


def reading_lines(reading: Reading, explain: bool) -> Iterator[str]:
    """A report and its statements for the terminal; ``explain`` adds what each rests on, and the events."""
    report = reading.report
    day = report.published.iso if report.published else "undated"
    yield f"{report.file}: {report.title or 'untitled'} ({day}), {len(reading.statements)} statements"
    texts = {statement.id: statement.text for statement in reading.statements}
    for statement in reading.statements:
        yield "  " + _statement_line(statement)
        if explain:
            yield from _explained(report.text, statement, texts.get(statement.within or ""))
    for event in reading.events if explain else ():
        sides = " -> ".join(
            f"{p.text} ({p.code or 'unknown'})" if p else "nobody named" for p in (event.actor, event.recipient)
        )
        words = " … ".join(report.text[a:b] for a, b in event.trigger)
        yield f"  {event.date or 'undated'}  event {event.type}, {event.status}: {sides}"
        yield f"      trigger: {words}; confidence {event.confidence:.2f}; {event.method}"


def _explained(text: str, statement: Statement, outer: str | None) -> Iterator[str]:
    """What one statement rests on: its parts as printed, whom the source was taken for, and how sure the reader is."""
    source, cue = statement.source, " … ".join(text[a:b] for a, b in statement.cue) or "none"
    taken = [f"{name} {value}" for name in ("actor", "person", "office") if (value := getattr(source, name))]
    yield f"      confidence {statement.confidence:.2f}; {statement.quote}; cue: {cue}; {statement.method}"
    yield f"      source: {source.text or 'none'} ({source.kind}), taken for {', '.join(taken) or 'nobody known'}"
    if outer is not None:
        yield f"      within the words: {' '.join(outer.split())[:LONGEST_SHOWN]}"


def _statement_line(statement: Statement) -> str:
    who = statement.source.actor or statement.source.text or "unknown"
    person = f" ({statement.source.person})" if statement.source.person else ""
    words = " ".join(statement.text.split())
    return f"{statement.said_on or 'undated'}  {who}{person}: {words[:LONGEST_SHOWN]}{'…' if len(words) > LONGEST_SHOWN else ''}  [{statement.report}]"


def _tell_dropped(reader: Reader) -> None:
    """Say how much of what a language model proposed was left out."""
    from detente.language.proposing import ProposingReader

    if isinstance(reader, ProposingReader) and reader.dropped:
        note(
            f"{reader.address}: {reader.dropped} of {reader.proposed} proposed quotes were left out: "
            "they do not stand word for word in the text, or do not make a statement there"
        )


@contextlib.contextmanager
def _told_apart(several: bool) -> Iterator[None]:
    """Let one refused input of several be told without stopping the others."""
    try:
        yield
    except DetenteError as fault:
        if not several:
            raise
        refuse_one(fault)
