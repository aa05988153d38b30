"""Runs of note numbers: 4, 5, 6 and 9 as 4 to 6 and 9."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["FEW", "runs"]

FEW = 4
"""Notes that a sentence shows one by one; more are drawn together into runs."""


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Consecutive numbers drawn together as (first, last), ascending, each number once."""
    found: list[tuple[int, int]] = []
    for one in sorted(set(numbers)):
        if found and one == found[-1][1] + 1:
            found[-1] = (found[-1][0], one)
        else:
            found.append((one, one))
    return found
