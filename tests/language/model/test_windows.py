"""Where a text is cut into windows: nothing is read twice, nothing is left out, and paragraphs stay whole."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from detente.language.model import pieces as pieces_module
from detente.language.model.pieces import split, tokenizer
from detente.language.model.reader import WEIGHTS
from detente.language.model.windows import BODY, breaks, plan, through
from detente.language.sentences import sentence_spans

PARAGRAPH = "The envoy said that the talks would go on. Nobody in Kesh believed her. The border stayed shut on Monday."


def cut(text: str, body: int = BODY) -> tuple[list[tuple[int, int]], tuple[np.ndarray, ...], int]:
    pieces = split(text, tokenizer(WEIGHTS / "vocab.txt"))
    cuts = breaks(pieces, sentence_spans(text))
    return plan(len(pieces.ids), cuts, body), cuts, len(pieces.ids)


def test_every_piece_is_read_once_and_no_window_is_too_long() -> None:
    chance = random.Random(5)
    for _ in range(40):
        words = [chance.choice(["talks", "said.", "Kesh", "\n\n", "no!", "internationalisation"]) for _ in range(900)]
        windows, _, count = cut(" ".join(words))
        assert windows[0][0] == 0
        assert windows[-1][1] == count
        assert all(a[1] == b[0] for a, b in pairwise(windows))
        assert all(0 < b - a <= BODY for a, b in windows)


def test_windows_end_with_paragraphs() -> None:
    windows, (paragraphs, _, _), _ = cut("\n\n".join([PARAGRAPH] * 40))
    assert len(windows) > 4
    assert {start for start, _ in windows} <= set(paragraphs.tolist())


def test_a_paragraph_longer_than_a_window_is_cut_between_sentences() -> None:
    windows, (_, sentences, _), _ = cut(" ".join([PARAGRAPH] * 40))
    assert len(windows) > 4
    assert {start for start, _ in windows} <= set(sentences.tolist())


def test_a_sentence_longer_than_a_window_is_cut_between_words() -> None:
    windows, (_, _, words), _ = cut("internationalisation of the river " * 400)
    assert len(windows) > 4
    assert {start for start, _ in windows} <= set(words.tolist())


def test_what_is_said_of_a_word_stands_at_its_place() -> None:
    text = "\n\n".join(f"{PARAGRAPH} Round {n}." for n in range(600))
    pieces = split(text, tokenizer(WEIGHTS / "vocab.txt"))
    read = list(
        through(pieces, sentence_spans(text), lambda group: [ids[:, None].astype(np.float32) for ids, _ in group])
    )
    assert len(read) > 2
    assert [first for first, _ in read] == [0, *np.cumsum([len(said) for _, said in read])[:-1]]
    assert all(pieces.opens_line[first] for first, _ in read)
    assert [int(n) for _, said in read for n in said[:, 0]] == pieces.ids[pieces.first].tolist()


def test_memory_holds_a_stretch_of_a_long_page_and_not_the_page() -> None:
    def blank(group: Sequence[tuple[np.ndarray, np.ndarray]]) -> list[np.ndarray]:
        return [np.zeros((len(ids), 200), np.float32) for ids, _ in group]

    def peak(paragraphs: int) -> int:
        text = "\n\n".join([PARAGRAPH] * paragraphs)
        pieces = split(text, tokenizer(WEIGHTS / "vocab.txt"))
        sentences = sentence_spans(text)
        tracemalloc.start()
        try:
            assert sum(len(said) for _, said in through(pieces, sentences, blank)) == len(pieces.words)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(4_000) < 1.5 * peak(1_000)


def test_a_text_is_split_alike_in_one_piece_and_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(3)
    words = [
        "talks",
        "Kesh’s",
        "\n",
        "\r\n",
        "\n\n\n",
        "\u0301",
        "naïve",
        "“No!”",
        "\x00",
        "\u2028",
        "部长",
        "\ud800",
        "x" * 120,
    ]
    for _ in range(40):
        text = " ".join(chance.choice(words) for _ in range(300))
        whole = split(text, tokenizer(WEIGHTS / "vocab.txt"))
        with monkeypatch.context() as patch:
            patch.setattr(pieces_module, "_LINES", chance.choice((0, 1, 50, 400)))
            parts = split(text, tokenizer(WEIGHTS / "vocab.txt"))
        assert whole.marks == parts.marks
        for name in ("ids", "shapes", "first", "words"):
            assert np.array_equal(getattr(whole, name), getattr(parts, name)), (name, text)


def test_a_text_without_words_has_no_windows() -> None:
    assert cut("")[0] == []
    assert cut(" \n ")[0] == []
