"""Map: the towns that the reports name as places, and those where an event was placed."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from detente.brief.figures.land import Box, Town, clipped, countries, town_named, towns_told
from detente.brief.figures.svg import circle, figure, group, path, rect, text, text_width
from detente.brief.nouns import Figure
from detente.record.nouns import Record
from detente.reports.report import Report
from detente.wording import counted, listed

__all__ = ["draw"]

WIDTH = 820.0
LOW, HIGH = 320.0, 520.0  # pixels of height
LEAST = 7.0  # degrees of latitude that a map shows at least
WHOLE = 45.0  # degrees of longitude up to which all places are shown together
NEAR = (13.0, 9.0)  # else those within so many degrees of the place with most around it
MOST_TOLD = 12
Rect = tuple[float, float, float, float]


def draw(record: Record, reports: Sequence[Report]) -> Figure | None:
    """None where fewer than two towns are known."""
    copies = {copy.report for copy in record.copies}
    named = Counter(town for r in reports if r.id not in copies for town in towns_told(r.text))
    written = Counter(event.place for event in record.events if event.place is not None)
    events: Counter[Town] = Counter()
    for place, times in written.items():
        if (town := town_named(place)) is not None:
            events[town] += times
    unknown = sorted(place for place in written if town_named(place) is None)
    weight = Counter({town: max(1, named[town]) for town in {*named, *events}})
    if len(weight) < 2:
        return None
    shown, beyond = _shown(weight)
    view = _View(_box(shown))
    order = sorted(shown, key=lambda t: (-weight[t], t.name))
    taken: list[Rect] = []
    dots, labels = [], []
    for town in order:
        dots.append(_dot(view, town, named[town], events[town]))
        taken.append(_square(*view.at(town.longitude, town.latitude), 7))
    for town in order:
        label = _label(view, town, taken)
        labels += [label] if label else []
    land = _land(view, taken)
    parts = [
        rect(0, 0, WIDTH, view.height, "tint"),
        *land,
        *dots,
        *labels,
        rect(0.5, 0.5, WIDTH - 1, view.height - 1, None, "rule"),
    ]
    notes = [f"Beyond this map: {_told(beyond, named)}."] if beyond else []
    notes += [f"Not located: {listed(unknown[:MOST_TOLD])}."] if unknown else []
    return figure(
        "places",
        "Places in the reports",
        " ".join(
            ["The larger a disc, the more reports name the town as a place; a red disc is a place of an event.", *notes]
        ),
        f"Towns named as places: {_told(order, named)}."
        + (f" Places of events: {listed(sorted(t.name for t in events))}." if events else ""),
        "Source: the reports and events of this case; coasts and borders of Natural Earth (1:50 million), drawn for orientation, without judgement.",
        (WIDTH, view.height),
        parts,
    )


class _View:
    """Degrees to pixels: longitudes shrunk by the cosine of the middle latitude."""

    def __init__(self, box: Box) -> None:
        west, south, east, north = box
        self._squeeze = math.cos(math.radians((south + north) / 2))
        wide, high = (east - west) * self._squeeze, north - south
        self.height = min(max(WIDTH * high / wide, LOW), HIGH)
        self._scale = min(WIDTH / wide, self.height / high)
        middle = (west + east) / 2, (south + north) / 2
        half = WIDTH / self._scale / self._squeeze / 2, self.height / self._scale / 2
        self.box: Box = (middle[0] - half[0], middle[1] - half[1], middle[0] + half[0], middle[1] + half[1])

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Pixels from the left and from the top."""
        return (longitude - self.box[0]) * self._squeeze * self._scale, (self.box[3] - latitude) * self._scale


def _shown(weight: Mapping[Town, int]) -> tuple[list[Town], list[Town]]:
    """The towns that fit one map, and those beyond it: all together where they lie near enough, else the densest part."""
    longitudes = [t.longitude for t in weight]
    if max(longitudes) - min(longitudes) <= WHOLE:
        return list(weight), []

    def around(town: Town) -> list[Town]:
        return [
            t
            for t in weight
            if abs(t.longitude - town.longitude) <= NEAR[0] and abs(t.latitude - town.latitude) <= NEAR[1]
        ]

    best = max(sorted(weight, key=lambda t: t.name), key=lambda t: sum(weight[o] for o in around(t)))
    near = around(best)
    beyond = sorted((t for t in weight if t not in near), key=lambda t: (-weight[t], t.name))
    return near, beyond


