"""The labelled turns of real briefings: well formed, no word of the pages beside them, and refused where a page reads otherwise."""

import hashlib
import importlib
import io
import json
import os
import re
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest

STANCE = Path(__file__).parents[2] / "training" / "stance"
SHARED = Path(os.environ.get("DETENTE_SHARED", STANCE.parents[2] / "shared"))
ARCHIVE = SHARED / "data" / "reports" / "whitehouse-briefings.tar.xz"
sys.path[:0] = [folder for folder in (str(STANCE),) if folder not in sys.path]
examples = importlib.import_module("examples")

ROWS = [json.loads(line) for line in (STANCE / "briefings.jsonl").read_text(encoding="utf-8").splitlines()]
QUESTIONS = examples.questions(STANCE.parent / "positions")["briefings"]
KEYS = {"page", "question", "asked", "said", "lead", "actor", "says", "firm", "denies", "check"}
PAGE = "briefings/2012-03-01-7.html"
SAID = "We are not sending any troops to the border, and that will not change."


def test_every_label_points_into_a_page_and_holds_none_of_its_words() -> None:
    assert len(ROWS) > 200
    for row in ROWS:
        assert row.keys() == KEYS
        assert re.fullmatch(r"whitehouse-briefings/[\w-]+\.html", row["page"])
        assert re.fullmatch(r"[0-9a-f]{12}", row["check"])
        assert re.fullmatch(r"[\w. ’'-]{1,40}:", row["lead"])
        assert len(row["actor"]) < 40
        for span in filter(None, (row["asked"], row["said"])):
            assert len(span) == 2
            assert 0 <= span[0] < span[1]
        assert row["asked"] is None or row["asked"][1] < row["said"][0]


def test_stance_and_firmness_of_every_label_agree() -> None:
    for row in ROWS:
        assert row["question"] in QUESTIONS
        assert row["says"] in ("for", "against", "open", "noncommittal", "nothing")
        assert (row["firm"] == 0) == (row["says"] in ("noncommittal", "nothing"))
        assert 0 <= row["firm"] <= (0.6 if row["says"] == "open" else 1)
        assert row["denies"] in (None, "saying", "report")


def test_no_turn_is_labelled_twice_on_a_question_for_one_actor() -> None:
    places = [(row["page"], row["question"], *row["said"], row["actor"]) for row in ROWS]
    assert len(set(places)) == len(places)


def test_no_label_stands_in_the_months_that_are_kept_for_testing() -> None:
    # Pages are numbered by date, also those without one: 431 to 470 are of these months.
    numbers = {row["page"]: int(row["page"].rpartition("-")[2].removesuffix(".html")) for row in ROWS}
    assert [
        page for page, number in numbers.items() if "/2014-06" in page or "/2014-07" in page or 431 <= number <= 470
    ] == []


def small(folder: Path, said: str) -> Path:
    """An archive of one invented page, and a label of what is said in it."""
    page = f"<html><body><p>THE SPOKESMAN: Good morning.</p><p>Q Will you send troops?</p><p>THE SPOKESMAN: {said}</p></body></html>"
    archive = folder / "pages.tar.xz"
    with tarfile.open(archive, "w:xz") as tar:
        info = tarfile.TarInfo(PAGE)
        info.size = len(page.encode())
        tar.addfile(info, io.BytesIO(page.encode()))
    row: dict[str, Any] = {"page": PAGE, "question": "libya_ground", "asked": [30, 53], "said": [70, 70 + len(SAID)]}
    row |= {"lead": "THE SPOKESMAN:", "actor": "United States", "says": "against", "firm": 0.8, "denies": None}
    row["check"] = hashlib.sha256(SAID.encode()).hexdigest()[:12]
    (folder / "briefings.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return archive


def test_a_label_becomes_the_turn_it_points_to(tmp_path: Path) -> None:
    (found,) = examples.briefing_examples(small(tmp_path, SAID), tmp_path)
    assert (found.crisis, found.issue, found.stance, found.firmness) == ("briefings", "libya_ground", 1, 0.8)
    assert found.passage.asked == "Q Will you send troops?"
    assert found.passage.lead == "United States: THE SPOKESMAN:"
    assert found.passage.said == SAID


def test_a_page_that_reads_otherwise_is_refused(tmp_path: Path) -> None:
    archive = small(tmp_path, SAID.replace("not", "now"))
    with pytest.raises(ValueError, match=r"briefings\.jsonl:1: briefings/2012-03-01-7\.html reads otherwise"):
        examples.briefing_examples(archive, tmp_path)


def test_a_page_that_the_archive_lacks_is_named(tmp_path: Path) -> None:
    archive = small(tmp_path, SAID)
    labels = tmp_path / "briefings.jsonl"
    labels.write_text(labels.read_text(encoding="utf-8").replace("-7.html", "-8.html"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"briefings\.jsonl:1: briefings/2012-03-01-8\.html is not in"):
        examples.briefing_examples(archive, tmp_path)


@pytest.mark.skipif(
    not ARCHIVE.is_file(), reason="needs the archive of White House briefings, which is no part of the project"
)
def test_every_label_agrees_with_the_archive() -> None:
    found = examples.briefing_examples(ARCHIVE, STANCE)
    assert len(found) == len(ROWS)
    with tarfile.open(ARCHIVE) as tar:
        places = {member.name: number for number, member in enumerate(tar)}
    assert [row["page"] for row in ROWS if places[row["page"]] % 2 == 0] == []
