"""Draws how solving grows with the number of states, from the table that stability_speed.py prints.

python benchmarks/stability_speed.py --no-peer 2x4 3x6 5x8 5x10 5x12 5x14 5x16 6x18 4x20 5x24 | python benchmarks/growth_plot.py docs/images/growth.svg
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Iterable
from pathlib import Path

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 380, 70, 20, 50, 50
COLOURS = {"compiled": "#1d6b45", "numpy": "#2a5f9e", "listing and ranking": "#8a5a00"}


def seconds(text: str) -> float | None:
    """``5.2 ms`` or ``1.4 s`` as seconds, None for ``-``."""
    found = re.match(r"([\d.,]+)\s*(ms|s)\b", text)
    return None if found is None else float(found[1].replace(",", "")) / (1000 if found[2] == "ms" else 1)


def rows(lines: Iterable[str]) -> tuple[list[str], list[list[str]]]:
    """Heads and cells of a Markdown table."""
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines if line.startswith("|")]
    return cells[0], [row for row in cells[1:] if not set(row[0]) <= {"-", ":"}]


def drawn(heads: list[str], table: list[list[str]]) -> str:
    """The plot, both scales logarithmic."""
    series: dict[str, list[tuple[float, float]]] = {}
    for row in table:
        states = float(row[1].replace(",", ""))
        for name in COLOURS:
            spent = seconds(row[heads.index(name)])
            if spent is not None:
                series.setdefault(name, []).append((states, spent))
    points = [p for line in series.values() for p in line]
    low_x, high_x = (
        math.floor(math.log10(min(p[0] for p in points))),
        math.ceil(math.log10(max(p[0] for p in points))),
    )
    low_y, high_y = (
        math.floor(math.log10(min(p[1] for p in points))),
        math.ceil(math.log10(max(p[1] for p in points))),
    )

    def x(states: float) -> float:
        return LEFT + (math.log10(states) - low_x) / (high_x - low_x) * (WIDTH - LEFT - RIGHT)

    def y(spent: float) -> float:
        return HEIGHT - BOTTOM - (math.log10(spent) - low_y) / (high_y - low_y) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12" role="img">'
    ]
    parts.append(
        "<title>Seconds to solve five concepts for all parties, by number of states, both scales logarithmic</title>"
    )
    parts.append(f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>')
    for power in range(low_x, high_x + 1):
        at = x(10**power)
        parts.append(
            f'<path d="M{at:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/><text x="{at:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{10**power:,}</text>'
        )
    for power in range(low_y, high_y + 1):
        at = y(10.0**power)
        label = f"{10**power:,} s" if power >= 0 else f"{10 ** (power + 3):g} ms"
        parts.append(
            f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/><text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{label}</text>'
        )
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">states</text>')
    for at, (name, line) in enumerate(series.items()):
        line.sort()
        path = "M" + "L".join(f"{x(a):.1f} {y(b):.1f}" for a, b in line)
        parts.append(f'<path d="{path}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>')
        parts += [f'<circle cx="{x(a):.1f}" cy="{y(b):.1f}" r="3" fill="{COLOURS[name]}"/>' for a, b in line]
        parts.append(
            f'<rect x="{LEFT + 14}" y="{TOP + 8 + at * 20}" width="14" height="4" fill="{COLOURS[name]}"/><text x="{LEFT + 34}" y="{TOP + 14 + at * 20}">{name}</text>'
        )
    return "".join(parts) + "</svg>\n"


def main() -> int:
    Path(sys.argv[1]).write_text(drawn(*rows(sys.stdin)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
