"""CSV with its data dictionary as a Frictionless Data Package (``datapackage.json``), and back.

UTF-8, lines ended by CR LF and cells quoted where needed (RFC 4180); an empty cell is "unknown" where the dictionary allows it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import cast

from detente.errors import Refused, shown
from detente.record.export.columns import TABLES, Cell, Column, rows_of
from detente.record.leaving import Leaving
from detente.record.nouns import Event, Position, Review, Shift, Statement
from detente.record.rows import event_from, spans_from, statement_from

__all__ = ["csv_texts", "nouns_from", "read_csv"]

_FRICTIONLESS = {"string": "string", "number": "number", "boolean": "boolean", "spans": "array"}


def csv_texts(record: Leaving) -> dict[str, Iterable[str]]:
    """The files of the CSV export: names, and contents piece by piece."""
    rows = rows_of(record)
    files: dict[str, Iterable[str]] = {f"{table}.csv": _csv(columns, rows[table]) for table, columns in TABLES.items()}
    return files | {"datapackage.json": [json.dumps(_package(), indent=1, ensure_ascii=False), "\n"]}


def read_csv(table: str, text: str) -> list[tuple[Cell, ...]]:
    """The rows of one table from CSV. Raises Refused for other columns, or a cell that does not fit its column."""
    columns = TABLES[table]
    lines = list(csv.reader(io.StringIO(text, newline="")))
    names = [c.name for c in columns]
    if not lines or lines[0] != names:
        raise Refused(
            what="other columns than the record's",
            where=f"{table}.csv:1",
            found=shown(lines[0] if lines else ""),
            mend=f"columns: {', '.join(names)}",
        )
    return [_cells(table, number, columns, line) for number, line in enumerate(lines[1:], 2)]


def nouns_from(table: str, rows: Sequence[Sequence[Cell]]) -> tuple[Statement | Event | Position | Shift, ...]:
    """The statements, events, positions or shifts of a table's rows."""
    return tuple(_noun(table, row) for row in rows)


def _noun(table: str, row: Sequence[Cell]) -> Statement | Event | Position | Shift:
    if table == "statements":
        return replace(statement_from(row[:-1]), review=cast("Review", row[-1]))
    if table == "events":
        return replace(event_from(row[:-1]), review=cast("Review", row[-1]))
    if table == "shifts":
        return Shift(*row)  # type: ignore[arg-type]  # columns and fields stand in one order
    actor, issue, date, stance, firmness, statement, speaker, negated, condition, why, sure = row
    fields = (actor, issue, date, stance, firmness, statement, speaker, negated, spans_from(str(condition)), why, sure)
    return Position(*fields)  # type: ignore[arg-type]  # as above


def _csv(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a table."""
    for cells in chain([[c.name for c in columns]], ([_printed(cell) for cell in row] for row in rows)):
        line = io.StringIO(newline="")
        csv.writer(line).writerow(cells)
        yield line.getvalue()


def _printed(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return repr(cell) if isinstance(cell, float) else str(cell)


def _cells(table: str, number: int, columns: Sequence[Column], line: Sequence[str]) -> tuple[Cell, ...]:
    if len(line) != len(columns):
        raise Refused(
            what="a row of another length",
            where=f"{table}.csv:{number}",
            found=f"{len(line)} cells",
            mend=f"give {len(columns)}",
        )
    try:
        return tuple(_cell(column, text) for column, text in zip(columns, line, strict=True))
    except ValueError as fault:
        raise Refused(
            what="a cell that does not fit its column",
            where=f"{table}.csv:{number}",
            found=shown(fault),
            mend="see datapackage.json",
        ) from fault


def _cell(column: Column, text: str) -> Cell:
    if not text and column.empty:
        return None
    if column.kind == "number":
        return float(text)
    if column.kind == "boolean":
        if text not in ("true", "false"):
            raise ValueError(f"{text!r} is neither true nor false")
        return text == "true"
    if column.kind == "spans":
        spans_from(text)
    return text


def _package() -> dict[str, object]:
    """The data dictionary as a Frictionless Data Package."""
    return {
        "profile": "tabular-data-package",
        "name": "detente-record",
        "resources": [
            {
                "name": table,
                "path": f"{table}.csv",
                "profile": "tabular-data-resource",
                "encoding": "utf-8",
                "schema": {"fields": [_field(c) for c in columns], "missingValues": [""]},
            }
            for table, columns in TABLES.items()
        ],
    }


def _field(column: Column) -> dict[str, object]:
    field: dict[str, object] = {"name": column.name, "type": _FRICTIONLESS[column.kind], "description": column.meaning}
    return field if column.empty else field | {"constraints": {"required": column.kind != "string"}}
