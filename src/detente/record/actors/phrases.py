"""Phrases as sequences of words: how names are compared.

Two spellings are one name if they fold to the same words: case, accents, full stops and possessive endings do not count, hyphens
part words ("Kim Jong-un", "Kim Jong Un"; "U.S.", "US").
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Word", "fold", "folded", "words_of"]

_WORD = re.compile(r"[^\W_](?:[\w.'’&+]*[\w])?\.?|&", re.UNICODE)
_SHORT = 200  # characters: phrases are looked at several times, longer texts once
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a phrase: as printed, folded, and where it stands. ``possessive``: it ended in an apostrophe's s."""

    text: str
    key: str
    start: int
    end: int
    possessive: bool = False

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter or a digit."""
        return self.text[:1].isupper() or self.text[:1].isdigit()


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """One word without case, accents, full stops and a possessive ending."""
    word = _POSSESSIVE.sub("", word)
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
        word = word.replace("’", "'").replace("ø", "o").replace("Ø", "O").replace("ı", "i")
    return word.replace(".", "").replace("'", "").lower()


def words_of(text: str) -> list[Word]:
    """The words of ``text`` in order."""
    return list(_words(text) if len(text) <= _SHORT else _words.__wrapped__(text))


@lru_cache(maxsize=16_384)
def _words(text: str) -> tuple[Word, ...]:
    found: list[Word] = []
    for match in _WORD.finditer(text):
        printed = match.group()
        key = fold(printed)
        if key:
            found.append(Word(printed, key, match.start(), match.end(), bool(_POSSESSIVE.search(printed))))
    return tuple(found)


def folded(text: str) -> tuple[str, ...]:
    """The folded words of a name, without a leading article."""
    keys = tuple(w.key for w in words_of(text))
    return keys[1:] if len(keys) > 1 and keys[0] in ("the", "a", "an") else keys
