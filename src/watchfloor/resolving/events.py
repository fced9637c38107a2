"""Matches become events: who, to whom, where and when, each with its words, as of the article's date.

A side that is no actor itself ("Iran's nuclear programme", "Iraqi positions") stands for its owner: possessor,
adjective, "of" or "by". The same actor is never on both sides. A day far before the publication makes the act
historical, a day after it makes it planned. An act without any political side is left out, unless it is violence or
protest, whose author is often not named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from watchfloor.coding.facets import PROBABILITY
from watchfloor.coding.graph import Graph
from watchfloor.resolving import dates, places
from watchfloor.resolving.actors import ActorBook, Seen
from watchfloor.resolving.dates_acts import date_of
from watchfloor.resolving.dates_setting import setting_of
from watchfloor.resolving.dates_zones import Zones, local_day
from watchfloor.resolving.gazetteer import Gazetteer
from watchfloor.resolving.naming import Reading
from watchfloor.types import Actor, Article, Cited, Event, Facet, Match, Period, Place, Sentence, Span, fact_id

OWNERS = ("poss", "adj", "compound", "of", "by", "from", "between", "in")
WITHOUT_AUTHOR = frozenset({"ASSAULT", "PROTEST"})
# Types of which an article tells again with nobody named: "the hostages were freed", "talks would resume".
WITHOUT_SIDES = frozenset({"AGREE", "COERCE", "CONSULT", "MOBILIZE", "RETREAT", "SANCTION"})
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
# Types whose object in the passive is somebody's means: "Dutch aid was cut off", "Chadian troops were withdrawn".
BY_MEANS = frozenset({"AID", "MOBILIZE", "RETREAT", "SANCTION", "COOPERATE"})
# Types that are done to a country when they are done at a place of it by another.
ON_SITE = frozenset({"COERCE", "RETREAT", "CONCEDE"})
# Types that a country's own powers do to their own people, unless another country is named beside them.
UNDER_ONE_ROOF = frozenset({"ACCUSE", "ASSAULT", "COERCE", "CONCEDE", "PROTEST", "RETREAT", "SANCTION", "THREATEN"})
# What is always done to people, even such as no list knows ("two jailed reformists").
TO_PEOPLE = frozenset({"arrest", "deport", "release", "abduct"})
AUTHORITIES = frozenset({"GOV", "COP", "JUD", "LEG", "REB", "OPP", "PTY", "PRM", "EDU", "LAB", "CVL", "REL", "UAF"})
PEOPLE = frozenset({"CVL", "EDU", "AGR", "LAB", "JRN", "CRM", "REL", "HRI", "MED", "BUS", "GOV", "MIL", "COP"})
POWERS = frozenset({"GOV", "MIL", "SPY", "COP"})
# Before these a crowd stands against whoever they belong to.
SEATS = frozenset(
    {"embassy", "consulate", "mission", "base", "parliament", "palace", "ministry", "residence", "office"}
)
HOMELANDS = frozenset({"country", "nation", "homeland"})
ABROAD = frozenset({"MOBILIZE", "AID", "COOPERATE", "AGREE", "SUPPORT"})
# Types in which several actors without a recipient act with each other ("Jordan and Britain have agreed").
TOGETHER = frozenset({"AGREE", "COOPERATE", "CONSULT"})
# Types whose scene can be their recipient: "lifted the state of emergency in Sudan".
AT_HOME = frozenset({"COERCE", "CONCEDE", "AID", "SANCTION"})
# Types that happen to and by people who are there.
ON_THE_SPOT = frozenset({"ASSAULT", "PROTEST", "COERCE"})
# Sectors that act away from home: an aircraft over Erbil need not be Iraqi.
FOREIGN = frozenset({"MIL", "GOV", "SPY", "UAF"})
DOMESTIC = frozenset({"REB", "OPP", "PTY", "PRM", "LAB"})
KNOWN = frozenset({"state", "body", "group", "agency"})
POLITICAL = frozenset({"GOV", "MIL", "REB", "COP", "OPP", "LEG", "JUD", "PTY", "SPY", "PRM", "UAF"})
# Things that lie between states, and things that stand at a place: no party of an act although they have a country.
LANDMARKS = frozenset(
    "border frontier airspace coast airport crossing waters sea strait road highway territory".split()
)
# Behind "in" these are no scene: "in defiance of the court" names the court.
STANDPOINTS = frozenset(
    "defiance support protest retaliation response reply favour favor solidarity revenge cooperation alliance answer "
    "reaction opposition return exchange breach violation conjunction coordination talk meeting negotiation attack "
    "anger outrage fury condemnation dismay show bid war conflict dispute row fight struggle battle".split()
)
# Words that stand for people when an act of violence is done to them.
COUNTED = frozenset({"other", "dozen", "hundred", "thousand", "score"})
# So likely must the model hold an act of which nobody is named for what the pattern says.
SURE = 0.6
SELF = frozenset({"it", "they", "he", "she", "we", "i"})
WORLD = frozenset({"IGO", "IMG", "NGO", "MNC"})
BACKGROUND = timedelta(days=365)
# How far a reading road is trusted; products of these order facts, they are not calibrated probabilities.
TRUST = {"elsewhere": 0.6, "unknown": 0.6, "context": 0.75, "city": 0.8, "pronoun": 0.75, "role": 0.85}


Side = tuple[Cited[Actor], ...]


@dataclass(frozen=True, slots=True)
class Background:
    """What the whole article tells each of its sentences."""

    article: Article
    seen: Seen
    where: Mapping[int, tuple[tuple[int, Cited[Place]], ...]]
    """the places of each sentence, by the sentence's start: head word and place"""
    when: Mapping[int, tuple[Cited[Period], ...]]
    """the dates of each sentence, by the sentence's start"""
    day: date | None
    """the day the article was written, where it was written; None when no publication date is known"""


