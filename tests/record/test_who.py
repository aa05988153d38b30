"""Who is who."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from detente.record.actors.coreference import Memory
from detente.record.actors.who import WhoIsWho, code_and_sector
from record.conftest import Making

PHRASES = Path(__file__).with_name("actor_phrases.tsv")
# Measured on 24 November 2026: 97 % and 97 %. A fall below these floors is a fault of the resolver or of the gazetteer.
COUNTRY_FLOOR = 0.95
SECTOR_FLOOR = 0.95


def test_actor_phrases_are_taken_to_country_and_sector() -> None:
    with PHRASES.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    assert len(rows) == 300
    found = [code_and_sector(row["phrase"], row["date"]) for row in rows]
    countries = sum((code or "-") == row["country"] for (code, _), row in zip(found, rows, strict=True))
    sectors = sum((sector or "-") == row["sector"] for (_, sector), row in zip(found, rows, strict=True))
    assert countries >= COUNTRY_FLOOR * len(rows)
    assert sectors >= SECTOR_FLOOR * len(rows)


@pytest.mark.parametrize(
    ("day", "person"),
    [
        ("2014-06-10", "Jay Carney"),
        ("2014-06-23", "Josh Earnest"),
        ("2010-02-01", "Robert Gibbs"),
        ("2017-05-01", "Sean Spicer"),
    ],
)
def test_an_office_is_read_at_its_date(day: str, person: str) -> None:
    found = WhoIsWho().resolve("the White House press secretary", day)
    assert (found.actor, found.person, found.kind) == ("United States", person, "office")


@pytest.mark.parametrize(
    ("phrase", "code"),
    [
        ("The Moscow Times", "RUS"),
        ("the Kyiv Independent", "UKR"),
        ("The Times of Israel", "ISR"),
        ("the Daily Telegraph", None),
    ],
)
def test_a_paper_is_named_for_a_place_and_speaks_for_no_state(phrase: str, code: str | None) -> None:
    found = WhoIsWho().resolve(phrase, "2014-06-16")
    assert (found.actor, found.person, found.code, found.sector) == (None, None, code, "MED")


@pytest.mark.parametrize(
    ("phrase", "actor"),
    [
        ("the Jerusalem Post", "Jerusalem Post"),
        ("Interfax", "Interfax"),
        ("Itar-Tass", "TASS"),
        ("Islamic Jihad", "Palestinian Islamic Jihad"),
        ("the House of Lords", "House of Lords"),
    ],
)
def test_what_one_body_says_is_told_of_no_other(phrase: str, actor: str) -> None:
    assert WhoIsWho().resolve(phrase, "2014-06-16").actor == actor


def test_a_paper_that_the_case_names_is_its_actor(make_case: Making) -> None:
    who = WhoIsWho(make_case({}, "version: 1\ntitle: T\nactors:\n  Lisk Times: {sector: MED}\nissues: {}\n"))
    assert who.resolve("The Lisk Times", "2030-05-06").actor == "Lisk Times"


@pytest.mark.parametrize("called", ["MS. COLE-BAINES", "Ms. Cole-Baines", "the spokeswoman, Ms Cole-Baines"])
def test_a_double_family_name_is_one_name(make_case: Making, called: str) -> None:
    office = "version: 1\ntitle: T\nactors:\n  Corvia:\n    offices: {spokeswoman: [{who: Heather Cole-Baines}]}\n"
    found = WhoIsWho(make_case({}, office)).resolve(called, "2030-05-06")
    assert (found.actor, found.person) == ("Corvia", "Heather Cole-Baines")


def test_who_serves_no_longer_speaks_for_no_actor() -> None:
    found = WhoIsWho().resolve("Hillary Clinton", "2014-06-16")
    assert (found.actor, found.person) == (None, "Hillary Clinton")


@pytest.mark.parametrize(
    ("phrase", "actor"), [("Iranian officials", "Iran"), ("Tehran", "Iran"), ("Downing Street", "United Kingdom")]
)
def test_demonyms_and_capitals_stand_for_the_state(phrase: str, actor: str) -> None:
    assert WhoIsWho().resolve(phrase, "2014-06-16").actor == actor


@pytest.mark.parametrize(
    "phrase", ["critics", "the analysts", "Zorbian officials", "a man in the street", "", "…", "it"]
)
def test_unknown_stays_unknown(phrase: str) -> None:
    assert WhoIsWho().resolve(phrase, "2014-06-16").actor is None


def test_lower_case_us_is_a_pronoun_and_no_country() -> None:
    assert WhoIsWho().resolve("all of us", "2014-06-16").code is None
    assert WhoIsWho().resolve("the US", "2014-06-16").code == "USA"


def test_the_names_of_the_case_come_first(make_case: Making) -> None:
    who = WhoIsWho(make_case({}))
    assert who.resolve("the Grey House", "2030-05-01").actor == "Corvia"
    assert who.resolve("President Anna Veld", "2030-05-01").office == "President"
    assert who.resolve("the Corvian president", "2030-05-01").person == "Anna Veld"
    assert who.resolve("the Corvian president", "2031-05-01").person == "Otto Brenn"
    assert who.resolve("Hark", "2030-05-01").actor == "Corvia"
    assert who.resolve("Marrovian officials", "2030-05-01").kind == "unnamed"


def test_a_body_of_the_case_belongs_to_its_actor(make_case: Making) -> None:
    who = WhoIsWho(make_case({}))
    found = who.resolve("the Canal Guard", "2030-05-01")
    assert (found.actor, found.code, found.sector) == ("Canal Guard", "CVA", "MIL")
    assert who.top("Canal Guard") == "Corvia"


def test_somebody_else_s_backer_is_not_the_actor() -> None:
    assert code_and_sector("the U.S.-backed Syrian opposition", "2014-06-16") == ("SYR", "OPP")


TEXT = (
    "Foreign Minister Jonas Hark met Prime Minister Ilse Gant on Monday. He said that the talks went well. "
    "The Canal Users Board (CUB) was not invited. The minister left early."
)


def test_a_report_s_earlier_mentions_are_remembered(make_case: Making) -> None:
    memory = Memory(WhoIsWho(make_case({})), TEXT, "2030-05-01")
    assert memory.resolve("He", TEXT.index("He said")).person is not None
    assert memory.resolve("The minister", TEXT.index("The minister")).person in ("Jonas Hark", "Ilse Gant")
    assert memory.resolve("Hark", len(TEXT)).person == "Jonas Hark"


def test_a_pronoun_without_anybody_before_it_stays_unknown(make_case: Making) -> None:
    assert Memory(WhoIsWho(make_case({})), "He said so.", "2030-05-01").resolve("He", 0).actor is None


@pytest.mark.parametrize(
    ("phrase", "day", "code"),
    [
        ("the European Community", None, "IGO"),
        ("the EC", "1991-05-01", "IGO"),
        ("International Labor Office", None, "IGO"),
        ("NATO-member Norway", "1991-01-01", "NOR"),
        ("EU member state Poland", "2015-01-01", "POL"),
        ("President Bush", None, "USA"),
        ("Gorbachev", None, "RUS"),
        ("Milosevic", "1993-01-01", "SRB"),
        ("Assad", "1990-01-01", "SYR"),
        ("President dos Santos", "1992-01-01", "AGO"),
        ("King Hussein", "1995-01-01", "JOR"),
        ("President Omar Hassan al-Bashir, following the partial peace deal", "2005-01-01", "SDN"),
        ("De Klerk", "1990-05-01", "ZAF"),
    ],
)
def test_bodies_and_leaders_of_the_last_decades_are_known(phrase: str, day: str | None, code: str) -> None:
    assert code_and_sector(phrase, day)[0] == code


@pytest.mark.parametrize("phrase", ["the opposition leader", "the crown prince", "East Jerusalem"])
def test_what_many_countries_have_or_claim_is_given_to_none(phrase: str) -> None:
    assert code_and_sector(phrase)[0] is None


@pytest.mark.parametrize(
    ("day", "person"), [("1990-05-01", "George H. W. Bush"), ("2005-05-01", "George W. Bush"), (None, "Bush")]
)
def test_a_shared_family_name_is_told_apart_by_the_day_alone(day: str | None, person: str) -> None:
    assert WhoIsWho().resolve("President Bush", day).person == person


def test_what_follows_a_comma_does_not_decide_who_it_is() -> None:
    assert WhoIsWho().resolve("the rebels, in a statement to the BBC", "2014-06-16").actor is None


NORLAND = """
title: Norland
actors:
  Norland: {sector: GOV, offices: {foreign minister: [{who: Ada Brenn}]}}
  Green League: {sector: PTY, offices: {leader: [{who: Per Holm}]}}
