"""From the entries of conflict.yaml to the nouns of the model, each name looked up and each statement read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from detente.conflict.model import (
    Attitude,
    Cited,
    Conflict,
    Option,
    Pair,
    Party,
    Perception,
    Preference,
    Relation,
    Weight,
    Wish,
)
from detente.conflict.schema import (
    BeliefEntry,
    CitedEntry,
    ConflictFile,
    PartyEntry,
    PerceptionEntry,
    WishEntry,
)
from detente.conflict.statements import KEYWORDS, Expr, is_option_name, parse
from detente.errors import ConflictRefused, did_you_mean, shown
from detente.lined_yaml import Lined

Path = tuple[str | int, ...]

_PAIR = re.compile(r"\s*(\S+?)\s*(>>|>|=|\?)\s*(\S+)\s*\Z")


class Draft:
    """A conflict file while it is turned into a `Conflict`: the document for lines, the entries for values."""

    def __init__(self, document: Lined, entries: ConflictFile) -> None:
        self.document = document
        self.entries = entries
        self.places: dict[str, int] = {}

    def conflict(self) -> Conflict:
        """The conflict. Raises ConflictRefused at the first fault."""
        self._judge_party_names()
        options = self._options()
        graph = self._graph()
        parties = tuple(
            self._party(("parties", at), entry, tuple(o for o in options if o.party == entry.name))
            for at, entry in enumerate(self.entries.parties)
        )
        return Conflict(
            title=self.entries.title,
            parties=parties,
            infeasible=self._statements(("infeasible",), self.entries.infeasible),
            now=self._now(graph),
            as_of=self.entries.as_of,
            perceptions=tuple(
                self._perception(("perceptions", name), name, entry) for name, entry in self.entries.perceptions.items()
            ),
            graph=graph,
            source=self.document.file,
        )

    def refuse(self, path: Path, what: str, found: str | None, mend: str) -> ConflictRefused:
        """A refusal at the line of `path`."""
        return ConflictRefused(what, where=self.document.where(path), found=found, mend=mend)

    def _judge_party_names(self) -> None:
        seen: set[str] = set()
        for at, entry in enumerate(self.entries.parties):
            if entry.name in seen:
                raise self.refuse(("parties", at, "name"), "two parties have one name", entry.name, "give each its own")
            seen.add(entry.name)

    def _options(self) -> list[Option]:
        options: list[Option] = []
        for at, entry in enumerate(self.entries.parties):
            path: Path = ("parties", at, "options")
            if not entry.options and self.entries.states is None:
                raise self.refuse(
                    ("parties", at), "a party has no options", entry.name, "give it one, or leave the party out"
                )
            for name, given in entry.options.items():
                self._judge_option_name((*path, name), name)
                self.places[name] = len(options)
                options.append(
                    Option(
                        name=name,
                        means=given.means or name,
                        party=entry.name,
                        place=len(options),
                        direction=given.direction,
                        cost_take=given.cost.take,
                        cost_drop=given.cost.drop,
                        line=self.document.line((*path, name)),
                    )
                )
        return options

    def _judge_option_name(self, path: Path, name: str) -> None:
        if name in self.places:
            raise self.refuse(path, "an option name is used twice", name, "give each option of the file its own name")
        if not is_option_name(name):
            mend = "use a letter, then letters, digits or _"
            if name in KEYWORDS:
                mend = f"choose another name: {name} is a word of the statements"
            elif name and set(name) <= {"Y", "N", "-"}:
                mend = "choose another name: this one reads as a pattern"
            raise self.refuse(path, "an option name cannot be used", shown(name), mend)

    def _graph(self) -> tuple[str, ...] | None:
        """The state names of the graph form, None in option form."""
        names = self.entries.states
        if names is None:
            for at, entry in enumerate(self.entries.parties):
                if entry.moves:
                    raise self.refuse(
                        ("parties", at, "moves"),
                        "moves are listed, but no states",
                        None,
                        "list the states under `states`, or give options instead of moves",
                    )
            return None
        if self.places:
            at = next(at for at, entry in enumerate(self.entries.parties) if entry.options)
            raise self.refuse(
                ("parties", at, "options"),
                "a model has options or listed states, not both",
                None,
                "take out `states`, or the options",
            )
        if not names:
            raise self.refuse(("states",), "no state is listed", None, "list the states' names")
        for at, name in enumerate(names):
            if name in names[:at]:
                raise self.refuse(("states", at), "a state is listed twice", name, "keep one of the two")
        if self.entries.infeasible:
            raise self.refuse(
                ("infeasible",), "listed states are all feasible", None, "leave the state out of `states`"
            )
        return tuple(names)

    def _now(self, graph: tuple[str, ...] | None) -> frozenset[str] | None:
        now = self.entries.now
        if now is None:
            return None
        for at, name in enumerate(now):
            self._known(("now", at), name, self.places if graph is None else graph, "`now` names what is not there")
        if graph is not None and len(now) != 1:
            raise self.refuse(("now",), "today is one of the listed states", ", ".join(now) or "none", "name one")
        return frozenset(now)

    def _known(self, path: Path, name: str, known: Iterable[str], what: str) -> None:
        known = list(known)
        if name not in known:
            raise self.refuse(path, what, shown(name), did_you_mean(name, known))

    def _statements(self, path: Path, texts: Sequence[str]) -> tuple[Expr, ...]:
        return tuple(self._statement((*path, at), text) for at, text in enumerate(texts))

    def _statement(self, path: Path, text: str) -> Expr:
        if self.entries.states is not None:
            raise self.refuse(
                path, "a statement needs options, and this model lists states", shown(text), "use `ranking`"
            )
        return parse(text, self.places, self.document.where(path))

    def _party(self, path: Path, entry: PartyEntry, options: tuple[Option, ...]) -> Party:
        graph = self.entries.states
        names = [party.name for party in self.entries.parties]
        for other in entry.attitudes:
            self._known((*path, "attitudes", other), other, names, "an attitude names an unknown party")
        moves: list[tuple[str, str]] = []
        for source, targets in entry.moves.items():
            self._known((*path, "moves", source), source, graph or (), "a move names an unknown state")
            for at, target in enumerate(targets):
                self._known((*path, "moves", source, at), target, graph or (), "a move names an unknown state")
                moves.append((source, target))
        return Party(
            name=entry.name,
            options=options,
            preference=self._preference(path, entry),
            alternatives=tuple(
                self._preference((*path, "alternatives", at), other) for at, other in enumerate(entry.alternatives)
            ),
            attitudes=tuple((other, Attitude(value)) for other, value in entry.attitudes.items()),
            moves=tuple(moves),
            line=self.document.line(path),
        )

    def _preference(self, path: Path, entry: BeliefEntry) -> Preference:
        given = [key for key in ("prefers", "ranking", "weights") if getattr(entry, key) is not None]
        if len(given) != 1:
            raise self.refuse(
                (*path, given[1]) if given else path,
                "a preference is given in one way: prefers, ranking or weights",
                " and ".join(given) if given else "none of them",
                "take out all but one" if given else "write `prefers: []` if all states are equal to it",
            )
        wishes, ranking, weights = entry.prefers, entry.ranking, entry.weights
        return Preference(
            wishes=None
            if wishes is None
            else tuple(self._wish((*path, "prefers", k), w) for k, w in enumerate(wishes)),
            ranking=None if ranking is None else tuple(tuple(tie) for tie in ranking),
            weights=None if weights is None else self._weights((*path, "weights"), weights),
            compare=tuple(self._pair((*path, "compare", at), text) for at, text in enumerate(entry.compare)),
            ties_unknown=entry.ties == "unknown",
            order_unsure=entry.order == "unsure",
            because=self._because((*path, "because"), entry.because),
            line=self.document.line((*path, given[0])),
        )

    def _wish(self, path: Path, entry: WishEntry) -> Wish:
        at = (*path, "want")  # a bare statement has no such key: its own line is the nearest one known
        return Wish(
            expr=self._statement(at, entry.want),
            text=entry.want,
            unsure=entry.unsure,
            strongly=entry.strongly,
            because=self._because((*path, "because"), entry.because),
            line=self.document.line(at),
        )

    def _weights(self, path: Path, entries: dict[str, int | float]) -> tuple[Weight, ...]:
        weights = tuple(
            Weight(self._statement((*path, text), text), text, repr(worth), self.document.line((*path, text)))
            for text, worth in entries.items()
        )
        for weight in weights:
            try:
                worth = Fraction(weight.worth)
                exact = abs(worth) < 10**9 and 10**5 % worth.denominator == 0  # sums then fit 63 bits, times 100,000
            except ValueError:  # nan, infinity
                exact = False
            if not exact:
                raise self.refuse(
                    (*path, weight.text),
                    "a weight cannot be added up exactly",
                    weight.worth,
                    "use numbers under a billion with at most five decimals",
                )
        return weights

    def _pair(self, path: Path, text: str) -> Pair:
        match = _PAIR.match(text)
        if match is None:
            raise self.refuse(
                path,
                "a comparison cannot be read",
                shown(text),
                "write two states with >, >>, = or ? between them, as NY > YN",
            )
        left, relation, right = match.groups()
        for word in (left, right):
            if self.entries.states is not None:
                self._known(path, word, self.entries.states, "a comparison names an unknown state")
            elif len(word) != len(self.places) or not set(word) <= {"Y", "N"}:
                raise self.refuse(
                    path, "a comparison needs whole states", shown(word), "write one Y or N for each option"
                )
        return Pair(left, Relation(relation), right, self.document.line(path))

    def _because(self, path: Path, entries: Sequence[CitedEntry]) -> tuple[Cited, ...]:
        return tuple(
            Cited(entry.record, entry.report, entry.quote, self.document.line((*path, at)))
            for at, entry in enumerate(entries)
        )

    def _perception(self, path: Path, name: str, entry: PerceptionEntry) -> Perception:
        names = [party.name for party in self.entries.parties]
        self._known(path, name, names, "a perception names an unknown party")
        for at, option in enumerate(entry.unaware_of):
            self._known((*path, "unaware_of", at), option, self.places, "unaware_of names an unknown option")
        for whom in entry.believes:
            self._known((*path, "believes", whom), whom, names, "a belief names an unknown party")
        if entry.sees and len(path) > 2:
            raise self.refuse(
                (*path, "sees"), "pictures of pictures are read to the second level", "a third", "take it out"
            )
        return Perception(
            party=name,
            unaware_of=tuple(entry.unaware_of),
            thinks_impossible=self._statements((*path, "thinks_impossible"), entry.thinks_impossible),
            believes=tuple(
                (whom, self._preference((*path, "believes", whom), belief)) for whom, belief in entry.believes.items()
            ),
            sees=tuple(self._perception((*path, "sees", whom), whom, inner) for whom, inner in entry.sees.items()),
            line=self.document.line(path),
        )
