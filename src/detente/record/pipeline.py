"""From the files of a case to its record: read what is new, keep it in the store, let the analyst's word decide, derive the rest."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TypedDict, Unpack

from detente.case import Case
from detente.errors import Refused, ReportRefused
from detente.language import stances_beside
from detente.language.reader import Analysis, Reader
from detente.record.actors.who import WhoIsWho
from detente.record.ahead import in_order
from detente.record.bearings import Bearings
from detente.record.confirming import confirmed
from detente.record.copies import settle_copies
from detente.record.leanings import leanings_of
from detente.record.leaving import Drawn
from detente.record.nouns import Event, Record, Statement
from detente.record.parting import KeptParting
from detente.record.positions import stands_of
from detente.record.reviewed import Analyst
from detente.record.settled import Settled
from detente.record.shifts import shifts_of
from detente.record.statements import STATEMENTS_VERSION, statements_of
from detente.record.store import SCHEMA_VERSION, Change, Store, store_path
from detente.record.turnstile import alone
from detente.reports.report import Report

__all__ = [
    "EventFinder",
    "How",
    "Progress",
    "build",
    "changes",
    "drawn",
    "read_report",
    "report_files",
    "reports_of",
]

Progress = Callable[[int, int, str], None]
"""Called with the number of files done, the number to do, and the file at hand."""
EventFinder = Callable[[Report, Analysis, WhoIsWho], Sequence[Event]]
"""Finds the events of a report."""
WAIT = 600.0  # seconds
_SKIPPED = (".", "~")
_Findings = tuple[tuple[Statement, ...], tuple[Event, ...]]


class How(TypedDict, total=False):
    """How a case is read; every part may be left out.

    ``on_refused`` gets each report that cannot be read; the rest is read all the same. ``on_message`` gets warnings: a folder that
    cannot be written (the record is then kept in memory), a second reading that waits, a review that is found no more. ``wait`` is how many
    seconds a second reading waits for the first; without ``events`` none are looked for.
    """

    progress: Progress | None
    events: EventFinder | None
    on_message: Callable[[str], None] | None
    on_refused: Callable[[Refused], None] | None
    wait: float


def read_report(
    report: Report, reader: Reader, who: WhoIsWho, events: EventFinder | None = None
) -> tuple[tuple[Statement, ...], tuple[Event, ...]]:
    """The statements and events of one report. A report that its own wire has canceled gives none."""
    if report.signal == "canceled":
        return (), ()
    analysis = reader.read(report.text, [(turn.label, turn.body) for turn in report.turns])
    found = tuple(events(report, analysis, who)) if events is not None else ()
    return statements_of(report, analysis, who, reader.name), found


def build(case: Case, reader: Reader, **how: Unpack[How]) -> Record:
    """The record of a case. Reads the reports that are new or changed, leaves out the statements and events of copies and earlier
    versions, applies reviews.yaml, derives positions and shifts.

    Raises StoreRefused for a store that is newer than this program, and CaseRefused for a fault in reviews.yaml.
    """
    with drawn(case, reader, **how) as record:
        return record.whole()


@contextmanager
def drawn(case: Case, reader: Reader, **how: Unpack[How]) -> Iterator[Drawn]:
    """Bring the store of a case up to date as :func:`build` does, and give its record as it stands there: valid within the ``with`` block,
    and never held whole."""
    tell = how.get("on_message") or (lambda _: None)
    with _store(case, how.get("wait", WAIT), tell) as store:
        _read_new(case, reader, store, how)
        yield _derived(case, reader, store, tell)


def _derived(case: Case, reader: Reader, store: Store, tell: Callable[[str], None]) -> Drawn:
    """Settle copies, let the analyst's word decide, derive positions and shifts, and store them."""
    settle_copies(store)
    kept = {copy.report: copy.kept for copy in store.copies()}
    analyst = Analyst(case, store.reports, kept)
    settled = Settled(store, analyst, kept)
    for line in analyst.lost:
        tell(line)
    parting = KeptParting(store, case)
    bearings = Bearings(case, settled.statements, parting)
    parting.close()
    leaner = stances_beside(reader) if case.issues else None
    leanings = leanings_of(bearings, leaner) if leaner is not None else None
    stands = stands_of(bearings, analyst.stances, leanings)
    positions = tuple(stand.position for stand in stands)
    shifts = shifts_of(bearings, stands, leanings)
    if leaner is not None and not leanings:
        shifts = confirmed(bearings, shifts, stands, leaner, analyst.stances)
    store.put_derived(positions, shifts)
    return Drawn(store, settled, positions, shifts)


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


def _read_new(case: Case, reader: Reader, store: Store, how: How) -> None:
    progress, events, on_refused = how.get("progress"), how.get("events"), how.get("on_refused")
    method = _method(case, reader, events is not None)
    known = store.files()
    files = {path.relative_to(case.reports).as_posix(): path for path in report_files(case)}
    for gone in sorted(known.keys() - files.keys()):
        store.forget(gone)
    digests = {name: _digest(path) for name, path in files.items()}
    due = [name for name in files if known.get(name) != (digests[name], method)]
    who = WhoIsWho(case)
    read = in_order(
        lambda found: _analysed(found, lambda report: read_report(report, reader, who, events)),
        (found for name in due for found in _opened(files[name], name)),
    )
    for done, (name, found) in enumerate(groupby(read, key=itemgetter(0))):
        if progress is not None:
            progress(done, len(due), name)
        _put_file(store, name, digests[name], method, (analysed for _, analysed in found if analysed is not None))
    if progress is not None and due:
        progress(len(due), len(due), "")
    if on_refused is not None:
        for refusal in store.refusals():
            on_refused(refusal)


def _opened(path: Path, name: str) -> Iterator[tuple[str, Report | ReportRefused | None]]:
    """A file's name with nothing, which opens it, then with each of its reports; with the refusal where it cannot be read further."""
    from detente.reports.adding import address_of
    from detente.reports.reading import read_file

    yield name, None
    try:
        address = address_of(path.parent, path.name)  # where it was fetched from; a page need not say
        for report in read_file(path, name=name, address=address):
            yield name, report if report.url else replace(report, url=address)
    except ReportRefused as refusal:
        yield name, refusal


def _analysed(
    found: tuple[str, Report | ReportRefused | None], read: Callable[[Report], _Findings]
) -> tuple[str, tuple[Report, _Findings] | ReportRefused | None]:
    name, report = found
    if not isinstance(report, Report):
        return name, report
    try:
        return name, (report, read(report))
    except ReportRefused as refusal:
        return name, refusal


def _put_file(
    store: Store, name: str, digest: str, method: str, found: Iterable[tuple[Report, _Findings] | ReportRefused]
) -> None:
    """Keep what a file gave; of a file that is refused half-way, only why."""

    def drawn() -> Iterator[tuple[Report, Sequence[Statement], Sequence[Event]]]:
        for one in found:
            if isinstance(one, ReportRefused):
                raise one
            report, (statements, events) = one
            yield report, statements, events

    try:
        store.put(name, digest, method, drawn())
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
