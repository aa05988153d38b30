"""What a user relies on in the trained reader: right offsets, the same answer every time, whatever it is given."""

from __future__ import annotations

import random
import threading
import time

import pytest

from detente.language.model import windows
from detente.language.model.assembly import Voice
from detente.language.model.confidence import FEATURES, LEAST, Calibration, likely
from detente.language.model.reader import ModelReader
from detente.language.reader import Analysis, Attribution

NEWS = """The foreign minister of Norland, Ilse Varga, said on Tuesday that her country would not reopen the border before the autumn. "We have no reason to hurry," she told reporters. "The other side knows what is expected of it."

Officials in Kesh denied having promised anything. According to two people briefed on the talks, the convoy turned back near the river. The road was closed at noon and opened again at six.

A spokesman for the ministry declined to comment on the report.
"""


ACCORDING = (
    "The road was closed at noon. According to two people briefed on the talks, the convoy turned back near the river."
)


@pytest.fixture(scope="module")
def reader() -> ModelReader:
    return ModelReader(threads=1)


def words(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[a:b] for a, b in spans]


def parts(text: str, found: Attribution) -> tuple[list[str], list[str], list[str]]:
    return words(text, found.source), words(text, found.cue), words(text, found.content)


def in_place(text: str, analysis: Analysis) -> None:
    for a in analysis.attributions:
        assert a.content or a.cue
        assert 0 <= a.confidence <= 1
        for part in (a.source, a.cue, a.content):
            assert list(part) == sorted(part)
            assert all(x[1] <= y[0] for x, y in zip(part, part[1:], strict=False))
            for start, end in part:
                assert 0 <= start < end <= len(text)
                assert text[start:end] == text[start:end].strip()
    for m in analysis.mentions:
        assert 0 <= m.start <= m.head[0] < m.head[1] <= m.end <= len(text)
    assert list(analysis.mentions) == sorted(analysis.mentions, key=lambda m: m.start)


def test_an_indirect_statement_has_its_three_parts(reader: ModelReader) -> None:
    found = [parts(ACCORDING, a) for a in reader.read(ACCORDING).attributions]
    assert (["two people briefed on the talks"], ["According to"], ["the convoy turned back near the river"]) in found


def test_a_direct_quote_keeps_its_marks_and_goes_to_the_pronoun(reader: ModelReader) -> None:
    said = next(a for a in reader.read(NEWS).attributions if words(NEWS, a.cue) == ["told"])
    assert said.kind == "direct"
    assert words(NEWS, said.source) == ["she"]
    assert words(NEWS, said.content)[0] == '"We have no reason to hurry,"'


def test_a_denial_is_an_attribution_and_narration_is_none(reader: ModelReader) -> None:
    found = reader.read(NEWS).attributions
    assert any("denied" in " ".join(words(NEWS, a.cue)) for a in found)
    narrated = NEWS.index("The road was closed")
    assert not any(a <= narrated < b for f in found for a, b in f.content)


def test_typewriter_and_printers_quotes_are_read_alike(reader: ModelReader) -> None:
    curly = NEWS.replace(' "', " “").replace('"\n', "”\n").replace('" ', "” ").replace('."', ".”")
    assert len(curly) == len(NEWS)
    straight, printed = (
        [(a.kind, a.source, a.cue, a.content) for a in reader.read(text).attributions] for text in (NEWS, curly)
    )
    assert straight == printed


def test_a_quotation_over_paragraphs_gives_a_piece_for_each(reader: ModelReader) -> None:
    text = (
        "“We have waited for eleven years and we will not wait for another one,” President Tomas Oren said.\n\n"
        "“The dam will be finished in the spring, whatever the commission writes.\n\n"
        "“And the river belongs to all of us,” he said."
    )
    analysis = reader.read(text)
    in_place(text, analysis)
    assert not any("\n" in text[a:b] for f in analysis.attributions for a, b in f.content)


def test_the_same_text_gives_the_same_analysis_on_any_number_of_threads(reader: ModelReader) -> None:
    text = NEWS * 12
    alone = reader.read(text)
    for threads in (2, 3, 8):
        assert ModelReader(threads=threads).read(text) == alone


