"""Who speaks in a turn of a transcript, and to whom.

A label is a name or a title; that of a reporter names nobody. At a government's briefing a label without an office ("MR. HOLM") is
somebody who answers for the government.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace

from detente.record.actors.coreference import Memory
from detente.record.actors.who import NOBODY, Resolution
from detente.reports.report import Report

__all__ = ["hearer_in", "speaker_of"]

_QUESTION = re.compile(r"(?:Q|QUESTION|QUESTIONS|REPORTER|PRESS|THE PRESS|MODERATOR)\.?\d*", re.IGNORECASE)
_OFFICIAL = re.compile(r"(?:MR|MS|MRS|DR)\.? \w[\w’'-]+", re.IGNORECASE)
_BRIEFING = re.compile(r"\b(?:briefing|gaggle|(?:news|press) conference)\b", re.IGNORECASE)


def speaker_of(report: Report, label: tuple[int, int], memory: Memory) -> Resolution:
    """Who speaks under the label at a span of the report's text."""
    printed = report.text[label[0] : label[1]].rstrip(": ")
    if _QUESTION.fullmatch(printed):
        return replace(NOBODY, kind="unnamed")
    found = memory.identify(printed.title() if printed.isupper() else printed, label[0])
    if (
        found.actor is None
        and memory.home is not None
        and _OFFICIAL.fullmatch(printed)
        and _BRIEFING.search(report.title or "")
    ):
        found = replace(found, actor=memory.home, sector="GOV")
    return replace(found, kind="unnamed") if found.kind == "none" else found


def hearer_in(report: Report, at: int, memory: Memory) -> Resolution:
    """Whom the turn at an offset speaks to: of a question who answers it in the next turn, else who spoke before."""
    turn = bisect_right(report.turns, at, key=lambda t: t.label[0]) - 1
    if turn < 0 or at >= report.turns[turn].body[1]:
        return NOBODY
    label, (start, end) = _label(report, turn), report.turns[turn].body
    asks = bool(_QUESTION.fullmatch(label)) or report.text[start:end].rstrip().endswith("?")
    after, before = range(turn + 1, len(report.turns)), range(turn - 1, -1, -1)
    for way in (after, before) if asks else (before, after):
        other = next((i for i in way if _label(report, i) != label), None)
        if other is not None:
            return speaker_of(report, report.turns[other].label, memory)
    return NOBODY


def _label(report: Report, turn: int) -> str:
    start, end = report.turns[turn].label
    return report.text[start:end].rstrip(": ")
