"""Options that several commands share, and the values they take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from watchfloor.answers import naming
from watchfloor.answers.naming import known_outlet as known_outlet
from watchfloor.answers.naming import one_of as one_of
from watchfloor.errors import NotFound

if TYPE_CHECKING:
    from watchfloor.coder import Coder

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A calendar day, YYYY-MM-DD."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day, or an error that shows how to write one."""
        if isinstance(value, date):
            return value
        try:
            # Only the extended form: 20140624 or 2014-W26-2 are ISO 8601 too, but more often a slip.
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"{value!r} is not a day; write it like 2014-06-24", param, ctx)


class Moment(click.ParamType[date | datetime]):
    """A day, or a time with its zone: 2014-06-24 or 2014-06-24T10:30+03:00."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | datetime:
        """The day or the time, or an error that shows how to write one."""
        if isinstance(value, date):
            return value
        if "T" not in value and " " not in value:
            return Day().convert(value, param, ctx)
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a time; write it like 2014-06-24T10:30Z, or only the day", param, ctx)
        if moment.tzinfo is None:
            self.fail(f"{value!r} has no zone; write it like 2014-06-24T10:30Z", param, ctx)
        return moment


_EVENT_FILTERS = (
    click.option("--actor", help="Who acts: a code (IRN, IRQGOV), an id (isis) or a name."),
    click.option("--recipient", help="To whom: as --actor."),
    click.option("--side", help="Either of the two."),
    click.option("--type", "type_", help="PLOVER type, such as CONSULT."),
    click.option("--facet", help="happened, ongoing, planned, threatened, demanded, denied, hypothetical, historical."),
    click.option("--place", help="Name of a place, or words of it."),
    click.option("--since", type=Day(), help="First day, by the date of the act (its article's where none is stated)."),
    click.option("--until", type=Day(), help="Last day, included."),
    click.option("--outlet", help="Name of the outlet."),
    click.option("--language", help="Code of the language, such as en."),
)


def event_filters(function: F) -> F:
    """What events can be asked for by, wherever they are listed."""
    for option in reversed(_EVENT_FILTERS):
        function = option(function)
    return function


def desk_option(function: F) -> F:
    """`--desk DESK`."""
    return click.option(
        "--desk",
        "desk_path",
        type=click.Path(path_type=Path),
        metavar="DESK",
        help="The desk's folder. Default: the folder you are in, then its parents.",
    )(function)


def own_actors(desk_path: Path | None) -> Path | None:
    """The folder of own actors of the desk asked for, or of the one around here; None when it has none, or when there
    is no desk and none was asked for. Raises `NotFound`."""
    from watchfloor import desk

    try:
        return desk.own_actors(desk.locate(desk_path))
    except NotFound:
        if desk_path is not None:
            raise
        return None


def packs_option(function: F) -> F:
    """`--packs DIR`, as often as wanted."""
    return click.option(
        "--packs",
        "packs",
        multiple=True,
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="A codebook of your own beside PLOVER: a folder with pack.toml. May stand several times.",
    )(function)


def own_packs(desk_path: Path | None, given: tuple[Path, ...]) -> tuple[Path, ...]:
    """The codebooks of the user's own: those of the desk, as for `own_actors`, then those given."""
    from watchfloor import desk

    try:
        found = desk.own_packs(desk.locate(desk_path))
    except NotFound:
        if desk_path is not None:
            raise
        found = ()
    unique = {path.resolve(): path for path in (*found, *given)}
    return tuple(unique.values())


def loaded_coder(actors: Path | None, packs: tuple[Path, ...]) -> Coder:
    """The bundled coder, or one with actors and codebooks of the user's own."""
    from watchfloor.coder import Coder

    return Coder.load(actors=actors, own_packs=packs) if actors is not None or packs else Coder.load()


def event_type(word: str, desk_path: Path | None) -> str:
    """The type that is meant: PLOVER's, or one of a codebook of the desk's own. Raises `UsageError`."""
    return naming.event_type(word, own_packs(desk_path, ()))


def json_option(function: F) -> F:
    """`--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout and nothing else.")(function)
