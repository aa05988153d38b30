"""Where the cases that come with détente lie: beside the code in a checkout, inside the package when installed."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

from detente.errors import CaseRefused, ConflictRefused, did_you_mean

__all__ = ["bundled_case", "cases_folder", "catalogue_entries", "catalogue_file", "workable_copy"]


def cases_folder() -> Path:
    """The folder of the bundled cases and the catalogue."""
    package = Path(__file__).resolve().parent
    inside = package / "cases"
    return inside if inside.is_dir() else package.parents[1] / "cases"


def bundled_case(name: str) -> Path:
    """A bundled case by its folder name. Raises CaseRefused for another name."""
    folder = cases_folder() / name
    if not (folder / "case.yaml").is_file():
        known = sorted(p.parent.name for p in cases_folder().glob("*/case.yaml"))
        raise CaseRefused(
            "no such case is bundled", where=str(cases_folder()), found=name, mend=did_you_mean(name, known)
        )
    return folder


def workable_copy(folder: Path) -> Path:
    """The case itself where it may be written to, else a copy in the current folder; an earlier copy is used again."""
    if os.access(folder, os.W_OK):
        return folder
    copy = Path.cwd() / folder.name
    if not copy.exists():
        shutil.copytree(folder, copy)
        for path in (copy, *copy.rglob("*")):
            path.chmod(0o700 if path.is_dir() else 0o600)
    return copy


def catalogue_entries() -> list[dict[str, object]]:
    """The conflicts of the catalogue by name: title, year, literature, and how sure their tables are."""
    found = []
    for path in sorted((cases_folder() / "catalogue").glob("*.yaml")):
        known = json.loads(path.with_name(f"{path.stem}.expected.json").read_text(encoding="utf-8"))
        facts = {key: known[key] for key in ("title", "year", "literature", "standing")}
        found.append({"name": path.stem, "file": str(path), **facts})
    return found


def catalogue_file(name: str) -> Path:
    """The file of one conflict of the catalogue. Raises ConflictRefused for another name."""
    path = cases_folder() / "catalogue" / f"{name}.yaml"
    if not path.is_file():
        known = [str(entry["name"]) for entry in catalogue_entries()]
        raise ConflictRefused(
            "the catalogue has no such conflict", where=str(path.parent), found=name, mend=did_you_mean(name, known)
        )
    return path
