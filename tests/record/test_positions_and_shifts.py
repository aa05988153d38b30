"""Positions and shifts, on invented reports."""

from __future__ import annotations

import pytest

from detente.language import reader_named
from detente.record import denying, entering
from detente.record.denials import denial_in
from detente.record.nouns import Record, Source, Statement
from detente.record.pipeline import build
from detente.record.positions import positions_of
from detente.record.stance import stance_in
from record.conftest import CASE, Making, report


def read(make_case: Making, *texts: tuple[str, str]) -> Record:
    return build(
        make_case({f"{i:02d}.txt": report(day, body) for i, (day, body) in enumerate(texts)}), reader_named("rules")
    )


def kinds(record: Record) -> list[tuple[str, str]]:
    return [(s.issue, s.kind) for s in record.shifts]


NEVER = ("2030-05-06", "President Anna Veld said on Monday that Corvia would never close the canal to Marrovian ships.")
WILL = ("2030-05-20", "President Anna Veld said on Monday that Corvia will close the canal to Marrovian ships.")
OPEN = (
    "2030-05-20",
    "President Anna Veld said on Monday that she would not rule out closing the canal to Marrovian ships.",
)


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("We will close the canal.", "for"),
        ("We will not close the canal.", "against"),
        ("We will never agree to close the canal.", "against"),
        ("We have no plan to close the canal.", "against"),
        ("The minister refused to close the canal.", "against"),
        ("They ruled out moves to close the canal.", "against"),
        ("We would not rule out a decision to close the canal.", "open"),
        ("It is not impossible that we close the canal.", "open"),
        ("We might close the canal.", "open"),
        ("I am not going to speculate about plans to close the canal.", "noncommittal"),
        ("Whether to close the canal is a decision for the Corvian people.", "noncommittal"),
    ],
)
def test_stance_follows_the_scope_of_negation_and_modality(sentence: str, stance: str) -> None:
    start = sentence.index("close the canal")
    assert stance_in(sentence, (start, start + len("close the canal"))).stance == stance


@pytest.mark.parametrize(
    ("sentence", "focus", "stance"),
    [
        ("There cannot be a settlement without the governor stepping down.", "the governor stepping down", "for"),
        ("We will not agree to any paper without a date for the pull-out.", "a date for the pull-out", "for"),
        (
            "A settlement cannot be had without the governor stepping down.",
            "settlement cannot be had without the governor",
            "for",
        ),
        ("The talks can go on without the governor stepping down.", "the governor stepping down", "against"),
        (
            "None of it would have come about had President Veld not decided to close the canal.",
            "close the canal",
            "for",
        ),
        ("Had she not chosen to close the canal, the boats would be here.", "close the canal", "for"),
        ("She had the courage not to close the canal.", "close the canal", "against"),
        ("We will not close the canal without a word to Tessel.", "close the canal", "against"),
    ],
)
def test_a_negation_undone_by_without_or_only_supposed_is_none(sentence: str, focus: str, stance: str) -> None:
    start = sentence.index(focus)
    assert stance_in(sentence, (start, start + len(focus))).stance == stance


def test_a_hedge_in_time_lowers_firmness() -> None:
    flat, hedged = "We will not close the canal.", "At this point we will not close the canal."
    focus = [(s.index("close"), len(s) - 1) for s in (flat, hedged)]
    assert stance_in(hedged, focus[1]).firmness < stance_in(flat, focus[0]).firmness


def test_a_condition_is_kept_as_a_span_of_the_report(make_case: Making) -> None:
    text = "President Anna Veld said that Corvia will close the canal to Marrovian ships if Marrow raises its duties."
    record = read(make_case, ("2030-05-06", text))
    (position,) = [p for p in record.positions if p.issue == "canal"]
    (a, b) = position.condition[0]
    assert text[a:b] == "if Marrow raises its duties"


def test_a_change_of_side_reverses(make_case: Making) -> None:
    record = read(make_case, NEVER, WILL)
    assert ("canal", "reverses") in kinds(record)
    (shift,) = [s for s in record.shifts if s.issue == "canal"]
    said = {s.id: s.said_on for s in record.statements}
    assert (said[shift.before], said[shift.after]) == ("2030-05-06", "2030-05-20")
    assert shift.speaker_before == shift.speaker_after == "Anna Veld"


