"""Robustness, alignment and strain as findings, in words. No sentence here speaks of how often a thing happens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.because import Because, Finding
from detente.conflict.model import Conflict
from detente.outlook.alignment import Aligned
from detente.outlook.citations import Ledger, line, on_words
from detente.outlook.outcomes import CONCEPT
from detente.outlook.phrases import aim, does, named
from detente.outlook.robustness import MOST_COUNTED, Overturning, Robustness, Share
from detente.outlook.strain import Standing, Strained
from detente.stability.solution import Solution
from detente.wording import capital, counted, day, listed, number, ordinal, possessive, the

__all__ = ["alignment_findings", "robustness_findings", "strain_findings"]

MOST_TOLD, MOST_OTHERS = 8, 4
_STATUS = {
    "supported": "supported",
    "strained": "strained",
    "stale": "spoken to by nothing",
    "unsourced": "without a source",
}


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
        shares = {s.state: s for s in result.shares if s.concept == concept}
        now = [shares.get(one, Share(one, concept, 0.0, 0.0)) for one in sorted(held)]
        found += _shared(result, concept, "held", now, grounds)
        found += _shared(result, concept, "others", [s for s in shares.values() if s.state not in held], grounds)
    for at, change in enumerate(_sharpest([c for c in overturned if c.concept == concept], held), 1):
        found.append(_overturning(ledger, conflict, change, at))
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


def _shared(
    result: Robustness, concept: str, which: str, shares: Sequence[Share], grounds: tuple[Because, ...]
) -> Iterator[Finding]:
    """One sentence on the outcomes that hold as the model stands, or on the others: in how many of the orders each holds."""
    told = sorted(shares, key=lambda s: (-s.share, s.state))[: MOST_TOLD if which == "held" else MOST_OTHERS]
    if not told:
        return
    levels: dict[str, list[int]] = {}
    for one in told:
        levels.setdefault(_percent(one.share), []).append(one.state)
    (first, top), *rest = levels.items()
    held = f"{named(top)} {'holds' if len(top) == 1 else 'hold'} in {first}"
    parts = listed([held, *(f"{named(ids)} in {level}" for level, ids in rest)])
    if which == "held":
        looked = (
            "every one solved"
            if result.exact
            else f"{result.solved:,} drawn, standard error up to {max(s.error for s in told) * 100:.1f} points"
        )
        says = f"What the model marks as open admits {_orders(result.orders)} ({looked}). Of what can hold as it stands, {parts} of them."
    else:
        says = f"Of what cannot hold as the model stands, {parts} of these orders{', and others in fewer' if len(shares) > len(told) else ''}."
    yield Finding(
        f"robust-{which}",
        "robustness",
        says,
        grounds,
        (
            ("concept", concept),
            ("orders", result.orders),
            ("shares", {str(s.state): s.share for s in shares}),
        ),
        result.method,
        result.exact,
    )


def _orders(many: int) -> str:
    more = "at least " if many == MOST_COUNTED else ""
    return f"{more}{counted(many, 'preference order')}"


def _percent(share: float) -> str:
    if share in (0, 1):
        return "all" if share else "none"
    return f"{share * 100:.0f} per cent" if 0.01 <= share <= 0.99 else f"{share * 100:.2g} per cent"


def _sharpest(overturned: Sequence[Overturning], held: set[int]) -> list[Overturning]:
    """For each outcome that holds, the single change that makes it vanish and alters least beside it, lowest in its list."""
    chosen: dict[int, Overturning] = {}
    for change in sorted(overturned, key=lambda c: (len(c.vanish) + len(c.appear), -c.place, c.party, c.change)):
        for one in change.vanish:
            if one in held:
                chosen.setdefault(one, change)
    return list(dict.fromkeys(chosen[one] for one in sorted(chosen)))[:MOST_TOLD]


def _overturning(ledger: Ledger, conflict: Conflict, change: Overturning, at: int) -> Finding:
    does_what = {
        "turned round": "were turned round",
        "moved up": "stood one place higher",
        "moved down": "stood one place lower",
    }
    effects = [
        f"{named(ids)} would {verb}"
        for ids, verb in ((change.vanish, "hold no longer"), (change.appear, "appear"))
        if ids
    ]
    return Finding(
        f"overturn-{at}",
        "robustness.overturning",
        f"If {_line(conflict, change.party, change.place)} {does_what[change.change]}, {' and '.join(effects)}.",
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


def _line(conflict: Conflict, party: str, place: int) -> str:
    """A line of the model in words: ``the third wish of Iraq (to form a government for all communities)``."""
    wishes = conflict.party(party).preference.wishes or ()
    return f"the {ordinal(place)} wish of {the(party)} ({aim(conflict, party, wishes[place - 1].expr)})"


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
        parts.append(f"both prefer {pair.preferred:,} of the {counted(len(solution.states), 'state')} to today's")
    if not parts:
        return
    says = f"{both} {listed(parts)}."
    if pair.agreement is not None:
        says += (
            f" Their orders of the states agree by {pair.agreement:+.2f}, from -1 (opposed) to +1 (the same).".replace(
                "-", "−"
            )
        )
    if pair.between and pair.preferred:
        says += f" Most often {possessive(pair.between)} preferences stand between them."
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


def strain_findings(
    ledger: Ledger, conflict: Conflict, standings: Sequence[Standing], solved: Sequence[Strained]
) -> tuple[Finding, ...]:
    """The strained lines, what each would do if taken at its word, and how many lines stand how."""
    found: list[Finding] = []
    every = tuple(line(ledger, one.line) for one in standings)
    if every:
        counts = {status: sum(s.status == status for s in standings) for status in _STATUS}
        first = next(status for status in _STATUS if counts[status])
        told = [
            f"{number(many)}{f' of its {number(len(standings))} lines' if status == first else ''} {'is' if many == 1 else 'are'} {words}"
            for (status, words) in _STATUS.items()
            if (many := counts[status])
        ]
        found.append(
            Finding(
                "strain",
                "strain.count",
                f"Held against what was said since the model's day, {listed(told)}.",
                every,
                tuple(sorted(counts.items())),
                "positions and shifts said after the model's day",
            )
        )
    for one in standings:
        if one.status == "strained":
            effects = [s for s in solved if s.standing == one and s.concept == CONCEPT]
            found.append(_strained(ledger, conflict, one, effects[0] if effects else None))
    return tuple(found)


def _strained(ledger: Ledger, conflict: Conflict, one: Standing, effect: Strained | None) -> Finding:
    statements = [*(s.after for s in one.shifts), *(s.before for s in one.shifts), *one.opposing]
    telling = [s.after for s in one.shifts] or list(one.opposing)
    days = sorted({ledger.statements[s].said_on or "" for s in telling if s in ledger.statements} - {""})
    by = "a shift" if one.shifts else "a position"
    since = f" of {day(days[0])}" if days else ""
    says = f"{capital(_line(conflict, one.party, one.place + 1))} is strained by {by}{since}."
    if effect is not None:
        parts = [
            f"{verb} {named(ids)}"
            for verb, ids in (("removes", effect.vanish), ("adds", effect.appear), ("leaves", effect.either_way))
            if ids
        ]
        told = (
            (" and ".join(parts) if len(parts) < 3 else listed(parts))
            if effect.vanish or effect.appear
            else "changes no outcome"
        )
        says += f" Taken at its word, {by.replace('a ', 'that ')} {told}."
    return Finding(
        f"strain-{one.id}",
        "strain",
        says,
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
