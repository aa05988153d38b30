"""The record after the analyst's word: each entry of reviews.yaml done to the statement or event that stands at its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from detente.case import Case
from detente.errors import shown
from detente.record.actors.who import WhoIsWho
from detente.record.event_reviews import EventWork
from detente.record.nouns import Event, Source, Stance, Statement, content_id
from detente.record.reviews import ReviewEntry, Setting, nearest, place_of, read_reviews
from detente.reports.report import Report

__all__ = ["Analyst", "Stances"]

SAME = 0.8  # share of words in common from which an addition is the statement that was read there


Stances = dict[tuple[str, str], tuple[Stance | None, float | None]]
"""By statement and issue, the stance and firmness that the analyst set; stance None: it takes none."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of reviews.yaml: its number, where it stands, and the passage of a report that it is about (None: a merge or a split)."""

    number: int
    entry: ReviewEntry
    where: str
    passage: tuple[Report, tuple[int, int]] | None


class Analyst:
    """The analyst's word, done to one report after another. After the last, ``lost`` tells of entries found no more, and ``stances`` what
    was set of positions."""

    def __init__(
        self, case: Case, reports: Callable[[], Iterable[Report]], kept: Mapping[str, str] | None = None
    ) -> None:
        """``reports`` is only called where there are reviews of passages. ``kept`` tells, by the id of a copy, which report stands for it: a
        review of the copy is one of that. Raises CaseRefused for a fault in reviews.yaml."""
        self.stances: Stances = {}
        self._case = case
        self._lost: dict[int, str] = {}
        self._everywhere: list[_Entry] = []
        self._of_report: dict[str, list[_Entry]] = defaultdict(list)
        entries = read_reviews(case)
        by_file = _by_file({entry.report for entry, _ in entries if entry.report}, reports, kept or {})
        for number, (entry, where) in enumerate(entries):
            if entry.do in ("merge", "split"):
                self._everywhere.append(_Entry(number, entry, where, None))
            elif passage := self._passage(number, entry, where, by_file.get(entry.report or "", [])):
                self._of_report[passage[0].id].append(_Entry(number, entry, where, passage))

    @property
    def lost(self) -> tuple[str, ...]:
        """The entries found no more, in the order of the file."""
        return tuple(line for _, line in sorted(self._lost.items()))

    def touches(self, report: str) -> bool:
        """Whether an entry is about a passage of the report, so that what stands in the record of it may change in number."""
        return report in self._of_report

    def settled(
        self, report: str, statements: Sequence[Statement], events: Sequence[Event]
    ) -> tuple[tuple[Statement, ...], tuple[Event, ...]]:
        """What was read in a report, after the analyst's word."""
        entries = sorted([*self._everywhere, *self._of_report.get(report, ())], key=lambda e: e.number)
        if not entries:
            return tuple(statements), tuple(events)
        work = _Work(list(statements), EventWork(self._case, self._who, list(events)), self.stances)
        for one in entries:
            if one.passage is None:
                work.rename(one.entry)
                work.events.rename(one.entry)
            elif not work.judge(one.entry, *one.passage):
                self._lost[one.number] = (
                    f"{one.where}: no {one.entry.of} is read at {shown(one.entry.quote)} in {one.entry.report} any more; "
                    "the review is kept and waits"
                )
        return tuple(work.statements), tuple(work.events.events)

    @cached_property
    def _who(self) -> WhoIsWho:
        return WhoIsWho(self._case)

    def _passage(
        self, number: int, entry: ReviewEntry, where: str, reports: Sequence[Report]
    ) -> tuple[Report, tuple[int, int]] | None:
        quote = entry.quote or ""
        for report in reports:
            span = place_of(report.text, quote, entry.before, entry.after)
            if span:
                return report, span
        self._lost[number] = (
            f"{where}: {shown(quote)} is found no more in {entry.report}; the review is kept and waits"
            if reports
            else f"{where}: there is no report {shown(entry.report)} any more; the review of {shown(quote)} is kept and waits"
        )
        return None


def _by_file(
    named: set[str], reports: Callable[[], Iterable[Report]], kept: Mapping[str, str]
) -> Mapping[str, list[Report]]:
    """The reports of the named files, by path and by name; before a copy the report that stands for it."""
    by_file: dict[str, list[Report]] = defaultdict(list)
    standing = {r.id: r for r in reports() if r.id in set(kept.values())} if named and kept else {}
    for report in reports() if named else ():
        if report.file in named or report.file.rsplit("/", 1)[-1] in named:
            for instead in filter(None, (standing.get(kept.get(report.id, "")), report)):
                by_file[report.file].append(instead)
                by_file[report.file.rsplit("/", 1)[-1]].append(instead)
    return by_file


