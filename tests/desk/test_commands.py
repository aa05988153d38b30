"""The commands of the desk and of sharing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.cli.app import run


def test_pack_and_unpack_by_command(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed = tmp_path / "weir.zip"
    assert run(["pack", str(case), "--out", str(packed), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "The weir at Ostrand"
    assert run(["unpack", str(packed)]) == 0
    assert run(["unpack", str(packed), "--into", str(tmp_path / "again")]) == 0
    assert (tmp_path / "again" / "case.yaml").exists()
    assert run(["pack", str(case), "--out", str(packed)]) == 1
    assert "already" in capsys.readouterr().err


def test_a_desk_for_other_machines_without_a_token_is_refused_in_one_line(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["desk", str(case), "--host", "0.0.0.0", "--no-browser"]) == 1  # noqa: S104  what is refused
    told = capsys.readouterr().err
    assert "--token" in told
    assert len(told.splitlines()) == 1


def test_a_port_that_is_taken_is_refused_in_one_line(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert run(["desk", str(case), "--port", str(taken.getsockname()[1]), "--no-browser"]) == 1
    assert "another --port" in capsys.readouterr().err
