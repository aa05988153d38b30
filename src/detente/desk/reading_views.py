"""The pages of the reading wing: case, reports, one report, the record, positions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import get_args

from starlette.requests import Request

from detente.brief import Figure
from detente.brief.headline import headline
from detente.brief.passages import addresses_of, name_of
from detente.desk import journal
from detente.desk.asking import NotThere, asked, chosen, day_asked, number_asked
from detente.desk.marking import pieces
from detente.desk.pages import Page
from detente.desk.snapshot import Snapshot
from detente.record.as_json import event_json, position_json, report_json, shift_json, statement_json
from detente.record.nouns import Event, EventType, Position, Statement, Status
from detente.reports.report import Report

__all__ = ["case_page", "positions_page", "record_page", "report_page", "reports_page", "statement_row"]

PAGE = 30  # statements on one page
MOST_POSITIONS = 300  # rows of a page of positions, the latest ones; its twins hold all
MOST_MOVED = 30  # shifts shown on it, the latest ones
FACETS = 14  # values of a facet that are shown
SORTS = ("date", "title", "publisher", "statements")
KINDS = ("direct", "indirect", "mixed", "transcript")
REVIEWS = ("none", "confirmed", "corrected", "added")


def case_page(held: Snapshot, _request: Request) -> Page:
    """The case at a glance: what was read, who moved, what is noted, what was changed at the desk."""
    record, case = held.record, held.case
    counts = {
        "reports": len(held.reports),
        "statements": len(record.statements),
        "events": len(record.events),
        "positions": len(record.positions),
        "shifts": len(record.shifts),
        "reviewed": sum(1 for one in record.statements if one.review != "none"),
    }
    told = [f.says for f in headline(held.findings)] if held.findings else []
    edits = [
        {"number": one.number, "at": one.at, "file": one.file, "did": one.did}
        for one in reversed(journal.changes(case))
    ][:20]
    data = {
        "title": case.title,
        "from": case.start,
        "to": case.end,
        "counts": counts,
        "findings": told,
        "issues": {name: issue.question for name, issue in case.issues.items()},
        "messages": list(held.messages),
        "refused": [str(one) for one in held.refusals],
        "changes": edits,
    }
    latest = journal.latest(case)
    said = Counter(one.source.actor for one in record.statements if one.source.actor)
    rows = [{"what": name, "count": count} for name, count in counts.items()]
    context = {"undo_number": latest.number if latest else None, "said": said.most_common(12)}
    return Page("case.html", case.title, data, rows, context)


def reports_page(held: Snapshot, request: Request) -> Page:
    """Every report with its date, publisher and how much was read from it."""
    by = chosen(request, "by", SORTS, "date")
    words = asked(request, "q").casefold()
    rows = [_report_row(held, one) for one in held.reports]
    if words:
        rows = [row for row in rows if words in f"{row['title']} {row['publisher']} {row['file']}".casefold()]
    rows.sort(key=lambda row: (-int(str(row[by])) if by == "statements" else 0, str(row[by] or "~"), str(row["file"])))
    return Page(
        "reports.html", "Reports", {"reports": rows}, rows, {"by": by, "q": asked(request, "q"), "sorts": SORTS}
    )


def _report_row(held: Snapshot, one: Report) -> dict[str, object]:
    found = held.by_report.get(one.id, ())
    return {
        "id": one.id,
        "title": name_of(one),
        "publisher": one.publisher,
        "date": one.published.iso if one.published else None,
        "file": one.file,
        "statements": len(found),
        "reviewed": sum(1 for s in found if s.review != "none"),
        "retold": one.retold,
        "signal": one.signal,
    }


def report_page(held: Snapshot, request: Request) -> Page:
    """One report: its text with every statement marked, and beside it the statements to confirm, reject or fix."""
    one = held.report.get(request.path_params["report"])
    if one is None:
        raise NotThere(
            "there is no such report",
            where="reports",
            found=request.path_params["report"],
            mend="choose one of the list",
        )
    found = held.by_report.get(one.id, ())
    current = asked(request, "statement")
    if current not in {s.id for s in found}:
        current = found[0].id if found else ""
    at = next((place for place, report in enumerate(held.reports) if report.id == one.id), 0)
    events = [e for e in held.record.events if e.report == one.id]
    data = {
        "report": report_json(one),
        "statements": [statement_json(s) for s in found],
        "events": [event_json(e) for e in events],
        "positions": [position_json(p) for s in found for p in held.positions_of.get(s.id, ())],
    }
    context = {
        "report": one,
        "name": name_of(one),
        "addresses": addresses_of(one),
        "pieces": pieces(one.text, found),
        "statements": found,
        "events": [(e, _event_words(held, e)[1]) for e in events],
        "types": get_args(EventType),
        "statuses": get_args(Status),
        "positions_of": held.positions_of,
        "current": current,
        "before": held.reports[at - 1] if at > 0 else None,
        "after": held.reports[at + 1] if at + 1 < len(held.reports) else None,
        "here": f"/report/{one.id}",
    }
    return Page("report.html", name_of(one), data, [statement_row(held, s) for s in found], context)


def statement_row(held: Snapshot, one: Statement) -> dict[str, object]:
    """A statement as a row of a CSV twin."""
    report = held.report.get(one.report)
    return {
        "id": one.id,
        "said_on": one.said_on,
        "actor": one.source.actor,
        "person": one.source.person,
        "office": one.source.office,
        "source": one.source.text,
        "quote": one.quote,
        "text": one.text,
        "issues": " ".join(f"{p.issue}:{p.stance}" for p in held.positions_of.get(one.id, ())),
        "review": one.review,
        "report": report.file if report else one.report,
        "spans": " ".join(f"{a}-{b}" for a, b in one.content),
    }


def record_page(held: Snapshot, request: Request) -> Page:
    """The record: full-text search, and facets by actor, issue, kind, date and review."""
    if chosen(request, "what", ("statements", "events"), "statements") == "events":
        return _events_page(held, request)
    wanted = {
        "actor": asked(request, "actor"),
        "issue": asked(request, "issue"),
        "kind": chosen(request, "kind", KINDS),
        "review": chosen(request, "review", REVIEWS),
    }
    words = asked(request, "q")
    first, last = day_asked(request, "from"), day_asked(request, "to")
    found: Sequence[Statement] = held.record.statements
    if words:
        found = [held.statements[one] for one in held.index.search(words)]
    if first or last:
        low, high = str(first or ""), str(last or "9999")
        found = [s for s in found if s.said_on and low <= s.said_on[:10] <= high]

    if wanted["actor"]:
        found = [s for s in found if (s.source.actor or "unknown") == wanted["actor"]]
    if wanted["issue"]:
        found = [s for s in found if any(p.issue == wanted["issue"] for p in held.positions_of.get(s.id, ()))]
    if wanted["kind"]:
        found = [s for s in found if s.quote == wanted["kind"]]
    kept = [s for s in found if s.review == wanted["review"]] if wanted["review"] else found
    counted: dict[str, Counter[str]] = {
        "actor": Counter(s.source.actor or "unknown" for s in kept),
        "issue": Counter(issue for s in kept for issue in {p.issue: 0 for p in held.positions_of.get(s.id, ())}),
        "kind": Counter(s.quote for s in kept),
        "review": Counter(s.review for s in kept),
    }
    facets: dict[str, list[tuple[str, int]]] = {
        name: [(str(value), count) for value, count in found.most_common(FACETS)] for name, found in counted.items()
    }
    days = Counter((s.said_on or "undated")[:10] for s in kept)
    facets["date"] = sorted(days.items())[:FACETS]
    return _listed(held, request, kept, facets, wanted)


def _listed(
    held: Snapshot,
    request: Request,
    kept: Sequence[Statement],
    facets: dict[str, list[tuple[str, int]]],
    wanted: dict[str, str],
) -> Page:
    at = number_asked(request, "page", 1)
    pages = max(1, -(-len(kept) // PAGE))
    shown = kept[(at - 1) * PAGE : at * PAGE]
    form = request.scope.get("desk.format", "html")
    query = {"q": asked(request, "q"), **wanted, "from": asked(request, "from"), "to": asked(request, "to")}
    data = {
        "query": {key: value for key, value in query.items() if value},
        "total": len(kept),
        "page": at,
        "pages": pages,
        "facets": {name: dict(found) for name, found in facets.items()},
        "statements": [statement_json(s) for s in shown],
    }
    rows = [statement_row(held, s) for s in kept] if form == "csv" else []
    context = {
        "statements": shown,
        "positions_of": held.positions_of,
        "reports": held.report,
        "facets": facets,
        "query": query,
        "current": asked(request, "statement"),
        "here": _without(request, "statement"),
        "what": "statements",
    }
    return Page("record.html", "Record", data, rows, context)


def _without(request: Request, name: str) -> str:
    url = request.url.remove_query_params(name)
    return url.path + (f"?{url.query}" if url.query else "")


def _events_page(held: Snapshot, request: Request) -> Page:
    """The events: who is reported to have done what to whom."""
    kind, actor = asked(request, "kind"), asked(request, "actor")
    kept = _events_kept(held, request, kind, actor)
    at = number_asked(request, "page", 1)
    facets = {
        "kind": Counter(e.type for e in kept).most_common(FACETS),
        "actor": Counter(who for e in kept for who in _who(e)).most_common(FACETS),
        "date": sorted(Counter((e.date or "undated")[:10] for e in kept).items())[:FACETS],
    }
    shown = [(e, _event_words(held, e)) for e in kept[(at - 1) * PAGE : at * PAGE]]
    data = {
        "total": len(kept),
        "page": at,
        "pages": max(1, -(-len(kept) // PAGE)),
        "facets": {name: dict(found) for name, found in facets.items()},
        "events": [event_json(e) for e, _ in shown],
    }
    rows = [event_json(e) for e in kept] if request.scope.get("desk.format") == "csv" else []
    query = {
        "q": asked(request, "q"),
        "actor": actor,
        "issue": "",
        "kind": kind,
        "review": "",
        "from": asked(request, "from"),
        "to": asked(request, "to"),
    }
    context = {
        "events": shown,
        "facets": facets,
        "query": query,
        "reports": held.report,
        "what": "events",
        "here": "/record",
    }
    return Page("record.html", "Events", data, rows, context)


def _events_kept(held: Snapshot, request: Request, kind: str, actor: str) -> list[Event]:
    """The events that the address asks for."""
    first, last = str(day_asked(request, "from") or ""), str(day_asked(request, "to") or "9999")
    words = asked(request, "q").casefold()
    return [
        e
        for e in held.record.events
        if (not kind or e.type == kind)
        and (not actor or actor in _who(e))
        and (first <= (e.date or "0")[:10] <= last or not (asked(request, "from") or asked(request, "to")))
        and (not words or words in " ".join(_event_words(held, e)).casefold())
    ]


def _who(event: Event) -> list[str]:
    return [party.code or party.text for party in (event.actor, event.recipient) if party is not None]


def _event_words(held: Snapshot, event: Event) -> tuple[str, str, str]:
    """Actor, trigger and recipient in the report's words."""
    report = held.report.get(event.report)
    text = report.text if report else ""
    trigger = " … ".join(text[a:b] for a, b in event.trigger)
    return event.actor.text if event.actor else "?", trigger, event.recipient.text if event.recipient else "?"


