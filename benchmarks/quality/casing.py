"""What another casing costs: `python -m benchmarks.quality.casing --data DIR [--model DIR] [--dev] [--json]`.

DIR holds `train/ud` and `train/ner`. The sentences of GUM's free genres are read, on gold words, as they are and in
three copies: in small letters, in capitals, and in the case of headlines (every word with a capital but articles,
prepositions and conjunctions). Names by exact spans and LAS, in percent, and what each copy loses in points: for the
news alone, and for all genres, where chance plays less.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.quality.parsing import found_tree, gold_tree
from training.data import Annotated, read_conllu
from training.names import read_gum_entities
from training.scoring import score_names, score_trees
from watchfloor.parsing.model import Analysis, Model

SMALL = frozenset(
    "a an and as at but by for from in into nor of off on onto or over per than the to up via vs with".split()
)


def headline(words: Sequence[str]) -> list[str]:
    """The words as a headline has them; the first and the last always begin with a capital."""
    ends = (0, len(words) - 1)
    return [
        word.lower() if word.lower() in SMALL and place not in ends else word[:1].upper() + word[1:]
        for place, word in enumerate(words)
    ]


COPIES: dict[str, Callable[[Sequence[str]], list[str]]] = {
    "original": list,
    "small letters": lambda words: [word.lower() for word in words],
    "capitals": lambda words: [word.upper() for word in words],
    "headline": headline,
}


def sentences(data: Path, part: str) -> list[tuple[str, Annotated, tuple[str, ...]]]:
    """Genre, tree and gold names of each sentence of `dev` or `test`.

    Raise ValueError when treebank and entities do not have the same sentences.
    """
    file = data / f"train/ner/gum-entities-{part}.jsonl"
    genres = [json.loads(line)["genre"] for line in file.read_text(encoding="utf-8").splitlines()]
    named = read_gum_entities(file)
    treebank = read_conllu(data / f"train/ud/gum-free-{part}.conllu")
    if [s.words for s in named] != [s.words for s in treebank]:
        raise ValueError(f"{file} does not have the sentences of the treebank")
    tags = [tuple(tag or "O" for tag in s.names or ()) for s in named]
    return list(zip(genres, treebank, tags, strict=True))


def scores(gold: Sequence[tuple[Annotated, tuple[str, ...]]], read: dict[str, list[Analysis]]) -> dict[str, float]:
    """Names F1 and LAS of each copy, and the points it loses."""
    out: dict[str, float] = {}
    for copy, analyses in read.items():
        names = score_names([tags for _, tags in gold], [a.names for a in analyses])["all"]
        las = score_trees([gold_tree(s) for s, _ in gold], [found_tree(a) for a in analyses]).las
        out.setdefault("names", int(names["gold"]))
        out[f"{copy}: names F1"], out[f"{copy}: LAS"] = 100 * names["f1"], las
        if copy != "original":
            for what in ("names F1", "LAS"):
                out[f"{copy}: loss of {what}"] = out[f"original: {what}"] - out[f"{copy}: {what}"]
    return out


def measure(model: Model, data: Path, dev_only: bool = False) -> dict[str, dict[str, float]]:
    """The scores of the news and of all genres, of each part and of the parts together."""
    parts = {part: sentences(data, part) for part in (("dev",) if dev_only else ("dev", "test"))}
    if not dev_only:
        parts["dev and test"] = [*parts["dev"], *parts["test"]]
    seen: dict[tuple[str, ...], Analysis] = {}

    def analysis(words: list[str]) -> Analysis:
        key = tuple(words)
        if key not in seen:
            seen[key] = model.analyse(words)
        return seen[key]

    out: dict[str, dict[str, float]] = {}
    for part, rows in parts.items():
        for genre in ("news", "all genres"):
            chosen = [row for row in rows if genre in (row[0], "all genres")]
            read = {copy: [analysis(write(s.words)) for _, s, _ in chosen] for copy, write in COPIES.items()}
            out[f"GUM-free {part}, {genre}, casing"] = scores([(s, tags) for _, s, tags in chosen], read)
    return out


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--model", type=Path, help="folder of another model than the shipped one")
    options.add_argument("--dev", action="store_true", help="leave the test sets alone: for choosing between models")
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    model = Model.load(given.model)
    figures: dict[str, Any] = measure(model, given.data, given.dev)
    if given.json:
        print(json.dumps({"model": model.id, **figures}, indent=1))
        return
    print("model", model.id)
    for name, row in figures.items():
        print(f"{name} ({row['names']} names)")
        for copy in COPIES:
            line = ""
            for what in ("names F1", "LAS"):
                loss = row.get(f"{copy}: loss of {what}")
                line += f"  {what} {row[f'{copy}: {what}']:.2f}" + ("" if loss is None else f" ({-loss:+.2f})")
            print(f"  {copy:14}{line}")


if __name__ == "__main__":
    main()
