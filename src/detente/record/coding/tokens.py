"""Tokens as the English Universal Dependencies treebanks cut them: clitics and hyphens apart, abbreviations whole."""

from __future__ import annotations

import re

__all__ = ["tokens"]

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}"
    r"|(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Sgt|Capt|Maj|Adm|Sen|Rep|Gov|Pres|St|Mt|No|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Jr|Sr|vs|etc)\."
    r"|(?<=\s)[A-Z]\.(?=\s[A-Z])"
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?\b"
    r"|(?:can(?=not\b)|(?<=can)not\b)"
    r"|n['’]t\b"
    r"|['’](?:s|re|ve|ll|d|m|S)\b"
    r"|\w+?(?=n['’]t\b)"
    r"|\w+(?:\.\w+)*"
    r"|--+|\.\.+|``|''"
    r"|[^\w\s]",
    re.UNICODE,
)


def tokens(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The spans of the tokens of ``text`` between ``start`` and ``end``."""
    return [m.span() for m in _TOKEN.finditer(text, start, end)]
