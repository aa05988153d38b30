"""Makes the reference pages that come from the code: commands, files, errors. ``python docs/generate.py`` writes them.

``tests/test_docs.py`` fails while a page is stale.
"""

from __future__ import annotations

import importlib
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import typer
from pydantic import BaseModel

REFERENCE = Path(__file__).resolve().parent / "reference"
MADE = "<!-- made by docs/generate.py from the code; do not edit -->\n\n"


def commands_page() -> str:
    """Every command with its arguments and options, from the help texts that the program prints."""
    from detente.cli.app import COMMANDS, app

    for commands in COMMANDS:
        importlib.import_module(f"detente.cli.{commands}")
    group: Any = typer.main.get_command(app)
    parts = [MADE, "# Commands\n\n", (app.info.help or "") + "\n\n", (app.info.epilog or "") + "\n"]
    for name in sorted(group.commands):
        command = group.commands[name]
        if command.hidden:
            continue
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
        usage = " ".join(["detente", name, *(_metavar(a).replace("\\|", "|") for a in arguments)])
        parts.append(f"\n## detente {name}\n\n{inspect.cleandoc(command.help or '')}\n\n    {usage}\n")
        if arguments or options:
            parts.append("\n| | |\n|---|---|\n")
        parts.extend(f"| `{_metavar(a)}` | {a.help or ''} |\n" for a in arguments)
        for option in options:
            value = "" if option.is_flag else " " + _metavar(option)
            parts.append(f"| `{', '.join(option.opts)}{value}` | {option.help or ''} |\n")
    return "".join(parts)


def _metavar(parameter: Any) -> str:
    """How a parameter's value is called in the help."""
    return str(parameter.metavar or (parameter.name or "").upper()).replace("|", "\\|")


def file_page(title: str, model: type[BaseModel], intro: str) -> str:
    """A YAML file's keys, from the pydantic model that judges it."""
    parts = [MADE, f"# {title}\n\n{intro}\n"]
    for section, entry in _sections(title, model):
        parts.append(f"\n## {section}\n\n{inspect.cleandoc(entry.__doc__ or '')}\n\n| key | |\n|---|---|\n")
        for name, field in entry.model_fields.items():
            needed = " (needed)" if field.is_required() else ""
            parts.append(f"| `{field.alias or name}` | {field.description or ''}{needed} |\n")
    return "".join(parts)


def _sections(name: str, model: type[BaseModel]) -> Iterator[tuple[str, type[BaseModel]]]:
    yield name, model
    for field_name, field in model.model_fields.items():
        for inner in _models(field.annotation):
            yield from _sections(f"{field.alias or field_name}", inner)


def _models(kind: object) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        return
    for part in get_args(kind):
        yield from _models(part)


def errors_page() -> str:
    """The error tree."""
    import detente.errors as errors

    parts = [MADE, "# Errors\n\n```text\n", inspect.cleandoc(errors.__doc__ or ""), "\n```\n"]
    for name in errors.__all__:
        thing = getattr(errors, name)
        if inspect.isclass(thing):
            parts.append(f"\n## {name}\n\n{inspect.cleandoc(thing.__doc__ or '')}\n")
    return "".join(parts)


def pages() -> dict[str, str]:
    """File name in docs/reference to its text."""
    from detente.case_schema import CaseFile
    from detente.record.reviews import ReviewEntry

    return {
        "commands.md": commands_page(),
        "case-file.md": file_page(
            "case.yaml",
            CaseFile,
            "The case, its actors and the issues followed. Everything but `title` may be left out.",
        ),
        "errors.md": errors_page(),
        "reviews-file.md": file_page(
            "reviews.yaml",
            ReviewEntry,
            "A list of entries, the analyst's word on what was read. `review`, the desk and `add CASE table.csv` write them; they may be written by "
            "hand. Each is found again by its words and what stands around them, also when offsets have moved; one that is found no more is told "
            "at every reading and kept. An event is named by the words of its trigger: `{report: a.html, quote: shelled, of: event, do: correct, "
            "set: {type: ASSAULT, recipient: the harbour}}`.",
        ),
    }


def main() -> int:
    """Write every page and name those that changed."""
    REFERENCE.mkdir(exist_ok=True)
    for name, text in pages().items():
        path = REFERENCE / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"wrote {path.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
