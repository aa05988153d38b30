"""Which states are stable for whom, for concepts that stand beside the plain six."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """`stable`: concept -> party -> truth over the states; `equilibria`: concept -> ids of the states stable for all.

    `method` names the definition and its source, `parameters` what it was run with; `exact` is False only where a
    bound cut the computation short. `wording` says so where the definition was set down without its text at hand.
    """

    stable: Mapping[str, Mapping[str, Bools]]
    equilibria: Mapping[str, Ids]
    method: str
    parameters: tuple[tuple[str, str], ...] = ()
    exact: bool = True
    wording: str = ""


def tabulate(
    parties: tuple[str, ...],
    columns: Mapping[str, list[Bools]],
    method: str,
    parameters: tuple[tuple[str, str], ...] = (),
    wording: str = "",
) -> Tables:
    """Tables from one truth array a party for each concept."""
    return Tables(
        {concept: dict(zip(parties, rows, strict=True)) for concept, rows in columns.items()},
        {concept: np.flatnonzero(np.all(rows, axis=0)).astype(np.int64) + 1 for concept, rows in columns.items()},
        method,
        parameters,
        wording=wording,
    )


def ids(truth: Bools) -> list[int]:
    """The ids of the states where `truth` holds."""
    return [int(place) + 1 for place in np.flatnonzero(truth)]


def tables_json(tables: Tables) -> dict[str, object]:
    """The tables as JSON values, in the shape of `stability` and `equilibria` of `detente solve --json`."""
    form: dict[str, object] = {
        "stability": {
            concept: {party: ids(truth) for party, truth in row.items()} for concept, row in tables.stable.items()
        },
        "equilibria": {concept: [int(one) for one in found] for concept, found in tables.equilibria.items()},
        "method": tables.method,
        "parameters": dict(tables.parameters),
        "exact": tables.exact,
    }
    if tables.wording:
        form["wording"] = tables.wording
    return form
