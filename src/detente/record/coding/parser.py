"""A small dependency parser: dilated convolutions over hashed word features, then biaffine heads (Dozat & Manning 2017).

Trained by ``training/parsing`` on UD English EWT and the free genres of GUM; the weights (CC BY-SA 4.0) stand beside this file. It runs on
numpy alone. Each sentence is read by itself, whatever stands beside it in a call.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

__all__ = ["DILATIONS", "PREFIXES", "SHAPES", "SUFFIXES", "Parse", "hashed", "parse"]

SUFFIXES, PREFIXES, SHAPES = 3000, 1500, 256  # hash buckets, as trained
DILATIONS = (1, 1, 2, 4, 8, 1, 2)
BATCH = 600  # tokens read at once, so that what is worked on stays in the processor's cache and memory stays flat
GAP = max(DILATIONS)  # empty rows between two sentences, so that no convolution reaches over


@dataclass(frozen=True, slots=True)
class Parse:
    """One sentence: Penn tags, heads (index of the head token, -1 for the root) and UD relations, one a token."""

    tags: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Weights:
    words: dict[str, int]
    tags: tuple[str, ...]
    relations: tuple[str, ...]
    arrays: dict[str, Matrix]


def parse(sentences: Sequence[Sequence[str]]) -> list[Parse]:
    """Parse sentences given as their tokens' words."""
    found: list[Parse] = []
    batch: list[Sequence[str]] = []
    for sentence in sentences:
        batch.append(sentence)
        if sum(map(len, batch)) >= BATCH:
            found += _parse(batch)
            batch = []
    return found + _parse(batch) if batch else found


def _parse(sentences: Sequence[Sequence[str]]) -> list[Parse]:
    import numpy as np

    weights = _weights()
    w = weights.arrays
    starts: list[int] = []
    at = GAP
    for sentence in sentences:
        starts.append(at)
        at += len(sentence) + GAP
    features = np.zeros((at, 5), dtype=np.int32)
    mask = np.zeros((at, 1), dtype=np.float32)
    for start, sentence in zip(starts, sentences, strict=True):
        features[start : start + len(sentence)] = [_features(word, weights) for word in sentence]
        mask[start : start + len(sentence)] = 1.0
    x = _encode(features, mask, w)
    tags = (x @ w["tag.weight"].T + w["tag.bias"]).argmax(-1)
    found = []
    for start, sentence in zip(starts, sentences, strict=True):
        rows = x[start : start + len(sentence)]
        heads, labels = _tree(rows, w)
        found.append(
            Parse(
                tuple(weights.tags[t] for t in tags[start : start + len(sentence)]),
                tuple(heads),
                tuple(weights.relations[r] for r in labels),
            )
        )
    return found


def _encode(features: NDArray[np.int32], mask: Matrix, w: dict[str, Matrix]) -> Matrix:
    import numpy as np

    columns = [
        w["word"][features[:, 0]],
        w["suf"][features[:, 1]],
        w["suf"][features[:, 2]],
        w["pre"][features[:, 3]],
        w["shp"][features[:, 4]],
    ]
    x: Matrix = np.maximum(np.concatenate(columns, axis=1) @ w["inp.weight"].T + w["inp.bias"], 0) * mask
    rows, size = x.shape
    for number, reach in enumerate(DILATIONS):
        padded = np.zeros((rows + 2 * reach, size), dtype=np.float32)
        padded[reach : reach + rows] = x
        window = np.concatenate([padded[:rows], x, padded[2 * reach :]], axis=1)
        x = x + np.maximum(window @ w[f"conv.{number}.weight"].T + w[f"conv.{number}.bias"], 0)
        x -= x.mean(-1, keepdims=True)
        x /= np.sqrt((x * x).mean(-1, keepdims=True) + 1e-5)
        x = (x * w[f"nrm.{number}.weight"] + w[f"nrm.{number}.bias"]) * mask
    return x


