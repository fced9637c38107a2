"""How many sentences of news and other prose a stem stands in: the table behind `watchfloor.linking.words`.

    python -m training.rarity --data DATA --into src/watchfloor/data/packs/words/rarity.tsv

Counts the sentences of the treebanks and of the silver names news (their `train` parts only), one count a sentence.
Stems in fewer than `--least` sentences are left out: an unknown stem is taken to be rarer than any that is listed.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from training.data import blocks
from watchfloor.linking import words

COLUMNS = {"ud/ewt-train.conllu": 1, "ud/gum-free-train.conllu": 1, "ner/gmb-silver-train.conll": 0}
"""the files, and the column of each in which the word stands"""

HEAD = """\
# In how many sentences of ordinary prose a stem stands; the row * is the number of all sentences. A stem is a folded
# word cut to six letters. Made by training/rarity.py from the training parts of UD English EWT, of GUM's free genres
# and of the Groningen Meaning Bank (see NOTICE); it holds counts, not text.
stem\tsentences
"""


def sentences(data: Path) -> Iterator[frozenset[str]]:
    """The stems of each sentence."""
    for name, column in COLUMNS.items():
        for block in blocks(data / "train" / name):
            forms = (line.split("\t")[column] for line in block if "-" not in line.split("\t")[0] or not column)
            yield frozenset(words.stems(" ".join(forms)))


def table(data: Path, least: int) -> str:
    """The whole file."""
    counts: Counter[str] = Counter()
    total = 0
    for stems in sentences(data):
        counts.update(stems)
        total += 1
    rows = [f"{stem}\t{n}" for stem, n in sorted(counts.items()) if n >= least and not stem.isdigit()]
    return HEAD + "\n".join([f"*\t{total}", *rows]) + "\n"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--into", type=Path, required=True)
    parser.add_argument("--least", type=int, default=3)
    given = parser.parse_args()
    given.into.write_text(table(given.data, given.least), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
