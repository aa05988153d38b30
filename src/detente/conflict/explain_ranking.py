"""Each party's order of the states as its preference implies it, and what decides between neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.conflict.judge import notes
from detente.conflict.model import Conflict, Party
from detente.conflict.ranking import ranks
from detente.conflict.states import States, list_states, truth

MOST_LEVELS: Final = 1000  # levels spelt out for a party; with more, the best ones are
MOST_NAMED: Final = 12  # states of one level named in words


@dataclass(frozen=True, slots=True)
class Level:
    """States that the party does not tell apart (ids), and what puts them above the next level: None for the last."""

    states: tuple[int, ...]
    above_next: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Order:
    """One party's order, best level first; `levels` is cut to the best `MOST_LEVELS` of `count`."""

    party: str
    levels: tuple[Level, ...]
    count: int


def orders(conflict: Conflict) -> tuple[Order, ...]:
    """Every party's order. Raises ConflictRefused where the states cannot be listed."""
    states = list_states(conflict)
    return tuple(_order(party, states) for party in conflict.parties)


def rank_lines(conflict: Conflict) -> list[str]:
    """The orders in words for `detente rank`, followed by what is odd about the statements."""
    states = list_states(conflict)
    lines = []
    for order in (_order(party, states) for party in conflict.parties):
        lines.append(
            f"{order.party}: {order.count} level{'' if order.count == 1 else 's'} of {len(states):,} states, best first"
        )
        for level in order.levels:
            named = ", ".join(f"{one} {pattern}" for one, pattern in _named(level, states))
            more = len(level.states) - MOST_NAMED
            lines.append(f"  {named}" + (f" and {more:,} more" if more > 0 else ""))
            if level.above_next is not None:
                lines.append(
                    f"      above the next because of: {level.above_next}"
                    + (f" (line {level.line})" if level.line else "")
                )
        if order.count > len(order.levels):
            lines.append(f"  and {order.count - len(order.levels):,} levels more")
    return lines + [f"note: {f'line {note.line}: ' if note.line else ''}{note.says}" for note in notes(conflict)]


def rank_json(conflict: Conflict) -> dict[str, object]:
    """The orders and notes as JSON values."""
    return {
        "orders": [
            {
                "party": order.party,
                "count": order.count,
                "levels": [
                    {"states": list(level.states), "above_next": level.above_next, "line": level.line}
                    for level in order.levels
                ],
            }
            for order in orders(conflict)
        ],
        "notes": [{"kind": note.kind, "line": note.line, "says": note.says} for note in notes(conflict)],
    }


def _named(level: Level, states: States) -> list[tuple[int, str]]:
    shown = level.states[:MOST_NAMED]
    return list(zip(shown, states.patterns(shown), strict=True))


def _order(party: Party, states: States) -> Order:
    rank = ranks(party.preference, states)
    by_rank = np.argsort(-rank.astype(np.int64), kind="stable")
    heights = np.unique(rank)[::-1]
    starts = np.searchsorted(-rank[by_rank].astype(np.int64), -heights.astype(np.int64))
    ends = [*starts[1:].tolist(), len(rank)]
    shown = len(heights[:MOST_LEVELS])
    decide = _Decider(party, states)
    levels = []
    for at in range(shown):
        members = by_rank[starts[at] : ends[at]]
        if at + 1 < len(heights):
            why, line = decide.between(int(members[0]), int(by_rank[starts[at + 1]]))
            levels.append(Level(tuple((members + 1).tolist()), why, line))
        else:
            levels.append(Level(tuple((members + 1).tolist()), None, 0))
    return Order(party.name, tuple(levels), len(heights))


class _Decider:
    """What decides between two states of one party."""

    def __init__(self, party: Party, states: States) -> None:
        self.preference = party.preference
        self.wishes = party.preference.wishes or ()
        self.columns = [truth(wish.expr, states) for wish in self.wishes]
        self.weights = [(weight, truth(weight.expr, states)) for weight in party.preference.weights or ()]

    def between(self, better: int, worse: int) -> tuple[str, int]:
        """The reason and its line, for two places of which the first is preferred."""
        for wish, column in zip(self.wishes, self.columns, strict=True):
            if column[better] != column[worse]:
                marks = [word for word, there in (("unsure", wish.unsure), ("strongly", wish.strongly)) if there]
                return wish.text + (f" [{', '.join(marks)}]" if marks else ""), wish.line
        if self.weights:
            gains = [
                f"{weight.text} {'holds' if column[better] else 'does not hold'} ({weight.worth})"
                for weight, column in self.weights
                if column[better] != column[worse]
            ]
            return "; ".join(gains), self.preference.line
        return "the ranking", self.preference.line
