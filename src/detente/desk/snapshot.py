"""What the desk holds of a case at one moment, with its full-text index; replaced as a whole when a file has changed."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.because import Finding
from detente.case import Case
from detente.conflict.model import Conflict
from detente.errors import Refused
from detente.record.nouns import Position, Record, Statement
from detente.record.pipeline import report_files
from detente.reports.report import Report
from detente.stability.solution import Solution

__all__ = ["Index", "Snapshot", "Stamp", "snapshot_of", "stamp_of"]

Stamp = tuple[tuple[tuple[str, int, int], ...], tuple[str, int, int]]
"""Name, time of change and size of every file that the record rests on, then of conflict.yaml."""


class Index:
    """A full-text index over the statements as reviewed: content, source, actor and title of the report."""

    def __init__(self, statements: Sequence[Statement], titles: Mapping[str, str]) -> None:
        self._lock = threading.Lock()
        self._ids = [one.id for one in statements]
        self._db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._db.execute("CREATE VIRTUAL TABLE search USING fts5 (text, source, title, tokenize = 'porter unicode61')")
        self._db.execute("BEGIN")
        self._db.executemany(
            "INSERT INTO search (rowid, text, source, title) VALUES (?, ?, ?, ?)",
            [
                (at, _plain(one.text), _plain(" ".join(filter(None, (one.source.text, one.source.actor, one.source.person)))), _plain(titles.get(one.report, "")))
                for at, one in enumerate(statements)
            ],
        )  # fmt: skip
        self._db.execute("COMMIT")

    def search(self, words: str) -> list[str]:
        """Ids of the statements that match, best first. ``words`` is an FTS5 query; one that is none is taken word by word."""
        with self._lock:
            try:
                return self._matching(words)
            except sqlite3.OperationalError:
                plain = " ".join('"' + word.replace('"', "") + '"' for word in words.split() if word.strip('"'))
                try:
                    return self._matching(plain) if plain else []
                except sqlite3.OperationalError:
                    return []

    def _matching(self, query: str) -> list[str]:
        rows = self._db.execute("SELECT rowid FROM search WHERE search MATCH ? ORDER BY rank, rowid", (query,))
        return [self._ids[at] for (at,) in rows]


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """A case as last read. ``findings`` is None while they are being worked out; ``fault`` is why there is no solution or no
    findings although there is a conflict.yaml; ``reviewed`` the record's stamp that the statements already follow, while positions and
    shifts are still of an older one. The mappings go from a report's or a statement's id to what belongs to it.
    """

    stamp: Stamp
    case: Case
    record: Record
    reports: tuple[Report, ...]
    messages: tuple[str, ...]
    refusals: tuple[Refused, ...]
    index: Index
    by_report: Mapping[str, tuple[Statement, ...]]
    positions_of: Mapping[str, tuple[Position, ...]]
    statements: Mapping[str, Statement]
    report: Mapping[str, Report]
    conflict: Conflict | None = None
    solution: Solution | None = None
    findings: tuple[Finding, ...] | None = None
    fault: str | None = None
    reviewed: tuple[tuple[str, int, int], ...] | None = None


def snapshot_of(
    stamp: Stamp,
    case: Case,
    record: Record,
    reports: tuple[Report, ...],
    messages: Sequence[str],
    refusals: Sequence[Refused],
) -> Snapshot:
    """A snapshot of a record, without its conflict yet."""
    by_report: dict[str, list[Statement]] = defaultdict(list)
    for one in record.statements:
        by_report[one.report].append(one)
    positions: dict[str, list[Position]] = defaultdict(list)
    for position in record.positions:
        positions[position.statement].append(position)
    known = {report.id: report for report in reports}
    return Snapshot(
        stamp=stamp,
        case=case,
        record=record,
        reports=reports,
        messages=tuple(messages),
        refusals=tuple(refusals),
        index=Index(record.statements, {identity: report.title or "" for identity, report in known.items()}),
        by_report={identity: tuple(sorted(found, key=_place)) for identity, found in by_report.items()},
        positions_of={identity: tuple(found) for identity, found in positions.items()},
        statements={one.id: one for one in record.statements},
        report=known,
    )


def _place(one: Statement) -> tuple[int, int]:
    return (one.content or one.source.spans or ((0, 0),))[0]


def stamp_of(case: Case) -> Stamp:
    """The stamp of a case as its files lie on disk now."""
    record = [_mark(case.folder / "case.yaml"), _mark(case.reviews)]
    record += [_mark(path) for path in report_files(case)]
    return tuple(record), _mark(case.conflict)


def _mark(path: Path) -> tuple[str, int, int]:
    try:
        found = path.stat()
    except OSError:
        return os.fspath(path), 0, -1
    return os.fspath(path), found.st_mtime_ns, found.st_size
