"""How good and how fast the event coder is, beside its peer: `python benchmarks/events.py`.

- PLOVER gold records (Open Event Data Alliance 2016, CC BY-SA 4.0): those of which the first hex digit of sha1(id) is even, with the type
  names of 2021, read from `events/plover-gsr/plover_gsr_dev.json` under the folder that DETENTE_SHARED names (default: shared/data
  beside the checkout). Counted, of all records: some event has the gold type; its actor also has a gold source's code; and its
  recipient a gold target's. A record has one gold event only, so every event of another type counts as extra.
- our own sentences (tests/record/event_sentences.tsv), with the same counts.
- the event marks of our own corpus (training/corpus), articles set aside left out unless `--set-aside`: an event is found if a trigger
  overlaps and the type is the same. The annotators marked what mattered to the story, so that extra events are an upper bound.
- words a second, on one core, over our own corpus.

The peer is UniversalPetrarch 067552d with a UD parser of LAS 73.8, run on the same records with the same counts.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "training" / "corpus"))

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(variable, "1")  # one core; must be set before numpy is loaded

import corpus_format  # noqa: E402  (the training folder is no package)

from detente.language.reader import Analysis  # noqa: E402
from detente.language.sentences import sentence_spans  # noqa: E402
from detente.record.actors.who import WhoIsWho  # noqa: E402
from detente.record.events import events_of  # noqa: E402
from detente.record.nouns import Event  # noqa: E402
from detente.reports.report import Report  # noqa: E402

RENAMED = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}  # 2016 to 2021
SLIPS = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM"}  # in the gold, not ISO 3166-1
PEER = (70.8, 36.3, 27.4, 16.7, 45.6)
TARGET = (None, 60.0, None, 40.0, None)
HEADS = ("any event", "type", "+actor", "+recipient", "precision")


def coded(text: str, who: WhoIsWho) -> tuple[Event, ...]:
    """The events of one text."""
    return events_of(Report("r", "r.txt", None, text), Analysis(sentence_spans(text), ()), who)


def plover(path: Path, who: WhoIsWho) -> None:
    """Print the table of the PLOVER records."""
    records = [r for r in json.loads(path.read_text(encoding="utf-8")) if r["event"] != "DOCUMENT"]
    others = (("UniversalPetrarch", PEER), ("to be reached", TARGET))
    table("PLOVER gold records, even half", records, who, others)


def sentences(who: WhoIsWho) -> None:
    """Print the table of our own sentences."""
    table("our own sentences", own_sentences(), who)


def own_sentences() -> list[dict[str, Any]]:
    """The sentences of tests/record in the form of the gold records."""
    lines = (ROOT / "tests" / "record" / "event_sentences.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return [
        {"event": type_, "text": text, "source": [{"code": actor}], "target": [{"code": to}] if to != "-" else []}
        for type_, actor, to, text in rows
    ]


def table(
    title: str,
    records: list[dict[str, Any]],
    who: WhoIsWho,
    others: tuple[tuple[str, tuple[float | None, ...]], ...] = (),
) -> None:
    """Count and print, beside ``others``' rows."""
    tally: Counter[str] = Counter()
    for record in records:
        events = coded(record["text"], who)
        tally["events"] += len(events)
        tally["sentences"] += len(sentence_spans(record["text"]))
        tally.update(_matched(record, events))
    n = len(records)
    ours = (*(100 * tally[h] / n for h in HEADS[:4]), 100 * tally["right"] / max(1, tally["events"]))
    print(f"{title}: {n}")
    print(f"{'':26}" + "".join(f"{h:>12}" for h in HEADS))
    for name, row in (("detente", ours), *others):
        print(f"{name:26}" + "".join(f"{'-' if v is None else format(v, '.1f'):>12}" for v in row))
    extra = 100 * (tally["events"] - tally["right"]) / tally["sentences"]
    peer = " (the peer: 51)" if others else ""
    print(f"events of another type than the gold's per 100 sentences: {extra:.1f}{peer}\n")


def _matched(record: dict[str, Any], events: tuple[Event, ...]) -> Counter[str]:
    want = RENAMED.get(record["event"], record["event"])
    source, target = _codes(record.get("source")), _codes(record.get("target"))
    right = [e for e in events if e.type == want]
    actor = [e for e in right if not source or (e.actor is not None and e.actor.code in source)]
    both = [e for e in actor if not target or (e.recipient is not None and e.recipient.code in target)]
    hits = zip(HEADS, map(bool, (events, right, actor, both)), strict=False)
    return Counter({name: int(hit) for name, hit in hits} | {"right": len(right)})


def _codes(parties: object) -> set[str | None]:
    listed = parties if isinstance(parties, list) else []
    return {SLIPS.get(p["code"], p["code"]) for p in listed if isinstance(p, dict) and p.get("code")}


def corpus(set_aside: bool, who: WhoIsWho) -> None:
    """Print the table of our own corpus."""
    tally: Counter[str] = Counter()
    started = time.process_time()
    for article in _articles(set_aside):
        events = coded(article.text, who)
        tally["sentences"] += len(sentence_spans(article.text))
        tally["words"] += len(article.text.split())
        tally["gold"] += len(article.events)
        tally["found"] += len(events)
        left = list(article.events)
        for event in events:
            hits = [g for g in left if any(s.start < b and a < s.end for s in g.trigger for a, b in event.trigger)]
            tally["touching"] += bool(hits)
            match = next((g for g in hits if g.type == event.type), None)
            if match is not None:
                left.remove(match)
                tally["right"] += 1
                tally["status"] += match.status == event.status
    seconds = time.process_time() - started
    print(
        f"our own corpus, {'set aside' if set_aside else 'the rest'}: {tally['gold']} events in {tally['sentences']} sentences"
    )
    print(
        f"recall of type {100 * tally['right'] / tally['gold']:.1f}, precision {100 * tally['right'] / tally['found']:.1f}, status right {100 * tally['status'] / max(1, tally['right']):.1f}"
    )
    print(
        f"events that touch no marked trigger per 100 sentences: {100 * (tally['found'] - tally['touching']) / tally['sentences']:.1f}"
    )
    print(f"{tally['words'] / seconds:,.0f} words/s on one core")


def _articles(set_aside: bool) -> Iterator[corpus_format.Article]:
    folder = ROOT / "training" / "corpus"
    aside = set((folder / "set_aside.txt").read_text(encoding="utf-8").split())
    for path in sorted((folder / "articles").glob("*.txt")):
        if (path.stem in aside) == set_aside:
            yield corpus_format.parse(path)


def main() -> None:
    """Print both tables."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--set-aside", action="store_true", help="the articles set aside instead of the others")
    chosen = arguments.parse_args()
    who = WhoIsWho()
    shared = Path(os.environ.get("DETENTE_SHARED", ROOT.parent / "shared" / "data"))
    gold = shared / "events" / "plover-gsr" / "plover_gsr_dev.json"
    coded("The minister accused Iran of lying.", who)  # load what is loaded once
    if gold.exists():
        plover(gold, who)
    else:
        print(f"left out: no {gold}; set DETENTE_SHARED")
    sentences(who)
    corpus(chosen.set_aside, who)


if __name__ == "__main__":
    main()
