"""Linkage: two or more conflicts that share parties, joined into one, and what the join creates and destroys.

Our own definition, after the literature on linked and hierarchical graph models (He, Kilgour and Hipel).

`links.yaml` names the files and the cross statements:

    title: Iraq and the nuclear talks
    files: [../iraq-2014/conflict.yaml, ../vienna-2014/conflict.yaml]
    cross:
      - {party: United States, want: not concede if help, before: inform}

1. Parties of the same name are one. No option belongs to both conflicts; the joined feasible set is the product.
2. A shared party's list is the first conflict's statements followed by the second's; a cross statement enters before the statement
   that `before` names, or at the end.
3. The outcomes of the joined conflict are compared with the product of the separate ones: those that the link creates and those it
   destroys; for each created one, which party stays only because of the link, and whose answer, with an option of the other
   conflict, deters it.

Without cross statements Nash stability of the join is the product of the separate verdicts wherever each party's list over the join
orders each conflict as before (lists of statements joined end to end do): a party that could gain by options of both could gain by
those of the first alone, or is level there and gains by those of the second. For the other concepts it need not be: a party can
answer in one conflict what is done in the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from detente.conflict.file import read
from detente.conflict.model import Conflict, Option, Party, Preference, Wish
from detente.conflict.statements import And, Expr, If, Iff, Not, Or, Pattern, Taken, parse
from detente.errors import ConflictRefused, did_you_mean, shown
from detente.lined_yaml import Lined, judge, load
from detente.stability.solution import Solution
from detente.stability.solve import solve
from detente.stability.witness import witness

__all__ = ["Created", "Linkage", "LinksFile", "joined", "linkage", "read_links"]

MOST_TOLD = 200


class CrossEntry(BaseModel):
    """A statement over both conflicts, and where it enters a party's list."""

    model_config = ConfigDict(extra="forbid")
    party: str = Field(description="whose")
    want: str = Field(min_length=1, description="the statement, over the options of all files")
    before: str | None = Field(
        None, description="the statement of its list before which it enters; left out: at the end"
    )


class LinksFile(BaseModel):
    """links.yaml."""

    model_config = ConfigDict(extra="forbid")
    title: str = Field(min_length=1, description="what the joined conflict is called")
    files: list[str] = Field(min_length=2, description="conflict files, from the folder of links.yaml")
    shared: list[str] = Field(
        default_factory=list, description="the parties that are in several; left out: those of one name"
    )
    cross: list[CrossEntry] = Field(default_factory=list, description="statements over both")


@dataclass(frozen=True, slots=True)
class Created:
    """An outcome of the join that is none of the product: for each party that stays only because of the link, whose answers deter it."""

    state: int
    held_by_link: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Linkage:
    """The joined conflict solved, and its outcomes against the product of the separate ones (ids of the joined states)."""

    concept: str
    solution: Solution
    parts: tuple[Solution, ...]
    kept: tuple[int, ...]
    created: tuple[Created, ...]
    destroyed: tuple[int, ...]
    method: str = "the join solved as one conflict"
    exact: bool = True


def read_links(path: Path) -> tuple[Conflict, tuple[Conflict, ...]]:
    """The joined conflict of a links.yaml, and its parts. Raises ConflictRefused."""
    document = load(path, ConflictRefused, name=str(path))
    entries = judge(document, LinksFile, ConflictRefused)
    parts = []
    for at, name in enumerate(entries.files):
        file = path.parent / name
        if not file.is_file():
            raise ConflictRefused(
                "a linked file is not there",
                where=document.where(("files", at)),
                found=name,
                mend="give its path from here",
            )
        parts.append(read(file))
    _judge_shared(document, entries, parts)
    whole = joined(parts, entries.title, str(path))
    for at, cross in enumerate(entries.cross):
        whole = _with_cross(whole, cross, document, at)
    return whole, tuple(parts)


def joined(parts: Sequence[Conflict], title: str, source: str = "") -> Conflict:
    """The conflicts as one, without cross statements: options, statements with their marks, what is infeasible, and today.

    What the plain tables ignore (perceptions, attitudes, comparisons, alternatives) stays behind in the parts. Raises
    ConflictRefused where an option stands in two of them, a party has no statements, or a model lists its states.
    """
    where = source or title
    owner: dict[str, str] = {}
    for part in parts:
        if part.graph is not None:
            raise ConflictRefused(
                "a model of listed states cannot be joined", where=where, found=part.title, mend="write it with options"
            )
        for option in part.options:
            if option.name in owner:
                raise ConflictRefused(
                    "an option stands in two of the linked conflicts",
                    where=where,
                    found=option.name,
                    mend="rename it in one of them",
                )
            owner[option.name] = option.party
    names = list(dict.fromkeys(party.name for part in parts for party in part.parties))
    place = 0
    parties = []
    for name in names:
        options: list[Option] = []
        for part in parts:
            for option in (o for o in part.options if o.party == name):
                options.append(replace(option, place=place))
                place += 1
        parties.append(_joined_party(name, tuple(options), parts, where))
    infeasible = tuple(_by_name(expr, part) for part in parts for expr in part.infeasible)
    todays = [part.now for part in parts]
    now = None if any(today is None for today in todays) else frozenset(o for today in todays for o in today or ())
    days = [part.as_of for part in parts if part.as_of is not None]
    return Conflict(title, tuple(parties), infeasible, now, max(days, default=None), source=source)


