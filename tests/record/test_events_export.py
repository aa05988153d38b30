"""What leaves the record: every format that détente also reads comes back equal, and none says more than the record does."""

from __future__ import annotations

import csv
import io
import json
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import MissingExtra, Refused
from detente.language import reader_named
from detente.record.events import events_of
from detente.record.export import FORMATS, export
from detente.record.export.annotations import annotations_pieces, read_annotations
from detente.record.export.columns import TABLES
from detente.record.export.network import network_of
from detente.record.export.parquet import read_parquet, write_parquet
from detente.record.export.plover import plover_lines, read_plover
from detente.record.export.polecat import COLUMNS, polecat_lines, read_polecat
from detente.record.export.tables import csv_texts, nouns_from, read_csv
from detente.record.leaving import Held
from detente.record.nouns import Event, EventParty, Position, Record, Shift, Source, Statement
from detente.record.pipeline import build, drawn, reports_of
from detente.reports.report import Moment, Report
from record.conftest import Making
from record.conftest import report as dated

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=20)
MAYBE = st.none() | st.sampled_from(["Iran", 'a "quoted" name', "two\nlines, a comma", "tab\there", "日本", "=1+1"])
SPANS = st.lists(st.integers(0, 400), min_size=2, max_size=6, unique=True).map(
    lambda n: tuple((min(p), max(p)) for p in zip(sorted(n)[::2], sorted(n)[1::2], strict=False))
)
SHARE = st.floats(0, 1, allow_nan=False)
PARTIES = st.none() | st.builds(
    EventParty, SPANS, WORDS, st.sampled_from([None, "IRN", "USA"]), st.sampled_from([None, "GOV", "MIL"])
)
EVENTS = st.builds(
    Event,
    id=st.uuids().map(str),
    report=st.just("r-1"),
    type=st.sampled_from(["AGREE", "ASSAULT"]),
    mode=st.sampled_from([None, "visit"]),
    actor=PARTIES,
    recipient=PARTIES,
    trigger=SPANS,
    date=st.sampled_from([None, "2014-06-16", "2014"]),
    place=MAYBE,
    status=st.sampled_from(["reported", "intended", "denied", "hypothetical"]),
    confidence=SHARE,
    method=WORDS,
)
STATEMENTS = st.builds(
    Statement,
    id=st.uuids().map(str),
    report=st.just("r-1"),
    quote=st.sampled_from(["direct", "indirect", "mixed", "transcript"]),
    source=st.builds(Source, SPANS, WORDS, MAYBE, MAYBE, MAYBE, st.sampled_from(["named", "unnamed", "none"])),
    cue=SPANS,
    content=SPANS,
    text=WORDS,
    within=st.none(),
    said_on=st.sampled_from([None, "2014-06-16"]),
    said_on_known=st.sampled_from([None, "words", "report"]),
    venue=MAYBE,
    confidence=SHARE,
    method=WORDS,
    cue_text=WORDS,
    review=st.sampled_from(["none", "confirmed", "corrected", "added"]),
)
RECORDS = st.builds(
    Record,
    st.lists(STATEMENTS, max_size=3).map(tuple),
    st.lists(EVENTS, max_size=3).map(tuple),
    st.just(()),
    st.just(()),
)
TEXT = "On Monday Egypt accused Sudan of lying. The minister said that Sudan would answer. " * 5
REPORT = Report(
    "r-1",
    "a.txt",
    "A quarrel",
    TEXT,
    publisher="The Wire",
    published=Moment("2014-06-19", "day", "stated"),
    url="https://example.org/a",
    language="en",
)
EGYPT = EventParty(((10, 15),), "Egypt", "EGY", "GOV")
SUDAN = EventParty(((24, 29),), "Sudan", "SDN", "GOV")
ACCUSED = Event(
    "e-1", "r-1", "ACCUSE", "allege", EGYPT, SUDAN, ((16, 23),), "2014-06-16", "Cairo", "reported", 0.7, "clauses-1"
)
SAID = Statement(
    "s-1", "r-1", "direct", Source(((40, 52),), "The minister", "Egypt", None, "foreign minister", "office"), ((53, 57),), ((10, 38),),
    "Egypt accused Sudan of lying", None, "2014-06-16", "report", None, 0.9, "rules-1", cue_text="said",
)  # fmt: skip
RECORD = Record(
    (SAID,),
    (ACCUSED,),
    (Position("Egypt", "trust", "2014-06-16", "against", 0.8, "s-1", "The minister"),),
    (Shift("Egypt", "trust", "hardens", "s-0", "s-1", "a", "b"),),
)


@settings(max_examples=40, deadline=None)
@given(RECORDS)
def test_events_come_back_from_plover_lines(record: Record) -> None:
    assert read_plover("".join(plover_lines(Held(record, [REPORT]))).split("\n")) == record.events


