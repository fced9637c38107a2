"""The shipped weights give the same whole numbers on every processor.

Without VNNI a processor multiplies a byte (at most 255) by a weight and adds two such products in 16 bits, which hold
at most 32,767: weights of at most 64 cannot overflow, larger ones are clipped. The file is read by hand, since the
package that knows its format is needed for training only.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import numpy as np

MODEL = Path(str(files("watchfloor").joinpath("data", "models", "en-1", "model.onnx")))
GRAPH, NODE, INITIALIZER = 7, 1, 5  # field numbers of onnx.proto
INPUT, OPERATOR = 1, 4
KIND, NAME, RAW = 2, 8, 9
INT8 = 3


def fields(data: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Number and value of each field of a protobuf message."""
    at = 0

    def number() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        key = number()
        if key & 7 == 0:
            yield key >> 3, number()
            continue
        size = {1: 8, 5: 4}.get(key & 7) or number()
        yield key >> 3, data[at : at + size]
        at += size


def parts(data: memoryview, wanted: int) -> list[memoryview]:
    """All messages in this field."""
    return [value for field, value in fields(data) if field == wanted and isinstance(value, memoryview)]


def test_no_sum_of_two_products_overflows() -> None:
    (graph,) = parts(memoryview(MODEL.read_bytes()), GRAPH)
    multiplied = set()
    for node in parts(graph, NODE):
        if [bytes(name) for name in parts(node, OPERATOR)] == [b"MatMulInteger"]:
            multiplied.add(bytes(parts(node, INPUT)[1]))
    largest = {}
    for array in parts(graph, INITIALIZER):
        held = dict(fields(array))
        name, raw = held.get(NAME), held.get(RAW)
        if isinstance(name, memoryview) and isinstance(raw, memoryview) and bytes(name) in multiplied:
            assert held[KIND] == INT8
            largest[bytes(name)] = int(np.abs(np.frombuffer(raw, dtype=np.int8).astype(np.int64)).max())
    assert set(largest) == multiplied
    assert len(largest) >= 24  # four in each layer of the encoder
    assert 2 * 255 * max(largest.values()) <= np.iinfo(np.int16).max
