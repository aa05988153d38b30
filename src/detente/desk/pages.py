"""A view's result, and its three faces: the page, its JSON twin, its CSV twin."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup
from starlette.datastructures import URL
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from detente.brief.passages import safe_address
from detente.wording import day, printable

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["FORMATS", "Page", "answer", "shown_html", "twin"]

FORMATS = ("html", "json", "csv")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that begins with one of these


@dataclass(frozen=True, slots=True)
class Page:
    """What a view shows. ``data`` is the JSON twin, ``rows`` the CSV twin (one mapping a row), ``context`` what only the page needs."""

    template: str
    title: str
    data: Mapping[str, object]
    rows: Sequence[Mapping[str, object]] = ()
    context: Mapping[str, object] = field(default_factory=dict)
    status: int = 200


def answer(request: Request, page: Page, shell: Mapping[str, object]) -> Response:
    """The page in the format that the address asks for. ``shell`` is what the frame of every page shows."""
    form = request.scope.get("desk.format", "html")
    if form == "json":
        body = json.dumps(page.data, ensure_ascii=False, allow_nan=False, indent=1, default=_plain)
        return Response(_bytes(body + "\n"), page.status, media_type="application/json")
    if form == "csv":
        return Response(_bytes(_csv(page.rows)), page.status, media_type="text/csv; charset=utf-8")
    html = shown_html(page.template, {**shell, **page.context, "page": page, "data": page.data})
    response = HTMLResponse(_bytes(html), page.status)
    if request.headers.get("hx-request") and request.method == "GET":
        response.headers["HX-Push-Url"] = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return response


def shown_html(template: str, context: Mapping[str, object]) -> str:
    """A template filled in; everything that is no markup of our own is escaped."""
    return _environment().get_template(template).render(context)


def twin(url: URL, form: str) -> str:
    """The address of a page's twin."""
    there = url.include_query_params(format=form)
    return f"{there.path}?{there.query}"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("detente.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
    made.filters["day"] = day
    made.filters["address"] = safe_address
    made.filters["drawing"] = Markup  # only for drawings of `detente.brief.figures`, which escape what they are given
    return made


def _csv(rows: Sequence[Mapping[str, object]]) -> str:
    stream = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in names])
    return stream.getvalue()


def _cell(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=_plain)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain(value: object) -> object:
    if hasattr(value, "tolist"):
        return value.tolist()
    return str(value)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
