"""The coder: articles in, codings out. Read this file second.

It is pure: after loading there is no network, clock, randomness or file. The same article and the same coder id give
the same bytes, whatever the batch, the order or the number of processes. What is wrong with an article becomes a
`Problem`; it never stops the run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from watchfloor import __version__
from watchfloor.coding import packread, patterns
from watchfloor.coding.explain import Explained, explain
from watchfloor.coding.graph import Graph, build
from watchfloor.coding.match import match
from watchfloor.coding.patterns import Codebook
from watchfloor.parsing.parse import Parser
from watchfloor.resolving.actors import ActorBook
from watchfloor.resolving.dates_zones import Zones
from watchfloor.resolving.events import Background, Resolver
from watchfloor.resolving.gazetteer import Gazetteer
from watchfloor.resolving.ledgers import LedgerReader
from watchfloor.types import Article, Coding, Event, Problem

# What is coded of one article, in code points: half a minute of work. No news page is that long; a page made to hold
# up a run is.
LONGEST = 200_000


class Coder:
    """Everything that is needed to code, loaded once."""

    def __init__(
        self,
        parser: Parser,
        codebook: Codebook,
        book: ActorBook,
        gazetteer: Gazetteer,
        zones: Zones,
        ledgers: LedgerReader,
        own: Sequence[Codebook] = (),
    ) -> None:
        self.parser = parser
        self.codebook = codebook
        self.own = tuple(own)
        """the user's own packs, each matched apart and beside the bundled one"""
        self.resolver = Resolver(book, gazetteer, zones)
        self.ledgers = ledgers
        bundled = (codebook.fingerprint, book.fingerprint, gazetteer.fingerprint, zones.fingerprint)
        lexicons = "-".join((*bundled, ledgers.fingerprint, *(one.fingerprint for one in self.own)))
        self.id = f"watchfloor-{__version__}/{parser.id}/{lexicons}"

    @classmethod
    def load(
        cls,
        packs: Path | None = None,
        model: Path | None = None,
        actors: Path | None = None,
        own_packs: Sequence[Path] = (),
    ) -> Coder:
        """The bundled coder, or one with other packs, another model, a folder of the user's own `actors` over those of
        the pack, or folders with codebooks of the user's own beside the bundled one. Raises `PackDamaged`,
        `ModelDamaged`, and `BadSetting` for a fault in a file of the user's."""
        gazetteer = Gazetteer.load(packs)
        book = ActorBook.load(packs, own=actors, place_country=gazetteer.country_of)
        codebook = patterns.load(packs)
        own = packread.own_codebooks(own_packs, codebook)
        ledgers = LedgerReader.load(book, codebook.facets, packs)
        return cls(Parser.load(model), codebook, book, gazetteer, Zones.load(packs), ledgers, own)

    def code(self, article: Article) -> Coding:
        """Reads one article version into facts. Never raises for what the article says."""
        if article.language not in ("en", "und"):
            return Coding(article.version, self.id, (), (_other_language(article),))
        text = article.text[:LONGEST]
        sentences = self.parser.parse(text)
        background = self.resolver.background(article, sentences)
        graphs = [build(s, self.codebook.light_verbs, self.codebook.receiving_verbs) for s in sentences]
        events: list[Event] = []
        for graph in graphs:
            events.extend(self.resolver.events(graph, match(graph, self.codebook), background))
            events.extend(self._own_events(graph, background))
        kept = self.ledgers.read(text, sentences, graphs, background)
        return Coding(
            article.version,
            self.id,
            tuple(events),
            _problems(article, bool(sentences)),
            kept.statements,
            kept.deadlines,
            kept.outlooks,
            kept.relations,
            kept.links,
        )

    def _own_events(self, graph: Graph, background: Background) -> Iterator[Event]:
        for book in self.own:
            yield from self.resolver.events(graph, match(graph, book), background, own=book.name)

    def code_by(self, article: Article, books: Sequence[Codebook]) -> tuple[tuple[Event, ...], ...]:
        """What each of several codebooks finds in an article, each on its own; parsed and looked up once."""
        sentences = self.parser.parse(article.text[:LONGEST])
        background = self.resolver.background(article, sentences)
        found: list[list[Event]] = [[] for _ in books]
        for sentence in sentences:
            for events, book in zip(found, books, strict=True):
                graph = build(sentence, book.light_verbs, book.receiving_verbs)
                own = book.name if book.own else ""
                events += self.resolver.events(graph, match(graph, book), background, own=own)
        return tuple(map(tuple, found))

    def code_all(self, articles: Iterable[Article]) -> Iterator[Coding]:
        """Codes articles one by one, in order."""
        return map(self.code, articles)

    def explain(self, article: Article) -> tuple[tuple[Explained, tuple[Event, ...]], ...]:
        """For each sentence of an article: how it was read, and the events that came of it."""
        sentences = self.parser.parse(article.text)
        background = self.resolver.background(article, sentences)
        out = []
        for sentence in sentences:
            explained = explain(sentence, self.codebook)
            events = self.resolver.events(explained.graph, explained.matches, background)
            for book in self.own:
                more = explain(sentence, book)
                events += self.resolver.events(more.graph, more.matches, background, own=book.name)
                explained = explained.beside(more)
            out.append((explained, events))
        return tuple(out)


def _problems(article: Article, has_sentences: bool) -> tuple[Problem, ...]:
    if not has_sentences:
        return (Problem("coding", "no-text", "no sentence was found; the page may be empty"),)
    if len(article.text) > LONGEST:
        message = f"only the first {LONGEST:,} characters were coded; cut the page up to have the rest"
        return (Problem("coding", "too-long", message),)
    return ()


def _other_language(article: Article) -> Problem:
    name = article.language
    return Problem("coding", "language", f"not read: language {name}; only English is coded so far")