class _Work:
    """The statements of a report, and the events beside them, while entries are applied one after the other."""

    def __init__(self, statements: list[Statement], events: EventWork, stances: Stances) -> None:
        self.statements = statements
        self.events = events
        self.stances = stances

    def rename(self, entry: ReviewEntry) -> None:
        first, *others = entry.actors
        for i, s in enumerate(self.statements):
            actor = s.source.actor
            if entry.do == "merge" and actor in others:
                self.statements[i] = replace(s, source=replace(s.source, actor=first))
            elif (
                entry.do == "split"
                and actor == first
                and any(p.casefold() in s.source.text.casefold() for p in entry.phrases)
            ):
                self.statements[i] = replace(s, source=replace(s.source, actor=others[0]))

    def judge(self, entry: ReviewEntry, report: Report, span: tuple[int, int]) -> bool:
        """Do what the entry says to what stands at ``span``. False where nothing is read there."""
        return (self.events.judge if entry.of == "event" else self._judge)(entry, report, span)

    def _judge(self, entry: ReviewEntry, report: Report, span: tuple[int, int]) -> bool:
        """Do to the statement at ``span`` what the entry says. False where none is read there."""
        at = self._statement(span)
        if entry.do == "add":
            self._add(entry, report, span, at)
        elif at is None:
            return False
        elif entry.do == "reject":
            self._reject(entry, at)
        else:
            self._correct(entry, at, report)
        return True

    def _statement(self, span: tuple[int, int]) -> int | None:
        """The statement that shares most characters with ``span``; of equals the narrowest."""
        best: tuple[int, int] | None = None
        chosen = None
        for i, s in enumerate(self.statements):
            shared = sum(max(0, min(b, span[1]) - max(a, span[0])) for a, b in s.content)
            size = sum(b - a for a, b in s.content)
            if shared * 2 >= min(size, span[1] - span[0]) and (best is None or (shared, -size) > best):
                best, chosen = (shared, -size), i
        return chosen

    def _reject(self, entry: ReviewEntry, at: int) -> None:
        """Take the statement out, or, where an issue is named, only its stance on it."""
        if entry.set_.issue is not None:
            self.stances[self.statements[at].id, entry.set_.issue] = (None, None)
            return
        gone = self.statements.pop(at)
        self.statements = [replace(s, within=gone.within) if s.within == gone.id else s for s in self.statements]

    def _correct(self, entry: ReviewEntry, at: int, report: Report) -> None:
        changed = _set(self.statements[at], entry.set_, report)
        self.statements[at] = replace(changed, review="confirmed" if entry.do == "confirm" else "corrected")
        self._stance(entry, changed.id)

    def _add(self, entry: ReviewEntry, report: Report, span: tuple[int, int], at: int | None) -> None:
        text = report.text[span[0] : span[1]]
        identity = content_id("s", report.id, span[0], text)
        if at is not None and (self.statements[at].id == identity or _same_words(self.statements[at], span)):
            self._correct(entry, at, report)
            return
        day = report.published.iso[:10] if report.published else None
        blank = Source((), "", None, None, None, "none")
        made = Statement(
            identity, report.id, "indirect", blank, (), (span,), text, None, day, "report" if day else None, None, 1.0,
            f"analyst{f' {entry.by}' if entry.by else ''}", "added",
        )  # fmt: skip
        made = replace(_set(made, entry.set_, report), review="added")
        after = (i for i, s in enumerate(self.statements) if s.content > made.content)
        self.statements.insert(next(after, len(self.statements)), made)
        self._stance(entry, identity)

    def _stance(self, entry: ReviewEntry, identity: str) -> None:
        if entry.set_.issue is not None and entry.set_.stance is not None:
            stance = None if entry.set_.stance == "none" else entry.set_.stance
            self.stances[identity, entry.set_.issue] = (stance, entry.set_.firmness)


def _same_words(s: Statement, span: tuple[int, int]) -> bool:
    """Whether a statement's content is ``span``, but for a few words at either end."""
    start, end = s.content[0][0], s.content[-1][1]
    return min(end, span[1]) - max(start, span[0]) >= SAME * (max(end, span[1]) - min(start, span[0]))


def _set(s: Statement, setting: Setting, report: Report) -> Statement:
    """``s`` with what the analyst set; the words of a new source or content are looked up near the old ones."""
    source = s.source
    near = s.content[0][0]
    if setting.source is not None:
        at = nearest(report.text, setting.source, near)
        source = replace(
            source, text=setting.source, spans=((at, at + len(setting.source)),) if at is not None else (), kind="named"
        )
    source = replace(
        source,
        actor=setting.actor if setting.actor is not None else source.actor,
        person=setting.person if setting.person is not None else source.person,
        office=setting.office if setting.office is not None else source.office,
    )
    changed = replace(s, source=source, venue=setting.venue or s.venue)
    if setting.said_on is not None:
        changed = replace(changed, said_on=setting.said_on.isoformat(), said_on_known="words")
    if setting.content is not None:
        at = nearest(report.text, setting.content, near)
        if at is not None:
            changed = replace(changed, content=((at, at + len(setting.content)),), text=setting.content)
    return changed
