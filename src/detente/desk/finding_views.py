"""The pages of what follows: the outlook, and the brief with its files."""

from __future__ import annotations

import datetime
from collections import Counter
from functools import lru_cache

from starlette.requests import Request

from detente.because import Finding, Line, Span, leaves
from detente.brief import FORMATS, Brief, compose
from detente.brief.data import as_data
from detente.brief.numerals import runs
from detente.desk.asking import asked, chosen, day_asked
from detente.desk.pages import Page
from detente.desk.snapshot import Snapshot
from detente.outlook.told import finding_json

__all__ = ["brief_of", "brief_page", "composed", "outlook_page", "warm"]

MOST_GROUNDS = 12
HEADINGS = {
    "count": "Counted",
    "shift": "Who moved",
    "position": "Who stands where",
    "said": "Who said what",
    "wish": "Who wants what",
    "outcome": "What can hold",
    "why": "Why it holds",
    "today": "Today",
    "path": "The shortest ways",
    "step": "Steps of the shortest ways",
    "resistance": "The path of least resistance",
    "perception": "What parties believe",
    "disclosure": "What telling would change",
    "strain": "Lines of the model that the record strains",
    "robustness": "How firmly outcomes hold",
    "alignment": "Who wants the same",
    "bearing": "What a move bears on",
    "unknown": "What is unknown",
}


def outlook_page(held: Snapshot, request: Request) -> Page:
    """Every finding with the passages and lines that it rests on."""
    found = held.findings or ()
    families = Counter(f.kind.partition(".")[0] for f in found)
    kind = chosen(request, "kind", tuple(families)) if found else asked(request, "kind")
    kept = [f for f in found if not kind or f.kind.partition(".")[0] == kind]
    grouped: dict[str, list[dict[str, object]]] = {}
    for finding in kept:
        grouped.setdefault(finding.kind.partition(".")[0], []).append(
            {
                "id": finding.id,
                "says": finding.says,
                "method": finding.method,
                "exact": finding.exact,
                "grounds": _grounds(finding),
                "strained": dict(finding.data).get("line") if finding.kind == "strain" else None,
            }
        )
    rows = [{"id": f.id, "kind": f.kind, "says": f.says, "method": f.method, "exact": f.exact} for f in kept]
    context = {
        "grouped": grouped,
        "families": families,
        "kind": kind,
        "headings": HEADINGS,
        "waiting": held.findings is None,
        "fault": held.fault,
    }
    return Page("outlook.html", "Outlook", {"findings": [finding_json(f) for f in kept]}, rows, context)


def _grounds(finding: Finding) -> list[Span | Line]:
    return list(dict.fromkeys(leaves(finding.because)))[:MOST_GROUNDS]


def brief_of(held: Snapshot, request: Request) -> Brief:
    """The brief that the address asks for: whole or card, or what is new since a day."""
    card = chosen(request, "for", ("desk", "card"), "desk") == "card"
    return composed(held, card, day_asked(request, "since"))


@lru_cache(maxsize=4)
def composed(held: Snapshot, card: bool, since: datetime.date | None) -> Brief:
    """The brief of a snapshot, made once."""
    return compose(
        held.case,
        held.record,
        held.reports,
        held.conflict,
        held.solution,
        held.findings or (),
        card=card,
        since=since,
    )


def warm(held: Snapshot) -> None:
    """Compose the whole brief of a snapshot before anybody asks for it."""
    composed(held, False, None)


def brief_page(held: Snapshot, request: Request) -> Page:
    """The brief, every sentence with its notes, every note with the way to its passage."""
    made = brief_of(held, request)
    notes = {note.number: note for note in made.notes}
    rows = [
        {"section": "headline", "heading": None, "sentence": e.text, "notes": list(e.notes)} for e in made.headline
    ] + [
        {"section": s.id, "heading": g.heading, "sentence": e.text, "notes": list(e.notes)}
        for s in made.sections
        for g in s.groups
        for e in g.entries
    ]
    context = {
        "brief": made,
        "notes": notes,
        "runs": runs,
        "files": FORMATS,
        "since": asked(request, "since"),
        "form": asked(request, "for") or "desk",
        "waiting": held.findings is None,
        "query": request.url.query,
    }
    return Page("brief.html", "Brief", as_data(made), rows, context)
