"""The front door: a desk is one folder with its settings and its record, and hands out articles, events and briefs.

desk = init("iraq", name="Iraq 2014")
desk.add("pages/")          # keep what was read, and its raw copy
desk.run()                  # code what the current coder has not coded yet
for fact in desk.events(actor="IRN", type="CONSULT"):
    print(fact.event.trigger.words, fact.article.url)
desk.as_of("2014-06-20").events()      # the same, as known at the end of that day
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from watchfloor import config
from watchfloor.errors import DeskError, DeskExists, DeskReadOnly, NotFound, UsageError
from watchfloor.store import articles, connection, facts
from watchfloor.store.articles import Headline
from watchfloor.store.clock import Clock, limit, parse_day
from watchfloor.store.connection import Record
from watchfloor.store.counts import Counts, counts, coverage
from watchfloor.store.facts import Fact, Filter
from watchfloor.types import Article, Capture, Coding, Event, Problem

if TYPE_CHECKING:
    from watchfloor.briefing.brief import Brief, Coverage
    from watchfloor.briefing.newcomers import Newcomer

RECORD = "record.sqlite"

ACTORS = "actors"
"""folder in a desk with names, groups and office holders of the user's own (see docs/reference/commands.md)"""

LARGEST_KEPT = 64 * 1024 * 1024
"""bytes; of a larger file the hash is kept and what was read from it, but no raw copy"""

Moment = datetime | date | str
Progress = Callable[[int, int, str], None]
"""called with how many are done, of how many, and the name of the one just done"""


