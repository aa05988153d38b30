"""``./run``: what a newcomer types first."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def launcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The launcher in a folder of its own, with pip and venv replaced by a list of what was called."""
    loader = SourceFileLoader("launcher", str(ROOT / "run"))
    spec = importlib.util.spec_from_loader("launcher", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader.exec_module(module)
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "stamp")
    module.calls = []  # type: ignore[attr-defined]

    def call(command: list[str]) -> int:
        module.calls.append(command)  # type: ignore[attr-defined]
        module.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        module.PYTHON.touch()
        return 0

    monkeypatch.setattr(module.subprocess, "call", call)
    return module


def test_the_environment_is_made_once_and_again_when_its_pins_change(launcher: ModuleType) -> None:
    launcher.make([])
    assert len(launcher.calls) == 2
    launcher.make([])
    assert len(launcher.calls) == 2, "nothing has changed: nothing is done"
    (launcher.ROOT / "constraints.txt").write_text("changed")
    launcher.make([])
    assert len(launcher.calls) == 4


def test_the_test_extra_is_added_without_spoiling_the_plain_environment(launcher: ModuleType) -> None:
    launcher.make([])
    launcher.make(["test"])
    assert any("[test]" in word for word in launcher.calls[-1])
    before = len(launcher.calls)
    launcher.make([])
    launcher.make(["test"])
    assert len(launcher.calls) == before


def test_a_half_made_environment_is_mended(launcher: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launcher.subprocess, "call", lambda command: 1 if "pip" in command else 0)
    with pytest.raises(SystemExit, match="could not be installed"):
        launcher.make([])
    assert launcher.stamps() == [], "a failed install leaves no stamp behind"


def test_an_old_python_is_told_so(launcher: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launcher.sys, "version_info", (3, 9, 0))
    with pytest.raises(SystemExit, match=r"3\.11"):
        launcher.main(["solve"])


def test_exit_statuses_pass_through() -> None:
    def status(*words: str) -> int:
        return subprocess.run([sys.executable, "-m", "detente", *words], capture_output=True, check=False).returncode

    assert status("--version") == 0
    assert status("no-such-command") == 2
    assert status("solve", "no-such-file.yaml") == 1
