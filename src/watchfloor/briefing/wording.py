"""Coded fields in plain words: the sentence for an event, and how actors, places and dates are printed.

A deed is worded as a clause ("Iran mobilised or sent troops towards Iraq"), everything else as a thing ("planned: visit
by United States to Iraq"): a plan or a threat has no wording in which it could be taken for a deed. The phrases below
hold no name, number or date; those come from the event alone. A type of a user's own pack is worded by its name alone,
as a thing: "LANDGRAB fence by settlers towards villagers".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from watchfloor.types import Actor, Cited, Event, Facet, Period, Place

DEEDS = frozenset({Facet.HAPPENED, Facet.ONGOING})
"""the facets under which the act itself took place"""

QUADS = {
    "AGREE": "verbal cooperation",
    "CONSULT": "verbal cooperation",
    "SUPPORT": "verbal cooperation",
    "CONCEDE": "verbal cooperation",
    "COOPERATE": "material cooperation",
    "AID": "material cooperation",
    "RETREAT": "material cooperation",
    "REQUEST": "verbal conflict",
    "ACCUSE": "verbal conflict",
    "REJECT": "verbal conflict",
    "THREATEN": "verbal conflict",
    "PROTEST": "material conflict",
    "SANCTION": "material conflict",
    "MOBILIZE": "material conflict",
    "COERCE": "material conflict",
    "ASSAULT": "material conflict",
}
"""the 16 PLOVER types, in the order of the codebook, and the class of each"""

SPOKEN = frozenset({"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})
"""types whose act consists of words: real when done, but told apart from deeds on the ground"""


PEOPLE = frozenset({"person", "role", "unknown"})
"""kinds of actors that are the people meant: they detained a man, but people of a state"""

LONGEST = 40
"""code points of the words that may be cited inside a line"""


@dataclass(frozen=True, slots=True)
class Phrase:
    """How one type and mode is worded: `to` takes the recipients after it, `alone` stands without any, `thing` is the
    noun, and `toward` is the preposition between the noun and the recipients."""

    to: str
    alone: str
    thing: str
    toward: str


PHRASES = {
    ("AGREE", ""): Phrase("agreed or promised to act with", "agreed or promised to act", "promise to act", "with"),
    ("CONSULT", ""): Phrase("held talks with", "held talks", "talks", "with"),
    ("CONSULT", "visit"): Phrase("visited", "made a visit", "visit", "to"),
    ("CONSULT", "third-party"): Phrase("held mediated talks with", "held mediated talks", "mediated talks", "with"),
    ("CONSULT", "multilateral"): Phrase("met or held talks with", "met or held talks", "talks", "with"),
    ("CONSULT", "phone"): Phrase("spoke by telephone with", "spoke by telephone", "telephone call", "with"),
    ("SUPPORT", ""): Phrase("voiced support for", "voiced support", "support", "for"),
    ("CONCEDE", ""): Phrase("made a concession to", "made a concession", "concession", "to"),
    ("COOPERATE", ""): Phrase("cooperated with", "cooperated", "cooperation", "with"),
    ("AID", ""): Phrase("gave aid to", "gave aid", "aid", "to"),
    ("RETREAT", ""): Phrase("gave way to", "gave way", "step back", "towards"),
    ("RETREAT", "withdraw"): Phrase("withdrew from", "withdrew", "withdrawal", "from"),
    ("RETREAT", "release"): Phrase(
        "released people or goods of", "released people or goods", "release of people or goods", "of"
    ),
    ("RETREAT", "disarm"): Phrase("disarmed or stood down against", "disarmed or stood down", "disarming", "towards"),
    ("RETREAT", "ceasefire"): Phrase("ceased fire with", "ceased fire", "ceasefire", "with"),
    ("RETREAT", "access"): Phrase("gave access to", "gave access", "access", "for"),
    ("RETREAT", "resign"): Phrase("left office in", "left office", "resignation", "in"),
    ("REQUEST", ""): Phrase("made a request or demand to", "made a request or demand", "request or demand", "to"),
    ("REQUEST", "assist"): Phrase("asked for help from", "asked for help", "request for help", "to"),
    ("REQUEST", "change"): Phrase("demanded change from", "demanded change", "demand for change", "to"),
    ("REQUEST", "yield"): Phrase("demanded a step back from", "demanded a step back", "demand for a step back", "to"),
    ("REQUEST", "meet"): Phrase("called for talks with", "called for talks", "call for talks", "with"),
    ("ACCUSE", ""): Phrase("criticised or accused", "criticised or accused", "criticism or accusation", "of"),
    ("ACCUSE", "disapprove"): Phrase("criticised", "voiced criticism", "criticism", "of"),
    ("ACCUSE", "investigate"): Phrase("investigated", "opened an investigation", "investigation", "of"),
    ("ACCUSE", "allege"): Phrase("accused", "made an accusation", "accusation", "against"),
    ("REJECT", ""): Phrase("gave a refusal to", "gave a refusal", "refusal", "to"),
    ("REJECT", "assist"): Phrase("refused help to", "refused to help", "refusal of help", "to"),
    ("REJECT", "change"): Phrase("refused change asked for by", "refused change", "refusal of change", "towards"),
    ("REJECT", "yield"): Phrase("refused to give way to", "refused to give way", "refusal to give way", "to"),
    ("REJECT", "meet"): Phrase("refused talks with", "refused talks", "refusal of talks", "with"),
    ("THREATEN", ""): Phrase("threatened", "made a threat", "threat", "against"),
    ("THREATEN", "restrict"): Phrase(
        "threatened restrictions on", "threatened restrictions", "threat of restrictions", "on"
    ),
    ("THREATEN", "arrest"): Phrase("threatened arrests against", "threatened arrests", "threat of arrests", "against"),
    ("THREATEN", "relations"): Phrase(
        "threatened to reduce relations with", "threatened to reduce relations", "threat to reduce relations", "with"
    ),
    ("THREATEN", "expel"): Phrase("threatened to expel", "threatened to expel people", "threat to expel", "against"),
    ("THREATEN", "territory"): Phrase(
        "threatened to take territory of", "threatened to take territory", "threat to take territory", "of"
    ),
    ("THREATEN", "violence"): Phrase(
        "threatened violence against", "threatened violence", "threat of violence", "against"
    ),
    ("PROTEST", ""): Phrase("protested against", "protested", "protest", "against"),
    ("PROTEST", "demo"): Phrase("demonstrated against", "demonstrated", "demonstration", "against"),
    ("PROTEST", "riot"): Phrase("rioted against", "rioted", "riot", "against"),
    ("PROTEST", "strike"): Phrase("went on strike against", "went on strike", "strike", "against"),
    ("PROTEST", "hunger"): Phrase("went on hunger strike against", "went on hunger strike", "hunger strike", "against"),
    ("PROTEST", "boycott"): Phrase("held a boycott against", "held a boycott", "boycott", "against"),
    ("PROTEST", "obstruct"): Phrase(
        "blocked passage in protest against", "blocked passage in protest", "blockade in protest", "against"
    ),
    ("PROTEST", "vandalize"): Phrase(
        "damaged property in protest against", "damaged property in protest", "damage in protest", "against"
    ),
    ("SANCTION", ""): Phrase("imposed sanctions on", "imposed sanctions", "sanctions", "on"),
    ("SANCTION", "convict"): Phrase("convicted", "passed a conviction", "conviction", "of"),
    ("SANCTION", "expel"): Phrase("expelled people of", "expelled people", "expulsion", "of"),
    ("SANCTION", "withdraw"): Phrase(
        "reduced or broke off relations with", "reduced or broke off relations", "break of relations", "with"
    ),
    ("SANCTION", "discontinue"): Phrase("cut aid or trade with", "cut aid or trade", "cut in aid or trade", "with"),
    ("MOBILIZE", ""): Phrase("mobilised or sent forces towards", "mobilised or sent forces", "forces sent", "towards"),
    ("MOBILIZE", "troops"): Phrase(
        "mobilised or sent troops towards", "mobilised or sent troops", "troops mobilised or sent", "towards"
    ),
    ("MOBILIZE", "weapons"): Phrase("moved weapons towards", "moved weapons", "weapons moved", "towards"),
    ("MOBILIZE", "police"): Phrase("mobilised police against", "mobilised police", "police mobilised", "against"),
    ("MOBILIZE", "militia"): Phrase("raised militia against", "raised militia", "militia raised", "against"),
    ("COERCE", ""): Phrase("used coercion against", "used coercion", "coercion", "against"),
    ("COERCE", "seize"): Phrase(
        "seized territory or property of", "seized territory or property", "seizure of territory or property", "of"
    ),
    ("COERCE", "restrict"): Phrase("imposed restrictions on", "imposed restrictions", "restrictions", "on"),
    ("COERCE", "censor"): Phrase("censored", "imposed censorship", "censorship", "of"),
    ("COERCE", "curfew"): Phrase("imposed a curfew on", "imposed a curfew", "curfew", "on"),
    ("COERCE", "martial-law"): Phrase("imposed emergency rule on", "imposed emergency rule", "emergency rule", "on"),
    ("COERCE", "arrest"): Phrase("detained people of", "detained people", "arrests", "of"),
    ("COERCE", "deport"): Phrase("deported people of", "deported people", "deportation", "of"),
    ("COERCE", "withhold"): Phrase("withheld goods or services from", "withheld goods or services", "cut-off", "of"),
    ("COERCE", "misinformation"): Phrase(
        "spread false information against", "spread false information", "false information", "against"
    ),
    ("COERCE", "cyber"): Phrase("carried out a cyber attack on", "carried out a cyber attack", "cyber attack", "on"),
    ("ASSAULT", ""): Phrase("attacked", "carried out an attack", "attack", "on"),
    ("ASSAULT", "abduct"): Phrase("abducted people of", "abducted people", "abduction", "of"),
    ("ASSAULT", "beat"): Phrase("beat people of", "beat people", "beating", "of"),
    ("ASSAULT", "torture"): Phrase("tortured people of", "tortured people", "torture", "of"),
    ("ASSAULT", "sexual"): Phrase(
        "committed sexual violence against", "committed sexual violence", "sexual violence", "against"
    ),
    ("ASSAULT", "targeted"): Phrase(
        "carried out a targeted attack on", "carried out a targeted attack", "targeted attack", "on"
    ),
    ("ASSAULT", "destroy"): Phrase("destroyed property of", "destroyed property", "destruction of property", "of"),
    ("ASSAULT", "primitive"): Phrase(
        "used simple weapons against", "used simple weapons", "attack with simple weapons", "on"
    ),
    ("ASSAULT", "firearms"): Phrase("shot at", "opened fire", "shooting", "at"),
    ("ASSAULT", "explosives"): Phrase("bombed", "set off a bomb", "bombing", "of"),
    ("ASSAULT", "suicide-attack"): Phrase(
        "carried out a suicide attack on", "carried out a suicide attack", "suicide attack", "on"
    ),
    ("ASSAULT", "aerial"): Phrase("carried out an air strike on", "carried out an air strike", "air strike", "on"),
    ("ASSAULT", "drone"): Phrase("carried out a drone strike on", "carried out a drone strike", "drone strike", "on"),
    ("ASSAULT", "heavy-weapons"): Phrase(
        "used heavy weapons against", "used heavy weapons", "attack with heavy weapons", "on"
    ),
    ("ASSAULT", "crowd-control"): Phrase("used force on crowds of", "used force on a crowd", "force on a crowd", "of"),
    ("ASSAULT", "unconventional"): Phrase(
        "used weapons of mass destruction against",
        "used weapons of mass destruction",
        "use of weapons of mass destruction",
        "against",
    ),
}
"""every type and mode of the codebook; the empty mode is the type itself"""


OWN = "own type"
"""the class of a type that is not PLOVER's"""