class Codes(Protocol):
    """What a desk needs of a coder."""

    @property
    def id(self) -> str: ...
    def code(self, article: Article) -> Coding: ...


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem and the file or address that has it."""

    about: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Added:
    """What `add` did, in articles."""

    new: int
    changed: int
    """new versions of articles that were here already"""
    known: int
    unread: int
    """files, or rows of an archive, that gave no article"""
    problems: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class Ran:
    """What `run` did, in article versions."""

    coded: int
    skipped: int
    """coded before by this coder"""
    problems: tuple[Trouble, ...]


class View:
    """What a desk knew at one moment; `Desk` itself is the view of now. Reads only."""

    def __init__(self, record: Record, known_by: int) -> None:
        self._record = record
        self._known_by = known_by

    def events(self, *, order: str = "newest", limit: int | None = None, offset: int = 0, **wanted: Any) -> list[Fact]:
        """The events that fit, `newest` or `oldest` first. What can be asked for is listed at
        `watchfloor.store.facts.Filter`: actor, recipient, side, type, mode, facet, place, country, outlet, article,
        since, until, published_since, published_until, text."""
        return list(self.each_event(order=order, limit=limit, offset=offset, **wanted))

    def each_event(
        self, *, order: str = "newest", limit: int | None = None, offset: int = 0, **wanted: Any
    ) -> Iterator[Fact]:
        """Like `events`, one by one: for a record that does not fit into memory."""
        return facts.each(
            self._record,
            _filter(wanted),
            as_of=self._known_by,
            oldest_first=_oldest_first(order),
            limit=_whole(limit, "limit"),
            offset=_whole(offset, "offset") or 0,
        )

    def count_events(self, **wanted: Any) -> int:
        """How many events fit."""
        return facts.count(self._record, _filter(wanted), as_of=self._known_by)

    def event(self, ident: str) -> Fact:
        """The event with this id, or with an id that begins so. Raises `NotFound` and, when several fit,
        `UsageError`."""
        return facts.one(self._record, ident, self._known_by)

    def articles(
        self,
        *,
        since: date | str | None = None,
        until: date | str | None = None,
        outlet: str | None = None,
        language: str | None = None,
        text: str | None = None,
        order: str = "newest",
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Headline]:
        """The current version of each article, by day of publication. `text` takes words that the article holds."""
        found = articles.each(
            self._record,
            as_of=self._known_by,
            since=None if since is None else parse_day(since, "since"),
            until=None if until is None else parse_day(until, "until"),
            outlet=outlet,
            language=language,
            text=text,
            oldest_first=_oldest_first(order),
            limit=_whole(limit, "limit"),
            offset=_whole(offset, "offset") or 0,
        )
        return list(found)

    def article(self, key: str) -> Article:
        """The article with this id (or its beginning), address or version. Raises `NotFound` and `UsageError`."""
        return articles.one(self._record, key, self._known_by)

    def versions(self, article_id: str) -> list[Headline]:
        """All versions of an article, the oldest first."""
        return articles.versions(self._record, article_id, self._known_by)

    def brief(self, day: date | str | None = None) -> Brief:
        """The brief of a day; of the last day with articles if none is given."""
        from watchfloor.briefing import brief

        return brief.make(self, None if day is None else parse_day(day, "day"))

    def new_actors(self) -> tuple[Newcomer, ...]:
        """The actors of the facts that no lexicon knows, the most frequent first."""
        from watchfloor.briefing.newcomers import newcomers

        return newcomers(self.each_event(order="oldest"))

    def export(self, form: str, out: TextIO, **wanted: Any) -> int:
        """Writes the events that fit, oldest first, as `csv` or `jsonl` (see `watchfloor.exporters`) and gives the
        number of rows. Open a file with `encoding="utf-8", newline=""`."""
        from watchfloor.exporters import EXPORTERS

        if form not in EXPORTERS:
            raise UsageError(f"no export form {form!r}; there are {', '.join(EXPORTERS)}", form)
        return EXPORTERS[form](self.each_event(order="oldest", **wanted), out)

    def status(self) -> Counts:
        """How much the desk holds, what is not coded yet, and what could not be read."""
        return counts(self._record, self._known_by)

    # What a brief asks.

    def last_day(self) -> date | None:
        """The last day on which an article was published."""
        return next((a.published.day for a in self.articles(limit=1) if a.published), None)

    def published(self, first: date, last: date) -> Iterator[Fact]:
        """The facts of articles published from `first` to `last`, both included, oldest first."""
        return self.each_event(order="oldest", published_since=first, published_until=last)

    def coverage(self, day: date | None) -> Coverage:
        """How many of the articles of that day, or of all, were really read."""
        from watchfloor.briefing.brief import Coverage

        total, coded, waiting, not_read = coverage(self._record, day, self._known_by)
        return Coverage(total, coded, waiting, tuple(not_read.items()))


class Desk(View):
    """One desk, opened. Close it, or use it in a `with` statement."""

    def __init__(self, path: Path, settings: config.Config, record: Record, clock: Clock) -> None:
        super().__init__(record, limit(None))
        self.path = path
        self.config = settings
        self._clock = clock

    @property
    def name(self) -> str:
        """What the desk follows."""
        return self.config.name

    def as_of(self, moment: Moment) -> View:
        """The desk as it was known at that moment: of a day its end, in UTC."""
        return View(self._record, limit(moment))

    def add(
        self,
        paths: str | Path | Iterable[str | Path],
        published: date | datetime | str | None = None,
        on_progress: Progress | None = None,
        outlet: str = "",
    ) -> Added:
        """Keeps the pages in files and folders. What cannot be read is recorded with its problem, and the rest is
        added all the same. Adding twice is adding once.

        `published` is the publication date of all of them, over what the pages say; `outlet` who published them, which
        a page saved as plain text rarely says. Raises `NotFound` for a path that is not there, before anything is
        added."""
        from importlib.metadata import version

        from watchfloor.reading import archives, readers

        self._must_write()
        day = _publication(published)
        files: list[Path] = []
        for path in [paths] if isinstance(paths, str | Path) else paths:
            found = list(readers.walk(path))
            if not found:
                kinds = ", ".join(sorted(readers.SUFFIXES))
                raise NotFound(
                    f"{path}: no page in this folder; pages end in {kinds}; name archives (.jsonl) themselves",
                    str(path),
                )
            files += found
        if day and any(path.suffix.lower() in archives.SUFFIXES for path in files):
            raise UsageError("the rows of an archive state their own dates; add it without a publication date")
        reader = f"watchfloor {version('watchfloor')}"
        now = self._clock()  # one moment for all, so that their order does not matter
        tally: Counter[str] = Counter()
        problems: list[Trouble] = []
        files = list(dict.fromkeys(files))
        for done, path in enumerate(files, 1):
            for outcome, troubles in self._add_file(path, day, outlet, reader, now):
                tally[outcome] += 1
                problems += troubles
                if on_progress:
                    on_progress(done, len(files), path.name)
        return Added(
            new=tally[articles.NEW],
            changed=tally[articles.CHANGED],
            known=tally[articles.KNOWN],
            unread=tally[articles.UNREAD],
            problems=tuple(problems),
        )

    def _add_file(
        self, path: Path, published: date | None, outlet: str, reader: str, now: datetime
    ) -> Iterator[tuple[str, list[Trouble]]]:
        """Adds what is in one file; gives what became of each article in it."""
        from watchfloor.reading import archives, readers
        from watchfloor.reading.characters import one_line

        archive = path.suffix.lower() in archives.SUFFIXES
        address, name = path.resolve().as_uri(), str(path)
        size: int | None = None
        reads: Iterable[readers.Read]
        try:
            body = b""
            if (length := path.stat().st_size) <= LARGEST_KEPT:
                body = path.read_bytes()
                digest = hashlib.sha256(body)
            else:
                size = length
                with path.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256")
        except OSError as error:
            # Nothing was received; the attempt is kept with status 0, and once however often it fails.
            problem = Problem(
                "reading", "unreadable", f"{one_line(path.name)} cannot be read: {error.strerror or error}"
            )
            nothing = Capture(address, address, now, 0, "", hashlib.sha256(b"").hexdigest(), b"")
            articles.add(self._record, nothing, None, [problem], reader=reader)
            yield articles.UNREAD, [Trouble(name, problem)]
            return
        sha256, given = digest.hexdigest(), "" if published is None else published.isoformat()
        if outlet:
            given += f" {outlet}"
        capture = Capture(address, address, now, 200, "", sha256, body)
        if archive:
            reads = archives.read_archive(path, outlet=outlet)
        else:
            known = articles.known_reading(self._record, address, sha256, reader, given)
            if known is not None:
                outcome = articles.UNREAD if known[0] is None else articles.KNOWN
                yield outcome, [Trouble(name, problem) for problem in known[1]]
                return
            if size is None:
                label = one_line(path.name)
                reads = [readers.read_bytes(body, name=label, published=published, address=address, outlet=outlet)]
            else:
                reads = [readers.read_file(path, published=published, address=address, outlet=outlet)]
        for part, read in enumerate(reads, 1 if archive else 0):
            outcome = articles.add(
                self._record,
                capture,
                read.article,
                read.problems,
                reader=reader,
                given=given,
                part=part,
                size=size,
            )
            yield outcome, [Trouble(name, problem) for problem in read.problems]

    def run(self, on_progress: Progress | None = None, coder: Codes | None = None) -> Ran:
        """Codes every article version that this coder has not coded, and makes it the current coder. Each article is
        kept as soon as it is coded: a run that was stopped goes on where it was. Unless another is given, the coder is
        the bundled one with the desk's own actors; `BadSetting` tells what is wrong with these."""
        self._must_write()
        coder = coder or _coder(own_actors(self.path))
        waiting = articles.uncoded(self._record, coder.id)
        skipped = articles.coded(self._record, coder.id)
        facts.choose_coder(self._record, coder.id, self._clock())
        coded = 0
        problems: list[Trouble] = []
        for done, version in enumerate(waiting, 1):
            article = articles.one(self._record, version, limit(None))
            coding = coder.code(article)
            coded += facts.add_coding(self._record, coding, self._clock())
            problems += [Trouble(article.url, problem) for problem in coding.problems]
            if on_progress:
                on_progress(done, len(waiting), article.title or article.url)
        return Ran(coded, skipped, tuple(problems))

    def faults(self) -> list[str]:
        """What is wrong with the file of the record; empty when it is sound. Reads all of it."""
        return self._record.faults()

    def close(self) -> None:
        """Closes the record."""
        self._record.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _must_write(self) -> None:
        if not self._record.may_write:
            raise DeskReadOnly(f"{self.path}: this desk may only be read; copy it to a folder you may write to")


