"""A case as one file to share: a zip archive with a manifest of checksums, the texts of others left out on request.

The archive holds case.yaml, conflict.yaml, links.yaml, reviews.yaml, README.md and ``reports/``; nothing derived. Equal cases give
equal bytes. ``manifest.json`` names every file with its SHA-256 and size, and what was left out with title, publisher and address,
so that whoever gets the file can fetch the same reports and see that they are the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from detente.case import Case
from detente.errors import CaseRefused, Refused, shown
from detente.record.pipeline import report_files
from detente.replacing import replacing

__all__ = ["LeftOut", "Packed", "PackedFile", "check_pack", "pack_case", "unpack_case"]

VERSION = 1
MANIFEST = "manifest.json"
OWN_FILES = ("case.yaml", "conflict.yaml", "links.yaml", "reviews.yaml", "README.md")
MOST_FILES = 100_000
MOST_BYTES = 8 << 30  # unpacked; an archive that claims more is no case
_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip archive can hold: no time of packing in the bytes
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of the archive: its path inside the case, SHA-256 in hexadecimal, size in bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A report that was left out: what it is and where it can be had, None where that is not known."""

    path: str
    sha256: str
    size: int
    title: str | None
    publisher: str | None
    address: str | None


@dataclass(frozen=True, slots=True)
class Packed:
    """What an archive holds."""

    title: str
    files: tuple[PackedFile, ...]
    left_out: tuple[LeftOut, ...]

    def as_json(self) -> dict[str, object]:
        """The manifest."""
        return {
            "detente": "case",
            "version": VERSION,
            "title": self.title,
            "files": [asdict(one) for one in self.files],
            "left_out": [asdict(one) for one in self.left_out],
        }


def pack_case(case: Case, out: Path, *, texts: bool = True) -> Packed:
    """Write the case into the file ``out``, readable by its owner alone, and say what it holds.

    Raises CaseRefused where the file is there already or cannot be written.
    """
    if out.exists():
        raise CaseRefused("the file is there already", where=str(out), mend="choose another name")
    own = [case.folder / name for name in OWN_FILES if (case.folder / name).is_file()]
    reports = list(report_files(case))
    files = tuple(_file(case, path) for path in (*own, *(reports if texts else ())))
    facts = {} if texts else _facts(case)
    left_out = () if texts else tuple(_left_out(case, path, facts) for path in reports)
    packed = Packed(case.title, files, left_out)
    try:
        with replacing(out) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_entry(MANIFEST), json.dumps(packed.as_json(), ensure_ascii=False, indent=1) + "\n")
            for one in files:
                with (
                    (case.folder / one.path).open("rb") as source,
                    archive.open(_entry(one.path), "w", force_zip64=True) as sink,
                ):
                    shutil.copyfileobj(source, sink)
    except OSError as fault:
        raise CaseRefused(
            "the case cannot be packed there",
            where=str(out),
            found=fault.strerror or str(fault),
            mend="choose another folder",
        ) from fault
    return packed


def check_pack(path: Path) -> Packed:
    """What a packed case holds, once every checksum has been found right. Raises CaseRefused for anything else."""
    with _opened(path) as archive:
        packed = _manifest(archive, path)
        _judge_names(archive, packed, path)
        for one in packed.files:
            digest, size = hashlib.sha256(), 0
            try:
                with archive.open(one.path) as stream:
                    while chunk := stream.read(_CHUNK):
                        digest.update(chunk)
                        size += len(chunk)
                        if size > one.size:
                            break
            except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as fault:
                raise _spoilt(path, one.path, str(fault)) from fault
            if (digest.hexdigest(), size) != (one.sha256, one.size):
                raise _spoilt(path, one.path, "another checksum")
    return packed


