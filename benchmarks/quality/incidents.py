"""Which reports are of one happening: `python -m benchmarks.quality.incidents --data DIR [--json] [--even]`.

Reads `DIR/dev/incidents/ecbplus.jsonl` (ECB+, half of its topics) and takes the mentions of acts in the validated
sentences. Our grouping sees the words, our own parse of them and the articles, never a topic; its weights are set by
hand in `watchfloor.linking.incidents`. Beside it stands the rule that every same lemma is one happening, scored by the
same code: over all articles, within the gold topics, and within the gold subtopics, which the rule is told and we are
not.

    given mentions   the gold words of each act
    end to end       our own events; one is met when its word of the act is one of the gold words, and both sides hold
                     all mentions of either: what the other side lacks is a group of its own there

`--even` reads the topics of even number only; errors are looked at there. Singletons count in B-cubed, CEAF and LEA,
and are told apart: the scores over the mentions whose gold group has more than one.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

from benchmarks.quality import clusters
from watchfloor.coding import patterns
from watchfloor.coding.graph import build
from watchfloor.coding.match import match
from watchfloor.linking import incidents, words
from watchfloor.linking.incidents import Mention
from watchfloor.parsing.parse import Parser
from watchfloor.types import Sentence

FILE = Path("dev", "incidents", "ecbplus.jsonl")
ACTS = ("ACTION", "NEG")
ARGUMENTS = frozenset(("NOUN", "PROPN", "NUM", "ADJ"))


@dataclass(frozen=True, slots=True)
class Act:
    """A gold mention."""

    mention: Mention
    chain: Hashable
    topic: str
    subtopic: str


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its validated sentences, parsed: words by their number in the article."""

    id: str
    topic: str
    subtopic: str
    words: tuple[str, ...]
    sentences: dict[int, tuple[list[int], Sentence]]
    mentions: list[tuple[int, list[int], Hashable]]
    """sentence, words in it, chain"""


