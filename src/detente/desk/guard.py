"""What stands before every page: who may ask, from where, how much, and what the answer may load.

1. A request must name this desk in ``Host`` (a name that an attacker's page points here is refused), and a foreign ``Origin`` or a
   cross-site request that is no plain visit is refused.
2. With a token, the visitor must have shown it once (``?token=``, kept in a cookie) or send it as a bearer.
3. A body over the limit is refused before it is read whole.
4. Every answer carries a content security policy that allows this desk's own files and nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import socket
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["COOKIE", "MOST_BODY", "Guard", "HostRule", "is_loopback"]

MOST_BODY = 512 * 1024  # bytes; a conflict.yaml typed into the page, with room to spare
MOST_QUERY = 8 * 1024
COOKIE = "detente_desk"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # `no-referrer` would make browsers send `Origin: null` with our own forms
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def is_loopback(host: str) -> bool:
    """Whether a host to listen on can only be reached from this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class HostRule:
    """Which ``Host`` headers name this desk. On all interfaces (``0.0.0.0``, ``::``) that is any address in figures and the
    machine's own name.
    """

    host: str

    def allows(self, header: str) -> bool:
        """Whether a ``Host`` header, with or without a port, names this desk."""
        name = _without_port(header)
        if name is None:
            return False
        if name == self.host.strip("[]").lower() or name == "localhost" or is_loopback(name):
            return True
        if self.host in ("0.0.0.0", "::"):  # noqa: S104  compared with, not listened on
            try:
                ipaddress.ip_address(name)
            except ValueError:
                return name == socket.gethostname().lower()
            return True
        return False


def _without_port(header: str) -> str | None:
    """The name in a ``Host`` header in lower case, without brackets and port; None for what is no such header."""
    header = header.strip().lower()
    if header.startswith("["):
        name, closed, rest = header[1:].partition("]")
        return name if closed and (not rest or rest[1:].isdecimal()) else None
    name, _, port = header.partition(":")
    return name if name and "@" not in name and "/" not in name and (not port or port.isdecimal()) else None


class Guard:
    """The middleware. ``token`` None: whoever reaches the desk may use it."""

    def __init__(self, app: ASGIApp, rule: HostRule, token: str | None) -> None:
        self.app = app
        self.rule = rule
        self.token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, or pass on with the headers added to the answer."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        answer = self._refusal(scope)
        if answer is not None:
            await answer(scope, receive, _with_headers(send))
            return
        await self.app(scope, _limited(receive), _with_headers(send))

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if len(headers.getlist("host")) != 1 or not self.rule.allows(headers["host"]):
            return _no(421, "This desk does not answer under that name.")
        if len(scope["query_string"]) > MOST_QUERY:
            return _no(414, "The address is too long.")
        if not _same_origin(scope, headers):
            return _no(403, "This request comes from another site; open the desk's own page.")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MOST_BODY:
            return _no(413, f"The request is larger than {MOST_BODY:,} bytes.")
        return self._admission(scope, headers)

    def _admission(self, scope: Scope, headers: Headers) -> Response | None:
        if self.token is None:
            return None
        seal = hashlib.sha256(b"detente desk " + self.token.encode()).hexdigest()
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
        if cookie is not None and hmac.compare_digest(cookie.value.encode(), seal.encode()):
            return None
        kind, _, shown = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and hmac.compare_digest(shown.encode(), self.token.encode()):
            return None
        asked = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = dict(asked).get("token", "")
        if scope["method"] == "GET" and hmac.compare_digest(given.encode(), self.token.encode()):
            rest = urlencode([(key, value) for key, value in asked if key != "token"])
            path = "/" + scope["path"].lstrip("/")  # two slashes would lead to another host
            there = RedirectResponse(path + (f"?{rest}" if rest else ""), status_code=303)
            there.set_cookie(COOKIE, seal, httponly=True, samesite="strict")
            return there
        return _no(401, "This desk asks for its token: open the address that was printed when it started.")


def _same_origin(scope: Scope, headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is not None and origin != f"{scope['scheme']}://{headers['host']}":
        return False
    site = headers.get("sec-fetch-site", "none")
    if site in ("none", "same-origin"):
        return True
    visit = headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
    return scope["method"] == "GET" and visit


def _no(status: int, words: str) -> Response:
    return PlainTextResponse(words + "\n", status_code=status)


def _limited(receive: Receive) -> Receive:
    """Stop reading a body that has no length of its own once it passes the limit."""
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MOST_BODY:
            return {"type": "http.disconnect"}
        return message

    return limited


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sending
