"""Files of GMCR+ and gmcr-py (`.gmcr`): read into a `Conflict`, written from one.

The format is JSON. What counts here:

    options            [{name, permittedDirection: both | fwd | back}], numbered from 0 in this order
    decisionMakers     [{name, options: [numbers], preferences: [condition], preferenceRanking: [state or [states]],
                         misperceptions: [condition], payoffs: [number a state, higher better]}]
    infeasibles        [condition]
    useManualPreferenceRanking (older: useManualPreferenceVectors, preferenceVec)

A condition is a list of [option number, "Y" or "N"] that must all hold, or {compound: true, members: [conditions]}, of which one
must. `preferences` stand most important first, as in `prefers`. States are numbered from 1 as here, with option 0 the lowest
bit; where a decision maker's options do not stand together in the file, ours are put in the order of the owners.

Names are made to fit: an option's becomes lower case with underscores, its old name is kept as what it means. What the file
cannot say is listed when one is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.conflict.gmcr_entries import Entry, condition_of, entries_of, entry_of, number_of, text_of, whole_numbers
from detente.conflict.model import Conflict, Direction, Option, Party, Perception, Preference, Wish
from detente.conflict.ranking import ranks
from detente.conflict.statements import And, Expr, If, Iff, Not, Or, Pattern, Taken, is_option_name, written
from detente.conflict.states import list_states
from detente.errors import ConflictRefused, shown

_DIRECTIONS = {"both": Direction.BOTH, "fwd": Direction.TAKE, "back": Direction.DROP}
_MOST_CUBES = 4096  # patterns that one statement may fall into before it is refused

Cube = frozenset[tuple[int, bool]]


def read_gmcr(path: Path) -> Conflict:
    """Read a .gmcr file. The names that were changed stand in `notes`. Raises ConflictRefused for what cannot be used."""
    where = str(path)
    try:
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as fault:
        raise ConflictRefused(
            "the file cannot be read", where=where, found=fault.strerror, mend="check the name"
        ) from None
    except RecursionError:
        raise ConflictRefused(
            "the file is nested too deeply", where=where, mend="save it again with GMCR+ or gmcr-py"
        ) from None
    except (UnicodeDecodeError, json.JSONDecodeError) as fault:
        raise ConflictRefused(
            "the file is not JSON", where=where, found=str(fault), mend="save it again with GMCR+ or gmcr-py"
        ) from None
    return _Reading(entry_of(document, where, "the file"), where, path.stem).conflict()


class _Reading:
    """A .gmcr document while it is turned into a conflict."""

    def __init__(self, document: Entry, where: str, title: str) -> None:
        self.document = document
        self.where = where
        self.title = title
        self.notes: list[str] = []
        self.makers = entries_of(document, "decisionMakers", where)
        self.entries = entries_of(document, "options", where)
        self.owned = [whole_numbers(maker, "options", where) for maker in self.makers]
        self._judge_owners()
        self.old_places = [number for numbers in self.owned for number in numbers]  # ours -> the file's
        self.names = self._fitting_names()
        self.people = self._people()

    def refuse(self, what: str, found: str, mend: str) -> ConflictRefused:
        return ConflictRefused(what, where=self.where, found=found, mend=mend)

    def conflict(self) -> Conflict:
        infeasible = tuple(
            self._expr(condition) for condition in condition_of(self.document.get("infeasibles", []), self.where)
        )
        parties, perceptions = [], []
        bare = Conflict(
            self.title, tuple(self._party(at, Preference(wishes=())) for at in range(len(self.makers))), infeasible
        )
        manual = any(
            self.document.get(key) is True for key in ("useManualPreferenceRanking", "useManualPreferenceVectors")
        )
        for at, maker in enumerate(self.makers):
            party = self._party(at, self._preference(maker, bare, manual))
            parties.append(party)
            unseen = tuple(self._expr(one) for one in condition_of(maker.get("misperceptions", []), self.where))
            if unseen:
                perceptions.append(Perception(party.name, thinks_impossible=unseen))
        return Conflict(
            self.title,
            tuple(parties),
            infeasible,
            perceptions=tuple(perceptions),
            source=self.where,
            notes=tuple(self.notes),
        )

    def _judge_owners(self) -> None:
        for number, entry in enumerate(self.entries):
            owners = sum(numbers.count(number) for numbers in self.owned)
            if owners != 1:
                raise self.refuse(
                    "an option has one owner",
                    f"{text_of(entry, 'name', self.where)!r} under {owners} decision makers",
                    "give it to one decision maker, or take it out",
                )
        for numbers in self.owned:
            for number in numbers:
                if not 0 <= number < len(self.entries):
                    raise self.refuse(
                        "a decision maker has an option that is not there", f"option {number}", "number options from 0"
                    )

    def _fitting_names(self) -> dict[int, str]:
        """The file's option number to our name."""
        names: dict[int, str] = {}
        for number in self.old_places:
            old = text_of(self.entries[number], "name", self.where)
            new = re.sub(r"[^a-z0-9]+", "_", old.lower()).strip("_")
            if not is_option_name(new):
                new = f"o_{new}".rstrip("_")
            base, again = new, 2
            while new in names.values():
                new, again = f"{base}_{again}", again + 1
            names[number] = new
            if new != old:
                self.notes.append(f"option {old!r} is called {new} here")
        return names

    def _people(self) -> list[str]:
        """The decision makers' names, each once."""
        people: list[str] = []
        for maker in self.makers:
            old = new = text_of(maker, "name", self.where)
            again = 2
            while new in people:
                new, again = f"{old} {again}", again + 1
            if new != old:
                self.notes.append(f"another {old!r} is called {new!r} here")
            people.append(new)
        return people

    def _party(self, at: int, preference: Preference) -> Party:
        name = self.people[at]
        options = []
        for number in self.owned[at]:
            entry = self.entries[number]
            direction = entry.get("permittedDirection", "both")
            if not isinstance(direction, str) or direction not in _DIRECTIONS:
                raise self.refuse("an option's direction is unknown", shown(direction), "use both, fwd or back")
            place = self.old_places.index(number)
            means = text_of(entry, "name", self.where)
            options.append(Option(self.names[number], means, name, place, _DIRECTIONS[direction]))
        return Party(name, tuple(options), preference)

    def _preference(self, maker: Entry, bare: Conflict, manual: bool) -> Preference:
        ranking = maker.get("preferenceRanking", maker.get("preferenceVec"))
        if manual and isinstance(ranking, list):
            return Preference(ranking=self._ranking(ranking, bare))
        if "preferences" in maker:
            wishes = [self._expr(condition) for condition in condition_of(maker["preferences"], self.where)]
            return Preference(wishes=tuple(Wish(expr, written(expr)) for expr in wishes))
        payoffs = maker.get("payoffs")
        if isinstance(payoffs, list) and payoffs:
            worth = [number_of(value, self.where) for value in payoffs]
            classes = [
                [at + 1 for at, one in enumerate(worth) if one == value] for value in sorted(set(worth), reverse=True)
            ]
            return Preference(ranking=self._ranking(classes, bare))
        return Preference(wishes=())

    def _ranking(self, ranking: Sequence[object], bare: Conflict) -> tuple[tuple[str, ...], ...]:
        """Ids in the file's numbering, best first, as patterns in ours."""
        states = list_states(bare)
        ours = states.patterns(states.ids)

        def in_file_order(pattern: str) -> int:
            return sum(1 << self.old_places[place] for place, letter in enumerate(pattern) if letter == "Y")

        by_id = dict(enumerate(sorted(ours, key=in_file_order), 1))
        classes: list[tuple[str, ...]] = []
        for level in ranking:
            members: list[object] = level if isinstance(level, list) else [level]
            named: list[str] = []
            for one in members:
                if not isinstance(one, int) or one not in by_id:
                    raise self.refuse(
                        "a ranking names what is no feasible state", repr(one), f"number the states 1 to {len(ours)}"
                    )
                named.append(by_id[one])
            classes.append(tuple(named))
        every = [pattern for level in classes for pattern in level]
        if sorted(every) != sorted(ours):
            raise self.refuse(
                "a ranking misses or repeats feasible states",
                f"{len(every)} named, {len(ours)} feasible",
                "give every feasible state one place, ties in a list",
            )
        return tuple(classes)

    def _expr(self, members: list[list[tuple[int, bool]]]) -> Expr:
        """A condition, already as alternatives of literals, in our statements."""
        parts: list[Expr] = []
        for literals in members:
            each: list[Expr] = []
            for number, taken in literals:
                if number not in self.names:
                    raise self.refuse(
                        "a condition names an option that is not there", str(number), "number options from 0"
                    )
                option = Taken(self.names[number])
                each.append(option if taken else Not(option))
            parts.append(each[0] if len(each) == 1 else And(tuple(each)))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))


