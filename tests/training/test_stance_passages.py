"""The annotated passages of the stance reader: well formed, and a fault is told where it stands."""

import importlib
import sys
from pathlib import Path

import pytest

PASSAGES = Path(__file__).parents[2] / "training" / "stance" / "passages"
# The tools of the corpora are published beside their data and are no part of the package.
sys.path[:0] = [str(PASSAGES)]
check_passages = importlib.import_module("check_passages")

TINY = """# Invented.
crisis: tiny
questions:
- question: "Arn opens the gate"
  about: ["the gate"]
  for: []
  against: []
  passages:
  - {says: for, firm: 0.85, actor: Arn, lead: 'Arn said that', said: 'the gate will open'}
  - {says: noncommittal, firm: 0, denies: saying, actor: Arn, asked: 'Q The gate?', lead: 'MR. OM:', said: 'I spoke of a door.'}
  - {says: nothing, actor: Bel, lead: '', said: 'The gate is green.'}
"""


def tiny(folder: Path, text: str = TINY) -> Path:
    (folder / "tiny.yaml").write_text(text, encoding="utf-8")
    return folder


def test_the_published_passages_have_no_fault() -> None:
    assert check_passages.faults(PASSAGES) == []


def test_passages_are_read_with_their_question(tmp_path: Path) -> None:
    first, second, third = check_passages.read_passages(tiny(tmp_path))
    assert (first.question.question, first.question.about, first.question.favour) == (
        "Arn opens the gate",
        ("the gate",),
        (),
    )
    assert (first.says, first.firm, first.denies, first.asked) == ("for", 0.85, None, "")
    assert (second.says, second.firm, second.denies, second.asked) == ("noncommittal", 0.0, "saying", "Q The gate?")
    assert (third.says, third.firm, third.actor, third.lead) == ("nothing", None, "Bel", "")


@pytest.mark.parametrize(
    ("found", "put", "line", "what"),
    [
        ("says: for,", "says: pro,", 9, "says 'pro' is none of"),
        ("firm: 0.85, ", "", 9, "says for without firm"),
        ("says: nothing,", "says: nothing, firm: 0.5,", 11, "says nothing with firm"),
        ("firm: 0.85", "firm: 1.5", 9, "not between 0 and 1"),
        ("firm: 0.85", "firm: yes", 9, "must be a number"),
        ("says: for, firm: 0.85", "says: for, firm: 0", 9, "0 belongs to noncommittal"),
        ("says: for, firm: 0.85", "says: open, firm: 0.85", 9, "too firm for open"),
        ("denies: saying", "denies: all", 10, "denies 'all' is none of"),
        ("says: nothing,", "says: nothing, denies: report,", 11, "not marked as one"),
        ("actor: Bel, ", "", 11, "missing keys: actor"),
        ("actor: Bel,", "actor: Bel, mood: bad,", 11, "wrong or missing keys: mood"),
        ("'the gate will open'", "' '", 9, "said must be a text"),
        ("'', said: 'The gate is green.'", "'Arn said that', said: 'the gate will open'", 11, "already, in line 9"),
        ("crisis: tiny", "crisis: huge", 1, "the file is called tiny"),
        ('about: ["the gate"]', "about: gate", 4, "about must be a list"),
        ("said: 'the gate will open'}", "said: 'the gate will open", 10, "not YAML"),
    ],
)
def test_a_spoiled_passage_is_found_on_its_line(tmp_path: Path, found: str, put: str, line: int, what: str) -> None:
    assert found in TINY
    told = check_passages.faults(tiny(tmp_path, TINY.replace(found, put)))
    assert any(fault.startswith(f"{tmp_path / 'tiny.yaml'}:{line}: ") and what in fault for fault in told), told
    with pytest.raises(check_passages.PassageError):
        check_passages.read_passages(tmp_path)


def test_a_question_asked_twice_is_refused(tmp_path: Path) -> None:
    told = check_passages.faults(tiny(tmp_path, TINY + TINY.partition("questions:\n")[2]))
    assert [fault.partition("tiny.yaml")[2] for fault in told] == [
        f":12: this question stands already at {tmp_path / 'tiny.yaml'}:4"
    ]


def test_the_command_counts_or_lists_the_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check_passages.main([str(tiny(tmp_path))]) == 0
    assert "3 passages, 1 questions, 1 crises" in capsys.readouterr().out
    (tmp_path / "empty").mkdir()
    assert check_passages.main([str(tmp_path / "empty")]) == 1
    assert "no *.yaml file" in capsys.readouterr().err
