"""One training stage: windows over labelled texts, the loss, and the optimiser's loop."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence, Sized
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from detente.language.model.chains import CHAINS, FORBIDDEN, SCORES
from detente.language.model.windows import BODY, Breaks, Window
from detente.language.model.windows import plan as windows
from labels import Link, Task
from network import LINK, Reader, log_sum

__all__ = ["Plan", "batched", "descend", "learn", "padded", "run_windows", "varied"]

Batch = TypeVar("Batch")
Sample = TypeVar("Sample", bound=Sized)

FIRST, LAST = 101, 102
"""BERT's [CLS] and [SEP]."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a stage is run. `plain` is the share of windows without any attribution that is kept each time round."""

    name: str
    rounds: float
    rate: float
    seed: int
    pieces: int = 4096
    plain: float = 1.0
    warm: float = 0.1


@dataclass(frozen=True, slots=True)
class _Sample:
    task: Task
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class _Batch:
    ids: Tensor
    shapes: Tensor
    mask: Tensor
    first: Tensor
    words: Tensor
    allowed: Tensor
    links: list[tuple[int, list[int], list[int], list[int]]]
    linked: list[int]


def learn(
    reader: Reader, sets: Sequence[tuple[Sequence[Task], float]], plan: Plan, say: Callable[[str], None] = print
) -> None:
    """Train in place. Each set comes with how often it is seen in a round (a fraction: a random part of it)."""

    def deal(chance: random.Random) -> list[list[_Sample]]:
        return batched(list(_round(sets, plan, chance)), plan.pieces, chance)

    reader.pieces.requires_grad_(False)
    descend(reader, _groups(reader, plan.rate), deal, lambda samples: _loss(reader, _collate(samples)), plan, say)