def unpack_case(path: Path, folder: Path) -> Packed:
    """Check a packed case and unpack it into a new folder that its owner alone can read. Raises CaseRefused."""
    packed = check_pack(path)
    if folder.exists():
        raise CaseRefused("the folder is there already", where=str(folder), mend="choose a new one")
    try:
        (folder / "reports").mkdir(parents=True, mode=0o700)
        folder.chmod(0o700)
        with _opened(path) as archive:
            for one in packed.files:
                there = folder / one.path
                there.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                handle = os.open(there, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(handle, "wb") as sink, archive.open(one.path) as source:
                    shutil.copyfileobj(source, sink)
    except OSError as fault:
        raise CaseRefused(
            "the case cannot be unpacked there",
            where=str(folder),
            found=fault.strerror or str(fault),
            mend="choose another folder",
        ) from fault
    return packed


def _file(case: Case, path: Path) -> PackedFile:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return PackedFile(path.relative_to(case.folder).as_posix(), digest, path.stat().st_size)


def _facts(case: Case) -> dict[str, tuple[str | None, str | None, str | None]]:
    """Title, publisher and address of every report by its file, as its own text tells them."""
    from detente.reports import read_file

    found = {}
    for path in report_files(case):
        name = path.relative_to(case.reports).as_posix()
        try:
            first = next(iter(read_file(path, name=name)), None)
        except Refused:
            continue  # it is listed all the same, by name and checksum
        if first is not None:
            found[name] = (first.title, first.publisher, first.url or next(iter(first.rests_on), None))
    return found


def _left_out(case: Case, path: Path, facts: Mapping[str, tuple[str | None, str | None, str | None]]) -> LeftOut:
    one = _file(case, path)
    title, publisher, address = facts.get(path.relative_to(case.reports).as_posix(), (None, None, None))
    return LeftOut(one.path, one.sha256, one.size, title, publisher, address)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except (OSError, zipfile.BadZipFile) as fault:
        raise CaseRefused(
            "this is no packed case", where=str(path), found=str(fault), mend="make one with `detente pack`"
        ) from fault


def _manifest(archive: zipfile.ZipFile, path: Path) -> Packed:
    try:
        if archive.getinfo(MANIFEST).file_size > 64 << 20:
            raise ValueError("a manifest of that size")
        told = json.loads(archive.read(MANIFEST))
        if told["detente"] != "case" or told["version"] != VERSION:
            raise ValueError(f"version {told.get('version')}")
        return Packed(
            str(told["title"]),
            tuple(PackedFile(**one) for one in told["files"]),
            tuple(LeftOut(**one) for one in told["left_out"]),
        )
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as fault:
        raise CaseRefused(
            "the manifest cannot be used", where=f"{path}:{MANIFEST}", found=shown(fault), mend="ask for the file again"
        ) from fault


def _judge_names(archive: zipfile.ZipFile, packed: Packed, path: Path) -> None:
    """The archive holds just the files of its manifest, all of them inside the case, and not more than a case can hold."""
    names = archive.namelist()
    listed = [one.path for one in packed.files]
    if sorted(names) != sorted([MANIFEST, *listed]) or len(names) > MOST_FILES:
        raise CaseRefused(
            "the archive does not hold what its manifest lists", where=str(path), mend="ask for the file again"
        )
    if sum(one.size for one in packed.files) > MOST_BYTES:
        raise CaseRefused(
            "the archive would unpack to more than a case can hold", where=str(path), mend="do not unpack it"
        )
    for name in listed:
        parts = PurePosixPath(name).parts
        inside = name in OWN_FILES or (len(parts) > 1 and parts[0] == "reports" and "/".join(parts) == name)
        if not inside or ".." in parts or "\\" in name or ":" in name or "\0" in name:
            raise CaseRefused(
                "the archive names a file outside a case", where=str(path), found=shown(name), mend="do not unpack it"
            )


def _spoilt(path: Path, name: str, found: str) -> CaseRefused:
    return CaseRefused(
        "a file is not as it was packed", where=f"{path}:{name}", found=found, mend="ask for the file again"
    )
