"""Many re-solves, one answer: the protocol behind which work is spread.

Work is cut into numbered pieces whose results are joined in order, so the answer has the same bytes for any number of
workers. Seeds belong to pieces, never to workers.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import Protocol, TypeVar

from detente.errors import MissingExtra

__all__ = ["Executor", "InProcess", "Processes", "RayCluster", "cores"]

Item = TypeVar("Item")
Result = TypeVar("Result")


class Executor(Protocol):
    """Anything that maps a picklable function over items and yields the results in the order of the items."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """The results, in the order of ``items``."""
        ...


class InProcess:
    """One after the other, in this process."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """The results, in the order of ``items``."""
        return map(function, items)


class Processes:
    """Over ``workers`` processes of this machine (all of its cores if left out)."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or cores()

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """The results, in the order of ``items``; a failing piece stops the others."""
        with ProcessPoolExecutor(self.workers) as pool:
            yield from pool.map(function, items)


class RayCluster:
    """Over a Ray cluster (extra ``cluster``): for machines beyond this one; starting it takes seconds."""

    def __init__(self, address: str | None = None) -> None:
        try:
            import ray
        except ImportError as fault:
            raise MissingExtra("spreading work over a Ray cluster", "cluster") from fault
        self._ray = ray
        if not ray.is_initialized():
            ray.init(address=address, include_dashboard=False, log_to_driver=False)

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """The results, in the order of ``items``."""
        remote = self._ray.remote(function)
        for reference in [remote.remote(item) for item in items]:
            yield self._ray.get(reference)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
