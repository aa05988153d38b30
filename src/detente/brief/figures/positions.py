"""Positions over time: one lane an actor and issue, the stance as a shape, shifts joined by a line."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from detente.brief.figures.calendar import Axis, axis, day_of
from detente.brief.figures.svg import circle, figure, group, line, path, polygon, rect, shorten, text, wrapped
from detente.brief.nouns import Figure
from detente.case import Case
from detente.record.nouns import Position, Record, Shift
from detente.wording import counted, day, listed, number

__all__ = ["draw"]

WIDTH, LABELS, ROW, TOP = 820, 280, 30, 32
SYMBOL = 15  # pixels that a symbol takes beside another
MOST_LANES, MOST_ARCS = 18, 12
_BINS = (1, 2, 3, 7, 14, 30, 61, 91, 182, 365, 730, 1826, 3652, 18262)  # days
_STANCES = {"for": "in favour", "against": "against", "open": "open", "noncommittal": "noncommittal"}

Lane = tuple[str, str]
Spot = tuple[Lane, datetime.date, str]
"""A lane, the first day of a bin and a stance: the positions that share them share a symbol."""


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes from top to bottom: their names, the y at which each begins, and the y at which the last ends."""

    names: tuple[Lane, ...]
    tops: tuple[float, ...]
    bottom: float

    def middle(self, lane: Lane) -> float:
        """The y of a lane's middle."""
        place = self.names.index(lane)
        return (self.tops[place] + (*self.tops, self.bottom)[place + 1]) / 2


def draw(case: Case, record: Record) -> Figure | None:
    """None where no position has a known day."""
    dated = [(p, when) for p in record.positions if (when := day_of(p.date)) is not None and p.issue in case.issues]
    scale = axis((when for _, when in dated), LABELS, WIDTH - 24)
    if scale is None:
        return None
    names = _chosen(case, record, [p for p, _ in dated])
    wide = next((d for d in _BINS if d * scale.day_width >= SYMBOL), _BINS[-1])
    spots = _spots(names, dated, scale, wide)
    lanes, places = _laid(names, spots, scale, wide)
    at = {_key(p): places[spot] for spot, held in spots.items() for p in held}
    parts = [*scale.drawn(TOP, lanes.bottom), *_labels(lanes)]
    shifts = _latest([s for s in record.shifts if _drawn(at, s)], record)
    parts += [_joined(at, shift) for shift in shifts]
    parts += [_mark(places[spot], held) for spot, held in spots.items()]
    parts += _legend(lanes.bottom + 44)
    moved = listed(dict.fromkeys(f"{s.actor} on {s.issue.replace('_', ' ')}" for s in shifts))
    description = f"Positions over time, one lane for each actor and issue, {counted(len(names), 'lane')} in all." + (
        f" Positions that moved: {moved}." if moved else ""
    )
    most = f"; the latest {MOST_ARCS} are drawn" if len(shifts) == MOST_ARCS < len(record.shifts) else ""
    same = "one day" if wide == 1 else f"{number(wide)} days"
    return figure(
        "positions",
        "Positions over time",
        f"One lane an actor and issue; positions of {same} and one stance share a symbol. An arc joins the two statements of a shift{most}.",
        description,
        "Source: the record of this case.",
        (WIDTH, lanes.bottom + 58),
        parts,
    )


def _key(position: Position) -> tuple[str, str, str]:
    return position.statement, position.actor, position.issue


