"""From the files of a case to its record: read what is new, keep it in the store, let the analyst's word decide, derive the rest."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from detente.case import Case
from detente.errors import Refused, ReportRefused
from detente.language.reader import Analysis, Reader
from detente.record.bearings import Bearings
from detente.record.copies import settle_copies
from detente.record.nouns import Copy, Event, Record, Statement
from detente.record.parting import KeptParting
from detente.record.positions import stands_of
from detente.record.reviewed import Reviewed, reviewed
from detente.record.shifts import shifts_of
from detente.record.statements import STATEMENTS_VERSION, statements_of
from detente.record.store import SCHEMA_VERSION, Change, Store, store_path
from detente.record.turnstile import alone
from detente.record.who import WhoIsWho
from detente.reports.report import Report

__all__ = ["EventFinder", "Progress", "build", "changes", "read_report", "report_files", "reports_of"]

Progress = Callable[[int, int, str], None]
"""Called with the number of files done, the number to do, and the file at hand."""
EventFinder = Callable[[Report, Analysis, WhoIsWho], Sequence[Event]]
"""Finds the events of a report."""
_SKIPPED = (".", "~")


def read_report(
    report: Report, reader: Reader, who: WhoIsWho, events: EventFinder | None = None
) -> tuple[tuple[Statement, ...], tuple[Event, ...]]:
    """The statements and events of one report. A report that its own wire has canceled gives none."""
    if report.signal == "canceled":
        return (), ()
    analysis = reader.read(report.text, [(turn.label, turn.body) for turn in report.turns])
    found = tuple(events(report, analysis, who)) if events is not None else ()
    return statements_of(report, analysis, who, reader.name), found


def build(
    case: Case,
    reader: Reader,
    progress: Progress | None = None,
    *,
    events: EventFinder | None = None,
    on_message: Callable[[str], None] | None = None,
    on_refused: Callable[[Refused], None] | None = None,
    wait: float = 600.0,
) -> Record:
    """The record of a case. Reads the reports that are new or changed, leaves out the statements and events of copies and earlier
    versions, applies reviews.yaml, derives positions and shifts.

    ``on_refused`` gets each report that cannot be read; the rest is read all the same. ``on_message`` gets warnings: a folder that
    cannot be written (the record is then kept in memory), a second reading that waits, a review that is found no more. Raises
    StoreRefused for a store that is newer than this program, and CaseRefused for a fault in reviews.yaml.
    """
    tell = on_message or (lambda _: None)
    with _store(case, wait, tell) as store:
        _read_new(case, reader, store, progress, events, on_refused)
        settle_copies(store)
        copies = store.copies()
        kept = {copy.report: copy.kept for copy in copies}
        result = reviewed(
            case,
            tuple(s for s in store.statements() if s.report not in kept),
            tuple(e for e in store.events() if e.report not in kept),
            store.reports,
            kept,
        )
        for line in result.lost:
            tell(line)
        record = _derived(case, store, result, copies)
        store.put_derived(record.positions, record.shifts)
    return record


def reports_of(case: Case) -> tuple[Report, ...]:
    """The reports of the case as the last reading stored them, by day, file and place in it."""
    path = store_path(case.derived)
    if not path.exists():
        return ()
    with Store(path) as store:
        return tuple(store.reports())


def changes(case: Case, since: str) -> list[Change]:
    """What readings on or after the day ``since`` (``YYYY-MM-DD``) added, altered or withdrew, oldest first."""
    path = store_path(case.derived)
    if not path.exists():
        return []
    with Store(path) as store:
        return store.changes(since)


def report_files(case: Case) -> Iterator[Path]:
    """The files under ``reports/`` in the order of their names; hidden files and links that lead out of the case are left out."""
    if not case.reports.is_dir():
        return
    root = case.folder.resolve()
    for folder, folders, names in os.walk(case.reports):
        folders[:] = sorted(f for f in folders if not f.startswith(_SKIPPED))
        for name in sorted(names):
            path = Path(folder) / name
            if not name.startswith(_SKIPPED) and path.resolve().is_relative_to(root):
                yield path


@contextmanager
def _store(case: Case, wait: float, tell: Callable[[str], None]) -> Iterator[Store]:
    """The case's store, held alone; in memory, with a warning, where the folder cannot be written."""
    with ExitStack() as stack:
        try:
            case.derived.mkdir(mode=0o700, exist_ok=True)
            writable = os.access(case.derived, os.W_OK | os.X_OK)
        except OSError:
            writable = False
        if not writable:
            tell(f"{case.derived}: the folder cannot be written; the record is kept in memory and read anew each time")
            yield stack.enter_context(Store(None))
            return
        stack.enter_context(alone(case.derived, wait=wait, on_wait=tell))
        yield stack.enter_context(Store(store_path(case.derived)))


def _read_new(
    case: Case,
    reader: Reader,
    store: Store,
    progress: Progress | None,
    events: EventFinder | None,
    on_refused: Callable[[Refused], None] | None,
) -> None:
    method = _method(case, reader, events is not None)
    known = store.files()
    files = {path.relative_to(case.reports).as_posix(): path for path in report_files(case)}
    for gone in sorted(known.keys() - files.keys()):
        store.forget(gone)
    digests = {name: _digest(path) for name, path in files.items()}
    todo = [name for name in files if known.get(name) != (digests[name], method)]
    who = WhoIsWho(case)
    for done, name in enumerate(todo):
        if progress is not None:
            progress(done, len(todo), name)
        _read_file(store, files[name], name, digests[name], method, lambda r: read_report(r, reader, who, events))
    if progress is not None and todo:
        progress(len(todo), len(todo), "")
    if on_refused is not None:
        for refusal in store.refusals():
            on_refused(refusal)


def _read_file(
    store: Store,
    path: Path,
    name: str,
    digest: str,
    method: str,
    read: Callable[[Report], tuple[tuple[Statement, ...], tuple[Event, ...]]],
) -> None:
    from detente.reports.adding import address_of
    from detente.reports.reading import read_file

    try:
        address = address_of(path.parent, path.name)  # where it was fetched from; a page need not say
        found = (
            report if report.url else replace(report, url=address)
            for report in read_file(path, name=name, address=address)
        )
        store.put(name, digest, method, ((report, *read(report)) for report in found))
    except ReportRefused as refusal:
        store.put(name, digest, method, (), refusal)


def _method(case: Case, reader: Reader, with_events: bool) -> str:
    """What a reading depends on beside the report itself: reader, schema, and the case's actors."""
    actors = json.dumps(
        case.file.value.get("actors") if isinstance(case.file.value, dict) else None, default=str, sort_keys=True
    )
    digest = hashlib.sha256(actors.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{reader.name} statements-{STATEMENTS_VERSION} schema-{SCHEMA_VERSION} actors-{digest}{' events' if with_events else ''}"


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as fault:
        return f"unreadable: {fault.strerror}"


def _derived(case: Case, store: Store, result: Reviewed, copies: tuple[Copy, ...]) -> Record:
    parting = KeptParting(store, case)
    bearings = Bearings(case, result.statements, parting)
    parting.close()
    stands = stands_of(bearings, result.stances)
    positions = tuple(stand.position for stand in stands)
    return Record(result.statements, result.events, positions, shifts_of(bearings, stands), copies)
