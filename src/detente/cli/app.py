"""What all commands share: errors to one line and an exit status, JSON to standard output, progress to standard error."""

from __future__ import annotations

import dataclasses
import datetime
import importlib
import json
import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from detente.errors import DetenteError

__all__ = [
    "COMMANDS",
    "CasePath",
    "Concept",
    "Json",
    "app",
    "day_of",
    "emit",
    "known_concept",
    "note",
    "progress",
    "refuse_one",
    "run",
    "say",
]

DONE, REFUSED, USAGE, INTERRUPTED = 0, 1, 2, 130
COMMANDS = ("reading", "reviewing", "modelling", "looking", "publishing", "desk")
QUIET_FOR = 1.0  # seconds of work before progress is shown

app = typer.Typer(
    name="detente",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="A crisis desk: dated reports in, a sourced record, the outcomes that can hold, and a brief out.",
    epilog="Exit status: 0 done; 1 an input was refused; 2 wrong usage; 130 after Ctrl-C. --debug adds the traceback.",
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON to standard output.")]
CasePath = Annotated[Path, typer.Argument(metavar="CASE", help="The case folder.", show_default=False)]
Concept = Annotated[str, typer.Option("--concept", help="nash, gmr, smr, seq, sseq or sim.")]


def known_concept(concept: str) -> str:
    """The concept, if it is one of the six. Raises BadParameter, which is wrong usage."""
    from detente.stability.concepts import CONCEPTS

    if concept not in CONCEPTS:
        raise typer.BadParameter(f"--concept takes one of {', '.join(CONCEPTS)}")
    return concept


def day_of(since: str) -> datetime.date:
    """The day that ``--since`` names. Raises BadParameter, which is wrong usage."""
    try:
        return datetime.date.fromisoformat(since)
    except ValueError as fault:
        raise typer.BadParameter(f"--since takes a day as YYYY-MM-DD, not {since!r}") from fault


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Add the traceback to a refusal.")] = False,  # noqa: ARG001
) -> None:
    if version:
        from detente.version import __version__

        say(f"detente {__version__}")
        raise typer.Exit


class _Refusals:
    """Whether one of several inputs was refused while the others were answered."""

    seen = False


def run(words: Sequence[str]) -> int:
    """Run the command that ``words`` spell and return its exit status: 0, 1, 2 or 130."""
    for commands in COMMANDS:
        importlib.import_module(f"detente.cli.{commands}")  # adds its commands to the app
    debug = "--debug" in words
    arguments = [word for word in words if word != "--debug"]
    _Refusals.seen = False
    try:
        status = app(args=arguments, prog_name="detente", standalone_mode=False)
    except typer.TyperException as fault:
        note(f"detente: {getattr(fault, 'format_message', fault.__str__)()}; see detente --help")
        return USAGE
    except DetenteError as fault:
        return _refused(fault, debug)
    except (KeyboardInterrupt, typer.Abort):
        note("stopped; everything read so far is kept")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    if isinstance(status, int) and status:
        return status
    return REFUSED if _Refusals.seen else DONE


def _refused(fault: DetenteError, debug: bool) -> int:
    if debug:
        traceback.print_exception(fault)
    note(str(fault))
    return REFUSED


def refuse_one(fault: DetenteError) -> None:
    """Tell of one refused input of several; the others are answered and the exit status becomes 1."""
    _Refusals.seen = True
    note(str(fault))


def say(text: str = "") -> None:
    """A line to standard output."""
    sys.stdout.write(text + "\n")


def note(text: str) -> None:
    """A line to standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def emit(value: object) -> None:
    """One JSON object on a line of standard output; the same value gives the same bytes."""
    line = json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)
    sys.stdout.write(line.encode("utf-8", "replace").decode("utf-8") + "\n")


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, (Path, frozenset, set)):
        return sorted(value) if not isinstance(value, Path) else str(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} has no JSON form")


def progress(what: str) -> Callable[[int, int, str], None]:
    """A callback ``(done, total, name)`` that shows progress on standard error once the work has taken over a second."""
    begun = time.monotonic()
    shown = [begun]

    def tell(done: int, total: int, name: str) -> None:
        now = time.monotonic()
        if now - begun < QUIET_FOR or (now - shown[0] < QUIET_FOR / 2 and done != total):
            return
        shown[0] = now
        share = f"{done}/{total}" if total else str(done)
        end = "\n" if not sys.stderr.isatty() or (total and done == total) else ""
        start = "\r\033[K" if sys.stderr.isatty() else ""
        sys.stderr.write(f"{start}{what} {share} {name}{end}")
        sys.stderr.flush()

    return tell
