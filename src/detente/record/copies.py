"""Copies and versions in a case: one item counts once.

What each report's words hash to is kept in the store, and so is the verdict on each pair that was compared, so that a reading compares
the new reports only. Which reports are one item, and which of them is kept, :mod:`detente.reports.copies` says.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from detente.record.nouns import Copy
from detente.record.store import Print, Store
from detente.reports.copies import LEAST_WORDS, Group, group, same_address, same_item
from detente.reports.minhash import candidate_pairs, shingles_of, signature_of, words_of
from detente.reports.report import Report

__all__ = ["copies_in", "settle_copies"]

SHORT = 60
"""Words below which an item that differs at all is no copy: in a few lines one "never" more is another piece of news."""
_PAGE = re.compile(r"^https?://(?:www\.|m\.|amp\.)?|[?#].*$|(?:/index\.html?|/amp)?/*$", re.IGNORECASE)


def settle_copies(store: Store) -> None:
    """Bring the store's table of copies up to date after a reading. Only pairs with a new report in them are compared."""
    for report in store.unprinted():
        store.put_print(_print_of(report))
    prints = list(store.prints())
    known = store.compared()
    for one, other in _candidates(prints):
        pair = prints[one].report, prints[other].report
        if pair not in known and pair[::-1] not in known:
            known[pair] = _same(store.report(pair[0]), store.report(pair[1]))
            store.put_compared(*pair, same=known[pair])
    same = [pair for pair, verdict in known.items() if verdict]
    store.put_copies(copy for found in _clusters(same) for copy in copies_in(map(store.report, found)))


def copies_in(reports: Iterable[Report]) -> Iterator[Copy]:
    """The copies and earlier versions among ``reports``, each with the report that is kept for it."""
    for item in group(reports):
        yield from _copies_of(item)


def _copies_of(item: Group) -> Iterator[Copy]:
    for kind, reports in (("version", item.versions), ("copy", item.copies)):
        for report in reports:
            yield Copy(
                report.id, item.kept.id, "version" if kind == "version" else "copy", report.publisher, report.url
            )


def _same(one: Report, other: Report) -> bool:
    """Whether two reports are one item; short ones only with the very same words, or at one address."""
    words = words_of(one.text), words_of(other.text)
    brief = min(map(len, words)) < SHORT and words[0] != words[1] and not same_address(one.url, other.url)
    return not brief and same_item(one, other)


def _print_of(report: Report) -> Print:
    words = words_of(report.text)
    digest = hashlib.blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=16).hexdigest()
    long_enough = len(words) >= LEAST_WORDS
    page = _PAGE.sub("", report.url).casefold() if report.url else None
    return Print(
        report.id, page, digest if words else None, signature_of(shingles_of(words)).tobytes() if long_enough else None
    )


def _candidates(prints: Sequence[Print]) -> list[tuple[int, int]]:
    """Pairs of one page, of equal words, or of one MinHash band, ascending."""
    import numpy as np

    found: set[tuple[int, int]] = set()
    for keys in ([p.page for p in prints], [p.words for p in prints]):
        last: dict[str, int] = {}
        for place, key in enumerate(keys):
            if key is not None:
                if key in last:
                    found.add((last[key], place))
                last[key] = place
    signed = [(place, np.frombuffer(p.signature, dtype=np.uint64)) for place, p in enumerate(prints) if p.signature]
    pairs = candidate_pairs([signature for _, signature in signed])
    found.update((signed[one][0], signed[other][0]) for one, other in pairs)
    return sorted(found)


def _clusters(pairs: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """The reports that are joined by ``pairs``, directly or through others, in a fixed order."""
    beside: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        beside[one].add(other)
        beside[other].add(one)
    seen: set[str] = set()
    for start in sorted(beside):
        if start in seen:
            continue
        cluster, wait = [], [start]
        seen.add(start)
        while wait:
            at = wait.pop()
            cluster.append(at)
            wait += sorted(beside[at] - seen)
            seen |= beside[at]
        yield sorted(cluster)
