"""The optional header block of a text or Markdown file: ``url``, ``date``, ``publisher``, ``rights``, then a blank line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = ["Header", "header_of"]

_KEYS = ("url", "date", "publisher", "rights")
_MORE_KEYS = ("title", "author", "modified", "rests-on")
_LINE = re.compile(r"^([A-Za-z]+(?:[ _-][A-Za-z]+)?)[ \t]*:[ \t]*(.*)$")


@dataclass(frozen=True, slots=True)
class Header:
    """The header's values by key, and the text that follows it."""

    values: dict[str, str] = field(default_factory=dict)
    rest: str = ""


def header_of(text: str) -> Header:
    """Splits ``text`` into its header block and what follows the blank line; without a block all of it is the rest.

    A block has at least one of the four keys, in any order and case, and nothing else but these and ``title``, ``author``,
    ``modified`` and ``rests-on``; a first line of any other kind belongs to the text. Front matter between ``---`` lines counts.
    """
    fenced = text.startswith("---\n")
    start = 4 if fenced else 0
    values: dict[str, str] = {}
    while True:
        end = text.find("\n", start)
        line = text[start:] if end < 0 else text[start:end]
        after = len(text) if end < 0 else end + 1
        if (line.strip() == "---") if fenced else not line.strip():
            break
        found = _LINE.match(line.strip()) if len(line) < 10_000 else None
        key = found[1].lower().replace("_", "-").replace(" ", "-") if found else ""
        if found is None or key not in _KEYS + _MORE_KEYS or end < 0:
            return Header(rest=text)
        values[key] = found[2].strip().strip("\"'") if fenced else found[2].strip()
        start = after
    if not any(key in values for key in _KEYS):
        return Header(rest=text)
    if fenced and text.startswith("\n", after):
        after += 1
    return Header(values, text[after:])
