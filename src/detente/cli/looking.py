"""Commands of the outlook: outlook, resist, perceive, disclose, link, robust, align, strain."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.app import CasePath, Concept, Json, app, emit, known_concept, say
from detente.cli.reading import opened_record
from detente.conflict.prices import HIGHEST_PRICE
from detente.errors import CaseRefused, ConflictRefused

if TYPE_CHECKING:
    from detente.because import Finding
    from detente.outlook.citations import Ledger
    from detente.stability.solution import Solution

__all__: list[str] = []

_KINDS = ("resistance", "perception", "disclosure", "strain", "robustness", "alignment")


def _modelled(folder: Path, concept: str = "seq") -> tuple[Ledger, Solution]:
    """The case's ledger and its conflict solved, under the concept asked for too. Raises CaseRefused where it has no model,
    ConflictRefused where the concept is not defined for it.
    """
    from detente.outlook.citations import open_ledger
    from detente.outlook.whole import solved
    from detente.record.pipeline import reports_of
    from detente.stability import solve_model

    known_concept(concept)
    case, record = opened_record(folder)
    _conflict, solution = solved(case)
    if solution is None:
        raise CaseRefused("the case has no model", where=str(case.conflict), mend="write parties and options into it")
    if concept not in solution.equilibria:  # left out unasked
        solution = solve_model(solution.model, [concept])
    return open_ledger(case, record, reports_of(case)), solution


def _tell(findings: Iterable[Finding], as_json: bool, result: object = None) -> None:
    """Findings in words, or, with the result they were made from, as JSON."""
    from detente.outlook.told import finding_json

    found = list(findings)
    if as_json:
        emit({"findings": [finding_json(f) for f in found], "result": result})
        return
    for finding in found:
        say(finding.says)
    if not found:
        say("nothing to tell: the case admits no finding of this kind")


@app.command()
def outlook(case: CasePath, as_json: Json = False) -> None:
    """Everything that follows from record and model together, in the order in which an analyst would ask."""
    from detente.cli.publishing import looked_at
    from detente.outlook.told import finding_json

    seen = looked_at(case)
    if as_json:
        emit({"title": seen.case.title, "findings": [finding_json(f) for f in seen.findings]})
        return
    for kind in ("shift", "count.outcomes", "outcome", *_KINDS, "unknown"):
        told = [f for f in seen.findings if f.kind == kind or f.kind.startswith(kind + ".")]
        for finding in told:
            say(finding.says)
        if told:
            say()
    if not seen.findings:
        say("nothing to tell yet: the case has neither reports nor a model")


@app.command()
def resist(
    case: CasePath,
    concept: Concept = "seq",
    move: Annotated[float, typer.Option("--move", help="Price of a move.", min=0, max=HIGHEST_PRICE)] = 0.0,
    option: Annotated[
        float, typer.Option("--option", help="Factor on the costs of options.", min=0, max=HIGHEST_PRICE)
    ] = 1.0,
    commitment: Annotated[
        float, typer.Option("--commitment", help="Price of a public commitment broken.", min=0, max=HIGHEST_PRICE)
    ] = 2.0,
    provoked: Annotated[
        float,
        typer.Option("--provoked", help="Price of a party left worse off that can answer.", min=0, max=HIGHEST_PRICE),
    ] = 1.0,
    own_loss: Annotated[
        float, typer.Option("--own-loss", help="Price of the mover's own loss.", min=0, max=HIGHEST_PRICE)
    ] = 1.0,
    tipping: Annotated[bool, typer.Option("--tipping", help="Say which other weight would alter the answer.")] = False,
    as_json: Json = False,
) -> None:
    """The cheapest path from today to each outcome that can hold, step by step, and who resists first."""
    from detente.outlook.commitments import commitments
    from detente.outlook.least import least_findings, resistance_of
    from detente.outlook.resistance import Weights, tipping_points

    ledger, solution = _modelled(case, concept)
    weights = Weights(move, option, commitment, provoked, own_loss)
    result = resistance_of(ledger, solution, concept, weights)
    _tell(least_findings(ledger, solution, result), as_json, result)
    if tipping and result is not None:
        pledged = commitments(ledger.case, ledger.record, solution.conflict)
        held = [int(one) for one in solution.equilibria[concept]]
        for point in tipping_points(solution.model, held, weights, pledged):
            states = ", ".join(str(one) for one in point.least)
            line = f"With the weight {point.weight} at {point.value:g}, the least resistance leads to state {states} instead."
            emit({"tipping": point}) if as_json else say(line)


@app.command()
def perceive(case: CasePath, concept: Concept = "seq", as_json: Json = False) -> None:
    """Which outcomes hold though not everybody expects them, and which are expected and do not hold."""
    from detente.outlook.beliefs import perception_findings
    from detente.outlook.perception import hypergame

    ledger, solution = _modelled(case, concept)
    game = hypergame(solution.conflict, concept)
    _tell(perception_findings(ledger, solution, game), as_json, game)


@app.command()
def disclose(
    case: CasePath,
    concept: Concept = "seq",
    remove: Annotated[
        int | None, typer.Option("--remove", help="An outcome (state id) to get rid of.", show_default=False)
    ] = None,
    largest: Annotated[int, typer.Option("--largest", help="How many corrections together at most.", min=1)] = 4,
    as_json: Json = False,
) -> None:
    """Which true thing, told to whom, would change what holds, and whether the one who would have to tell it wants to."""
    from detente.outlook.beliefs import disclosure_findings
    from detente.outlook.disclosure import disclosure

    ledger, solution = _modelled(case, concept)
    if remove is not None and not 1 <= remove <= len(solution.states):
        raise ConflictRefused(
            "there is no such feasible state",
            where=str(ledger.case.conflict),
            found=str(remove),
            mend=f"give an id from 1 to {len(solution.states)}",
        )
    result = disclosure(solution.conflict, concept, remove, largest)
    _tell(disclosure_findings(ledger, solution, result), as_json, result)


@app.command()
def link(
    links: Annotated[
        Path, typer.Argument(metavar="LINKS", help="A links.yaml, or the folder that holds it.", show_default=False)
    ],
    concept: Concept = "seq",
    as_json: Json = False,
) -> None:
    """Join conflicts that share parties, and say which outcomes the link creates and destroys."""
    from detente.outlook.beliefs import linkage_findings
    from detente.outlook.linkage import linkage, read_links

    path = links / "links.yaml" if links.is_dir() else links
    whole, parts = read_links(path)
    result = linkage(whole, parts, known_concept(concept))
    summary = {
        "created": result.created,
        "destroyed": result.destroyed,
        "kept": result.kept,
        "states": len(result.solution.states),
    }
    _tell(linkage_findings(path, result), as_json, summary)


@app.command()
def robust(
    case: CasePath,
    concept: Concept = "seq",
    seed: Annotated[
        int, typer.Option("--seed", help="Seed of the drawing where there are too many orders to solve all.")
    ] = 1,
    most: Annotated[int, typer.Option("--most", help="How many orders are drawn at most.", min=1)] = 20_000,
    workers: Annotated[int, typer.Option("--workers", help="Processes to spread the work over.", min=1)] = 1,
    as_json: Json = False,
) -> None:
    """Which outcomes survive what is not known about preferences, and the single statement that would overturn each."""
    from detente.outlook.doubts import robustness_findings
    from detente.outlook.robustness import overturning, robustness
    from detente.workers import InProcess, Processes

    ledger, solution = _modelled(case, concept)
    spread = InProcess() if workers == 1 else Processes(workers)
    result = robustness(solution.conflict, (concept,), seed=seed, most=most, executor=spread)
    changes = overturning(solution.conflict, (concept,))
    _tell(
        robustness_findings(ledger, solution, result, changes, concept),
        as_json,
        {"shares": result, "overturning": changes},
    )


@app.command()
def align(case: CasePath, as_json: Json = False) -> None:
    """For every pair of parties what both want, what both fear, and who stands between them."""
    from detente.outlook.alignment import alignment
    from detente.outlook.doubts import alignment_findings

    ledger, solution = _modelled(case)
    pairs = alignment(solution.model)
    _tell(alignment_findings(ledger, solution, pairs), as_json, pairs)


@app.command()
def strain(
    case: CasePath,
    accept: Annotated[
        str | None, typer.Option("--accept", help="Turn this line round in conflict.yaml.", show_default=False)
    ] = None,
    dismiss: Annotated[
        str | None, typer.Option("--dismiss", help="Keep this line, and say --why.", show_default=False)
    ] = None,
    why: Annotated[str, typer.Option("--why", help="The reason for a dismissal.", show_default=False)] = "",
    as_json: Json = False,
) -> None:
    """Which lines of the model the record strains, and what follows if the new position is taken at its word."""
    from detente.outlook.doubts import strain_findings
    from detente.outlook.strain import standings, strained

    if accept and dismiss:
        raise typer.BadParameter("choose one of --accept and --dismiss")
    if dismiss and not why:
        raise typer.BadParameter("--dismiss needs --why")
    if accept or dismiss:
        _amend(case, accept, dismiss, why, as_json)
        return
    ledger, solution = _modelled(case)
    lines = standings(ledger.case, ledger.record, solution.conflict, ledger)
    again = [s for one in lines if one.status == "strained" for s in strained(solution.conflict, one)]
    _tell(strain_findings(ledger, solution.conflict, lines, again), as_json, {"lines": lines, "turned": again})
    if not as_json:
        for one in lines:
            if one.status == "strained":
                say(f"  detente strain {case} --accept {one.id}    or    --dismiss {one.id} --why ...")


def _amend(case: Path, accepted: str | None, dismissed: str | None, why: str, as_json: bool) -> None:
    from detente.case import open_case
    from detente.outlook import amend

    opened = open_case(case)
    today = datetime.datetime.now(datetime.UTC).date()
    if accepted:
        done = amend.accept(opened.conflict, accepted, today)
    else:
        done = amend.dismiss(opened.conflict, dismissed or "", why, today)
    if as_json:
        emit(done)
    else:
        say(
            f"{opened.conflict}:{done.line}: {done.before}"
            + (f" -> {done.after}" if accepted else " is kept")
            + "; noted in its history"
        )
