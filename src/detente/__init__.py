"""Détente: a crisis desk. Dated reports in, a sourced record, the outcomes that can hold, and a brief out.

The same functions that the commands call, by the same names; each is loaded when it is first used:

    >>> import detente
    >>> solution = detente.solve("cases/catalogue/chicken.yaml")
    >>> solution.states.patterns(solution.equilibria["nash"])
    ['YN', 'NY']
    >>> bool(solution.stable["nash"]["First"][1])
    True

``open_case`` opens a folder, ``read`` reads files, ``record_of`` gives a case's whole record, ``outlook_of`` all that follows from it, ``explain``
a verdict. Errors are in ``detente.errors``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.version import __version__

if TYPE_CHECKING:
    from detente.case import new_case, open_case
    from detente.check import check_case
    from detente.doors import outlook_of, read, record_of
    from detente.stability import explain, solve

__all__ = ["__version__", "check_case", "explain", "new_case", "open_case", "outlook_of", "read", "record_of", "solve"]

_HOMES = {
    "check_case": "detente.check",
    "explain": "detente.stability",
    "new_case": "detente.case",
    "open_case": "detente.case",
    "outlook_of": "detente.doors",
    "read": "detente.doors",
    "record_of": "detente.doors",
    "solve": "detente.stability",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