# --- one page, without a desk -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """What one page or text says."""

    article: Article | None
    """None when nothing in it can be used; `problems` then says why"""
    events: tuple[Event, ...]
    problems: tuple[Problem, ...]


def read(text: str | Path, published: date | datetime | str | None = None, coder: Codes | None = None) -> Page:
    """Reads one page and stores nothing. `text` is the words of a page, its HTML, or the path of a file: a `Path`, or a
    single word that ends like the name of a page or of a file that is there. `published` is its publication date, over
    what it says.

    The bundled coder is loaded at the first call and kept. Raises `NotFound` and `Unreadable` for a file."""
    from watchfloor.reading import readers

    day = _publication(published)
    if isinstance(text, Path) or _names_a_file(text, readers.SUFFIXES):
        found = readers.read_file(text, published=day)
    else:
        found = readers.read_text(text, published=day)
    if found.article is None:
        return Page(None, (), found.problems)
    coding = (coder or _bundled_coder()).code(found.article)
    new = tuple(problem for problem in coding.problems if problem.kind not in {p.kind for p in found.problems})
    return Page(found.article, coding.events, found.problems + new)


def _names_a_file(text: str, suffixes: frozenset[str]) -> bool:
    if len(text) > 1000 or "\n" in text or "<" in text:
        return False
    try:
        return Path(text).is_file() or (len(text.split()) == 1 and Path(text).suffix.lower() in suffixes)
    except (OSError, ValueError):  # too long for a file name, or a character that no name can have
        return False