def read(path: Path, parser: Parser) -> list[Document]:
    """The documents, with our parse of the words as the file gives them."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        places: dict[int, list[int]] = defaultdict(list)
        for number, sentence in enumerate(row["sent"]):
            places[sentence].append(number)
        valid = {s for s in row["validated_sentences"] if s in places}
        parsed = {s: (places[s], _parse(parser, [row["tokens"][i] for i in places[s]])) for s in sorted(valid)}
        mentions = [
            (
                row["sent"][m["tokens"][0]],
                [places[row["sent"][t]].index(t) for t in m["tokens"] if row["sent"][t] == row["sent"][m["tokens"][0]]],
                m.get("chain") or (row["id"], number),
            )
            for number, m in enumerate(row["mentions"])
            if m["type"].startswith(ACTS) and row["sent"][m["tokens"][0]] in valid
        ]
        found.append(Document(row["id"], str(row["topic"]), str(row["sub"]), tuple(row["tokens"]), parsed, mentions))
    return found


def _parse(parser: Parser, tokens: list[str]) -> Sentence:
    """Our analysis of words as they are given."""
    read = parser._model.analyse(tokens)
    starts = list(accumulate((len(token) + 1 for token in tokens), initial=0))
    return Sentence(
        start=0,
        end=starts[-1],
        words=tuple(tokens),
        lemmas=parser._lemmas.lemmas(tuple(tokens), read.xpos),
        upos=read.upos,
        xpos=read.xpos,
        morph=read.morph,
        heads=read.heads,
        rels=read.rels,
        starts=tuple(starts[:-1]),
        ends=tuple(start + len(token) for start, token in zip(starts, tokens, strict=False)),
        names=read.names,
        factuality=read.factuality,
        senses=read.senses,
    )


def acts(documents: Iterable[Document], rarity: words.Rarity) -> list[Act]:
    """The gold mentions, made ready for grouping."""
    out = []
    for document in documents:
        vector = rarity.vector(words.stems(" ".join(document.words)))
        graphs = {number: build(sentence) for number, (_, sentence) in document.sentences.items()}
        for number, (of, inside, chain) in enumerate(document.mentions):
            sentence = document.sentences[of][1]
            mention = _mention(f"{document.id} {number:03}", document.id, sentence, inside, graphs[of], rarity)
            out.append(Act(replace(mention, vector=vector), chain, document.topic, document.subtopic))
    return out


def _mention(
    ident: str, article: str, sentence: Sentence, inside: Sequence[int], graph: Any, rarity: words.Rarity
) -> Mention:
    head = next((w for w in inside if sentence.heads[w] not in inside), inside[0])
    around = [stem for w in range(len(sentence)) if w not in inside for stem in words.stems(sentence.lemmas[w])]
    own = {
        w
        for phrases in graph.roles[head].values()
        for phrase in phrases
        for w in graph.subtree(phrase)
        if w not in inside and sentence.upos[w] in ARGUMENTS
    }
    senses = sentence.senses[head] if sentence.senses else {}
    return Mention(
        id=ident,
        article=article,
        word=sentence.lemmas[head].lower(),
        senses={name: value for name, value in senses.items() if name != "none"},
        stems=rarity.telling(around),
        arguments=rarity.telling(stem for w in sorted(own) for stem in words.stems(sentence.lemmas[w])),
    )


# --- scores -----------------------------------------------------------------------------------------------------------


def groups(keys: Iterable[tuple[Hashable, Hashable]]) -> list[frozenset[Hashable]]:
    """Mentions by their key."""
    found: dict[Hashable, set[Hashable]] = defaultdict(set)
    for mention, key in keys:
        found[key].add(mention)
    return [frozenset(group) for group in found.values()]


def scored(gold: Sequence[frozenset[Hashable]], found: Sequence[frozenset[Hashable]]) -> dict[str, float]:
    """The F1 scores in hundredths, over all mentions and over those that are no singletons in gold."""
    measures = {"muc": clusters.muc, "b3": clusters.b_cubed, "ceaf": clusters.ceaf_e, "lea": clusters.lea}
    out = {name: measure(gold, found).f1 for name, measure in measures.items()}
    out["conll"] = clusters.conll(gold, found)
    kept = {mention for group in gold if len(group) > 1 for mention in group}
    fewer = [group & kept for group in found if group & kept]
    linked = [group for group in gold if len(group) > 1]
    out["conll without singletons"] = clusters.conll(linked, fewer)
    out["lea without singletons"] = clusters.lea(linked, fewer).f1
    return {name: round(100 * value, 1) for name, value in out.items()}


RULES: dict[str, Callable[[Act], Hashable]] = {
    "same lemma": lambda act: act.mention.word,
    "same lemma, topics given": lambda act: (act.topic, act.mention.word),
    "same lemma, subtopics given": lambda act: (act.topic, act.subtopic, act.mention.word),
    "each alone": lambda act: act.mention.id,
}


def measured(documents: Sequence[Document], rarity: words.Rarity) -> dict[str, dict[str, float]]:
    """Every way of grouping with its scores."""
    found = acts(documents, rarity)
    gold = groups((act.mention.id, act.chain) for act in found)
    out = {name: scored(gold, groups((a.mention.id, key(a)) for a in found)) for name, key in RULES.items()}
    ours = [frozenset(m.id for m in group) for group in incidents.group([act.mention for act in found])]
    out["ours"] = scored(gold, ours)
    return out


def end_to_end(documents: Sequence[Document], rarity: words.Rarity) -> dict[str, dict[str, float]]:
    """The same for the acts that our own patterns find: ours, and the rule of the same lemma on them."""
    book = patterns.load()
    gold_keys: dict[str, Hashable] = {}
    mentions: list[Mention] = []
    topics: dict[str, str] = {}
    for document in documents:
        vector = rarity.vector(words.stems(" ".join(document.words)))
        heads: dict[tuple[int, int], str] = {}
        for number, (of, inside, chain) in enumerate(document.mentions):
            ident = f"{document.id} {number:03}"
            gold_keys[ident] = chain
            heads |= {(of, word): ident for word in inside}
        for of, (_, sentence) in document.sentences.items():
            graph = build(sentence, book.light_verbs, book.receiving_verbs)
            for found in match(graph, book):
                ident = heads.get((of, found.head), f"{document.id} own {of} {found.head}")
                if any(one.id == ident for one in mentions[-60:]):
                    continue
                one = _mention(ident, document.id, sentence, found.trigger, graph, rarity)
                facet = incidents.CLASSES[found.facet.value]
                mentions.append(replace(one, vector=vector, type=found.type, facet=facet))
                topics[ident] = document.topic
    every = {*gold_keys, *(one.id for one in mentions)}
    own = {one.id for one in mentions}
    gold = groups((ident, gold_keys.get(ident, ident)) for ident in every)
    alone = [frozenset((ident,)) for ident in sorted(every - own)]
    ours = [frozenset(one.id for one in group) for group in incidents.group(mentions)]
    rule = groups((one.id, (topics[one.id], one.word)) for one in mentions)
    return {
        "end to end, ours": scored(gold, [*ours, *alone]),
        "end to end, same lemma, topics given": scored(gold, [*rule, *alone]),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the scores."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--even", action="store_true", help="the topics of even number only")
    asked = parser.parse_args(arguments)
    documents = read(asked.data / FILE, Parser.load())
    if asked.even:
        documents = [one for one in documents if int(one.topic) % 2 == 0]
    rarity = words.load()
    out = measured(documents, rarity) | end_to_end(documents, rarity)
    if asked.json:
        print(json.dumps(out, indent=1))
        return 0
    for name, scores in out.items():
        print(f"{name:38}" + "  ".join(f"{measure} {value:.1f}" for measure, value in scores.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
