"""Matches become events: who, to whom, where and when, each with its words, as of the article's date.

Who acts and to whom is read in sides.py and belonging.py. A day far before the publication makes the act historical, a
day after it makes it planned. An act without any political side is left out, unless it is violence or protest, whose
author is often not named.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from watchfloor.coding.facets import PROBABILITY
from watchfloor.coding.graph import Graph
from watchfloor.resolving import dates, places
from watchfloor.resolving.actors import ActorBook, Seen
from watchfloor.resolving.background import Background
from watchfloor.resolving.belonging import (
    KNOWN,
    WITHOUT_AUTHOR,
    WORLD,
    Side,
    hit_on_the_way,
    is_political,
    without_victims,
)
from watchfloor.resolving.dates_acts import date_of
from watchfloor.resolving.dates_setting import setting_of
from watchfloor.resolving.dates_zones import Zones, local_day
from watchfloor.resolving.gazetteer import Gazetteer
from watchfloor.resolving.sides import ON_THE_SPOT, Sides
from watchfloor.types import Actor, Article, Cited, Event, Facet, Match, Period, Place, Sentence, Span, fact_id

__all__ = ("TRUST", "WORLD", "Background", "Resolver")

# Types of which an article tells again with nobody named: "the hostages were freed", "talks would resume".
WITHOUT_SIDES = frozenset({"AGREE", "COERCE", "CONSULT", "MOBILIZE", "RETREAT", "SANCTION"})
# Types in which several actors without a recipient act with each other ("Jordan and Britain have agreed").
TOGETHER = frozenset({"AGREE", "COOPERATE", "CONSULT"})
POLITICAL = frozenset({"GOV", "MIL", "REB", "COP", "OPP", "LEG", "JUD", "PTY", "SPY", "PRM", "UAF"})
# So likely must the model hold an act of which nobody is named for what the pattern says.
SURE = 0.6
BACKGROUND = timedelta(days=365)
# How far a reading road is trusted; products of these order facts, they are not calibrated probabilities.
TRUST = {"elsewhere": 0.6, "unknown": 0.6, "context": 0.75, "city": 0.8, "pronoun": 0.75, "role": 0.85}


class Resolver:
    """Turns matches into events. Holds the loaded books; resolving itself is a function of its arguments."""

    def __init__(self, book: ActorBook, gazetteer: Gazetteer, zones: Zones) -> None:
        self.book = book
        self.gazetteer = gazetteer
        self.zones = zones
        self.sides = Sides(book)

    def background(self, article: Article, sentences: tuple[Sentence, ...]) -> Background:
        """Reads the article once for names, places and dates: each sentence is understood from those before it."""
        day = local_day(article.text, article.published, self.zones, self.gazetteer)
        version, text = article.version, article.text
        setting = places.survey(sentences, self.gazetteer)
        told = setting_of(text, day)
        where: dict[int, tuple[tuple[int, Cited[Place]], ...]] = {}
        when: dict[int, tuple[Cited[Period], ...]] = {}
        previous: Cited[Period] | None = None
        for sentence in sentences:
            where[sentence.start] = places.find(
                sentence, version=version, text=text, gazetteer=self.gazetteer, setting=setting
            )
            found = dates.find_in(sentence, version=version, text=text, setting=told, previous=previous)
            when[sentence.start] = found
            previous = found[-1] if found else None
        return Background(article, self.book.survey(sentences, text, day), where, when, day)

    def events(
        self, graph: Graph, matches: Iterable[Match], background: Background, own: str = ""
    ) -> tuple[Event, ...]:
        """The events of one sentence, in the order of its matches. `own` names the user's own pack that matched: its
        events have ids of their own, and its patterns alone decide what is worth an event."""
        matches = tuple(matches)
        if not matches:
            return ()
        where, when = background.where[graph.sentence.start], background.when[graph.sentence.start]
        events: dict[str, Event] = {}
        by_head: dict[int, str] = {}
        for match in matches:
            event = self._event(graph, without_victims(match, matches), background, where, when, own)
            if event is not None:
                by_head[match.head] = events.setdefault(event.id, event).id
        for head, name in by_head.items():
            events[name] = hit_on_the_way(graph, head, events, by_head)
        return tuple(events.values())

    def _event(
        self,
        graph: Graph,
        match: Match,
        background: Background,
        where: tuple[tuple[int, Cited[Place]], ...],
        when: tuple[Cited[Period], ...],
        own_pack: str = "",
    ) -> Event | None:
        article, sentence = background.article, graph.sentence
        actors, recipients = self.sides.named(graph, match, background, own_pack)
        place, *further = _places(graph, match, where) or (None,)
        if not own_pack and not _is_worth(sentence, match, background.seen, actors, recipients, place):
            return None  # of a user's own pack, its patterns alone decide whom it is about
        mutual = match.reciprocal and len(actors) > 1
        together = match.type in TOGETHER and not recipients and len({a.value.country for a in actors}) > 1
        actors, recipients = self.sides.placed(graph, match, background, (actors, recipients), place, own_pack)
        day = date_of(sentence, match.trigger, match.head, when, carried=graph.light[match.head] >= 0)
        facet, probability = _by_date(match, day, background.day)
        trigger = _cite(article, sentence, match.trigger, match.pattern)
        whole = Cited(
            article.text[sentence.start : sentence.end],
            Span(article.version, sentence.start, sentence.end),
            article.text[sentence.start : sentence.end],
            "sentence",
        )
        return Event(
            id=fact_id(f"event:{own_pack}" if own_pack else "event", (trigger.span, whole.span)),
            type=match.type,
            mode=match.mode,
            contexts=match.contexts,
            cameo=match.cameo,
            actors=actors,
            recipients=recipients,
            place=place,
            when=day,
            facet=facet,
            probability=probability,
            said_by=self.sides.parties(graph, match.speakers, background, ()),
            confidence=_confidence(match, actors, recipients),
            trigger=trigger,
            sentence=whole,
            reciprocal=mutual or (together and len(actors) > 1),
            further_places=tuple(cited for cited in further if cited),
        )


def _anchors(actor: Actor) -> bool:
    """Whether a side makes the act political: staff, companies or teachers of no country do not."""
    return bool(actor.country) or actor.kind in KNOWN or not POLITICAL.isdisjoint(actor.sectors)


def _is_worth(
    sentence: Sentence, match: Match, seen: Seen, actors: Side, recipients: Side, place: Cited[Place] | None
) -> bool:
    """Whether an act is one between political sides, or violence or a protest, whose author is often not named."""
    sides = [side.value for side in (*actors, *recipients)]
    if match.type in WITHOUT_AUTHOR:
        if actors and not any(is_political(side) for side in sides):
            return False  # names nobody knows: "this killed the project"
        # farmers who fight weeds, doctors who battle a disease
        aimless = match.type == "ASSAULT" and bool(actors) and not recipients and place is None
        return not aimless or any(_armed(side) for side in sides)
    if not any(_anchors(side) for side in sides):
        # "the hostages were freed", "students were arrested at a rally in Turkey"
        there = match.type in ON_THE_SPOT and place is not None and bool(place.value.country)
        unnamed = match.type in WITHOUT_SIDES and not match.actors and (there or not sides)
        return unnamed and _is_sure(sentence, match) and _is_political(seen)
    if match.type == "REQUEST" and not recipients and all(side.sectors[:1] == ("JUD",) for side in sides):
        return False  # what courts order private people to do
    return not _is_private((*actors, *recipients))


def _is_sure(sentence: Sentence, match: Match) -> bool:
    """Whether the model reads the act as the pattern does: "the hostages were freed", with nobody named."""
    return any(sentence.senses[i].get(match.type, 0.0) >= SURE for i in match.trigger) if sentence.senses else False


def _is_political(seen: Seen) -> bool:
    """Whether an article is about countries: it names two of them, or one again and again."""
    return len(seen.order) > 3 and (len(seen.countries) > 1 or sum(seen.countries.values()) >= 3)


def _armed(actor: Actor) -> bool:
    """Whether an actor is one who fights: a state, a force, a group, or people of whom only the country is told."""
    return actor.kind in KNOWN or not actor.sectors or actor.sectors[0] in POLITICAL or actor.sectors[0] == "UAF"


def _is_private(sides: Side) -> bool:
    """Names nobody knows, and beside them only things of a country: "Volkswagen threatened to leave its Slovak
    plant"."""
    known = [s for s in sides if s.value.kind != "unknown" or s.value.country or s.value.sectors]
    return len(known) < len(sides) and all(s.rule.startswith("noun") or s.value.sectors[:1] == ("BUS",) for s in known)


