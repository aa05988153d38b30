"""SVG by hand: escaped elements, text that is measured before it is placed.

Colours stand in the attributes (for print and PDF); the class beside each lets the page's style sheet change it (for a dark
page). Text is measured with the advance widths of a wide sans serif, so that it fits in a narrower one too.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from detente.brief.nouns import Figure
from detente.wording import printable

__all__ = [
    "FONT",
    "circle",
    "figure",
    "group",
    "line",
    "path",
    "polygon",
    "rect",
    "shorten",
    "text",
    "text_width",
    "wrapped",
]

FONT = "system-ui, 'Segoe UI', Roboto, Helvetica, Arial, 'Libertinus Serif', sans-serif"
COLOURS = {
    "ink": "#1b1b1b",
    "soft": "#575757",
    "paper": "#ffffff",
    "tint": "#f4f1ea",
    "rule": "#d9d5cc",
    "line": "#8d8a83",
    "mark": "#9a2a1a",
    "good": "#1c6b4a",
    "open": "#8a5a00",
    "link": "#0b4f8a",
    "none": "none",
}
_NARROW, _WIDE = frozenset("iljI.,:;'|!ftr()[] ’‘"), frozenset("mwMWQOGDCNH@%&—…")


def text_width(words: str, size: float) -> float:
    """An upper estimate of the width of a text, in pixels."""
    units = sum(0.38 if c in _NARROW else 0.86 if c in _WIDE else 1.0 if ord(c) > 0x2E80 else 0.62 for c in words)
    return units * size


def shorten(words: str, size: float, width: float) -> str:
    """The text on one line, cut with an ellipsis to fit a width."""
    words = " ".join(words.split())
    if text_width(words, size) <= width:
        return words
    while words and text_width(words + "…", size) > width:
        words = words[:-1]
    return words.rstrip() + "…"


def wrapped(words: str, size: float, width: float, most: int) -> list[str]:
    """The text broken into at most ``most`` lines, the last cut with an ellipsis."""
    lines: list[str] = []
    rest = " ".join(words.split()).split()
    while rest and len(lines) < most:
        taken = 1
        while taken < len(rest) and text_width(" ".join(rest[: taken + 1]), size) <= width:
            taken += 1
        if len(lines) == most - 1:
            taken = len(rest)
        lines.append(shorten(" ".join(rest[:taken]), size, width))
        rest = rest[taken:]
    return lines


def _fmt(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _paint(fill: str | None, stroke: str | None, width: float, dash: str) -> str:
    classes = " ".join(([fill] if fill and fill != "none" else []) + ([f"s-{stroke}"] if stroke else []))
    parts = f' class="{classes}"' if classes else ""
    parts += f' fill="{COLOURS[fill]}"' if fill else ' fill="none"'
    if stroke:
        parts += f' stroke="{COLOURS[stroke]}" stroke-width="{_fmt(width)}"'
    return parts + (f' stroke-dasharray="{dash}"' if dash else "")


def rect(
    x: float,
    y: float,
    w: float,
    h: float,
    fill: str | None = None,
    stroke: str | None = None,
    width: float = 1,
    r: float = 0,
) -> str:
    """A rectangle with corners rounded by ``r``."""
    corner = f' rx="{_fmt(r)}"' if r else ""
    return f'<rect x="{_fmt(x)}" y="{_fmt(y)}" width="{_fmt(w)}" height="{_fmt(h)}"{corner}{_paint(fill, stroke, width, "")}/>'


def circle(x: float, y: float, r: float, fill: str | None = None, stroke: str | None = None, width: float = 1) -> str:
    """A circle."""
    return f'<circle cx="{_fmt(x)}" cy="{_fmt(y)}" r="{_fmt(r)}"{_paint(fill, stroke, width, "")}/>'


def line(x1: float, y1: float, x2: float, y2: float, stroke: str = "rule", width: float = 1, dash: str = "") -> str:
    """A straight line."""
    return f'<line x1="{_fmt(x1)}" y1="{_fmt(y1)}" x2="{_fmt(x2)}" y2="{_fmt(y2)}"{_paint(None, stroke, width, dash)}/>'


def path(points: str, fill: str | None = None, stroke: str | None = None, width: float = 1, dash: str = "") -> str:
    """A path from its data."""
    return f'<path d="{points}"{_paint(fill, stroke, width, dash)}/>'


def polygon(
    points: Iterable[tuple[float, float]], fill: str | None = None, stroke: str | None = None, width: float = 1
) -> str:
    """A closed polygon."""
    corners = " ".join(f"{_fmt(x)},{_fmt(y)}" for x, y in points)
    return f'<polygon points="{corners}"{_paint(fill, stroke, width, "")}/>'


def text(
    x: float, y: float, words: str, size: float = 12, anchor: str = "start", fill: str = "ink", bold: bool = False
) -> str:
    """A line of text on the baseline ``y``; anchor ``start``, ``middle`` or ``end``."""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{_fmt(x)}" y="{_fmt(y)}" font-size="{_fmt(size)}"{place}{weight} class="{fill}" fill="{COLOURS[fill]}">{_clean(words)}</text>'


def group(parts: Iterable[str], title: str | None = None) -> str:
    """Parts drawn together, with a tooltip that screen readers read too."""
    tip = f"<title>{_clean(title)}</title>" if title else ""
    return f"<g>{tip}{''.join(parts)}</g>"


def figure(
    name: str, title: str, caption: str, description: str, source: str, size: tuple[float, float], parts: Iterable[str]
) -> Figure:
    """A whole drawing with its title and description inside."""
    width, height = round(size[0]), round(size[1])
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-labelledby="{name}-t {name}-d" font-family="{FONT}"><title id="{name}-t">{_clean(title)}</title>'
        f'<desc id="{name}-d">{_clean(description)}</desc>{"".join(parts)}</svg>'
    )
    return Figure(name, title, caption, description, source, svg, width, height)


def _clean(words: str) -> str:
    return escape(printable(words))
