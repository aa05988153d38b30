"""Ten thousand re-solves of a conflict of five parties and twelve options, as robustness asks for them.

python benchmarks/robustness_speed.py [--workers 2]
"""

from __future__ import annotations

import argparse
import random
import sys
import time

from detente.conflict.model import Conflict, Option, Party, Preference, Wish
from detente.conflict.statements import parse
from detente.outlook.robustness import robustness
from detente.workers import InProcess, Processes


def conflict(seed: int) -> Conflict:
    """Five parties, twelve options, twelve random statements each, ties unknown, so that every order drawn is another."""
    rnd = random.Random(seed)
    names = [f"o{k}" for k in range(12)]
    places = {name: k for k, name in enumerate(names)}
    parties = []
    for at in range(5):
        own = tuple(Option(names[k], names[k], f"P{at}", k) for k in range(12) if k * 5 // 12 == at)
        texts = [
            f"{rnd.choice(['', 'not '])}{rnd.choice(names)} {rnd.choice(['and', 'or', 'if', 'iff'])} {rnd.choice(names)}"
            for _ in range(12)
        ]
        wishes = tuple(Wish(parse(text, places), text, unsure=rnd.random() < 0.3) for text in texts)
        parties.append(Party(f"P{at}", own, Preference(wishes=wishes, ties_unknown=True)))
    return Conflict("five by twelve", tuple(parties))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--orders", type=int, default=10_000)
    chosen = parser.parse_args()
    begun = time.perf_counter()
    spread = Processes(chosen.workers) if chosen.workers > 1 else InProcess()
    found = robustness(
        conflict(1), ("nash", "gmr", "smr", "seq", "sseq"), most=chosen.orders, tolerance=0.0, executor=spread
    )
    spent = time.perf_counter() - begun
    print(f"{found.solved:,} orders of 4,096 states, five concepts, {chosen.workers} workers: {spent:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
