"""Misperception, disclosure and linkage as findings, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from detente.because import Because, Finding, Line
from detente.conflict.model import Conflict
from detente.outlook.citations import Ledger, cited, line
from detente.outlook.disclosure import Correction, Disclosed, Disclosure
from detente.outlook.linkage import Linkage
from detente.outlook.perception import Hypergame
from detente.outlook.phrases import CONCEPT_NAMES, state
from detente.stability.solution import Solution
from detente.wording import capital, counted, listed, number, the

__all__ = ["disclosure_findings", "linkage_findings", "perception_findings"]

MOST_TOLD = 6


def perception_findings(ledger: Ledger, solution: Solution, game: Hypergame) -> tuple[Finding, ...]:
    """What holds though not everybody expects it, and what somebody expects that does not hold."""
    return tuple(_perception(ledger, solution, game))


def _perception(ledger: Ledger, solution: Solution, game: Hypergame) -> Iterator[Finding]:
    conflict = solution.conflict
    grounds = _pictures(ledger, conflict)
    if not grounds:
        return
    under = CONCEPT_NAMES[game.concept]
    new = sorted(set(game.holds) - set(game.plain))
    gone = sorted(set(game.plain) - set(game.holds))
    change = []
    if new:
        change.append(f"they add {_named(new)}")
    if gone:
        change.append(f"they remove {_named(gone)}")
    says = (
        f"With the parties' pictures of one another as the model has them, {counted(len(game.holds), 'outcome')} can hold under {under}; "
        f"{' and '.join(change) if change else 'they change none'}."
    )
    yield Finding(
        "perception",
        "perception",
        says,
        grounds,
        (
            ("added", new),
            ("concept", game.concept),
            ("holds", list(game.holds)),
            ("level", game.level),
            ("removed", gone),
        ),
        game.method,
    )
    for one, blind in game.surprises[:MOST_TOLD]:
        everybody = len(blind) == len(conflict.parties)
        who = (
            "nobody expects it"
            if everybody
            else f"{listed(the(name) for name in blind)} {'does' if len(blind) == 1 else 'do'} not expect it"
        )
        yield Finding(
            f"surprise-{one}",
            "perception.surprise",
            f"State {one} can hold though {who}: {state(conflict, solution.states, one)}.",
            grounds,
            (("not_expected_by", list(blind)), ("state", one)),
            game.method,
        )
    for one, sure in game.mistakes[:MOST_TOLD]:
        yield Finding(
            f"mistake-{one}",
            "perception.mistake",
            f"{capital(listed(the(name) for name in sure))} would expect state {one} to hold, and it does not: {state(conflict, solution.states, one)}.",
            grounds,
            (("expected_by", list(sure)), ("state", one)),
            game.method,
        )
    for kind, many in (("surprise", len(game.surprises)), ("mistake", len(game.mistakes))):
        if many > MOST_TOLD:
            yield Finding(
                f"{kind}s-more",
                f"perception.{kind}s",
                f"{capital(number(many - MOST_TOLD))} more outcomes are of this kind ({kind}s).",
                grounds,
                (("count", many),),
                game.method,
            )


def _pictures(ledger: Ledger, conflict: Conflict) -> tuple[Because, ...]:
    """The lines of the perceptions and the words that they cite."""
    found: list[Because] = []
    for view in conflict.perceptions:
        found.append(line(ledger, view.line))
        found += [cited(ledger, one) for _, belief in view.believes for one in belief.because]
    return tuple(found)


def disclosure_findings(ledger: Ledger, solution: Solution, result: Disclosure) -> tuple[Finding, ...]:
    """What telling each thing would do, then the smallest sets that reach the goal."""
    conflict = solution.conflict
    found = []
    for at, told in enumerate(result.single, 1):
        found.append(_told(ledger, conflict, told, f"disclosure-{at}", "disclosure", result))
    if result.searched_to and not result.smallest:
        found.append(
            Finding(
                "disclosure-none",
                "disclosure.none",
                f"No set of up to {counted(result.searched_to, 'correction')} reaches this: {result.goal}.",
                _pictures(ledger, conflict),
                (("goal", result.goal), ("searched_to", result.searched_to)),
                result.method,
                result.exact,
            )
        )
    for at, told in enumerate(result.smallest[:MOST_TOLD], 1):
        found.append(_told(ledger, conflict, told, f"disclosure-set-{at}", "disclosure.set", result))
    return tuple(found)


def _told(ledger: Ledger, conflict: Conflict, told: Disclosed, name: str, kind: str, result: Disclosure) -> Finding:
    what = listed(_correction(conflict, one) for one in told.told)
    effects = []
    if told.removed:
        effects.append(f"remove {_named(told.removed)}")
    if told.added:
        effects.append(f"add {_named(told.added)}")
    effect = " and ".join(effects) or "change no outcome"
    says = f"Telling {what} would {effect}"
    if kind == "disclosure.set":
        says = f"{_of(len(told.told))} of corrections after which {result.goal}: telling {what}, which would {effect}"
    willing = [
        f"{the(one.teller)} {'would want to tell it' if will == 'wants to' else 'would not want to tell it'}"
        for one, will in zip(told.told, told.willing, strict=True)
        if one.teller and will in ("wants to", "does not want to")
    ]
    says += f"; {listed(dict.fromkeys(willing))}." if willing else "."
    gains = [party for party, best, worst in told.ranks if min(best, worst) >= 0 and max(best, worst) > 0]
    losses = [party for party, best, worst in told.ranks if max(best, worst) <= 0 and min(best, worst) < 0]
    if gains or losses:
        parts = [
            f"{listed(the(p) for p in names)} {verb}"
            for names, verb in ((gains, "would gain"), (losses, "would lose"))
            if names
        ]
        says += f" By rank of the best and the worst outcome, {' and '.join(parts)}."
    lines = tuple(line(ledger, one.line) for one in told.told)
    return Finding(
        name,
        kind,
        says,
        (*lines, *_pictures(ledger, conflict)),
        (
            ("added", list(told.added)),
            ("removed", list(told.removed)),
            ("surprises_left", told.surprises_left),
            ("told", [f"{one.party}: {one.kind} {one.thing}" for one in told.told]),
            ("willing", list(told.willing)),
        ),
        result.method,
        result.exact,
    )


def _of(size: int) -> str:
    return "A single correction is the smallest set" if size == 1 else f"The smallest sets hold {number(size)}; one"


def _correction(conflict: Conflict, one: Correction) -> str:
    means = {option.name: option.means or option.name for option in conflict.options}
    if one.kind == "option":
        return f"{the(one.party)} that the option “{means[one.thing]}” exists"
    if one.kind == "possible":
        return f"{the(one.party)} that this is possible after all: {one.thing}"
    return f"{the(one.party)} what {the(one.thing)} really wants"


def linkage_findings(links: Path, result: Linkage) -> tuple[Finding, ...]:
    """What the link creates and what it destroys. Each finding rests on the lines of ``links`` (links.yaml)."""
    conflict, states = result.solution.conflict, result.solution.states
    texts = links.read_text(encoding="utf-8").splitlines()
    grounds = tuple(
        Line(links.name, at, text.strip())
        for at, text in enumerate(texts, 1)
        if text.strip() and text.lstrip()[0] != "#"
    )
    under = CONCEPT_NAMES[result.concept]
    separate = len(result.kept) + len(result.destroyed)
    joint = len(result.kept) + len(result.created)
    found = [
        Finding(
            "linkage",
            "linkage",
            f"Apart, the conflicts have {counted(separate, 'joint outcome')} under {under}; linked they have {number(joint)}: "
            f"{number(len(result.kept))} stay, {number(len(result.created))} come and {number(len(result.destroyed))} go.",
            grounds,
            (
                ("created", [one.state for one in result.created]),
                ("destroyed", list(result.destroyed)),
                ("kept", list(result.kept)),
            ),
            result.method,
        )
    ]
    for one in result.created[:MOST_TOLD]:
        held = [
            f"{the(party)} would stay there only because {listed(the(m) for m in movers)} could answer with what the link adds"
            if movers
            else f"{the(party)} would stay there only because of the link"
            for party, movers in one.held_by_link
        ]
        why = f" {capital(listed(held))}." if held else ""
        found.append(
            Finding(
                f"linkage-created-{one.state}",
                "linkage.created",
                f"The link creates this outcome: {state(conflict, states, one.state)}.{why}",
                grounds,
                (("held_by_link", [party for party, _ in one.held_by_link]), ("state", one.state)),
                result.method,
            )
        )
    found += [
        Finding(
            f"linkage-destroyed-{one}",
            "linkage.destroyed",
            f"The link destroys this outcome: {state(conflict, states, one)}.",
            grounds,
            (("state", one),),
            result.method,
        )
        for one in result.destroyed[:MOST_TOLD]
    ]
    return tuple(found)


def _named(states: Sequence[int]) -> str:
    shown = [str(one) for one in states[:MOST_TOLD]]
    if len(states) > MOST_TOLD:
        shown.append(f"{len(states) - MOST_TOLD} more")
    return f"{'state' if len(states) == 1 else 'states'} {listed(shown)}"
