"""What can be asked of the API: each parameter with how it is decoded, and how it is described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from watchfloor.errors import UsageError
from watchfloor.serving import asking
from watchfloor.serving.asking import Many, Parser
from watchfloor.types import Facet

PLAIN: Final = r"^[^\s\x00-\x1f\x7f-\x9f]([^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f])?$"
"""a value: no control characters, and no white space around it"""
LARGEST_PAGE: Final = 1000
USUAL_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Parameter:
    """A key of a query, or a part of a path."""

    name: str
    meaning: str
    schema: Mapping[str, Any]
    parse: Parser | Many
    example: Any = None
    required: bool = False
    place: str = field(default="query")

    def described(self) -> dict[str, Any]:
        """As OpenAPI has it."""
        told: dict[str, Any] = {"name": self.name, "in": self.place, "description": self.meaning}
        told |= {"required": self.required or self.place == "path", "schema": dict(self.schema)}
        return told | ({} if self.example is None else {"example": self.example})


def words(name: str, meaning: str, example: str = "", *, required: bool = False) -> Parameter:
    """Any text."""
    schema = {"type": "string", "minLength": 1, "maxLength": asking.LONGEST, "pattern": PLAIN}
    return Parameter(name, meaning, schema, asking.text, example or None, required)


def choice(name: str, meaning: str, names: Sequence[str], *, required: bool = False) -> Parameter:
    """One of some words."""
    return Parameter(name, meaning, {"type": "string", "enum": list(names)}, asking.choice(*names), names[0], required)


def day(name: str, meaning: str, example: str | None = None) -> Parameter:
    """A calendar day."""
    return Parameter(name, meaning, {"type": "string", "format": "date"}, asking.day, example)


def whole(name: str, meaning: str, least: int, most: int, default: int | None = None) -> Parameter:
    """A whole number."""
    schema: dict[str, Any] = {"type": "integer", "minimum": least, "maximum": most}
    return Parameter(
        name, meaning, schema | ({} if default is None else {"default": default}), asking.whole(least, most)
    )


def share(name: str, meaning: str) -> Parameter:
    """A number from 0 to 1."""

    def parse(text: str, name: str) -> float:
        whole_, dot, part = text.partition(".")
        if not (whole_ in ("0", "1") and (not dot or (part.isascii() and part.isdigit())) and float(text) <= 1):
            raise UsageError(f"{name}: {text!r} is no number from 0 to 1, written like 0.6", text)
        return float(text)

    return Parameter(name, meaning, {"type": "number", "minimum": 0, "maximum": 1}, parse)


def flag(name: str, meaning: str) -> Parameter:
    """1 or 0."""
    return Parameter(name, meaning, {"type": "integer", "enum": [0, 1]}, asking.flag)


def ident(name: str, meaning: str, example: str) -> Parameter:
    """The part of a path that names one."""
    return Parameter(name, meaning, {"type": "string", "minLength": 1}, asking.text, example, True, "path")


AS_OF: Final = Parameter(
    "as_of",
    "Only what was known by then: a day (to its end, in UTC) or a time with its zone. Without it: now.",
    {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]},
    asking.moment,
    "2014-07-03",
)
CODER: Final = words(
    "coder", "Whose reading answers: `current`, `previous`, `then` (the one of that moment), or an id.", "current"
)
FRAME: Final = (AS_OF, CODER)
"""of every resource"""

LIMIT: Final = whole("limit", "At most so many in one page.", 1, LARGEST_PAGE, USUAL_PAGE)
CURSOR: Final = words("cursor", "Where the page begins: `next` of the page before it.")
PAGED: Final = (LIMIT, CURSOR)

_WHO = "a code (IRN, IRQGOV), an id (isis) or a name"
SINCE = day("since", "First day.", "2014-06-10")
UNTIL = day("until", "Last day, included.")
WINDOW: Final = (SINCE, UNTIL)
OUTLET = words("outlet", "Name of the outlet.")
LANGUAGE = words("language", "Code of the language, such as en.", "en")
TEXT = words("text", 'Words that it must hold, all of them; `"together"`, `begin*`.', "talks")
SIDE = words("side", f"Either of the two: {_WHO}.", "IRN")

OF_EVENTS: Final = (
    words("actor", f"Who acts: {_WHO}.", "IRN"),
    words("recipient", f"To whom: {_WHO}."),
    SIDE,
    words("type", "PLOVER type, or one of the desk's own codebooks.", "CONSULT"),
    words("mode", "Mode of the type."),
    choice("facet", "Whether the act is a deed.", [facet.value for facet in Facet]),
    words("place", "Name of a place, words of it, or its id.", "Vienna"),
    words("country", "Country of the place, in three letters.", "IRQ"),
    *WINDOW,
    day("published_since", "First day of publication."),
    day("published_until", "Last day of publication, included."),
    OUTLET,
    LANGUAGE,
    words("article", "Id of an article."),
    TEXT,
    share("confidence", "That the coding is right, at least."),
)
"""what events are asked by, as `watchfloor.store.facts.Filter` has it"""

OF_ENTRIES: Final = (
    words("actor", f"Anybody in it: {_WHO}.", "IRN"),
    words("country", "Country of anybody in it, in three letters."),
    *WINDOW,
    day("published_since", "First day of publication."),
    day("published_until", "Last day of publication, included."),
    OUTLET,
    LANGUAGE,
    words("article", "Id of an article."),
    TEXT,
    share("confidence", "That the coding is right, at least."),
)
"""what all ledgers are asked by; `since` and `until` are of the day of saying"""


def who(name: str, meaning: str) -> Parameter:
    """Somebody."""
    return words(name, f"{meaning}: {_WHO}.")
