"""What a request asks for: its query string, decoded strictly, so that a typo is told and never becomes another
question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, Protocol
from urllib.parse import parse_qsl, urlencode

from watchfloor.errors import UsageError
from watchfloor.store.clock import limit, parse_day

LONGEST: Final = 500
"""characters of a value; nobody searches for more"""
PARAMETERS: Final = 40
"""keys and values of a query; a form of ours has fewer"""


class Parser(Protocol):
    """Makes a value of a query's text; `name` is the key. Raises `UsageError`."""

    def __call__(self, text: str, name: str, /) -> Any: ...


def day(text: str, name: str) -> date:
    """A day as 2014-06-24."""
    if len(text) != 10:  # 20140624 or 2014-W26-2 are ISO 8601 too, but more often a slip
        raise UsageError(f"{name}: {text!r} is no day; write it as 2014-06-24", text)
    return parse_day(text, name)


def moment(text: str, name: str) -> date | datetime:
    """A day, or a time in ISO 8601 (in UTC where it names no zone); a time comes in UTC."""
    limit(text)  # refuses what is neither
    if len(text) <= 10:
        return date.fromisoformat(text)
    at = datetime.fromisoformat(text)
    try:
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except OverflowError:
        raise UsageError(f"{name}: {text!r} is no time of any calendar in UTC", text) from None


def text(text: str, name: str) -> str:
    """Any words."""
    return text


def flag(text: str, name: str) -> bool:
    """1 or 0; a ticked box sends 1."""
    if text not in ("0", "1"):
        raise UsageError(f"{name}: {text!r} is neither 0 nor 1", text)
    return text == "1"


def whole(least: int, most: int) -> Parser:
    """A whole number between two, both included."""

    def parse(text: str, name: str) -> int:
        # int() takes digits of any script, underscores and spaces too: only what everybody reads alike is meant.
        if not (text.isascii() and text.isdigit() and len(text) <= 18 and least <= int(text) <= most):
            raise UsageError(f"{name}: {text!r} is no whole number from {least} to {most}", text)
        return int(text)

    return parse


def choice(*names: str) -> Parser:
    """One of some words."""

    def parse(text: str, name: str) -> str:
        if text not in names:
            raise UsageError(f"{name}: {text!r} is unknown; there is {', '.join(names)}", text)
        return text

    return parse


@dataclass(frozen=True, slots=True)
class Many:
    """A key that may come several times; the value is a tuple."""

    one: Parser


FRAME: Final[Mapping[str, Parser]] = {"as_of": moment, "coder": text}
"""what every address takes"""
WINDOW: Final[Mapping[str, Parser]] = {"since": day, "until": day}
"""what most screens take: the part of the time bar that is looked at"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request's address, decoded."""

    path: str
    given: tuple[tuple[str, str], ...]
    """keys and values as they came, without empty ones"""
    values: Mapping[str, Any]
    """decoded, by key; a key that was not given is None, or () where it may come several times"""

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    @property
    def as_of(self) -> date | datetime | None:
        """The moment asked about; None is now."""
        value: date | datetime | None = self.values["as_of"]
        return value

    @property
    def coder(self) -> str | None:
        """The coder asked for; None is the current one."""
        value: str | None = self.values["coder"]
        return value

    def wanted(self, names: Iterable[str]) -> dict[str, Any]:
        """The decoded values of some keys, those that were given."""
        return {name: self.values[name] for name in names if self.values[name] not in (None, ())}

    def url(self, path: str, **values: object) -> str:
        """Another address of this site that keeps the moment and the coder asked for."""
        kept = [(key, value) for key, value in self.given if key in FRAME and key not in values]
        return _address(path, kept, values)

    def here(self, **values: object) -> str:
        """This address with some values changed; None takes one out. The place in a list begins anew."""
        kept = [(key, value) for key, value in self.given if key not in values and key != "cursor"]
        return _address(self.path, kept, values)


def _address(path: str, kept: Sequence[tuple[str, str]], values: Mapping[str, object]) -> str:
    rows = list(kept)
    for key, value in values.items():
        several = value if isinstance(value, list | tuple) else (value,)
        rows += [(key, "1" if one is True else str(one)) for one in several if one is not None and one is not False]
    return f"{path}?{urlencode(rows)}" if rows else path


def asked(path: str, query: bytes, known: Mapping[str, Parser | Many]) -> Asked:
    """The question in a path and a query string. `known` are the keys that it may have, beside those of every address.

    Raises `UsageError` for an unknown key (naming those that exist), one that came twice, and a value that is none."""
    known = {**FRAME, **known}
    try:
        rows = parse_qsl(query.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=PARAMETERS)
    except UnicodeDecodeError:
        raise UsageError("the address holds bytes that are no UTF-8 text") from None
    except ValueError:
        raise UsageError(f"the address has more than {PARAMETERS} values") from None
    # An empty box of a form asks for nothing.
    rows = [(key, value.strip()) for key, value in rows if value.strip()]
    values: dict[str, Any] = {key: () if isinstance(parser, Many) else None for key, parser in known.items()}
    for key, value in rows:
        if key not in known:
            raise UsageError(f"there is nothing to ask for called {key!r}; there is {', '.join(sorted(known))}", key)
        if len(value) > LONGEST or "\0" in value:
            raise UsageError(f"{key}: the value is longer than {LONGEST} characters, or no text", key)
        parser = known[key]
        if isinstance(parser, Many):
            values[key] += (parser.one(value, key),)
        elif values[key] is not None:
            raise UsageError(f"{key} was given twice; give it once", key)
        else:
            values[key] = parser(value, key)
    if values.get("since") and values.get("until") and values["since"] > values["until"]:
        raise UsageError(f"since {values['since']} is later than until {values['until']}: change them round", "since")
    return Asked(path, tuple(rows), values)
