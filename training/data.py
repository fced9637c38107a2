"""Reading the treebanks and name sets into one kind of training sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.labels import LabelSets

NAME_LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
KEPT_FEATURES = ("Mood", "Number", "Person", "Tense", "VerbForm", "Voice")
RARE_REL = 20
RARE_MORPH = 20
UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Annotated:
    """One sentence with the layers its source annotates; an absent layer is None, an uncertain name is UNKNOWN."""

    words: tuple[str, ...]
    upos: tuple[str, ...] | None = None
    xpos: tuple[str, ...] | None = None
    morph: tuple[str, ...] | None = None
    heads: tuple[int, ...] | None = None
    rels: tuple[str, ...] | None = None
    names: tuple[str, ...] | None = None
    factuality: tuple[int | None, ...] | None = None
    """did it happen? eighths on -24 (certainly not) to 24 (certainly), None where nobody was asked"""
    senses: tuple[str, ...] | None = None
    """the type of act that a word names, "none", or UNKNOWN where nobody said"""


def blocks(path: Path) -> Iterator[list[str]]:
    """Yield the lines of each sentence of a column file, without comments."""
    block: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not (line.startswith("# ") or line.startswith("#\t")):
            block.append(line)
        elif not line.strip() and block:
            yield block
            block = []
    if block:
        yield block


def features(column: str) -> str:
    """Keep the features that the graph reads, in a fixed order; "_" when there is none."""
    kept = [part for part in column.split("|") if part.split("=")[0] in KEPT_FEATURES]
    return "|".join(sorted(kept)) or "_"


def read_conllu(path: Path) -> list[Annotated]:
    """Read a UD treebank: syntactic words only (no multiword ranges, no empty nodes); heads 0 the root."""
    sentences = []
    for block in blocks(path):
        rows = [row for row in (line.split("\t") for line in block) if row[0].isdigit()]
        words, upos, xpos, feats, heads, rels = (tuple(row[i] for row in rows) for i in (1, 3, 4, 5, 6, 7))
        sentences.append(Annotated(words, upos, xpos, tuple(map(features, feats)), tuple(map(int, heads)), rels))
    return sentences


def frequent(counts: Counter[str], least: int) -> set[str]:
    return {value for value, count in counts.items() if count >= least}


def label_sets(treebank: list[Annotated]) -> LabelSets:
    """Fix the label names from the training treebank; rare subtypes fall back to their base relation."""
    upos, xpos, morph, rels = (
        Counter(value for sentence in treebank for value in getattr(sentence, layer) or ())
        for layer in ("upos", "xpos", "morph", "rels")
    )
    common = frequent(rels, RARE_REL)
    base = {rel.split(":")[0] for rel in rels}
    return LabelSets(
        upos=tuple(sorted(upos)),
        xpos=tuple(sorted(xpos)),
        morph=tuple(sorted(frequent(morph, RARE_MORPH))),
        rels=tuple(sorted(common | base)),
        names=NAME_LABELS,
    )


def known_rel(rel: str, labels: LabelSets) -> str:
    """Map a relation to one that the model has."""
    return rel if rel in labels.rels else rel.split(":")[0]
