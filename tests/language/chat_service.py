"""A chat completions service on this machine's loopback, with canned answers."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = tuple[int, dict[str, str], bytes]
"""Status, headers and body."""


@dataclass
class Service:
    """``answer`` makes an answer of a request; None is given to those who are never answered."""

    answer: Callable[[dict[str, object]], Answer | None]
    address: str = ""
    asked: list[dict[str, object]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)


def completion(content: str) -> Answer:
    return 200, {}, json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode()


def statements(*proposals: Mapping[str, object]) -> Answer:
    return completion(json.dumps({"statements": list(proposals)}))


@contextlib.contextmanager
def serving(answer: Callable[[dict[str, object]], Answer | None]) -> Iterator[Service]:
    """Serve until the block ends."""
    service = Service(answer)

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            service.asked.append(request)
            service.keys.append(self.headers["Authorization"])
            service.paths.append(self.path)
            given = service.answer(request)
            if given is None:
                service.released.wait()
                return
            status, headers, body = given
            with contextlib.suppress(ConnectionError):  # the reader may have heard enough
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Tests are silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    service.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield service
    finally:
        service.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def passage_of(request: dict[str, object]) -> str:
    """The passage that a request asks about: all that its last message holds."""
    messages = request["messages"]
    assert isinstance(messages, list)
    content = messages[-1]["content"]
    assert isinstance(content, str)
    return content


KNOWN: dict[str, list[dict[str, object]]] = {
    "The foreign minister of Norland said that her country would not reopen the border.": [
        {
            "source": "The foreign minister of Norland",
            "cue": "said",
            "content": "that her country would not reopen the border",
        }
    ],
    '"We have no reason to hurry," said Maria Kessel, a lawmaker.': [
        {"source": "Maria Kessel, a lawmaker", "cue": "said", "content": '"We have no reason to hurry,"'}
    ],
    "Varga said on Monday that Iran had promised to leave the town.": [
        {"source": "Varga", "cue": "said", "content": "that Iran had promised to leave the town"},
        {"source": "Iran", "cue": "had promised", "content": "to leave the town"},
    ],
}


def honest_or_wild(request: dict[str, object]) -> Answer:
    """What is known of the sentences of the contract; of any other passage, pieces of it mixed with inventions."""
    passage = passage_of(request)
    if passage in KNOWN:
        return statements(*KNOWN[passage])
    words = passage.split()
    third = len(words) // 3
    first, second, last = words[:third], words[third : third + 2], words[third + 2 :]
    return statements(
        {"source": " ".join(first), "cue": " ".join(second), "content": " ".join(last)},
        {"source": " ".join(first[:2]), "cue": "", "content": [" ".join(last[:4]), " ".join(last[5:])]},
        {"source": "", "cue": " ".join(last[:1]), "content": " ".join(words)},
        {"source": "A king of old", "cue": " ".join(second), "content": " ".join(first)},
        {"source": " ".join(first), "cue": "confessed", "content": "that all of it was invented"},
    )
