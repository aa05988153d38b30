"""Evidence chains: what each derived thing rests on.

A chain ends in spans (exact characters of a report) or lines (of a file that the analyst wrote). Everything between
is a finding that names its own grounds. A sentence of the brief is printed only if its chain is grounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.notebook import table

__all__ = ["Because", "Finding", "Line", "Span", "is_grounded", "leaves"]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` (exclusive) of the text of the report with this id, and those words verbatim.

    ``file`` is the report's file as the case knows it; ``statement`` the id of the statement that the span belongs to, if any.
    """

    report: str
    start: int
    end: int
    quote: str
    file: str = ""
    statement: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line (counted from 1) of a file that the analyst wrote, and its text."""

    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the brief may say.

    ``kind`` is a dotted name (``shift.denies-saying``, ``verdict.equilibrium``); ``says`` one plain sentence; ``data`` the
    facts that the sentence is made of, as sorted pairs of a name and a JSON-like value; ``method`` how it was derived,
    with parameters; ``exact`` whether the method is exact.
    """

    id: str
    kind: str
    says: str
    because: tuple[Because, ...]
    data: tuple[tuple[str, object], ...] = ()
    method: str = ""
    exact: bool = True

    def _repr_html_(self) -> str:
        """What it says, and the passages and lines that it rests on."""
        grounds = dict.fromkeys(leaves(self.because))
        rows = [
            (f"{g.file}:{g.line}", g.text) if isinstance(g, Line) else (g.file or g.report, g.quote) for g in grounds
        ]
        return table(self.says, ("rests on", "words"), rows)


Because = Span | Line | Finding


def leaves(grounds: tuple[Because, ...]) -> Iterator[Span | Line]:
    """The spans and lines in which the chains under ``grounds`` end, in order, each as often as it is reached."""
    for ground in grounds:
        if isinstance(ground, Finding):
            yield from leaves(ground.because)
        else:
            yield ground


def is_grounded(grounds: tuple[Because, ...]) -> bool:
    """Whether there is a ground at all and every chain ends in a span or a line."""
    if not grounds:
        return False
    return all(is_grounded(g.because) if isinstance(g, Finding) else True for g in grounds)
