"""From findings to a brief, in the order in which an editor wants it: the judgement, who moved, who said what, who wants what,
what can hold and why, what could break it, the way there, what is unknown, the sources.

A section with nothing to say is left out. A sentence stands in the brief once, and only if its chain ends in a passage or
a line.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from detente.because import Finding, Span, leaves
from detente.brief.headline import bearing_of, headline, main_shift
from detente.brief.notes import Notebook
from detente.brief.nouns import Brief, Entry, Figure, Group, Section, Source
from detente.brief.passages import addresses_of, name_of
from detente.case import Case
from detente.conflict.model import Conflict
from detente.outlook.alignment import alignment
from detente.record.nouns import Record
from detente.reports.report import Report
from detente.stability.solution import Solution
from detente.wording import day_span

__all__ = ["compose"]

MOST_SHIFTS, MOST_ACTORS, MOST_ISSUES, MOST_WISHES = 12, 8, 6, 4
ELSEWHERE = (
    *(
        "count.",
        "shift.",
        "bearing",
        "position",
        "said",
        "wish",
        "alignment",
        "outcome",
        "why",
        "today",
        "path",
        "step",
        "unknown.",
        "resistance",
    ),
)
"""Kinds that have a section of their own; any other finding of the outlook tells what could break an outcome."""
BREAKING = {
    "strain": "Where the record strains the model",
    "perception": "What the parties do not see",
    "disclosure": "What telling them would change",
    "robustness": "How firmly the outcomes hold",
}
"""The parts of what could break an outcome, by the family of the finding; others come first, under no heading."""


def compose(
    case: Case,
    record: Record,
    reports: Sequence[Report],
    conflict: Conflict | None,
    solution: Solution | None,
    findings: Sequence[Finding],
    *,
    card: bool = False,
    since: datetime.date | None = None,
) -> Brief:
    """The brief of a case. ``card`` keeps what fits one screen; ``since`` tells only what was said or published on or after
    that day. Equal inputs give an equal brief."""
    book = Notebook(reports, record)
    told = [f for f in findings if since is None or _is_new(f, since, reports, book)]
    opening = _entries(book, headline(told, since))
    parts: Iterable[Section]
    if card:
        parts = _card(book, told)
    else:
        figures = _figures(case, record, reports, conflict, solution, told) if since is None else {}
        parts = _whole(book, told, figures)
    sections = tuple(section for section in parts if section.groups or section.figures)
    form: Literal["full", "card", "since"] = "card" if card else "since" if since else "full"
    return Brief(
        title=case.title,
        covers=_covers(case, reports) if since is None else "",
        form=form,
        since=since.isoformat() if since else None,
        headline=opening,
        sections=sections,
        notes=book.notes,
        sources=_sources(record, reports, since),
        counts=(
            ("events", len(record.events)),
            ("positions", len(record.positions)),
            ("reports", len(reports)),
            ("shifts", len(record.shifts)),
            ("statements", len(record.statements)),
        ),
    )


def _is_new(finding: Finding, since: datetime.date, reports: Sequence[Report], book: Notebook) -> bool:
    """Whether the latest thing that a finding tells of the record was said, or else published, on or after the day."""
    if not finding.kind.startswith(("shift.", "position", "bearing")):
        return False
    published = {r.id: (r.published.day or r.published.iso) if r.published else "" for r in reports}
    days = [
        book.said_on.get(g.statement or "") or published.get(g.report, "")
        for g in leaves(finding.because)
        if isinstance(g, Span)
    ]
    return max(days, default="")[:10] >= since.isoformat()


def _entries(book: Notebook, findings: Iterable[Finding], *, inline: bool = False) -> tuple[Entry, ...]:
    made = (book.entry(finding, inline=inline) for finding in findings)
    return tuple(entry for entry in made if entry is not None)


def _group(
    book: Notebook, heading: str | None, findings: Iterable[Finding], *, inline: bool = False
) -> tuple[Group, ...]:
    entries = _entries(book, findings, inline=inline)
    return (Group(heading, entries),) if entries else ()


def _of(findings: Sequence[Finding], *kinds: str) -> list[Finding]:
    return [
        f for f in findings if any(f.kind == kind or (kind.endswith(".") and f.kind.startswith(kind)) for kind in kinds)
    ]


def _by(findings: Sequence[Finding], fact: str) -> dict[object, list[Finding]]:
    """Findings by one of their facts, in order of first mention."""
    found: dict[object, list[Finding]] = {}
    for finding in findings:
        found.setdefault(dict(finding.data).get(fact), []).append(finding)
    return found


def _whole(book: Notebook, findings: Sequence[Finding], figures: dict[str, Figure]) -> Iterable[Section]:
    def drawn(*names: str) -> tuple[Figure, ...]:
        return tuple(figures[name] for name in names if name in figures)

    shifts = _of(findings, "shift.")
    lanes = "positions"  # drawn beside the shifts that it shows, or beside the positions where none moved
    lead = bearing_of(findings)  # the headline has told it
    moved = _moved(book, shifts) + _group(
        book, "What it bears on", [f for f in _of(findings, "bearing") if f is not lead]
    )
    yield Section("moved", "Who moved", moved, drawn(*([lanes] if shifts else [])))
    said = ("timeline", "places", "network") if shifts else (lanes, "timeline", "places", "network")
    yield Section("said", "Who said what", _said(book, _of(findings, "position", "said")), drawn(*said))
    yield Section("wants", "Who wants what", _wants(book, findings))
    yield Section("holds", "What can hold, and why", _holds(book, findings), drawn("stability"))
    yield Section("breaks", "What could break it", _breaks(book, findings))
    yield Section("way", "The way there", _way(book, findings), drawn("states"))
    yield Section("unknown", "What is unknown", _group(book, None, _of(findings, "unknown.")))
    yield Section("counted", "What was read", _group(book, None, _of(findings, "count.record")))


def _card(book: Notebook, findings: Sequence[Finding]) -> Iterable[Section]:
    yield Section("moved", "Who moved", _group(book, None, _main_shifts(findings), inline=True))
    steps = [f for f in _nearest_steps(findings) if f.kind != "resistance"]  # the headline has named the outcome
    yield Section("unknown", "What is unknown", _group(book, None, _of(findings, "unknown.unsure", "unknown.source")))
    yield Section("way", "The way there", _group(book, None, steps))


def _main_shifts(findings: Sequence[Finding]) -> list[Finding]:
    shift = main_shift(findings)
    return [shift] if shift is not None else []


def _moved(book: Notebook, shifts: Sequence[Finding]) -> tuple[Group, ...]:
    """The shifts, by day; where two statements show more than one, their passages stand under the last sentence only."""
    pairs = sorted(
        _by(shifts, "before_and_after").values(), key=lambda same: str(dict(same[0].data)["date_after"] or "")
    )
    entries: tuple[Entry, ...] = ()
    for pair in pairs[-MOST_SHIFTS:]:
        entries += _entries(book, pair[:-1]) + _entries(book, pair[-1:], inline=True)
    heading = f"The latest {MOST_SHIFTS} of {len(pairs)}" if len(pairs) > MOST_SHIFTS else None
    return (Group(heading, entries),) if entries else ()


def _said(book: Notebook, positions: Sequence[Finding]) -> tuple[Group, ...]:
    groups: tuple[Group, ...] = ()
    for actor, told in list(_by(positions, "actor").items())[:MOST_ACTORS]:
        groups += _group(book, str(actor), told[:MOST_ISSUES], inline=True)
    return tuple(_once(group) for group in groups)


def _once(group: Group) -> Group:
    """A group in which a passage that serves several sentences is printed under the first of them only."""
    seen: set[int] = set()
    entries = []
    for entry in group.entries:
        entries.append(replace(entry, passages=tuple(number for number in entry.passages if number not in seen)))
        seen.update(entry.passages)
    return Group(group.heading, tuple(entries))


def _wants(book: Notebook, findings: Sequence[Finding]) -> tuple[Group, ...]:
    groups: tuple[Group, ...] = ()
    for party, told in _by(_of(findings, "wish"), "party").items():
        groups += _group(book, str(party), told[:MOST_WISHES])
    return groups + _group(book, "Where wishes meet", _of(findings, "alignment"))


def _holds(book: Notebook, findings: Sequence[Finding]) -> tuple[Group, ...]:
    groups = _group(book, None, _of(findings, "count.outcomes"))
    reasons = _by(_of(findings, "why"), "state")
    ways = [dict(f.data)["state"] for f in _of(findings, "resistance", "resistance.other")]  # cheapest first
    near = {state: place for place, state in enumerate(ways)}
    for outcome in sorted(_of(findings, "outcome"), key=lambda f: near.get(dict(f.data)["state"], len(near))):
        state = dict(outcome.data)["state"]
        heading = f"State {state}, of least resistance" if len(ways) > 1 and state == ways[0] else f"State {state}"
        groups += _group(book, heading, [outcome, *reasons.get(state, [])])
    return groups


def _breaks(book: Notebook, findings: Sequence[Finding]) -> tuple[Group, ...]:
    """What could break an outcome, family by family."""
    told = [f for f in findings if not f.kind.startswith(ELSEWHERE)]
    groups = _group(book, None, [f for f in told if f.kind.partition(".")[0] not in BREAKING])
    for family, heading in BREAKING.items():
        groups += _group(book, heading, _of(told, family, f"{family}."))
    return groups


def _way(book: Notebook, findings: Sequence[Finding]) -> tuple[Group, ...]:
    groups = _group(book, None, _of(findings, "today"))
    if _of(findings, "resistance"):
        return groups + _least(book, findings)
    steps = _by(_of(findings, "step"), "state")
    for place, path in enumerate(_of(findings, "path")):
        state = dict(path.data)["state"]
        groups += _group(book, f"To state {state}", [path, *(steps.get(state, []) if place < 2 else [])])
    return groups


def _least(book: Notebook, findings: Sequence[Finding]) -> tuple[Group, ...]:
    """The way of least resistance step by step, then what the other outcomes would cost."""
    others = _of(findings, "resistance.other", "resistance.unreachable")
    told = _group(book, "The path of least resistance", _nearest_steps(findings))
    return told + _group(book, "To the other outcomes", others)


def _nearest_steps(findings: Sequence[Finding]) -> list[Finding]:
    """The way that a brief tells in full: that of least resistance where it is known, else the shortest."""
    ways = _of(findings, "resistance") or _of(findings, "path")[:1]
    state = dict(ways[0].data)["state"] if ways else None
    kind = "resistance.step" if _of(findings, "resistance") else "step"
    return [*ways, *(f for f in _of(findings, kind) if dict(f.data)["state"] == state)]


def _figures(
    case: Case,
    record: Record,
    reports: Sequence[Report],
    conflict: Conflict | None,
    solution: Solution | None,
    findings: Sequence[Finding],
) -> dict[str, Figure]:
    """The figures that have something to show, by id."""
    from detente.brief.figures import network, places, positions, stability, states, timeline

    drawn: list[Figure | None] = [
        timeline.draw(case, record, reports),
        positions.draw(case, record),
        places.draw(record, reports),
        network.draw(case, record, _agreement(solution) if solution is not None else {}),
    ]
    if conflict is not None and solution is not None:
        drawn += [states.draw(solution, findings), stability.draw(solution, findings)]
    return {figure.id: figure for figure in drawn if figure is not None}


def _agreement(solution: Solution) -> dict[tuple[str, str], float]:
    """The rank agreement of the parties, pair by pair, as far as it is known."""
    pairs = alignment(solution.model)
    return {(pair.one, pair.other): pair.agreement for pair in pairs if pair.agreement is not None}


def _covers(case: Case, reports: Sequence[Report]) -> str:
    days = sorted(r.published.day for r in reports if r.published is not None and r.published.day is not None)
    first = case.start.isoformat() if case.start else days[0] if days else ""
    last = case.end.isoformat() if case.end else days[-1] if days else ""
    return day_span(first, last) if first and last else ""


def _sources(record: Record, reports: Sequence[Report], since: datetime.date | None) -> tuple[Source, ...]:
    read = Counter(statement.report for statement in record.statements)
    made = [
        Source(
            report=report.id,
            file=report.file,
            title=name_of(report),
            publisher=report.publisher,
            date=report.published.iso if report.published else None,
            addresses=addresses_of(report),
            retold=report.retold,
            statements=read[report.id],
        )
        for report in reports
        if since is None or (report.published is not None and report.published.iso[:10] >= since.isoformat())
    ]
    return tuple(sorted(made, key=lambda source: (source.date or "9999", source.file)))
