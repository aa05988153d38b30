"""Several pieces of work at once, results in order: what one report's network pass leaves of the processor, the next one's page takes.

Threads of this process, not processes: the network, the tokenizer and the parser's matrices leave the interpreter free while they
run, and a second process would hold a second network.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

from detente.workers import cores

__all__ = ["in_order"]

Item = TypeVar("Item")
Result = TypeVar("Result")
_WAITING = 1
"""Items read beyond those that are worked on, so that nobody waits for the one who takes the results."""


def in_order(work: Callable[[Item], Result], items: Iterable[Item], at_once: int | None = None) -> Iterator[Result]:
    """The results of ``work`` in the order of ``items``, ``at_once`` (this process's cores if left out) under way at a time.

    Items are asked for one by one, by the caller's thread, a few ahead of the results taken, so that memory stays flat over any number. What ``work`` raises
    for an item is raised when its turn comes. The first item is worked on alone: it loads what all need, and is done soonest.
    """
    many = at_once or cores()
    coming = iter(items)
    for first in islice(coming, 1 if many > 1 else None):
        yield work(first)
    with ThreadPoolExecutor(many, thread_name_prefix="detente-ahead") as pool:
        under_way: deque[Future[Result]] = deque(pool.submit(work, item) for item in islice(coming, many + _WAITING))
        try:
            while under_way:
                done = under_way.popleft().result()
                under_way.extend(pool.submit(work, item) for item in islice(coming, 1))
                yield done
        finally:
            for future in under_way:
                future.cancel()
