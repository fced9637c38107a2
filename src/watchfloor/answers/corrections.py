"""Corrections: in JSON, and made from what a person writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watchfloor.answers.naming import actor_named, event_type, one_of, place_named
from watchfloor.errors import UsageError
from watchfloor.types import Facet, Period

if TYPE_CHECKING:
    from watchfloor.desk import Desk
    from watchfloor.store.corrections import Change, Correction, Swap
    from watchfloor.types import Actor, Cited


@dataclass(frozen=True, slots=True)
class Wanted:
    """A change of an event as a person writes it; what is left out stays."""

    type: str | None = None
    """without `mode` it then has none"""
    mode: str | None = None
    """"" for none"""
    cameo: str | None = None
    facet: str | None = None
    actors: Sequence[str] = ()
    """each an id, a name or a code, as `OLD=NEW` where several act, and `OLD=` to take one away"""
    recipients: Sequence[str] = ()
    place: str | None = None
    """`Tikrit` or `Tripoli, LBN`; "" for nowhere named"""
    day: date | None = None
    until: date | None = None
    """the last day, with `day`"""
    no_date: bool = False


def meant(opened: Desk, ident: str, wanted: Wanted) -> Change:
    """The change of an event that a person means. Raises `NotFound` and `UsageError`, also for what is no event."""
    from watchfloor.desk import own_packs
    from watchfloor.store.corrections import ONLY_EVENTS, Change
    from watchfloor.store.entries import Kept

    fact = opened.fact(ident)
    if isinstance(fact, Kept):
        raise UsageError(ONLY_EVENTS.format(fact.entry.id), ident)
    day, until = wanted.day, wanted.until
    if until is not None and (day is None or until < day):
        raise UsageError("--until needs --date, and is not before it")
    packs = own_packs(opened.path, opened.config)
    kind = None if wanted.type is None else event_type(wanted.type, packs)
    edtf = "" if day is None else day.isoformat() + (f"/{until.isoformat()}" if until else "")
    made = Change(
        type=kind,
        mode=None if wanted.mode is None else _mode(wanted.mode, kind or fact.event.type, packs),
        cameo=None if wanted.cameo is None else _cameo(wanted.cameo.strip()),
        facet=None if wanted.facet is None else Facet(one_of(wanted.facet, [f.value for f in Facet], "facet")),
        actors=_swaps(opened, wanted.actors, fact.event.actors, fact.day, "actor"),
        recipients=_swaps(opened, wanted.recipients, fact.event.recipients, fact.day, "recipient"),
        place=place_named(wanted.place) if wanted.place else None,
        no_place=wanted.place == "",
        when=None if day is None else Period(day, until or day, "range" if until else "day", edtf),
        no_date=wanted.no_date,
    )
    if made == Change():
        raise UsageError("nothing to change was given: a type, a mode, a facet, an actor, a recipient, a place, a date")
    return made


def _swaps(
    opened: Desk, wanted: Sequence[str], there: tuple[Cited[Actor], ...], on: date | None, side: str
) -> tuple[Swap, ...]:
    from watchfloor.store.corrections import Swap

    swaps = []
    for text in wanted:
        before, sign, after = text.partition("=")
        old = ""
        if sign:
            said = before.strip().casefold()
            fits = [c.value.id for c in there if said in _called(c)]
            if len(fits) != 1:
                names = ", ".join(c.value.id for c in there) or "nobody"
                raise UsageError(f"{side}: {before.strip()!r} stands there {len(fits)} times; there is {names}", text)
            old = fits[0]
        elif len(there) == 1:
            old = there[0].value.id
        elif there:
            names = ", ".join(c.value.id for c in there)
            raise UsageError(f"{side}: say in whose place, as OLD={text}; there are {names}", text)
        name = (after if sign else before).strip()
        if not name and not old:
            raise UsageError(f"{side}: name an actor", text)
        swaps.append(Swap(old, actor_named(opened, name, on) if name else None))
    return tuple(swaps)


def _called(cited: Cited[Actor]) -> set[str]:
    actor = cited.value
    return {name.casefold() for name in (actor.id, actor.name, actor.code, cited.words)}


def _cameo(code: str) -> str:
    if code and not (code.isascii() and code.isdigit() and 2 <= len(code) <= 4):
        raise UsageError(f"{code!r} is no CAMEO code; they have two to four digits, such as 0231", code)
    return code


def _mode(word: str, kind: str, packs: Sequence[Path]) -> str:
    """A mode of a type, or none. Raises `UsageError`."""
    from watchfloor.coding import packread, patterns

    if not word.strip():
        return ""
    bundled = patterns.load()
    books = (bundled, *packread.own_codebooks(packs, bundled))
    modes = [mode for book in books if kind in book.types for mode in book.types[kind].modes]
    if not modes:
        raise UsageError(f"{kind} has no modes; leave the mode out", word)
    return one_of(word.strip(), modes, f"mode of {kind}")


# --- as JSON ----------------------------------------------------------------------------------------------------------


def correction_json(one: Correction) -> dict[str, Any]:
    """A correction ready for JSON."""
    return {
        "number": one.number,
        "kind": one.kind,
        "facts": list(one.facts),
        "by": one.author,
        "why": one.reason,
        "at": one.at.isoformat(),
        "reading": one.reading,
        "change": told(one),
        "undoes": one.undoes,
        "in_force": one.in_force,
    }


def told(one: Correction) -> dict[str, str]:
    """What a correction changes, part by part, in words; empty where it changes nothing."""
    change = one.change
    if change is None:
        return {}

    def swapped(swaps: tuple[Swap, ...]) -> str:
        return "; ".join(f"{swap.old or '(none)'} -> {swap.new.id if swap.new else '(none)'}" for swap in swaps)

    parts = {
        "type": change.type,
        "mode": change.mode,
        "cameo": change.cameo,
        "facet": change.facet.value if change.facet else None,
        "actor": swapped(change.actors) or None,
        "recipient": swapped(change.recipients) or None,
        "place": "(none)" if change.no_place else change.place.name if change.place else None,
        "date": "(none)" if change.no_date else change.when.edtf if change.when else None,
    }
    return {name: value or "(none)" for name, value in parts.items() if value is not None}
