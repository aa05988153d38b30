"""The stance network in plain torch: MiniLM's encoder over a question and a passage, with an embedding for the part of each piece.

One pass gives nine numbers a row: scores of the five stances (``STANCES``), a score of firmness, scores of a denial of having said
something and of a denial of a report, and none other. The word embeddings stay as they are: the package has them already, with the
reader of attributions.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).parent.parent))

from detente.language.stances.encoding import PARTS
from network import Layer, pretrained

__all__ = ["OUTPUTS", "StanceNetwork"]

OUTPUTS = 8
_WIDTH = 384


class StanceNetwork(nn.Module):
    """Encoder and head. ``words`` are the embeddings of the pieces, (batch, pieces, width)."""

    def __init__(self, base: Path, layers: int = 6, dropout: float = 0.1) -> None:
        super().__init__()
        reader = pretrained(base, dropout)
        self.positions, self.norm = reader.positions, reader.norm
        self.layers = nn.ModuleList(list(reader.layers)[:layers])
        self.parts = nn.Embedding(PARTS, _WIDTH)
        self.dropout = nn.Dropout(dropout)
        self.mix = nn.Linear(2 * _WIDTH, _WIDTH)
        self.head = nn.Linear(_WIDTH, OUTPUTS)
        nn.init.zeros_(self.parts.weight)
        self.table = reader.pieces.weight.detach().clone()

    def forward(self, words: Tensor, parts: Tensor, mask: Tensor) -> Tensor:
        """(batch, OUTPUTS). ``mask`` is 1 for pieces, 0 for padding; what is said is part 7, and its mean goes beside the first piece."""
        place = torch.cumsum(torch.ones_like(parts), 1) - 1
        x = self.dropout(self.norm(words + self.positions(place) + self.parts(parts)))
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            assert isinstance(layer, Layer)
            x = layer(x, bias)
        said = (parts == PARTS - 1).to(x.dtype)[:, :, None]
        mean = (x * said).sum(1) / said.sum(1).clamp(min=1.0)
        joined = torch.cat([x[:, 0], mean], -1)
        found: Tensor = self.head(self.dropout(torch.tanh(self.mix(joined))))
        return found
