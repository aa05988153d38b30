"""How good the readers are, beside the figures of other systems: `python benchmarks/quality.py`.

Two sets, neither ever trained on:

- PolNeAR dev (Newell et al. 2018), 83 documents, 93 annotations: read from `attribution/polnear_dev.jsonl` under the folder that
  DETENTE_SHARED names (default: shared/data beside the checkout). Its texts may not be shipped, so without that folder this half is
  left out. Its annotators mark no voice inside another's words; ours are left out of the first table's row
  marked so, and counted in the other.
- the articles of our own corpus that `training/corpus/set_aside.txt` names.

Prints F1 in percent with the middle 90 % of 2,000 bootstrap draws over documents, and fails if a figure falls below the floor
pinned in `quality_floors.json` for data with the same hash. `--pin` writes new floors (half a point under today's figures), and
refuses to lower one without `--lower`. `--weights FOLDER` measures weights of your own, as `training/train.py` writes them, against no floor.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT / "training"))

import documents  # noqa: E402  (the training folder is no package)
from detente.language import Attribution, Reader, reader_named  # noqa: E402
from detente.language.model.reader import ModelReader  # noqa: E402
from detente.language.sentences import words  # noqa: E402
from documents import Document  # noqa: E402
from metrics import MEASURES, PARTS, Sets, count, figures, interval, reliability, right, sets  # noqa: E402

FLOORS = HERE / "quality_floors.json"
ALLOWANCE = 0.5
"""Points between a figure and the floor pinned for it: a change of processor may move a label or two."""

PEERS = {
    "textacy 0.13.0, direct quotes": (21.1, 23.3, 19.4, 21.9, 16.5),
    "GenderGapTracker rules": (48.7, 42.6, 29.2, 47.0, 36.9),
    "Citron, retrained on PolNeAR": (66.0, 55.0, 44.6, 58.6, 52.6),
}
"""Run on the same documents, given the corpus's own tokens and parses; the third was trained on PolNeAR itself."""


BATCHES = {"the first 21": "abcd", "the first 37": "abcdef", "the last five": "g"}
"""Our articles set aside by the batch in which they were written, which their names begin with: later figures stand beside earlier ones."""


Found = Mapping[str, Sequence[Attribution]]
"""What a reader finds, by text."""


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotation of one document, over the tokens of its corpus."""

    name: str
    text: str
    tokens: list[tuple[int, int]]
    attributions: list[Sets]


def polnear(path: Path) -> Iterator[Gold]:
    """Every annotation of every document."""
    for line in path.open(encoding="utf-8"):
        stored = json.loads(line)
        tokens = [(a, b) for a, b in stored["tokens"]]
        for annotation in stored["annotations"]:
            yield Gold(
                stored["doc"],
                stored["text"],
                tokens,
                [sets(*(a[part] for part in PARTS), tokens) for a in annotation["attributions"]],
            )


def set_aside() -> list[Document]:
    """Our articles that are never trained on."""
    aside = documents.set_aside()
    return [d for d in documents.corpus(ROOT / "training" / "corpus" / "articles") if d.id in aside]


def own(articles: Iterable[Document]) -> Iterator[Gold]:
    """Articles in words and marks."""
    for d in articles:
        tokens = words(d.text)
        yield Gold(d.id, d.text, tokens, [sets(v.source, v.cue, v.content, tokens) for v in d.voices])


def read(reader: Reader, gold: Sequence[Gold]) -> Found:
    """What the reader finds, each text read once."""
    return {text: reader.read(text).attributions for text in dict.fromkeys(g.text for g in gold)}


def measure(
    found: Found, gold: Sequence[Gold], keep: Callable[[Attribution], bool] = lambda _: True
) -> list[Counter[str]]:
    """Counts for each document (its annotations summed)."""
    tallies: dict[str, Counter[str]] = {}
    for g in gold:
        here = [sets(a.source, a.cue, a.content, g.tokens) for a in found[g.text] if keep(a)]
        tallies.setdefault(g.name, Counter()).update(count(g.attributions, here))
    return list(tallies.values())


def row(name: str, tallies: Sequence[Counter[str]]) -> tuple[str, dict[str, float]]:
    """One printed line, and its F1 figures."""
    total: Counter[str] = sum(tallies, Counter())
    values = {m: figures(total, m)[2] for m in MEASURES}
    cells = []
    for m in MEASURES:
        low, high = interval(tallies, m)
        cells.append(f"{values[m]:.1f} [{low:.1f}, {high:.1f}]")
    p, r, _ = figures(total, "attribution+source")
    return f"| {name} | " + " | ".join(cells) + f" | {p:.1f} / {r:.1f} |", values


def sure(found: Found, gold: Sequence[Gold]) -> str:
    """How often attributions are right, by their confidence."""
    judged: list[tuple[float, bool]] = []
    for g in gold:
        here = found[g.text]
        verdicts = right(g.attributions, [sets(a.source, a.cue, a.content, g.tokens) for a in here])
        judged += zip((a.confidence for a in here), verdicts, strict=True)
    rows = [f"| {mean:.2f} | {share:.2f} | {number} |" for mean, share, number in reliability(judged)]
    return "\n".join(["\n| mean confidence | right | attributions |\n|---|---|---|", *rows])


def inner(found: Found, articles: Iterable[Document]) -> str:
    """How many voices within voices are found, content and source."""
    wanted = told = hits = 0
    for article in articles:
        tokens = words(article.text)
        gold = [sets(v.source, v.cue, v.content, tokens) for v in article.voices if v.within is not None]
        here = [sets(a.source, a.cue, a.content, tokens) for a in found[article.text] if a.within is not None]
        wanted, told, hits = wanted + len(gold), told + len(here), hits + sum(right(gold, here))
    return f"\nvoices within voices: {hits} of {wanted} found, {told} told"


def head(title: str, gold: Sequence[Gold]) -> str:
    """A table's title and head."""
    documents_ = len({g.name for g in gold})
    return (
        f"\n{title}: {documents_} documents, {sum(len(g.attributions) for g in gold)} attributions, F1 in %\n\n"
        "| reader | exact source | exact cue | exact content | attribution | with source | P / R |\n|---|---|---|---|---|---|---|"
    )


