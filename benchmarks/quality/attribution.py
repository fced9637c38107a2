"""Who said what: `python3 -m benchmarks.quality.attribution --data DIR [--half odd|even] [--errors N] [--parsed FILE]`.

Reads `DIR/dev/attribution/polnear-dev.jsonl`: political news with every attribution marked as source, cue and content.
"Attribution" is wide there: thought, belief, intention and perception count beside speech. Each document is read from
its raw text by our own parser; words are those of our own tokeniser, punctuation included, on both sides.

A hit is a pair of attributions whose contents share at least half of their joint words (Jaccard), one to one, taken
greedily from the best pair down. The speaker of a hit is right when the head word of ours lies inside the marked
source, or when both name nobody; `overlap` asks only for one common word. Word figures pool all words of all
attributions of a document: is this word content (speaker, cue) of anything? Where several people marked a document the
first one counts; `best` takes for each document the one that agrees best with us. Inside a direct quotation the set
marks nothing ("he said: “I think it works”" is one attribution), so what we read there is left out of the count.

`--half` keeps the documents at even or odd places; rules were written with the even ones open and the odd ones shut.
`--errors N` lists N missed and N wrong attributions of the chosen documents. `--parsed FILE` keeps the parser's work
between two runs (as JSON; it is used only when the parser is the same).
"""

from __future__ import annotations

import argparse
import bisect
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from watchfloor.codec import from_json, to_json
from watchfloor.coding import cuebook, patterns
from watchfloor.coding.attribution import Attribution, attributions
from watchfloor.coding.graph import build
from watchfloor.parsing import words
from watchfloor.parsing.parse import Parser
from watchfloor.types import Sentence

SET = Path("dev/attribution/polnear-dev.jsonl")
HIT = 0.5
PARTS = ("content", "speaker", "cue")
PLAIN = frozenset("say says said saying tell tells told telling add adds added adding according".split())
"""the plainest cues of speech: their recall is shown apart, because half of what is marked is no speech at all"""
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """One attribution as sets of word numbers of its document."""

    content: frozenset[int]
    speaker: frozenset[int]
    cue: frozenset[int]
    head: int = -1
    """the head word of the speaker; ours alone"""
    rule: str = ""
    plain: bool = False


@dataclass(slots=True)
class Tally:
    """Counts over documents."""

    hits: int = 0
    gold: int = 0
    ours: int = 0
    right: int = 0
    overlap: int = 0
    plain: list[int] = field(default_factory=lambda: [0, 0])
    """found and marked attributions whose cue is one of `PLAIN`"""
    words: dict[str, list[int]] = field(default_factory=lambda: {part: [0, 0, 0] for part in PARTS})
    rules: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def report(self) -> str:
        p, r, f = _prf(self.hits, self.ours, self.gold)
        right, overlap = self.right / max(1, self.hits), self.overlap / max(1, self.hits)
        plain = self.plain[0] / max(1, self.plain[1])
        lines = [
            f"attributions   P {p:.3f}  R {r:.3f}  F1 {f:.3f}   ({self.hits} hits, {self.ours} ours, {self.gold} gold)",
            f"plain cues     R {plain:.3f}   ({self.plain[1]} marked: said, told, added, according)",
            f"speaker        right in {right:.3f} of hits, overlap {overlap:.3f}",
        ]
        for part, counts in self.words.items():
            p, r, f = _prf(*counts)
            lines.append(f"words {part:8} P {p:.3f}  R {r:.3f}  F1 {f:.3f}")
        return "\n".join(lines)


def _prf(hits: int, ours: int, gold: int) -> tuple[float, float, float]:
    precision, recall = hits / max(1, ours), hits / max(1, gold)
    return precision, recall, 2 * hits / max(1, ours + gold)


class Words:
    """The words of a text, and which of them a span touches."""

    def __init__(self, text: str) -> None:
        self.spans = words.split(text)
        self.starts = [a for a, _ in self.spans]
        self.ends = [b for _, b in self.spans]

    def of(self, spans: Iterable[Sequence[int]]) -> frozenset[int]:
        found: set[int] = set()
        for start, end in spans:
            found.update(range(bisect.bisect_right(self.ends, start), bisect.bisect_left(self.starts, end)))
        return frozenset(found)


def gold_readings(document: dict[str, Any], table: Words) -> list[list[Reading]]:
    """What each annotator marked."""
    found = []
    text = document["text"]
    for one in document["annotations"]:
        readings = []
        for raw in one["attributions"]:
            content = table.of(raw.get("content", ()))
            if content:
                cue = table.of(raw.get("cue", ()))
                plain = any(text[slice(*table.spans[i])].lower() in PLAIN for i in cue)
                readings.append(Reading(content, table.of(raw.get("source", ())), cue, plain=plain))
        found.append(readings)
    return found


def our_readings(found: Iterable[Attribution], table: Words) -> list[Reading]:
    """What we read, but for what lies inside a quotation."""
    readings = []
    for one in found:
        if one.quoted:
            continue
        speaker = [] if one.speaker is None else [(one.speaker.start, one.speaker.end)]
        cue = [] if one.cue is None else [(one.cue.start, one.cue.end)]
        head = -1
        if one.speaker is not None:
            at = one.speaker.at
            head = next(iter(table.of([(at, at + 1)])), -1)
        content = table.of(one.content)
        if content:
            readings.append(Reading(content, table.of(speaker), table.of(cue), head, one.rule))
    return readings


