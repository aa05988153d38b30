"""Commitments and strain: which lines of the model the record supports, which it strains, and what follows if a new position is taken
at its word.

Our own definition.

1. A line (a wish of a party) *speaks of* an option with a sign where the option stands, plainly or denied, in what the line asks for
   (not in its condition).
2. A Position of the same party on that option, said after the model's day, *agrees* where it is for what the line wants taken (against
   what it wants left), and is *opposed* where it is the reverse; open and noncommittal positions do neither.
3. A line that cites nothing is *unsourced*. Else it is *strained* if a later Shift ends opposed to it or disowns (denies) a position
   that agreed with it, or if a later Position is opposed; *supported* if later Positions agree and none strains it; *stale* if
   nothing since the model's day speaks to it. Words that the line itself cites never support it.
4. For every strained line the conflict is solved again with the line turned round, and with the line either way (unsure).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from detente.case import Case
from detente.conflict.graph import graph_model, with_ranks
from detente.conflict.model import Conflict, Wish
from detente.conflict.ranking import ranks
from detente.conflict.statements import And, Expr, If, Iff, Not, Or, Taken
from detente.outlook.citations import Ledger
from detente.outlook.commitments import speaks_to
from detente.record.nouns import Position, Record, Shift
from detente.stability.solve import solve_model

__all__ = ["Standing", "Strained", "signs", "standings", "strained"]

Status = Literal["supported", "strained", "stale", "unsourced"]
CONCEPTS = ("nash", "seq")


@dataclass(frozen=True, slots=True)
class Standing:
    """How the record stands to one line. ``id`` names it in commands; ``agreeing`` and ``opposing`` are statement ids said after the
    model's day; ``shifts`` those that strain it.
    """

    id: str
    party: str
    place: int
    text: str
    line: int
    status: Status
    agreeing: tuple[str, ...]
    opposing: tuple[str, ...]
    shifts: tuple[Shift, ...]
    method: str = "positions and shifts said after the model's day"


@dataclass(frozen=True, slots=True)
class Strained:
    """What becomes of the equilibria of a concept if a strained line is turned round: ids that vanish, that appear, that stay either
    way. ``text`` is the line as it would then read.
    """

    standing: Standing
    text: str
    concept: str
    vanish: tuple[int, ...]
    appear: tuple[int, ...]
    either_way: tuple[int, ...]


def signs(expr: Expr, wanted: bool = True) -> dict[str, bool]:
    """The options that a statement asks for (True) or asks to be left (False); one asked for both ways is left out."""
    found: dict[str, set[bool]] = {}
    for option, sign in _literals(expr, wanted):
        found.setdefault(option, set()).add(sign)
    return {option: next(iter(both)) for option, both in found.items() if len(both) == 1}


def standings(case: Case, record: Record, conflict: Conflict, ledger: Ledger) -> tuple[Standing, ...]:
    """How the record stands to every line of every party, in file order."""
    as_of = conflict.as_of.isoformat() if conflict.as_of else ""
    spoken = [(position, speaks_to(case, conflict, position)) for position in record.positions]
    later = [(p, about) for p, about in spoken if about is not None and p.date is not None and p.date[:10] > as_of]
    stance = {(p.statement, p.issue): p.stance for p in record.positions}
    found: list[Standing] = []
    for party in conflict.parties:
        for place, wish in enumerate(party.preference.wishes or ()):
            wanted = signs(wish.expr)
            own = _cited_statements(ledger, wish)
            heard = [
                (p, wanted[o]) for p, (who, o) in later if who == party.name and o in wanted and p.statement not in own
            ]
            agreeing = tuple(p.statement for p, sign in heard if _agrees(p, sign))
            opposing = tuple(p.statement for p, sign in heard if _opposes(p, sign))
            shifts = tuple(
                s for s in record.shifts if _strains(case, record, conflict, s, party.name, wanted, as_of, stance)
            )
            status: Status = "stale"
            if not wish.because:
                status = "unsourced"
            elif shifts or opposing:
                status = "strained"
            elif agreeing:
                status = "supported"
            name = f"{'-'.join(party.name.lower().split())}-{place + 1}"
            found.append(Standing(name, party.name, place, wish.text, wish.line, status, agreeing, opposing, shifts))
    return tuple(found)


def strained(conflict: Conflict, standing: Standing) -> tuple[Strained, ...]:
    """Solve again with a line turned round, under each concept."""
    model = graph_model(conflict)
    at = model.parties.index(standing.party)
    preference = conflict.parties[at].preference
    wishes = preference.wishes or ()
    other = wishes[standing.place].turned()
    changed = replace(preference, wishes=(*wishes[: standing.place], other, *wishes[standing.place + 1 :]))
    before = solve_model(model, CONCEPTS).equilibria
    after = solve_model(with_ranks(model, at, ranks(changed, model.states)), CONCEPTS).equilibria
    found = []
    for concept in CONCEPTS:
        was, now = set(before[concept].tolist()), set(after[concept].tolist())
        gone, new, stay = (tuple(sorted(s)) for s in (was - now, now - was, was & now))
        found.append(Strained(standing, other.text, concept, gone, new, stay))
    return tuple(found)


def _literals(expr: Expr, wanted: bool) -> Iterator[tuple[str, bool]]:
    match expr:
        case Taken(option):
            yield option, wanted
        case Not(part):
            yield from _literals(part, not wanted)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _literals(part, wanted)
        case If(then, _):
            yield from _literals(then, wanted)
        case Iff(left, _):
            yield from _literals(left, wanted)
        case _:
            return


def _agrees(position: Position, sign: bool) -> bool:
    return position.stance == ("for" if sign else "against")


def _opposes(position: Position, sign: bool) -> bool:
    return position.stance == ("against" if sign else "for")


def _cited_statements(ledger: Ledger, wish: Wish) -> frozenset[str]:
    """The statements that a line cites, by id or by words of theirs."""
    own: set[str] = {citation.record for citation in wish.because if citation.record is not None}
    for citation in wish.because:
        report = ledger.files.get(citation.report or "")
        if report is None or not citation.quote:
            continue
        quote = " ".join(citation.quote.split())
        own |= {
            s.id
            for s in ledger.record.statements
            if s.report == report.id and _overlap(" ".join(s.text.split()), quote)
        }
    return frozenset(own)


def _overlap(text: str, quote: str) -> bool:
    return bool(text) and (quote in text or text in quote)


def _strains(
    case: Case,
    record: Record,
    conflict: Conflict,
    shift: Shift,
    party: str,
    wanted: dict[str, bool],
    as_of: str,
    stance: Mapping[tuple[str, str], str],
) -> bool:
    """Whether a shift said after the model's day ends opposed to a line, or disowns what agreed with it."""
    after = next((s for s in record.statements if s.id == shift.after), None)
    if after is None or (after.said_on or "")[:10] <= as_of:
        return False
    about = speaks_to(case, conflict, Position(shift.actor, shift.issue, None, "open", 0.0, shift.after, ""))
    if about is None or about[0] != party or about[1] not in wanted:
        return False
    sign = wanted[about[1]]
    ends = stance.get((shift.after, shift.issue))
    if shift.kind in ("denies-saying", "denies-report"):
        began = stance.get((shift.before, shift.issue))
        return began in (("for", "open") if sign else ("against",)) and ends != ("for" if sign else "against")
    return ends == ("against" if sign else "for")
