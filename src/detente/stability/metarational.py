"""Metarational trees: MR_h, its limit, and CMR_h with credible moves; for any number of parties.

From s party i moves first; then the others answer and i moves again, turn by turn, h turns in all; who has the turn may stop
the tree where it stands. i gains if the tree stops at a state that i prefers to s. "The others answer" is one move of the
opponent if there is one, a legal sequence of moves if there are more (a round is then one turn of each side).

1. W_0(s) = B(s), the states that i prefers to s.
2. With k turns left i gains from x on its own turn if x is in B(s), or some move of i leads to a state it gains from with
   k - 1 turns left; on the others' turn if x is in B(s) and every answer leads to such a state.
3. s is MR_h-stable for i if no move of i from s leads to a state it gains from with h - 1 turns left, the others to answer.
4. As h grows the verdicts for odd h (i has the last turn) settle from one side, those for even h from the other. MR_inf is
   the first of these limits: i gains as long as it need never stand at a state that it does not prefer to s.

MR_1 is Nash, MR_2 is GMR, MR_3 is SMR. In CMR_h every move is an improvement for its mover where it stands; CMR_2 is SEQ.
Zeng, Fang, Hipel and Kilgour, Discrete Applied Mathematics 154 (2006), for two parties; IEEE SMC-A 37(4) (2007) for n parties
(rounds) and credible moves; set down without their texts at hand. A policy equilibrium (Zeng et al. 2005 to 2007) is computed
as MR_inf and said to be so.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from detente.conflict.graph import GraphModel
from detente.stability.bitrows import (
    ArcList,
    Bools,
    Rows,
    after,
    arc_list,
    everybody,
    kept,
    legal_reach,
    move_arcs,
    pack,
    transposed,
)
from detente.stability.tables import Tables, tabulate

METHOD: Final = "metarational tree (Zeng, Fang, Hipel and Kilgour 2006, 2007)"
WORDING: Final = "unchecked: set down without the text at hand"


def metarational(model: GraphModel, horizon: int, credible: bool = False) -> Tables:
    """Concepts `mr1` to `mr<horizon>` (`cmr1`, ... if credible). Raises ValueError for a horizon below 1."""
    if horizon < 1:
        raise ValueError("a horizon is at least 1")
    name = "cmr" if credible else "mr"
    columns: dict[str, list[Bools]] = {f"{name}{turns}": [] for turns in range(1, horizon + 1)}
    for party in range(len(model.parties)):
        tree = _Tree(model, party, credible)
        for turns in range(1, horizon + 1):
            columns[f"{name}{turns}"].append(tree.stable())
            tree.deepen()
    return tabulate(model.parties, columns, METHOD, (("horizon", str(horizon)), ("credible", _yes(credible))), WORDING)


def metarational_limit(model: GraphModel, credible: bool = False) -> Tables:
    """Concepts `mr_inf` (h odd: i has the last turn) and `mr_inf_even` (`cmr_...` if credible), at their fixed points."""
    name = "cmr" if credible else "mr"
    odd: list[Bools] = []
    even: list[Bools] = []
    deepest = 0
    for party in range(len(model.parties)):
        tree = _Tree(model, party, credible)
        verdicts = [tree.stable()]
        while not tree.settled():
            tree.deepen()
            verdicts.append(tree.stable())
        tree.deepen()
        verdicts.append(tree.stable())
        deepest = max(deepest, len(verdicts))
        odd.append(verdicts[-1] if len(verdicts) % 2 else verdicts[-2])
        even.append(verdicts[-2] if len(verdicts) % 2 else verdicts[-1])
    parameters = (("horizon", "unbounded"), ("settled_at", str(deepest)), ("credible", _yes(credible)))
    return tabulate(model.parties, {f"{name}_inf": odd, f"{name}_inf_even": even}, METHOD, parameters, WORDING)


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


class _Tree:
    """One party's trees from every state at once, grown a turn at a time.

    Rows are states x, bits are start states s: bit s of row x says whether the party, having started from s, gains from x.
    """

    def __init__(self, model: GraphModel, party: int, credible: bool) -> None:
        moves = [move_arcs(model, other) for other in range(len(model.parties))]
        if credible:
            moves = [
                kept(arcs, rank[arcs.target] > rank[arcs.sources()])
                for arcs, rank in zip(moves, model.ranks, strict=True)
            ]
        rest = [arcs for other, arcs in enumerate(moves) if other != party]
        rank = model.ranks[party]
        self.mine = moves[party]
        self.answers: ArcList = rest[0] if len(rest) == 1 else arc_list(legal_reach(rest, len(rank)))
        self.better: Rows = transposed(pack(rank[None, :] > rank[:, None]))
        self.full = everybody(len(rank))
        # by parity of the turns left: how i fares at x on its own turn, and on the others'
        self.own_turn = self.better
        self.their_turn = self.better
        self.before: tuple[Rows, Rows] | None = None  # the same with two turns fewer
        self.last: tuple[Rows, Rows] | None = None

    def stable(self) -> Bools:
        """Whether each s is stable if, after i's first move, as many turns are left as the tree has grown."""
        gains = after(self.mine, self.their_turn)  # row s: the starts from which a move out of s gains
        at = np.arange(len(gains))
        bit = gains[at, at >> 6] >> (at & 63).astype(np.uint64) & np.uint64(1)
        return np.asarray(bit == 0)

    def deepen(self) -> None:
        """Grow the tree by one turn."""
        self.before, self.last = self.last, (self.own_turn, self.their_turn)
        own = self.better | after(self.mine, self.their_turn)
        lost = self.full & ~self.own_turn
        their = self.better & ~after(self.answers, lost)
        self.own_turn, self.their_turn = own, their

    def settled(self) -> bool:
        """Whether two more turns change nothing any more."""
        return self.before is not None and all(
            np.array_equal(now, then) for now, then in zip((self.own_turn, self.their_turn), self.before, strict=True)
        )
