"""case.yaml and the case folder, as an analyst meets them."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from detente.case import new_case, open_case
from detente.errors import CaseRefused


def write(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return folder


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(CaseRefused) as caught:
        open_case(write(folder, text))
    return str(caught.value)


def test_a_new_case_opens_and_is_its_owners_alone(tmp_path: Path) -> None:
    made = new_case(tmp_path / "gulf-2030")
    case = open_case(tmp_path / "gulf-2030")
    assert case.title == "gulf 2030"
    assert {p.name for p in made} == {"case.yaml", "conflict.yaml", "reviews.yaml"}
    assert all(p.stat().st_mode & 0o077 == 0 for p in made)


def test_a_new_case_never_writes_over_another(tmp_path: Path) -> None:
    new_case(tmp_path / "one")
    before = (tmp_path / "one" / "case.yaml").read_bytes()
    with pytest.raises(CaseRefused, match="a case already"):
        new_case(tmp_path / "one")
    assert (tmp_path / "one" / "case.yaml").read_bytes() == before
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "notes.txt").write_text("mine")
    with pytest.raises(CaseRefused, match="not empty"):
        new_case(tmp_path / "two")


def test_actors_offices_and_issues_are_read_with_their_dates(tmp_path: Path) -> None:
    case = open_case(
        write(
            tmp_path / "c",
            "version: 1\ntitle: Iraq\nfrom: 2014-06-10\nactors:\n  United States:\n    code: USA\n    aliases: Washington\n"
            "    offices:\n      Secretary of State:\n        - {who: John Kerry, from: 2013-02-01, to: 2017-01-20}\n  NO:\n"
            "issues:\n  talk: {question: Washington talks with Tehran, about: [talks]}\n",
        )
    )
    holder = case.actors["United States"].offices["Secretary of State"][0]
    assert (holder.start, holder.end) == (datetime.date(2013, 2, 1), datetime.date(2017, 1, 20))
    assert case.actors["United States"].aliases == ("Washington",)
    assert "NO" in case.actors, "NO stays Norway"
    assert case.issues["talk"].option == "talk", "the same name if left out"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "title: x\nactors:\n  Iran: {aliasses: [Tehran]}\n",
            "case.yaml:3: unknown key `aliasses`; did you mean 'aliases'?",
        ),
        ("title: x\nversion: 2\n", "case.yaml:2: `version`"),
        ("version: 1\n", "`title` is missing"),
        ("title: x\nactors: {Iran: {sector: GVO}}\n", "unknown sector"),
        ("title: x\nfrom: 2014-06-24\nto: 2014-06-10\n", "`to` lies before `from`"),
        (
            "title: x\nactors:\n  Iran: {aliases: [Tehran]}\n  Iraq: {aliases: [tehran]}\n",
            "given to two actors, Iran and Iraq",
        ),
        ("title: x\nfrom: 2014-02-30\n", "case.yaml:2: a date or number cannot be right (found '2014-02-30')"),
        ("title: x\nactors:\n  A: {part_of: A}\n", "case.yaml:3: an actor cannot be part of itself"),
        ("title: x\nactors:\n  A: {part_of: B}\n  B: {part_of: A}\n", "case.yaml:3: an actor cannot be part of itself"),
        ("title: x\ntitle: y\n", "case.yaml:2"),
        ("title: [x\n", "not YAML"),
        ("- a\n- b\n", "keys and values"),
        ("", "nothing but comments"),
        ("# title: x\n", "uncomment what is there"),
        ("a: &a [1]\nb: *a\n", "aliases are not allowed"),
        (
            "title: x\nactors:\n  Iran:\n    offices:\n      President: [{who: A, from: 2014-01-01, to: 2013-01-01}]\n",
            "case.yaml:5: the office ends",
        ),
    ],
)
def test_a_faulty_case_file_is_refused_with_line_and_mend(tmp_path: Path, text: str, said: str) -> None:
    message = refusal(tmp_path / "c", text)
    assert said in message
    assert "\n" not in message
    assert "; " in message


def test_a_file_named_as_a_case_is_told_from_a_folder_that_is_missing(tmp_path: Path) -> None:
    (tmp_path / "conflict.yaml").write_text("title: x\n")
    with pytest.raises(CaseRefused, match="this is a file, and a case is a folder"):
        open_case(tmp_path / "conflict.yaml")
    with pytest.raises(CaseRefused, match="there is no such folder"):
        open_case(tmp_path / "nowhere")


def test_a_yaml_bomb_is_refused_at_once(tmp_path: Path) -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 8)}]\n" for i in range(20)
    )
    assert "aliases are not allowed" in refusal(tmp_path / "c", bomb)
    assert "nested too deeply" in refusal(tmp_path / "d", "title: " + "[" * 20_000)


def test_a_file_that_is_not_utf8_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    folder.mkdir()
    (folder / "case.yaml").write_bytes(b"title: x\nissues: {a: {question: caf\xe9 talks}}\n")
    with pytest.raises(CaseRefused, match=r"case.yaml:2: the file is not UTF-8 \(found byte 0xE9\)"):
        open_case(folder)
