"""What the trained stance reader adds to positions and shifts, on invented reports."""

from __future__ import annotations

import pytest

from detente.language import reader_named
from detente.language.stances import Leaning, Passage, Question, StanceReader
from detente.record import confirming, leanings, pipeline
from detente.record.nouns import Record
from detente.record.positions import LEANT
from record.conftest import Making, report

SHUT = ("2030-05-06", "President Anna Veld said on Monday that not one hull from Tessel would pass the locks again.")
OPEN = ("2030-05-28", "President Anna Veld said on Tuesday that every hull from Tessel was welcome at the locks again.")

NEVER = ("2030-05-06", "President Anna Veld said on Monday that Corvia would never close the canal to Marrovian ships.")
CLOSES = ("2030-05-28", "President Anna Veld said on Tuesday that Corvia will close the canal to Marrovian ships.")
ASKED = (
    "2030-05-08",
    "Briefing in Lisk\n\nQ Is it true that Corvia has decided to close the canal to Marrovian ships?\n\n"
    "MR. LOMM: Those reports are inaccurate.",
)


class Certain:
    """A leaner that holds for sure what the words of the test tell it, and counts what it was asked."""

    def __init__(self) -> None:
        self.read_so_far = 0
        self.sure = 0.9
        self.strange = "nowhere said"
        self.closing = (0.9, 0.1, 0.0, 0.0)

    def read(self, rows: list[tuple[Question, Passage]]) -> list[Leaning]:
        self.read_so_far += len(rows)
        return [self._one(question, passage) for question, passage in rows]

    def _one(self, question: Question, passage: Passage) -> Leaning:
        if "closes the canal" not in question.question or self.strange in passage.said:
            return Leaning((0.0, 0.0, 0.0, 0.0), 0.0, 0.0, 0.0)
        if "will never close" in passage.said:
            return Leaning(
                (self.sure, 0.95 - self.sure, 0.0, 0.0) if self.sure > 0.5 else (self.sure, 0.4, 0.1, 0.0),
                0.7,
                0.0,
                0.0,
            )
        if "would never close" in passage.said:
            return Leaning((0.0, 0.9, 0.0, 0.0), 0.9, 0.0, 0.0)
        if "will close" in passage.said:
            return Leaning(self.closing, 0.9, 0.0, 0.0)
        if "a flood" in passage.said:
            return Leaning((0.0, 0.0, 0.1, 0.9), 0.0, 0.9, 0.1)
        if "would not be drawn" in passage.said:
            return Leaning((0.0, 0.0, 0.1, 0.9), 0.0, 0.0, 0.0)
        if "no such order" in passage.said:
            return Leaning((0.0, 0.9, 0.0, 0.0), 0.8, 0.1, 0.9)
        return Leaning((0.9, 0.1, 0.0, 0.0) if "not one" in passage.said else (0.1, 0.9, 0.0, 0.0), 0.9, 0.0, 0.0)


@pytest.fixture
def leaner(monkeypatch: pytest.MonkeyPatch) -> Certain:
    made = Certain()
    monkeypatch.setattr(pipeline, "stances_beside", lambda _: made)
    return made


def read(make_case: Making, *texts: tuple[str, str]) -> Record:
    files = {f"{i:02d}.txt": report(day, body) for i, (day, body) in enumerate(texts)}
    return pipeline.build(make_case(files), reader_named("rules"))


def test_words_that_never_name_the_issue_get_a_position_that_says_who_read_it(
    make_case: Making, leaner: Certain
) -> None:
    (position,) = read(make_case, SHUT).positions
    assert (position.issue, position.stance, position.firmness) == ("canal", "for", 0.9)
    assert (position.why, position.sure) == (LEANT, 0.9)


def test_plain_words_are_read_otherwise_only_where_the_reader_is_clear(make_case: Making, leaner: Certain) -> None:
    plain = (
        "2030-05-07",
        "President Anna Veld said on Tuesday that Corvia will never close the canal to Marrovian ships.",
    )
    (position,) = (p for p in read(make_case, plain).positions if p.issue == "canal")
    assert (position.stance, position.why) == ("for", LEANT)
    leaner.sure = 0.45
    (position,) = (p for p in read(make_case, plain).positions if p.issue == "canal")
    assert position.stance == "against"
    assert position.why != LEANT


