"""An invented dispute over a weir, small enough to be seen whole: four reports, a record written by hand, a model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from detente.because import Finding
from detente.brief import Brief, compose
from detente.case import Case, open_case
from detente.conflict.file import read
from detente.conflict.model import Conflict
from detente.outlook.findings import findings
from detente.record.nouns import Position, Record, Shift, Source, Statement, content_id
from detente.reports.report import Moment, Report
from detente.stability.solution import Solution
from detente.stability.solve import solve

CASE = """version: 1
title: The weir at Tarn (invented)
from: 2021-03-01
to: 2021-03-09
actors:
  Arlen: {aliases: [Arlen's government], offices: {Foreign Minister: [{who: Ada Quill}], Minister of Works: [{who: Ben Stow}]}}
  Brae: {aliases: [Braean]}
  Bargemen: {sector: LAB}
issues:
  open: {question: Arlen opens the weir}
  pay: {question: Will Brae pay for the weir?}
"""
CONFLICT = """title: The weir at Tarn
as_of: 2021-03-04
parties:
  - name: Arlen
    options: {open: Open the weir}
    prefers:
      - {want: pay, because: [{report: 1.txt, quote: "if Brae pays its   share"}]}
      - {want: open if pay, unsure: true}
      - not open
  - name: Brae
    options: {pay: Pay its share of the weir}
    prefers:
      - {want: open, because: [{report: 3.txt, quote: the barges have to pass}]}
      - pay if open
now: []
"""
TEXTS = {
    "1.txt": "Quill would not rule out opening the weir\n\nForeign Minister Ada Quill of Arlen said on Monday that Arlen would not rule out opening "
    "the weir if Brae pays its share.\n\nShe said no more.",
    "2.txt": "“We will never open the weir,” Ben Stow, the Minister of Works, said on Wednesday.",
    "3.txt": "A Braean official said: “For us the barges have to pass.”",
    "4.txt": "Ada Quill denied on Tuesday having spoken of opening the weir.",
}
_FACTS = {
    "1.txt": ("2021-03-01", "Tarn Observer", "retold, not verbatim"),
    "2.txt": ("2021-03-03", "Tarn Observer", None),
    "3.txt": (None, None, None),
    "4.txt": ("2021-03-09", "Tarn Observer", "retold, not verbatim"),
}


@dataclass(frozen=True, slots=True)
class Whole:
    """A case with everything that a brief is composed of."""

    case: Case
    record: Record
    reports: tuple[Report, ...]
    conflict: Conflict
    solution: Solution
    findings: tuple[Finding, ...]

    def brief(self) -> Brief:
        """The full brief."""
        return compose(self.case, self.record, self.reports, self.conflict, self.solution, self.findings)


def reports() -> tuple[Report, ...]:
    """The four reports; the third has neither date nor address."""
    made = []
    for name, text in TEXTS.items():
        published, publisher, rights = _FACTS[name]
        made.append(
            Report(
                id=f"report-{name[0]}",
                file=name,
                title="Arlen will not open the weir" if name == "2.txt" else None,
                text=text,
                publisher=publisher,
                published=Moment(published, "day", "stated") if published else None,
                url=f"https://example.org/{name}" if published else None,
                rights=rights,
            )
        )
    return tuple(made)


def said(
    report: Report, source: str, cue: str, content: str, actor: str | None, person: str | None, day: str | None
) -> Statement:
    """A statement whose parts are found in the report by their words."""
    spans = [(report.text.index(words), report.text.index(words) + len(words)) for words in (source, cue, content)]
    return Statement(
        id=content_id("statement", report.id, spans[2][0], content),
        report=report.id,
        quote="indirect",
        source=Source((spans[0],), source, actor, person, None, "named" if person else "unnamed"),
        cue=(spans[1],),
        content=(spans[2],),
        text=content,
        within=None,
        said_on=day,
        said_on_known="report" if day else None,
        venue=None,
        confidence=1.0,
        method="by hand",
    )


def record(read_reports: tuple[Report, ...]) -> Record:
    """Quill open, Stow against on the same side, an unnamed official, Quill's denial."""
    one, two, three, four = read_reports
    quill = said(
        one,
        "Foreign Minister Ada Quill of Arlen",
        "said",
        "Arlen would not rule out opening the weir",
        "Arlen",
        "Ada Quill",
        "2021-03-01",
    )
    stow = said(two, "Ben Stow", "said", "“We will never open the weir,”", "Arlen", "Ben Stow", "2021-03-03")
    official = said(three, "A Braean official", "said", "“For us the barges have to pass.”", None, None, None)
    denial = said(four, "Ada Quill", "denied", "having spoken of opening the weir", "Arlen", "Ada Quill", "2021-03-09")
    return Record(
        statements=(quill, stow, official, denial),
        events=(),
        positions=(
            Position("Arlen", "open", "2021-03-01", "open", 0.3, quill.id, "Ada Quill"),
            Position("Arlen", "open", "2021-03-03", "against", 1.0, stow.id, "Ben Stow"),
            Position("Arlen", "open", "2021-03-09", "against", 0.6, denial.id, "Ada Quill"),
        ),
        shifts=(
            Shift("Arlen", "open", "contradicted-by-own-side", quill.id, stow.id, "Ada Quill", "Ben Stow"),
            Shift("Arlen", "open", "denies-saying", quill.id, denial.id, "Ada Quill", "Ada Quill"),
            Shift("Arlen", "open", "reverses", quill.id, denial.id, "Ada Quill", "Ada Quill"),
        ),
    )


def folder(where: Path, conflict: str = CONFLICT) -> Case:
    """The case's files in a new folder."""
    (where / "reports").mkdir(parents=True)
    (where / "case.yaml").write_text(CASE, encoding="utf-8")
    (where / "conflict.yaml").write_text(conflict, encoding="utf-8")
    return open_case(where)


def whole(where: Path) -> Whole:
    """The whole case, made in a folder that does not exist yet."""
    case, read_reports = folder(where), reports()
    made, conflict = record(read_reports), read(case.conflict)
    solution = solve(conflict)
    return Whole(case, made, read_reports, conflict, solution, findings(case, made, read_reports, conflict, solution))
