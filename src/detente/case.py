"""The case folder and case.yaml: scaffold, open, judge.

A case is a folder; everything the analyst wrote in it stays as written, everything derived lies under ``.detente``.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import CaseRefused, shown
from detente.lined_yaml import Lined, judge, load

if TYPE_CHECKING:
    from detente.case_schema import CaseFile

__all__ = ["Actor", "Case", "Holder", "Issue", "is_case", "new_case", "open_case"]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held an office from ``start`` (inclusive) to ``end`` (exclusive); None is open."""

    who: str
    start: datetime.date | None = None
    end: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A state, body, movement or person of the case, with its names, offices and whom it belongs to."""

    name: str
    code: str | None = None
    sector: str | None = None
    aliases: tuple[str, ...] = ()
    offices: Mapping[str, tuple[Holder, ...]] = field(default_factory=dict)
    part_of: str | None = None
    line: int = 1


@dataclass(frozen=True, slots=True)
class Issue:
    """A question that the case follows; ``option`` is the option of conflict.yaml that it is about."""

    name: str
    question: str
    about: tuple[str, ...] = ()
    pro: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    option: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class Case:
    """An open case folder. ``file`` is case.yaml with its line marks."""

    folder: Path
    title: str
    start: datetime.date | None
    end: datetime.date | None
    actors: Mapping[str, Actor]
    issues: Mapping[str, Issue]
    file: Lined
    reader: str = "model"

    @property
    def reports(self) -> Path:
        """The folder of what was read."""
        return self.folder / "reports"

    @property
    def conflict(self) -> Path:
        """conflict.yaml, which may be missing."""
        return self.folder / "conflict.yaml"

    @property
    def reviews(self) -> Path:
        """reviews.yaml, which may be missing."""
        return self.folder / "reviews.yaml"

    @property
    def derived(self) -> Path:
        """The folder of everything that can be rebuilt."""
        return self.folder / ".detente"


def is_case(path: Path) -> bool:
    """Whether ``path`` is a case folder."""
    return (path / "case.yaml").is_file()


def open_case(folder: Path) -> Case:
    """Open and judge a case folder. Raises CaseRefused."""
    if folder.is_file():
        raise CaseRefused(
            "this is a file, and a case is a folder", where=str(folder), mend="name the folder that holds case.yaml"
        )
    if not folder.is_dir():
        raise CaseRefused("there is no such folder", where=str(folder), mend=f"make one with `detente new {folder}`")
    if not is_case(folder):
        raise CaseRefused(
            "the folder has no case.yaml", where=str(folder), mend=f"make one with `detente new {folder}`"
        )
    from detente.case_schema import CaseFile

    lined = load(folder / "case.yaml", CaseRefused, name=os.fspath(folder / "case.yaml"))
    model = judge(lined, CaseFile, CaseRefused)
    _judge_whole(model, lined)
    return _opened(folder, model, lined)


def _judge_whole(model: CaseFile, lined: Lined) -> None:
    if model.from_ and model.to and model.to < model.from_:
        raise CaseRefused(
            "`to` lies before `from`",
            where=lined.where(("to",)),
            found=str(model.to),
            mend="swap the two dates",
        )
    taken: dict[str, str] = {}
    for name, actor in model.actors.items():
        if name in _wholes(model, name):
            raise CaseRefused(
                "an actor cannot be part of itself",
                where=lined.where(("actors", name, "part_of")),
                found=shown(actor.part_of),
                mend="name an actor that is no part of this one",
            )
        for alias in (name, *actor.aliases):
            owner = taken.setdefault(alias.casefold(), name)
            if owner != name:
                raise CaseRefused(
                    f"the name is given to two actors, {owner} and {name}",
                    where=lined.where(("actors", name, "aliases")),
                    found=shown(alias),
                    mend="keep it under one of them",
                )
        for office, holders in actor.offices.items():
            for index, holder in enumerate(holders):
                if holder.from_ and holder.to and holder.to <= holder.from_:
                    raise CaseRefused(
                        "the office ends before it begins",
                        where=lined.where(("actors", name, "offices", office, index)),
                        found=f"{holder.from_} to {holder.to}",
                        mend="`to` is the first day on which it was no longer held",
                    )


def _wholes(model: CaseFile, name: str) -> list[str]:
    """The actors that an actor is part of, nearest first; a circle is gone round once."""
    found: list[str] = []
    whole = model.actors[name].part_of
    while whole is not None and whole not in found:
        found.append(whole)
        whole = model.actors[whole].part_of if whole in model.actors else None
    return found


def _opened(folder: Path, model: CaseFile, lined: Lined) -> Case:
    actors = {
        name: Actor(
            name=name,
            code=actor.code,
            sector=actor.sector,
            aliases=tuple(actor.aliases),
            offices={
                office: tuple(Holder(h.who, h.from_, h.to) for h in holders)
                for office, holders in actor.offices.items()
            },
            part_of=actor.part_of,
            line=lined.line(("actors", name)),
        )
        for name, actor in model.actors.items()
    }
    issues = {
        name: Issue(
            name=name,
            question=issue.question,
            about=tuple(issue.about),
            pro=tuple(issue.for_),
            against=tuple(issue.against),
            option=issue.option or name,
            line=lined.line(("issues", name)),
        )
        for name, issue in model.issues.items()
    }
    return Case(folder, model.title, model.from_, model.to, actors, issues, lined, model.reader)


_CASE = """version: 1
title: {title}
# from: 2014-06-10          the days that the case covers
# to: 2014-06-24
# actors:                   left out, the packaged gazetteer serves
#   United States:
#     code: USA
#     aliases: [Washington, the White House]
#     offices:
#       Secretary of State: [{{who: John Kerry, from: 2013-02-01, to: 2017-01-20}}]    # `to` exclusive
# issues:                   the questions that the case follows
#   cooperate:
#     question: Washington coordinates its military action in Iraq with Tehran
#     about: [military coordination with Iran, work with Iran in Iraq]
"""

_CONFLICT = """# The model: who can do what, and who wants what. Uncomment and change.
# title: Will they cooperate?
# as_of: 2014-06-17
# parties:
#   - name: United States
#     options:
#       talk: Talk with Tehran about Iraq
#     prefers:              # most important first; not, and, or, if, iff, ( )
#       - talk if not object
#   - name: Israel
#     options: {object: Object in public}
#     prefers: [not talk, object iff talk]
# infeasible: []
# now: []                   # options taken today
"""


def new_case(folder: Path) -> tuple[Path, ...]:
    """Scaffold a case and return the files made. Raises CaseRefused where the folder holds a case or other files already."""
    if is_case(folder):
        raise CaseRefused("this is a case already", where=str(folder / "case.yaml"), mend="choose another folder")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CaseRefused("the folder is not empty", where=str(folder), mend="choose a new or empty folder")
    title = folder.resolve().name.replace("-", " ").replace("_", " ").strip() or "A case"
    try:
        (folder / "reports").mkdir(parents=True, mode=0o700)
        folder.chmod(0o700)
        made = []
        for name, text in (
            ("case.yaml", _CASE.format(title=json.dumps(title, ensure_ascii=False))),
            ("conflict.yaml", _CONFLICT),
            ("reviews.yaml", "[]\n"),
        ):
            path = folder / name
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(text)
            made.append(path)
    except OSError as fault:
        raise CaseRefused(
            "the case cannot be made here",
            where=str(folder),
            found=fault.strerror or str(fault),
            mend="choose a folder that you may write to",
        ) from fault
    return tuple(made)
