"""Days named in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.record.dates import day_words, resolve_day

THURSDAY = "2014-06-19"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("on Thursday", "2014-06-19"),
        ("on Monday", "2014-06-16"),
        ("last Friday", "2014-06-13"),
        ("last Thursday", "2014-06-12"),
        ("yesterday", "2014-06-18"),
        ("two days earlier", "2014-06-17"),
        ("ten days ago", "2014-06-09"),
        ("a week ago", "2014-06-12"),
        ("on 16 June", "2014-06-16"),
        ("on the 3rd of June", "2014-06-03"),
        ("on June 16", "2014-06-16"),
        ("on December 30", "2013-12-30"),
        ("June 16, 2011", "2011-06-16"),
        ("back in 2011", "2011"),
        ("last month", "2014-05"),
        ("in November", "2013-11"),
        ("over the weekend", "2014-06-14"),
        ("last night", "2014-06-18"),
        ("this morning", "2014-06-19"),
        ("two years ago", "2012"),
    ],
)
def test_words_are_resolved_against_the_report_s_day(words: str, day: str) -> None:
    assert resolve_day(f"He said {words} that it was so.", THURSDAY) == day


@pytest.mark.parametrize(
    "words", ["He may come.", "300 advisers", "June Smith said so", "the March of Dimes", "next Friday", "31 June", ""]
)
def test_what_is_no_date_is_none(words: str) -> None:
    assert resolve_day(words, THURSDAY) is None


def test_without_a_report_s_day_only_whole_dates_count() -> None:
    assert resolve_day("on Monday", None) is None
    assert resolve_day("on 16 June 2014", None) == "2014-06-16"


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("onlast thursdayagoweekmonth12349 June,-"), max_size=60), st.dates().map(str))
def test_no_text_is_too_odd_and_spans_are_its_own(text: str, day: str) -> None:
    for found in day_words(text, day):
        assert 0 <= found.start < found.end <= len(text)
        assert len(found.iso) in (4, 7, 10)
