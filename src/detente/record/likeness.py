"""What the reports of a store have in common: the keys that they share, the pairs that were held against each other, and who is whose copy.

A report's keys are numbers that stand for its page's address, its words and the bands of its MinHash signature; reports with a key in common are
held against each other. Which pairs that are depends on the reports alone, never on the order in which they came: a key that more than
BUSY reports share leaves only the pairs with the first of them, and when a report that comes or goes makes a key busy, or gives it
another first, the pairs that it no longer calls for are dropped, unless another key does.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager

from detente.record.nouns import Copy
from detente.reports.minhash import BUSY, pairs_within

__all__ = ["Likeness"]

Pair = tuple[str, str]
"""The ids of two reports, the lesser first."""
_UNPRINTED = "SELECT id FROM reports WHERE id NOT IN (SELECT report FROM prints) ORDER BY id"
_SHARING = "SELECT report FROM shared JOIN prints USING (number) WHERE key = ? ORDER BY report"
_TOUCHED = """SELECT key, count(*), min(report) FROM touched JOIN shared USING (key) JOIN prints USING (number)
  GROUP BY key HAVING count(*) > 1 ORDER BY key"""
_NO_LONGER_BUSY = """DELETE FROM busy WHERE key IN touched
  AND (SELECT count(*) FROM shared WHERE shared.key = busy.key) <= ?"""
_SAME = "SELECT other FROM compared WHERE one = ?1 AND same UNION SELECT one FROM compared WHERE other = ?1 AND same"


class Likeness:
    """The tables ``prints``, ``shared``, ``touched``, ``busy``, ``compared`` and ``copies`` of an open store."""

    def __init__(self, db: sqlite3.Connection, transaction: Callable[[], AbstractContextManager[None]]) -> None:
        """``transaction`` opens one on ``db``."""
        self._db = db
        self._transaction = transaction

    def unprinted(self) -> list[str]:
        """The reports whose keys are not known yet, by id."""
        return [identity for (identity,) in self._db.execute(_UNPRINTED)]

    def put(self, report: str, keys: Iterable[int]) -> None:
        """Keep a new report's keys (signed 64-bit numbers)."""
        own = sorted(set(keys))
        with self._transaction():
            row = self._db.execute(
                "INSERT INTO prints (report, keys, settled) VALUES (?, ?, 0)", (report, array("q", own).tobytes())
            )
            self._db.executemany("INSERT INTO shared VALUES (?, ?)", ((key, row.lastrowid) for key in own))
            self._touch(own)

    def forget(self, report: str) -> None:
        """Drop a report that is there no more; call it within a transaction."""
        row = self._db.execute("SELECT number, keys FROM prints WHERE report = ?", (report,)).fetchone()
        if row is None:
            return
        number, own = row[0], array("q", row[1])
        self._unsettle(self.same(report))
        self._db.execute("DELETE FROM compared WHERE one = ? OR other = ?", (report, report))
        self._db.execute("DELETE FROM copies WHERE report = ?", (report,))
        self._db.executemany("DELETE FROM shared WHERE key = ? AND number = ?", ((key, number) for key in own))
        self._db.execute("DELETE FROM prints WHERE number = ?", (number,))
        self._touch(own)

    def wanted(self) -> Iterator[Pair]:
        """The pairs that are to be compared and have not been: of the keys that any report gained or lost. Each is given until
        :meth:`compare` has it; call :meth:`compared_all` after the last."""
        self._db.execute(_NO_LONGER_BUSY, (BUSY,))
        for key, many, first in self._db.execute(_TOUCHED).fetchall():
            sharing = self._sharing(key)
            if many > BUSY:
                self._settle_busy(key, first, sharing)
            for pair in pairs_within(sharing):
                if self._db.execute("SELECT 1 FROM compared WHERE one = ? AND other = ?", pair).fetchone() is None:
                    yield pair

    def compare(self, pair: Pair, *, same: bool) -> None:
        """Keep the verdict on a pair."""
        self._db.execute("INSERT OR REPLACE INTO compared VALUES (?,?,?)", (*pair, same))
        if same:
            self._unsettle(pair)

    def compared_all(self) -> None:
        """All pairs of :meth:`wanted` have their verdict."""
        self._db.execute("DELETE FROM touched")

    def unsettled(self) -> Iterator[list[str]]:
        """The items about which anything has changed, each as the ids of the reports that are it, ascending. Each is given until
        :meth:`settle` has it."""
        query = "SELECT report FROM prints WHERE NOT settled ORDER BY report LIMIT 1"
        while (row := self._db.execute(query).fetchone()) is not None:
            yield self._item_of(row[0])

    def settle(self, item: Sequence[str], copies: Iterable[Copy]) -> None:
        """Keep which of the reports of one item are copies of which."""
        with self._transaction():
            self._db.executemany("DELETE FROM copies WHERE report = ?", ((report,) for report in item))
            self._db.executemany(
                "INSERT INTO copies VALUES (?,?,?,?,?)",
                ((c.report, c.kept, c.kind, c.publisher, c.url) for c in copies),
            )
            self._db.executemany("UPDATE prints SET settled = 1 WHERE report = ?", ((report,) for report in item))

    def same(self, report: str) -> list[str]:
        """The reports that were found to be one item with a report."""
        return [other for (other,) in self._db.execute(_SAME, (report,))]

    def _item_of(self, report: str) -> list[str]:
        item, wait = {report}, [report]
        while wait:
            for other in self.same(wait.pop()):
                if other not in item:
                    item.add(other)
                    wait.append(other)
        return sorted(item)

    def _sharing(self, key: int) -> list[str]:
        return [report for (report,) in self._db.execute(_SHARING, (key,))]

    def _settle_busy(self, key: int, first: str, sharing: Sequence[str]) -> None:
        """Drop the pairs that a key called for before it was busy, or when another report was its first."""
        before = self._db.execute("SELECT first FROM busy WHERE key = ?", (key,)).fetchone()
        if before is not None and before[0] == first:
            return
        among = set(sharing)
        for one in sharing:
            for (other,) in self._db.execute("SELECT other FROM compared WHERE one = ?", (one,)).fetchall():
                if other in among and not self._called_for(one, other):
                    self._drop(one, other)
        self._db.execute("INSERT OR REPLACE INTO busy VALUES (?,?)", (key, first))

    def _called_for(self, one: str, other: str) -> bool:
        """Whether any key that two reports share has them compared."""
        own, theirs = (
            {*array("q", self._db.execute("SELECT keys FROM prints WHERE report = ?", (report,)).fetchone()[0])}
            for report in (one, other)
        )
        return any(len(sharing := self._sharing(key)) <= BUSY or sharing[0] == one for key in own & theirs)

    def _drop(self, one: str, other: str) -> None:
        if other in self.same(one):
            self._unsettle((one, other))
        self._db.execute("DELETE FROM compared WHERE one = ? AND other = ?", (one, other))

    def _touch(self, keys: Iterable[int]) -> None:
        self._db.executemany("INSERT OR IGNORE INTO touched VALUES (?)", ((key,) for key in keys))

    def _unsettle(self, reports: Iterable[str]) -> None:
        self._db.executemany("UPDATE prints SET settled = 0 WHERE report = ?", ((report,) for report in reports))