class Resolver:
    """Turns matches into events. Holds the loaded books; resolving itself is a function of its arguments."""

    def __init__(self, book: ActorBook, gazetteer: Gazetteer, zones: Zones) -> None:
        self.book = book
        self.gazetteer = gazetteer
        self.zones = zones

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
            event = self._event(graph, _without_victims(match, matches), background, where, when, own)
            if event is not None:
                by_head[match.head] = events.setdefault(event.id, event).id
        for head, name in by_head.items():
            events[name] = _hit_on_the_way(graph, head, events, by_head)
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
        actors, recipients = self._who(graph, match, background, own_pack)
        place, *further = _places(graph, match, where) or (None,)
        if not own_pack and not _is_worth(sentence, match, background.seen, actors, recipients, place):
            return None  # of a user's own pack, its patterns alone decide whom it is about
        mutual = match.reciprocal and len(actors) > 1
        together = match.type in TOGETHER and not recipients and len({a.value.country for a in actors}) > 1
        actors, recipients = self._at(graph, match, background, (actors, recipients), place, own_pack)
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
            said_by=self._parties(graph, match.speakers, background, ()),
            confidence=_confidence(match, actors, recipients),
            trigger=trigger,
            sentence=whole,
            reciprocal=mutual or (together and len(actors) > 1),
            further_places=tuple(cited for cited in further if cited),
        )

    def _who(self, graph: Graph, match: Match, background: Background, own_pack: str) -> tuple[Side, Side]:
        """Who acts and to whom, as far as the sentence names them."""
        article = background.article
        actors = self._parties(graph, match.actors, background, match.speakers)
        if not actors and match.type in BY_MEANS and graph.passive[match.head]:
            actors = self._owners_of_means(graph, match, background)
        ids = {actor.value.id for actor in actors}
        recipients = self._parties(graph, match.recipients, background, match.speakers)
        if not recipients and (own_pack or match.type in ("ASSAULT", "COERCE")):
            recipients = _counted(article, graph, match.recipients)
        if not recipients and match.mode in TO_PEOPLE:
            recipients = _some_people(article, graph, match.recipients)
        recipients = tuple(r for r in recipients if r.value.id not in ids)
        own = {actor.value.country for actor in actors} if match.type in ABROAD else set()
        if match.type in ABROAD:
            recipients = tuple(r for r in recipients if r.value.country and r.value.country not in own)
        mutual = match.reciprocal and len(actors) > 1
        if match.type in ADDRESSED and not mutual and not any(_political(r.value) for r in recipients):
            countries = {actor.value.country for actor in actors}
            recipients = self._elsewhere(graph, match, background, ids, own, countries) or recipients
        if match.type == "PROTEST" and not any(_political(r.value) for r in recipients):
            recipients = self._anti(graph, match, background) or recipients
        return actors, recipients

    def _anti(self, graph: Graph, match: Match, background: Background) -> Side:
        """ "Shouted anti-Japanese slogans", "an anti-American rally": whom they are against."""
        s = graph.sentence
        near = {c for word in match.trigger for c in graph.children[word]} | set(match.trigger)
        for i in sorted(near):
            word = s.words[i]
            if word.lower().startswith("anti-") and len(word) > 5:
                state = self.book.called(word[5:])
                if state is not None:
                    start, end = s.starts[i], s.ends[i]
                    article = background.article
                    return (Cited(state, Span(article.version, start, end), article.text[start:end], "people"),)
        return ()

    def _at(
        self,
        graph: Graph,
        match: Match,
        background: Background,
        sides: tuple[Side, Side],
        place: Cited[Place] | None,
        own_pack: str,
    ) -> tuple[Side, Side]:
        """The sides of an act in the light of its place and of each other: whose the people are of whom no country is
        stated."""
        actors, recipients = sides
        on_the_spot = bool(own_pack) or match.type in ON_THE_SPOT
        if match.places and on_the_spot:
            # a town that is taken is where it happens, not to whom
            recipients = tuple(r for r in recipients if not r.rule.startswith("city"))
        if place and on_the_spot:
            actors, recipients = (tuple(_local(c, place.value) for c in side) for side in (actors, recipients))
        if not any(_political(r.value) for r in recipients) and match.type in ON_SITE:
            recipients = _owner_of_site(match, actors, place) or recipients
        recipients = _at_home(recipients, actors, background.seen.about())
        if match.type in UNDER_ONE_ROOF and background.seen.readings:
            reading = background.seen.readings.get(graph.sentence.start)
            recipients = _of_the_same(match.type, recipients, actors, reading)
        if match.type == "ASSAULT":
            recipients = self._of_the_target(graph, match, background, _not_their_own(recipients, actors))
        return actors, recipients

    def _parties(self, graph: Graph, heads: tuple[int, ...], background: Background, speakers: tuple[int, ...]) -> Side:
        parties: dict[str, Cited[Actor]] = {}
        country = ""
        members = [(group, member) for group in heads for member in _members(graph, group)]
        for group, head in members:
            found = self._resolve(graph, head, background)
            if group != head:
                found = _as_one_of(found, self._ask(graph, group, background))
            if not found and graph.sentence.upos[head] == "PRON" and head not in speakers:
                found = self._described(graph, head, background) or self._speaker(graph, head, speakers, background)
            for cited in (*found, *self._others_of(graph, head, found, background)):
                if country and not cited.value.country and cited.value.kind == "role":
                    # "Israeli helicopters and tanks": the adjective belongs to both
                    cited = _in_country(cited, country)
                country = country or cited.value.country
                parties.setdefault(cited.value.id, cited)
        return tuple(parties.values())

    def _others_of(self, graph: Graph, head: int, found: Side, background: Background) -> Side:
        """ "The presidents of Chad and Niger" are two, each of a country of his own."""
        of = graph.roles[head].get("of", ()) or graph.roles[head].get("from", ())
        if len(found) != 1 or len(of) < 2 or graph.sentence.xpos[head] != "NNS" or found[0].value.kind != "role":
            return ()
        countries = [
            c.value.country
            for o in of
            for c in self._ask(graph, o, background)
            if c.value.kind == "state" or c.rule == "metonym"
        ]
        if len(countries) != len(of) or found[0].value.country not in countries:
            return ()
        return tuple(
            replace(found[0], value=_in_country(found[0], code).value)
            for code in countries
            if code != found[0].value.country
        )

    def _speaker(self, graph: Graph, pronoun: int, speakers: tuple[int, ...], background: Background) -> Side:
        """ "Syria says it is willing": the pronoun is the one who speaks."""
        if graph.sentence.lemmas[pronoun].lower() not in SELF or len(speakers) != 1:
            return ()
        found = self._parties(graph, speakers, background, speakers)
        if len(found) != 1 or not _agrees(graph.sentence.lemmas[pronoun].lower(), found[0].value):
            return ()
        return (_as_pronoun(graph, pronoun, found[0], background, "pronoun:speaker"),)

    def _described(self, graph: Graph, pronoun: int, background: Background) -> Side:
        """ "a group so violent that its ally denounced it": the pronoun is the noun that its clause describes."""
        sentence = graph.sentence
        if sentence.lemmas[pronoun].lower() not in (*SELF, "him", "her", "them"):
            return ()
        i = sentence.heads[pronoun]
        described = False
        while i >= 0 and not (described and sentence.upos[i] in ("NOUN", "PROPN")):
            described = described or sentence.rels[i].startswith(("acl", "amod"))
            i = sentence.heads[i]
        while i >= 0 and sentence.rels[i] == "appos":
            i = sentence.heads[i]
        found = self._ask(graph, i, background) if i >= 0 else ()
        known = tuple(cited for cited in found if _political(cited.value))
        return (_as_pronoun(graph, pronoun, known[0], background, "pronoun:described"),) if len(known) == 1 else ()

    def _elsewhere(
        self,
        graph: Graph,
        match: Match,
        background: Background,
        ids: set[str],
        own: set[str],
        countries: set[str],
    ) -> Side:
        """The nearest phrase of the act that names a political actor, marked as such."""
        aside: set[int] = set()
        for head in match.others:
            if head in aside or graph.sentence.xpos[head] == "PRP$":
                continue
            moved = head in graph.roles[match.head].get("object", ())
            if match.type == "MOBILIZE" and moved:
                continue  # the means that are moved
            setting = _is_setting(graph, head)
            lemma = graph.sentence.lemmas[head].lower()
            if lemma in LANDMARKS:
                near = match.type == "MOBILIZE" and any(head in f for f in graph.roles[match.head].values())
                beyond = set(graph.roles[head].get("with", ())) if near else set()
                aside.update(i for i in graph.subtree(head) if i not in beyond)
                continue
            if setting and match.type == "PROTEST" and lemma in SEATS:
                setting = False
            inside = match.type == "ASSAULT" and graph.sentence.upos[head] == "NOUN"
            if setting and (match.type not in AT_HOME or match.mode in TO_PEOPLE) and not inside:
                if lemma not in STANDPOINTS:
                    aside.update(graph.subtree(head))
                continue
            for cited in self._ask(graph, head, background):
                actor = cited.value
                if moved and match.type == "RETREAT" and actor.country in countries and actor.sectors[:1] == ("MIL",):
                    continue  # "pulled out its troops"
                inside = match.type == "ASSAULT" and cited.rule == "noun+country"  # "in an Israeli market"
                if cited.rule.startswith("city") or (setting and actor.kind != "state" and not inside):
                    continue
                if actor.country in own or (setting and inside and actor.country in countries):
                    continue
                told = "context" not in cited.rule or (match.type == "PROTEST" and actor.country in countries)
                if actor.country and actor.id not in ids and actor.kind != "unknown" and told:
                    return (replace(cited, rule=cited.rule + "+elsewhere"),)
        return ()

    def _ask(self, graph: Graph, head: int, background: Background) -> Side:
        article = background.article
        found = self.book.resolve(
            graph.sentence, head, version=article.version, text=article.text, on=background.day, seen=background.seen
        )
        return tuple(cited for cited in found if cited.rule != "noun")  # a thing of no country is nobody

    def _homeland(self, graph: Graph, head: int, background: Background) -> Side:
        """ "His country", "their homeland": the state of whoever the pronoun stands for."""
        if graph.sentence.lemmas[head].lower() not in HOMELANDS:
            return ()
        for owner in graph.roles[head].get("poss", ()):
            if graph.sentence.xpos[owner] != "PRP$":
                continue
            for cited in self._ask(graph, owner, background):
                state = self.book.state(cited.value.country)
                if state is not None:
                    start, end = graph.sentence.starts[owner], graph.sentence.ends[head]
                    article = background.article
                    return (
                        Cited(state, Span(article.version, start, end), article.text[start:end], "pronoun:country"),
                    )
        return ()

    def _of_the_target(self, graph: Graph, match: Match, background: Background, recipients: Side) -> Side:
        """ "A strike on a Yemeni wedding killed 20 guests": the guests belong to what was hit."""
        lost = [r for r in recipients if r.value.kind == "role" and not r.value.country]
        hit = [
            cited
            for agent in graph.roles[match.head].get("agent", ())
            for role in ("on", "against", "at", "in")
            for target in graph.roles[agent].get(role, ())
            for cited in self._ask(graph, target, background)
        ]
        countries = {cited.value.country for cited in hit} - {"", *WORLD}
        if not lost or len(countries) != 1 or any("UAF" in r.value.sectors for r in lost):
            return recipients
        country = countries.pop()
        return tuple(
            replace(_in_country(r, country), rule=r.rule + "+context-act") if r in lost else r for r in recipients
        )

    def _owners_of_means(self, graph: Graph, match: Match, background: Background) -> Side:
        """ "Dutch aid was cut off", "Nigerian peacekeepers were deployed": whose means they are acts."""
        found: list[Cited[Actor]] = []
        for head in graph.roles[match.head].get("object", ()):
            owners = (o for role in ("adj", "poss", "compound") for o in graph.roles[head].get(role, ()))
            for owner in owners:
                for cited in self._ask(graph, owner, background):
                    state = self.book.state(cited.value.country) if cited.rule == "people" else None
                    if state is not None or cited.value.kind in ("state", "body"):
                        found.append(replace(cited, value=state or cited.value))
            if match.type == "MOBILIZE":  # police that are deployed are the power that shows itself
                own = self._ask(graph, head, background)
                found += (c for c in own if not found and not POWERS.isdisjoint(c.value.sectors[:1]))
        return tuple({c.value.id: c for c in found}.values())

    def _resolve(self, graph: Graph, head: int, background: Background) -> Side:
        own = self._ask(graph, head, background) or self._homeland(graph, head, background)
        if own and _political(own[0].value):
            return own
        for role in OWNERS:
            for owner in graph.roles[head].get(role, ()):
                if graph.sentence.xpos[owner] == "PRP$":
                    continue  # "continue their talks": mostly the act's own side, and never a new one
                found = tuple(cited for cited in self._ask(graph, owner, background) if _political(cited.value))
                if found:
                    return found
        return own


