"""The pages of the model: preferences, verdicts, why, the state graph."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from starlette.requests import Request

from detente.conflict.explain_ranking import orders
from detente.conflict.graph import moves
from detente.conflict.model import Conflict
from detente.desk import journal
from detente.desk.asking import NotThere, asked, chosen, number_asked
from detente.desk.files import text_of
from detente.desk.pages import Page
from detente.desk.snapshot import Snapshot
from detente.errors import ConflictRefused, Refused
from detente.stability import from_today
from detente.stability.concepts import CONCEPTS, TITLES
from detente.stability.solution import Solution, to_json

__all__ = ["graph_page", "model_page", "model_text_page", "verdicts_page", "why_page"]

STATES = 60  # states on one page, and in one drawing
LEVELS = 6  # levels of a party's order that the model page shows


def _solved(held: Snapshot) -> tuple[Conflict, Solution]:
    if held.conflict is None or held.solution is None:
        raise ConflictRefused(
            held.fault or "the case has no solved model",
            where="conflict.yaml",
            mend="write parties and options, under Model, the file itself",
        )
    return held.conflict, held.solution


def model_page(held: Snapshot, request: Request) -> Page:
    """Who can do what and who wants what, each preference with its place, and what follows; with another version beside it."""
    conflict, solution = _solved(held)
    against = number_asked(request, "against", 0)
    versions = [one for one in reversed(journal.changes(held.case)) if one.file == "conflict.yaml"]
    compared = _compared(held, against, solution) if against else None
    parties = _parties(conflict)
    data = {
        "title": conflict.title,
        "as_of": conflict.as_of,
        "parties": parties,
        "equilibria": _equilibria(solution),
        "compared": compared,
    }
    rows = [{"party": p.name, "place": at + 1, "want": w.text, "unsure": w.unsure, "strongly": w.strongly, "line": w.line} for p in conflict.parties for at, w in enumerate(p.preference.wishes or ())]  # fmt: skip
    context = {
        "conflict": conflict,
        "versions": versions[:30],
        "against": against,
        "moved": asked(request, "moved"),
        "titles": TITLES,
    }
    return Page("model.html", "Model", data, rows, context)


def _parties(conflict: Conflict) -> list[dict[str, object]]:
    """The parties as the page shows them: options, preferences by place, the best levels of each order."""
    best = {order.party: order for order in orders(conflict)}
    return [
        {
            "name": party.name,
            "options": [
                {"name": o.name, "means": o.means, "taken": o.name in (conflict.now or ())} for o in party.options
            ],
            "prefers": [
                {
                    "place": at,
                    "want": wish.text,
                    "unsure": wish.unsure,
                    "strongly": wish.strongly,
                    "line": wish.line,
                    "cites": [c.quote or c.record or c.report for c in wish.because],
                }
                for at, wish in enumerate(party.preference.wishes or ())
            ],
            "ranked": party.preference.ranking is not None or party.preference.weights is not None,
            "best": [list(level.states)[:8] for level in best[party.name].levels[:LEVELS]],
        }
        for party in conflict.parties
    ]


def _equilibria(solution: Solution) -> dict[str, list[dict[str, object]]]:
    return {
        concept: [_state(solution, int(one)) for one in ids[:STATES]] for concept, ids in solution.equilibria.items()
    }


def _state(solution: Solution, state: int) -> dict[str, object]:
    return {"id": state, "pattern": solution.states.pattern(state), "taken": solution.states.taken(state)}


def _compared(held: Snapshot, number: int, solution: Solution) -> dict[str, object]:
    """Which outcomes appeared and vanished, by concept, since the version before a change. States are compared by pattern."""
    from detente.conflict.file import read_text
    from detente.stability.solve import solve

    source = journal.model_before(held.case, number)
    if source is None:
        raise NotThere(
            "that version is kept no more", where="conflict.yaml", found=str(number), mend="choose another version"
        )
    did = next(one.did for one in journal.changes(held.case) if one.number == number)
    try:
        earlier = solve(read_text(source))
    except Refused as fault:
        return {"number": number, "did": did, "fault": str(fault), "marked": False, "concepts": {}}
    concepts = {}
    for concept in solution.equilibria:
        was = _patterns(earlier, concept)
        now = _patterns(solution, concept)
        concepts[concept] = {
            "appear": [_told(solution, word) for word in now if word not in was],
            "vanish": [_told(earlier, word) for word in was if word not in now],
            "stay": [_told(solution, word) for word in now if word in was],
        }
    marked = _marks(earlier.conflict) != _marks(solution.conflict)
    return {"number": number, "did": did, "fault": None, "marked": marked, "concepts": concepts}


def _marks(conflict: Conflict) -> list[tuple[str, bool, bool]]:
    """The unsure and strong lines, in an order that a move does not change."""
    every = [(f"{p.name}: {w.text}", w.unsure, w.strongly) for p in conflict.parties for w in p.preference.wishes or ()]
    return sorted(every)


def _patterns(solution: Solution, concept: str) -> list[str]:
    found = solution.equilibria.get(concept)
    return solution.states.patterns(found) if found is not None and len(found) else []


def _told(solution: Solution, word: str) -> dict[str, object]:
    return _state(solution, solution.states.named(word) or 0)


def model_text_page(held: Snapshot, request: Request) -> Page:
    """conflict.yaml itself, to be read and typed in."""
    text = text_of(held.case.conflict)
    lines = [{"line": at, "text": line} for at, line in enumerate(text.split("\n"), 1)]
    context = {"text": text, "fault": held.fault, "line": number_asked(request, "line", 0)}
    return Page("model_text.html", "conflict.yaml", {"file": "conflict.yaml", "text": text}, lines, context)


def verdicts_page(held: Snapshot, request: Request) -> Page:
    """Which states hold for whom under which concept, as a table, with the graph of the states."""
    _conflict, solution = _solved(held)
    concept = chosen(request, "concept", tuple(solution.stable), "seq")
    only = chosen(request, "only", ("all", "hold"), "all" if len(solution.states) <= STATES else "hold")
    ids = solution.equilibria[concept] if only == "hold" else solution.states.ids
    at = number_asked(request, "page", 1)
    shown = [int(one) for one in ids[(at - 1) * STATES : at * STATES]]
    rows = [_verdict_row(solution, concept, state) for state in shown]
    form = request.scope.get("desk.format", "html")
    data = (
        {**to_json(solution, None if len(solution.states) <= 4096 else False), "concept": concept}
        if form == "json"
        else {}
    )
    context = {
        "solution": solution,
        "concept": concept,
        "only": only,
        "rows": rows,
        "titles": TITLES,
        "concepts": [c for c in CONCEPTS if c in solution.stable],
        "equilibria": _equilibria(solution),
        "total": len(ids),
        "at": at,
        "pages": max(1, -(-len(ids) // STATES)),
        "now": None if solution.model.now is None else solution.model.now + 1,
        "count": len(solution.states),
    }
    every = [_verdict_row(solution, concept, int(one)) for one in ids] if form == "csv" else []
    return Page("verdicts.html", "Verdicts", data, every, context)


def _verdict_row(solution: Solution, concept: str, state: int) -> dict[str, object]:
    table = solution.stable[concept]
    parties = {party: bool(table[party][state - 1]) for party in solution.model.parties}
    return {**_state(solution, state), **parties, "holds": all(parties.values())}


def why_page(held: Snapshot, request: Request) -> Page:
    """Why a state holds or does not: what each party could gain, who would answer, through which states."""
    from detente.stability import explain

    conflict, solution = _solved(held)
    word = request.path_params["state"]
    concept = chosen(request, "concept", tuple(solution.stable), "seq")
    party = chosen(request, "party", solution.model.parties)
    explained = explain(conflict, word, party=party or None, concept=concept)
    number = solution.states.find(word) or 0
    verdicts = {
        c: bool(np.all([solution.stable[c][p][number - 1] for p in solution.model.parties])) for c in solution.stable
    }
    data = {"state": _state(solution, number), "verdicts": verdicts, "explanations": [e.as_json() for e in explained]}
    rows = [{"concept": e.concept, "line": line.strip()} for e in explained for line in e.lines]
    context = {
        "concept": concept,
        "party": party,
        "parties": solution.model.parties,
        "titles": TITLES,
        "explained": explained,
        "number": number,
        "count": len(solution.states),
        "means": {option.name: option.means for option in conflict.options},
    }
    return Page("why.html", f"Why state {number}", data, rows, context)


def graph_page(held: Snapshot, request: Request) -> Page:
    """The state graph as nodes and edges with positions: rows by how many options differ from today."""
    _conflict, solution = _solved(held)
    concept = chosen(request, "concept", tuple(solution.stable), "seq")
    hold = {int(one) for one in solution.equilibria[concept]}
    today = None if solution.model.now is None else solution.model.now + 1
    everything = len(solution.states) <= STATES
    ids = [int(one) for one in solution.states.ids] if everything else _main(solution, hold)
    nodes = _placed(solution, ids, today or (min(hold) if hold else 1))
    for node in nodes:
        node["holds"], node["today"] = node["id"] in hold, node["id"] == today
    kept = set(ids)
    edges = [
        {"party": name, "from": state, "to": int(there) + 1}
        for party, name in enumerate(solution.model.parties)
        for state in ids
        for there in moves(solution.model, party, state - 1)
        if int(there) + 1 in kept
    ]
    data = {"concept": concept, "complete": everything, "nodes": nodes, "edges": edges}
    return Page("graph.html", "State graph", data, edges, {"concept": concept})


def _main(solution: Solution, hold: set[int]) -> list[int]:
    """The states that are drawn where there are too many: today, what can hold, and the shortest ways there, up to `STATES`."""
    search = from_today(solution.model)
    ways = search.paths(sorted(hold)) if search is not None else {}
    some = dict.fromkeys([*([search.today] if search is not None else []), *sorted(hold)][:STATES])
    for way in sorted(ways.values(), key=len):
        some.update(dict.fromkeys(move.after for move in way[: STATES - len(some)]))
    return sorted(some)


def _placed(solution: Solution, ids: Sequence[int], origin: int) -> list[dict[str, object]]:
    masks = solution.states.masks
    home = int(masks[origin - 1])
    rows: dict[int, list[int]] = {}
    for state in ids:
        away = (int(masks[state - 1]) ^ home).bit_count() if solution.states.names is None else int(state != origin)
        rows.setdefault(away, []).append(state)
    return [
        {**_state(solution, state), "x": 130 * (at - (len(row) - 1) / 2), "y": 90 * level, "away": away}
        for level, (away, row) in enumerate(sorted(rows.items()))
        for at, state in enumerate(row)
    ]
