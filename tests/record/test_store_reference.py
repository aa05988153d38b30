"""The store's page names every table and column."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from detente.record.store import Store

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "store.md"


def test_every_table_and_column_is_documented(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with Store(path):
        pass
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^\n]*) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    db = sqlite3.connect(path)
    tables = [
        n
        for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not n.startswith(("search_", "sqlite_"))
    ]
    columns = {t: [row[1] for row in db.execute(f"PRAGMA table_info({t})")] for t in tables}
    db.close()
    assert set(rows) == set(tables)
    missing = [f"{t}.{c}" for t, listed in columns.items() for c in listed if f"`{c}`" not in rows[t]]
    assert missing == []
