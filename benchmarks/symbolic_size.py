"""How large a model the symbolic engine solves in two minutes, structured and random.

    python benchmarks/symbolic_size.py [--limit 120] [--kind structured|random] [--jsonl FILE]

Structured: the ring of neighbours (tests/stability/family/ring.py), five parties, nash, gmr and seq; every count is compared with
the one known by construction. Random: five parties with as many options each, twice as many random statements as options a party, each over up to
two options each, no infeasible states; nash, gmr and seq. Each size runs in a process of its own and is stopped at the limit;
a kind ends at its first size that is not done. Printed: options, seconds, largest diagram, counts.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

CONCEPTS = ("nash", "gmr", "seq")
STRUCTURED = (
    (4, 3, 1),
    (8, 6, 2),
    (16, 12, 4),
    (24, 18, 6),
    (32, 24, 8),
    (48, 36, 12),
    (64, 48, 16),
    (128, 96, 32),
    (192, 144, 48),
    (256, 192, 64),
    (384, 288, 96),
)  # layers of each kind
RANDOM = (3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16)  # options a party
STATEMENTS = 2  # for each option of a party
SEEDS = (1, 2, 3)


def structured(layers: tuple[int, int, int], answer: multiprocessing.SimpleQueue[dict[str, object]]) -> None:
    """Solve one ring and compare its counts with the known ones."""
    from stability.family.ring import known_counts, ring

    found = solved(ring(5, *layers))
    found["as_known"] = found["counts"] == {name: str(count) for name, count in known_counts(5, *layers).items()}
    answer.put(found)


def at_random(size: tuple[int, int], answer: multiprocessing.SimpleQueue[dict[str, object]]) -> None:
    """Solve one random model."""
    from stability.family.models import even

    options, seed = size
    answer.put(solved(even(seed, 5, options, STATEMENTS * options)))


def solved(conflict: object) -> dict[str, object]:
    """Time one conflict."""
    from detente.conflict.model import Conflict
    from detente.stability.symbolic import solve_symbolic

    assert isinstance(conflict, Conflict)
    began = perf_counter()
    solution = solve_symbolic(conflict, CONCEPTS, nodes=1 << 25)
    seconds = perf_counter() - began
    return {
        "options": len(conflict.options),
        "seconds": round(seconds, 2),
        "largest_set": max(found.nodes for row in solution.stable.values() for found in row.values()),
        "counts": {concept: str(found.count) for concept, found in solution.equilibria.items()},
    }


def within(limit: float, work: object, size: object) -> dict[str, object] | None:
    """Run one size in a process of its own; None if it was not done in time or had no room."""
    answer: multiprocessing.SimpleQueue[dict[str, object]] = multiprocessing.SimpleQueue()
    process = multiprocessing.Process(target=work, args=(size, answer))  # type: ignore[arg-type]  # one of the two above
    process.start()
    process.join(limit + 5)  # the start of Python and the building of the model are not what is measured
    if process.is_alive():
        process.kill()
        process.join()
    found = answer.get() if not answer.empty() else None
    return found if found is not None and float(str(found["seconds"])) <= limit else None


def main() -> None:
    """Run both ladders and print a line a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=float, default=120.0)
    parser.add_argument("--jsonl", type=Path)
    parser.add_argument("--kind", choices=("structured", "random"), help="only this ladder")
    chosen = parser.parse_args()
    lines = []
    for layers in STRUCTURED if chosen.kind != "random" else ():
        found = within(chosen.limit, structured, layers)
        lines.append({"kind": "structured", "layers": layers, "found": found})
        print(json.dumps(lines[-1]), flush=True)
        if found is None:
            break
    for options in RANDOM if chosen.kind != "structured" else ():
        results = [within(chosen.limit, at_random, (options, seed)) for seed in SEEDS]
        for seed, found in zip(SEEDS, results, strict=True):
            lines.append({"kind": "random", "seed": seed, "options": 5 * options, "found": found})
            print(json.dumps(lines[-1]), flush=True)
        if not any(results):
            break
    if chosen.jsonl:
        chosen.jsonl.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
