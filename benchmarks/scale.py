"""A large archive into the record: words a second, peak memory, size on disk, and how long one more report takes.

    python benchmarks/scale.py FOLDER [--every N] [--reader rules|model]       pages or texts of your own, in a case with the bundled actors and issues
    python benchmarks/scale.py --made 10000 [--reader rules|model]              reports made by rewriting the corpus of this project

A made report takes three to eight paragraphs from one or two articles of ``training/corpus``, gives its countries and people other names, and a day of
its own; one in twenty repeats the one before it as a wire's copy does, with another dateline and a few words changed. The seed is fixed.

Each step is a process of its own (``detente read``), measured from outside as the operating system accounts for it: the first
reading, a reading of which half the files are new (so that growth shows), one after a single report was added, and one with nothing new.
"""

from __future__ import annotations

import argparse
import datetime
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "training" / "corpus"))

import corpus_format  # noqa: E402  (the training folder is no package)

SEED = 20140616
NEAR = 20  # one in so many made reports repeats the one before it
NAMES = (
    "Arden Bascor Calmere Dravik Estmark Farhold Gestrin Hollin Istvar Jarmund Kelbor Lorwen Mardin Norsk Ostrel Pellan Quorin "
    "Ravik Sordal Tarven Ulmar Vestrin Wendmark Yarrol Zelmar"
).split()
SWAPS = (
    ("said", "told reporters"),
    ("government", "authorities"),
    ("talks", "negotiations"),
    ("on Monday", "on Tuesday"),
)


def made(folder: Path, count: int) -> None:
    """Write ``count`` made reports."""
    chance = random.Random(SEED)
    articles = [corpus_format.parse(str(p)) for p in sorted((ROOT / "training" / "corpus" / "articles").glob("*.txt"))]
    day = datetime.date(2014, 6, 10)
    last = ""
    for number in range(count):
        if number % NEAR == NEAR - 1:
            text = copied(last, chance)
        else:
            text = last = rewritten([a.text for a in chance.sample(articles, chance.choice((1, 2)))], chance)
        when = day + datetime.timedelta(days=number * 14 // count)
        header = f"date: {when}\npublisher: Made-up Wire {number % 7}\n\n"
        (folder / f"made-{number:05d}.txt").write_text(f"{header}{text}\n", encoding="utf-8")


def rewritten(texts: list[str], chance: random.Random) -> str:
    """Some paragraphs of the texts, in order, with every capitalised word that recurs under another name."""
    paragraphs = [p for text in texts for p in text.split("\n\n")]
    kept = sorted(chance.sample(range(len(paragraphs)), min(len(paragraphs), chance.randint(3, 8))))
    text = "\n\n".join(paragraphs[k] for k in kept)
    names = sorted(set(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{4,}", text)))
    other = {name: chance.choice(NAMES) for name in names}
    return re.sub(r"\b[A-Z][a-z]{4,}\b", lambda m: other.get(m.group(), m.group()), text)


def copied(text: str, chance: random.Random) -> str:
    """The text as another outlet prints it: a dateline in front and some words changed."""
    for old, new in SWAPS:
        if chance.random() < 0.5:
            text = text.replace(old, new, 1)
    return f"{chance.choice(NAMES).upper()} - {text}"


def read(case: Path, reader: str) -> tuple[float, float, int]:
    """Run ``detente read``: seconds by the clock, seconds of processor, peak KiB."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "detente", "read", str(case), "--reader", reader],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"detente read failed with {status}")
    return time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--made", type=int, default=0)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--reader", default="rules")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        pool, case = Path(scratch) / "pool", Path(scratch) / "case"
        pool.mkdir()
        (case / "reports").mkdir(parents=True)
        shutil.copy(ROOT / "cases" / "iraq-2014" / "case.yaml", case / "case.yaml")
        if asked.made:
            made(pool, asked.made)
        else:
            for path in sorted(p for p in asked.folder.iterdir() if p.is_file())[:: asked.every]:
                shutil.copy(path, pool / path.name)
        files = sorted(pool.iterdir())
        parts = {
            "first half": files[: len(files) // 2],
            "second half": files[len(files) // 2 : -1],
            "one more": files[-1:],
            "nothing new": [],
        }
        held = 0
        print(f"{len(files)} reports, reader {asked.reader}")
        print(
            f"{'':16}{'reports':>8}{'words':>12}{'seconds':>9}{'cpu':>8}{'words/s':>9}{'peak MiB':>10}{'store MiB':>11}"
        )
        for title, part in parts.items():
            for path in part:
                shutil.move(path, case / "reports" / path.name)
            words = sum(len(re.sub(rb"<[^>]*>", b" ", (case / "reports" / p.name).read_bytes()).split()) for p in part)
            held += len(part)
            clock, cpu, peak = read(case, asked.reader)
            store = sum(f.stat().st_size for f in (case / ".detente").iterdir()) / 2**20
            print(
                f"{title:16}{held:>8}{words:>12,}{clock:>9.1f}{cpu:>8.1f}{words / clock:>9,.0f}{peak / 1024:>10.0f}{store:>11.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
