"""What commands and notebooks both call: a file read, a case's record, a case's outlook. No door has logic of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from os import PathLike
from pathlib import Path

from detente.case import open_case
from detente.errors import DetenteError, Refused
from detente.language import DEFAULT_READER, Reader, reader_named
from detente.outlook.whole import Outlook, outlook
from detente.record.events import events_of
from detente.record.nouns import Record
from detente.record.pipeline import Progress, build, reports_of
from detente.record.reading import FileReader, Reading

__all__ = ["outlook_of", "read", "record_of"]


def read(*paths: str | PathLike[str], reader: str | Reader = DEFAULT_READER) -> Iterator[Reading]:
    """Each report of the files, in their order, with its statements and events. Raises ReportRefused for one that cannot be read."""
    for _, found in FileReader(reader_named(reader), events_of).read(map(Path, paths)):
        if isinstance(found, DetenteError):
            raise found
        yield found


def record_of(
    case: str | PathLike[str],
    reader: str | Reader | None = None,
    *,
    progress: Progress | None = None,
    on_message: Callable[[str], None] | None = None,
    on_refused: Callable[[Refused], None] | None = None,
) -> Record:
    """The record of a case folder, after reading what is new in it with ``reader``, or the one that case.yaml names. Raises CaseRefused and StoreRefused."""
    opened = open_case(Path(case))
    return build(
        opened,
        reader_named(reader or opened.reader),
        progress=progress,
        events=events_of,
        on_message=on_message,
        on_refused=on_refused,
    )


def outlook_of(
    case: str | PathLike[str],
    reader: str | Reader | None = None,
    *,
    progress: Progress | None = None,
    on_message: Callable[[str], None] | None = None,
    on_refused: Callable[[Refused], None] | None = None,
) -> Outlook:
    """Everything that follows from a case: its record, its conflict solved, and all findings."""
    held = record_of(case, reader, progress=progress, on_message=on_message, on_refused=on_refused)
    opened = open_case(Path(case))
    return outlook(opened, held, reports_of(opened))
