"""From a preference to ranks: one integer for each state, higher is better, equal is indifferent.

Ranks are dense (0, 1, 2, ... without gaps), so that they say how many kinds of state a party tells apart.
Option prioritising (Fang, Hipel, Kilgour and Peng 2003): of two states the better is the one that satisfies
the first statement on which they differ. The usual score, the sum of 2^(m-k) over the statements that hold,
overflows beyond 63 statements; here blocks of statements refine the dense ranks so far, which is exact for
any number and needs no sorting.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from detente.conflict.model import Preference, Weight, Wish
from detente.conflict.statements import Columns, Expr, holds
from detente.conflict.states import States, chunks, truth

Ranks = NDArray[np.int32]

_SPARE = 8  # table entries a state: fewer tables to pass over against a table that still fits the cache


def ranks(preference: Preference, states: States) -> Ranks:
    """Dense ranks (int32) of the states under a preference, `compare` lines and marks left aside.

    Raises KeyError for a ranking that leaves a state out (the file reader refuses it with its line).
    """
    if preference.ranking is not None:
        return _from_classes(preference.ranking, states)
    if preference.weights is not None:
        return _from_weights(preference.weights, states)
    return prioritised([wish.expr for wish in preference.wishes or ()], states)


def prioritised(statements: Sequence[Expr], states: States) -> Ranks:
    """Dense ranks under prioritised statements, most important first. No statement: all states are equal.

    1. Take as many statements as a table of about 8 entries a state has room for behind the ranks so far.
    2. Write their truth values, first statement highest, behind each state's rank.
    3. Mark which values occur and number them in order: the new dense ranks. Repeat from 1 with the next
    statements.
    """
    room = max(_SPARE * len(states), 4096)
    places = {name: place for place, name in enumerate(states.options)}
    rank = np.zeros(len(states), dtype=np.int32)
    done, distinct = 0, 1
    while done < len(statements) and distinct < len(states):
        width = max(1, min((room // distinct).bit_length() - 1, len(statements) - done))
        start = 0
        for columns in chunks(states.masks, places):
            part = rank[start : start + len(columns.masks)]  # a view: refined in place
            for expr in statements[done : done + width]:
                np.left_shift(part, 1, out=part)
                part |= holds(expr, columns)
            start += len(part)
        distinct = close_gaps(rank, distinct << width)
        done += width
    return rank


def close_gaps(rank: Ranks, size: int) -> int:
    """Renumber values below `size` densely and in order, in place; how many different ones there are."""
    occurs = np.zeros(size, dtype=np.bool_)
    occurs[rank] = True
    number = np.cumsum(occurs, dtype=np.int32)
    np.subtract(number[rank], 1, out=rank)
    return int(number[-1])


def dense(scores: NDArray[np.int64]) -> Ranks:
    """Any scores, higher better, as dense ranks."""
    return np.unique(scores, return_inverse=True)[1].astype(np.int32)


def deciding(wishes: Sequence[Wish], states: States, one: int, other: int) -> Wish | None:
    """The first wish on which two states (by place) differ: it decides their order. None if they are equal."""
    places = {name: place for place, name in enumerate(states.options)}
    columns = Columns(states.masks[[one, other]], places)
    for wish in wishes:
        truth_there = holds(wish.expr, columns)
        if truth_there[0] != truth_there[1]:
            return wish
    return None


def _from_classes(classes: Sequence[Sequence[str]], states: States) -> Ranks:
    """States that are not there are passed over: a subjective game has fewer than the ranking names."""
    rank = np.full(len(states), -1, dtype=np.int64)
    for height, members in enumerate(reversed(classes)):
        for word in members:
            state = states.named(word)
            if state is not None:
                rank[state - 1] = height
    if (rank < 0).any():
        raise KeyError(states.pattern(int(np.argmin(rank)) + 1))
    return dense(rank)


def _from_weights(weights: Sequence[Weight], states: States) -> Ranks:
    """Worths are brought to whole numbers first: sums of decimal fractions must tie exactly where they are equal."""
    worths = [Fraction(weight.worth) for weight in weights]
    scale = lcm(*(worth.denominator for worth in worths)) if worths else 1
    score = np.zeros(len(states), dtype=np.int64)
    for weight, worth in zip(weights, worths, strict=True):
        score += truth(weight.expr, states) * int(worth * scale)
    return dense(score)
