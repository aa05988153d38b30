"""The page and the PDF: well made, readable, safe with hostile reports, and loading nothing."""

from __future__ import annotations

import dataclasses
import io
import re
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from brief.pages import contrast, palettes
from brief.weir import Whole, whole
from detente.brief import Brief, compose, rendered
from detente.brief.markdown import to_markdown
from detente.brief.passages import safe_address
from detente.brief.pdf import held_by_font
from detente.outlook.findings import findings
from detente.wording import printable

HOSTILE = "</style></title><script>alert(1)</script><img src=x onerror=alert(2)> \x00\x1b[31m ]]> {{7*7}} #set page() *[a](javascript:x)* `b` $x$ @n1"


@pytest.fixture(scope="module")
def weir(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return whole(tmp_path_factory.mktemp("weir") / "case")


@pytest.fixture(scope="module")
def hostile(weir: Whole) -> Brief:
    """The weir with every field of every report written by somebody who means harm."""
    made = tuple(
        dataclasses.replace(
            report,
            title=HOSTILE,
            publisher=HOSTILE,
            url="javascript:alert(3)",
            rests_on=(
                'https://example.org/"onmouseover="alert(4)',
                "data:text/html,<script>",
                "https://example.org/ok",
            ),
            text=report.text.replace("said", HOSTILE + " said"),
        )
        for report in weir.reports
    )
    actors = tuple(dataclasses.replace(p, speaker=HOSTILE) for p in weir.record.positions)
    record = dataclasses.replace(weir.record, positions=actors)
    told = [
        dataclasses.replace(finding, says=f"{finding.says} {HOSTILE}") for finding in findings(weir.case, record, made)
    ]
    return compose(weir.case, record, made, None, None, told)


def tree(brief: Brief) -> etree._Element:
    """The page, parsed as XML: stricter than any browser."""
    page = rendered(brief, "html").decode()
    return etree.fromstring(page.removeprefix("<!DOCTYPE html>\n").encode())


def test_the_page_is_well_formed_and_every_anchor_exists_once(weir: Whole) -> None:
    page = tree(weir.brief())
    anchors = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(anchors) == len(set(anchors))
    inside = {
        (element.get("href") or "").removeprefix("#")
        for element in page.iter("a")
        if (element.get("href") or "").startswith("#")
    }
    assert inside <= set(anchors)


def test_notes_can_be_followed_both_ways(weir: Whole) -> None:
    page = tree(weir.brief())
    notes = page.xpath("//section[@id='notes']//li")
    assert isinstance(notes, list)
    assert len(notes) == len(weir.brief().notes)
    for note in notes:
        assert isinstance(note, etree._Element)
        back = [link.get("href") for link in note.iter("a") if link.get("class") == "back"]
        assert back, note.get("id")
        for target in back:
            [reference] = page.xpath(f"//a[@id='{(target or '#')[1:]}']")
            assert isinstance(reference, etree._Element)


def test_nothing_is_loaded_from_anywhere(weir: Whole, hostile: Brief) -> None:
    for brief in (weir.brief(), hostile):
        page = tree(brief)
        assert not [
            e.tag
            for e in page.iter("script", "link", "iframe", "object", "embed", "img", "base", "form", "audio", "video")
        ]
        assert not [
            e for e in page.iter() if e.get("src") or e.get("srcset") or e.get("{http://www.w3.org/1999/xlink}href")
        ]
        styles = "".join(e.text or "" for e in page.iter("style"))
        assert not re.search(r"url\(|@import|expression", styles)
        [policy] = [e.get("content") for e in page.iter("meta") if e.get("http-equiv") == "Content-Security-Policy"]
        assert policy is not None
        assert policy.startswith("default-src 'none'")


def test_hostile_text_is_text(hostile: Brief) -> None:
    page = tree(hostile)
    assert not [e for e in page.iter() if any(str(name).startswith("on") for name in e.attrib)]
    links = [e.get("href") or "" for e in page.iter("a")]
    assert all(link.startswith(("#", "https://", "http://")) for link in links)
    assert "https://example.org/ok" in links
    shown = "".join(str(text) for text in page.itertext())
    assert "<script>alert(1)</script>" in shown
    assert "\x1b" not in rendered(hostile, "md").decode()
    assert rendered(hostile, "pdf").startswith(b"%PDF")


def test_hostile_text_is_no_markup_in_markdown(hostile: Brief) -> None:
    text = to_markdown(hostile)
    assert "\\<script\\>" in text
    assert not re.search(r"(?<!\\)<script|(?<!\\)\]\(javascript", text)


@given(st.text())
def test_any_text_is_printable_xml(text: str) -> None:
    root = etree.Element("p")
    root.text = printable(text)
    assert (etree.fromstring(etree.tostring(root)).text or "") == printable(text).replace("\r", "\n")


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https://", False),
        ("https://a b", False),
        ("https://[", False),
        ("file:///etc/passwd", False),
    ],
)
def test_only_web_addresses_become_links(address: str, safe: bool) -> None:
    assert (safe_address(address) == address) is safe


