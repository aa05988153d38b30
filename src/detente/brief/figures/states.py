"""State graph: rows by the number of options that differ from today, today on top, the states that can hold as boxes, and the
way to the nearest of them down the left side.

Up to 60 states all of them are drawn; above, only today, what can hold and the way, with the others counted row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.because import Finding
from detente.brief.figures.svg import circle, figure, group, line, polygon, rect, shorten, text, text_width, wrapped
from detente.brief.nouns import Figure
from detente.conflict.graph import moves
from detente.stability.solution import Solution
from detente.wording import capital, counted, listed, number

__all__ = ["draw"]

WIDTH, MARGIN, BOX_W, BOX_H, GAP = 820.0, 136.0, 218.0, 66.0, 14.0
DOT, LINE_GAP, ROW_GAP = 14.0, 10.0, 44.0
MOST_DRAWN = 60
MOST_LINKED = 24  # states up to which the moves between all of them are drawn; beyond, those between the boxes


@dataclass(frozen=True, slots=True)
class Plan:
    """What is drawn where: centres of states by id, the boxed ones, the rows' tops with their distances, the whole height."""

    centre: dict[int, tuple[float, float]]
    boxed: tuple[int, ...]
    rows: tuple[tuple[int, float], ...]
    height: float


def draw(solution: Solution, findings: Sequence[Finding]) -> Figure | None:
    """None where nothing can hold and today is unknown."""
    held = [_int(f, "state") for f in findings if f.kind == "outcome"]
    now = None if solution.model.now is None else solution.model.now + 1
    if not held and now is None:
        return None
    way = _way(findings, now)
    away = _distances(solution, now if now is not None else held[0])
    boxed = tuple(dict.fromkeys([*([now] if now else []), *way, *held]))
    everything = len(solution.states) <= MOST_DRAWN
    plan = _plan(boxed, tuple(way), away, everything)
    parts = _row_heads(plan, away, everything)
    parts += _links(solution, plan)
    parts += [_dot(state, plan.centre[state]) for state in plan.centre if state not in boxed]
    parts += [_box(solution, state, plan.centre[state], state == now, state in held) for state in boxed]
    parts += _arrows(solution, plan, way)
    shown = (
        "All are drawn."
        if everything
        else "Only today, those that can hold and the way are drawn; the others are counted."
    )
    return figure(
        "states",
        "From today to what can hold",
        "Rows count the options that differ from today. Thick arrows are the way, with who moves; a thin line joins two states "
        f"that one party's move connects. {shown}",
        _description(solution, held, now, way),
        "Source: the model of this case, conflict.yaml.",
        (WIDTH, plan.height),
        parts,
    )


def _int(finding: Finding, fact: str) -> int:
    value = dict(finding.data)[fact]
    return value if isinstance(value, int) else 0


def _way(findings: Sequence[Finding], now: int | None) -> list[int]:
    """The states of the way that is drawn: that of least resistance if it is known, else the first and shortest."""
    ways = [f for f in findings if f.kind.startswith("resistance") and "path" in dict(f.data)]
    ways += [f for f in findings if f.kind == "path" and dict(f.data)["length"]]
    value = dict(ways[0].data)["path"] if ways and now is not None else ()
    return [one for one in value if isinstance(one, int)] if isinstance(value, list | tuple) else []


def _distances(solution: Solution, centre: int) -> dict[int, int]:
    """How many options each state differs from the centre in; in graph form how many moves of anybody lie between."""
    if solution.states.names is None:
        here = int(solution.states.masks[centre - 1])
        return {at: (int(mask) ^ here).bit_count() for at, mask in enumerate(solution.states.masks, 1)}
    away, frontier = {centre: 0}, [centre]
    while frontier:
        following = []
        for one in frontier:
            for party in range(len(solution.model.parties)):
                for place in moves(solution.model, party, one - 1):
                    if int(place) + 1 not in away:
                        away[int(place) + 1] = away[one] + 1
                        following.append(int(place) + 1)
        frontier = following
    most = max(away.values()) + 1
    return {one: away.get(one, most) for one in range(1, len(solution.states) + 1)}


