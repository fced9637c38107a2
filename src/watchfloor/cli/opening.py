"""Opening a desk for a command, and the view that its options ask for."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from watchfloor.cli.options import Moment

if TYPE_CHECKING:
    from watchfloor.desk import Desk
    from watchfloor.reading.fetching import Fetched
    from watchfloor.view import View

F = TypeVar("F", bound=Callable[..., Any])


def open_desk(path: Path | None) -> Desk:
    """The desk asked for; one of an earlier version is copied and upgraded, and that is told."""
    from watchfloor import desk
    from watchfloor.inert import inert

    def told(place: Path) -> None:
        click.echo(
            f"watchfloor: this desk was made by an earlier version and is upgraded; {inert(str(place))} keeps a copy"
            " of it as it was",
            err=True,
        )

    return desk.open(path, on_upgrade=told)


def fetched_page(address: str, desk_path: Path | None) -> Fetched:
    """A page from the web, fetched as the desk asked for (or the one around here, if any) fetches. Raises
    `Unreadable`."""
    from watchfloor.errors import NotFound, Unreadable
    from watchfloor.sources import watching

    try:
        opened = open_desk(desk_path)
    except NotFound:
        if desk_path is not None:
            raise
        fetcher = watching.bare_fetcher()
    else:
        with opened:
            fetcher = opened.fetcher()
    with fetcher:
        got = fetcher.fetch(address)
    if got.problem is not None:
        raise Unreadable(got.problem.message, address)
    return got


def view_options(function: F) -> F:
    """`--as-of` and `--coder`."""
    function = click.option(
        "--coder",
        metavar="CODER",
        help="Which coder answers: a number of `coders list`, previous, or then (the one of that moment). Default: the"
        " current one.",
    )(function)
    return click.option(
        "--as-of",
        "as_of",
        type=Moment(),
        metavar="TIME",
        help="Only what was known by then: a day (to its end, in UTC) or a time.",
    )(function)


def viewed(opened: Desk, as_of: date | datetime | None, coder: str | None) -> View:
    """What the desk knew then; the desk itself where nothing is asked for."""
    return opened if as_of is None and coder is None else opened.as_of(as_of, coder)


def signed_options(function: F) -> F:
    """`--why` and `--by`."""
    function = click.option("--by", default=user_name, help="Who says so. Default: your user name.")(function)
    return click.option("--why", required=True, metavar="REASON", help="The reason; kept with it.")(function)


def user_name() -> str:
    """The name of the user, as the system knows it."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return os.environ.get("USERNAME", "")
