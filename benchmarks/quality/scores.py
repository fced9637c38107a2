"""All that a model card says of a model: `python -m benchmarks.quality.scores --data DIR [--float DIR] > scores.json`.

One file for `python -m training.card --scores`: gold words with lengths and relations, raw text, casing, "did it
happen?", and, where the float32 weights are given, what 8 bits cost. Reads the test sets unless `--dev` is given.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from benchmarks.quality import casing, compare, facets, parsing, raw
from benchmarks.quality.conll import text_of
from benchmarks.quality.segmentation import SETS
from watchfloor.coding import patterns


def flat(values: dict[str, Any]) -> dict[str, Any]:
    """The figures of `facets.table` in one row, without the reliability tables."""
    out: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            out |= {f"{name}: {key}": figure for key, figure in value.items() if key != "reliability"}
        else:
            out[name] = value
    return out


def measure(data: Path, model: Path | None, exact: Path | None, dev_only: bool) -> dict[str, Any]:
    """All scores by name; `exact` is the folder of the float32 weights."""
    read = compare.Remembering.load(model)
    out = parsing.measure(read, data, dev_only, lengths=True, relations=True)
    parser, _ = raw.load(model)
    chosen = [name for name in SETS if not (dev_only and "test" in name)]
    out |= raw.measure(lambda text: text_of(parser.parse(text)), raw.parts(data, chosen))
    out |= casing.measure(read, data, dev_only)
    if exact is not None:
        found = compare.compare(read, compare.Remembering.load(exact), data, dev_only)
        out |= {name.replace("minus other", "8 bits minus float32"): v for name, v in found.items() if "minus" in name}
    book = patterns.load()
    texts = facets.written(data / "train" / "ud")
    rows = {
        part: list(
            facets.judged(data / f"train/factuality/uds-ih2-{part}.jsonl", texts, parser, book.facets, book.light_verbs)
        )
        for part in (("dev",) if dev_only else ("dev", "test"))
    }
    out["did it happen, dev"] = flat(facets.table(rows["dev"]))
    if not dev_only:
        out["did it happen, test"] = flat(facets.table(rows["test"], rows["dev"]))
    return out


def main() -> None:
    """Print the scores as JSON."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--model", type=Path, help="folder of another model than the shipped one")
    options.add_argument("--float", type=Path, help="folder of the same model with float32 weights")
    options.add_argument("--dev", action="store_true", help="leave the test sets alone")
    options.add_argument("--json", action="store_true", help="accepted for likeness; the output always is JSON")
    given = options.parse_args()
    print(json.dumps(measure(given.data, given.model, given.float, given.dev), indent=1))


if __name__ == "__main__":
    main()
