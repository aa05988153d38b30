"""Statements about options: the little language of `prefers` and `infeasible`.

    a if b          true unless b holds and a does not
    a iff b         both or neither
    a or b          inclusive
    a and b
    not a
    YN-             a pattern: Y taken, N not taken, - either, one letter an option in file order

Binding, tightest first: `not`, `and`, `or`, then `if` and `iff`, which do not chain. Keywords are lower case.
Option prioritising reads such statements after Fang, Hipel, Kilgour and Peng, IEEE SMC-A 33 (2003).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.errors import ConflictRefused, Refused, did_you_mean

KEYWORDS = frozenset({"and", "or", "not", "if", "iff"})

_TOKEN = re.compile(r"\s*(?:(?P<paren>[()])|(?P<word>[A-Za-z0-9_\-]+)|(?P<bad>\S))")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
_PATTERN = re.compile(r"[YN-]+\Z")
_DEEPEST = 100  # nesting of brackets and nots; far beyond any sentence, well within Python's stack


@dataclass(frozen=True, slots=True)
class Taken:
    """The option is taken."""

    option: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """The state has this pattern: one of Y, N, - for each option in file order."""

    letters: str


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Expr


@dataclass(frozen=True, slots=True)
class And:
    """Every part holds."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part holds."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class If:
    """`then if when`: false only where `when` holds and `then` does not."""

    then: Expr
    when: Expr


@dataclass(frozen=True, slots=True)
class Iff:
    """Both sides hold or neither does."""

    left: Expr
    right: Expr


Expr = Taken | Pattern | Not | And | Or | If | Iff


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "word", "paren" or "end"
    text: str
    column: int


