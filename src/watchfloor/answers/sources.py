"""What a desk reads by itself, how each source does, and what is not heard at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from watchfloor.answers.tables import Column, Table

if TYPE_CHECKING:
    from watchfloor.sources.health import Health
    from watchfloor.store.holdings import Outlet

DOWN = frozenset({"failing", "gone", "changed", "empty"})
"""states in which a source cannot be read, or gives nothing any more"""


@dataclass(frozen=True, slots=True)
class Tick:
    """A source in the strip of all sources."""

    id: str
    name: str
    state: str
    """read: something new came by then; idle: fine and nothing new; late: silent for too long, or not asked; down"""
    why: str


def ticks(states: Iterable[Health], day: date) -> tuple[Tick, ...]:
    """How each source does on a day, those that are paused left out."""
    return tuple(Tick(one.id, one.name, *_heard(one, day)) for one in states if one.counted)


def _heard(one: Health, day: date) -> tuple[str, str]:
    if one.silent:
        return ("down" if one.state in DOWN else "late"), "; ".join(part for part in (one.told, one.why) if part)
    if one.last_seen is not None and one.last_seen.date() >= day:
        return "read", f"read; its latest item is of {one.last_seen:%Y-%m-%d %H:%MZ}"
    return "idle", "read; nothing new on that day"


@dataclass(frozen=True, slots=True)
class Gap:
    """A country that much is told of, and that no source is of."""

    country: str
    name: str
    reports: int
    """of acts in it"""


def gaps(told: Mapping[str, int], states: Iterable[Health]) -> tuple[Gap, ...]:
    """The countries in which acts are told, and of which no source is that is read; most reports first. Empty where no
    source says which country it is of: then nothing is known."""
    own = {one.entry.source.country.upper() for one in states if one.counted and one.entry.source.country}
    if not own:
        return ()
    names = country_names()
    return tuple(Gap(code, names.get(code, code), number) for code, number in told.items() if code not in own)


@cache
def country_names() -> Mapping[str, str]:
    """The names of countries by their three letters."""
    from watchfloor import packs
    from watchfloor.resolving.gazetteer import COUNTRY_COLUMNS

    rows = packs.rows(packs.folder("places") / "countries.tsv", COUNTRY_COLUMNS)
    return {row.cells[0]: row.cells[2] for row in rows}


def ago(at: datetime | None, now: datetime) -> str:
    """How long ago, in the words of rhythms: `30m ago`; `never`."""
    from watchfloor.sources import rhythm

    return "never" if at is None else f"{rhythm.text(max(now - at, timedelta()))} ago"


def rhythm_text(one: Health) -> str:
    """How often something new usually comes; `~` where that was learned from what came."""
    from watchfloor.sources import rhythm

    return "" if one.rhythm is None else ("~" if one.learned else "") + rhythm.text(one.rhythm)


SOURCE_COLUMNS = (
    Column("id", "source", "its short name in sources.toml"),
    Column("outlet", "outlet", "who publishes it"),
    Column("kind", "kind", "feed, page, sitemap, folder, archive or outside"),
    Column("country", "country", "ISO 3166, three letters"),
    Column("language", "language", "ISO 639-1"),
    Column("owner", "owner", "who owns the outlet, by owners.tsv: outlets of one owner are one origin"),
    Column("reliability", "reliability", "Admiralty scale: A reliable ... E unreliable, F cannot be judged"),
    Column("state", "state", "fine, late, failing, empty, changed, old, gone, unasked, never or paused"),
    Column("since", "since", "since when it is so; UTC"),
    Column("last_asked", "last asked", "when it was fetched last; UTC"),
    Column("last_seen", "last new", "when its latest item appeared; UTC"),
    Column("rhythm", "rhythm", "how often something new usually comes; ~ where that was learned"),
    Column("articles", "articles", "that came from it"),
    Column("waiting", "waiting", "items left for the next round"),
    Column("why", "why", "why it is in that state"),
    Column("note", "note", "what is not wrong, but worth knowing"),
    Column("address", "address", "what is fetched"),
)


def table(states: Iterable[Health], owners: Mapping[str, str]) -> Table:
    """The sources, one a row."""
    return Table(
        SOURCE_COLUMNS,
        [state_json(one) | {"rhythm": rhythm_text(one), "owner": owner_of(one.name, owners)} for one in states],
    )


def owner_of(outlet: str, owners: Mapping[str, str]) -> str:
    """Who owns an outlet; empty where owners.tsv does not say."""
    from watchfloor.store.folding import fold

    return owners.get(fold(outlet), "")


OUTLET_COLUMNS = (
    Column("outlet", "outlet", "who published; empty where no article says"),
    Column("articles", "articles", "in their current versions"),
    Column("first", "first day", "of publication"),
    Column("last", "last day", "of publication"),
    Column("languages", "languages", "ISO 639-1"),
    Column("source", "source", "that brought the newest of them; empty: added by hand"),
)


def outlet_table(found: Sequence[Outlet]) -> Table:
    """Who published what is here."""
    return Table(
        OUTLET_COLUMNS,
        [
            {
                "outlet": one.name,
                "articles": one.articles,
                "first": None if one.first is None else one.first.isoformat(),
                "last": None if one.last is None else one.last.isoformat(),
                "languages": list(one.languages),
                "source": one.source,
            }
            for one in found
        ],
    )


def state_json(state: Health) -> dict[str, Any]:
    """A source and how it does."""
    source = state.entry.source
    return {
        "id": state.id,
        "kind": source.kind,
        "address": source.address,
        "outlet": source.name,
        "country": source.country,
        "language": source.language,
        "reliability": source.reliability,
        "state": state.state,
        "since": _iso(state.since),
        "why": state.why,
        "note": state.note,
        "last_seen": _iso(state.last_seen),
        "last_asked": _iso(state.last_asked),
        "rhythm_seconds": None if state.rhythm is None else int(state.rhythm.total_seconds()),
        "rhythm_learned": state.learned,
        "articles": state.articles,
        "waiting": state.waiting,
        "next": _iso(state.next),
    }


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
