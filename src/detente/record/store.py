"""The record's store: one SQLite file a case (``.detente/record.db``), rebuilt at will, opened by anything that reads SQLite.

A file of ``reports/`` is read again only if its bytes, the reader, the case's actors or this schema have changed. What one file gave is
written in one transaction, so that a reading cut short loses nothing and leaves no half of a report. The tables are described in
docs/reference/store.md.
"""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from detente.errors import Refused, ReportRefused, StoreRefused
from detente.record.likeness import Likeness
from detente.record.nouns import Copy, Event, Position, Shift, Statement
from detente.record.rows import (
    EVENT_COLUMNS,
    STATEMENT_COLUMNS,
    event_from,
    event_row,
    position_row,
    report_from,
    report_text,
    shift_row,
    statement_from,
    statement_row,
)
from detente.record.schema import SCHEMA_VERSION, Change, opened
from detente.reports.report import Report

__all__ = ["SCHEMA_VERSION", "Change", "Store", "store_path"]


_SIZES = """SELECT id, (SELECT count(*) FROM statements s WHERE s.report = r.id), (SELECT count(*) FROM events e WHERE e.report = r.id) FROM reports r
  ORDER BY coalesce(published, '9'), file, place"""


def _all_in(table: str, columns: tuple[str, ...]) -> str:
    return f"SELECT {', '.join(columns)} FROM {table} WHERE report = ? ORDER BY position"  # noqa: S608 - constant names


def _put_in(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * (len(columns) + 1))})"  # noqa: S608 - constant names


_STATEMENTS_IN = _all_in("statements", STATEMENT_COLUMNS)
_EVENTS_IN = _all_in("events", EVENT_COLUMNS)
_PUT_STATEMENT = _put_in("statements", STATEMENT_COLUMNS)
_PUT_EVENT = _put_in("events", EVENT_COLUMNS)


def store_path(derived: Path) -> Path:
    """The store's file in a case's derived folder."""
    return derived / "record.db"


