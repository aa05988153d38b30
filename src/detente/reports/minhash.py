"""MinHash signatures and the candidates that share a band of them.

1. A text's shingles are its runs of five words, case and punctuation aside, each hashed to 64 bits (from BLAKE2b: the same on any machine).
2. A signature keeps, for each of 128 fixed hash functions, the least value over the shingles; two signatures agree in a share of
   places that estimates the shingle sets' Jaccard similarity.
3. Signatures are cut into bands of two; texts equal in any band are candidates. At a similarity of 0.25 a pair is found with
   probability 1 - (1 - 0.25^2)^64 = 0.984, at 0.35 with 0.9998; at 0.01 two unrelated texts meet with 0.006.

Source: Broder, "On the resemblance and containment of documents" (1997); banding: Leskovec, Rajaraman and Ullman, "Mining of
Massive Datasets" (2014), section 3.4.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Shingles = NDArray[np.uint64]
    Signature = NDArray[np.uint64]

__all__ = [
    "BANDS",
    "BUSY",
    "PLACES",
    "SHINGLE_WORDS",
    "bands_of",
    "candidate_pairs",
    "containment",
    "pairs_within",
    "shingles_of",
    "signature_of",
    "words_of",
]

Item = TypeVar("Item")
SHINGLE_WORDS = 5
PLACES, BANDS = 128, 64
_ORDER = 0x9E3779B97F4A7C15
"""An odd factor that makes a run of words hash differently from the same words in another order."""
_WORD = re.compile(r"\w+(?:[.,]\d+)*")
BUSY = 60
"""A band shared by more texts than this is a house's boilerplate; its texts are compared each with the band's first only."""


def words_of(text: str) -> list[str]:
    """The words and figures of ``text`` in lower case, without any punctuation (so that quote marks and dashes make no difference)."""
    return [word.lower() for word in _WORD.findall(text)]


def shingles_of(words: Sequence[str]) -> Shingles:
    """The distinct hashed shingles of ``words``, ascending. A text of fewer than five words is one shingle."""
    import numpy as np

    hashed = np.array([_word_hash(word) for word in words], dtype=np.uint64)
    if len(hashed) == 0:
        return hashed
    width = min(SHINGLE_WORDS, len(hashed))
    last = len(hashed) - width + 1
    rolled = np.zeros(last, dtype=np.uint64)
    for place in range(width):
        rolled = rolled * np.uint64(_ORDER) + hashed[place : place + last]
    return np.unique(_mixed(rolled))


@lru_cache(maxsize=1 << 17)
def _word_hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "big")


@lru_cache(maxsize=1)
def _multipliers() -> NDArray[np.uint64]:
    """The odd multipliers of the 128 hash functions, derived from a fixed phrase instead of a generator's state."""
    import numpy as np

    return np.array([_word_hash(f"detente minhash {n}") | 1 for n in range(PLACES)], dtype=np.uint64)


def signature_of(shingles: Shingles) -> Signature:
    """The least value of each of the 128 functions over ``shingles``, as an array of shape (128,).

    The functions are multiplications modulo 2^64 (Dietzfelbinger et al., "A reliable randomized algorithm for the closest-pair
    problem", 1997) of shingles that are well mixed already.
    """
    import numpy as np

    least = np.full(PLACES, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(shingles), 2048):
        part = shingles[start : start + 2048]
        least = np.minimum(least, (part[None, :] * _multipliers()[:, None]).min(axis=1))
    return least


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finalising mix of splitmix64 (Steele, Lea and Flood 2014), so that neighbouring sums lie far apart."""
    import numpy as np

    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def candidate_pairs(signatures: Sequence[Signature]) -> Iterator[tuple[int, int]]:
    """The pairs of places in ``signatures`` that agree in a whole band, each once, ascending."""
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    for place, signature in enumerate(signatures):
        for band in enumerate(bands_of(signature)):
            buckets[band].append(place)
    seen: set[tuple[int, int]] = set()
    for places in buckets.values():
        seen.update(pairs_within(places))
    yield from sorted(seen)


def bands_of(signature: Signature) -> list[bytes]:
    """The bands of a signature, in order."""
    rows = PLACES // BANDS
    return [signature[at : at + rows].tobytes() for at in range(0, PLACES, rows)]


def pairs_within(sharing: Sequence[Item]) -> Iterable[tuple[Item, Item]]:
    """The pairs to compare among those that share a band."""
    if len(sharing) > BUSY:
        return ((sharing[0], other) for other in sharing[1:])
    return combinations(sharing, 2)


def containment(one: Shingles, other: Shingles) -> float:
    """The share of the smaller set's shingles that the larger one holds, 0 to 1 (Broder 1997, section 2)."""
    import numpy as np

    smaller = min(len(one), len(other))
    return len(np.intersect1d(one, other, assume_unique=True)) / smaller if smaller else 0.0
