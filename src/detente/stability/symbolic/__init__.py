"""Equilibria of models too large to list: sets of states as decision diagrams.

`solve_symbolic` gives them as `StateSet`s, which count, describe and sample themselves.
"""

from detente.stability.symbolic.solve import SYMBOLIC_CONCEPTS, SymbolicSolution, solve_symbolic, symbolic_json
from detente.stability.symbolic.stateset import StateSet

__all__ = ["SYMBOLIC_CONCEPTS", "StateSet", "SymbolicSolution", "solve_symbolic", "symbolic_json"]
