"""The little language of statements: what binds tighter, what is refused and where."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.conflict.statements import (
    And,
    Columns,
    Expr,
    If,
    Iff,
    Not,
    Or,
    Pattern,
    Taken,
    holds,
    named,
    parse,
    written,
)
from detente.errors import ConflictRefused

PLACES = {"a": 0, "b": 1, "c": 2}
A, B, C = Taken("a"), Taken("b"), Taken("c")


def expressions() -> st.SearchStrategy[Expr]:
    leaves = st.sampled_from([A, B, C]) | st.text("YN-", min_size=3, max_size=3).map(Pattern)
    return st.recursive(
        leaves,
        lambda parts: st.one_of(
            parts.map(Not),
            st.lists(parts, min_size=2, max_size=3).map(lambda x: And(tuple(x))),
            st.lists(parts, min_size=2, max_size=3).map(lambda x: Or(tuple(x))),
            st.tuples(parts, parts).map(lambda x: If(*x)),
            st.tuples(parts, parts).map(lambda x: Iff(*x)),
        ),
        max_leaves=8,
    )


def truth(expr: Expr) -> list[bool]:
    masks = np.arange(8, dtype=np.int32)
    return [bool(x) for x in holds(expr, Columns(masks, PLACES))]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("not a and b", And((Not(A), B))),
        ("a or b and c", Or((A, And((B, C))))),
        ("a and b or c if not a", If(Or((And((A, B)), C)), Not(A))),
        ("a iff b or c", Iff(A, Or((B, C)))),
        ("a if (b if c)", If(A, If(B, C))),
        ("not not a", Not(Not(A))),
        ("YN- or -Y-", Or((Pattern("YN-"), Pattern("-Y-")))),
        (" ( a ) ", A),
        ("--- and a", And((Pattern("---"), A))),
    ],
)
def test_binding_from_the_tightest_not_and_or_then_if_and_iff(text: str, meant: Expr) -> None:
    assert parse(text, PLACES) == meant


def test_if_is_false_only_where_the_condition_holds_and_the_rest_does_not() -> None:
    assert truth(If(A, B)) == [a or not b for c in (0, 1) for b in (0, 1) for a in (0, 1)]


def test_or_is_inclusive_and_a_pattern_takes_letters_in_file_order() -> None:
    assert truth(Or((A, B)))[3]
    assert [mask for mask, t in enumerate(truth(Pattern("YN-"))) if t] == [0b001, 0b101]


@given(expressions())
def test_what_is_written_is_read_back_with_the_same_meaning(expr: Expr) -> None:
    again = parse(written(expr), PLACES)
    assert truth(again) == truth(expr)
    assert written(again) == written(expr)


def test_named_lists_the_options_outside_patterns() -> None:
    assert named(parse("a if not c or YYY", PLACES)) == {"a", "c"}


@pytest.mark.parametrize(
    ("text", "column", "what", "mend"),
    [
        ("a if b if c", 8, "do not chain", "brackets"),
        ("a iff b if c", 9, "do not chain", "brackets"),
        ("a and", 6, "misses an option", "name an option"),
        ("and a", 1, "misses an option", "name an option"),
        ("", 1, "misses an option", "name an option"),
        ("(a or b", 8, "not closed", "write )"),
        ("a b", 3, "goes on", "join the parts"),
        ("a)", 2, "goes on", "join the parts"),
        ("a AND b", 3, "goes on", "write and"),
        ("Not a", 1, "unknown option", "write not"),
        ("a & b", 3, "a character", "use option names"),
        ("YN", 1, "wrong length", "one of Y, N, -"),
        ("a or d", 6, "unknown option", "use one of: a, b, c"),
        ("(" * 200 + "a" + ")" * 200, 102, "too deeply", "split it"),
    ],
)
def test_a_bad_statement_is_refused_with_its_column(text: str, column: int, what: str, mend: str) -> None:
    with pytest.raises(ConflictRefused) as caught:
        parse(text, PLACES, "conflict.yaml:7")
    assert caught.value.where == f"conflict.yaml:7, column {column}"
    assert what in caught.value.what
    assert mend in caught.value.mend


def test_a_long_statement_is_read_without_harm() -> None:
    text = " and ".join(["a"] * 5000)
    assert truth(parse(text, PLACES)) == truth(A)
