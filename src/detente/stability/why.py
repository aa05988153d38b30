"""A verdict as a person would explain it: what a party could gain, who would answer, through which states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from detente.conflict.graph import GraphModel, graph_model
from detente.conflict.model import Conflict
from detente.conflict.ranking import deciding
from detente.conflict.states import States
from detente.errors import ConflictRefused, did_you_mean
from detente.notebook import table
from detente.stability.concepts import CONCEPTS, SEQUENTIAL, TITLES
from detente.stability.witness import Answer, Move, Witness, witness
from detente.wording import capital, is_plural, the

__all__ = ["Explanation", "explain", "explain_model", "told"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One state under one concept: the verdict for each party asked about, with its witness, and the lines to print."""

    state: int
    pattern: str
    concept: str
    witnesses: tuple[Witness, ...]
    lines: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """The same as plain values."""
        return {
            "state": self.state,
            "pattern": self.pattern,
            "concept": self.concept,
            "verdicts": [{**asdict(one), "undeterred": one.undeterred} for one in self.witnesses],
            "lines": list(self.lines),
        }

    def _repr_html_(self) -> str:
        """The lines, one a row."""
        return table(self.lines[0], (), [(line,) for line in self.lines[1:]])


def explain(
    conflict: Conflict | str | Path, state: str, *, party: str | None = None, concept: str | None = None
) -> tuple[Explanation, ...]:
    """Explain a state's verdicts, for one party or all, under one concept or all.

    `state` is an id, a pattern or (graph form) a name. Raises ConflictRefused for a file that cannot be
    used, and for a state, party or concept that is not there.
    """
    if isinstance(conflict, str | Path):
        from detente.conflict.opening import open_conflict

        conflict = open_conflict(Path(conflict))
    model = graph_model(conflict)
    found = model.states.find(state)
    if found is None:
        raise ConflictRefused(
            "there is no such feasible state",
            where=conflict.source or conflict.title,
            found=state,
            mend=f"give an id from 1 to {len(model.states)}"
            + (" or a pattern" if model.states.names is None else " or a name"),
        )
    known = CONCEPTS if model.arcs is None else SEQUENTIAL
    for what, given, names in (("party", party, model.parties), ("concept", concept, known)):
        if given is not None and given not in names:
            raise ConflictRefused(
                f"there is no such {what}",
                where=conflict.source or conflict.title,
                found=given,
                mend=did_you_mean(given, names),
            )
    parties = model.parties if party is None else (party,)
    concepts = known if concept is None else (concept,)
    return tuple(explain_model(model, found, one, parties) for one in concepts)


def explain_model(model: GraphModel, state: int, concept: str, parties: Sequence[str]) -> Explanation:
    """Explain one state (id) under one concept for the parties named."""
    witnesses = tuple(witness(model, state, party, concept) for party in parties)
    against = [one.party for one in witnesses if not one.stable]
    whole = len(parties) == len(model.parties)
    if against:
        verdict = f"does not hold: {_and(against)} would leave" if whole else "not stable"
    else:
        verdict = "holds" if whole else "stable"
    head = f"{shown(model.states, state)} under {TITLES[concept]}: {verdict}."
    lines = (head, *(f"  {line}" for one in witnesses for line in told(model, one)))
    return Explanation(state, model.states.pattern(state), concept, witnesses, lines)


def told(model: GraphModel, one: Witness) -> list[str]:
    """A witness in sentences."""
    if not one.answers:
        return [f"{capital(the(one.party))} {'have' if is_plural(one.party) else 'has'} nothing better to move to."]
    return [_told(model, one, answer) for answer in one.answers]


def _told(model: GraphModel, one: Witness, answer: Answer) -> str:
    gain = f"{one.party} would gain by {_doing(model, Move(one.party, one.state, answer.improvement))}"
    gain += _reason(model, one, answer.improvement)
    if answer.ends is None:
        return f"{gain}, and {_unanswered(one)}."
    if one.concept == "sim":
        acts = _and([f"{move.party} moved as well, {_doing(model, move)}" for move in answer.moves])
        ends = _brief(model.states, answer.ends)
        return f"{gain}; but if {acts}, all would end in {ends}, no better for {one.party} than {one.state}."
    text = f"{gain}; but {_chain(model, answer.moves)}, which is no better for {one.party} than {one.state}"
    if one.concept in ("smr", "sseq"):
        text += ", and from there it has no move to anything better"
    return f"{text}."


def _chain(model: GraphModel, moves: tuple[Move, ...]) -> str:
    parts = [f"{move.party} can answer by {_doing(model, move)}" for move in moves[:1]]
    return ", then ".join(parts + [f"{move.party} by {_doing(model, move)}" for move in moves[1:]])


def _doing(model: GraphModel, move: Move) -> str:
    """A move as what it changes and where it leads."""
    end = _brief(model.states, move.after)
    if model.states.names is not None:
        return f"going to {end}"
    before, after = set(model.states.taken(move.before)), set(model.states.taken(move.after))
    taken = [name for name in model.states.options if name in after - before]
    dropped = [name for name in model.states.options if name in before - after]
    acts = [f"{verb} {_and(names)}" for verb, names in (("taking up", taken), ("dropping", dropped)) if names]
    return f"{_and(acts)} (to {end})"


def _unanswered(one: Witness) -> str:
    no_better = f"no better for {one.party} than {one.state}"
    match one.concept:
        case "nash":
            return "this concept looks no further"
        case "sim":
            return f"no improvements that the others make at the same time leave it {no_better}"
        case "gmr":
            return f"no moves of the others lead to a state {no_better}"
        case "seq":
            return f"no improvements of the others lead to a state {no_better}"
        case _:
            means = "improvements" if one.concept == "sseq" else "moves"
            return f"no {means} of the others lead to a state {no_better} from which it has no way out"


def _reason(model: GraphModel, one: Witness, better: int) -> str:
    """The statement that decides between the two states, with its line, where the party is given by statements."""
    wishes = model.conflict.party(one.party).preference.wishes
    if wishes is None:
        return ""
    wish = deciding(wishes, model.states, one.state - 1, better - 1)
    if wish is None:
        return ""
    line = f" (line {wish.line})" if wish.line else ""
    return f", since it {'may want' if wish.unsure else 'wants'} {wish.text!r}{line}"


def shown(states: States, state: int) -> str:
    """A state for the reader: its id, its pattern and the options taken."""
    if states.names is not None:
        return f"state {state} ({states.pattern(state)})"
    taken = ", ".join(states.taken(state)) or "nothing taken"
    return f"state {state} ({states.pattern(state)}: {taken})"


def _brief(states: States, state: int) -> str:
    return f"state {state}, {states.pattern(state)}"


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