@dataclass(frozen=True, slots=True)
class Written:
    """The text of a .gmcr file, and what of the conflict it cannot say, one sentence each."""

    text: str
    lost: tuple[str, ...]


def write_gmcr(conflict: Conflict) -> Written:
    """A conflict as a .gmcr file. Raises ConflictRefused for graph form, or statements that fall into too many patterns."""
    where = conflict.source or conflict.title
    if conflict.graph is not None:
        raise ConflictRefused(
            "a .gmcr file needs options", where=where, found="listed states", mend="model the conflict with options"
        )
    manual = any(party.preference.wishes is None for party in conflict.parties)
    states = list_states(conflict) if manual else None
    seen_as = {view.party: view.thinks_impossible for view in conflict.perceptions}
    makers = []
    for party in conflict.parties:
        maker: dict[str, object] = {"name": party.name, "options": [option.place for option in party.options]}
        wanted = (_condition(wish.expr, conflict) for wish in party.preference.wishes or ())
        maker["preferences"] = [condition for condition in wanted if condition is not None]
        if states is not None:
            rank = ranks(party.preference, states).tolist()
            levels = [
                [at for at, one in enumerate(rank, 1) if one == height] for height in sorted(set(rank), reverse=True)
            ]
            maker["preferenceRanking"] = [level[0] if len(level) == 1 else level for level in levels]
        maker["misperceptions"] = _patterns(seen_as.get(party.name, ()), conflict)
        makers.append(maker)
    ways = {direction: name for name, direction in _DIRECTIONS.items()}
    document = {
        "program": "detente",
        "decisionMakers": makers,
        "options": [{"name": one.name, "permittedDirection": ways[one.direction]} for one in conflict.options],
        "infeasibles": _patterns(conflict.infeasible, conflict),
        "useManualPreferenceRanking": manual,
    }
    return Written(json.dumps(document, indent=1, ensure_ascii=False) + "\n", tuple(_lost(conflict)))


