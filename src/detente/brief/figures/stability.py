"""Stability table as a matrix: a row a state, a column a concept, in each cell one square a party."""

from __future__ import annotations

from collections.abc import Sequence

from detente.because import Finding
from detente.brief.figures.svg import figure, group, line, rect, text, wrapped
from detente.brief.nouns import Figure
from detente.stability.concepts import TITLES
from detente.stability.solution import Solution
from detente.wording import listed

__all__ = ["draw"]

WIDTH, LABELS, ROW, TOP = 820.0, 250.0, 54.0, 34.0
MOST_ROWS = 12
_SHORT = {"nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ", "sseq": "SSEQ", "sim": "SIM"}


def draw(solution: Solution, findings: Sequence[Finding]) -> Figure | None:
    """The states that can hold, and today's, under every concept; None where there is neither."""
    now = None if solution.model.now is None else solution.model.now + 1
    told = [dict(f.data)["state"] for f in findings if f.kind == "outcome"]
    rows = [one for one in dict.fromkeys([*told, now]) if isinstance(one, int)][:MOST_ROWS]
    concepts = [name for name in solution.stable if name in _SHORT]
    if not rows or not concepts:
        return None
    parties = solution.model.parties
    column = (WIDTH - LABELS) / len(concepts)
    square = min(13.0, (column - 26) / len(parties) - 3)
    bottom = TOP + ROW * len(rows)
    legend = wrapped(
        f"Squares from left to right: {listed(parties)}. Filled: the party stays. Framed: all stay.", 11, WIDTH - 10, 3
    )
    height = bottom + 14 + 16 * len(legend)
    parts = []
    for place, name in enumerate(concepts):
        parts.append(text(LABELS + column * (place + 0.5), 18, _SHORT[name], 12, "middle", bold=True))
    for place, state in enumerate(rows):
        y = TOP + ROW * place
        parts += _row(solution, state, y, state == now)
        for at, name in enumerate(concepts):
            parts.append(_cell(solution, name, state, LABELS + column * (at + 0.5), y + ROW / 2, square))
    parts.append(line(0, bottom, WIDTH, bottom))
    parts += [text(0, bottom + 18 + 16 * place, one, 11, fill="soft") for place, one in enumerate(legend)]
    meant = ", ".join(f"{_SHORT[name]} {TITLES[name]}" for name in concepts if name != "nash")
    return figure(
        "stability",
        "Who stays where",
        f"A square a party: filled where it would stay in that state under that concept. {meant}.",
        _description(solution, rows, concepts, now),
        "Source: the model of this case, conflict.yaml.",
        (WIDTH, height),
        parts,
    )


def _row(solution: Solution, state: int, y: float, today: bool) -> list[str]:
    named = solution.states.names is not None
    words = (
        solution.states.pattern(state)
        if named
        else ", ".join(name.replace("_", " ") for name in solution.states.taken(state))
    )
    return [
        line(0, y, WIDTH, y),
        text(0, y + 16, f"State {state}{' (today)' if today else ''}", 12, bold=True),
        *(
            text(0, y + 31 + 13 * at, one, 11, fill="soft")
            for at, one in enumerate(wrapped(words or "nothing taken up", 11, LABELS - 14, 2))
        ),
    ]


def _cell(solution: Solution, concept: str, state: int, x: float, y: float, size: float) -> str:
    parties = solution.model.parties
    stays = [bool(solution.stable[concept][party][state - 1]) for party in parties]
    whole = len(parties) * (size + 3) - 3
    left = x - whole / 2
    parts = []
    if all(stays):
        parts.append(rect(left - 6, y - size / 2 - 6, whole + 12, size + 12, "tint", "good", 2, 4))
    for place, stay in enumerate(stays):
        at = left + place * (size + 3)
        parts.append(
            rect(at, y - size / 2, size, size, "good" if stay else "paper", "good" if stay else "line", 1.2, 2)
        )
    who = listed(party for party, stay in zip(parties, stays, strict=True) if not stay)
    return group(parts, f"State {state}, {_SHORT[concept]}: " + ("all stay" if not who else f"not stable for {who}"))


def _description(solution: Solution, rows: Sequence[int], concepts: Sequence[str], now: int | None) -> str:
    told = []
    for state in rows:
        under = [TITLES[name] for name in concepts if int(state) in solution.equilibria[name]]
        name = f"State {state}{' (today)' if state == now else ''}"
        told.append(
            f"{name}: every party stays under {listed(under)}."
            if under
            else f"{name}: some party leaves under every concept."
        )
    return " ".join(told)