@cache
def _bundled_coder() -> Codes:
    from watchfloor.coder import Coder

    return Coder.load()


def _coder(actors: Path | None) -> Codes:
    """The bundled coder, or one that knows the actors in a folder too; not kept, because its files may change."""
    from watchfloor.coder import Coder

    return _bundled_coder() if actors is None else Coder.load(actors=actors)


# --- making and finding a desk ----------------------------------------------------------------------------------------


def init(path: str | Path, name: str | None = None, clock: Clock | None = None) -> Desk:
    """Makes a desk in a folder, which may be there already. Raises `DeskExists`."""
    folder = Path(path)
    if (folder / config.FILE).exists():
        raise DeskExists(f"{folder}: already a desk; add pages with `watchfloor add --desk {folder}`", str(folder))
    if (folder / RECORD).exists():
        # The settings are written last: without them this is an interrupted init, or a desk that lost them.
        record = connection.open_record(folder / RECORD)
    else:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except FileExistsError:
            raise UsageError(f"{folder}: a file, not a folder; name another place for the desk", str(folder)) from None
        except PermissionError:
            raise DeskReadOnly(f"{folder}: may not be made here; name a folder you may write to", str(folder)) from None
        except OSError as error:
            raise DeskError(f"{folder}: cannot be made ({error.strerror})", str(folder)) from None
        record = connection.create(folder / RECORD)
    settings = config.Config(name=(name or "").strip() or folder.resolve().name or "desk")
    try:
        config.write(folder / config.FILE, settings)
    except BaseException:
        record.close()
        raise
    return Desk(folder, settings, record, clock or _utc_now)


def open(path: str | Path | None = None, clock: Clock | None = None) -> Desk:  # noqa: A001 - `watchfloor.open` reads well
    """Opens the desk in a folder; without one, the folder you are in or the nearest of its parents that is a desk.

    Raises `NotFound`, `BadSetting`, `DeskTooNew`, `DeskDamaged`, `DeskLocked`."""
    folder = locate(path)
    settings = config.read(folder / config.FILE)
    return Desk(folder, settings, connection.open_record(folder / RECORD), clock or _utc_now)


def locate(path: str | Path | None = None) -> Path:
    """The folder of a desk, as `open` finds it. Raises `NotFound`."""
    folder = find() if path is None else Path(path)
    if not (folder / config.FILE).is_file():
        if not folder.exists():
            raise NotFound(f"{folder}: no such folder; `watchfloor init {folder}` makes a desk there", str(folder))
        raise NotFound(
            f"{folder}: not a desk (it has no {config.FILE}); `watchfloor init {folder}` makes it one", str(folder)
        )
    return folder


def own_actors(folder: Path) -> Path | None:
    """The desk's own lexicon of actors, or None when there is no table in it."""
    own = folder / ACTORS
    return own if own.is_dir() and any(p.suffix.lower() == ".tsv" for p in own.iterdir()) else None


def find(start: Path | None = None) -> Path:
    """The nearest folder that is a desk, from `start` (the folder you are in) upwards. Raises `NotFound`."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / config.FILE).is_file():
            return folder
    raise NotFound(
        f"no desk in {here} nor above it; name one with --desk DESK, or make one with `watchfloor init DESK`", str(here)
    )


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _oldest_first(order: str) -> bool:
    if order not in ("newest", "oldest"):
        raise UsageError(f"order {order!r} is unknown; there are newest and oldest", order)
    return order == "oldest"


def _whole(number: int | None, name: str) -> int | None:
    if number is not None and number < 0:
        raise UsageError(f"{name} must be 0 or more, not {number}", name)
    return number


def _publication(published: date | datetime | str | None) -> date | None:
    """A publication date as given: a day, or a time (which is a `date` too)."""
    if not isinstance(published, str):
        return published
    try:
        return datetime.fromisoformat(published) if len(published) > 10 else date.fromisoformat(published)
    except ValueError:
        raise UsageError(f"published: {published!r} is no date; write it as 2014-06-24", published) from None


_DAYS = ("since", "until", "published_since", "published_until")


def _filter(wanted: dict[str, Any]) -> Filter:
    unknown = sorted(set(wanted) - set(Filter.__dataclass_fields__))
    if unknown:
        known = ", ".join(Filter.__dataclass_fields__)
        raise UsageError(f"events cannot be asked for by {unknown[0]!r}; there are {known}", unknown[0])
    days = {name: parse_day(wanted[name], name) for name in _DAYS if wanted.get(name) is not None}
    if "since" in days and "until" in days and days["since"] > days["until"]:
        raise UsageError(f"since {days['since']} is later than until {days['until']}: change them round", "since")
    return Filter(**(wanted | days))
