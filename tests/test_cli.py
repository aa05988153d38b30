"""The command line as scripts rely on it: exit statuses, one-line refusals, JSON to standard output, the same bytes each time."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.bundled import cases_folder
from detente.cli import run

CASES = cases_folder()


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A copy of the short bundled case."""
    copy = tmp_path / "saltmarsh"
    shutil.copytree(CASES / "saltmarsh", copy, ignore=shutil.ignore_patterns(".detente", "brief*"))
    return copy


def answer(capsys: pytest.CaptureFixture[str], *words: str | Path, status: int = 0) -> tuple[str, str]:
    """Standard output and standard error of a command whose exit status is ``status``."""
    capsys.readouterr()
    assert run([str(word) for word in words]) == status
    shown = capsys.readouterr()
    return shown.out, shown.err


def refusal(capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    out, err = answer(capsys, *words, status=1)
    assert out == ""
    [line] = [line for line in err.splitlines() if not line.startswith("reading ")]
    return line


# --- the way from reports to brief -----------------------------------------------------------------------------------


def test_a_case_of_ones_own_goes_from_files_to_brief(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "wire.txt"
    page.write_text(
        "date: 2031-05-02\n\nForeign Minister Ilse Varga of Norvia said on Monday that her country would leave the talks.\n"
    )
    folder = tmp_path / "mine"
    answer(capsys, "new", folder)
    answer(capsys, "add", folder, page)
    assert page.exists(), "a file is copied, never moved"
    out, _ = answer(capsys, "read", folder / "reports" / "wire.txt", "--json")
    [statement] = json.loads(out)["statements"]
    assert statement["content"]["text"] == "that her country would leave the talks"
    assert statement["said_on"] == "2031-04-28", "the Monday before the day of the report"
    told = answer(capsys, "brief", folder)[1]
    assert "name the questions that you follow under `issues:`" in told
    assert "write parties and options into" in told
    assert {"brief.html", "brief.md", "brief.json"} <= {p.name for p in folder.iterdir()}
    assert answer(capsys, "check", folder)[0].splitlines()[-1].endswith("0 refused")


def test_a_case_is_read_printed_and_followed_with_the_reader_that_is_named(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counted = answer(capsys, "read", case, "--reader", "rules", "--json")[0]
    whole = json.loads(answer(capsys, "record", case, "--reader", "rules", "--json")[0])
    assert all(s["method"].startswith("rules-") for s in whole["statements"])
    assert json.loads(counted)["statements"] == len(whole["statements"])
    lines = answer(capsys, "record", case, "--reader", "rules")[0].splitlines()
    assert len(lines) == 1 + len(whole["statements"])
    followed = answer(capsys, "positions", case, "--reader", "rules")[0].splitlines()
    said = {s["id"]: " ".join(s["content"]["text"].split())[:40] for s in whole["statements"]}
    moved = [line for line in followed if line.startswith("  SHIFT")]
    assert len(moved) == len(whole["shifts"]) > 0
    for shift in whole["shifts"]:
        at = [
            n
            for n, line in enumerate(followed)
            if said[shift["after"]] in line and followed[n - 2].startswith("  SHIFT")
        ]
        assert any(said[shift["before"]] in followed[n - 1] for n in at)


def test_the_bundled_case_finds_the_walk_back_and_its_outcome_of_least_resistance(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "iraq-2014"
    shutil.copytree(CASES / "iraq-2014", copy, ignore=shutil.ignore_patterns(".detente", "brief*"))
    out, _ = answer(capsys, "positions", copy, "--json")
    shifts = json.loads(out)["shifts"]
    record = json.loads(answer(capsys, "record", copy, "--json")[0])
    said = {s["id"]: s for s in record["statements"]}
    [walk_back] = [s for s in shifts if s["issue"] == "cooperate" and "John Kerry" in s["speaker_after"]]
    assert walk_back["kind"] in ("denies-saying", "reverses")
    assert said[walk_back["before"]]["said_on"] == "2014-06-16"
    assert said[walk_back["after"]]["said_on"] in ("2014-06-18", "2014-06-19")
    found = json.loads(answer(capsys, "resist", copy, "--json")[0])["result"]
    least = min(found["paths"], key=lambda p: p["price"])
    taken = next(
        s for s in json.loads(answer(capsys, "solve", copy, "--json")[0])["states"] if s["id"] == least["state"]
    )
    assert "inform" in taken["options"]
    assert not {"cooperate", "fight"} & set(taken["options"])


def test_every_finding_of_the_bundled_case_ends_in_passages_and_lines(tmp_path: Path) -> None:
    import detente
    from detente.because import Line, Span, is_grounded, leaves

    copy = tmp_path / "iraq-2014"
    shutil.copytree(CASES / "iraq-2014", copy, ignore=shutil.ignore_patterns(".detente", "brief*"))
    seen = detente.outlook_of(copy)
    texts = {report.id: report.text for report in seen.reports}
    lines = (copy / "conflict.yaml").read_text(encoding="utf-8").splitlines()
    kinds = {finding.kind.split(".")[0] for finding in seen.findings}
    assert {"shift", "outcome", "resistance", "perception", "disclosure", "robustness", "alignment", "strain"} <= kinds
    for finding in seen.findings:
        assert is_grounded(finding.because), finding.id
        assert (
            not {"likely", "probability", "chance"} & set(finding.says.lower().replace(",", " ").split())
            or "“" in finding.says
        )
        for leaf in leaves(finding.because):
            if isinstance(leaf, Span):
                assert texts[leaf.report][leaf.start : leaf.end] == leaf.quote
            else:
                assert isinstance(leaf, Line)
                assert lines[leaf.line - 1].strip() == leaf.text


def test_the_line_about_open_cooperation_is_strained_and_can_be_turned_round(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "iraq-2014"
    shutil.copytree(CASES / "iraq-2014", copy, ignore=shutil.ignore_patterns(".detente", "brief*"))
    before = (copy / "conflict.yaml").read_text(encoding="utf-8")
    found = json.loads(answer(capsys, "strain", copy, "--json")[0])["result"]
    line = next(one for one in found["lines"] if one["text"] == "cooperate if inform and inclusive")
    assert line["status"] == "strained"
    answer(capsys, "strain", copy, "--accept", line["id"])
    after = (copy / "conflict.yaml").read_text(encoding="utf-8")
    changed = [(a, b) for a, b in zip(before.splitlines(), after.splitlines(), strict=False) if a != b]
    assert changed == [
        ("      - want: cooperate if inform and inclusive", "      - want: not (cooperate if inform and inclusive)")
    ]
    assert "history:" in after
    answer(capsys, "strain", copy, "--dismiss", "iran-1", "--why", "too early to say")
    assert "too early to say" in (copy / "conflict.yaml").read_text(encoding="utf-8")
    answer(capsys, "solve", copy)


def test_review_confirms_rejects_and_fixes_with_one_key_each(
    case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = json.loads(answer(capsys, "review", case, "--json")[0])["to_review"]
    typed = io.StringIO("c\nr\nx\nf\n\nAda Brun\n\n\n\nq\n")  # x is no key: it is asked again
    monkeypatch.setattr(sys, "stdin", typed)
    answer(capsys, "review", case, "--by", "me")
    record = {s["id"]: s for s in json.loads(answer(capsys, "record", case, "--json")[0])["statements"]}
    first, second, third = (one["id"] for one in queue[:3])
    assert record[first]["review"] == "confirmed"
    assert second not in record, "rejected"
    assert (record[third]["review"], record[third]["source"]["person"]) == ("corrected", "Ada Brun")
    left = {one["id"] for one in json.loads(answer(capsys, "review", case, "--json")[0])["to_review"]}
    assert not left & {first, second, third}
    assert (case / "reviews.yaml").stat().st_mode & 0o077 == 0


def test_the_commands_of_the_model_answer_in_words_and_in_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chicken, saltmarsh = CASES / "catalogue" / "chicken.yaml", CASES / "saltmarsh"
    for words in (
        ("rank", saltmarsh),
        ("paths", saltmarsh),
        ("coalitions", saltmarsh, "--together", "Calder,Vessany"),
        ("foresee", chicken),
        ("inverse", saltmarsh, "1"),
        ("why", chicken, "YN", "--party", "First"),
        ("catalogue",),
    ):
        assert answer(capsys, *words)[0].strip(), words
        assert json.loads(answer(capsys, *words, "--json")[0]), words
    found = json.loads(answer(capsys, "foresee", chicken, "--json")[0])
    assert (found["L1"], found["L3"], found["non_myopic"]) == ([2, 3], [4], [4])
    changes = json.loads(
        answer(capsys, "inverse", CASES / "catalogue" / "prisoners-dilemma.yaml", "YY", "--concept", "nash", "--json")[
            0
        ]
    )
    assert changes["holds_after_all_changes"]
    answer(capsys, "convert", saltmarsh, tmp_path / "x.gmcr")
    there, back = (json.loads(answer(capsys, "solve", path, "--json")[0]) for path in (saltmarsh, tmp_path / "x.gmcr"))
    assert there["equilibria"] == back["equilibria"]
    assert "already" in refusal(capsys, "convert", saltmarsh, tmp_path / "x.gmcr")


@pytest.mark.parametrize("form", ["plover", "polecat", "csv", "annotations", "gexf", "graphml"])
def test_export_writes_what_it_names(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    files = json.loads(answer(capsys, "export", case, "--format", form, "--out", tmp_path / "out", "--json")[0])[
        "files"
    ]
    assert files
    assert all(Path(file).stat().st_size for file in files)


# --- the same bytes --------------------------------------------------------------------------------------------------


def test_record_and_brief_are_the_same_bytes_from_a_fresh_reading_and_from_the_store(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = answer(capsys, "record", case, "--json")[0]
    again = answer(capsys, "record", case, "--json")[0]
    answer(capsys, "brief", case)
    brief = (case / "brief.html").read_bytes()
    shutil.rmtree(case / ".detente")
    assert answer(capsys, "record", case, "--json")[0] == first == again
    answer(capsys, "brief", case)
    assert (case / "brief.html").read_bytes() == brief


def test_ids_are_unique_and_the_same_in_every_command(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = json.loads(answer(capsys, "record", case, "--json")[0])
    ids = [s["id"] for s in record["statements"]]
    assert len(set(ids)) == len(ids)
    files = sorted((case / "reports").iterdir())
    read = [json.loads(line) for line in answer(capsys, "read", *files, "--json")[0].splitlines()]
    assert {s["id"] for one in read for s in one["statements"]} == set(ids)


# --- refusals --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("parties: [{name: A, options: {go: Go}, prefers: [gone]}]", "unknown option"),
        ("parties: [{name: A, options: {go: Go}, prefers: [go]}]\ninfeasible: [go, not go]", "no state is feasible"),
        ("parties: [{name: A, prefers: []}]", "option"),
        ("parties: [{name: A, options: {go: Go}, ranking: [Y]}]", "misses feasible states"),
        ("parties: [{name: A, options: {go: Go}, ranking: [Y, N, Y]}]", "names a state twice"),
        ("parties: [{name: A, options: {go: Go}, ranking: [Y, N], prefers: [go]}]", "one way"),
        ("parties: [{name: A, options: {go: Go}}]", "one way"),
        ("parties: [{name: A, options: {go: Go}, prefer: [go]}]", "did you mean 'prefers'"),
        ("parties: [{name: A, options: {go: Go}, prefers: [go if go if go]}]", "do not chain"),
        ("parties: [{name: A, options: {YN: Go}, prefers: []}]", "YN"),
        ("parties: [{name: A, options: {go: Go}, prefers: [go]}]\nnow: [going]", "going"),
        (
            "parties: [{name: A, options: {" + ", ".join(f"o{k}: x" for k in range(40)) + "}, prefers: [o1]}]",
            "more than 24 options",
        ),
    ],
)
def test_each_fault_of_a_conflict_has_a_refusal_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    path = tmp_path / "conflict.yaml"
    path.write_text(f"title: x\n{text}\n")
    line = refusal(capsys, "solve", path)
    assert said in line
    assert "conflict.yaml" in line
    assert ";" in line, "how to mend it"


LISTED = """title: x
states: [war, peace]
now: war
parties:
  - {name: A, moves: {war: [peace]}, ranking: [peace, war]}
  - {name: B, moves: {peace: [war]}, ranking: [[war, peace]]}
"""


@pytest.mark.parametrize("command", ["resist", "perceive", "disclose", "robust"])
def test_moving_at_once_is_refused_where_moves_are_listed(
    case: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    (case / "conflict.yaml").write_text(LISTED)
    assert "not defined where moves are listed" in refusal(capsys, command, case, "--concept", "sim")
    assert "not defined" in refusal(capsys, "inverse", case, "war", "--concept", "sim")


def test_an_outlook_on_what_is_not_there_is_refused(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "no such feasible state" in refusal(capsys, "disclose", case, "--remove", "9999")
    (case / "conflict.yaml").unlink()
    assert "cannot be read" in refusal(capsys, "strain", case, "--accept", "calder-1")


def test_check_judges_every_citation_and_the_links(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = "prefers: [], because: [{report: nowhere.txt, quote: no words}]"
    (case / "conflict.yaml").write_text(
        "title: x\nparties:\n  - name: A\n    options: {go: Go}\n    prefers: [go]\n"
        f"    alternatives:\n      - {{{wrong}}}\n"
        f"perceptions:\n  A:\n    sees:\n      A: {{believes: {{A: {{{wrong}}}}}}}\n    thinks_impossible: [go or not go]\n"
    )
    (case / "links.yaml").write_text("title: x\nfiles: [conflict.yaml, gone.yaml]\n")
    _, err = answer(capsys, "check", case, status=1)
    told = [line.partition(": ")[0].rpartition("/")[2] for line in err.splitlines()]
    assert told == ["conflict.yaml:7", "conflict.yaml:11", "conflict.yaml:9", "links.yaml:2"]


def test_a_line_turned_round_leaves_the_others_to_the_byte(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = case / "conflict.yaml"
    path.write_bytes(b"title: x\r\nparties:\r\n  - name: A\r\n    options: {go: Go}\r\n    prefers: [go]\r\n")
    answer(capsys, "strain", case, "--accept", "a-1")
    begun, history = path.read_bytes().split(b"\r\n\r\n")
    assert begun == b"title: x\r\nparties:\r\n  - name: A\r\n    options: {go: Go}\r\n    prefers: [not go]"
    assert history.startswith(b"history:\r\n  - {on: ")


def test_what_compares_states_pair_by_pair_is_refused_for_too_many(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wide.yaml"
    options = ", ".join(f"o{k}: x" for k in range(15))
    path.write_text(f"title: x\nparties: [{{name: A, options: {{{options}}}, prefers: [o1]}}]\n")
    for command in ("foresee", "coalitions"):
        assert "pair by pair" in refusal(capsys, command, path)


def test_only_the_blocks_that_act_together_upset_an_outcome(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "three.yaml"
    parties = "".join(
        f"  - {{name: {name}, options: {{{name.lower()}: x}}, prefers: [a and b and c, not {name.lower()}]}}\n"
        for name in "ABC"
    )
    path.write_text(f"title: x\nparties:\n{parties}")
    assert "upset by A and B and C" in answer(capsys, "coalitions", path)[0]
    assert "upset" not in answer(capsys, "coalitions", path, "--together", "A,B")[0]


def test_forty_options_can_be_solved_as_sets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wide.yaml"
    options = ", ".join(f"o{k}: x" for k in range(40))
    path.write_text(f"title: x\nparties: [{{name: A, options: {{{options}}}, prefers: [o1, not o2]}}]\n")
    out, _ = answer(capsys, "solve", path, "--symbolic", "--json")
    assert json.loads(out)["equilibria"]["nash"]["count"] == 2**38


def test_contradictory_statements_are_refused_by_check_with_their_line(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = case / "conflict.yaml"
    path.write_text(
        "title: x\nparties:\n  - name: A\n    options: {go: Go}\n    prefers:\n      - go\n      - not go\n"
    )
    _, err = answer(capsys, "check", case, status=1)
    assert "conflict.yaml:7" in err


def test_one_refused_file_of_several_does_not_stop_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, empty = tmp_path / "good.txt", tmp_path / "empty.txt"
    good.write_text("Varga said that it was over.\n")
    empty.write_text("")
    out, err = answer(capsys, "read", good, empty, good, "--json", status=1)
    assert len(out.splitlines()) == 2
    assert "empty.txt" in err
    conflict = tmp_path / "bad.yaml"
    conflict.write_text("title: x\n")
    out, err = answer(capsys, "solve", conflict, CASES / "catalogue" / "chicken.yaml", "--json", status=1)
    assert json.loads(out)["title"] == "Chicken"
    assert "bad.yaml" in err


@pytest.mark.parametrize(
    "words",
    [
        ["nonsense"],
        ["solve"],
        ["solve", "x", "--no-such-option"],
        ["brief", "x", "--for", "wall"],
        ["strain", "x", "--dismiss", "y"],
        ["inverse", str(CASES / "saltmarsh"), "1", "--concept", "sex"],
        ["resist", "x", "--move", "inf"],
        ["changes", "x", "--since", "yesterday"],
    ],
)
def test_wrong_usage_is_told_in_one_line_with_status_2(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    out, err = answer(capsys, *words, status=2)
    assert out == ""
    assert len(err.splitlines()) == 1


def test_the_help_loads_nothing_heavy() -> None:
    words = "import sys; from detente.cli.app import run; run(['--help']); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1]
    assert [name for name in ("numpy", "pydantic", "onnxruntime", "lxml", "numba") if f"'{name}'" in loaded] == []


def test_debug_adds_the_traceback(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Traceback" not in answer(capsys, "solve", tmp_path / "none.yaml", status=1)[1]
    assert "Traceback" in answer(capsys, "solve", tmp_path / "none.yaml", "--debug", status=1)[1]


def test_a_folder_that_is_no_case_is_refused_with_the_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "detente new" in refusal(capsys, "record", tmp_path)
    assert "detente new" in refusal(capsys, "brief", tmp_path / "nowhere")


# --- rough handling --------------------------------------------------------------------------------------------------


def test_bytes_that_are_no_utf8_are_read_with_a_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "latin.txt"
    page.write_bytes("Varga said that the café was closed.".encode("latin-1"))
    out, err = answer(capsys, "read", page, "--json")
    assert "café" in json.loads(out)["report"]["text"]
    assert "latin.txt" in err


def test_a_line_of_fifty_megabytes_is_answered_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "huge.txt"
    page.write_bytes(b"x" * 50_000_000)
    capsys.readouterr()
    status = run(["read", str(page), "--json"])
    shown = capsys.readouterr()
    assert status in (0, 1)
    assert len(shown.err.splitlines()) <= 1


def test_a_link_out_of_the_case_is_not_followed(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Varga said that nobody may read this.")
    (case / "reports" / "link.txt").symlink_to(secret)
    assert "nobody may read this" not in answer(capsys, "record", case, "--json")[0]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_case_that_cannot_be_written_is_read_all_the_same(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case.chmod(stat.S_IRUSR | stat.S_IXUSR)
    out, err = answer(capsys, "record", case, "--json")
    assert json.loads(out)["statements"]
    assert "cannot be written" in err
    assert "cannot be written" in refusal(capsys, "brief", case)
    case.chmod(stat.S_IRWXU)


def test_two_readings_at_once_end_in_the_same_record(case: Path) -> None:
    command = [sys.executable, "-m", "detente", "record", str(case), "--json"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    outputs = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert outputs[0] == outputs[1] != b""


def test_ctrl_c_during_a_reading_gives_130_and_the_next_reading_is_whole(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = answer(capsys, "record", case, "--json")[0]
    shutil.rmtree(case / ".detente")
    text = min((case / "reports").iterdir()).read_text(encoding="utf-8")
    many = case / "reports" / "many.txt"
    many.write_text(
        text
        + "\n\n"
        + "\n\n".join(f"Minister {chr(65 + k % 26)}. Oren said that day {k} was calm." for k in range(30_000))
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "detente", "read", str(case)], stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    database = case / ".detente" / "record.db"
    until = time.monotonic() + 30
    while not database.exists() and time.monotonic() < until:
        os.sched_yield()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err.decode()
    assert b"Traceback" not in err
    many.unlink()
    assert answer(capsys, "record", case, "--json")[0] == whole


def test_explain_tells_who_a_source_was_taken_for_and_in_whose_words_it_stands(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "a.txt"
    page.write_text(
        "Varga said on Monday that Iran had promised to leave the town. Israel attacked Syria.\n", encoding="utf-8"
    )
    out, _ = answer(capsys, "read", page, "--explain", "--reader", "rules")
    assert "source: Iran (second-hand), taken for actor Iran" in out
    assert "within the words: that Iran had promised" in out
    assert "event ASSAULT, reported: Israel (ISR) -> Syria (SYR)" in out
    assert "taken for" not in answer(capsys, "read", page, "--reader", "rules")[0]
