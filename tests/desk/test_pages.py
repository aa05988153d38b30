"""Every page, and its twins."""

from __future__ import annotations

import csv
import io
from importlib.resources import files
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from brief.pages import contrast, palettes
from desk.conftest import Opener
from detente.desk.keeper import Keeper

PAGES = (
    "/",
    "/reports",
    "/record",
    "/record?what=events",
    "/positions",
    "/model",
    "/model/text",
    "/verdicts",
    "/graph",
    "/why/1",
    "/outlook",
    "/brief",
)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_a_json_and_a_csv_twin(shown: tuple[TestClient, Keeper], page: str) -> None:
    client, _ = shown
    html = client.get(page)
    assert html.status_code == 200
    assert "<h1" in html.text
    for form, kind in (("json", "application/json"), ("csv", "text/csv")):
        twin = client.get(page + ("&" if "?" in page else "?") + f"format={form}")
        assert twin.status_code == 200
        assert twin.headers["content-type"].startswith(kind)
    assert isinstance(client.get(page + ("&" if "?" in page else "?") + "format=json").json(), dict)


def test_a_twin_can_be_asked_for_by_its_ending(shown: tuple[TestClient, Keeper]) -> None:
    client, _ = shown
    assert client.get("/record.json").json() == client.get("/record?format=json").json()
    rows = list(csv.DictReader(io.StringIO(client.get("/record.csv").text)))
    assert len(rows) == client.get("/record.json").json()["total"]


def test_a_report_shows_its_whole_text_with_its_statements_marked(shown: tuple[TestClient, Keeper]) -> None:
    client, keeper = shown
    held = keeper.current()
    assert held is not None
    report = held.reports[0]
    page = client.get(f"/report/{report.id}").text
    for one in held.by_report[report.id]:
        assert f'id="{one.id}"' in page
        assert f'data-of="{one.id}"' in page
    assert "not rule out" in page


def test_search_finds_statements_by_word_stem_phrase_and_actor(shown: tuple[TestClient, Keeper]) -> None:
    client, _ = shown
    assert client.get("/record.json?q=releasing").json()["total"] >= 1
    assert client.get('/record.json?q="go to court"').json()["total"] == 1
    assert client.get("/record.json?q=zeppelin").json()["total"] == 0
    only = client.get("/record.json?actor=Upstream").json()
    assert only["total"] >= 1
    assert {s["source"]["actor"] for s in only["statements"]} == {"Upstream"}


@pytest.mark.parametrize("words", ['"', "AND", "a OR", "(", "x:y", "-", "*", "'; DROP TABLE search; --", "\x00"])
def test_no_search_is_too_odd(shown: tuple[TestClient, Keeper], words: str) -> None:
    client, _ = shown
    assert client.get("/record.json", params={"q": words}).status_code == 200


def test_a_statement_has_an_address_of_its_own(shown: tuple[TestClient, Keeper]) -> None:
    client, keeper = shown
    held = keeper.current()
    assert held is not None
    one = held.record.statements[0]
    there = client.get(f"/statement/{one.id}")
    assert there.status_code == 303
    assert there.headers["location"] == f"/report/{one.report}?statement={one.id}#{one.id}"
    assert client.get("/statement/s-none").status_code == 404


def test_what_an_address_cannot_mean_is_refused_with_the_mend(shown: tuple[TestClient, Keeper]) -> None:
    client, _ = shown
    refused = client.get("/verdicts?concept=nahs")
    assert refused.status_code == 400
    assert "nash" in refused.text
    assert client.get("/record?from=yesterday").status_code == 400
    assert client.get("/report/none").status_code == 404


def test_a_case_without_a_model_still_shows_its_record(case: Path, opened: Opener) -> None:
    (case / "conflict.yaml").unlink()
    client, _ = opened(case)
    assert client.get("/record").status_code == 200
    assert client.get("/brief").status_code == 200
    assert "conflict.yaml" in client.get("/model").text


def test_a_fault_in_the_model_is_told_with_its_line(case: Path, opened: Opener) -> None:
    path = case / "conflict.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("- not sue", "- not seu"), encoding="utf-8")
    client, _ = opened(case)
    assert "conflict.yaml:8" in client.get("/model/text").text


def test_a_page_asked_for_during_the_first_reading_says_so(
    case: Path, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Keeper, "_start", lambda _: None)
    client, _ = opened(case, wait=False)
    page = client.get("/record")
    assert page.status_code == 200
    assert "being read" in page.text
    monkeypatch.setattr("detente.desk.serving.AFTER_WRITE", 0.0)
    assert client.get("/record.json").status_code == 503


def test_a_new_report_in_the_folder_is_read_by_itself(case: Path, desk: tuple[TestClient, Keeper]) -> None:
    client, keeper = desk
    before = client.get("/reports.json").json()["reports"]
    (case / "reports" / "later.txt").write_text(
        "date: 2031-05-20\n\nAnna Holm said that she would resign.\n", encoding="utf-8"
    )
    keeper.current(30)
    assert len(client.get("/reports.json").json()["reports"]) == len(before) + 1


def test_the_brief_comes_as_a_file_to_keep(shown: tuple[TestClient, Keeper]) -> None:
    client, _ = shown
    for form in ("html", "md", "json"):
        file = client.get(f"/brief-file/{form}")
        assert file.status_code == 200
        assert file.headers["content-disposition"] == f'attachment; filename="brief.{form}"'
    assert client.get("/brief-file/exe").status_code == 404


@pytest.mark.parametrize("face", ["light", "dark"])
def test_text_has_contrast_on_every_ground_that_it_stands_on(face: str) -> None:
    colours = palettes(files("detente.desk").joinpath("static/desk.css").read_text("utf-8"))[face]
    for ground in ("paper", "tint"):
        for ink in ("ink", "soft", "link", "mark", "good", "open"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
        assert contrast(colours["line"], colours[ground]) >= 3.0, ground
    for ground in ("said", "source", "cue"):  # the marks in a report's text
        assert contrast(colours["ink"], colours[ground]) >= 4.5, ground
