"""The front door: a desk is one folder with its settings and its record, and hands out articles, events and briefs.

desk = init("iraq", name="Iraq 2014")
desk.add("pages/")          # keep what was read, and its raw copy
desk.run()                  # code what the current coder has not coded yet
for fact in desk.events(actor="IRN", type="CONSULT"):
    print(fact.event.trigger.words, fact.article.url)
desk.as_of("2014-06-20").events()      # the same, as known at the end of that day
desk.wrong(fact.event.id, by="A. Reader", why="he quotes a film")
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from watchfloor import config
from watchfloor.errors import (
    DeskError,
    DeskExists,
    DeskReadOnly,
    DeskTooOld,
    NotFound,
    UsageError,
    WatchfloorError,
)
from watchfloor.linking import comparing, keeping
from watchfloor.linking.origins import OWNERS, read_owners
from watchfloor.linking.remembering import Remembered
from watchfloor.sources import settings, watching
from watchfloor.sources.settings import Sources, Watched
from watchfloor.sources.watching import FilesAdded, Pulled
from watchfloor.store import (
    articles,
    changes,
    connection,
    copies,
    corrections,
    facts,
    forgetting,
    outside,
    pins,
    upgrading,
    verifying,
)
from watchfloor.store.articles import Incoming
from watchfloor.store.changes import Changed
from watchfloor.store.clock import Clock, limit
from watchfloor.store.connection import Record
from watchfloor.store.corrections import Case, Change
from watchfloor.store.facts import Fact
from watchfloor.store.forgetting import Tombstone
from watchfloor.store.pins import Pin
from watchfloor.types import (
    Article,
    Capture,
    Coding,
    Deadline,
    Entry,
    Event,
    Link,
    Outlook,
    OutsideFact,
    Problem,
    Relation,
    Statement,
)
from watchfloor.view import View

if TYPE_CHECKING:
    from watchfloor.linking.storylines import Storyline as Line
    from watchfloor.reading.columns import ColumnMap
    from watchfloor.reading.fetching import Fetcher

RECORD = "record.sqlite"

ACTORS = "actors"
"""folder in a desk with names, groups and office holders of the user's own (see docs/reference/commands.md)"""

LARGEST_KEPT = 64 * 1024 * 1024
"""bytes; of a larger file the hash is kept and what was read from it, but no raw copy"""

COPIED = (config.FILE, settings.FILE, ACTORS, OWNERS, "issues.toml", "ranks.tsv", "watches.toml")
"""what belongs to a desk beside its record"""

BACKUP = "backup"
"""the form of a copy of the desk, among the files made from it"""

ROWS = 100
"""rows of an archive that are kept in one transaction"""

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
    forgotten: int = 0
    """articles that the desk was made to forget, and that do not come back"""


@dataclass(frozen=True, slots=True)
class Tested:
    """What a coder makes of a fact that people judged."""

    case: Case
    words: str
    """the act as the article words it, or the sentence of what is no event"""
    met: bool
    """read as people said"""
    lost: bool
    """not met now, though another coder of this desk met it"""
    event: Event | None
    """what it reads there now"""
    entry: Entry | None = None
    """the same where what was judged is no event"""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a desk was made to forget."""

    tombstones: tuple[Tombstone, ...]
    cleaned: tuple[str, ...]
    """exports and copies from which it was taken too"""
    left: tuple[tuple[str, str], ...]
    """files that still hold it or may, and why"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What `run` did, in article versions."""

    coded: int
    skipped: int
    """coded before by this coder"""
    problems: tuple[Trouble, ...]


