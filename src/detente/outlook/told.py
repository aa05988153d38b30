"""A finding as JSON, with its whole chain of evidence."""

from __future__ import annotations

from detente.because import Because, Finding, Line, Span

__all__ = ["finding_json"]


def finding_json(finding: Finding) -> dict[str, object]:
    """A finding with what it says, its facts, its method, and its grounds down to spans and lines."""
    return {
        "id": finding.id,
        "kind": finding.kind,
        "says": finding.says,
        "data": dict(finding.data),
        "method": finding.method,
        "exact": finding.exact,
        "because": [_ground(one) for one in finding.because],
    }


def _ground(ground: Because) -> dict[str, object]:
    if isinstance(ground, Finding):
        return finding_json(ground)
    if isinstance(ground, Line):
        return {"file": ground.file, "line": ground.line, "text": ground.text}
    assert isinstance(ground, Span)  # noqa: S101  the last of the three
    return {
        "report": ground.report,
        "file": ground.file,
        "span": [ground.start, ground.end],
        "quote": ground.quote,
        "statement": ground.statement,
    }
