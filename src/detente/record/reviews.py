"""reviews.yaml: the analyst's word on what was read. It is honoured on every reading and never written over.

An entry is anchored by the exact words and what stands before and after them, so that it is found again when offsets have moved. One that
is found no more is reported, never dropped.
"""

from __future__ import annotations

import datetime
import difflib
import io
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from detente.case import Case
from detente.errors import CaseRefused, shown
from detente.lined_yaml import Lined, judge, load
from detente.record.nouns import Source, Stance, Statement, content_id
from detente.replacing import replacing
from detente.reports.report import Report

__all__ = ["ReviewEntry", "Reviewed", "append_review", "append_reviews", "place_of", "read_reviews", "reviewed"]

SAME = 0.8  # share of words in common from which an addition is the statement that was read there
CONTEXT = 60  # characters of context that are compared before and after the words


class Setting(BaseModel):
    """What a correction sets. ``source`` and ``content`` are exact words of the report."""

    model_config = ConfigDict(extra="forbid")

    source: str | None = Field(None, description="the source's words")
    content: str | None = Field(None, description="what was said, in the report's words")
    actor: str | None = Field(None, description="the actor; a name of case.yaml")
    person: str | None = Field(None, description="who speaks for the actor")
    office: str | None = Field(None, description="as what")
    said_on: datetime.date | None = Field(None, description="the day of saying")
    venue: str | None = Field(None, description="where it was said")
    issue: str | None = Field(None, description="the issue that the stance below is about")
    stance: Literal["for", "against", "open", "noncommittal", "none"] | None = Field(
        None, description="the stance on the issue; none: it takes none"
    )
    firmness: float | None = Field(None, ge=0, le=1, description="how firmly, 0 to 1")


