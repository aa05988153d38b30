"""The reader that asks a language model: what it proposes is kept only where the text holds it, and every fault is one line."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping

import pytest

from detente.errors import FetchRefused, Refused, ReportRefused
from detente.language import Analysis, reader_named
from detente.language.completions import ANSWER_BYTES
from detente.language.proposing import WINDOW_CHARS, ProposingReader, reader_of_environment
from language.chat_service import Answer, Service, completion, honest_or_wild, passage_of, serving, statements

TEXT = "The Norland envoy, Tomas Berg, said that the\nferry would sail again. Nobody in Vessa believed it."
GOOD = {"source": "The Norland envoy, Tomas Berg,", "cue": "said", "content": "that the ferry would sail again"}


@pytest.fixture
def service() -> Iterator[Service]:
    with serving(honest_or_wild) as running:
        yield running


def parts(text: str, analysis: Analysis) -> list[tuple[str, str, str, str]]:
    def words(spans: tuple[tuple[int, int], ...]) -> str:
        return " | ".join(text[a:b] for a, b in spans)

    return [(a.kind, words(a.source), words(a.cue), words(a.content)) for a in analysis.attributions]


def read_as(service: Service, text: str, *proposals: Mapping[str, object]) -> tuple[ProposingReader, Analysis]:
    service.answer = lambda _: statements(*proposals)
    reader = ProposingReader(service.address, "test-model")
    return reader, reader.read(text)


def test_a_proposal_that_stands_in_the_text_is_kept_whatever_its_white_space(service: Service) -> None:
    text = TEXT.replace("\n", "  ")
    reader, found = read_as(service, text, GOOD)
    assert parts(text, found) == [
        ("indirect", "The Norland envoy, Tomas Berg,", "said", "that the  ferry would sail again")
    ]
    assert (reader.proposed, reader.dropped) == (3, 0)
    assert found.attributions[0].because == "proposed by test-model"


def test_an_invented_content_takes_its_proposal_with_it(service: Service) -> None:
    lie = {"source": "Tomas Berg", "cue": "said", "content": "that Norland would surrender"}
    reader, found = read_as(service, TEXT, lie)
    assert found.attributions == ()
    assert (reader.proposed, reader.dropped) == (3, 3)


def test_an_invented_source_is_left_out_and_counted(service: Service) -> None:
    reader, found = read_as(service, TEXT, GOOD | {"source": "The king of Vessa", "content": "ferry would sail again"})
    assert parts(TEXT, found) == [("indirect", "", "said", "ferry would sail again")]
    assert (reader.proposed, reader.dropped) == (3, 1)
    assert found.attributions[0].confidence < 0.5


def test_plain_words_of_the_report_do_not_become_a_statement_of_nobody(service: Service) -> None:
    invented = {"source": "The king of Vessa", "cue": "confessed", "content": "Nobody in Vessa believed it"}
    reader, found = read_as(service, TEXT, invented)
    assert found.attributions == ()
    assert reader.dropped == 3


def test_part_of_a_word_is_not_a_quote(service: Service) -> None:
    text = "Iranian papers said that the ferry sailed."
    _, found = read_as(service, text, {"source": "Iran", "cue": "said", "content": "that the ferry sailed"})
    assert parts(text, found) == [("indirect", "", "said", "that the ferry sailed")]


def test_of_several_places_the_nearest_is_taken(service: Service) -> None:
    text = "Berg said no. He slept. Later Berg said that the ferry would sail. Berg said no more."
    _, found = read_as(service, text, {"source": "Berg", "cue": "said", "content": "that the ferry would sail"})
    (only,) = found.attributions
    assert only.source == ((30, 34),)
    assert only.cue == ((35, 39),)


def test_a_quotation_keeps_its_marks_and_its_pieces(service: Service) -> None:
    text = '"We will sail," said Berg, "and not return."'
    _, found = read_as(
        service, text, {"source": "Berg", "cue": "said", "content": ["We will sail,", '"and not return."']}
    )
    assert parts(text, found) == [("direct", "Berg", "said", '"We will sail," | "and not return."')]


def test_the_same_proposal_twice_is_one_attribution(service: Service) -> None:
    _, found = read_as(service, TEXT.replace("\n", " "), GOOD, GOOD)
    assert len(found.attributions) == 1


def test_in_a_transcript_the_turn_speaks_and_no_proposal_crosses_it(service: Service) -> None:
    text = "MR. OREN: Berg told me that he would come.\n\nQ: When will that be?"
    turns = (((0, 8), (10, 42)), ((44, 45), (47, len(text))))
    service.answer = lambda _: statements(
        {"source": "Berg", "cue": "told", "content": "that he would come"},
        {"source": "MR. OREN", "cue": "", "content": "Berg told me that he would come."},
        {"source": "Berg", "cue": "told", "content": "that he would come.\n\nQ: When will that be?"},
    )
    found = ProposingReader(service.address, "test-model").read(text, turns)
    assert parts(text, found) == [
        ("transcript", "MR. OREN", "", "Berg told me that he would come."),
        ("indirect", "Berg", "told", "that he would come"),
        ("transcript", "Q", "", "When will that be?"),
    ]
    assert [a.within for a in found.attributions] == [None, 0, None]


def test_json_in_a_fence_after_thinking_is_understood(service: Service) -> None:
    text = TEXT.replace("\n", " ")
    service.answer = lambda _: completion(
        f"<think>{{hm}}</think>Here:\n```json\n{json.dumps({'statements': [GOOD]})}\n```"
    )
    assert len(ProposingReader(service.address, "m").read(text).attributions) == 1


def test_a_long_text_goes_in_windows_that_lose_no_word(service: Service) -> None:
    text = "\n\n".join(f"Paragraph {n} says that it is number {n}. " * (1 + 40 * (n % 7 == 0)) for n in range(60))
    service.answer = lambda _: statements()
    ProposingReader(service.address, "m").read(text)
    passages = [passage_of(request) for request in service.asked]
    assert " ".join(passages).split() == text.split()
    assert max(map(len, passages)) <= WINDOW_CHARS
    assert len(passages) < 30


def test_the_request_is_the_same_each_time_and_asks_for_no_chance(service: Service) -> None:
    reader = ProposingReader(service.address + "/", "test-model", "k-1")
    reader.read("Berg said no.")
    reader.read("Berg said no.")
    assert service.asked[0] == service.asked[1]
    assert (service.asked[0]["temperature"], service.asked[0]["model"]) == (0, "test-model")
    assert isinstance(service.asked[0]["seed"], int)
    assert service.keys == ["Bearer k-1"] * 2
    assert service.paths == ["/v1/chat/completions"] * 2


def test_nothing_is_sent_for_a_text_without_words(service: Service) -> None:
    ProposingReader(service.address, "m").read(' \n\n"…"\n')
    assert service.asked == []


def test_a_proxy_of_the_environment_is_not_used(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "")
    ProposingReader(service.address, "m").read("Berg said no.")
    assert len(service.asked) == 1


def test_a_redirect_is_refused_and_not_followed(service: Service) -> None:
    with serving(honest_or_wild) as elsewhere:
        service.answer = lambda _: (307, {"Location": elsewhere.address + "/chat/completions"}, b"")
        with pytest.raises(FetchRefused, match=r"307.*no other than the one named"):
            ProposingReader(service.address, "m").read("Berg said no.")
        assert elsewhere.asked == []


BROKEN: dict[str, tuple[Answer, type[Refused], str]] = {
    "no JSON from the model": (completion("I cannot help with that."), ReportRefused, "did not answer with the JSON"),
    "half a JSON": (completion('{"statements": [{"source": "Be'), ReportRefused, "did not answer with the JSON"),
    "another JSON": (completion('{"answers": []}'), ReportRefused, "did not answer with the JSON"),
    "JSON without a bottom": (completion('{"statements":' + "[" * 200_000 + "}"), ReportRefused, "did not answer"),
    "no JSON from the service": ((200, {}, b"<html>hello</html>"), FetchRefused, "not one of the chat completions"),
    "no choices": ((200, {}, b'{"choices": []}'), FetchRefused, "not one of the chat completions"),
    "a list": ((200, {}, b"[1, 2]"), FetchRefused, "not one of the chat completions"),
    "content that is no text": (
        (200, {}, b'{"choices": [{"message": {"content": null}}]}'),
        FetchRefused,
        "not one of the chat completions",
    ),
    "bytes of no alphabet": ((200, {}, b"\xff\xfe\x00"), FetchRefused, "not one of the chat completions"),
    "nothing": ((200, {}, b""), FetchRefused, "not one of the chat completions"),
    "an answer that breaks off": ((200, {"Content-Length": "9000"}, b'{"choi'), FetchRefused, "chat completions"),
    "more than is taken": ((200, {}, b" " * (ANSWER_BYTES + 10)), FetchRefused, "more than 5,000,000 bytes"),
    "a wrong key": ((401, {}, b'{"error": "no such key: k-77"}'), FetchRefused, "check DETENTE_OPENAI_KEY"),
    "a wrong address": ((404, {}, b""), FetchRefused, "check DETENTE_OPENAI_ADDRESS"),
    "too many requests": ((429, {}, b"slow down"), FetchRefused, "try again later"),
    "a fault of the service": ((500, {}, b"\x1b[31mred"), FetchRefused, "try again later"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_is_one_line_that_names_the_address_and_not_the_key(service: Service, name: str) -> None:
    answer, kind, told = BROKEN[name]
    service.answer = lambda _: answer
    with pytest.raises(kind) as refusal:
        ProposingReader(service.address, "test-model", "k-77").read("Berg said no.")
    line = str(refusal.value)
    assert type(refusal.value) is kind
    assert told in line
    assert line.startswith(service.address)
    assert "k-77" not in line
    assert line.isprintable()
    assert len(line) < 600


WRONG_SHAPES: list[object] = [
    None, 7, "said", [], ["Berg", "said", "no"], {}, {"content": {}}, {"content": [1]}, {"source": 5, "content": "no"},
    {"content": "", "cue": "said"}, {"content": [], "cue": "said"}, {"content": "…"}, {"content": "\ud800"},
]  # fmt: skip


@pytest.mark.parametrize("item", WRONG_SHAPES, ids=map(str, range(len(WRONG_SHAPES))))
def test_a_proposal_of_another_shape_costs_only_itself(service: Service, item: object) -> None:
    service.answer = lambda _: completion(
        json.dumps({"statements": [item, {"source": "Berg", "cue": "said", "content": "no"}]})
    )
    reader = ProposingReader(service.address, "m")
    assert parts("Berg said no.", reader.read("Berg said no.")) == [("indirect", "Berg", "said", "no")]
    assert reader.dropped >= 1


def test_a_flood_of_proposals_is_bounded(service: Service) -> None:
    text = "a b " * 700
    flood: dict[str, object] = {"source": "a", "cue": "b", "content": ["a"] * 50}
    begun = time.monotonic()
    reader, found = read_as(service, text, *[flood] * 5_000)
    assert time.monotonic() - begun < 20
    assert len(found.attributions) <= 100
    assert reader.dropped > 4_000


def test_a_service_that_never_answers_is_given_up(service: Service) -> None:
    service.answer = lambda _: None
    with pytest.raises(FetchRefused, match=r"no whole answer within 0\.1 seconds.*DETENTE_OPENAI_TIMEOUT"):
        ProposingReader(service.address, "m", timeout_s=0.1).read("Berg said no.")


def test_a_service_that_answers_a_byte_at_a_time_is_given_up_at_the_limit() -> None:
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while not stop.wait(0.02):  # each byte comes well within the limit
                    try:
                        connection.sendall(b"a")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            with pytest.raises(FetchRefused, match=r"no whole answer within 0\.3 seconds"):
                ProposingReader(f"http://127.0.0.1:{listening.getsockname()[1]}", "m", timeout_s=0.3).read(
                    "Berg spoke."
                )
        finally:
            stop.set()
            thread.join()


def test_an_address_where_nobody_listens_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    with pytest.raises(FetchRefused, match="cannot be asked"):
        ProposingReader(address, "m").read("Berg said no.")


@pytest.mark.parametrize(
    "address", ["", "localhost:8080", "ftp://host/v1", "http://", "http://[::1/v1", "http://host:99999/v1",
                "https://user:word@host/v1", "http://host/v1\r\nX: y"],
)  # fmt: skip
def test_what_is_no_address_is_refused_before_anything_is_sent(address: str) -> None:
    with pytest.raises(Refused) as refusal:
        ProposingReader(address, "m")
    assert "word@" not in str(refusal.value)


def test_a_key_with_a_line_end_inside_is_refused_without_being_shown() -> None:
    with pytest.raises(Refused) as refusal:
        ProposingReader("http://127.0.0.1/v1", "m", "k-77\nX: y")
    assert "k-77" not in str(refusal.value)


def test_a_secret_in_the_query_is_sent_and_not_shown(service: Service) -> None:
    reader = ProposingReader(service.address + "?api-version=1&code=k-77", "m")
    reader.read("Berg said no.")
    assert service.paths == ["/v1/chat/completions?api-version=1&code=k-77"]
    assert "k-77" not in reader.address + reader.name


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, "DETENTE_OPENAI_ADDRESS"),
        ({"DETENTE_OPENAI_ADDRESS": " "}, "DETENTE_OPENAI_ADDRESS"),
        ({"DETENTE_OPENAI_ADDRESS": "http://h/v1"}, "DETENTE_OPENAI_MODEL"),
        ({"DETENTE_OPENAI_ADDRESS": "http://h/v1", "DETENTE_OPENAI_MODEL": "m", "DETENTE_OPENAI_TIMEOUT": "soon"}, "time limit"),
        ({"DETENTE_OPENAI_ADDRESS": "http://h/v1", "DETENTE_OPENAI_MODEL": "m", "DETENTE_OPENAI_TIMEOUT": "-1"}, "time limit"),
    ],
)  # fmt: skip
def test_without_an_address_and_a_model_of_the_users_own_nothing_is_asked(
    environment: dict[str, str], told: str
) -> None:
    with pytest.raises(Refused, match=told):
        reader_of_environment(environment)


def test_a_reader_of_ones_own_is_used_as_it_is(service: Service) -> None:
    reader = ProposingReader(service.address, "m")
    assert reader_named(reader) is reader


def test_the_command_says_how_many_proposals_were_left_out(
    service: Service,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    from detente.cli.app import run

    monkeypatch.setenv("DETENTE_OPENAI_ADDRESS", service.address)
    monkeypatch.setenv("DETENTE_OPENAI_MODEL", "test-model")
    path = tmp_path_factory.mktemp("texts") / "a.txt"
    path.write_text("Berg said no.\n", encoding="utf-8")
    lie = {"source": "The king", "cue": "said", "content": "no"}
    service.answer = lambda _: statements(lie)
    assert run(["read", str(path), "--reader", "openai", "--json"]) == 0
    shown = capsys.readouterr()
    assert "1 of 3 proposed quotes were left out" in shown.err
    (statement,) = json.loads(shown.out)["statements"]
    assert statement["content"]["text"] == "no"
    service.answer = lambda _: (500, {}, b"")
    assert run(["read", str(path), "--reader", "openai"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
