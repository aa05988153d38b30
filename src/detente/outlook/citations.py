"""From what a derived thing names to what it rests on: statements and citations become spans, the model's lines become lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.because import Because, Line, Span
from detente.case import Case
from detente.conflict.model import Cited
from detente.errors import CaseRefused, shown
from detente.language.sentences import sentence_spans
from detente.lined_yaml import Lined, load
from detente.record.nouns import Record, Statement
from detente.reports.report import Report

__all__ = ["Ledger", "cited", "line", "line_of", "on_words", "open_ledger", "opening", "passage"]

LONGEST = 600  # characters of a passage; a longer one is cut at the end of a sentence


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """Everything that grounds are looked up in: the reports by id and by file, the statements by id, the model's lines."""

    case: Case
    record: Record
    reports: Mapping[str, Report]
    files: Mapping[str, Report]
    statements: Mapping[str, Statement]
    model: Lined | None


def open_ledger(case: Case, record: Record, reports: Sequence[Report]) -> Ledger:
    """Index the record and the reports of a case, and read conflict.yaml's lines where there is one. Raises CaseRefused."""
    files = {report.file: report for report in reports}
    for report in reports:
        files.setdefault(report.file.rsplit("/", 1)[-1], report)
    return Ledger(
        case=case,
        record=record,
        reports={report.id: report for report in reports},
        files=files,
        statements={statement.id: statement for statement in record.statements},
        model=load(case.conflict, CaseRefused) if case.conflict.is_file() else None,
    )


def line(ledger: Ledger, number: int) -> Line:
    """A line of conflict.yaml (line 1 where the number is not known)."""
    text = ledger.model.text(max(number, 1)) if ledger.model is not None else ""
    return Line(ledger.case.conflict.name, max(number, 1), text)


def line_of(ledger: Ledger, key: str) -> Line:
    """The line of a top-level key of conflict.yaml."""
    return line(ledger, ledger.model.line((key,)) if ledger.model is not None else 1)


def passage(ledger: Ledger, statement: Statement) -> Span | None:
    """The whole sentences of the report in which a statement stands; None where the report is not at hand."""
    report = ledger.reports.get(statement.report)
    told = statement.source.spans + statement.cue + statement.content
    if report is None or not told:
        return None
    far = statement.quote == "transcript" or max(b for _, b in told) - min(a for a, _ in told) > LONGEST
    spans = statement.content or told if far else told
    return _whole(report, min(a for a, _ in spans), max(b for _, b in spans), statement.id)


def opening(report: Report) -> Span | None:
    """The first sentence of a report; None where it has no text."""
    return _whole(report, 0, 1) if report.text.strip() else None


def on_words(ledger: Ledger, statements: Iterable[str]) -> tuple[Span, ...]:
    """The passages of statements by id, each once, those that cannot be found left out."""
    spans = [passage(ledger, ledger.statements[s]) for s in statements if s in ledger.statements]
    return tuple(dict.fromkeys(span for span in spans if span is not None))


def cited(ledger: Ledger, citation: Cited) -> Because:
    """What one entry of ``because`` in conflict.yaml stands for, as a span.

    Exact words are looked for with white space taken as equal. Raises CaseRefused, with the line of the citation, for a report
    or an id that the case does not hold and for words that do not stand in the report.
    """
    where = f"{ledger.case.conflict}:{max(citation.line, 1)}"
    if citation.record is not None:
        known = ledger.statements.get(citation.record)
        span = passage(ledger, known) if known is not None else None
        if span is None:
            mend = "take the id from `detente record`, or cite {report, quote}"
            raise CaseRefused(
                "no statement of the record has this id", where=where, found=shown(citation.record), mend=mend
            )
        return span
    report = ledger.files.get(citation.report or "")
    if report is None:
        mend = "name a file in reports/"
        raise CaseRefused(
            "the report that is cited is not in the case", where=where, found=shown(citation.report), mend=mend
        )
    if not citation.quote:
        return _whole(report, 0, 1)
    words = re.compile(r"\s+".join(re.escape(word) for word in citation.quote.split()))
    found = words.search(report.text)
    if found is None:
        mend = f"copy the words exactly as they stand in {report.file}"
        raise CaseRefused(
            "the words that are cited do not stand in the report", where=where, found=shown(citation.quote), mend=mend
        )
    return _whole(report, found.start(), found.end())


def _whole(report: Report, start: int, end: int, statement: str | None = None) -> Span:
    """The characters from ``start`` to ``end`` widened to whole sentences, and cut to ``LONGEST`` at the end of one."""
    text = report.text
    floor = max(text.rfind("\n", 0, start + 1) + 1, 0)
    ceiling = text.find("\n", end)
    ceiling = len(text) if ceiling < 0 else ceiling
    sentences = [(floor + a, floor + b) for a, b in sentence_spans(text[floor:ceiling])]
    held = [(a, b) for a, b in sentences if a < end and b > start] or [(start, end)]
    kept = [(a, b) for a, b in held if b - held[0][0] <= LONGEST] or held[:1]
    first, last = min(kept[0][0], start), kept[-1][1]
    return Span(report.id, first, last, text[first:last], report.file, statement)
