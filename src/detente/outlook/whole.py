"""Everything that a case admits, in the order in which an analyst would ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.because import Finding
from detente.case import Case
from detente.conflict.file import read
from detente.conflict.model import Conflict
from detente.notebook import table
from detente.outlook.alignment import alignment
from detente.outlook.beliefs import disclosure_findings, perception_findings
from detente.outlook.citations import Ledger, open_ledger
from detente.outlook.disclosure import disclosure
from detente.outlook.doubts import alignment_findings, robustness_findings, strain_findings
from detente.outlook.findings import findings
from detente.outlook.least import least_findings, resistance_of
from detente.outlook.outcomes import CONCEPT
from detente.outlook.perception import hypergame
from detente.outlook.robustness import overturning, robustness
from detente.outlook.strain import standings, strained
from detente.record.nouns import Record
from detente.reports.report import Report
from detente.stability.solution import Solution
from detente.stability.solve import solve
from detente.wording import counted

__all__ = ["Outlook", "beliefs_of", "doubts_of", "found", "is_only_comments", "outlook", "solved"]

MOST_SOLVED_AGAIN = 5_000  # states up to which the conflict is solved again and again unasked
_LEADING = ("shift.", "bearing", "count.outcomes", "resistance", "strain", "outcome", "unknown.")
MOST_DRAWN = 2_000  # orders drawn unasked; `detente robust` draws more


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """A case with its record, its conflict solved (None where it has no conflict.yaml), and all findings."""

    case: Case
    record: Record
    reports: tuple[Report, ...]
    conflict: Conflict | None
    solution: Solution | None
    findings: tuple[Finding, ...]

    def _repr_html_(self) -> str:
        """What a case comes to, in the sentences that a brief would lead with."""
        rows = [(f.kind, f.says) for kind in _LEADING for f in self.findings if f.kind.startswith(kind)]
        return table(f"{self.case.title}: {counted(len(self.findings), 'finding')}", ("kind", "says"), rows)


def outlook(case: Case, record: Record, reports: Sequence[Report]) -> Outlook:
    """Solve the conflict of a case, if it has one, and find what follows. Raises CaseRefused and ConflictRefused."""
    conflict, solution = solved(case)
    told = found(case, record, reports, conflict, solution)
    return Outlook(case, record, tuple(reports), conflict, solution, told)


def found(
    case: Case, record: Record, reports: Sequence[Report], conflict: Conflict | None, solution: Solution | None
) -> tuple[Finding, ...]:
    """All findings of a case whose conflict has been solved already. Raises CaseRefused."""
    told = list(findings(case, record, reports, conflict, solution))
    if solution is not None:
        ledger = open_ledger(case, record, reports)
        told += least_findings(ledger, solution, resistance_of(ledger, solution))
        told += [*beliefs_of(ledger, solution), *doubts_of(ledger, solution)]
    return tuple(told)


def beliefs_of(ledger: Ledger, solution: Solution) -> tuple[Finding, ...]:
    """Misperception and disclosure, where the model holds perceptions."""
    conflict = solution.conflict
    if not conflict.perceptions:
        return ()
    told = perception_findings(ledger, solution, hypergame(conflict, CONCEPT))
    return (*told, *disclosure_findings(ledger, solution, disclosure(conflict, CONCEPT)))


def doubts_of(ledger: Ledger, solution: Solution) -> tuple[Finding, ...]:
    """Robustness, strain and alignment, for models small enough to be solved many times over."""
    conflict = solution.conflict
    if len(solution.states) > MOST_SOLVED_AGAIN:
        return ()
    shares = robustness(conflict, (CONCEPT,), most=MOST_DRAWN)
    found = robustness_findings(ledger, solution, shares, overturning(conflict, (CONCEPT,)))
    lines = standings(ledger.case, ledger.record, conflict, ledger)
    again = [s for one in lines if one.status == "strained" for s in strained(conflict, one)]
    return (
        *strain_findings(ledger, conflict, lines, again),
        *found,
        *alignment_findings(ledger, solution, alignment(solution.model)),
    )


def solved(case: Case) -> tuple[Conflict | None, Solution | None]:
    """The case's conflict, read and solved; None and None where it has none, or one of nothing but comments."""
    if not case.conflict.is_file() or is_only_comments(case.conflict):
        return None, None
    conflict = read(case.conflict)
    return conflict, solve(conflict)


def is_only_comments(path: Path) -> bool:
    """Whether a conflict.yaml is still as `detente new` made it: nothing but comments."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return all(not line.strip() or line.lstrip().startswith("#") for line in lines)
