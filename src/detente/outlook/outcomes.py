"""What the model says, as findings: who wants what, what can hold and why, and the way there from today.

Every finding rests on lines of conflict.yaml: a verdict on the wishes that decide it, party by party (of two states the
better is the one that satisfies the first wish on which they differ), a wish on its line and on the words that the line
cites.
"""

from __future__ import annotations

from collections.abc import Iterable

from detente.because import Because, Finding
from detente.conflict.graph import improvements, moves
from detente.conflict.model import Conflict, Party, Wish
from detente.conflict.ranking import deciding
from detente.outlook.citations import Ledger, cited, line, line_of
from detente.outlook.phrases import CONCEPT_MEANS, aim, changes, differing, move, shared, state, wants
from detente.stability.concepts import TITLES
from detente.stability.legal import Step, reach
from detente.stability.solution import Solution
from detente.stability.witness import Answer, witness
from detente.wording import capital, counted, day, is_plural, listed, number, ordinal, the

__all__ = ["CONCEPT", "model_findings", "outcome_concept", "wish_findings"]

CONCEPT = "seq"
"""The concept whose equilibria are the outcomes (Fang, Hipel and Kilgour 1993): a party stays where the others' own
improvements would undo each improvement of its own."""
MOST_OUTCOMES = 8  # told one by one; the others are counted
MOST_SEARCHED = 20_000  # states up to which ways from today are looked for
_NEAR = 3  # options in which two outcomes may differ for the second to be told by the difference


def wish_findings(ledger: Ledger, conflict: Conflict) -> dict[tuple[str, int], Finding]:
    """Each party's wishes by party and place (0 the most important). Raises CaseRefused for a citation that does not hold."""
    found = {}
    for party in conflict.parties:
        for place, wish in enumerate(party.preference.wishes or ()):
            found[party.name, place] = _wish(ledger, conflict, party, place, wish)
    return found


def _wish(ledger: Ledger, conflict: Conflict, party: Party, place: int, wish: Wish) -> Finding:
    who = wants(party.name)
    goal = aim(conflict, party.name, wish.expr)
    opening = ordinal(place + 1) if place else "above all"
    unsure = " (marked unsure)" if wish.unsure else ""
    return Finding(
        id=f"wish-{_slug(party.name)}-{place + 1}",
        kind="wish",
        says=f"{capital(opening)}, {who} {goal}{unsure}.",
        because=(line(ledger, wish.line), *(cited(ledger, one) for one in wish.because)),
        data=(
            ("party", party.name),
            ("place", place + 1),
            ("sourced", bool(wish.because)),
            ("statement", wish.text),
            ("strongly", wish.strongly),
            ("unsure", wish.unsure),
        ),
        method="read from conflict.yaml",
    )


def model_findings(ledger: Ledger, conflict: Conflict, solution: Solution) -> tuple[Finding, ...]:
    """Wishes, outcomes, reasons and ways, in that order."""
    wishes = wish_findings(ledger, conflict)
    concept = outcome_concept(solution)
    held = [int(one) for one in solution.equilibria[concept]]
    paths = _paths(solution, held)
    shown = sorted(held, key=lambda one: (len(paths.get(one, ())) if one in paths else len(held) + 99, one))[
        :MOST_OUTCOMES
    ]
    base: tuple[Because, ...] = tuple(wishes.values()) or tuple(line(ledger, p.line) for p in conflict.parties)
    found: list[Finding] = [*_rankings(ledger, conflict), *wishes.values()]
    found.append(_summary(solution, concept, held, base))
    in_full: list[int] = []
    for one in shown:
        like = _like(solution, one, in_full)
        in_full += [one] if like is None else []
        reasons = _reasons(ledger, solution, wishes, concept, one)
        found += [_outcome(solution, concept, one, like, reasons), *reasons]
    if conflict.now is not None and solution.model.now is not None:
        found.append(_today(ledger, solution))
        for one in (one for one in shown if one in paths):
            steps = [_step(ledger, solution, wishes, one, at, step) for at, step in enumerate(paths[one], 1)]
            found += [_path(ledger, solution, one, paths[one], steps), *steps]
    return tuple(found)


def outcome_concept(solution: Solution) -> str:
    """The concept under which outcomes are told: sequential stability, or the first other one that has any."""
    order = [CONCEPT, *(name for name in solution.equilibria if name != CONCEPT)]
    return next((name for name in order if len(solution.equilibria[name])), order[0])


def _rankings(ledger: Ledger, conflict: Conflict) -> Iterable[Finding]:
    """What a party that is given as a ranking puts first."""
    for party in conflict.parties:
        ranking = party.preference.ranking
        if ranking is None:
            continue
        cites = tuple(cited(ledger, one) for one in party.preference.because)
        yield Finding(
            id=f"ranking-{_slug(party.name)}",
            kind="wish",
            says=f"{capital(the(party.name))} would most of all have {listed(ranking[0], 'or')}.",
            because=(line(ledger, party.preference.line or party.line), *cites),
            data=(
                ("party", party.name),
                ("place", 1),
                ("sourced", bool(cites)),
                ("statement", " ".join(ranking[0])),
                ("unsure", False),
            ),
            method="read from conflict.yaml",
        )


