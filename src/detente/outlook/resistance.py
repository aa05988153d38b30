"""The path of least resistance: the cheapest legal sequence of moves from today to each outcome that can hold.

Our own definition, on the status-quo graph of Li, Kilgour and Hipel, J. Opl Res. Soc. 56 (2005). The resistance of a move is

    a price for the move itself (default 0)
    + for each option that it changes, its cost (default 1; `cost: {take, drop}` in conflict.yaml)
    + for each public commitment of the mover that it breaks, a price (audience cost; Fearon, Am. Pol. Sci. Rev. 88, 1994)
    + for each other party that it leaves worse off and that has an improvement from the state reached, a price
    + a price if it leaves the mover worse off.

1. Nodes are (state, last mover); from each, every party but the last mover may move.
2. Dijkstra from today, by price, then by number of moves, then by place: the same path every time.
3. For each outcome the cheapest node; its path, step by step, with what each step costs and why.

It tells what is cheap in these prices, not what will happen.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel
from detente.stability.legal import arcs

__all__ = [
    "MOST_STATES",
    "CheapPath",
    "Commitment",
    "PricedStep",
    "Resistance",
    "Tipping",
    "Weights",
    "least_resistance",
    "tipping_points",
]

MOST_STATES = 70_000  # states whose paths are still searched: about ten seconds for five parties
EXACTLY = 1e-9
FARTHEST = 64.0  # the highest price that the search for tipping points tries


@dataclass(frozen=True, slots=True)
class Weights:
    """The prices of a move beside the costs of its options; all in the unit of one plain option change."""

    move: float = 0.0
    option: float = 1.0
    commitment: float = 2.0
    provoked: float = 1.0
    own_loss: float = 1.0


@dataclass(frozen=True, slots=True)
class Commitment:
    """A position that a party took in public on one of its own options: ``taken`` says which way; ``statement`` is its id."""

    party: str
    option: str
    taken: bool
    statement: str


@dataclass(frozen=True, slots=True)
class PricedStep:
    """One move, with its price and the parts of it as (name, amount, what for). ``provoked`` are the parties that it leaves worse
    off and that can answer; ``broken`` the statements whose commitment it breaks. States by id.
    """

    party: str
    source: int
    target: int
    price: float
    parts: tuple[tuple[str, float, str], ...]
    provoked: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheapPath:
    """The cheapest path to an outcome; no steps where it is today's state. ``resisted`` is the number of the first step (from 1)
    that somebody resists, None where nobody does.
    """

    state: int
    price: float
    steps: tuple[PricedStep, ...]
    resisted: int | None


@dataclass(frozen=True, slots=True)
class Resistance:
    """The cheapest paths to the outcomes that can be reached, cheapest first. ``unreachable`` are the outcomes that no legal
    sequence leads to; ``margin`` by how much the least is cheaper than the next, None where there is no next.
    """

    concept: str
    today: int
    weights: Weights
    paths: tuple[CheapPath, ...]
    unreachable: tuple[int, ...]
    method: str = "Dijkstra over (state, last mover)"
    exact: bool = True

    @property
    def least(self) -> tuple[CheapPath, ...]:
        """The outcome of least resistance; more than one where they tie, none where no outcome can be reached."""
        return tuple(p for p in self.paths if p.price <= self.paths[0].price + EXACTLY) if self.paths else ()

    @property
    def margin(self) -> float | None:
        """By how much the least is cheaper than the next."""
        rest = [p.price for p in self.paths if p.price > self.paths[0].price + EXACTLY] if self.paths else []
        return rest[0] - self.paths[0].price if rest else None


@dataclass(frozen=True, slots=True)
class Tipping:
    """A value of one weight, nearest to the one in force, at which other outcomes are of least resistance."""

    weight: str
    value: float
    least: tuple[int, ...]


def least_resistance(
    model: GraphModel,
    outcomes: Sequence[int],
    weights: Weights | None = None,
    commitments: Sequence[Commitment] = (),
    concept: str = "seq",
) -> Resistance | None:
    """The cheapest paths from today to the outcomes (by state id), None where today is unknown or there are too many states."""
    if model.now is None or len(model.states) > MOST_STATES:
        return None
    prices = _Prices(model, weights or Weights(), commitments)
    cost, before = _search(model, prices)
    width = len(model.parties) + 1
    paths: list[CheapPath] = []
    unreachable: list[int] = []
    for state in outcomes:
        nodes = [node for node in range((state - 1) * width, state * width) if np.isfinite(cost[node])]
        if not nodes:
            unreachable.append(int(state))
            continue
        best = min(nodes, key=lambda node: (round(float(cost[node]), 9), node))
        steps = _steps(prices, before, best, width)
        resisted = next((at for at, step in enumerate(steps, 1) if step.provoked), None)
        paths.append(CheapPath(int(state), round(float(cost[best]), 9), steps, resisted))
    paths.sort(key=lambda path: (path.price, len(path.steps), path.state))
    return Resistance(concept, model.now + 1, prices.weights, tuple(paths), tuple(unreachable))


def tipping_points(
    model: GraphModel, outcomes: Sequence[int], weights: Weights | None = None, commitments: Sequence[Commitment] = ()
) -> tuple[Tipping, ...]:
    """For each weight the nearest lower and the nearest higher value, to 0.01, at which other outcomes become least resistant.

    Values from 0 to 64 are tried by doubling and halving the distance; a weight that never alters the answer is left out.
    """
    start = weights or Weights()
    found: list[Tipping] = []

    def least(name: str, value: float) -> tuple[int, ...]:
        result = least_resistance(model, outcomes, replace(start, **{name: value}), commitments)
        return tuple(p.state for p in result.least) if result else ()

    for field in fields(Weights):
        here = float(getattr(start, field.name))
        now = least(field.name, here)
        for there in (0.0, FARTHEST):
            changed = _first_change(partial(least, field.name), here, there, now)
            if changed is not None:
                found.append(Tipping(field.name, changed, least(field.name, changed)))
    return tuple(found)


def _first_change(
    least: Callable[[float], tuple[int, ...]], here: float, there: float, now: tuple[int, ...]
) -> float | None:
    if here == there:
        return None
    distance, same = 0.25, here
    sign = 1 if there > here else -1
    other = None
    while other is None:
        probe = here + sign * distance
        probe = min(probe, there) if sign > 0 else max(probe, there)
        if least(probe) != now:
            other = probe
        elif probe == there:
            return None
        else:
            same, distance = probe, distance * 2
    while abs(other - same) > 0.01:
        middle = (other + same) / 2
        if least(middle) == now:
            same = middle
        else:
            other = middle
    return round(other, 2)


class _Prices:
    """The prices of all moves of a model, worked out a state and a party at a time."""

    def __init__(self, model: GraphModel, weights: Weights, commitments: Sequence[Commitment]) -> None:
        self.model = model
        self.weights = weights
        self.options = model.conflict.options
        self.take = np.array([option.cost_take for option in self.options], dtype=np.float64) * weights.option
        self.drop = np.array([option.cost_drop for option in self.options], dtype=np.float64) * weights.option
        self.can_improve = self._improvable()
        self.bound: list[list[tuple[int, Commitment]]] = [
            [
                (model.conflict.places[c.option], c)
                for c in commitments
                if c.party == name and c.option in {o.name for o in model.conflict.party(name).options}
            ]
            for name in model.parties
        ]

    def _improvable(self) -> NDArray[np.bool_]:
        """For each party and state, whether the party has an improvement from there."""
        model = self.model
        everywhere = np.arange(len(model.states), dtype=np.int64)
        table = np.zeros((len(model.parties), len(model.states)), dtype=np.bool_)
        for party in range(len(model.parties)):
            source, _ = arcs(model, party, everywhere, improving=True)
            table[party, source] = True
        return table

    def moves(self, party: int, place: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Where a party can move from a place, and at which price."""
        model, weights = self.model, self.weights
        _, targets = arcs(model, party, np.array([place], dtype=np.int64), improving=False)
        price = np.full(len(targets), weights.move, dtype=np.float64)
        if model.arcs is None and len(targets):
            here = int(model.states.masks[place])
            there = model.states.masks[targets].astype(np.int64)
            for at in range(len(self.options)):
                if model.own[party] >> at & 1:
                    changed = ((there ^ here) >> at) & 1
                    price += changed * (self.drop[at] if here >> at & 1 else self.take[at])
            for at, commitment in self.bound[party]:
                price += weights.commitment * self._breaks(here, there, at, commitment)
        elif len(targets):
            price += weights.option
        ranks = model.ranks
        price += weights.own_loss * (ranks[party][targets] < ranks[party][place])
        for other in range(len(model.parties)):
            if other != party:
                price += weights.provoked * (
                    (ranks[other][targets] < ranks[other][place]) & self.can_improve[other][targets]
                )
        return targets, price

    @staticmethod
    def _breaks(here: int, there: NDArray[np.int64], at: int, commitment: Commitment) -> NDArray[np.bool_]:
        """Whether the option is moved away from where the commitment wants it."""
        was, now = bool(here >> at & 1), (there >> at) & 1 == 1
        broken: NDArray[np.bool_] = (now != commitment.taken) & (now != was)
        return broken

    def step(self, party: int, source: int, target: int) -> PricedStep:
        """One move with the parts of its price."""
        model, weights = self.model, self.weights
        parts: list[tuple[str, float, str]] = []
        broken: list[str] = []
        if weights.move:
            parts.append(("move", weights.move, ""))
        if model.arcs is None:
            here, there = int(model.states.masks[source]), int(model.states.masks[target])
            for at, option in enumerate(self.options):
                if (here ^ there) >> at & 1:
                    price = self.drop[at] if here >> at & 1 else self.take[at]
                    parts.append(("drop" if here >> at & 1 else "take", float(price), option.name))
            for at, commitment in self.bound[party]:
                if bool(self._breaks(here, np.array([there], dtype=np.int64), at, commitment)[0]):
                    parts.append(("commitment", weights.commitment, commitment.option))
                    broken.append(commitment.statement)
        else:
            parts.append(("option", weights.option, ""))
        if model.ranks[party][target] < model.ranks[party][source]:
            parts.append(("own_loss", weights.own_loss, model.parties[party]))
        provoked = tuple(
            name
            for other, name in enumerate(model.parties)
            if other != party
            and model.ranks[other][target] < model.ranks[other][source]
            and self.can_improve[other][target]
        )
        parts += [("provoked", weights.provoked, name) for name in provoked]
        price = round(sum(amount for _, amount, _ in parts), 9)
        return PricedStep(
            model.parties[party],
            source + 1,
            target + 1,
            price,
            tuple(p for p in parts if p[1]),
            provoked,
            tuple(broken),
        )


