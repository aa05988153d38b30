"""How fast pages become statements and events: `python benchmarks/reading_speed.py`.

The prose is that of PolNeAR's development documents where the shared data are at hand (DETENTE_SHARED, default: shared/data beside the
checkout), else of our own corpus; each document is made an HTML page. Everything that `detente read --json` does is timed, with the
settings of the quality figures: page, network, statements, who is who, events, JSON. Once on all of this process's cores and once on one. Processor time
counts both cores and is what a busy machine does not change much. The first statement is that of a new process, imports and weights
included. Lastly many more pages are read than there are, and one of 100,000 words, to see what memory does.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("DETENTE_SHARED", ROOT.parent / "shared" / "data"))


def prose() -> Iterator[str]:
    """The documents."""
    outside = SHARED / "attribution" / "polnear_dev.jsonl"
    if outside.exists():
        yield from (json.loads(line)["text"] for line in outside.open(encoding="utf-8"))
        return
    sys.path.insert(0, str(ROOT / "training"))
    import documents

    yield from (document.text for document in documents.corpus(ROOT / "training" / "corpus" / "articles"))


def page(number: int, text: str) -> str:
    """One document as a page of a news site."""
    body = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n") if line.strip())
    return (
        f'<!doctype html><html><head><title>Report {number}</title><meta property="article:published_time" content="2026-01-05"></head>'
        f'<body><nav><a href="/">Home</a></nav><article><h1>Report {number}</h1>{body}</article><footer>Contact</footer></body></html>'
    )


def read(paths: list[Path]) -> None:
    """Read in this process and print one JSON line of figures."""
    import resource

    from detente.doors import read as readings

    list(readings(paths[0]))  # loads the weights
    wall, processor = time.perf_counter(), time.process_time()
    words = statements = events = 0
    digest = hashlib.sha256()
    for reading in readings(*paths):
        words += len(reading.report.text.split())
        statements, events = statements + len(reading.statements), events + len(reading.events)
        digest.update(json.dumps(reading.as_json(), default=str).encode())
    figures = {
        "words": words,
        "statements": statements,
        "events": events,
        "wall": time.perf_counter() - wall,
        "processor": time.process_time() - processor,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "digest": digest.hexdigest()[:12],
    }
    print(json.dumps(figures))


def measured(cores: set[int], paths: list[Path]) -> dict[str, float]:
    """``read`` in a process of its own, held to these cores."""
    command = [sys.executable, __file__, "--only", *map(str, paths)]
    answer = subprocess.run(
        command, check=True, capture_output=True, text=True, env=_environment(), preexec_fn=lambda: _hold(cores)
    )
    figures: dict[str, float] = json.loads(answer.stdout)
    return figures


def _hold(cores: set[int]) -> None:
    os.sched_setaffinity(0, cores)


def _environment() -> dict[str, str]:
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1"}  # as the command sets it for itself


def first_statement(path: Path) -> tuple[float, float]:
    """Seconds, and seconds of the processor, from the command's start to its end, for one report: the best of three."""
    best = (float("inf"), float("inf"))
    for _ in range(3):
        before, began = os.times(), time.perf_counter()
        subprocess.run([sys.executable, "-m", "detente", "read", str(path)], check=True, stdout=subprocess.DEVNULL)
        after = os.times()
        used = after.children_user + after.children_system - before.children_user - before.children_system
        best = min(best[0], time.perf_counter() - began), min(best[1], used)
    return best


def main() -> int:
    """Print the figures; 1 if one core finds anything else than all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.only:
        read(chosen.only)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        texts = list(prose())
        paths = [Path(folder) / f"{number:04}.html" for number in range(len(texts))]
        for number, (path, text) in enumerate(zip(paths, texts, strict=True)):
            path.write_text(page(number, text), encoding="utf-8")
        every = os.sched_getaffinity(0)
        runs = {f"{len(every)} cores": measured(every, paths), "1 core": measured({min(every)}, paths)}
        for name, figures in runs.items():
            words = figures["words"]
            print(
                f"{name}: {len(paths)} pages, {words:,} words, {figures['statements']} statements, {figures['events']} events: "
                f"{words / figures['wall']:,.0f} words a second, {words / figures['processor']:,.0f} a second of the processor, "
                f"peak {figures['peak']} MB, output {figures['digest']}"
            )
        middle = sorted(paths, key=lambda path: path.stat().st_size)[len(paths) // 2]
        wall, processor = first_statement(middle)
        print(
            f"a first report (of middle length), start of the command to its end: {wall:.2f} s, processor {processor:.2f} s"
        )
        many = measured(every, paths * (1 + 1_000 // len(paths)))
        print(f"{many['words']:,} words in over 1,000 pages: peak {many['peak']} MB")
        long = Path(folder) / "long.html"
        whole = "\n".join(texts).split(" ")
        long.write_text(page(0, " ".join((whole * (1 + 100_000 // len(whole)))[:100_000])), encoding="utf-8")
        one = measured(every, [long])
        print(f"one page of {one['words']:,} words: processor {one['processor']:.1f} s, peak {one['peak']} MB")
    return int(len({figures["digest"] for figures in runs.values()}) > 1)


if __name__ == "__main__":
    sys.exit(main())
