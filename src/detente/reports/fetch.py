"""The one address that a user names, fetched: nothing else is ever asked for, and nothing of what comes is run or followed."""

from __future__ import annotations

import http.client
import io
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from datetime import UTC
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import IO
from urllib.parse import quote, urlsplit

from detente.errors import FetchRefused, ReportRefused
from detente.reports.limits import PAPER_BYTES
from detente.reports.report import Moment
from detente.reports.source import unpacked

__all__ = ["TIMEOUT_S", "Fetched", "fetch"]

TIMEOUT_S = 30.0
"""For the whole of one fetch, redirects included."""
_REDIRECTS = 5
_CHUNK = 1 << 16
_AGENT = "detente (fetches single pages that its user names)"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came from an address: the bytes as they came, where they came from in the end, and what the server said of them."""

    content: bytes
    url: str
    content_type: str
    answered: Moment | None
    last_modified: Moment | None


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few redirects, and only to web addresses."""

    max_redirections = _REDIRECTS
    max_repeats = 2

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> urllib.request.Request | None:
        try:
            _checked(newurl)
        except FetchRefused:
            fp.close()
            raise
        return super().redirect_request(req, fp, code, msg, headers, newurl)  # type: ignore[arg-type]  # the stub wants HTTPMessage, its base serves


def fetch(url: str, *, timeout_s: float = TIMEOUT_S, limit: int = PAPER_BYTES) -> Fetched:
    """The content of ``url``. Raises FetchRefused for any address but http and https, for an answer that is no page, one of more
    than ``limit`` bytes, and one that has not come whole after ``timeout_s`` seconds.
    """
    address = _checked(url)
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(), urllib.request.HTTPHandler(), urllib.request.HTTPSHandler(), _Redirects(),
        urllib.request.HTTPDefaultErrorHandler(), urllib.request.HTTPErrorProcessor(), urllib.request.UnknownHandler(),
    ):  # fmt: skip
        opener.add_handler(handler)
    # _checked lets only http and https pass, so that no file: address can be opened here
    request = urllib.request.Request(  # noqa: S310
        address, headers={"User-Agent": _AGENT, "Accept-Encoding": "identity", "Accept": "*/*"}
    )
    deadline = time.monotonic() + timeout_s
    try:
        with opener.open(request, timeout=timeout_s) as answer:
            headers: Message = answer.headers
            content = _body(answer, url, deadline, limit)
            _check_whole(len(content), headers, url)
            return Fetched(
                _plain(content, headers, url, limit), answer.geturl(), headers.get("Content-Type", ""),
                _stamp(headers.get("Date")), _stamp(headers.get("Last-Modified")),
            )  # fmt: skip
    except urllib.error.HTTPError as fault:
        with fault:
            raise FetchRefused(
                "the server did not give the page",
                where=url,
                found=f"{fault.code} {fault.reason}",
                mend=_remedy(fault.code),
            ) from fault
    except TimeoutError as fault:
        raise _late(url, timeout_s) from fault
    except (OSError, http.client.HTTPException, ValueError) as fault:
        reason = getattr(fault, "reason", fault)
        if isinstance(reason, TimeoutError):
            raise _late(url, timeout_s) from fault
        raise FetchRefused(
            "cannot be fetched",
            where=url,
            found=str(reason)[:120],
            mend="check the address and the connection, or save the page by hand",
        ) from fault


def _checked(url: str) -> str:
    """``url`` with its path quoted, if it is a web address with a host."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise FetchRefused(
            "only web addresses are fetched", where=url, mend="name an address that starts with https:// or http://"
        )
    return quote(url.strip(), safe="!#$%&'()*+,/:;=?@[]~")


def _body(answer: IO[bytes], url: str, deadline: float, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while chunk := answer.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise FetchRefused(
                f"larger than the {limit >> 20} MiB that one page may have",
                where=url,
                mend="save the part you need by hand",
            )
        if time.monotonic() > deadline:
            raise TimeoutError
        parts.append(chunk)
    if not size:
        raise FetchRefused("the server sent nothing", where=url, mend="try again, or save the page by hand")
    return b"".join(parts)


def _check_whole(size: int, headers: Message, url: str) -> None:
    """Raises FetchRefused where the connection ended before all that was announced had come; http.client does not tell."""
    announced = headers.get("Content-Length", "")
    if announced.isdecimal() and size < int(announced):
        found = f"{size:,} of {int(announced):,} bytes"
        raise FetchRefused("the answer broke off", where=url, found=found, mend="try again, or save the page by hand")


def _plain(content: bytes, headers: Message, url: str, limit: int) -> bytes:
    """The content unpacked, where the server packed it although it was not asked to."""
    if headers.get("Content-Encoding", "identity").lower() not in ("gzip", "x-gzip"):
        return content
    try:
        return unpacked(io.BytesIO(content), where=url, limit=limit)
    except ReportRefused as refusal:
        raise FetchRefused(refusal.what, where=url, found=refusal.found, mend=refusal.mend) from refusal


def _late(url: str, timeout_s: float) -> FetchRefused:
    return FetchRefused(
        f"no whole answer within {timeout_s:g} seconds", where=url, mend="try again later, or save the page by hand"
    )


def _remedy(code: int) -> str:
    if code in (401, 402, 403, 429, 451):
        return "open it in a browser and save the page by hand"
    if 300 <= code < 400:
        return "follow its redirects in a browser and name the last address"
    return "check the address" if code < 500 else "try again later"


def _stamp(written: str | None) -> Moment | None:
    if written is None:
        return None
    try:
        return Moment(parsedate_to_datetime(written).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "second", "stated")
    except (ValueError, TypeError, OverflowError):
        return None
