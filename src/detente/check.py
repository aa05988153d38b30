"""Every file of a case judged before any work is done: what is refused, with file and line, and what is worth knowing.

Each room judges its own file; this one asks them all, so that one fault does not hide another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from detente.case import Case, open_case
from detente.errors import ConflictRefused, Refused

if TYPE_CHECKING:
    from detente.conflict.model import Conflict, Perception, Preference
    from detente.reports.report import Report

__all__ = ["Checked", "check_case"]


@dataclass(frozen=True, slots=True)
class Checked:
    """How many files were judged, the refusals in the order of the files, and the notes."""

    case: str
    files: int
    faults: tuple[Refused, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """The object of ``check --json``."""
        faults = [{"where": f.where, "what": f.what, "found": f.found, "mend": f.mend} for f in self.faults]
        return {"case": self.case, "files": self.files, "faults": faults, "notes": list(self.notes)}


def check_case(folder: Path) -> Checked:
    """Judge case.yaml, conflict.yaml, links.yaml, reviews.yaml and every report. Raises CaseRefused where there is no case at all."""
    case = open_case(folder)
    faults: list[Refused] = []
    notes: list[str] = []
    files = 1
    reports: list[Report] = []
    for path, found in _reports(case):
        files += 1
        if isinstance(found, Refused):
            faults.append(found)
            continue
        reports += found
        notes += [f"{path}: {warning}" for report in found for warning in report.warnings]
    for judged in (_conflict(case, reports), _links(case), _reviews(case)):
        for one in judged:
            if isinstance(one, Refused):
                faults.append(one)
            elif isinstance(one, str):
                notes.append(one)
            else:
                files += 1
    return Checked(str(folder), files, tuple(faults), tuple(notes))


def _reports(case: Case) -> Iterator[tuple[Path, Refused | list[Report]]]:
    from detente.record.pipeline import report_files
    from detente.reports import read_file

    for path in report_files(case):
        try:
            yield path, list(read_file(path, name=path.relative_to(case.reports).as_posix()))
        except Refused as fault:
            yield path, fault


def _conflict(case: Case, reports: list[Report]) -> Iterator[Refused | str | None]:
    """None for the file judged, then its faults and notes: the model itself, its citations, its links to case.yaml."""
    if not case.conflict.is_file():
        yield "there is no conflict.yaml: nothing can be solved"
        return
    from detente.outlook.whole import is_only_comments

    yield None
    if is_only_comments(case.conflict):
        yield f"{case.conflict}: holds nothing but comments yet"
        return
    from detente.conflict.file import read
    from detente.conflict.judge import notes

    try:
        conflict = read(case.conflict)
    except Refused as fault:
        yield fault
        return
    for note in notes(conflict):
        if (
            note.kind == "contradiction"
        ):  # it can be solved, since order decides; but it cannot be what its author meant
            yield ConflictRefused(note.says, where=note.where, mend="take one of the two statements out, or narrow it")
        else:
            yield f"{note.where}: {note.says}"
    yield from _misquoted(case, conflict, reports)
    yield from _blind(conflict)
    known = set(case.actors)
    if known:
        yield from (
            f"{case.conflict}:{party.line}: the party '{party.name}' is no actor of case.yaml, so no position is read as its own"
            for party in conflict.parties
            if party.name not in known
        )


def _misquoted(case: Case, conflict: Conflict, reports: list[Report]) -> Iterator[Refused]:
    """Citations whose report is not there or whose words do not stand in it. Ids of the record are judged where they are used."""
    from detente.outlook.citations import cited, open_ledger
    from detente.record.nouns import Record

    ledger = open_ledger(case, Record((), (), (), ()), reports)
    preferences = [stated for party in conflict.parties for stated in (party.preference, *party.alternatives)]
    for preference in (*preferences, *_believed(conflict.perceptions)):
        for citation in (*preference.because, *(c for wish in preference.wishes or () for c in wish.because)):
            if citation.record is None:
                try:
                    cited(ledger, citation)
                except Refused as fault:
                    yield fault


def _blind(conflict: Conflict) -> Iterator[Refused]:
    """Pictures of the conflict in which nothing is possible, at both levels."""
    from detente.conflict.graph import graph_model
    from detente.outlook.perception import seen_by

    pictures = [one for picture in conflict.perceptions for one in (picture, *picture.sees)]
    for picture in pictures:
        try:
            seen_by(conflict, graph_model(conflict), picture)
        except Refused as fault:
            yield fault


def _believed(pictures: Iterable[Perception]) -> Iterator[Preference]:
    """What parties believe of one another, at the second level too."""
    for picture in pictures:
        yield from (belief for _, belief in picture.believes)
        yield from _believed(picture.sees)


def _links(case: Case) -> Iterator[Refused | str | None]:
    path = case.folder / "links.yaml"
    if not path.is_file():
        return
    from detente.outlook.linkage import read_links

    yield None
    try:
        read_links(path)
    except Refused as fault:
        yield fault


def _reviews(case: Case) -> Iterator[Refused | str | None]:
    if not case.reviews.is_file():
        return
    from detente.record.reviews import read_reviews

    yield None
    try:
        read_reviews(case)
    except Refused as fault:
        yield fault
