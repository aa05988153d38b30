"""One door for every way in which a conflict is written: a case folder, a conflict.yaml, a .gmcr file."""

from __future__ import annotations

from pathlib import Path

from detente.conflict.model import Conflict
from detente.errors import ConflictRefused

__all__ = ["open_conflict"]


def open_conflict(path: Path) -> Conflict:
    """The conflict at a path; of a case folder its conflict.yaml. Names that a .gmcr file made us change stand in ``notes``.

    Raises ConflictRefused where there is none or it cannot be used.
    """
    if path.is_dir():
        inside = path / "conflict.yaml"
        if not inside.is_file():
            raise ConflictRefused(
                "the folder has no conflict.yaml",
                where=str(path),
                mend="write one; `detente new` makes a commented one",
            )
        path = inside
    if path.suffix.lower() == ".gmcr":
        from detente.conflict.gmcr import read_gmcr

        return read_gmcr(path)
    from detente.conflict.file import read

    return read(path)
