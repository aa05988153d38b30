"""Things that are made when they are asked for, and some of them kept, so that memory stays flat over any number of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["OnDemand"]

Made = TypeVar("Made")


class OnDemand(Generic[Made]):
    """By its place each thing that ``make`` makes; about the last ``held`` are kept."""

    def __init__(self, make: Callable[[int], Made], held: int) -> None:
        self._make, self._most = make, held
        self._held: dict[int, Made] = {}

    def __getitem__(self, place: int) -> Made:
        if place not in self._held:
            if len(self._held) >= self._most:
                del self._held[next(iter(self._held))]
            self._held[place] = self._make(place)
        return self._held[place]