def linkage(whole: Conflict, parts: Sequence[Conflict], concept: str = "seq") -> Linkage:
    """Solve the join and its parts and compare."""
    solution, separate = solve(whole, [concept]), tuple(solve(part, [concept]) for part in parts)
    held = {int(one) for one in solution.equilibria[concept]}
    product = {
        one
        for one in range(1, len(solution.states) + 1)
        if all(_projected(solution, one, part) in part.equilibria[concept] for part in separate)
    }
    created = tuple(_created(solution, separate, one, concept) for one in sorted(held - product)[:MOST_TOLD])
    return Linkage(concept, solution, separate, tuple(sorted(held & product)), created, tuple(sorted(product - held)))


def _projected(solution: Solution, one: int, part: Solution) -> int:
    taken = set(solution.states.taken(one))
    mask = sum(1 << option.place for option in part.conflict.options if option.name in taken)
    place = part.states.place_of(mask)
    return 0 if place is None else place + 1


def _created(solution: Solution, separate: tuple[Solution, ...], one: int, concept: str) -> Created:
    found = []
    for party in solution.model.parties:
        inside = [part for part in separate if party in part.model.parties]
        alone = all(part.stable[concept][party][_projected(solution, one, part) - 1] for part in inside)
        if not alone:
            why = witness(solution.model, one, party, concept)
            movers = dict.fromkeys(move.party for answer in why.answers for move in answer.moves)
            found.append((party, tuple(movers)))
    return Created(one, tuple(found))


def _joined_party(name: str, options: tuple[Option, ...], parts: Sequence[Conflict], where: str) -> Party:
    own = [(part, part.party(name)) for part in parts if any(p.name == name for p in part.parties)]
    wishes: list[Wish] = []
    for part, party in own:
        if party.preference.wishes is None:
            raise ConflictRefused(
                "only statements can be joined",
                where=where,
                found=f"{name} has a ranking or weights",
                mend="write `prefers` for it",
            )
        wishes += [replace(wish, expr=_by_name(wish.expr, part)) for wish in party.preference.wishes]
    return Party(name, options, Preference(wishes=tuple(wishes)))


def _by_name(expr: Expr, part: Conflict) -> Expr:
    """A statement with its patterns written out by option name, so that it keeps its meaning among more options."""
    match expr:
        case Pattern(letters):
            literals: list[Expr] = [
                Taken(option.name) if letter == "Y" else Not(Taken(option.name))
                for option, letter in zip(part.options, letters, strict=True)
                if letter != "-"
            ]
            anything = Taken(part.options[0].name)
            return And(tuple(literals)) if literals else Or((anything, Not(anything)))
        case Not(inner):
            return Not(_by_name(inner, part))
        case And(items):
            return And(tuple(_by_name(item, part) for item in items))
        case Or(items):
            return Or(tuple(_by_name(item, part) for item in items))
        case If(then, when):
            return If(_by_name(then, part), _by_name(when, part))
        case Iff(left, right):
            return Iff(_by_name(left, part), _by_name(right, part))
        case Taken():
            return expr


def _judge_shared(document: Lined, entries: LinksFile, parts: Sequence[Conflict]) -> None:
    counts = [{party.name for party in part.parties} for part in parts]
    common = {name for names in counts for name in names if sum(name in other for other in counts) > 1}
    for at, name in enumerate(entries.shared):
        if name not in common:
            raise ConflictRefused(
                "this party is not in two of the files",
                where=document.where(("shared", at)),
                found=name,
                mend=did_you_mean(name, sorted(common)),
            )
    missing = sorted(common - set(entries.shared)) if entries.shared else []
    if missing:
        raise ConflictRefused(
            "a party of the same name stands in two files and is not shared",
            where=document.where(("shared",)),
            found=missing[0],
            mend="name it under `shared`, or rename it in one of the files",
        )


def _with_cross(whole: Conflict, cross: CrossEntry, document: Lined, at: int) -> Conflict:
    names = [party.name for party in whole.parties]
    if cross.party not in names:
        raise ConflictRefused(
            "a cross statement names an unknown party",
            where=document.where(("cross", at, "party")),
            found=cross.party,
            mend=did_you_mean(cross.party, names),
        )
    where = document.where(("cross", at, "want"))
    wish = Wish(parse(cross.want, whole.places, where), cross.want, line=document.line(("cross", at, "want")))
    party = whole.party(cross.party)
    wishes = list(party.preference.wishes or ())
    place = len(wishes)
    if cross.before is not None:
        texts = [" ".join(w.text.split()) for w in wishes]
        wanted = " ".join(cross.before.split())
        if wanted not in texts:
            raise ConflictRefused(
                "`before` names no statement of that party",
                where=document.where(("cross", at, "before")),
                found=shown(cross.before),
                mend=did_you_mean(wanted, texts),
            )
        place = texts.index(wanted)
    wishes.insert(place, wish)
    changed = replace(party, preference=replace(party.preference, wishes=tuple(wishes)))
    return replace(whole, parties=tuple(changed if p.name == cross.party else p for p in whole.parties))
