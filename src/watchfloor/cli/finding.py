"""Commands that find things in a desk: articles, search."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchfloor.answers import nothing
from watchfloor.answers.articles import listed_json
from watchfloor.cli.opening import open_desk, view_options, viewed
from watchfloor.cli.options import Day, desk_option, event_filters, event_type, json_option, one_of
from watchfloor.errors import UsageError
from watchfloor.inert import inert, json_text
from watchfloor.types import Facet

if TYPE_CHECKING:
    from watchfloor.store.articles import Headline
    from watchfloor.store.search import Found

SHOWN = 40
PAGE = 20
PASSAGES = 5


@click.command()
@click.option("--since", type=Day(), help="First day of publication.")
@click.option("--until", type=Day(), help="Last day, included.")
@click.option("--outlet", help="Name of the outlet.")
@click.option("--language", help="Code of the language, such as en.")
@click.option("--text", help="Words that the article must hold.")
@click.option(
    "--limit", type=click.IntRange(min=0), help=f"At most so many; 0 for all. Default: {SHOWN}, with --json all."
)
@click.option("--offset", type=click.IntRange(min=0), default=0, help="Leave out so many first.")
@view_options
@desk_option
@json_option
def articles(
    limit: int | None,
    offset: int,
    as_of: date | datetime | None,
    coder: str | None,
    desk_path: Path | None,
    as_json: bool,
    **wanted: Any,
) -> None:
    """List the articles of a desk, the newest first.

    Each with its id and the number of its versions.

    \b
    Examples:
      watchfloor articles --since 2014-06-20
      watchfloor articles --text "nuclear talks" --as-of 2014-06-24
    """
    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        most = (None if as_json else SHOWN) if limit is None else limit or None
        found = view.articles(limit=most, offset=offset, **wanted)
        if as_json:
            click.echo(json_text([listed_json(view, head) for head in found]))
            return
        for head in found:
            _print(head, len(view.versions(head.id)))
        if not found:
            some = view.articles(limit=1)
            click.echo(f"No article fits{nothing.unheard(view)}." if some else nothing.no_article(view, "article"))
        elif most is not None and len(found) == most:
            click.echo(f"{most} articles listed; all of them with --limit 0", err=True)


@click.command()
@click.argument("query", metavar="WORDS")
@event_filters
@click.option("--page", type=click.IntRange(min=1), default=1, help="Which page. Default: the first.")
@click.option("--size", type=click.IntRange(min=1, max=1000), default=PAGE, help=f"Facts a page. Default: {PAGE}.")
@view_options
@desk_option
@json_option
def search(
    query: str,
    type_: str | None,
    facet: str | None,
    page: int,
    size: int,
    as_of: date | datetime | None,
    coder: str | None,
    desk_path: Path | None,
    as_json: bool,
    **filters: Any,
) -> None:
    """Find words in facts and articles.

    Events come first, with their sentence, then statements and what else the ledgers hold, then articles that hold the
    words elsewhere.
    All the words must be there; case and accents do not matter. "quoted words" stand together, and begin* finds what
    begins so. Facts come the newest first.

    \b
    Examples:
      watchfloor search "Tikrit airport" --actor isis --since 2014-06-10
      watchfloor search enrich* --page 2 --json
    """
    wanted = dict(filters)
    wanted["type"] = None if type_ is None else event_type(type_, desk_path)
    wanted["facet"] = None if facet is None else one_of(facet, [f.value for f in Facet], "facet")
    with open_desk(desk_path) as opened:
        view = viewed(opened, as_of, coder)
        found = view.search(query, limit=size, offset=(page - 1) * size, passages=PASSAGES, **wanted)
        if as_json:
            from watchfloor.answers.search import found_json

            click.echo(json_text(found_json(found, page)))
            return
        if not found.total and not found.articles and not found.entries_total:
            counts = view.status()
            waiting = f"; {counts.uncoded} article versions are not coded yet" if counts.uncoded else ""
            click.echo(
                f"Nothing holds these words: {counts.articles} articles were searched{waiting}{nothing.unheard(view)}."
            )
        elif page > 1 and not found.facts and not found.passages and not found.entries:
            total = _counted(max(found.total, found.entries_total))
            raise UsageError(f"there is no page {page}; there are {total} facts, {size} a page")
        else:
            _found(found, page, size)


def _found(found: Found, page: int, size: int) -> None:
    from watchfloor.cli.blocks import entry, line_of
    from watchfloor.cli.readings import listed
    from watchfloor.cli.terminal import QUIET, console, marked, words

    out = console()
    for fact in found.facts:
        entry(out, fact.event, fact.day, fact.day_basis, fact.article.outlet)
    if found.entries:
        if found.facts:
            out.print()
        line_of(out, words(f"In the ledgers  {_counted(found.entries_total)}", "bold"))
    for kept in found.entries:
        listed(out, kept)
    if found.passages:
        if found.facts or found.entries:
            out.print()
        line_of(out, words(f"In articles  {_counted(found.articles)}", "bold"))
    for passage in found.passages:
        _print(passage.article, 0)
        plain, marks = "", []
        for piece in passage.words.split("\x02"):
            hit, _, rest = piece.partition("\x03") if "\x03" in piece else ("", "", piece)
            if hit:
                marks.append((len(plain), len(plain) + len(hit)))
            plain += hit + rest
        line_of(out, marked(plain, marks, bool(out.color_system)), words(" " * 11, QUIET))
    more = f"; more with --page {page + 1}" if max(found.total, found.entries_total) > page * size else ""
    click.echo(f"page {page}: {len(found.facts)} of {_counted(found.total)} facts{more}", err=True)


def _counted(number: int) -> str:
    from watchfloor.store.search import COUNTED

    return f"more than {COUNTED}" if number > COUNTED else str(number)


def _print(head: Headline, versions: int) -> None:
    day = head.published.day.isoformat() if head.published else "no date   "
    changed = f"  {versions} versions" if versions > 1 else ""
    click.echo(f"{head.id[:14]}  {day}  {inert(head.title or '(no title)')}  {inert(head.outlet)}{changed}")