class Desk(View):
    """One desk, opened. Close it, or use it in a `with` statement."""

    def __init__(self, path: Path, config_: config.Config, record: Record, clock: Clock) -> None:
        super().__init__(
            record, limit(None), clock=clock, owners=lambda: read_owners(path / OWNERS), remembered=Remembered()
        )
        self.path = path
        self.config = config_
        self._clock = clock

    @property
    def name(self) -> str:
        """What the desk follows."""
        return self.config.name

    def share(self, remembered: Remembered) -> None:
        """Lets it remember together with other desks on the same folder what it works out of events (never results)."""
        self._remembered = remembered
        self._gathering = None

    def state(self) -> str:
        """As of a view; it changes too when a file of the desk's that people write does (sources, owners, issues, ...),
        as far as size and time of change tell."""
        changed = [f"{file.stat().st_mtime_ns}.{file.stat().st_size}" for file in self._files()]
        return f"{super().state()} {' '.join(changed)}"

    def is_current(self) -> bool:
        """Whether its settings are still what its settings file says: one that is kept open may outlive them."""
        return config.read(self.path / config.FILE) == self.config

    def _files(self) -> Iterator[Path]:
        for path in _copied(self.path, self.config):
            if path.is_file():
                yield path
            elif path.is_dir():
                yield from sorted(one for one in path.rglob("*") if one.is_file())

    def as_of(self, moment: Moment | None, coder: str | None = None) -> View:
        """The desk as it was known at that moment: of a day its end, in UTC; None is now.

        It is read by the current coder unless another is named (see `View.coder`). `then` is the coder that answered at
        that moment, with what it had coded by then: what the desk said that day. Raises `UsageError`."""
        if coder is not None and coder != facts.THEN:
            coder = self.coder(coder)
        return View(self._record, limit(moment), coder, self._clock, self._owners, self._remembered)

    def add(
        self,
        paths: str | Path | Iterable[str | Path],
        published: date | datetime | str | None = None,
        on_progress: Progress | None = None,
        outlet: str = "",
        *,
        source: str = "",
        columns: ColumnMap | None = None,
    ) -> Added:
        """Keeps the pages in files and folders. What cannot be read is recorded with its problem, and the rest is
        added all the same. Adding twice is adding once.

        `published` is the publication date of all of them, over what the pages say; `outlet` who published them, which
        a page saved as plain text rarely says. `source` is the source they belong to, `columns` says which column of a
        table holds what. Raises `NotFound` for a path that is not there, before anything is
        added."""
        from watchfloor.reading import archives, readers

        self._must_write()
        day = _publication(published)
        files: list[Path] = []
        for path in [paths] if isinstance(paths, str | Path) else paths:
            found = list(readers.walk(path))
            if not found:
                kinds, packed = ", ".join(sorted(readers.SUFFIXES)), ", ".join(readers.ARCHIVES)
                raise NotFound(f"{path}: no page in this folder; pages end in {kinds}, archives in {packed}", str(path))
            files += found
        if day and any(archives.is_archive(path) for path in files):
            raise UsageError("the rows of an archive state their own dates; add it without a publication date")
        reader = _reader()
        now = self._clock()  # one moment for all, so that their order does not matter
        tally: Counter[str] = Counter()
        problems: list[Trouble] = []
        files = list(dict.fromkeys(files))
        for done, path in enumerate(files, 1):
            for outcome, troubles in self._add_file(path, day, outlet, reader, now, source, columns):
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
            forgotten=tally[articles.FORGOTTEN],
        )

    def _add_file(
        self,
        path: Path,
        published: date | None,
        outlet: str,
        reader: str,
        now: datetime,
        source: str,
        columns: ColumnMap | None,
    ) -> Iterator[tuple[str, list[Trouble]]]:
        """Adds what is in one file; gives what became of each article in it."""
        from watchfloor.reading import archives, readers
        from watchfloor.reading.characters import one_line

        archive = archives.is_archive(path)
        address, name = path.resolve().as_uri(), str(path)
        size: int | None = None
        entries: Iterable[archives.Entry]
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
            entries = archives.read_entries(path, outlet=outlet, source=source, columns=columns)
        else:
            known = articles.known_reading(self._record, address, sha256, reader, given)
            if known is not None:
                outcome = articles.UNREAD if known[0] is None else articles.KNOWN
                yield outcome, [Trouble(name, problem) for problem in known[1]]
                return
            if size is None:
                label = one_line(path.name)
                read = readers.read_bytes(
                    body, name=label, published=published, address=address, outlet=outlet, source=source
                )
            else:
                read = readers.read_file(path, published=published, address=address, outlet=outlet, source=source)
            entries = [archives.Entry(0, read)]
        rows = iter(entries)
        # An archive may have many rows: they are kept a hundred at a time, and told when they are kept.
        while chunk := list(islice(rows, ROWS)):
            incoming = []
            for entry in chunk:
                # A page of a web archive is kept as it was received; this desk sees it now all the same.
                received = capture if entry.capture is None else replace(entry.capture, at=now)
                large = size if entry.capture is None else None
                read = entry.read
                incoming.append(Incoming(received, read.article, read.problems, reader, given, entry.part, size=large))
            for outcome, one in zip(articles.add_all(self._record, incoming), incoming, strict=True):
                yield outcome, [Trouble(name, problem) for problem in one.problems]

    # Sources: what the desk reads by itself.

    @property
    def watched(self) -> Sources:
        """What sources.toml says now. Raises `BadSetting`."""
        return settings.read(self.path / settings.FILE)

    def _watched_now(self) -> list[Watched]:
        return list(self.watched.entries)

    def watch_also(self, entries: Sequence[Watched]) -> None:
        """Adds sources at the end of sources.toml. Raises `BadSetting` when one of them cannot be; then the file is as
        it was."""
        self._must_write()
        settings.append(self.path / settings.FILE, entries)

    def fetcher(self) -> Fetcher:
        """What fetches pages from the web for this desk. Close it."""
        return watching.fetcher(self._record, self.watched.fetching, self._clock)

    def pull(
        self,
        only: Sequence[str] = (),
        *,
        everything: bool = False,
        dry_run: bool = False,
        seconds: float | None = None,
        fetcher: Fetcher | None = None,
        on_progress: Progress | None = None,
    ) -> Pulled:
        """Reads the sources that are due, or those named in `only`, or all of them with `everything`. Each item is kept
        as soon as it is read: a round that was stopped goes on with the next. `seconds` limits the round. Raises
        `DeskLocked` when another pull is at work, `BadSetting`, `UsageError` for a name that is none."""
        self._must_write()
        with nullcontext(fetcher) if fetcher else self.fetcher() as fetching:
            return watching.pull(
                self._record,
                self.path,
                self.watched,
                fetching,
                self._clock,
                self._add_source,
                only=only,
                everything=everything,
                dry_run=dry_run,
                seconds=seconds,
                on_progress=on_progress,
            )

    def _add_source(self, watched: Watched) -> FilesAdded:
        """A source that is a folder or a file."""
        source = watched.source
        try:
            if source.kind == settings.OUTSIDE:
                return self._add_outside(self.path / source.address)
            added = self.add(self.path / source.address, outlet=source.name, source=source.id, columns=watched.columns)
        except WatchfloorError as error:
            return FilesAdded(0, 0, 0, 0, Problem("reading", "unreadable", str(error)))
        return watching.files_added(
            added.new, added.changed, added.known, added.unread, [trouble.problem for trouble in added.problems]
        )

    def _add_outside(self, path: Path) -> FilesAdded:
        from watchfloor.reading.outside import read_outside

        new = known = unread = 0
        troubles: list[Problem] = []
        rows = iter(read_outside(path))
        while chunk := list(islice(rows, ROWS)):
            facts_ = [row for row in chunk if isinstance(row, OutsideFact)]
            kept = outside.add(self._record, facts_, self._clock())
            new, known, unread = new + kept, known + len(facts_) - kept, unread + len(chunk) - len(facts_)
            troubles += [row for row in chunk if isinstance(row, Problem)][: watching.TOLD - len(troubles)]
        return watching.files_added(new, 0, known, unread, troubles)

    def add_addresses(
        self,
        addresses: Sequence[str],
        published: date | datetime | str | None = None,
        on_progress: Progress | None = None,
        outlet: str = "",
        *,
        before: Added | None = None,
    ) -> Added:
        """Fetches pages and keeps them, as `add` keeps files; what was added `before` is counted with them."""
        from watchfloor.sources import collecting

        self._must_write()
        day = _publication(published)
        tally: Counter[str] = Counter()
        problems: list[Trouble] = []
        with self.fetcher() as fetcher:
            for done, address in enumerate(addresses, 1):
                fetched = fetcher.fetch(address)
                taken = collecting.from_web(fetched, self._clock(), day, outlet)
                one = Incoming(
                    taken.capture, taken.read.article, taken.read.problems, _reader(), taken.given, archived=False
                )
                tally[articles.add_all(self._record, [one])[0]] += 1
                problems += [Trouble(fetched.url, problem) for problem in taken.read.problems]
                if on_progress:
                    on_progress(done, len(addresses), fetched.url)
        old = before or Added(0, 0, 0, 0, ())
        return Added(
            new=old.new + tally[articles.NEW],
            changed=old.changed + tally[articles.CHANGED],
            known=old.known + tally[articles.KNOWN],
            unread=old.unread + tally[articles.UNREAD],
            problems=(*old.problems, *problems),
            forgotten=old.forgotten + tally[articles.FORGOTTEN],
        )

    def run(self, on_progress: Progress | None = None, coder: Codes | None = None) -> Ran:
        """Finds which articles are copies of which, codes every article version that this coder has not coded, and
        makes it the current coder when it is done: until then the one before it answers. Each article is kept as soon
        as it is coded: a run that was stopped goes on where it was. Unless another is given, the coder is the bundled
        one with the desk's own actors and codebooks; `BadSetting` tells what is wrong with these."""
        self._must_write()
        comparing.compare_new(self._record)
        coder = coder or _coder(own_actors(self.path), own_packs(self.path, self.config))
        waiting = articles.uncoded(self._record, coder.id)
        skipped = articles.coded(self._record, coder.id)
        if facts.current_coder(self._record) is None:
            facts.choose_coder(self._record, coder.id, self._clock())
        coded = 0
        problems: list[Trouble] = []
        for done, version in enumerate(waiting, 1):
            try:
                article = articles.one(self._record, version, limit(None))
                coding = coder.code(article)
                coded += facts.add_coding(self._record, coding, self._clock())
            except NotFound:
                continue  # forgotten by another process in the meantime
            problems += [Trouble(article.url, problem) for problem in coding.problems]
            if on_progress:
                on_progress(done, len(waiting), article.title or article.url)
        facts.choose_coder(self._record, coder.id, self._clock())
        keeping.keep(self._record)
        return Ran(coded, skipped, tuple(problems))

    def use(self, coder: str) -> str:
        """Makes a coder that has worked on this desk the current one; named as for `View.coder`. Gives its id."""
        self._must_write()
        ident = self.coder(coder)
        facts.choose_coder(self._record, ident, self._clock())
        return ident

    # What people say about facts. Every call keeps a row and gives its number; `by` is who says it, `why` the reason.

    def right(self, fact: str, *, by: str, why: str) -> int:
        """The fact is as it is coded."""
        return self._judge(corrections.RIGHT, fact, by, why, None)

    def wrong(self, fact: str, *, by: str, why: str) -> int:
        """There is no such fact: it is not listed, counted or told any more."""
        return self._judge(corrections.WRONG, fact, by, why, None)

    def correct(self, fact: str, change: Change, *, by: str, why: str) -> int:
        """The fact is there, but says something else. Raises `UsageError` when it says so already."""
        return self._judge(corrections.CHANGE, fact, by, why, change)

    def merge(self, fact_ids: Sequence[str], *, by: str, why: str) -> int:
        """These facts are one act: it is listed once, as it was reported first."""
        return self._group(corrections.MERGE, fact_ids, by, why)

    def split(self, fact_ids: Sequence[str], *, by: str, why: str) -> int:
        """Each of these facts is an act of its own after all."""
        return self._group(corrections.SPLIT, fact_ids, by, why)

    def undo(self, number: int, *, by: str, why: str) -> int:
        """Takes a correction back, or an undo."""
        self._must_write()
        return corrections.undo(self._record, number, author=by, reason=why, at=self._clock())

    # What people say of storylines. A storyline is named by its id or by an article of it, as for `storyline`. Each
    # gives the number of what was said, raises `NotFound` for what is not here, `UsageError` where author or reason are
    # missing, and where nothing would change.

    def pin_story(self, article: str, story: str, *, by: str, why: str, never: bool = False) -> int:
        """The article belongs to that storyline, also when it is in it by itself, and is to stay there; with `never` it
        does not, and goes where it is most alike among the others. No other article goes with it. Raises `UsageError`
        too when the storyline has no other article."""
        mine, line = self.article(article).id, self._line(story)
        others = [one for one in _anchored(line) if one != mine]
        if not others:
            raise UsageError(f"{line.id} has no other article than this one; name another storyline", story)
        return self._say(pins.NEVER if never else pins.PIN, [[mine], others if never else _anchored(line)], by, why)

    def merge_stories(self, stories: Sequence[str], *, by: str, why: str) -> int:
        """These storylines are one, as they are now; it has the id of the one whose first article was known first.
        Raises `UsageError` too for fewer than two."""
        every = self._every_line()
        lines = {line.id: line for line in (self._fitting(every, story) for story in stories)}
        if len(lines) < 2:
            raise UsageError("one storyline needs two or more to be made of; name them all", " ".join(stories))
        return self._say(pins.MERGE, [_anchored(line) for line in lines.values()], by, why)

    def split_story(self, articles: Sequence[str], *, by: str, why: str) -> int:
        """These articles are another storyline than the others they are with now, and stay together. Raises
        `UsageError` too when there are no others."""
        mine = list(dict.fromkeys(self.article(article).id for article in articles))
        every = self._every_line()
        lines = {line.id: line for line in (self._fitting(every, article) for article in mine)}
        rest = [one for line in lines.values() for one in _anchored(line) if one not in mine]
        if not rest:
            raise UsageError("these are all articles of their storylines; leave some out", " ".join(articles))
        return self._say(pins.SPLIT, [mine, rest], by, why)

    def name_story(self, story: str, title: str, *, by: str, why: str) -> int:
        """The storyline is called so from now on. The name stays with the article that the storyline has its id from;
        of storylines that become one, the newest name is kept. Raises `UsageError` too for a name without a letter or
        of more than 200 characters."""
        first, *others = _anchored(self._line(story))
        return self._say(pins.NAME, [[first], others], by, why, title)

    def undo_story(self, number: int, *, by: str, why: str) -> int:
        """Takes back what was said of storylines under a number of `story_pins`, or an undo. Raises `UsageError` too
        when it was taken back already."""
        self._must_write()
        return pins.undo(self._record, number, author=by, reason=why, at=self._clock())

    def _say(self, kind: str, parts: Sequence[Sequence[str]], by: str, why: str, title: str = "") -> int:
        from watchfloor.linking.pins import ruled

        self._must_write()
        before = self.story_pins()
        tried = Pin(0, kind, tuple(map(tuple, parts)), " ".join(title.split()), "", "", self._clock(), None, True)
        empty = kind == pins.NAME and not tried.title  # keeping it says what is wrong with it
        if not empty and ruled([*before, tried]).same_as(ruled(before)):
            raise UsageError("that is said already, and holds; `watchfloor stories pins` lists what was said")
        return pins.add(self._record, kind, parts, title=title, author=by, reason=why, at=self._clock())

    def _judge(self, kind: str, fact: str, by: str, why: str, change: Change | None) -> int:
        self._must_write()
        found = self.fact(fact)
        ident = found.event.id if isinstance(found, Fact) else found.entry.id
        return corrections.judge(
            self._record, kind, ident, found.coder, author=by, reason=why, at=self._clock(), change=change
        )

    def _group(self, kind: str, fact_ids: Sequence[str], by: str, why: str) -> int:
        self._must_write()
        found = [fact.event.id if isinstance(fact, Fact) else fact.entry.id for fact in map(self.fact, fact_ids)]
        return corrections.group(self._record, kind, found, author=by, reason=why, at=self._clock())

    def test(self, coder: Codes | None = None) -> list[Tested]:
        """What a coder makes of every fact that people judged: the bundled coder with the desk's own actors, unless
        another is given. Nothing is kept."""
        found = corrections.cases(self._record)
        if not found:
            return []
        coder = coder or _coder(own_actors(self.path), own_packs(self.path, self.config))
        others = [known.id for known in self.coders() if known.id != coder.id]
        return [self._tested(case, coder, others) for case in found]

    def _tested(self, case: Case, coder: Codes, others: Sequence[str]) -> Tested:
        article = articles.one(self._record, case.version, limit(None))
        coding = facts.coding(self._record, case.version, coder.id) or coder.code(article)
        found = _fact_of(coding, case.fact)
        met = case.met(found, article.published)
        lost = False
        for other in () if met else others:
            coded = facts.coding(self._record, case.version, other)
            lost = lost or (coded is not None and case.met(_fact_of(coded, case.fact), article.published))
        kept = self.fact(case.fact)
        shown = found or (kept.event if isinstance(kept, Fact) else kept.entry)
        words = shown.trigger.words if isinstance(shown, Event) else shown.sentence.words
        return Tested(
            case,
            words,
            met,
            lost,
            found if isinstance(found, Event) else None,
            None if isinstance(found, Event) else found,
        )

    def why_changed(
        self, first: Moment, second: Moment | None = None, *, most: int | None = None, of_facts: bool = True
    ) -> Changed:
        """What lies between two moments, the second being now unless it is given: articles that came or changed,
        corrections, coders. Of articles and facts at most so many are given; `Changed.totals` counts all. Without
        `of_facts` the facts are left out, which is much less work. Raises `UsageError` when the second is the
        earlier."""
        one, other = limit(first), limit(second)
        if one > other:
            raise UsageError(f"{first} is later than {second}: change them round", str(first))
        return changes.why(self._record, one, other, most, of_facts=of_facts)

    # Forgetting and keeping.

    def forgettable(self, wanted: str) -> list[tuple[str, str]]:
        """Id and title of each article that `forget` would forget."""
        return forgetting.find(self._record, wanted)

    def forget(self, wanted: str, *, by: str, why: str) -> Forgotten:
        """Erases an article (named by its id, address or version, or by one of its facts), or all articles of an outlet
        or a source: text, title and quotes leave the record, its index and log, and the exports and copies made from
        it. A tombstone stays, and the article does not come back when it is found again. Raises `NotFound`."""
        from watchfloor.exporters import cleaning

        self._must_write()
        if not by.strip() or not why.strip():
            raise UsageError("forgetting needs an author and a reason: --by and --why")
        ids = [ident for ident, _ in forgetting.find(self._record, wanted)]
        by, why, now = " ".join(by.split()), " ".join(why.split()), self._clock()
        erased = forgetting.forget(self._record, ids, author=by, reason=why, at=now)
        cleaned: list[str] = []
        left = [(name, "the raw copy of this archive is gone, the file is not the desk's") for name in erased.archives]
        left += [
            (name, "read from here; not the desk's file") for name in erased.addresses if name not in erased.archives
        ]
        why_left = "another process or a full disk kept it from being written anew; forget the same article id again"
        if not erased.clean:
            left.append((str(self.path / RECORD), why_left))
        # Also of those forgotten before: a file that could not be cleaned then may be now.
        versions = {version for stone in self.forgotten() if stone.article in ids for version in stone.versions}
        gone = "not there any more; if it was moved, the words are in it still"
        records = {str(path): "" for path in copies.inside(self.path, RECORD)}
        for path, form in forgetting.outputs(self._record):
            if form == BACKUP:
                records[str(Path(path) / RECORD)] = ""
                continue
            if not Path(path).is_file():
                left.append((path, gone))
                continue
            try:
                if cleaning.clean(Path(path), form, versions):
                    cleaned.append(path)
            except (OSError, ValueError) as error:
                left.append((path, f"cannot be cleaned: {error}"))
        for name in records:
            if not Path(name).is_file():
                left.append((name, gone))
                continue
            try:
                copied = connection.open_record(Path(name), old=True)
                try:
                    in_copy = forgetting.forget(copied, ids, author=by, reason=why, at=now)
                finally:
                    copied.close()
                if not in_copy.clean:
                    left.append((name, why_left))
                elif in_copy.tombstones:
                    cleaned.append(name)
            except WatchfloorError as error:
                left.append((name, f"cannot be cleaned: {error}"))
        return Forgotten(erased.tombstones, tuple(cleaned), tuple(left))

    def exported(self, path: str | Path, form: str) -> None:
        """Remembers a file that was exported from this desk, so that `forget` reaches it. Does nothing in a desk that
        may only be read."""
        if self._record.may_write:
            forgetting.add_output(self._record, str(Path(path).resolve()), form, self._clock())

    def backup(self, place: str | Path | None = None) -> Path:
        """Copies the desk, as it is now, into a new folder, which is a desk again, and checks it. Others may write
        meanwhile. Unless a place is named, it is made inside the desk. Raises `UsageError`, `DiskFull`, `DeskError`."""
        folder = copies.new_place(self.path, "copy", self._clock()) if place is None else Path(place)
        copies.copy(self._record, RECORD, _copied(self.path, self.config), folder)
        self.exported(folder, BACKUP)
        return folder

    def verify(self) -> list[str]:
        """What is wrong with the record, one line each: the file, what keeps it append-only, every fact against its
        text, what follows from the corrections, and which texts are copies. Empty when all is sound. Reads all of
        it."""
        return verifying.verify(self._record) + comparing.faults(self._record) + keeping.faults(self._record)

    def faults(self) -> list[str]:
        """What is wrong with the file of the record and its search indexes; empty when they are sound."""
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


