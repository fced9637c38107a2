"""Compare the analyses of two kinds of processor, such as AVX2 alone and AVX512 with VNNI.

    python -m benchmarks.quality.processors dump --out HERE.json [--sentences 400]
    python -m benchmarks.quality.processors compare HERE.json THERE.json [--json]
    python -m benchmarks.quality.processors integers

`dump` writes what the shipped model makes of this project's own sentences; take the file to another machine, or make
one under user-mode emulation (`qemu-x86_64 -cpu Nehalem -0 python /usr/bin/python3.11 -m ...`), and `compare` says how
many sentences and words came out differently. Exit status 1 where more than 0.5 % of the words did.

`integers` shows that whole-number arithmetic is not the cause. Without VNNI a processor adds two products of a byte
and a weight in 16 bits, where 8-bit weights overflow and are clipped; the shipped ones use 7 bits. Each weight matrix
of the model is multiplied by the largest, the smallest and random bytes and compared with exact sums, and beside it a
matrix of full 8-bit weights, which shows whether this processor would clip them. Needs the package `onnx`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from benchmarks.quality.stability import LAYERS, Reader
from benchmarks.quality.texts import single
from watchfloor.parsing.model import BUNDLED

ALLOWED = 0.005
"""share of words that may be analysed differently on another kind of processor"""
TREE = ("heads", "rels")


def dump(count: int) -> dict[str, Any]:
    """Analyse each sentence alone; sentences are those of `texts.single` with the default seed."""
    import onnxruntime

    reader, texts = Reader(), single(count)
    read = {number: layers for job in enumerate(texts) for number, layers in reader.page([job]).items()}
    return {
        "parser": reader.parser.id,
        "onnxruntime": onnxruntime.__version__,
        "sentences": [{"text": text, **read[number]} for number, text in enumerate(texts)],
    }


def compare(one: Mapping[str, Any], two: Mapping[str, Any]) -> dict[str, Any]:
    """Count what differs. Raise ValueError when the dumps hold other sentences or another model's answers."""
    pairs = list(zip(one["sentences"], two["sentences"], strict=True))
    if any(a["text"] != b["text"] or a["words"] != b["words"] for a, b in pairs):
        raise ValueError("the two files hold different sentences; dump the same number with the same version")
    if one["parser"].split(":")[1] != two["parser"].split(":")[1]:
        raise ValueError(f"the two files are of different models: {one['parser']} and {two['parser']}")
    sentences: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for a, b in pairs:
        sentences["bits of arc scores"] += a["arcs"] != b["arcs"]
        for layer in LAYERS:
            words[layer] += sum(x != y for x, y in zip(a[layer], b[layer], strict=True))
            sentences[layer] += a[layer] != b[layer]
        for name, layers in (("tree", TREE), ("any layer", LAYERS)):
            rows = [list(zip(*(part[layer] for layer in layers), strict=True)) for part in (a, b)]
            words[name] += sum(x != y for x, y in zip(*rows, strict=True))
            sentences[name] += rows[0] != rows[1]
    total = sum(len(a["words"]) for a, _ in pairs)
    return {
        "parsers": [one["parser"], two["parser"]],
        "sentences": len(pairs),
        "words": total,
        "different sentences": {name: count for name, count in sentences.items() if count},
        "different words": {name: count for name, count in words.items() if count},
        "share of words": words["any layer"] / total,
        "share of words, tree": words["tree"] / total,
        "share of sentences, tree": sentences["tree"] / len(pairs),
    }


def integers() -> dict[str, int]:
    """Multiply by every weight matrix through onnxruntime and exactly. Count matrices, those of more than 7 bits, those
    with a wrong sum, and wrong sums of the control, which is no error of the model."""
    import numpy as np
    import onnx
    from onnx import numpy_helper

    path = Path(str(files("watchfloor").joinpath("data", "models", BUNDLED, "model.onnx")))
    graph = onnx.load(path).graph
    named = {array.name: array for array in graph.initializer}
    weights = [numpy_helper.to_array(named[n.input[1]]) for n in graph.node if n.op_type == "MatMulInteger"]
    random = np.random.default_rng(1)
    count: Counter[str] = Counter(matrices=len(weights), wrong=0, control=0)
    for weight in weights:
        rows = weight.shape[0]
        # The first rows take the most a pair of products can give, upwards and downwards for each of eight columns.
        extreme = np.stack([np.where(weight[:, k] * sign > 0, 255, 0) for k in range(8) for sign in (1, -1)])
        inputs = np.concatenate([extreme, np.full((1, rows), 255), random.integers(0, 256, (15, rows))])
        count["more than 7 bits"] += int(np.abs(weight.astype(np.int64)).max() > 64)
        count["wrong"] += _wrong(inputs.astype(np.uint8), weight)
    full = random.choice(np.array([-127, 127], dtype=np.int8), (384, 64))
    inputs = np.stack([np.where(full[:, k] > 0, 255, 0) for k in range(16)]).astype(np.uint8)
    count["control"] = _wrong(inputs, full)
    return dict(count)


def _wrong(inputs: Any, weight: Any) -> int:
    """How many sums come out otherwise than exact ones. The product is shaped as in the model, in one node."""
    import numpy as np
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    node = helper.make_node("MatMulInteger", ["a", "w", "za", "zw"], ["y"])
    zeros = np.zeros(weight.shape[1], dtype=np.int8)
    held = [(weight, "w"), (np.array(128, dtype=np.uint8), "za"), (zeros, "zw")]
    graph = helper.make_graph(
        [node],
        "one",
        [helper.make_tensor_value_info("a", TensorProto.UINT8, list(inputs.shape))],
        [helper.make_tensor_value_info("y", TensorProto.INT32, [inputs.shape[0], weight.shape[1]])],
        [numpy_helper.from_array(np.ascontiguousarray(array), name) for array, name in held],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    (found,) = session.run(["y"], {"a": inputs})
    exact = (inputs.astype(np.int64) - 128) @ weight.astype(np.int64)
    return int((found != exact).sum())


def _options(given: Sequence[str] | None) -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ways = options.add_subparsers(dest="way", required=True)
    dumping = ways.add_parser("dump")
    dumping.add_argument("--out", type=Path, required=True)
    dumping.add_argument("--sentences", type=int, default=400)
    comparing = ways.add_parser("compare")
    comparing.add_argument("one", type=Path)
    comparing.add_argument("two", type=Path)
    comparing.add_argument("--json", action="store_true")
    ways.add_parser("integers")
    return options.parse_args(given)


def main(given: Sequence[str] | None = None) -> int:
    """Exit status 1 when processors differ too much, or when a sum of integers is wrong."""
    chosen = _options(given)
    if chosen.way == "dump":
        chosen.out.write_text(json.dumps(dump(chosen.sentences)), encoding="utf-8")
        return 0
    if chosen.way == "integers":
        sums = integers()
        print("  ".join(f"{name} {count}" for name, count in sums.items()))
        return int(bool(sums["wrong"] or sums["more than 7 bits"]))
    one, two = (json.loads(path.read_text(encoding="utf-8")) for path in (chosen.one, chosen.two))
    found = compare(one, two)
    if chosen.json:
        print(json.dumps(found, indent=1))
    else:
        for name, value in found.items():
            print(f"{name:26}", f"{100 * value:.2f} %" if isinstance(value, float) else value)
    return int(found["share of words"] > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
