"""What an article says beside its events: statements, deadlines, outlooks, relations and links, each by its own reader.

Attribution is read once for the whole article: it gives the statements, and says who tells a relation or a link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from watchfloor.coding import cuebook, tiebook
from watchfloor.coding.attribution import attributions
from watchfloor.coding.cuebook import CueBook
from watchfloor.coding.graph import Graph
from watchfloor.coding.patterns import FacetWords
from watchfloor.resolving import deadlinebook, outlookbook, statements
from watchfloor.resolving.actors import ActorBook
from watchfloor.resolving.deadlines import DeadlineReader
from watchfloor.resolving.events import Background
from watchfloor.resolving.links import LinkReader
from watchfloor.resolving.outlooks import OutlookReader
from watchfloor.resolving.relations import RelationReader
from watchfloor.types import Deadline, Link, Outlook, Relation, Sentence, Statement


@dataclass(frozen=True, slots=True)
class Entries:
    """What one article adds to the ledgers, each in the order of the text."""

    statements: tuple[Statement, ...]
    deadlines: tuple[Deadline, ...]
    outlooks: tuple[Outlook, ...]
    relations: tuple[Relation, ...]
    links: tuple[Link, ...]


class LedgerReader:
    """Reads all ledgers of an article. Holds the loaded books; reading itself is a function of its arguments."""

    def __init__(
        self,
        cues: CueBook,
        books: statements.Books,
        deadlines: DeadlineReader,
        outlooks: OutlookReader,
        relations: RelationReader,
        links: LinkReader,
    ) -> None:
        self.cues = cues
        self.books = books
        self.deadlines = deadlines
        self.outlooks = outlooks
        self.relations = relations
        self.links = links

    @classmethod
    def load(cls, actors: ActorBook, facets: FacetWords, base: Path | None = None) -> LedgerReader:
        """With the bundled words, or those of the packs below `base`. Raises `PackDamaged`."""
        ties = tiebook.load(base)
        return cls(
            cuebook.load(base),
            statements.Books.load(actors, base),
            DeadlineReader(actors, deadlinebook.load(base)),
            OutlookReader(actors, outlookbook.load(base)),
            RelationReader(actors, ties, facets),
            LinkReader(ties, facets),
        )

    @property
    def fingerprint(self) -> str:
        """Changes with every word of the packs that are read here; that of the actors is the coder's own."""
        return "-".join(
            (
                self.cues.fingerprint,
                self.books.fingerprint,
                self.deadlines.book.fingerprint,
                self.outlooks.book.fingerprint,
                self.relations.book.fingerprint,
            )
        )

    def read(
        self, text: str, sentences: Sequence[Sentence], graphs: Sequence[Graph], background: Background
    ) -> Entries:
        """What the article says; `graphs` are those of its sentences, one each, and `text` what they were read from."""
        said = attributions(text, sentences, graphs, self.cues)
        told = statements.statements(said, sentences, graphs, background, self.books)
        return Entries(
            told,
            self.deadlines.deadlines(graphs, background),
            self.outlooks.outlooks(graphs, background),
            self.relations.relations(graphs, background, told),
            self.links.links(graphs, background, told),
        )