@lru_cache(maxsize=2)
def _lanes(held: Snapshot) -> Figure | None:
    """The lanes of all positions, drawn once a snapshot."""
    from detente.brief.figures import positions

    return positions.draw(held.case, held.record)


def positions_page(held: Snapshot, request: Request) -> Page:
    """Who stands where on each issue over time, and who has moved, both passages side by side."""
    actor, issue = asked(request, "actor"), asked(request, "issue")
    kept = [p for p in held.record.positions if (not actor or p.actor == actor) and (not issue or p.issue == issue)]
    moved = [s for s in held.record.shifts if (not actor or s.actor == actor) and (not issue or s.issue == issue)]
    grouped: dict[str, list[Position]] = {}
    for position in kept:
        grouped.setdefault(position.issue, []).append(position)
    most = MOST_POSITIONS if issue else MOST_POSITIONS // max(1, len(grouped))
    data = {"positions": [position_json(p) for p in kept], "shifts": [shift_json(s) for s in moved]}
    whole = not actor and not issue
    context = {
        "grouped": {name: found[-most:] for name, found in grouped.items()},
        "counted": {name: len(found) for name, found in grouped.items()},
        "moved": moved[-MOST_MOVED:],
        "issues": held.case.issues,
        "statements": held.statements,
        "reports": held.report,
        "actors": sorted({p.actor for p in held.record.positions}),
        "actor": actor,
        "issue": issue,
        "figure": _lanes(held) if whole and request.scope.get("desk.format", "html") == "html" else None,
    }
    return Page("positions.html", "Positions", data, [position_json(p) for p in kept], context)
