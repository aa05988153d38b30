"""What the analyst does at the desk lands in the files, can be undone, and never writes over anybody's work."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from desk.conftest import ADDRESS
from desk.forms import form
from detente.desk.keeper import Keeper
from detente.record.nouns import Statement

SENT = {"Origin": ADDRESS}


def _first(keeper: Keeper) -> Statement:
    held = keeper.current(30)
    assert held is not None
    return held.by_report[held.reports[0].id][0]


def _review(client: TestClient, one: Statement, **fields: str) -> int:
    found = {**form(client, f"/report/{one.report}", "/review", statement=one.id), **fields}
    return client.post("/review", data=found, headers=SENT).status_code


def test_a_confirmed_statement_is_confirmed_in_the_record_and_in_reviews_yaml(
    desk: tuple[TestClient, Keeper], case: Path
) -> None:
    client, keeper = desk
    one = _first(keeper)
    assert _review(client, one, do="confirm") == 303
    assert "do: confirm" in (case / "reviews.yaml").read_text(encoding="utf-8")
    assert client.get("/record.json?review=confirmed").json()["statements"][0]["id"] == one.id


def test_a_rejected_statement_is_gone_and_comes_back_with_undo(desk: tuple[TestClient, Keeper], case: Path) -> None:
    client, keeper = desk
    one = _first(keeper)
    before = client.get("/record.json").json()["total"]
    assert _review(client, one, do="reject") == 303
    assert client.get("/record.json").json()["total"] == before - 1
    undo = form(client, "/", "/undo")
    assert client.post("/undo", data=undo, headers=SENT).status_code == 303
    assert client.get("/record.json").json()["total"] == before
    assert not (case / "reviews.yaml").exists()


def test_a_correction_sets_only_what_was_changed_and_keeps_comments(
    desk: tuple[TestClient, Keeper], case: Path
) -> None:
    client, keeper = desk
    (case / "reviews.yaml").write_text("# my own notes\n[]\n", encoding="utf-8")
    one = _first(keeper)
    assert _review(client, one, do="correct", actor="Downstream", why="he spoke for both") == 303
    text = (case / "reviews.yaml").read_text(encoding="utf-8")
    assert text.startswith("# my own notes")
    assert "actor: Downstream" in text
    assert "content:" not in text
    assert "said_on" not in text
    assert client.get("/record.json?review=corrected").json()["statements"][0]["source"]["actor"] == "Downstream"


def test_a_stance_can_be_set_on_an_issue(desk: tuple[TestClient, Keeper]) -> None:
    client, keeper = desk
    one = _first(keeper)
    assert _review(client, one, do="correct", issue="release", stance="against", firmness="0.9") == 303
    positions = client.get("/positions.json").json()["positions"]
    assert [p["stance"] for p in positions if p["statement"] == one.id] == ["against"]


def test_a_correction_that_changes_nothing_is_refused(desk: tuple[TestClient, Keeper], case: Path) -> None:
    client, keeper = desk
    assert _review(client, _first(keeper), do="correct") == 422
    assert not (case / "reviews.yaml").exists()


def test_a_missed_statement_is_added_by_its_exact_words(desk: tuple[TestClient, Keeper]) -> None:
    client, keeper = desk
    report = _first(keeper).report
    fields = {**form(client, f"/report/{report}", "/add"), "quote": "her town", "actor": "Upstream"}
    assert client.post("/add", data=fields, headers=SENT).status_code == 303
    added = client.get("/record.json?review=added").json()["statements"]
    assert [s["content"]["text"] for s in added] == ["her town"]
    fields = {**form(client, f"/report/{report}", "/add"), "quote": "words that nobody said"}
    assert client.post("/add", data=fields, headers=SENT).status_code == 422


def test_the_second_of_two_tabs_is_told_and_may_go_on(desk: tuple[TestClient, Keeper], case: Path) -> None:
    client, keeper = desk
    held = keeper.current(30)
    assert held is not None
    page = f"/report/{held.reports[0].id}"
    one, other = held.by_report[held.reports[0].id][:2]
    first = {**form(client, page, "/review", statement=one.id), "do": "confirm"}
    second = {**form(client, page, "/review", statement=other.id), "do": "confirm"}
    assert client.post("/review", data=first, headers=SENT).status_code == 303
    after_first = (case / "reviews.yaml").read_text(encoding="utf-8")
    told = client.post("/review", data=second, headers=SENT)
    assert told.status_code == 409
    assert "Nothing was written" in told.text
    assert (case / "reviews.yaml").read_text(encoding="utf-8") == after_first
    fresh = {
        **second,
        "digest": told.text.split('name="digest" value="')[2 if told.text.count('name="digest"') > 1 else 1].split('"')[
            0
        ],
    }
    assert client.post("/review", data=fresh, headers=SENT).status_code == 303
    assert client.get("/record.json?review=confirmed").json()["total"] == 2


def test_a_preference_moved_changes_what_can_hold_and_undo_brings_the_file_back_to_the_byte(
    desk: tuple[TestClient, Keeper], case: Path
) -> None:
    client, _ = desk
    before = (case / "conflict.yaml").read_bytes()
    held_before = client.get("/model.json").json()["equilibria"]
    moved = client.post(
        "/model/move",
        data={**form(client, "/model", "/model/move", party="Downstream", place="1"), "to": "0"},
        headers=SENT,
    )
    assert moved.status_code == 303
    text = (case / "conflict.yaml").read_text(encoding="utf-8")
    assert "prefers: [not sue, release]   # it wants the water" in text
    shown = client.get(moved.headers["location"])
    assert "Since “Downstream: not sue from place 2 to 1”" in shown.text
    undone = client.post("/undo", data=form(client, "/model", "/undo"), headers=SENT)
    assert undone.status_code == 303
    assert (case / "conflict.yaml").read_bytes() == before
    assert client.get("/model.json").json()["equilibria"] == held_before


def test_an_edit_by_hand_is_never_written_over(desk: tuple[TestClient, Keeper], case: Path) -> None:
    client, _ = desk
    fields = {**form(client, "/model", "/model/move", party="Upstream", place="0"), "to": "1"}
    path = case / "conflict.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    by_hand = path.read_bytes()
    assert client.post("/model/move", data=fields, headers=SENT).status_code == 409
    assert path.read_bytes() == by_hand


def test_a_model_typed_over_a_file_changed_meanwhile_is_not_saved_and_not_lost(
    desk: tuple[TestClient, Keeper], case: Path
) -> None:
    client, _ = desk
    fields = {
        **form(client, "/model/text", "/model/text"),
        "text": (case / "conflict.yaml").read_text(encoding="utf-8") + "# typed\n",
    }
    path = case / "conflict.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    by_hand = path.read_bytes()
    told = client.post("/model/text", data=fields, headers=SENT)
    assert told.status_code == 409
    assert "# typed" in told.text
    assert path.read_bytes() == by_hand


def test_undo_after_an_edit_by_hand_is_refused(desk: tuple[TestClient, Keeper], case: Path) -> None:
    client, _ = desk
    client.post(
        "/model/move",
        data={**form(client, "/model", "/model/move", party="Upstream", place="0"), "to": "1"},
        headers=SENT,
    )
    undo = form(client, "/model", "/undo")
    path = case / "conflict.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "# by hand\n", encoding="utf-8")
    by_hand = path.read_bytes()
    assert client.post("/undo", data=undo, headers=SENT).status_code == 409
    assert path.read_bytes() == by_hand


def test_a_model_typed_in_is_judged_before_it_is_saved(desk: tuple[TestClient, Keeper], case: Path) -> None:
    client, _ = desk
    before = (case / "conflict.yaml").read_bytes()
    fields = {**form(client, "/model/text", "/model/text"), "text": "title: x\nparties: []\n"}
    refused = client.post("/model/text", data=fields, headers=SENT)
    assert refused.status_code == 422
    assert "conflict.yaml:2" in refused.text
    assert (case / "conflict.yaml").read_bytes() == before
    fields["text"] = before.decode().replace("now: []", "now: [release]")
    saved = client.post("/model/text", data=fields, headers=SENT)
    assert saved.status_code == 303
    assert (case / "conflict.yaml").read_text(encoding="utf-8").endswith("now: [release]\n")
    assert client.get(saved.headers["location"]).status_code == 200


def test_files_that_the_desk_writes_are_their_owners_alone(desk: tuple[TestClient, Keeper], case: Path) -> None:
    client, keeper = desk
    _review(client, _first(keeper), do="confirm")
    for path in (case / ".detente" / "undo").iterdir():
        assert path.stat().st_mode & 0o077 == 0


def test_a_strained_line_can_be_turned_round_or_kept_for_a_reason(desk: tuple[TestClient, Keeper], case: Path) -> None:
    client, _ = desk
    fields = {**form(client, "/model", "/model/move"), "line": "upstream-1"}
    assert client.post("/strain", data={**fields, "do": "dismiss"}, headers=SENT).status_code == 422
    assert client.post("/strain", data={**fields, "do": "accept"}, headers=SENT).status_code == 303
    text = (case / "conflict.yaml").read_text(encoding="utf-8")
    assert "- sue               # a court is dear" in text
    assert "history:" in text
    fields["digest"] = form(client, "/model", "/model/move")["digest"]
    kept = client.post("/strain", data={**fields, "do": "dismiss", "why": "it was a threat"}, headers=SENT)
    assert kept.status_code == 303
    assert "it was a threat" in (case / "conflict.yaml").read_text(encoding="utf-8")


def test_two_versions_of_the_model_can_be_compared_later(desk: tuple[TestClient, Keeper]) -> None:
    client, _ = desk
    fields = {**form(client, "/model/text", "/model/text"), "text": client.get("/model/text.json").json()["text"]}
    fields["text"] = fields["text"].replace("[release, not sue]", "[sue, release]")
    there = client.post("/model/text", data=fields, headers=SENT).headers["location"]
    compared = client.get(f"{there}&format=json").json()["compared"]
    assert compared["concepts"]["nash"]["appear"]
    assert compared["concepts"]["nash"]["vanish"]
    assert client.get("/model?against=999").status_code == 404


def test_an_event_is_confirmed_corrected_and_rejected_as_a_statement_is(
    desk: tuple[TestClient, Keeper], case: Path
) -> None:
    client, keeper = desk
    held = keeper.current(30, "findings")
    assert held is not None
    one = next(e for e in held.record.events)
    page = f"/report/{one.report}"

    def send(**fields: str) -> int:
        found = {**form(client, page, "/review-event", event=one.id), **fields}
        return client.post("/review-event", data=found, headers=SENT).status_code

    def now() -> dict[str, object]:
        return next(e for e in client.get(f"{page}.json").json()["events"] if e["id"] == one.id)

    assert send(do="confirm") == 303
    assert "of: event" in (case / "reviews.yaml").read_text(encoding="utf-8")
    assert client.get(page).text.count('class="event reviewed"') == 1
    other = "PROTEST" if one.type != "PROTEST" else "COERCE"
    assert send(do="correct", type=other, status="intended", date="2031-05-01") == 303
    assert (now()["type"], now()["status"], now()["date"]) == (other, "intended", "2031-05-01")
    assert send(do="correct", type="PICNIC") == 422
    assert send(do="correct", date="soon") == 422
    assert send(do="maybe") == 422
    assert send(do="reject") == 303
    assert one.id not in {e["id"] for e in client.get(f"{page}.json").json()["events"]}
    undo = form(client, "/", "/undo")
    assert client.post("/undo", data=undo, headers=SENT).status_code == 303
    assert now()["type"] == other
