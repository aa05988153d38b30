"""Which states of a conflict hold, for whom, under which concept, and why.

`solve` gives the six individual concepts, `explain` the reasons, `from_today` the ways from today's state;
every further family of concepts has its own module.
"""

from detente.stability.paths import FromToday, from_today
from detente.stability.solution import Method, Solution, to_json
from detente.stability.solve import solve, solve_model
from detente.stability.why import Explanation, explain
from detente.stability.witness import Witness, witness

__all__ = [
    "Explanation",
    "FromToday",
    "Method",
    "Solution",
    "Witness",
    "explain",
    "from_today",
    "solve",
    "solve_model",
    "to_json",
    "witness",
]
