"""A page, transcript, feed item or archive record becomes a Report.

``read_file`` reads every format; ``group`` finds the copies and versions of an item, ``what_changed`` what differs between two of
them; ``detente.reports.fetch`` brings the one address that a user names. Each is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reports.report import Image, Moment, Report, Turn

if TYPE_CHECKING:
    from detente.reports.copies import Group, group
    from detente.reports.reading import read_file
    from detente.reports.versions import Change, what_changed

__all__ = [
    "Change",
    "Group",
    "Image",
    "Moment",
    "Report",
    "Turn",
    "group",
    "read_file",
    "what_changed",
]

_HOMES = {
    "Change": "versions",
    "Group": "copies",
    "group": "copies",
    "read_file": "reading",
    "what_changed": "versions",
}


def __getattr__(name: str) -> object:
    """Loads a function of this room when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
