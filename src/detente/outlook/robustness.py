"""Robustness: which verdicts survive what is not known about the parties' preferences, and which single change overturns each.

Our own definition. The preference orders that a case admits, for each party independently and each with equal weight:

- every `unsure` statement taken as written or turned round;
- where the party says `order: unsure`, its statements as they stand or with one pair of neighbours swapped;
- the party's `alternatives`, each with its own marks;
- where a preference says `ties: unknown`, the states of each tie in any strict order.

1. Number each party's preferences (`admitted`); a tie opened multiplies them by the factorial of its size.
2. If all orders together are at most 100,000, solve every one: the shares are exact. Else draw orders with a seed, in numbered pieces,
   until every share's standard error is under the tolerance or the most draws are reached.
3. The share of a state under a concept is the share of orders under which it is an equilibrium.
4. For each statement, flipped or moved by one place: which equilibria vanish and which appear.

It measures robustness to what is not known. It is no forecast, and the shares say nothing about how often a thing happens.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel, graph_model, with_ranks
from detente.conflict.model import Conflict, Wish
from detente.conflict.ranking import Ranks, dense, ranks
from detente.outlook.admitted import admitted, how_many, swapped
from detente.stability.solve import solve_model
from detente.workers import Executor, InProcess

__all__ = ["MOST_COUNTED", "MOST_EXACT", "Overturning", "Robustness", "Share", "overturning", "robustness"]

MOST_EXACT = 100_000  # orders
PIECE = 200  # orders solved by one call of a worker: pieces, not workers, carry the seeds
CONCEPTS = ("nash", "seq")
TOLERANCE = 0.005  # standard error at which drawing stops
MOST_DRAWN = 20_000
AT_ONCE = 8  # pieces of one round of drawing
MOST_COUNTED = 10**18  # orders; nobody asks how many more there are, and ties of a thousand states would fill pages
KEPT = 64  # rankings, and tables solved, that are kept while a piece is worked off


@dataclass(frozen=True, slots=True)
class Share:
    """Under which share of the admitted orders a state (by id) is an equilibrium; ``error`` is the standard error, 0 where exact."""

    state: int
    concept: str
    share: float
    error: float


@dataclass(frozen=True, slots=True)
class Robustness:
    """The shares of every state that is an equilibrium under some order looked at. ``orders`` is how many are admitted in all
    (``MOST_COUNTED`` for that many or more), ``solved`` how many were looked at, ``seed`` that of the drawing (None where every order was solved).
    """

    concepts: tuple[str, ...]
    orders: int
    solved: int
    shares: tuple[Share, ...]
    seed: int | None
    exact: bool
    method: str


@dataclass(frozen=True, slots=True)
class Overturning:
    """One change of one statement, and what it does to the equilibria of a concept: ids that vanish and that appear."""

    party: str
    place: int
    text: str
    change: Literal["turned round", "moved up", "moved down"]
    concept: str
    vanish: tuple[int, ...]
    appear: tuple[int, ...]
    line: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """Work for one call: orders to take (the number of a preference for each party), or how many to draw with which seed."""

    conflict: Conflict
    concepts: tuple[str, ...]
    chosen: tuple[tuple[int, ...], ...]
    draw: int
    seed: tuple[int, int]


def robustness(
    conflict: Conflict,
    concepts: Sequence[str] = CONCEPTS,
    *,
    seed: int = 1,
    most: int = MOST_DRAWN,
    tolerance: float = TOLERANCE,
    executor: Executor | None = None,
) -> Robustness:
    """The shares of all states under the concepts named. The same for any executor."""
    spread = executor or InProcess()
    concepts = tuple(concepts)
    many = [how_many(party) for party in conflict.parties]
    orders = min(math.prod(many) * _tie_orders(conflict), MOST_COUNTED)
    if orders <= MOST_EXACT and not _ties_opened(conflict):
        every = list(product(*(range(one) for one in many)))
        pieces = [
            _Piece(conflict, concepts, tuple(every[at : at + PIECE]), 0, (0, 0)) for at in range(0, len(every), PIECE)
        ]
        shares = _shares(_summed(spread.map(_count, pieces)), orders, exact=True)
        return Robustness(concepts, orders, orders, shares, None, True, "every order solved")
    counts: dict[tuple[str, int], int] = {}
    solved = 0
    drawing = [min(PIECE, most - at) for at in range(0, most, PIECE)]
    for first in range(0, len(drawing), AT_ONCE):
        pieces = [
            _Piece(conflict, concepts, (), draw, (seed, first + at))
            for at, draw in enumerate(drawing[first : first + AT_ONCE])
        ]
        counts = _summed([counts, *spread.map(_count, pieces)])
        solved += sum(piece.draw for piece in pieces)
        if max((s.error for s in _shares(counts, solved, exact=False)), default=0.0) < tolerance:
            break
    shares = _shares(counts, solved, exact=False)
    return Robustness(concepts, orders, solved, shares, seed, False, f"{solved:,} orders drawn with seed {seed}")


def overturning(conflict: Conflict, concepts: Sequence[str] = CONCEPTS) -> tuple[Overturning, ...]:
    """Every single statement turned round or moved by one place that alters the equilibria, in file order."""
    model = graph_model(conflict)
    before = solve_model(model, list(concepts)).equilibria
    found: list[Overturning] = []
    for at, party in enumerate(conflict.parties):
        wishes = party.preference.wishes or ()
        for place, wish in enumerate(wishes):
            for change, changed in _changes(wishes, place):
                rank = ranks(replace(party.preference, wishes=changed), model.states)
                if np.array_equal(rank, model.ranks[at]):
                    continue
                after = solve_model(with_ranks(model, at, rank), list(concepts)).equilibria
                for concept in concepts:
                    was, now = set(before[concept].tolist()), set(after[concept].tolist())
                    if was != now:
                        gone, new = tuple(sorted(was - now)), tuple(sorted(now - was))
                        found.append(
                            Overturning(party.name, place + 1, wish.text, change, concept, gone, new, wish.line)
                        )
    return tuple(found)


def _changes(
    wishes: tuple[Wish, ...], place: int
) -> list[tuple[Literal["turned round", "moved up", "moved down"], tuple[Wish, ...]]]:
    turned = tuple(w.turned() if k == place else w for k, w in enumerate(wishes))
    changes: list[tuple[Literal["turned round", "moved up", "moved down"], tuple[Wish, ...]]] = [
        ("turned round", turned)
    ]
    if place > 0:
        changes.append(("moved up", swapped(wishes, place - 1)))
    if place + 1 < len(wishes):
        changes.append(("moved down", swapped(wishes, place)))
    return changes


def _ties_opened(conflict: Conflict) -> bool:
    return any(stated.ties_unknown for party in conflict.parties for stated in (party.preference, *party.alternatives))


def _tie_orders(conflict: Conflict) -> int:
    """How many strict orders the ties opened admit, for each party's preference as stated (an order of size, not a bound)."""
    if not _ties_opened(conflict):
        return 1
    model = graph_model(conflict)
    total = 1
    for party, rank in zip(conflict.parties, model.ranks, strict=True):
        if party.preference.ties_unknown:
            total *= math.prod(math.factorial(int(size)) for size in np.bincount(rank))
    return total


