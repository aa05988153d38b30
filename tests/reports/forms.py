"""Files of every format for the tests of reports: those on disk, and the packed ones, built here so that no binary is kept."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

FILES = Path(__file__).parent / "files"

PDF_PAGES = (
    ("Report on the lock", "The panel found that the patrol boat had been rammed twice and that", "neither captain had seen the other's lights. It recommends a pilot."),
    ("Report on the lock", "Norvia accepted the findings on Monday. Kesh said that it would an-", "swer within a month.", "2"),
    ("Report on the lock", "The closing pages list the witnesses who were heard by the panel in", "the harbour of Ondra.", "3"),
)  # fmt: skip


def pdf(pages: tuple[tuple[str, ...], ...] = PDF_PAGES, title: str = "The lock at Ondra") -> bytes:
    """A PDF of pages of lines, written by hand after ISO 32000-1."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    bodies = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, lines in enumerate(pages):
        shown = "\n".join(f"({line}) Tj T*" for line in lines)
        stream = f"BT /F1 12 Tf 14 TL 72 720 Td\n{shown}\nET"
        bodies.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * number} 0 R >>"
        )
        bodies.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    bodies.append(f"<< /Title ({title}) /Author (Mara Ilk) /CreationDate (D:20160320101500+01'00') >>")
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer << /Size {len(bodies) + 1} /Root 1 0 R /Info {len(bodies)} 0 R >>"
    return (
        out
        + f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{len(out)}\n%%EOF\n".encode()
    )


def docx(paragraphs: tuple[tuple[str, str], ...] | None = None) -> bytes:
    """A DOCX with a title, a caption, a deleted word and a table."""
    rows = paragraphs or (
        ("Title", "Note on the ferries"),
        ("", "Most of the people came by ferry with hand luggage only, the mayor said."),
        ("Caption", "The ferry at Ister."),
        ("", "A telephone line took 3,100 calls on its first day."),
    )
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">{text}</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p>'
        for style, text in rows
    )
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        "<dc:creator>Ines Dorr</dc:creator><dcterms:created>2016-03-21T09:00:00Z</dcterms:created></cp:coreProperties>"
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(
            "word/document.xml", f'<?xml version="1.0"?><w:document {space}><w:body>{body}</w:body></w:document>'
        )
        packed.writestr("docProps/core.xml", core)
    return held.getvalue()


def warc_record(kind: str, address: str, payload: bytes, *, length: int | None = None) -> bytes:
    """One WARC record; ``length`` overrides the true content length."""
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2016-03-22T10:00:00Z\r\n"
    head += "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
    http = "application/http; msgtype=response" if kind == "response" else "text/plain"
    size = len(payload) if length is None else length
    return head.encode() + f"Content-Type: {http}\r\nContent-Length: {size}\r\n\r\n".encode() + payload + b"\r\n\r\n"


def answer(body: bytes, content_type: str = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    """An HTTP answer, as a response record holds it."""
    return f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def warc_records() -> list[bytes]:
    """A page, a picture, a missing page, a text and a transcript."""
    page = (FILES / "page.html").read_bytes()
    talk = (FILES / "transcript.html").read_bytes()
    text = b"The ministry of Norvia said on Tuesday that the lock would stay closed until further notice."
    return [
        warc_record("warcinfo", "", b"software: own\r\n"),
        warc_record("response", "https://courier.example/2016/03/01/closed-lock", answer(page)),
        warc_record("response", "https://courier.example/lock.jpg", answer(b"\xff\xd8\xff\xe0", "image/jpeg")),
        warc_record("response", "https://courier.example/gone", answer(b"<p>Gone.</p>", status="404 Not Found")),
        warc_record("conversion", "https://ministry.example/note", text),
        warc_record("response", "https://ministry.example/2016/03/21/briefing", answer(talk)),
    ]


def forms() -> dict[str, bytes]:
    """Every format once, by file name."""
    found = {path.name: path.read_bytes() for path in sorted(FILES.iterdir()) if path.name != "navigation.html"}
    records = warc_records()
    found["pages.warc"] = b"".join(records)
    found["pages.warc.gz"] = b"".join(gzip.compress(record, mtime=0) for record in records)
    found["page.html.gz"] = gzip.compress((FILES / "page.html").read_bytes(), mtime=0)
    found["paper.pdf"] = pdf()
    found["note.docx"] = docx()
    found["lines.jsonl"] = (
        (FILES / "trafilatura.json").read_bytes().strip() + b"\n" + (FILES / "newsplease.json").read_bytes()
    )
    return found