def _tree(rows: Matrix, w: dict[str, Matrix]) -> tuple[list[int], list[int]]:
    """Heads and labels of one sentence."""
    import numpy as np

    with_root = np.concatenate([w["root"][None], rows])
    heads = np.maximum(with_root @ w["hd.weight"].T + w["hd.bias"], 0)
    dependents = np.maximum(rows @ w["dp.weight"].T + w["dp.bias"], 0)
    scores = dependents @ w["bi.weight"].T @ heads.T + (heads @ w["hb.weight"].T).T
    chosen = _one_tree(scores)
    hidden = np.maximum((with_root @ w["lh.weight"].T + w["lh.bias"])[chosen] + rows @ w["ld.weight"].T, 0)
    labels = (hidden @ w["lo.weight"].T + w["lo.bias"]).argmax(-1)
    return [int(h) - 1 for h in chosen], [int(r) for r in labels]


def _one_tree(scores: Matrix) -> NDArray[np.intp]:
    """The best head of each token, made a tree: one root, and loops cut where that costs least.

    ``scores`` has a row for each token and a column for the root and then each token. Every cut joins a loop to what hangs on the root
    already, so that at most one cut for each token is needed.
    """
    import numpy as np

    size = len(scores)
    scores = scores.copy()
    scores[np.arange(size), np.arange(size) + 1] = -np.inf
    root = int((scores[:, 0] - np.max(scores[:, 1:], axis=1, initial=-1e9)).argmax())
    scores[:, 0] = -np.inf
    heads: NDArray[np.intp] = scores.argmax(-1)
    heads[root] = 0
    while True:
        hanging = _hanging(heads, root)
        if hanging.all():
            return heads
        loose = np.flatnonzero(~hanging)
        joined = scores[loose][:, 1:][:, hanging]
        loss = joined.max(-1) - scores[loose, heads[loose]]
        looping = np.array([_in_loop(heads, int(i)) for i in loose])
        best = int(np.where(looping, loss, -np.inf).argmax())
        heads[loose[best]] = 1 + np.flatnonzero(hanging)[int(joined[best].argmax())]


def _hanging(heads: NDArray[np.intp], root: int) -> NDArray[np.bool_]:
    """Which tokens' chains of heads end at ``root``."""
    import numpy as np

    above = np.where(heads > 0, heads - 1, root)
    reached = above
    for _ in range(max(1, len(heads).bit_length())):
        reached = reached[reached]
    hanging: NDArray[np.bool_] = reached == root
    return hanging


def _in_loop(heads: NDArray[np.intp], token: int) -> bool:
    at = int(heads[token]) - 1
    for _ in range(len(heads)):
        if at == token:
            return True
        if at < 0:
            return False
        at = int(heads[at]) - 1
    return False


def _bucket(text: str, size: int) -> int:
    return 1 + zlib.crc32(text.encode("utf-8", "surrogatepass")) % (size - 1)


_LOWER, _UPPER, _DIGIT, _RUN = re.compile(r"[a-z]"), re.compile(r"[A-Z]"), re.compile(r"\d"), re.compile(r"(.)\1{2,}")


@lru_cache(maxsize=65_536)
def hashed(word: str) -> tuple[str, int, int, int, int]:
    """A word in small letters, and the buckets of its last three and two letters, its first three, and its shape."""
    low = word.lower().replace("’", "'")
    shape = _RUN.sub(r"\1\1", _UPPER.sub("X", _LOWER.sub("x", _DIGIT.sub("d", word))))
    return (
        low,
        _bucket(low[-3:], SUFFIXES),
        _bucket("2" + low[-2:], SUFFIXES),
        _bucket(low[:3], PREFIXES),
        _bucket(shape, SHAPES),
    )


def _features(word: str, weights: _Weights) -> tuple[int, int, int, int, int]:
    low, *rest = hashed(word)
    return (weights.words.get(low, 0), *rest)  # type: ignore[return-value]  # four ints stand in rest


@lru_cache(maxsize=1)
def _weights() -> _Weights:
    import numpy as np

    with resources.as_file(resources.files(__package__) / "parser.npz") as path, np.load(path) as stored:
        names = {name: bytes(stored[name]).decode("utf-8").split("\n") for name in ("words", "tags", "relations")}
        arrays = {
            name: (
                array.astype(np.float32) * stored[name + ".scale"]
                if array.dtype == np.int8
                else array.astype(np.float32)
            )
            for name, array in ((n, stored[n]) for n in stored.files if n not in names and not n.endswith(".scale"))
        }
    return _Weights(
        {w: i + 1 for i, w in enumerate(names["words"])}, tuple(names["tags"]), tuple(names["relations"]), arrays
    )
