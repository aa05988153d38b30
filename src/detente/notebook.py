"""What a notebook shows of a result (its ``_repr_html_``): a small table under a caption, everything in it escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from detente.wording import printable

__all__ = ["MOST_ROWS", "table"]

MOST_ROWS = 12
"""Rows that are shown; what is left out is counted."""


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, last: bool = False) -> str:
    """An HTML table. Of many rows the first are shown, or with ``last`` the last; None is shown as an empty cell."""
    every = [tuple(row) for row in rows]
    shown = every[-MOST_ROWS:] if last else every[:MOST_ROWS]
    head = "".join(f'<th scope="col">{_clean(name)}</th>' for name in columns)
    body = "".join(f"<tr>{''.join(f'<td>{_clean(cell)}</td>' for cell in row)}</tr>" for row in shown)
    left = f" ({'the last' if last else 'the first'} {len(shown)} of {len(every):,})" if len(shown) < len(every) else ""
    inside = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>" if shown else ""
    return f"<table><caption>{_clean(caption)}{left}</caption>{inside}</table>"


def _clean(cell: object) -> str:
    return "" if cell is None else escape(" ".join(printable(str(cell)).split()))
