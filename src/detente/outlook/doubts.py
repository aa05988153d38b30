"""Robustness, alignment and strain as findings, in words. No sentence here speaks of how often a thing happens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.because import Because, Finding
from detente.conflict.model import Conflict
from detente.outlook.alignment import Aligned
from detente.outlook.citations import Ledger, line, on_words
from detente.outlook.phrases import CONCEPT_NAMES, does
from detente.outlook.robustness import Overturning, Robustness, Share
from detente.outlook.strain import Standing, Strained
from detente.stability.solution import Solution
from detente.wording import capital, counted, day, listed, number, possessive, the

__all__ = ["alignment_findings", "robustness_findings", "strain_findings"]

MOST_TOLD = 8
CONCEPT = "seq"


def robustness_findings(
    ledger: Ledger,
    solution: Solution,
    result: Robustness,
    overturned: Sequence[Overturning],
    concept: str = CONCEPT,
) -> tuple[Finding, ...]:
    """Under which share of the admitted orders each outcome holds, and the single statements that overturn one."""
    conflict = solution.conflict
    grounds = _doubtful(ledger, conflict)
    found: list[Finding] = []
    held = set(solution.equilibria[concept].tolist())
    if result.orders > 1 and grounds:
        shares = sorted((s for s in result.shares if s.concept == concept), key=lambda s: (-s.share, s.state))
        found += [_share(result, share, share.state in held, grounds) for share in shares[:MOST_TOLD]]
    for at, change in enumerate(_sharpest([c for c in overturned if c.concept == concept], held), 1):
        found.append(_overturning(ledger, change, at))
    return tuple(found)


def _doubtful(ledger: Ledger, conflict: Conflict) -> tuple[Because, ...]:
    found: list[Because] = []
    for party in conflict.parties:
        preference = party.preference
        found += [line(ledger, wish.line) for wish in preference.wishes or () if wish.unsure]
        if preference.ties_unknown or preference.order_unsure:
            found.append(line(ledger, preference.line))
        found += [line(ledger, other.line) for other in party.alternatives]
    return tuple(found)


def _share(result: Robustness, share: Share, now: bool, grounds: tuple[Because, ...]) -> Finding:
    as_written = "as the model stands it holds" if now else "as the model stands it does not hold"
    looked = (
        "every one solved"
        if result.exact
        else f"{result.solved:,} of them drawn, standard error {share.error * 100:.1f} points"
    )
    return Finding(
        f"robust-{share.state}",
        "robustness",
        f"State {share.state} holds under {_percent(share.share)} of the {result.orders:,} preference orders that the model admits ({looked}); {as_written}.",
        grounds,
        (
            ("concept", share.concept),
            ("error", share.error),
            ("orders", result.orders),
            ("share", share.share),
            ("state", share.state),
        ),
        result.method,
        result.exact,
    )


def _percent(share: float) -> str:
    return (
        "all"
        if share == 1
        else f"{share * 100:.0f} per cent"
        if 0.01 <= share <= 0.99
        else f"{share * 100:.2g} per cent"
    )


def _sharpest(overturned: Sequence[Overturning], held: set[int]) -> list[Overturning]:
    """For each outcome that holds, the single change that makes it vanish and alters least beside it, lowest in its list."""
    chosen: dict[int, Overturning] = {}
    for change in sorted(overturned, key=lambda c: (len(c.vanish) + len(c.appear), -c.place, c.party, c.change)):
        for one in change.vanish:
            if one in held:
                chosen.setdefault(one, change)
    return list(dict.fromkeys(chosen[one] for one in sorted(chosen)))[:MOST_TOLD]


def _overturning(ledger: Ledger, change: Overturning, at: int) -> Finding:
    does_what = {
        "turned round": "turned round",
        "moved up": "moved up by one place",
        "moved down": "moved down by one place",
    }
    effects = [
        f"{_named(ids)} {verb}" for ids, verb in ((change.vanish, "no longer holds"), (change.appear, "appears")) if ids
    ]
    effects = [
        e.replace("no longer holds", "no longer hold").replace("appears", "appear") if e.startswith("states") else e
        for e in effects
    ]
    return Finding(
        f"overturn-{at}",
        "robustness.overturning",
        f"With line {change.place} of {the(change.party)} (“{change.text}”) {does_what[change.change]}, {' and '.join(effects)}.",
        (line(ledger, change.line),),
        (
            ("appear", list(change.appear)),
            ("change", change.change),
            ("party", change.party),
            ("place", change.place),
            ("vanish", list(change.vanish)),
        ),
        "one change at a time, solved again",
    )


def _named(states: Sequence[int]) -> str:
    shown = [str(one) for one in states[:MOST_TOLD]]
    if len(states) > MOST_TOLD:
        shown.append(f"{len(states) - MOST_TOLD} more")
    return f"{'state' if len(states) == 1 else 'states'} {listed(shown)}"


def alignment_findings(ledger: Ledger, solution: Solution, pairs: Sequence[Aligned]) -> tuple[Finding, ...]:
    """For each pair of parties what both want and fear, and who stands between them."""
    return tuple(finding for pair in pairs for finding in _pair(ledger, solution, pair))


def _pair(ledger: Ledger, solution: Solution, pair: Aligned) -> Iterator[Finding]:
    conflict = solution.conflict
    options = {option.name: option for option in conflict.options}
    both = f"{capital(the(pair.one))} and {the(pair.other)}"
    parts = []
    for verb, names in (("both want", pair.both_want), ("both fear", pair.both_fear)):
        if names:
            parts.append(f"{verb} that {listed(f'{the(options[n].party)} would {does(options[n])}' for n in names)}")
    if pair.preferred:
        parts.append(f"both prefer {counted(pair.preferred, 'state')} to today's")
    if not parts:
        return
    says = f"{both} {listed(parts)}."
    if pair.agreement is not None:
        says += f" Their orders agree by {pair.agreement:+.2f} (tau-b)."
    if pair.between and pair.preferred:
        says += f" {capital(possessive(pair.between))} preferences stand between them most often."
    grounds = tuple(
        line(ledger, party.preference.line or party.line)
        for party in conflict.parties
        if party.name in (pair.one, pair.other)
    )
    yield Finding(
        f"alignment-{'-'.join(pair.one.lower().split())}-{'-'.join(pair.other.lower().split())}",
        "alignment",
        says,
        grounds,
        (
            ("agreement", pair.agreement),
            ("between", pair.between),
            ("both_fear", list(pair.both_fear)),
            ("both_prefer", list(pair.both_prefer)),
            ("both_want", list(pair.both_want)),
            ("one", pair.one),
            ("other", pair.other),
        ),
        pair.method,
    )


def strain_findings(ledger: Ledger, standings: Sequence[Standing], solved: Sequence[Strained]) -> tuple[Finding, ...]:
    """The strained lines, what each would do if taken at its word, and how many lines stand how."""
    found: list[Finding] = []
    every = tuple(line(ledger, one.line) for one in standings)
    if every:
        counts = {
            status: sum(s.status == status for s in standings)
            for status in ("supported", "strained", "stale", "unsourced")
        }
        told = [f"{number(many)} {'is' if many == 1 else 'are'} {status}" for status, many in counts.items() if many]
        found.append(
            Finding(
                "strain",
                "strain.count",
                f"Of the {counted(len(standings), 'line')} of the model, {listed(told)} by what was said since its day.",
                every,
                tuple(sorted(counts.items())),
                "positions and shifts said after the model's day",
            )
        )
    for one in standings:
        if one.status == "strained":
            effects = [s for s in solved if s.standing == one and s.concept == CONCEPT]
            found.append(_strained(ledger, one, effects[0] if effects else None))
    return tuple(found)


def _strained(ledger: Ledger, one: Standing, effect: Strained | None) -> Finding:
    statements = [*(s.after for s in one.shifts), *(s.before for s in one.shifts), *one.opposing]
    telling = [s.after for s in one.shifts] or list(one.opposing)
    days = sorted({ledger.statements[s].said_on or "" for s in telling if s in ledger.statements} - {""})
    by = "a shift" if one.shifts else "a position"
    since = f" of {day(days[0])}" if days else ""
    says = f"Line {one.place + 1} of {the(one.party)} (“{one.text}”) is strained by {by}{since}"
    if effect is not None:
        parts = []
        if effect.vanish:
            parts.append(f"removes {_named(effect.vanish)}")
        if effect.appear:
            parts.append(f"adds {_named(effect.appear)}")
        result = " and ".join(parts) if parts else "changes no outcome"
        stay = f" and leaves {_named(effect.either_way)}" if effect.either_way and parts else ""
        says += f": taken at its word (“{effect.text}”), it {result}{stay} under {CONCEPT_NAMES[effect.concept]}"
    return Finding(
        f"strain-{one.id}",
        "strain",
        says + ".",
        (line(ledger, one.line), *on_words(ledger, dict.fromkeys(statements))),
        (
            ("appear", list(effect.appear) if effect else []),
            ("line", one.id),
            ("party", one.party),
            ("place", one.place + 1),
            ("vanish", list(effect.vanish) if effect else []),
        ),
        one.method,
    )
