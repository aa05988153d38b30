"""The annotated corpora: well formed, honest about their faults, and compared as the arithmetic says."""

import importlib
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

TRAINING = Path(__file__).parents[2] / "training"
CORPUS = TRAINING / "corpus"
POSITIONS = TRAINING / "positions"
# The tools of the corpora are published beside their data and are no part of the package.
sys.path[:0] = [folder for folder in (str(CORPUS), str(POSITIONS)) if folder not in sys.path]
corpus_format = importlib.import_module("corpus_format")
agreement = importlib.import_module("agreement")
check_pairs = importlib.import_module("check_pairs")

FIRST = "[S1 Ann] [Q1 said] [C1 that Bob left]. Cy wept."
SECOND = "[S1 Ann] [Q1 said] that [C1 Bob left]. [S2 Cy] [Q2 wept]."
OTHER_SOURCE = "Ann [Q1 said] [C1 that Bob left]. [S1 Cy] wept."


def article(folder: Path, body: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "x01-tiny.txt"
    path.write_text(
        "id: x01-tiny\ngenre: news\nsetting: invented\ntitle: Bob leaves\npublished: 2020-01-01\n\n" + body + "\n"
    )
    return path


def body_of(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("\n\n")[2]


def test_every_article_of_both_passes_is_well_formed() -> None:
    paths = [*sorted((CORPUS / "articles").glob("*.txt")), *sorted((CORPUS / "second").glob("*.txt"))]
    assert len(paths) > 60
    assert [str(fault) for path in paths for fault in corpus_format.faults(path)] == []


def test_the_second_pass_has_the_text_and_header_of_the_first() -> None:
    seconds = sorted((CORPUS / "second").glob("*.txt"))
    assert seconds
    for second in seconds:
        first = CORPUS / "articles" / second.name
        assert corpus_format.stripped(body_of(second)) == corpus_format.stripped(body_of(first)), second.name
        assert second.read_text().partition("\n\n")[0] == first.read_text().partition("\n\n")[0], second.name


def test_agreement_of_two_tiny_passes_is_the_value_worked_out_by_hand(tmp_path: Path) -> None:
    article(tmp_path / "first", FIRST)
    article(tmp_path / "second", SECOND)
    result = agreement.agreement(agreement.read_both(tmp_path / "first", tmp_path / "second"))
    # Nine tokens. Source and cue: one token in the first, two in the second, one shared, so observed 8/9, by
    # chance (1*2 + 8*7)/81 = 58/81, kappa 14/23. Content: 3 and 2, 2 shared: 8/9, 48/81, kappa 24/33.
    assert result.tokens == 9
    assert result.parts["source"].kappa == pytest.approx(14 / 23)
    assert result.parts["cue"].kappa == pytest.approx(14 / 23)
    assert result.parts["content"].kappa == pytest.approx(24 / 33)
    assert [result.parts[part].exact_f1 for part in agreement.PARTS] == pytest.approx([2 / 3, 2 / 3, 0])
    assert (result.attribution_f1, result.with_source_f1) == pytest.approx((2 / 3, 2 / 3))


def test_an_attribution_to_somebody_else_agrees_only_without_its_source(tmp_path: Path) -> None:
    article(tmp_path / "first", FIRST)
    article(tmp_path / "second", OTHER_SOURCE)
    result = agreement.agreement(agreement.read_both(tmp_path / "first", tmp_path / "second"))
    assert (result.attribution_f1, result.with_source_f1) == (1, 0)


def test_the_command_refuses_passes_over_different_texts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article(tmp_path / "first", FIRST)
    article(tmp_path / "second", SECOND.replace("left", "stayed"))
    assert agreement.main([str(tmp_path / "first"), str(tmp_path / "second")]) == 1
    assert "do not have the same text" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("body", "line", "what"),
    [
        ("Calm.\n\n[S1 Ann] [Q1 said so.", 9, "never closed"),
        ("[S1 Ann] [Q1 said]] so.", 7, "nothing open"),
        ("Calm.\n\n[Z1 Ann] left.", 9, "opens no known mark"),
        ("[S1 Ann] [Q1 said] [C1 this\n\nand that].", 7, "runs over a paragraph's end"),
        ("", 7, "no body"),
    ],
)
def test_a_fault_is_reported_with_file_and_line(tmp_path: Path, body: str, line: int, what: str) -> None:
    path = article(tmp_path, body)
    told = [str(fault) for fault in corpus_format.faults(path)]
    assert any(fault.startswith(f"{path}:{line}: ") and what in fault for fault in told), told


def test_the_published_pairs_have_no_fault() -> None:
    assert check_pairs.faults(POSITIONS) == []


def misplaced_content(pair: dict[str, dict[str, object]]) -> None:
    pair["after"]["content"] = "words that nobody wrote"


def too_firm(pair: dict[str, dict[str, object]]) -> None:
    pair["before"]["firmness"] = 1.5


def no_day(pair: dict[str, dict[str, object]]) -> None:
    pair["after"]["date"] = "2020-02-31"


@pytest.mark.parametrize(
    ("spoil", "what"),
    [(misplaced_content, "0 times in the text"), (too_firm, "not between 0 and 1"), (no_day, "is no day")],
)
def test_a_spoiled_pair_is_found_on_its_line(
    tmp_path: Path, spoil: Callable[[dict[str, dict[str, object]]], None], what: str
) -> None:
    folder = tmp_path / "positions"
    shutil.copytree(POSITIONS, folder)
    lines = (folder / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    pair = json.loads(lines[2])
    spoil(pair)
    lines[2] = json.dumps(pair, ensure_ascii=False)
    (folder / "pairs.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    told = check_pairs.faults(folder)
    assert any("pairs.jsonl:3: " in fault and what in fault for fault in told), told
