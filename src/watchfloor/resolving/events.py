"""Matches become events: who, to whom, where and when, each with its words, as of the article's date.

A side that is no actor itself ("Iran's nuclear programme", "Iraqi positions") stands for its owner: possessor,
adjective, "of" or "by". The same actor is never on both sides. A day far before the publication makes the act
historical, a day after it makes it planned. An act without any political side is left out, unless it is violence or
protest, whose author is often not named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from watchfloor.coding.facets import PROBABILITY
from watchfloor.coding.graph import Graph
from watchfloor.resolving import dates, places
from watchfloor.resolving.actors import ActorBook, Seen
from watchfloor.resolving.gazetteer import Gazetteer
from watchfloor.types import Actor, Article, Cited, Event, Facet, Match, Period, Place, Sentence, Span, fact_id

OWNERS = ("poss", "adj", "compound", "of", "by", "from", "between", "in")
WITHOUT_AUTHOR = frozenset({"ASSAULT", "PROTEST"})
# Types that are done to somebody: when the phrase in the recipient's place is no actor, the nearest actor is.
ADDRESSED = frozenset(
    {
        "ACCUSE",
        "REJECT",
        "REQUEST",
        "THREATEN",
        "SANCTION",
        "AID",
        "SUPPORT",
        "CONCEDE",
        "MOBILIZE",
        "ASSAULT",
        "COERCE",
    }
    | {"AGREE", "PROTEST", "COOPERATE", "RETREAT"}
)
# Types whose object is the actor's own means ("sent troops"): nobody of the same country receives the act.
ABROAD = frozenset({"MOBILIZE", "AID", "COOPERATE", "AGREE"})
# Types in which several actors without a recipient act with each other ("Jordan and Britain have agreed").
TOGETHER = frozenset({"AGREE", "COOPERATE", "CONSULT"})
# Types that happen to and by people who are there.
ON_THE_SPOT = frozenset({"ASSAULT", "PROTEST", "COERCE"})
KNOWN = frozenset({"state", "body", "group", "agency"})
POLITICAL = frozenset({"GOV", "MIL", "REB", "COP", "OPP", "LEG", "JUD", "PTY", "SPY", "PRM", "UAF"})
SELF = frozenset({"it", "they", "he", "she", "we", "i"})
BACKGROUND = timedelta(days=365)
# How far a reading road is trusted; products of these order facts, they are not calibrated probabilities.
TRUST = {"elsewhere": 0.6, "unknown": 0.6, "context": 0.75, "city": 0.8, "pronoun": 0.75, "role": 0.85}


@dataclass(frozen=True, slots=True)
class Background:
    """What the whole article tells each of its sentences."""

    article: Article
    seen: Seen
    focus: str
    """the country the article speaks of most, alpha-3 or empty"""

    @property
    def day(self) -> date | None:
        """The day of publication, if known."""
        return self.article.published.day if self.article.published else None


class Resolver:
    """Turns matches into events. Holds the loaded books; resolving itself is a function of its arguments."""

    def __init__(self, book: ActorBook, gazetteer: Gazetteer) -> None:
        self.book = book
        self.gazetteer = gazetteer

    def background(self, article: Article, sentences: tuple[Sentence, ...]) -> Background:
        """Reads the article once for names, salience and the country it is about."""
        day = article.published.day if article.published else None
        counts: Counter[str] = Counter()
        for sentence in sentences:
            found = places.find(sentence, version=article.version, text=article.text, gazetteer=self.gazetteer)
            counts.update(cited.value.country for _, cited in found if cited.value.country)
        focus = min(counts, key=lambda country: (-counts[country], country), default="")
        return Background(article, self.book.survey(sentences, article.text, day), focus)

    def events(self, graph: Graph, matches: Iterable[Match], background: Background) -> tuple[Event, ...]:
        """The events of one sentence, in the order of its matches."""
        matches = tuple(matches)
        if not matches:
            return ()
        sentence, article = graph.sentence, background.article
        where = places.find(
            sentence, version=article.version, text=article.text, gazetteer=self.gazetteer, focus=background.focus
        )
        when = dates.find_in(sentence, text=article.text, version=article.version, published=background.day)
        events: dict[str, Event] = {}
        for match in matches:
            event = self._event(graph, match, background, where, when)
            if event is not None:
                events.setdefault(event.id, event)
        return tuple(events.values())

    def _event(
        self,
        graph: Graph,
        match: Match,
        background: Background,
        where: tuple[tuple[int, Cited[Place]], ...],
        when: tuple[Cited[Period], ...],
    ) -> Event | None:
        article, sentence = background.article, graph.sentence
        actors = self._parties(graph, match.actors, background, match.speakers)
        ids = {actor.value.id for actor in actors}
        recipients = self._parties(graph, match.recipients, background, match.speakers)
        recipients = tuple(r for r in recipients if r.value.id not in ids)
        own = {actor.value.country for actor in actors} if match.type in ABROAD else set()
        if match.type in ABROAD:
            recipients = tuple(r for r in recipients if r.value.country and r.value.country not in own)
        if match.type in ADDRESSED and not match.reciprocal and not any(_political(r.value) for r in recipients):
            recipients = self._elsewhere(graph, match, background, ids, own) or recipients
        together = match.type in TOGETHER and not recipients and len({a.value.country for a in actors}) > 1
        if match.type not in WITHOUT_AUTHOR and not any(_anchors(side.value) for side in (*actors, *recipients)):
            return None
        place, *further = _places(graph, match, where) or (None,)
        if place and match.type in ON_THE_SPOT:
            actors, recipients = (tuple(_local(side, place.value) for side in sides) for sides in (actors, recipients))
        day = dates.date_of(sentence, match.trigger, match.head, when)
        facet, probability = _by_date(match, day, background.day)
        trigger = _cite(article, sentence, match.trigger, match.pattern)
        whole = Cited(
            article.text[sentence.start : sentence.end],
            Span(article.version, sentence.start, sentence.end),
            article.text[sentence.start : sentence.end],
            "sentence",
        )
        return Event(
            id=fact_id("event", (trigger.span, whole.span)),
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
            said_by=self._parties(graph, match.speakers, background, ()),
            confidence=_confidence(match, actors, recipients),
            trigger=trigger,
            sentence=whole,
            reciprocal=(match.reciprocal or together) and len(actors) > 1,
            further_places=tuple(cited for cited in further if cited),
        )

    def _parties(
        self, graph: Graph, heads: tuple[int, ...], background: Background, speakers: tuple[int, ...]
    ) -> tuple[Cited[Actor], ...]:
        parties: dict[str, Cited[Actor]] = {}
        country = ""
        for head in heads:
            found = self._resolve(graph, head, background)
            if not found and graph.sentence.lemmas[head].lower() in SELF and head not in speakers:
                found = self._speaker(graph, head, speakers, background)
            for cited in found:
                if country and not cited.value.country and cited.value.kind == "role":
                    # "Israeli helicopters and tanks": the adjective belongs to both
                    cited = _in_country(cited, country)
                country = country or cited.value.country
                parties.setdefault(cited.value.id, cited)
        return tuple(parties.values())

    def _speaker(
        self, graph: Graph, pronoun: int, speakers: tuple[int, ...], background: Background
    ) -> tuple[Cited[Actor], ...]:
        """ "Syria says it is willing": the pronoun is the one who speaks."""
        found = self._parties(graph, speakers, background, speakers)
        if len(speakers) != 1 or len(found) != 1:
            return ()
        sentence, article = graph.sentence, background.article
        start, end = sentence.starts[pronoun], sentence.ends[pronoun]
        span = Span(article.version, start, end)
        return (Cited(found[0].value, span, article.text[start:end], "pronoun:speaker"),)

    def _elsewhere(
        self, graph: Graph, match: Match, background: Background, ids: set[str], own: set[str]
    ) -> tuple[Cited[Actor], ...]:
        """The nearest phrase of the act that names a political actor, marked as such."""
        for head in match.others:
            for cited in self._ask(graph, head, background):
                actor = cited.value
                if actor.country in own:
                    continue
                if actor.country and actor.id not in ids and actor.kind != "unknown" and "context" not in cited.rule:
                    return (replace(cited, rule=cited.rule + "+elsewhere"),)
        return ()

    def _ask(self, graph: Graph, head: int, background: Background) -> tuple[Cited[Actor], ...]:
        article = background.article
        found = self.book.resolve(
            graph.sentence, head, version=article.version, text=article.text, on=background.day, seen=background.seen
        )
        return tuple(cited for cited in found if cited.rule != "noun")  # a thing of no country is nobody

    def _resolve(self, graph: Graph, head: int, background: Background) -> tuple[Cited[Actor], ...]:
        own = self._ask(graph, head, background)
        if own and _political(own[0].value):
            return own
        for role in OWNERS:
            for owner in graph.roles[head].get(role, ()):
                found = tuple(cited for cited in self._ask(graph, owner, background) if _political(cited.value))
                if found:
                    return found
        return own


def _local(cited: Cited[Actor], place: Place) -> Cited[Actor]:
    """People of no stated country, killed or marching in a place, count as people of that place's country."""
    if cited.value.kind != "role" or cited.value.country or not place.country:
        return cited
    actor = replace(cited.value, country=place.country, id=f"role:{place.country}{''.join(cited.value.sectors[:1])}")
    return replace(cited, value=actor, rule=cited.rule + "+context-place")


