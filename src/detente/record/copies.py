"""Copies and versions in a case: one item counts once.

What each report shares with others is kept in the store, and so is the verdict on each pair that was compared, so that one more report costs
its own comparisons. Which pairs are one item, and which report of an item is kept, :mod:`detente.reports.copies` says; reports that are
joined by such pairs, directly or through others, are one item.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from detente.record.nouns import Copy
from detente.record.store import Store
from detente.reports.copies import LEAST_WORDS, Group, grouped, plain_address, same_address, same_item
from detente.reports.minhash import bands_of, shingles_of, signature_of, words_of
from detente.reports.report import Report

__all__ = ["settle_copies"]

SHORT = 60
"""Words below which an item that differs at all is no copy: in a few lines one "never" more is another piece of news."""


def settle_copies(store: Store) -> None:
    """Bring the store's table of copies up to date after a reading."""
    likeness = store.likeness
    for identity in likeness.unprinted():
        likeness.put(identity, _keys_of(store.report(identity)))
    for pair in likeness.wanted():
        likeness.compare(pair, same=_same(*map(store.report, pair)))
    likeness.compared_all()
    for item in likeness.unsettled():
        likeness.settle(item, _copies_of(grouped(map(store.report, item))) if len(item) > 1 else ())


def _copies_of(item: Group) -> Iterator[Copy]:
    for report in item.versions:
        yield Copy(report.id, item.kept.id, "version", report.publisher, report.url)
    for report in item.copies:
        yield Copy(report.id, item.kept.id, "copy", report.publisher, report.url)


def _same(one: Report, other: Report) -> bool:
    """Whether two reports are one item; short ones only with the very same words, or at one address."""
    words = words_of(one.text), words_of(other.text)
    brief = min(map(len, words)) < SHORT and words[0] != words[1] and not same_address(one.url, other.url)
    return not brief and same_item(one, other)


def _keys_of(report: Report) -> Iterator[int]:
    """Numbers for the page's address without trimmings, for all the words, and for each band of the MinHash signature."""
    words = words_of(report.text)
    if report.url:
        yield _number("page", plain_address(report.url).encode("utf-8", "replace"))
    if words:
        yield _number("words", " ".join(words).encode("utf-8", "replace"))
    if len(words) >= LEAST_WORDS:
        for place, band in enumerate(bands_of(signature_of(shingles_of(words)))):
            yield _number(f"band {place}", band)


def _number(kind: str, what: bytes) -> int:
    digest = hashlib.blake2b(kind.encode() + b" " + what, digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
