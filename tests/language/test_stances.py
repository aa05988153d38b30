"""The stance reader: what a reader of it may rely on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from detente.language.model.pieces import tokenizer
from detente.language.model.reader import WEIGHTS as READER_WEIGHTS
from detente.language.stances import STANCES, Passage, Question, StanceReader
from detente.language.stances.encoding import PARTS, Encoded, encoded
from detente.language.stances.words import words_in

BRIDGE = Question(
    "Norland closes the bridge over the Ister", ("the bridge", "the crossing"), ("close", "shut"), ("keep open",)
)


def said(text: str, cue: str = "The minister said", asked: str = "") -> Passage:
    return Passage(asked, f"Norland: {cue}", text)


@pytest.fixture(scope="module")
def reader() -> StanceReader:
    return StanceReader(threads=1)


def stance(reader: StanceReader, passage: Passage) -> str:
    (found,) = reader.read([(BRIDGE, passage)])
    return STANCES[found.chances.index(max(found.chances))]


def test_a_plain_intention_and_a_plain_refusal_take_opposite_sides(reader: StanceReader) -> None:
    assert stance(reader, said("Norland will close the bridge at midnight.")) == "for"
    assert stance(reader, said("the bridge would never be closed, it stays open to all.")) == "against"


def test_words_on_something_else_are_held_to_be_about_something_else(reader: StanceReader) -> None:
    on, off = reader.read(
        [
            (BRIDGE, said("Norland will close the bridge at midnight.")),
            (BRIDGE, said("bread has become dearer by a tenth since spring.")),
        ]
    )
    assert on.about > 0.9 > off.about


def test_a_flat_exclusion_is_firmer_than_a_possibility(reader: StanceReader) -> None:
    flat, loose = reader.read(
        [
            (BRIDGE, said("under no circumstances would Norland close the bridge.")),
            (BRIDGE, said("closing the bridge was possible, nothing had been ruled out.")),
        ]
    )
    assert flat.firmness > loose.firmness


def test_a_passage_is_read_alike_in_any_company_and_on_any_number_of_threads(reader: StanceReader) -> None:
    rows = [(BRIDGE, said(f"Norland will close the bridge on day {n}.")) for n in range(5)]
    alone = [reader.read([row])[0] for row in rows]
    assert reader.read(rows) == alone
    assert StanceReader(threads=3).read(rows) == alone


def test_a_long_turn_never_pushes_the_question_out() -> None:
    row = encoded(BRIDGE, said("bridge " * 900, asked="why " * 900), tokenizer(READER_WEIGHTS / "vocab.txt"))
    short = encoded(BRIDGE, said("bridge"), tokenizer(READER_WEIGHTS / "vocab.txt"))
    assert len(row.ids) == len(row.parts) < 256
    asked = int(np.searchsorted(short.parts == 6, True))
    assert set(row.parts.tolist()) == set(range(PARTS)) and asked > 0
    assert row.ids[:20].tolist() == short.ids[:20].tolist()


def test_odd_input_is_read_without_complaint(reader: StanceReader) -> None:
    (found,) = reader.read([(Question("?"), Passage("", "", ""))])
    assert 0 <= found.firmness <= 1 and sum(found.chances) <= 1.001


def test_the_shared_table_of_words_is_whole(tmp_path: Path) -> None:
    table, scale, zero = words_in(READER_WEIGHTS / "reader.onnx")
    assert table.shape == (30522, 384) and 0 < scale < 0.1 and 0 < zero < 255
    (tmp_path / "other.onnx").write_bytes(b"")
    with pytest.raises(ValueError, match="no embeddings"):
        words_in(tmp_path / "other.onnx")


def test_a_question_with_words_for_a_side_is_read_with_them_and_without_and_the_mean_is_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Network:
        def run(self, rows: Sequence[Encoded]) -> list[NDArray[np.float32]]:
            words_for = [bool((row.parts == 3).any()) for row in rows]
            return [np.array([2.0 if worded else 0.0, *[0.0] * 7], dtype=np.float32) for worded in words_for]

    monkeypatch.setattr(StanceReader, "_network", Network())
    passage = Passage("", "Arn: MR. OM:", "It will open.")
    plain, mean = StanceReader().read(
        [(Question("Arn opens the gate", ("gate",), *words), passage) for words in ((), (("open",),))]
    )
    assert plain.chances[0] == 0.2
    assert mean.chances[0] == round((0.2 + math.exp(2) / (math.exp(2) + 4)) / 2, 3)
