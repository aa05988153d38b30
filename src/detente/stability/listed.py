"""The five sequential concepts over listed moves: what graph form needs, where a party's moves are not transitive.

For complete rankings stability is a comparison of numbers (see `sweeps`). Let p be i's rank, m(y) the best rank i can have
after y, moving once or not at all. What the others can bring i down to from x is the least v = p or m over every state that a
legal sequence of theirs reaches from x. In graph form two moves in a row by one party may lead where one does not, so the
search runs over pairs (state, mover) and never over states alone; coming back to s is a sanction like any other.

1. Take the states in ascending order of v. Whoever could have moved to it, and has not been settled there with a lower
   value, is settled: (x, j) now means "if j moves first from x, this is what it can come to".
2. Whoever but j could have moved to x is settled with the same value in turn.
3. D(x) is the least value over the movers j other than i. s is unstable for i exactly if i can improve from s to an x with
   D(x) > p(s).

Fang, Hipel and Kilgour, Interactive Decision Making (1993), chapters 3 and 4, for the definitions.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel
from detente.stability.bitrows import ArcList, kept, move_arcs

Bools = NDArray[np.bool_]
Ranks = NDArray[np.int32]

_NEVER = int(np.iinfo(np.int32).max)  # nobody can answer


def verdicts(model: GraphModel, concepts: tuple[str, ...]) -> dict[str, Bools]:
    """For each of the sequential concepts asked for (nash, gmr, smr, seq, sseq): parties x states."""
    moves = [move_arcs(model, party) for party in range(len(model.parties))]
    rises = [
        kept(arcs, rank[arcs.target] > rank[arcs.sources()]) for arcs, rank in zip(moves, model.ranks, strict=True)
    ]
    backwards = {False: [_reversed(arcs) for arcs in moves], True: [_reversed(arcs) for arcs in rises]}
    tables = {concept: np.empty(model.ranks.shape, dtype=np.bool_) for concept in concepts}
    for party, rank in enumerate(model.ranks):
        best = _best(moves[party], rank)
        for concept, table in tables.items():
            if concept == "nash":
                table[party] = np.diff(rises[party].start) == 0
                continue
            values = best if concept in ("smr", "sseq") else rank
            least = _least(values, backwards[concept in ("seq", "sseq")], party)
            source, target = rises[party].sources(), rises[party].target
            table[party] = True
            table[party, source[least[target] > rank[source]]] = False
    return tables


def _best(moves: ArcList, rank: Ranks) -> Ranks:
    best = rank.copy()
    np.maximum.at(best, moves.sources(), rank[moves.target])
    return best


def _reversed(arcs: ArcList) -> list[list[int]]:
    """For each place the places from which it is reached in one step."""
    sources: list[list[int]] = [[] for _ in range(len(arcs.start) - 1)]
    for source, target in zip(arcs.sources().tolist(), arcs.target.tolist(), strict=True):
        sources[target].append(source)
    return sources


def _least(values: Ranks, backwards: Sequence[list[list[int]]], party: int) -> Ranks:
    movers = [mover for mover in range(len(backwards)) if mover != party]
    settled = {mover: [_NEVER] * len(values) for mover in movers}
    for place in np.argsort(values, kind="stable").tolist():
        value = int(values[place])
        waiting = [(place, party)]  # the party itself never answers: it stands for "anybody may have moved here"
        while waiting:
            here, then = waiting.pop()
            for mover in movers:
                if mover == then:
                    continue
                worst = settled[mover]
                for source in backwards[mover][here]:
                    if worst[source] == _NEVER:
                        worst[source] = value
                        waiting.append((source, mover))
    if not movers:
        return np.full(len(values), _NEVER, dtype=np.int32)
    least: Ranks = np.min(np.array([settled[mover] for mover in movers], dtype=np.int32), axis=0)
    return least