def _in_country(cited: Cited[Actor], country: str) -> Cited[Actor]:
    actor = replace(cited.value, country=country, id=f"role:{country}{''.join(cited.value.sectors[:1])}")
    return replace(cited, value=actor, rule=cited.rule + "+conjunct")


def _anchors(actor: Actor) -> bool:
    """Whether a side makes the act political: staff, companies or teachers of no country do not."""
    return bool(actor.country) or actor.kind in KNOWN or not POLITICAL.isdisjoint(actor.sectors)


def _political(actor: Actor) -> bool:
    return bool(actor.country or actor.sectors or actor.kind in KNOWN)


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
        finer = [cited for cited in found if cited.value.precision != "country"]
        if found:
            return tuple({cited.value.id: cited for cited in finer or found}.values())
    one = places.place_of(graph.sentence, match.trigger, match.head, where)
    return (one,) if one else ()


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


def _confidence(match: Match, actors: tuple[Cited[Actor], ...], recipients: tuple[Cited[Actor], ...]) -> float:
    value = 0.9
    for side in (actors, recipients):
        trust = [next((t for key, t in TRUST.items() if key in cited.rule), 1.0) for cited in side]
        value *= min(trust, default=0.85)
    return round(value * (0.9 if match.facet is not Facet.HAPPENED else 1.0), 3)
