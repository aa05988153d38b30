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
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from detente.case import Case
from detente.errors import CaseRefused, shown
from detente.lined_yaml import Lined, judge, load
from detente.record.nouns import EventType, Status
from detente.replacing import write_whole

__all__ = ["ReviewEntry", "Setting", "append_review", "append_reviews", "nearest", "place_of", "read_reviews"]

CONTEXT = 60  # characters of context that are compared before and after the words


class Setting(BaseModel):
    """What a correction sets. ``source`` and ``content`` are exact words of the report."""

    model_config = ConfigDict(extra="forbid")

    source: str | None = Field(None, description="the source's words")
    content: str | None = Field(None, description="what was said, in the report's words")
    actor: str | None = Field(None, description="the actor; a name of case.yaml (of an event: the report's words)")
    person: str | None = Field(None, description="who speaks for the actor")
    office: str | None = Field(None, description="as what")
    said_on: datetime.date | None = Field(None, description="the day of saying")
    venue: str | None = Field(None, description="where it was said")
    issue: str | None = Field(None, description="the issue that the stance below is about")
    stance: Literal["for", "against", "open", "noncommittal", "none"] | None = Field(
        None, description="the stance on the issue; none: it takes none"
    )
    firmness: float | None = Field(None, ge=0, le=1, description="how firmly, 0 to 1")
    type: EventType | None = Field(None, description="of an event: its PLOVER 2021 type")
    mode: str | None = Field(None, description="of an event: the mode of its type")
    recipient: str | None = Field(None, description="of an event: to whom it was done, in the report's words")
    actor_code: str | None = Field(None, description="of an event: the actor's country or organisation")
    recipient_code: str | None = Field(None, description="of an event: the recipient's country or organisation")
    date: datetime.date | None = Field(None, description="of an event: its day")
    place: str | None = Field(None, description="of an event: where, in the report's words")
    status: Status | None = Field(None, description="of an event: reported, intended, denied or hypothetical")


OF_EVENTS = frozenset({"type", "mode", "actor", "actor_code", "recipient", "recipient_code", "date", "place", "status"})
"""What may be set of an event,"""
OF_STATEMENTS = Setting.model_fields.keys() - (OF_EVENTS - {"actor"})
"""and of a statement."""


class ReviewEntry(BaseModel):
    """One entry of reviews.yaml."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    do: Literal["confirm", "reject", "correct", "add", "merge", "split"] = Field(description="what the analyst does")
    of: Literal["statement", "event"] = Field("statement", description="what is judged")
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
        foreign = sorted(self.set_.model_fields_set - (OF_EVENTS if self.of == "event" else OF_STATEMENTS))
        if foreign:
            other = "a statement" if self.of == "event" else "an event"
            raise ValueError(f"`set: {foreign[0]}` belongs to {other}; change `of`, or leave it out")
        if self.of == "event" and self.do == "add" and self.set_.type is None:
            raise ValueError("an event that is added needs its type; write `set: {type: ...}`")
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


def nearest(text: str, words: str, near: int) -> int | None:
    """Where ``words`` stand in ``text``, of several places the one nearest to ``near``; None where they do not."""
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
    write_whole(case.reviews, text.encode("utf-8"), CaseRefused, "the review cannot be written")