class _Reader:
    """One statement being read: its tokens, and where we stand among them."""

    def __init__(self, text: str, options: Mapping[str, int], where: str) -> None:
        self.text = text
        self.options = options
        self.where = where
        self.tokens = list(self._cut())
        self.at = 0

    def refuse(self, column: int, what: str, found: str, mend: str) -> Refused:
        return ConflictRefused(what, where=f"{self.where}, column {column}", found=found, mend=mend)

    def _cut(self) -> Iterator[_Token]:
        for match in _TOKEN.finditer(self.text):
            column = match.start(match.lastgroup or 0) + 1
            if match.lastgroup == "bad":
                raise self.refuse(
                    column,
                    "a statement has a character that it cannot have",
                    f"{match['bad']!r} in {self.text!r}",
                    "use option names, patterns, and, or, not, if, iff and round brackets",
                )
            yield _Token(match.lastgroup or "", match.group(match.lastgroup or 0), column)
        yield _Token("end", "", len(self.text.rstrip()) + 1)

    def now(self) -> _Token:
        return self.tokens[self.at]

    def take(self, word: str) -> bool:
        if self.now().text == word:
            self.at += 1
            return True
        return False

    def whole(self) -> Expr:
        expr = self.sentence(0)
        token = self.now()
        if token.kind == "end":
            return expr
        mend = "join the parts with and, or, if or iff, or close a bracket less"
        if token.text.lower() in KEYWORDS and token.text not in KEYWORDS:
            mend = f"write {token.text.lower()}: keywords are lower case"
        raise self.refuse(
            token.column,
            "a statement goes on where it should end",
            f"{token.text!r} in {self.text!r}",
            mend,
        )

    def sentence(self, depth: int) -> Expr:
        left = self.either(depth)
        token = self.now()
        if token.text not in ("if", "iff"):
            return left
        self.at += 1
        right = self.either(depth)
        again = self.now()
        if again.text in ("if", "iff"):
            raise self.refuse(
                again.column,
                "if and iff do not chain",
                f"a second {again.text!r} in {self.text!r}",
                "put brackets round the part that belongs together",
            )
        return If(left, right) if token.text == "if" else Iff(left, right)

    def either(self, depth: int) -> Expr:
        parts = [self.both(depth)]
        while self.take("or"):
            parts.append(self.both(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self, depth: int) -> Expr:
        parts = [self.single(depth)]
        while self.take("and"):
            parts.append(self.single(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def single(self, depth: int) -> Expr:
        token = self.now()
        if depth > _DEEPEST:
            raise self.refuse(
                token.column,
                "a statement is nested too deeply",
                f"more than {_DEEPEST} brackets and nots inside one another",
                "split it into several statements",
            )
        if self.take("not"):
            return Not(self.single(depth + 1))
        if self.take("("):
            inner = self.sentence(depth + 1)
            if not self.take(")"):
                raise self.refuse(
                    self.now().column,
                    "a bracket is not closed",
                    f"the one opened in column {token.column} of {self.text!r}",
                    "write ) where it ends",
                )
            return inner
        if token.kind != "word" or token.text in KEYWORDS:
            raise self.refuse(
                token.column,
                "a statement misses an option name or a pattern",
                f"{token.text!r} in {self.text!r}" if token.text else f"the end of {self.text!r}",
                "name an option or write a pattern here",
            )
        self.at += 1
        return self.word(token)

    def word(self, token: _Token) -> Expr:
        if token.text in self.options:
            return Taken(token.text)
        if _PATTERN.match(token.text):
            if len(token.text) == len(self.options):
                return Pattern(token.text)
            raise self.refuse(
                token.column,
                "a pattern has the wrong length",
                f"{token.text} has {len(token.text)}, the file has {len(self.options)} options",
                "write one of Y, N, - for each option in the order of the file",
            )
        if token.text.lower() in KEYWORDS:
            mend = f"write {token.text.lower()}: keywords are lower case"
        else:
            mend = did_you_mean(token.text, self.options)
        raise self.refuse(token.column, "a statement names an unknown option", token.text, mend)


def parse(text: str, options: Mapping[str, int], where: str = "statement") -> Expr:
    """Read one statement.

    `options` maps each option name to its place (0 the first of the file); `where` is `file:line`, printed
    if the statement is refused. Raises `Refused` with the column of the fault.
    """
    return _Reader(text, options, where).whole()


def is_option_name(text: str) -> bool:
    """A letter, then letters, digits or `_`; not a keyword; not made of Y and N alone."""
    return bool(_NAME.match(text)) and text not in KEYWORDS and not _PATTERN.match(text)


def pattern_masks(letters: str) -> tuple[int, int]:
    """The bits a pattern cares about, and the values it wants there: a state fits if `mask & care == want`."""
    care = sum(1 << place for place, letter in enumerate(letters) if letter != "-")
    want = sum(1 << place for place, letter in enumerate(letters) if letter == "Y")
    return care, want


class Columns:
    """Option masks (bit k = option k of the file) with each option's truth column worked out once, when asked for."""

    def __init__(self, masks: NDArray[np.int32], options: Mapping[str, int]) -> None:
        self.masks = masks
        self._options = options
        self._taken: dict[str, NDArray[np.bool_]] = {}

    def taken(self, option: str) -> NDArray[np.bool_]:
        """Where the option is taken."""
        column = self._taken.get(option)
        if column is None:
            column = self._taken[option] = (self.masks & (1 << self._options[option])) != 0
        return column


def holds(expr: Expr, columns: Columns) -> NDArray[np.bool_]:
    """Where the statement is true, as a boolean array over the masks of `columns`."""
    match expr:
        case Taken(option):
            return columns.taken(option)
        case Pattern(letters):
            care, want = pattern_masks(letters)
            fits: NDArray[np.bool_] = (columns.masks & care) == want
            return fits
        case Not(part):
            return ~holds(part, columns)
        case And(parts):
            truth = holds(parts[0], columns)
            for part in parts[1:]:
                truth = truth & holds(part, columns)
            return truth
        case Or(parts):
            truth = holds(parts[0], columns)
            for part in parts[1:]:
                truth = truth | holds(part, columns)
            return truth
        case If(then, when):
            return holds(then, columns) | ~holds(when, columns)
        case Iff(left, right):
            return np.equal(holds(left, columns), holds(right, columns))


def named(expr: Expr) -> frozenset[str]:
    """The options that a statement names outside its patterns."""
    match expr:
        case Taken(option):
            return frozenset({option})
        case Pattern():
            return frozenset()
        case Not(part):
            return named(part)
        case And(parts) | Or(parts):
            return frozenset[str]().union(*(named(part) for part in parts))
        case If(left, right) | Iff(left, right):
            return named(left) | named(right)


def written(expr: Expr, _outer: int = 0) -> str:
    """The statement in the file's own language, with the fewest brackets; `parse` reads it back to an equal tree."""
    match expr:
        case Taken(option):
            return option
        case Pattern(letters):
            return letters
        case Not(part):
            return f"not {written(part, 3)}"
        case And(parts):
            level, text = 2, " and ".join(written(part, 3) for part in parts)
        case Or(parts):
            level, text = 1, " or ".join(written(part, 2) for part in parts)
        case If(then, when):
            level, text = 0, f"{written(then, 1)} if {written(when, 1)}"
        case Iff(left, right):
            level, text = 0, f"{written(left, 1)} iff {written(right, 1)}"
    return f"({text})" if level < _outer else text
