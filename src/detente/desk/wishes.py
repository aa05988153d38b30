"""A preference moved up or down in the text of conflict.yaml, line by line or word by word, so that comments stay where they are.

1. The nodes of the party's ``prefers`` are found with their marks.
2. In a list written with dashes the lines of one statement move, with the comment lines right above it; in a list written in
   brackets only the statements' own characters move.
3. The text is read again: the party's statements must be the old ones in the new order and everything else unchanged, else nothing
   is written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from detente.conflict.file import read_text
from detente.conflict.model import Conflict, Wish
from detente.errors import ConflictRefused

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node, SequenceNode

__all__ = ["moved"]


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
