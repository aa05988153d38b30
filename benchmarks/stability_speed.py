"""How long Nash, GMR, SMR, SEQ and SSEQ take for all parties, beside the literature's dense matrix method.

    python benchmarks/stability_speed.py                   every size up to 4 x 20, the peer as far as it goes
    python benchmarks/stability_speed.py 5x10 5x24         sizes of your own (parties x options)
    python benchmarks/stability_speed.py --crossover       where loading compiled loops begins to pay

A model has 12 random statements a party, `(a and b) or (c and d)` with random options and random nots, and no holes. Each time is
the least of several in one process, the listing of states and the ranking apart; memory is the process's peak.

The peer is the matrix representation of Xu, Hipel and Kilgour (2009) written plainly in numpy: states x states 0-1 matrices,
joint moves by repeated products, one matrix expression a concept. Both sides get the same model; the tables are compared.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from random import Random
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel, graph_model
from detente.conflict.model import Conflict, Option, Party, Preference, Wish
from detente.conflict.statements import parse
from detente.stability.concepts import SEQUENTIAL
from detente.stability.legal import arcs
from detente.stability.solve import solve_model

SIZES = ("2x4", "3x6", "5x8", "5x10", "2x12", "3x12", "5x12", "5x14", "5x16", "6x18", "4x20")
PEER = 1100  # states up to which the peer is run: beyond, its products take minutes
STATEMENTS = 12
SEED = 7

Matrix = NDArray[np.float32]


def random_model(parties: int, options: int, seed: int = SEED) -> Conflict:
    """The benchmark's model of a size: options dealt out evenly, 12 random statements a party."""
    rnd = Random(seed)
    places = {f"o{k}": k for k in range(options)}

    def literal() -> str:
        return ("not " if rnd.random() < 0.5 else "") + f"o{rnd.randrange(options)}"

    sides = []
    for who in range(parties):
        mine = tuple(Option(f"o{k}", f"o{k}", f"P{who}", k) for k in range(options) if k * parties // options == who)
        texts = [f"{literal()} and {literal()} or {literal()} and {literal()}" for _ in range(STATEMENTS)]
        wishes = tuple(Wish(parse(text, places), text) for text in texts)
        sides.append(Party(f"P{who}", mine, Preference(wishes=wishes)))
    return Conflict(f"{parties} x {options}", tuple(sides))


def matrix_method(model: GraphModel) -> dict[str, NDArray[np.bool_]]:
    """The dense matrix method (section and formulas: Xu, Hipel and Kilgour 2009; SSEQ by analogy with SMR)."""
    size, parties = len(model.states), range(len(model.parties))
    every = np.arange(size)
    moves = np.zeros((len(parties), size, size), dtype=np.float32)
    for party in parties:
        moves[(party, *arcs(model, party, every, improving=False))] = 1
    better = np.stack([rank[None, :] > rank[:, None] for rank in model.ranks]).astype(np.float32)
    improving = moves * better
    tables = {concept: np.zeros(model.ranks.shape, dtype=np.bool_) for concept in SEQUENTIAL}
    for party in parties:
        others = [other for other in parties if other != party]
        worse = 1 - better[party]
        no_way_out = worse.T * (1 - np.sign(moves[party] @ better[party].T))
        mine = improving[party]
        tables["nash"][party] = mine.sum(axis=1) == 0
        for concept, steps, sanction in (
            ("gmr", moves, worse.T),
            ("smr", moves, no_way_out),
            ("seq", improving, worse.T),
            ("sseq", improving, no_way_out),
        ):
            joint = joint_moves(steps, others)
            undeterred = mine * (1 - np.sign(joint @ sanction)).T
            tables[concept][party] = undeterred.sum(axis=1) == 0
    return tables


def joint_moves(steps: Matrix, others: list[int]) -> Matrix:
    """Where the others can lead to by legal sequences, by products of their move matrices until nothing is new."""
    last = {other: steps[other] for other in others}
    total = {other: steps[other] for other in others}
    while True:
        following = {}
        for other in others:
            before = sum((last[k] for k in others if k != other), np.zeros_like(steps[0]))
            following[other] = np.sign(steps[other] @ np.sign(before))
        grown = {other: np.maximum(total[other], following[other]) for other in others}
        if all(np.array_equal(grown[other], total[other]) for other in others):
            break
        total, last = grown, following
    whole: Matrix = np.sign(sum(total.values(), np.zeros_like(steps[0])))
    np.fill_diagonal(whole, 0)
    return whole


def least(work: Callable[[], object], times: int) -> float:
    """The least of several times, in seconds."""
    best = float("inf")
    for _ in range(times):
        began = perf_counter()
        work()
        best = min(best, perf_counter() - began)
    return best


def measure(size: str, peer: bool) -> str:
    """One row of the table."""
    parties, options = (int(part) for part in size.split("x"))
    conflict = random_model(parties, options)
    states = 1 << options
    times = 20 if states <= 1 << 12 else 5 if states <= 1 << 18 else 3 if states <= 1 << 20 else 1
    model = graph_model(conflict)
    listing = least(partial(graph_model, conflict), min(times, 3) if states < 1 << 22 else 1)
    solve_model(graph_model(random_model(2, 4)), SEQUENTIAL, "compiled")  # loads the loops
    fast = least(partial(solve_model, model, SEQUENTIAL, "compiled"), times)
    plain = least(partial(solve_model, model, SEQUENTIAL, "numpy"), max(1, times // 2)) if states <= 1 << 18 else None
    dense = None
    if peer and states <= PEER:
        dense = least(partial(matrix_method, model), 1)
        ours = solve_model(model, SEQUENTIAL, "compiled")
        table = matrix_method(model)
        for concept in SEQUENTIAL:
            for party, row in zip(model.parties, table[concept], strict=True):
                assert np.array_equal(ours.stable[concept][party], row), (concept, party)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ratio = f"{dense / fast:,.0f}" if dense else "-"
    cells = [f"{parties} x {options}", f"{states:,}", seconds(listing), seconds(fast), seconds(plain), seconds(dense)]
    return "| " + " | ".join([*cells, ratio, f"{peak:,.0f} MiB"]) + " |"


def seconds(value: float | None) -> str:
    """A time for the table."""
    if value is None:
        return "-"
    return f"{value * 1000:.2f} ms" if value < 0.1 else f"{value:.2f} s"


def crossover() -> None:
    """Time to load the compiled loops in a fresh process, and what numpy takes at growing sizes."""
    found = [float(subprocess.check_output([sys.executable, __file__, "--load"])) for _ in range(3)]
    print(f"loading the compiled loops: {min(found):.2f} s")
    for size in ("5x10", "5x12", "5x13", "5x14", "5x15", "2x15", "2x16"):
        parties, options = (int(part) for part in size.split("x"))
        model = graph_model(random_model(parties, options))
        taken = least(partial(solve_model, model, SEQUENTIAL, "numpy"), 3)
        print(f"{size}, {model.ranks.size:,} states x parties: numpy {taken:.3f} s")


def main() -> None:
    """Print the table; each size runs in a process of its own, so that its peak memory is its own."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("sizes", nargs="*", default=SIZES, metavar="PxO")
    parser.add_argument("--crossover", action="store_true")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--load", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.load:
        print(least(partial(solve_model, graph_model(random_model(2, 4)), SEQUENTIAL, "compiled"), 1))
    elif options.one:
        print(measure(options.one, not options.no_peer))
    elif options.crossover:
        crossover()
    else:
        print("| parties x options | states | listing and ranking | compiled | numpy | matrices | ratio | peak |")
        print("|---|---|---|---|---|---|---|---|", flush=True)
        for size in options.sizes:
            more = ["--no-peer"] if options.no_peer else []
            subprocess.run([sys.executable, __file__, "--one", size, *more], check=True)


if __name__ == "__main__":
    main()
