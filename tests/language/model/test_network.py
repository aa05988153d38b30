"""The shipped network against the training framework's own figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from detente.language.model.chains import CHAINS, SCORES, decode, legal, marginals, runs
from detente.language.model.network import Network
from detente.language.model.reader import WEIGHTS

REFERENCE = Path(__file__).parent / "reference.npz"
"""Torch's outputs in 32 bits for windows of several lengths, with and without padding, stored as 16-bit numbers."""


def windows() -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    stored = np.load(REFERENCE)
    count = sum(name.startswith("ids_") for name in stored)
    return [
        (stored[f"ids_{n}"], stored[f"shapes_{n}"], stored[f"outputs_{n}"].astype(np.float32)) for n in range(count)
    ]


def test_labels_agree_with_the_training_framework_at_every_length() -> None:
    network = Network(WEIGHTS / "reader.onnx", threads=1)
    same = total = 0
    for ids, shapes, expected in windows():
        (output,) = network.run([(ids, shapes)])
        assert output.shape == expected.shape
        for chain in CHAINS[:3]:
            own, theirs = output[:, chain.columns], expected[:, chain.columns]
            same += int((own.argmax(1) == theirs.argmax(1)).sum())
            total += len(own)
    assert same / total > 0.95, "int8 may move a label in twenty on random pieces, no more"


def test_scores_stay_near_the_training_frameworks() -> None:
    network = Network(WEIGHTS / "reader.onnx", threads=1)
    for ids, shapes, expected in windows():
        (output,) = network.run([(ids, shapes)])
        spread = float(expected[:, :SCORES].std())
        assert float(np.abs(output[:, :SCORES] - expected[:, :SCORES]).mean()) < 0.25 * spread


def test_padding_changes_nothing_but_rounding() -> None:
    """The export is asked with padding here; the package itself never pads."""
    import onnxruntime

    session = onnxruntime.InferenceSession(str(WEIGHTS / "reader.onnx"), providers=["CPUExecutionProvider"])
    ids, shapes, expected = windows()[2]
    row = np.concatenate([[101], ids, [102], np.zeros(31, dtype=np.int64)])[None]
    shape = np.concatenate([[0], shapes, [0], np.zeros(31, dtype=np.int64)])[None]
    mask = (np.arange(row.shape[1]) < len(ids) + 2).astype(np.int64)[None]
    (output,) = session.run(None, {"ids": row, "shapes": shape, "mask": mask})
    got = output[0, 1 : len(ids) + 1, :SCORES]
    spread = float(expected[:, :SCORES].std())
    assert float(np.abs(got - expected[:, :SCORES]).mean()) < 0.25 * spread


def test_threads_do_not_change_a_bit() -> None:
    every = [(ids, shapes) for ids, shapes, _ in windows()] * 5
    one, four = (Network(WEIGHTS / "reader.onnx", threads=n).run(every) for n in (1, 4))
    assert all(np.array_equal(a, b) for a, b in zip(one, four, strict=True))


@pytest.mark.parametrize("chain", CHAINS, ids=lambda c: c.name)
def test_decoding_finds_the_best_row_of_labels(chain) -> None:  # type: ignore[no-untyped-def]
    chance = np.random.default_rng(3)
    scores = chance.normal(size=(4, chain.labels)).astype(np.float32)
    transitions = legal(chain) + chance.normal(size=(chain.labels, chain.labels)).astype(np.float32)
    rows = np.indices((chain.labels,) * 4).reshape(4, -1).T
    rows = rows[(rows[:, 0] == 0) | (rows[:, 0] % 2 == 1)]
    values = scores[np.arange(4), rows].sum(1) + transitions[rows[:, :-1], rows[:, 1:]].sum(1)
    assert decode(scores, transitions, [(0, 4)]).tolist() == rows[values.argmax()].tolist()
    weights = np.exp(values - values.max())
    expected = np.array([[weights[rows[:, t] == k].sum() for k in range(chain.labels)] for t in range(4)])
    np.testing.assert_allclose(marginals(scores, transitions, [(0, 4)]), expected / weights.sum(), atol=1e-4)


def test_paragraphs_are_decoded_as_if_alone() -> None:
    chain = CHAINS[0]
    chance = np.random.default_rng(5)
    scores = chance.normal(size=(90, chain.labels)).astype(np.float32)
    transitions = legal(chain)
    segments = [(0, 3), (3, 40), (40, 41), (41, 90)]
    together = decode(scores, transitions, segments)
    apart = np.concatenate([decode(scores[a:b], transitions, [(0, b - a)]) for a, b in segments])
    assert together.tolist() == apart.tolist()


def test_runs_are_cut_where_a_new_span_begins() -> None:
    assert list(runs(np.array([1, 2, 1, 0, 3, 4, 1]))) == [(0, 0, 2), (0, 2, 3), (1, 4, 6), (0, 6, 7)]
