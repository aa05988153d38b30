"""Is what happened among the outcomes that the engine says can hold, and how much did it rule out?

    python benchmarks/history.py [--concept seq]

For each conflict of benchmarks/history.yaml: its feasible states, those that fit what happened, and for each concept the number of
equilibria with a mark where what happened is among them. Then, for each standing of the models, the hits beside the hits that sets
of the same size drawn blindly from the feasible states would have had. Prints Markdown.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

import detente
from detente.lined_yaml import judge, load

ROOT = Path(__file__).resolve().parents[1]
LIST = Path(__file__).with_suffix(".yaml")
CONCEPTS = ("nash", "seq", "smr", "gmr")
STANDINGS = {
    "literature": "unchanged from the literature",
    "remembered": "of the literature, as remembered",
    "dated": "this project's case, dated",
    "own": "own reconstruction",
}
KNEW = ("no", "unclear", "in part", "yes")


class Entry(BaseModel):
    """One conflict of the list: the model, and what happened."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    model: str = Field(description="file under cases/, without .yaml")
    happened: str = Field(pattern="^[YN-]+$", description="pattern of the state that came about")
    told: str = Field(min_length=1, description="what happened, and where it is told")
    knew: Literal["no", "unclear", "in part", "yes"] = Field(description="whether the modeller knew the ending")
    standing: Literal["literature", "remembered", "dated", "own"] = Field(description="where the model comes from")

    @property
    def path(self) -> Path:
        """The conflict's file."""
        return ROOT / "cases" / f"{self.model}.yaml"

    @property
    def name(self) -> str:
        """What the tables call it."""
        return self.model.removesuffix("/conflict").rpartition("/")[2]


class Listed(BaseModel):
    """benchmarks/history.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    models: list[Entry]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One conflict solved: its states' patterns, which of them fit what happened, and the equilibria of each concept (ids)."""

    entry: Entry
    patterns: tuple[str, ...]
    happened: frozenset[int]
    equilibria: Mapping[str, frozenset[int]]

    @property
    def states(self) -> int:
        """How many states are feasible."""
        return len(self.patterns)

    def hit(self, concept: str) -> bool:
        """Whether a state that fits what happened is an equilibrium."""
        return bool(self.happened & self.equilibria[concept])

    def share(self, concept: str) -> Fraction:
        """The share of the feasible states that are equilibria."""
        return Fraction(len(self.equilibria[concept]), self.states)

    def blind(self, concept: str) -> Fraction:
        """The share of all sets as large as the equilibria that hold a state which fits what happened.

        Where one state fits it is `share`; where m of n fit and k are equilibria, 1 - C(n - m, k) / C(n, k).
        """
        size = len(self.equilibria[concept])
        return 1 - Fraction(comb(self.states - len(self.happened), size), comb(self.states, size))


def entries() -> list[Entry]:
    """The list. Raises Refused where it is not whole."""
    return judge(load(LIST), Listed).models


def verdict(entry: Entry) -> Verdict:
    """Solve one conflict. Raises ConflictRefused for a model that cannot be used."""
    solution = detente.solve(entry.path, CONCEPTS)
    patterns = tuple(solution.states.patterns(solution.states.ids))
    return Verdict(
        entry,
        patterns,
        frozenset(at for at, pattern in enumerate(patterns, 1) if fits(entry.happened, pattern)),
        {concept: frozenset(np.asarray(solution.equilibria[concept]).tolist()) for concept in CONCEPTS},
    )


def fits(wanted: str, pattern: str) -> bool:
    """Whether a state's pattern agrees with one that may leave options open."""
    return len(wanted) == len(pattern) and all(w in ("-", p) for w, p in zip(wanted, pattern, strict=True))


def model_rows(verdicts: Iterable[Verdict]) -> Iterator[str]:
    """The table of single conflicts."""
    yield f"| model | standing | ending known | states | fit | {' | '.join(CONCEPTS)} |"
    yield "|---|---|---|---|---|" + "---|" * len(CONCEPTS)
    for v in verdicts:
        cells = (f"{len(v.equilibria[c])} {'hit' if v.hit(c) else 'miss'} ({float(v.share(c)):.0%})" for c in CONCEPTS)
        yield (
            f"| {v.entry.name} | {STANDINGS[v.entry.standing]} | {v.entry.knew} | {v.states} | "
            f"{len(v.happened)} | {' | '.join(cells)} |"
        )


def sum_rows(verdicts: list[Verdict], groups: Mapping[str, Callable[[Verdict], bool]]) -> Iterator[str]:
    """The table of groups: hits, hits of blind sets, mean size of a set and mean share of the states."""
    yield "| models | concept | of | hits | blind sets of that size | mean set | mean share of states |"
    yield "|---|---|---|---|---|---|---|"
    for name, belongs in groups.items():
        chosen = [v for v in verdicts if belongs(v)]
        if not chosen:
            yield f"| {name} | - | 0 | - | - | - | - |"
            continue
        for concept in CONCEPTS:
            hits = sum(v.hit(concept) for v in chosen)
            blind = float(sum(v.blind(concept) for v in chosen))
            size = sum(len(v.equilibria[concept]) for v in chosen) / len(chosen)
            share = float(sum(v.share(concept) for v in chosen)) / len(chosen)
            yield f"| {name} | {concept} | {len(chosen)} | {hits} | {blind:.1f} | {size:.1f} | {share:.0%} |"


def by_standing(standing: str) -> Callable[[Verdict], bool]:
    """Whether a verdict is on a model of this standing."""
    return lambda v: v.entry.standing == standing


def by_ending(knew: str) -> Callable[[Verdict], bool]:
    """Whether a verdict is on a model whose writer knew the ending thus."""
    return lambda v: v.entry.knew == knew


def sets(verdicts: Iterable[Verdict], concept: str) -> Iterator[str]:
    """For each conflict the patterns that are equilibria under a concept, beside what happened."""
    yield f"| model | what happened | equilibria under {concept} |"
    yield "|---|---|---|"
    for v in verdicts:
        held = " ".join(v.patterns[one - 1] for one in sorted(v.equilibria[concept])) or "none"
        yield f"| {v.entry.name} | `{v.entry.happened}` | {held} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--concept", choices=CONCEPTS, default="seq", help="whose equilibria to spell out (seq)")
    chosen = parser.parse_args()
    verdicts = [verdict(entry) for entry in entries()]
    print("\n".join(model_rows(verdicts)), end="\n\n")
    standings = {name: by_standing(key) for key, name in STANDINGS.items()}
    standings["both groups of the literature"] = lambda v: v.entry.standing in ("literature", "remembered")
    print("\n".join(sum_rows(verdicts, standings)), end="\n\n")
    print("\n".join(sum_rows(verdicts, {f"ending known: {knew}": by_ending(knew) for knew in KNEW})), end="\n\n")
    print("\n".join(sets(verdicts, chosen.concept)))


if __name__ == "__main__":
    main()