def test_an_exclusion_given_up_softens(make_case: Making) -> None:
    assert kinds(read(make_case, NEVER, OPEN)) == [("canal", "softens")]


def test_an_opening_closed_hardens(make_case: Making) -> None:
    assert kinds(read(make_case, ("2030-05-06", OPEN[1]), (WILL[0], NEVER[1]))) == [("canal", "hardens")]


def test_another_office_of_the_same_government_contradicts(make_case: Making) -> None:
    other = (
        "2030-05-08",
        "Foreign Minister Jonas Hark said that he would not rule out closing the canal to Marrovian ships.",
    )
    assert kinds(read(make_case, NEVER, other)) == [("canal", "contradicted-by-own-side")]


def test_a_denial_of_having_said_so_joins_both_passages(make_case: Making) -> None:
    denial = (
        "2030-05-22",
        "President Anna Veld denied on Wednesday having suggested that Corvia would close the canal to Marrovian ships.",
    )
    record = read(make_case, OPEN, denial)
    assert kinds(record) == [("canal", "denies-saying")]


QUESTION = "Q Is it true that Corvia has decided to close the canal to Marrovian ships?"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("Those reports are inaccurate. We keep to the treaty.", "denies-report"),
        ("I did not say that. Those are your words.", "denies-saying"),
    ],
)
def test_a_denial_in_an_answer_joins_the_question(make_case: Making, answer: str, kind: str) -> None:
    body = f"Briefing in Lisk\n\nMR. LOMM: Good afternoon.\n\n{QUESTION}\n\nMR. LOMM: {answer}\n\nQ Thank you.\n\nMR. LOMM: Good day."
    record = read(make_case, ("2030-05-06", body))
    assert kinds(record) == [("canal", kind)]
    (shift,) = record.shifts
    texts = {s.id: s.text for s in record.statements}
    assert "decided to close" in texts[shift.before]


@pytest.mark.parametrize(
    ("before", "found"),
    [
        ("No.", [("canal", "denies-report")]),
        ("The Guard keeps to the treaty, and the fishermen tell a tale of a gate that nobody has ever seen shut.", []),
    ],
)
def test_a_denial_that_only_points_back_denies_the_question_where_it_opens_the_answer(
    make_case: Making, before: str, found: list[tuple[str, str]]
) -> None:
    body = f"Briefing in Lisk\n\n{QUESTION}\n\nMR. LOMM: {before} That’s not true. Good day."
    assert kinds(read(make_case, ("2030-05-06", body))) == found


def test_words_that_many_statements_share_with_the_issue_raise_no_shift(
    make_case: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entering, "COMMON", 2)
    assert kinds(read(make_case, NEVER, WILL)) == [("canal", "reverses")]
    monkeypatch.setattr(entering, "COMMON", 1)
    assert kinds(read(make_case, NEVER, WILL)) == []


