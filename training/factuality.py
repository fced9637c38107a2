"""Joining "did it happen?" judgements (UDS-IH2) to the sentences of the treebank they were asked about."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from training.data import Annotated

EIGHTH = 0.125


def read_judgements(path: Path) -> dict[str, list[tuple[int, int, float]]]:
    """Read, by the sentence's letters without spaces, (first letter, end, judgement from -3 to 3) of each event word.

    Letters, not words, because the treebank has been cut into words anew since the questions were asked.
    """
    found: dict[str, list[tuple[int, int, float]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        starts = [0]
        for token in record["text"].split(" "):
            starts.append(starts[-1] + len(token))
        asked = [(starts[t["span1"][0]], starts[t["span1"][1]], float(t["label"])) for t in record["targets"]]
        found.setdefault(record["text"].replace(" ", ""), []).extend(asked)
    return found


def with_factuality(
    treebank: Sequence[Annotated], judgements: dict[str, list[tuple[int, int, float]]]
) -> list[Annotated]:
    """Join the judgements to the words that begin or end where they do; sentences without any stay as they are."""
    joined = []
    for sentence in treebank:
        asked = judgements.get("".join(sentence.words), ())
        values: list[int | None] = [None] * len(sentence.words)
        at = 0
        for number, word in enumerate(sentence.words):
            end = at + len(word)
            for a, b, value in asked:
                if a == at or b == end:
                    values[number] = round(value / EIGHTH)
            at = end
        joined.append(replace(sentence, factuality=tuple(values)) if asked else sentence)
    return joined