def quad(type_: str) -> str:
    """The PLOVER class of a type: verbal or material, cooperation or conflict; `OWN` for one of a user's own pack."""
    return QUADS.get(type_, OWN)


def phrase(type_: str, mode: str) -> Phrase:
    """The wording of a type and mode; a mode without words of its own is worded as its type, and a
    type of a user's own pack by its name, which says neither who wins nor who is to blame."""
    if type_ not in QUADS:
        name = f"{type_} {mode}".strip()
        return Phrase(f"{name} towards", name, name, "towards")
    return PHRASES.get((type_, mode)) or PHRASES[(type_, "")]


def claim(event: Event, *, cite: bool = False) -> str:
    """The event as one sentence made of its coded fields only. With `cite`, a side whose name does not stand in the
    words it was read from is followed by those words: `Iran ("Tehran")`."""
    if event.facet in DEEDS or event.facet is Facet.HISTORICAL:
        body = _clause(event, cite)
    else:
        body = f"{event.facet.value}: {_thing(event, cite)}"
    if event.facet is Facet.HISTORICAL:
        body = f"background: {body}"
    own = {cited.value.id for cited in event.actors}
    speakers = names([cited for cited in event.said_by if cited.value.id not in own], cite=cite)
    told = f", {speakers} said" if speakers else ""
    return f"{body}{_where(event, cite)}{told}"