def _members(graph: Graph, head: int) -> tuple[int, ...]:
    """ "Three senators, A, B and C" are A, B and C."""
    s = graph.sentence
    if s.xpos[head] != "NNS" or graph.child(head, "nummod") < 0:
        return (head,)
    named = [c for c in graph.children[head] if s.rels[c] in ("appos", "conj") and s.names[c] == "B-PER"]
    for name in named:
        named += [c for c in graph.children[name] if s.rels[c] == "conj" and s.names[c] == "B-PER"]
    return tuple(sorted(named)) if len(named) > 1 else (head,)


def _as_one_of(found: Side, group: Side) -> Side:
    """A member nobody knows by name is what the group is said to be."""
    if len(found) != 1 or len(group) != 1 or found[0].value.kind != "unknown":
        return found
    actor, said = found[0].value, group[0].value
    known = replace(actor, country=actor.country or said.country, sectors=actor.sectors or said.sectors)
    return (replace(found[0], value=known, rule="unknown-name+title"),)


def _counted(article: Article, graph: Graph, heads: tuple[int, ...]) -> Side:
    """ "Killed 12", "arrested five others": people of whom only the number is known."""
    s = graph.sentence
    for head in heads:
        number = s.upos[head] == "NUM" or (s.lemmas[head].lower() in COUNTED and "of" not in graph.roles[head])
        if number and s.words[head] not in ("%",) and not _is_measure(graph, head):
            span = Span(article.version, s.starts[head], s.ends[head])
            words = article.text[span.start : span.end]
            return (Cited(Actor("role:---CVL", words, "role", "", ("CVL",)), span, words, "number"),)
    return ()