@pytest.mark.parametrize("face", ["light", "dark", "print"])
def test_text_and_marks_have_contrast(face: str) -> None:
    colours = palettes(files("detente.brief").joinpath("brief.css").read_text("utf-8"))[face]
    for ground in ("paper", "tint"):
        for ink in ("ink", "soft", "link", "mark", "good", "open"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        assert contrast(colours["line"], colours[ground]) >= 3.0, ground


def test_every_drawing_says_what_it_shows(weir: Whole) -> None:
    page = tree(weir.brief())
    drawings = list(page.iter("{http://www.w3.org/2000/svg}svg"))
    assert len(drawings) == sum(len(section.figures) for section in weir.brief().sections) > 3
    for drawing in drawings:
        named = {child.get("id"): child.text for child in drawing if child.get("id")}
        assert drawing.get("role") == "img"
        told = [named[one] for one in (drawing.get("aria-labelledby") or "").split()]
        assert all(words and len(words) > 3 for words in told)


def test_the_pdf_has_an_outline_tags_links_and_no_missing_glyph(weir: Whole) -> None:
    from pypdf import PdfReader

    made = PdfReader(io.BytesIO(rendered(weir.brief(), "pdf")))
    assert "Who moved" in [item.title for item in made.outline[0:] if not isinstance(item, list)] + [
        item.title for level in made.outline if isinstance(level, list) for item in level if not isinstance(item, list)
    ]
    root = made.trailer["/Root"].get_object()
    assert root["/MarkInfo"]["/Marked"]  # type: ignore[index]  # pypdf types every object as the widest
    assert sum(len(page.get("/Annots", [])) for page in made.pages) > len(weir.brief().notes)
    text = "\n".join(page.extract_text() for page in made.pages)
    assert "We will never open the weir" in text
    assert missing_glyphs(made) == 0


def missing_glyphs(made: object) -> int:
    """How often the glyph 0 (what a font shows for a character that it does not hold) is set."""
    from pypdf import PdfReader
    from pypdf.generic import ByteStringObject, ContentStream, TextStringObject

    assert isinstance(made, PdfReader)
    found = 0
    for page in made.pages:
        contents = page.get_contents()
        assert isinstance(contents, ContentStream)
        for operands, operator in contents.operations:
            if operator not in (b"Tj", b"TJ"):
                continue
            parts = operands[0] if operator == b"TJ" else operands
            for part in parts:
                if isinstance(part, ByteStringObject | TextStringObject):
                    raw = part.original_bytes
                    found += sum(raw[at : at + 2] == b"\x00\x00" for at in range(0, len(raw), 2))
    return found


def test_a_glyph_that_no_shipped_font_holds_is_noticed(tmp_path: Path) -> None:
    import typst
    from pypdf import PdfReader

    (tmp_path / "page.typ").write_text("北京, Peking", encoding="utf-8")
    made = typst.compile(str(tmp_path / "page.typ"), ignore_system_fonts=True)
    assert missing_glyphs(PdfReader(io.BytesIO(made))) == 2


def test_the_shipped_font_is_known_to_hold_european_scripts_only() -> None:
    assert held_by_font("Détente, “Αθήνα”, Київ – 1\u00a0000 € ↩")
    assert not held_by_font("بغداد")
    assert not held_by_font("北京")


def test_the_page_stays_small_with_many_statements(weir: Whole, tmp_path: Path) -> None:
    statements = tuple(
        dataclasses.replace(
            weir.record.statements[n % 4], id=f"statement-{n}", said_on=f"20{10 + n % 12}-0{1 + n % 9}-1{n % 10}"
        )
        for n in range(10_000)
    )
    positions = tuple(
        dataclasses.replace(weir.record.positions[n % 3], statement=f"statement-{n}", date=statements[n].said_on)
        for n in range(0, 10_000, 3)
    )
    record = dataclasses.replace(
        weir.record, statements=weir.record.statements + statements, positions=weir.record.positions + positions
    )
    told = findings(weir.case, record, weir.reports, weir.conflict, weir.solution)
    page = rendered(compose(weir.case, record, weir.reports, weir.conflict, weir.solution, told), "html")
    assert len(page) < 1_500_000
