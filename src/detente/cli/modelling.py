"""Commands of the modelling wing: solve, why, rank, paths, coalitions, foresee, inverse, catalogue, convert."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.app import Concept, Json, app, emit, known_concept, note, refuse_one, say
from detente.errors import ConflictRefused, DetenteError

if TYPE_CHECKING:
    from detente.conflict.model import Conflict
    from detente.stability.coalitions import Coalitions
    from detente.stability.solution import Solution

__all__ = ["read_conflict"]

ModelFile = Annotated[
    Path, typer.Argument(metavar="CASE|FILE", help="A conflict file (.yaml or .gmcr) or a case.", show_default=False)
]
State = Annotated[str, typer.Argument(metavar="STATE", help="A state's number, pattern or name.", show_default=False)]
MOST_SHOWN = 12


def read_conflict(path: Path) -> Conflict:
    """The conflict of a case, a conflict.yaml or a .gmcr file; names that were changed to fit are printed."""
    from detente.conflict.opening import open_conflict

    conflict = open_conflict(path)
    for changed in conflict.notes:
        note(f"{path}: {changed}")
    return conflict


@app.command()
def solve(
    files: Annotated[
        list[Path], typer.Argument(metavar="CASE|FILE...", help="Conflict files, or cases.", show_default=False)
    ],
    as_json: Json = False,
    summary: Annotated[bool, typer.Option("--summary", help="Counts and patterns instead of whole tables.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Whole tables however many states there are.")] = False,
    coalitions: Annotated[bool, typer.Option("--coalitions", help="Tables for every coalition as well.")] = False,
    symbolic: Annotated[
        bool, typer.Option("--symbolic", help="Solve with sets of states, for models too large to list them.")
    ] = False,
) -> None:
    """Say which states can hold, for whom, under which concept."""
    if summary and full:
        raise typer.BadParameter("choose one of --summary and --full")
    for path in files:
        try:
            conflict = read_conflict(path)
            if symbolic:
                _solve_symbolic(conflict, as_json)
                continue
            _solve_listed(conflict, as_json, True if full else False if summary else None, coalitions)
        except DetenteError as fault:
            if len(files) == 1:
                raise
            refuse_one(fault)


def _solve_listed(conflict: Conflict, as_json: bool, full: bool | None, coalitions: bool) -> None:
    from detente.stability import solve as solved
    from detente.stability import to_json

    solution = solved(conflict)
    if as_json:
        from detente.stability.extras import extras_json

        extras = {} if full is False else extras_json(solution, coalitions)
        emit({**to_json(solution, full), **extras})
        return
    for line in _in_words(solution):
        say(line)
    if coalitions:
        from detente.stability.coalitions import coalitions as joint

        _say_upsets(joint(solution.model), solution)


def _solve_symbolic(conflict: Conflict, as_json: bool) -> None:
    from detente.stability.symbolic.solve import solve_symbolic, symbolic_json

    solution = solve_symbolic(conflict)
    if as_json:
        emit(symbolic_json(solution))
        return
    say(f"{conflict.title}: {_size(len(conflict.parties), solution.states.count)}, not listed")
    for concept, found in solution.equilibria.items():
        say(f"{concept.upper():>5}  {found.count:,} equilibri{'um' if found.count == 1 else 'a'}")
        patterns, complete = found.patterns(MOST_SHOWN)
        for pattern in patterns:
            say(f"         {pattern}")
        if not complete:
            say("         and others (--json lists more)")


def _size(parties: int, states: int) -> str:
    return f"{parties} part{'y' if parties == 1 else 'ies'}, {states:,} state{'' if states == 1 else 's'}"


def _in_words(solution: Solution) -> list[str]:
    states = solution.states
    lines = [f"{solution.conflict.title}: {_size(len(solution.conflict.parties), len(states))}"]
    for concept, ids in solution.equilibria.items():
        lines.append(f"{concept.upper():>5}  {len(ids):,} equilibri{'um' if len(ids) == 1 else 'a'}")
        for number in ids[:MOST_SHOWN]:
            taken = ", ".join(states.taken(int(number))) or ("" if states.names else "nothing taken")
            lines.append(f"         {int(number)}  {states.pattern(int(number))}  {taken}".rstrip())
        if len(ids) > MOST_SHOWN:
            lines.append(f"         and {len(ids) - MOST_SHOWN:,} more (--json lists them)")
        if not len(ids):
            lines.append(
                "         in every state some party has an improvement that nothing deters; `detente why` shows it"
            )
    lines += [f"  {concept} left out: {reason}" for concept, reason in solution.method.left_out]
    return lines


@app.command()
def why(
    file: ModelFile,
    state: State,
    party: Annotated[str | None, typer.Option("--party", help="Only for this party.", show_default=False)] = None,
    concept: Annotated[
        str | None, typer.Option("--concept", help="Only under this concept.", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Explain a verdict: what a party could do, who would answer, through which states."""
    from detente.stability import explain

    explanations = explain(read_conflict(file), state, party=party, concept=concept)
    if as_json:
        emit({"state": state, "explanations": [e.as_json() for e in explanations]})
        return
    for explanation in explanations:
        for line in explanation.lines:
            say(line)


