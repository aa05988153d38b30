"""The store's schema, and how its file is opened: a new one made, an older or damaged one emptied, a newer one refused.

The tables are described in docs/reference/store.md.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from detente.errors import StoreRefused
from detente.record.rows import EVENT_COLUMNS, STATEMENT_COLUMNS

__all__ = ["SCHEMA_VERSION", "Change", "opened"]

SCHEMA_VERSION = 5
Change = tuple[str, str, str, str, str]
"""When (ISO 8601, UTC), ``added``, ``altered`` or ``withdrawn``, the kind of thing, its id, and its words."""

_SCHEMA = f"""
CREATE TABLE files (file TEXT PRIMARY KEY, digest TEXT NOT NULL, method TEXT NOT NULL, refused TEXT);
CREATE TABLE reports (id TEXT PRIMARY KEY, file TEXT NOT NULL, place INTEGER NOT NULL, title TEXT, publisher TEXT, published TEXT, url TEXT,
  signal TEXT, text TEXT NOT NULL, rest TEXT NOT NULL);
CREATE INDEX reports_file ON reports (file);
CREATE TABLE statements ({", ".join(STATEMENT_COLUMNS)}, position INTEGER NOT NULL, PRIMARY KEY (id));
CREATE INDEX statements_report ON statements (report, position);
CREATE INDEX statements_actor ON statements (actor, said_on);
CREATE TABLE events ({", ".join(EVENT_COLUMNS)}, position INTEGER NOT NULL, PRIMARY KEY (id));
CREATE INDEX events_report ON events (report, position);
CREATE TABLE positions (actor TEXT, issue TEXT, date TEXT, stance TEXT, firmness REAL, statement TEXT, speaker TEXT, negated INTEGER,
  condition_spans TEXT, why TEXT, sure REAL);
CREATE TABLE shifts (actor TEXT, issue TEXT, kind TEXT, before_statement TEXT, after_statement TEXT, speaker_before TEXT, speaker_after TEXT,
  why TEXT);
CREATE TABLE prints (number INTEGER PRIMARY KEY, report TEXT NOT NULL UNIQUE, keys BLOB NOT NULL, settled INTEGER NOT NULL);
CREATE INDEX prints_unsettled ON prints (report) WHERE NOT settled;
CREATE TABLE shared (key INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (key, number)) WITHOUT ROWID;
CREATE TABLE touched (key INTEGER PRIMARY KEY);
CREATE TABLE busy (key INTEGER PRIMARY KEY, first TEXT NOT NULL);
CREATE TABLE compared (one TEXT NOT NULL, other TEXT NOT NULL, same INTEGER NOT NULL, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE INDEX compared_other ON compared (other);
CREATE TABLE copies (report TEXT PRIMARY KEY, kept TEXT NOT NULL, kind TEXT NOT NULL, publisher TEXT, url TEXT);
CREATE TABLE pieces (method TEXT NOT NULL, text BLOB NOT NULL, keys TEXT NOT NULL, roots TEXT NOT NULL, pieces BLOB NOT NULL, PRIMARY KEY (text, method));
CREATE TABLE changes ("at" TEXT NOT NULL, change TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, words TEXT NOT NULL);
CREATE VIRTUAL TABLE search USING fts5 (source, text, content = 'statements', tokenize = 'porter unicode61');
"""


def opened(path: Path | None) -> sqlite3.Connection:
    """A connection to a store of this schema: a new one, or an older one emptied. Raises StoreRefused for a newer one."""
    if path is None:
        db = sqlite3.connect(":memory:", isolation_level=None)
        db.executescript(_SCHEMA)
        return db
    log = _log_of_older(path)
    try:
        db = sqlite3.connect(path, isolation_level=None, timeout=30)
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=NORMAL")
        if db.execute("PRAGMA user_version").fetchone()[0] == 0:
            db.executescript(f"BEGIN;{_SCHEMA}PRAGMA user_version={SCHEMA_VERSION};COMMIT;")
            db.executemany("INSERT INTO changes VALUES (?,?,?,?,?)", log)
        return db
    except sqlite3.Error as fault:
        raise StoreRefused(
            "the store cannot be opened",
            where=str(path),
            found=str(fault),
            mend="close what else has it open, or delete the file: it is rebuilt",
        ) from fault


def _log_of_older(path: Path) -> list[Change]:
    """Remove a store of an older schema, or a file that is no store, and give back its log of changes. Raises StoreRefused for a newer one."""
    if not path.exists() or path.stat().st_size == 0:
        return []
    log: list[Change] = []
    try:
        db = sqlite3.connect(path, timeout=30)
        try:
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version == SCHEMA_VERSION:
                return []
            if 0 < version < SCHEMA_VERSION:
                log = [
                    tuple(row) for row in db.execute('SELECT "at", change, kind, id, words FROM changes ORDER BY rowid')
                ]
        finally:
            db.close()
    except sqlite3.DatabaseError:
        version = 0  # no store, or one that was damaged: it is derived, and rebuilt
    if version > SCHEMA_VERSION:
        raise StoreRefused(
            "the store was written by a newer détente",
            where=str(path),
            found=f"schema {version}, this program knows {SCHEMA_VERSION}",
            mend="update détente, or delete the file: it is rebuilt",
        )
    for name in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        name.unlink(missing_ok=True)
    return log
