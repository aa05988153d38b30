"""Who speaks of whom, and who ranks alike: actors on a circle, an arrow from each to those whom its words name, a dashed line between
parties whose orders of the states agree or are opposed."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from detente.brief.figures.svg import circle, figure, group, line, path, polygon, shorten, text
from detente.brief.nouns import Figure
from detente.case import Case
from detente.record.nouns import Record
from detente.wording import counted, listed, the

__all__ = ["draw", "mentions"]

WIDTH, RADIUS, MARGIN = 820.0, 175.0, 48.0
MOST_ACTORS, MOST_ARROWS = 10, 30
FEW = 14  # arrows up to which a single statement is drawn too
CLEAR = 0.3  # of rank agreement, from which a line is drawn
BONDS = {True: ("good", "9 4"), False: ("mark", "2 4")}  # colour and dashes of agreement and of opposition

Pair = tuple[str, str]


def draw(case: Case, record: Record, agreement: Mapping[Pair, float] | None = None) -> Figure | None:
    """None where fewer than two arrows would be drawn. ``agreement`` is the rank agreement of pairs of parties, -1 to 1."""
    pairs = mentions(case, record)
    weight: Counter[str] = Counter()
    for (one, other), times in pairs.items():
        weight[one] += times
        weight[other] += times
    actors = sorted(weight, key=lambda name: (-weight[name], name))[:MOST_ACTORS]
    kept = sorted((p for p in pairs if p[0] in actors and p[1] in actors), key=lambda p: (-pairs[p], p))[:MOST_ARROWS]
    dropped = len(kept) > FEW
    if dropped:
        kept = [pair for pair in kept if pairs[pair] > 1]
    if len(kept) < 2:
        return None
    actors = [name for name in actors if any(name in pair for pair in kept)]
    place = {name: _at(number, len(actors)) for number, name in enumerate(actors)}
    most = max(pairs[pair] for pair in kept)
    bonds = _bonds(agreement or {}, place)
    parts = [_bond(place[a], place[b], share, f"{a} and {b}: rank agreement {share:.2f}") for a, b, share in bonds]
    parts += [_arrow(place[a], place[b], pairs[a, b], most, f"{a} of {b}: {pairs[a, b]}") for a, b in reversed(kept)]
    parts += [_node(name, place[name]) for name in actors]
    bottom = max(y for _, y in place.values()) + MARGIN
    parts += _legend({share > 0 for _, _, share in bonds}, bottom)
    told = listed(f"{the(a)} of {the(b)} in {counted(pairs[a, b], 'statement')}" for a, b in kept[:6])
    return figure(
        "network",
        "Who speaks of whom",
        " ".join(
            [
                "An arrow runs from a speaker's side to the actor that its words name; the thicker, the more statements.",
                *(["Single mentions are left out."] if dropped else []),
                *(
                    ["A dashed line joins parties by how they rank the states of the model (Kendall's tau-b)."]
                    if bonds
                    else []
                ),
            ]
        ),
        f"Most often: {told}.{_told(bonds)}",
        f"Source: the statements of this case, names and aliases of case.yaml{'; conflict.yaml' if bonds else ''}.",
        (WIDTH, bottom + (26 if bonds else 0)),
        parts,
    )


def mentions(case: Case, record: Record) -> Counter[Pair]:
    """How many statements of one actor name another, each statement once; pronouns are not counted."""
    owner = {alias.lower(): actor.name for actor in case.actors.values() for alias in (actor.name, *actor.aliases)}
    found: Counter[Pair] = Counter()
    if not owner:
        return found
    names = sorted(owner, key=lambda alias: (-len(alias), alias))
    # Short all-capital names (US, UK) must stand as written: "us" is a pronoun.
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")(?=\b|\W|$)", re.IGNORECASE)
    for statement in record.statements:
        speaker = statement.source.actor
        if speaker is None or speaker not in case.actors:
            continue
        words = {m.group() for m in pattern.finditer(statement.text)}
        named = {owner[word.lower()] for word in words if len(word) > 3 or word[:1].isupper()}
        found.update((speaker, other) for other in named - {speaker})
    return found


def _bonds(agreement: Mapping[Pair, float], place: Mapping[str, object]) -> list[tuple[str, str, float]]:
    """The pairs drawn whose orders clearly agree or are opposed, the clearest first."""
    clear = [(a, b, share) for (a, b), share in agreement.items() if a in place and b in place and abs(share) >= CLEAR]
    return sorted(clear, key=lambda bond: (-abs(bond[2]), bond[:2]))


def _bond(a: tuple[float, float], b: tuple[float, float], share: float, tip: str) -> str:
    colour, dashes = BONDS[share > 0]
    return group([line(*a, *b, colour, 1 + 2 * abs(share), dashes)], tip)


def _legend(kinds: set[bool], y: float) -> list[str]:
    parts, x = [], 24.0
    for agrees, words in ((True, "rank the states alike"), (False, "rank them the other way")):
        if agrees in kinds:
            colour, dashes = BONDS[agrees]
            parts += [line(x, y + 8, x + 36, y + 8, colour, 2, dashes)]
            parts += [text(x + 44, y + 12, words, 11, fill="soft")]
            x += 190
    return parts


def _told(bonds: Sequence[tuple[str, str, float]]) -> str:
    """The bonds in words, for who does not see them."""
    told = ""
    for agrees, words in ((True, "Rank the states alike"), (False, "Rank them the other way")):
        pairs = [f"{the(a)} and {the(b)} ({share:.2f})" for a, b, share in bonds if (share > 0) == agrees]
        told += f" {words}: {'; '.join(pairs)}." if pairs else ""
    return told


def _at(number: int, total: int) -> tuple[float, float]:
    angle = 2 * math.pi * number / total - math.pi / 2
    return WIDTH / 2 + 1.35 * RADIUS * math.cos(angle), MARGIN + RADIUS * (1 + math.sin(angle))


def _node(name: str, at: tuple[float, float]) -> str:
    x, y = at
    side = x - WIDTH / 2
    words = shorten(name, 13, 172)
    if abs(side) < 20:
        label = text(x, y - 16 if y < MARGIN + RADIUS else y + 27, words, 13, "middle", bold=True)
    else:
        label = text(x + (15 if side > 0 else -15), y + 4.5, words, 13, "start" if side > 0 else "end", bold=True)
    return group([circle(x, y, 9, "ink", "paper", 2), label], name)


def _arrow(a: tuple[float, float], b: tuple[float, float], times: int, most: int, tip: str) -> str:
    """A curve bent to its left, so that the arrows of a pair do not lie on each other."""
    (x1, y1), (x2, y2) = a, b
    far = math.hypot(x2 - x1, y2 - y1) or 1.0
    bend = 0.14 * far
    mx, my = (x1 + x2) / 2 + bend * (y2 - y1) / far, (y1 + y2) / 2 - bend * (x2 - x1) / far
    sx, sy = _towards(x1, y1, mx, my, 12)
    ex, ey = _towards(x2, y2, mx, my, 13)
    wide = 1.0 + 5.0 * times / most
    tx, ty = _towards(ex, ey, mx, my, 7 + wide)
    nx, ny = (ty - ey) / (7 + wide), (ex - tx) / (7 + wide)
    half = 3.5 + wide * 0.8
    return group(
        [
            path(f"M{sx:.1f} {sy:.1f}Q{mx:.1f} {my:.1f} {tx:.1f} {ty:.1f}", None, "line", wide),
            polygon([(ex, ey), (tx + nx * half, ty + ny * half), (tx - nx * half, ty - ny * half)], "soft"),
        ],
        tip,
    )


def _towards(x: float, y: float, to_x: float, to_y: float, by: float) -> tuple[float, float]:
    far = math.hypot(to_x - x, to_y - y) or 1.0
    return x + (to_x - x) * by / far, y + (to_y - y) * by / far
