"""`detente rank`: the order as the statements imply it, and what decides between neighbours."""

from __future__ import annotations

import pytest

from detente.conflict.explain_ranking import orders, rank_json, rank_lines
from detente.conflict.graph import graph_model
from detente.conflict.model import Wish
from detente.conflict.states import truth
from stability.family.models import graph_form, option_form


@pytest.mark.parametrize("seed", range(15))
def test_levels_are_the_ranks_and_the_deciding_statement_is_the_first_to_differ(seed: int) -> None:
    conflict = option_form(seed)
    model = graph_model(conflict)
    for order, rank, party in zip(orders(conflict), model.ranks, conflict.parties, strict=True):
        assert order.count == len(order.levels) == int(rank.max()) + 1
        for height, level in enumerate(reversed(order.levels)):
            assert [state for state in model.states.ids.tolist() if rank[state - 1] == height] == list(level.states)
        for level, below in zip(order.levels, order.levels[1:], strict=False):
            wish = next(wish for wish in party.preference.wishes or () if told(wish) == level.above_next)
            column = truth(wish.expr, model.states)
            assert column[level.states[0] - 1]
            assert not column[below.states[0] - 1]


def told(wish: Wish) -> str:
    marks = ", ".join(word for word, there in (("unsure", wish.unsure), ("strongly", wish.strongly)) if there)
    return f"{wish.text} [{marks}]" if marks else wish.text


def test_the_lines_name_every_party_and_what_is_odd() -> None:
    conflict = option_form(3, parties=3, options=4, marks=False)
    text = "\n".join(rank_lines(conflict))
    for party in conflict.parties:
        assert f"{party.name}: " in text
    assert rank_lines(graph_form(2))
    assert len(rank_json(conflict)["orders"]) == 3  # type: ignore[arg-type]  # a JSON list
