"""The desk is safe by default: who may ask, what a page may load, what a hostile report can do."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from desk.conftest import ADDRESS, Opener
from desk.forms import form
from detente.desk import DeskOptions, desk_app
from detente.desk.guard import MOST_BODY, HostRule
from detente.desk.keeper import Keeper
from detente.errors import CaseRefused

TOKEN = "a-long-enough-token"
HOSTILE = (
    '<script>alert(1)</script> <img src=x onerror=alert(2)> <svg onload=alert(3)> javascript:alert(4) " onmouseover="alert(5) '
    "</textarea></title></style>{{ 7 * 7 }}{% raw %} &lt; ' \u202e =cmd()"
)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8765", "127.0.0.1.evil.example", "", "localhost@evil.example", "169.254.1.1"]
)
def test_a_foreign_host_is_refused(shown: tuple[TestClient, Keeper], host: str) -> None:
    client, _ = shown
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "Ostrand" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "[::1]:8765", "LOCALHOST"])
def test_every_name_of_this_machine_is_answered(shown: tuple[TestClient, Keeper], host: str) -> None:
    client, _ = shown
    assert client.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1:8765"])
def test_a_foreign_origin_is_refused_even_with_the_right_form(
    desk: tuple[TestClient, Keeper], case: Path, origin: str
) -> None:
    client, _ = desk
    fields = {**form(client, "/model", "/model/move", place="0"), "to": "1"}
    before = (case / "conflict.yaml").read_text(encoding="utf-8")
    assert client.post("/model/move", data=fields, headers={"Origin": origin}).status_code == 403
    assert (case / "conflict.yaml").read_text(encoding="utf-8") == before


def test_another_site_may_link_here_but_not_load_or_send(shown: tuple[TestClient, Keeper]) -> None:
    client, _ = shown
    visit = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert client.get("/", headers=visit).status_code == 200
    assert client.get("/", headers={**visit, "Sec-Fetch-Dest": "iframe"}).status_code == 403
    assert (
        client.get("/record.json", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}).status_code
        == 403
    )
    assert client.post("/undo", headers=visit).status_code == 403


@pytest.mark.parametrize("path", ["/review", "/add", "/model/move", "/model/text", "/strain", "/undo"])
def test_no_write_without_the_pages_own_token(desk: tuple[TestClient, Keeper], case: Path, path: str) -> None:
    client, _ = desk
    before = (case / "conflict.yaml").read_bytes()
    assert client.post(path, data={"csrf": "guessed", "text": "title: x"}).status_code == 403
    assert client.post(path, data={"number": "1"}).status_code == 403
    assert (case / "conflict.yaml").read_bytes() == before
    assert not (case / "reviews.yaml").exists()


def test_a_read_only_desk_writes_nothing(case: Path, opened: Opener) -> None:
    client, keeper = opened(case, read_only=True)
    assert client.get("/model").status_code == 200
    assert '<form method="post"' not in client.get("/model").text
    held = keeper.current()
    assert held is not None
    assert '<form method="post"' not in client.get(f"/report/{held.reports[0].id}").text
    assert client.post("/undo", data={"csrf": "x"}).status_code == 403


def test_every_answer_carries_a_policy_of_own_files_only(shown: tuple[TestClient, Keeper]) -> None:
    client, _ = shown
    for path in ("/", "/record", "/static/desk.js", "/nowhere", "/brief-file/html"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


def test_no_page_holds_inline_script_or_style_or_a_foreign_address(shown: tuple[TestClient, Keeper]) -> None:
    client, keeper = shown
    held = keeper.current()
    assert held is not None
    for path in (
        "/",
        "/reports",
        f"/report/{held.reports[0].id}",
        "/record",
        "/positions",
        "/model",
        "/verdicts",
        "/why/1",
        "/outlook",
        "/brief",
    ):
        page = client.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)", page), path
        assert "<style" not in page, path
        assert not re.search(r"\sstyle=", page), path
        assert not re.search(r"\son[a-z]+\s*=", page), path
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page), path


def test_a_hostile_report_is_shown_as_text_everywhere(case: Path, opened: Opener) -> None:
    hostile = HOSTILE.replace("\n", " ")
    (case / "reports" / "<b>hostile&.txt").write_text(
        f"url: javascript:alert(6)\ndate: 2031-05-10\npublisher: {hostile}\n\n{hostile}\n\nAnna Holm said that {hostile} would release water.\n",
        encoding="utf-8",
    )
    path = case / "case.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace(
            "title: The weir at Ostrand", "title: 'The <script>alert(0)</script> weir'"
        ),
        encoding="utf-8",
    )
    client, keeper = opened(case)
    held = keeper.current()
    assert held is not None
    hostile_report = next(r for r in held.reports if "hostile" in r.file)
    for page in (
        "/",
        "/reports",
        f"/report/{hostile_report.id}",
        "/record",
        "/record?q=holm",
        "/record?actor=%22%3E%3Cscript%3E",
        "/positions",
        "/outlook",
        "/brief",
    ):
        text = client.get(page).text
        assert "<script>" not in text, page
        assert "<img" not in text, page
        assert not re.search(r"<svg[^>]*onload", text), page
        assert 'href="javascript:' not in text, page
        assert "\u202e" not in text, page
        assert not re.search(r"<[^>]*\sonmouseover=", text), page
    assert "49" not in re.findall(r"\{\{.*?\}\}|</style>49", client.get(f"/report/{hostile_report.id}").text)
    for row in client.get("/reports.csv").text.splitlines():
        assert not row.startswith(("=", "+", "@"))


@pytest.mark.parametrize(
    "path",
    [
        "/static/../guard.py",
        "/static/..%2fguard.py",
        "/static/%2e%2e/%2e%2e/case.yaml",
        "/report/..%2f..%2fcase.yaml",
        "/../../etc/passwd",
        "/static//etc/passwd",
        "/brief-file/..%2fcase.yaml",
    ],
)
def test_nothing_beside_the_desk_is_served(shown: tuple[TestClient, Keeper], path: str) -> None:
    client, _ = shown
    answer = client.get(path)
    assert answer.status_code in (404, 405)
    assert "root:" not in answer.text


def test_what_is_too_large_is_refused(shown: tuple[TestClient, Keeper]) -> None:
    client, _ = shown
    assert client.post("/model/text", content=b"text=" + b"x" * MOST_BODY).status_code == 413
    pieces = itertools.repeat(b"x" * 65536, 20)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/model/text", content=pieces, headers=kind).status_code == 413
    assert client.get("/record?q=" + "x" * 10_000).status_code == 414


def test_a_form_of_another_kind_is_refused(shown: tuple[TestClient, Keeper]) -> None:
    client, _ = shown
    assert (
        client.post("/undo", content=b'{"number": 1}', headers={"Content-Type": "application/json"}).status_code == 415
    )
    assert (
        client.post(
            "/undo",
            content=b"&".join(b"a%d=1" % n for n in range(100)),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        ).status_code
        == 400
    )


def test_other_machines_are_let_in_only_with_a_token(case: Path) -> None:
    with pytest.raises(CaseRefused, match="--token"):
        desk_app(case, DeskOptions(host="0.0.0.0"))  # noqa: S104  what is refused
    with pytest.raises(CaseRefused, match="shorter"):
        desk_app(case, DeskOptions(token="short"))
    desk_app(case, DeskOptions(host="0.0.0.0", token=TOKEN))  # noqa: S104


def test_with_a_token_only_who_has_shown_it_sees_anything(case: Path, opened: Opener) -> None:
    client, _ = opened(case, token=TOKEN)
    for path in ("/", "/record.json", "/static/desk.js", f"/?token={TOKEN}x", "/?token=", "/?token=%C3%A9"):
        assert client.get(path).status_code == 401
    assert client.get("/record.json", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    answer = client.get(f"/record?q=water&token={TOKEN}")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/record?q=water"
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert "SameSite=strict" in answer.headers["set-cookie"]
    assert TOKEN not in answer.headers["set-cookie"]
    assert client.get("/record").status_code == 200


@pytest.mark.parametrize(
    ("host", "header", "allowed"),
    [
        ("0.0.0.0", "192.168.1.7:8765", True),  # noqa: S104
        ("0.0.0.0", "evil.example", False),  # noqa: S104
        ("desk.internal", "desk.internal:80", True),
        ("127.0.0.1", "192.168.1.7", False),
        ("127.0.0.1", "[::1", False),
        ("127.0.0.1", "localhost:80:80", False),
    ],
)
def test_which_names_are_this_desks(host: str, header: str, allowed: bool) -> None:
    assert HostRule(host).allows(header) is allowed


def test_a_form_leads_nowhere_else(desk: tuple[TestClient, Keeper]) -> None:
    client, keeper = desk
    held = keeper.current()
    assert held is not None
    page = f"/report/{held.reports[0].id}"
    for there in ("//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"):
        fields = {**form(client, page, "/review"), "do": "confirm", "then": there}
        assert client.post("/review", data=fields, headers={"Origin": ADDRESS}).headers["location"] == "/"
