"""Plain English from facts: dates, lists, counts, articles and agreement, for every sentence that détente writes itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = [
    "between",
    "capital",
    "counted",
    "day",
    "day_span",
    "is_plural",
    "listed",
    "midway",
    "number",
    "ordinal",
    "possessive",
    "printable",
    "the",
    "whether",
]

_MONTHS = "January February March April May June July August September October November December".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T(?P<time>\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?)?)?\Z"
)
_WITH_ARTICLE = frozenset(
    "states kingdom union council republic guard government army emirates nations netherlands philippines bahamas maldives congress "
    "region league front party movement committee commission bank agency ministry federation brotherhood coalition authority court "
    "forces militia opposition fleet navy parliament senate pentagon organization organisation alliance community junta".split()
)
_PLURAL_ENDS = (
    "men",
    "people",
    "ers",
    "ists",
    "ans",
    "ees",
    "ies",
    "forces",
    "rebels",
    "kurds",
    "houthis",
    "officials",
    "militias",
)
_SINGULAR = frozenset("philippines netherlands bahamas maldives seychelles comoros honduras cyprus women's".split())
_OWNERS = frozenset("his her its their our my your one another this that these those other".split())
_UNPRINTED = frozenset([*range(0xD800, 0xE000), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF])
_DETERMINERS = frozenset("the a an all any both every each no some there".split())


def day(iso: str | None) -> str:
    """An ISO 8601 date, cut to any precision, in words: ``16 June 2014``, ``June 2014``, ``16 June 2014, 14:05 UTC+02:00``."""
    if iso is None:
        return "an unknown day"
    found = _ISO.match(iso)
    if found is None or (found["month"] and not 1 <= int(found["month"]) <= 12):
        return iso
    words = found["year"]
    if found["month"]:
        words = f"{_MONTHS[int(found['month']) - 1]} {words}"
    if found["day"]:
        words = f"{int(found['day'])} {words}"
    if found["time"]:
        zone = found["zone"] or ""
        words += f", {found['time']}" + (" UTC" if zone == "Z" else f" UTC{zone}" if zone else "")
    return words


def day_span(first: str, last: str) -> str:
    """Two ISO days as one span: ``10 to 24 June 2014``, ``28 May to 3 June 2014``, one day where they are equal."""
    if first[:10] == last[:10]:
        return day(first[:10])
    begun, ended = day(first[:10]).split(), day(last[:10]).split()
    shared = 0
    while shared < min(len(begun), len(ended)) - 1 and begun[-1 - shared] == ended[-1 - shared]:
        shared += 1
    return f"{' '.join(begun[: len(begun) - shared])} to {' '.join(ended)}"


def between(first: str, last: str) -> str:
    """Two ISO days as a time: ``on 16 June 2014``, ``between 16 and 18 June 2014``."""
    told = day_span(*sorted((first, last)))
    begun, to, ended = told.partition(" to ")
    return f"between {begun} and {ended}" if to else f"on {told}"


def number(count: int) -> str:
    """A count in words up to twelve, in figures with thousands set apart beyond."""
    return _NUMBERS[count] if 0 <= count <= 12 else f"{count:,}"


def ordinal(place: int) -> str:
    """A place from 1 in words up to twelve, in figures beyond: ``third``, ``21st``."""
    if place <= len(_ORDINALS):
        return _ORDINALS[place - 1]
    ending = "th" if 10 <= place % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def counted(count: int, one: str, many: str | None = None) -> str:
    """A count with its noun in the right number: ``no reports``, ``one report``, ``19 reports``."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def listed(items: Iterable[str], last: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``; parts that hold commas are set apart by semicolons."""
    parts = [item for item in items if item]
    if len(parts) < 2:
        return "".join(parts)
    if any("," in part or ";" in part for part in parts):
        return "; ".join(parts[:-1]) + f"; {last} {parts[-1]}"
    return ", ".join(parts[:-1]) + f" {last} {parts[-1]}"


def is_plural(name: str) -> bool:
    """Whether an actor's name takes a plural verb (``Bargemen``, ``the Kurds``; not ``the United States``)."""
    last = name.split()[-1].lower() if name.split() else ""
    return last not in _SINGULAR and len(last) > 4 and last.endswith(_PLURAL_ENDS)


def the(name: str) -> str:
    """An actor's name with ``the`` where English wants it: ``the United States``, ``the Delta Council``, ``Iran``."""
    words = name.split()
    if not words or words[0].lower() in _DETERMINERS or any(re.search(r"['’]s?\Z", word) for word in words[:-1]):
        return name
    common = words[-1].lower() in _WITH_ARTICLE or any(
        word.lower() in _WITH_ARTICLE and after == "of" for word, after in zip(words, words[1:], strict=False)
    )
    return f"the {name}" if common or words[0] == "United" or (is_plural(name) and len(words) == 1) else name


def midway(name: str) -> str:
    """A phrase as it stands inside a sentence: ``an unnamed official`` for ``An unnamed official``; names keep their capital."""
    first, _, rest = name.partition(" ")
    return f"{first.lower()} {rest}" if rest and first.lower() in _DETERMINERS | _OWNERS else name


def possessive(name: str) -> str:
    """``Iran's``, ``the United States'``."""
    return f"{the(name)}'" if name.endswith("s") else f"{the(name)}'s"


def printable(text: str) -> str:
    """The text without control characters, lone surrogates and marks that turn the direction of what follows."""
    return "".join(c for c in text if c in "\t\n" or not (ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or ord(c) in _UNPRINTED))


def capital(sentence: str) -> str:
    """The sentence with its first letter a capital."""
    return sentence[:1].upper() + sentence[1:]


def whether(question: str, names: Iterable[str] = ()) -> str:
    """An issue as a clause: ``whether Washington sends advisers``; a real question is kept as it stands.

    ``names`` are the words that keep their capital at the start of the clause: actors' names and aliases.
    """
    question = " ".join(question.split())
    if question.endswith("?"):
        return f"the question “{question}”"
    first, _, rest = question.rstrip(".").partition(" ")
    known = {word for name in names for word in name.split() if word[:1].isupper()}
    bare = re.sub(r"['’]s?\Z", "", first)
    keeps = first.lower() not in _DETERMINERS and (bare in known or bool(re.search(r"[A-Z.]", first[1:])))
    return f"whether {first if keeps else first[:1].lower() + first[1:]} {rest}".rstrip()
