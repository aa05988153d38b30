"""The record's statements and events after the analyst's word, drawn from the store one report at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import overload

from detente.record.nouns import Event, Statement
from detente.record.on_demand import OnDemand
from detente.record.reviewed import Analyst
from detente.record.store import Store

__all__ = ["HELD_REPORTS", "Settled", "Told"]

HELD_REPORTS = 4  # whose statements are held at a time


class Told(Sequence[Statement]):
    """Statements in the record's order: a sequence that holds those of a few reports only."""

    def __init__(self, sizes: Sequence[int], load: Callable[[int], Sequence[Statement]]) -> None:
        """``sizes`` are the numbers of statements of the reports; ``load`` gives a report's by its place."""
        self._starts = [0, *accumulate(sizes)]
        self._load = load
        self._held = OnDemand(load, HELD_REPORTS)

    def __len__(self) -> int:
        return self._starts[-1]

    def __iter__(self) -> Iterator[Statement]:
        for report in range(len(self._starts) - 1):
            yield from self._load(report)

    @overload
    def __getitem__(self, place: int) -> Statement: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Statement]: ...
    def __getitem__(self, place: int | slice) -> Statement | Sequence[Statement]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        at = place + len(self) if place < 0 else place
        if not 0 <= at < len(self):
            raise IndexError(f"there is no statement {place}")
        report = bisect_right(self._starts, at) - 1
        return self._held[report][at - self._starts[report]]


class Settled:
    """What the record holds of the store: copies left out, the analyst's word done. Valid while the store is open."""

    def __init__(self, store: Store, analyst: Analyst, kept: Mapping[str, str]) -> None:
        """``kept`` tells, by the id of a copy or an earlier version, which report stands for it."""
        self._store = store
        self._analyst = analyst
        self._kept = kept
        self._reports: list[str] = []
        sizes: list[int] = []
        self.event_count = 0
        """How many :meth:`events` gives."""
        for report, statements, events in store.sizes():
            if analyst.touches(report):
                statements, events = map(len, self._of(report))
            elif report in kept:
                continue
            self._reports.append(report)
            sizes.append(statements)
            self.event_count += events
        self.statements = Told(sizes, lambda place: self.said_in(self._reports[place]))

    def events(self) -> Iterator[Event]:
        """The events, in the order of the statements."""
        for report in self._reports:
            yield from self._of(report)[1]

    def said_in(self, report: str) -> tuple[Statement, ...]:
        """The statements of a report, in the order of its text."""
        if report in self._kept or self._analyst.touches(report):
            return self._of(report)[0]
        return self._analyst.settled(report, self._store.statements_in(report), ())[0]

    def _of(self, report: str) -> tuple[tuple[Statement, ...], tuple[Event, ...]]:
        if report in self._kept:  # what was read in it counts elsewhere; what the analyst added to it counts here
            return self._analyst.settled(report, (), ())
        return self._analyst.settled(report, self._store.statements_in(report), self._store.events_in(report))
