"""A stage before the reader's own: the encoder learns to parse, on gold trees.

Where a content begins and ends, and which noun is the subject of which verb, is syntax, of which 350,000 words with trees say more than
our 25,000 with attributions. Each word gives its tag, the word that it hangs on (chosen among those of its window) and the relation
between them (biaffine, Dozat and Manning 2017). The heads are thrown away afterwards; the encoder stays.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from detente.language.model.windows import Breaks, breaks
from detente.language.sentences import sentence_spans
from learning import Plan, batched, descend, padded, varied
from network import WIDTH, Reader
from treebank import Parsed

__all__ = ["teach"]

_ARC = 128
_UNKNOWN = -100  # torch's number for a target that does not count


@dataclass(frozen=True, slots=True)
class _Sample:
    parsed: Parsed
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class _Batch:
    """`tags`, `heads` and `relations` are (windows, words), `_UNKNOWN` where nothing is to be learnt."""

    ids: Tensor
    shapes: Tensor
    mask: Tensor
    first: Tensor
    tags: Tensor
    heads: Tensor
    relations: Tensor


class _Heads(nn.Module):
    """Tag, head and relation from the encoder's hidden states."""

    def __init__(self, tags: int, relations: int) -> None:
        super().__init__()
        self.tag = nn.Linear(WIDTH, tags)
        self.lower, self.upper = nn.Linear(WIDTH, _ARC), nn.Linear(WIDTH, _ARC)
        self.own, self.over = nn.Linear(WIDTH, _ARC), nn.Linear(WIDTH, _ARC)
        self.relation = nn.Linear(2 * _ARC, relations)

    def loss(self, hidden: Tensor, batch: _Batch) -> Tensor:
        """The three cross entropies, a mean over words."""
        arcs = self.lower(hidden) @ self.upper(hidden).transpose(1, 2) / _ARC**0.5
        arcs = arcs.masked_fill((batch.tags == _UNKNOWN)[:, None, :], -1e4)
        over = self.over(hidden).gather(1, batch.heads.clamp(min=0)[:, :, None].expand(-1, -1, _ARC))
        relations = self.relation(torch.relu(torch.cat([self.own(hidden), over], -1)))
        pairs = ((self.tag(hidden), batch.tags), (arcs, batch.heads), (relations, batch.relations))
        losses = [nn.functional.cross_entropy(logits.flatten(0, 1), target.flatten()) for logits, target in pairs]
        return torch.stack(losses).sum()


def teach(reader: Reader, texts: Sequence[Parsed], plan: Plan, say: Callable[[str], None]) -> None:
    """Train the reader's encoder in place."""
    tags, relations = (sorted({name for t in texts for name in names(t)}) for names in (_tags, _relations))
    tag_number, relation_number = ({name: n for n, name in enumerate(names)} for names in (tags, relations))
    cuts = [breaks(t.pieces, sentence_spans(t.text)) for t in texts]
    torch.manual_seed(plan.seed)
    heads = _Heads(len(tags), len(relations))
    reader.pieces.requires_grad_(False)
    whole = nn.ModuleList([reader, heads])
    encoder = [p for n, p in reader.named_parameters() if p.requires_grad]
    groups = [{"params": encoder, "lr": plan.rate}, {"params": list(heads.parameters()), "lr": 5 * plan.rate}]

    def deal(chance: random.Random) -> list[list[_Sample]]:
        return batched(_samples(texts, cuts, chance), plan.pieces, chance)

    def loss(samples: list[_Sample]) -> Tensor:
        batch = _collate(samples, tag_number, relation_number)
        hidden = reader.encode(batch.ids, batch.shapes, batch.mask)
        picked = hidden.gather(1, batch.first[:, :, None].expand(-1, -1, WIDTH))
        return heads.loss(reader.dropout(picked), batch)

    descend(whole, groups, deal, loss, plan, say)


def _tags(parsed: Parsed) -> tuple[str, ...]:
    return parsed.tags


def _relations(parsed: Parsed) -> tuple[str, ...]:
    return parsed.relations


def _samples(texts: Sequence[Parsed], cuts: Sequence[Breaks], chance: random.Random) -> list[_Sample]:
    return [
        _Sample(t, a, b)
        for t, where in zip(texts, cuts, strict=True)
        for a, b in varied(len(t.pieces.ids), where, chance)
    ]


def _collate(samples: Sequence[_Sample], tags: dict[str, int], relations: dict[str, int]) -> _Batch:
    cuts = [np.searchsorted(s.parsed.pieces.first, (s.start, s.end)) for s in samples]
    own = [s.parsed.pieces for s in samples]
    ids, shapes, mask = padded(
        [(p.ids[s.start : s.end], p.shapes[s.start : s.end]) for s, p in zip(samples, own, strict=True)]
    )
    longest = max(int(high - low) for low, high in cuts)
    first = torch.zeros(len(samples), longest, dtype=torch.long)
    targets = torch.full((3, len(samples), longest), _UNKNOWN)
    for row, (sample, (low, high)) in enumerate(zip(samples, cuts, strict=True)):
        n = int(high - low)
        first[row, :n] = torch.from_numpy(sample.parsed.pieces.first[low:high] - sample.start + 1)
        heads = sample.parsed.heads[low:high] - low
        here = (heads >= 0) & (heads < n)
        targets[0, row, :n] = torch.tensor([tags[name] for name in sample.parsed.tags[low:high]])
        targets[1, row, :n] = torch.from_numpy(np.where(here, heads, _UNKNOWN))
        known = torch.tensor([relations[name] for name in sample.parsed.relations[low:high]])
        targets[2, row, :n] = torch.where(torch.from_numpy(here), known, _UNKNOWN)
    return _Batch(ids, shapes, mask, first, *targets)
