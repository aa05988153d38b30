"""Coalitions: which of them can upset a state together, by which moves, and which states nobody can upset.

For a coalition H and a state s let B_H(s) be the states that every member strictly prefers to s. A joint improvement is a
state of B_H(s) that H reaches by a legal sequence of its members' moves.

- `cnash` H has no joint improvement.
- `cgmr`  from each joint improvement the others can reach a state outside B_H(s): at least one member is no better off.
- `csmr`  such a state from which H reaches no state of B_H(s).
- `cseq`  as cgmr, the others answering by a sequence of joint improvements, each by a coalition of them for itself, no
          coalition twice in a row.

1. List what each H reaches from each state, and which of it is a joint improvement.
2. Judge each joint improvement by the answers and the states outside B_H(s).
3. A state is universally stable under a concept if it is stable for every coalition, single parties included. For cseq
   two forms are given, because a single party's cseq is weaker than its seq: the others may answer as coalitions.

Kilgour, Hipel, Fang and Peng, Group Decision and Negotiation 10 (2001); Inohara and Hipel, Systems Engineering 11 (2008) and
J. Syst. Sci. Syst. Eng. 17 (2008); set down without their texts at hand, and equal to the tables of Elmira known here.

A partition says that some parties act as one: then only its blocks are asked, and only its blocks answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.conflict.graph import GraphModel
from detente.stability.bitrows import (
    ArcList,
    Bools,
    Rows,
    among,
    arc_list,
    deterred,
    everybody,
    holding_out,
    legal_reach,
    move_arcs,
    pack,
)
from detente.stability.legal import reach
from detente.stability.listed import verdicts
from detente.stability.tables import ids

COALITION_CONCEPTS: Final = ("cnash", "cgmr", "csmr", "cseq")
METHOD: Final = "coalition stability (Kilgour, Hipel, Fang and Peng 2001; Inohara and Hipel 2008)"
WORDING: Final = "unchecked: set down without the text at hand"

_PLAIN: Final = {"cnash": "nash", "cgmr": "gmr", "csmr": "smr", "cseq": "seq"}

Group = tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CoalitionTable:
    """One coalition: `stable[concept]` is a truth array over the states."""

    members: tuple[str, ...]
    stable: Mapping[str, Bools]


@dataclass(frozen=True, slots=True, eq=False)
class Coalitions:
    """Every coalition asked, smallest first.

    `universal[concept]`: ids stable for every coalition throughout; `universal_plain[concept]`: the same with the plain
    concept (nash, gmr, smr, seq) for single parties. For a partition both ask its blocks alone.
    """

    model: GraphModel
    tables: tuple[CoalitionTable, ...]
    universal: Mapping[str, NDArray[np.int64]]
    universal_plain: Mapping[str, NDArray[np.int64]]
    partition: tuple[tuple[str, ...], ...] | None
    method: str = METHOD
    wording: str = WORDING
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Upset:
    """A coalition that can upset a state: by which moves, to which state, and whether the others could answer.

    `deterred[concept]` for cgmr, csmr and cseq. States by id, movers by name in `moves` as (mover, from, to).
    """

    members: tuple[str, ...]
    state: int
    target: int
    moves: tuple[tuple[str, int, int], ...]
    deterred: Mapping[str, bool]


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """What one coalition can do: all it reaches, and its joint improvements; `better` row s is B_H(s)."""

    reaches: ArcList
    improves: ArcList
    better: Rows


@dataclass(frozen=True, slots=True, eq=False)
class _Arena:
    """The coalitions that act (all of them, or the blocks of a partition), and every party's moves."""

    groups: Mapping[Group, _Group]
    moves: tuple[ArcList, ...]
    size: int


def coalitions(model: GraphModel, partition: Sequence[Sequence[str]] | None = None) -> Coalitions:
    """Stability for every coalition, or for the blocks of a partition ("these act as one").

    Raises ValueError for a partition that misses, repeats or does not know a party.
    """
    arena = _arena(model, partition)
    tables = [CoalitionTable(_names(model, group), _stable(arena, group)) for group in arena.groups]
    plain = dict(zip(_PLAIN, verdicts(model, tuple(_PLAIN.values())).values(), strict=True))
    universal, mixed = {}, {}
    for concept in COALITION_CONCEPTS:
        every = dict(zip(arena.groups, (table.stable[concept] for table in tables), strict=True))
        universal[concept] = _everywhere(list(every.values()))
        mixed[concept] = _everywhere(
            [plain[concept][group[0]] if len(group) == 1 else row for group, row in every.items()]
        )
    named = None if partition is None else tuple(table.members for table in tables)
    return Coalitions(model, tuple(tables), universal, mixed, named)


