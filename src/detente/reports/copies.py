"""The same item twice: exact copies, syndicated copies, and updated versions of one address.

1. Equal words (case, punctuation and line ends aside) are copies.
2. Other pairs are candidates by MinHash (``detente.reports.minhash``) and copies if at least COPY_CONTAINMENT of the shorter one's
   sentences stand in the longer one, word for word or nearly so, and at least one sentence in the whole is of some length.
   Containment instead of similarity, because houses cut what they print.
3. A sentence that is nearly the same but for a figure, a day or a name speaks against a copy: bulletins from one template differ
   just so. One such sentence in a copy is a house's own rounding; where they make up CONFLICT_SHARE, the two are different items.
4. Reports of one address, or of one wire's id, are versions of each other if they share anything of some length, or their title, or one is
   canceled; what is canceled is the last word.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from detente.reports.minhash import candidate_pairs, containment, shingles_of, signature_of, words_of
from detente.reports.report import Report

if TYPE_CHECKING:
    from detente.reports.minhash import Shingles

__all__ = [
    "CONFLICT_SHARE",
    "COPY_CONTAINMENT",
    "Group",
    "group",
    "grouped",
    "plain_address",
    "same_address",
    "same_item",
]

COPY_CONTAINMENT = 0.6
"""Chosen on the project's test set of 156 pairs (tests/reports/copies_set.py), where every value from 0.5 to 0.75 gives the same
verdicts: follow-ups share up to 0.45 of their words with the older item, localised copies at least 0.75."""
CONFLICT_SHARE = 0.25
"""Share of the compared sentences that differ in a figure, day or name alone: 0 to 0.2 in the set's copies, 0.5 to 1 in bulletins
from one template."""
VERSION_CONTAINMENT = 0.1
"""Five-word runs that two versions of one address share at least; two unrelated news items share under 0.01."""
LEAST_CONTAINMENT = 0.12
"""Below this share of common five-word runs no pair is looked at sentence by sentence."""
NEAR_SENTENCE = 0.6
"""Share of common words (Dice) from which two sentences are one sentence, edited."""
LEAST_WORDS = 8
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|ref|cmp|cmpid|partner|source|smid|ocid)$", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+(?=[\"“‘(\[]?[A-ZÀ-Þ0-9])|\n+")
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december".split()
)


@dataclass(frozen=True, slots=True)
class Group:
    """One item: the report that is kept, its copies elsewhere, and its earlier versions, each by date and then by id."""

    kept: Report
    copies: tuple[Report, ...] = ()
    versions: tuple[Report, ...] = ()

    @property
    def reports(self) -> tuple[Report, ...]:
        """All of them, the kept one first."""
        return (self.kept, *self.versions, *self.copies)

    @property
    def publishers(self) -> tuple[str, ...]:
        """Who printed it, each once, in the order of the reports."""
        return tuple(dict.fromkeys(report.publisher for report in self.reports if report.publisher))


@dataclass(frozen=True, slots=True)
class _Read:
    """A report prepared for comparison."""

    report: Report
    words: int
    same_words: bytes
    shingles: Shingles


def group(reports: Iterable[Report]) -> tuple[Group, ...]:
    """The distinct items among ``reports``, in the order of their first report. Every report is in exactly one group.

    Of versions the newest is kept, of copies the longest, then the earliest, then the one whose id comes first.
    """
    read = [_prepared(report) for report in reports]
    leaders = list(range(len(read)))

    def leader(place: int) -> int:
        while leaders[place] != place:
            leaders[place] = leaders[leaders[place]]
            place = leaders[place]
        return place

    for one, other in _candidates(read):
        first, second = leader(one), leader(other)
        if first != second and (_is_version(read[one], read[other]) or _is_copy(read[one], read[other])):
            leaders[max(first, second)] = min(first, second)
    members: dict[int, list[Report]] = defaultdict(list)
    for place, entry in enumerate(read):
        members[leader(place)].append(entry.report)
    return tuple(grouped(found) for _, found in sorted(members.items()))


def same_item(one: Report, other: Report) -> bool:
    """Whether two reports are copies or versions of one item, compared directly."""
    first, second = _prepared(one), _prepared(other)
    return _is_version(first, second) or _is_copy(first, second)


def same_address(one: str | None, other: str | None) -> bool:
    """Whether two addresses are one page: scheme, ``www.``, fragment, closing slash and campaign marks aside."""
    return one is not None and other is not None and plain_address(one) == plain_address(other)


def plain_address(address: str) -> str:
    """What two addresses of one page have in common: host, path, and what of the query is no campaign mark."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    query = urlencode([(key, value) for key, value in parse_qsl(parts.query) if not _TRACKING.match(key)])
    host = (parts.netloc or "").lower().removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    path = re.sub(r"(?:/index\.html?|/amp)?/*$", "", parts.path)
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def _prepared(report: Report) -> _Read:
    words = words_of(report.text)
    digest = hashlib.blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=16).digest()
    return _Read(report, len(words), digest, shingles_of(words))