def _summary(solution: Solution, concept: str, held: list[int], base: tuple[Because, ...]) -> Finding:
    total = len(solution.states)
    under = f"under {TITLES[concept]}"
    if held:
        says = f"Of the {counted(total, 'state')} that the model allows, {number(len(held))} can hold {under}: {CONCEPT_MEANS[concept]}."
    else:
        says = f"Of the {counted(total, 'state')} that the model allows, none can hold {under}."
    others = sorted((name, len(ids)) for name, ids in solution.equilibria.items())
    return Finding(
        id="outcomes",
        kind="count.outcomes",
        says=says,
        because=base,
        data=(("by_concept", dict(others)), ("concept", concept), ("held", held), ("states", total)),
        method=f"stability, {TITLES[concept]}; {solution.method.engine}",
    )


def _outcome(solution: Solution, concept: str, one: int, like: int | None, reasons: list[Finding]) -> Finding:
    conflict, states = solution.conflict, solution.states
    words = state(conflict, states, one)
    today = None if solution.model.now is None else solution.model.now + 1
    apart = changes(conflict, states, today, one) if today is not None else ""
    told = f"State {one} can hold: {words}."
    if today == one:
        told = f"State {one}, which is today's, can hold: {words}."
    elif apart:
        told = f"State {one} can hold. Compared with today, {apart}."
    elif like is not None:
        told = f"State {one} can hold: as in state {like}, but {differing(conflict, states, like, one)}."
    under = [name for name, ids in solution.equilibria.items() if one in ids and name != concept]
    also = f" It holds under {listed(TITLES[name] for name in under)} as well." if under else ""
    if len(under) > 1 and len(under) + 1 == len(solution.equilibria):
        also = f" It holds under all {number(len(under) + 1)} concepts."
    return Finding(
        id=f"outcome-{one}",
        kind="outcome",
        says=f"{told}{also}",
        because=tuple(reasons),
        data=(
            ("also", under),
            ("changes", apart),
            ("concept", concept),
            ("options", states.taken(one)),
            ("pattern", states.pattern(one)),
            ("stays", shared(conflict, states, today, one) if today is not None else ""),
            ("state", one),
            ("words", words),
        ),
        method=f"stability, {TITLES[concept]}; {solution.method.engine}",
    )


def _like(solution: Solution, one: int, told: list[int]) -> int | None:
    """The state told in full before that differs in fewest options, if these are few."""
    if solution.states.names is not None or not told:
        return None
    taken = set(solution.states.taken(one))
    apart = {other: len(taken ^ here) for other in told if (here := set(solution.states.taken(other)))}
    nearest = min(apart, key=lambda other: (apart[other], other), default=None)
    return nearest if nearest is not None and apart[nearest] <= _NEAR else None


def _reasons(
    ledger: Ledger, solution: Solution, wishes: dict[tuple[str, int], Finding], concept: str, one: int
) -> list[Finding]:
    """Why each party stays: those that can reach nothing better together, the others one by one."""
    parties = solution.conflict.parties
    better = {p.name: improvements(solution.model, at, one - 1) for at, p in enumerate(parties)}
    found = []
    if content := [party for party in parties if not len(better[party.name])]:
        says = f"In state {one} {_content(content, len(parties))}."
        grounds = tuple(ground for party in content for ground in _grounds(ledger, solution, wishes, party, one))
        found.append(_why(solution, concept, one, "content", says, tuple(dict.fromkeys(grounds))))
    for party in (party for party in parties if len(better[party.name])):
        answer = witness(solution.model, one, party.name, concept).answers[0]
        says, grounds = _answered(ledger, solution, wishes, party, one, answer)
        found.append(_why(solution, concept, one, party.name, says, grounds))
    return found


def _answered(
    ledger: Ledger, solution: Solution, wishes: dict[tuple[str, int], Finding], party: Party, one: int, answer: Answer
) -> tuple[str, tuple[Because, ...]]:
    """How the others take away the best gain that a party could make, and the wishes by which each of them moves."""
    conflict, states = solution.conflict, solution.states
    gain = move(conflict, states, party.name, one, answer.improvement)
    replies = "; then ".join(move(conflict, states, step.party, step.before, step.after) for step in answer.moves)
    who = the(party.name)
    says = f"From state {one} {who} could gain: {gain}. But then {replies}, and {who} would be no better off than in state {one}."
    ends = [answer.improvement - 1, *([answer.ends - 1] if answer.ends is not None else [])]
    grounds = _deciding(solution, party, one - 1, ends, wishes)
    for step in answer.moves:
        grounds += _deciding(solution, conflict.party(step.party), step.before - 1, [step.after - 1], wishes)
    return says, tuple(dict.fromkeys(grounds)) or (line(ledger, party.preference.line or party.line),)


