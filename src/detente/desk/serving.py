"""The application of one case, and the server that runs it."""

from __future__ import annotations

import contextlib
import hmac
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from detente.desk import finding_views, journal, model_views, reading_views
from detente.desk.asking import NotThere, asked
from detente.desk.files import ChangedUnderneath, digest_of
from detente.desk.guard import MOST_BODY, Guard, HostRule, is_loopback
from detente.desk.keeper import Keeper, Stage
from detente.desk.pages import FORMATS, Page, answer, shown_html, twin
from detente.desk.snapshot import Snapshot
from detente.desk.writes import WRITES, Form
from detente.errors import CaseRefused, DetenteError, Refused

__all__ = ["DeskOptions", "desk_app", "serve"]

SHORTEST_TOKEN = 16
MOST_FIELDS = 40
AFTER_WRITE = 2.0  # seconds that a write waits for its effect before the page says that it is on its way
View = Callable[[Snapshot, Request], Page]
NAV = (("/", "Case"), ("/reports", "Reports"), ("/record", "Record"), ("/positions", "Positions"), ("/model", "Model"), ("/verdicts", "Verdicts"), ("/outlook", "Outlook"), ("/brief", "Brief"))  # fmt: skip
VIEWS: tuple[tuple[str, View, Stage], ...] = (
    ("/", reading_views.case_page, "record"),
    ("/reports", reading_views.reports_page, "record"),
    ("/report/{report}", reading_views.report_page, "record"),
    ("/record", reading_views.record_page, "record"),
    ("/positions", reading_views.positions_page, "record"),
    ("/model", model_views.model_page, "verdicts"),
    ("/model/text", model_views.model_text_page, "record"),
    ("/verdicts", model_views.verdicts_page, "verdicts"),
    ("/graph", model_views.graph_page, "verdicts"),
    ("/why/{state}", model_views.why_page, "verdicts"),
    ("/outlook", finding_views.outlook_page, "findings"),
    ("/brief", finding_views.brief_page, "findings"),
)


@dataclass(frozen=True, slots=True)
class DeskOptions:
    """How a desk is served. ``token`` must be given where ``host`` can be reached from another machine."""

    host: str = "127.0.0.1"
    port: int = 8765
    token: str | None = None
    read_only: bool = False
    reader: str | None = None

    def judge(self) -> None:
        """Raises CaseRefused for a desk that would be open to others without a token, or with one that can be guessed."""
        if self.token is None and not is_loopback(self.host):
            raise CaseRefused(
                "other machines could reach the desk",
                where="--host",
                found=self.host,
                mend="give a --token, or leave --host out",
            )
        if self.token is not None and len(self.token) < SHORTEST_TOKEN:
            raise CaseRefused(
                f"the token is shorter than {SHORTEST_TOKEN} characters",
                where="--token",
                mend='make one with `python -c "import secrets; print(secrets.token_urlsafe())"`',
            )


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every handler needs: the keeper, the options, and the secret that the desk's own forms carry."""

    keeper: Keeper
    options: DeskOptions
    secret: str


def desk_app(folder: Path, options: DeskOptions | None = None) -> Starlette:
    """The application of a case. Raises CaseRefused where there is no case, or where it would be open to others."""
    options = options or DeskOptions()
    options.judge()
    desk = _Desk(Keeper(folder, options.reader, finding_views.warm), options, secrets.token_urlsafe(24))

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        desk.keeper.current()
        yield
        await run_in_threadpool(desk.keeper.stop)

    posts = [Route(path, _writer(desk, path), methods=["POST"]) for path in WRITES]
    views = [Route(path, _viewer(desk, view, stage), methods=["GET"]) for path, view, stage in VIEWS]
    app = Starlette(
        routes=[
            *views,
            *posts,
            Route("/statement/{statement}", _statement(desk)),
            Route("/progress", _progress(desk)),
            Route("/brief-file/{form}", _brief_file(desk)),
            Mount("/static", StaticFiles(packages=[("detente.desk", "static")]), name="static"),
        ],
        middleware=[Middleware(Guard, rule=HostRule(options.host), token=options.token), Middleware(_Twins)],
        exception_handlers={HTTPException: _failed(desk), DetenteError: _failed(desk)},
        lifespan=lifespan,
    )
    app.state.keeper = desk.keeper
    return app


