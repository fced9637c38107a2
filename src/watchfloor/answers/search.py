"""What was found for some words: facts with their sentences, what the ledgers hold, and articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from watchfloor.answers.articles import head_json
from watchfloor.answers.tables import Column, Table
from watchfloor.codec import ENTRY_KINDS

if TYPE_CHECKING:
    from watchfloor.store.articles import Headline
    from watchfloor.store.entries import Kept
    from watchfloor.store.facts import Fact
    from watchfloor.store.search import Found, Passage
    from watchfloor.store.tallies import Tallies
    from watchfloor.view import View

EVENT, ARTICLE = "event", "article"
KINDS: Final = (EVENT, *ENTRY_KINDS, ARTICLE)
"""the sorts of what can be found"""
OF_ARTICLES: Final = ("since", "until", "outlet", "language")
"""what an article is asked by"""
PASSAGES: Final = 5
"""articles shown beside facts"""


def found_json(found: Found, page: int) -> dict[str, Any]:
    """A page of what was found, ready for JSON. Totals are counted up to a thousand; `more` says that there are more.
    The words that were asked for stand between U+0002 and U+0003 in the `words` of a passage."""
    from watchfloor.exporters.lines import record
    from watchfloor.store.search import COUNTED

    return {
        "total": min(found.total, COUNTED),
        "more": found.total > COUNTED,
        "page": page,
        "facts": [record(fact) for fact in found.facts],
        "articles": min(found.articles, COUNTED),
        "more_articles": found.articles > COUNTED,
        "passages": [head_json(p.article) | {"words": p.words} for p in found.passages],
        "entries": [record(kept) for kept in found.entries],
        "entries_total": min(found.entries_total, COUNTED),
        "more_entries": found.entries_total > COUNTED,
    }


def tallies_json(tallies: Tallies) -> dict[str, Any]:
    """How what fits divides, ready for JSON."""
    return {
        "counted": tallies.counted,
        "by": {
            what: [{"value": one.value, "name": one.name, "number": one.number} for one in counts]
            for what, counts in tallies.by.items()
        },
    }


# --- the screen -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hits:
    """What fits a search: of each sort a page, and how many there are."""

    events: tuple[Fact, ...] = ()
    events_total: int = 0
    """counted up to a thousand and one, as all totals here"""
    entries: tuple[Kept, ...] = ()
    entries_total: int = 0
    passages: tuple[Passage, ...] = ()
    articles_total: int = 0

    @property
    def total(self) -> int:
        """Of all sorts."""
        return self.events_total + self.entries_total + self.articles_total


def hits(view: View, words: str | None, kind: str | None, wanted: dict[str, Any], limit: int, offset: int) -> Hits:
    """A page of what holds some words, or without words of what fits what is `wanted` (see `View.events`): of one
    `kind` of `KINDS`, or of all. Raises `UsageError` for words that are none."""
    from watchfloor.store.facts import Filter
    from watchfloor.store.search import COUNTED, of_entries

    of_events = kind in (None, EVENT)
    of_articles = kind in (None, ARTICLE)
    asked = of_entries(Filter(**wanted), words) if kind not in (EVENT, ARTICLE) else None
    ledgers: dict[str, Any] = {}
    if asked is not None:
        ledgers = {key: value for key in asked.__dataclass_fields__ if (value := getattr(asked, key)) is not None}
    most = COUNTED + 1
    texts = {} if words is None else {"text": words}
    found = None
    if words is not None and of_articles:
        # What an article is asked by is less than what a fact is: a search by type or actor is one for facts.
        narrow = {key: value for key, value in wanted.items() if key in OF_ARTICLES}
        if narrow == wanted:
            passages = limit if kind == ARTICLE else 0 if offset else PASSAGES
            found = view.search(words, limit=0, offset=offset, passages=passages, **narrow)
    return Hits(
        events=tuple(view.each_event(limit=limit, offset=offset, **texts, **wanted)) if of_events else (),
        events_total=view.count_events(most=most, **texts, **wanted) if of_events else 0,
        entries=tuple(view.each_entry(kind, limit=limit, offset=offset, **ledgers)) if asked is not None else (),
        entries_total=view.count_entries(kind, most=most, **ledgers) if asked is not None else 0,
        passages=found.passages if found else (),
        articles_total=found.articles if found else 0,
    )


def pieces(passage: Passage) -> list[tuple[str, bool]]:
    """The words of a passage in pieces, and whether each is one that was asked for."""
    out: list[tuple[str, bool]] = []
    for piece in passage.words.split("\x02"):
        hit, sign, rest = piece.partition("\x03")
        out += [(hit, True), (rest, False)] if sign else [(piece, False)]
    return [one for one in out if one[0]]


COLUMNS: Final = (
    Column("kind", "What", "event, statement, deadline, outlook, relation, link, or article"),
    Column("id", "Id", "opens it"),
    Column("day", "Day", "of the act or of saying; of an article that of publication"),
    Column("type", "Type", "of an event: its PLOVER type"),
    Column("facet", "Facet", "whether the act is a deed"),
    Column("actors", "Who", "who acts, speaks, is bound or holds it"),
    Column("recipients", "To whom"),
    Column("place", "Place"),
    Column("words", "Words", "the words that were read"),
    Column("sentence", "Sentence"),
    Column("outlet", "Outlet"),
    Column("article", "Article", "id of the article"),
    Column("url", "Address"),
    Column("confidence", "Confidence", "that it is read rightly"),
)


def table(found: Hits) -> Table:
    """What was found as rows."""
    rows: list[dict[str, Any]] = []
    for fact in found.events:
        event = fact.event
        rows.append(
            {
                "kind": EVENT,
                "id": event.id,
                "day": None if fact.day is None else fact.day.isoformat(),
                "type": event.type,
                "facet": event.facet.value,
                "actors": [cited.value.name for cited in event.actors],
                "recipients": [cited.value.name for cited in event.recipients],
                "place": event.place.value.name if event.place else None,
                "words": event.trigger.words,
                "sentence": event.sentence.words,
                "confidence": event.confidence,
                **_of_head(fact.article),
            }
        )
    for kept in found.entries:
        entry = kept.entry
        rows.append(
            {
                "kind": kept.kind,
                "id": entry.id,
                "day": None if kept.said is None else kept.said.isoformat(),
                "words": None if entry.cue is None else entry.cue.words,
                "sentence": entry.sentence.words,
                "confidence": entry.confidence,
                **_of_head(kept.article),
            }
        )
    for passage in found.passages:
        head = passage.article
        day = None if head.published is None else head.published.day.isoformat()
        words = "".join(piece for piece, _ in pieces(passage))
        rows.append({"kind": ARTICLE, "id": head.id, "day": day, "words": words, **_of_head(head)})
    return Table(COLUMNS, rows)


def _of_head(head: Headline) -> dict[str, Any]:
    return {"outlet": head.outlet, "article": head.id, "url": head.url}
