"""Thousands of random models against the definitions written out with sets (tests/stability/oracle.py).

    python benchmarks/stability_oracle.py [MODELS] [SEED]

2 to 5 parties, up to 9 options, holes, one-way options, ties, rankings, weights and graph form; every cell of every concept, by
every engine. Stops at the first difference and prints the seed and the cell.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from time import perf_counter

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from detente.stability.concepts import CONCEPTS, SEQUENTIAL
from detente.stability.solve import solve
from stability.models import random_conflict, random_graph
from stability.oracle import Oracle


def main() -> None:
    """Compare and count."""
    models = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    cells, began = 0, perf_counter()
    for number in range(models):
        rnd = Random(f"{seed}/{number}")
        parties = rnd.randint(2, 5)
        options = 9 if number % 100 == 0 else rnd.randint(parties, 7)
        conflict = (
            random_graph(rnd, parties, rnd.randint(2, 12))
            if number % 5 == 4
            else random_conflict(rnd, parties, options)
        )
        concepts = SEQUENTIAL if conflict.graph else CONCEPTS
        solutions = [solve(conflict, concepts, engine) for engine in ("numpy", "compiled")]
        oracle = Oracle(conflict)
        for concept in concepts:
            for party, ids in zip(conflict.parties, oracle.table(concept), strict=True):
                for solution in solutions:
                    row = (np.flatnonzero(solution.stable[concept][party.name]) + 1).tolist()
                    assert row == ids, (seed, number, solution.method.engine, concept, party.name, row, ids)
                cells += len(oracle.states)
    print(f"{models:,} models, {cells:,} cells by two engines, 0 differences, {perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
