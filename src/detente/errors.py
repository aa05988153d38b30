"""The error tree. Every refusal is one line: where, what, what was found, how to mend it.

    DetenteError
    ├── Refused            an input was refused; the command exits with 1
    │   ├── CaseRefused        case.yaml, reviews.yaml or the case folder itself
    │   ├── ReportRefused      a report that cannot be read
    │   ├── ConflictRefused    conflict.yaml, links.yaml or a .gmcr file
    │   ├── StoreRefused       the record's store: newer than this program, held by another, not writable
    │   └── FetchRefused       an address that the user named and that could not be had
    └── MissingExtra       an optional part is not installed; the message names the extra

Library code raises; only ``detente.cli`` turns an error into a message and an exit status.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = [
    "CaseRefused",
    "ConflictRefused",
    "DetenteError",
    "FetchRefused",
    "MissingExtra",
    "Refused",
    "ReportRefused",
    "StoreRefused",
    "did_you_mean",
    "shown",
]


class DetenteError(Exception):
    """Anything that détente raises on purpose."""


class Refused(DetenteError):
    """An input that cannot be used, told in one line.

    ``where`` is a file, ``file:line`` or an address; ``what`` the rule that is broken; ``found`` what stood there
    instead (left out where the whole is at fault); ``mend`` what the user can do about it.
    """

    def __init__(self, what: str, *, where: str, found: str | None = None, mend: str) -> None:
        self.what = what
        self.where = where
        self.found = found
        self.mend = mend
        super().__init__(self.line())

    def line(self) -> str:
        """The refusal as the one line that the command prints."""
        found = f" (found {self.found})" if self.found is not None else ""
        return " ".join(f"{self.where}: {self.what}{found}; {self.mend}".split())


class CaseRefused(Refused):
    """case.yaml, reviews.yaml or the case folder itself."""


class ReportRefused(Refused):
    """A report that cannot be read."""


class ConflictRefused(Refused):
    """conflict.yaml, links.yaml or a .gmcr file."""


class StoreRefused(Refused):
    """The record's store: newer than this program, held by another process, or not writable."""


class FetchRefused(Refused):
    """An address that the user named and that could not be had."""


class MissingExtra(DetenteError):
    """An optional part is not installed."""

    def __init__(self, part: str, extra: str) -> None:
        self.extra = extra
        super().__init__(f"{part} needs an extra that is not installed; pip install 'detente[{extra}]'")


def shown(value: object, width: int = 60) -> str:
    """``value`` as it may stand in a message: quoted, on one line, cut to ``width`` characters."""
    text = " ".join(str(value).split())
    if len(text) > width:
        text = text[: width - 1] + "…"
    return f"'{text}'"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A mend that names the nearest known word, or all of them where none is near."""
    names = [str(name) for name in known]
    near = difflib.get_close_matches(word, names, n=1, cutoff=0.5)
    if near:
        return f"did you mean '{near[0]}'?"
    if not names:
        return "none is known here"
    return "use one of: " + ", ".join(names[:30])
