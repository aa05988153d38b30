"""How a party compares two states once its marks are taken seriously: better, much better, equal or unknown.

Li, Hipel, Kilgour and Fang (2004) add unknown preference to better and equal; Hamouda, Kilgour and Hipel (2004) add
much better. The marks of conflict.yaml say which holds:

1. Of two states the first statement on which they differ decides. `unsure` on it makes the pair unknown; otherwise
   `strongly` makes the better one much better.
2. With `order_unsure` a pair is unknown too if the next statement would decide it the other way.
3. States that tie are equal, or unknown with `ties_unknown`.
4. A `compare` line has the last word on its pair.

A ranking or weights give better and equal only, before 3 and 4. Bits are rows as in `bitrows`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.conflict.graph import GraphModel
from detente.conflict.model import Pair, Preference, Relation, Wish
from detente.conflict.states import States, truth
from detente.errors import ConflictRefused
from detente.stability.bitrows import Rows, everybody, identity, nobody, pack, row_of, transposed


@dataclass(frozen=True, slots=True, eq=False)
class Pairwise:
    """One party's comparisons. Row s of `better` holds the states known to be preferred to s, much or not; of
    `much_better` those much preferred; of `unknown` those whose order with s is not known.
    """

    better: Rows
    much_better: Rows
    unknown: Rows

    @property
    def no_better(self) -> Rows:
        """Row s: the states known to be no better than s, s among them."""
        return everybody(len(self.better)) & ~self.better & ~self.unknown

    @property
    def much_worse(self) -> Rows:
        """Row s: the states to which s is much preferred."""
        return transposed(self.much_better)


def marked(preference: Preference) -> bool:
    """Whether anything in the preference goes beyond better and equal."""
    wishes = preference.wishes or ()
    return bool(
        preference.compare
        or preference.ties_unknown
        or preference.order_unsure
        or any(wish.unsure or wish.strongly for wish in wishes)
    )


def pairwise(model: GraphModel, party: int) -> Pairwise:
    """One party's comparisons (by index). Raises ConflictRefused for a `compare` line that names an infeasible state."""
    preference = model.conflict.parties[party].preference
    if preference.wishes is not None:
        sides = _decided(preference.wishes, model.states, preference.order_unsure)
    else:
        rank = model.ranks[party]
        sides = Pairwise(pack(rank[None, :] > rank[:, None]), nobody(len(rank)), nobody(len(rank)))
    size = len(model.states)
    unknown = sides.unknown
    if preference.ties_unknown:
        apart = sides.better | transposed(sides.better) | unknown | identity(size)
        unknown = unknown | (everybody(size) & ~apart)
    sides = Pairwise(sides.better, sides.much_better, unknown)
    if not preference.compare:
        return sides
    return _compared(sides, preference.compare, model.states, model.conflict.source or model.conflict.title)


def _decided(wishes: Sequence[Wish], states: States, order_unsure: bool) -> Pairwise:
    size = len(states)
    columns = [truth(wish.expr, states) for wish in wishes]
    better, much, unknown, alike = nobody(size), nobody(size), nobody(size), everybody(size)
    for at, (wish, holds) in enumerate(zip(wishes, columns, strict=True)):
        fits = row_of(holds)
        up = np.where(holds[:, None], np.uint64(0), alike & fits)  # row s: preferred to s because of this wish
        down = np.where(holds[:, None], alike & ~fits, np.uint64(0))
        doubtful = up | down if wish.unsure else np.zeros_like(up)
        if order_unsure and at + 1 < len(wishes):
            after, fits_after = columns[at + 1], row_of(columns[at + 1])
            doubtful |= np.where(after[:, None], up & ~fits_after, down & fits_after)
        unknown |= doubtful
        better |= up & ~doubtful
        if wish.strongly:
            much |= up & ~doubtful
        alike &= ~(up | down)
    return Pairwise(better, much, unknown)


def _compared(sides: Pairwise, pairs: Sequence[Pair], states: States, source: str) -> Pairwise:
    better, much, unknown = sides.better.copy(), sides.much_better.copy(), sides.unknown.copy()
    for pair in pairs:
        left, right = states.named(pair.left), states.named(pair.right)
        if left is None or right is None:
            raise ConflictRefused(
                "a comparison names an infeasible state",
                where=f"{source}:{pair.line}",
                found=pair.left if left is None else pair.right,
                mend="take the line out, or make the state feasible",
            )
        for rows in (better, much, unknown):
            _write(rows, left - 1, right - 1, False)
            _write(rows, right - 1, left - 1, False)
        if pair.relation is Relation.UNKNOWN:
            _write(unknown, left - 1, right - 1, True)
            _write(unknown, right - 1, left - 1, True)
        elif pair.relation is not Relation.EQUAL:
            _write(better, right - 1, left - 1, True)
            if pair.relation is Relation.MUCH_BETTER:
                _write(much, right - 1, left - 1, True)
    return Pairwise(better, much, unknown)


def _write(rows: Rows, source: int, target: int, value: bool) -> None:
    bit = np.uint64(1 << (target & 63))
    if value:
        rows[source, target >> 6] |= bit
    else:
        rows[source, target >> 6] &= ~bit
