"""Who is who in a desk: what its lexicon says of an actor, what the record holds of it, and who is new."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from watchfloor.answers.entries import RELATIONS
from watchfloor.answers.quad import Mark, mark
from watchfloor.answers.tables import Column, Table
from watchfloor.briefing.newcomers import Newcomer, newcomers
from watchfloor.briefing.wording import DEEDS, phrase
from watchfloor.codec import entry_dict
from watchfloor.desk import own_actors
from watchfloor.inert import inert
from watchfloor.resolving import actorpack, actorsearch
from watchfloor.resolving.actorlayers import Layers
from watchfloor.resolving.actorpack import Tables
from watchfloor.resolving.actorsearch import Meaning
from watchfloor.resolving.actorwriting import slug
from watchfloor.resolving.ranks import Ranks
from watchfloor.store.casts import ACTED_UPON, ACTING, TOGETHER, Appearance, Dealing, Meeting
from watchfloor.types import Actor, Relation, Statement

if TYPE_CHECKING:
    from watchfloor.desk import Desk
    from watchfloor.store.entries import Kept
    from watchfloor.store.facts import Fact
    from watchfloor.view import View

KINDS: Final = ("state", "body", "group", "agency", "person", "role", "unknown")
SAID: Final = 8
"""statements listed"""
RELATED: Final = 40
"""relations read in texts that are listed"""
LOOKED_AT: Final = 200
"""reports looked at for spellings, and statements for those who speak for somebody"""
AROUND: Final = 18
"""others drawn on either side of an actor; with more the names run into each other"""
LONGEST: Final = 60
"""code points of what counts as a spelling; longer words are a description"""
TIE_WORDS: Final = {
    "part of": "is part of",
    "arm of": "is an arm of",
    "proxy of": "acts for",
    "sponsor of": "backs",
    "ally of": "is an ally of",
    "rival of": "is a rival of",
    "splinter of": "split from",
    "successor of": "follows",
}
"""the relations of the lexicon in words"""
TONES: Final = {
    "backs": "cooperation",
    "ally": "cooperation",
    "fights": "conflict",
    "rival": "conflict",
    "sponsor of": "cooperation",
    "ally of": "cooperation",
    "rival of": "conflict",
}
"""relations that are cooperation or conflict; the others are neither"""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The actors that a desk knows."""

    layers: Layers
    tables: Tables

    def name(self, ident: str) -> str:
        """What an id is called; the id itself when the lexicon has none such."""
        bare = ident.removeprefix("person:")
        if ident in self.tables.entities:
            return self.tables.entities[ident].name
        held = self.tables.holdings.get(bare)
        return held[-1].name if held else ident

    def meaning(self, ident: str, on: date | None) -> Meaning | None:
        """What it says of an id, with who held its offices on a day."""
        bare = ident.removeprefix("person:")
        if bare not in self.tables.entities and bare not in self.tables.holdings:
            return None
        return next(iter(actorsearch.describe(self.layers, self.tables, (bare,), on)), None)


def lexicon(folder: Path) -> Lexicon:
    """The bundled actors, and over them those of the desk in `folder`. Raises `PackDamaged` and `BadSetting`."""
    own = own_actors(folder)
    return Lexicon(actorpack.layers(own=own), actorpack.load(own=own))


def names(folder: Path) -> Mapping[str, str]:
    """The names of countries and other things by their ids, with those of the desk in `folder`."""
    return {ident: one.name for ident, one in actorpack.load(own=own_actors(folder)).entities.items()}


# --- one actor --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks for somebody."""

    actor: Actor
    rank: str
    number: int
    last: date | None


@dataclass(frozen=True, slots=True)
class Edge:
    """One tie between an actor and another, as it is drawn: a verb with its day."""

    id: str
    """of the other"""
    name: str
    verb: str
    day: str
    """or stretch of time; empty when not known"""
    mark: Mark
    number: int
    """reports; 0 for what only the lexicon says"""
    fact: str
    """the latest one; empty likewise"""


