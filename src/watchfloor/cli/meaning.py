"""Who or where a person means by a name typed on the command line."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from watchfloor.errors import NotFound, UsageError
from watchfloor.types import Actor, Place

if TYPE_CHECKING:
    from watchfloor.desk import Desk

_CODE = re.compile(r"([A-Z]{3})([A-Z]{3})")
_PRECISION = {"water": "region"}
"""kinds of the gazetteer that a place calls otherwise"""


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
