"""What an analyst does about a strained line: accept the suggestion or dismiss it with a reason.

Both edit conflict.yaml by the line, so that comments, order and everything else stay as written, and add a dated line to its `history`.
"""

from __future__ import annotations

import datetime
import json
import re
from dataclasses import dataclass
from pathlib import Path

from detente.conflict.file import read, read_text
from detente.conflict.model import Conflict, Wish
from detente.errors import ConflictRefused, did_you_mean, shown
from detente.replacing import write_whole

__all__ = ["Amended", "accept", "dismiss", "line_named"]


@dataclass(frozen=True, slots=True)
class Amended:
    """What was changed: the line's name, its number in the file, and its statement before and after."""

    id: str
    line: int
    before: str
    after: str


def line_named(conflict: Conflict, name: str) -> tuple[str, int, Wish]:
    """The party, place and wish that a line's name (``united-states-8``) stands for. Raises ConflictRefused."""
    names = {
        f"{'-'.join(party.name.lower().split())}-{place + 1}": (party.name, place, wish)
        for party in conflict.parties
        for place, wish in enumerate(party.preference.wishes or ())
    }
    if name not in names:
        raise ConflictRefused(
            "no line has this name", where=conflict.source or conflict.title, found=name, mend=did_you_mean(name, names)
        )
    return names[name]


def accept(path: Path, name: str, today: datetime.date) -> Amended:
    """Turn a line round and note it in the history. Raises ConflictRefused where the line cannot be found as it was read."""
    conflict = read(path)
    source = _text(path)
    party, place, wish = line_named(conflict, name)
    other = wish.turned()
    lines = source.split("\n")
    text = lines[wish.line - 1] if 0 < wish.line <= len(lines) else ""
    found = re.search(rf"(?<![\w]){re.escape(wish.text)}(?![\w])", text)
    if found is None:
        raise ConflictRefused(
            "the statement does not stand on one line",
            where=f"{path}:{wish.line}",
            found=shown(text),
            mend="turn it round by hand",
        )
    lines[wish.line - 1] = text[: found.start()] + other.text + text[found.end() :]
    changed = _with_history("\n".join(lines), today, f"turned round: {wish.text} -> {other.text}", name, "")
    again = read_text(changed, str(path))
    if (again.party(party).preference.wishes or ())[place].expr != other.expr:
        raise ConflictRefused(
            "the line cannot be turned round without changing another",
            where=f"{path}:{wish.line}",
            found=shown(text),
            mend="turn it round by hand",
        )
    _replace(path, source, changed)
    return Amended(name, wish.line, wish.text, other.text)


def dismiss(path: Path, name: str, why: str, today: datetime.date) -> Amended:
    """Leave a line as it stands and note why in the history."""
    _party, _place, wish = line_named(read(path), name)
    source = _text(path)
    changed = _with_history(source, today, f"kept: {wish.text}", name, why)
    read_text(changed, str(path))
    _replace(path, source, changed)
    return Amended(name, wish.line, wish.text, wish.text)


def _with_history(source: str, today: datetime.date, did: str, name: str, why: str) -> str:
    """The text with an entry at the end of its history section; a section is begun where there is none."""
    reason = f", why: {json.dumps(why, ensure_ascii=False)}" if why else ""
    entry = f"  - {{on: {today.isoformat()}, line: {name}, did: {json.dumps(did, ensure_ascii=False)}{reason}}}"
    lines = source.rstrip("\n").split("\n")
    begins = next((at for at, line in enumerate(lines) if re.match(r"history:", line)), None)
    if begins is None:
        return "\n".join([*lines, "", "history:", entry, ""])
    lines[begins] = re.sub(r"^history:\s*\[\s*\]", "history:", lines[begins])
    end = begins + 1
    while end < len(lines) and (not lines[end].strip() or lines[end][0] in " -#"):
        end += 1
    while end > begins + 1 and not lines[end - 1].strip():
        end -= 1
    listed = [line for line in lines[begins + 1 : end] if line.lstrip().startswith("-")]
    indent = listed[0][: len(listed[0]) - len(listed[0].lstrip())] if listed else "  "
    return "\n".join([*lines[:end], indent + entry.lstrip(), *lines[end:], ""])


def _replace(path: Path, before: str, after: str) -> None:
    """Write the file whole, unless it has changed since it was read."""
    if _text(path) != before:
        raise ConflictRefused(
            "the file has changed meanwhile", where=str(path), mend="look at it and run the command again"
        )
    ending = "\r\n" if b"\r\n" in path.read_bytes() else "\n"
    write_whole(path, after.replace("\n", ending).encode("utf-8"), ConflictRefused)


def _text(path: Path) -> str:
    """The file's text, its lines ending in a line feed alone."""
    return path.read_bytes().decode("utf-8").replace("\r\n", "\n")
