"""Quotations in a text, whatever the marks, and however odd their number.

Typewriter, curly, low and angle marks; a quotation over several paragraphs opens anew in each of them and closes in the last;
a mark that is never closed ends with its paragraph. An apostrophe is no quotation mark.
"""

from __future__ import annotations

from detente.language.sentences import paragraphs

__all__ = ["quotations"]

Span = tuple[int, int]
_CLOSERS = {"“": "”", "„": "“”", "«": "»", '"': '"', "‘": "’"}
SHORTEST_OPEN = 12  # characters; an unclosed mark with less than this behind it is taken for a stray


def quotations(text: str) -> tuple[Span, ...]:
    """The spans of quotations with their marks, in order, one for each paragraph that a quotation runs through."""
    found: list[Span] = []
    for start, end in paragraphs(text):
        found.extend(_in_paragraph(text, start, end))
    return tuple(found)


def _in_paragraph(text: str, start: int, end: int) -> list[Span]:
    found: list[Span] = []
    here = start
    while here < end:
        mark = text[here]
        if mark not in _CLOSERS or not _opens(text, here, start, mark):
            here += 1
            continue
        close = _closing(text, here, end, mark)
        if close is None:
            if end - here >= SHORTEST_OPEN and mark != "‘":
                found.append((here, end))
                break
            here += 1
        else:
            found.append((here, close + 1))
            here = close + 1
    return found


def _opens(text: str, at: int, start: int, mark: str) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if mark == "“" and before.isalnum():
        return False
    if mark in '"‘':
        return (before.isspace() or before in "([—–-:,“‘") and not after.isspace()
    return True


def _closing(text: str, at: int, end: int, mark: str) -> int | None:
    closers = _CLOSERS[mark]
    for here in range(at + 1, end):
        if text[here] not in closers:
            continue
        after = text[here + 1] if here + 1 < end else " "
        if mark == "‘" and after.isalnum():
            continue  # an apostrophe
        if mark == '"' and text[here - 1].isspace() and not after.isspace():
            return None  # the next quotation opens: this one was never closed
        return here
    return None