def _lost(conflict: Conflict) -> list[str]:
    lost = []
    if conflict.now is not None:
        lost.append("the format has no place for today's state (`now`)")
    if any(option.means != option.name for option in conflict.options):
        lost.append("the format has no place for what options mean in words")
    for party in conflict.parties:
        preference = party.preference
        marks = [
            ("unsure statements", any(wish.unsure for wish in preference.wishes or ())),
            ("strong preferences", any(wish.strongly for wish in preference.wishes or ())),
            ("pairwise comparisons", bool(preference.compare)),
            ("unknown ties or an unsure order", preference.ties_unknown or preference.order_unsure),
            ("attitudes", bool(party.attitudes)),
            ("alternatives", bool(party.alternatives)),
            ("costs of options", any((one.cost_take, one.cost_drop) != (1, 1) for one in party.options)),
            ("citations", bool(preference.because) or any(wish.because for wish in preference.wishes or ())),
            ("weights, which are written as a ranking", preference.weights is not None),
        ]
        lost += [f"the format has no place for {party.name}'s {what}" for what, there in marks if there]
    if any(view.unaware_of or view.believes for view in conflict.perceptions):
        lost.append("the format has no place for what parties are unaware of or believe, only for states ruled out")
    return lost


def _patterns(statements: Sequence[Expr], conflict: Conflict) -> list[list[list[object]]]:
    return [_literals(cube) for expr in statements for cube in _cubes(expr, True, conflict)]


def _literals(cube: Cube) -> list[list[object]]:
    return [[place, "Y" if taken else "N"] for place, taken in sorted(cube)]


def _condition(expr: Expr, conflict: Conflict) -> object:
    """A statement as a condition; None where it holds always or never, and so decides nothing."""
    cubes = _cubes(expr, True, conflict)
    if not cubes or frozenset() in cubes:
        return None
    members = [_literals(cube) for cube in cubes]
    return members[0] if len(members) == 1 else {"compound": True, "members": members}


def _cubes(expr: Expr, positive: bool, conflict: Conflict) -> list[Cube]:
    """The statement (or its opposite) as alternatives of literals, none contained in another."""
    match expr:
        case Taken(option):
            return [frozenset({(conflict.places[option], positive)})]
        case Pattern(letters):
            literals = [(place, letter == "Y") for place, letter in enumerate(letters) if letter != "-"]
            return [frozenset(literals)] if positive else [frozenset({(place, not taken)}) for place, taken in literals]
        case Not(part):
            return _cubes(part, not positive, conflict)
        case And(parts) | Or(parts):
            every = [_cubes(part, positive, conflict) for part in parts]
            return _all(every, conflict) if isinstance(expr, And) == positive else _any(every)
        case If(then, when):
            return _cubes(Or((then, Not(when))), positive, conflict)
        case Iff(left, right):
            both, neither = And((left, right)), And((Not(left), Not(right)))
            return _cubes(
                Or((both, neither)) if positive else Or((And((left, Not(right))), And((Not(left), right)))),
                True,
                conflict,
            )


def _any(every: Sequence[Sequence[Cube]]) -> list[Cube]:
    distinct = sorted({cube for cubes in every for cube in cubes}, key=lambda cube: (len(cube), sorted(cube)))
    kept: list[Cube] = []
    for cube in distinct:
        if not any(wider <= cube for wider in kept):
            kept.append(cube)
    return kept


def _all(every: Sequence[Sequence[Cube]], conflict: Conflict) -> list[Cube]:
    joined: list[Cube] = [frozenset()]
    for cubes in every:
        pairs = (one | other for one in joined for other in cubes)
        joined = _any([[cube for cube in pairs if not any((place, not taken) in cube for place, taken in cube)]])
        if len(joined) > _MOST_CUBES:
            raise ConflictRefused(
                "a statement falls into too many patterns for a .gmcr file",
                where=conflict.source or conflict.title,
                found=f"more than {_MOST_CUBES}",
                mend="split it into several statements",
            )
    return joined