def _plan(boxed: tuple[int, ...], way: tuple[int, ...], away: dict[int, int], everything: bool) -> Plan:
    dots = [state for state in sorted(away) if state not in boxed] if everything else []
    centre: dict[int, tuple[float, float]] = {}
    rows, top = [], 26.0
    for distance in sorted({away[state] for state in (*boxed, *dots)}):
        rows.append((distance, top))
        here = sorted(
            (s for s in boxed if away[s] == distance), key=lambda s: (s not in way, way.index(s) if s in way else s)
        )
        below = _place_boxes(centre, here, bool(way), way, top)
        beside = top if all(state in way for state in here) and len(here) < 2 else below + LINE_GAP
        top = max(below, _place_dots(centre, [s for s in dots if away[s] == distance], beside)) + ROW_GAP
    return Plan(centre, boxed, tuple(rows), top - ROW_GAP + 18)


def _place_boxes(
    centre: dict[int, tuple[float, float]], here: list[int], lane: bool, way: Sequence[int], top: float
) -> float:
    """Boxes in lines; the first column is kept for the way, so that its arrows cross no box."""
    columns = int((WIDTH - MARGIN + GAP) // (BOX_W + GAP))
    column, y = 0, top
    for state in here:
        if lane and column == 0 and state not in way:
            column = 1
        if column == columns:
            column, y = (1 if lane else 0), y + BOX_H + LINE_GAP
        centre[state] = (MARGIN + column * (BOX_W + GAP) + BOX_W / 2, y + BOX_H / 2)
        column += 1
    return y + BOX_H if here else top


def _place_dots(centre: dict[int, tuple[float, float]], here: list[int], top: float) -> float:
    step = DOT * 2 + 12
    each = int((WIDTH - MARGIN - BOX_W - GAP) // step)
    left = MARGIN + BOX_W + GAP
    for place, state in enumerate(here):
        centre[state] = (left + (place % each) * step + DOT, top + (place // each) * step + DOT)
    return top + ((len(here) - 1) // each + 1) * step - 12 if here else top


def _row_heads(plan: Plan, away: dict[int, int], everything: bool) -> list[str]:
    parts = []
    for distance, top in plan.rows:
        total = sum(one == distance for one in away.values())
        shown = sum(away[state] == distance for state in plan.centre)
        head = "today" if distance == 0 else f"{counted(distance, 'option')} away"
        parts.append(text(0, top + 16, head, 12, bold=True))
        if distance and not everything:
            parts.append(
                text(
                    0,
                    top + 33,
                    f"{shown} of {counted(total, 'state')}" if total > 12 else f"{number(shown)} of {number(total)}",
                    11,
                    fill="soft",
                )
            )
        if distance:
            parts.append(line(0, top - ROW_GAP / 2, WIDTH, top - ROW_GAP / 2, "rule", 1, "2 4"))
    return parts


def _links(solution: Solution, plan: Plan) -> list[str]:
    """Thin lines between states that one party's move connects: moves of one option where all are linked, else any move
    between two boxes."""
    everything = len(solution.states) <= MOST_LINKED
    linked = sorted(plan.centre) if everything else sorted(plan.boxed)
    parts = []
    for party in range(len(solution.model.parties)):
        for state in linked:
            for place in moves(solution.model, party, state - 1):
                other = int(place) + 1
                if other not in linked or (other < state and _has_move(solution, party, other, state)):
                    continue
                if everything and solution.states.names is None and not _one_option(solution, state, other):
                    continue
                (x1, y1), (x2, y2) = plan.centre[state], plan.centre[other]
                parts.append(line(x1, y1, x2, y2, "line", 1))
    return parts


def _has_move(solution: Solution, party: int, source: int, target: int) -> bool:
    return bool((moves(solution.model, party, source - 1) == target - 1).any())


def _one_option(solution: Solution, state: int, other: int) -> bool:
    masks = solution.states.masks
    return (int(masks[state - 1]) ^ int(masks[other - 1])).bit_count() == 1


def _dot(state: int, centre: tuple[float, float]) -> str:
    x, y = centre
    return group([circle(x, y, DOT, "tint", "line", 1), text(x, y + 4, str(state), 11, "middle")], f"State {state}")


def _box(solution: Solution, state: int, centre: tuple[float, float], today: bool, held: bool) -> str:
    x, y = centre[0] - BOX_W / 2, centre[1] - BOX_H / 2
    named = solution.states.names is not None
    words = (
        solution.states.pattern(state)
        if named
        else ", ".join(name.replace("_", " ") for name in solution.states.taken(state))
    )
    parts = [
        rect(
            x,
            y,
            BOX_W,
            BOX_H,
            "tint" if held else "paper",
            "good" if held else "ink" if today else "line",
            2.4 if held or today else 1.2,
            6,
        )
    ]
    parts.append(text(x + 9, y + 17, f"State {state}", 12, bold=True))
    label = listed(word for word, so in (("today", today), ("can hold", held)) if so)
    if label:
        parts.append(text(x + BOX_W - 9, y + 17, label, 11, "end", "good" if held else "soft", bold=True))
    for place, one in enumerate(wrapped(words or "nothing taken up", 11, BOX_W - 18, 3)):
        parts.append(text(x + 9, y + 31 + 13 * place, one, 11, fill="soft"))
    return group(parts, f"State {state}: {words or 'nothing taken up'}")


def _arrows(solution: Solution, plan: Plan, way: Sequence[int]) -> list[str]:
    parts = []
    for source, target in zip(way, way[1:], strict=False):
        (x1, y1), (x2, y2) = plan.centre[source], plan.centre[target]
        if abs(y1 - y2) < 1:
            parts += [
                line(x1 + BOX_W / 2, y1, x2 - BOX_W / 2 - 6, y2, "link", 2.6),
                _head(x2 - BOX_W / 2, y2, sideways=True),
            ]
            continue
        down = 1 if y2 > y1 else -1
        start, end = y1 + down * BOX_H / 2, y2 - down * BOX_H / 2
        parts += [line(x1, start, x2, end - down * 6, "link", 2.6), _head(x2, end, down=down)]
        mover = shorten(_mover(solution, source, target), 11, BOX_W)
        middle = (x1 + x2) / 2 + 9
        parts.append(rect(middle - 2, (start + end) / 2 - 9, text_width(mover, 11) + 4, 16, "paper"))
        parts.append(text(middle, (start + end) / 2 + 3, mover, 11, fill="link", bold=True))
    return parts


def _mover(solution: Solution, source: int, target: int) -> str:
    for party, name in enumerate(solution.model.parties):
        if _has_move(solution, party, source, target):
            return name
    return ""


def _head(x: float, y: float, down: int = 1, sideways: bool = False) -> str:
    if sideways:
        return polygon([(x, y), (x - 9, y - 5), (x - 9, y + 5)], "link")
    return polygon([(x, y), (x - 5, y - down * 9), (x + 5, y - down * 9)], "link")


def _description(solution: Solution, held: Sequence[int], now: int | None, way: Sequence[int]) -> str:
    told = []
    if now is not None:
        told.append(f"Today is state {now} of {len(solution.states)}.")
    if held:
        told.append(f"{capital(counted(len(held), 'state'))} that can hold: {listed(str(one) for one in held)}.")
    if len(way) > 1:
        steps = listed(f"{_mover(solution, a, b)} to state {b}" for a, b in zip(way, way[1:], strict=False))
        told.append(f"The way drawn: {steps}.")
    return " ".join(told)
