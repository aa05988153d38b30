"""What is odd about a model that can be solved all the same: told, not refused.

- a statement that contradicts an earlier one of its list word for word: it cannot do what its author meant;
- a statement that decides nothing: it holds in all states or none, or only repeats what those before it have settled;
- states that look alike to everybody: no party tells them apart, so some option matters to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from detente.conflict.model import MOST_LISTED, Conflict, Party
from detente.conflict.ranking import dense, prioritised, ranks
from detente.conflict.statements import Expr, Not
from detente.conflict.states import States, list_states, truth

__all__ = ["Note", "contradictions", "notes"]

_SHOWN = 4  # states named as examples


@dataclass(frozen=True, slots=True)
class Note:
    """An oddity. `kind`: `contradiction`, `idle` or `alike`; `line`: of the file, 0 where it is about the whole."""

    kind: str
    where: str
    line: int
    says: str


def notes(conflict: Conflict) -> tuple[Note, ...]:
    """Everything odd, in file order; nothing where there are too many options to list the states."""
    if conflict.graph is not None:
        return ()
    found = list(contradictions(conflict))
    if len(conflict.options) <= MOST_LISTED:
        states = list_states(conflict)
        known = {note.line for note in found if note.line}
        for party in conflict.parties:
            found += [note for note in _idle(conflict, party, states) if note.line not in known]
        found.sort(key=lambda note: note.line)
        found += _alike(conflict, states)
    return tuple(found)


def contradictions(conflict: Conflict) -> tuple[Note, ...]:
    """Statements that deny an earlier one of the same party word for word."""
    found = []
    for party in conflict.parties:
        wishes = party.preference.wishes or ()
        for at, wish in enumerate(wishes):
            denied = next((early for early in wishes[:at] if _deny(early.expr, wish.expr)), None)
            if denied is not None:
                found.append(
                    Note(
                        "contradiction",
                        _where(conflict, wish.line),
                        wish.line,
                        f"{party.name} wants {wish.text!r} and, more, {denied.text!r} (line {denied.line}): "
                        "the later one never counts; take one out",
                    )
                )
    return tuple(found)


def _deny(one: Expr, other: Expr) -> bool:
    return other == Not(one) or one == Not(other)


def _idle(conflict: Conflict, party: Party, states: States) -> list[Note]:
    """Statements that no pair of states is decided by."""
    found: list[Note] = []
    wishes = party.preference.wishes or ()
    before = np.zeros(len(states), dtype=np.int32)
    for at, wish in enumerate(wishes):
        rank = prioritised([earlier.expr for earlier in wishes[: at + 1]], states)
        if rank.max() == before.max():
            held = truth(wish.expr, states)
            why = "it holds in every feasible state" if held.all() else "it holds in no feasible state"
            if held.any() and not held.all():
                why = "those before it settle every pair of states that it could"
            found.append(
                Note(
                    "idle",
                    _where(conflict, wish.line),
                    wish.line,
                    f"{party.name}'s {wish.text!r} decides nothing: {why}",
                )
            )
        before = rank
    return found


def _alike(conflict: Conflict, states: States) -> list[Note]:
    score = np.zeros(len(states), dtype=np.int64)
    for party in conflict.parties:
        rank = ranks(party.preference, states)
        score = dense(score * (int(rank.max()) + 1) + rank).astype(np.int64)
    sizes = np.bincount(score)
    groups = np.flatnonzero(sizes > 1)
    if not len(groups):
        return []
    first = np.flatnonzero(score == groups[0]) + 1
    example = ", ".join(states.patterns(first[:_SHOWN])) + (", ..." if len(first) > _SHOWN else "")
    count = int(sizes[groups].sum())
    return [
        Note(
            "alike",
            _where(conflict, 0),
            0,
            f"{count} of {len(states)} states look the same to every party as some other one, for example {example}",
        )
    ]


def _where(conflict: Conflict, line: int) -> str:
    return f"{conflict.source}:{line}" if line else conflict.source
