"""What an address asks for, judged: choices, numbers, days. What is not understood is refused, never guessed."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from starlette.requests import Request

from detente.errors import CaseRefused, did_you_mean

__all__ = ["NotThere", "asked", "chosen", "day_asked", "number_asked"]


class NotThere(CaseRefused):
    """An address that names something that the case does not hold."""


MOST_WORDS = 300  # characters of a query


def asked(request: Request, name: str) -> str:
    """A word of the address, empty where there is none."""
    return request.query_params.get(name, "").strip()[:MOST_WORDS]


def chosen(request: Request, name: str, known: Collection[str], default: str = "") -> str:
    """One of the words known. Raises CaseRefused for another."""
    word = asked(request, name) or default
    if word and word not in known:
        raise CaseRefused(f"`{name}` has no such value", where="address", found=word, mend=did_you_mean(word, known))
    return word


def number_asked(request: Request, name: str, default: int) -> int:
    """A number of at least 1. Raises CaseRefused for anything else."""
    word = asked(request, name)
    if not word:
        return default
    if not word.isdecimal() or not 1 <= int(word) <= 10**6:
        raise CaseRefused(f"`{name}` takes a number from 1", where="address", found=word, mend="leave it out")
    return int(word)


def day_asked(request: Request, name: str) -> datetime.date | None:
    """A day as YYYY-MM-DD, None where none is asked for. Raises CaseRefused for anything else."""
    word = asked(request, name)
    if not word:
        return None
    try:
        return datetime.date.fromisoformat(word)
    except ValueError as fault:
        raise CaseRefused(f"`{name}` takes a day", where="address", found=word, mend="write YYYY-MM-DD") from fault
