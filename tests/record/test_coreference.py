"""Whom a report means by "he", "one of them", "her spokesman" or "the ministry". Countries and people are invented."""

from __future__ import annotations

import re

import pytest

from detente.language import reader_named
from detente.record.actors.coreference import Memory
from detente.record.actors.who import WhoIsWho
from detente.record.statements import statements_of
from detente.reports.report import Report
from detente.reports.turns import turns_of
from record.conftest import Making

CASE = """
title: The Sound
actors:
  Norland:
    sector: GOV
    aliases: [Norlandic, Norhaven]
    offices:
      prime minister: [{who: Ada Brenn}]
      defence minister: [{who: Rolf Tarn}]
      army chief: [{who: Bo Lindt}]
  Sudmark:
    sector: GOV
    aliases: [Sudmarkian]
    offices: {foreign minister: [{who: Walter Quill}]}
  Green League: {sector: PTY, offices: {leader: [{who: Per Holm}]}}
  Tide Inspectorate: {sector: IGO}
  Sound Forum: {sector: IGO}
  Sound Ferries: {sector: BUS}
  Quay Union: {sector: LAB, offices: {president: [{who: Greta Moor}]}}
"""


def found(make_case: Making, text: str, *phrases: str, home: str | None = None) -> str | None:
    """The actor of the last of ``phrases``, after the others were read as sources; each is looked for behind the one before."""
    memory = Memory(WhoIsWho(make_case({}, CASE)), text, None, home)
    at = -1
    actor = None
    for phrase in phrases:
        at = next(m.start() for m in re.finditer(rf"\b{re.escape(phrase)}\b", text) if m.start() > at)
        actor = memory.resolve(phrase, at).actor
    return actor


@pytest.mark.parametrize(
    ("text", "phrases", "actor"),
    [
        ("Walter Quill met Ada Brenn. She said no.", ("She",), "Norland"),
        ("Ada Brenn met Walter Quill. He said no.", ("He",), "Sudmark"),
        ("Ada Brenn left.\n\nIn the evening Walter Quill spoke to Greta Moor. He said no.", ("He",), "Sudmark"),
        ("Rolf Tarn left.\n\nA judge freed Walter Quill. He said no.", ("He",), "Sudmark"),
        ("Did Rolf Tarn know? Walter Quill heard it from him. Rolf Tarn was sure, he said.", ("he",), "Norland"),
        ("Ada Brenn left. A teacher named Huda sighed. It rains, she said.", ("A teacher named Huda", "she"), None),
        ("Ada Brenn left early. Asked by a reporter why, she said no.", ("a reporter", "she"), "Norland"),
        (
            "Lou Oke of the Green League saw Ada Brenn. He paused. Then, for an hour, she spoke.",
            ("He", "she"),
            "Norland",
        ),
        ("Ada Brenn left. Sofia Marn, who studies tides, doubts it. In her view it rains.", ("her",), None),
    ],
)
def test_a_pronoun_goes_back_to_who_fits_and_heads_the_sentence(
    make_case: Making, text: str, phrases: tuple[str, ...], actor: str | None
) -> None:
    assert found(make_case, text, *phrases) == actor


@pytest.mark.parametrize(
    ("text", "phrases", "actor"),
    [
        (
            "Norlandic officials said no. It is too late, one of them said.",
            ("Norlandic officials", "one of them"),
            "Norland",
        ),
        ("Sudmarkian generals warned the prime minister. One, in an army paper, said no.", ("One",), "Sudmark"),
        ("Two captains of the Quay Union sued. Another said no.", ("Another",), "Quay Union"),
        ("Scholars met. Norland slept. One of them said no.", ("Scholars", "One of them"), None),
        (
            "Norlandic officers spoke. Dealers listened. Two of the officers said no.",
            ("Two of the officers",),
            "Norland",
        ),
        ("Ada Brenn left. Her friends are worried, one said.", ("Her friends", "one"), None),
    ],
)
def test_one_of_a_group_speaks_for_whom_the_group_speaks(
    make_case: Making, text: str, phrases: tuple[str, ...], actor: str | None
) -> None:
    assert found(make_case, text, *phrases) == actor


@pytest.mark.parametrize(
    ("text", "phrase", "actor"),
    [
        ("Walter Quill spoke. His spokesman said no.", "His spokesman", "Sudmark"),
        ("Ada Brenn spoke. Her father, Karl Brenn, said no.", "Her father, Karl Brenn", None),
        ("Ada Brenn spoke. Her critics said no.", "Her critics", None),
        ("Walter Quill spoke. A member of his own cabinet said no.", "A member of his own cabinet", "Sudmark"),
        ("Engineers wrote. It was about Sudmark. Their prime minister said no.", "Their prime minister", "Sudmark"),
        ("Sudmark slept. In Norhaven the opposition smelled blood. Its leader said no.", "Its leader", None),
        ("The Green League met. Party officials said no.", "Party officials", "Green League"),
        (
            "The Tide Inspectorate wrote. Officials at the inspectorate said no.",
            "Officials at the inspectorate",
            "Tide Inspectorate",
        ),
        ("The Tide Inspectorate wrote. An official there said no.", "An official there", "Tide Inspectorate"),
        ("Sound Ferries denied it. A spokesman said no.", "A spokesman", "Sound Ferries"),
        ("Rolf Tarn left. People close to the defence minister said no.", "People close to the defence minister", None),
    ],
)
def test_who_belongs_to_somebody_speaks_for_him_but_for_family_and_opponents(
    make_case: Making, text: str, phrase: str, actor: str | None
) -> None:
    assert found(make_case, text, phrase, home="Norland") == actor


