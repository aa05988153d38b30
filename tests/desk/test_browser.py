"""The desk in a real browser: first visit, review by keyboard, a preference moved, undo, reload, two tabs, hostile text, no request out."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desk.conftest import write_case
from desk.test_guard import HOSTILE
from detente.desk import DeskOptions, desk_app
from detente.desk.keeper import Keeper

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Page

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 20_000  # milliseconds that anything on a page may take

Server = Callable[[Path], tuple[str, Keeper]]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def server() -> Iterator[Server]:
    """Serve cases on ports of their own, each until the test ends."""
    import uvicorn

    running: list[tuple[uvicorn.Server, threading.Thread, socket.socket]] = []

    def start(folder: Path) -> tuple[str, Keeper]:
        app = desk_app(folder, DeskOptions(reader="rules"))
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        config = uvicorn.Config(app, log_level="error", access_log=False, ws="none", timeout_graceful_shutdown=1)
        made = uvicorn.Server(config)
        thread = threading.Thread(target=made.run, kwargs={"sockets": [listening]})
        thread.start()
        running.append((made, thread, listening))
        keeper: Keeper = app.state.keeper
        return f"http://127.0.0.1:{listening.getsockname()[1]}", keeper

    yield start
    for made, thread, listening in running:
        made.should_exit = True
        thread.join()
        listening.close()


class Visit:
    """A context of the browser that remembers every request, every message of the console, and every dialog."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.requests: list[str] = []
        self.trouble: list[str] = []
        context.on("request", lambda request: self.requests.append(request.url))

    def page(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on(
            "console",
            lambda message: self.trouble.append(message.text) if message.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda fault: self.trouble.append(str(fault)))
        page.on("dialog", self._dismiss)
        return page

    def _dismiss(self, dialog: Dialog) -> None:
        self.trouble.append(dialog.message)
        dialog.dismiss()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield Visit(context)
    context.close()


def _ready(server: Server, folder: Path) -> tuple[str, Keeper]:
    address, keeper = server(folder)
    keeper.current(30, "findings")
    return address, keeper


def test_a_first_visit_reads_every_page_and_asks_nobody_else(server: Server, visit: Visit, case: Path) -> None:
    address, _ = _ready(server, case)
    page = visit.page()
    page.goto(address)
    assert page.locator("h1").inner_text() == "The weir at Ostrand"
    for name in ("Reports", "Record", "Positions", "Model", "Verdicts", "Outlook", "Brief"):
        page.locator("nav[aria-label=Pages] a", has_text=name).click()
        page.locator("main h1").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the window"
    page.goto(f"{address}/verdicts")
    page.wait_for_selector("#graph[data-drawn='4']")
    assert visit.requests
    assert [url for url in visit.requests if not url.startswith(address + "/")] == []
    assert visit.trouble == []


@pytest.mark.parametrize("width", [360])
def test_every_page_fits_a_telephone(server: Server, visit: Visit, case: Path, width: int) -> None:
    address, keeper = _ready(server, case)
    held = keeper.current()
    assert held is not None
    page = visit.page()
    page.set_viewport_size({"width": width, "height": 740})
    for path in (
        "/",
        "/reports",
        f"/report/{held.reports[0].id}",
        "/record",
        "/positions",
        "/model",
        "/model/text",
        "/verdicts",
        "/why/1",
        "/outlook",
        "/brief",
    ):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_report_is_reviewed_without_the_mouse(server: Server, visit: Visit, case: Path) -> None:
    address, keeper = _ready(server, case)
    held = keeper.current()
    assert held is not None
    report = held.reports[0]
    ids = [s.id for s in held.by_report[report.id]]
    page = visit.page()
    page.goto(f"{address}/report/{report.id}")
    page.keyboard.press("j")
    assert page.locator(".statement.current").get_attribute("id") == ids[1]
    assert f"statement={ids[1]}" in page.url
    page.keyboard.press("k")
    page.keyboard.press("c")
    page.wait_for_selector(f'[id="{ids[0]}"].reviewed')
    page.wait_for_selector(f'[id="{ids[1]}"].current')
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.name") == "actor"
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Downstream")
    page.keyboard.press("Enter")
    page.wait_for_selector(f'[id="{ids[1]}"].reviewed >> text=Downstream')
    page.keyboard.press("u")  # the strip above follows without a reload
    page.wait_for_selector(f'[id="{ids[1]}"]:not(.reviewed)')
    page.wait_for_selector(f'[id="{ids[0]}"].reviewed')
    page.goto(f"{address}/report/{report.id}?statement={ids[1]}")
    page.keyboard.press("f")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Downstream")
    page.keyboard.press("Enter")
    page.wait_for_selector(f'[id="{ids[1]}"].reviewed >> text=Downstream')
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.wait_for_selector(f'[id="{ids[2]}"]', state="detached")
    written = (case / "reviews.yaml").read_text(encoding="utf-8")
    assert [line.split()[-1] for line in written.splitlines() if "do:" in line] == ["confirm", "correct", "reject"]
    page.reload()
    page.keyboard.press("u")
    page.wait_for_selector(f'[id="{ids[2]}"]')
    assert "reject" not in (case / "reviews.yaml").read_text(encoding="utf-8")
    assert visit.trouble == []


def test_a_preference_moved_up_shows_which_outcomes_appear_and_vanish(server: Server, visit: Visit, case: Path) -> None:
    address, _ = _ready(server, case)
    path = case / "conflict.yaml"
    # the lower town sues whatever happens, until it would rather have its peace
    path.write_text(
        path.read_text(encoding="utf-8").replace("[release, not sue]", "[sue, not sue if not release]"),
        encoding="utf-8",
    )
    before = path.read_bytes()
    page = visit.page()
    page.goto(f"{address}/model")
    page.wait_for_selector("text=What can hold")
    page.locator('[data-party="Downstream"] .wish').nth(1).focus()
    page.keyboard.press("Alt+ArrowUp")
    page.wait_for_selector("#compared .appear")
    assert page.locator("#compared .vanish").count() >= 1
    assert "[not sue if not release, sue]" in path.read_text(encoding="utf-8")
    page.locator(".undo button").click()
    page.wait_for_selector("#compared", state="detached")
    assert path.read_bytes() == before
    page.locator('[data-party="Downstream"] .wish').nth(0).drag_to(
        page.locator('[data-party="Downstream"] .wish').nth(1)
    )
    page.wait_for_selector("#compared .appear")
    assert "[not sue if not release, sue]" in path.read_text(encoding="utf-8")
    assert visit.trouble == []


def test_a_line_is_marked_unsure_and_strong_by_a_click(server: Server, visit: Visit, case: Path) -> None:
    address, _ = _ready(server, case)
    path = case / "conflict.yaml"
    before = path.read_bytes()
    page = visit.page()
    page.goto(f"{address}/model")
    line = page.locator('[data-party="Upstream"] .wish').first
    line.locator("button", has_text="unsure").click()
    page.wait_for_selector('.wish.moved .mark-unsure[aria-pressed="true"]')
    assert "- {want: not sue, unsure: true}               # a court is dear" in path.read_text(encoding="utf-8")
    assert "No outcome appeared or vanished" in page.locator("#compared").inner_text()
    line.locator("button", has_text="strongly").click()
    page.wait_for_selector('.wish.moved .mark-strongly[aria-pressed="true"]')
    line.locator("button", has_text="unsure").click()
    page.wait_for_selector('.wish.moved .mark-unsure[aria-pressed="false"]')
    assert "- {want: not sue, strongly: true}               # a court is dear" in path.read_text(encoding="utf-8")
    for _ in range(3):
        page.locator(".undo button").click()
        page.wait_for_load_state()
    assert path.read_bytes() == before
    assert visit.trouble == []


def test_reading_goes_on_while_the_page_is_reloaded(
    server: Server, visit: Visit, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    read = Keeper._read
    monkeypatch.setattr(Keeper, "_read", lambda self, stamp: (gate.wait(20), read(self, stamp))[1])
    address, _ = server(case)
    page = visit.page()
    try:
        page.goto(f"{address}/record")
        assert "being read" in page.locator("main").inner_text()
        page.reload()
        assert "being read" in page.locator("main").inner_text()
    finally:
        gate.set()
    page.wait_for_selector(".statement")
    assert visit.trouble == []


def test_the_second_of_two_tabs_is_told_that_the_file_has_changed(server: Server, visit: Visit, case: Path) -> None:
    address, keeper = _ready(server, case)
    held = keeper.current()
    assert held is not None
    report = held.reports[0].id
    ids = [s.id for s in held.by_report[report]]
    one, other = visit.page(), visit.page()
    one.goto(f"{address}/report/{report}?statement={ids[0]}")
    other.goto(f"{address}/report/{report}?statement={ids[1]}")
    one.keyboard.press("c")
    one.wait_for_selector(f'[id="{ids[0]}"].reviewed')
    other.keyboard.press("c")
    other.wait_for_selector("text=The file has changed")
    assert (case / "reviews.yaml").read_text(encoding="utf-8").count("do: confirm") == 1
    other.locator("button", has_text="Make the change").click()
    other.wait_for_selector(f'[id="{ids[1]}"].reviewed')
    assert other.locator(f'[id="{ids[0]}"].reviewed').count() == 1


def test_a_hostile_report_runs_nothing(server: Server, visit: Visit, tmp_path: Path) -> None:
    folder = write_case(tmp_path / "hostile")
    (folder / "reports" / "hostile.txt").write_text(
        f"url: javascript:alert(6)\ndate: 2031-05-10\npublisher: {HOSTILE}\n\nAnna Holm said that {HOSTILE} would release water.\n",
        encoding="utf-8",
    )
    address, keeper = _ready(server, folder)
    held = keeper.current()
    assert held is not None
    report = next(r.id for r in held.reports if r.file == "hostile.txt")
    page = visit.page()
    for path in (f"/report/{report}", "/record?q=holm", "/reports", "/positions", "/brief", "/outlook"):
        page.goto(address + path)
        assert page.locator("main img, main script, a[href^='javascript:']").count() == 0
    page.goto(f"{address}/report/{report}")
    assert "<script>alert(1)</script>" in page.locator(".text").inner_text()
    assert [url for url in visit.requests if not url.startswith(address + "/")] == []
    assert visit.trouble == []
