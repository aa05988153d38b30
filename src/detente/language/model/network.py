"""The network at run time: ONNX, int8, one window at a time."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

__all__ = ["Network"]

_FIRST, _LAST = 101, 102  # BERT's [CLS] and [SEP]


class Network:
    """An open ONNX session. ``run`` gives the same bytes whatever the number of threads: each window is computed by
    itself on one thread, and threads only take different windows."""

    def __init__(self, path: Path, threads: int | None = None) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._threads = threads or min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1)
        self._pool: ThreadPoolExecutor | None = None

    def run(self, windows: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]]) -> list[NDArray[np.float32]]:
        """The outputs for each window of (ids, shapes): (pieces, features), without the two special pieces."""
        if self._threads == 1 or len(windows) < 2:
            return [self._one(window) for window in windows]
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="detente-reader")
        return list(self._pool.map(self._one, windows))

    def _one(self, window: tuple[NDArray[np.int64], NDArray[np.int64]]) -> NDArray[np.float32]:
        ids = np.concatenate([[_FIRST], window[0], [_LAST]])[None]
        shapes = np.concatenate([[0], window[1], [0]])[None]
        (output,) = self._session.run(None, {"ids": ids, "shapes": shapes, "mask": np.ones_like(ids)})
        found: NDArray[np.float32] = output[0, 1:-1]
        return found
