"""One reading of a case at a time: the second waits, or is told who is first.

The lock is SQLite's own on a file beside the store, so that it is given back however the process ends, on every system.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.errors import StoreRefused

__all__ = ["alone"]

_PATIENCE = 0.2  # seconds between two looks at the lock


@contextmanager
def alone(derived: Path, *, wait: float = 600.0, on_wait: Callable[[str], None] | None = None) -> Iterator[None]:
    """Hold the case's reading lock. Waits up to ``wait`` seconds, telling ``on_wait`` once who holds it; then raises StoreRefused."""
    path = derived / "reading.lock"
    name = derived / "reading.by"
    db = sqlite3.connect(path, isolation_level=None, timeout=0)
    try:
        _enter(db, path, name, wait, on_wait)
        name.write_text(str(os.getpid()), encoding="utf-8")
        try:
            yield
        finally:
            name.unlink(missing_ok=True)
            db.execute("ROLLBACK")
    finally:
        db.close()


def _enter(db: sqlite3.Connection, path: Path, name: Path, wait: float, on_wait: Callable[[str], None] | None) -> None:
    end = time.monotonic() + wait
    told = False
    while True:
        try:
            db.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as fault:
            if "locked" not in str(fault):
                raise StoreRefused(
                    "the lock cannot be taken", where=str(path), found=str(fault), mend="delete the file"
                ) from fault
        else:
            return
        first = f"process {name.read_text(encoding='utf-8')}" if name.exists() else "another process"
        if time.monotonic() >= end:
            raise StoreRefused(
                "another reading of this case is under way",
                where=str(path.parent),
                found=first,
                mend="wait for it, or end it",
            )
        if not told and on_wait is not None:
            on_wait(f"{first} is reading this case; waiting for it")
        told = True
        time.sleep(_PATIENCE)
