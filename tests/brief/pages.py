"""What the tests read out of a finished page, drawing or PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from detente.brief.figures.svg import text_width

COLOUR = re.compile(r"--(\w+):\s*(#[0-9a-f]{3,6})")


@dataclass(frozen=True, slots=True)
class Box:
    """A line of text in a drawing and the room that it takes."""

    words: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two lie on each other by more than a hair."""
        slack = 1.0
        across = min(self.right, other.right) - max(self.left, other.left) > slack
        return across and min(self.bottom, other.bottom) - max(self.top, other.top) > slack


def boxes(svg: str) -> Iterator[Box]:
    """The lines of text of a drawing, measured as the drawing itself measures them."""
    from lxml import etree

    for element in etree.fromstring(svg.encode()).iter("{http://www.w3.org/2000/svg}text"):
        words, size = element.text or "", float(element.get("font-size") or 0)
        x, y, wide = float(element.get("x") or 0), float(element.get("y") or 0), text_width(words, size)
        left = {"middle": x - wide / 2, "end": x - wide}.get(element.get("text-anchor") or "", x)
        yield Box(words, left, y - 0.75 * size, left + wide, y + 0.2 * size)


def palettes(css: str) -> dict[str, dict[str, str]]:
    """The colours of the style sheet's faces, in the order in which they stand: light, dark, and print where it has one."""
    found = [dict(COLOUR.findall(block)) for block in re.findall(r":root\{([^}]*)\}", css)]
    return {face: {**found[0], **colours} for face, colours in zip(("light", "dark", "print"), found, strict=False)}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, relative luminance)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * c for c in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
