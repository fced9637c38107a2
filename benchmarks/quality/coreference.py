"""Pronouns against the actors they stand for: `python -m benchmarks.quality.coreference --data DIR`.

    [--json] [--errors N]

Reads `DIR/train/coref/ontogum-free-dev.conllu`, whose `Entity=` column marks phrases by the chain they belong to. The
text of each document is put together again and read by our own parser and resolver; words meet by their offsets.

Counted is every he, she, it and they (all forms; "it" without a reference has no chain and is none) whose chain has a
named or described actor before it. The marks say nothing of what a chain is, so an actor is: a chain with a named or
described phrase, and he, she, who, I, we or you among its members; or headed by a proper noun or by a noun for people
or bodies (roles of the actors pack and the list here). What is asked of the resolver is the phrase it takes the pronoun
for. It is right when that phrase, by its head, is one of the chain; of nested phrases with that head the smallest
counts, and coordinated heads must lie in one phrase. precision: right of those answered. recall: right of all counted.

"all answers" is harder: it also asks the pronouns that are not counted (things, "it rains", chains that begin later);
an answer that is an actor by our reading is wrong there, unless the chain agrees.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from watchfloor.parsing.parse import Parser
from watchfloor.resolving import actorpack
from watchfloor.resolving.actors import ActorBook
from watchfloor.resolving.phrases import pieces, singular
from watchfloor.resolving.pronouns import PRONOUNS
from watchfloor.types import Sentence

PERSONAL = frozenset("he she him her his hers himself herself who whom i me my we us our you your".split())
PEOPLE = frozenset(
    "man woman boy girl child people person mother father son daughter wife husband brother sister friend family "
    "poet king queen emperor empress prince princess scientist researcher student teacher player author writer "
    "artist doctor patient company organization organisation team group community church university school country "
    "nation state city government party police army club band crowd worker resident victim fan visitor "
    "developer".split()
)
NAMING = ("flat", "compound", "appos", "nmod:desc", "goeswith", "fixed")


@dataclass(slots=True)
class Word:
    form: str
    upos: str
    rel: str
    head: int
    """index in the document, -1 for a root"""
    start: int
    end: int


@dataclass(slots=True)
class Mention:
    first: int
    last: int
    """words of the document, the last included"""
    chain: str
    head: int = -1


@dataclass(slots=True)
class Document:
    name: str
    text: str = ""
    words: list[Word] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    @property
    def genre(self) -> str:
        return self.name.split("_")[1]


def documents(path: Path) -> Iterator[Document]:
    """The documents of a file with their chains."""
    document = Document("")
    offset, base, block = 0, 0, False
    opened: dict[str, list[int]] = defaultdict(list)
    surface: tuple[int, str, bool] | None = None
    parts: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newdoc id"):
            if document.words:
                yield _whole(document, parts)
            document = Document(line.split("=")[1].strip())
            offset, parts = 0, []
            opened.clear()
        elif line.startswith("# newpar"):
            block = True
        elif line.startswith("# sent_id"):
            if parts:
                gap = "\n\n" if block else "" if parts[-1].endswith(" ") else " "
                parts.append(gap)
                offset += len(gap)
            block, base = False, len(document.words)
        elif line and line[0].isdigit():
            cells = line.split("\t")
            blank = "SpaceAfter=No" not in cells[9]
            if "." in cells[0]:
                continue
            if "-" in cells[0]:
                surface = (int(cells[0].split("-")[1]), cells[1], blank)
                parts.append(cells[1] + (" " if blank else ""))
                span = (offset, offset + len(cells[1]))
                offset += len(parts[-1])
                continue
            number = int(cells[0])
            if surface is not None and number <= surface[0]:
                start = min(span[0], span[1])
                end = min(span[1], start + len(cells[1])) if number < surface[0] else span[1]
                span = (end, span[1])
                if number == surface[0]:
                    surface = None
            else:
                start, end = offset, offset + len(cells[1])
                parts.append(cells[1] + (" " if blank else ""))
                offset += len(parts[-1])
            head = int(cells[6]) - 1
            at = len(document.words)
            document.words.append(Word(cells[1], cells[3], cells[7], base + head if head >= 0 else -1, start, end))
            _mark(document, cells[9], at, opened)
    if document.words:
        yield _whole(document, parts)


def _mark(document: Document, cell: str, at: int, opened: dict[str, list[int]]) -> None:
    """Opens and closes the phrases that `Entity=(5` , `5)` and `(5)` name at a word."""
    written = next((c[7:] for c in cell.split("|") if c.startswith("Entity=")), "")
    for piece in written.replace("(", " (").replace(")", ") ").split():
        chain = piece.strip("()").split("-")[0]
        if piece.startswith("("):
            opened[chain].append(at)
        if piece.endswith(")") and opened[chain]:
            document.mentions.append(Mention(opened[chain].pop(), at, chain))


def _whole(document: Document, parts: list[str]) -> Document:
    document.text = "".join(parts)
    for mention in document.mentions:
        inside = range(mention.first, mention.last + 1)
        mention.head = next((w for w in inside if document.words[w].head not in inside), mention.first)
    document.mentions.sort(key=lambda m: (m.first, -m.last))
    return document


class Gold:
    """The chains of a document, and which phrase a word of our parser stands for."""

    def __init__(self, document: Document, nouns: frozenset[str]) -> None:
        self.document = document
        self.nouns = nouns
        self.at: dict[int, int] = {o: i for i, w in enumerate(document.words) for o in range(w.start, w.end)}
        self.by_chain: dict[str, list[Mention]] = defaultdict(list)
        for mention in document.mentions:
            self.by_chain[mention.chain].append(mention)

    def chain_of_pronoun(self, word: int) -> str:
        return next((m.chain for m in self.document.mentions if m.first == m.last == word), "")

    def is_counted(self, word: int) -> bool:
        """Whether the chain of the pronoun is an actor's, named or described before it."""
        chain = self.chain_of_pronoun(word)
        members = self.by_chain.get(chain, [])
        before = [m for m in members if m.last < word and self.document.words[m.head].upos in ("NOUN", "PROPN")]
        if not chain or not before:
            return False
        if any(self.document.words[m.head].form.lower() in PERSONAL for m in members):
            return True
        return any(self._actor(m) for m in before)

    def _actor(self, mention: Mention) -> bool:
        word = self.document.words[mention.head]
        own = pieces(word.form)
        return word.upos == "PROPN" or (bool(own) and singular(own[-1]) in self.nouns)

    def same(self, chain: str, offsets: tuple[int, ...]) -> bool:
        """Whether the phrase with heads at these offsets is one of the chain."""
        words = [self.at[o] for o in offsets if o in self.at]
        if not words or len(words) < len(offsets):
            return False
        return self.phrase(tuple(words)) == chain

    def phrase(self, words: tuple[int, ...]) -> str:
        """The chain of the smallest phrase with this head, or with all these coordinated heads; empty when none."""
        up, found = words[0], []
        tops = {up}
        while self.document.words[up].head >= 0 and self.document.words[up].rel.startswith(NAMING):
            up = self.document.words[up].head
            tops.add(up)
        for mention in self.document.mentions:
            if mention.head in tops and all(mention.first <= w <= mention.last for w in words):
                joined = any(
                    w.head == mention.head and w.rel == "conj" and w.upos in ("NOUN", "PROPN", "PRON")
                    for w in self.document.words[mention.first : mention.last + 1]
                )
                if joined == (len(words) > 1):
                    found.append(mention)
        return min(found, key=lambda m: m.last - m.first).chain if found else ""