def pairs(gold: list[Reading], ours: list[Reading]) -> list[tuple[int, int]]:
    """Greedy one-to-one pairs, the best first; of equal ones the earlier."""
    scored = []
    for i, g in enumerate(gold):
        for j, o in enumerate(ours):
            common = len(g.content & o.content)
            if common:
                jaccard = common / len(g.content | o.content)
                if jaccard >= HIT:
                    near = len(g.cue & o.cue) > 0
                    scored.append((-jaccard, not near, i, j))
    left, right, found = set(), set(), []
    for _, _, i, j in sorted(scored):
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            found.append((i, j))
    return found


def count(tally: Tally, gold: list[Reading], ours: list[Reading]) -> list[tuple[int, int]]:
    """Adds one document to the tally; gives the pairs."""
    found = pairs(gold, ours)
    tally.hits += len(found)
    tally.gold += len(gold)
    tally.ours += len(ours)
    for i, j in found:
        nobody = not gold[i].speaker and ours[j].head < 0
        tally.right += nobody or ours[j].head in gold[i].speaker
        tally.overlap += nobody or bool(gold[i].speaker & ours[j].speaker)
    tally.plain[0] += sum(gold[i].plain for i, _ in found)
    tally.plain[1] += sum(g.plain for g in gold)
    matched = {j for _, j in found}
    for j, reading in enumerate(ours):
        tally.rules[reading.rule, j in matched] += 1
    for part in PARTS:
        wanted = frozenset[int]().union(*(getattr(g, part) for g in gold))
        have = frozenset[int]().union(*(getattr(o, part) for o in ours))
        for k, number in enumerate((len(wanted & have), len(have), len(wanted))):
            tally.words[part][k] += number
    return found


@dataclass(frozen=True, slots=True)
class Parsed:
    """What is kept between two runs."""

    parser: str
    """id of the parser that read them"""
    documents: tuple[tuple[Sentence, ...], ...]


def parsed(documents: list[dict[str, str]], keep: Path | None) -> tuple[list[tuple[Sentence, ...]], float]:
    """The sentences of each document, and how long the parser took for them (0 when they were kept)."""
    parser = Parser.load()
    if keep is not None and keep.exists():
        kept = from_json(keep.read_bytes(), Parsed)
        if kept.parser == parser.id and len(kept.documents) == len(documents):
            return list(kept.documents), 0.0
    begun = time.process_time()
    sentences = [parser.parse(document["text"]) for document in documents]
    took = time.process_time() - begun
    if keep is not None:
        keep.write_bytes(to_json(Parsed(parser.id, tuple(sentences))))
    return sentences, took


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--half", choices=("even", "odd"))
    options.add_argument("--errors", type=int, default=0)
    options.add_argument("--parsed", type=Path)
    options.add_argument("--json", action="store_true")
    asked = options.parse_args(arguments)
    lines = (asked.data / SET).read_text(encoding="utf-8").splitlines()
    documents = [json.loads(line) for line in lines]
    sentences, parsing = parsed(documents, asked.parsed)
    codebook, book = patterns.load(), cuebook.load()
    first, best = Tally(), Tally()
    reading = building = 0.0
    missed: list[str] = []
    wrong: list[str] = []
    for place, (document, analysed) in enumerate(zip(documents, sentences, strict=True)):
        if asked.half and place % 2 != (asked.half == "odd"):
            continue
        begun = time.process_time()
        graphs = tuple(build(s, codebook.light_verbs, codebook.receiving_verbs) for s in analysed)
        between = time.process_time()
        found = attributions(document["text"], analysed, graphs, book)
        building += between - begun
        reading += time.process_time() - between
        table = Words(document["text"])
        ours, gold = our_readings(found, table), gold_readings(document, table)
        matches = count(first, gold[0], ours)
        count(best, max(gold, key=lambda g: _prf(len(pairs(g, ours)), len(ours), len(g))[2]), ours)
        taken, used = {i for i, _ in matches}, {j for _, j in matches}
        missed += [f"{place}: {_shown(document['text'], table, g)}" for i, g in enumerate(gold[0]) if i not in taken]
        wrong += [f"{place}: {_shown(document['text'], table, o)}" for j, o in enumerate(ours) if j not in used]
    if asked.json:
        p, r, f = _prf(first.hits, first.ours, first.gold)
        out = {"precision": p, "recall": r, "f1": f, "speaker": first.right / max(1, first.hits)}
        out |= {part: _prf(*first.words[part])[2] for part in PARTS}
        print(json.dumps(out))
        return 0
    print(first.report())
    print("best annotator of each document:")
    print(best.report().splitlines()[0])
    for rule in sorted({rule for rule, _ in first.rules}):
        hit, miss = first.rules[rule, True], first.rules[rule, False]
        print(f"  rule {rule:24} {hit:5} of {hit + miss:5} hit")
    print(f"processor seconds: parsing {parsing:.1f}, graphs {building:.2f}, attribution {reading:.2f}")
    for name, rows in (("missed", missed), ("wrong", wrong)):
        step = max(1, len(rows) // asked.errors) if asked.errors else 1
        for row in rows[::step][: asked.errors]:
            print(f"{name} {row}")
    return 0


def _shown(text: str, table: Words, reading: Reading) -> str:
    def words_of(numbers: frozenset[int]) -> str:
        return " ".join(text[table.spans[i][0] : table.spans[i][1]] for i in sorted(numbers))

    return (
        f"S[{words_of(reading.speaker)}] Q[{words_of(reading.cue)}] C[{words_of(reading.content)[:300]}] {reading.rule}"
    )


if __name__ == "__main__":
    sys.exit(main())
