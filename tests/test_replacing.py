"""A file is put in place as a whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import CaseRefused
from detente.replacing import replacing, write_whole


def test_an_interrupted_write_leaves_the_file_as_it_was_and_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "reviews.yaml"
    path.write_text("old")

    def interrupted() -> None:
        with replacing(path) as stream:
            stream.write(b"half of the n")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["reviews.yaml"]


def test_a_new_file_is_its_owners_alone_and_an_old_one_keeps_its_rights(tmp_path: Path) -> None:
    new, shared = tmp_path / "new", tmp_path / "shared"
    shared.write_text("old")
    shared.chmod(0o664)
    for path in (new, shared):
        with replacing(path) as stream:
            stream.write(b"new")
    assert [path.stat().st_mode & 0o777 for path in (new, shared)] == [0o600, 0o664]
    assert shared.read_bytes() == b"new"


def test_what_cannot_be_written_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(
        CaseRefused, match=r"gone.x.md: the file cannot be written \(found No such file or directory\); "
    ):
        write_whole(tmp_path / "gone" / "x.md", b"new", CaseRefused)
