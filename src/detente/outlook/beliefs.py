"""Misperception, disclosure and linkage as findings, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from detente.because import Because, Finding, Line
from detente.conflict.model import Conflict
from detente.outlook.citations import Ledger, cited, line
from detente.outlook.disclosure import Correction, Disclosed, Disclosure
from detente.outlook.linkage import Created, Linkage
from detente.outlook.perception import Hypergame
from detente.outlook.phrases import changes, named, state
from detente.stability.concepts import TITLES
from detente.stability.solution import Solution
from detente.wording import capital, counted, is_plural, listed, number, the

__all__ = ["disclosure_findings", "linkage_findings", "perception_findings"]

MOST_TOLD = 6


def perception_findings(ledger: Ledger, solution: Solution, game: Hypergame) -> tuple[Finding, ...]:
    """What holds though not everybody expects it, and what somebody expects that does not hold."""
    return tuple(_perception(ledger, solution, game))


def _perception(ledger: Ledger, solution: Solution, game: Hypergame) -> Iterator[Finding]:
    grounds = _pictures(ledger, solution.conflict)
    if not grounds:
        return
    under = TITLES[game.concept]
    new = sorted(set(game.holds) - set(game.plain))
    gone = sorted(set(game.plain) - set(game.holds))
    change = []
    if new:
        change.append(f"add {named(new)}")
    if gone:
        change.append(f"remove {named(gone)}")
    says = (
        f"Seen through the parties' own pictures of one another, {counted(len(game.holds), 'outcome')} can hold under {under}, where by their "
        f"true wishes {number(len(game.plain))} can: the pictures {' and '.join(change) if change else 'change none'}."
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
    yield from _unexpected(solution, game, grounds)
    yield from _mistaken(solution, game, grounds)


def _unexpected(solution: Solution, game: Hypergame, grounds: tuple[Because, ...]) -> Iterator[Finding]:
    """What can hold though some do not expect it, the outcomes that the same parties miss told together."""
    for blind, ids in _alike(game.surprises):
        who = (
            "nobody expects"
            if len(blind) == len(solution.conflict.parties)
            else f"{listed(the(name) for name in blind)} {'does' if _is_one(blind) else 'do'} not expect"
        )
        says = f"{capital(who)} {named(ids)}, and {'it' if len(ids) == 1 else 'each of them'} can hold{_which(solution, ids)}."
        data = (("not_expected_by", list(blind)), ("states", list(ids)))
        yield Finding(f"surprise-{ids[0]}", "perception.surprise", says, grounds, data, game.method)


def _mistaken(solution: Solution, game: Hypergame, grounds: tuple[Because, ...]) -> Iterator[Finding]:
    """What some expect though it cannot hold, the outcomes that the same parties expect told together."""
    for sure, ids in _alike(game.mistakes):
        who = f"{capital(listed(the(name) for name in sure))} {'expects' if _is_one(sure) else 'expect'}"
        says = (
            f"{who} {named(ids)} to hold, and {'it does' if len(ids) == 1 else 'they do'} not{_which(solution, ids)}."
        )
        data = (("expected_by", list(sure)), ("states", list(ids)))
        yield Finding(f"mistake-{ids[0]}", "perception.mistake", says, grounds, data, game.method)


def _alike(told: Iterable[tuple[int, tuple[str, ...]]]) -> list[tuple[tuple[str, ...], list[int]]]:
    """States by the parties that they concern, those that concern most parties first."""
    found: dict[tuple[str, ...], list[int]] = {}
    for one, who in told:
        found.setdefault(who, []).append(one)
    return sorted(found.items(), key=lambda pair: (-len(pair[0]), pair[1]))[:MOST_TOLD]


def _is_one(names: Sequence[str]) -> bool:
    return len(names) == 1 and not is_plural(names[0])


def _which(solution: Solution, ids: Sequence[int]) -> str:
    """What a single state amounts to, by what would change from today where that is known; several states keep their numbers."""
    if len(ids) > 1:
        return ""
    conflict, states, now = solution.conflict, solution.states, solution.model.now
    apart = changes(conflict, states, now + 1, ids[0]) if now is not None else ""
    return f" (compared with today, {apart})" if apart else f" ({state(conflict, states, ids[0])})"


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
        effects.append(f"remove {named(told.removed)}")
    if told.added:
        effects.append(f"add {named(told.added)}")
    effect = " and ".join(effects) or "change no outcome"
    says = f"Telling {what} would {effect}"
    if kind == "disclosure.set":
        says = f"{_of(len(told.told))} after which {result.goal}: telling {what}, which would {effect}"
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
        says += f" Judged by its best and its worst outcome, {' and '.join(parts)}."
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
    return "One correction is enough" if size == 1 else f"{capital(number(size))} corrections together are the fewest"


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
    under = TITLES[result.concept]
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
    found += [_created(result, one, grounds) for one in result.created[:MOST_TOLD]]
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


def _created(result: Linkage, one: Created, grounds: tuple[Because, ...]) -> Finding:
    """An outcome that the link creates, and who stays there only because of it."""
    held = [
        f"{the(party)} would stay there only because {listed(the(m) for m in movers)} could answer with what the link adds"
        if movers
        else f"{the(party)} would stay there only because of the link"
        for party, movers in one.held_by_link
    ]
    why = f" {capital(listed(held))}." if held else ""
    words = state(result.solution.conflict, result.solution.states, one.state)
    return Finding(
        f"linkage-created-{one.state}",
        "linkage.created",
        f"The link creates this outcome: {words}.{why}",
        grounds,
        (("held_by_link", [party for party, _ in one.held_by_link]), ("state", one.state)),
        result.method,
    )
