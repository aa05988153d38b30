"""JSON whose strings can all be written down again: an escaped half of a surrogate pair is no character."""

from __future__ import annotations

import json
import re

__all__ = ["json_value"]

_ESCAPES = re.compile(
    r"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})"
)


def json_value(text: str) -> object:
    """The value of ``text``, with U+FFFD for each lone half of a pair. Raises ValueError for no JSON, RecursionError for depth."""
    if "\\u" in text:
        text = _ESCAPES.sub(lambda found: r"\ufffd" if found["half"] else found[0], text)
    value: object = json.loads(text, strict=False)
    return value
