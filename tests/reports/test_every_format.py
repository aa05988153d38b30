"""One contract for the readers of all formats: what a Report promises, whatever it was read from."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import Refused
from detente.reports import Report, read_file
from reports.forms import forms

FORMS = forms()
EXPECTED = {
    "feed.atom": 2, "feed.rss": 2, "lines.jsonl": 2, "markdown.md": 1, "newsml.xml": 2, "newsplease.json": 1, "ninjs1.json": 1,
    "ninjs2.json": 2, "note.docx": 1, "page.html": 1, "page.html.gz": 1, "pages.warc": 3, "pages.warc.gz": 3, "paper.pdf": 1,
    "text.txt": 1, "trafilatura.json": 1, "transcript.html": 1, "transcript.txt": 1,
}  # fmt: skip


def read(folder: Path, name: str, data: bytes) -> list[Report]:
    path = folder / name
    path.write_bytes(data)
    return list(read_file(path))


def test_there_is_an_expectation_for_every_format() -> None:
    assert set(EXPECTED) == set(FORMS)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_every_item_is_read_with_what_a_report_promises(name: str, tmp_path: Path) -> None:
    reports = read(tmp_path, name, FORMS[name])
    assert len(reports) == EXPECTED[name]
    assert len({report.id for report in reports}) == len(reports)
    for report in reports:
        assert report.file == name
        assert report.text.strip()
        assert "\r" not in report.text
        assert report.language == "en"
        assert len(report.digest) == 64
        assert all("\n" not in warning for warning in report.warnings)
        for turn in report.turns:
            assert 0 <= turn.label[0] < turn.label[1] <= turn.body[0] < turn.body[1] <= len(report.text)
        for before, after in zip(report.turns, report.turns[1:], strict=False):
            assert before.body[1] <= after.label[0]


@pytest.mark.parametrize("name", sorted(FORMS))
def test_reading_twice_gives_the_same_report(name: str, tmp_path: Path) -> None:
    assert read(tmp_path, name, FORMS[name]) == read(tmp_path, name, FORMS[name])


# Markdown is told from plain text by its suffix alone
@pytest.mark.parametrize("name", sorted(set(FORMS) - {"markdown.md"}))
def test_the_content_tells_the_format_where_the_suffix_is_missing(name: str, tmp_path: Path) -> None:
    texts = [report.text for report in read(tmp_path, name, FORMS[name])]
    assert [report.text for report in read(tmp_path, "download", FORMS[name])] == texts


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_cut_file_gives_what_is_there_or_one_line(name: str, tmp_path: Path) -> None:
    data = FORMS[name]
    for place in range(50):
        check(read_or_line(tmp_path, name, data[: len(data) * place // 50]))


PACKED = (".gz", ".pdf", ".docx", ".warc")


@pytest.mark.parametrize("name", [name for name in sorted(FORMS) if not name.endswith(PACKED)])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "windows-1252", "utf-8-sig"])
def test_another_encoding_gives_the_same_words_or_one_line(name: str, encoding: str, tmp_path: Path) -> None:
    data = FORMS[name]
    found = read_or_line(tmp_path, name, data.decode("utf-8").encode(encoding, "replace"))
    check(found)
    if not isinstance(found, Refused):
        assert [report.text for report in found] == [report.text for report in read(tmp_path, name, data)]


def read_or_line(folder: Path, name: str, data: bytes) -> list[Report] | Refused:
    try:
        return read(folder, name, data)
    except Refused as refusal:
        return refusal


def check(found: list[Report] | Refused) -> None:
    if isinstance(found, Refused):
        assert "\n" not in found.line()
        assert found.where
        assert found.mend
    else:
        assert found
        assert all(report.text.strip() for report in found)


@settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    name=st.sampled_from(sorted(FORMS)),
    place=st.floats(0, 1),
    inserted=st.binary(max_size=12),
    removed=st.integers(0, 400),
)
def test_damage_anywhere_gives_a_report_or_one_line(
    tmp_path: Path, name: str, place: float, inserted: bytes, removed: int
) -> None:
    data = FORMS[name]
    at = int(place * len(data))
    check(read_or_line(tmp_path, name, data[:at] + inserted + data[at + removed :]))


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300), suffix=st.sampled_from([".txt", ".md", ".html", ".json", ".xml", ""]))
def test_any_text_under_any_suffix_gives_a_report_or_one_line(tmp_path: Path, text: str, suffix: str) -> None:
    check(read_or_line(tmp_path, f"any{suffix}", text.encode("utf-8", "surrogatepass")))


def test_what_is_no_report_is_refused_by_name(tmp_path: Path) -> None:
    for name, data, told in (
        ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(200), "PNG"),
        ("old.doc", b"\xd0\xcf\x11\xe0" + bytes(200), "Word"),
        ("sheet.zip", b"PK\x03\x04" + bytes(200), "zip"),
        ("empty.txt", b"", "empty"),
        ("blank.html", b" \n\t", "empty"),
        ("noise.txt", bytes(range(1, 32)) * 20, "not a text"),
        ("noise.html", bytes(range(128, 160)) * 20, "no text of its own"),
        ("unknown.xml", b'<?xml version="1.0"?><svg xmlns="x"><g/></svg>', "root"),
    ):
        with pytest.raises(Refused, match=told):
            read(tmp_path, name, data)


def test_a_missing_file_a_folder_and_a_locked_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not there"):
        list(read_file(tmp_path / "nothing.txt"))
    with pytest.raises(Refused, match="a folder"):
        list(read_file(tmp_path))


def test_a_packed_bomb_is_refused_before_it_unfolds(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="unpacks to far more"):
        read(tmp_path, "bomb.html.gz", gzip.compress(b"<p>" + bytes(40_000_000), mtime=0))


def test_ids_differ_between_files_and_items_but_not_between_commands(tmp_path: Path) -> None:
    one = read(tmp_path, "same.txt", FORMS["text.txt"])[0]
    other = read(tmp_path, "other.txt", FORMS["text.txt"])[0]
    again = next(iter(read_file(tmp_path / "same.txt", name="reports/same.txt")))
    assert one.id != other.id
    assert one.id == again.id
    assert again.file == "reports/same.txt"
    twice = b"[" + FORMS["newsplease.json"] + b"," + FORMS["newsplease.json"] + b"]"
    assert len({report.id for report in read(tmp_path, "twice.json", twice)}) == 2
