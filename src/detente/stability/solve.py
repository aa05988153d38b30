"""Solve a conflict: choose the engine, fill the tables, find the equilibria."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel, graph_model
from detente.conflict.model import Conflict
from detente.stability.concepts import CONCEPTS, SEQUENTIAL
from detente.stability.solution import Method, Solution

Bools = NDArray[np.bool_]
Engine = Literal["auto", "numpy", "compiled"]

LOADING = 0.6  # seconds it takes to load the compiled loops; measured by benchmarks/stability_speed.py
LARGE = 50_000  # states x parties above which numpy takes longer than that, sim included; same source
MOST_JOINT = 2e10  # joint states that simultaneous stability is still worked out for unasked: about a minute

_spent_in_numpy = 0.0


def solve(conflict: Conflict | str | Path, concepts: Sequence[str] | None = None, method: Engine = "auto") -> Solution:
    """Solve a conflict, or the conflict.yaml at a path, under the concepts named (all six if none is).

    Raises ConflictRefused for a file that cannot be used or states that cannot be listed, ValueError for an
    unknown concept.
    """
    if isinstance(conflict, str | Path):
        from detente.conflict.opening import open_conflict

        conflict = open_conflict(Path(conflict))
    return solve_model(graph_model(conflict), concepts, method)


def solve_model(model: GraphModel, concepts: Sequence[str] | None = None, method: Engine = "auto") -> Solution:
    """As `solve`, from a model already listed and ranked: for solving again under other ranks.

    Raises ConflictRefused where `sim` is asked for by name of a model in graph form.
    """
    wanted = tuple(concept for concept in CONCEPTS if concepts is None or concept in concepts)
    unknown = set(concepts or ()) - set(CONCEPTS)
    if unknown:
        raise ValueError(f"unknown concept {sorted(unknown)[0]!r}; known: {', '.join(CONCEPTS)}")
    left_out = _left_out(model, wanted, asked=concepts is not None)
    wanted = tuple(concept for concept in wanted if concept not in dict(left_out))
    tables, engine = _tables(model, wanted, method)
    stable = {}
    equilibria = {}
    for concept in wanted:
        tables[concept].setflags(write=False)
        stable[concept] = MappingProxyType(dict(zip(model.parties, tables[concept], strict=True)))
        equilibria[concept] = np.flatnonzero(tables[concept].all(axis=0)) + 1
        equilibria[concept].setflags(write=False)
    return Solution(model, MappingProxyType(stable), MappingProxyType(equilibria), Method(engine, wanted, left_out))


def _left_out(model: GraphModel, wanted: tuple[str, ...], asked: bool) -> tuple[tuple[str, str], ...]:
    if "sim" not in wanted:
        return ()
    from detente.stability.simultaneous import UNDEFINED, refuse_listed, work

    if asked:
        refuse_listed(model)
        return ()
    if model.arcs is not None:
        return (("sim", UNDEFINED),)
    joint = work(model)
    if joint > MOST_JOINT:
        return (("sim", f"about {joint:.0e} joint states would have to be looked at; ask for it by name"),)
    return ()


def _tables(model: GraphModel, wanted: tuple[str, ...], method: Engine) -> tuple[dict[str, Bools], str]:
    global _spent_in_numpy
    sequential = tuple(concept for concept in wanted if concept in SEQUENTIAL)
    tables: dict[str, Bools] = {}
    if model.arcs is not None:
        from detente.stability import listed

        return listed.verdicts(model, sequential), "listed"
    if method == "compiled" or (method == "auto" and _compiling_pays(model)):
        from detente.stability import compiled, simultaneous_compiled

        tables = compiled.verdicts(model, sequential)
        if "sim" in wanted:
            tables["sim"] = simultaneous_compiled.verdicts(model)
        return tables, "compiled"
    from detente.stability import simultaneous, sweeps

    began = perf_counter()
    tables = sweeps.verdicts(model, sequential)
    if "sim" in wanted:
        tables["sim"] = simultaneous.verdicts(model)
    _spent_in_numpy += perf_counter() - began
    return tables, "numpy"


def _compiling_pays(model: GraphModel) -> bool:
    """Loading compiled loops takes longer than a small model does in numpy, so it is put off until it must
    pay.

    That is: they are loaded already, the model is large, or numpy has by now cost as much time as loading
    would have (who rents until the rent has reached the price never pays more than twice the least).
    """
    large = model.ranks.size > LARGE
    return large or "detente.stability.compiled" in sys.modules or _spent_in_numpy > LOADING
