"""The feasible states of a conflict, listed and numbered.

A state is an option mask: bit k is set where option k of the file is taken. States stand in ascending order
of the mask, so the first option of the file is the lowest bit; their ids count from 1. Inside the program a
state is mostly its *place* in that order, counted from 0 (`id - 1`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.conflict.model import MOST_LISTED, Conflict
from detente.conflict.statements import Columns, Expr, holds
from detente.errors import ConflictRefused

MOST_KEPT = 16  # options; a list of states is then at most 256 kB
CHUNK = 1 << 16  # masks judged at a time: temporaries stay in the processor's cache


@dataclass(frozen=True, slots=True, eq=False)
class States:
    """Feasible states in numbering order.

    `masks`: int32, ascending. `options`: the option names, bit by bit. `names`: the state names of a
    graph-form model (whose masks are then just 0, 1, 2, ...), None in option form.
    """

    masks: NDArray[np.int32]
    options: tuple[str, ...]
    names: tuple[str, ...] | None = None

    def __len__(self) -> int:
        return len(self.masks)

    @property
    def ids(self) -> NDArray[np.int64]:
        """1 to the number of states."""
        return np.arange(1, len(self.masks) + 1)

    @property
    def complete(self) -> bool:
        """Whether every option combination is feasible, so that a state's place is its mask."""
        return self.names is None and len(self.masks) == 1 << len(self.options)

    def patterns(self, ids: ArrayLike) -> list[str]:
        """The patterns of states by id (state names in graph form). Raises IndexError for an id that is none."""
        places = self.places(ids)
        if self.names is not None:
            return [self.names[place] for place in places]
        if not self.options:
            return [""] * len(places)
        bits = (self.masks[places][:, None] >> np.arange(len(self.options), dtype=np.int32)) & 1
        letters = np.where(bits == 1, np.uint8(ord("Y")), np.uint8(ord("N")))
        return [row.tobytes().decode() for row in letters]

    def pattern(self, state: int) -> str:
        """The pattern of one state id."""
        return self.patterns([state])[0]

    def taken(self, state: int) -> list[str]:
        """The names of the options taken in the state with this id (graph form: none)."""
        mask = int(self.masks[self.places([state])[0]]) if self.names is None else 0
        return [name for place, name in enumerate(self.options) if mask >> place & 1]

    def places(self, ids: ArrayLike) -> NDArray[np.int64]:
        """Ids turned into places. Raises IndexError for an id that is none."""
        places = np.atleast_1d(np.asarray(ids, dtype=np.int64)) - 1
        if places.size and not (places.min() >= 0 and places.max() < len(self.masks)):
            raise IndexError(f"state ids run from 1 to {len(self.masks)}")
        return places

    def place_of(self, mask: int) -> int | None:
        """The place of an option mask, None where it is infeasible."""
        place = int(np.searchsorted(self.masks, mask))
        return place if place < len(self.masks) and int(self.masks[place]) == mask else None

    def named(self, word: str) -> int | None:
        """The id of the state that a pattern (no `-`; graph form: a name) stands for; None if there is none."""
        if self.names is not None:
            return self.names.index(word) + 1 if word in self.names else None
        if len(word) != len(self.options) or not set(word) <= {"Y", "N"}:
            return None
        place = self.place_of(sum(1 << k for k, letter in enumerate(word) if letter == "Y"))
        return None if place is None else place + 1

    def find(self, word: str) -> int | None:
        """The id of the state that a user's word means: a pattern, a name, or an id; None if there is none."""
        state = self.named(word)
        if state is None and word.isdecimal() and 1 <= int(word) <= len(self):
            return int(word)
        return state


def list_states(conflict: Conflict) -> States:
    """List the feasible states.

    Raises ConflictRefused where no state is feasible, or where there are more options than states are listed
    for.
    """
    if conflict.graph is not None:
        return States(np.arange(len(conflict.graph), dtype=np.int32), (), conflict.graph)
    options = tuple(option.name for option in conflict.options)
    if len(options) > MOST_LISTED:
        raise ConflictRefused(
            f"a model with more than {MOST_LISTED} options has too many states to be listed",
            where=conflict.source or conflict.title,
            found=f"{len(options)} options",
            mend="solve it with the symbolic engine (--symbolic), or model fewer options",
        )
    feasible = _feasible_masks if len(options) > MOST_KEPT else _kept_masks
    masks = feasible(conflict.infeasible, options)
    if not len(masks):
        raise ConflictRefused(
            "no state is feasible",
            where=conflict.source or conflict.title,
            found=f"{len(conflict.infeasible)} infeasible statements that rule out every option combination",
            mend="take one of them out of `infeasible`",
        )
    return States(masks, options)


def _feasible_masks(infeasible: tuple[Expr, ...], options: tuple[str, ...]) -> NDArray[np.int32]:
    everything = np.arange(1 << len(options), dtype=np.int32)
    if infeasible:
        places = {name: place for place, name in enumerate(options)}
        everything = np.concatenate([_thinned(chunk.masks, infeasible, chunk) for chunk in chunks(everything, places)])
    everything.setflags(write=False)
    return everything


@lru_cache(maxsize=16)
def _kept_masks(infeasible: tuple[Expr, ...], options: tuple[str, ...]) -> NDArray[np.int32]:
    """Small lists are kept: re-solving under other preferences lists the states once."""
    return _feasible_masks(infeasible, options)


def _thinned(masks: NDArray[np.int32], infeasible: Iterable[Expr], columns: Columns) -> NDArray[np.int32]:
    keep = np.ones(len(masks), dtype=np.bool_)
    for expr in infeasible:
        keep &= ~holds(expr, columns)
    return masks[keep]


def chunks(masks: NDArray[np.int32], places: dict[str, int]) -> Iterator[Columns]:
    """The masks in runs of `CHUNK`, each ready to be judged."""
    for start in range(0, len(masks), CHUNK):
        yield Columns(masks[start : start + CHUNK], places)


def truth(expr: Expr, states: States) -> NDArray[np.bool_]:
    """Where a statement holds, over the states in numbering order."""
    places = {name: place for place, name in enumerate(states.options)}
    return np.concatenate([holds(expr, columns) for columns in chunks(states.masks, places)])