def test_what_a_question_ascribes_is_disowned_in_other_words(make_case: Making, leaner: Certain) -> None:
    exchange = (
        "QUESTION: Madam President, you told the fishermen that the canal is going to be closed.\n\n"
        "PRESIDENT VELD: What they heard from me was a word about a flood."
    )
    (shift,) = read(make_case, ("2030-05-08", exchange)).shifts
    assert (shift.kind, shift.speaker_before, shift.speaker_after) == ("denies-saying", "QUESTION", "Anna Veld")


def test_a_change_of_side_in_other_words_reverses(make_case: Making, leaner: Certain) -> None:
    (shift,) = read(make_case, SHUT, OPEN).shifts
    assert (shift.kind, shift.speaker_before, shift.speaker_after) == ("reverses", "Anna Veld", "Anna Veld")


def test_two_persons_of_a_side_contradict_each_other_within_a_week_and_announce_a_change_later(
    make_case: Making, leaner: Certain
) -> None:
    words = "Foreign Minister Jonas Hark said that every hull from Tessel was welcome at the locks again."
    (soon,) = read(make_case, SHUT, ("2030-05-07", words)).shifts
    assert soon.kind == "contradicted-by-own-side"
    (late,) = read(make_case, SHUT, ("2030-06-20", words)).shifts
    assert late.kind == "reverses"


def test_who_declines_to_say_is_contradicted_by_nobody(make_case: Making, leaner: Certain) -> None:
    silence = "Foreign Minister Jonas Hark said that he would not be drawn on what went on at the water."
    (shift,) = read(make_case, ("2030-05-04", silence), SHUT).shifts
    assert shift.kind == "hardens"
    (shift,) = read(make_case, SHUT, ("2030-05-09", silence)).shifts
    assert shift.kind == "softens"


def test_a_body_of_the_government_contradicts_it_for_longer_than_a_week(make_case: Making, leaner: Certain) -> None:
    words = "Captain Rolf Esk of the Canal Guard said that every hull from Tessel was welcome at the locks again."
    (shift,) = read(make_case, SHUT, ("2030-05-28", words)).shifts
    assert shift.kind == "contradicted-by-own-side"


def test_a_denial_in_other_words_is_held_against_what_was_reported(make_case: Making, leaner: Certain) -> None:
    denial = ("2030-05-08", "Government spokesman Piet Lomm said that no such order existed.")
    (shift,) = read(make_case, SHUT, denial).shifts
    assert shift.kind == "denies-report"


DENIAL = "Government spokesman Piet Lomm said that no such order existed."


@pytest.mark.parametrize("source", ["The Harbour Herald", "Two diplomats", "Prime Minister Ilse Gant"])
def test_a_denial_is_held_against_what_others_tell_of_the_denier(
    make_case: Making, leaner: Certain, source: str
) -> None:
    told = f"{source} said that not one hull from Tessel would pass the locks again."
    (shift,) = read(make_case, ("2030-05-07", told), ("2030-05-08", DENIAL)).shifts
    assert (shift.actor, shift.kind, shift.speaker_after) == ("Corvia", "denies-report", "Piet Lomm")
    assert shift.speaker_before == source.removeprefix("Prime Minister ")


def test_who_denied_a_report_and_then_does_it_has_reversed(make_case: Making, leaner: Certain) -> None:
    told = "The Harbour Herald said that not one hull from Tessel would pass the locks again."
    later = ("2030-05-28", "Government spokesman Piet Lomm said that not one hull would pass from Sunday.")
    shifts = read(make_case, ("2030-05-07", told), ("2030-05-08", DENIAL), later).shifts
    assert [(s.kind, s.speaker_before) for s in shifts] == [
        ("denies-report", "The Harbour Herald"),
        ("reverses", "Piet Lomm"),
    ]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2030-05-09", "not one hull from Tessel would pass the locks again"),  # told after the denial
        ("2030-03-01", "not one hull from Tessel would pass the locks again"),  # long before it
        ("2030-05-07", "every hull from Tessel was welcome at the locks"),  # the same as it
        ("2030-05-07", "he would not be drawn on what went on at the water"),
    ],
)
def test_a_denial_is_held_against_nothing_that_it_may_not_mean(
    make_case: Making, leaner: Certain, day: str, words: str
) -> None:
    told = f"The Harbour Herald said that {words}."
    assert read(make_case, (day, told), ("2030-05-08", DENIAL)).shifts == ()