def _spots(
    names: tuple[Lane, ...], dated: list[tuple[Position, datetime.date]], scale: Axis, wide: int
) -> dict[Spot, list[Position]]:
    """Positions by symbol, in bins of ``wide`` days."""
    spots: dict[Spot, list[Position]] = {}
    for position, when in dated:
        lane = (position.actor, position.issue)
        if lane in names:
            first = scale.first + datetime.timedelta(days=(when - scale.first).days // wide * wide)
            spots.setdefault((lane, first, position.stance), []).append(position)
    return spots


def _chosen(case: Case, record: Record, dated: list[Position]) -> tuple[Lane, ...]:
    """The lanes that are drawn, those with shifts and many positions first chosen, then set by actor and issue."""
    count = Counter((p.actor, p.issue) for p in dated)
    moved = Counter((s.actor, s.issue) for s in record.shifts)
    chosen = sorted(count, key=lambda lane: (-moved[lane], -count[lane], lane))[:MOST_LANES]
    total = Counter({actor: sum(n for (a, _), n in count.items() if a == actor) for actor, _ in chosen})
    order = {name: place for place, name in enumerate(case.issues)}
    return tuple(sorted(chosen, key=lambda lane: (-total[lane[0]], lane[0], order.get(lane[1], 0))))


def _laid(
    names: tuple[Lane, ...], spots: dict[Spot, list[Position]], scale: Axis, wide: int
) -> tuple[Lanes, dict[Spot, tuple[float, float]]]:
    """The lanes, each as high as its fullest bin needs, and where each symbol stands in them."""
    across = max(1, int(wide * scale.day_width // SYMBOL))
    together: dict[tuple[Lane, datetime.date], list[Spot]] = {}
    for spot in spots:
        together.setdefault(spot[:2], []).append(spot)
    deep = {
        lane: max((-(-len(same) // across) for (one, _), same in together.items() if one == lane), default=1)
        for lane in names
    }
    tops, y = [], float(TOP)
    for lane in names:
        tops.append(y)
        y += ROW + SYMBOL * (deep[lane] - 1)
    lanes = Lanes(names, tuple(tops), y)
    places = {}
    for (lane, first), same in together.items():
        rows = [same[at : at + across] for at in range(0, len(same), across)]
        middle = scale.x(first) + (wide - 1) * scale.day_width / 2
        for down, row in enumerate(rows):
            for along, spot in enumerate(row):
                x = middle + SYMBOL * (along - (len(row) - 1) / 2)
                places[spot] = (x, lanes.middle(lane) + SYMBOL * (down - (len(rows) - 1) / 2))
    return lanes, places


def _labels(lanes: Lanes) -> list[str]:
    parts, last = [], None
    for top, (actor, issue) in zip(lanes.tops, lanes.names, strict=True):
        y = lanes.middle((actor, issue))
        if actor != last:
            parts.append(line(0, top, WIDTH - 24, top, "line" if last else "rule"))
            name = wrapped(actor, 12, 128, 2)
            parts += [
                text(0, y + 4 + 14 * (at - (len(name) - 1) / 2), one, 12, bold=True) for at, one in enumerate(name)
            ]
        parts.append(line(LABELS, y, WIDTH - 24, y))
        parts.append(text(LABELS - 10, y + 4, shorten(issue.replace("_", " "), 11, 138), 11, "end", "soft"))
        last = actor
    return parts


def _drawn(at: dict[tuple[str, str, str], tuple[float, float]], shift: Shift) -> bool:
    return all((one, shift.actor, shift.issue) in at for one in (shift.before, shift.after))


def _latest(shifts: list[Shift], record: Record) -> list[Shift]:
    said = {statement.id: statement.said_on or "" for statement in record.statements}
    return sorted(shifts, key=lambda s: said.get(s.after, ""))[-MOST_ARCS:]


def _joined(at: dict[tuple[str, str, str], tuple[float, float]], shift: Shift) -> str:
    (x1, y1), (x2, y2) = at[shift.before, shift.actor, shift.issue], at[shift.after, shift.actor, shift.issue]
    if x1 == x2:
        return circle(x1, y1, 10.5, None, "mark", 2)
    arc = f"M{x1:.1f} {y1 - 8:.1f}Q{(x1 + x2) / 2:.1f} {min(y1, y2) - 26:.1f} {x2:.1f} {y2 - 8:.1f}"
    return path(arc, None, "mark", 2)


def _mark(place: tuple[float, float], held: list[Position]) -> str:
    x, y = place
    who = listed(dict.fromkeys(f"{p.speaker}, {day(p.date)}" for p in held[:6]))
    return group(_shape(x, y, held[0].stance), f"{who}: {_STANCES[held[0].stance]}")


def _shape(x: float, y: float, stance: str) -> list[str]:
    if stance == "for":
        return [polygon([(x, y - 7), (x + 7, y + 5.5), (x - 7, y + 5.5)], "good")]
    if stance == "against":
        return [polygon([(x, y + 7), (x + 7, y - 5.5), (x - 7, y - 5.5)], "mark")]
    if stance == "open":
        return [circle(x, y, 5.5, "paper", "open", 2)]
    return [rect(x - 5, y - 2.5, 10, 5, "soft")]


def _legend(y: float) -> list[str]:
    parts, x = [], float(LABELS)
    for stance, words in _STANCES.items():
        parts += [*_shape(x + 6, y - 4, stance), text(x + 18, y, words, 11, fill="soft")]
        x += 115
    return [
        *parts,
        path(f"M{x} {y - 2}Q{x + 10} {y - 18} {x + 20} {y - 2}", None, "mark", 2),
        text(x + 27, y, "shift", 11, fill="soft"),
    ]
