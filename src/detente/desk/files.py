"""The two files that the desk edits: their digests, and their replacement as a whole or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

from detente.errors import CaseRefused
from detente.replacing import write_whole

__all__ = ["ChangedUnderneath", "digest_of", "put", "text_of"]


class ChangedUnderneath(CaseRefused):
    """A file that is not any more as it was when the page was made."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            "the file has changed since the page was made",
            where=path.name,
            mend="look at the page again, then repeat the change",
        )


def text_of(path: Path) -> str:
    """The text of a file, empty where there is none. Raises CaseRefused for a file that cannot be read as UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as fault:
        raise CaseRefused(
            "the file cannot be read", where=path.name, found=str(fault), mend="save it as UTF-8 text"
        ) from fault


def digest_of(path: Path) -> str:
    """A short digest of a file's bytes; of a file that is not there as of an empty one."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        content = b""
    return hashlib.sha256(content).hexdigest()[:20]


def put(path: Path, text: str | None, expected: str) -> None:
    """Replace a file by ``text`` (None: remove it) if its digest is still ``expected``. Raises ChangedUnderneath, CaseRefused."""
    if digest_of(path) != expected:
        raise ChangedUnderneath(path)
    if text is None:
        path.unlink(missing_ok=True)
        return
    write_whole(path, text.encode("utf-8"), CaseRefused, where=path.name)
