"""A small invented case, and a desk that serves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from detente.desk import DeskOptions, desk_app
from detente.desk.keeper import Keeper

ADDRESS = "http://127.0.0.1:8765"
CASE = """# The two towns on one river.
version: 1
title: The weir at Ostrand
actors:
  Upstream:
    aliases: [the upper town]
    offices:
      Mayor: [{who: Anna Holm}]
  Downstream:
    aliases: [the lower town]
    offices:
      Mayor: [{who: Pers Lund}]
issues:
  release:
    question: Upstream lets water through in summer
    about: [release water, let water through]
"""
CONFLICT = """# The model of the weir.
title: Will the two towns share the river?
parties:
  - name: Upstream
    options:
      release: Let water through in summer
    prefers:                  # most important first
      - not sue               # a court is dear
      # what it would rather not do
      - {want: not release, unsure: true}
  - name: Downstream
    options: {sue: Go to court}
    prefers: [release, not sue]   # it wants the water
now: []
"""
REPORTS = {
    "2031-05-02-holm.txt": "date: 2031-05-02\npublisher: Ostrand Courier\n\n"
    'Anna Holm said on Friday that her town would not rule out a plan to release water. "We will let water through," Holm said.\n\n'
    "Pers Lund said that the lower town could wait until June.\n",
    "2031-05-09-lund.txt": "date: 2031-05-09\npublisher: Ostrand Courier\n\n"
    "Pers Lund warned that Downstream would go to court. Anna Holm denied that she had promised to release water.\n",
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write_case(tmp_path / "weir")


def write_case(folder: Path) -> Path:
    (folder / "reports").mkdir(parents=True)
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    (folder / "conflict.yaml").write_text(CONFLICT, encoding="utf-8")
    for name, text in REPORTS.items():
        (folder / "reports" / name).write_text(text, encoding="utf-8")
    return folder


Opener = Callable[..., tuple[TestClient, Keeper]]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Keeper]]:
    """A desk that a module's tests share; they only look."""
    app = desk_app(write_case(tmp_path_factory.mktemp("shown") / "weir"), DeskOptions(reader="rules"))
    with TestClient(app, base_url=ADDRESS, follow_redirects=False) as client:
        app.state.keeper.current(30, "findings")
        yield client, app.state.keeper


@pytest.fixture
def opened() -> Iterator[Opener]:
    """Open desks on cases; each is ready when it is given out, and closed at the end."""
    clients: list[TestClient] = []

    def open_desk(
        folder: Path, *, wait: bool = True, base_url: str = ADDRESS, **options: object
    ) -> tuple[TestClient, Keeper]:
        app = desk_app(folder, DeskOptions(reader="rules", **options))  # type: ignore[arg-type]  # options by name
        client = TestClient(app, base_url=base_url, follow_redirects=False)
        client.__enter__()
        clients.append(client)
        keeper: Keeper = app.state.keeper
        if wait:
            keeper.current(30, "findings")
        return client, keeper

    yield open_desk
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def desk(case: Path, opened: Opener) -> tuple[TestClient, Keeper]:
    return opened(case)
