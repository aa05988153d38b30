"""WARC archives, PDF and DOCX papers: bad parts cost only themselves, bombs are stopped, a scan is refused with the remedy."""

from __future__ import annotations

import gzip
import io
import random
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from detente.errors import ReportRefused
from detente.reports import Report, read_file
from detente.reports.pdf import paragraphs_of
from reports.forms import PDF_PAGES, answer, docx, pdf, warc_record, warc_records


def read(folder: Path, name: str, data: bytes) -> list[Report]:
    path = folder / name
    path.write_bytes(data)
    return list(read_file(path))


def items(count: int) -> list[bytes]:
    return [
        warc_record(
            "response",
            f"https://a.example/{n}",
            answer(f"<p>The ministry said in its note number {n} that all was well.</p>".encode()),
        )
        for n in range(count)
    ]


def test_pages_of_an_archive_keep_their_addresses(tmp_path: Path) -> None:
    found = read(tmp_path, "a.warc", b"".join(warc_records()))
    assert [report.url for report in found] == [
        "https://courier.example/2016/03/01/closed-lock",
        "https://ministry.example/note",
        "https://ministry.example/2016/03/21/briefing",
    ]
    assert any("1 image/jpeg" in line and "status 404" in line for line in found[-1].warnings)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("damage", ["garbage", "glued", "too long", "too short", "no length"])
def test_one_bad_record_does_not_stop_the_rest(tmp_path: Path, packed: bool, damage: str) -> None:
    records = items(6)
    payload = answer(b"<p>The ministry said in its note number 2 that all was well.</p>")
    records[2] = {
        "garbage": b"\x00\xffGARBAGE" * 50 + b"\r\n\r\n",
        "glued": b"\x00\xffGARBAGE" * 50,
        "too long": warc_record("response", "https://a.example/2", payload, length=len(payload) + 150),
        "too short": warc_record("response", "https://a.example/2", payload, length=len(payload) - 30),
        "no length": warc_record("response", "https://a.example/2", payload).replace(
            b"Content-Length", b"Kontent-Length"
        ),
    }[damage]
    data = b"".join(gzip.compress(record, mtime=0) for record in records) if packed else b"".join(records)
    found = read(tmp_path, "a.warc.gz" if packed else "a.warc", data)
    assert [report.url for report in found if report.url != "https://a.example/2"] == [
        f"https://a.example/{n}" for n in (0, 1, 3, 4, 5)
    ]
    assert any("record 3" in line for report in found for line in report.warnings)


def test_damaged_gzip_within_an_archive_costs_only_its_record(tmp_path: Path) -> None:
    members = [gzip.compress(record, mtime=0) for record in items(5)]
    members[1] = members[1][:40] + bytes(20) + members[1][60:]
    found = read(tmp_path, "a.warc.gz", b"".join(members))
    assert [report.url for report in found] == [f"https://a.example/{n}" for n in (0, 2, 3, 4)]
    assert any("gzip" in line for line in found[0].warnings)


def test_an_archive_packed_as_a_whole_is_read_too(tmp_path: Path) -> None:
    assert len(read(tmp_path, "a.warc.gz", gzip.compress(b"".join(items(4)), mtime=0))) == 4


def test_a_record_larger_than_a_page_is_passed_over(tmp_path: Path) -> None:
    huge = warc_record("response", "https://a.example/huge", answer(b"<p>" + bytes(66 << 20)))
    found = read(
        tmp_path,
        "a.warc.gz",
        b"".join(gzip.compress(record, 1, mtime=0) for record in [*items(1), huge, *items(2)[1:]]),
    )
    assert [report.url for report in found] == ["https://a.example/0", "https://a.example/1"]
    assert any("more than the 64 MiB" in line for line in found[0].warnings)


def test_memory_stays_flat_over_a_large_archive(tmp_path: Path) -> None:
    draw = random.Random(5)
    words = [f"word{n}" for n in range(500)]
    path = tmp_path / "a.warc"
    with path.open("wb") as out:
        for n in range(400):
            body = " ".join(draw.choices(words, k=3_000)).encode()
            out.write(warc_record("response", f"https://a.example/{n}.png", answer(body, "image/png")))
        out.write(items(1)[0])
    size = path.stat().st_size
    tracemalloc.start()
    assert len(list(read_file(path))) == 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 8_000_000
    assert peak < 4_000_000


def test_a_paper_s_lines_become_paragraphs() -> None:
    assert paragraphs_of([list(page) for page in PDF_PAGES]).startswith(
        "The panel found that the patrol boat had been rammed twice and that neither"
    )
    assert "would answer within a month." in paragraphs_of([list(page) for page in PDF_PAGES])


def test_a_paper_keeps_title_author_and_date(tmp_path: Path) -> None:
    (report,) = read(tmp_path, "paper.pdf", pdf())
    assert (report.title, report.authors) == ("The lock at Ondra", ("Mara Ilk",))
    assert report.published is not None
    assert report.published.iso == "2016-03-20T10:15:00+01:00"
    assert "Report on the lock" not in report.text


def test_a_scan_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ReportRefused, match=r"a scan.*ocrmypdf"):
        read(tmp_path, "scan.pdf", pdf(((), (), ())))


def test_a_word_paper_gives_its_paragraphs_without_what_was_deleted(tmp_path: Path) -> None:
    (report,) = read(tmp_path, "note.docx", docx())
    assert report.title == "Note on the ferries"
    assert (
        report.text
        == "Most of the people came by ferry with hand luggage only, the mayor said.\n\nA telephone line took 3,100 calls on its first day."
    )
    assert [image.caption for image in report.images] == ["The ferry at Ister."]


def test_a_word_paper_that_unfolds_without_end_is_refused(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"<w:document>" + b" " * (8 << 20))
    with pytest.raises(ReportRefused, match="unpacks to far more"):
        read(tmp_path, "bomb.docx", held.getvalue())