def _reader() -> str:
    """What reads pages, for the record of readings."""
    from importlib.metadata import version

    return f"watchfloor {version('watchfloor')}"


def _anchored(line: Line) -> list[str]:
    """The articles of a storyline; the one that it has its id from stands first."""
    from watchfloor.linking.storylines import named

    return sorted(line.reports, key=lambda report: named(report) != line.id)


def _fact_of(coding: Coding, ident: str) -> Event | Entry | None:
    return next((fact for fact in (*coding.events, *coding.entries) if fact.id == ident), None)


# --- one page, without a desk -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """What one page or text says."""

    article: Article | None
    """None when nothing in it can be used; `problems` then says why"""
    events: tuple[Event, ...]
    problems: tuple[Problem, ...]
    statements: tuple[Statement, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    outlooks: tuple[Outlook, ...] = ()
    relations: tuple[Relation, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All that it says beside the events."""
        return (*self.statements, *self.deadlines, *self.outlooks, *self.relations, *self.links)


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
    return Page(
        found.article,
        coding.events,
        found.problems + new,
        coding.statements,
        coding.deadlines,
        coding.outlooks,
        coding.relations,
        coding.links,
    )


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


def _coder(actors: Path | None, packs: Sequence[Path]) -> Codes:
    """The bundled coder, or one with a desk's own actors and codebooks; not kept, because its files may change."""
    from watchfloor.coder import Coder

    return Coder.load(actors=actors, own_packs=packs) if actors is not None or packs else _bundled_coder()


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
    named = config.Config(name=(name or "").strip() or folder.resolve().name or "desk")
    try:
        watching.write_template(folder / settings.FILE)
        config.write(folder / config.FILE, named)
    except BaseException:
        record.close()
        raise
    return Desk(folder, named, record, clock or _utc_now)


def open(  # noqa: A001 - `watchfloor.open` reads well
    path: str | Path | None = None, clock: Clock | None = None, on_upgrade: Callable[[Path], None] | None = None
) -> Desk:
    """Opens the desk in a folder; without one, the folder you are in or the nearest of its parents that is a desk.

    A desk of an earlier version is copied into its folder `backups` and then upgraded; `on_upgrade` is told where the
    copy is. Raises `NotFound`, `BadSetting`, `DeskTooNew`, `DeskTooOld` (it may only be read), `DeskDamaged`,
    `DeskLocked`."""
    folder = locate(path)
    read_config = config.read(folder / config.FILE)
    clock = clock or _utc_now
    try:
        record = connection.open_record(folder / RECORD)
    except DeskTooOld:
        record = _upgraded(folder, clock, on_upgrade)
    return Desk(folder, read_config, record, clock)


def _upgraded(folder: Path, clock: Clock, on_upgrade: Callable[[Path], None] | None) -> Record:
    try:
        place = copies.new_place(folder, "before-upgrade", clock())

        def copy(record: Record) -> None:
            copies.copy(record, RECORD, _copied(folder, config.read(folder / config.FILE)), place)
            if on_upgrade:
                on_upgrade(place)

        upgrading.upgrade(folder / RECORD, copy)
    except DeskReadOnly:
        pass  # opening says it better
    return connection.open_record(folder / RECORD)


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


def own_packs(folder: Path, config_: config.Config | None = None) -> tuple[Path, ...]:
    """The folders with the desk's own codebooks, as its settings name them. Raises `BadSetting`."""
    config_ = config_ or config.read(folder / config.FILE)
    return tuple(folder / name for name in config_.packs)


def _copied(folder: Path, config_: config.Config) -> list[Path]:
    """What belongs to a desk beside its record."""
    tops = (Path(name).parts[0] for name in config_.packs)
    return [folder / name for name in dict.fromkeys((*COPIED, *tops))]


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


def _publication(published: date | datetime | str | None) -> date | None:
    """A publication date as given: a day, or a time (which is a `date` too)."""
    if not isinstance(published, str):
        return published
    try:
        return datetime.fromisoformat(published) if len(published) > 10 else date.fromisoformat(published)
    except ValueError:
        raise UsageError(f"published: {published!r} is no date; write it as 2014-06-24", published) from None
