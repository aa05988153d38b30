"""What the desk changed, so that it can be undone: for every change the file before it and a digest of the file after it.

Kept under ``.detente/undo``, so that it survives the desk. A change is undone only while the file is still exactly as the change
left it; what somebody else wrote since is never written over.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from detente.case import Case
from detente.desk.files import ChangedUnderneath, digest_of, put, text_of
from detente.errors import CaseRefused

__all__ = ["Change", "before_text", "changes", "latest", "model_before", "note_change", "undo"]

MOST_KEPT = 200
FILES = ("reviews.yaml", "conflict.yaml")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its number, the moment (ISO 8601, UTC), the file, what was done in words, the text before (None: there was no
    file), and the digest of the file after it.
    """

    number: int
    at: str
    file: str
    did: str
    before: str | None
    after: str


def changes(case: Case) -> tuple[Change, ...]:
    """The changes that are kept, oldest first; entries that cannot be read are left out."""
    found = (_read(path) for path in sorted(_folder(case).glob("*.json")))
    return tuple(change for change in found if change is not None)


def _read(path: Path) -> Change | None:
    """An entry; None for a damaged one, which costs one step of undo, not the desk."""
    try:
        change = Change(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    return change if change.file in FILES else None


def note_change(case: Case, path: Path, did: str, before: str | None) -> Change:
    """Keep what the file held before a change that has just been made."""
    known = changes(case)
    change = Change(
        number=known[-1].number + 1 if known else 1,
        at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        file=path.name,
        did=did,
        before=before,
        after=digest_of(path),
    )
    folder = _folder(case)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    entry = _entry(case, change.number)
    entry.write_text(json.dumps(asdict(change), ensure_ascii=False), encoding="utf-8")
    entry.chmod(0o600)
    for old in known[: max(0, len(known) + 1 - MOST_KEPT)]:
        _entry(case, old.number).unlink(missing_ok=True)
    return change


def undo(case: Case, number: int) -> Change:
    """Take back the change with this number and return it. Raises ChangedUnderneath, or CaseRefused where there is no such change."""
    change = next((one for one in changes(case) if one.number == number), None)
    if change is None:
        raise CaseRefused("there is no such change to undo", where="undo", found=str(number), mend="reload the page")
    path = case.folder / change.file
    if digest_of(path) != change.after:
        raise ChangedUnderneath(path)
    put(path, change.before, change.after)
    _entry(case, number).unlink(missing_ok=True)
    return change


def model_before(case: Case, number: int) -> str | None:
    """conflict.yaml as it stood before a change; None where there is no such change of it."""
    for change in changes(case):
        if change.number == number and change.file == "conflict.yaml":
            return change.before
    return None


def latest(case: Case) -> Change | None:
    """The last change that can be undone as the files stand."""
    for path in sorted(_folder(case).glob("*.json"), reverse=True):
        change = _read(path)
        if change is not None and digest_of(case.folder / change.file) == change.after:
            return change
    return None


def before_text(path: Path) -> str | None:
    """What a change has to keep of a file: its text, or None where there is no file."""
    return text_of(path) if path.exists() else None


def _folder(case: Case) -> Path:
    return case.derived / "undo"


def _entry(case: Case, number: int) -> Path:
    return _folder(case) / f"{number:06d}.json"