def _some_people(article: Article, graph: Graph, heads: tuple[int, ...]) -> Side:
    """ "Two jailed reformists": whoever is arrested or freed is somebody, although no list has the word."""
    s = graph.sentence
    for head in heads:
        if s.upos[head] == "NOUN" and any(s.rels[c] == "nummod" for c in graph.children[head]):
            first = min(i for i in graph.subtree(head) if s.heads[i] == head or i == head)
            span = Span(article.version, s.starts[first], s.ends[head])
            words = article.text[span.start : span.end]
            return (Cited(Actor("role:---CVL", words, "role", "", ("CVL",)), span, words, "role"),)
    return ()


def _is_measure(graph: Graph, head: int) -> bool:
    return any(graph.sentence.rels[c] in ("nmod", "case") for c in graph.children[head])


def _hit_on_the_way(graph: Graph, head: int, events: Mapping[str, Event], by_head: Mapping[int, str]) -> Event:
    """ "Opened fire on Pakistani positions, killing four soldiers": who is hit in the same stroke, and of no stated
    country, belongs to those who are attacked."""
    event = events[by_head[head]]
    s = graph.sentence
    if (
        event.type not in ("ASSAULT", "COERCE")
        or s.xpos[head] != "VBG"
        or s.rels[head] not in ("advcl", "conj", "xcomp")
    ):
        return event
    names: list[str] = []
    above = s.heads[head]
    while above >= 0 and not names:
        names = [n for h, n in by_head.items() if n != event.id and (h == above or graph.light[h] == above)]
        above = s.heads[above]
    below = [n for h, n in by_head.items() if n != event.id and s.heads[h] == s.heads[head]]
    countries = {
        r.value.country for name in (*names, *below) if events[name].type in ("ASSAULT", "COERCE")
        for r in events[name].recipients
    } - {""}  # fmt: skip
    if len(countries) != 1:
        return event
    country = countries.pop()
    lost = [r for r in event.recipients if r.value.kind == "role" and not r.value.country]
    if not lost or "UAF" in lost[0].value.sectors:
        return event
    given = tuple(
        replace(_in_country(r, country), rule=r.rule + "+context-act") if r in lost else r for r in event.recipients
    )
    return replace(event, recipients=given)


