"""Commands that read one text and store nothing: read, explain."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchfloor.cli.options import (
    Moment,
    desk_option,
    json_option,
    loaded_coder,
    own_actors,
    own_packs,
    packs_option,
)
from watchfloor.errors import Unreadable, UsageError
from watchfloor.inert import inert, json_text
from watchfloor.types import Article, Entry, Event, version_of

if TYPE_CHECKING:
    from rich.console import Console

    from watchfloor.reading.readers import Read
    from watchfloor.types import Coding, Problem

LINKS = 5
"""links listed; the rest is counted"""


@click.command()
@click.argument("page", metavar="PAGE")
@click.option("--published", type=Moment(), help="When it was published, over what the page says.")
@packs_option
@desk_option
@json_option
def read(
    page: str, published: date | datetime | None, packs: tuple[Path, ...], desk_path: Path | None, as_json: bool
) -> None:
    """What one saved page says, with the words behind every fact. Nothing is stored.

    PAGE is a file, HTML or plain text, or its address on the web; - reads standard input. The own actors and codebooks
    of a desk count when one is named, or when you are in its folder.

    \b
    Examples:
      watchfloor read page.html
      watchfloor read notes.txt --published 2014-06-24 --json
      watchfloor read page.html --packs packs/harbour
    """
    outcome = _read(page, published, desk_path)
    if outcome.article is None:
        reasons = "; ".join(problem.message for problem in outcome.problems)
        raise Unreadable(reasons or f"{page}: nothing in it could be read", page)
    own = own_actors(desk_path)
    coder = loaded_coder(own, own_packs(desk_path, packs))
    coding = coder.code(outcome.article)
    problems = (*outcome.problems, *(p for p in coding.problems if p not in outcome.problems))
    if as_json:
        click.echo(
            json_text(reading_json(outcome.article, coding, problems) | {"own_actors": str(own) if own else None})
        )
        return
    from watchfloor.cli.terminal import console

    _print(console(), outcome.article, coding, problems, own)


@click.command()
@click.argument("text", metavar="TEXT")
@click.option("--published", type=Moment(), help="The day from which dates in the text are reckoned.")
@packs_option
@desk_option
@json_option
def explain(
    text: str, published: date | datetime | None, packs: tuple[Path, ...], desk_path: Path | None, as_json: bool
) -> None:
    """Why a sentence is coded as it is.

    Prints its graph, the patterns that were tried, what bound, what was missing, what decided whether it happened, and
    the events that came of it, each with the file and line of its pattern and the page of the codebook. TEXT is a
    sentence or a few; - reads standard input. The own actors and codebooks of a desk count when one is named, or when
    you are in its folder.

    \b
    Examples:
      watchfloor explain "Iran sent troops to Iraq."
      watchfloor explain "Kerry arrived in Baghdad on Monday." --published 2014-06-24
    """
    from watchfloor.cli.explaining import explained, explained_json

    article = _sentence(_stdin_text() if text == "-" else text, published)
    own = own_actors(desk_path)
    readings = loaded_coder(own, own_packs(desk_path, packs)).explain(article)
    if as_json:
        click.echo(json_text([explained_json(found, events, article) for found, events in readings]))
        return
    from watchfloor.cli.terminal import console

    out = console()
    if own is not None:
        click.echo(f"with the own actors of {inert(str(own.parent))}", err=True)
    for number, (found, events) in enumerate(readings):
        if number:
            out.print()
        explained(out, found, events)


def reading_json(article: Article, coding: Coding, problems: tuple[Problem, ...]) -> dict[str, Any]:
    """What `read --json` prints: article (with its text, into which every offset points), coder, events, what the
    ledgers would hold, problems."""
    from watchfloor.codec import article_dict, entry_fields, to_dict

    return {
        "article": article_dict(article)
        | {"author": article.author, "language": article.language, "links": list(article.links), "text": article.text},
        "coder": coding.coder,
        "events": [to_dict(event, article) for event in coding.events],
        "statements": [entry_fields(entry, article) for entry in coding.statements],
        "deadlines": [entry_fields(entry, article) for entry in coding.deadlines],
        "outlooks": [entry_fields(entry, article) for entry in coding.outlooks],
        "relations": [entry_fields(entry, article) for entry in coding.relations],
        "links": [entry_fields(entry, article) for entry in coding.links],
        "problems": [
            {
                "stage": problem.stage,
                "kind": problem.kind,
                "message": problem.message,
                "start": problem.span.start if problem.span else None,
                "end": problem.span.end if problem.span else None,
            }
            for problem in problems
        ],
    }


def _read(page: str, published: date | datetime | None, desk_path: Path | None) -> Read:
    from watchfloor.reading import readers
    from watchfloor.reading.links import is_web

    if is_web(page):
        from watchfloor.cli.opening import fetched_page

        got = fetched_page(page, desk_path)
        return readers.read_bytes(
            got.body, name=got.final_url, published=published, address=got.final_url, charset=got.charset
        )

    if page == "-":
        body = sys.stdin.buffer.read(readers.MAX_BYTES + 1)
        return readers.read_bytes(body, name="standard input", published=published)
    return readers.read_file(Path(page), published=published)


def _sentence(text: str, published: date | datetime | None) -> Article:
    """A text as an article that is nothing but this text. Raises `UsageError` when there is nothing in it."""
    from watchfloor.reading.characters import inert as cleaned
    from watchfloor.reading.dates import given

    text = cleaned(text)
    if not text:
        raise UsageError("there are no words to explain; write a sentence in quotation marks")
    when = None if published is None else given(published)
    return Article("a:text", "", "", "", when, "en", "", "", version_of("a:text", when, text), text)


def _stdin_text() -> str:
    from watchfloor.reading.encodings import decode

    return decode(sys.stdin.buffer.read())


def _print(out: Console, article: Article, coding: Coding, problems: tuple[Problem, ...], own: Path | None) -> None:
    from watchfloor.answers.articles import published_text
    from watchfloor.cli import readings
    from watchfloor.cli.blocks import block, line_of
    from watchfloor.cli.terminal import QUIET, words

    line_of(out, words(article.title or "(no title)", "bold"))
    about = [
        ("by", ", ".join(part for part in (article.author, article.outlet) if part)),
        ("date", published_text(article.published)),
        ("lang", article.language),
        ("who", f"with the own actors of {own.parent}" if own else ""),
        ("links", str(len(article.links)) if article.links else ""),
    ]
    for label, value in about:
        if value:
            line_of(out, words(value), words(f"{label:6}", QUIET))
    for link in article.links[:LINKS]:
        line_of(out, words(link), " " * 6)
    if len(article.links) > LINKS:
        line_of(out, words(f"and {len(article.links) - LINKS} more", QUIET), " " * 6)
    for fact in sorted((*coding.events, *coding.entries), key=_place):
        out.print()
        if isinstance(fact, Event):
            block(out, fact)
        else:
            readings.block(out, fact)
    out.print()
    if coding.events:
        deeds = sum(event.facet.value in ("happened", "ongoing") for event in coding.events)
        line_of(out, words(f"{len(coding.events)} events, {deeds} of them deeds"))
    else:
        line_of(out, words(f"No events read: {why_none(article, problems)}"))
    if coding.entries:
        line_of(out, words(_tally(coding)))
    for problem in problems:
        line_of(out, words(f"{problem.message} [{problem.kind}]"), words("problem  ", "bold"))


def _place(fact: Event | Entry) -> tuple[int, bool, int]:
    """In the order of the text; in one sentence first what was done, then what was said."""
    act = fact.trigger if isinstance(fact, Event) else fact.cue or fact.sentence
    return fact.sentence.span.start, not isinstance(fact, Event), act.span.start


def _tally(coding: Coding) -> str:
    """How many entries of each kind: `3 statements, 1 deadline`."""
    from collections import Counter

    from watchfloor.codec import kind_of

    counted = Counter(map(kind_of, coding.entries))
    return ", ".join(f"{number} {kind}{'' if number == 1 else 's'}" for kind, number in counted.items())


def why_none(article: Article, problems: tuple[Problem, ...]) -> str:
    """Why a page gave no event: not read, or read and nothing found."""
    blocking = [problem.message for problem in problems if problem.kind != "date"]
    if blocking:
        return inert(blocking[0])
    count = len(article.text.split())
    return f"{count} words were read and no act of the codebook was found in them"