"""


def remembered(make_case: Making, text: str, phrase: str, home: str | None = None) -> tuple[str | None, str | None]:
    memory = Memory(WhoIsWho(make_case({}, NORLAND)), text, None, home)
    found = memory.resolve(phrase, text.rindex(phrase))
    return found.actor, found.person


@pytest.mark.parametrize(
    ("text", "phrase", "actor", "person"),
    [
        ("Ada Brenn spoke. Her spokesman said no.", "Her spokesman", "Norland", None),
        ("Per Holm has won. An aide to Mr. Holm was glad.", "An aide to Mr. Holm", "Green League", None),
        (
            "Ada Brenn, the negotiator in the talks, left. The negotiator said so.",
            "The negotiator",
            "Norland",
            "Ada Brenn",
        ),
        ("The Green League met. The party said so.", "The party", "Green League", None),
        ("They met Per Holm, who said so.", "who", "Green League", "Per Holm"),
        ("Ada Brenn left. Ada said so.", "Ada", "Norland", "Ada Brenn"),
    ],
)
def test_who_belongs_to_somebody_named_before_speaks_for_the_same_actor(
    make_case: Making, text: str, phrase: str, actor: str, person: str | None
) -> None:
    assert remembered(make_case, text, phrase) == (actor, person)


def test_officials_without_a_country_are_those_of_the_report_s_own(make_case: Making) -> None:
    assert remembered(make_case, "Police said so.", "Police", "Norland") == ("Norland", None)
    assert remembered(make_case, "Police said so.", "Police") == (None, None)
    assert remembered(make_case, "Western diplomats said so.", "Western diplomats", "Norland") == (None, None)


@pytest.mark.parametrize(
    "phrase", ["You’ve heard some State Department officials", "Nationalist senators", "As officials"]
)
def test_a_word_that_is_no_name_makes_nobody_of_that_name(phrase: str) -> None:
    assert WhoIsWho().resolve(phrase, "2014-06-16").person is None
