"""The codebook's own examples, run: every pattern must code its hit, with the right sides, and leave its near miss."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from watchfloor.coding.graph import Graph, build
from watchfloor.coding.match import match
from watchfloor.coding.patterns import NAME_CLASSES, TESTS, Codebook, PatternBlock, example
from watchfloor.types import Facet, Match, Sentence

Parse = Callable[[str], tuple[Sentence, ...]]


def check(codebook: Codebook, parse: Parse) -> Iterator[str]:
    """Every fault of the codebook, each as "file:line pattern: what is wrong"; nothing when all is well."""
    yield from _duplicate_examples(codebook)
    for block in codebook.patterns.values():
        where = f"{codebook.lines[block.id]} {block.id}"
        for fault in (*_faults(block, codebook), *run(block, codebook, parse)):
            yield f"{where}: {fault}"


def run(block: PatternBlock, codebook: Codebook, parse: Parse) -> Iterator[str]:
    """What is wrong with the examples of one pattern when they are coded; nothing when both do what they should."""
    yield from _hit(block, codebook, parse)
    yield from _miss(block, codebook, parse)


def _faults(block: PatternBlock, codebook: Codebook) -> Iterator[str]:
    if not (block.verbs or block.nouns or block.adjectives):
        yield "names no verb, noun or adjective"
    for role, words in (*block.where.items(), *block.unless.items()):
        for word in words:
            if word.startswith("@") and word[1:] not in (*codebook.classes, *NAME_CLASSES, *TESTS):
                yield f"{role} asks for {word}, which classes.toml does not have"
    if block.hit_facet not in set(Facet):
        yield f"hit_facet {block.hit_facet!r} is none of {', '.join(Facet)}"
    if block.facet and block.facet not in set(Facet):
        yield f"facet {block.facet!r} is none of {', '.join(Facet)}"


def _duplicate_examples(codebook: Codebook) -> Iterator[str]:
    seen: dict[str, str] = {}
    for block in codebook.patterns.values():
        for text in (block.hit, block.miss):
            if text in seen:
                yield f"{codebook.lines[block.id]} {block.id}: example already used by {seen[text]}"
            seen[text] = block.id


def matches(text: str, codebook: Codebook, parse: Parse) -> list[tuple[Graph, Match]]:
    """The acts that a codebook alone finds in a text, each with the graph of its sentence."""
    found = []
    for sentence in parse(text):
        graph = build(sentence, codebook.light_verbs, codebook.receiving_verbs)
        found += [(graph, m) for m in match(graph, codebook)]
    return found


def _hit(block: PatternBlock, codebook: Codebook, parse: Parse) -> Iterator[str]:
    try:
        wanted = example(block.hit)
    except ValueError as error:
        yield str(error)
        return
    found = matches(wanted.text, codebook, parse)
    mine = [(g, m) for g, m in found if m.pattern == block.id]
    if not mine:
        yield f"does not code its hit; what codes it: {', '.join(m.pattern for _, m in found) or 'nothing'}"
        return
    graph, got = mine[0]
    if got.facet.value != block.hit_facet:
        yield f"codes its hit as {got.facet.value}, not {block.hit_facet} ({'; '.join(got.reasons)})"
    for side, heads, spans in (("actor", got.actors, wanted.actors), ("recipient", got.recipients, wanted.recipients)):
        yield from _sides(graph.sentence, side, heads, spans)


def _sides(sentence: Sentence, side: str, heads: tuple[int, ...], spans: tuple[tuple[int, int], ...]) -> Iterator[str]:
    for start, end in spans:
        if not any(start <= sentence.starts[h] and sentence.ends[h] <= end for h in heads):
            yield f"{side} of its hit is not bound; bound: {', '.join(sentence.words[h] for h in heads) or 'nothing'}"
    for head in heads if spans else ():
        if not any(start <= sentence.starts[head] and sentence.ends[head] <= end for start, end in spans):
            yield f"binds {sentence.words[head]!r} as {side} of its hit"


def _miss(block: PatternBlock, codebook: Codebook, parse: Parse) -> Iterator[str]:
    if "[" in block.miss or "{" in block.miss:
        yield "marks belong into the hit, not into the miss"
    if any(m.pattern == block.id for _, m in matches(block.miss, codebook, parse)):
        yield "codes its near miss"
