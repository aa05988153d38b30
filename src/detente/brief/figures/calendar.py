"""The time axis that two figures share: days mapped to x, and ticks that read well for a week as for a decade."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from detente.brief.figures.svg import line, text, text_width
from detente.wording import day

__all__ = ["Axis", "axis", "day_of"]

EDGE = 24  # pixels that a drawing keeps free right of its axis
BETWEEN, BETWEEN_YEARS = 66, 84  # pixels from one date to the next, without and with its year
_STEPS = (1, 2, 3, 7, 14, 30, 61, 91, 182, 365, 730, 1826, 3652, 18262)  # days


@dataclass(frozen=True, slots=True)
class Axis:
    """Days from ``first`` to ``last`` between ``left`` and ``right`` pixels."""

    first: datetime.date
    last: datetime.date
    left: float
    right: float

    def x(self, when: datetime.date) -> float:
        """The pixel of a day's middle."""
        days = (self.last - self.first).days + 1
        return self.left + ((when - self.first).days + 0.5) * (self.right - self.left) / days

    @property
    def day_width(self) -> float:
        """Pixels a day."""
        return (self.right - self.left) / ((self.last - self.first).days + 1)

    def ticks(self) -> list[datetime.date]:
        """The days that are written under the axis, as many as can be read."""
        room = BETWEEN_YEARS if self.first.year != self.last.year else BETWEEN
        step = next((s for s in _STEPS if s * self.day_width >= room), (self.last - self.first).days + 1)
        return [self.first + datetime.timedelta(days=n) for n in range(0, (self.last - self.first).days + 1, step)]

    def drawn(self, top: float, bottom: float) -> list[str]:
        """Ticks as faint lines from ``top`` to ``bottom``, with their dates below; the year where it changes."""
        parts, year = [], None
        for tick in self.ticks():
            parts.append(line(self.x(tick), top, self.x(tick), bottom))
            month = day(tick.isoformat()).split()
            label = f"{month[0]} {month[1][:3]}" if tick.year == year else f"{month[0]} {month[1][:3]} {month[2]}"
            year = tick.year
            half = text_width(label, 11) / 2
            at = min(self.x(tick), self.right + EDGE - half)  # the last date is kept within the drawing
            parts.append(text(at, bottom + 16, label, 11, "middle", "soft"))
        return parts


def axis(days: Iterable[datetime.date], left: float, right: float) -> Axis | None:
    """The axis over some days; None where there is none."""
    found = sorted(days)
    return Axis(found[0], found[-1], left, right) if found else None


def day_of(iso: str | None) -> datetime.date | None:
    """The day of an ISO date, None where it is not known to the day or is none."""
    if iso is None or len(iso) < 10:
        return None
    try:
        return datetime.date.fromisoformat(iso[:10])
    except ValueError:
        return None
