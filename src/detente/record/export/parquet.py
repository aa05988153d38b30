"""Parquet, one file a table, the data dictionary kept in each file's own fields; needs pyarrow (extra ``parquet``)."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

from detente.errors import MissingExtra
from detente.record.export.columns import TABLES, Cell, Column, rows_of
from detente.record.leaving import Leaving
from detente.record.rows import spans_from, spans_text

__all__ = ["read_parquet", "write_parquet"]

GROUP = 10_000  # rows that are held and written together


def write_parquet(record: Leaving, folder: Path) -> tuple[Path, ...]:
    """Write every table as ``NAME.parquet`` and return the files. Raises MissingExtra without pyarrow."""
    arrow, files = _pyarrow()
    written = []
    for table, rows in rows_of(record).items():
        schema = arrow.schema([_field(arrow, c) for c in TABLES[table]])
        path = folder / f"{table}.parquet"
        with files.ParquetWriter(path, schema) as writer:
            while group := list(islice(rows, GROUP)):
                columns = [[_stored(column, row[at]) for row in group] for at, column in enumerate(TABLES[table])]
                arrays = [arrow.array(values, type=schema.field(at).type) for at, values in enumerate(columns)]
                writer.write_table(arrow.Table.from_arrays(arrays, schema=schema))
        written.append(path)
    return tuple(written)


def read_parquet(table: str, path: Path) -> list[tuple[Cell, ...]]:
    """The rows of one table, as :func:`detente.record.export.tables.read_csv` gives them."""
    _, files = _pyarrow()
    stored = files.read_table(path).to_pylist()
    return [tuple(_cell(column, row[column.name]) for column in TABLES[table]) for row in stored]


def _pyarrow() -> tuple[Any, Any]:
    """The two modules, which come without types."""
    try:
        import pyarrow as arrow
        import pyarrow.parquet as files
    except ImportError as missing:
        raise MissingExtra("writing Parquet", "parquet") from missing
    return arrow, files


def _field(arrow: Any, column: Column) -> Any:
    spans = arrow.list_(arrow.list_(arrow.int64()))
    kinds = {"string": arrow.string(), "number": arrow.float64(), "boolean": arrow.bool_(), "spans": spans}
    return arrow.field(column.name, kinds[column.kind], metadata={"description": column.meaning})


def _stored(column: Column, cell: Cell) -> object:
    return [list(span) for span in spans_from(str(cell))] if column.kind == "spans" and cell is not None else cell


def _cell(column: Column, value: object) -> Cell:
    if column.kind == "spans" and isinstance(value, list):
        return spans_text(tuple((int(a), int(b)) for a, b in value))
    assert value is None or isinstance(value, str | float | bool)  # noqa: S101 - the schema says so
    return value
