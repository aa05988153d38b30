"""Alignment: for every pair of parties what both want, what both fear, and whose preference stands between them.

Our own definition on the graph model's ranks.

1. Rank agreement is Kendall's tau-b over the states (Kendall, Biometrika 33, 1945: ties count for neither side), from minus one
   (opposed) over nought to one (the same order).
2. Both want an option taken (or left) where, for each of the two, the states with it stand on average higher by at least a tenth of its
   ranks; both fear the reverse.
3. The states that both prefer to today are those that both rank strictly above it.
4. The third party between them is the one that most of those states leave worse off than today.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel

__all__ = ["Aligned", "alignment", "tau_b"]

LEAN = 0.1  # of a party's range of ranks: below, an option is neither wanted nor feared
MOST_STATES = 20_000
MOST_LISTED = 12


@dataclass(frozen=True, slots=True)
class Aligned:
    """A pair of parties. ``agreement`` is tau-b, None where one of them is indifferent to everything or there are too many states;
    ``both_prefer`` the ids (at most twelve, best first by the sum of ranks) that both rank above today, ``preferred`` how many they are.
    """

    one: str
    other: str
    agreement: float | None
    both_want: tuple[str, ...]
    both_fear: tuple[str, ...]
    preferred: int
    both_prefer: tuple[int, ...]
    between: str | None
    method: str = "Kendall's tau-b over the states"
    exact: bool = True


def alignment(model: GraphModel) -> tuple[Aligned, ...]:
    """Every pair of parties, in file order."""
    return tuple(_pair(model, a, b) for a, b in combinations(range(len(model.parties)), 2))


def tau_b(first: NDArray[np.int32], second: NDArray[np.int32]) -> float | None:
    """Kendall's tau-b of two rank vectors, None where either is constant. Exact; time grows as the product of the numbers of ranks."""
    table = np.zeros((int(first.max()) + 1, int(second.max()) + 1), dtype=np.int64)
    np.add.at(table, (first, second), 1)
    total = len(first) * (len(first) - 1) // 2
    ties_first = sum(int(c) * (int(c) - 1) // 2 for c in table.sum(axis=1))
    ties_second = sum(int(c) * (int(c) - 1) // 2 for c in table.sum(axis=0))
    if ties_first == total or ties_second == total:
        return None
    below = np.zeros_like(table)
    below[1:, 1:] = table.cumsum(axis=0).cumsum(axis=1)[:-1, :-1]
    right = np.zeros_like(table)
    right[1:, :-1] = table[:, ::-1].cumsum(axis=0).cumsum(axis=1)[:-1, ::-1][:, 1:]
    concordant, discordant = int((table * below).sum()), int((table * right).sum())
    return float((concordant - discordant) / np.sqrt(float(total - ties_first) * float(total - ties_second)))


def _pair(model: GraphModel, a: int, b: int) -> Aligned:
    ranks = model.ranks
    agreement = tau_b(ranks[a], ranks[b]) if len(model.states) <= MOST_STATES else None
    leans = [_leans(model, party) for party in (a, b)]
    both_want = tuple(name for name, lean in leans[0].items() if lean > LEAN and leans[1][name] > LEAN)
    both_fear = tuple(name for name, lean in leans[0].items() if lean < -LEAN and leans[1][name] < -LEAN)
    better: NDArray[np.int64] = np.zeros(0, dtype=np.int64)
    between = None
    if model.now is not None:
        better = np.flatnonzero((ranks[a] > ranks[a][model.now]) & (ranks[b] > ranks[b][model.now]))
        between = _between(model, better, (a, b))
    order = np.lexsort((better, -(ranks[a][better].astype(np.int64) + ranks[b][better])))
    listed = tuple(int(place) + 1 for place in better[order][:MOST_LISTED])
    return Aligned(model.parties[a], model.parties[b], agreement, both_want, both_fear, len(better), listed, between)


def _leans(model: GraphModel, party: int) -> dict[str, float]:
    """For each option by how much of the party's range of ranks the states with it stand higher on average."""
    rank = model.ranks[party].astype(np.float64)
    reach = float(rank.max()) or 1.0
    found = {}
    for option in model.conflict.options:
        taken = (model.states.masks >> option.place & 1).astype(np.bool_)
        if taken.any() and not taken.all():
            found[option.name] = float(rank[taken].mean() - rank[~taken].mean()) / reach
        else:
            found[option.name] = 0.0
    return found


def _between(model: GraphModel, better: NDArray[np.int64], pair: tuple[int, int]) -> str | None:
    assert model.now is not None  # noqa: S101  asked by the caller
    hurt = {
        party: int((model.ranks[party][better] < model.ranks[party][model.now]).sum())
        for party in range(len(model.parties))
        if party not in pair
    }
    if not len(better) or not hurt or not max(hurt.values()):
        return None
    return model.parties[max(hurt, key=lambda party: (hurt[party], -party))]
