"""An analyst's hand-kept table of statements (CSV) into a case.

Each row becomes an ``add`` entry of reviews.yaml, anchored by its quote in the report that holds it. A quote that stands in no report of
the case gets a small report of its own under ``reports/``, marked as the analyst's note, which holds these words and nothing else. Either
every row is good and all are taken, or the first bad one is refused and nothing is written.
"""

from __future__ import annotations

import csv
import datetime
import difflib
import hashlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from detente.case import Case
from detente.errors import CaseRefused, ReportRefused, shown
from detente.record.nouns import Stance
from detente.record.pipeline import report_files
from detente.record.reviews import CONTEXT, append_reviews, place_of, read_reviews
from detente.reports.report import Report

__all__ = ["COLUMNS", "Row", "TableAdded", "add_table"]

COLUMNS = (
    "quote", "speaker", "office", "actor", "date", "venue", "issue", "stance", "firmness", "address", "report", "by", "why",
)  # fmt: skip
"""What a table may hold; only ``quote`` must be there. The order of the columns is free, and so is the case of their names."""
NOTE = "analyst's note"
_MOST_BYTES = 50_000_000
_STANCES = (*get_args(Stance), "none")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: its line in the file, its cells by column, and the review that it becomes."""

    line: int
    cells: Mapping[str, str]
    report: str | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class TableAdded:
    """What became of a table: the rows taken, how many of them stand in reports of the case, the notes written for the others, and the
    rows that reviews.yaml held already."""

    rows: int
    in_reports: int
    notes: tuple[Path, ...]
    already: int


def add_table(case: Case, path: Path, day: datetime.date | None = None) -> TableAdded:
    """Take the rows of the CSV file ``path`` into the case; ``day`` is the day of the reviews, today if left out. Raises ReportRefused
    for a file or a row at fault, and CaseRefused where reviews.yaml is at fault or cannot be written."""
    rows = list(_rows(case, path))
    told = {(e.quote, e.set_.issue, e.set_.actor) for e, _ in read_reviews(case) if e.do == "add"}
    new = [row for row in rows if (row.cells["quote"], row.cells.get("issue"), row.cells.get("actor")) not in told]
    placed = _placed(case, new, path)
    notes = {row.line: _note(case, row) for row in placed if row.report is None}
    ready = [replace(row, report=notes[row.line].name) if row.line in notes else row for row in placed]
    if ready:
        append_reviews(case, [_entry(row, day or datetime.datetime.now().astimezone().date()) for row in ready])
    written = tuple(dict.fromkeys(notes.values()))
    return TableAdded(len(rows), len(ready) - len(notes), written, len(rows) - len(new))


def _rows(case: Case, path: Path) -> Iterator[Row]:
    """The table's rows, judged."""
    text = _text(path)
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    try:
        names = [name.strip().casefold() for name in next(reader, [])]
        _judge_names(names, path)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                line = reader.line_num
                if len(cells) > len(names):
                    raise _refused(
                        "a row has more cells than the first line has names",
                        path,
                        line,
                        f"{len(cells)} cells",
                        "put cells with separators in quotation marks",
                    )
                filled = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if cell.strip()}
                _judge(case, filled, path, line)
                yield Row(line, filled)
    except csv.Error as fault:
        raise _refused(
            "this is no table that can be read", path, reader.line_num, str(fault), "save it as CSV, UTF-8"
        ) from fault


def _text(path: Path) -> str:
    from detente.reports.decoding import decoded, lines_unified

    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _refused(
                "the table is too large", path, 1, f"{path.stat().st_size:,} bytes", f"keep it under {_MOST_BYTES:,}"
            )
        data = path.read_bytes()
    except OSError as fault:
        raise ReportRefused(
            "the table cannot be read", where=os.fspath(path), found=fault.strerror or str(fault), mend="check the name"
        ) from fault
    return lines_unified(decoded(data, declared=None).text).removeprefix("\ufeff")


def _judge_names(names: Sequence[str], path: Path) -> None:
    for name in names:
        if name not in COLUMNS:
            near = difflib.get_close_matches(name, COLUMNS, 1)
            mend = f"did you mean `{near[0]}`?" if near else f"use {', '.join(COLUMNS)}"
            raise _refused("there is no such column", path, 1, shown(name), mend)
    if "quote" not in names or len(set(names)) < len(names):
        raise _refused(
            "the first line must name the columns, each once, `quote` among them",
            path,
            1,
            shown(", ".join(names)),
            f"use {', '.join(COLUMNS)}",
        )


def _judge(case: Case, cells: Mapping[str, str], path: Path, line: int) -> None:
    """Refuse a row whose values cannot stand in the record."""

    def among(column: str, known: Sequence[str]) -> None:
        value = cells.get(column)
        if value is not None and known and value not in known:
            near = difflib.get_close_matches(value, known, 1)
            raise _refused(
                f"there is no such {column}",
                path,
                line,
                shown(value),
                f"did you mean {shown(near[0])}?" if near else f"use one of {', '.join(known)}",
            )

    if "quote" not in cells:
        raise _refused("a row has no quote", path, line, "an empty cell", "give the exact words")
    among("actor", tuple(case.actors))
    among("issue", tuple(case.issues) or ("none: case.yaml has no issues",))
    among("stance", _STANCES)
    if "stance" in cells and "issue" not in cells:
        raise _refused("a stance needs its issue", path, line, shown(cells["stance"]), "fill in `issue`")
    _judge_figures(cells, path, line)