def test_an_exchange_in_words_that_many_statements_share_with_the_issue_is_no_denial_on_it(
    make_case: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = ("2030-05-06", f"Briefing in Lisk\n\n{QUESTION}\n\nMR. LOMM: Those reports are inaccurate.")
    assert kinds(read(make_case, exchange)) == [("canal", "denies-report")]
    monkeypatch.setattr(denying, "COMMON", 0)
    assert kinds(read(make_case, exchange)) == []


def test_of_a_single_word_fewer_are_many(make_case: Making, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ("2030-05-06", "President Anna Veld said on Monday that she had ruled out a moratorium.")
    after = ("2030-05-20", "President Anna Veld said on Monday that she supports a moratorium.")
    case = CASE + "  halt: {question: A moratorium}\n"
    files = {f"{i}.txt": report(*text) for i, text in enumerate((before, after))}

    def raised() -> list[tuple[str, str]]:
        return kinds(build(make_case(files, case), reader_named("rules")))

    assert raised() == [("halt", "reverses")]
    monkeypatch.setattr(entering, "FEW", 1)
    assert raised() == []


@pytest.mark.parametrize(
    ("later", "why"),
    [
        (
            ("2030-05-20", "President Anna Veld said that the canal will not be closed to Marrovian ships by Corvia."),
            "a paraphrase",
        ),
        (
            ("2030-05-20", "Prime Minister Ilse Gant said that Corvia will close the canal to Marrovian ships."),
            "another actor",
        ),
        (("2030-05-20", "Critics said that Corvia will close the canal to Marrovian ships."), "somebody else's words"),
        (
            (
                "2030-05-20",
                "President Anna Veld declined to say whether Corvia would close the canal to Marrovian ships.",
            ),
            "no answer",
        ),
        (
            (
                "2030-05-20",
                "President Anna Veld said in 2029 that Corvia would never close the canal to Marrovian ships.",
            ),
            "an old quote",
        ),
    ],
)
def test_what_is_no_shift_raises_none(make_case: Making, later: tuple[str, str], why: str) -> None:
    assert kinds(read(make_case, NEVER, later)) == [], why


def test_a_reporter_s_guess_raises_none(make_case: Making) -> None:
    body = f"Briefing in Lisk\n\nMR. LOMM: Good afternoon.\n\n{QUESTION}\n\nMR. LOMM: We keep to the treaty.\n\nQ Thank you.\n\nMR. LOMM: Good day."
    assert kinds(read(make_case, NEVER, ("2030-05-20", body))) == []


@pytest.mark.parametrize(
    "text", ["He said nothing new.", "The reports came late.", "", "It is not far.", "That’s wrong-headed."]
)
def test_no_denial_is_seen_where_none_is(text: str) -> None:
    assert denial_in(text) is None


@pytest.mark.parametrize(
    "said",
    [
        "said that Corvia and Marrow were talking while Tessel complained of the closure of something else",
        "warned that the canal will be closed",
        "said that the storm would last if Corvia closes the canal",
        "said that any closure of the canal would be bad for trade",
    ],
)
def test_a_mere_mention_takes_no_stance(make_case: Making, said: str) -> None:
    record = read(make_case, ("2030-05-06", f"President Anna Veld {said}."))
    assert [p.stance for p in record.positions if p.issue == "canal" and p.stance in ("for", "against")] == []


def test_what_is_asked_and_then_not_ruled_out_stays_open() -> None:
    sentence = "whether he could see a closure of the canal … that he would not rule out anything"
    start = sentence.index("closure")
    assert stance_in(sentence, (start, start + len("closure of the canal"))).stance == "open"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I never spoke of closing anything.", "denies-saying"),
        ("He gave no such promise.", "denies-saying"),
        ("Those words were put into her mouth.", "denies-saying"),
        ("The report was nonsense from end to end.", "denies-report"),
        ("She called the paper's story baseless.", "denies-report"),
    ],
)
def test_denials_are_known_by_their_words(text: str, kind: str) -> None:
    found = denial_in(text)
    assert found is not None
    assert found[0] == kind


def test_the_words_denied_are_shown_from_the_report_that_told_them_first(make_case: Making) -> None:
    texts = {
        "a.txt": report(
            "2030-05-06",
            "Foreign Minister Jonas Hark said on Monday that Corvia might close the canal.",
        ),
        "b.txt": report(
            "2030-05-08", "Foreign Minister Jonas Hark denied having suggested that Corvia would close the canal."
        ),
        "c.txt": report(
            "2030-05-10",
            "On 6 May 2030 Foreign Minister Jonas Hark said that Corvia might close the canal to Marrovian ships.",
        ),
    }
    record = build(make_case(texts), reader_named("rules"))
    told = {s.id: s for s in record.statements}
    (denial,) = [s for s in record.shifts if s.kind == "denies-saying"]
    assert told[denial.before].report.startswith("a")


@pytest.mark.parametrize(("cue", "found"), [("has promised", ["for"]), ("had never kept its promise", [])])
def test_whether_a_promise_was_kept_tells_no_stance(make_case: Making, cue: str, found: list[str]) -> None:
    text = "to close the canal to Marrovian ships"
    source = Source((), "Corvia", "Corvia", None, None, "second-hand")
    said = Statement(
        "s-1",
        "r",
        "indirect",
        source,
        (),
        ((0, len(text)),),
        text,
        None,
        "2030-05-06",
        "words",
        None,
        1.0,
        "given",
        cue_text=cue,
    )
    assert [p.stance for p in positions_of(make_case({}), [said])] == found