def _clause(event: Event, cite: bool) -> str:
    words = phrase(event.type, event.mode)
    doing = " (still going on)" if event.facet is Facet.ONGOING else ""
    if not event.actors:
        return f"{_thing(event, cite)}, by nobody named"
    if event.type not in QUADS:
        return f"{_thing(event, cite)}{doing}"
    actors = names(event.actors, cite=cite)
    if event.recipients and not event.reciprocal:
        to = words.to
        if all(cited.value.kind in PEOPLE for cited in event.recipients):
            to = to.removesuffix(" people of")
        return f"{actors} {to} {names(event.recipients, cite=cite)}{doing}"
    return f"{actors} {words.alone}{doing}"


def _thing(event: Event, cite: bool) -> str:
    words = phrase(event.type, event.mode)
    by = " between " if event.reciprocal and len(event.actors) > 1 else " by "
    done = by + names(event.actors, cite=cite) if event.actors else ""
    aimed = event.recipients and not event.reciprocal
    toward = f" {words.toward} {names(event.recipients, cite=cite)}" if aimed else ""
    return f"{words.thing}{done}{toward}"


def _where(event: Event, cite: bool) -> str:
    """The places, without those that a side of the event has in its name: "visited Iraq in Iraq" says it twice."""
    shown = []
    for place in event.places:
        name, read = place.value.name, place.words
        sides = (*event.actors, *event.recipients)
        if not any(
            name.casefold() in side.value.name.casefold() or read.casefold() in side.words.casefold() for side in sides
        ):
            shown.append(f'{name} ("{read}")' if cite and _hidden(name, read) else name)
    return f" in {_row(shown)}" if shown else ""


