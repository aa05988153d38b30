"""The schema of case.yaml, as pydantic models. The reference page of the file is made from it."""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

__all__ = ["CaseFile"]

_CODE = re.compile(r"[A-Z]{3}")
SECTORS = (
    "GOV", "MIL", "REB", "OPP", "PTY", "LEG", "JUD", "COP", "CVL", "MED", "BUS", "NGO", "IGO", "SPY", "EDU", "LAB", "REL",
    "REF", "UAF", "CRM", "ELI", "AGR",
)  # fmt: skip


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Texts = Annotated[list[str], BeforeValidator(_listed)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=False)


class HolderEntry(_Strict):
    """Who held the office; `to` is the first day on which it was no longer held."""

    who: str = Field(min_length=1, description="the person's name")
    from_: datetime.date | None = Field(None, alias="from", description="first day; left out: as far back as needed")
    to: datetime.date | None = Field(None, description="first day after; left out: still held")


class ActorEntry(_Strict):
    """An actor of the case."""

    code: str | None = Field(None, description="ISO 3166-1 alpha-3, IGO, NGO, MNC, or a name of your own")
    sector: str | None = Field(None, description="PLOVER sector")
    aliases: Texts = Field(default_factory=list, description="other names, capitals, buildings, demonyms")
    offices: dict[str, list[HolderEntry]] = Field(default_factory=dict, description="office: who held it, and when")
    part_of: str | None = Field(None, description="the actor that it belongs to")

    @field_validator("sector")
    @classmethod
    def _sector(cls, value: str | None) -> str | None:
        if value is not None and value not in SECTORS:
            raise ValueError(f"unknown sector; use one of: {', '.join(SECTORS)}")
        return value


class IssueEntry(_Strict):
    """A question that the case follows."""

    question: str = Field(min_length=3, description="a question or a statement; `for` means yes, agrees")
    about: Texts = Field(default_factory=list, description="words by which a statement is known to be about it")
    for_: Texts = Field(default_factory=list, alias="for", description="words that speak for it")
    against: Texts = Field(default_factory=list, description="words that speak against it")
    option: str | None = Field(None, description="the option of conflict.yaml; the issue's own name if left out")


class CaseFile(_Strict):
    """case.yaml."""

    version: Literal[1] = Field(1, description="the version of this format")
    title: str = Field(min_length=1, description="what the case is called")
    from_: datetime.date | None = Field(None, alias="from", description="first day that the case covers")
    to: datetime.date | None = Field(None, description="last day that the case covers")
    actors: dict[str, ActorEntry] = Field(
        default_factory=dict, description="the actors; left out, the packaged gazetteer serves"
    )
    issues: dict[str, IssueEntry] = Field(default_factory=dict, description="the questions that the case follows")
    reader: Literal["model", "rules", "openai"] = Field(
        "model", description="who reads the reports of the case where a command names no `--reader`"
    )

    @field_validator("actors", mode="before")
    @classmethod
    def _no_body(cls, value: object) -> object:
        return (
            {name: {} if body is None else body for name, body in value.items()} if isinstance(value, dict) else value
        )
