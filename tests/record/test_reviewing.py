"""A review is anchored by its words and by what stands around them."""

from __future__ import annotations

from detente.record.reviewing import anchored
from detente.record.reviews import place_of
from detente.reports.report import Report


def test_words_that_stand_twice_are_found_again_at_their_own_place_after_the_text_has_grown() -> None:
    text = "On Monday Varga said that the talks had ended. On Friday Oren said that the talks had ended. Nobody else spoke."
    words = "that the talks had ended"
    second = text.rindex(words)
    entry = anchored(Report("r", "a.txt", None, text), second, second + len(words))
    assert entry["before"] == text[second - 60 : second]
    assert entry["after"] == ". Nobody else spoke."
    grown = "A correction stands above. " * 5 + text
    assert place_of(grown, str(entry["quote"]), str(entry["before"]), str(entry["after"])) == (
        grown.rindex(words),
        grown.rindex(words) + len(words),
    )
