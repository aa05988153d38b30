"""One file, read for itself: with the case in whose ``reports/`` it lies, else with the packaged gazetteer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from detente.case import Case, is_case, open_case
from detente.errors import DetenteError
from detente.language.reader import Reader
from detente.notebook import table
from detente.record.actors.who import WhoIsWho
from detente.record.ahead import in_order
from detente.record.as_json import Json, reading_json
from detente.record.nouns import Event, Statement
from detente.record.pipeline import EventFinder, read_report
from detente.reports import read_file
from detente.reports.report import Report

__all__ = ["FileReader", "Reading", "case_around"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A report with what was found in it."""

    report: Report
    statements: tuple[Statement, ...]
    events: tuple[Event, ...]

    def as_json(self) -> Json:
        """One line of ``read --json``."""
        return reading_json(self.report, self.statements, self.events)

    def _repr_html_(self) -> str:
        """Who said what."""
        rows = [
            (s.said_on, s.source.actor or s.source.text, s.source.person, s.cue_text, s.text) for s in self.statements
        ]
        return table(self.report.title or self.report.file, ("day", "actor", "person", "cue", "words"), rows)


class FileReader:
    """Reads files, several at a time, and opens each case among them once."""

    def __init__(self, reader: Reader, events: EventFinder | None = None) -> None:
        self._reader = reader
        self._events = events
        self._known: dict[Path | None, WhoIsWho] = {}

    def read(self, paths: Iterable[Path]) -> Iterator[tuple[Path, Reading | DetenteError]]:
        """What stands in each file, in the order given; in its place the refusal of a report that cannot be read, or of the case.yaml
        around it."""
        return in_order(self._analysed, (found for path in paths for found in self._opened(path)))

    def _opened(self, path: Path) -> Iterator[tuple[Path, tuple[WhoIsWho, Report] | DetenteError]]:
        try:
            folder = case_around(path)
            who = self._who(folder)
            name = path.absolute().relative_to(folder.absolute() / "reports").as_posix() if folder else None
            for report in read_file(path, name=name):
                yield path, (who, report)
        except DetenteError as refusal:
            yield path, refusal

    def _analysed(
        self, found: tuple[Path, tuple[WhoIsWho, Report] | DetenteError]
    ) -> tuple[Path, Reading | DetenteError]:
        path, opened = found
        if isinstance(opened, DetenteError):
            return path, opened
        who, report = opened
        try:
            return path, Reading(report, *read_report(report, self._reader, who, self._events))
        except DetenteError as refusal:
            return path, refusal

    def _who(self, folder: Path | None) -> WhoIsWho:
        if folder not in self._known:
            case: Case | None = open_case(folder) if folder else None
            self._known[folder] = WhoIsWho(case)
        return self._known[folder]


def case_around(path: Path) -> Path | None:
    """The case folder in whose ``reports/`` the file lies, or None."""
    for parent in path.absolute().parents:
        if parent.name == "reports" and is_case(parent.parent):
            return parent.parent
    return None
