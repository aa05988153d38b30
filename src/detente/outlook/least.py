"""The path of least resistance as findings: which outcome is nearest in price, what each step costs, and who resists first."""

from __future__ import annotations

from collections.abc import Iterator

from detente.because import Because, Finding
from detente.conflict.model import Conflict
from detente.outlook.citations import Ledger, line, line_of, on_words
from detente.outlook.commitments import commitments
from detente.outlook.phrases import move, named, state
from detente.outlook.resistance import CheapPath, PricedStep, Resistance, Weights, least_resistance
from detente.stability.concepts import TITLES
from detente.stability.solution import Solution
from detente.wording import capital, counted, listed, number, the

__all__ = ["least_findings", "resistance_of"]

MOST_TOLD = 6


def resistance_of(
    ledger: Ledger, solution: Solution, concept: str = "seq", weights: Weights | None = None
) -> Resistance | None:
    """The cheapest paths to what can hold under a concept, with the record's commitments priced; None where today is unknown."""
    held = [int(one) for one in solution.equilibria[concept]]
    pledged = commitments(ledger.case, ledger.record, solution.conflict)
    return least_resistance(solution.model, held, weights, pledged, concept)


def least_findings(ledger: Ledger, solution: Solution, result: Resistance | None) -> tuple[Finding, ...]:
    """The outcome of least resistance first, then the others, then what cannot be reached."""
    if result is None or not result.paths:
        return ()
    found: list[Finding] = []
    for place, path in enumerate(result.paths[:MOST_TOLD]):
        steps = tuple(_steps(ledger, solution, path))
        found.append(_path(ledger, solution, result, path, place, steps))
        found += steps
    if result.unreachable:
        found.append(
            Finding(
                id="resistance-unreachable",
                kind="resistance.unreachable",
                says=f"No legal sequence of moves leads from today to {named(result.unreachable)}.",
                because=(line_of(ledger, "now"), *(line(ledger, option.line) for option in solution.conflict.options)),
                data=(("states", list(result.unreachable)),),
                method=result.method,
            )
        )
    return tuple(found)


def _path(
    ledger: Ledger, solution: Solution, result: Resistance, path: CheapPath, place: int, steps: tuple[Finding, ...]
) -> Finding:
    least = path in result.least
    visited = [result.today, *(step.target for step in path.steps)]
    return Finding(
        id=f"resistance-{path.state}",
        kind="resistance" if least and place == 0 else "resistance.other",
        says=_told(solution, result, path),
        because=steps or (line_of(ledger, "now"),),
        data=(
            ("margin", result.margin),
            ("path", visited),
            ("price", path.price),
            ("resisted", path.resisted),
            ("state", path.state),
            ("steps", len(path.steps)),
        ),
        method=f"{result.method}; {_weights(result.weights)}",
    )


def _told(solution: Solution, result: Resistance, path: CheapPath) -> str:
    """The way to an outcome in words; one that is not of least resistance with its moves, since no steps are told after it."""
    conflict, states = solution.conflict, solution.states
    if not path.steps:
        return f"State {path.state} is today's, and it can hold under {TITLES[result.concept]}: {state(conflict, states, path.state)}."
    price, moves = _price(path.price), counted(len(path.steps), "move")
    if path in result.least and len(result.least) > 1:
        says = f"State {path.state} is one of {number(len(result.least))} outcomes of least resistance: {moves} at a price of {price}."
    elif path in result.least:
        margin = f", {_price(result.margin)} less than the next" if result.margin is not None else ""
        says = f"State {path.state} is the outcome of least resistance: {moves} at a price of {price}{margin}."
    else:
        way = "; then ".join(move(conflict, states, s.party, s.source, s.target) for s in path.steps)
        more = _price(path.price - result.paths[0].price)
        return f"State {path.state} is {moves} away at a price of {price}, {more} more than the least: {way}. {_resisted(path)}"
    return f"{says} {capital(the(path.steps[0].party))} would have to move first. {_resisted(path)}"


def _resisted(path: CheapPath) -> str:
    if path.resisted is None:
        return "No step leaves anybody worse off who could answer it."
    who = listed(the(name) for name in path.steps[path.resisted - 1].provoked)
    which = f"Step {path.resisted} is the first to meet resistance" if len(path.steps) > 1 else "It meets resistance"
    return f"{which}: it leaves {who} worse off, and able to answer."


def _steps(ledger: Ledger, solution: Solution, path: CheapPath) -> Iterator[Finding]:
    conflict = solution.conflict
    for at, step in enumerate(path.steps, 1):
        plain = len(step.parts) == 1 and step.parts[0][0] in ("take", "drop")  # the move says it already
        parts = "" if plain else listed(_part(conflict, name, amount, what) for name, amount, what in step.parts)
        what = move(conflict, solution.states, step.party, step.source, step.target)
        says = f"Step {at}: {what}, at a price of {_price(step.price)}{f' ({parts})' if parts else ''}."
        yield Finding(
            id=f"resistance-{path.state}-{at}",
            kind="resistance.step",
            says=says,
            because=_grounds(ledger, conflict, step),
            data=(
                ("party", step.party),
                ("price", step.price),
                ("source", step.source),
                ("state", path.state),
                ("step", at),
                ("target", step.target),
            ),
            method="prices of one move",
        )


def _grounds(ledger: Ledger, conflict: Conflict, step: PricedStep) -> tuple[Because, ...]:
    options = {option.name: option for option in conflict.options}
    changed = [what for name, _, what in step.parts if name in ("take", "drop")]
    lines = [line(ledger, options[name].line) for name in changed]
    hurt = [line(ledger, conflict.party(name).preference.line or conflict.party(name).line) for name in step.provoked]
    own = [line(ledger, conflict.party(step.party).line)]
    return (*(lines or own), *hurt, *on_words(ledger, step.broken))


def _part(conflict: Conflict, name: str, amount: float, what: str) -> str:
    means = {option.name: option.means or option.name for option in conflict.options}
    words = {
        "move": "for the move",
        "option": "for the move",
        "take": f"to take up “{means.get(what, what)}”",
        "drop": f"to drop “{means.get(what, what)}”",
        "commitment": f"for breaking its public word on “{means.get(what, what)}”",
        "own_loss": "for its own loss",
        "provoked": f"for leaving {the(what)} worse off",
    }
    return f"{_price(amount)} {words[name]}"


def _price(amount: float | None) -> str:
    return f"{amount:.2f}".rstrip("0").rstrip(".") if amount is not None else "nothing"


def _weights(weights: Weights) -> str:
    return (
        f"prices: {_price(weights.move)} a move, option costs times {_price(weights.option)}, {_price(weights.commitment)} a broken commitment, "
        f"{_price(weights.provoked)} a party left worse off that can answer, {_price(weights.own_loss)} a loss of its own"
    )
