"""Everything that the brief may say, as findings: from the record who moved, who said what and what is unknown; from the
model (:mod:`detente.outlook.outcomes`) who wants what, what can hold and why, and the way there.

A finding's chain ends in spans of reports or lines of the case's files; one that does not is a fault of this program.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from detente.because import Because, Finding, is_grounded
from detente.case import Case
from detente.conflict.model import Conflict, Option
from detente.outlook.citations import Ledger, line, on_words, open_ledger, opening, passage
from detente.outlook.outcomes import model_findings, outcome_concept
from detente.outlook.phrases import does, named
from detente.record.nouns import Position, Record, Shift, Statement
from detente.reports.report import Report
from detente.stability.concepts import TITLES
from detente.wording import between, capital, counted, day, day_span, listed, midway, number, possessive, the, whether

if TYPE_CHECKING:
    from detente.stability.solution import Solution

__all__ = ["findings"]

_ASKED = frozenset({"Q", "QUESTION", "Q:", "QUESTION:"})  # labels of a reporter's question: nobody of the case
MOST_SPEAKERS, MOST_SHOWN = 6, 3  # actors told of where no position was read, passages of each
ENOUGH = 120  # characters; a shorter statement says less
MOST_GROUNDS = 12  # passages kept for a finding that counts many; the count itself is over all


def findings(
    case: Case,
    record: Record,
    reports: Sequence[Report],
    conflict: Conflict | None = None,
    solution: Solution | None = None,
) -> tuple[Finding, ...]:
    """All findings of a case, in the order in which a brief tells them.

    Without a conflict only the record speaks. Raises CaseRefused where a line of conflict.yaml cites words that its report
    does not hold.
    """
    ledger = open_ledger(case, record, reports)
    found = [*_counts(ledger), *_shifts(ledger), *_positions(ledger), *_spoken(ledger)]
    if conflict is not None and solution is not None:
        modelled = model_findings(ledger, conflict, solution)
        found += [*modelled, *_bearing(ledger, conflict, solution), *_unsure(modelled)]
    found += _unknown(ledger)
    return tuple(finding for finding in found if is_grounded(finding.because))


def _counts(ledger: Ledger) -> Iterator[Finding]:
    reports = sorted(ledger.reports.values(), key=lambda r: (r.published.iso if r.published else "9", r.file))
    grounds = tuple(span for span in map(opening, reports) if span is not None)
    days = sorted(r.published.day for r in reports if r.published is not None and r.published.day is not None)
    dated = f", dated {day_span(days[0], days[-1])}," if days else ""
    record = ledger.record
    parts = [
        counted(len(record.statements), "statement"),
        *([counted(len(record.events), "event")] if record.events else []),
        *([counted(len(record.shifts), "shift of position", "shifts of position")] if record.shifts else []),
    ]
    verb = "hold" if len(reports) != 1 else "holds"
    yield Finding(
        id="counts",
        kind="count.record",
        says=f"{capital(counted(len(reports), 'report'))}{dated} {verb} {listed(parts)}.",
        because=grounds,
        data=(
            ("events", len(record.events)),
            ("positions", len(record.positions)),
            ("reports", len(reports)),
            ("shifts", len(record.shifts)),
            ("statements", len(record.statements)),
        ),
        method="counted",
    )


def _names(ledger: Ledger) -> tuple[str, ...]:
    return tuple(name for actor in ledger.case.actors.values() for name in (actor.name, *actor.aliases))


def _question(ledger: Ledger, issue: str) -> str:
    known = ledger.case.issues.get(issue)
    return whether(known.question, _names(ledger)) if known is not None else f"the issue “{issue}”"


def _speaker(words: str, actor: str) -> str:
    """A speaker as a sentence names him; a bare pronoun, or no name, gives way to the actor."""
    plain = " ".join(words.split())
    if not plain or plain.lower() in {"he", "she", "they", "it", "we", "i", "q", "question"}:
        return the(actor)
    return midway(plain)


def _shifts(ledger: Ledger) -> Iterator[Finding]:
    stances = {(p.statement, p.actor, p.issue): p.stance for p in ledger.record.positions}
    for shift in ledger.record.shifts:
        grounds = on_words(ledger, (shift.before, shift.after))
        before, after = ledger.statements.get(shift.before), ledger.statements.get(shift.after)
        if before is None or after is None or not grounds:
            continue
        stance = tuple(stances.get((one, shift.actor, shift.issue)) for one in (shift.before, shift.after))
        yield Finding(
            id=f"shift-{shift.before}-{shift.after}-{shift.kind}",
            kind=f"shift.{shift.kind}",
            says=_moved(ledger, shift, before, after, stance),
            because=tuple(span for s in (before, after) if (span := passage(ledger, s)) is not None),
            data=(
                ("actor", shift.actor),
                ("after", shift.after),
                ("before", shift.before),
                ("before_and_after", f"{shift.before} {shift.after}"),
                ("date_after", after.said_on),
                ("date_before", before.said_on),
                ("issue", shift.issue),
                ("question", _question(ledger, shift.issue)),
                ("speaker_after", _speaker(shift.speaker_after, shift.actor)),
                ("speaker_before", _speaker(shift.speaker_before, shift.actor)),
            ),
            method=after.method,
            exact=False,
        )


_STANCES = {"for": "in favour", "against": "against", "open": "open to it", "noncommittal": "noncommittal"}


def _moved(ledger: Ledger, shift: Shift, before: Statement, after: Statement, stance: tuple[str | None, ...]) -> str:
    on = _question(ledger, shift.issue)
    first, then = day(before.said_on), day(after.said_on)
    one, other = _speaker(shift.speaker_before, shift.actor), _speaker(shift.speaker_after, shift.actor)
    of = "" if other == the(shift.actor) else f", for {the(shift.actor)},"
    was, became = (_STANCES.get(s or "") for s in stance)
    if shift.kind == "denies-saying":
        whose = "earlier words," if one == other else f"words of {one},"
        return f"On {then} {other}{of} is reported to have denied {whose} reported on {first}, on {on}."
    if shift.kind == "denies-report":
        return f"On {then} {other}{of} is reported to have denied what was reported on {first}, on {on}."
    if shift.kind == "contradicted-by-own-side":
        told = f": {one} {was}, {other} {became}" if was and became and was != became else f": {one} and {other}"
        when = _when(before, after)
        return f"{capital(possessive(shift.actor))} own side is reported to have spoken with two voices {when}, on {on}{told}."
    verb = {"reverses": "was reversed", "softens": "softened", "hardens": "hardened"}[shift.kind]
    told = (
        f", from {was} ({one}) to {became} ({other})"
        if was and became and was != became
        else f" ({listed(dict.fromkeys((one, other)))})"
    )
    when = _when(before, after)
    return f"{capital(possessive(shift.actor))} reported position on {on} {verb} {when}{told}."


def _when(before: Statement, after: Statement) -> str:
    if before.said_on and after.said_on:
        return between(before.said_on, after.said_on)
    return f"on {day(before.said_on)} and {day(after.said_on)}"


def _positions(ledger: Ledger) -> Iterator[Finding]:
    """The latest position of each actor on each issue, actors with most positions first."""
    latest: dict[tuple[str, str], Position] = {}
    count: Counter[str] = Counter()
    for position in ledger.record.positions:
        count[position.actor] += 1
        known = latest.get((position.actor, position.issue))
        if known is None or (position.date or "") >= (known.date or ""):
            latest[position.actor, position.issue] = position
    order = {name: place for place, name in enumerate(ledger.case.issues)}
    for key in sorted(latest, key=lambda k: (-count[k[0]], k[0], order.get(k[1], len(order)), k[1])):
        position = latest[key]
        speaker = _speaker(position.speaker, position.actor)
        where = capital(_question(ledger, position.issue))
        dated = f" on {day(position.date)}" if position.date else ""
        held = ", with a condition" if position.condition else ""
        yield Finding(
            id=f"position-{position.statement}-{position.issue}",
            kind="position",
            says=f"{where}: {_STANCES[position.stance]}{held}, as reported of {speaker}{dated}.",
            because=on_words(ledger, (position.statement,)),
            data=(
                ("actor", position.actor),
                ("date", position.date),
                ("firmness", position.firmness),
                ("issue", position.issue),
                ("speaker", speaker),
                ("stance", position.stance),
                ("statement", position.statement),
            ),
            method="latest position by date of saying",
            exact=False,
        )


def _spoken(ledger: Ledger) -> Iterator[Finding]:
    """Where no position was read (a case that follows no issue yet): who spoke most, with the passages that were read most surely."""
    spoke: dict[str, list[Statement]] = {}
    for one in ledger.record.statements if not ledger.record.positions else ():
        if one.source.actor is not None and one.content:
            spoke.setdefault(one.source.actor, []).append(one)
    for name in sorted(spoke, key=lambda who: (-len(spoke[who]), who))[:MOST_SPEAKERS]:
        said = spoke[name]
        people = [who for who, _ in Counter(one.source.person for one in said if one.source.person).most_common(2)]
        days = sorted(one.said_on[:10] for one in said if one.said_on and len(one.said_on) >= len("2014-06-16"))
        shown = sorted(said, key=_telling)[:MOST_SHOWN]
        often = "most often " if len(said) > len(people) else ""
        by = f", {often}by {listed(people)}" if people else ""
        when = f", {between(days[0], days[-1])}" if days else ""
        verb = "is" if len(said) == 1 else "are"
        yield Finding(
            id=f"said-{'-'.join(name.lower().split())}",
            kind="said",
            says=f"{capital(counted(len(said), 'statement'))} of {the(name)} {verb} reported{by}{when}.",
            because=on_words(
                ledger, [one.id for one in sorted(shown, key=lambda one: (one.said_on or "", one.report, one.content))]
            ),
            data=(("actor", name), ("count", len(said)), ("people", people)),
            method="counted; the passages read most surely",
        )


def _telling(one: Statement) -> tuple[bool, float, int, str, object]:
    """What comes first where a few statements stand for many: words singled out before whole turns, sure before unsure, long before short."""
    return one.quote == "transcript", -round(one.confidence, 1), -min(len(one.text), ENOUGH), one.report, one.content


def _bearing(ledger: Ledger, conflict: Conflict, solution: Solution) -> Iterator[Finding]:
    """For each option of the model on which a position moved: in which of the outcomes it is taken up."""
    concept = outcome_concept(solution)
    held = [int(one) for one in solution.equilibria[concept]]
    moved: dict[str, list[Shift]] = {}
    for shift in ledger.record.shifts:
        issue = ledger.case.issues.get(shift.issue)
        if issue is not None and issue.option in conflict.places and on_words(ledger, (shift.after,)):
            moved.setdefault(issue.option, []).append(shift)
    for name, shifts in moved.items() if held and solution.states.names is None else ():
        option = next(one for one in conflict.options if one.name == name)
        among = [one for one in held if name in solution.states.taken(one)]
        yield Finding(
            id=f"bearing-{name}",
            kind="bearing",
            says=_taken_in(option, among, len(held)),
            because=(*on_words(ledger, [s.after for s in shifts]), line(ledger, option.line)),
            data=(("issues", sorted({s.issue for s in shifts})), ("option", name), ("states", among)),
            method=f"stability, {TITLES[concept]}",
        )


def _taken_in(option: Option, among: Sequence[int], held: int) -> str:
    """``In one of the four outcomes that can hold, state 4, Iran would ...``."""
    who, act = the(option.party), does(option)
    every = "the one outcome that can hold" if held == 1 else f"the {number(held)} outcomes that can hold"
    if held == 1:
        return f"In {every} {who} would {'' if among else 'not '}{act}."
    if not among:
        return f"In {'neither' if held == 2 else 'none'} of {every} would {who} {act}."
    if len(among) == held:
        return f"In {'both outcomes that can hold' if held == 2 else f'all {every}'} {who} would {act}."
    return f"In {number(len(among))} of {every}, {named(among)}, {who} would {act}."


def _unsure(modelled: Iterable[Finding]) -> Iterator[Finding]:
    """The lines of the model that the analyst marked unsure, and those that cite no words."""
    wishes = [finding for finding in modelled if finding.kind == "wish"]
    unsure = tuple(finding for finding in wishes if dict(finding.data)["unsure"])
    bare = tuple(finding for finding in wishes if not dict(finding.data)["sourced"])
    if unsure:
        says = f"{capital(counted(len(unsure), 'wish', 'wishes'))} of the model {'is' if len(unsure) == 1 else 'are'} marked unsure."
        yield _unknown_of("unsure", says, unsure, len(unsure), "read from conflict.yaml")
    if bare:
        says = f"{capital(counted(len(bare), 'wish', 'wishes'))} of the model {'cites' if len(bare) == 1 else 'cite'} no words."
        yield _unknown_of("unsourced", says, bare, len(bare), "read from conflict.yaml")


def _unknown(ledger: Ledger) -> Iterator[Finding]:
    unresolved = [
        s
        for s in ledger.record.statements
        if s.source.actor is None and s.source.text and s.source.kind != "none" and s.source.text not in _ASKED
    ]
    sourceless = [s for s in ledger.record.statements if not s.source.text]
    undated = [r for r in ledger.reports.values() if r.published is None or r.published.day is None]
    placeless = [r for r in ledger.reports.values() if not (r.url or r.rests_on)]
    if unresolved:
        says = f"{capital(counted(len(unresolved), 'statement'))} {_has(unresolved)} a source that could not be tied to an actor{_mostly(unresolved)}."
        yield _unknown_of(
            "source", says, on_words(ledger, [s.id for s in unresolved[:MOST_GROUNDS]]), len(unresolved), "counted"
        )
    if sourceless:
        says = f"{capital(counted(len(sourceless), 'statement'))} {_has(sourceless)} no source in the report."
        yield _unknown_of(
            "sourceless", says, on_words(ledger, [s.id for s in sourceless[:MOST_GROUNDS]]), len(sourceless), "counted"
        )
    for kind, reports, lack in (("undated", undated, "known day of publication"), ("address", placeless, "address")):
        if reports:
            grounds = tuple(span for span in map(opening, reports[:MOST_GROUNDS]) if span is not None)
            yield _unknown_of(
                kind,
                f"{capital(counted(len(reports), 'report'))} {_has(reports)} no {lack}.",
                grounds,
                len(reports),
                "counted",
            )


def _has(things: Sequence[object]) -> str:
    return "has" if len(things) == 1 else "have"


def _mostly(statements: Sequence[Statement]) -> str:
    """The commonest such sources, where some come up more than once."""
    seen = Counter(" ".join(s.source.text.split()) for s in statements if len(s.source.text) < 60)
    often = [
        midway(text) for text, times in sorted(seen.items(), key=lambda item: (-item[1], item[0]))[:3] if times > 1
    ]
    return f", most often {listed(often)}" if often else ""


def _unknown_of(kind: str, says: str, because: tuple[Because, ...], count: int, method: str) -> Finding:
    return Finding(f"unknown-{kind}", f"unknown.{kind}", says, because, (("count", count),), method)