def test_a_text_reads_the_same_whatever_was_read_before_or_beside_it(reader: ModelReader) -> None:
    shared = ModelReader(threads=2)
    expected = reader.read(NEWS)
    found: list[Analysis] = []
    workers = [
        threading.Thread(
            target=lambda text=text: found.append(shared.read(text)) if text is NEWS else shared.read(text)
        )
        for text in (NEWS, "Oren said no. " * 90, NEWS, "")
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert found == [expected, expected]


def test_a_paragraph_in_the_middle_of_a_long_text_keeps_its_offsets(reader: ModelReader) -> None:
    filler = "The bridge carries nine thousand cars a day and was repaired in April. " * 60
    text = f"{filler}\n\nColonel Idris Bello confirmed that two soldiers had been killed.\n\n{filler}"
    found = [parts(text, a) for a in reader.read(text).attributions]
    assert (["Colonel Idris Bello"], ["confirmed"], ["that two soldiers had been killed"]) in found


def test_a_page_read_in_stretches_reads_as_if_at_once(reader: ModelReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever a stretch ends: between a quotation and the next paragraph of it, a cue and what it tells."""
    chance = random.Random(11)
    quoted = ["“We have waited for eleven years,” President Oren said.", "“The dam will be finished in the spring."]
    paragraphs = [p for p in [*NEWS.split("\n"), *quoted, "“And the river belongs to us,” he said.", "He added:"] if p]
    paragraphs.append(" ".join(paragraphs[:3] * 3))  # longer than a window, so that windows end within it
    text = "\n\n".join(chance.choice(paragraphs) for _ in range(120))
    monkeypatch.setattr(windows, "_AT_ONCE", 1)
    stretches = reader.read(text)
    monkeypatch.setattr(windows, "_AT_ONCE", 10_000)
    assert stretches == reader.read(text)


HOSTILE = {
    "empty": "",
    "white space": " \n\t\n ",
    "marks only": "\"“”''``«»",
    "odd quotes": '"We go," Varga said. "Never. Oren said: "Yes.',
    "a word of 50,000 letters": "Varga said " + "x" * 50_000 + " would end the talks.",
    "no spaces at all": "“" * 3_000,
    "zero width": "Va\u200brga sa\u200did that\u2060 the\ufeff talks fail\u00aded.",
    "right to left": "قال الوزير إن المحادثات فشلت. \u202eVarga said no.\u202c",
    "Chinese": "部长说，会谈已经失败。瓦尔加否认了。" * 40,
    "combining marks": "V\u0301\u0302\u0303arga sai\u0308d tha\u0301t the talks failed.",
    "capitals": "THE MINISTER SAID THAT THE TALKS HAD FAILED, AND OREN DENIED IT.",
    "no stops": "the minister said the talks failed and oren denied it and varga insisted " * 80,
    "scanning noise": "Tlie rnin1ster sa1d tbat_ ~~ tlie ta|ks ~ had f@iled .",
    "emoji": "Oren posted: “😀 𝔉𝔯𝔢𝔢 🇳🇴” on Monday.",
    "lone surrogate": "Varga said \ud800 that the talks failed.",
    "null and control": "Varga\x00 said\x07 that the talks failed.",
    "carriage returns": "Varga said no.\r\n\r\nOren said yes.\r\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_with_spans_in_place(reader: ModelReader, name: str) -> None:
    in_place(HOSTILE[name], reader.read(HOSTILE[name]))


def test_a_report_of_eight_thousand_words_is_read_in_bounded_time(reader: ModelReader) -> None:
    text = NEWS * 90
    began = time.monotonic()
    analysis = ModelReader().read(text)
    assert time.monotonic() - began < 120
    assert len(analysis.attributions) > 300


def test_inside_a_turn_voices_stand_within_it(reader: ModelReader) -> None:
    text = "MINISTER VARGA: Kesh has said that it will open the road. We do not believe that."
    turns = (((0, 14), (16, len(text))),)
    found = reader.read(text, turns).attributions
    turn = next(i for i, a in enumerate(found) if a.kind == "transcript")
    inner = next(a for a in found if words(text, a.source) == ["Kesh"])
    assert inner.within == turn
    assert not any(text[a:b].startswith("MINISTER") for f in found if f.kind != "transcript" for a, b in f.source)


def test_the_name_tells_the_version(reader: ModelReader) -> None:
    assert reader.name.startswith("model ")


def test_confidence_tells_plain_statements_from_noise(reader: ModelReader) -> None:
    plain = [a.confidence for a in reader.read(ACCORDING).attributions]
    assert plain
    assert min(plain) > 0.5


def test_what_is_unlikely_is_left_out(reader: ModelReader) -> None:
    assert min(a.confidence for a in reader.read(NEWS * 3).attributions) >= LEAST
    unsure = Calibration((0.0,) * FEATURES, -4.0)
    sure = Calibration((0.0,) * FEATURES, 4.0)
    voice = Voice((), ((0, 1),), ((1, 2),), sure=(1.0,) * FEATURES)
    assert likely([voice], unsure) == []
    assert [found for found, _ in likely([voice], sure)] == [voice]
