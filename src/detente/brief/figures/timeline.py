"""Timeline: how many statements of each actor on each day, reports along the top, shifts marked."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Sequence

from detente.brief.figures.calendar import Axis, axis, day_of
from detente.brief.figures.svg import circle, figure, group, line, polygon, rect, shorten, text
from detente.brief.nouns import Figure
from detente.case import Case
from detente.record.nouns import Record
from detente.reports.report import Report
from detente.wording import counted, day, day_span, listed

__all__ = ["draw"]

WIDTH, LABELS, ROW, TOP = 820, 190, 34, 44
MOST_ACTORS, MOST_TOLD = 10, 6
DISC = 28  # pixels that the largest disc takes

Counts = dict[str, Counter[datetime.date]]


def draw(case: Case, record: Record, reports: Sequence[Report]) -> Figure | None:
    """None where fewer than two days of statements are known."""
    counts = _counts(case, record)
    published = Counter(d for r in reports if r.published and (d := day_of(r.published.day)))
    days = {d for by_day in counts.values() for d in by_day} | set(published)
    scale = axis(days, LABELS + 16, WIDTH - 24)
    if scale is None or len(days) < 2 or not counts:
        return None
    rows = sorted(counts, key=lambda name: (-counts[name].total(), name))[:MOST_ACTORS]
    bottom = TOP + ROW * (len(rows) + 1)
    parts = [*scale.drawn(TOP - 10, bottom)]
    parts += _row("Reports", TOP + ROW / 2, published, scale, "soft", square=True)
    for place, name in enumerate(rows, 1):
        parts += _row(name, TOP + ROW * (place + 0.5), counts[name], scale, "link")
    shifts = _shift_days(record, rows)
    marks = sorted({(name, _bin(when, scale)) for name, when in shifts})
    parts += [_diamond(scale.x(when), TOP + ROW * (rows.index(name) + 1.5), name, when) for name, when in marks]
    parts += _legend(bottom + 44, bool(shifts))
    told = listed(f"{name}, {counted(counts[name].total(), 'statement')}" for name in rows)
    span = day_span(scale.first.isoformat(), scale.last.isoformat())
    moved = listed(dict.fromkeys(f"{name} on {day(when.isoformat())}" for name, when in shifts[-MOST_TOLD:]))
    description = f"Statements by actor and day, {span}: {told}." + (
        f" Positions that moved: {moved}." if shifts else ""
    )
    return figure(
        "timeline",
        "Statements over time",
        f"The figure in a disc counts the statements of {'that day' if _wide(scale) == 1 else f'the {_wide(scale)} days from there on'}; "
        "a plain disc is one. Days are those of saying.",
        description,
        f"Source: {counted(len(reports), 'report')} of this case.",
        (WIDTH, bottom + 58),
        parts,
    )


def _counts(case: Case, record: Record) -> Counts:
    found: Counts = {}
    for statement in record.statements:
        actor, when = statement.source.actor, day_of(statement.said_on)
        if actor is not None and when is not None and (not case.actors or actor in case.actors):
            found.setdefault(actor, Counter())[when] += 1
    return found


def _shift_days(record: Record, rows: Sequence[str]) -> list[tuple[str, datetime.date]]:
    said = {statement.id: day_of(statement.said_on) for statement in record.statements}
    found = {(s.actor, when) for s in record.shifts if s.actor in rows and (when := said.get(s.after)) is not None}
    return sorted(found, key=lambda one: (one[1], one[0]))


def _row(
    name: str, y: float, by_day: Counter[datetime.date], scale: Axis, colour: str, square: bool = False
) -> list[str]:
    parts = [
        line(LABELS, y, WIDTH - 24, y),
        text(LABELS - 12, y + 4, shorten(name, 12, LABELS - 20), 12, "end", bold=not square),
    ]
    for when, many in _binned(by_day, scale).items():
        x, size = scale.x(when), min(5.0 + 1.7 * many**0.5, 13.0)
        shape = (
            rect(x - size * 0.85, y - size * 0.85, size * 1.7, size * 1.7, colour, r=2)
            if square
            else circle(x, y, size, colour)
        )
        inner = [text(x, y + 3.5, str(many), 10, "middle", "paper", bold=True)] if many > 1 else []
        parts.append(group([shape, *inner], f"{name}, {day(when.isoformat())}: {many}"))
    return parts


def _binned(by_day: Counter[datetime.date], scale: Axis) -> dict[datetime.date, int]:
    """Days drawn together where they lie too close for a disc each; a bin stands at its first day."""
    bins: Counter[datetime.date] = Counter()
    for when, many in by_day.items():
        bins[_bin(when, scale)] += many
    return dict(sorted(bins.items()))


def _wide(scale: Axis) -> int:
    """Days that are drawn together."""
    return max(1, math.ceil(DISC / scale.day_width))


def _bin(when: datetime.date, scale: Axis) -> datetime.date:
    return scale.first + datetime.timedelta(days=(when - scale.first).days // _wide(scale) * _wide(scale))


def _diamond(x: float, y: float, name: str, when: datetime.date) -> str:
    at = y - 16
    corners = [(x, at - 6), (x + 6, at), (x, at + 6), (x - 6, at)]
    return group([polygon(corners, "mark", "paper", 1.5)], f"{name}: shift on {day(when.isoformat())}")


def _legend(y: float, shifts: bool) -> list[str]:
    parts = [rect(LABELS, y - 9, 10, 10, "soft", r=2), text(LABELS + 16, y, "reports", 11, fill="soft")]
    parts += [circle(LABELS + 85, y - 4, 5, "link"), text(LABELS + 96, y, "statements", 11, fill="soft")]
    if shifts:
        x = LABELS + 190
        parts += [
            polygon([(x, y - 10), (x + 6, y - 4), (x, y + 2), (x - 6, y - 4)], "mark"),
            text(x + 12, y, "a position moved", 11, fill="soft"),
        ]
    return parts
