"""The judgement at the top: what can hold and what lies nearest, and the latest move on the record; derived, never asserted."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from detente.because import Finding
from detente.wording import capital, counted, day, number, the

__all__ = ["bearing_of", "headline", "main_shift"]

_WEIGHT = ("denies-saying", "reverses", "contradicted-by-own-side", "denies-report", "hardens", "softens")
_PRICED = ("resistance", "resistance.other")
_NOUN = {
    "denies-saying": "a denial of earlier words",
    "denies-report": "a denial of a report",
    "reverses": "a reversal",
    "softens": "a softening",
    "hardens": "a hardening",
    "contradicted-by-own-side": "a contradiction on one side",
}


def headline(findings: Sequence[Finding], since: datetime.date | None = None) -> list[Finding]:
    """The sentences of the judgement, each as a finding that rests on those it is derived from."""
    made = (
        [_since(findings, since), _bearing(findings)]
        if since is not None
        else [_outcome(findings), _moved(findings), _bearing(findings)]
    )
    told = [finding for finding in made if finding is not None]
    return told or [f for f in findings if f.kind == "count.record"]


def main_shift(findings: Sequence[Finding]) -> Finding | None:
    """The shift that a brief leads with: a denial before a reversal before a contradiction, of equals the latest."""
    shifts = [f for f in findings if f.kind.startswith("shift.")]
    if not shifts:
        return None
    best = min(_rank(shift) for shift in shifts)
    return max((s for s in shifts if _rank(s) == best), key=lambda s: (str(dict(s.data).get("date_after") or ""), s.id))


def _rank(shift: Finding) -> int:
    kind = shift.kind.removeprefix("shift.")
    return _WEIGHT.index(kind) if kind in _WEIGHT else len(_WEIGHT)


def _outcome(findings: Sequence[Finding]) -> Finding | None:
    outcomes = [f for f in findings if f.kind == "outcome"]
    summary = next((f for f in findings if f.kind == "count.outcomes"), None)
    if summary is None or not outcomes:
        return None
    least = next((f for f in findings if f.kind.startswith("resistance") and "state" in dict(f.data)), None)
    path = next((f for f in findings if f.kind == "path"), None)
    chosen = least or path
    state = dict(chosen.data)["state"] if chosen is not None else dict(outcomes[0].data)["state"]
    outcome = next((f for f in outcomes if dict(f.data)["state"] == state), outcomes[0])
    facts = dict(outcome.data)
    words = str(facts["words"])
    held = dict(summary.data)["held"]
    count = len(held) if isinstance(held, list) else len(outcomes)
    if path is not None and dict(path.data)["length"] == 0 and state == dict(path.data)["state"]:
        others = (
            f"{capital(number(count))} outcomes can hold, and today's is one of them"
            if count > 1
            else "Today's outcome alone can hold"
        )
        says = f"{others}: {words}."
    elif chosen is not None and facts["changes"]:
        which = "in the one of least resistance" if least is not None else "in the nearest to today"
        many = f"{capital(number(count))} outcomes can hold; {which}" if count > 1 else "One outcome can hold: in it"
        stays = f" As today, {facts['stays']}." if facts["stays"] else ""
        says = f"{many} {facts['changes']}.{stays}"
    elif count == 1:
        says = f"One outcome can hold: {words}."
    elif chosen is None:
        says = f"{capital(number(count))} outcomes can hold, among them this: {words}."
    else:
        which = "the one of least resistance" if least is not None else "the nearest to today"
        says = f"{capital(number(count))} outcomes can hold; {which} is this: {words}."
    grounds = (summary, outcome) if chosen is None else (summary, outcome, chosen)
    return Finding("headline-outcome", "headline", says, grounds, (("state", state),), "derived from the verdicts")


def _moved(findings: Sequence[Finding]) -> Finding | None:
    shift = main_shift(findings)
    if shift is None:
        return None
    total = sum(f.kind.startswith("shift.") for f in findings)
    facts = dict(shift.data)
    noun = f"{_NOUN[shift.kind.removeprefix('shift.')]} on {facts['question']}"
    who, actor = str(facts["speaker_after"]), the(str(facts["actor"]))
    when = f" on {day(str(facts['date_after']))}" if facts.get("date_after") else ""
    by = f"by {who}{when}" if who == actor else f"by {who} for {actor}{when}"
    if total == 1:
        says = f"One reported position moved: {noun}, {by}."
    else:
        says = f"{capital(counted(total, 'reported shift'))} of position stand on record; the first to note is {noun}, {by}."
    return Finding("headline-moved", "headline", says, (shift,), (), "derived from the record")


def bearing_of(findings: Sequence[Finding]) -> Finding | None:
    """What the shift that the brief leads with bears on: in which outcomes the option in question is taken up."""
    shift = main_shift(findings)
    issue = dict(shift.data)["issue"] if shift is not None else None
    return next((f for f in findings if f.kind == "bearing" and _is_on(f, issue)), None)


def _bearing(findings: Sequence[Finding]) -> Finding | None:
    """The same with the price from today, where the option is taken up in one outcome and that is the dearest or the nearest."""
    told = bearing_of(findings)
    if told is None:
        return None
    ways = {dict(f.data)["state"]: f for f in findings if f.kind in _PRICED}
    among = dict(told.data)["states"]
    way = ways.get(among[0]) if isinstance(among, list) and len(among) == 1 else None
    if way is None:
        return told
    others = [_price(other) for other in ways.values() if other is not way]
    place = ""
    if others and _price(way) > max(others):
        place = "the dearest to reach from"
    elif others and _price(way) < min(others):
        place = "the nearest to"
    says = f"{told.says.removesuffix('.')}; it is {place} today." if place else told.says
    return Finding(
        "headline-bearing",
        "headline",
        says,
        (told, way),
        (("state", dict(way.data)["state"]),),
        "derived from the verdicts",
    )


def _price(way: Finding) -> float:
    return float(str(dict(way.data)["price"]))


def _is_on(bearing: Finding, issue: object) -> bool:
    issues = dict(bearing.data)["issues"]
    return isinstance(issues, list) and issue in issues


def _since(findings: Sequence[Finding], since: datetime.date) -> Finding | None:
    if not findings:
        return None
    shifts = sum(f.kind.startswith("shift.") for f in findings)
    positions = sum(f.kind == "position" for f in findings)
    parts = [counted(positions, "position")] + ([counted(shifts, "shift")] if shifts else [])
    verb = "was" if shifts + positions == 1 else "were"
    says = f"Since {day(since.isoformat())}, {' and '.join(parts)} {verb} reported."
    return Finding("headline-since", "headline", says, tuple(findings), (), "counted")
