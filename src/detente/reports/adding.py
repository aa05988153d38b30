"""Reports into a case: a file is copied, never moved; an address that the user names is fetched and its raw bytes kept."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from detente.errors import ReportRefused
from detente.replacing import replacing

__all__ = ["Added", "add_source", "address_of"]

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "application/rss+xml": ".xml",
    "application/atom+xml": ".xml",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/warc": ".warc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_KNOWN = (".html", ".htm", ".txt", ".md", ".json", ".xml", ".warc", ".gz", ".pdf", ".docx")


@dataclass(frozen=True, slots=True)
class Added:
    """Where a source now lies, how large it is, and whether the very same bytes were there already."""

    path: Path
    size: int
    already: bool


def add_source(folder: Path, source: str) -> Added:
    """Bring a file or an address into ``folder``. Raises ReportRefused or FetchRefused; a failed one leaves nothing behind."""
    if re.match(r"https?://", source, re.IGNORECASE):
        return _add_address(folder, source)
    path = Path(source)
    try:
        if not path.is_file():
            found = "a folder" if path.is_dir() else "nothing there"
            raise ReportRefused(
                "a file or an http(s) address is wanted", where=source, found=found, mend="check the name"
            )
        return _put(folder, path.name, path.read_bytes())
    except OSError as fault:
        raise ReportRefused(
            "the file cannot be copied",
            where=source,
            found=fault.strerror or str(fault),
            mend="check that both folders allow it",
        ) from fault


def _add_address(folder: Path, address: str) -> Added:
    from detente.reports.fetch import fetch

    fetched = fetch(address)
    name = _name_for(fetched.url, fetched.content_type)
    try:
        added = _put(folder, name, fetched.content)
        if not added.already:
            _remember(folder, added.path.name, fetched.url)
    except OSError as fault:
        raise ReportRefused(
            "the page cannot be kept",
            where=str(folder),
            found=fault.strerror or str(fault),
            mend="check that the folder may be written",
        ) from fault
    return added


def _name_for(address: str, content_type: str) -> str:
    """A file name from an address: its host and path in plain letters, with the suffix of its content type."""
    parts = urlsplit(address)
    last = parts.path.rstrip("/")
    suffix = _SUFFIXES.get(content_type.partition(";")[0].strip().lower()) or Path(last).suffix.lower()
    stem = last.removesuffix(Path(last).suffix) if Path(last).suffix.lower() in _KNOWN else last
    slug = re.sub(r"[^a-z0-9]+", "-", f"{parts.hostname or 'page'} {stem}".lower()).strip("-")[:80].rstrip("-")
    return f"{slug or 'page'}{suffix if suffix in _KNOWN else '.html'}"


def _put(folder: Path, name: str, content: bytes) -> Added:
    """Write ``content`` beside what is there, under ``name`` or, where other bytes have it, a numbered name."""
    folder.mkdir(mode=0o700, exist_ok=True)
    digest = hashlib.sha256(content).digest()
    base = Path(name)
    for number in range(1, 10_000):
        target = folder / (base.name if number == 1 else f"{base.stem}-{number}{base.suffix}")
        if target.is_file() and hashlib.sha256(target.read_bytes()).digest() == digest:
            return Added(target, len(content), already=True)
        if target.exists() or target.is_symlink():
            continue
        with replacing(target) as stream:
            stream.write(content)
        return Added(target, len(content), already=False)
    raise ReportRefused("too many files have this name", where=str(folder / name), mend="rename the file first")


def _remember(folder: Path, name: str, address: str) -> None:
    """Note in ``.fetched.tsv`` where a file came from, since a page need not name its own address."""
    with (folder / ".fetched.tsv").open("a", encoding="utf-8") as stream:
        stream.write(f"{name}\t{address}\n")


def address_of(folder: Path, name: str) -> str | None:
    """The address from which the file was fetched, as noted when it was added."""
    notes = folder / ".fetched.tsv"
    if not notes.is_file():
        return None
    rows = (line.split("\t", 1) for line in notes.read_text(encoding="utf-8").splitlines() if "\t" in line)
    return next((address for file, address in rows if file == name), None)
