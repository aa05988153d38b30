"""The stance network at run time: ONNX, int8, one row at a time."""

from __future__ import annotations

import gzip
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.language.stances.encoding import Encoded
from detente.language.stances.words import Words

__all__ = ["StanceNetwork"]


class StanceNetwork:
    """An open ONNX session, from a file packed with gzip, and the word embeddings that it is fed with. Each row is computed by itself on one thread; threads only take
    different rows, so that results are the same bytes on any number of them."""

    def __init__(self, path: Path, words: Words, threads: int | None = None) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            gzip.decompress(path.read_bytes()), options, providers=["CPUExecutionProvider"]
        )
        self._words = words
        self._threads = threads or min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)

    def run(self, rows: Sequence[Encoded]) -> list[NDArray[np.float32]]:
        """The eight outputs of each row."""
        if self._threads == 1 or len(rows) < 2:
            return [self._one(row) for row in rows]
        with ThreadPoolExecutor(self._threads, thread_name_prefix="detente-stances") as pool:
            return list(pool.map(self._one, rows))

    def _one(self, row: Encoded) -> NDArray[np.float32]:
        table, scale, zero = self._words
        words = (table[row.ids].astype(np.float32) - np.float32(zero)) * np.float32(scale)
        (output,) = self._session.run(None, {"words": words[None], "parts": row.parts[None]})
        found: NDArray[np.float32] = output[0]
        return found
