"""Feeds and wire formats: each item with its facts, the wire's own retractions honoured, one bad item no harm to the others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import ReportRefused
from detente.reports import Image, Moment, Report, group, read_file
from detente.reports.moments import day_in_address, days_written, moment
from detente.reports.signals import signal_in, signal_of
from reports.forms import FILES


def reports(name: str) -> list[Report]:
    return list(read_file(FILES / name))


def test_a_feed_s_items_carry_their_own_facts() -> None:
    first, second = reports("feed.rss")
    assert (
        first.text
        == "Counting began in Lesk on Sunday evening after a calm election.\n\nTurnout was put at 71 percent & rising."
    )
    assert (first.authors, first.sections, first.publisher) == (("Pel Ostrow",), ("Elections",), "Northern Wire")
    assert first.published == Moment("2016-03-06T21:40:00+01:00", "second", "stated")
    assert first.images == (Image("Voters at the harbour.", "Photo: Pel Ostrow"),)
    assert second.signal == "correction"


def test_items_with_only_a_link_and_the_feed_itself_are_listed_and_never_fetched() -> None:
    warnings = reports("feed.rss")[-1].warnings
    assert any("item 3" in line and "https://wire.example/only" in line for line in warnings)
    assert any("item 4" in line and "the feed itself" in line for line in warnings)


def test_atom_keeps_published_and_updated_apart() -> None:
    first, second = reports("feed.atom")
    assert first.text.split("\n\n")[1] == "It expects Kesh to pay for it within the month."
    assert first.published == Moment("2016-03-08T09:00:00Z", "second", "stated")
    assert first.modified == Moment("2016-03-08T10:00:00Z", "second", "stated")
    assert (second.published, second.modified) == (Moment("2016-03-09T10:00:00+01:00", "second", "stated"), None)


def test_a_feed_with_entities_of_its_own_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bomb.rss"
    path.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE x [\n<!ENTITY a "aaaa">\n]><rss version="2.0"><channel><item><description>&a;</description></item></channel></rss>'
    )
    with pytest.raises(ReportRefused, match=r"bomb\.rss:3: declares entities"):
        list(read_file(path))


def test_ninjs_of_both_generations_is_read() -> None:
    (older,) = reports("ninjs1.json")
    assert (older.title, older.authors, older.sections) == (
        "Strike grounds eastern Arden",
        ("Ines Dorr",),
        ("Transport", "Labour"),
    )
    assert older.images == (Image("Passengers in a hangar at Tolm.", "Tam Velde"),)
    assert (older.published, older.modified) == (
        Moment("2016-03-10T11:00:00Z", "second", "stated"),
        Moment("2016-03-10T12:00:00Z", "second", "stated"),
    )
    withdrawn, corrected = reports("ninjs2.json")
    assert (withdrawn.signal, corrected.signal) == ("canceled", "correction")
    assert withdrawn.text == "Envoys of Arden and Bel parted without a text.\n\nThis item has been withdrawn."
    assert any("A hotel" in line for line in corrected.warnings)


def test_newsml_items_are_read_and_the_picture_is_told() -> None:
    corrected, killed = reports("newsml.xml")
    assert (corrected.signal, killed.signal) == ("correction", "canceled")
    assert (
        corrected.text
        == "The coast guard of Lesk took down a flag on Saturday that fishermen had raised.\n\nTwo boats took part, not three."
    )
    assert (corrected.authors, corrected.publisher, corrected.sections) == (
        ("Tam Velde",),
        "Northern Wire",
        ("Politics",),
    )
    assert any("ninat:picture" in line for line in corrected.warnings)
    assert killed.url == "https://wire.example/g3"


def test_what_crawlers_write_is_read() -> None:
    (one,) = reports("trafilatura.json")
    assert (one.authors, one.sections, one.url) == (
        ("Mara Ilk", "Tam Velde"),
        ("Trade", "Harvest"),
        "https://courier.example/grain",
    )
    (other,) = reports("newsplease.json")
    assert (other.published, other.modified) == (Moment("2016-03-15T07:30:00", "second", "stated"), None)
    assert other.text.count("\n\n") == 1


def test_a_bad_line_among_json_lines_costs_only_itself(tmp_path: Path) -> None:
    good = json.dumps({"maintext": "The lock is closed, the ministry said.", "title": "Lock"})
    path = tmp_path / "items.jsonl"
    path.write_text(f"{good}\n{{broken\n[1, 2]\n{good.replace('closed', 'open')}\n")
    found = list(read_file(path))
    assert [report.text for report in found] == [
        "The lock is closed, the ministry said.",
        "The lock is open, the ministry said.",
    ]
    assert any("items.jsonl:2" in line for line in found[0].warnings)


def test_half_a_surrogate_pair_is_replaced_and_the_whole_pair_kept(tmp_path: Path) -> None:
    path = tmp_path / "item.json"
    path.write_text(
        '{"uri": "x", "headline": "\\ud83d\\ude00", "body_html": "<p>Half \\ud800 and a \\\\ud800 typed, it said.</p>"}'
    )
    (report,) = read_file(path)
    assert report.title == "\U0001f600"
    assert report.text == "Half \ufffd and a \\ud800 typed, it said."


def test_json_that_is_no_news_is_refused_with_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_text('{"port": 80, "host": "x"}')
    with pytest.raises(ReportRefused, match="keys: port, host"):
        list(read_file(path))
    path.write_text("[" * 100_000)
    with pytest.raises(ReportRefused, match="nested too deep"):
        list(read_file(path))


@pytest.mark.parametrize(
    ("status", "signals", "note", "expected"),
    [
        ("stat:canceled", [], None, "canceled"), ("usable", ["sig:correction"], None, "correction"), ("usable", ["http://cv.iptc.org/newscodes/signal/update"], None, "update"),
        ("usable", [], "CORRECTS spelling in 3rd paragraph", "correction"), ("usable", [], "UPDATE 2 with reaction", "update"), ("usable", [], "MANDATORY KILL", "canceled"), ("usable", [], "eds: photos to come", None),
    ],
)  # fmt: skip
def test_a_wire_s_own_word_on_an_item(status: str, signals: list[str], note: str | None, expected: str | None) -> None:
    assert signal_of(status, signals, note) == expected


def test_a_headline_that_only_speaks_of_corrections_is_no_signal() -> None:
    assert signal_in("Minister corrects himself on the lock") is None
    assert signal_in("Correction: minister did not speak") == "correction"


@pytest.mark.parametrize(
    ("written", "iso", "precision"),
    [
        ("2014", "2014", "year"), ("2014-06", "2014-06", "month"), ("20140616", "2014-06-16", "day"), ("2014-06-16T14:05+0200", "2014-06-16T14:05+02:00", "minute"),
        ("2014-06-16 14:05:09Z", "2014-06-16T14:05:09Z", "second"), ("2014-06-16T14:05:09.123-04:00", "2014-06-16T14:05:09-04:00", "second"),
        ("Mon, 16 Jun 2014 14:05:09 +0200", "2014-06-16T14:05:09+02:00", "second"), ("June 16, 2014, 2:05 p.m. EDT", "2014-06-16T14:05-04:00", "minute"),
        ("16 June 2014", "2014-06-16", "day"), ("Monday, 16th of June 2014", "2014-06-16", "day"), ("June 2014", "2014-06", "month"), ("Sept. 3, 2014", "2014-09-03", "day"),
        ("6/16/2014", "2014-06-16", "day"), ("16/6/2014", "2014-06-16", "day"), ("6/7/2014", "2014", "year"), ("12:30 a.m. on June 16, 2014", "2014-06-16T00:30", "minute"),
    ],
)  # fmt: skip
def test_a_date_keeps_the_precision_and_zone_it_is_written_with(written: str, iso: str, precision: str) -> None:
    assert moment(written, "stated") == Moment(iso, precision, "stated")  # type: ignore[arg-type]  # the table's strings are precisions


@pytest.mark.parametrize("written", ["", "soon", "2014-13-40", "June 31, 2014", "14:05", None, "x" * 300])
def test_what_is_no_date_is_none(written: str | None) -> None:
    assert moment(written, "page") is None


@given(st.dates(), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%Y%m%d", "%a, %d %b %Y"]))
def test_every_day_is_read_back_from_every_way_of_writing_it(day, form: str) -> None:  # type: ignore[no-untyped-def]  # hypothesis gives dates
    if day.year >= 1000:
        found = moment(day.strftime(form), "stated")
        assert found is not None
        assert found.day == day.isoformat()


def test_addresses_and_file_names_tell_dates() -> None:
    assert day_in_address("https://a.example/2014/06/16/lock") == Moment("2014-06-16", "day", "address")
    assert day_in_address("2014-06-16-kerry.txt") == Moment("2014-06-16", "day", "address")
    assert day_in_address("https://a.example/world/20140616lock") == Moment("2014-06-16", "day", "address")
    assert day_in_address("https://a.example/story-201499") is None
    assert day_in_address("https://a.example/12345678901234") is None
    assert days_written("On 6/16/2014 and June 17, 2014, but not 6/7/2014") == ["2014-06-16", "2014-06-17"]


def wire_item(**more: str) -> bytes:
    item = {
        "uri": "urn:newsml:wire.example:1",
        "type": "text",
        "headline": "Envoys meet",
        "versioncreated": "2016-03-10T11:00:00Z",
    }
    return json.dumps({**item, "body_text": "Envoys of Arden and Bel met in a hotel on the lake.", **more}).encode()


def test_a_kill_notice_withdraws_the_item_of_its_id_though_no_word_is_the_same(tmp_path: Path) -> None:
    first, other = read(tmp_path, "first.json", wire_item()), read(tmp_path, "o.json", wire_item(uri="urn:other"))
    kill = read(
        tmp_path,
        "kill.json",
        wire_item(pubstatus="canceled", headline="Kill", body_text="Do not use.", versioncreated=""),
    )
    assert any("canceled by its own wire" in line for line in kill.warnings)
    (withdrawn,) = group([first, kill])
    assert (withdrawn.kept.file, [r.file for r in withdrawn.versions]) == (kill.file, [first.file])
    assert len(group([kill, other])) == 2


def test_ninjs_with_the_capitals_of_its_third_edition_is_the_same_item(tmp_path: Path) -> None:
    item = {
        "uri": "https://wire.example/3", "versionCreated": "2016-03-10T11:00:00Z", "pubStatus": "usable", "edNote": "CORRECTION: name",
        "headlines": [{"role": "main", "value": "Envoys meet"}],
        "bodies": [{"contentType": "text/html", "value": "<p>Envoys met.</p><p>They left.</p>"}],
    }  # fmt: skip
    found = read(tmp_path, "three.json", json.dumps(item).encode())
    assert (found.text, found.title, found.signal) == ("Envoys met.\n\nThey left.", "Envoys meet", "correction")
    assert found.published == Moment("2016-03-10T11:00:00Z", "second", "stated")


def read(folder: Path, name: str, data: bytes) -> Report:
    (folder / name).write_bytes(data)
    (found,) = read_file(folder / name)
    return found
