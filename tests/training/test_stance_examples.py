"""What the stance reader learns from: each passage as it stands on its question, and as nothing where it is on another."""

import importlib
import json
import random
import sys
from pathlib import Path

from detente.language import reader_named

STANCE = Path(__file__).parents[2] / "training" / "stance"
POSITIONS = STANCE.parent / "positions"
sys.path[:0] = [folder for folder in (str(STANCE),) if folder not in sys.path]
examples = importlib.import_module("examples")


def test_a_passage_on_a_question_that_only_looks_the_same_is_learnt_as_saying_nothing() -> None:
    pairs = [json.loads(line) for line in (POSITIONS / "pairs.jsonl").read_text(encoding="utf-8").splitlines()]
    learnt = {(e.crisis, e.issue, e.text): e.stance for e in examples.annotated(POSITIONS)}
    (look_alike,) = (p for p in pairs if p["note"] == "buoys are not mines")
    key = look_alike["crisis"], look_alike["issue"]["name"]
    assert learnt[*key, look_alike["after"]["text"]] == examples.NONE
    assert learnt[*key, look_alike["before"]["text"]] != examples.NONE


def test_the_crises_set_aside_are_never_learnt_from() -> None:
    lines = (POSITIONS / "set_aside.txt").read_text(encoding="utf-8").splitlines()
    aside = {line for line in lines if not line.startswith("#")}
    assert aside
    assert aside.isdisjoint(e.crisis for e in examples.annotated(POSITIONS))


def test_passages_come_with_their_own_question_and_what_was_asked(tmp_path: Path) -> None:
    (tmp_path / "tiny.yaml").write_text(
        "# Invented.\ncrisis: tiny\nquestions:\n- question: Arn opens the gate\n  about: [the gate]\n  for: []\n  against: []\n  passages:\n"
        "  - {says: for, firm: 0.85, actor: Arn, asked: 'Q The gate?', lead: 'MR. OM:', said: 'It will open.'}\n"
        "  - {says: nothing, actor: Bel, lead: '', said: 'The gate is green.'}\n",
        encoding="utf-8",
    )
    (told, silent), asked = examples.held_to_questions(tmp_path)
    assert (told.stance, told.firmness, told.passage.asked, told.passage.lead) == (
        0,
        0.85,
        "Q The gate?",
        "Arn: MR. OM:",
    )
    assert (silent.stance, silent.firmness) == (examples.NONE, 0.0)
    assert asked["tiny"][told.issue].about == ("the gate",)


def test_strangers_are_held_against_issues_that_they_were_not_read_on() -> None:
    learnt = examples.annotated(POSITIONS)
    issues = examples.questions(POSITIONS)
    read = {(e.crisis, e.text, e.issue) for e in learnt}
    found = list(examples.strangers(learnt, issues, random.Random(1)))
    assert len(found) > len(learnt) // 3
    assert all(e.stance == examples.NONE and (e.crisis, e.text, e.issue) not in read for e in found)


def test_every_question_that_is_learnt_from_has_a_contrary_and_no_other_has() -> None:
    unseen = set((STANCE / "unseen.txt").read_text(encoding="utf-8").split("\n"))
    aside = set((POSITIONS / "set_aside.txt").read_text(encoding="utf-8").split("\n"))
    asked = {**examples.questions(POSITIONS), **examples.held_to_questions(STANCE / "passages")[1]}
    wanted = {(c, q.question) for c, listed in asked.items() if c not in unseen | aside for q in listed.values()}
    found = examples.contraries(STANCE)
    assert found.keys() == wanted
    assert all(contrary != question for (_, question), contrary in found.items())


def test_on_the_contrary_of_its_question_a_passage_changes_sides_and_nothing_else() -> None:
    passage = examples.Passage("", "Arn: MR. OM:", "It will open.")
    stances = [examples.Example("c", "i", "t", passage, s, 0.8, 0).turned.stance for s in range(5)]
    assert stances == [1, 0, 2, 3, examples.NONE]


def test_a_passage_is_also_learnt_as_the_reader_of_attributions_finds_it() -> None:
    reader = reader_named("rules")
    text = "Premier Arn said on Monday that the gate would open and the toll would fall."
    whole = examples.Passage("", "Tolm: Premier Arn said on Monday that", "the gate would open")
    read = examples.as_read(examples.Example("c", "i", text, whole, 0, 0.8, 0), reader).read
    assert read.said == "that the gate would open and the toll would fall"
    assert read.lead.startswith("Tolm: Premier Arn said")
    silent = examples.Example("c", "i", "The gate would open.", examples.Passage("", "Tolm: ", "would open"), 0, 0.8, 0)
    assert examples.as_read(silent, reader).read is None
