"""The entries of a .gmcr file, judged one by one: what is not as it must be is refused in one line."""

from __future__ import annotations

from collections.abc import Mapping

from detente.errors import ConflictRefused, shown

Entry = Mapping[str, object]
Alternatives = list[list[tuple[int, bool]]]

_MEND = "save the file again with GMCR+ or gmcr-py"


def entry_of(value: object, where: str, what: str) -> Entry:
    """An object of the file."""
    if not isinstance(value, dict):
        raise ConflictRefused(f"{what} must be an object", where=where, found=shown(value), mend=_MEND)
    return value


def entries_of(entry: Entry, key: str, where: str) -> list[Entry]:
    """A list of objects under a key, at least one."""
    value = entry.get(key)
    if not isinstance(value, list) or not value:
        raise ConflictRefused(f"the file has no {key}", where=where, found=shown(value), mend=_MEND)
    return [entry_of(one, where, f"each of {key}") for one in value]


def text_of(entry: Entry, key: str, where: str) -> str:
    """A text under a key."""
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ConflictRefused(f"a {key} is missing", where=where, found=shown(value), mend=_MEND)
    return value


def number_of(value: object, where: str) -> float:
    """A number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConflictRefused("a payoff is no number", where=where, found=shown(value), mend=_MEND)
    return value


def whole_numbers(entry: Entry, key: str, where: str) -> list[int]:
    """A list of whole numbers under a key."""
    value = entry.get(key)
    if not isinstance(value, list) or any(isinstance(one, bool) or not isinstance(one, int) for one in value):
        raise ConflictRefused(f"{key} must be a list of option numbers", where=where, found=shown(value), mend=_MEND)
    return value


def condition_of(value: object, where: str) -> list[Alternatives]:
    """A list of conditions, each as alternatives of (option number, taken)."""
    if not isinstance(value, list):
        raise ConflictRefused("conditions must be a list", where=where, found=shown(value), mend=_MEND)
    return [_alternatives(one, where) for one in value]


def _alternatives(value: object, where: str) -> Alternatives:
    if isinstance(value, dict):
        members = value.get("members")
        if not isinstance(members, list) or not members:
            raise ConflictRefused("a compound condition has no members", where=where, found=shown(value), mend=_MEND)
        return [literals for member in members for literals in _alternatives(member, where)]
    if not isinstance(value, list) or not value:
        raise ConflictRefused("a condition names no option", where=where, found=shown(value), mend=_MEND)
    return [[_literal(one, where) for one in value]]


def _literal(value: object, where: str) -> tuple[int, bool]:
    match value:
        case [int() as number, "Y" | "N" as letter]:
            return number, letter == "Y"
        case _:
            raise ConflictRefused(
                'a condition is made of [option number, "Y" or "N"]', where=where, found=shown(value), mend=_MEND
            )
