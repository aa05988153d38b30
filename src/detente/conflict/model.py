"""The written model of a conflict: who can do what, and who wants what.

These are the nouns of conflict.yaml as frozen values, before anything is listed or ranked: `Conflict`,
`Party`, `Option`, `Preference` with its `Wish`es. `detente.conflict.states` lists the feasible states,
`ranking` turns a preference into ranks, `graph` joins both into the graph model that stability is computed
on.

Two forms exist. In *option form* a state is a choice of options and moves follow from who owns which option.
In *graph form* (`Conflict.graph` set) states are named and each party's moves are listed; `Party.options` is
then empty.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from detente.conflict.statements import Expr, Not, written

MOST_LISTED = 24  # options whose 2**24 states are still listed: 67 MB for the masks; beyond, the symbolic engine


class Direction(StrEnum):
    """How an option can be changed: freely, only taken up, or only dropped."""

    BOTH = "both"
    TAKE = "take"
    DROP = "drop"


class Attitude(StrEnum):
    """How a party regards another's interest (Inohara, Hipel and Walker 2007)."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class Relation(StrEnum):
    """How a party compares two states, as a `compare` line writes it."""

    BETTER = ">"
    MUCH_BETTER = ">>"
    EQUAL = "="
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Cited:
    """One entry of `because`: an id of the record, or a report with the exact words."""

    record: str | None = None
    report: str | None = None
    quote: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """Something a party can do or leave. `place` is its bit in a state's mask (0 the first option of the file)."""

    name: str
    means: str
    party: str
    place: int
    direction: Direction = Direction.BOTH
    cost_take: float = 1.0
    cost_drop: float = 1.0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """One preference statement: what the party wants, how sure we are, how strongly, and why we think so."""

    expr: Expr
    text: str
    unsure: bool = False
    strongly: bool = False
    because: tuple[Cited, ...] = ()
    line: int = 0

    def turned(self) -> Wish:
        """The wish turned round: a plain denial is taken off, anything else denied."""
        expr = self.expr.part if isinstance(self.expr, Not) else Not(self.expr)
        return replace(self, expr=expr, text=written(expr))


@dataclass(frozen=True, slots=True)
class Weight:
    """A statement worth `worth` to the party wherever it holds; `worth` is the decimal text of the file, kept exact."""

    expr: Expr
    text: str
    worth: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """One `compare` line: `left relation right`, both patterns without `-` (graph form: state names)."""

    left: str
    relation: Relation
    right: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Preference:
    """What a party wants, in exactly one of three ways.

    `wishes`: prioritised statements, most important first. `ranking`: every feasible state, best first, ties
    together. `weights`: worths added up. `compare` lines, if any, stand over the order so given.
    `ties_unknown`: states that tie may in truth be ordered either way. `order_unsure`: neighbouring wishes
    may in truth stand the other way round.
    """

    wishes: tuple[Wish, ...] | None = None
    ranking: tuple[tuple[str, ...], ...] | None = None
    weights: tuple[Weight, ...] | None = None
    compare: tuple[Pair, ...] = ()
    ties_unknown: bool = False
    order_unsure: bool = False
    because: tuple[Cited, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Party:
    """A decision maker: its options, what it wants, how it regards the others, and (graph form) its moves."""

    name: str
    options: tuple[Option, ...]
    preference: Preference
    attitudes: tuple[tuple[str, Attitude], ...] = ()
    alternatives: tuple[Preference, ...] = ()  # other preferences that it may have in truth
    moves: tuple[tuple[str, str], ...] = ()  # graph form only: (from, to) by state name
    line: int = 0


@dataclass(frozen=True, slots=True)
class Perception:
    """What a party takes the conflict to be: options it does not know, states it rules out, orders it believes in."""

    party: str
    unaware_of: tuple[str, ...] = ()
    thinks_impossible: tuple[Expr, ...] = ()
    believes: tuple[tuple[str, Preference], ...] = ()
    sees: tuple[Perception, ...] = ()  # second level: what the party takes another's picture to be
    line: int = 0


@dataclass(frozen=True, slots=True)
class Conflict:
    """A whole conflict.yaml. `now` holds the options taken today, None if today is unknown.

    `graph` is None in option form; in graph form it holds the state names in file order, and `now` (if
    known) holds the one state's name.
    """

    title: str
    parties: tuple[Party, ...]
    infeasible: tuple[Expr, ...] = ()
    now: frozenset[str] | None = None
    as_of: date | None = None
    perceptions: tuple[Perception, ...] = ()
    graph: tuple[str, ...] | None = None
    source: str = ""
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def options(self) -> tuple[Option, ...]:
        """Every option in file order; its position is its bit."""
        return tuple(option for party in self.parties for option in party.options)

    @property
    def places(self) -> dict[str, int]:
        """Option name to its bit."""
        return {option.name: option.place for option in self.options}

    def party(self, name: str) -> Party:
        """The party of that name. Raises KeyError if there is none."""
        for party in self.parties:
            if party.name == name:
                return party
        raise KeyError(name)
