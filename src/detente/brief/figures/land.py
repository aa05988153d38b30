"""Countries as Natural Earth draws them (1:50 million), through the TopoJSON of world-atlas, and towns with their coordinates.

A TopoJSON arc is a list of steps in whole units; scaled and moved it gives degrees, and a country's ring is a chain of arcs, those
with a negative number run backwards (TopoJSON format specification 1.0, 2.1.4).
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate

__all__ = ["Box", "Country", "Town", "clipped", "countries", "town_named", "towns_told"]

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

_ATLAS = files("detente.brief.figures") / "atlas"
_WHERE = r"(?:in|at|near|outside|around|into|inside|reached|(?:north|south|east|west|suburb|streets|city|town|port) of)"
_BEFORE = re.compile(
    r"^(?:the )?(?:(?:city|town|port|capital|outskirts) of |(?:north|south|east|west|central)\w*\s+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Country:
    """A country's name and its outer rings, each a closed run of (longitude, latitude) in degrees."""

    name: str
    rings: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True)
class Town:
    """A town at a tenth of a degree."""

    name: str
    latitude: float
    longitude: float


@lru_cache(maxsize=1)
def countries() -> tuple[Country, ...]:
    """All countries of the atlas, in its order."""
    topology = json.loads(gzip.decompress((_ATLAS / "countries-50m.json.gz").read_bytes()))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [
        [(x * sx + tx, y * sy + ty) for x, y in accumulate(arc, lambda a, b: (a[0] + b[0], a[1] + b[1]))]
        for arc in topology["arcs"]
    ]

    def ring(numbers: Sequence[int]) -> tuple[Point, ...]:
        points: list[Point] = []
        for number in numbers:
            run = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += run[1:] if points else run
        return tuple(points)

    found = []
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape.get("arcs", [])]
        rings = tuple(ring(polygon[0]) for polygon in polygons if polygon)
        found.append(Country(shape["properties"]["name"], rings))
    return tuple(found)


def clipped(ring: Sequence[Point], box: Box) -> list[Point]:
    """The part of a ring inside the box; empty where there is none (Sutherland & Hodgman 1974)."""
    west, south, east, north = box
    if not any(west <= x <= east for x, _ in ring) and (
        max(x for x, _ in ring) < west or min(x for x, _ in ring) > east
    ):
        return []
    points = list(ring)
    for axis, edge, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        kept: list[Point] = []
        for a, b in zip(points, points[1:] + points[:1], strict=True):
            inside_a, inside_b = (a[axis] - edge) * sign >= 0, (b[axis] - edge) * sign >= 0
            if inside_a:
                kept.append(a)
            if inside_a != inside_b:
                share = (edge - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
        points = kept
        if not points:
            return []
    return points


@lru_cache(maxsize=1)
def _towns() -> dict[str, Town]:
    found: dict[str, Town] = {}
    for line in (_ATLAS / "towns.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, others, latitude, longitude = line.split("\t")
            town = Town(name, float(latitude), float(longitude))
            found |= dict.fromkeys((name, *filter(None, others.split("|"))), town)
    return found


@lru_cache(maxsize=1)
def _told() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_towns(), key=lambda n: (-len(n), n)))
    return re.compile(
        rf"\b{_WHERE}\s+(?:the (?:city|town|port) of\s+)?({names})(?![\w’'-])(?!\s+[A-Z][a-z])", re.UNICODE
    )


def town_named(place: str) -> Town | None:
    """The town that a phrase of place names, "the outskirts of Mosul" among them; None where it is no town that is known."""
    words = place.partition(",")[0].strip()
    return _towns().get(words) or _towns().get(_BEFORE.sub("", words))


def towns_told(text: str) -> set[Town]:
    """The towns that a text names as places ("in Vienna"), not as governments ("Vienna said")."""
    return {_towns()[match.group(1)] for match in _told().finditer(text)}