def _agrees(pronoun: str, actor: Actor) -> bool:
    """Whether a pronoun can stand for a speaker: no minister is "they" or "it", and no state is "he"."""
    if pronoun in ("it", "they"):
        return actor.kind != "person"
    return actor.kind in ("person", "role", "unknown") or pronoun == "we"


def _as_pronoun(graph: Graph, pronoun: int, meant: Cited[Actor], background: Background, rule: str) -> Cited[Actor]:
    start, end = graph.sentence.starts[pronoun], graph.sentence.ends[pronoun]
    article = background.article
    return Cited(meant.value, Span(article.version, start, end), article.text[start:end], rule)


def _without_victims(match: Match, matches: tuple[Match, ...]) -> Match:
    """Who condemns an attack accuses its author, never its victim: the attack itself names nobody here, and those it
    was done to are no candidates."""
    if match.type != "ACCUSE":
        return match
    below = (*match.recipients, *match.others)
    acts = [m for m in matches if m.head in below and m.type in WITHOUT_AUTHOR | {"COERCE"}]
    if not acts:
        return match
    victims = {i for act in acts for i in (act.head, *act.recipients, *act.others) if i not in act.actors}
    authors = tuple(i for act in acts for i in act.actors)
    return replace(
        match,
        recipients=tuple(i for i in match.recipients if i not in victims) or authors,
        others=tuple(i for i in match.others if i not in victims),
    )


