"""The wire's own word on an item: canceled, corrected, updated."""

from __future__ import annotations

import re

from detente.reports.report import Signal

__all__ = ["signal_in", "signal_of"]

_CORRECTION = re.compile(
    r"^\W*(?:corrections?|corrected|corrects|correcting|clarification|korrektur|corr)\b", re.IGNORECASE
)
_UPDATE = re.compile(r"^\W*(?:updates?|updated|updating|upd|write-?thru|writethru|recasts?|adds|new throughout|\d+(?:st|nd|rd|th) (?:update|writethru))\b", re.IGNORECASE)  # fmt: skip
_KILL = re.compile(r"^\W*(?:kill|cancel+ed|retraction|retracted|withdrawn|withdraws)\b|mandatory kill", re.IGNORECASE)


def signal_in(note: str) -> Signal | None:
    """The signal with which a headline or an editor's note begins (``CORRECTION: ...``, ``UPDATE 2 - ...``)."""
    if _KILL.search(note):
        return "canceled"
    if _CORRECTION.match(note):
        return "correction"
    return "update" if _UPDATE.match(note) else None


def signal_of(status: str | None, signals: list[str], note: str | None) -> Signal | None:
    """The signal of a wire item: its publishing status (``canceled``), its signal codes (``sig:correction``), its editor's note.

    Source: IPTC NewsCodes, schemes pubstatusg2 (``stat``) and signal (``sig``).
    """
    if (status or "").lower().rsplit(":", 1)[-1] in ("canceled", "cancelled", "cancel"):
        return "canceled"
    codes = {code.lower().rsplit(":", 1)[-1].rsplit("/", 1)[-1] for code in signals}
    if codes & {"correction", "corrected"}:
        return "correction"
    noted = signal_in(note or "")
    if noted is None and codes & {"update", "updated"}:
        return "update"
    return noted
