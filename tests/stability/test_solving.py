"""What a user sees of solving: the JSON, the summary, what is left out, and the reasons in words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from detente.conflict.file import read_text
from detente.errors import ConflictRefused
from detente.stability import explain, from_today, solve, to_json
from stability.models import random_graph

CATALOGUE = Path(__file__).parents[2] / "cases" / "catalogue"


def many_options(count: int) -> str:
    lines = ["title: Many", "parties:"]
    for who in range(2):
        lines += [f"  - name: P{who}", "    options:"]
        lines += [f"      a{k}: Act {k}" for k in range(who, count, 2)]
        lines += ["    prefers:", f"      - a{1 - who}", f"      - not a{who}"]
    return "\n".join(lines)


def test_the_json_is_the_documented_one() -> None:
    result = to_json(solve(CATALOGUE / "prisoners-dilemma.yaml"))
    assert list(result) == ["title", "parties", "options", "states", "stability", "equilibria"]
    assert result["parties"] == ["First", "Second"]
    assert result["options"] == [
        {"name": "silent_1", "party": "First", "means": "First keeps silent"},
        {"name": "silent_2", "party": "Second", "means": "Second keeps silent"},
    ]
    states = result["states"]
    assert isinstance(states, list)
    assert states[1] == {"id": 2, "pattern": "YN", "options": ["silent_1"]}
    assert json.loads(json.dumps(result)) == result


def test_a_summary_counts_and_names_patterns() -> None:
    result = to_json(solve(CATALOGUE / "chicken.yaml"), full=False)
    assert result["states"] == {"count": 4}
    assert result["stability"]["nash"] == {"First": {"count": 2}, "Second": {"count": 2}}  # type: ignore[index]  # JSON
    assert result["equilibria"]["nash"] == {"count": 2, "patterns": ["YN", "NY"]}  # type: ignore[index]  # JSON


def test_above_4096_states_a_summary_is_given_unless_all_is_asked_for() -> None:
    solution = solve(read_text(many_options(13)), ["nash"])
    assert to_json(solution)["states"] == {"count": 8192}
    assert len(to_json(solution, full=True)["states"]) == 8192  # type: ignore[arg-type]  # a list here
    nash = to_json(solution)["equilibria"]["nash"]  # type: ignore[index]  # JSON
    assert nash["count"] == len(solution.equilibria["nash"])
    assert len(nash["patterns"]) == min(1000, nash["count"])


def test_simultaneous_stability_is_left_out_with_a_reason_where_moves_are_listed() -> None:
    solution = solve(random_graph(Random(1), 2, 4))
    assert "sim" not in solution.stable
    assert "sim" in to_json(solution)["left_out"]  # type: ignore[operator]  # a mapping here


def test_an_unknown_concept_is_named() -> None:
    with pytest.raises(ValueError, match=r"'nahs'.*known: nash"):
        solve(CATALOGUE / "chicken.yaml", ["nahs"])


def test_a_small_conflict_is_solved_without_loading_the_compiled_loops() -> None:
    script = (
        "import sys; from detente.stability import solve; "
        f"solve({str(CATALOGUE / 'garrison-1976.yaml')!r}); sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_why_tells_the_improvement_the_answer_and_the_states() -> None:
    (found,) = explain(CATALOGUE / "prisoners-dilemma.yaml", "YY", concept="seq")
    assert found.state == 4
    assert found.lines == (
        "state 4 (YY: silent_1, silent_2) under sequential stability: holds.",
        "  First would gain by dropping silent_1 (to state 3, NY), since it wants 'not silent_1' (line 12); "
        "but Second can answer by dropping silent_2 (to state 1, NN), which is no better for First than 4.",
        "  Second would gain by dropping silent_2 (to state 2, YN), since it wants 'not silent_2' (line 18); "
        "but First can answer by dropping silent_1 (to state 1, NN), which is no better for Second than 4.",
    )
    assert json.loads(json.dumps(found.as_json()))["verdicts"][0]["stable"] is True


def test_why_names_who_would_leave() -> None:
    (nash,) = explain(CATALOGUE / "prisoners-dilemma.yaml", "4", concept="nash", party="First")
    assert nash.lines[0].endswith("under Nash stability: not stable.")
    assert nash.witnesses[0].undeterred == 3
    assert [one.concept for one in explain(CATALOGUE / "chicken.yaml", "1")] == [
        "nash", "gmr", "smr", "seq", "sseq", "sim",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("state", "party", "concept", "found"),
    [("9", None, None, "9"), ("YNY", None, None, "YNY"), ("1", "Frist", None, "Frist"), ("1", None, "sec", "sec")],
)
def test_why_refuses_what_is_not_there(state: str, party: str | None, concept: str | None, found: str) -> None:
    with pytest.raises(ConflictRefused) as caught:
        explain(CATALOGUE / "chicken.yaml", state, party=party, concept=concept)
    assert caught.value.found == found


def test_no_paths_where_today_is_unknown() -> None:
    assert from_today(solve(CATALOGUE / "chicken.yaml").model) is None


def test_paths_lead_from_today_to_the_equilibria() -> None:
    solution = solve(CATALOGUE / "elmira-1991.yaml")
    found = from_today(solution.model)
    assert found is not None
    assert found.today == 1
    assert found.levels == ((2, 3, 5, 7), (4, 6, 8, 9, 11), (10, 12))
    assert [(move.party, move.after) for move in found.path(10) or ()] == [
        ("Local Government", 7),
        ("Uniroyal", 9),
        ("MoE", 10),
    ]
    by_improvements = from_today(solution.model, improving=True)
    assert by_improvements is not None
    assert by_improvements.path(10) is None
    assert by_improvements.ends == (7,)