def _search(model: GraphModel, prices: _Prices) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Cheapest price of every node (place, last mover), and the node before it. The last mover of today is nobody."""
    width = len(model.parties) + 1
    nobody = len(model.parties)
    cost = np.full(len(model.states) * width, np.inf)
    moved = np.full(len(cost), np.iinfo(np.int64).max, dtype=np.int64)
    before = np.full(len(cost), -1, dtype=np.int64)
    done = np.zeros(len(cost), dtype=np.bool_)
    assert model.now is not None  # noqa: S101  asked by the caller
    start = model.now * width + nobody
    cost[start], moved[start] = 0.0, 0
    queue: list[tuple[float, int, int]] = [(0.0, 0, start)]
    known: dict[tuple[int, int], tuple[NDArray[np.int64], NDArray[np.float64]]] = {}
    while queue:
        price, count, node = heapq.heappop(queue)
        if done[node]:
            continue
        done[node] = True
        place, last = divmod(node, width)
        for party in range(len(model.parties)):
            if party == last:
                continue
            if (party, place) not in known:
                known[party, place] = prices.moves(party, place)
            targets, extra = known[party, place]
            nodes = targets * width + party
            total = np.round(price + extra, 9)
            better = ~done[nodes] & ((total < cost[nodes]) | ((total == cost[nodes]) & (count + 1 < moved[nodes])))
            for following, amount in zip(nodes[better].tolist(), total[better].tolist(), strict=True):
                cost[following], moved[following], before[following] = amount, count + 1, node
                heapq.heappush(queue, (amount, count + 1, following))
    return cost, before


def _steps(prices: _Prices, before: NDArray[np.int64], node: int, width: int) -> tuple[PricedStep, ...]:
    steps: list[PricedStep] = []
    while before[node] >= 0:
        earlier = int(before[node])
        steps.append(prices.step(node % width, earlier // width, node // width))
        node = earlier
    return tuple(reversed(steps))