@dataclass(frozen=True, slots=True)
class Profile:
    """All that a desk has on one actor."""

    id: str
    name: str
    kind: str
    code: str
    meaning: Meaning | None
    """what the lexicon says; None of one it does not know"""
    seen: Appearance | None
    """how often the record has it, in the days asked about; None: never"""
    spellings: tuple[tuple[str, int], ...]
    """as printed in the latest reports, the most frequent first"""
    related: tuple[Kept, ...]
    """relations as texts tell them, the latest first"""
    said: tuple[Kept, ...]
    """its last statements"""
    voices: tuple[Voice, ...]
    """who speaks for it, the highest rank first"""
    meetings: tuple[Meeting, ...]
    """with whom it has to do, the most frequent first"""
    newcomer: Newcomer | None
    """what texts say of it, where no lexicon knows it"""


def profile(
    view: View | Desk,
    known: Lexicon,
    ranks: Ranks,
    ident: str,
    on: date | None,
    seen: Appearance | None,
    since: date | None = None,
    until: date | None = None,
) -> Profile:
    """The actor with this id. `on` is the day for offices; `seen` how it appears in the record."""
    meaning = known.meaning(ident, on)
    days: dict[str, Any] = {key: value for key, value in (("since", since), ("until", until)) if value is not None}
    facts = [fact for role in ("actor", "recipient") for fact in _of(view, role, ident, LOOKED_AT // 2, **days)]
    words: Counter[str] = Counter()
    for fact in facts:
        for cited in (*fact.event.actors, *fact.event.recipients):
            if cited.value.id == ident and len(cited.words) <= LONGEST:
                words[" ".join(cited.words.split())] += 1
    spoken = _mine(view.statements(speaker=ident, limit=LOOKED_AT, **days), ident)
    new = next((one for one in newcomers(facts) if one.id == ident), None)
    return Profile(
        ident,
        meaning.name if meaning else seen.name if seen else known.name(ident),
        meaning.kind if meaning else seen.kind if seen else "unknown",
        seen.code if seen and not meaning else (meaning.country + "".join(meaning.sectors[:1]) if meaning else ""),
        meaning,
        seen,
        tuple(words.most_common()),
        tuple(one for one in view.relations(actor=ident, limit=RELATED, **days) if _in(one, ident)),
        tuple(spoken[:SAID]),
        _voices(view.statements(side=ident, limit=LOOKED_AT, **days), ident, ranks),
        tuple(view.meetings(ident, since=since, until=until)),
        new,
    )


def _of(view: View | Desk, role: str, ident: str, most: int, **days: Any) -> list[Fact]:
    """The latest events in which an actor has a role."""
    wanted: dict[str, Any] = {role: ident}
    return view.events(limit=most, **wanted, **days)


def _mine(kept: Iterable[Kept], ident: str) -> list[Kept]:
    """The statements that somebody makes, not those of others of the same country."""
    found = []
    for one in kept:
        speaker = one.entry.speaker if isinstance(one.entry, Statement) else None
        if speaker is not None and speaker.value.id == ident:
            found.append(one)
    return found


def _in(kept: Kept, ident: str) -> bool:
    return isinstance(kept.entry, Relation) and ident in (kept.entry.a.value.id, kept.entry.b.value.id)


def _voices(kept: Iterable[Kept], ident: str, ranks: Ranks) -> tuple[Voice, ...]:
    found: dict[str, Voice] = {}
    for one in kept:  # the latest first
        entry = one.entry
        if not isinstance(entry, Statement) or entry.speaker is None or entry.speaker.value.id == ident:
            continue
        actor = entry.speaker.value
        before = found.get(actor.id)
        found[actor.id] = (
            Voice(actor, entry.rank, 1, one.said)
            if before is None
            else Voice(before.actor, before.rank, before.number + 1, before.last)
        )
    return tuple(sorted(found.values(), key=lambda one: (ranks.order(one.rank), -one.number, one.actor.id)))


# --- whom it has to do with -------------------------------------------------------------------------------------------


def edges(told: Profile, known: Lexicon, names: Mapping[str, str]) -> tuple[tuple[Edge, ...], tuple[Edge, ...]]:
    """The ties of an actor as they are drawn: those that lead to it, and those that lead from it or are of both; each
    side the strongest first, and no more than can be read."""
    to: list[Edge] = []
    away: list[Edge] = []
    for entry in told.related:
        one = entry.entry
        if isinstance(one, Relation) and one.holds:
            mine = one.a.value.id == told.id
            other = one.b.value if mine else one.a.value
            day = entry.said.isoformat() if entry.said else ""
            edge = Edge(other.id, other.name, RELATIONS[one.kind], day, _tone(one.kind), 1, one.id)
            (away if mine else to).append(edge)
    for tie in told.meaning.relations if told.meaning else ():
        bare = told.id.removeprefix("person:")
        mine = tie.a == bare
        other_id = tie.b if mine else tie.a
        day = f"{tie.since or '?'} to {tie.until or 'now'}" if tie.since or tie.until else ""
        name = names.get(other_id) or known.name(other_id)
        edge = Edge(other_id, name, TIE_WORDS.get(tie.kind, tie.kind), day, _tone(tie.kind), 0, "")
        (away if mine else to).append(edge)
    for meeting in told.meetings:
        for direction, side in ((ACTED_UPON, to), (ACTING, away), (TOGETHER, away)):
            if mine_of := [one for one in meeting.dealings if one.direction == direction]:
                side.append(_met(meeting, mine_of))
    return _strongest(to), _strongest(away)


def _met(meeting: Meeting, dealings: Sequence[Dealing]) -> Edge:
    top = dealings[0]
    verb = phrase(top.type, "").to if top.facet in DEEDS else f"{top.facet}: {phrase(top.type, '').thing}"
    if top.direction == TOGETHER and phrase(top.type, "").toward != "with":
        verb = f"together: {verb}"
    return Edge(
        meeting.id,
        meeting.name,
        verb,
        top.day.isoformat() if top.day else "",
        mark(top.type, top.facet),
        sum(one.number for one in dealings),
        top.fact,
    )


def _tone(kind: str) -> Mark:
    return Mark("verbal", TONES.get(kind, "neutral"))


def _strongest(found: Iterable[Edge]) -> tuple[Edge, ...]:
    """Each other once, by its strongest tie."""
    best: dict[str, Edge] = {}
    for one in sorted(found, key=lambda edge: (-edge.number, edge.id, edge.verb)):
        best.setdefault(one.id, one)
    return tuple(best.values())[:AROUND]


MEETING_COLUMNS: Final = (
    Column("id", "Id", "of the other"),
    Column("name", "With whom"),
    Column("direction", "Direction", "to: it does so to the other; from: the other to it; with: both together"),
    Column("type", "Type", "of the act"),
    Column("facet", "Facet", "whether the act is a deed"),
    Column("reports", "Reports", "of such acts"),
    Column("last", "Last", "day of the latest one"),
    Column("fact", "Latest", "id of the latest one"),
)


def meeting_table(found: Iterable[Meeting]) -> Table:
    """What an actor has to do with others, a row for each type of act."""
    return Table(
        MEETING_COLUMNS,
        [
            {
                "id": meeting.id,
                "name": meeting.name,
                "direction": one.direction,
                "type": one.type,
                "facet": one.facet,
                "reports": one.number,
                "last": one.day.isoformat() if one.day else None,
                "fact": one.fact,
            }
            for meeting in found
            for one in meeting.dealings
        ],
    )


# --- all of them ------------------------------------------------------------------------------------------------------

SORTS: Final = ("all", "acting", "acted_upon", "speaking", "last", "name")


def chosen(cast: Iterable[Appearance], kind: str | None, words: str | None, sort: str | None) -> list[Appearance]:
    """Those of a kind, whose name or id holds the words, in an order."""
    wanted = (words or "").casefold().split()
    found = [
        one
        for one in cast
        if (kind is None or one.kind == kind)
        and all(word in f"{one.name} {one.id} {one.office} {one.code}".casefold() for word in wanted)
    ]
    if sort == "name":
        return sorted(found, key=lambda one: one.name.casefold())
    if sort == "last":
        return sorted(found, key=lambda one: (-(one.last or date.min).toordinal(), -one.total, one.id))
    if sort in ("acting", "acted_upon", "speaking"):
        return sorted(found, key=lambda one: (-getattr(one, sort), -one.total, one.id))
    return found


CAST_COLUMNS: Final = (
    Column("id", "Id", "stable; a name nobody knows begins with unknown:"),
    Column("name", "Name", "as most reports have it"),
    Column("kind", "Kind", "state, body, group, agency, person, role, or unknown"),
    Column("code", "Code", "country and PLOVER sector"),
    Column("office", "Office"),
    Column("acting", "Acts", "reports of acts it does"),
    Column("acted_upon", "Acted upon", "reports of acts done to it"),
    Column("speaking", "Speaks", "statements it makes"),
    Column("last", "Last", "day of any of them"),
)


def cast_table(found: Iterable[Appearance]) -> Table:
    """The actors of the record as a table."""
    return Table(CAST_COLUMNS, [_cast_cells(one) for one in found])


def _cast_cells(one: Appearance) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "kind": one.kind,
        "code": one.code,
        "office": one.office or None,
        "acting": one.acting,
        "acted_upon": one.acted_upon,
        "speaking": one.speaking,
        "last": one.last.isoformat() if one.last else None,
    }


# --- who is new -------------------------------------------------------------------------------------------------------


def described(view: View | Desk, found: Iterable[Appearance]) -> dict[str, Newcomer]:
    """What texts say of some actors that no lexicon knows."""
    told: dict[str, Newcomer] = {}
    for one in found:
        facts = [fact for role in ("actor", "recipient") for fact in _of(view, role, one.id, 20)]
        told.update((new.id, new) for new in newcomers(facts) if new.id == one.id)
    return told


def promotion(newcomer: Newcomer, desk_path: Path | None = None) -> str:
    """The command that makes an unknown actor known; what no text says stands in capitals."""
    name = inert(newcomer.name)
    options = ["--desk", inert(str(desk_path))] if desk_path is not None else []
    if ident := slug(name):
        options += ["--id", ident]
    options += ["--name", name, "--kind", "person" if newcomer.descriptions else "KIND"]
    options += [
        "--country",
        newcomer.country or "XXX",
        "--sector",
        newcomer.sectors[0] if newcomer.sectors else "SECTOR",
    ]
    if newcomer.descriptions:
        options += ["--office", inert(newcomer.descriptions[0])]
    return f"watchfloor actors add {' '.join(map(shlex.quote, options))}"


# --- as JSON ----------------------------------------------------------------------------------------------------------


def cast_json(one: Appearance) -> dict[str, Any]:
    """An actor of the record as JSON: the columns of the table."""
    return _cast_cells(one)


def profile_json(told: Profile) -> dict[str, Any]:
    """All that a desk has on one actor, as JSON. What the lexicon says is as `actors find` gives it; statements and
    relations are as in their ledgers."""
    return {
        "id": told.id,
        "name": told.name,
        "kind": told.kind,
        "code": told.code,
        "known": None if told.meaning is None else asdict(told.meaning),
        "seen": None if told.seen is None else cast_json(told.seen),
        "spellings": [{"words": words, "number": number} for words, number in told.spellings],
        "relations": [entry_dict(one) for one in told.related],
        "said": [entry_dict(one) for one in told.said],
        "voices": [
            {
                "id": one.actor.id,
                "name": one.actor.name,
                "office": one.actor.office,
                "rank": one.rank,
                "statements": one.number,
                "last": one.last.isoformat() if one.last else None,
            }
            for one in told.voices
        ],
        "meetings": [
            {
                "id": one.id,
                "name": one.name,
                "reports": one.total,
                "last": one.last.isoformat() if one.last else None,
                "dealings": [
                    asdict(dealing) | {"day": dealing.day.isoformat() if dealing.day else None}
                    for dealing in one.dealings
                ],
            }
            for one in told.meetings
        ],
    }
