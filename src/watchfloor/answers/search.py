"""What was found for some words: facts with their sentences, what the ledgers hold, and articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from watchfloor.answers.articles import head_json

if TYPE_CHECKING:
    from watchfloor.store.search import Found
    from watchfloor.store.tallies import Tallies


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
