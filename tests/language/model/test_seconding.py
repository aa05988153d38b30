"""A content without a cue is told where the rules find the same words with one."""

from __future__ import annotations

import pytest

from detente.language.model.seconding import SECONDED, seconded

TEXT = (
    "Nothing happened at the pass.\n\nMinister Ilse Varga denied having suggested that the road would open. It rained."
)
WORDS = "having suggested that the road would open"


def at(words: str) -> tuple[tuple[int, int], ...]:
    start = TEXT.index(words)
    return ((start, start + len(words)),)


def test_the_rules_give_their_source_and_cue_to_the_content_of_the_network() -> None:
    content = at(WORDS.removesuffix(" open"))
    (found,) = seconded(TEXT, [content])
    parts = [[TEXT[a:b] for a, b in part] for part in (found.source, found.cue, found.content)]
    assert parts == [["Minister Ilse Varga"], ["denied"], [WORDS.removesuffix(" open")]]
    assert (found.confidence, found.because, found.within) == (SECONDED, "cue by the rules, reporting verb deny", None)


@pytest.mark.parametrize("words", ["the road", "Nothing happened at the pass", "It rained"])
def test_words_for_which_the_rules_know_no_cue_or_other_bounds_stay_untold(words: str) -> None:
    assert list(seconded(TEXT, [at(words)])) == []
