"""Write model.toml from the run itself: `python -m training.card --run DIR --into DIR --data DIR --scores FILE`.

The first part is what the runtime checks (hashes, labels); the rest is for readers: sources, recipe, scores.
`FILE` is the output of `python -m benchmarks.quality.parsing --json` for the model in `--into`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from training.labels import LabelSets

LICENCE = (
    "CC-BY-SA-4.0: the strictest licence among the sources of the training, given to the weights to be on the safe side"
)


def quoted(value: str) -> str:
    """Write a TOML string."""
    return f"'{value}'" if "'" not in value and "\n" not in value else json.dumps(value)


def toml_value(value: object) -> str:
    """Write a TOML value of the kinds that a card has."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) < 10 else f"{value:.2f}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    return str(value) if isinstance(value, int) else quoted(str(value))


def table(name: str, values: Mapping[str, object]) -> list[str]:
    """Write one TOML table; `name` with its brackets."""
    return ["", name, *(f"{key if key.isidentifier() else quoted(key)} = {toml_value(v)}" for key, v in values.items())]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def checked_part(labels: LabelSets, folder: Path) -> str:
    """Give what the runtime needs: the name, the hashes of the files in `folder`, the labels."""
    lines = ['id = "en-1"', 'language = "en"', f"licence = {quoted(LICENCE)}"]
    lines += table("[sha256]", {name: sha256(folder / name) for name in ("model.onnx", "vocab.txt")})
    lines += table(
        "[labels]", {name: getattr(labels, name) for name in ("upos", "xpos", "morph", "names", "rels", "senses")}
    )
    return "\n".join(lines) + "\n"


def reader_part(
    saved: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]], data: Path, scores: Mapping[str, Any]
) -> str:
    """Give what a person wants to know: how it was trained, on what, and how well it reads.

    `earlier` are the checkpoints of the runs it began with, the nearest first.
    """
    run = {
        "epochs_done": saved["epoch"],
        "minutes": round(saved["seconds"] / 60),
        "machine": saved["machine"],
        "bfloat16": saved["bfloat16"],
        "quantised": "dynamic, int8 weights per channel with reduced range; float32 attention",
    }
    lines = table("[training]", {**run, **saved["recipe"]})
    for before in earlier:
        told = {"epochs_done": before["epoch"], "minutes": round(before["seconds"] / 60), "machine": before["machine"]}
        lines += table("[[earlier_training]]", {**told, **before["recipe"]})
    for source in tomllib.loads((Path(__file__).parent / "sources.toml").read_text(encoding="utf-8"))["source"]:
        if source["file"]:
            source["sha256"] = sha256(data / source["file"])
        lines += table("[[sources]]", source)
    for entry in saved["history"]:
        dev = {f"{name}-dev LAS, greedy, float32": round(values["las"], 2) for name, values in entry["dev"].items()}
        lines += table("[[epochs]]", {"epoch": entry["epoch"], **dev})
    last = saved["history"][-1]
    titles = {"factuality": "whether it happened, dev, float32", "senses": "senses, held-out words, float32"}
    for layer, title in titles.items():
        if last.get(layer):
            lines += table(f"[scores.{quoted(title)}]", last[layer])
    for name, values in scores.items():
        if name == "model":
            continue
        flat: dict[str, object] = {}
        for key, value in values.items():
            if isinstance(value, Mapping):
                flat[f"{key}: precision, recall, F1"] = [round(value[k], 4) for k in ("precision", "recall", "f1")]
            elif key != "words/s":  # says more about the machine's other work than about the model
                flat[key] = value
        lines += table(f"[scores.{quoted(name)}]", flat)
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, required=True)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--earlier", type=Path, nargs="*", default=[], help="the runs it began with, nearest first")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--scores", type=Path, required=True)
    given = parser.parse_args()
    import torch

    saved = torch.load(given.run / "checkpoint.pt", map_location="cpu", weights_only=False)
    labels = LabelSets(**{name: tuple(values) for name, values in saved["labels"].items()})
    scores = json.loads(given.scores.read_text(encoding="utf-8"))
    measured = scores["model"].split(":")[1]
    if measured != sha256(given.into / "model.onnx")[:8]:
        raise SystemExit(f"{given.scores} was measured with other weights ({measured}).")
    earlier, wanted = [], saved["recipe"]["started_from"]
    for run in given.earlier:
        if sha256(run / "checkpoint.pt") != wanted:
            raise SystemExit(f"{run} is not the run that this one, or the one before, began with ({wanted[:12]}).")
        earlier.append(torch.load(run / "checkpoint.pt", map_location="cpu", weights_only=False))
        wanted = earlier[-1]["recipe"].get("started_from", "")
    if wanted:
        raise SystemExit(f"The run began with another ({wanted[:12]}): name its folder with --earlier.")
    text = checked_part(labels, given.into) + reader_part(saved, earlier, given.data, scores)
    (given.into / "model.toml").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
