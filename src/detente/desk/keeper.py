"""The keeper of a case: reads it in the background, says how far it is, and holds the latest snapshot.

A request never waits for a reading: it gets the snapshot that there is, and the page says that a newer one is on its way.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from detente.case import Case, open_case
from detente.desk.snapshot import Snapshot, Stamp, snapshot_of, stamp_of
from detente.errors import DetenteError, Refused
from detente.language import Reader, reader_named
from detente.reports.report import Report

__all__ = ["Keeper", "Stage", "Work"]

Stage = Literal["statements", "record", "verdicts", "findings"]
MOST_MESSAGES = 50


@dataclass(frozen=True, slots=True)
class Work:
    """What the background is at: ``idle``, ``reading`` the reports, ``deriving`` positions, ``solving`` the model, ``finding`` what
    follows, or ``failed`` with the reason in ``name``. ``done`` of ``total`` reports are read.
    """

    state: Literal["idle", "reading", "deriving", "solving", "finding", "failed"] = "idle"
    done: int = 0
    total: int = 0
    name: str = ""

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self.state not in ("idle", "failed")


class Keeper:
    """Holds one case. Safe to be asked from many threads; one thread at a time does the work.

    ``on_whole`` is called, in the background, with each snapshot that has its findings, before anybody else sees it.
    """

    def __init__(
        self, folder: Path, reader: str | None = None, on_whole: Callable[[Snapshot], object] | None = None
    ) -> None:
        self.folder = folder
        self.case: Case = open_case(folder)
        self.writing = threading.RLock()
        self._reader: str | Reader = reader or self.case.reader
        self._on_whole = on_whole
        self._changed = threading.Condition()
        self._snapshot: Snapshot | None = None
        self._work = Work()
        self._thread: threading.Thread | None = None
        self._failed: Stamp | None = None
        self._stopped = False

    @property
    def work(self) -> Work:
        """What is being done now."""
        return self._work

    def current(self, wait: float = 0.0, stage: Stage = "record") -> Snapshot | None:
        """The latest snapshot, after at most ``wait`` seconds in which one that is up to date and has reached ``stage`` is waited
        for. None while the case is read for the first time. Starts a reading where a file has changed.
        """
        stamp = stamp_of(self.case)
        with self._changed:
            if not self._ready(stamp, "findings") and stamp != self._failed:
                self._start()
            if wait:
                self._changed.wait_for(lambda: self._ready(stamp, stage) or stamp == self._failed, wait)
            return self._snapshot

    def stop(self) -> None:
        """Take no new work, and wait a moment for what is under way."""
        self._stopped = True
        thread = self._thread
        if thread is not None:
            thread.join(timeout=5)

    def _ready(self, stamp: Stamp, stage: Stage) -> bool:
        held = self._snapshot
        if held is not None and stage == "statements" and held.reviewed == stamp[0]:
            return True
        if held is None or held.stamp[0] != stamp[0]:
            return False
        if stage in ("statements", "record"):
            return True
        if held.stamp[1] != stamp[1]:
            return False
        return (
            held.findings is not None or held.fault is not None or (stage == "verdicts" and held.solution is not None)
        )

    def _start(self) -> None:
        if self._stopped or (self._thread is not None and self._thread.is_alive()):
            return
        self._work = Work(
            "reading" if self._snapshot is None else "deriving"
        )  # told before the thread gets its first turn
        self._thread = threading.Thread(target=self._run, name="desk-keeper", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stopped:
            stamp = stamp_of(self.case)
            with self._changed:
                if self._ready(stamp, "findings"):
                    self._work = Work()
                    self._thread = None
                    self._changed.notify_all()
                    return
            try:
                self._bring_up(stamp)
            except DetenteError as fault:
                self._fail(stamp, str(fault))
                return
            except Exception as fault:
                self._fail(stamp, f"{type(fault).__name__}: {fault}")
                raise

    def _fail(self, stamp: Stamp, reason: str) -> None:
        with self._changed:
            self._failed = stamp
            self._thread = None
            self._work = Work("failed", name=reason)
            self._changed.notify_all()

    def _bring_up(self, stamp: Stamp) -> None:
        held = self._snapshot
        if held is None or held.stamp[0] != stamp[0]:
            if held is not None and _only_reviews_differ(held.stamp, stamp):
                self._publish(_reviewed_first(held, stamp), Work("deriving"))
            held = self._read(stamp)
            self._publish(held, Work("solving"))
        self._tell(Work("solving"))
        held = self._solved(replace(held, stamp=stamp, conflict=None, solution=None, findings=None, fault=None))
        self._publish(held, Work("finding"))
        if held.fault is None:
            held = _found(held)
            if self._on_whole is not None:
                self._on_whole(held)
            self._publish(held, Work("finding"))

    def _read(self, stamp: Stamp) -> Snapshot:
        from detente.doors import record_of

        self._tell(Work("reading"))
        messages: list[str] = []
        refusals: list[Refused] = []

        def progress(done: int, total: int, name: str) -> None:
            self._tell(Work("deriving" if done == total else "reading", done, total, name))

        if isinstance(self._reader, str):
            self._reader = reader_named(
                self._reader
            )  # made once: a trained reader loads its weights when it is first asked
        case = open_case(self.folder)
        record = record_of(
            self.folder, self._reader, progress=progress, on_message=messages.append, on_refused=refusals.append
        )
        self.case = case
        return snapshot_of(stamp, case, record, _reports(case), messages[:MOST_MESSAGES], refusals[:MOST_MESSAGES])

    def _solved(self, held: Snapshot) -> Snapshot:
        from detente.outlook.whole import solved

        try:
            conflict, solution = solved(held.case)
        except Refused as fault:
            return replace(held, fault=str(fault))
        return replace(held, conflict=conflict, solution=solution)

    def _tell(self, work: Work) -> None:
        self._work = work

    def _publish(self, held: Snapshot, work: Work) -> None:
        with self._changed:
            self._snapshot = held
            self._failed = None
            self._work = work
            self._changed.notify_all()


def _only_reviews_differ(held: Stamp, stamp: Stamp) -> bool:
    """Whether of all that the record rests on only reviews.yaml, the second mark, has changed."""
    return held[0][0] == stamp[0][0] and held[0][2:] == stamp[0][2:]


def _reviewed_first(held: Snapshot, stamp: Stamp) -> Snapshot:
    """The snapshot with its statements as reviewed now, so that a page shows a review at once; positions and shifts follow."""
    from detente.record.reviewed import Analyst
    from detente.record.settled import Settled
    from detente.record.store import Store, store_path

    path = store_path(held.case.derived)
    if not path.exists():
        return held
    with Store(path) as store:
        kept = {copy.report: copy.kept for copy in store.copies()}
        settled = Settled(store, Analyst(held.case, lambda: held.reports, kept), kept)
        record = replace(held.record, statements=tuple(settled.statements), events=tuple(settled.events()))
    shown = snapshot_of(held.stamp, held.case, record, held.reports, held.messages, held.refusals)
    return replace(
        shown,
        conflict=held.conflict,
        solution=held.solution,
        findings=held.findings,
        fault=held.fault,
        reviewed=stamp[0],
    )


def _found(held: Snapshot) -> Snapshot:
    from detente.outlook.whole import found

    try:
        findings = found(held.case, held.record, held.reports, held.conflict, held.solution)
        return replace(held, findings=findings)
    except Refused as fault:
        return replace(held, findings=(), fault=str(fault))


def _reports(case: Case) -> tuple[Report, ...]:
    """The reports from the store; from the files themselves where no store can be kept."""
    from detente.record.pipeline import report_files, reports_of
    from detente.reports import read_file

    stored = reports_of(case)
    if stored:
        return stored
    found: list[Report] = []
    for path in report_files(case):
        try:
            found += read_file(path, name=path.relative_to(case.reports).as_posix())
        except Refused:
            continue  # told by the reading itself
    return tuple(found)
