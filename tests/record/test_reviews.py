"""The analyst's word."""

from __future__ import annotations

import pytest

from detente.errors import CaseRefused
from detente.language import reader_named
from detente.record.events import events_of
from detente.record.nouns import Record
from detente.record.pipeline import build
from detente.record.reviews import append_review, read_reviews
from record.conftest import Making, report

SAID = "President Anna Veld said on Monday that Corvia would never close the canal to Marrovian ships."
TEXTS = {"a.txt": report("2030-05-06", SAID)}
QUOTE = "Corvia would never close the canal"


def review(make_case: Making, text: str, texts: dict[str, str] | None = None) -> tuple[Record, list[str]]:
    case = make_case(texts or TEXTS)
    case.reviews.write_text(text, encoding="utf-8")
    told: list[str] = []
    return build(case, reader_named("rules"), on_message=told.append), told


def entry(do: str, more: str = "") -> str:
    return f"- {{report: a.txt, quote: '{QUOTE}', do: {do}{more}, by: A. Reader, on: 2030-06-01, why: read again}}\n"


def test_a_confirmed_statement_is_marked(make_case: Making) -> None:
    record, _ = review(make_case, entry("confirm"))
    assert [s.review for s in record.statements] == ["confirmed"]


def test_a_rejected_statement_is_gone_and_stays_gone(make_case: Making) -> None:
    assert review(make_case, entry("reject"))[0].statements == ()
    assert review(make_case, entry("reject"))[0].statements == ()


def test_a_correction_is_honoured_in_statement_and_position(make_case: Making) -> None:
    more = ", set: {person: Jonas Hark, office: Foreign Minister, said_on: 2030-05-05, issue: canal, stance: open, firmness: 0.4}"
    record, _ = review(make_case, entry("correct", more))
    (statement,) = record.statements
    assert (statement.source.person, statement.said_on, statement.review) == ("Jonas Hark", "2030-05-05", "corrected")
    (position,) = [p for p in record.positions if p.issue == "canal"]
    assert (position.stance, position.firmness, position.speaker) == ("open", 0.4, "Jonas Hark")


def test_a_missed_statement_can_be_added(make_case: Making) -> None:
    texts = {"a.txt": report("2030-05-06", SAID + " The canal stays open, to hear the minister tell it.")}
    more = "- {report: a.txt, quote: The canal stays open, do: add, set: {actor: Corvia, person: Jonas Hark}}\n"
    record, _ = review(make_case, more, texts)
    added = [s for s in record.statements if s.review == "added"]
    assert [(s.text, s.source.person) for s in added] == [("The canal stays open", "Jonas Hark")]


def test_a_review_is_found_again_when_offsets_have_moved(make_case: Making) -> None:
    texts = {"a.txt": report("2030-05-06", "A long first paragraph that was not there before.\n\n" + SAID)}
    assert [s.review for s in review(make_case, entry("confirm"), texts)[0].statements] == ["confirmed"]


def test_of_two_places_the_context_decides(make_case: Making) -> None:
    texts = {
        "a.txt": report("2030-05-06", f"{SAID}\n\nForeign Minister Jonas Hark said on Tuesday that {QUOTE} either.")
    }
    more = ", before: 'Jonas Hark said on Tuesday that', after: either"
    record, _ = review(make_case, entry("reject", more), texts)
    assert [s.source.person for s in record.statements] == ["Anna Veld"]


def test_a_review_that_is_found_no_more_is_told_and_kept(make_case: Making) -> None:
    texts = {"a.txt": report("2030-05-06", "Nothing of the kind.")}
    case = make_case(texts)
    _, told = review(make_case, entry("confirm"), texts)
    assert len(told) == 1
    assert "reviews.yaml:1" in told[0]
    assert "found no more" in told[0]
    assert case.reviews.read_text(encoding="utf-8") == entry("confirm")


def test_actors_are_merged_and_split_and_it_can_be_taken_back(make_case: Making) -> None:
    texts = {
        "a.txt": report(
            "2030-05-06", "The Canal Guard said that it was ready. The Grey House said that it was ready too."
        )
    }
    plain, _ = review(make_case, "[]\n", texts)
    merged, _ = review(make_case, "- {do: merge, actors: [Corvia, Canal Guard]}\n", texts)
    split, _ = review(make_case, "- {do: split, actors: [Corvia, The palace], phrases: [Grey House]}\n", texts)
    assert [s.source.actor for s in plain.statements] == ["Canal Guard", "Corvia"]
    assert [s.source.actor for s in merged.statements] == ["Corvia", "Corvia"]
    assert [s.source.actor for s in split.statements] == ["Canal Guard", "The palace"]


def test_an_appended_review_keeps_comments_and_entries(make_case: Making) -> None:
    case = make_case(TEXTS)
    case.reviews.write_text("# our own notes\n" + entry("confirm") + "# the end\n", encoding="utf-8")
    append_review(
        case, {"report": "a.txt", "quote": QUOTE, "do": "correct", "set": {"venue": "Lisk"}, "by": "B. Reader"}
    )
    text = case.reviews.read_text(encoding="utf-8")
    assert "# our own notes" in text
    assert "# the end" in text
    assert [e.do for e, _ in read_reviews(case)] == ["confirm", "correct"]


