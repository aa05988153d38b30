"""News pages: every part that is printed is found, and only the body is text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from detente.errors import ReportRefused
from detente.reports import Image, Moment, Report, read_file
from reports.forms import FILES


def page(folder: Path, body: str, head: str = "") -> Report:
    path = folder / "page.html"
    path.write_text(
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>", encoding="utf-8"
    )
    return next(iter(read_file(path)))


PROSE = "<p>The minister said on Monday that the lock would stay closed.</p><p>Kesh called the step a mistake and asked for talks.</p>"
PLAIN = "The minister said on Monday that the lock would stay closed.\n\nKesh called the step a mistake and asked for talks."


def test_each_part_of_a_page_is_kept_apart() -> None:
    report = next(iter(read_file(FILES / "page.html")))
    assert report.title == "Closed lock, open quarrel"
    assert report.authors == ("Mara Ilk", "Tam Velde")
    assert report.sections == ("Selm canal", "Diplomacy")
    assert report.publisher == "The Ondra Courier"
    assert report.published == Moment("2016-03-01T18:05:00+01:00", "second", "page")
    assert report.modified == Moment("2016-03-02T08:30:00+01:00", "second", "page")
    assert report.url == "https://courier.example/2016/03/01/closed-lock"
    assert report.dateline == "ONDRA, March 1 (Courier)"
    assert report.rights == "CC BY 4.0, invented for tests"
    assert report.rests_on == ("https://courier.example/a", "https://courier.example/b")
    assert report.images == (
        Image("The southern lock at Ondra on Tuesday morning.", "Photo: Ines Dorr / Courier"),
        Image(None, "Source: Selm Canal Authority, own map"),
    )


def test_the_text_is_the_body_and_nothing_else() -> None:
    paragraphs = next(iter(read_file(FILES / "page.html"))).text.split("\n\n")
    assert [paragraph[:22] for paragraph in paragraphs] == [
        "ONDRA, March 1 (Courie", "The foreign minister, ", "Kesh denied it.", "The price of waiting", "About 14 percent of th", "Norvia can open the lo",
        "Kesh can show its logb", "Analysts said that a l",
    ]  # fmt: skip


def test_a_page_that_is_all_navigation_is_refused_with_the_remedy() -> None:
    with pytest.raises(ReportRefused, match=r"all navigation.*save the article's own page"):
        list(read_file(FILES / "navigation.html"))


def test_an_old_page_without_any_marks_is_read_all_the_same(tmp_path: Path) -> None:
    report = page(
        tmp_path,
        "<div id=header><a href=/>The Courier</a> | <a href=/w>World</a></div><div id=content><div class=desk-tags><span>Canal</span> / <span>Oil</span></div>"
        "<h1>The lock</h1><div class=meta>By Mara Ilk and Tam Velde | March 1, 2016 2:05 p.m. EST | 4 min read</div>"
        "<div class=photo><img src=a.jpg><div class=caption>The lock on Monday. (Photo: I. Dorr/Agency)</div></div>"
        f"{PROSE}<p class=pull>the lock would stay closed.</p><img src=m.png><p><em>Source: Canal Authority, March 1</em></p>"
        "<p><b>Related:</b> <a href=/z>A tanker turns back</a></p><div class=author-box><p>Mara Ilk writes about the sea for several papers of the coast.</p></div></div>"
        "<div id=footer>Copyright 2016 The Courier. All rights reserved. Write to us for more.</div>",
    )
    assert report.text == PLAIN
    assert report.authors == ("Mara Ilk", "Tam Velde")
    assert report.sections == ("Canal", "Oil")
    assert report.published == Moment("2016-03-01T14:05-05:00", "minute", "page")
    assert report.images == (
        Image("The lock on Monday.", "(Photo: I. Dorr/Agency)"),
        Image(None, "Source: Canal Authority, March 1"),
    )


def test_an_unlucky_class_name_on_the_whole_body_does_not_hide_it(tmp_path: Path) -> None:
    for name in ("sidebar", "related", "comments", "field-label-hidden", "social-share"):
        assert page(tmp_path, f"<div class='{name}'>{PROSE}</div>").text == PLAIN
    each = PROSE.replace("<p>", "<p class='desk tags'>")
    assert page(tmp_path, each).text == PLAIN


def test_a_quote_set_apart_stays_if_the_text_does_not_repeat_it(tmp_path: Path) -> None:
    quote = "<blockquote><p>We shall wait until Friday and not one hour longer, the note says.</p></blockquote>"
    assert (
        "until Friday" in page(tmp_path, f"<article>{PROSE}{quote}{PROSE.replace('Monday', 'Tuesday')}</article>").text
    )


def test_scripts_hidden_text_and_comments_are_no_text(tmp_path: Path) -> None:
    report = page(
        tmp_path,
        f"<article>{PROSE}<p hidden>Hidden words that nobody reads on this page.</p><p style='display:none'>More of the hidden words here.</p>"
        "<script>var a = '<p>Not a paragraph of this page at all.</p>';</script></article>"
        "<div class=comment-list><p>I have never read anything so wrong in all my days here.</p></div>",
    )
    assert report.text == PLAIN


def test_text_typed_without_any_marks_keeps_its_paragraphs(tmp_path: Path) -> None:
    typed = "First paragraph of the note\non two lines.\n\nSecond paragraph of the note.\n\nThird paragraph of it."
    assert page(tmp_path, f"<div>{typed}</div>").text.count("\n\n") == 2
    assert (
        page(tmp_path, "One line of the note ends here.<br><br>Another one begins and ends here.").text.count("\n\n")
        == 1
    )


def test_fifty_thousand_nested_elements_hide_nothing(tmp_path: Path) -> None:
    deep = "<div>" * 50_000 + "<p>The words at the bottom are found there.</p>" + "</div>" * 50_000
    assert page(tmp_path, deep + PROSE).text == f"The words at the bottom are found there.\n\n{PLAIN}"


def test_thousands_of_figures_in_one_another_cost_no_more_than_beside_one_another(tmp_path: Path) -> None:
    """Found by damaging pages for ten minutes: each caption climbed to the outermost figure."""
    began = time.process_time()
    found = page(tmp_path, PROSE + "<figure><figcaption>The harbour of Lisk. Photo: A. Veld</figcaption>" * 5_000)
    assert time.process_time() - began < 2
    assert found.text == PLAIN
    assert len(found.images) == 1


def test_a_page_of_one_endless_line_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReportRefused, match="paragraph of more than 1,000,000 characters"):
        page(tmp_path, "<p>" + "word " * 300_000)


def test_entities_that_a_page_declares_are_not_expanded(tmp_path: Path) -> None:
    path = tmp_path / "bomb.html"
    path.write_text(
        f'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><html><body>{PROSE}<p>It said &b; and no more, he claimed.</p></body></html>'
    )
    assert "aaaa" not in next(iter(read_file(path))).text


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta name="date" content="2016-03-01">', Moment("2016-03-01", "day", "page")),
        ('<meta property="article:published_time" content="2016-03">', Moment("2016-03", "month", "page")),
        ('<link rel="canonical" href="https://a.example/2016/03/01/lock">', Moment("2016-03-01", "day", "address")),
        ('<link rel="canonical" href="https://a.example/2016/mar/lock">', Moment("2016-03", "month", "address")),
        ("", None),
    ],
)
def test_a_date_is_kept_with_its_precision_and_how_it_is_known(
    tmp_path: Path, head: str, expected: Moment | None
) -> None:
    assert page(tmp_path, PROSE, head).published == expected


def test_a_date_that_the_page_itself_contradicts_is_flagged(tmp_path: Path) -> None:
    wrong = page(tmp_path, f"<h1>Briefing of June 3, 2015</h1>{PROSE}", '<meta name="date" content="2014-03-09">')
    assert any("2015-06-03" in warning for warning in wrong.warnings)
    right = page(tmp_path, f"<h1>Briefing of June 3, 2015</h1>{PROSE}", '<meta name="date" content="2015-06-04">')
    assert right.warnings == ()


def test_a_paragraph_that_begins_with_by_is_no_byline(tmp_path: Path) -> None:
    report = page(tmp_path, f"<article><p>By Friday, the army had left.</p>{PROSE}</article>")
    assert report.text.startswith("By Friday, the army had left.")
    assert report.authors == ()
