"""A record on its way out: drawn from the store a report at a time, or held in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from detente.record.nouns import Event, Position, Record, Shift, Statement
from detente.record.settled import Settled
from detente.record.store import Store
from detente.reports.report import Report

__all__ = ["Drawn", "Held", "Leaving", "Tally"]


@dataclass(frozen=True, slots=True)
class Tally:
    """What a case's record holds, counted. ``copies`` of the reports are another's copy or earlier version; their statements and events
    are not counted."""

    reports: int
    copies: int
    statements: int
    events: int
    positions: int
    shifts: int


class Leaving(Protocol):
    """A record and its reports, as what writes them asks for them. All are given in the record's order, as often as they are asked for."""

    @property
    def positions(self) -> Sequence[Position]:
        """The positions."""
        ...

    @property
    def shifts(self) -> Sequence[Shift]:
        """The shifts."""
        ...

    def statements(self) -> Iterable[Statement]:
        """The statements."""
        ...

    def events(self) -> Iterable[Event]:
        """The events."""
        ...

    def reports(self) -> Iterable[Report]:
        """Every report, copies and earlier versions too."""
        ...

    def report(self, identity: str) -> Report | None:
        """The report with this id; None where there is none."""
        ...

    def said_in(self, report: str) -> Sequence[Statement]:
        """The statements of a report."""
        ...


class Held:
    """A record that is in memory, with its reports."""

    def __init__(self, record: Record, reports: Iterable[Report]) -> None:
        self.positions, self.shifts = record.positions, record.shifts
        self._record = record
        self._reports = {report.id: report for report in reports}
        self._said: dict[str, list[Statement]] = defaultdict(list)
        for statement in record.statements:
            self._said[statement.report].append(statement)

    def statements(self) -> Iterable[Statement]:
        """The statements."""
        return self._record.statements

    def events(self) -> Iterable[Event]:
        """The events."""
        return self._record.events

    def reports(self) -> Iterable[Report]:
        """Every report."""
        return self._reports.values()

    def report(self, identity: str) -> Report | None:
        """The report with this id; None where there is none."""
        return self._reports.get(identity)

    def said_in(self, report: str) -> Sequence[Statement]:
        """The statements of a report."""
        return self._said.get(report, ())


class Drawn:
    """A record that stays in its open store: one report is held at a time, so that memory is flat over any number of them."""

    def __init__(
        self, store: Store, settled: Settled, positions: tuple[Position, ...], shifts: tuple[Shift, ...]
    ) -> None:
        self.positions, self.shifts = positions, shifts
        self._store, self._settled = store, settled
        self._at: Report | None = None

    def statements(self) -> Iterator[Statement]:
        """The statements."""
        return iter(self._settled.statements)

    def events(self) -> Iterator[Event]:
        """The events."""
        return self._settled.events()

    def reports(self) -> Iterator[Report]:
        """Every report, copies and earlier versions too."""
        return self._store.reports()

    def report(self, identity: str) -> Report:
        """The report with this id. Raises KeyError where there is none."""
        if self._at is None or self._at.id != identity:
            self._at = self._store.report(identity)
        return self._at

    def said_in(self, report: str) -> Sequence[Statement]:
        """The statements of a report."""
        return self._settled.said_in(report)

    def whole(self) -> Record:
        """The record in memory, to be kept when the store is closed."""
        statements, events = tuple(self._settled.statements), tuple(self._settled.events())
        return Record(statements, events, self.positions, self.shifts, self._store.copies())

    def tally(self) -> Tally:
        """How much is in it."""
        reports, copies = len(self._store.sizes()), len(self._store.copies())
        statements, events = len(self._settled.statements), self._settled.event_count
        return Tally(reports, copies, statements, events, len(self.positions), len(self.shifts))