def serve(app: Starlette, options: DeskOptions, opened: str | None = None) -> None:
    """Serve until Ctrl-C. ``opened`` is the address that a browser is sent to once the desk listens. Raises CaseRefused where the
    port cannot be had.
    """
    import socket
    import webbrowser

    import uvicorn

    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((options.host, options.port))
    except OSError as fault:
        listening.close()
        raise CaseRefused(
            "the desk cannot listen there",
            where=f"{options.host}:{options.port}",
            found=fault.strerror or str(fault),
            mend="choose another --port",
        ) from fault
    listening.listen()  # a browser that is quicker than the server waits in the queue
    if opened is not None:
        webbrowser.open(opened)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False, access_log=False))
    server.run(sockets=[listening])


class _Twins:
    """Lets every address be asked for as ``.json`` or ``.csv``, or with ``?format=``."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith("/static/"):
            path, dot, form = scope["path"].rpartition(".")
            if dot and form in FORMATS[1:]:
                scope["path"] = "/" if path == "/case" else path
                scope["raw_path"] = scope["path"].encode()
            else:
                form = dict(parse_qsl(scope["query_string"].decode("latin-1"))).get("format", "html")
            scope["desk.format"] = form if form in FORMATS else "html"
        await self.app(scope, receive, send)


def _viewer(desk: _Desk, view: View, stage: Stage) -> Callable[[Request], Response]:
    def handler(request: Request) -> Response:
        html = request.scope.get("desk.format", "html") == "html"
        held = desk.keeper.current(0 if html else AFTER_WRITE, stage)
        missing = held is None or (
            stage == "verdicts" and held.solution is None and held.fault is None and held.findings is None
        )
        if missing or held is None:
            page = Page(
                "waiting.html",
                desk.keeper.case.title,
                {"reading": asdict(desk.keeper.work)},
                status=200 if html else 503,
            )
            return answer(request, page, _shell(desk, request, held))
        return answer(request, view(held, request), _shell(desk, request, held))

    return handler


def _shell(desk: _Desk, request: Request, held: Snapshot | None) -> dict[str, object]:
    """What the frame of every page shows, and what its forms carry."""
    case = desk.keeper.case
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return {
        "case": case,
        "nav": NAV,
        "path": request.url.path,
        "address": address if request.method == "GET" else "/",
        "undo_then": "/model" if request.url.path.startswith("/model") else address if request.method == "GET" else "/",
        "json_twin": twin(request.url, "json"),
        "csv_twin": twin(request.url, "csv"),
        "csrf": desk.secret,
        "read_only": desk.options.read_only,
        "reviews_digest": digest_of(case.reviews),
        "model_digest": digest_of(case.conflict),
        "work": desk.keeper.work,
        "version": _version(held),
        "stale": False,
        "latest": None if desk.options.read_only else journal.latest(case),
    }


def _version(held: Snapshot | None) -> str:
    """Changes whenever what the pages show changes."""
    if held is None:
        return "none"
    return f"{id(held):x}-{'whole' if held.findings is not None else 'part'}"


def _progress(desk: _Desk) -> Callable[[Request], Response]:
    """How far the background work is: a fragment that asks for itself again while something is under way."""

    def handler(request: Request) -> Response:
        held = desk.keeper.current()
        work = desk.keeper.work
        if request.scope.get("desk.format") == "json":
            return JSONResponse({**asdict(work), "busy": work.busy, "version": _version(held)})
        seen = asked(request, "seen")
        stale = not work.busy and seen not in ("", _version(held))
        return HTMLResponse(shown_html("progress.html", {"work": work, "version": seen, "stale": stale}))

    return handler


def _statement(desk: _Desk) -> Callable[[Request], Response]:
    """The permanent address of a statement: its report, at its place."""

    def handler(request: Request) -> Response:
        held = desk.keeper.current(AFTER_WRITE)
        one = held.statements.get(request.path_params["statement"]) if held else None
        if one is None:
            raise HTTPException(404, "There is no such statement in the record.")
        return RedirectResponse(f"/report/{one.report}?statement={one.id}#{one.id}", status_code=303)

    return handler


def _brief_file(desk: _Desk) -> Callable[[Request], Response]:
    """The brief as a file to keep. It is always a download: its styles stand inside it, which no page of the desk may have."""
    from detente.brief import rendered

    kinds = {"html": "text/html", "md": "text/markdown", "json": "application/json", "pdf": "application/pdf"}

    def handler(request: Request) -> Response:
        form = request.path_params["form"]
        held = desk.keeper.current(AFTER_WRITE, "findings")
        if form not in kinds or held is None or held.findings is None:
            raise HTTPException(404, "There is no such file yet.")
        name = {"Content-Disposition": f'attachment; filename="brief.{form}"'}
        return Response(rendered(finding_views.brief_of(held, request), form), media_type=kinds[form], headers=name)

    return handler


def _writer(desk: _Desk, path: str) -> Callable[[Request], Awaitable[Response]]:
    async def handler(request: Request) -> Response:
        if desk.options.read_only:
            raise HTTPException(403, "This desk is read-only.")
        form = await _form(request)
        if not hmac.compare_digest(form.get("csrf", "").encode(), desk.secret.encode()):
            raise HTTPException(403, "The page is older than this desk; reload it and try again.")
        return await run_in_threadpool(_written, desk, request, path, form)

    return handler


async def _form(request: Request) -> dict[str, str]:
    try:
        body = await request.body()
    except ClientDisconnect as fault:
        raise HTTPException(413, f"The form is larger than {MOST_BODY:,} bytes.") from fault
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415, "Forms are sent as application/x-www-form-urlencoded.")
    try:
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except (UnicodeDecodeError, ValueError) as fault:
        raise HTTPException(400, "The form cannot be read.") from fault


def _written(desk: _Desk, request: Request, path: str, form: Form) -> Response:
    file, write = WRITES[path]
    held = desk.keeper.current(AFTER_WRITE)
    if held is None:
        raise HTTPException(503, "The case is still being read; try again in a moment.")
    try:
        with desk.keeper.writing:
            there = write(desk.keeper, held, form)
    except ChangedUnderneath as fault:
        fields = {name: value for name, value in form.items() if name not in ("csrf", "digest")}
        fresh = digest_of(desk.keeper.case.folder / file) if file else ""
        data = {"error": str(fault)}
        page = Page(
            "changed.html", "The file has changed", data, (), {"action": path, "fields": fields, "fresh": fresh}, 409
        )
        return answer(request, page, _shell(desk, request, held))
    except Refused as fault:
        context = {"text": form.get("text", ""), "fault": str(fault), "line": 0}
        page = (
            Page("model_text.html", "conflict.yaml", {"error": str(fault)}, (), context, 422)
            if path == "/model/text"
            else _fault_page(str(fault), 422)
        )
        return answer(request, page, _shell(desk, request, held))
    desk.keeper.current(AFTER_WRITE, "statements" if file == "reviews.yaml" else "verdicts")
    return RedirectResponse(there, status_code=303)


def _fault_page(words: str, status: int) -> Page:
    return Page("fault.html", "This cannot be shown", {"error": words}, (), {"words": words}, status)


def _failed(desk: _Desk) -> Callable[[Request, Exception], Response]:
    def handler(request: Request, fault: Exception) -> Response:
        if isinstance(fault, HTTPException):
            page = _fault_page(fault.detail, fault.status_code)
        else:
            page = _fault_page(str(fault), 404 if isinstance(fault, NotThere) else 400)
        return answer(request, page, _shell(desk, request, None))

    return handler
