"""One named address is fetched, within bounds; every failure is one line. Against a server on this machine only."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from detente.errors import FetchRefused
from detente.reports.fetch import fetch

PAGE = b"<html><body><p>The ministry said on Monday that all was well.</p></body></html>"


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/loop"):
            self.answer(302, b"", Location="/loop")
        elif self.path == "/moved":
            self.answer(301, b"", Location="/page")
        elif self.path == "/ftp":
            self.answer(302, b"", Location="ftp://a.example/x")
        elif self.path == "/page":
            self.answer(
                200,
                PAGE,
                **{"Content-Type": "text/html; charset=utf-8", "Last-Modified": "Mon, 16 Jun 2014 14:05:09 GMT"},
            )
        elif self.path == "/packed":
            self.answer(200, gzip.compress(PAGE), **{"Content-Encoding": "gzip"})
        elif self.path == "/bomb":
            self.answer(200, gzip.compress(bytes(30_000_000)), **{"Content-Encoding": "gzip"})
        elif self.path == "/huge":
            self.answer(200, bytes(200_000))
        elif self.path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"only this")
        elif self.path == "/slow":
            self.server.released.wait(5)  # type: ignore[attr-defined]  # set by the fixture
        elif self.path == "/empty":
            self.answer(200, b"")
        else:
            self.answer(404, b"gone")

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Tests are silent."""


@pytest.fixture
def home() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.released = threading.Event()  # type: ignore[attr-defined]  # read by the handler above
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.released.set()  # type: ignore[attr-defined]  # as above
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_page_comes_with_its_bytes_and_last_address(home: str) -> None:
    found = fetch(f"{home}/moved")
    assert found.content == PAGE
    assert found.url == f"{home}/page"
    assert found.content_type == "text/html; charset=utf-8"
    assert found.last_modified is not None
    assert found.last_modified.iso == "2014-06-16T14:05:09Z"
    assert found.answered is not None


def test_a_packed_answer_is_unpacked(home: str) -> None:
    assert fetch(f"{home}/packed").content == PAGE


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/gone", "404"), ("/loop", "redirect|302"), ("/ftp", "only web addresses"), ("/bomb", "unpacks to far more"), ("/cut", "broke off"), ("/empty", "sent nothing"),
    ],
)  # fmt: skip
def test_every_failure_is_one_line_with_its_remedy(home: str, path: str, told: str) -> None:
    with pytest.raises(FetchRefused, match=told) as refusal:
        fetch(f"{home}{path}")
    assert "\n" not in str(refusal.value)
    assert refusal.value.mend


def test_a_page_above_the_bound_is_refused(home: str) -> None:
    with pytest.raises(FetchRefused, match="larger than"):
        fetch(f"{home}/huge", limit=100_000)


def test_a_server_that_does_not_answer_is_given_up(home: str) -> None:
    with pytest.raises(FetchRefused, match=r"within 0\.2 seconds"):
        fetch(f"{home}/slow", timeout_s=0.2)


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "ftp://a.example/x", "javascript:1", "a.example/x", "http://", "http://[", ""]
)
def test_only_web_addresses_are_fetched(address: str) -> None:
    with pytest.raises(FetchRefused, match="only web addresses"):
        fetch(address)


def test_a_closed_port_is_told() -> None:
    with pytest.raises(FetchRefused, match="cannot be fetched"):
        fetch("http://127.0.0.1:9/")
