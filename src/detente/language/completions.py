"""One question to an OpenAI-compatible chat completions address, one answer, or a refusal that says which.

Nothing is sent to any other address: redirects are not followed and proxies named by the environment are not used.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, urlsplit

from detente.errors import FetchRefused, Refused, shown
from detente.reports.json_safely import json_value

if TYPE_CHECKING:
    import http.client
    import socket
    import threading

__all__ = ["ANSWER_BYTES", "answered", "checked", "message", "plain", "remedy"]

ANSWER_BYTES: Final = 5_000_000
"""The largest answer that is taken; a window of 3,000 characters cannot need a hundredth of it."""


def checked(address: str) -> SplitResult:
    """The chat completions address. Raises Refused for one that is no web address, or that carries a name and password."""
    try:
        parts = urlsplit(address.strip())
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        parts, usable = urlsplit(""), False
    if not usable or "@" in parts.netloc or not (address.strip().isascii() and address.strip().isprintable()):
        raise Refused(
            "not an address that can be asked",
            where="DETENTE_OPENAI_ADDRESS",
            found=None if "@" in address else shown(address),
            mend="name one such as https://host/v1, and the key in DETENTE_OPENAI_KEY",
        )
    path = parts.path.rstrip("/").replace(" ", "%20")
    whole = path if path.endswith("/chat/completions") else f"{path}/chat/completions"
    return parts._replace(path=whole, query=parts.query.replace(" ", "%20"), fragment="")


def message(body: bytes, address: str) -> str:
    """What the model wrote, out of the service's answer. Raises FetchRefused for an answer of another form."""
    try:
        value = json_value(body.decode("utf-8"))
        content: object = value["choices"][0]["message"]["content"]  # type: ignore[index]  # whatever is missing is told below
    except (ValueError, RecursionError, LookupError, TypeError):
        content = None
    if not isinstance(content, str):
        raise FetchRefused(
            "the answer is not one of the chat completions protocol",
            where=address,
            found=plain(body[:400].decode("utf-8", "replace")),
            mend="check DETENTE_OPENAI_ADDRESS; most services want /v1 at its end",
        )
    return content


def answered(
    url: SplitResult, body: bytes, headers: Mapping[str, str], timeout_s: float, address: str
) -> tuple[int, str, bytes]:
    """Status, reason and body of the answer. Raises FetchRefused for none, one that is late and one that is too large.

    http.client itself follows no redirect and knows no proxy. Its time limit holds for each piece that arrives, so a clock beside it
    ends a connection whose pieces come too slowly.
    """
    import http.client
    import threading

    connection = _connection(url, timeout_s)
    late = threading.Event()
    clock: threading.Timer | None = None
    try:
        connection.connect()
        clock = threading.Timer(timeout_s, _end, (connection.sock, late))
        clock.daemon = True
        clock.start()
        connection.request("POST", url._replace(scheme="", netloc="").geturl(), body, dict(headers))
        with connection.getresponse() as answer:
            content = answer.read(ANSWER_BYTES + 1)
            status, reason = answer.status, answer.reason
        if late.is_set():
            raise TimeoutError
    except (OSError, http.client.HTTPException, ValueError) as fault:
        slow = late.is_set() or isinstance(fault, TimeoutError)
        raise FetchRefused(
            f"no whole answer within {timeout_s:g} seconds" if slow else "cannot be asked",
            where=address,
            found=None if slow else plain(str(fault) or type(fault).__name__, 120),
            mend="set DETENTE_OPENAI_TIMEOUT to more seconds"
            if slow
            else "check the address, and that the service runs",
        ) from fault
    finally:
        if clock is not None:
            clock.cancel()
        connection.close()
    if len(content) > ANSWER_BYTES:
        raise FetchRefused(
            f"the answer has more than {ANSWER_BYTES:,} bytes", where=address, mend="name another model or service"
        )
    return status, reason, content


def _connection(url: SplitResult, timeout_s: float) -> http.client.HTTPConnection:
    import http.client

    host = url.hostname or ""  # never empty: the address was checked when the reader was made
    if url.scheme == "http":
        return http.client.HTTPConnection(host, url.port, timeout=timeout_s)
    import ssl

    return http.client.HTTPSConnection(host, url.port, timeout=timeout_s, context=ssl.create_default_context())


def _end(connected: socket.socket, late: threading.Event) -> None:
    """End a connection under the reader that waits for it; the plain socket's way, since TLS would first say goodbye."""
    import socket

    late.set()
    with contextlib.suppress(OSError):
        socket.socket.shutdown(connected, socket.SHUT_RDWR)


def remedy(status: int) -> str:
    """What the user can do about an HTTP status that is not 200."""
    if status in (401, 403):
        return "check DETENTE_OPENAI_KEY"
    if 300 <= status < 400:
        return "name the address that it leads to; texts are sent to no other than the one named"
    if status == 429 or status >= 500:
        return "try again later; what was read so far is kept"
    return "check DETENTE_OPENAI_ADDRESS and DETENTE_OPENAI_MODEL"


def plain(words: str, width: int = 60) -> str:
    """A stranger's words as they may stand in a message: nothing in them can steer a terminal."""
    return shown("".join(c if c.isprintable() else " " for c in words[: 10 * width]), width)
