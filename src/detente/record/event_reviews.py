"""The analyst's word on events: confirmed, rejected, corrected, added, their parties merged and split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.case import Case
from detente.record.actors.who import WhoIsWho
from detente.record.nouns import Event, EventParty, content_id
from detente.record.reviews import ReviewEntry, Setting, nearest
from detente.reports.report import Report

__all__ = ["EventWork", "extent"]

Span = tuple[int, int]


def extent(event: Event) -> Span:
    """From the first word of an event's trigger to the last: the words by which a review finds it."""
    return event.trigger[0][0], event.trigger[-1][1]


class EventWork:
    """The events of a report while entries are applied one after the other."""

    def __init__(self, case: Case, who: WhoIsWho, events: list[Event]) -> None:
        self.events = events
        self._case = case
        self._who = who

    def judge(self, entry: ReviewEntry, report: Report, span: Span) -> bool:
        """Do to the event at ``span`` what the entry says. False where none is read there."""
        at = self._at(report, span)
        if entry.do == "add" and (at is None or self.events[at].type != entry.set_.type):
            self._add(entry, report, span)
        elif at is None:
            return False
        elif entry.do == "reject":
            del self.events[at]
        else:
            changed = self._set(self.events[at], entry.set_, report)
            self.events[at] = replace(changed, review="confirmed" if entry.do == "confirm" else "corrected")
        return True

    def rename(self, entry: ReviewEntry) -> None:
        """Merge: the later actors' codes become the first's. Split: parties with one of the phrases become the second's."""
        first, *others = (self._code(name) for name in entry.actors)
        for i, event in enumerate(self.events):
            actor, recipient = (_renamed(party, entry, first, others) for party in (event.actor, event.recipient))
            self.events[i] = replace(event, actor=actor, recipient=recipient)

    def _code(self, name: str) -> str:
        actor = self._case.actors.get(name)
        return (actor.code if actor is not None else None) or name

    def _at(self, report: Report, span: Span) -> int | None:
        """The event whose trigger fits ``span`` best; of equals the first."""
        best, chosen = 0.0, None
        for i, event in enumerate(self.events):
            if event.report != report.id:
                continue
            start, end = extent(event)
            shared = min(end, span[1]) - max(start, span[0])
            fit = shared / (max(end, span[1]) - min(start, span[0]))
            if fit > best:
                best, chosen = fit, i
        return chosen

    def _add(self, entry: ReviewEntry, report: Report, span: Span) -> None:
        kind = entry.set_.type
        if kind is None:
            raise ValueError("an event that is added needs its type")
        identity = content_id("e", report.id, span[0], f"{kind} {report.text[slice(*span)]}")
        day = report.published.day if report.published is not None else None
        by = f"analyst{f' {entry.by}' if entry.by else ''}"
        made = Event(identity, report.id, kind, None, None, None, (span,), day, None, "reported", 1.0, by, "added")
        self.events.append(replace(self._set(made, entry.set_, report), review="added"))

    def _set(self, event: Event, setting: Setting, report: Report) -> Event:
        """``event`` with what the analyst set."""
        return replace(
            event,
            type=setting.type or event.type,
            mode=setting.mode if setting.mode is not None else event.mode if setting.type is None else None,
            actor=self._party(event, event.actor, setting.actor, setting.actor_code, report),
            recipient=self._party(event, event.recipient, setting.recipient, setting.recipient_code, report),
            date=setting.date.isoformat() if setting.date is not None else event.date,
            place=setting.place if setting.place is not None else event.place,
            status=setting.status or event.status,
        )

    def _party(
        self, event: Event, party: EventParty | None, words: str | None, code: str | None, report: Report
    ) -> EventParty | None:
        """The party with other words, looked up among the report's and in who-is-who, or with another code."""
        if words is not None:
            at = nearest(report.text, words, event.trigger[0][0])
            spans = ((at, at + len(words)),) if at is not None else ()
            party = EventParty(spans, words, *self._who.code_and_sector(words, event.date))
        if code is not None:
            party = replace(party or EventParty((), code, None, None), code=code)
        return party


def _renamed(party: EventParty | None, entry: ReviewEntry, first: str, others: Sequence[str]) -> EventParty | None:
    if party is None:
        return None
    if entry.do == "merge":
        return replace(party, code=first) if party.code in others else party
    named = any(phrase.casefold() in party.text.casefold() for phrase in entry.phrases)
    return replace(party, code=others[0]) if party.code == first and named else party
