"""The word embeddings of the reader of attributions, read out of its ONNX file.

Both networks begin from one table of 30,522 word pieces, which neither changes in training; so it stands in the package once. ONNX files
are Protocol Buffers (https://protobuf.dev/programming-guides/encoding): fields of a number, a wire type and a value. Only the path
model.graph.initializer is walked here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["Words", "words_in"]

_GRAPH, _INITIALIZER, _DIMS, _FLOATS, _INTS, _NAME, _RAW = 7, 5, 1, 4, 5, 8, 9  # field numbers of onnx.proto
_TABLE = "pieces.weight"
Words = tuple[NDArray[np.uint8], float, int]
"""The table, one row a piece; the scale, and the number that stands for zero."""


def words_in(path: Path) -> Words:
    """The embedding table of the network in ``path``. Raises ValueError where it has none in int8."""
    found: dict[str, memoryview] = {}
    for number, graph in _fields(memoryview(path.read_bytes())):
        if number != _GRAPH or isinstance(graph, int):
            continue
        for kind, tensor in _fields(graph):
            if kind == _INITIALIZER and not isinstance(tensor, int):
                name = next(
                    (bytes(v).decode() for k, v in _fields(tensor) if k == _NAME and not isinstance(v, int)), ""
                )
                for part in ("quantized", "scale", "zero_point"):
                    if name.endswith(f"{_TABLE}_{part}"):
                        found[part] = tensor
    if len(found) != 3:
        raise ValueError(f"{path} holds no embeddings of word pieces in int8")
    dims = [v for k, v in _fields(found["quantized"]) if k == _DIMS and isinstance(v, int)]
    table = np.frombuffer(_raw(found["quantized"]), dtype=np.uint8).reshape(dims)
    return table, float(np.frombuffer(_raw(found["scale"]), dtype="<f4")[0]), int(_raw(found["zero_point"])[0])


def _raw(tensor: memoryview) -> memoryview:
    """A tensor's bytes, wherever its writer put them."""
    for number, value in _fields(tensor):
        if number in (_RAW, _FLOATS):
            return value if not isinstance(value, int) else memoryview(value.to_bytes(4, "little"))
        if number == _INTS:
            return memoryview(bytes([value])) if isinstance(value, int) else value
    return memoryview(bytes(4))  # a value of zero is left out


def _fields(data: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """The fields of a message: number, and value as an integer or as bytes."""
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = _varint(data, at)
            yield number, value
            continue
        if wire == 2:
            size, at = _varint(data, at)
        else:
            size = {1: 8, 5: 4}[wire]
        yield number, data[at : at + size]
        at += size


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
