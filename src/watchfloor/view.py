"""What a desk knew at one moment, to be read: articles, events, words, weeks, corrections, briefs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TextIO

from watchfloor.codec import ENTRY_KINDS
from watchfloor.errors import NotFound, UsageError
from watchfloor.store import (
    articles,
    casts,
    coders,
    corrections,
    days,
    derived,
    entries,
    facts,
    forgetting,
    holdings,
    likenesses,
    outside,
    pins,
    search,
    shelves,
    state,
    tallies,
    weekly,
    wording,
)
from watchfloor.store.articles import Headline, Received
from watchfloor.store.casts import Appearance, Meeting
from watchfloor.store.clock import EVER, Clock, end_of, limit, parse_day, to_days, to_micros
from watchfloor.store.coders import Difference, Known
from watchfloor.store.connection import Record
from watchfloor.store.corrections import Correction
from watchfloor.store.counts import Counts, counts, coverage
from watchfloor.store.entries import Kept
from watchfloor.store.facts import Fact, Filter
from watchfloor.store.forgetting import Tombstone
from watchfloor.store.holdings import Outlet, Trouble, Unread
from watchfloor.store.likenesses import Edge
from watchfloor.store.outside import Outside
from watchfloor.store.pins import Pin
from watchfloor.store.search import Found
from watchfloor.store.tallies import Tallies
from watchfloor.store.weekly import Week
from watchfloor.types import Article, Coding

if TYPE_CHECKING:
    from watchfloor.briefing.brief import Brief, Coverage
    from watchfloor.briefing.newcomers import Newcomer
    from watchfloor.briefing.stories import Story as Storyline
    from watchfloor.briefing.storychanges import StoryChange
    from watchfloor.briefing.watch import Watch
    from watchfloor.linking.happenings import Gatherer, Incident
    from watchfloor.linking.pins import Ruled
    from watchfloor.linking.remembering import Remembered
    from watchfloor.linking.retellings import Story
    from watchfloor.linking.storylines import Storyline as Line
    from watchfloor.sources.health import Health
    from watchfloor.sources.settings import Watched


SMALL = 3000
"""articles of a desk, at most, among all of which a storyline is looked for"""
ROWS = 400
"""events that are read at once where only the newest incidents are asked for"""
MARGIN = 14
"""days before and behind those asked for, whose events may belong to the same incidents"""


@dataclass(frozen=True, slots=True)
class ArticleDiff:
    """Two versions of an article, and what changed from one to the other."""

    old: Headline
    new: Headline
    changes: tuple[wording.Change, ...]


class View:
    """What a desk knew at one moment; `Desk` itself is the view of now. Reads only.

    Two clocks and a coder: what was known then, read by the current coder, unless `as_of` was asked for another."""

    def __init__(
        self,
        record: Record,
        known_by: int,
        coder: str | None = None,
        clock: Clock = lambda: datetime.now(UTC),
        owners: Callable[[], Mapping[str, str]] = dict,
        remembered: Remembered | None = None,
    ) -> None:
        self._record = record
        self._known_by = known_by
        self._coder = coder
        self._clock = clock
        self._owners = owners
        self._remembered = remembered
        self._gathering: Gatherer | None = None
        self._forgotten = 0

    def events(self, *, order: str = "newest", limit: int | None = None, offset: int = 0, **wanted: Any) -> list[Fact]:
        """The events that fit, `newest` or `oldest` first. What can be asked for is listed at
        `watchfloor.store.facts.Filter`: actor, recipient, side, type, mode, facet, place, country, outlet, article,
        since, until, published_since, published_until, text, language, confidence."""
        return list(self.each_event(order=order, limit=limit, offset=offset, **wanted))

    def each_event(
        self,
        *,
        order: str = "newest",
        limit: int | None = None,
        offset: int = 0,
        after: str | None = None,
        **wanted: Any,
    ) -> Iterator[Fact]:
        """Like `events`, one by one: for a record that does not fit into memory. `after` is the id of an event behind
        which the list begins: that way, pages neither repeat nor miss one, whatever is added meanwhile."""
        return facts.each(
            self._record,
            _filter(wanted),
            as_of=self._known_by,
            coder=self._coder,
            oldest_first=_oldest_first(order),
            limit=_whole(limit, "limit"),
            offset=_whole(offset, "offset") or 0,
            after=after,
        )

    def count_events(self, *, most: int | None = None, **wanted: Any) -> int:
        """How many events fit; counted no further than `most`, if that is given."""
        return facts.count(self._record, _filter(wanted), as_of=self._known_by, coder=self._coder, most=most)

    def event(self, ident: str) -> Fact:
        """The event with this id, or with an id that begins so. Raises `NotFound` and, when several fit,
        `UsageError`."""
        return facts.one(self._record, ident, self._known_by, self._coder)

    # One happening, many reports.

    def incidents(
        self,
        *,
        since: date | str | None = None,
        until: date | str | None = None,
        limit: int | None = None,
        offset: int = 0,
        **wanted: Any,
    ) -> list[Incident]:
        """What happened, each happening once with all its reports, the newest first: those of which a report fits what
        is asked for, as for `events`. Which reports are one follows from what was known, not from what is asked."""
        asked = _checked(wanted | {"since": since, "until": until}, Filter.__dataclass_fields__, "incidents")
        skip, most = _whole(offset, "offset") or 0, _whole(limit, "limit")
        end = None if most is None else skip + most
        found = self._reached(asked, end)
        if found is None:
            found = self._regrouped(asked)
        return found[skip:end]

    def _reached(self, asked: dict[str, Any], end: int | None) -> list[Incident] | None:
        """The incidents asked for, the newest `end` of them at least, by the pairs that are kept; None where these do
        not serve: the days around are grouped anew then."""
        from watchfloor.linking import pairing

        coder = facts.answering(self._record, self._coder, self._known_by)
        if coder is None:
            return []
        wanted = Filter(**asked)
        acts = corrections.acts(self._record, self._known_by)
        new = pairing.waiting(self._record, coder)
        # What an earlier coder of the same moment had coded, and what another one read, is not among the pairs.
        if new is None or self._coder == facts.THEN or not derived.all_of(self._record, acts.merged, coder):
            return None
        rows = facts.keys(self._record, wanted, as_of=self._known_by, coder=self._coder)
        groups = pairing.reached(self._record, [key for key, _ in rows], coder, self._known_by, acts.merged, new)
        if groups is None:
            return None
        fit = derived.ids_of(self._record, [key for key, _ in rows])
        found: list[Incident] = []
        done = 0
        while done < len(groups):
            size = done
            keys: list[int] = []
            while done < len(groups) and (end is None or len(keys) < ROWS):
                keys += groups[done].keys
                done += 1
            near = facts.by_keys(self._record, keys, self._known_by)
            found += self._gather(near, fit)
            if end is not None and size < len(groups) and done < len(groups):
                # No incident is newer than the newest event that it may have.
                bound = groups[done].newest
                if sum(1 for one in found if one.day is not None and to_days(one.day) > bound) >= end:
                    break
        return sorted(found, key=lambda one: (-(one.day or date.min).toordinal(), one.id))

    def _regrouped(self, asked: dict[str, Any]) -> list[Incident]:
        """The incidents asked for, from all events of the days around."""
        first, last = asked["since"], asked["until"]
        margin = timedelta(days=MARGIN)
        near = facts.each(
            self._record,
            Filter(
                since=None if first is None else first - min(margin, first - date.min),
                until=None if last is None else last + min(margin, date.max - last),
            ),
            as_of=self._known_by,
            coder=self._coder,
            oldest_first=True,
        )
        fit: set[str] | None = None
        if any(value is not None for value in asked.values()):
            rows = facts.keys(self._record, Filter(**asked), as_of=self._known_by, coder=self._coder)
            fit = set(derived.ids_of(self._record, [key for key, _ in rows]))
        return self._gather(list(near), fit)

    def happenings(
        self, *, order: str = "newest", limit: int | None = None, offset: int = 0, **wanted: Any
    ) -> list[tuple[Fact, Incident]]:
        """Of the events that fit, asked for as in `events`, each happening once: the report of it that tells most, and
        the incident with all its reports."""
        fit = {fact.event.id: fact for fact in self.each_event(**wanted)}
        told = ((one.told_by(fit), one) for one in self.incidents(**wanted))
        found = [(fit[fact.event.id], one) for fact, one in told if fact is not None]
        newest = not _oldest_first(order)
        found.sort(key=lambda row: ((row[0].day or date.min), row[0].event.id), reverse=newest)
        found = found[_whole(offset, "offset") or 0 :]
        return found if limit is None else found[: _whole(limit, "limit")]

    def incident(self, ident: str) -> Incident | None:
        """The incident that an event reports, by the id of either; None when the event tells again what its article
        has from another, in which it was not read so. Raises `NotFound` and `UsageError`."""
        fact = self.event(f"ev:{ident[3:]}" if ident.startswith("in:") else ident)
        around = self._reached_from(fact)
        if around is None:
            around = self.incidents(since=fact.day, until=fact.day)
        return next((one for one in around if fact.event.id in one.facts), None)

    def _reached_from(self, fact: Fact) -> list[Incident] | None:
        """The incidents that an event may belong to, by the pairs that are kept; None where they do not serve."""
        from watchfloor.linking import pairing

        coder = facts.answering(self._record, self._coder, self._known_by)
        new = None if coder is None else pairing.waiting(self._record, coder)
        acts = corrections.acts(self._record, self._known_by)
        if (
            coder is None
            or new is None
            or self._coder == facts.THEN
            or not derived.all_of(self._record, acts.merged, coder)
        ):
            return None
        rows = derived.rows_of(self._record, [fact.event.id], coder)
        groups = pairing.reached(self._record, rows, coder, self._known_by, acts.merged, new)
        if groups is None:
            return None
        keys = [key for group in groups for key in group.keys]
        return self._gather(facts.by_keys(self._record, keys, self._known_by))

    def story(self, article: str) -> Story | None:
        """The articles of which each copies another, among which this one is; None when it is in no such story. Named
        as for `article`."""
        version = self.article(article).version
        edges = likenesses.edges(self._record, [version], self._known_by)
        heads = likenesses.heads(self._record, {version, *edges, *(e.other for its in edges.values() for e in its)})
        return self._gatherer().stories(heads, edges).get(version)

    def families(self, versions: Sequence[str]) -> Mapping[str, Story]:
        """By article version, of these and of those they hang together with: the articles of which each copies another,
        among which it is; without those that are in no such story."""
        edges = likenesses.edges(self._record, versions, self._known_by)
        heads = likenesses.heads(self._record, {*versions, *edges, *(e.other for its in edges.values() for e in its)})
        return self._gatherer().stories(heads, edges)

    def alike(self, article: str) -> list[tuple[Edge, Headline]]:
        """What an article has in common with each one that it copies, is copied by, or shares paragraphs with. Named
        as for `article`."""
        version = self.article(article).version
        edges = likenesses.edges(self._record, [version], self._known_by).get(version, [])
        heads = {head.version: head for head in likenesses.heads(self._record, [edge.other for edge in edges])}
        return [(edge, heads[edge.other]) for edge in edges]

    def _gather(self, near: list[Fact], wanted: Set[str] | None = None) -> list[Incident]:
        acts = corrections.acts(self._record, self._known_by)
        shown = {fact.event.id for fact in near}
        # Where people merged events, the list holds the first only; the others report it too.
        near += [
            self.event(ident) for ids in acts.merged if not shown.isdisjoint(ids) for ident in ids if ident not in shown
        ]
        versions = {fact.article.version for fact in near}
        edges = likenesses.edges(self._record, versions, self._known_by)
        versions |= {edge.other for its in edges.values() for edge in its}
        heads = likenesses.heads(self._record, versions)
        return self._gatherer().gather(near, heads, edges, acts.merged, acts.split, wanted)

    def _gatherer(self) -> Gatherer:
        from watchfloor.linking import happenings, origins, remembering, words

        if self._remembered is None:
            self._remembered = remembering.Remembered()
        forgotten = derived.forgotten(self._record)
        self._remembered.forget(forgotten)
        if self._gathering is None or self._forgotten != forgotten:
            self._forgotten = forgotten
            self._gathering = happenings.Gatherer(
                lambda version: likenesses.text_of(self._record, version),
                self._owners(),
                words.load(),
                origins.load(),
                self._remembered,
            )
        return self._gathering

    def storylines(self, *, since: date | str | None = None, until: date | str | None = None) -> list[Storyline]:
        """The storylines of the articles published from `since` to `until` (of the last 90 days before the newest one,
        unless asked for otherwise), the one with the newest article first, each with what its articles report. They
        follow from what was known and from what people had said by then (`story_pins`): what comes later may join two
        of them, and changes nothing of this answer."""
        from watchfloor.briefing import stories

        lines, heads, told = self._storylines(since, until)
        incidents = self.incidents(**told) if heads else []
        return stories.told(lines, heads, incidents, self._ruled().names)

    def storyline_changes(
        self,
        first: datetime | date | str,
        second: datetime | date | str | None = None,
        *,
        since: date | str | None = None,
        until: date | str | None = None,
    ) -> list[StoryChange]:
        """Which storylines of two articles or more became one, or several, from one moment to another (that of this
        view unless it is given), each with the names that they have then. Both moments are asked about the articles of
        the same days, as in `storylines`; nothing of it is kept, it follows from what was known at each. Raises
        `UsageError`."""
        from watchfloor.briefing import stories
        from watchfloor.linking import storylines

        early, late = (
            View(
                self._record,
                min(limit(moment), self._known_by),
                self._coder,
                self._clock,
                self._owners,
                self._remembered,
            )
            for moment in (first, second)
        )
        now, heads, told = late._storylines(since, until)
        was, _, _ = early._storylines(told["published_since"], told["published_until"])
        return stories.changed(storylines.changes(was, now, stories.SHOWN), now, heads, late._ruled().names)

    def story_pins(self) -> list[Pin]:
        """What people said of storylines, the oldest first; those that were taken back are marked."""
        return pins.each(self._record, self._known_by)

    def overruled(self) -> Mapping[int, tuple[int, ...]]:
        """By the number of a pin (see `story_pins`): those before it that it contradicts, and that gave way to it."""
        return self._ruled().overruled

    def _ruled(self) -> Ruled:
        from watchfloor.linking.pins import ruled

        return ruled(self.story_pins())

    def _storylines(
        self, since: date | str | None, until: date | str | None
    ) -> tuple[tuple[Line, ...], dict[str, Headline], dict[str, Any]]:
        """The storylines bare, their articles by id, and the days that were asked for, as `incidents` takes them."""
        from watchfloor.linking import placing, storylines

        last = parse_day(until, "until") if until is not None else self.last_day()
        first = parse_day(since, "since") if since is not None else None
        if first is None and last is not None:
            first = last - min(storylines.WINDOW, last - date.min)
        if first is not None and last is not None and first > last:
            raise UsageError(f"since {first} is later than until {last}: change them round", str(since))
        heads = self.articles(since=first, until=last, order="oldest")
        told: dict[str, Any] = {"published_since": first, "published_until": last}
        coder = facts.answering(self._record, self._coder, self._known_by)
        coded_by = self._known_by if self._coder == facts.THEN else EVER
        made = placing.standing(self._record, [head.id for head in heads], self._known_by, coder, coded_by)
        return storylines.linked(made, self._ruled().said), {head.id: head for head in heads}, told

    def storyline(self, ident: str) -> Storyline:
        """The storyline with this id, or with an id that begins so, among all articles; one that became part of another
        is found there, by the article that it had its id from. Or the one that an article is in, named as for
        `article`. Raises `NotFound` and, when several fit, `UsageError`."""
        since, until = self._days_of(ident)
        found = {one.line.id: one for one in self.storylines(since=since, until=until)}
        return found[self._fitting([one.line for one in found.values()], ident).id]

    def _days_of(self, ident: str) -> tuple[date | None, date | None]:
        """The days among whose articles a storyline is looked for: all of a small desk; else the latest ones where it
        is found there, and those around the article that it has its id from."""
        from watchfloor.linking import storylines

        if self.status().articles <= SMALL:
            return self._first_day(), None
        lines = self._storylines(None, None)[0]
        try:
            self._fitting(lines, ident)
        except NotFound:
            around = storylines.WINDOW / 2
            for head in self.articles():
                if storylines.named(head.id).startswith(ident) or not ident.startswith("sl:"):
                    day = head.published.day if head.published else None
                    if not ident.startswith("sl:"):
                        stated = self.article(ident).published
                        day = stated.day if stated else None
                    if day is not None:
                        return day - around, day + around
        return None, None

    def _first_day(self) -> date | None:
        """The first day on which an article was published."""
        return next((one.published.day for one in self.articles(limit=1, order="oldest") if one.published), None)

    def _every_line(self) -> tuple[Line, ...]:
        """The storylines of all articles of a small desk, else of the latest days, bare."""
        small = self.status().articles <= SMALL
        return self._storylines(self._first_day() if small else None, None)[0]

    def _line(self, ident: str) -> Line:
        """As `storyline`, but bare."""
        return self._fitting(self._storylines(*self._days_of(ident))[0], ident)

    def _fitting(self, lines: Sequence[Line], ident: str) -> Line:
        from watchfloor.linking.storylines import named

        plain = ident if ident.startswith("sl:") else f"sl:{ident}"
        fits = [one for one in lines if one.id.startswith(plain)]
        if not fits and ident.startswith("sl:"):
            fits = [one for one in lines if any(named(article).startswith(plain) for article in one.reports)]
        if len(fits) > 1:
            raise UsageError(f"{ident}: {len(fits)} storylines begin so; give more of the id", ident)
        if not fits and not ident.startswith("sl:"):
            article = self.article(ident).id
            fits = [one for one in lines if article in one.reports]
        if not fits:
            raise NotFound(f"no storyline {ident!r} is known then; `watchfloor stories` lists them", ident)
        return fits[0]

    # What the ledgers hold beside the events.

    def entries(
        self,
        kind: str | None = None,
        *,
        order: str = "newest",
        limit: int | None = None,
        offset: int = 0,
        **wanted: Any,
    ) -> list[Kept]:
        """What the ledgers hold that fits: of one kind (statement, deadline, outlook, relation, link), or all. By the
        day of saying, `newest` or `oldest` first, or by what is `due` first. What can be asked for is listed at
        `watchfloor.store.entries.Filter`."""
        return list(self.each_entry(kind, order=order, limit=limit, offset=offset, **wanted))

    def each_entry(
        self,
        kind: str | None = None,
        *,
        order: str = "newest",
        limit: int | None = None,
        offset: int = 0,
        after: str | None = None,
        **wanted: Any,
    ) -> Iterator[Kept]:
        """Like `entries`, one by one: for a record that does not fit into memory. `after` is as for `each_event`."""
        if order not in entries.ORDERS:
            raise UsageError(f"order {order!r} is unknown; there are {', '.join(entries.ORDERS)}", order)
        return entries.each(
            self._record,
            _entry_filter(wanted | {"kind": kind}),
            as_of=self._known_by,
            coder=self._coder,
            order=order,
            limit=_whole(limit, "limit"),
            offset=_whole(offset, "offset") or 0,
            after=after,
        )

    def count_entries(self, kind: str | None = None, *, most: int | None = None, **wanted: Any) -> int:
        """How many entries fit; counted no further than `most`, if that is given."""
        asked = _entry_filter(wanted | {"kind": kind})
        return entries.count(self._record, asked, as_of=self._known_by, coder=self._coder, most=most)

    def statements(self, **wanted: Any) -> list[Kept]:
        """Who said what; asked as `entries` are."""
        return self.entries("statement", **wanted)

    def deadlines(self, **wanted: Any) -> list[Kept]:
        """By when something must be done, or ends; asked as `entries` are."""
        return self.entries("deadline", **wanted)

    def outlooks(self, **wanted: Any) -> list[Kept]:
        """How likely somebody thinks something is; asked as `entries` are."""
        return self.entries("outlook", **wanted)

    def relations(self, **wanted: Any) -> list[Kept]:
        """How actors stand to each other; asked as `entries` are."""
        return self.entries("relation", **wanted)

    def links(self, **wanted: Any) -> list[Kept]:
        """Which matters somebody ties together; asked as `entries` are."""
        return self.entries("link", **wanted)

    def entry(self, ident: str) -> Kept:
        """The entry with this id, or with an id that begins so. Raises `NotFound` and, when several fit,
        `UsageError`."""
        return entries.one(self._record, ident, self._known_by, self._coder)

    def fact(self, ident: str) -> Fact | Kept:
        """The event or the entry with this id, or with an id that begins so, with or without the letters of its kind.
        Raises `NotFound` and, when several fit, `UsageError`."""
        fits = shelves.ids_like(self._record, ident, self._known_by, tuple(shelves.PREFIXES.values()))
        if not fits:
            raise NotFound(
                f"no fact {ident!r} in this desk; `watchfloor events` and `watchfloor statements` list some with their"
                " ids",
                ident,
            )
        found = shelves.only_one(fits, ident)
        return self.event(found) if shelves.shelf_of(found) is shelves.EVENTS else self.entry(found)

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
        after: str | None = None,
    ) -> list[Headline]:
        """The current version of each article, by day of publication. `text` takes words that the article holds;
        `after` is the version behind which the list begins."""
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
            after=after,
        )
        return list(found)

    def article(self, key: str) -> Article:
        """The article with this id (or its beginning), address or version. Raises `NotFound` and `UsageError`."""
        return articles.one(self._record, key, self._known_by)

    def versions(self, article_id: str) -> list[Headline]:
        """All versions of an article, the oldest first."""
        return articles.versions(self._record, article_id, self._known_by)

    def received(self, version: str, most: int) -> Received:
        """What an article version was read from: its first `most` bytes, and where they came from. Raises
        `NotFound`."""
        return articles.received(self._record, version, self._known_by, most)

    def coding(self, version: str) -> Coding | None:
        """What the coder that answers read in an article version, also in one that others have replaced since; what
        people said of it is left out. None when it has not coded it."""
        coder = self._coder
        if coder is None or coder == facts.THEN:
            coder = facts.current_coder(self._record, EVER if coder is None else self._known_by)
        return None if coder is None else facts.coding(self._record, version, coder)

    def brief(self, day: date | str | None = None) -> Brief:
        """The brief of a day; of the last day with articles if none is given."""
        from watchfloor.briefing import brief

        def happenings(found: Sequence[Any]) -> dict[str, str]:
            return {ident: one.id for one in self._gather(list(found)) for ident in one.facts}

        return brief.make(self, None if day is None else parse_day(day, "day"), happenings)

    def new_actors(self) -> tuple[Newcomer, ...]:
        """The actors of the facts that no lexicon knows, the most frequent first."""
        from watchfloor.briefing.newcomers import newcomers

        return newcomers(self.each_event(order="oldest"))

    def export(
        self,
        form: str,
        out: TextIO,
        *,
        what: str = "events",
        full_text: bool = False,
        unique: bool = False,
        **wanted: Any,
    ) -> int:
        """Writes what fits, oldest first, as `csv`, `jsonl` or (events) `geojson`, see `watchfloor.exporters`, and
        gives the number of rows: events, or `statements`, `deadlines`, `outlooks`, `relations`, `links`. Open a file
        with `encoding="utf-8", newline=""`. Each event is one report of an act; with `unique` each happening is written
        once, by the report that tells most of it. The texts of the articles belong to others: they are written only
        with `full_text`."""
        from watchfloor.exporters import ENTRY_EXPORTERS, EXPORTERS

        if form not in EXPORTERS:
            raise UsageError(f"no export form {form!r}; there are {', '.join(EXPORTERS)}", form)
        texts = self._text if full_text else None
        if what == "events":
            once = (fact for fact, _ in self.happenings(order="oldest", **wanted)) if unique else None
            return EXPORTERS[form](once or self.each_event(order="oldest", **wanted), out, texts)
        if unique:
            raise UsageError(f"only events can be written each happening once, not {what}", what)
        kinds = {f"{kind}s": kind for kind in ENTRY_KINDS}
        if what not in kinds:
            raise UsageError(f"there are no {what!r} to export; there are events, {', '.join(kinds)}", what)
        if form not in ENTRY_EXPORTERS:
            raise UsageError(f"{what} are written as {', '.join(ENTRY_EXPORTERS)}, not as {form}", form)
        kept = self.each_entry(kinds[what], order="oldest", **wanted)
        return ENTRY_EXPORTERS[form](kinds[what], kept, out, texts)

    def _text(self, version: str) -> str:
        return articles.one(self._record, version, self._known_by).text

    # Words, weeks, and what changed.

    def search(self, words: str, *, limit: int = 20, offset: int = 0, passages: int = 5, **wanted: Any) -> Found:
        """The facts whose sentence holds all the words (`"words together"`, `begin*`), the newest first, and `passages`
        of the articles that hold them anywhere. `wanted` is as for `events`."""
        return search.find(
            self._record,
            words,
            _filter(wanted),
            as_of=self._known_by,
            coder=self._coder,
            limit=_whole(limit, "limit") or 0,
            offset=_whole(offset, "offset") or 0,
            passages=_whole(passages, "passages") or 0,
        )

    def tallies(self, **wanted: Any) -> tuple[Tallies, Tallies]:
        """How what fits divides, to narrow a search down: the events, and what the ledgers hold. `wanted` is as for
        `events`; where it asks for what only events have, the ledgers have nothing."""
        asked = _filter(wanted)
        ledgers = search.of_entries(asked, asked.text)
        record, as_of, coder = self._record, self._known_by, self._coder
        return (
            tallies.of_events(record, asked, as_of=as_of, coder=coder),
            Tallies(0, {}) if ledgers is None else tallies.of_entries(record, ledgers, as_of=as_of, coder=coder),
        )

    def cast(self, *, since: date | None = None, until: date | None = None) -> list[Appearance]:
        """Every actor of the facts of some days, the most frequent first."""
        return casts.appearances(self._record, as_of=self._known_by, coder=self._coder, since=since, until=until)

    def meetings(self, ident: str, *, since: date | None = None, until: date | None = None) -> list[Meeting]:
        """With whom an actor (an id) has to do in the acts of some days, the most frequent first."""
        return casts.meetings(self._record, ident, as_of=self._known_by, coder=self._coder, since=since, until=until)

    def weeks(
        self,
        actor: str | None = None,
        recipient: str | None = None,
        *,
        types: Sequence[str] = (),
        facets: Sequence[str] = (),
    ) -> Iterator[Week]:
        """How many reports of acts between whom in which week: of one pair, of one side, or of all. An act that five
        papers tell of counts five times, unless people said that it is one; see `happenings` for each happening once.
        A side is a country, or the id of an actor that has none (`IRN`, `isis`)."""
        return weekly.weeks(
            self._record,
            as_of=self._known_by,
            coder=self._coder,
            actor=actor,
            recipient=recipient,
            types=types,
            facets=facets,
        )

    def diff(self, article: str, other: str | None = None) -> ArticleDiff:
        """What the last change of an article changed, word by word: between its two newest versions, between the one
        given and the one before it, or between two given. Raises `NotFound`, and `UsageError` when there is one version
        only."""
        new = self.article(article if other is None else other)
        versions = self.versions(new.id)
        if other is not None:
            old = self.article(article)
        else:
            number = [head.version for head in versions].index(new.version)
            if not number:
                raise UsageError(f"{article}: only one version of this article is here; nothing to compare", article)
            old = self.article(versions[number - 1].version)
        heads = {head.version: head for head in (*versions, *self.versions(old.id))}
        return ArticleDiff(heads[old.version], heads[new.version], wording.diff(old.text, new.text))

    def coders(self) -> list[Known]:
        """The coders that have worked on this desk, the oldest first."""
        return coders.listing(self._record, facts.current_coder(self._record))

    def coder(self, name: str = "current") -> str:
        """The id of a coder: `current`, `previous`, its number, its id or the beginning of it."""
        return coders.resolve(self._record, name, facts.current_coder(self._record))

    def diff_coders(self, old: str, new: str) -> Iterator[Difference]:
        """Where two coders differ on what both have coded. Named as for `coder`."""
        return coders.diff(self._record, self.coder(old), self.coder(new), self._known_by)

    def comparable(self, old: str, new: str) -> int:
        """On how many current article versions two coders can be compared."""
        return coders.compared(self._record, self.coder(old), self.coder(new), self._known_by)

    def corrections(self, fact: str | None = None) -> list[Correction]:
        """What people said about facts, the oldest first; of one fact, or all."""
        return corrections.each(self._record, self._known_by, fact)

    def same_act(self, fact: str) -> list[str]:
        """The ids of the other facts that are the same act, as people said."""
        return corrections.same_act(self._record, fact, self._known_by)

    def forgotten(self) -> list[Tombstone]:
        """What the desk was made to forget."""
        return forgetting.tombstones(self._record, self._known_by)

    def status(self) -> Counts:
        """How much the desk holds, what is not coded yet, and what could not be read."""
        return counts(self._record, self._known_by, self._coder)

    def outlets(self) -> list[Outlet]:
        """Who published the articles that are here, who published most first."""
        return holdings.outlets(self._record, self._known_by)

    def countries(self) -> dict[str, int]:
        """How many reports of acts stand in which country (three letters), the most first."""
        return holdings.countries(self._record, self._known_by, self._coder)

    def unread(self, *, limit: int, before: int | None = None) -> list[Unread]:
        """The pages and rows of archives that gave no article, the latest first; `before` is the key of the last one of
        the page before."""
        return holdings.unread(self._record, self._known_by, limit=limit, before=before)

    def troubles(self, kind: str | None = None, *, limit: int, before: int | None = None) -> list[Trouble]:
        """The problems that `status` counts, of one kind or all, the latest first; `before` as for `unread`."""
        return holdings.troubles(self._record, self._known_by, self._coder, kind=kind, limit=limit, before=before)

    def sources(self, day: date | None = None) -> list[Health]:
        """The sources and how each of them does: now, or at the end of a day, as known by then."""
        from watchfloor.sources import watching

        by = self._known_by if day is None else min(self._known_by, end_of(day))
        now = self._clock()
        if by >= to_micros(now) and (entries := self._watched_now()) is not None:
            return watching.states(self._record, entries, now)
        return watching.states(self._record, watching.known(self._record, by), watching.moment(by, now))

    def _watched_now(self) -> list[Watched] | None:
        """The sources of this moment, where the view is of this moment; None: those that were kept last."""
        return None

    def outside(
        self,
        *,
        dataset: str | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
        limit: int | None = None,
    ) -> list[Outside]:
        """Facts from outside (event rows of GDELT or UCDP), by day: other people's reading, shown as theirs and never
        counted among the events."""
        found = outside.each(
            self._record,
            self._known_by,
            dataset=dataset,
            since=None if since is None else parse_day(since, "since"),
            until=None if until is None else parse_day(until, "until"),
            limit=_whole(limit, "limit"),
        )
        return list(found)

    # For whoever asks again and again.

    @contextmanager
    def at_rest(self) -> Iterator[None]:
        """Several questions to one and the same state of the record, whatever others write meanwhile."""
        with self._record.reading():
            yield

    def state(self) -> str:
        """A short text that is the same as long as the record is: two equal states answer every question alike."""
        return state.state(self._record)

    def forgettings(self) -> int:
        """A number that grows whenever the desk is made to forget something."""
        return derived.forgotten(self._record)

    def event_days(self) -> dict[date, int]:
        """How many reports of acts stand on each day of the act, oldest first; days without one are left out."""
        return days.events_by_day(self._record, as_of=self._known_by, coder=self._coder)

    def article_days(self) -> dict[date, int]:
        """How many articles were published on each day, oldest first; days without one are left out."""
        return days.articles_by_day(self._record, as_of=self._known_by)

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

        total, coded, waiting, not_read = coverage(self._record, day, self._known_by, self._coder)
        return Coverage(total, coded, waiting, tuple(not_read.items()), self.watch(day))

    def watch(self, day: date | None = None) -> Watch | None:
        """Which sources were heard, now or by the end of a day; None when the desk reads none by itself."""
        from watchfloor.briefing.watch import watch

        return watch(self.sources(day))


def _oldest_first(order: str) -> bool:
    if order not in ("newest", "oldest"):
        raise UsageError(f"order {order!r} is unknown; there are newest and oldest", order)
    return order == "oldest"


def _whole(number: int | None, name: str) -> int | None:
    if number is not None and number < 0:
        raise UsageError(f"{name} must be 0 or more, not {number}", name)
    return number


_DAYS = ("since", "until", "due_since", "due_until", "published_since", "published_until")


def _filter(wanted: dict[str, Any]) -> Filter:
    return Filter(**_checked(wanted, Filter.__dataclass_fields__, "events"))


def _entry_filter(wanted: dict[str, Any]) -> entries.Filter:
    return entries.Filter(**_checked(wanted, entries.Filter.__dataclass_fields__, "entries"))


def _checked(wanted: dict[str, Any], known: Iterable[str], what: str) -> dict[str, Any]:
    """What was asked for, its days as days. Raises `UsageError` for what cannot be asked."""
    unknown = sorted(set(wanted) - set(known))
    if unknown:
        raise UsageError(f"{what} cannot be asked for by {unknown[0]!r}; there are {', '.join(known)}", unknown[0])
    days = {name: parse_day(wanted[name], name) for name in _DAYS if wanted.get(name) is not None}
    for since, until in zip(_DAYS[::2], _DAYS[1::2], strict=True):
        if since in days and until in days and days[since] > days[until]:
            raise UsageError(f"{since} {days[since]} is later than {until} {days[until]}: change them round", since)
    return wanted | days
