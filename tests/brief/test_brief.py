"""What a reader of the brief may rely on: grounds, quotes, labels, no repetition, the same bytes."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import re
from pathlib import Path

import pytest

from brief.weir import CONFLICT, Whole, folder, record, reports, whole
from detente.because import is_grounded
from detente.brief import Brief, Entry, compose, rendered, write
from detente.conflict.file import read
from detente.errors import CaseRefused
from detente.outlook.findings import findings
from detente.record.nouns import Record
from detente.stability.solve import solve

GOLDEN = Path(__file__).parent.parent / "golden"
CASES = Path(__file__).parent.parent.parent / "cases"


@pytest.fixture(scope="module")
def weir(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return whole(tmp_path_factory.mktemp("weir") / "case")


def entries(brief: Brief) -> list[Entry]:
    return [*brief.headline, *(e for s in brief.sections for g in s.groups for e in g.entries)]


def agrees_with_golden(name: str, text: str) -> None:
    """Compare with the golden text; ``DETENTE_GOLDEN=write`` writes it anew."""
    path = GOLDEN / name
    if os.environ.get("DETENTE_GOLDEN") == "write":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_the_brief_of_the_weir_reads_as_before(weir: Whole) -> None:
    agrees_with_golden("brief-weir.md", rendered(weir.brief(), "md").decode())


@pytest.mark.parametrize("name", ["iraq-2014", "saltmarsh"])
def test_the_brief_of_a_bundled_model_reads_as_before(name: str) -> None:
    brief = compose_model(CASES / name)
    text = rendered(brief, "md").decode()
    agrees_with_golden(f"brief-{name}-model.md", text[: text.index("## Sources")])


def compose_model(path: Path) -> Brief:
    """A bundled case without its record: what the model alone says."""
    from detente.case import open_case
    from detente.reports.reading import read_file

    case = open_case(path)
    read_reports = [report for file in sorted(case.reports.iterdir()) for report in read_file(file)]
    conflict, empty = read(case.conflict), Record((), (), (), ())
    solution = solve(conflict)
    told = findings(case, empty, read_reports, conflict, solution)
    return compose(case, empty, read_reports, conflict, solution, told)


def test_every_sentence_ends_in_a_passage_or_a_line(weir: Whole) -> None:
    brief = weir.brief()
    texts = {report.id: report.text for report in weir.reports}
    lines = CONFLICT.split("\n")
    for entry in entries(brief):
        assert entry.all_sources or entry.notes, entry.text
        assert set(entry.passages) <= set(entry.notes)
    for note in brief.notes:
        if note.kind == "passage":
            assert note.report is not None
            assert note.text
            assert texts[note.report][note.start : note.end] == note.text
        else:
            file, _, line = note.where.partition(":")
            assert (file, lines[int(line) - 1].strip()) == ("conflict.yaml", note.text)


def test_an_ungrounded_finding_is_not_printed(weir: Whole) -> None:
    bare = dataclasses.replace(
        weir.findings[0], id="x", kind="robustness", says="The moon is made of cheese.", because=()
    )
    over = dataclasses.replace(bare, says="So are the stars.", because=(bare,))
    brief = compose(weir.case, weir.record, weir.reports, weir.conflict, weir.solution, [*weir.findings, bare, over])
    assert not {"The moon is made of cheese.", "So are the stars."} & {entry.text for entry in entries(brief)}


def test_findings_are_grounded_and_have_ids_of_their_own(weir: Whole) -> None:
    assert all(is_grounded(finding.because) for finding in weir.findings)
    assert len({finding.id for finding in weir.findings}) == len(weir.findings)
    assert all(finding.says.endswith(".") and finding.says[0].upper() == finding.says[0] for finding in weir.findings)


@pytest.mark.parametrize("name", ["iraq-2014", "saltmarsh"])
def test_no_sentence_stands_twice_and_none_speaks_of_likelihood(name: str, weir: Whole) -> None:
    for brief in (compose_model(CASES / name), weir.brief()):
        said = [entry.text for entry in entries(brief)]
        assert len(said) == len(set(said))
        assert not [text for text in said if re.search(r"\b(?:likel\w*|probab\w*|chances?)\b", text, re.IGNORECASE)]


def test_what_the_record_holds_is_called_reported(weir: Whole) -> None:
    told = [finding.says for finding in weir.findings if finding.kind.startswith(("shift.", "position"))]
    assert told
    assert all("reported" in says for says in told)


def test_retold_words_never_stand_in_quotation_marks_of_ours(weir: Whole) -> None:
    brief = weir.brief()
    page, text = rendered(brief, "html").decode(), rendered(brief, "md").decode()
    retold = [note.text for note in brief.notes if note.retold]
    assert len(retold) == 2
    for words in retold:
        for shown in (page, text):
            for place in re.finditer(re.escape(words), shown):
                assert shown[: place.start()][-1:] not in "“\"‘'«"
                assert shown[place.end() :][:1] not in "”\"’'»"
        assert f"<blockquote><p>{words}" not in page
        assert f"retold, not verbatim:* {words}" in text
    assert "<blockquote><p>“We will never open the weir,” Ben Stow" in page


def test_a_verbatim_passage_without_marks_is_put_in_marks(weir: Whole) -> None:
    plain = tuple(dataclasses.replace(report, rights=None) for report in weir.reports)
    brief = compose(weir.case, weir.record, plain, weir.conflict, weir.solution, weir.findings)
    assert "“Ada Quill denied on Tuesday having spoken of opening the weir.”" in rendered(brief, "html").decode()


def test_the_headline_says_what_the_move_bears_on_and_no_later_sentence_repeats_it(weir: Whole) -> None:
    brief = weir.brief()
    assert brief.headline[2].text == "In one of the two outcomes that can hold, state 4, Arlen would open the weir."
    bearing = next(f for f in weir.findings if f.kind == "bearing")
    assert dict(bearing.data)["states"] == [4]
    ways = [
        dataclasses.replace(bearing, id=f"w{state}", kind=kind, data=(("price", price), ("state", state)))
        for kind, state, price in (("resistance", 1, 2.0), ("resistance.other", 4, 3.0))
    ]
    priced = compose(weir.case, weir.record, weir.reports, weir.conflict, weir.solution, [*weir.findings, *ways])
    assert "state 4, Arlen would open the weir; it is the dearest to reach from today." in priced.headline[2].text
    for made in (brief, priced):
        moved = next(section for section in made.sections if section.id == "moved")
        assert "What it bears on" not in {group.heading for group in moved.groups}


def test_every_note_of_the_markdown_is_referred_to(weir: Whole) -> None:
    for brief in (weir.brief(), compose_model(CASES / "iraq-2014")):
        text, _, notes = rendered(brief, "md").decode().partition("## Notes")
        assert set(re.findall(r"\[\^(\d+)\]:", notes)) <= set(re.findall(r"\[\^(\d+)\]", text))
        assert max(line.count("[^") for line in text.splitlines()) < 30


def test_a_reporters_question_is_not_told_as_an_unknown_source(weir: Whole) -> None:
    def unknown(label: str) -> list[str]:
        first = weir.record.statements[0]
        asked = dataclasses.replace(first, source=dataclasses.replace(first.source, text=label, actor=None))
        made = dataclasses.replace(
            weir.record, statements=(asked, *weir.record.statements[1:]), positions=(), shifts=()
        )
        return [f.says for f in findings(weir.case, made, weir.reports) if f.kind == "unknown.source"]

    assert unknown("a barge owner")[0].startswith("Two statements")
    assert unknown("Q")[0].startswith("One statement")


def test_two_shifts_of_one_pair_print_their_passages_once(weir: Whole) -> None:
    moved = next(section for section in weir.brief().sections if section.id == "moved")
    shown = [entry.passages for group in moved.groups for entry in group.entries]
    assert [len(passages) for passages in shown] == [2, 0, 2]


def test_equal_inputs_give_equal_bytes_in_every_format(weir: Whole, tmp_path: Path) -> None:
    other = whole(tmp_path / "case")
    for form in ("html", "md", "json", "pdf"):
        assert rendered(weir.brief(), form) == rendered(other.brief(), form), form


def test_a_case_without_a_model_tells_what_the_record_holds(weir: Whole) -> None:
    told = findings(weir.case, weir.record, weir.reports)
    brief = compose(weir.case, weir.record, weir.reports, None, None, told)
    assert {section.id for section in brief.sections} == {"moved", "said", "unknown", "counted"}


def test_a_case_that_follows_no_issue_yet_still_tells_who_said_what(weir: Whole) -> None:
    bare = dataclasses.replace(weir.record, positions=(), shifts=())
    brief = compose(weir.case, bare, weir.reports, None, None, findings(weir.case, bare, weir.reports))
    said = next(section for section in brief.sections if section.id == "said")
    first = said.groups[0].entries[0]
    assert said.groups[0].heading == "Arlen"
    assert (
        first.text
        == "Three statements of Arlen are reported, most often by Ada Quill and Ben Stow, between 1 and 9 March 2021."
    )
    assert len(first.passages) == 3
    assert not [f for f in weir.findings if f.kind == "said"]


def test_a_case_without_anything_makes_no_boilerplate(tmp_path: Path) -> None:
    case, nothing = folder(tmp_path / "case"), Record((), (), (), ())
    brief = compose(case, nothing, (), None, None, findings(case, nothing, ()))
    assert (brief.headline, brief.sections, brief.notes, brief.sources) == ((), (), (), ())
    for form in ("html", "md", "json", "pdf"):
        assert rendered(brief, form)


def test_a_card_fits_one_screen_and_says_the_same(weir: Whole) -> None:
    card = compose(weir.case, weir.record, weir.reports, weir.conflict, weir.solution, weir.findings, card=True)
    assert {e.text for e in entries(card)} <= {e.text for e in entries(weir.brief())}
    assert len(entries(card)) < 12
    assert not any(section.figures for section in card.sections)


def test_changes_since_a_day_leave_out_what_was_said_before(weir: Whole) -> None:
    since = datetime.date(2021, 3, 4)
    brief = compose(weir.case, weir.record, weir.reports, weir.conflict, weir.solution, weir.findings, since=since)
    said = " ".join(entry.text for entry in entries(brief))
    assert "On 9 March 2021 Ada Quill, for Arlen, is reported to have denied" in said
    assert "two voices" not in said
    assert "state 4, Arlen would open the weir." in said
    assert "1 to 9 March" not in rendered(brief, "md").decode()
    assert [source.file for source in brief.sources] == ["4.txt"]
    later = compose(weir.case, weir.record, weir.reports, None, None, weir.findings, since=datetime.date(2022, 1, 1))
    assert [entry.text for entry in entries(later)] == []


def test_words_cited_that_do_not_stand_in_the_report_are_refused_with_their_line(tmp_path: Path) -> None:
    case = folder(tmp_path / "case", CONFLICT.replace("the barges have to pass", "the barges must pass"))
    conflict = read(case.conflict)
    with pytest.raises(
        CaseRefused,
        match=r"conflict\.yaml:13: the words that are cited do not stand in the report \(found 'the barges must pass'\)",
    ):
        findings(case, record(reports()), reports(), conflict, solve(conflict))


@pytest.mark.parametrize(
    ("citation", "what"),
    [
        ("{report: 9.txt, quote: x}", "the report that is cited is not in the case"),
        ("statement-123", "no statement of the record has this id"),
    ],
)
def test_a_citation_of_what_the_case_does_not_hold_is_refused(tmp_path: Path, citation: str, what: str) -> None:
    case = folder(tmp_path / "case", CONFLICT.replace("{report: 3.txt, quote: the barges have to pass}", citation))
    conflict = read(case.conflict)
    with pytest.raises(CaseRefused, match=what):
        findings(case, record(reports()), reports(), conflict, solve(conflict))


def test_a_citation_by_id_rests_on_the_statement(tmp_path: Path) -> None:
    made = record(reports())
    case = folder(
        tmp_path / "case", CONFLICT.replace("{report: 3.txt, quote: the barges have to pass}", made.statements[2].id)
    )
    conflict = read(case.conflict)
    told = findings(case, made, reports(), conflict, solve(conflict))
    wish = next(finding for finding in told if finding.id == "wish-brae-1")
    assert [getattr(ground, "statement", None) for ground in wish.because] == [None, made.statements[2].id]


def test_files_are_written_whole_and_variants_beside_them(weir: Whole, tmp_path: Path) -> None:
    card = compose(weir.case, weir.record, weir.reports, weir.conflict, weir.solution, weir.findings, card=True)
    made = write(tmp_path, weir.brief()) + write(tmp_path, card, ["html"])
    assert [path.name for path in made] == ["brief.html", "brief.md", "brief.json", "brief-card.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(path.name for path in made)
    assert json.loads((tmp_path / "brief.json").read_text("utf-8"))["counts"]["reports"] == 4


def test_a_folder_that_cannot_be_written_is_refused(weir: Whole, tmp_path: Path) -> None:
    with pytest.raises(CaseRefused, match="the brief cannot be written here"):
        write(tmp_path / "missing", weir.brief(), ["md"])
    with pytest.raises(CaseRefused, match="did you mean 'html'"):
        write(tmp_path, weir.brief(), ["htm"])
    assert list(tmp_path.iterdir()) == []
