"""Which language a text is written in: by its script, and for Latin letters by the commonest function words.

The words are those that make up a fifth to a third of running text in their language and are rare in the others (the method of
Ingle 1976, as surveyed in Jauhiainen et al., "Automatic Language Identification in Texts", JAIR 65, 2019, section 5.2).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

__all__ = ["NAMES", "language_of"]

NAMES = {
    "en": "English", "fr": "French", "de": "German", "es": "Spanish", "it": "Italian", "pt": "Portuguese", "nl": "Dutch",
    "sv": "Swedish", "pl": "Polish", "tr": "Turkish", "id": "Indonesian", "ar": "Arabic", "fa": "Persian", "he": "Hebrew",
    "ru": "Russian", "uk": "Ukrainian", "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "el": "Greek", "hi": "Hindi",
}  # fmt: skip

_WORDS = {
    "en": "the of and to in that is was for it with as on be at by this have from not are were which will has had his they",
    "fr": "le la les des et du en un une est que qui dans pour sur au pas ce avec sont plus par aux ont cette été ne se à a il qu dit était d l nous on",
    "de": "der die und das den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass wird",
    "es": "el la los las de y en que un una es se por con no para su al lo como más del sus fue ha este han pero",
    "it": "il la di e che in un una è per non con del della si da dei le gli sono come anche più al alla nel ha delle",
    "pt": "o a os as de e que em um uma é do da não para com por se dos das no na mais ao foi são pelo pela",
    "nl": "de het een van en in is dat op te zijn met voor niet aan er om ook als bij door wordt uit naar heeft worden",
    "sv": "och att det som en är av för den till på med inte har om ett de var från kan vid men ska även hade efter",
    "pl": "i w na z się że do nie jest o to jak przez po od za dla co oraz ale był są który tym jego",
    "tr": "ve bir bu için ile da de olarak daha çok olan gibi kadar sonra ise en ancak olduğunu değil ne var",
    "id": "yang dan di untuk dengan dari pada ini tidak dalam akan oleh itu telah adalah sebagai ke bahwa juga para",
}
_BY_LANGUAGE = {code: frozenset(words.split()) for code, words in _WORDS.items()}
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE, _LETTERS = 20_000, 1_000
_LEAST_WORDS = 4
_FEW_WORDS = 40
_CLEAR_LEAD = 0.12
"""In few words a name or two (d'Ivoire, de la Rua) can outweigh the function words: below this lead nothing is said."""
_LEAST_SHARE = 0.1
"""Running English has 0.3 to 0.45 of its words in the list, lists of names under 0.05."""


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language that most of ``text`` is in, None where it is too short or unlike all that are known."""
    sample = text if len(text) <= _SAMPLE else text[: _SAMPLE // 2] + " " + text[len(text) // 2 :][: _SAMPLE // 2]
    words = [word.lower() for word in _WORD.findall(sample)]
    if not words:
        return None
    letters = Counter(_script(c) for c in "".join(words)[:_LETTERS])
    script = letters.most_common(1)[0][0]
    if letters["kana"] > 0.1 * letters.total():
        return "ja"
    if script != "latin":
        return _by_script(script, sample)
    if len(words) < _LEAST_WORDS:
        return None
    counts = Counter(words)
    shares = {code: sum(counts[word] for word in known) / len(words) for code, known in _BY_LANGUAGE.items()}
    best, second = sorted(shares, key=lambda code: -shares[code])[:2]
    if best != "en" and len(words) < _FEW_WORDS and shares[best] - shares[second] < _CLEAR_LEAD:
        return None
    return best if shares[best] >= _LEAST_SHARE else None


def _script(letter: str) -> str:
    if letter < "\u0250":
        return "latin"
    point = ord(letter)
    if 0x3040 <= point <= 0x30FF:
        return "kana"
    if 0x4E00 <= point <= 0x9FFF:
        return "han"
    if 0xAC00 <= point <= 0xD7A3:
        return "hangul"
    name = unicodedata.name(letter, "other").split(" ", 1)[0].lower()
    return name if name in ("arabic", "hebrew", "cyrillic", "greek", "devanagari", "latin") else "other"


def _by_script(script: str, sample: str) -> str | None:
    if script == "arabic":
        # pe, che, zhe, gaf and the Persian yeh and kaf are not letters of Arabic
        return "fa" if sum(sample.count(c) for c in "پچژگیک") > 0.03 * len(sample) else "ar"
    if script == "cyrillic":
        return "uk" if sum(sample.count(c) for c in "іїєґ") > 0.01 * len(sample) else "ru"
    return {"hebrew": "he", "greek": "el", "devanagari": "hi", "han": "zh", "hangul": "ko", "kana": "ja"}.get(script)
