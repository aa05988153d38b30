"""The nouns of the record: Statement, Event, Position, Shift. All frozen, all with ids made from content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from detente.language.reader import QuoteKind, Spans
from detente.notebook import table
from detente.wording import capital, counted, listed

__all__ = [
    "Copy",
    "Event",
    "EventParty",
    "EventType",
    "Position",
    "Record",
    "Shift",
    "Source",
    "Statement",
    "content_id",
]

SourceKind = Literal["named", "office", "unnamed", "second-hand", "none"]
Review = Literal["none", "confirmed", "corrected", "added"]
Stance = Literal["for", "against", "open", "noncommittal"]
ShiftKind = Literal["reverses", "softens", "hardens", "denies-saying", "denies-report", "contradicted-by-own-side"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST",
    "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
"""The types of PLOVER 2021."""
Status = Literal["reported", "intended", "denied", "hypothetical"]


@dataclass(frozen=True, slots=True)
class Source:
    """Who said it, as printed and as resolved at the date of the report. ``actor`` is a name of case.yaml or of the gazetteer,
    ``person`` and ``office`` who speaks for it; each None if unknown."""

    spans: Spans
    text: str
    actor: str | None
    person: str | None
    office: str | None
    kind: SourceKind


@dataclass(frozen=True, slots=True)
class Statement:
    """Somebody's words or stance as one report tells it. ``within`` is the id of the statement in whose content it stands.

    ``said_on`` is the day of saying (``YYYY-MM-DD``, or cut to its precision), ``said_on_known`` how it is known: ``words`` of the
    report resolved against its dateline, or the day of the ``report``. ``cue_text`` are the cue's words and those between it and the
    content: who "denied" or "ruled out" takes another stance than who "said".
    """

    id: str
    report: str
    quote: QuoteKind
    source: Source
    cue: Spans
    content: Spans
    text: str
    within: str | None
    said_on: str | None
    said_on_known: Literal["words", "report"] | None
    venue: str | None
    confidence: float
    method: str
    review: Review = "none"
    cue_text: str = ""


@dataclass(frozen=True, slots=True)
class EventParty:
    """Actor or recipient of an event: spans, text, ISO 3166-1 alpha-3 code (or IGO, NGO, MNC, or a name of case.yaml), PLOVER sector."""

    spans: Spans
    text: str
    code: str | None
    sector: str | None


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what to whom, all from one clause. ``type`` and ``mode`` are PLOVER 2021's."""

    id: str
    report: str
    type: str
    mode: str | None
    actor: EventParty | None
    recipient: EventParty | None
    trigger: Spans
    date: str | None
    place: str | None
    status: Status
    confidence: float
    method: str
    review: Review = "none"


@dataclass(frozen=True, slots=True)
class Position:
    """An actor's stance on an issue of the case at a date, read from one statement. ``firmness`` lies between 0 and 1 (0 for
    noncommittal); ``condition`` is the conditional clause that belongs to it, as spans. ``why`` are the words, or the reader, that it
    was read by; ``sure``, between 0 and 1, how plainly."""

    actor: str
    issue: str
    date: str | None
    stance: Stance
    firmness: float
    statement: str
    speaker: str
    negated: bool = False
    condition: Spans = ()
    why: str = ""
    sure: float = 1.0


@dataclass(frozen=True, slots=True)
class Shift:
    """Two statements of one actor on one issue that show a position changing."""

    actor: str
    issue: str
    kind: ShiftKind
    before: str
    after: str
    speaker_before: str
    speaker_after: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Copy:
    """A report that is a syndicated copy, or an earlier version at the same address, of another one, the ``kept``: its statements and
    events are counted there, once."""

    report: str
    kept: str
    kind: Literal["copy", "version"]
    publisher: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """Everything read from a case, sorted by date, report and offset, so that equal inputs give equal bytes. ``copies`` are the reports
    whose statements and events are not among these, since another report has them."""

    statements: tuple[Statement, ...]
    events: tuple[Event, ...]
    positions: tuple[Position, ...]
    shifts: tuple[Shift, ...]
    copies: tuple[Copy, ...] = ()

    def _repr_html_(self) -> str:
        """Who moved, and who stands where."""
        said = {one.id: one.text for one in self.statements}
        counts = (len(self.statements), "statement"), (len(self.events), "event"), (len(self.positions), "position")
        caption = capital(listed(counted(*one) for one in counts))
        stands = [(p.date, p.actor, p.speaker, p.issue, p.stance, f"{p.firmness:.1f}", said.get(p.statement)) for p in self.positions]  # fmt: skip
        moved = [(s.actor, s.issue, s.kind, said.get(s.before), said.get(s.after)) for s in self.shifts]
        return table(
            caption, ("day", "actor", "speaker", "issue", "stance", "firmness", "words"), stands, last=True
        ) + table(
            capital(counted(len(moved), "shift")), ("actor", "issue", "kind", "before", "after"), moved, last=True
        )


def content_id(kind: str, report: str, offset: int, content: str) -> str:
    """An id from the report's id, the offset and the content: the same in every run, different for different content."""
    digest = hashlib.sha256(f"{kind}\x1f{report}\x1f{offset}\x1f{content}".encode("utf-8", "surrogatepass")).hexdigest()
    return f"{kind}-{digest[:12]}"
