"""Text files kept to the character, Markdown to the word, and who speaks in a transcript."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import ReportRefused
from detente.reports import Moment, Report, read_file
from detente.reports.finishing import dateline_of
from detente.reports.header import header_of
from detente.reports.turns import turns_of
from reports.forms import FILES


def read(folder: Path, text: str | bytes, name: str = "item.txt") -> Report:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return next(iter(read_file(path)))


def spoken(text: str) -> list[tuple[str, str]]:
    return [(text[slice(*turn.label)], text[slice(*turn.body)]) for turn in turns_of(text)]


def test_a_text_file_is_kept_to_the_character_behind_its_header() -> None:
    raw = (FILES / "text.txt").read_text()
    report = next(iter(read_file(FILES / "text.txt")))
    assert report.text == raw.split("\n\n", 1)[1]
    assert report.title is None
    assert report.published == Moment("2016-03-05T14:05+01:00", "minute", "stated")
    assert (report.publisher, report.rights) == ("Northern Wire", "CC BY 4.0, invented for tests")


def test_line_ends_of_any_kind_become_newlines(tmp_path: Path) -> None:
    assert (
        read(tmp_path, b"Date: 2016-03-01\r\n\r\nOne line here.\r\nTwo.\rThree.\r\n").text
        == "One line here.\nTwo.\nThree.\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "Note: this is text\n\nand more of it",
        "date: 2016-03-01\nno blank line",
        "url: x\nauthor of it: somebody\n\ntext",
        "title: alone\n\ntext",
    ],
)
def test_lines_that_are_no_header_block_stay_in_the_text(text: str) -> None:
    assert header_of(text).rest == text


@given(
    st.permutations(["url: https://a.example", "DATE: 2016-03-01", "Publisher: Wire", "rights: free"]),
    st.integers(1, 4),
)
def test_header_keys_stand_in_any_order_and_case(lines: list[str], count: int) -> None:
    found = header_of("\n".join(lines[:count]) + "\n\nThe text.\n")
    assert found.rest == "The text.\n"
    assert len(found.values) == count


def test_an_unreadable_date_in_the_header_is_told(tmp_path: Path) -> None:
    report = read(tmp_path, "date: the day after\n\nThe minister said that it was late.")
    assert report.published is None
    assert "the day after" in report.warnings[0]


@pytest.mark.parametrize("year", ["1066-10-14", "9999-12-31"])
def test_years_that_no_report_can_be_of_are_told_and_not_used(tmp_path: Path, year: str) -> None:
    report = read(tmp_path, f"date: {year}\n\nThe minister said that it was late.")
    assert report.published is None
    assert year in report.warnings[0]


def test_invalid_utf8_is_read_with_a_warning(tmp_path: Path) -> None:
    old = read(tmp_path, "The café of the ministry was closed, he said.".encode("cp1252"))
    assert old.text == "The café of the ministry was closed, he said."
    assert "windows-1252" in old.warnings[0]
    torn = read(tmp_path, "Zoë and José and Björn said it.".encode() + b" \xff and no more")
    assert torn.text.startswith("Zoë and José and Björn said it. \ufffd")
    assert "replaced" in torn.warnings[0]


def test_another_language_is_recognised_and_kept(tmp_path: Path) -> None:
    for language, text in (
        (
            "fr",
            "Le ministre des affaires étrangères a dit que les négociations avec le gouvernement sont dans une impasse.",
        ),
        ("de", "Der Minister sagte, dass die Verhandlungen mit der Regierung nicht vor dem Herbst beginnen werden."),
        ("es", "El ministro dijo que las negociaciones con el gobierno no se van a abrir por ahora en la capital."),
        ("fa", "وزیر امور خارجه گفت که گفتگوها در روزهای آینده ادامه پیدا خواهد کرد و چیز تازه‌ای نیست."),
        ("ar", "قال وزير الخارجية إن المحادثات سوف تستمر هذا الأسبوع مع الوفد في العاصمة."),
        ("ru", "Министр сказал, что переговоры с правительством начнутся не раньше осени."),
        ("zh", "外交部长表示谈判将在下周继续进行。"),
    ):
        report = read(tmp_path, text)
        assert report.language == language
        assert report.text == text
        assert "not in English" in report.warnings[-1]


def test_a_line_of_fifty_megabytes_is_refused_with_its_number(tmp_path: Path) -> None:
    with pytest.raises(ReportRefused, match=r"item\.txt:2: a line of more than"):
        read(tmp_path, b"First line.\n" + b"word " * 10_500_000)


def test_markdown_loses_its_marks_and_no_word() -> None:
    report = next(iter(read_file(FILES / "markdown.md")))
    assert report.title == "The lake behind the dam"
    assert report.published == Moment("2016-03", "month", "stated")
    assert report.text.split("\n\n") == [
        "By the water desk", "Engineers began to fill the reservoir on Friday, despite a protest.", "Downstream",
        "Nobody will go thirsty, the ministry said.", "Farmers dig wells.", "Seed is dear: 4 * 2 is 8, and file_name_here stays.",
    ]  # fmt: skip
    assert [image.caption for image in report.images] == ["The dam in March"]


def test_every_line_of_a_transcript_s_page_is_kept_in_order() -> None:
    report = next(iter(read_file(FILES / "transcript.html")))
    assert [(report.text[slice(*turn.label)], report.text[slice(*turn.body)]) for turn in report.turns] == [
        ("MR. HALE", "Good afternoon. The minister travels on Friday.\n\nShe will take the train."),
        ("Q", "Will she meet the envoy of Arden?"),
        ("MR. HALE", "She meets whoever comes to the table. (Laughter.)"),
        ("Q", "And if nobody comes?"),
        ("MR HALE", "Then she will have a quiet lunch."),
        ("MR. HALE", "One more."),
        ("QUESTION", "Has the position on prisoners changed?"),
        ("THE MINISTER", "It has not."),
    ]
    assert report.text.startswith("Press Room, Tolm\n1:05 P.M.\n\nMR. HALE:")
    assert report.text.endswith("END 1:12 P.M.")


def test_named_speakers_of_an_interview_are_turns() -> None:
    report = next(iter(read_file(FILES / "transcript.txt")))
    labels = [report.text[slice(*turn.label)] for turn in report.turns]
    assert labels == ["Interviewer", "Defence Minister Dask", "Interviewer", "Defence Minister Dask"]
    assert (
        report.text[slice(*report.turns[1].body)]
        == "I did not suggest it. I said that\nnobody should fire by mistake.\n\nAnd I say it again."
    )


def test_a_remark_beside_the_name_is_no_part_of_the_label() -> None:
    assert spoken("MINISTER VARGA (via interpreter): We agree.\n\nQ    On what?\n\nMINISTER VARGA: On that.")[0] == (
        "MINISTER VARGA",
        "We agree.",
    )


def test_questions_and_answers_are_turns() -> None:
    assert [label for label, _ in spoken("Q: Did you suggest it?\n\nA: No.\n\nQ: Never?\n\nA: Not once.")] == [
        "Q",
        "A",
        "Q",
        "A",
    ]


def test_a_speech_is_one_turn() -> None:
    assert spoken("Tolm, 2 p.m.\n\nTHE PRESIDENT: My friends.\n\nLet me say this.\n\nEND") == [
        ("THE PRESIDENT", "My friends.\n\nLet me say this.")
    ]


def test_one_label_alone_opens_words_that_say_i_or_we() -> None:
    assert spoken("VARGA: We are not closing the lock.\n\nAsk me in May.") == [
        ("VARGA", "We are not closing the lock.\n\nAsk me in May.")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "WASHINGTON: The minister said on Monday that it was late.\n\nNothing else happened, he said.",
        "The minister spoke.\n\nNote: He was late.\n\nSource: Northern Wire\n\nUpdate: He has left.",
        "What happened: the lock was closed.\n\nWhat it means: tankers wait.\n\nWhat comes next: talks.",
        "Three points stand out.\n\nFirst: the lock.\n\nSecond: the boats.\n\nThird: the money.",
        "Q is the seventeenth letter of the alphabet, and nobody spoke here.",
        'LONDON: "I will not close the lock," the minister said. "We never meant to."',
        "BREAKING: Lock closed.\n\nMORE: Tankers turn back.\n\nLATEST: Talks begin.",
    ],
)
def test_prose_with_colons_is_no_transcript(text: str) -> None:
    assert turns_of(text) == ()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["MR. HALE", "QUESTION", "SECRETARY VARGA", "THE PRESIDENT"]),
            st.sampled_from(["Yes, of course.", "No.", "We shall see.\n\nIn time."]),
        ),
        min_size=2,
        max_size=12,
    )
)
def test_turns_cover_what_was_said_to_the_character(parts: list[tuple[str, str]]) -> None:
    text = "\n\n".join(f"{label}: {words}" for label, words in parts)
    if any(label != "QUESTION" for label, _ in parts):
        assert spoken(text) == parts


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("BAGHDAD, June 16 (Wire) - The army said.", "BAGHDAD, June 16 (Wire)"),
        ("BAGHDAD (Wire) — The army said.", "BAGHDAD (Wire)"),
        ("NEW TOLM, Norvia -- The army said.", "NEW TOLM, Norvia"),
        ("OSTRAVA/TOLM, 3 March – The army said.", "OSTRAVA/TOLM, 3 March"),
        ("The army - or what is left of it - said so.", None),
        ("NATO-led forces said - again - so.", None),
    ],
)
def test_a_dateline_is_recognised_and_left_in_the_text(text: str, dateline: str | None) -> None:
    assert dateline_of(text) == dateline