def _is_setting(graph: Graph, head: int) -> bool:
    cases = {graph.sentence.words[c].lower() for c in graph.children[head] if graph.sentence.rels[c] == "case"}
    return not cases.isdisjoint(("in", "at", "along", "across", "outside", "through", "throughout"))


def _at_home(recipients: Side, actors: Side, about: str) -> Side:
    """Rebels, oppositions and parties of no stated country are those of the state that deals with them, unless the
    article is `about` another."""
    countries = {actor.value.country for actor in actors} - {"", *WORLD}
    if len(countries) != 1:
        return recipients
    country = countries.pop()
    if about not in ("", country):
        return recipients
    return tuple(
        replace(_in_country(cited, country), rule=cited.rule + "+context-actor")
        if cited.value.kind == "role" and not cited.value.country and not DOMESTIC.isdisjoint(cited.value.sectors)
        else cited
        for cited in recipients
    )


def _owner_of_site(match: Match, actors: Side, place: Cited[Place] | None) -> Side:
    """ "Ethiopian soldiers captured Luuq", "pulled out of Lebanon": forces of one state at a place of another."""
    powers = [a.value for a in actors if a.value.kind == "state" or not POWERS.isdisjoint(a.value.sectors[:1])]
    states = {actor.country for actor in powers}
    if place is None or len(powers) != len(actors) or len(states) != 1 or not states.isdisjoint(("", *WORLD)):
        return ()
    at_home = match.mode in ("curfew", "martial-law") or match.cameo in ("0813", "0814")
    if not place.value.country or (place.value.country in states and not at_home):
        return ()
    if any(a.value.id == place.value.country for a in actors):
        return ()
    code = place.value.country
    return (Cited(Actor(code, place.value.name, "state", code), place.span, place.words, "place"),)


