"""A text cut into pieces loses nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.desk.marking import pieces
from detente.record.nouns import Source, Statement

SPAN = st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda at: (at[0], at[0] + at[1]))


def _statement(name: str, source: tuple[int, int], cue: tuple[int, int], content: tuple[int, int]) -> Statement:
    return Statement(
        name,
        "r",
        "direct",
        Source((source,), "x", None, None, None, "named"),
        (cue,),
        (content,),
        "y",
        None,
        None,
        None,
        None,
        1.0,
        "test",
    )


@given(st.text(max_size=60), st.lists(st.tuples(SPAN, SPAN, SPAN), max_size=6))
def test_the_pieces_are_the_text(
    text: str, spans: list[tuple[tuple[int, int], tuple[int, int], tuple[int, int]]]
) -> None:
    found = pieces(text, [_statement(f"s{at}", *one) for at, one in enumerate(spans)])
    assert "".join(piece.text for piece in found) == text
    assert all(text[piece.start :].startswith(piece.text) for piece in found)
    firsts = [piece.statement for piece in found if piece.first]
    assert len(firsts) == len(set(firsts))


def test_a_voice_within_another_is_marked_as_its_own() -> None:
    outer = _statement("outer", (0, 2), (3, 5), (6, 30))
    inner = _statement("inner", (8, 10), (11, 13), (14, 20))
    found = {piece.start: (piece.statement, piece.part, piece.depth) for piece in pieces("x" * 40, [outer, inner])}
    assert found[6] == ("outer", "content", 1)
    assert found[8] == ("inner", "source", 1)
    assert found[14] == ("inner", "content", 2)
    assert found[20] == ("outer", "content", 1)
    assert found[30] == (None, "", 0)
