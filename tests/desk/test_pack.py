"""A case as one file: whole or without the texts of others, and never more than it says."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from detente.case import open_case
from detente.errors import CaseRefused
from detente.pack import check_pack, pack_case, unpack_case


def test_a_packed_case_unpacks_to_the_same_files(case: Path, tmp_path: Path) -> None:
    (case / ".detente").mkdir()
    (case / ".detente" / "record.db").write_bytes(b"derived")
    made = pack_case(open_case(case), tmp_path / "weir.zip")
    assert check_pack(tmp_path / "weir.zip") == made
    unpack_case(tmp_path / "weir.zip", tmp_path / "again")
    written = {p.relative_to(tmp_path / "again").as_posix(): p for p in (tmp_path / "again").rglob("*") if p.is_file()}
    assert set(written) == {"case.yaml", "conflict.yaml", *(f"reports/{p.name}" for p in (case / "reports").iterdir())}
    for name, path in written.items():
        assert path.read_bytes() == (case / name).read_bytes()
        assert path.stat().st_mode & 0o077 == 0
    assert open_case(tmp_path / "again").title == "The weir at Ostrand"
    assert (tmp_path / "weir.zip").stat().st_mode & 0o077 == 0


def test_the_same_case_packs_to_the_same_bytes(case: Path, tmp_path: Path) -> None:
    pack_case(open_case(case), tmp_path / "a.zip")
    pack_case(open_case(case), tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_texts_of_others_are_left_out_on_request_and_listed(case: Path, tmp_path: Path) -> None:
    made = pack_case(open_case(case), tmp_path / "weir.zip", texts=False)
    names = zipfile.ZipFile(tmp_path / "weir.zip").namelist()
    assert names == ["manifest.json", "case.yaml", "conflict.yaml"]
    assert [one.path for one in made.left_out] == ["reports/2031-05-02-holm.txt", "reports/2031-05-09-lund.txt"]
    assert made.left_out[0].publisher == "Ostrand Courier"
    assert check_pack(tmp_path / "weir.zip") == made


def _rewritten(path: Path, change: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**held, **change}.items():
            archive.writestr(name, content)


def test_a_changed_byte_is_noticed(case: Path, tmp_path: Path) -> None:
    path = tmp_path / "weir.zip"
    pack_case(open_case(case), path)
    _rewritten(path, {"case.yaml": (case / "case.yaml").read_bytes().replace(b"weir", b"wier")})
    with pytest.raises(CaseRefused, match="not as it was packed"):
        check_pack(path)


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/evil",
        "reports/../../evil",
        "reports/..\\evil",
        "reports//evil",
        "other.txt",
        "reports/C:evil",
        ".detente/record.db",
    ],
)
def test_no_file_outside_a_case_is_written(case: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "weir.zip"
    pack_case(open_case(case), path)
    manifest = json.loads(zipfile.ZipFile(path).read("manifest.json"))
    manifest["files"].append({"path": name, "sha256": "5" * 64, "size": 1})
    _rewritten(path, {"manifest.json": json.dumps(manifest).encode(), name: b"x"})
    with pytest.raises(CaseRefused):
        unpack_case(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_no_packed_case_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"not a zip")
    with pytest.raises(CaseRefused, match="no packed case"):
        check_pack(tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "y.zip", "w") as archive:
        archive.writestr("a", "b")
    with pytest.raises(CaseRefused, match="manifest"):
        check_pack(tmp_path / "y.zip")


def test_nothing_is_written_over(case: Path, tmp_path: Path) -> None:
    (tmp_path / "weir.zip").write_bytes(b"mine")
    with pytest.raises(CaseRefused, match="already"):
        pack_case(open_case(case), tmp_path / "weir.zip")
    assert (tmp_path / "weir.zip").read_bytes() == b"mine"
