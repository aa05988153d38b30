"""Files of GMCR+: what they mean survives reading and writing; what they cannot say is said."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from detente.conflict.file import read_text
from detente.conflict.gmcr import read_gmcr, write_gmcr
from detente.conflict.graph import graph_model
from detente.conflict.model import Direction, Perception, Preference, Weight
from detente.conflict.statements import Pattern, Taken, written
from detente.errors import ConflictRefused
from stability.family.models import graph_form, option_form

DOCUMENT = {
    "program": "gmcr-py",
    "options": [
        {"name": "Close the dam", "permittedDirection": "fwd"},
        {"name": "YNN", "permittedDirection": "both"},
        {"name": "close the dam!", "permittedDirection": "back"},
    ],
    "decisionMakers": [
        {"name": "Upstream", "options": [0, 2], "preferences": [[[1, "N"]], {"compound": True, "members": [[[0, "Y"], [1, "N"]], [[2, "Y"]]]}]},
        {"name": "Downstream", "options": [1], "preferences": [[[0, "N"]]], "preferenceRanking": [1, 2, [3, 4], 5, 6],
         "misperceptions": [[[2, "Y"]]]},
    ],
    "infeasibles": [[[0, "Y"], [1, "Y"]]],
    "useManualPreferenceRanking": False,
}  # fmt: skip


def saved(tmp_path: Path, document: object) -> Path:
    path = tmp_path / "dam.gmcr"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_names_are_made_to_fit_and_every_change_is_told(tmp_path: Path) -> None:
    conflict = read_gmcr(saved(tmp_path, DOCUMENT))
    assert [option.name for option in conflict.options] == ["close_the_dam", "close_the_dam_2", "ynn"]
    assert [option.means for option in conflict.options] == ["Close the dam", "close the dam!", "YNN"]
    assert [option.direction for option in conflict.options] == [Direction.TAKE, Direction.DROP, Direction.BOTH]
    assert len(conflict.notes) == 3
    assert conflict.title == "dam"
    assert [written(expr) for expr in conflict.infeasible] == ["close_the_dam and ynn"]
    assert [wish.text for wish in conflict.parties[0].preference.wishes or ()] == [
        "not ynn",
        "close_the_dam and not ynn or close_the_dam_2",
    ]
    assert conflict.perceptions[0].thinks_impossible == (Taken("close_the_dam_2"),)


def test_manual_rankings_number_states_by_the_order_of_the_file(tmp_path: Path) -> None:
    document = json.loads(json.dumps(DOCUMENT))
    document["useManualPreferenceRanking"] = True
    conflict = read_gmcr(saved(tmp_path, document))
    # in the file's order the feasible states are NNN, YNN, NYN, NNY, YNY, NYY; ours has the last two options swapped
    assert conflict.parties[1].preference.ranking == (("NNN",), ("YNN",), ("NNY", "NYN"), ("YYN",), ("NYY",))


@pytest.mark.parametrize("seed", range(25))
def test_what_is_written_and_read_again_ranks_the_same(tmp_path: Path, seed: int) -> None:
    conflict = option_form(seed, marks=False)
    if seed % 3 == 0:
        wishes = conflict.parties[0].preference.wishes or ()
        weights = tuple(Weight(wish.expr, written(wish.expr), str(at - 1)) for at, wish in enumerate(wishes))
        parties = (replace(conflict.parties[0], preference=Preference(weights=weights)), *conflict.parties[1:])
        conflict = replace(conflict, parties=parties)
    path = tmp_path / "again.gmcr"
    path.write_text(write_gmcr(conflict).text, encoding="utf-8")
    old, new = graph_model(conflict), graph_model(read_gmcr(path))
    assert new.states.patterns(new.states.ids) == old.states.patterns(old.states.ids)
    assert (new.ranks == old.ranks).all()
    assert (new.own, new.take, new.drop) == (old.own, old.take, old.drop)


def test_what_the_format_cannot_say_is_listed() -> None:
    conflict = option_form(7)
    conflict = replace(
        conflict,
        now=frozenset(),
        perceptions=(
            Perception("P0", unaware_of=("o1",), thinks_impossible=(Pattern("Y-----"[: len(conflict.options)]),)),
        ),
    )
    lost = " ".join(write_gmcr(conflict).lost)
    assert "today" in lost
    assert "unsure" in lost or "strong" in lost
    assert "unaware" in lost
    cited = read_text(
        "title: x\nparties:\n  - name: A\n    options: {go: {means: Go away, cost: {take: 3}}}\n"
        "    prefers: [{want: go, because: [s1]}]\n    alternatives: [{prefers: []}]\n"
    )
    lost = " ".join(write_gmcr(cited).lost)
    assert all(word in lost for word in ("mean in words", "alternatives", "costs", "citations"))
    with pytest.raises(ConflictRefused, match="needs options"):
        write_gmcr(graph_form(1))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.pop("options"), "no options"),
        (lambda d: d["decisionMakers"][0].update(options=[0]), "one owner"),
        (lambda d: d["decisionMakers"][0].update(options=[0, 2, 9]), "not there"),
        (lambda d: d["options"][0].update(permittedDirection="up"), "direction"),
        (lambda d: d["options"][0].update(permittedDirection=["fwd"]), "direction"),
        (lambda d: d.update(infeasibles=[[[0, "X"]]]), "option number"),
        (lambda d: d.update(infeasibles=[[[7, "Y"]]]), "not there"),
        (lambda d: (d.update(useManualPreferenceRanking=True), d["decisionMakers"][1].update(preferenceRanking=[1, 2])), "misses"),
        (lambda d: (d.update(useManualPreferenceRanking=True), d["decisionMakers"][1].update(preferenceRanking=[99])), "no feasible"),
        (lambda d: d["decisionMakers"][1].update(name=3), "name is missing"),
    ],
)  # fmt: skip
def test_a_damaged_file_is_refused_in_one_line(tmp_path: Path, change, message: str) -> None:  # type: ignore[no-untyped-def]
    document = json.loads(json.dumps(DOCUMENT))
    change(document)
    with pytest.raises(ConflictRefused, match=message) as caught:
        read_gmcr(saved(tmp_path, document))
    assert "\n" not in str(caught.value)


def test_brackets_without_end_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.gmcr"
    path.write_text("[" * 200_000)
    with pytest.raises(ConflictRefused, match="nested too deeply"):
        read_gmcr(path)


def test_text_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.gmcr"
    path.write_text("title: x", encoding="utf-8")
    with pytest.raises(ConflictRefused, match="not JSON"):
        read_gmcr(path)
    with pytest.raises(ConflictRefused, match="cannot be read"):
        read_gmcr(tmp_path / "absent.gmcr")
