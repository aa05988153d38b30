"""The bridge from the record to the conflict: positions taken in public on options of the model.

A Position for or against an issue whose option the actor itself owns is a commitment of that party (audience cost: Fearon, Am. Pol.
Sci. Rev. 88, 1994). A party of the conflict is the actor of case.yaml of the same name, or one that is part of it.
"""

from __future__ import annotations

from detente.case import Case
from detente.conflict.model import Conflict
from detente.outlook.resistance import Commitment
from detente.record.nouns import Position, Record

__all__ = ["commitments", "party_of", "speaks_to"]

FIRM = 0.5  # a position said less firmly binds nobody


def party_of(case: Case, conflict: Conflict, actor: str) -> str | None:
    """The party of the conflict that an actor is, or is part of; None where it is none of them."""
    names = {party.name for party in conflict.parties}
    seen: set[str] = set()
    here: str | None = actor
    while here is not None and here not in seen:
        if here in names:
            return here
        seen.add(here)
        known = case.actors.get(here)
        here = known.part_of if known is not None else None
    return None


def speaks_to(case: Case, conflict: Conflict, position: Position) -> tuple[str, str] | None:
    """The party and the option that a position is about; None where it is about none of the model's."""
    issue = case.issues.get(position.issue)
    party = party_of(case, conflict, position.actor)
    if issue is None or party is None or issue.option not in conflict.places:
        return None
    return party, issue.option


def commitments(case: Case, record: Record, conflict: Conflict) -> tuple[Commitment, ...]:
    """Each party's latest firm position, for or against, on each option of its own, as of the model's day."""
    as_of = conflict.as_of.isoformat() if conflict.as_of else None
    latest: dict[tuple[str, str], Position] = {}
    for position in record.positions:
        about = speaks_to(case, conflict, position)
        if about is None or (as_of and position.date and position.date[:10] > as_of):
            continue
        known = latest.get(about)
        if known is None or (position.date or "") >= (known.date or ""):
            latest[about] = position
    owners = {option.name: option.party for option in conflict.options}
    return tuple(
        Commitment(party, option, position.stance == "for", position.statement)
        for (party, option), position in sorted(latest.items())
        if owners[option] == party and position.stance in ("for", "against") and position.firmness >= FIRM
    )