def _count(piece: _Piece) -> dict[tuple[str, int], int]:
    """How often each state is an equilibrium, over the orders of one piece."""
    model = graph_model(piece.conflict)
    generator = np.random.default_rng(piece.seed)
    many = [how_many(party) for party in piece.conflict.parties]
    orders = piece.chosen or tuple(tuple(_below(one, generator) for one in many) for _ in range(piece.draw))
    known: dict[tuple[int, int], tuple[Ranks, bool]] = {}
    counts: dict[tuple[str, int], int] = {}
    solved: dict[bytes, Mapping[str, NDArray[np.int64]]] = {}
    for order in orders:
        rows = [_ranked(model, at, number, known) for at, number in enumerate(order)]
        table = np.stack([_strict(rank, generator) if opened else rank for rank, opened in rows])
        key = table.tobytes()
        if key not in solved:
            if len(solved) > KEPT:
                solved.clear()
            solved[key] = solve_model(replace(model, ranks=table), list(piece.concepts)).equilibria
        for concept, ids in solved[key].items():
            for one in ids.tolist():
                counts[concept, one] = counts.get((concept, one), 0) + 1
    return counts


def _below(many: int, generator: np.random.Generator) -> int:
    """A number below ``many``, however large, each with equal weight (to one part in 2**64)."""
    return int.from_bytes(generator.bytes(many.bit_length() // 8 + 9)) % many


def _ranked(
    model: GraphModel, party: int, number: int, known: dict[tuple[int, int], tuple[Ranks, bool]]
) -> tuple[Ranks, bool]:
    """The ranks under a party's preference of that number, and whether its ties are open."""
    if (party, number) not in known:
        if len(known) > KEPT:
            known.clear()
        preference = admitted(model.conflict.parties[party], number)
        known[party, number] = ranks(preference, model.states), preference.ties_unknown
    return known[party, number]


def _strict(rank: Ranks, generator: np.random.Generator) -> Ranks:
    """The ranks with every tie broken, each order of the tied states with equal weight."""
    order = np.lexsort((generator.random(len(rank)), rank))
    strict = np.empty(len(rank), dtype=np.int64)
    strict[order] = np.arange(len(rank))
    return dense(strict)


def _summed(parts: Iterable[dict[tuple[str, int], int]]) -> dict[tuple[str, int], int]:
    total: dict[tuple[str, int], int] = {}
    for part in parts:
        for key, many in part.items():
            total[key] = total.get(key, 0) + many
    return total


def _shares(counts: Mapping[tuple[str, int], int], solved: int, *, exact: bool) -> tuple[Share, ...]:
    found = []
    for (concept, state), many in sorted(counts.items()):
        share = many / solved
        error = 0.0 if exact else math.sqrt(max(share * (1 - share), 1 / (4 * solved)) / solved)
        found.append(Share(state, concept, share, error))
    return tuple(found)