def test_a_review_is_appended_to_a_file_that_holds_none(make_case: Making) -> None:
    case = make_case(TEXTS)
    case.reviews.write_text("# nothing yet\n[]\n", encoding="utf-8")
    append_review(case, {"report": "a.txt", "quote": QUOTE, "do": "confirm"})
    assert case.reviews.read_text(encoding="utf-8").startswith("# nothing yet\n")
    assert len(read_reviews(case)) == 1


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("- {report: a.txt, quote: x, do: confrim}\n", 1, "confirm"),
        ("- {report: a.txt, quote: x, do: confirm}\n- {report: a.txt, do: reject}\n", 2, "quote"),
        ("- {do: merge, actors: [Corvia]}\n", 1, "two actors"),
        ("- {report: a.txt, quote: x, do: confirm, qoute: y}\n", 1, "quote"),
        ("title: no list\n", 1, "list"),
    ],
)
def test_a_fault_is_told_with_its_line(make_case: Making, text: str, line: int, words: str) -> None:
    with pytest.raises(CaseRefused) as refused:
        review(make_case, text)
    assert f"reviews.yaml:{line}" in str(refused.value)
    assert words in str(refused.value)


EVENT = "Marrovian gunboats shelled the harbour of Corvia on Sunday."
EVENTS = {"a.txt": report("2030-05-06", EVENT)}


def events_after(make_case: Making, text: str) -> tuple[Record, list[str]]:
    case = make_case(EVENTS)
    case.reviews.write_text(text, encoding="utf-8")
    told: list[str] = []
    return build(case, reader_named("rules"), events=events_of, on_message=told.append), told


def on_event(do: str, more: str = "") -> str:
    return f"- {{report: a.txt, quote: shelled, of: event, do: {do}{more}, by: A. Reader}}\n"


def test_an_event_is_confirmed_rejected_and_corrected_by_the_words_of_its_trigger(make_case: Making) -> None:
    read, _ = events_after(make_case, "[]\n")
    assert [(e.type, e.review) for e in read.events] == [("ASSAULT", "none")]
    assert [e.review for e in events_after(make_case, on_event("confirm"))[0].events] == ["confirmed"]
    assert events_after(make_case, on_event("reject"))[0].events == ()
    more = ", set: {type: COERCE, mode: seize, recipient: the harbour of Corvia, date: 2030-05-04, place: Corvia, status: denied}"
    (event,) = events_after(make_case, on_event("correct", more))[0].events
    assert (event.type, event.mode, event.date, event.place) == ("COERCE", "seize", "2030-05-04", "Corvia")
    assert (event.status, event.review, event.id) == ("denied", "corrected", read.events[0].id)
    assert event.recipient is not None
    assert event.recipient.text == "the harbour of Corvia"
    (span,) = event.recipient.spans
    assert EVENT[slice(*span)] == "the harbour of Corvia"


def test_a_corrected_type_without_a_mode_keeps_no_mode_of_the_old_type(make_case: Making) -> None:
    (event,) = events_after(make_case, on_event("correct", ", set: {type: COERCE}"))[0].events
    assert (event.type, event.mode) == ("COERCE", None)


def test_a_missed_event_is_added_with_its_parties_and_its_reader(make_case: Making) -> None:
    more = "- {report: a.txt, quote: gunboats, of: event, do: add, set: {type: MOBILIZE, actor: Marrovian, actor_code: Marrovia}, by: A. Reader}\n"
    record, _ = events_after(make_case, more)
    added = [e for e in record.events if e.review == "added"]
    assert [(e.type, e.actor and e.actor.code, e.method) for e in added] == [
        ("MOBILIZE", "Marrovia", "analyst A. Reader")
    ]
    assert len(record.events) == 2


def test_a_review_of_an_event_that_is_read_no_more_is_told_and_kept(make_case: Making) -> None:
    record, told = events_after(make_case, "- {report: a.txt, quote: on Sunday, of: event, do: reject}\n")
    assert len(record.events) == 1
    assert ["no event is read at 'on Sunday'" in line for line in told] == [True]


def test_merged_actors_are_one_in_the_events_too(make_case: Making) -> None:
    merge = "- {do: merge, actors: [Corvia, Marrow]}\n"
    (event,) = events_after(make_case, merge)[0].events
    assert event.actor is not None
    assert event.actor.code == "CVA"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- {report: a.txt, quote: shelled, of: event, do: correct, set: {type: ATTACK}}\n", "type"),
        ("- {report: a.txt, quote: shelled, of: event, do: correct, set: {person: X}}\n", "belongs to a statement"),
        ("- {report: a.txt, quote: shelled, do: correct, set: {type: ASSAULT}}\n", "belongs to an event"),
        ("- {report: a.txt, quote: shelled, of: event, do: add}\n", "needs its type"),
    ],
)
def test_a_faulty_review_of_an_event_is_refused_with_its_line(make_case: Making, text: str, said: str) -> None:
    with pytest.raises(CaseRefused, match=said) as caught:
        events_after(make_case, text)
    assert caught.value.where.endswith("reviews.yaml:1")
