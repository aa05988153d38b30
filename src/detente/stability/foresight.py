"""Limited moves and non-myopic stability, for two parties.

With horizon 0 nobody moves. With horizon h a party looks at where each of its moves would end if the other went on from there
with horizon h - 1, and moves to the best of them if that beats staying.

1. G_0(i, s) = s.
2. G_h(i, s): among i's moves x from s take the one whose G_(h-1)(j, x) i ranks highest (of several the one with the
   lowest id); it is G_(h-1)(j, x) if i strictly prefers that to s, otherwise s.
3. s is L_h-stable for i if G_h(i, s) = s. L_1 is Nash.
4. Non-myopic: stable from some horizon on. The pair (G_h of one party, G_h of the other) repeats sooner or later; s is
   stable if it is L_h-stable all around that cycle.

Kilgour, Equilibria for far-sighted players, Theory and Decision 16 (1984); Kilgour, Anticipation and stability in two-person
noncooperative games (1985); Fang, Hipel and Kilgour, Interactive Decision Making (1993). Set down without their texts at
hand. They treat strict orders; staying at ties and taking the lowest id are ours. For more than two parties the two
published definitions disagree, and none is offered here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel
from detente.errors import Refused
from detente.stability.bitrows import ArcList, Bools, move_arcs
from detente.stability.tables import Tables, tabulate

Places = NDArray[np.int64]

METHOD: Final = "limited moves (Kilgour 1985; Fang, Hipel and Kilgour 1993)"
NON_MYOPIC: Final = "non-myopic stability (Kilgour 1984; Fang, Hipel and Kilgour 1993)"
WORDING: Final = "unchecked: set down without the text at hand"
MOST_STEPS: Final = 10_000  # horizons after which a search for the cycle is given up; published models cycle within ten


def limited_move(model: GraphModel, horizon: int) -> Tables:
    """L_1 to L_horizon as concepts `L1`, `L2`, ... Raises Refused unless there are two parties, ValueError below 1."""
    if horizon < 1:
        raise ValueError("a horizon is at least 1")
    steps = _ends(model)
    here = np.arange(len(model.states))
    columns = {}
    for at in range(1, horizon + 1):
        ends = next(steps)
        columns[f"L{at}"] = [ends[party] == here for party in (0, 1)]
    return tabulate(model.parties, columns, METHOD, (("horizon", str(horizon)),), WORDING)


def non_myopic(model: GraphModel) -> Tables:
    """Concept `non_myopic`. `parameters` say from which horizon on the verdicts repeat, and how long the cycle is.

    Raises Refused unless there are two parties, or where no cycle is found within `MOST_STEPS` horizons.
    """
    here = np.arange(len(model.states))
    seen: dict[bytes, int] = {}
    history: list[tuple[Bools, Bools]] = []
    for at, ends in enumerate(_ends(model), 1):
        key = ends[0].tobytes() + ends[1].tobytes()
        if key in seen:
            cycle = history[seen[key] - 1 :]
            columns = [np.all([stable[party] for stable in cycle], axis=0) for party in (0, 1)]
            parameters = (("from_horizon", str(seen[key])), ("cycle", str(len(cycle))))
            return tabulate(model.parties, {"non_myopic": columns}, NON_MYOPIC, parameters, WORDING)
        if at > MOST_STEPS:
            break
        seen[key] = at
        history.append((ends[0] == here, ends[1] == here))
    raise Refused(
        f"the limited moves do not settle within {MOST_STEPS} horizons",
        where=model.conflict.source or model.conflict.title,
        mend="ask for a limited horizon instead",
    )


def refuse_unless_two(model: GraphModel, what: str) -> None:
    """Raise Refused unless the model has two parties."""
    if len(model.parties) != 2:
        raise Refused(
            f"{what} is defined for two parties",
            where=model.conflict.source or model.conflict.title,
            found=f"{len(model.parties)} parties",
            mend="use gmr, smr, seq or the metarational trees, which take any number",
        )


def _ends(model: GraphModel) -> Iterator[tuple[Places, Places]]:
    """G_1, G_2, ... : for each horizon where each of the two parties ends up from each place."""
    refuse_unless_two(model, "foresight by limited moves")
    moves = [move_arcs(model, party) for party in (0, 1)]
    here = np.arange(len(model.states))
    ends = (here, here)
    while True:
        ends = (_ahead(model, moves[0], 0, ends[1]), _ahead(model, moves[1], 1, ends[0]))
        yield ends


def _ahead(model: GraphModel, moves: ArcList, party: int, other: Places) -> Places:
    """One more step of foresight: `other` says where the opponent ends up from each place."""
    rank = model.ranks[party].astype(np.int64)
    end = np.arange(len(rank))
    filled = np.flatnonzero(np.diff(moves.start) > 0)
    if not len(filled):
        return end
    ends = other[moves.target]
    count = len(moves.target)
    worth = rank[ends] * count + (count - 1 - np.arange(count))  # of equals the first, which has the lowest id
    best = count - 1 - np.maximum.reduceat(worth, moves.start[filled]) % count
    better = rank[ends[best]] > rank[filled]
    end[filled[better]] = ends[best[better]]
    return end