def names(actors: Sequence[Cited[Actor]], *, cite: bool = False) -> str:
    """Names in a row, in the order of the text, each once: "A, B and C". `cite` as in `claim`."""
    first: dict[str, Cited[Actor]] = {}
    for cited in actors:
        first.setdefault(cited.value.name, cited)
    unique = [
        f'{name} ("{cited.words}")' if cite and _hidden(name, cited.words) else name for name, cited in first.items()
    ]
    return _row(unique)


def _row(parts: Sequence[str]) -> str:
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else "".join(parts)


def _hidden(name: str, read: str) -> bool:
    """Whether a reader would not find the name in the words it was read from. Long words are the sentence itself."""
    own, seen = (set(re.findall(r"\w+", text.casefold())) for text in (name, read))
    return not own & seen and len(read) <= LONGEST


def actor_text(actor: Actor) -> str:
    """An actor in full: name, office on that date, code."""
    inside = ", ".join(part for part in (actor.office, actor.code if actor.country or actor.sectors else "") if part)
    return f"{actor.name} ({inside})" if inside else actor.name


def place_text(place: Place) -> str:
    """A place in full, with its precision, so that a country is never taken for a point."""
    parts = dict.fromkeys(part for part in (place.name, place.admin, place.country) if part)
    return f"{', '.join(parts)} ({place.precision})"


def day_text(day: date) -> str:
    """A day as people write it: 24 Jun 2014. Month names are English whatever the machine's settings."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def when_text(period: Period) -> str:
    """A period as resolved, no more exact than stated."""
    start, end = period.start, period.end
    if start and end:
        return day_text(start) if start == end else f"{day_text(start)} to {day_text(end)}"
    if start:
        return f"from {day_text(start)}"
    return f"until {day_text(end)}" if end else period.edtf


def weekday_text(day: date) -> str:
    """The name of the day of the week, in English."""
    return _DAYS[day.weekday()]


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