@settings(max_examples=40, deadline=None)
@given(RECORDS)
def test_statements_come_back_from_web_annotations(record: Record) -> None:
    assert read_annotations("".join(annotations_pieces(Held(record, [REPORT])))) == record.statements


@settings(max_examples=40, deadline=None)
@given(RECORDS)
def test_statements_and_events_come_back_from_csv(record: Record) -> None:
    files = csv_of(record, [REPORT])
    assert nouns_from("statements", read_csv("statements", files["statements.csv"])) == record.statements
    assert nouns_from("events", read_csv("events", files["events.csv"])) == record.events


def test_positions_and_shifts_come_back_from_csv() -> None:
    files = csv_of(RECORD, [REPORT])
    assert nouns_from("positions", read_csv("positions", files["positions.csv"])) == RECORD.positions
    assert nouns_from("shifts", read_csv("shifts", files["shifts.csv"])) == RECORD.shifts


def test_everything_comes_back_from_parquet(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    write_parquet(Held(RECORD, [REPORT]), tmp_path)
    back = {
        t: nouns_from(t, read_parquet(t, tmp_path / f"{t}.parquet"))
        for t in ("statements", "events", "positions", "shifts")
    }
    assert Record(*back.values()) == RECORD  # type: ignore[arg-type]  # the four tables in the record's order


def test_parquet_files_carry_their_dictionary(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_parquet(Held(RECORD, [REPORT]), tmp_path)
    for table, columns in TABLES.items():
        schema = parquet.read_schema(tmp_path / f"{table}.parquet")
        assert [schema.field(c.name).metadata[b"description"].decode() for c in columns] == [c.meaning for c in columns]


def test_without_pyarrow_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"detente\[parquet\]"):
        export(Held(RECORD, [REPORT]), "parquet", tmp_path)


def test_polecat_has_its_forty_columns_and_comes_back() -> None:
    assert len(COLUMNS) == 40
    (row,) = read_polecat("".join(polecat_lines(Held(RECORD, [REPORT]))))
    assert (row["Event Type"], row["Actor Country"], row["Recipient Country"], row["Quad Code"]) == (
        "ACCUSE",
        "EGY",
        "SDN",
        "VERBAL CONFLICT",
    )
    assert (row["Event ID"], row["Source"], row["Publication Date"]) == ("e-1", "The Wire", "2014-06-19")
    assert row["Intensity"] == ""


@settings(max_examples=30, deadline=None)
@given(RECORDS)
def test_polecat_holds_what_was_done_and_nothing_else(record: Record) -> None:
    done = [e.id for e in record.events if e.status == "reported"]
    assert [r["Event ID"] for r in read_polecat("".join(polecat_lines(Held(record, [REPORT]))))] == done


def test_a_plover_line_leads_back_to_its_sentence_and_to_who_says_so() -> None:
    line = json.loads("".join(plover_lines(Held(RECORD, [REPORT]))))
    assert (
        line["text"]
        == TEXT[line["text_info"]["start"] : line["text_info"]["end"]]
        == "On Monday Egypt accused Sudan of lying."
    )
    assert line["source"] == [{"actorText": "Egypt", "code": "EGY", "sector": "GOV"}]
    assert line["detente"]["said_by"]["statement"] == "s-1"


def test_indirect_speech_is_never_called_a_quotation() -> None:
    items = json.loads("".join(annotations_pieces(Held(RECORD, [REPORT]))))["items"]
    assert [i["body"]["type"] for i in items] == ["schema:Quotation"]
    indirect = Record((Statement(**{f: getattr(SAID, f) for f in SAID.__slots__} | {"quote": "indirect"}),), (), (), ())
    assert (
        json.loads("".join(annotations_pieces(Held(indirect, [REPORT]))))["items"][0]["body"]["type"] == "schema:Claim"
    )


def test_a_report_that_retells_its_sources_gives_no_quotation() -> None:
    retold = Report("r-1", "a.txt", None, TEXT, rights="Retold in our own words")
    assert json.loads("".join(annotations_pieces(Held(RECORD, [retold]))))["items"][0]["body"]["type"] == "schema:Claim"


def test_an_annotation_holds_the_words_and_what_stands_around_them() -> None:
    (item,) = json.loads("".join(annotations_pieces(Held(RECORD, [REPORT]))))["items"]
    quote, position = item["target"][0]["selector"]
    assert quote["exact"] == "Egypt accused Sudan of lying" == TEXT[position["start"] : position["end"]]
    assert (quote["prefix"], quote["suffix"][:5]) == ("On Monday ", ". The")


def test_the_network_joins_actor_and_recipient_with_the_number_of_events() -> None:
    twice = Record((), (ACCUSED, ACCUSED), (), ())
    network = network_of(Held(twice, []))
    assert [n[0] for n in network.nodes] == ["EGY GOV", "SDN GOV"]
    assert network.edges == (("EGY GOV", "SDN GOV", "ACCUSE", 2),)


@settings(max_examples=30, deadline=None)
@given(record=RECORDS)
def test_the_network_is_well_formed_whatever_the_names(
    record: Record, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("network")
    for form in ("gexf", "graphml"):
        (path,) = export(Held(record, [REPORT]), form, folder)
        nodes = ET.parse(path).getroot().findall(".//{*}node")  # noqa: S314 - our own file
        assert len(nodes) == len(network_of(Held(record, [])).nodes)


def csv_of(record: Record, reports: list[Report]) -> dict[str, str]:
    return {name: "".join(pieces) for name, pieces in csv_texts(Held(record, reports)).items()}


@pytest.mark.parametrize("form", FORMATS)
def test_a_record_drawn_from_the_store_is_written_as_one_held(form: str, make_case: Making, tmp_path: Path) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    bodies = (
        "Prime Minister Ilse Gant accused Corvia of bad faith\u2028on Monday.",
        "Anna Veld met Ilse Gant in Tessel.",
        "",
    )
    texts = {f"{n}.txt": dated(f"2030-05-0{n + 1}", f"{body} The fog came in.") for n, body in enumerate(bodies)}
    case = make_case({**texts, "copy.txt": texts["0.txt"]})
    record = build(case, reader_named("rules"), events=events_of)
    held = export(Held(record, reports_of(case)), form, tmp_path / "held")
    with drawn(case, reader_named("rules"), events=events_of) as leaving:
        from_store = export(leaving, form, tmp_path / "drawn")
    assert [p.read_bytes() for p in held] == [p.read_bytes() for p in from_store]
    assert len(record.events) > 1
    assert record.copies


@pytest.mark.parametrize(
    "pieces_of", [lambda r: csv_texts(r)["events.csv"], plover_lines, polecat_lines, annotations_pieces]
)
def test_what_is_written_is_not_held(pieces_of: Callable[[Held], Iterable[str]]) -> None:
    class Counted(Held):
        given = 0

        def events(self) -> Iterator[Event]:
            for event in super().events():
                self.given += 1
                yield event

        def statements(self) -> Iterator[Statement]:
            for statement in super().statements():
                self.given += 1
                yield statement

    record = Counted(Record(RECORD.statements * 50, (ACCUSED,) * 50, (), ()), [REPORT])
    assert len(list(islice(pieces_of(record), 5))) == 5
    assert 0 < record.given < 8


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_twice_alike(form: str, tmp_path: Path) -> None:
    if form == "parquet":
        pytest.importorskip("pyarrow")
    first = {p.name: p.read_bytes() for p in export(Held(RECORD, [REPORT]), form, tmp_path / "a")}
    second = {p.name: p.read_bytes() for p in export(Held(RECORD, [REPORT]), form, tmp_path / "b")}
    assert first == second != {}


def test_the_data_dictionary_names_every_column_of_the_csv_files() -> None:
    files = csv_of(RECORD, [REPORT])
    package = json.loads(files["datapackage.json"])
    for resource in package["resources"]:
        head = next(csv.reader(io.StringIO(files[resource["path"]])))
        assert head == [f["name"] for f in resource["schema"]["fields"]]
        assert all(f["description"] for f in resource["schema"]["fields"])


@pytest.mark.parametrize(
    ("call", "where"),
    [
        (lambda: read_csv("events", "id,report\r\n1,2\r\n"), "events.csv:1"),
        (
            lambda: read_csv("positions", csv_of(RECORD, [])["positions.csv"].replace("0.8", "high")),
            "positions.csv:2",
        ),
        (lambda: read_plover(['{"id": "e-1"}']), "line 1"),
        (lambda: read_polecat("a\tb\n1\t2\n"), "line 1"),
        (lambda: read_annotations("{}"), "annotations"),
    ],
)
def test_a_file_that_is_none_of_ours_is_refused_with_its_place(call: object, where: str) -> None:
    assert callable(call)
    with pytest.raises(Refused, match=where):
        call()


def test_an_unknown_format_is_refused_with_the_nearest() -> None:
    with pytest.raises(Refused, match="did you mean 'polecat'"):
        export(Held(RECORD, [REPORT]), "polcat", Path("unused"))


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(Refused, match="cannot write"):
        export(Held(RECORD, [REPORT]), "plover", tmp_path / "file")


def test_every_column_and_format_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "exports.md").read_text(encoding="utf-8")
    rows = [
        f"| `{c.name}` | {c.kind} | {'yes' if c.empty else 'no'} | {c.meaning} |"
        for columns in TABLES.values()
        for c in columns
    ]
    assert [r for r in (*rows, *(f"`{n}`" for n in (*COLUMNS, *FORMATS))) if r not in page] == []
