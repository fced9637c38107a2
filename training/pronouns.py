"""Fits the weights by which pronouns find what they take up: `python -m training.pronouns --coref FILE`.

FILE is CoNLL-U with chains in `Entity=` (the training part of OntoGUM's free genres). Its texts are parsed by the
bundled parser, so that the weights know its mistakes. For each pronoun the candidates and "none of them" share out
one whole, as they do when the weights are used; the likelihood of the right shares is maximised by Newton's steps with
a Gaussian prior of variance 1. While fitting, a pronoun joins the chain it belongs to, whatever the weights would say.
Rewrites `src/watchfloor/resolving/pronoun_weights.py`. The same input gives the same file.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.quality.coreference import Gold, documents
from watchfloor.parsing.parse import Parser
from watchfloor.resolving import actorpack, pronouns
from watchfloor.resolving.naming import read

TARGET = Path(pronouns.__file__).with_name("pronoun_weights.py")
SEEN_AT_LEAST = 12
"""candidates that must have a sign before it gets a weight"""
STEPS = 40

Row = tuple[int, frozenset[str], bool]
"""number of the pronoun, signs of a candidate, whether it is meant"""


def collect(path: Path) -> dict[str, list[Row]]:
    """The candidates of every pronoun by its class."""
    parser, tables = Parser.load(), actorpack.load()
    rows: dict[str, list[Row]] = {"one": [], "it": [], "they": []}
    asked = 0
    for document in documents(path):
        gold = Gold(document, frozenset())
        readings = tuple(read(tables, s) for s in sorted(parser.parse(document.text), key=lambda s: s.start))

        def weigh(
            kind: str, candidates: Any, number: int, word: int, gold: Gold = gold, readings: Any = readings
        ) -> Any:
            nonlocal asked
            asked += 1
            at = gold.at.get(readings[number].sentence.starts[word], -1)
            chain = gold.chain_of_pronoun(at) if at >= 0 else ""
            pick = None
            for thing, signs in candidates:
                source = readings[thing.nominal[0]].sentence
                right = bool(chain) and gold.same(chain, tuple(source.starts[w] for w in thing.nominal[1]))
                rows[kind].append((asked, signs, right))
                pick = pick or (thing if right else None)
            return pick

        pronouns.antecedents(readings, tables, weigh)
    return rows


def fit(rows: list[Row]) -> dict[str, float]:
    """Weights of the signs, rounded to two digits; those near zero are left out."""
    often = Counter(sign for _, signs, _ in rows for sign in signs)
    names = sorted(sign for sign, times in often.items() if times >= SEEN_AT_LEAST)
    column = {sign: i for i, sign in enumerate(names)}
    groups: dict[int, int] = {}
    of = np.array([groups.setdefault(asked, len(groups)) for asked, _, _ in rows])
    x = np.zeros((len(rows), len(names)))
    for i, (_, signs, _) in enumerate(rows):
        x[i, [column[s] for s in signs if s in column]] = 1.0
    right = np.array([float(r) for _, _, r in rows])
    wanted = right / np.maximum(np.bincount(of, right), 1.0)[of]
    w = np.zeros(len(names))
    for _ in range(STEPS):
        share = np.exp(np.clip(x @ w, -30, 30))
        share /= (1.0 + np.bincount(of, share))[of]
        mean = np.zeros((len(groups), len(names)))
        np.add.at(mean, of, x * share[:, None])
        curvature = (x * share[:, None]).T @ x - mean.T @ mean + np.eye(len(names))
        w -= 0.7 * np.linalg.solve(curvature, x.T @ (share - wanted) + w)
    return {sign: round(float(w[i]), 2) for sign, i in column.items() if abs(w[i]) >= 0.05}


def write(weights: dict[str, dict[str, float]]) -> None:
    """The module with the weights."""
    lines = [
        '"""What speaks for and against a candidate for a pronoun, in figures; for `watchfloor.resolving.pronouns`.',
        "",
        "Written by `python -m training.pronouns`: change nothing here by hand.",
        '"""',
        "",
        "from typing import Final",
        "",
        "WEIGHTS: Final[dict[str, dict[str, float]]] = {",
    ]
    for kind, of in weights.items():
        lines.append(f'    "{kind}": {{')
        line = "       "
        for sign, weight in sorted(of.items()):
            cell = f' "{sign}": {weight},'
            if len(line) + len(cell) > 118:
                lines.append(line)
                line = "       "
            line += cell
        lines += [line, "    },"]
    lines += [
        "}  # fmt: skip",
        '"""What each sign adds to the log of a candidate\'s share; by class of pronoun."""',
    ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def main() -> None:
    """Fits and writes the weights."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--coref", type=Path, required=True)
    rows = collect(options.parse_args().coref)
    write({kind: fit(of) for kind, of in rows.items()})
    for kind, of in rows.items():
        print(f"{kind}: {len({asked for asked, _, _ in of})} pronouns, {len(of)} candidates")


if __name__ == "__main__":
    main()
