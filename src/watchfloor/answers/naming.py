"""What a person means by a word: one of a few, an outlet, an actor, a place. A word that means nothing here is answered
with those that would."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from watchfloor.errors import NotFound, UsageError
from watchfloor.types import Actor, Place

if TYPE_CHECKING:
    from watchfloor.desk import Desk
    from watchfloor.view import View

_CODE = re.compile(r"([A-Z]{3})([A-Z]{3})")
_PRECISION = {"water": "region"}
"""kinds of the gazetteer that a place calls otherwise"""


def would_work(word: str, names: Sequence[str] | Mapping[str, str]) -> str:
    """What to write in place of a wrong name: the nearest one if there is one, and the whole list."""
    folded = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(word.casefold(), folded, n=1)
    meant = f"did you mean {folded[near[0]]!r}? " if near else ""
    return f"{meant}these would work: {', '.join(names)}"


def one_of(word: str, names: Sequence[str] | Mapping[str, str], what: str) -> str:
    """The name in `names` that `word` means, whatever its case. Raises `UsageError` with the names that would work."""
    for name in names:
        if name.casefold() == word.casefold():
            return name
    raise UsageError(f"there is no {what} {word!r}; {would_work(word, list(names))}", word)


def event_types(packs: Sequence[Path] = ()) -> list[str]:
    """The types an event may have: PLOVER's, and those of codebooks of the desk's own."""
    from watchfloor.briefing.wording import QUADS

    names = list(QUADS)
    if packs:
        from watchfloor.coding import packread, patterns

        names += [kind for book in packread.own_codebooks(packs, patterns.load()) for kind in book.types]
    return names


def event_type(word: str, packs: Sequence[Path] = ()) -> str:
    """The type that is meant: PLOVER's, or one of a codebook of the desk's own. Raises `UsageError`."""
    return one_of(word, event_types(packs), "event type")


def known_outlet(view: View, outlet: str) -> str:
    """The outlet, or an error with the outlets there are: a misspelt one would look like silence."""
    if view.articles(outlet=outlet, limit=1):
        return outlet
    there = sorted({article.outlet for article in view.articles() if article.outlet})
    return one_of(outlet, there, "outlet")


def actor_named(opened: Desk, name: str, on: date | None) -> Actor:
    """The actor with an id or a name, as of a day: of the lexicon, of the desk's facts, or a code such as IRQGOV.
    Raises `NotFound`, and `UsageError` when the name means several."""
    from watchfloor.desk import own_actors
    from watchfloor.resolving import actorpack, actorsearch, people
    from watchfloor.store.folding import fold

    own = own_actors(opened.path)
    layers, tables = actorpack.layers(own=own), actorpack.load(own=own)
    if found := _CODE.fullmatch(name):
        country, sector = found.groups()
        if country in tables.entities:
            return Actor(f"role:{name}", f"{tables.entities[country].name} {sector}", "role", country, (sector,))
    bare = name.removeprefix("person:")
    meanings = actorsearch.lookup(layers, tables, bare, on)
    exact = [meaning for meaning in meanings if meaning.id.casefold() == bare.casefold()]
    meanings = tuple(exact) or meanings
    if len(meanings) > 1:
        listed = ", ".join(f"{meaning.id} ({meaning.name})" for meaning in meanings[:6])
        raise UsageError(f"{name!r} means several; name one by its id: {listed}", name)
    if meanings:
        meaning = meanings[0]
        if meaning.kind == "person":
            return people.person(tables, meaning.id, "", False, on)
        entity = tables.entities[meaning.id]
        country = entity.id if entity.kind == "state" else entity.country
        return Actor(entity.id, entity.name, entity.kind, country, () if entity.kind == "state" else entity.sectors)
    for fact in opened.each_event(side=name, limit=200):
        for cited in (*fact.event.actors, *fact.event.recipients):
            if name.casefold() == cited.value.id.casefold() or fold(name) == fold(cited.value.name):
                return cited.value
    near = ", ".join(ident for _, ident in actorsearch.near(layers, tables, name))
    meant = f"; spelled nearly so: {near}" if near else ""
    raise NotFound(f"nobody is known by the name {name!r}{meant}; `watchfloor actors add` makes one known", name)


def place_named(wanted: str) -> Place:
    """The place with a name, the largest where several have it: `Tikrit`, or with its country, `Tripoli, LBN`. Raises
    `NotFound`."""
    from watchfloor.resolving.gazetteer import Gazetteer

    name, _, country = (part.strip() for part in wanted.rpartition(",")) if "," in wanted else (wanted, "", "")
    gazetteer = Gazetteer.load()
    if country:
        code = country.upper() if len(country) == 3 else gazetteer.country_of(country)
        found = [c for c in gazetteer.lookup(name) if c.country == code]
    else:
        found = list(gazetteer.lookup(name))
    if not found:
        raise NotFound(f"no place {wanted!r} is known; write it as in the gazetteer, or NAME, COUNTRY", wanted)
    best = max(found, key=lambda c: (c.exact, c.kind == "country", c.population))
    whole = best.kind == "country"
    return Place(
        best.id,
        best.name,
        best.country,
        gazetteer.unit_name(best.admin) if best.admin else "",
        None if whole else best.lat,
        None if whole else best.lon,
        _PRECISION.get(best.kind, best.kind),
    )