def descend(
    module: nn.Module,
    groups: list[dict[str, object]],
    deal: Callable[[random.Random], list[Batch]],
    loss_of: Callable[[Batch], Tensor],
    plan: Plan,
    say: Callable[[str], None],
) -> None:
    """AdamW over what `deal` deals each round, the rate rising over the first tenth of the steps and falling to nothing."""
    chance = random.Random(plan.seed)
    torch.manual_seed(plan.seed)
    module.train()
    steps = max(1, math.ceil(plan.rounds * len(deal(random.Random(0)))))
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (plan.warm * steps + 1)) * max(0.0, (steps - step) / steps)
    )
    say(f"{plan.name}: {steps} steps of {plan.pieces} pieces, rate {plan.rate}, seed {plan.seed}")
    began, total, done = time.monotonic(), 0.0, 0
    while done < steps:
        for batch in deal(chance)[: steps - done]:
            loss = loss_of(batch)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(module.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total, done = total + loss.item(), done + 1
            if done % 20 == 0 or done == steps:
                since = (done - 1) % 20 + 1
                say(f"{plan.name}: step {done}, loss {total / since:.4f}, {time.monotonic() - began:.0f} s")
                total = 0.0
    module.eval()


def run_windows(reader: Reader, pieces: Sequence[tuple[np.ndarray, np.ndarray]]) -> list[np.ndarray]:
    """The network's outputs for windows without their special pieces, longest first."""
    order = sorted(range(len(pieces)), key=lambda i: -len(pieces[i][0]))
    found: list[np.ndarray] = [np.zeros(0)] * len(pieces)
    reader.eval()
    with torch.no_grad():
        for at in range(0, len(order), 24):
            chosen = order[at : at + 24]
            out = reader(*padded([pieces[i] for i in chosen])).numpy()
            for row, i in enumerate(chosen):
                found[i] = out[row, 1 : 1 + len(pieces[i][0])]
    return found


def _groups(reader: Reader, rate: float) -> list[dict[str, object]]:
    fast = ("scores", "links", "link_bias", "transitions")
    slow = [p for n, p in reader.named_parameters() if p.requires_grad and n.split(".")[0] not in fast]
    quick = [p for n, p in reader.named_parameters() if p.requires_grad and n.split(".")[0] in fast]
    return [{"params": slow, "lr": rate}, {"params": quick, "lr": 10 * rate}]


def _round(sets: Sequence[tuple[Sequence[Task], float]], plan: Plan, chance: random.Random) -> Iterator[_Sample]:
    for tasks, times in sets:
        for task in tasks:
            count = int(times) + (chance.random() < times - int(times))
            for _ in range(count):
                yield from _cut(task, plan, chance)


def _cut(task: Task, plan: Plan, chance: random.Random) -> Iterator[_Sample]:
    marked = ~task.allowed[:, [chain.column for chain in CHAINS[:2]]].all(1)
    for a, b in varied(len(task.pieces.ids), task.cuts, chance):
        low, high = np.searchsorted(task.pieces.first, (a, b))
        if plan.plain == 1 or marked[low:high].any() or chance.random() < plan.plain:
            yield _Sample(task, a, b)


def varied(pieces: int, cuts: Breaks, chance: random.Random) -> list[Window]:
    """Windows cut as in reading, but of another size each time round, so that they begin and end elsewhere."""
    return windows(pieces, cuts, chance.randrange(2 * BODY // 3, BODY + 1))


def batched(samples: list[Sample], pieces: int, chance: random.Random) -> list[list[Sample]]:
    """Samples of like length together, as many as make about so many pieces with their padding; the batches in random order."""
    batches: list[list[Sample]] = []
    for sample in sorted(samples, key=lambda s: -len(s) - chance.random() * 30):
        if batches and (len(batches[-1]) + 1) * (len(batches[-1][0]) + 2) <= pieces:
            batches[-1].append(sample)
        else:
            batches.append([sample])
    chance.shuffle(batches)
    return batches


def padded(windows: Sequence[tuple[np.ndarray, np.ndarray]]) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, shapes and mask (1 for pieces) of windows side by side, (windows, longest + 2), with the special pieces at their ends."""
    longest = max(len(ids) for ids, _ in windows) + 2
    ids, shapes, mask = (torch.zeros(len(windows), longest, dtype=torch.long) for _ in range(3))
    for row, (own, shape) in enumerate(windows):
        n = len(own)
        ids[row, : n + 2] = torch.from_numpy(np.concatenate([[FIRST], own, [LAST]]))
        shapes[row, 1 : n + 1] = torch.from_numpy(shape)
        mask[row, : n + 2] = 1
    return ids, shapes, mask


def _collate(samples: Sequence[_Sample]) -> _Batch:
    cuts = [np.searchsorted(s.task.pieces.first, (s.start, s.end)) for s in samples]
    windows = [(s.task.pieces.ids[s.start : s.end], s.task.pieces.shapes[s.start : s.end]) for s in samples]
    ids, shapes, mask = padded(windows)
    longest = max(1, max(int(high - low) for low, high in cuts))
    first = torch.zeros(len(samples), longest, dtype=torch.long)
    words = torch.zeros(len(samples), dtype=torch.long)
    allowed = torch.ones(len(samples), longest, SCORES, dtype=torch.bool)
    links: list[tuple[int, list[int], list[int], list[int]]] = []
    linked: list[int] = []
    for row, (sample, (low, high)) in enumerate(zip(samples, cuts, strict=True)):
        n = int(high - low)
        words[row] = n
        first[row, :n] = torch.from_numpy(sample.task.pieces.first[low:high] - sample.start + 1)
        allowed[row, :n] = torch.from_numpy(_entered(sample.task.allowed[low:high]))
        if sample.task.links is not None:
            linked.append(row)
            links += [(row, *parts) for link in sample.task.links if (parts := _inside(link, int(low), int(high)))[0]]
    return _Batch(ids, shapes, mask, first, words, allowed, links, linked)


def _entered(allowed: np.ndarray) -> np.ndarray:
    """A window may cut a span: its first word then may only say inside, which no chain begins with. Let it begin."""
    if not len(allowed):
        return allowed
    allowed = allowed.copy()
    for chain in CHAINS:
        own = allowed[0, chain.columns]
        own[1::2] |= own[2::2]
    return allowed


def _inside(link: Link, low: int, high: int) -> tuple[list[int], list[int], list[int]]:
    cue, source, content = (
        [int(w) - low for w in part if low <= w < high] for part in (link.cue, link.source, link.content)
    )
    return cue, source, content


def _loss(reader: Reader, batch: _Batch) -> Tensor:
    hidden = reader.encode(batch.ids, batch.shapes, batch.mask)
    picked = hidden.gather(1, batch.first[:, :, None].expand(-1, -1, hidden.shape[2]))
    out = reader.heads(reader.dropout(picked))
    loss = _chain_loss(reader, out, batch)
    if batch.links:
        loss = loss + _link_loss(reader, out, batch)
    return loss / batch.words.sum()


def _chain_loss(reader: Reader, out: Tensor, batch: _Batch) -> Tensor:
    """Negative log likelihood of the allowed label rows, all chains and both sums in one loop over the words."""
    rows = len(out)
    most = max(chain.labels for chain in CHAINS)
    scores, steps = [], []
    for chain, transitions in zip(CHAINS, reader.full_transitions(), strict=True):
        own = torch.nn.functional.pad(out[:, :, chain.columns], (0, most - chain.labels), value=FORBIDDEN)
        may = torch.nn.functional.pad(batch.allowed[:, :, chain.columns], (0, most - chain.labels))
        scores += [own, own.masked_fill(~may, FORBIDDEN)]
        wide = torch.nn.functional.pad(transitions, (0, most - chain.labels, 0, most - chain.labels), value=FORBIDDEN)
        steps += [wide.expand(rows, most, most)] * 2
    sums = log_sum(torch.cat(scores), torch.cat(steps), batch.words.repeat(len(scores)))
    every, right = sums.view(len(CHAINS), 2, rows).unbind(1)
    return (every - right).sum(1).sum()


def _link_loss(reader: Reader, out: Tensor, batch: _Batch) -> Tensor:
    cues, sources, contents = out[:, :, SCORES:].split(LINK, -1)
    rows = torch.tensor([row for row, *_ in batch.links])
    heads = torch.stack([cues[row, cue].mean(0) for row, cue, _, _ in batch.links])
    words = out.shape[1]
    counts = torch.arange(words)[None] < batch.words[rows, None]
    loss = out.new_zeros(())
    for number, part in enumerate((sources, contents)):
        logits = (part[rows] @ heads[:, :, None]).squeeze(2) / LINK**0.5 + reader.link_bias[number]
        target = torch.zeros_like(logits)
        for at, link in enumerate(batch.links):
            target[at, link[2 + number]] = 1.0
        each = torch.nn.functional.binary_cross_entropy_with_logits(logits, target, reduction="none")
        loss = loss + (each * counts).sum()
    return loss
