"""conflict.yaml read and judged: a `Conflict`, or one refusal with file and line.

1. The YAML is loaded with line marks (`lined_yaml`), its keys and kinds of value are judged (`schema`).
2. Names, statements, patterns and pairs are read (`reading`); every name must exist.
3. The whole is judged: some state is feasible, today's too, rankings name each feasible state once.

Contradictory or idle statements are no reason to refuse to solve, since their meaning is defined; `judge`
notes them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from detente.conflict.judge import contradictions
from detente.conflict.model import MOST_LISTED, Conflict, Preference
from detente.conflict.reading import Draft
from detente.conflict.schema import ConflictFile
from detente.conflict.statements import Columns, holds
from detente.conflict.states import CHUNK, States, list_states
from detente.errors import ConflictRefused
from detente.lined_yaml import Lined, judge, load, parse

__all__ = ["read", "read_text"]


def read(path: Path, name: str | None = None) -> Conflict:
    """Read a conflict.yaml. `name` is what messages call the file (the path as given if left out).

    Raises ConflictRefused: what is wrong, on which line, what was found and how to mend it.
    """
    return _conflict(load(path, ConflictRefused, name or str(path)))


def read_text(source: str, name: str = "conflict.yaml") -> Conflict:
    """As `read`, from text."""
    return _conflict(parse(source, name, ConflictRefused))


def _conflict(document: Lined) -> Conflict:
    conflict = Draft(document, judge(document, ConflictFile, ConflictRefused)).conflict()
    _judge_feasible(document, conflict)
    _judge_now(document, conflict)
    _judge_rankings(document, conflict)
    return replace(conflict, notes=tuple(f"line {note.line}: {note.says}" for note in contradictions(conflict)))


def _judge_feasible(document: Lined, conflict: Conflict) -> None:
    """Some state must be feasible; looked for run by run, so that the first one found ends the search."""
    if not conflict.infeasible or len(conflict.options) > MOST_LISTED:
        return
    size = 1 << len(conflict.options)
    for start in range(0, size, CHUNK):
        columns = Columns(np.arange(start, min(start + CHUNK, size), dtype=np.int32), conflict.places)
        ruled_out = np.zeros(len(columns.masks), dtype=np.bool_)
        for expr in conflict.infeasible:
            ruled_out |= holds(expr, columns)
        if not ruled_out.all():
            return
    raise ConflictRefused(
        "no state is feasible",
        where=document.where(("infeasible",)),
        found=f"{len(conflict.infeasible)} infeasible statements that together rule out every option combination",
        mend="take out or narrow one of them",
    )


def _judge_now(document: Lined, conflict: Conflict) -> None:
    if conflict.now is None or conflict.graph is not None or len(conflict.options) > 30:
        return  # beyond 30 options a mask does not fit the array; the symbolic engine judges today's state itself
    mask = sum(1 << conflict.places[name] for name in conflict.now)
    columns = Columns(np.array([mask], dtype=np.int32), conflict.places)
    for place, expr in enumerate(conflict.infeasible):
        if holds(expr, columns)[0]:
            raise ConflictRefused(
                "today's state is infeasible",
                where=document.where(("now",)),
                found=f"[{', '.join(sorted(conflict.now))}], ruled out on line {document.line(('infeasible', place))}",
                mend="correct `now` or that line of `infeasible`",
            )


def _judge_rankings(document: Lined, conflict: Conflict) -> None:
    ranked: list[tuple[tuple[str | int, ...], Preference]] = []
    for at, party in enumerate(conflict.parties):
        ranked.append((("parties", at, "ranking"), party.preference))
        for number, other in enumerate(party.alternatives):
            ranked.append((("parties", at, "alternatives", number, "ranking"), other))
    for view in conflict.perceptions:
        for whom, belief in view.believes:
            ranked.append((("perceptions", view.party, "believes", whom, "ranking"), belief))
    ranked = [(path, preference) for path, preference in ranked if preference.ranking is not None]
    if ranked:
        states = list_states(conflict)
        for path, preference in ranked:
            _judge_ranking(document, path, preference, states)


def _judge_ranking(document: Lined, path: tuple[str | int, ...], preference: Preference, states: States) -> None:
    seen: set[int] = set()
    for at, tie in enumerate(preference.ranking or ()):
        for word in tie:
            state = states.named(word)
            if state is None:
                raise ConflictRefused(
                    "a ranking names what is no feasible state",
                    where=document.where((*path, at)),
                    found=word,
                    mend="write one Y or N for each option in the order of the file, or take it out"
                    if states.names is None
                    else f"known states: {', '.join(states.names)}",
                )
            if state in seen:
                raise ConflictRefused(
                    "a ranking names a state twice",
                    where=document.where((*path, at)),
                    found=word,
                    mend="keep one of the two places",
                )
            seen.add(state)
    missing = [int(state) for state in states.ids if int(state) not in seen]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise ConflictRefused(
            "a ranking misses feasible states",
            where=document.where(path),
            found=f"no place for {states.pattern(missing[0])}{more}",
            mend="give every feasible state a place, ties in a list, or make the state infeasible",
        )