@app.command()
def rank(file: ModelFile, as_json: Json = False) -> None:
    """Each party's order of the states as its statements imply it, with the statement that decides each neighbouring pair."""
    from detente.conflict.explain_ranking import rank_json, rank_lines

    conflict = read_conflict(file)
    if as_json:
        emit(rank_json(conflict))
        return
    for line in rank_lines(conflict):
        say(line)


@app.command()
def paths(
    file: ModelFile,
    improving: Annotated[bool, typer.Option("--improvements", help="Follow improvements only.")] = False,
    as_json: Json = False,
) -> None:
    """From today: what can be reached, in how many legal moves, by whom, and where it stops."""
    from detente.stability import from_today
    from detente.stability import solve as solved

    solution = solved(read_conflict(file))
    found = from_today(solution.model, improving)
    if found is None:
        raise ConflictRefused("the model does not say what today is", where=str(file), mend="write `now: [...]`")
    held = sorted({int(one) for ids in solution.equilibria.values() for one in ids})
    ways = found.paths(held)
    if as_json:
        steps = {str(state): [[m.party, m.before, m.after] for m in way] for state, way in ways.items()}
        emit({"today": found.today, "levels": found.levels, "ends": found.ends, "paths": steps})
        return
    say(
        f"from state {found.today}: {sum(len(level) for level in found.levels):,} states in up to {len(found.levels)} moves"
    )
    for state, way in ways.items():
        moves = "; ".join(f"{m.party} to {m.after}" for m in way) or "today's state"
        say(f"  {state}  {solution.states.pattern(state)}  {moves}")
    for state in held:
        if state not in ways:
            say(f"  {state}  {solution.states.pattern(state)}  out of reach")


@app.command()
def coalitions(
    file: ModelFile,
    together: Annotated[
        list[str] | None,
        typer.Option("--together", help="Parties that act as one, comma-separated; several times.", show_default=False),
    ] = None,
    as_json: Json = False,
) -> None:
    """Which coalition can upset which equilibrium, by which moves."""
    from detente.conflict.graph import graph_model
    from detente.stability.coalitions import coalitions as joint
    from detente.stability.coalitions import coalitions_json

    model = graph_model(read_conflict(file))
    try:
        result = joint(model, _partition(model.parties, together) if together else None)
    except ValueError as fault:
        raise typer.BadParameter(f"--together: {fault}") from fault
    if as_json:
        emit(coalitions_json(result))
        return
    for concept, ids in result.universal.items():
        say(f"{concept.upper():>5}  stable for every coalition: {', '.join(str(int(i)) for i in ids) or 'no state'}")
    from detente.stability.solve import solve_model

    _say_upsets(result, solve_model(model, ["nash"]))


