"""From torch to the package: ONNX, then int8; and the reference figures that the package's tests compare with."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from detente.language.model.network import Network
from detente.language.model.windows import BODY
from network import Reader

__all__ = ["export", "reference"]


class _Pass(nn.Module):
    """The reader with its shape embeddings summed up into one table."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader
        self.table = nn.Parameter(reader.shape_table().detach().clone())

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        reader = self.reader
        place = torch.cumsum(torch.ones_like(ids), 1) - 1
        x = reader.norm(reader.pieces(ids) + reader.positions(place) + self.table[shapes])
        bias = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in reader.layers:
            x = layer(x, bias)
        return reader.heads(x)


def export(reader: Reader, path: Path, *, narrow: bool = True) -> None:
    """Write the int8 network (dynamic quantisation, per channel). `narrow`: weights in seven bits, so that processors
    without VNNI, which add pairs of products in 16 bits, cannot overflow and give the same figures."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    reader.eval()
    ids = torch.randint(1000, 20000, (2, 64))
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.onnx"
        torch.onnx.export(
            _Pass(reader).eval(),
            (ids, torch.zeros_like(ids), torch.ones_like(ids)),
            str(plain),
            input_names=["ids", "shapes", "mask"],
            output_names=["outputs"],
            opset_version=18,
            dynamo=False,
            dynamic_axes={name: {0: "b", 1: "n"} for name in ("ids", "shapes", "mask", "outputs")},
        )
        _compare(reader, plain, 1e-3)
        quantize_dynamic(plain, path, weight_type=QuantType.QInt8, per_channel=True, reduce_range=narrow)


def _samples() -> list[tuple[np.ndarray, np.ndarray]]:
    """Windows of several lengths, the same every time."""
    chance = np.random.default_rng(7)
    return [(chance.integers(1000, 20000, n), chance.integers(0, 60, n)) for n in (1, 9, 40, 77, BODY)]


def _outputs(reader: Reader, windows: list[tuple[np.ndarray, np.ndarray]]) -> list[np.ndarray]:
    found = []
    with torch.no_grad():
        for ids, shapes in windows:
            row = torch.from_numpy(np.concatenate([[101], ids, [102]]))[None]
            shape = torch.from_numpy(np.concatenate([[0], shapes, [0]]))[None]
            found.append(reader(row, shape, torch.ones_like(row))[0, 1:-1].numpy())
    return found


def _compare(reader: Reader, path: Path, most: float) -> None:
    """The export must agree at lengths other than the traced one."""
    windows = _samples()
    for ours, theirs in zip(_outputs(reader, windows), Network(path, 1).run(windows), strict=True):
        worst = float(np.abs(ours - theirs).max())
        if worst > most:
            raise ValueError(f"the export differs from torch by {worst:.4f} at {len(ours)} pieces")


def reference(reader: Reader, path: Path) -> None:
    """Store torch's outputs (float16) for the sample windows, for the package's test."""
    windows = _samples()
    arrays = {}
    for number, (window, output) in enumerate(zip(windows, _outputs(reader, windows), strict=True)):
        arrays[f"ids_{number}"], arrays[f"shapes_{number}"] = window
        arrays[f"outputs_{number}"] = output.astype(np.float16)
    np.savez_compressed(path, **arrays)