def pronouns(sentences: tuple[Sentence, ...]) -> Iterator[tuple[Sentence, int]]:
    for sentence in sentences:
        for word, form in enumerate(sentence.words):
            if form.lower() in PRONOUNS:
                yield sentence, word


def main() -> int:
    """Prints the figures; exit status 0."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--json", action="store_true")
    options.add_argument("--errors", type=int, default=0, metavar="N", help="list N wrong answers of each document")
    chosen = options.parse_args()
    parser, book = Parser.load(), ActorBook.load()
    nouns = PEOPLE | frozenset(actorpack.load().roles)
    count: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents(chosen.data / "train" / "coref" / "ontogum-free-dev.conllu"):
        _score(parser, book, document, Gold(document, nouns), count, chosen.errors)
    if chosen.json:
        json.dump({name: dict(c) for name, c in sorted(count.items())}, sys.stdout, indent=1)
        print()
        return 0
    print(f"{'':22} {'counted':>7} {'answered':>8} {'right':>6} {'precision':>9} {'recall':>7}")
    for name in sorted(count, key=lambda n: (n != "all", n)):
        if name == "all answers":
            continue
        c = count[name]
        precision, recall = c["right"] / max(1, c["answered"]), c["right"] / max(1, c["counted"])
        print(f"{name:22} {c['counted']:7} {c['answered']:8} {c['right']:6} {precision:9.3f} {recall:7.3f}")
    c = count["all answers"]
    share = c["right"] / max(1, c["answered"])
    print(f"all answers that name an actor: right {c['right']} of {c['answered']}, {share:.3f}")
    return 0


def _score(
    parser: Parser, book: ActorBook, document: Document, gold: Gold, count: dict[str, Counter[str]], listed: int
) -> None:
    text = document.text
    sentences = parser.parse(text)
    seen = book.survey(sentences, text, None)
    by_start = {s.start: s for s in sentences}
    wrong = 0
    for sentence, word in pronouns(sentences):
        at = gold.at.get(sentence.starts[word], -1)
        if at < 0:
            continue
        counted = gold.is_counted(at)
        taken = seen.pronouns.get((sentence.start, word))
        groups = ("all", f"pronoun {_class(sentence.words[word].lower())}", f"genre {document.genre}")
        right = False
        if taken is not None:
            source = by_start[taken[0]]
            right = gold.same(gold.chain_of_pronoun(at), tuple(source.starts[w] for w in taken[1]))
        for group in groups if counted else ():
            count[group].update(counted=1, answered=int(taken is not None), right=int(right))
        actors = book.resolve(sentence, word, version="v", text=text, on=None, seen=seen)
        if actors:
            count["all answers"].update(answered=1, right=int(right))
        if taken is not None and not right and (counted or actors) and wrong < listed:
            wrong += 1
            phrase = " + ".join(source.words[w] for w in taken[1])
            here = text[max(0, sentence.starts[word] - 150) : sentence.ends[word] + 30].replace("\n", " ")
            print(
                f"{document.name}: {sentence.words[word]!r} is {phrase!r}{'' if counted else ' (not counted)'}: {here}"
            )


def _class(form: str) -> str:
    for name, forms in (("he", ("he", "him", "his", "himself")), ("she", ("she", "her", "hers", "herself"))):
        if form in forms:
            return name
    return "it" if form in ("it", "its", "itself") else "they"


if __name__ == "__main__":
    sys.exit(main())
