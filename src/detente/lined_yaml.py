"""YAML files that the analyst writes, read so that every fault can be told with its file and line.

YAML 1.2 through ruamel.yaml (``NO`` stays a word), safe types only, no aliases (so that no small file can
unfold into a huge one), judged by a pydantic model whose error paths are joined to the line marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from detente.errors import Refused, did_you_mean, shown

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError
    from pydantic_core import ErrorDetails
    from ruamel.yaml.nodes import Node, ScalarNode

__all__ = ["LARGEST", "Lined", "judge", "load"]

LARGEST = 2_000_000  # bytes; the largest hand-written case file seen is under 200 kB
MOST_KEPT = 8  # parsed files
DEEPEST = 60  # levels; no file of a case needs ten

Path_ = tuple[str | int, ...]
Model = TypeVar("Model", bound="BaseModel")


class Lined:
    """A YAML document as plain Python values, with the line of every key and item.

    ``value`` holds dicts, lists, strings, numbers, booleans, dates and None; ``line(path)`` the line, counted from 1, of
    the key or item at ``path`` (of its nearest parent where the path does not exist); ``text(line)`` that line's text.
    """

    def __init__(self, file: str, source: str, value: object, lines: Mapping[Path_, int]) -> None:
        self.file = file
        self.source = source
        self.value = value
        self._lines = lines
        self._texts = source.split("\n")

    def line(self, path: Sequence[str | int]) -> int:
        """The line of the nearest known ancestor of ``path``, 1 for the document itself."""
        key: Path_ = tuple(path)
        while key and key not in self._lines:
            key = key[:-1]
        return self._lines.get(key, 1)

    def where(self, path: Sequence[str | int] = ()) -> str:
        """``file:line`` of ``path``."""
        return f"{self.file}:{self.line(path)}"

    def text(self, line: int) -> str:
        """The text of a line, without its end."""
        return self._texts[line - 1].strip() if 0 < line <= len(self._texts) else ""


_KEPT: dict[tuple[str, str], Lined] = {}


def load(path: Path, refused: type[Refused] = Refused, name: str | None = None) -> Lined:
    """Read ``path``. Raises ``refused`` for a file that is missing, huge, not UTF-8, not YAML, or that uses aliases.

    ``name`` is what messages call the file (its own name if left out).
    """
    shown_name = name or path.name
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)  # no more: the file may be of any size, or no plain file at all
    except OSError as fault:
        raise refused(
            "the file cannot be read",
            where=shown_name,
            found=fault.strerror or str(fault),
            mend="check its name and rights",
        ) from fault
    if len(raw) > LARGEST:
        raise refused(
            "the file is too large",
            where=shown_name,
            found=f"more than {LARGEST:,} bytes",
            mend="split it, or check that it is the file that you mean",
        )
    try:
        source = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise refused(
            "the file is not UTF-8",
            where=f"{shown_name}:{line}",
            found=f"byte 0x{raw[fault.start]:02X}",
            mend="save it as UTF-8",
        ) from fault
    return parse(source.replace("\r\n", "\n"), shown_name, refused)


def parse(source: str, name: str, refused: type[Refused] = Refused) -> Lined:
    """As :func:`load`, from text. The last few texts are kept, since several rooms ask for the same file."""
    kept = _KEPT.pop((name, source), None)
    document = _parsed(source, name, refused) if kept is None else kept
    _KEPT[name, source] = document
    while len(_KEPT) > MOST_KEPT:
        del _KEPT[next(iter(_KEPT))]
    return document


def _parsed(source: str, name: str, refused: type[Refused]) -> Lined:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    yaml = YAML(typ="safe", pure=True)
    yaml.allow_duplicate_keys = False
    node: Node | None = None
    try:
        _judge_tokens(source, name, refused)
        node = yaml.compose(source)
        value = None if node is None else yaml.constructor.construct_document(node)
    except MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = mark.line + 1 if mark is not None else 1
        problem = " ".join((fault.problem or "not YAML").split()).removeprefix("found ")
        raise refused(
            "this is not YAML that can be read",
            where=f"{name}:{line}",
            found=problem,
            mend="check indents, quotes and colons on this line",
        ) from fault
    except ValueError as fault:
        wrong = None if node is None else _no_value(node)
        raise refused(
            "a date or number cannot be right",
            where=f"{name}:{1 if wrong is None else wrong.start_mark.line + 1}",
            found=shown(fault if wrong is None else wrong.value),
            mend="correct it, or put it in quotes if it is meant as text",
        ) from fault
    except YAMLError as fault:
        raise refused(
            "this is not YAML that can be read",
            where=f"{name}:1",
            found=shown(fault),
            mend="check indents, quotes and colons",
        ) from fault
    return Lined(name, source, value, dict(_lines(node, ())))


def _judge_tokens(source: str, name: str, refused: type[Refused]) -> None:
    """Raise ``refused`` for aliases, and for nesting that would exhaust the stack, before anything is built from the text."""
    from ruamel.yaml import YAML
    from ruamel.yaml import tokens as kinds

    opening = (
        kinds.BlockMappingStartToken,
        kinds.BlockSequenceStartToken,
        kinds.FlowMappingStartToken,
        kinds.FlowSequenceStartToken,
    )
    closing = (kinds.BlockEndToken, kinds.FlowMappingEndToken, kinds.FlowSequenceEndToken)
    depth = 0
    for token in YAML(typ="safe", pure=True).scan(source):
        depth += isinstance(token, opening) - isinstance(token, closing)
        where = f"{name}:{token.start_mark.line + 1}"
        if depth > DEEPEST:
            raise refused("the file is nested too deeply", where=where, mend="flatten it")
        if isinstance(token, kinds.AliasToken):
            raise refused(
                "aliases are not allowed", where=where, found=shown(f"*{token.value}"), mend="write the value out"
            )


def _lines(node: Node | None, path: Path_) -> Iterator[tuple[Path_, int]]:
    """Every key and item below ``path`` with its line, counted from 1."""
    from ruamel.yaml.nodes import MappingNode, SequenceNode

    if isinstance(node, MappingNode):
        for key, item in node.value:
            yield (*path, str(key.value)), key.start_mark.line + 1
            yield from _lines(item, (*path, str(key.value)))
    elif isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            yield (*path, index), item.start_mark.line + 1
            yield from _lines(item, (*path, index))


def _no_value(node: Node) -> ScalarNode | None:
    """The first word that looks like a date or a number and is none, as 2014-06-31; None if there is none."""
    from ruamel.yaml import YAML
    from ruamel.yaml.nodes import MappingNode, ScalarNode

    if isinstance(node, ScalarNode):
        try:
            YAML(typ="safe", pure=True).constructor.construct_document(node)
        except ValueError:
            return node
        return None
    parts = [part for pair in node.value for part in pair] if isinstance(node, MappingNode) else node.value
    return next((found for part in parts if (found := _no_value(part)) is not None), None)


def judge(document: Lined, model: type[Model], refused: type[Refused] = Refused) -> Model:
    """``document`` as ``model``. Raises ``refused`` with the line of the first fault; an unknown key names the nearest known one."""
    from pydantic import ValidationError

    if document.value is None:
        raise refused(
            "the file holds nothing, or nothing but comments",
            where=document.where(),
            mend="uncomment what is there and fill it in, beginning with `title: ...`",
        )
    if not isinstance(document.value, Mapping):
        raise refused(
            "the file must hold keys and values",
            where=document.where(),
            found=shown(type(document.value).__name__),
            mend="begin with `title: ...`",
        )
    try:
        return model.model_validate(document.value)
    except ValidationError as fault:
        raise _refusal(document, model, fault, refused) from fault


def _refusal(document: Lined, model: type[BaseModel], fault: ValidationError, refused: type[Refused]) -> Refused:
    detail = min(
        fault.errors(include_url=False),
        key=lambda d: (document.line(_plain(document, d)), d["type"] != "extra_forbidden"),
    )
    path = _plain(document, detail)
    where = document.where(path)
    name = ".".join(str(p) for p in path)
    if detail["type"] == "extra_forbidden":
        known = _known_keys(model, path[:-1])
        return refused(f"unknown key `{path[-1]}`", where=where, mend=did_you_mean(str(path[-1]), known))
    if detail["type"] == "missing":
        return refused(f"`{name}` is missing", where=where, mend=f"add `{path[-1]}: ...`")
    message = detail["msg"].removeprefix("Value error, ").removeprefix("Assertion failed, ")
    what, _, mend = message.partition("; ")
    return refused(
        f"`{name}`: {what[:1].lower()}{what[1:]}",
        where=where,
        found=shown(detail["input"]),
        mend=mend or "see the reference of the file",
    )


def _plain(document: Lined, detail: ErrorDetails) -> Path_:
    """The error's path with the names of union branches, which are no keys of the file, left out."""
    path: list[str | int] = []
    value: object = document.value
    for step in detail["loc"]:
        if isinstance(value, Mapping):
            if step in value or str(step) in value:
                path.append(step if isinstance(step, int) else str(step))
                value = value[step] if step in value else value[str(step)]
            elif detail["type"] == "missing" and step == detail["loc"][-1]:
                path.append(str(step))
        elif isinstance(value, Sequence) and not isinstance(value, str) and isinstance(step, int) and step < len(value):
            path.append(step)
            value = value[step]
    return tuple(path)


def _known_keys(model: type[BaseModel], path: Path_) -> list[str]:
    """The keys that ``model`` knows at ``path``: the fields of every model reachable there."""
    from typing import get_args

    from pydantic import BaseModel

    here: list[object] = [model]
    for step in path:
        following: list[object] = []
        for kind in here:
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                for field_name, field in kind.model_fields.items():
                    if step in (field_name, field.alias):
                        following.append(field.annotation)
            else:
                following.extend(get_args(kind))
        here = _unfold(following)
    names: list[str] = []
    for kind in _unfold(here):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            names.extend(field.alias or field_name for field_name, field in kind.model_fields.items())
    return names


def _unfold(kinds: list[object]) -> list[object]:
    """Every type inside unions, lists and mappings, with the containers kept too."""
    from typing import get_args

    seen: list[object] = []
    todo = list(kinds)
    while todo:
        kind = todo.pop(0)
        if kind in seen:
            continue
        seen.append(kind)
        todo.extend(get_args(kind))
    return seen