def _box(towns: Iterable[Town]) -> Box:
    """The towns with a margin around them."""
    longitudes, latitudes = zip(*((t.longitude, t.latitude) for t in towns), strict=True)
    margin = max(1.5, 0.22 * (max(latitudes) - min(latitudes)), 0.15 * (max(longitudes) - min(longitudes)))
    short = max(0.0, LEAST - 2 * margin - (max(latitudes) - min(latitudes))) / 2
    return (
        min(longitudes) - margin,
        min(latitudes) - margin - short,
        max(longitudes) + margin,
        max(latitudes) + margin + short,
    )


def _land(view: _View, taken: list[Rect]) -> list[str]:
    """The countries in view, and the names of those with room for one."""
    shapes, names = [], []
    for country in countries():
        runs = [[view.at(*point) for point in part] for ring in country.rings if (part := clipped(ring, view.box))]
        if not runs:
            continue
        drawn = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in _thinned(run)) + "Z" for run in runs)
        shapes.append(path(drawn, "paper", "line", 0.8))
        name = _name(country.name, max(runs, key=lambda run: abs(_area(run))), view, taken)
        names += [name] if name else []
    return [*shapes, *names]


def _name(name: str, run: Sequence[tuple[float, float]], view: _View, taken: list[Rect]) -> str | None:
    wide = text_width(name.upper(), 10)
    if abs(_area(run)) < wide * 40:
        return None
    x, middle = _centre(run)
    for y in (middle, middle - 22, middle + 22, middle - 44, middle + 44):
        spot = (x - wide / 2, y - 10, x + wide / 2, y + 4)
        if _is_free(spot, taken, view):
            taken.append(spot)
            return text(x, y, name.upper(), 10, "middle", "soft")
    return None


def _thinned(run: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """A run without points that lie within a pixel of the one before."""
    kept = [run[0]]
    for x, y in run[1:]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) > 1.0:
            kept.append((x, y))
    return kept


def _area(run: Sequence[tuple[float, float]]) -> float:
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(run, [*run[1:], run[0]], strict=True)) / 2


def _centre(run: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The centre of gravity of what a run encloses."""
    area = _area(run)
    steps = [
        ((x1 + x2), (y1 + y2), x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in zip(run, [*run[1:], run[0]], strict=True)
    ]
    return sum(x * turn for x, _, turn in steps) / (6 * area), sum(y * turn for _, y, turn in steps) / (6 * area)


def _dot(view: _View, town: Town, named: int, events: int) -> str:
    x, y = view.at(town.longitude, town.latitude)
    told = [f"named as a place in {counted(named, 'report')}"] if named else []
    told += [counted(events, "event")] if events else []
    return group(
        [circle(x, y, min(3.5 + 1.2 * named**0.5, 9), "mark" if events else "link", "paper", 1)],
        f"{town.name}: {listed(told)}",
    )


def _label(view: _View, town: Town, taken: list[Rect]) -> str | None:
    """The town's name beside its disc, where it meets no other."""
    x, y = view.at(town.longitude, town.latitude)
    wide = text_width(town.name, 12)
    places = (
        ((x + 11, y - 8, x + 11 + wide, y + 6), x + 11, y + 4, "start"),
        ((x - 11 - wide, y - 8, x - 11, y + 6), x - 11, y + 4, "end"),
        ((x - wide / 2, y - 24, x + wide / 2, y - 10), x, y - 12, "middle"),
        ((x - wide / 2, y + 9, x + wide / 2, y + 23), x, y + 21, "middle"),
    )
    for spot, at_x, at_y, anchor in places:
        if _is_free(spot, taken, view):
            taken.append(spot)
            return text(at_x, at_y, town.name, 12, anchor, bold=True)
    return None


def _is_free(spot: Rect, taken: Iterable[Rect], view: _View) -> bool:
    left, top, right, bottom = spot
    inside = left >= 4 and top >= 4 and right <= WIDTH - 4 and bottom <= view.height - 4
    return inside and not any(
        left < other[2] and right > other[0] and top < other[3] and bottom > other[1] for other in taken
    )


def _square(x: float, y: float, half: float) -> Rect:
    return x - half, y - half, x + half, y + half


def _told(towns: Sequence[Town], named: Mapping[Town, int]) -> str:
    more = [f"{len(towns) - MOST_TOLD} others"] if len(towns) > MOST_TOLD else []
    return listed([*(f"{t.name} ({named[t]})" if named[t] else t.name for t in towns[:MOST_TOLD]), *more])
