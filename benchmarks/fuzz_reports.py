"""Damages files of every format for as long as it is told, and keeps what makes a reader raise anything but a refusal, or hang.

    python benchmarks/fuzz_reports.py [--seconds 600] [--format page.html] [--seed 1] [--keep FOLDER]

Each input is one of the format test files after one to six changes: bytes flipped, cut, doubled, swapped between files, tokens of the
format put in, a stretch repeated many times. Exit status 1 where anything was found.
"""

from __future__ import annotations

import argparse
import gzip
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from detente.errors import Refused
from detente.reports import read_file

SLOW_S = 5.0
"""Processor time from which one file of a few kilobytes counts as a hang."""
TOKENS = tuple(
    token.encode()
    for token in (
        "<", ">", "&", "<!--", "-->", "<![CDATA[", "]]>", "<p>", "</p>", "<div>", "<script>", "<table>", "<br>", "</html>", "<!ENTITY a 'b'>",
        "{", "}", "[", "]", '"', ":", ",", "null", "1e999", "\\ud800", "\0", "\r\n", "\n\n", "\u2028", "WARC/1.0\r\n", "Content-Length: 99999999",
        "HTTP/1.1 200 OK\r\n", "stream\n", "endstream", "endobj", "xref", "/Kids", "<< ", ">>", "PK\x03\x04", "Q    ", "MR. X: ", "date: 9999-99-99\n", "é", "ÿ", "\ufeff",
    )
)  # fmt: skip


def damaged(draw: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """``data`` after one to six changes."""
    for _ in range(draw.randint(1, 6)):
        at = draw.randrange(len(data) + 1)
        end = min(len(data), at + draw.choice((1, 4, 40, 400)))
        kind = draw.randrange(7)
        if kind == 0:
            data = data[:at] + bytes(draw.randrange(256) for _ in range(draw.randint(1, 8))) + data[end:]
        elif kind == 1:
            data = data[:at] + data[end:]
        elif kind == 2:
            data = data[:at]
        elif kind == 3:
            data = data[:at] + draw.choice(TOKENS) * draw.choice((1, 1, 2, 50)) + data[at:]
        elif kind == 4:
            data = data[:at] + data[at:end] * draw.choice((2, 20, 500)) + data[end:]
        elif kind == 5:
            other = draw.choice(others)
            start = draw.randrange(len(other))
            data = data[:at] + other[start : start + draw.choice((10, 200, 2000))] + data[end:]
        elif data:
            place = draw.randrange(len(data))
            data = data[:place] + bytes([data[place] ^ 1 << draw.randrange(8)]) + data[place + 1 :]
    return data[:400_000]


def repacked(draw: random.Random, name: str, data: bytes, others: list[bytes]) -> bytes:
    """As ``damaged``; of packed files half are damaged within and packed again, or the packing would hide the reader."""
    if name.endswith(".gz") and draw.random() < 0.5:
        return gzip.compress(damaged(draw, gzip.decompress(data), others), 1)
    return damaged(draw, data, others)


def fault_of(path: Path) -> str | None:
    """What is wrong with how ``path`` was read: an exception that is no refusal, an empty report, or too long a time."""
    began = time.process_time()
    try:
        reports = list(read_file(path))
    except Refused as refusal:
        return None if "\n" not in refusal.line() and refusal.mend else f"a refusal of more than one line: {refusal}"
    except Exception:
        return traceback.format_exc()
    if not reports or not all(report.text.strip() for report in reports):
        return "a report without text"
    took = time.process_time() - began
    return f"took {took:.1f} s" if took > SLOW_S else None


def main() -> int:
    """The loop: damage, read, judge, until the time is up."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument(
        "--seconds", type=float, default=600, help="of the processor, so that a busy machine tries no fewer"
    )
    words.add_argument("--format", help="only this file of the format set")
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    asked = words.parse_args()
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
    from reports.forms import forms

    files = {name: data for name, data in forms().items() if asked.format in (None, name)}
    others, names = list(forms().values()), sorted(files)
    draw = random.Random(asked.seed)
    tried: Counter[str] = Counter()
    found = 0
    end = time.process_time() + asked.seconds
    with tempfile.TemporaryDirectory() as folder:
        while time.process_time() < end:
            name = names[tried.total() % len(names)]
            path = Path(folder) / name
            path.write_bytes(repacked(draw, name, files[name], others))
            tried[name] += 1
            fault = fault_of(path)
            if fault is not None:
                found += 1
                asked.keep.mkdir(exist_ok=True)
                (asked.keep / f"{found:03}-{name}").write_bytes(path.read_bytes())
                print(f"{found:03}-{name}: {fault}", flush=True)
    print(
        f"seed {asked.seed}: {tried.total():,} files in {asked.seconds:g} s of the processor, {found} faults; fewest per format {min(tried.values()):,}"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
