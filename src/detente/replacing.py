"""A file put in place of another as a whole or not at all: what every room uses that writes into a case."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from detente.errors import Refused

__all__ = ["replacing", "write_whole"]


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A stream whose bytes stand at ``path`` once the block has ended without an error; after one, nothing has changed.

    A file that was there keeps its rights; a new one is readable by its owner alone. Raises OSError.
    """
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_whole(
    path: Path,
    content: bytes,
    refused: type[Refused],
    what: str = "the file cannot be written",
    where: str | None = None,
) -> None:
    """Put ``content`` at ``path`` as `replacing` does. Raises ``refused``, about ``where`` (the path if left out), if it cannot be done."""
    try:
        with replacing(path) as stream:
            stream.write(content)
    except OSError as fault:
        raise refused(
            what,
            where=where or str(path),
            found=fault.strerror or str(fault),
            mend="check the rights of the folder, or choose another",
        ) from fault
