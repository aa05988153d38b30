"""Comparing and spreading value vectors: binary numbers whose digits are diagrams, the highest first.

All of it is exact and pointwise: a vector gives each assignment of the variables its own number.
"""

from __future__ import annotations

from oxidd.bcdd import BCDDFunction
from oxidd.util import BooleanOperator

Diagram = BCDDFunction
Vector = tuple[Diagram, ...]


def above(left: Vector, right: Vector) -> Diagram | None:
    """Where left is the larger number; None if neither has a digit."""
    larger: Diagram | None = None
    for one, other in zip(reversed(left), reversed(right), strict=True):
        if one == other:
            continue
        strictly = one & ~other
        larger = strictly if larger is None else strictly | (one.equiv(other) & larger)
    return larger


def chosen(where: Diagram | None, left: Vector, right: Vector) -> Vector:
    """Left where the condition holds, right elsewhere (everywhere if there is no condition)."""
    if where is None:
        return right
    return tuple(where.ite(one, other) for one, other in zip(left, right, strict=True))


def smaller(left: Vector, right: Vector) -> Vector:
    """The smaller of both, pointwise."""
    return chosen(above(left, right), right, left)


def larger(left: Vector, right: Vector) -> Vector:
    """The larger of both, pointwise."""
    return chosen(above(left, right), left, right)


def least_over(variables: Diagram, allowed: Diagram, value: Vector) -> Vector:
    """The least value over the assignments of the variables that are allowed; at least one must be.

    Digit by digit: a digit is 1 if it is 1 for every candidate; then the candidates with that digit remain.
    """
    digits = []
    for digit in value:
        least = allowed.apply_forall(BooleanOperator.IMP, digit, variables)
        allowed = allowed & digit.equiv(least)
        digits.append(least)
    return tuple(digits)


def most_over(variables: Diagram, allowed: Diagram, value: Vector) -> Vector:
    """The greatest value over the assignments of the variables that are allowed; at least one must be."""
    digits = []
    for digit in value:
        most = allowed.apply_exists(BooleanOperator.AND, digit, variables)
        allowed = allowed & digit.equiv(most)
        digits.append(most)
    return tuple(digits)


def split(value: Vector, variable: Diagram) -> tuple[Vector, Vector]:
    """The vector with a variable set to false, and set to true."""
    off = tuple((digit & ~variable).exists(variable) for digit in value)
    on = tuple((digit & variable).exists(variable) for digit in value)
    return off, on
