"""Build the packaged gazetteer from our own tables and the Phoenix actor and agent dictionaries.

    python training/gazetteer/build.py DICTIONARIES

DICTIONARIES is a folder with ``Phoenix.Countries.actors.txt``, ``Phoenix.International.actors.txt``, ``Phoenix.MilNonState.actors.txt``
and ``Phoenix.agents.txt`` of openeventdata/petrarch2 (MIT). Our own tables (countries, disputed places, offices, bodies, persons, roles) come first
and win: the Phoenix files stop between 2014 and 2018. The output, ``src/detente/record/actors/gazetteer.tsv.gz``, is written without a
time stamp, so that equal inputs give equal bytes. Columns: the name folded to words, kind, name, actor, code, sector, office, first
day, last day (exclusive), gender. Kinds: country, people (adjectives and peoples), place, body, holder (of an office), person, role.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from detente.record.actors.gazetteer import surnames
from detente.record.actors.phrases import folded

HERE = Path(__file__).resolve().parent
OUTPUT = HERE.parent.parent / "src" / "detente" / "record" / "actors" / "gazetteer.tsv.gz"
SECTORS = frozenset("GOV MIL REB OPP PTY LEG JUD COP CVL MED BUS NGO IGO SPY EDU LAB REL REF UAF CRM ELI AGR".split())
# Codes of the dictionaries that are no ISO 3166-1 codes of today.
CODES = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "PSE": "PSE", "PAL": "PSE", "WSB": "PSE", "GZS": "PSE", "KSV": "XKX", "SUN": "RUS", "YUG": "SRB",
         "SCG": "SRB", "BUR": "MMR", "CZS": "CZE", "GMY": "DEU", "GME": "DDR", "GMW": "DEU", "VNS": "VNM", "YMD": "YEM", "YAR": "YEM", "UIS": ""}  # fmt: skip
TRADE_WORDS = {"AND", "OF", "THE", "FOR", "IN", "DE", "LA", "AL", "EL", "BIN", "DEL", "VAN", "VON", "ON"}
OFFICE_WORDS = frozenset(
    "president vice prime minister premier secretary senator chancellor king queen prince emir sultan ambassador chairman speaker governor mayor mr mrs general "
    "colonel admiral ayatollah pope dictator congressman representative attorney commander spokesman spokeswoman leader chief head dr sir judge justice".split()
)
Row = tuple[str, str, str, str, str, str, str, str, str]


def table(name: str) -> Iterator[list[str]]:
    """The rows of one of our tables, padded to five columns, comments left out."""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield (line.split("\t") + [""] * 5)[:5]


def own() -> Iterator[Row]:
    """Everything from our own tables."""
    names = {}
    for code, name, others, people, places in table("countries.tsv"):
        names[code] = name
        for kind, listed in (("country", f"{name}, {others}"), ("people", people), ("place", places)):
            yield from ((kind, n.strip(), name, code, "GOV", "", "", "", "") for n in listed.split(", ") if n.strip())
    yield from (("place", place, "", "", "", "", "", "", "") for place, *_ in table("disputed.tsv"))
    bodies = {}
    for name, code, sector, others, _ in table("bodies.tsv"):
        bodies[name] = code
        yield from (
            ("body", n.strip(), name, code, sector, "", "", "", "")
            for n in f"{name}, {others}".split(", ")
            if n.strip()
        )
    for code, office, sector, holders, _ in table("offices.tsv"):
        actor = names.get(code, code)
        yield from terms(holders, actor, bodies.get(code, code), sector, office)
    for listed, code, sector, office, _ in table("persons.tsv"):
        person, gender = gendered(listed)
        yield ("person", person, names.get(code, "") if sector != "REB" else "", code, sector, office, "", "", gender)
    for sector, nouns, *_ in table("roles.tsv"):
        yield from (
            ("role", noun.strip(), "", "", "" if sector == "-" else sector, "", "", "", "")
            for noun in nouns.split(", ")
        )


def gendered(person: str) -> tuple[str, str]:
    """A name and ``f`` where the table marks a woman."""
    return (person[:-2], "f") if person.endswith(" f") else (person, "m")


def terms(holders: str, actor: str, code: str, sector: str, office: str) -> Iterator[Row]:
    """One row a term: a holder stays until the next begins."""
    parsed = [part.strip().rsplit(" ", 1) for part in holders.split(";") if part.strip()]
    for index, (who, first) in enumerate(parsed):
        last = parsed[index + 1][1] if index + 1 < len(parsed) else ""
        if who != "-":
            person, gender = gendered(who)
            yield ("holder", person, actor, code, sector, office, first, last, gender)


def phoenix(path: Path) -> Iterator[tuple[list[str], list[tuple[str, str]]]]:
    """Entries of a dictionary: the names, and (code, years) pairs."""
    names: list[str] = []
    codes: list[tuple[str, str]] = []
    for raw in path.read_text(encoding="utf-8", errors="replace").splitlines():
        line = raw.split("#")[0].rstrip().replace(";", " ")
        if not line.strip():
            continue
        found = re.findall(r"\[([^\]]*)\]", line)
        name = re.sub(r"\[[^\]]*\]", "", line).strip()
        if name and not name.startswith("+"):
            if names:
                yield names, codes
            names, codes = [], []
        if name:
            names.append(name.lstrip("+").strip())
        for body in found:
            parts = body.split()
            if parts:
                codes.append((parts[0], parts[1] if len(parts) > 1 else ""))
    if names:
        yield names, codes


def day(text: str) -> str:
    """``YYMMDD`` or ``YYYYMMDD`` as ISO 8601; the dictionaries begin in 1900, and two digits over 30 mean the last century."""
    digits = re.sub(r"\D", "", text)
    if len(digits) == 6:
        digits = ("19" if int(digits[:2]) > 30 else "20") + digits
    if len(digits) != 8 or not ("01" <= digits[4:6] <= "12"):
        return ""
    return f"{digits[:4]}-{digits[4:6]}-{min(max(int(digits[6:]), 1), 28):02d}"


def spoken(name: str) -> str:
    """``ISLAMIC_REPUBLIC_OF_IRAN_`` as a name in a text."""
    words = [w for w in re.split(r"[_\s]+", name) if w]
    shaped = [w.lower() if i and w.upper() in TRADE_WORDS else w if "." in w or len(w) <= 3 else "-".join(p.capitalize() for p in w.split("-"))
              for i, w in enumerate(words)]  # fmt: skip
    return " ".join(shaped)


def taken(code: str, names: dict[str, str]) -> tuple[str, str, str] | None:
    """Actor, code and sector of a CAMEO code, or None where it says no more than that somebody exists."""
    head = CODES.get(code[:3], code[:3])
    rest = code[3:6] if code[3:6] in SECTORS else code[6:9] if code[6:9] in SECTORS else ""
    if head in names:
        return names[head], head, rest
    if head in ("IGO", "NGO", "MNC"):
        return "", head, {"IGO": "IGO", "NGO": "NGO", "MNC": "BUS"}[head]
    if head == "IMG":
        return "", "", "REB"
    return None


def dictionaries(folder: Path, names: dict[str, str]) -> Iterator[Row]:
    """Everything from the Phoenix files."""
    for file in ("Phoenix.Countries.actors.txt", "Phoenix.International.actors.txt", "Phoenix.MilNonState.actors.txt"):
        for titles, codes in phoenix(folder / file):
            for code, years in codes:
                known = taken(code, names)
                if known is None:
                    continue
                actor, iso, sector = known
                first, last = limits(years)
                if sector == "ELI" or (last and last < "1945"):
                    continue
                for title in titles:
                    name = spoken(title)
                    if (
                        len(name) < 4
                        or "(" in name
                        or not name[0].isalpha()
                        or (sector and titled(name))
                        or (years and " " not in name)
                    ):
                        continue
                    if not sector:
                        yield ("place", name, actor, iso, "GOV", "", "", "", "")
                    else:
                        yield (
                            "body" if not years else "person",
                            name,
                            actor if sector == "GOV" else "",
                            iso,
                            sector,
                            "",
                            first,
                            last,
                            "",
                        )
    for titles, codes in phoenix(folder / "Phoenix.agents.txt"):
        for code, _ in codes:
            sector = code.lstrip("~")[:3]
            if code.startswith("~") and sector in SECTORS:
                yield from (("role", spoken(t).lower(), "", "", sector, "", "", "", "") for t in titles if "!" not in t)


def titled(name: str) -> bool:
    """Whether a name holds an office's title: offices come dated from our own table, and people by name alone."""
    return bool(OFFICE_WORDS & set(folded(name)))


def limits(years: str) -> tuple[str, str]:
    """First and last day of ``[CODE 970101-061231]``, ``[CODE >20070101]``, ``[CODE <970101]``."""
    if years.startswith(">"):
        return day(years), ""
    if years.startswith("<"):
        return "", day(years)
    first, _, last = years.partition("-")
    return day(first), day(last)


def main(folder: Path) -> None:
    """Write the gazetteer."""
    rows = list(own())
    names = {row[3]: row[2] for row in rows if row[0] == "country"}
    held = {row[1].casefold() for row in rows}
    held |= {family for row in rows if row[0] == "holder" for family in surnames(row[1], row[3])}  # dated in our table
    rows += [row for row in dictionaries(folder, names) if row[1].casefold() not in held]
    lines = list(dict.fromkeys("\t".join((" ".join(folded(row[1])), *row)) for row in rows if folded(row[1])))
    OUTPUT.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), compresslevel=9, mtime=0))
    print(f"{len(lines):,} rows, {OUTPUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