def digest(gold: Sequence[Gold]) -> str:
    """The hash of texts and annotations."""
    whole = hashlib.sha256()
    for g in gold:
        parts = [[sorted(a.source), sorted(a.cue), sorted(a.content)] for a in g.attributions]
        whole.update(json.dumps([g.name, g.text, parts]).encode())
    return whole.hexdigest()[:16]


def judge(set_name: str, hash_: str, values: dict[str, float], floors: dict[str, dict[str, object]]) -> list[str]:
    """What fell below its floor. Floors of other data do not count."""
    pinned = floors.get(set_name, {})
    if pinned.get("data") != hash_:
        return []
    least = pinned["f1"]
    assert isinstance(least, dict)
    return [f"{set_name}: {m} {values[m]:.1f} is below its floor {least[m]}" for m in least if values[m] < least[m]]


def pin(set_name: str, hash_: str, values: dict[str, float], lower: bool) -> None:
    """Write the floors of one set."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    old = floors.get(set_name, {})
    new = {m: round(v - ALLOWANCE, 1) for m, v in values.items()}
    if not lower and old.get("data") == hash_ and any(new[m] < old["f1"][m] for m in new):
        raise SystemExit(f"{set_name}: a floor would fall; say --lower if that is meant")
    floors[set_name] = {"data": hash_, "f1": new}
    FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    """Print the tables; 1 if a figure is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pin", action="store_true", help="write today's figures, less half a point, as floors")
    parser.add_argument("--lower", action="store_true", help="with --pin: floors may fall")
    parser.add_argument("--weights", type=Path, help="a folder with weights of your own, instead of the shipped ones")
    chosen = parser.parse_args()
    shipped = not chosen.weights
    readers = {
        "model": reader_named("model") if shipped else ModelReader(chosen.weights),
        "rules": reader_named("rules"),
    }
    if chosen.pin and not shipped:
        parser.error("floors are those of the shipped weights: leave --weights or --pin out")
    shared = Path(os.environ.get("DETENTE_SHARED", ROOT.parent / "shared" / "data"))
    articles = set_aside()
    collections = {"own": ("Our articles set aside", list(own(articles)))}
    outside = shared / "attribution" / "polnear_dev.jsonl"
    if outside.exists():
        collections["polnear-dev"] = ("PolNeAR dev", list(polnear(outside)))
    else:
        print(f"{outside} is not there: PolNeAR is left out")
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    fallen: list[str] = []
    for name, (title, gold) in collections.items():
        print(head(title, gold))
        for which, reader in readers.items():
            began = time.perf_counter()
            found = read(reader, gold)
            seconds = time.perf_counter() - began
            line, values = row(f"detente, {which}", measure(found, gold))
            print(line)
            if which == "model":
                by_model = found
                speed = sum(len(text.split()) for text in found) / seconds
                if chosen.pin:
                    pin(name, digest(gold), values, chosen.lower)
                if shipped:
                    fallen += judge(name, digest(gold), values, floors)
        if name == "polnear-dev":
            outer = measure(by_model, gold, lambda a: a.within is None)
            print(row("detente, model, outer voices only", outer)[0])
            for peer, cells in PEERS.items():
                print(f"| {peer} | " + " | ".join(f"{c:.1f}" for c in cells) + " | |")
        if name == "own":
            for batch, letters in BATCHES.items():
                part = [g for g in gold if g.name[0] in letters]
                print(row(f"detente, model, {batch}", measure(by_model, part))[0])
            print(inner(by_model, articles))
            print(sure(by_model, gold))
        print(f"\nmodel: {speed:,.0f} words a second, from text to attributions")
    for line in fallen:
        print(line, file=sys.stderr)
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