@pytest.mark.parametrize(
    ("text", "phrase", "actor"),
    [
        (
            "Norland summoned the envoy of Sudmark, Walter Quill. The envoy said no.",
            "The envoy",
            "Sudmark",
        ),
        ("Greta Moor, the negotiator, left. The negotiator said no.", "The negotiator", "Quay Union"),
        (
            "The Tide Inspectorate wrote. Sudmark read it. The inspectorate said no.",
            "The inspectorate",
            "Tide Inspectorate",
        ),
        ("Walter Quill, the Sudmarkian foreign minister, spoke. The ministry said no.", "The ministry", "Sudmark"),
    ],
)
def test_somebody_is_called_again_by_what_he_is(make_case: Making, text: str, phrase: str, actor: str | None) -> None:
    text_phrase = text.rindex(phrase)
    assert Memory(WhoIsWho(make_case({}, CASE)), text, None).resolve(phrase, text_phrase).actor == actor


@pytest.mark.parametrize(
    ("text", "phrase", "actor"),
    [
        ("Norland waits. In Sudmark the government said no.", "the government", "Sudmark"),
        ("It lies with Sudmark. So it does in Sudmark, where the government said no.", "the government", "Sudmark"),
        ("In Sudmark, a Gate Opens\n\nNobody noticed. The government said no.", "The government", "Sudmark"),
        ("Ships lie off the coast in Sudmark. The government said no.", "The government", "Norland"),
        ("Congress said no.", "Congress", None),
    ],
)
def test_a_government_is_that_of_the_place_of_which_is_told_else_the_report_s_own(
    make_case: Making, text: str, phrase: str, actor: str | None
) -> None:
    assert found(make_case, text, phrase, home="Norland") == actor


@pytest.mark.parametrize(
    ("text", "phrases", "actor"),
    [
        (
            "The Tide Inspectorate met. A study issued by the inspectorate warns.",
            ("A study issued by the inspectorate",),
            "Tide Inspectorate",
        ),
        (
            "A study commissioned by the Tide Inspectorate warns.",
            ("A study commissioned by the Tide Inspectorate",),
            None,
        ),
        (
            "The Tide Inspectorate's report warns. Sudmark read it. The report denies it.",
            ("The report",),
            "Tide Inspectorate",
        ),
        (
            "Walter Quill wrote in a memo that it rains. Norland slept. The memo says no.",
            ("Walter Quill", "The memo"),
            "Sudmark",
        ),
        ("A Tide Inspectorate poll is out. The survey warns.", ("The survey",), "Tide Inspectorate"),
        ("A long study by Sound Ferries is out. The study warns.", ("The study",), "Sound Ferries"),
        ("The study warns.", ("The study",), None),
    ],
)
def test_a_paper_speaks_for_whom_it_is_by(
    make_case: Making, text: str, phrases: tuple[str, ...], actor: str | None
) -> None:
    assert found(make_case, text, *phrases) == actor


def test_an_attorney_general_is_no_general(make_case: Making) -> None:
    text = "Gen. Bo Lindt spoke. Sudmark's attorney general slept. The general said no."
    assert found(make_case, text, "Sudmark's attorney general", "The general") == "Norland"


@pytest.mark.parametrize("phrase", ["Sofia Marn", "Walter London", "a shop in Paris Street"])
def test_a_name_that_holds_a_capital_s_is_not_the_state(phrase: str) -> None:
    assert WhoIsWho().resolve(phrase, "2014-06-16").actor is None


def spoken(make_case: Making, title: str, text: str) -> dict[str, str | None]:
    """The actor of every source of a transcript, by the source as printed."""
    report = Report(id="t", file="t", title=title, text=text, turns=turns_of(text), dateline="NORHAVEN")
    analysis = reader_named("rules").read(text, [(t.label, t.body) for t in report.turns])
    statements = statements_of(report, analysis, WhoIsWho(make_case({}, CASE)), "rules")
    return {s.source.text: s.source.actor for s in statements}


BRIEFING = """MR. OKE: Good morning. Walter Quill said that the gate is shut.

Q: Did you say that he lied?

MR. OKE: He said that it was shut. I said that it rains.

Q: You said that the gate was open. Thank you.
"""


def test_at_a_government_s_briefing_a_speaker_without_office_answers_for_it(make_case: Making) -> None:
    assert spoken(make_case, "Daily Press Briefing", BRIEFING)["MR. OKE"] == "Norland"
    assert spoken(make_case, "An evening with neighbours", BRIEFING)["MR. OKE"] is None


def test_you_in_a_question_is_who_answers_and_he_is_not_the_speaker(make_case: Making) -> None:
    actors = spoken(make_case, "Daily Press Briefing", BRIEFING)
    assert actors["You"] == "Norland"
    assert actors["He"] == "Sudmark"


def test_in_his_own_words_nobody_is_he(make_case: Making) -> None:
    text = "Walter Quill had left. Rolf Tarn took questions.\n\nMR. TARN: He said that it rains.\n\nQ: Thank you.\n"
    assert spoken(make_case, "Daily Press Briefing", text)["He"] == "Sudmark"


def test_a_body_s_communique_means_its_own_leaders(make_case: Making) -> None:
    text = "Norland took part.\n\nLeaders said that the gate must open."
    assert spoken(make_case, "Communiqué of the Sound Forum", text)["Leaders"] == "Sound Forum"
    assert spoken(make_case, "A day at sea", text)["Leaders"] != "Sound Forum"
