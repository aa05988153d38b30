"""Robustness: which verdicts survive what is not known about the parties' preferences, and which single change overturns each.

Our own definition. The preference orders that a case admits, for each party independently and each with equal weight:

- every `unsure` statement taken as written or turned round;
- where the party says `order: unsure`, its statements as they stand or with one pair of neighbours swapped;
- where it says `ties: unknown`, the states of each tie in any strict order;
- the party's `alternatives`, each with its own marks.

1. List each party's variants of statements; a tie opened multiplies them by the factorial of its size.
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

from detente.conflict.graph import graph_model, with_ranks
from detente.conflict.model import Conflict, Party, Preference, Wish
from detente.conflict.ranking import dense, ranks
from detente.conflict.statements import Not
from detente.stability.solve import solve_model
from detente.workers import Executor, InProcess

__all__ = ["MOST_EXACT", "Overturning", "Robustness", "Share", "overturning", "robustness"]

MOST_EXACT = 100_000  # orders
PIECE = 200  # orders solved by one call of a worker: pieces, not workers, carry the seeds
CONCEPTS = ("nash", "seq")
TOLERANCE = 0.005  # standard error at which drawing stops
MOST_DRAWN = 20_000


@dataclass(frozen=True, slots=True)
class Share:
    """Under which share of the admitted orders a state (by id) is an equilibrium; ``error`` is the standard error, 0 where exact."""

    state: int
    concept: str
    share: float
    error: float


@dataclass(frozen=True, slots=True)
class Robustness:
    """The shares of every state that is an equilibrium under some order looked at. ``orders`` is how many are admitted in all,
    ``solved`` how many were looked at, ``seed`` that of the drawing (None where every order was solved).
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
    """Work for one call: variants to take (indices for each party), or how many to draw with which seed."""

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
    variants = [_variants(party) for party in conflict.parties]
    orders = math.prod(len(v) for v in variants) * _tie_orders(conflict, variants)
    concepts = tuple(concepts)
    if orders <= MOST_EXACT and not any(p.preference.ties_unknown for p in conflict.parties):
        every = list(product(*(range(len(v)) for v in variants)))
        pieces = [
            _Piece(conflict, concepts, tuple(every[at : at + PIECE]), 0, (0, 0)) for at in range(0, len(every), PIECE)
        ]
        counts = _summed(spread.map(_count, pieces))
        return Robustness(
            concepts, orders, len(every), _shares(counts, len(every), exact=True), None, True, "every order solved"
        )
    counts, solved = {}, 0
    round_ = 0
    while solved < most:
        pieces = [_Piece(conflict, concepts, (), PIECE, (seed, round_ * 8 + k)) for k in range(8)]
        for key, many in _summed(spread.map(_count, pieces)).items():
            counts[key] = counts.get(key, 0) + many
        solved += PIECE * len(pieces)
        round_ += 1
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
    turned = tuple(_turned(w) if k == place else w for k, w in enumerate(wishes))
    changes: list[tuple[Literal["turned round", "moved up", "moved down"], tuple[Wish, ...]]] = [
        ("turned round", turned)
    ]
    if place > 0:
        changes.append(("moved up", _swapped(wishes, place - 1)))
    if place + 1 < len(wishes):
        changes.append(("moved down", _swapped(wishes, place)))
    return changes


def _turned(wish: Wish) -> Wish:
    return replace(wish, expr=Not(wish.expr), text=f"not ({wish.text})")


def _swapped(wishes: tuple[Wish, ...], at: int) -> tuple[Wish, ...]:
    return (*wishes[:at], wishes[at + 1], wishes[at], *wishes[at + 2 :])


def _variants(party: Party) -> list[Preference]:
    """All preferences that a party may have: the one stated and its alternatives, each as its marks admit."""
    return [variant for stated in (party.preference, *party.alternatives) for variant in _admitted(stated)]


def _admitted(preference: Preference) -> list[Preference]:
    """A preference with every unsure statement either way, in the orders that `order: unsure` admits."""
    wishes = preference.wishes
    if wishes is None:
        return [preference]
    unsure = [at for at, wish in enumerate(wishes) if wish.unsure]
    orders = [wishes]
    if preference.order_unsure:
        orders += [_swapped(wishes, at) for at in range(len(wishes) - 1)]
    found: list[Preference] = []
    for order in orders:
        for turned in product((False, True), repeat=len(unsure)):
            flip = {id(wishes[at]) for at, yes in zip(unsure, turned, strict=True) if yes}
            found.append(replace(preference, wishes=tuple(_turned(w) if id(w) in flip else w for w in order)))
    return found


def _tie_orders(conflict: Conflict, variants: Sequence[Sequence[Preference]]) -> int:
    """How many strict orders the ties opened admit, for the first variant of each party (an order of size, not a bound)."""
    if not any(party.preference.ties_unknown for party in conflict.parties):
        return 1
    states = graph_model(conflict).states
    total = 1
    for party, choice in zip(conflict.parties, variants, strict=True):
        if party.preference.ties_unknown:
            total *= math.prod(math.factorial(int(size)) for size in np.bincount(ranks(choice[0], states)))
    return total


def _count(piece: _Piece) -> dict[tuple[str, int], int]:
    """How often each state is an equilibrium, over the orders of one piece."""
    model = graph_model(piece.conflict)
    variants = [_variants(party) for party in piece.conflict.parties]
    tables = [[ranks(choice, model.states) for choice in choices] for choices in variants]
    counts: dict[tuple[str, int], int] = {}
    if piece.draw:
        generator = np.random.default_rng(piece.seed)
        orders = [tuple(int(generator.integers(len(v))) for v in variants) for _ in range(piece.draw)]
    else:
        generator, orders = None, list(piece.chosen)
    opened = [party.preference.ties_unknown for party in piece.conflict.parties]
    solved: dict[bytes, Mapping[str, NDArray[np.int64]]] = {}
    for order in orders:
        table = np.stack([tables[at][choice] for at, choice in enumerate(order)])
        if generator is not None:
            for at in range(len(table)):
                if opened[at]:
                    table[at] = _strict(table[at], generator)
        key = table.tobytes()
        if key not in solved:
            if len(solved) > 64:
                solved.clear()
            solved[key] = solve_model(replace(model, ranks=table), list(piece.concepts)).equilibria
        for concept, ids in solved[key].items():
            for one in ids.tolist():
                counts[concept, one] = counts.get((concept, one), 0) + 1
    return counts


def _strict(rank: NDArray[np.int32], generator: np.random.Generator) -> NDArray[np.int32]:
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
