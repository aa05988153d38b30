"""Forms as a browser would send them: every hidden field of the page, with what the user filled in."""

from __future__ import annotations

from html.parser import HTMLParser

from starlette.testclient import TestClient


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((given.get("action", ""), {}))
        elif tag == "input" and self.found and "name" in given:
            self.found[-1][1][given["name"]] = given.get("value", "")


def forms(client: TestClient, page: str, action: str) -> list[dict[str, str]]:
    """The fields of every form on a page that is sent to ``action``."""
    parser = _Forms()
    parser.feed(client.get(page).text)
    return [fields for there, fields in parser.found if there == action]


def form(client: TestClient, page: str, action: str, **wanted: str) -> dict[str, str]:
    """The first such form whose fields hold what is wanted."""
    return next(f for f in forms(client, page, action) if all(f.get(k) == v for k, v in wanted.items()))