def upsets(result: Coalitions, states: Sequence[int]) -> tuple[Upset, ...]:
    """For each of the states (by id) every coalition with a joint improvement from it, and one such improvement.

    One that the others cannot answer is preferred to one that they can, then fewer moves, then the lower id.
    """
    model = result.model
    arena = _arena(model, result.partition)
    found = []
    for group, table in zip(arena.groups, result.tables, strict=True):
        shaken = [state - 1 for state in states if not table.stable["cnash"][state - 1]]
        answered = _answered(arena, group, shaken) if shaken else {}
        for place in shaken:
            reached = reach(model, place, group, improving=False)
            choices = []
            mine = arena.groups[group].improves
            for target in mine.target[mine.start[place] : mine.start[place + 1]].tolist():
                fate = {concept: bool(answered[place][concept][target]) for concept in COALITION_CONCEPTS[1:]}
                choices.append((sum(fate.values()), len(reached.path_to(target) or ()), target, fate))
            _, _, target, fate = min(choices, key=lambda choice: choice[:3])
            path = reached.path_to(target) or ()
            moves = tuple((model.parties[step.mover], step.source + 1, step.target + 1) for step in path)
            found.append(Upset(table.members, place + 1, target + 1, moves, fate))
    return tuple(sorted(found, key=lambda upset: (upset.state, len(upset.members))))


def coalitions_json(result: Coalitions) -> dict[str, object]:
    """The tables as JSON values: each coalition's stable ids and the universally stable ones."""
    form: dict[str, object] = {
        "tables": [
            {"members": list(table.members), "stable": {name: ids(truth) for name, truth in table.stable.items()}}
            for table in result.tables
        ],
        "universally_stable": {name: found.tolist() for name, found in result.universal_plain.items()},
        "universally_stable_throughout": {name: found.tolist() for name, found in result.universal.items()},
        "method": result.method,
        "wording": result.wording,
        "exact": result.exact,
    }
    if result.partition is not None:
        form["partition"] = [list(block) for block in result.partition]
    return form


def upsets_json(found: Sequence[Upset]) -> list[dict[str, object]]:
    """Upsets as JSON values."""
    return [
        {
            "state": upset.state,
            "members": list(upset.members),
            "to": upset.target,
            "moves": [{"party": party, "from": source, "to": target} for party, source, target in upset.moves],
            "deterred": dict(upset.deterred),
        }
        for upset in found
    ]


def _names(model: GraphModel, group: Group) -> tuple[str, ...]:
    return tuple(model.parties[party] for party in group)


def _everywhere(rows: list[Bools]) -> NDArray[np.int64]:
    return np.flatnonzero(np.all(rows, axis=0)).astype(np.int64) + 1


def _acting(model: GraphModel, partition: Sequence[Sequence[str]] | None) -> list[Group]:
    """The coalitions that act: all of them, smallest first, or the blocks as given."""
    count = len(model.parties)
    if partition is None:
        return [group for many in range(1, count + 1) for group in combinations(range(count), many)]
    named = [name for block in partition for name in block]
    for name in named:
        if name not in model.parties:
            raise ValueError(f"{name!r} is no party; the parties are {', '.join(model.parties)}")
    if sorted(named) != sorted(model.parties) or not all(partition):
        raise ValueError("a partition names every party exactly once")
    return [tuple(sorted(model.parties.index(name) for name in block)) for block in partition]


def _arena(model: GraphModel, partition: Sequence[Sequence[str]] | None) -> _Arena:
    size = len(model.states)
    moves = tuple(move_arcs(model, party) for party in range(len(model.parties)))
    alone = [pack(rank[None, :] > rank[:, None]) for rank in model.ranks]
    groups = {}
    for group in _acting(model, partition):
        better: Rows = np.bitwise_and.reduce([alone[party] for party in group])
        reaches = moves[group[0]]
        if len(group) > 1:
            reaches = arc_list(legal_reach([moves[party] for party in group], size))
        groups[group] = _Group(reaches, among(reaches, better), better)
    return _Arena(groups, moves, size)


def _answers(arena: _Arena, group: Group) -> tuple[Rows, Rows]:
    """What the others reach from each state: by moves, and by joint improvements of those who act."""
    by_moves = legal_reach([arcs for party, arcs in enumerate(arena.moves) if party not in group], arena.size)
    acting = [other.improves for members, other in arena.groups.items() if not set(members) & set(group)]
    return by_moves, legal_reach(acting, arena.size)


def _sanctions(arena: _Arena, group: Group) -> tuple[Rows, Rows]:
    """The states outside B_H(s), and those of them from which H finds no way back into it."""
    mine = arena.groups[group]
    sanctions: Rows = everybody(arena.size) & ~mine.better
    return sanctions, holding_out(sanctions, mine.reaches, mine.better)


def _stable(arena: _Arena, group: Group) -> dict[str, Bools]:
    by_moves, by_improvements = _answers(arena, group)
    sanctions, lasting = _sanctions(arena, group)
    leaving = arena.groups[group].improves
    return {
        "cnash": np.diff(leaving.start) == 0,
        "cgmr": deterred(leaving, by_moves, sanctions),
        "csmr": deterred(leaving, by_moves, lasting),
        "cseq": deterred(leaving, by_improvements, sanctions),
    }


def _answered(arena: _Arena, group: Group, places: Sequence[int]) -> dict[int, dict[str, Bools]]:
    """For each place and concept: at which joint improvements the others have a sanction."""
    by_moves, by_improvements = _answers(arena, group)
    sanctions, lasting = _sanctions(arena, group)
    return {
        place: {
            "cgmr": (by_moves & sanctions[place]).any(axis=1),
            "csmr": (by_moves & lasting[place]).any(axis=1),
            "cseq": (by_improvements & sanctions[place]).any(axis=1),
        }
        for place in places
    }