def _candidates(read: Sequence[_Read]) -> list[tuple[int, int]]:
    """Pairs of one address, of equal words, or of one MinHash band, ascending."""
    found: set[tuple[int, int]] = set()
    for key in (_by_address, _by_words):
        chains: dict[object, int] = {}
        for place, entry in enumerate(read):
            shared = key(entry)
            if shared is not None:
                if shared in chains:
                    found.add((chains[shared], place))
                chains[shared] = place
    long_enough = [place for place, entry in enumerate(read) if entry.words >= LEAST_WORDS]
    signatures = [signature_of(read[place].shingles) for place in long_enough]
    found.update((long_enough[one], long_enough[other]) for one, other in candidate_pairs(signatures))
    return sorted(found)


def _by_address(entry: _Read) -> object:
    return None if entry.report.url is None else plain_address(entry.report.url)


def _by_words(entry: _Read) -> object:
    return entry.same_words if entry.words else None


def _is_version(one: _Read, other: _Read) -> bool:
    if not same_address(one.report.url, other.report.url):
        return False
    if "canceled" in (one.report.signal, other.report.signal):
        return True  # a kill notice need not repeat a word of what it withdraws
    titled = one.report.title is not None and one.report.title == other.report.title
    return (
        titled
        or one.report.text == other.report.text
        or containment(one.shingles, other.shingles) >= VERSION_CONTAINMENT
    )


def _is_copy(one: _Read, other: _Read) -> bool:
    if one.same_words == other.same_words:
        return one.words > 0
    if min(one.words, other.words) < LEAST_WORDS or containment(one.shingles, other.shingles) < LEAST_CONTAINMENT:
        return False
    shorter, longer = sorted(
        (_sentences(one.report.text), _sentences(other.report.text)), key=lambda found: sum(map(len, found))
    )
    return _shared(shorter, longer)


def _sentences(text: str) -> list[tuple[str, ...]]:
    found = (tuple(words_of(part)) for part in _SENTENCE.split(text))
    return [words for words in found if words]


def _shared(shorter: Sequence[tuple[str, ...]], longer: Sequence[tuple[str, ...]]) -> bool:
    """Whether enough of the shorter one's words stand in sentences of the longer one, and few of them conflict."""
    exact = set(longer)
    by_word: dict[str, list[int]] = defaultdict(list)
    for place, sentence in enumerate(longer):
        for word in set(sentence):
            by_word[word].append(place)
    total = sum(map(len, shorter))
    matched = conflicting = 0
    for sentence in shorter:
        if sentence in exact:
            matched += len(sentence)
            continue
        near = _nearest(sentence, longer, by_word)
        if near is None:
            continue
        matched += len(sentence)
        if _conflict(sentence, near):
            conflicting += len(sentence)
    return matched >= COPY_CONTAINMENT * total and conflicting < CONFLICT_SHARE * matched


def _nearest(
    sentence: tuple[str, ...], longer: Sequence[tuple[str, ...]], by_word: dict[str, list[int]]
) -> tuple[str, ...] | None:
    """The sentence of the longer text with most words in common, if those are enough for it to be the same one, edited."""
    common: dict[int, int] = defaultdict(int)
    # the rarest words tell sentences apart; frequent ones would only cost time
    for word in sorted(set(sentence), key=lambda word: (len(by_word.get(word, ())), word))[:12]:
        for place in by_word.get(word, ())[:200]:
            common[place] += 1
    best, score = None, NEAR_SENTENCE
    mine = set(sentence)
    for place, _ in sorted(common.items(), key=lambda found: (-found[1], found[0]))[:5]:
        theirs = set(longer[place])
        dice = 2 * len(mine & theirs) / (len(mine) + len(theirs))
        inside = len(mine & theirs) / len(mine) if len(theirs) > len(mine) else 0.0
        if max(dice, inside - 0.25) >= score:
            best, score = longer[place], max(dice, inside - 0.25)
    return best


def _conflict(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two near-equal sentences differ on both sides in a figure, a day or a month."""
    mine, theirs = set(one) - set(other), set(other) - set(one)
    return any(map(_tells_apart, mine)) and any(map(_tells_apart, theirs))


def _tells_apart(word: str) -> bool:
    return word[0].isdigit() or word in _DAYS


def grouped(reports: Iterable[Report]) -> Group:
    """Reports that are one item: which of them is kept, and what the others are to it."""
    newest: dict[str, Report] = {}
    older: list[Report] = []
    for report in sorted(reports, key=lambda report: (report.signal == "canceled", *_age(report))):
        key = plain_address(report.url) if report.url else report.id
        if key in newest:
            older.append(newest[key])
        newest[key] = report
    kept = min(newest.values(), key=lambda report: (report.signal != "canceled", -len(report.text), *_age(report)))
    copies = sorted((report for report in newest.values() if report is not kept), key=_age)
    own = [report for report in older if same_address(report.url, kept.url)]
    return Group(kept, tuple(sorted([*copies, *(r for r in older if r not in own)], key=_age)), tuple(own))


def _age(report: Report) -> tuple[str, str]:
    last = report.modified or report.published
    return (last.iso if last is not None else "", report.id)