def test_what_another_voice_says_within_a_statement_is_that_voices(make_case: Making, leaner: Certain) -> None:
    retold = (
        "2030-05-07",
        "President Anna Veld said that the Marrovian minister had told her that not one hull should pass.",
    )
    record = read(make_case, retold)
    assert [(p.actor, p.stance) for p in record.positions] == [("Marrow", "for")]
    own = "President Anna Veld said that every hull was welcome."
    assert read(make_case, retold, ("2030-05-20", own)).shifts == ()


def test_in_a_larger_case_the_rules_stand_alone(
    make_case: Making, leaner: Certain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leanings, "HANDFUL", 1)
    record = read(make_case, SHUT, OPEN)
    assert record.positions == record.shifts == ()
    assert leaner.read_so_far == 0


def test_in_a_larger_case_a_shift_is_raised_only_where_its_passages_are_held_to_be_about_the_issue(
    make_case: Making, leaner: Certain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leanings, "HANDFUL", 1)
    monkeypatch.setattr(confirming, "RARE", 0)
    (shift,) = read(make_case, NEVER, CLOSES).shifts
    assert shift.kind == "reverses"
    leaner.strange = "would never"
    record = read(make_case, NEVER, CLOSES)
    assert record.shifts == ()
    assert {p.stance for p in record.positions if p.issue == "canal"} == {"for", "against"}
    case = make_case({})
    word = "do: correct, set: {issue: canal, stance: against}"
    case.reviews.write_text(
        f"- {{report: 00.txt, quote: Corvia would never close the canal, {word}}}\n", encoding="utf-8"
    )
    (shift,) = pipeline.build(case, reader_named("rules")).shifts
    assert shift.kind == "reverses"


def test_in_a_larger_case_a_stance_that_the_reader_clearly_reads_otherwise_enters_no_shift(
    make_case: Making, leaner: Certain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leanings, "HANDFUL", 1)
    monkeypatch.setattr(confirming, "PLAINEST", 1.1)
    leaner.closing = (0.1, 0.1, 0.1, 0.6)
    assert read(make_case, NEVER, CLOSES).shifts == ()


def test_in_a_larger_case_the_plainest_words_are_not_overruled(
    make_case: Making, leaner: Certain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leanings, "HANDFUL", 1)
    leaner.closing = (0.1, 0.1, 0.1, 0.6)
    sure = min(p.sure for p in read(make_case, NEVER, CLOSES).positions)
    monkeypatch.setattr(confirming, "PLAINEST", sure)
    (shift,) = read(make_case, NEVER, CLOSES).shifts
    assert shift.kind == "reverses"


def test_in_a_larger_case_words_that_next_to_no_statement_shares_with_the_issue_tell_it_by_themselves(
    make_case: Making, leaner: Certain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leanings, "HANDFUL", 1)
    leaner.strange = "would never"
    (shift,) = read(make_case, NEVER, CLOSES).shifts
    assert shift.kind == "reverses"
    history = "Historian Jon Pell said that Corvia had to close the canal to Marrovian ships in"
    again = [("2030-05-07", f"{history} {year}.") for year in range(1900, 1900 + confirming.RARE)]
    assert read(make_case, NEVER, *again, CLOSES).shifts == ()


def test_in_a_larger_case_a_stance_of_which_the_reader_is_unsure_stands_only_where_few_share_as_much_with_the_issue(
    make_case: Making, leaner: Certain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leanings, "HANDFUL", 1)
    leaner.closing = (0.3, 0.3, 0.2, 0.1)
    (shift,) = read(make_case, NEVER, CLOSES).shifts
    assert shift.kind == "reverses"
    monkeypatch.setattr(confirming, "FEW", 1)
    assert read(make_case, NEVER, CLOSES).shifts == ()


def test_in_a_larger_case_a_denial_is_raised_where_one_of_its_passages_is_held_to_be_about_the_issue(
    make_case: Making, leaner: Certain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leanings, "HANDFUL", 1)
    leaner.strange = "decided to close"
    (shift,) = read(make_case, ASKED).shifts
    assert shift.kind == "denies-report"
    leaner.strange = " "
    assert read(make_case, ASKED).shifts == ()


def test_the_rules_stand_without_the_trained_reader_and_the_model_brings_it() -> None:
    from detente.language import stances_beside

    assert stances_beside(reader_named("rules")) is None
    assert isinstance(stances_beside(reader_named("model")), StanceReader)