def _judge_figures(cells: Mapping[str, str], path: Path, line: int) -> None:
    try:
        datetime.date.fromisoformat(cells.get("date", "2000-01-01"))
    except ValueError:
        raise _refused("a date is wanted", path, line, shown(cells["date"]), "write it as YYYY-MM-DD") from None
    if not re.fullmatch(r"0(?:\.\d+)?|1(?:\.0+)?|\.\d+", cells.get("firmness", "1")):
        raise _refused("firmness is a number from 0 to 1", path, line, shown(cells["firmness"]), "write it as 0.8")


def _placed(case: Case, rows: Sequence[Row], path: Path) -> list[Row]:
    """The rows with the report that holds each one's quote, as far as there is one; a report or an address that is named comes first."""
    found: dict[int, Row] = {}
    names: set[str] = set()
    if rows:
        for report in _reports(case):
            names.add(report.file)
            for row in rows:
                held = _held(row, report) if row.line not in found or _named(row, report) else None
                if held is not None:
                    found[row.line] = held
    for row in rows:
        wanted = row.cells.get("report")
        if wanted is not None and row.line not in found:
            what = (
                "the quote does not stand in this report" if wanted in names else "there is no such report in the case"
            )
            raise _refused(what, path, row.line, shown(wanted), "leave `report` empty to search all")
    return [found.get(row.line, row) for row in rows]


def _named(row: Row, report: Report) -> bool:
    from detente.reports.copies import same_address

    return report.file == row.cells.get("report") or same_address(report.url, row.cells.get("address"))


def _held(row: Row, report: Report) -> Row | None:
    if row.cells.get("report", report.file) != report.file:
        return None
    span = place_of(report.text, row.cells["quote"])
    if span is None:
        return None
    before, after = report.text[max(0, span[0] - CONTEXT) : span[0]], report.text[span[1] : span[1] + CONTEXT]
    return replace(row, report=report.file, before=before.strip(), after=after.strip())


def _reports(case: Case) -> Iterator[Report]:
    """The reports of the case, one after the other; a file that cannot be read is told of when the case is read."""
    from detente.reports.adding import address_of
    from detente.reports.reading import read_file

    for path in report_files(case):
        try:
            yield from read_file(
                path, name=path.relative_to(case.reports).as_posix(), address=address_of(path.parent, path.name)
            )
        except ReportRefused:
            continue


def _note(case: Case, row: Row) -> Path:
    """A report of the row's own: its quote under a header that says whose note it is. The same row makes the same file."""
    cells = row.cells
    head = {"url": cells.get("address"), "date": cells.get("date"), "publisher": NOTE, "rights": NOTE}
    header = "".join(f"{key}: {' '.join(value.split())}\n" for key, value in head.items() if value)
    slug = re.sub(r"[^a-z0-9]+", "-", cells.get("speaker", cells.get("actor", "note")).casefold()).strip("-")[:40]
    digest = hashlib.sha256(f"{header}{cells['quote']}".encode("utf-8", "surrogatepass")).hexdigest()[:8]
    path = case.reports / f"note-{cells.get('date', 'undated')}-{slug or 'note'}-{digest}.txt"
    try:
        case.reports.mkdir(mode=0o700, exist_ok=True)
        path.write_text(f"{header}\n{cells['quote']}\n", encoding="utf-8", errors="replace")
    except OSError as fault:
        raise CaseRefused(
            "the note cannot be written",
            where=os.fspath(path),
            found=fault.strerror or str(fault),
            mend="check the rights of the folder",
        ) from fault
    return path


def _entry(row: Row, day: datetime.date) -> dict[str, object]:
    cells = row.cells
    keys = {
        "actor": "actor",
        "speaker": "person",
        "office": "office",
        "venue": "venue",
        "issue": "issue",
        "stance": "stance",
    }
    setting: dict[str, object] = {key: cells[column] for column, key in keys.items() if column in cells}
    if "date" in cells:
        setting["said_on"] = datetime.date.fromisoformat(cells["date"])
    if "firmness" in cells:
        setting["firmness"] = float(cells["firmness"])
    return {
        "report": row.report,
        "quote": cells["quote"],
        "before": row.before,
        "after": row.after,
        "do": "add",
        "set": setting,
        "address": cells.get("address"),
        "by": cells.get("by"),
        "on": day.isoformat(),
        "why": cells.get("why"),
    }


def _refused(what: str, path: Path, line: int, found: str, mend: str) -> ReportRefused:
    return ReportRefused(what, where=f"{path}:{line}", found=found, mend=mend)