class ReviewEntry(BaseModel):
    """One entry of reviews.yaml."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    do: Literal["confirm", "reject", "correct", "add", "merge", "split"] = Field(description="what the analyst does")
    report: str | None = Field(None, description="the report's file, as under reports/")
    quote: str | None = Field(None, min_length=1, description="exact words")
    before: str = Field("", description="the words before them")
    after: str = Field("", description="the words after them")
    set_: Setting = Field(
        default_factory=lambda: Setting.model_validate({}),
        alias="set",
        description="what a correction or an addition sets",
    )
    actors: list[str] = Field(
        default_factory=list, description="merge: all are the first; split: the first and the one split off"
    )
    phrases: list[str] = Field(default_factory=list, description="split: the sources that belong to the second actor")
    address: str | None = Field(None, description="where the words can be read, for an addition")
    by: str | None = Field(None, description="who")
    on: Annotated[str | None, BeforeValidator(lambda v: str(v) if v is not None else None)] = Field(
        None, description="when"
    )
    why: str | None = Field(None, description="why")

    @model_validator(mode="after")
    def _whole(self) -> ReviewEntry:
        if self.do in ("merge", "split"):
            if len(self.actors) < 2:
                raise ValueError(f"`do: {self.do}` needs two actors; write `actors: [A, B]`")
        elif self.report is None or self.quote is None:
            raise ValueError(f"`do: {self.do}` needs `report` and `quote`; name the file and the exact words")
        return self


class _ReviewFile(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reviews: list[ReviewEntry]


class _Listed(Lined):
    """A document whose root is a list, told as one key, so that it can be judged as any other."""

    def __init__(self, inner: Lined) -> None:
        super().__init__(inner.file, inner.source, {"reviews": inner.value or []}, {})
        self._inner = inner

    def line(self, path: Sequence[str | int]) -> int:
        return self._inner.line(tuple(path)[1:])


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The statements after the analyst's word. ``lost`` tells of entries found no more; ``stances`` holds, by statement and issue, the
    stance and firmness that the analyst set (stance None: it takes none)."""

    statements: tuple[Statement, ...]
    lost: tuple[str, ...] = ()
    stances: Mapping[tuple[str, str], tuple[Stance | None, float | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Placed:
    """An entry and its line in the file."""

    entry: ReviewEntry
    where: str


def read_reviews(case: Case) -> tuple[tuple[ReviewEntry, str], ...]:
    """The entries of reviews.yaml with their ``file:line``. Raises CaseRefused for a fault in it."""
    if not case.reviews.exists():
        return ()
    lined = load(case.reviews, CaseRefused, name=os.fspath(case.reviews))
    if lined.value is not None and not isinstance(lined.value, list):
        raise CaseRefused(
            "reviews.yaml must hold a list",
            where=lined.where(),
            found=shown(type(lined.value).__name__),
            mend="begin entries with `- `",
        )
    listed = _Listed(lined)
    model = judge(listed, _ReviewFile, CaseRefused)
    return tuple((entry, listed.where(("reviews", i))) for i, entry in enumerate(model.reviews))


def reviewed(
    case: Case,
    statements: tuple[Statement, ...],
    reports: Callable[[], Iterable[Report]],
    kept: Mapping[str, str] | None = None,
) -> Reviewed:
    """``statements`` after reviews.yaml. ``reports`` is only called where there are reviews of passages. ``kept`` tells, by the id of a
    copy, which report stands for it: a review of the copy is one of that."""
    entries = read_reviews(case)
    if not entries:
        return Reviewed(statements)
    named = {entry.report for entry, _ in entries if entry.report}
    by_file: dict[str, list[Report]] = defaultdict(list)
    standing = {r.id: r for r in reports() if r.id in set((kept or {}).values())} if named and kept else {}
    for report in reports() if named else ():
        if report.file in named or report.file.rsplit("/", 1)[-1] in named:
            for instead in filter(None, (standing.get((kept or {}).get(report.id, "")), report)):
                by_file[report.file].append(instead)
                by_file[report.file.rsplit("/", 1)[-1]].append(instead)
    work = _Work(list(statements))
    for entry, where in entries:
        if entry.do in ("merge", "split"):
            work.rename(entry)
        else:
            work.apply(entry, where, by_file.get(entry.report or "", []))
    return Reviewed(tuple(work.statements), tuple(work.lost), work.stances)


class _Work:
    """The statements while entries are applied one after the other."""

    def __init__(self, statements: list[Statement]) -> None:
        self.statements = statements
        self.lost: list[str] = []
        self.stances: dict[tuple[str, str], tuple[Stance | None, float | None]] = {}

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

    def apply(self, entry: ReviewEntry, where: str, reports: Sequence[Report]) -> None:
        quote = entry.quote or ""
        found = [(r, span) for r in reports for span in [place_of(r.text, quote, entry.before, entry.after)] if span]
        if not reports:
            self.lost.append(
                f"{where}: there is no report {shown(entry.report)} any more; the review of {shown(quote)} is kept and waits"
            )
            return
        if not found:
            self.lost.append(
                f"{where}: {shown(quote)} is found no more in {entry.report}; the review is kept and waits"
            )
            return
        report, span = found[0]
        at = self._statement(report, span)
        if entry.do == "add":
            self._add(entry, report, span, at)
        elif at is None:
            self.lost.append(
                f"{where}: no statement is read at {shown(quote)} in {entry.report} any more; the review is kept and waits"
            )
        elif entry.do == "reject":
            self._reject(entry, at)
        else:
            self._correct(entry, at, report)

    def _statement(self, report: Report, span: tuple[int, int]) -> int | None:
        """The statement that shares most characters with ``span``; of equals the narrowest."""
        best: tuple[int, int] | None = None
        chosen = None
        for i, s in enumerate(self.statements):
            if s.report != report.id:
                continue
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
        place = next(
            (i for i, s in enumerate(self.statements) if s.report == report.id and s.content > made.content), None
        )
        last = max(
            (i for i, s in enumerate(self.statements) if s.report == report.id), default=len(self.statements) - 1
        )
        self.statements.insert(last + 1 if place is None else place, made)
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


def nearest(text: str, words: str, near: int) -> int | None:
    starts = [m.start() for m in re.finditer(re.escape(words), text)]
    return min(starts, key=lambda a: abs(a - near)) if starts else None


def place_of(text: str, quote: str, before: str = "", after: str = "") -> tuple[int, int] | None:
    """Where ``quote`` stands in ``text``, white space aside; of several places the one whose context fits best."""
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    places = [m.span() for m in re.finditer(pattern, text)] if pattern else []
    if len(places) < 2:
        return places[0] if places else None

    def fit(place: tuple[int, int]) -> float:
        left = text[max(0, place[0] - CONTEXT) : place[0]]
        right = text[place[1] : place[1] + CONTEXT]
        return _likeness(left, before[-CONTEXT:]) + _likeness(right, after[:CONTEXT])

    return max(places, key=lambda p: (fit(p), -p[0]))


def _likeness(found: str, wanted: str) -> float:
    if not wanted.strip():
        return 0.0
    return difflib.SequenceMatcher(None, " ".join(found.split()), " ".join(wanted.split()), autojunk=False).ratio()


def append_review(case: Case, entry: Mapping[str, object]) -> None:
    """:func:`append_reviews` with one entry."""
    append_reviews(case, [entry])


def append_reviews(case: Case, entries: Sequence[Mapping[str, object]]) -> None:
    """Write ``entries`` at the end of reviews.yaml, keeping every comment and entry that stands there. Raises CaseRefused where an entry
    or the file is at fault, or cannot be written."""
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    for entry in entries:
        _judge_entry(case, entry)
    read_reviews(case)
    yaml = YAML()
    yaml.width = 140
    yaml.preserve_quotes = True
    listed = yaml.load(case.reviews.read_text(encoding="utf-8")) if case.reviews.exists() else None
    if not listed:
        head = _comments(case)
        listed = CommentedSeq()
    else:
        head = ""
    for entry in entries:
        listed.append(CommentedMap((key, value) for key, value in entry.items() if value not in (None, "", [], {})))
    stream = io.StringIO()
    yaml.dump(listed, stream)
    _write(case, head + stream.getvalue())


def _judge_entry(case: Case, entry: Mapping[str, object]) -> None:
    from pydantic import ValidationError

    try:
        ReviewEntry.model_validate({key: value for key, value in entry.items() if value is not None})
    except ValidationError as fault:
        detail = fault.errors(include_url=False)[0]
        raise CaseRefused(
            detail["msg"].removeprefix("Value error, "),
            where=os.fspath(case.reviews),
            found=shown(dict(entry)),
            mend="see the reference of reviews.yaml",
        ) from fault


def _comments(case: Case) -> str:
    """The comment lines of a file without entries, which YAML hangs on nothing."""
    if not case.reviews.exists():
        return ""
    lines = case.reviews.read_text(encoding="utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if line.lstrip().startswith("#") or not line.strip())


def _write(case: Case, text: str) -> None:
    """Replace the file at once, so that a reading never sees half of it."""
    try:
        with replacing(case.reviews) as stream:
            stream.write(text.encode("utf-8"))
    except OSError as fault:
        raise CaseRefused(
            "the review cannot be written",
            where=os.fspath(case.reviews),
            found=fault.strerror or str(fault),
            mend="check the rights of the folder",
        ) from fault