def _partition(parties: tuple[str, ...], together: list[str]) -> list[list[str]]:
    blocks = [[name.strip() for name in group.split(",")] for group in together]
    alone = [[name] for name in parties if not any(name in block for block in blocks)]
    return [*blocks, *alone]


def _say_upsets(result: Coalitions, solution: Solution) -> None:
    """Which of the coalitions asked can upset which Nash equilibrium."""
    from detente.stability.coalitions import upsets

    for upset in upsets(result, [int(one) for one in solution.equilibria["nash"]]):
        moves = "; ".join(f"{mover} to {after}" for mover, _before, after in upset.moves)
        answered = " (the others could answer)" if any(upset.deterred.values()) else ""
        say(f"  state {upset.state} is upset by {' and '.join(upset.members)}: {moves}{answered}")


@app.command()
def foresee(
    file: ModelFile,
    horizon: Annotated[int, typer.Option("--horizon", help="How many moves ahead.", min=1, max=50)] = 4,
    as_json: Json = False,
) -> None:
    """Looking further ahead: limited moves, non-myopic and Stackelberg stability (two parties), metarational trees."""
    from detente.conflict.graph import graph_model
    from detente.stability.ahead import ahead_json

    found = ahead_json(graph_model(read_conflict(file)), horizon)
    if as_json:
        emit(found)
        return
    for concept, ids in found.items():
        say(f"{concept}: {', '.join(str(one) for one in ids) or 'no state'}")


@app.command()
def inverse(
    file: ModelFile,
    state: State,
    concept: Concept = "seq",
    as_json: Json = False,
) -> None:
    """What somebody would have to want for an outcome to hold: the smallest changes of preferences."""
    from detente.conflict.graph import graph_model
    from detente.stability.inverse import inverse as inverted
    from detente.stability.inverse import inverse_json

    model = graph_model(read_conflict(file))
    found = model.states.find(state)
    if found is None:
        raise ConflictRefused(
            "there is no such feasible state",
            where=str(file),
            found=state,
            mend=f"use a number from 1 to {len(model.states)}",
        )
    result = inverted(model, found, known_concept(concept))
    if as_json:
        emit(inverse_json(model, result))
        return
    changes = dict(result.changes)
    for party, states in result.lowered:
        change = changes[party]
        if not states:
            say(f"{party}: stable there already")
        elif change is not None:
            say(f"{party}: {change.words}")
        elif party in result.impossible:
            say(f"{party}: no change of its statements would do")
        else:
            say(f"{party}: would have to stop preferring {', '.join(str(one) for one in sorted(states))}")
    say(f"after all of these together the state {'holds' if result.together else 'does not hold'}")


@app.command()
def catalogue(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="One of them, to print its file.", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """The conflicts of the literature that come with détente: list them, or print one."""
    from detente.bundled import catalogue_entries, catalogue_file

    if name is not None:
        sys.stdout.write(catalogue_file(name).read_text(encoding="utf-8"))
        return
    entries = catalogue_entries()
    if as_json:
        emit({"catalogue": entries})
        return
    for entry in entries:
        say(f"{entry['name']:<34} {entry['year']}  {entry['title']}")
        say(f"{'':<34}       {entry['standing']}")


@app.command()
def convert(
    file: ModelFile,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A .gmcr file to write.", show_default=False)],
    as_json: Json = False,
) -> None:
    """Write a conflict as a .gmcr file of GMCR+, and say what that format cannot hold."""
    from detente.conflict.gmcr import write_gmcr
    from detente.replacing import write_whole

    if out.exists():
        raise ConflictRefused("the file is there already", where=str(out), mend="choose another name")
    made = write_gmcr(read_conflict(file))
    write_whole(out, made.text.encode("utf-8"), ConflictRefused)
    if as_json:
        emit({"file": str(out), "lost": list(made.lost)})
        return
    say(f"wrote {out}")
    for lost in made.lost:
        say(f"  not in the file: {lost}")
