"""What a user installs: the wheel and the source distribution hold what they must, and run from an empty folder."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return out


def test_the_wheel_holds_the_package_its_data_and_the_bundled_case(built: Path) -> None:
    [wheel] = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for needed in (
        "detente/py.typed",
        "detente/cli/app.py",
        "detente/cases/iraq-2014/case.yaml",
        "detente/record/actors/gazetteer.tsv.gz",
    ):
        assert needed in names
    stray = [
        n
        for n in names
        if ".detente/" in n or n.startswith("tests/") or (n.startswith("detente/cases/") and "/brief." in n)
    ]
    assert stray == []
    assert wheel.stat().st_size < 40_000_000


def test_the_source_distribution_can_run_its_own_tests(built: Path) -> None:
    [sdist] = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {"/".join(name.split("/")[1:]) for name in archive.getnames()}
    for needed in (
        "run",
        "constraints.txt",
        "tests/all_checks.py",
        "LICENSE",
        "NOTICE",
        "README.md",
        "cases/iraq-2014/case.yaml",
    ):
        assert needed in names


def test_the_installed_wheel_runs_the_bundled_case_from_an_empty_folder(built: Path, tmp_path: Path) -> None:
    [wheel] = built.glob("*.whl")
    site = tmp_path / "site"
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--no-deps",
        "--target",
        str(site),
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True)
    code = f"import sys; sys.path.insert(0, {str(site)!r}); import detente; assert {str(site)!r} in detente.__file__; from detente.__main__ import main; sys.exit(main())"
    done = subprocess.run(
        [sys.executable, "-c", code, "solve", str(site / "detente" / "cases" / "iraq-2014"), "--summary", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert '"equilibria"' in done.stdout
