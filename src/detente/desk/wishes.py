"""A preference moved up or down, or marked, in the text of conflict.yaml, so that comments stay where they are.

1. The nodes of the party's ``prefers`` are found with their marks.
2. In a list written with dashes the lines of one statement move, with the comment lines right above it; in a list written in
   brackets only the statements' own characters move.
3. A mark (``unsure``, ``strongly``) is written into the statement's own characters: a bare statement becomes ``{want: ..., unsure: true}``,
   a mapping gets or loses the one entry.
4. The text is read again: the party's statements must be the old ones in the new order, or with the one mark, and everything else
   unchanged, else nothing is written.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from detente.conflict.file import read_text
from detente.conflict.model import Conflict, Wish
from detente.errors import ConflictRefused

if TYPE_CHECKING:
    from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

__all__ = ["MARKS", "marked", "moved"]

MARKS = ("unsure", "strongly")
_NOT_PLAIN = re.compile(r"[,\[\]{}#&*!|>%@`\"']|: ")  # what a bare word inside braces cannot hold


def moved(source: str, party: str, place: int, to: int) -> str:
    """``source`` with the party's statement at ``place`` (from 0) moved to stand at ``to``.

    Raises ConflictRefused where the party has no such statement or the text cannot be cut without touching something else.
    """
    before = read_text(source)
    wishes = _wishes(before, party)
    if not (0 <= place < len(wishes) and 0 <= to < len(wishes)):
        raise ConflictRefused(
            "there is no such place in the list",
            where="conflict.yaml",
            found=f"{place + 1} to {to + 1}",
            mend="reload the page",
        )
    order = list(range(len(wishes)))
    order.insert(to, order.pop(place))
    node = _prefers(source, party)
    changed = _by_words(source, node, order) if node.flow_style else _by_lines(source, node, order)
    after = read_text(changed)
    wanted = tuple(_bare(wishes[one]) for one in order)
    if tuple(map(_bare, _wishes(after, party))) != wanted or _rest(after, party) != _rest(before, party):
        raise ConflictRefused(
            "the statement cannot be moved without changing something else",
            where=f"conflict.yaml:{wishes[place].line}",
            mend="move it by hand, under `the file itself`",
        )
    return changed


def marked(source: str, party: str, place: int, mark: str, on: bool) -> str:
    """``source`` with a mark of the party's statement at ``place`` (from 0) set or taken off.

    Raises ConflictRefused where there is no such statement or mark, or the text cannot be changed without touching something else.
    """
    before = read_text(source)
    wishes = _wishes(before, party)
    if mark not in MARKS or not 0 <= place < len(wishes):
        raise ConflictRefused(
            "there is no such mark", where="conflict.yaml", found=f"{mark} of {place + 1}", mend="reload the page"
        )
    if (wishes[place].unsure if mark == "unsure" else wishes[place].strongly) is on:
        return source
    node = _prefers(source, party).value[place]
    changed = _with_mark(source, node, mark) if on else _without_mark(source, node, mark)
    after = read_text(changed)
    unsure, strongly = (on if mark == name else getattr(wishes[place], name) for name in MARKS)
    wanted = [_bare(one) for one in wishes]
    wanted[place] = _bare(replace(wishes[place], unsure=unsure, strongly=strongly))
    if list(map(_bare, _wishes(after, party))) != wanted or _rest(after, party) != _rest(before, party):
        raise ConflictRefused(
            "the mark cannot be written without changing something else",
            where=f"conflict.yaml:{wishes[place].line}",
            mend="write it by hand, under `the file itself`",
        )
    return changed


def _with_mark(source: str, node: Node, mark: str) -> str:
    from ruamel.yaml.nodes import MappingNode

    start, end = node.start_mark.index, node.end_mark.index
    if not isinstance(node, MappingNode):
        words = source[start:end].rstrip()
        plain = words if words[:1] in "'\"" or not _NOT_PLAIN.search(words) else json.dumps(words, ensure_ascii=False)
        return f"{source[:start]}{{want: {plain}, {mark}: true}}{source[start + len(words) :]}"
    old = _entry(node, mark)
    if old is not None:
        return f"{source[: old[1].start_mark.index]}true{source[old[1].end_mark.index :]}"
    if node.flow_style:
        last = node.value[-1][1].end_mark.index
        return f"{source[:last]}, {mark}: true{source[last:]}"
    line_end = source.find("\n", _value(node, "want").end_mark.index)
    line_end = len(source) if line_end < 0 else line_end
    return f"{source[:line_end]}\n{' ' * node.start_mark.column}{mark}: true{source[line_end:]}"


def _without_mark(source: str, node: MappingNode, mark: str) -> str:
    """The entry taken out whole: with the comma before or after it, or with its line."""
    at = next(at for at, (key, _) in enumerate(node.value) if key.value == mark)
    key, value = node.value[at]
    start, end = key.start_mark.index, value.end_mark.index
    if node.flow_style:
        if at:
            return source[: node.value[at - 1][1].end_mark.index] + source[end:]
        return source[:start] + source[node.value[1][0].start_mark.index :]
    line = source.rfind("\n", 0, start) + 1
    if source[line:start].strip():  # the first entry, right after the dash: what follows takes its place
        return source[:start] + source[node.value[1][0].start_mark.index :]
    line_end = source.find("\n", end)
    return source[:line] + (source[line_end + 1 :] if line_end >= 0 else "")


def _entry(node: MappingNode, key: str) -> tuple[Node, Node] | None:
    return next(((name, value) for name, value in node.value if name.value == key), None)


def _wishes(conflict: Conflict, party: str) -> tuple[Wish, ...]:
    for one in conflict.parties:
        if one.name == party and one.preference.wishes is not None:
            return one.preference.wishes
    raise ConflictRefused(
        "no party of this name is given by statements", where="conflict.yaml", found=party, mend="reload the page"
    )


def _bare(wish: Wish) -> tuple[str, bool, bool, tuple[tuple[str | None, str | None, str | None], ...]]:
    return wish.text, wish.unsure, wish.strongly, tuple((c.record, c.report, c.quote) for c in wish.because)


def _rest(conflict: Conflict, party: str) -> object:
    others = tuple(
        (one.name, tuple(map(_bare, one.preference.wishes or ())), one.preference.ranking, one.preference.weights)
        for one in conflict.parties
        if one.name != party
    )
    options = tuple(replace(option, line=0) for option in conflict.options)
    return others, options, conflict.infeasible, conflict.now, conflict.title, conflict.as_of


def _prefers(source: str, party: str) -> SequenceNode:
    from ruamel.yaml import YAML

    root = YAML().compose(source)
    for one in _value(root, "parties").value:
        if _value(one, "name").value.strip() == party:
            return cast("SequenceNode", _value(one, "prefers"))
    raise ConflictRefused("the party is not in the file", where="conflict.yaml", found=party, mend="reload the page")


def _value(node: Node, key: str) -> Node:
    for name, value in node.value:
        if name.value == key:
            found: Node = value
            return found
    raise ConflictRefused("the key is not in the file", where="conflict.yaml", found=key, mend="reload the page")


def _by_words(source: str, node: SequenceNode, order: list[int]) -> str:
    spans = [(child.start_mark.index, child.end_mark.index) for child in node.value]
    words = [source[a:b] for a, b in spans]
    parts, last = [], 0
    for (start, end), one in zip(spans, order, strict=True):
        parts += [source[last:start], words[one]]
        last = end
    return "".join(parts) + source[last:]


def _by_lines(source: str, node: SequenceNode, order: list[int]) -> str:
    lines = source.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    dash = node.start_mark.column
    begins = [_dash_line(lines, child.start_mark.line, dash) for child in node.value]
    end = begins[-1] + 1
    while end < len(lines) and _deeper(lines[end], dash):
        end += 1
    while end > begins[-1] + 1 and not _content(lines[end - 1]):
        end -= 1
    heads = [begins[0], *(_head(lines, begins[at - 1], begins[at]) for at in range(1, len(begins)))]
    blocks = [lines[a:b] for a, b in zip(heads, [*heads[1:], end], strict=True)]
    return "".join([*lines[: heads[0]], *(line for one in order for line in blocks[one]), *lines[end:]])


def _dash_line(lines: list[str], line: int, dash: int) -> int:
    while line > 0 and not lines[line][dash:].startswith("-"):
        line -= 1
    return line


def _content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _deeper(line: str, dash: int) -> bool:
    """Whether a line still belongs to the item above it: deeper than the dash, or blank or a comment."""
    return not _content(line) or len(line) - len(line.lstrip()) > dash


def _head(lines: list[str], previous: int, begin: int) -> int:
    """The first of the comment lines that stand right above an item."""
    while begin - 1 > previous and lines[begin - 1].lstrip().startswith("#"):
        begin -= 1
    return begin