class Store:
    """An open store. Use it in a ``with`` block; ``path`` None keeps it in memory (a folder that cannot be written)."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._db = opened(path)
        self.likeness = Likeness(self._db, self._transaction)
        """What the reports have in common."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def files(self) -> dict[str, tuple[str, str]]:
        """Every file read so far, with the digest of its bytes and the method that read it."""
        return {
            file: (digest, method)
            for file, digest, method in self._db.execute("SELECT file, digest, method FROM files")
        }

    def refusals(self) -> list[ReportRefused]:
        """Why files were refused, by file."""
        rows = self._db.execute("SELECT refused FROM files WHERE refused IS NOT NULL ORDER BY file")
        return [
            ReportRefused(what, where=where, found=found, mend=mend)
            for what, where, found, mend in (json.loads(r) for (r,) in rows)
        ]

    def put(
        self,
        file: str,
        digest: str,
        method: str,
        read: Iterable[tuple[Report, Sequence[Statement], Sequence[Event]]],
        refused: Refused | None = None,
    ) -> None:
        """Replace all that ``file`` gave by what is read now, in one transaction. ``read`` is drawn report by report, so that an
        archive of any size passes through; what it raises undoes the whole."""
        why = json.dumps([refused.what, refused.where, refused.found, refused.mend]) if refused is not None else None
        with self._transaction():
            before = self._of_file(file)
            self._drop(file)
            self._db.execute("INSERT INTO files VALUES (?, ?, ?, ?)", (file, digest, method, why))
            for place, (report, statements, events) in enumerate(read):
                self._put_report(file, place, report, statements, events)
            self._log(before, self._of_file(file))

    def forget(self, file: str) -> None:
        """Drop all that a file gave which is there no more."""
        with self._transaction():
            before = self._of_file(file)
            self._drop(file)
            self._log(before, {})

    def put_derived(self, positions: Iterable[Position], shifts: Iterable[Shift]) -> None:
        """Replace the positions and shifts, in one transaction; shifts that are new or gone are logged."""
        with self._transaction():
            before = self._shift_words()
            self._db.execute("DELETE FROM positions")
            self._db.execute("DELETE FROM shifts")
            self._db.executemany("INSERT INTO positions VALUES (?,?,?,?,?,?,?,?,?,?,?)", map(position_row, positions))
            self._db.executemany("INSERT INTO shifts VALUES (?,?,?,?,?,?,?,?)", map(shift_row, shifts))
            self._log(before, self._shift_words())

    def reports(self) -> Iterator[Report]:
        """Every report, by day of publication, file and place in it."""
        for rest, text in self._db.execute(
            "SELECT rest, text FROM reports ORDER BY coalesce(published, '9'), file, place"
        ):
            yield report_from(rest, text)

    def sizes(self) -> list[tuple[str, int, int]]:
        """Every report's id, in the order of :meth:`reports`, with the numbers of its statements and events."""
        return self._db.execute(_SIZES).fetchall()

    def statements_in(self, report: str) -> tuple[Statement, ...]:
        """The statements of a report, in the order of the text."""
        return tuple(map(statement_from, self._db.execute(_STATEMENTS_IN, (report,))))

    def events_in(self, report: str) -> tuple[Event, ...]:
        """The events of a report, in the order of the text."""
        return tuple(map(event_from, self._db.execute(_EVENTS_IN, (report,))))

    def statements(self) -> Iterator[Statement]:
        """Every statement, by report as in :meth:`reports`, then in the order of the text."""
        for report, *_ in self.sizes():
            yield from self.statements_in(report)

    def events(self) -> Iterator[Event]:
        """Every event, in the order of :meth:`statements`."""
        for report, *_ in self.sizes():
            yield from self.events_in(report)

    def report(self, identity: str) -> Report:
        """The report with this id. Raises KeyError where there is none."""
        row = self._db.execute("SELECT rest, text FROM reports WHERE id = ?", (identity,)).fetchone()
        if row is None:
            raise KeyError(identity)
        return report_from(*row)

    def copies(self) -> tuple[Copy, ...]:
        """The reports that are another's copy or earlier version, by the report kept and their own id."""
        rows = self._db.execute("SELECT report, kept, kind, publisher, url FROM copies ORDER BY kept, report")
        return tuple(Copy(*row) for row in rows)

    def words(self, method: str, text: bytes) -> tuple[str, str] | None:
        """The kept words of a text, by its digest: its concepts and its stems, each a line."""
        query = "SELECT keys, roots FROM pieces WHERE method = ? AND text = ?"
        row: tuple[str, str] | None = self._db.execute(query, (method, text)).fetchone()
        return row

    def pieces(self, method: str, text: bytes) -> bytes | None:
        """The kept pieces of a text, by its digest, as they were written."""
        row = self._db.execute("SELECT pieces FROM pieces WHERE method = ? AND text = ?", (method, text)).fetchone()
        return bytes(row[0]) if row is not None else None

    def put_pieces(self, method: str, new: Iterable[tuple[bytes, str, str, bytes]]) -> None:
        """Keep the words and pieces of texts, by their digests."""
        with self._transaction():
            self._db.executemany("INSERT OR REPLACE INTO pieces VALUES (?,?,?,?,?)", ((method, *row) for row in new))

    def keep_pieces(self, method: str, wanted: Container[bytes]) -> None:
        """Drop the pieces of other methods, and of texts that are not ``wanted``."""
        gone = [(text,) for (text,) in self._db.execute("SELECT text FROM pieces") if text not in wanted]
        with self._transaction():
            self._db.execute("DELETE FROM pieces WHERE method <> ?", (method,))
            self._db.executemany("DELETE FROM pieces WHERE text = ?", gone)

    def search(self, words: str, limit: int = 50) -> list[str]:
        """Ids of the statements that match an FTS5 query, best first. Raises StoreRefused for a query that is none."""
        try:
            query = "SELECT s.id FROM search JOIN statements s ON s.rowid = search.rowid WHERE search MATCH ? ORDER BY rank, s.id LIMIT ?"
            return [identity for (identity,) in self._db.execute(query, (words, limit))]
        except sqlite3.OperationalError as fault:
            raise StoreRefused(
                "this is no full-text query",
                where="search",
                found=str(fault),
                mend='put words with signs in "quotation marks"',
            ) from fault

    def changes(self, since: str) -> list[Change]:
        """What was added, altered or withdrawn by readings on or after the day ``since``, oldest first."""
        rows = self._db.execute(
            'SELECT "at", change, kind, id, words FROM changes WHERE "at" >= ? ORDER BY rowid', (since,)
        )
        return [(at, change, kind, identity, words) for at, change, kind, identity, words in rows]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
        except sqlite3.OperationalError as fault:
            self._back()
            raise StoreRefused(
                "the store cannot be written",
                where=str(self.path),
                found=str(fault),
                mend="free some space and check the rights of the folder",
            ) from fault
        except BaseException:
            self._back()
            raise
        else:
            self._db.execute("COMMIT")

    def _back(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def _drop(self, file: str) -> None:
        ids = [i for (i,) in self._db.execute("SELECT id FROM reports WHERE file = ?", (file,))]
        for identity in ids:
            self._db.execute(
                "INSERT INTO search (search, rowid, source, text) SELECT 'delete', rowid, source, text FROM statements WHERE report = ?",
                (identity,),
            )
            self._db.execute("DELETE FROM statements WHERE report = ?", (identity,))
            self._db.execute("DELETE FROM events WHERE report = ?", (identity,))
            self.likeness.forget(identity)
        self._db.execute("DELETE FROM reports WHERE file = ?", (file,))
        self._db.execute("DELETE FROM files WHERE file = ?", (file,))

    def _put_report(
        self, file: str, place: int, report: Report, statements: Sequence[Statement], events: Sequence[Event]
    ) -> None:
        published = report.published.iso if report.published is not None else None
        self._db.execute(
            "INSERT OR REPLACE INTO reports VALUES (?,?,?,?,?,?,?,?,?,?)",
            (
                report.id,
                file,
                place,
                report.title,
                report.publisher,
                published,
                report.url,
                report.signal,
                report.text,
                report_text(report),
            ),
        )
        self._db.executemany(_PUT_STATEMENT, [(*statement_row(s), i) for i, s in enumerate(statements)])
        self._db.executemany(_PUT_EVENT, [(*event_row(e), i) for i, e in enumerate(events)])
        self._db.execute(
            "INSERT INTO search (rowid, source, text) SELECT rowid, source, text FROM statements WHERE report = ?",
            (report.id,),
        )

    def _of_file(self, file: str) -> dict[tuple[str, str], str]:
        """The words of everything that a file gave, by kind and id."""
        found: dict[tuple[str, str], str] = {}
        query = "SELECT s.id, s.text, s.source, s.said_on FROM statements s JOIN reports r ON r.id = s.report WHERE r.file = ?"
        for identity, text, source, said in self._db.execute(query, (file,)):
            found["statement", identity] = f"{said or 'undated'} {source}: {text}"
        for identity, kind, actor, recipient in self._db.execute(
            "SELECT e.id, e.type, e.actor, e.recipient FROM events e JOIN reports r ON r.id = e.report WHERE r.file = ?",
            (file,),
        ):
            found["event", identity] = f"{kind}: {actor or '?'} > {recipient or '?'}"
        for identity, title in self._db.execute(
            "SELECT id, coalesce(title, file) FROM reports WHERE file = ?", (file,)
        ):
            found["report", identity] = title
        return found

    def _shift_words(self) -> dict[tuple[str, str], str]:
        query = "SELECT before_statement, after_statement, kind, actor, issue FROM shifts"
        return {
            ("shift", f"{b}>{a}"): f"{actor} on {issue}: {kind}" for b, a, kind, actor, issue in self._db.execute(query)
        }

    def _log(self, before: Mapping[tuple[str, str], str], after: Mapping[tuple[str, str], str]) -> None:
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        rows = [(now, "withdrawn", *key, before[key]) for key in before if key not in after]
        rows += [
            (now, "added" if key not in before else "altered", *key, words)
            for key, words in after.items()
            if before.get(key) != words
        ]
        self._db.executemany("INSERT INTO changes VALUES (?,?,?,?,?)", rows)
