"""Which column of a table, or which key of a row, holds what: told by the user, or guessed by its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from watchfloor.errors import UsageError
from watchfloor.reading.characters import one_line


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The names of the columns that hold the parts of an article; an empty one is not there."""

    text: str = ""
    html: str = ""
    title: str = ""
    url: str = ""
    published: str = ""
    outlet: str = ""
    author: str = ""
    language: str = ""

    def __str__(self) -> str:
        return ",".join(f"{part}={name}" for part in PARTS if (name := getattr(self, part)))

    def taken(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The parts of an article in a row, by our names."""
        return {part: row.get(name) for part in PARTS if (name := getattr(self, part))}


PARTS: Final = tuple(field.name for field in fields(ColumnMap))

# Names met in archives of news, the surest first, in small letters with nothing between the words.
_NAMES: Final = {
    "text": "text fulltext bodytext articletext plaintext contenttext body content article maintext story storytext "
    "transcript rawtext cleantext paragraphs",
    "html": "html rawhtml bodyhtml contenthtml articlehtml contentencoded",
    "title": "title headline articletitle head heading hed",
    "url": "url link articleurl permalink weburl sourceurl canonicalurl uri address href",
    "published": "published date publicationdate publishedat publishdate pubdate datepublished publishedtime "
    "articledate publicationtime issued datetime timestamp time day created createdat",
    "outlet": "outlet publication publisher newspaper medianame sourcename source site website domain journal paper "
    "provider",
    "author": "author authors byline creator writer",
    "language": "language lang languagecode",
}


def guess(names: Iterable[str]) -> ColumnMap:
    """What the columns hold, by their names; what cannot be told stays empty."""
    shorn: dict[str, str] = {}
    for name in names:
        shorn.setdefault(re.sub(r"[\W_]+", "", name.lower()), name)
    found: dict[str, str] = {}
    for part, known in _NAMES.items():
        for word in known.split():
            if word in shorn and shorn[word] not in found.values():
                found[part] = shorn[word]
                break
    return ColumnMap(**found)


def told(words: str) -> ColumnMap:
    """The map in words as a user writes it: `text=Body,title=Headline,published=Date`. Raises `UsageError`."""
    found: dict[str, str] = {}
    for pair in words.split(","):
        part, is_pair, name = pair.partition("=")
        part = {"date": "published", "link": "url", "headline": "title"}.get(part.strip().lower(), part.strip().lower())
        if not is_pair or part not in PARTS or not name.strip():
            raise UsageError(
                f"{one_line(pair, 60)!r} is no column; write part=name, with a part of {', '.join(PARTS)}"
                " (text=Body,published=Date)"
            )
        found[part] = name.strip()
    return ColumnMap(**found)
