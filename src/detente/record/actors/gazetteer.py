"""The packaged gazetteer: countries, peoples, places, bodies, offices with their holders, persons and roles.

Built by ``training/gazetteer/build.py`` from our own dated tables and the Phoenix dictionaries (MIT; the notice stands beside the
file). Read once, on the first name that case.yaml does not know; a row is taken apart only when its name is looked up.
"""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal, cast

from detente.record.actors.phrases import folded

__all__ = ["Entry", "Gazetteer", "Kind", "index", "packaged", "surnames"]

Kind = Literal["actor", "country", "people", "place", "body", "holder", "person", "role"]
Key = tuple[str, ...]
FAMILY_FIRST = frozenset(
    {"CHN", "KOR", "PRK", "TWN", "VNM", "IGO"}
)  # countries (and one office) whose family names stand first
PARTICLES = frozenset("al el bin ibn ben de del della di da dos van von der den la le o mac abu ul".split())
ALWAYS_SAID = frozenset({"dos"})  # particles that no report leaves out: "dos Santos" is another family than "Santos"
GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv", "v", "vi", "xvi", "xiv"})
ROYAL = frozenset({"King", "Queen", "Emir", "Sultan", "Crown Prince"})  # offices whose holders go by their first name


@dataclass(frozen=True, slots=True)
class Entry:
    """One name and what it stands for. ``first`` and ``last`` (exclusive) are days, empty where open; ``gender`` is m, f or empty."""

    kind: Kind
    name: str
    actor: str | None
    code: str | None
    sector: str | None
    office: str | None = None
    first: str = ""
    last: str = ""
    gender: str = ""

    def holds(self, day: str | None) -> bool:
        """Whether it holds on ``day``, which may be cut to a month or a year; an unknown day matches what holds still."""
        if day is None:
            return not self.last
        return self.first[: len(day)] <= day and (not self.last or day < self.last)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Names folded to words. ``names`` holds every name, as entries or as rows still to be taken apart; ``families`` family names of
    persons, and first names of royal ones; ``offices`` the holders of each actor; ``longest`` the number of words of the longest name that begins with a word; ``lands``
    the name of each state by its code."""

    names: Mapping[str, tuple[Entry | str, ...]]
    families: Mapping[str, tuple[Entry, ...]]
    offices: Mapping[str, tuple[Entry, ...]]
    longest: Mapping[str, int]
    lands: Mapping[str, str]

    def find(self, key: str) -> tuple[Entry, ...]:
        """Everything that the folded name ``key`` (words joined by blanks) may stand for."""
        return tuple(_taken_apart(e) if isinstance(e, str) else e for e in self.names.get(key, ()))


def surnames(name: str, code: str | None) -> tuple[str, ...]:
    """The family names by which a person is called: the last word, with its particle or the other half of a double name too, or the first
    where family names stand first."""
    words = folded(name)
    if len(words) > 1 and words[-1] in GENERATIONS:
        words = words[:-1]
    if len(words) < 2:
        return words
    if code in FAMILY_FIRST and (code != "IGO" or "-" in name):
        return (words[0],)
    keys = [words[-1]]
    if len(words) > 2 and words[-2] in PARTICLES:
        keys.append(" ".join(words[-2:]))
    if "-" in name.split()[-1]:
        keys.append(" ".join(folded(name.split()[-1])[-2:]))
    return tuple(keys[1:] if words[-2] in ALWAYS_SAID else keys)


def index(entries: Iterable[Entry]) -> Gazetteer:
    """The look-up tables over ``entries``; earlier entries come first."""
    names: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        names[" ".join(folded(entry.name))].append(entry)
    names.pop("", None)
    listed: dict[str, tuple[Entry | str, ...]] = {key: tuple(found) for key, found in names.items()}
    return Gazetteer(listed, *_persons(e for found in names.values() for e in found), _longest(listed), {})


def _persons(entries: Iterable[Entry]) -> tuple[dict[str, tuple[Entry, ...]], dict[str, tuple[Entry, ...]]]:
    families: dict[str, list[Entry]] = defaultdict(list)
    offices: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.kind in ("holder", "person"):
            called = surnames(entry.name, entry.code)
            for family in dict.fromkeys((*called, *folded(entry.name)[:1])) if entry.office in ROYAL else called:
                families[family].append(entry)
        if entry.kind == "holder" and entry.actor:
            offices[entry.actor].append(entry)
    return {k: tuple(v) for k, v in families.items()}, {k: tuple(v) for k, v in offices.items()}


def _longest(keys: Iterable[str]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for key in keys:
        first, _, rest = key.partition(" ")
        size = 1 + (rest.count(" ") + 1 if rest else 0)
        if size > longest.get(first, 0):
            longest[first] = size
    return longest


@lru_cache(maxsize=1)
def packaged() -> Gazetteer:
    """The gazetteer that comes with détente."""
    raw = (resources.files("detente.record.actors") / "gazetteer.tsv.gz").read_bytes()
    names: dict[str, tuple[Entry | str, ...]] = {}
    dated: list[str] = []
    lands: dict[str, str] = {}
    for line in gzip.decompress(raw).decode("utf-8").splitlines():
        key, _, row = line.partition("\t")
        names[key] = (*names[key], row) if key in names else (row,)
        if row.endswith(
            ("\tm", "\tf")
        ):  # only our own tables tell the gender, and only their persons go by family name
            dated.append(row)
        elif row.startswith("country"):
            _, _, actor, code, *_ = row.split("\t")
            lands.setdefault(code, actor)
    return Gazetteer(names, *_persons(_taken_apart(row) for row in dated), _longest(names), lands)


@lru_cache(maxsize=65_536)
def _taken_apart(row: str) -> Entry:
    kind, name, actor, code, sector, office, first, last, gender = row.split("\t")
    return Entry(
        cast("Kind", kind), name, actor or None, code or None, sector or None, office or None, first, last, gender
    )