def _of_the_same(kind: str, recipients: Side, actors: Side, reading: Reading | None) -> Side:
    """ "The Algerian government arrested 40 students": people of no stated country, whom an authority of the only
    country deals with that the sentence names."""
    countries = {a.value.country for a in actors}
    country = next(iter(countries), "")
    home = all(
        not AUTHORITIES.isdisjoint(a.value.sectors[:1]) or (a.value.kind == "state" and kind in ("COERCE", "CONCEDE"))
        for a in actors
    )
    if len(countries) != 1 or len(country) != 3 or country in WORLD or not home or reading is None:
        return recipients
    if any(hit.kind != "person" and hit.aliases[0].id != country for hit in reading.hits if hit.kind == "state"):
        return recipients
    return tuple(
        replace(_in_country(cited, country), rule=cited.rule + "+context-actor")
        if cited.value.kind == "role" and not cited.value.country and not PEOPLE.isdisjoint(cited.value.sectors[:1])
        else cited
        for cited in recipients
    )


def _not_their_own(recipients: Side, actors: Side) -> Side:
    """The drones that an army shoots down are not its own for want of a stated country."""
    sides = {a.value.country for a in actors if not a.value.sectors or not FOREIGN.isdisjoint(a.value.sectors[:1])}
    return tuple(
        replace(cited, value=replace(cited.value, country="", id="role:---MIL"), rule="role")
        if cited.rule == "role+context-country" and cited.value.sectors[:1] == ("MIL",) and cited.value.country in sides
        else cited
        for cited in recipients
    )


def _local(cited: Cited[Actor], place: Place) -> Cited[Actor]:
    """People of no stated country, killed or marching in a place, count as people of that place's country."""
    if cited.value.kind != "role" or cited.value.country or not place.country:
        return cited
    if not FOREIGN.isdisjoint(cited.value.sectors):
        return cited
    actor = replace(cited.value, country=place.country, id=f"role:{place.country}{''.join(cited.value.sectors[:1])}")
    return replace(cited, value=actor, rule=cited.rule + "+context-place")


def _in_country(cited: Cited[Actor], country: str) -> Cited[Actor]:
    actor = replace(cited.value, country=country, id=f"role:{country}{''.join(cited.value.sectors[:1])}")
    return replace(cited, value=actor, rule=cited.rule + "+conjunct")


def _anchors(actor: Actor) -> bool:
    """Whether a side makes the act political: staff, companies or teachers of no country do not."""
    return bool(actor.country) or actor.kind in KNOWN or not POLITICAL.isdisjoint(actor.sectors)


def _is_worth(
    sentence: Sentence, match: Match, seen: Seen, actors: Side, recipients: Side, place: Cited[Place] | None
) -> bool:
    """Whether an act is one between political sides, or violence or a protest, whose author is often not named."""
    sides = [side.value for side in (*actors, *recipients)]
    if match.type in WITHOUT_AUTHOR:
        if actors and not any(_political(side) for side in sides):
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
