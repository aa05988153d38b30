"""What a user of the record notices of events: the right type, the right parties, few of them, each tied to its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.language.reader import Analysis
from detente.language.sentences import sentence_spans
from detente.record.actors.who import WhoIsWho
from detente.record.events import events_of
from detente.record.nouns import Event
from detente.reports.report import Moment, Report

TYPES = frozenset(
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
)
WHO = WhoIsWho()
SENTENCES = Path(__file__).parent / "event_sentences.tsv"


def read(text: str, day: str = "2014-06-19") -> tuple[Event, ...]:
    report = Report("r-1", "r.txt", None, text, published=Moment(day, "day", "stated"))
    return events_of(report, Analysis(sentence_spans(text), ()), WHO)


def test_of_sentences_written_before_the_coder_saw_them_nearly_all_keep_type_and_parties() -> None:
    rows = [r.split("\t") for r in SENTENCES.read_text(encoding="utf-8").splitlines() if not r.startswith("#")]
    typed = parties = extra = 0
    for type_, actor, recipient, text in rows:
        found = read(text)
        right = [e for e in found if e.type == type_ and e.actor is not None and e.actor.code == actor]
        typed += any(e.type == type_ for e in found)
        parties += any(recipient == "-" or (e.recipient is not None and e.recipient.code == recipient) for e in right)
        extra += sum(e.type != type_ for e in found)
    assert len(rows) == 157
    assert typed / len(rows) >= 0.88
    assert parties / len(rows) >= 0.80
    assert extra / len(rows) <= 0.06


@pytest.mark.parametrize(
    ("text", "type_", "actor", "recipient"),
    [
        ("Kenya and Uganda began joint patrols on the lake.", "COOPERATE", "KEN", "UGA"),
        ("Kenyan and Ugandan troops exchanged fire at the ford.", "ASSAULT", "KEN", "UGA"),
        ("The trade ministers of Chile and Peru met on Friday.", "CONSULT", "CHL", "PER"),
        ("About 300 people rallied in Oslo on Friday.", "PROTEST", "NOR", None),
        ("Libya warned Malta that it would act if the boats came back.", "THREATEN", "LBY", "MLT"),
        ("Syria said Turkey was responsible for the drought.", "ACCUSE", "SYR", "TUR"),
        ("Syria said Turkey was not responsible for the drought.", None, None, None),
    ],
)
def test_joint_doers_crowds_warnings_and_blame_are_read_from_one_clause(
    text: str, type_: str | None, actor: str | None, recipient: str | None
) -> None:
    told = [(e.type, e.actor and e.actor.code, e.recipient and e.recipient.code) for e in read(text)]
    if type_ is None:
        assert told == []
    else:
        assert [t[:2] for t in told] == [(type_, actor)]
        assert recipient is None or told[0][2] == recipient


@pytest.mark.parametrize(
    ("text", "type_", "actor", "recipient"),
    [
        ("Egypt agreed on Monday to host peace talks with Sudan.", "AGREE", "EGY", "SDN"),
        ("Japan will provide food aid to Kenya next year.", "AGREE", "JPN", "KEN"),
        ("The French foreign minister met his German counterpart in Berlin on Friday.", "CONSULT", "FRA", "DEU"),
        ("Canada praised Norway for its patience.", "SUPPORT", "CAN", "NOR"),
        ("Chile and Peru signed a treaty on Tuesday.", "SUPPORT", "CHL", "PER"),
        ("The Turkish government lifted the curfew in Cyprus.", "CONCEDE", "TUR", "CYP"),
        ("Israel shared intelligence with Jordan.", "COOPERATE", "ISR", "JOR"),
        ("Sweden sent medicine to Ethiopia.", "AID", "SWE", "ETH"),
        ("Russia withdrew its troops from Georgia.", "RETREAT", "RUS", "GEO"),
        ("Spain urged Morocco to open its border.", "REQUEST", "ESP", "MAR"),
        ("India said that Pakistan must return the pilot.", "REQUEST", "IND", "PAK"),
        ("Ukraine accused Russia of shelling a hospital.", "ACCUSE", "UKR", "RUS"),
        ("Iran rejected an American proposal for talks.", "REJECT", "IRN", "USA"),
        ("Iran refused to meet the Saudi foreign minister.", "REJECT", "IRN", "SAU"),
        ("North Korea threatened to attack South Korea.", "THREATEN", "PRK", "KOR"),
        ("Thousands of Egyptians marched in Cairo against the government.", "PROTEST", "EGY", None),
        ("Germany imposed sanctions on Belarus.", "SANCTION", "DEU", "BLR"),
        ("Britain expelled two Russian diplomats.", "SANCTION", "GBR", "RUS"),
        ("China deployed warships near Vietnam.", "MOBILIZE", "CHN", None),
        ("Turkish police arrested a German journalist.", "COERCE", "TUR", "DEU"),
        ("Saudi aircraft bombed a village in Yemen.", "ASSAULT", "SAU", "YEM"),
    ],
)
def test_each_type_is_coded_with_both_countries(text: str, type_: str, actor: str, recipient: str | None) -> None:
    found = read(text)
    assert [e.type for e in found] == [type_]
    assert found[0].actor is not None
    assert found[0].actor.code == actor
    if recipient is not None:
        assert found[0].recipient is not None
        assert found[0].recipient.code == recipient


def test_a_passive_names_who_did_it_as_actor() -> None:
    (event,) = read("A Kenyan patrol was attacked by Somali rebels.")
    assert event.type == "ASSAULT"
    assert event.actor is not None
    assert event.actor.code == "SOM"
    assert event.recipient is not None
    assert event.recipient.code == "KEN"


def test_a_passive_without_an_agent_leaves_the_actor_open() -> None:
    (event,) = read("Three Iraqi civilians were killed.")
    assert event.actor is None
    assert event.recipient is not None
    assert event.recipient.code == "IRQ"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Iran attacked Iraq.", "reported"),
        ("Iran did not attack Iraq.", "denied"),
        ("Iran could attack Iraq.", "hypothetical"),
        ("Iran plans to meet Iraqi officials.", "intended"),
    ],
)
def test_the_status_says_whether_it_happened(text: str, status: str) -> None:
    assert [e.status for e in read(text)] == [status]


def test_what_is_promised_is_no_deed_and_what_is_threatened_is_none_either() -> None:
    assert [e.type for e in read("Japan promised to send troops and food to Mali.")] == ["AGREE"]
    assert [e.type for e in read("Japan threatened to impose sanctions on Mali.")] == ["THREATEN"]
    assert [e.type for e in read("Japan will not accept a proposal by Mali.")] == ["REJECT"]


@pytest.mark.parametrize(
    "text",
    [
        "The weather in Paris was mild on Tuesday.",
        "The Chinese economy grew by six percent.",
        "The attack on the embassy is still remembered in Kenya.",
        "Markets in Tokyo fell sharply.",
        "She met a friend for lunch.",
    ],
)
def test_prose_without_an_act_between_actors_gives_no_event(text: str) -> None:
    assert read(text) == ()


def test_a_description_is_not_a_new_event() -> None:
    found = read("Israel praised the Jordanian officer who had been arrested by Syria last year.")
    assert [e.type for e in found] == ["SUPPORT"]


def test_words_of_a_day_are_resolved_against_the_dateline() -> None:
    (event,) = read("France condemned Syria on Tuesday.", "2014-06-19")
    assert event.date == "2014-06-17"


def test_the_report_day_stands_in_where_no_day_is_named() -> None:
    (event,) = read("France condemned Syria.", "2014-06-19")
    assert event.date == "2014-06-19"


def test_a_place_is_kept_as_written() -> None:
    (event,) = read("The American secretary of state met Iranian officials in Vienna.")
    assert event.place == "Vienna"


def test_an_unknown_actor_stays_unknown() -> None:
    (event,) = read("Zorblax accused Iran of lying.")
    assert event.actor is not None
    assert event.actor.code is None
    assert event.actor.text == "Zorblax"


def test_us_the_country_is_not_us_the_pronoun() -> None:
    (event,) = read("The US condemned Syria.")
    assert event.actor is not None
    assert event.actor.code == "USA"


def test_every_span_is_the_text_it_claims() -> None:
    text = "On Monday Egypt accused Sudan of lying.\n\nSudan's president rejected the charge, the ministry said."
    for event in read(text):
        for party in (event.actor, event.recipient):
            if party is not None:
                assert " ".join(text[a:b] for a, b in party.spans) == party.text
        assert all(text[a:b].strip() == text[a:b] for a, b in event.trigger)


def test_ids_are_unique_and_equal_in_every_reading() -> None:
    text = "Egypt accused Sudan of lying. Egypt accused Sudan of lying. Sudan met Egypt in Cairo."
    first, second = read(text), read(text)
    assert first == second
    assert len({e.id for e in first}) == len(first) == 3


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet=st.sampled_from("Iran accused the US of. \n\"'“”attack will not 'to-éß日 "), max_size=200))
def test_any_text_gives_events_that_lie_inside_it(text: str) -> None:
    for event in read(text):
        assert event.type in TYPES
        for a, b in (
            *event.trigger,
            *(event.actor.spans if event.actor else ()),
            *(event.recipient.spans if event.recipient else ()),
        ):
            assert 0 <= a < b <= len(text)


def test_a_very_long_sentence_is_left_alone() -> None:
    assert read("Iran, " * 400 + "accused Iraq.") == ()