def _content(parties: list[Party], all_: int) -> str:
    if len(parties) == all_ > 1:
        return "no party can reach anything that it wants more"
    names = listed(the(party.name) for party in parties)
    many = len(parties) > 1 or is_plural(parties[0].name)
    return f"{names} can reach nothing that {'they want' if many else 'it wants'} more"


def _why(solution: Solution, concept: str, one: int, who: str, says: str, grounds: tuple[Because, ...]) -> Finding:
    return Finding(
        id=f"why-{one}-{_slug(who)}",
        kind="why",
        says=says,
        because=grounds,
        data=(("concept", concept), ("party", who), ("state", one)),
        method=f"stability, {TITLES[concept]}; {solution.method.engine}",
    )


def _grounds(
    ledger: Ledger, solution: Solution, wishes: dict[tuple[str, int], Finding], party: Party, one: int
) -> tuple[Because, ...]:
    reachable = [int(place) for place in moves(solution.model, solution.model.parties.index(party.name), one - 1)]
    decided = _deciding(solution, party, one - 1, reachable, wishes)
    return decided or (line(ledger, party.preference.line or party.line),)


def _deciding(
    solution: Solution, party: Party, here: int, there: list[int], wishes: dict[tuple[str, int], Finding]
) -> tuple[Because, ...]:
    """The wishes that decide between a place and others: for each pair the first on which the two differ."""
    stated = party.preference.wishes
    if not stated or solution.states.names is not None:
        return ()
    first = {deciding(stated, solution.states, here, other) for other in there}
    return tuple(wishes[party.name, place] for place, wish in enumerate(stated) if wish in first)


def _today(ledger: Ledger, solution: Solution) -> Finding:
    conflict = solution.conflict
    now = (solution.model.now or 0) + 1
    as_of = f" as of {day(conflict.as_of.isoformat())}" if conflict.as_of else ""
    taken = [option for option in conflict.options if option.name in (conflict.now or ())]
    if solution.states.names is not None:
        what = f"the situation is “{solution.states.pattern(now)}”"
    elif taken:
        what = f"these options are taken up: {listed(f'{option.means} ({option.party})' for option in taken)}"
    else:
        what = "no option is taken up"
    return Finding(
        id="today",
        kind="today",
        says=f"In the model{as_of}, {what}.",
        because=(line_of(ledger, "now"),),
        data=(("options", solution.states.taken(now)), ("state", now)),
        method="read from conflict.yaml",
    )


def _paths(solution: Solution, held: list[int]) -> dict[int, tuple[Step, ...]]:
    """The shortest legal sequences of moves from today to the states that hold."""
    now = solution.model.now
    if now is None or len(solution.states) > MOST_SEARCHED:
        return {}
    reached = reach(solution.model, now, range(len(solution.model.parties)), improving=False)
    places = {int(place) for place in reached.places}
    return {
        one: () if one - 1 == now else reached.path_to(one - 1) or ()
        for one in held
        if one - 1 == now or one - 1 in places
    }


def _path(ledger: Ledger, solution: Solution, one: int, steps: tuple[Step, ...], told: list[Finding]) -> Finding:
    states = [(solution.model.now or 0) + 1, *(int(step.target) + 1 for step in steps)]
    if steps:
        movers = listed(dict.fromkeys(the(solution.model.parties[step.mover]) for step in steps))
        says = f"State {one} is {counted(len(steps), 'move')} from today, by {movers}."
    else:
        says = f"State {one} is today's."
    return Finding(
        id=f"path-{one}",
        kind="path",
        says=says,
        because=tuple(told) or (line_of(ledger, "now"),),
        data=(("length", len(steps)), ("path", states), ("state", one)),
        method="shortest legal sequence of moves, no party twice in a row",
    )


def _step(
    ledger: Ledger, solution: Solution, wishes: dict[tuple[str, int], Finding], outcome: int, at: int, step: Step
) -> Finding:
    name = solution.model.parties[step.mover]
    party = solution.conflict.party(name)
    source, target = int(step.source), int(step.target)
    rank = solution.model.ranks[step.mover]
    gain = int(rank[target]) - int(rank[source])
    worth = (
        "a gain by its own wishes"
        if gain > 0
        else "a loss by its own wishes"
        if gain < 0
        else "neither gain nor loss by its own wishes"
    )
    changed = set(solution.states.taken(source + 1)) ^ set(solution.states.taken(target + 1))
    lines = tuple(line(ledger, option.line) for option in party.options if option.name in changed) or (
        line(ledger, party.line),
    )
    return Finding(
        id=f"step-{outcome}-{at}",
        kind="step",
        says=f"Step {at}: {move(solution.conflict, solution.states, name, source + 1, target + 1)} ({worth}).",
        because=(*lines, *_deciding(solution, party, source, [target], wishes)),
        data=(
            ("gain", gain),
            ("party", name),
            ("source", source + 1),
            ("state", outcome),
            ("step", at),
            ("target", target + 1),
        ),
        method="shortest legal sequence of moves, no party twice in a row",
    )


def _slug(name: str) -> str:
    return "-".join(name.lower().split())
