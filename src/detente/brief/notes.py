"""Notes: every span or line that a sentence ends in, numbered in the order of first mention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from detente.because import Finding, Line, Span, leaves
from detente.brief.nouns import Entry, Note
from detente.brief.passages import addresses_of, name_of
from detente.record.nouns import Record
from detente.reports.report import Report

__all__ = ["Notebook"]


class Notebook:
    """The notes of one brief as it is being composed. A passage or line has one number however often it is cited.

    ``entry`` turns a finding into a printed sentence, once: a sentence that stands in the brief already, or that is not
    grounded, gives None.
    """

    def __init__(self, reports: Sequence[Report], record: Record) -> None:
        self._reports: Mapping[str, Report] = {report.id: report for report in reports}
        self._numbers: dict[Span | Line, int] = {}
        self._notes: list[Note] = []
        self._said: set[str] = set()
        self.said_on = {statement.id: statement.said_on for statement in record.statements}

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes so far, in order of their numbers."""
        return tuple(self._notes)

    def entry(self, finding: Finding, *, inline: bool = False) -> Entry | None:
        """The finding's sentence with its notes; ``inline`` prints the passages it cites itself under it."""
        grounds = dict.fromkeys(leaves(finding.because))
        if not grounds or finding.says in self._said:
            return None
        self._said.add(finding.says)
        if finding.kind == "count.record":
            return Entry(finding.says, (), finding.id, all_sources=True)
        numbers = tuple(dict.fromkeys(self._number(ground) for ground in grounds))
        shown = tuple(dict.fromkeys(self._number(g) for g in finding.because if isinstance(g, Span))) if inline else ()
        return Entry(finding.says, numbers, finding.id, shown)

    def _number(self, ground: Span | Line) -> int:
        key = (
            Span(ground.report, ground.start, ground.end, ground.quote, ground.file)
            if isinstance(ground, Span)
            else ground
        )
        if key not in self._numbers:
            self._numbers[key] = len(self._notes) + 1
            self._notes.append(self._note(len(self._notes) + 1, ground))
        return self._numbers[key]

    def _note(self, number: int, ground: Span | Line) -> Note:
        if isinstance(ground, Line):
            return Note(number, "line", ground.text, f"{ground.file}:{ground.line}")
        report = self._reports.get(ground.report)
        if report is None:
            return Note(
                number,
                "passage",
                ground.quote,
                f"{ground.file}, characters {ground.start} to {ground.end}",
                retold=True,
            )
        return Note(
            number=number,
            kind="passage",
            text=ground.quote,
            where=f"{report.file}, characters {ground.start} to {ground.end}",
            retold=report.retold,
            title=name_of(report),
            publisher=report.publisher,
            date=report.published.iso if report.published else None,
            address=next(iter(addresses_of(report)), None),
            report=report.id,
            start=ground.start,
            end=ground.end,
            statement=ground.statement,
        )
