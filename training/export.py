"""From a checkpoint to the shipped files: `python -m training.export --run DIR --into DIR [--float]`.

The graph reads one sentence. Besides the tags it returns the arc scores, so that the caller may decode a tree, and
the best label of every possible head, so that a repaired head has its label without a second run.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from training.card import checked_part
from training.encoder import Dimensions, load_start_weights, weights_folder
from training.labels import LabelSets
from training.network import Network

INPUTS = ("piece_ids", "shapes", "first", "last")
OUTPUTS = ("upos", "xpos", "morph", "names_scores", "arcs", "labels", "factuality", "senses")
NARROW = 64  # columns; weights of fewer stay float32
OPSET = 20  # the first with a fused Gelu


class Shipped(nn.Module):
    """The network as the runtime calls it: one sentence, no padding, no dropout."""

    root_only: Tensor
    never_root: Tensor

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network.eval()
        allowed = torch.zeros(network.rel_weights.shape[1], 2)
        # Column 0 stands for the root: its label is always "root", and nowhere else is.
        allowed[:, 0] = -1e4
        allowed[network.root] = torch.tensor([0.0, -1e4])
        self.register_buffer("root_only", allowed[:, :1].clone())
        self.register_buffer("never_root", allowed[:, 1:].clone())

    def forward(self, piece_ids: Tensor, shapes: Tensor, first: Tensor, last: Tensor) -> tuple[Tensor, ...]:
        net = self.network
        states = net.encoder(piece_ids, shapes, None)
        vectors = net.mixed(states, first, last)
        words = vectors[:, 1:]
        rels = net.rel_scores(vectors)  # (1, words, labels, 1 + words)
        labels = torch.cat([rels[..., :1] + self.root_only, rels[..., 1:] + self.never_root], -1).argmax(2)
        tags = [head(words).argmax(-1) for head in (net.upos, net.xpos, net.morph)]
        factuality = net.factuality(words).squeeze(-1)
        return (
            *tags,
            net.names(words),
            net.arc_scores(vectors),
            labels,
            factuality,
            net.senses(states, first, last, None).softmax(-1),
        )


def load_network(run: Path) -> tuple[Network, LabelSets, dict[str, Any]]:
    """Rebuild the trained network from a run's checkpoint."""
    saved = torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=False)
    labels = LabelSets(**{name: tuple(values) for name, values in saved["labels"].items()})
    kept = saved["recipe"].get("layers", "").split()
    network = Network(labels, layers=len(kept) or Dimensions().layers)
    load_start_weights(network.encoder)
    network.load_state_dict(saved["network"], strict=False)
    return network.eval(), labels, saved


def write_graph(network: Network, path: Path) -> None:
    """Write the float32 graph."""
    length = torch.export.Dim("pieces", min=4, max=512)
    words = torch.export.Dim("words", min=2, max=510)
    example = (
        torch.arange(1000, 1012)[None], torch.ones(1, 12, dtype=torch.long),
        torch.arange(1, 9)[None], torch.arange(1, 9)[None],
    )  # fmt: skip
    program = torch.onnx.export(
        Shipped(network),
        example,
        dynamo=True,
        opset_version=OPSET,
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_shapes=({1: length}, {1: length}, {1: words}, {1: words}),
        optimize=True,
    )
    if program is None:
        raise RuntimeError("torch.onnx gave no graph")
    program.save(str(path), external_data=False)


def quantise(source: Path, target: Path) -> None:
    """Make the weights 8-bit per channel; 7 bits of them are used, so that processors without VNNI cannot overflow."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        graph = onnx.load(prepared).graph
        widths = {array.name: array.dims[-1] for array in graph.initializer if array.dims}
        # The tag heads are tiny: exact weights cost nothing there.
        exact = [n.name for n in graph.node if n.op_type == "MatMul" and widths.get(n.input[1], 999) <= NARROW]
        quantize_dynamic(
            str(prepared), str(target), nodes_to_exclude=exact, op_types_to_quantize=["MatMul", "Gemm", "Gather"],
            per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
        )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True, help="the folder given to training as --out")
    parser.add_argument("--into", type=Path, required=True, help="folder for model.onnx, vocab.txt and model.toml")
    parser.add_argument("--float", action="store_true", help="write float32 weights, to compare with")
    given = parser.parse_args()
    torch.set_num_threads(1)
    network, labels, _ = load_network(given.run)
    given.into.mkdir(parents=True, exist_ok=True)
    # Everything is written beside the target and moved into place, so that a reader never sees half a model.
    with tempfile.TemporaryDirectory(dir=given.into.parent) as name:
        folder = Path(name)
        write_graph(network, folder / "float.onnx")
        if given.float:
            (folder / "float.onnx").replace(folder / "model.onnx")
        else:
            quantise(folder / "float.onnx", folder / "model.onnx")
        vocabulary = (weights_folder() / "vocab.txt").read_text(encoding="utf-8")
        (folder / "vocab.txt").write_text(vocabulary, encoding="utf-8", newline="\n")
        (folder / "model.toml").write_text(checked_part(labels, folder), encoding="utf-8", newline="\n")
        for part in ("vocab.txt", "model.onnx", "model.toml"):
            (folder / part).replace(given.into / part)


if __name__ == "__main__":
    main()
