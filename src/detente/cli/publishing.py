"""Commands that hand something out: check, brief, first-run."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.app import CasePath, Json, app, day_of, emit, note, progress, refuse_one, say

if TYPE_CHECKING:
    from detente.outlook.whole import Outlook

__all__ = ["looked_at"]


def looked_at(folder: Path, reader: str | None = None) -> Outlook:
    """Read what is new in a case and look at the whole of it."""
    from detente.doors import outlook_of

    return outlook_of(folder, reader, progress=progress("reading"), on_message=note, on_refused=refuse_one)


@app.command()
def check(case: CasePath, as_json: Json = False) -> None:
    """Judge every file of a case before any work is done: where, what was found, how to mend it."""
    from detente.check import check_case

    checked = check_case(case)
    if as_json:
        emit(checked.as_json())
    else:
        for line in checked.notes:
            say(f"note: {line}")
        say(f"{case}: {checked.files} files judged, {len(checked.faults)} refused")
    for fault in checked.faults:
        refuse_one(fault)


@app.command()
def brief(
    case: CasePath,
    formats: Annotated[
        list[str] | None, typer.Option("--format", help="html, md, json or pdf; several times for several.")
    ] = None,
    form: Annotated[str, typer.Option("--for", help="desk (the whole) or card (one screen).")] = "desk",
    since: Annotated[
        str | None, typer.Option("--since", help="Only what is new since this day (YYYY-MM-DD).", show_default=False)
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Another folder than the case.", show_default=False)] = None,
    as_json: Json = False,
) -> None:
    """Write the brief of a case: who moved, what can hold and why, the path of least resistance, every sentence with its passage."""
    from detente.brief import compose, write
    from detente.brief.data import as_data

    if form not in ("desk", "card"):
        raise typer.BadParameter("--for takes desk or card")
    day = day_of(since) if since is not None else None
    seen = looked_at(case)
    made = compose(
        seen.case,
        seen.record,
        seen.reports,
        seen.conflict,
        seen.solution,
        seen.findings,
        card=form == "card",
        since=day,
    )
    written = write(out or case, made, formats or ("html", "md", "json"))
    if as_json:
        emit({"files": [str(path) for path in written], "brief": as_data(made)})
        return
    for entry in made.headline:
        say(entry.text)
    for path in written:
        say(f"wrote {path}")
    if not seen.case.issues:
        note(f"no position was read: name the questions that you follow under `issues:` in {case / 'case.yaml'}")
    if seen.conflict is None:
        note(f"no outcome was worked out: write parties and options into {case / 'conflict.yaml'}")


@app.command("first-run", hidden=True)
def first_run() -> None:
    """Run the bundled case and say in ten lines what it found."""
    from detente.brief import compose, write
    from detente.bundled import bundled_case, workable_copy

    begun = time.perf_counter()
    folder = workable_copy(bundled_case("iraq-2014"))
    seen = looked_at(folder)
    made = compose(seen.case, seen.record, seen.reports, seen.conflict, seen.solution, seen.findings)
    [page, *_rest] = write(folder, made)
    read = f"{len(seen.record.statements)} statements, {len(seen.record.events)} events and {len(seen.record.positions)} positions"
    say(f"{seen.case.title}: the bundled case, {len(seen.reports)} reports retold from public facts. They hold {read}.")
    for entry in made.headline:
        say(f"  {entry.text}")
    say("  The way of least resistance:")
    for finding in seen.findings:
        if finding.kind == "resistance.step" and dict(finding.data)["state"] == _least(seen):
            say(f"    {finding.says.partition(', at a price')[0]}.")
    say(f"  why, and what could break it: {page.resolve()}")
    say(
        f"  ({time.perf_counter() - begun:.1f} s) open that file in a browser; or keep the case open in one: ./run desk {_from_here(folder)}"
    )
    say("  a case of your own: ./run new my-case")


def _from_here(folder: Path) -> Path:
    """The folder as one would type it here."""
    return folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder


def _least(seen: Outlook) -> object:
    return next((dict(f.data)["state"] for f in seen.findings if f.kind == "resistance"), None)