def _cite(article: Article, sentence: Sentence, words: tuple[int, ...], rule: str) -> Cited[str]:
    start, end = sentence.starts[words[0]], sentence.ends[words[-1]]
    text = article.text[start:end]
    return Cited(text, Span(article.version, start, end), text, rule)


def _places(graph: Graph, match: Match, where: tuple[tuple[int, Cited[Place]], ...]) -> tuple[Cited[Place], ...]:
    """Where the act took place: the phrases that the pattern knows to be places, then the place of its clause."""
    by_head = dict(where)
    for head in match.places:
        found = [by_head[i] for i in _naming(graph, head) if i in by_head]
        # "two Iraqi cities (Tikrit and Mosul)": the cities say more than the country
        finer = [cited for cited in found if cited.value.precision not in ("country", "region")]
        if found:
            return tuple({cited.value.id: cited for cited in finer or found}.values())
    return places.places_of(graph.sentence, match.trigger, match.head, where)


def _naming(graph: Graph, head: int) -> list[int]:
    """The words of a place phrase that may name it: its head, appositions, conjuncts, and what stands behind "of"."""
    found = [head]
    for i in found:
        for child in graph.children[i]:
            case = graph.roles[i].get("of", ()) + graph.roles[i].get("compound", ())
            if graph.sentence.rels[child].startswith(("appos", "conj", "compound", "flat")) or child in case:
                found.append(child)
    return found


def _by_date(match: Match, day: Cited[Period] | None, published: date | None) -> tuple[Facet, float]:
    """A deed dated years back is background, one dated after the publication has not happened yet."""
    if day is None or published is None or match.facet not in (Facet.HAPPENED, Facet.ONGOING):
        return match.facet, match.probability
    start, end = day.value.start, day.value.end
    if end is not None and end < published - BACKGROUND:
        return Facet.HISTORICAL, match.probability
    if start is not None and start > published:
        return Facet.PLANNED, PROBABILITY[Facet.PLANNED]
    return match.facet, match.probability


def _confidence(match: Match, actors: Side, recipients: Side) -> float:
    value = 0.9
    for side in (actors, recipients):
        trust = [next((t for key, t in TRUST.items() if key in cited.rule), 1.0) for cited in side]
        value *= min(trust, default=0.85)
    return round(value * (0.9 if match.facet is not Facet.HAPPENED else 1.0), 3)
