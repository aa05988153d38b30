"""The schema of conflict.yaml, as pydantic models: which keys there are and what they may hold.

What the keys mean together (names that exist, rankings that are complete, ...) is judged by
`detente.conflict.file`.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from detente.conflict.model import Attitude, Direction
from detente.conflict.prices import HIGHEST_PRICE

__all__ = ["BeliefEntry", "CitedEntry", "ConflictFile", "OptionEntry", "PartyEntry", "PerceptionEntry", "WishEntry"]


def _word(value: object) -> object:
    """State names such as 1 or 2 are numbers to YAML and words to us."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _listed(value: object) -> object:
    return [] if value is None else [value] if isinstance(value, str | int) else value


def _filled(value: object) -> object:
    return {} if value is None else value


def _named(value: object) -> object:
    return {_word(key): item for key, item in value.items()} if isinstance(value, dict) else value


Word = Annotated[str, BeforeValidator(_word)]
Words = Annotated[list[Word], BeforeValidator(_listed)]


def _as(key: str) -> BeforeValidator:
    """Let a bare word stand for an entry with that one key, so that a fault inside an entry is told as what it is."""

    def wrapped(value: object) -> object:
        if isinstance(value, str | int) and not isinstance(value, bool):
            return {key: value}
        if not isinstance(value, dict):
            raise ValueError(f"this is neither text nor keys and values; write the text, or {{{key}: ...}}")
        return value

    return BeforeValidator(wrapped)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CitedEntry(_Strict):
    """What a line rests on: an id of the record, or a report of the case and words that stand in it."""

    record: Word | None = Field(None, description="an id of the record; the bare id may stand for the entry")
    report: str | None = Field(None, min_length=1, description="a file of reports/")
    quote: str | None = Field(None, min_length=1, description="exact words of it")

    @model_validator(mode="after")
    def _one_of_two(self) -> CitedEntry:
        if (self.record is None) == (self.report is None) or (self.report is None) != (self.quote is None):
            raise ValueError("an id, or a report with a quote, is wanted; write {report: FILE, quote: exact words}")
        return self


Because = Annotated[list[Annotated[CitedEntry, _as("record")]], BeforeValidator(_listed)]


class CostEntry(_Strict):
    """What changing an option costs its party."""

    take: float = Field(1.0, ge=0, le=HIGHEST_PRICE, description="price of taking it up")
    drop: float = Field(1.0, ge=0, le=HIGHEST_PRICE, description="price of dropping it")


class OptionEntry(_Strict):
    """Something that a party can do or leave."""

    means: str = Field("", description="what taking it means, in words")
    direction: Direction = Field(
        Direction.BOTH, description="both, take (never dropped again) or drop (never taken up)"
    )
    cost: CostEntry = Field(default_factory=CostEntry, description="for the outcome of least resistance")


class WishEntry(_Strict):
    """One preference statement with what is known about it."""

    want: Word = Field(min_length=1, description="the statement")
    because: Because = Field(default_factory=list, description="ids of the record, or {report, quote}")
    unsure: bool = Field(False, description="where it decides, the order of two states is unknown")
    strongly: bool = Field(False, description="where it decides, the preference is strong")


class BeliefEntry(_Strict):
    """What a party wants, in one of three ways."""

    prefers: list[Annotated[WishEntry, _as("want")]] | None = Field(
        None, description="statements, most important first"
    )
    ranking: list[Words] | None = Field(None, description="every feasible state, best first, ties in a list")
    weights: dict[str, int | float] | None = Field(None, description="statement: what it is worth where it holds")
    compare: list[str] = Field(
        default_factory=list, description="single pairs: `NY > YN`, `>>` much better, `=` equal, `?` unknown"
    )
    ties: Literal["known", "unknown"] = Field("known", description="unknown: equal states may differ in truth")
    order: Literal["sure", "unsure"] = Field("sure", description="unsure: neighbouring statements may be swapped")
    because: Because = Field(default_factory=list, description="ids of the record, or {report, quote}")


class PartyEntry(BeliefEntry):
    """A party: what it can do, what it wants."""

    name: str = Field(min_length=1, description="its name, as in case.yaml")
    options: dict[str, Annotated[OptionEntry, _as("means"), BeforeValidator(_filled)]] = Field(
        default_factory=dict, description="name: what it means"
    )
    alternatives: list[BeliefEntry] = Field(default_factory=list, description="other preferences it may have")
    attitudes: dict[str, Attitude] = Field(default_factory=dict, description="party: positive, neutral or negative")
    moves: Annotated[dict[str, Words], BeforeValidator(_named)] = Field(
        default_factory=dict, description="with `states`: from: [to, ...]"
    )


class PerceptionEntry(_Strict):
    """What a party takes the conflict to be."""

    unaware_of: Words = Field(default_factory=list, description="options that it does not know")
    thinks_impossible: Words = Field(default_factory=list, description="statements or patterns that it rules out")
    believes: dict[str, BeliefEntry] = Field(
        default_factory=dict, description="party: what it takes that party to want"
    )
    sees: dict[str, PerceptionEntry] = Field(
        default_factory=dict, description="second level: party: how it takes that party to see things"
    )


class HistoryEntry(_Strict):
    """A change of the model that was made, or decided against, on a day."""

    on: datetime.date = Field(description="the day")
    did: str = Field(min_length=1, description="what was done, or what was dismissed")
    line: str = Field("", description="the line's name, as `strain` prints it")
    why: str = Field("", description="the reason")


class ConflictFile(_Strict):
    """conflict.yaml."""

    title: str = Field(min_length=1, description="what the conflict is about, best as a question")
    as_of: datetime.date | None = Field(None, description="the day on which the model was right")
    parties: list[PartyEntry] = Field(min_length=1, description="the decision makers")
    infeasible: Words = Field(default_factory=list, description="statements or patterns that cannot be")
    now: Words | None = Field(None, description="options taken today (with `states`: the state); left out: unknown")
    states: list[Word] | None = Field(None, description="graph form: the states' names, moves being listed")
    perceptions: dict[str, PerceptionEntry] = Field(default_factory=dict, description="party: how it sees things")
    history: list[HistoryEntry] = Field(default_factory=list, description="changes of the model, with their days")
