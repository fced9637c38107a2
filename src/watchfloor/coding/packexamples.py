"""Whether the examples of a pack show a range of English: no two of one build, and enough that are no plain clause.

A codebook whose every example is "A did X to B" passes its own tests and fails on news. So no example may equal another
once names, numbers and the trigger are masked, and of the hits of each type a share must be passive, nominal, headline
or relative.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from watchfloor.coding.check import Parse, matches
from watchfloor.coding.packread import Fault, Placed
from watchfloor.coding.patterns import Codebook, PatternBlock, example
from watchfloor.types import Sentence

SHARE = 0.3
"""of the hits of a type, at least so many must be something else than a plain active clause"""
STYLES = ("passive", "nominal", "headline", "relative")
ENDS = (".", "!", "?", '"', "”", "'", "’")

Report = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Range:
    """How the hits of one type are built. A hit may be of several styles."""

    hits: int
    other: int
    """of any style of `STYLES`"""
    styles: dict[str, int]

    @property
    def share(self) -> float:
        """Of the hits, those that are no plain active clause: 0 to 1."""
        return self.other / self.hits if self.hits else 0.0


def examine(
    blocks: Sequence[Placed], codebook: Codebook, parse: Parse, report: Report | None = None
) -> tuple[dict[str, Range], tuple[Fault, ...]]:
    """How the hits of each type are built, and what is wrong with the examples as a whole."""
    faults: list[Fault] = []
    seen: dict[tuple[str, str], Placed] = {}
    hits: Counter[str] = Counter()
    other: Counter[str] = Counter()
    styles: dict[str, Counter[str]] = {}
    for done, placed in enumerate(blocks, 1):
        block = placed.block
        try:
            example(block.hit)
        except ValueError:
            continue  # told as a fault of its form
        for key, text in (("hit", example(block.hit).text), ("miss", block.miss)):
            mask = masked(text, block, codebook, parse)
            first = seen.setdefault((key, mask), placed)
            if first is not placed:
                what = f"its {key} is built as that of {first.block.id} ({first.file}:{first.line}): {mask}"
                faults.append(Fault(placed.file, placed.line, block.id, what, "build another sentence"))
        found = style(block, codebook, parse)
        hits[block.type] += 1
        other[block.type] += bool(found)
        styles.setdefault(block.type, Counter()).update(found)
        if report:
            report(done, len(blocks), block.id)
    ranges = {
        kind: Range(hits[kind], other[kind], {name: styles[kind][name] for name in STYLES}) for kind in sorted(hits)
    }
    faults += _poor(blocks, ranges)
    return ranges, tuple(faults)


def _poor(blocks: Sequence[Placed], ranges: dict[str, Range]) -> Iterator[Fault]:
    for kind, found in ranges.items():
        if found.share < SHARE:
            file = next(placed.file for placed in blocks if placed.block.type == kind)
            what = f"{found.other} of {found.hits} hits are {', '.join(STYLES[:-1])} or {STYLES[-1]}"
            yield Fault(file, 0, kind, what, f"of each type {SHARE:.0%} must be; turn some round")


def style(block: PatternBlock, codebook: Codebook, parse: Parse) -> tuple[str, ...]:
    """How the hit of a pattern is built, out of `STYLES`; empty for a plain active clause or a hit not coded."""
    text = example(block.hit).text
    for graph, match in matches(text, codebook, parse):
        if match.pattern != block.id:
            continue
        s = graph.sentence
        carriers = [i for i in (match.head, graph.light[match.head]) if i >= 0]
        found = {
            "passive": any(graph.passive[i] for i in carriers),
            "nominal": s.upos[match.head] in ("NOUN", "PROPN"),
            "headline": not text.rstrip().endswith(ENDS),
            "relative": any(s.rels[i].startswith("acl") for i in carriers),
        }
        return tuple(name for name in STYLES if found[name])
    return ()


def masked(text: str, block: PatternBlock, codebook: Codebook, parse: Parse) -> str:
    """The text with names as N, numbers as 0 and the words of the trigger as T: what is left is its build."""
    triggers = {
        (graph.sentence.start, i)
        for graph, match in matches(text, codebook, parse)
        if match.pattern == block.id
        for i in match.trigger
    }
    entries = {word for entry in (*block.verbs, *block.nouns, *block.adjectives) for word in entry.split()}
    out: list[str] = []
    for sentence in parse(text):
        for i in range(len(sentence)):
            trigger = (sentence.start, i) in triggers or (not triggers and sentence.lemmas[i].lower() in entries)
            word = "T" if trigger else _mask(sentence, i)
            if word not in ("N", "T") or out[-1:] != [word]:
                out.append(word)
    return " ".join(out)


def _mask(sentence: Sentence, i: int) -> str:
    word = sentence.words[i]
    if sentence.upos[i] == "NUM" or word[:1].isdigit():
        return "0"
    if sentence.names[i] != "O" or sentence.upos[i] == "PROPN" or (word[:1].isupper() and i > 0):
        return "N"
    return "N" if word[:1].isupper() and sentence.upos[i] == "ADJ" else word.lower()
