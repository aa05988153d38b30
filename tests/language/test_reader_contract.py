"""What holds for every reader, whatever it is given."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.language import Analysis, Reader, reader_named
from language.chat_service import honest_or_wild, serving

READERS = ("model", "rules", "openai")
kept = lru_cache(reader_named)  # a reader loads its weights once
HOSTILE = {
    "empty": "",
    "only marks": '"""“”’‘«»—…',
    "odd number of quotation marks": '"We will not go, said Varga. "Never.',
    "all capitals": "THE MINISTER SAID THAT THE TALKS HAD FAILED. IRAN DENIED IT.",
    "no punctuation": "the minister said the talks had failed and iran denied it " * 40,
    "another language": "Le ministre a déclaré que les négociations avaient échoué. L’Iran a démenti.",
    "a script that is not ours": "Министр заявил, что переговоры провалились. «Нет», — сказал он. 大臣は「いいえ」と述べた。",
    "zero width marks inside words": "V\u200bar\u200cga sa\u200did that I\u2060ran had \u202eleft\u202c.",
    "a long report without a line end": 'The minister said that the talks had failed. "We will go on," she added. Iran denied it. '
    * 300,
    "a long report of short lines": "Varga said no.\n" * 2_000,
    "only cues": "said " * 2_000,
    "marks that never close": "“He said " * 1_500,
    "only line ends": "x\n" * 5_000,
    "a letter with five hundred accents": "Varga said e" + "\u0301" * 500 + " must go.",
    "right to left": "قال الوزير إن المحادثات فشلت. \u202eOren said no.\u202c",
    "zero width": "The\u200b minister\u200d said\ufeff that it\u00ad failed.",
    "a word of 50,000 letters": "Varga said " + "a" * 50_000 + " would end.",
    "scanning noise": "Tlie rnin1ster sa1d tbat_ ~~ tlie ta|ks ~ had f@iled .",
    "emoji and astral letters": "Oren tweeted: “😀 𝔉𝔯𝔢𝔢𝔡𝔬𝔪 🇮🇶” on Monday.",
    "a cue cut off before the next": '" said said , said said',
    "windows line ends left in": "Varga said no.\r\n\r\nOren said yes.",
}


def everything_is_in_place(text: str, analysis: Analysis) -> None:
    for attribution in analysis.attributions:
        assert attribution.content or attribution.cue
        assert 0.0 <= attribution.confidence <= 1.0
        for part in (attribution.source, attribution.cue, attribution.content):
            for start, end in part:
                assert 0 <= start < end <= len(text)
                assert not text[start].isspace()
                assert not text[end - 1].isspace()
            assert list(part) == sorted(part)
            assert all(a[1] <= b[0] for a, b in zip(part, part[1:], strict=False)), "pieces do not overlap"
        if attribution.within is not None:
            assert analysis.attributions[attribution.within] is not attribution
    for index in range(len(analysis.attributions)):
        seen = set()
        here: int | None = index
        while here is not None:
            assert here not in seen, "no voice stands within itself"
            seen.add(here)
            here = analysis.attributions[here].within
    assert list(analysis.sentences) == sorted(analysis.sentences)


@pytest.fixture(scope="module", autouse=True)
def a_service_for_the_reader_that_asks_one() -> Iterator[None]:
    with serving(honest_or_wild) as service, pytest.MonkeyPatch.context() as environment:
        environment.setenv("DETENTE_OPENAI_ADDRESS", service.address)
        environment.setenv("DETENTE_OPENAI_MODEL", "canned")
        yield


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> Reader:
    return kept(request.param)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_gives_spans_that_lie_in_the_text(reader: Reader, name: str) -> None:
    everything_is_in_place(HOSTILE[name], reader.read(HOSTILE[name]))


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=120, deadline=None)
@given(
    text=st.lists(
        st.sampled_from(
            [
                "said",
                "that",
                ",",
                ".",
                '"',
                "“",
                "”",
                " ",
                "\n\n",
                "Varga",
                "the minister",
                "according to",
                "and",
                "who",
                "to leave",
                "Iran",
                "’",
                "x",
                ";",
                "—",
            ]
        ),
        max_size=60,
    ).map(" ".join)
)
def test_any_pile_of_words_and_marks_is_read(name: str, text: str) -> None:
    reader = kept(name)
    analysis = reader.read(text)
    everything_is_in_place(text, analysis)
    assert reader.read(text) == analysis, "the same text gives the same analysis"


def said(reader: Reader, text: str) -> list[tuple[str, str, str, str]]:
    def words(spans: tuple[tuple[int, int], ...]) -> str:
        return " | ".join(text[a:b] for a, b in spans)

    return [(a.kind, words(a.source), words(a.cue), words(a.content)) for a in reader.read(text).attributions]


def test_a_plain_indirect_statement_is_found(reader: Reader) -> None:
    assert (
        "indirect",
        "The foreign minister of Norland",
        "said",
        "that her country would not reopen the border",
    ) in said(reader, "The foreign minister of Norland said that her country would not reopen the border.")


def test_a_direct_quote_goes_to_its_speaker(reader: Reader) -> None:
    found = said(reader, '"We have no reason to hurry," said Maria Kessel, a lawmaker.')
    assert found == [("direct", "Maria Kessel, a lawmaker", "said", '"We have no reason to hurry,"')]


def test_a_voice_inside_a_voice_knows_the_outer_one(reader: Reader) -> None:
    text = "Varga said on Monday that Iran had promised to leave the town."
    found = reader.read(text).attributions
    inner = next(a for a in found if text[slice(*a.source[0])] == "Iran")
    assert inner.within is not None
    outer = found[inner.within]
    assert text[slice(*outer.source[0])] == "Varga"


@pytest.mark.parametrize("dash", ["—", "–", "--", "-"])
@pytest.mark.parametrize("name", ["model", "rules"])  # the third proposes what its service says
def test_a_dateline_is_no_part_of_the_source(name: str, dash: str) -> None:
    text = f"LINDEN {dash} Varga said on Monday that Iran had promised to leave the town."
    assert "Varga" in [text[slice(*a.source[0])] for a in kept(name).read(text).attributions if a.source]


def test_a_turn_is_the_attribution_of_its_paragraphs(reader: Reader) -> None:
    text = "MR. OREN: We will go.\n\nNobody asked us.\n\nQ: When?"
    turns = (((0, 8), (10, 39)), ((41, 42), (44, 49)))
    found = [a for a in reader.read(text, turns).attributions if a.kind == "transcript"]
    assert [(text[slice(*a.source[0])], text[slice(*a.content[0])]) for a in found] == [
        ("MR. OREN", "We will go."),
        ("MR. OREN", "Nobody asked us."),
        ("Q", "When?"),
    ]


def test_no_statement_of_a_transcript_is_over_150_words(reader: Reader) -> None:
    text = "Q: " + "so it goes on. " * 200
    turns = (((0, 1), (3, len(text))),)
    found = [a for a in reader.read(text, turns).attributions if a.kind == "transcript"]
    assert max(len(text[slice(*a.content[0])].split()) for a in found) <= 150
    assert sum(len(text[slice(*a.content[0])].split()) for a in found) == len(text.split()) - 1
