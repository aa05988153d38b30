"""Those who are counted out of a group: "one of them", "another", "two of those members", "the latter".

They speak for whom the group speaks. The group is the last of several people that the text named, as a source or not.
"""

from __future__ import annotations

import re

from detente.record.actors.phrases import words_of

__all__ = ["GROUP_REACH", "counted_of"]

GROUP_REACH = 500  # characters: how far before "one of them" the group may stand
_NUMBER = r"(?:one|two|three|four|five|several|some|many|most|few|others?|another|neither|both|an?other|(?:a|the) (?:second|third|fourth|fifth|other|others|last|first|largest|latter|former|same))"
_COUNTED = re.compile(
    rf"{_NUMBER}(?: of (?P<of>[^,]+))?(?=$|,| who\b| in\b| from\b| with\b| at\b| there\b)", re.IGNORECASE
)
_THEM = frozenset({"them", "those", "these", "us", "whom"})


def counted_of(phrase: str) -> str | None:
    """What somebody is counted out of: the words after "of" ("the captains"), empty where the group goes without saying, None where
    nobody is counted out."""
    found = _COUNTED.match(phrase)
    if found is None:
        return None
    of = found.group("of")
    if of is None:
        return ""
    words = words_of(of)
    return "" if not words or (words[0].key in _THEM and len(words) == 1) else of
