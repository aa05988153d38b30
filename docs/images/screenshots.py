"""The pictures of the documentation: every page of the desk and the brief, at 1280 and 360 pixels, light and dark.

    python docs/images/screenshots.py [FOLDER]      # needs the test extra, and chromium on the path

The bundled case is copied, read, and served; nothing else is asked. Pictures are WebP, the first screen and a half of each page.
"""

from __future__ import annotations

import base64
import shutil
import socket
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn

from detente.brief import write
from detente.bundled import bundled_case
from detente.desk import DeskOptions, desk_app
from detente.desk.finding_views import composed
from detente.desk.keeper import Keeper

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZES = ((1280, 1200, "light"), (360, 1100, "dark"))
QUALITY = 45


def main(out: Path) -> None:
    """Take every picture into ``out``."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        case = Path(folder) / "iraq-2014"
        shutil.copytree(bundled_case("iraq-2014"), case, ignore=shutil.ignore_patterns(".detente", "brief.*", "export"))
        app = desk_app(case, DeskOptions())
        listening = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            address = f"http://127.0.0.1:{listening.getsockname()[1]}"
            for name, there in pages(app.state.keeper, address, case).items():
                for width, height, scheme in SIZES:
                    size = take(browser, there, out / f"{name}-{width}.webp", width, height, scheme)
                    print(f"{name}-{width}.webp {size:,}")  # noqa: T201
            browser.close()
        finally:
            server.should_exit = True
            thread.join()


def pages(keeper: Keeper, address: str, case: Path) -> dict[str, str]:
    """The address of every page, once the case has been read and what follows has been found."""
    held = keeper.current(300, "findings")
    if held is None:
        raise SystemExit("the case could not be read in time")
    report = next(one.id for one in held.reports if one.file.endswith("kerry-nbc.txt"))
    write(case, composed(held, False, None), ["html"])
    names = ("reports", "record", "positions", "model", "verdicts", "outlook")
    return {
        "brief": (case / "brief.html").as_uri(),
        "desk-case": f"{address}/",
        "desk-report": f"{address}/report/{report}",
        "desk-why": f"{address}/why/410",
        "desk-brief": f"{address}/brief",
        **{f"desk-{name}": f"{address}/{name}" for name in names},
    }


def take(browser: Browser, there: str, file: Path, width: int, height: int, scheme: str) -> int:
    """One picture; its size in bytes."""
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page.goto(there)
    if page.locator("#graph").count():
        page.wait_for_selector("#graph[data-drawn]")
    shot = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot", {"format": "webp", "quality": QUALITY, "optimizeForSpeed": False}
    )
    page.close()
    file.write_bytes(base64.b64decode(shot["data"]))
    return file.stat().st_size


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
