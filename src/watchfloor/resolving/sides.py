"""Who acts and to whom, as far as the sentence and the article name them.

A side that is no actor itself ("Iran's nuclear programme", "Iraqi positions") stands for its owner: possessor,
adjective, "of" or "by". The same actor is never on both sides.
"""

from __future__ import annotations

from dataclasses import replace

from watchfloor.coding.graph import Graph
from watchfloor.resolving.actors import ActorBook
from watchfloor.resolving.background import Background
from watchfloor.resolving.belonging import (
    ON_SITE,
    POWERS,
    UNDER_ONE_ROOF,
    WORLD,
    Side,
    in_country,
    is_political,
    local,
    not_against_themselves,
    not_their_own,
    of_the_same,
    of_their_opponent,
    owner_of_site,
)
from watchfloor.types import Actor, Article, Cited, Match, Place, Span

OWNERS = ("poss", "adj", "compound", "of", "by", "from", "between", "in")
# Types that are done to somebody: when the phrase in the recipient's place is no actor, the nearest actor is.
ADDRESSED = frozenset(
    "ACCUSE AGREE AID ASSAULT COERCE CONCEDE COOPERATE MOBILIZE PROTEST REJECT REQUEST RETREAT SANCTION SUPPORT "
    "THREATEN".split()
)
# Types whose object in the passive is somebody's means: "Dutch aid was cut off", "Chadian troops were withdrawn".
BY_MEANS = frozenset({"AID", "MOBILIZE", "RETREAT", "SANCTION", "COOPERATE"})
# Types whose object is the actor's own means ("sent troops"): nobody of the same country receives the act.
ABROAD = frozenset({"MOBILIZE", "AID", "COOPERATE", "AGREE", "SUPPORT"})
# What is always done to people, even such as no list knows ("two jailed reformists").
TO_PEOPLE = frozenset({"arrest", "deport", "release", "abduct"})
# Before these a crowd stands against whoever they belong to.
SEATS = frozenset(
    {"embassy", "consulate", "mission", "base", "parliament", "palace", "ministry", "residence", "office"}
)
HOMELANDS = frozenset({"country", "nation", "homeland"})
# Types whose scene can be their recipient: "lifted the state of emergency in Sudan".
AT_HOME = frozenset({"COERCE", "CONCEDE", "AID", "SANCTION"})
# Types that happen to and by people who are there.
ON_THE_SPOT = frozenset({"ASSAULT", "PROTEST", "COERCE"})
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
SELF = frozenset({"it", "they", "he", "she", "we", "i"})


class Sides:
    """Finds the sides of an act in the actor lexicon; a function of its arguments."""

    def __init__(self, book: ActorBook) -> None:
        self.book = book

    def named(self, graph: Graph, match: Match, background: Background, own_pack: str) -> tuple[Side, Side]:
        """Who acts and to whom, as far as the sentence names them."""
        article = background.article
        actors = self.parties(graph, match.actors, background, match.speakers)
        if not actors and match.type in BY_MEANS and graph.passive[match.head]:
            actors = self._owners_of_means(graph, match, background)
        ids = {actor.value.id for actor in actors}
        recipients = self.parties(graph, match.recipients, background, match.speakers)
        if not recipients and (own_pack or match.type in ("ASSAULT", "COERCE")):
            recipients = _counted(article, graph, match.recipients)
        if not recipients and match.mode in TO_PEOPLE:
            recipients = _some_people(article, graph, match.recipients)
        recipients = tuple(r for r in recipients if r.value.id not in ids)
        own = {actor.value.country for actor in actors} if match.type in ABROAD else set()
        if match.type in ABROAD:
            recipients = tuple(r for r in recipients if r.value.country and r.value.country not in own)
        mutual = match.reciprocal and len(actors) > 1
        if match.type in ADDRESSED and not mutual and not any(is_political(r.value) for r in recipients):
            countries = {actor.value.country for actor in actors}
            recipients = self._elsewhere(graph, match, background, ids, own, countries) or recipients
        if match.type == "PROTEST" and not any(is_political(r.value) for r in recipients):
            recipients = self._anti(graph, match, background) or recipients
        return not_against_themselves(actors, recipients), recipients

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

    def placed(
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
            actors, recipients = (tuple(local(c, place.value) for c in side) for side in (actors, recipients))
        if not any(is_political(r.value) for r in recipients) and match.type in ON_SITE:
            recipients = owner_of_site(match, actors, place) or recipients
        recipients = of_their_opponent(recipients, actors, background.seen.about())
        if match.type in UNDER_ONE_ROOF and background.seen.readings:
            reading = background.seen.readings.get(graph.sentence.start)
            recipients = of_the_same(match.type, recipients, actors, reading)
        if match.type == "ASSAULT":
            recipients = self._of_the_target(graph, match, background, not_their_own(recipients, actors))
        return actors, recipients

    def parties(self, graph: Graph, heads: tuple[int, ...], background: Background, speakers: tuple[int, ...]) -> Side:
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
                    cited = in_country(cited, country)
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
            replace(found[0], value=in_country(found[0], code).value)
            for code in countries
            if code != found[0].value.country
        )

    def _speaker(self, graph: Graph, pronoun: int, speakers: tuple[int, ...], background: Background) -> Side:
        """ "Syria says it is willing": the pronoun is the one who speaks."""
        if graph.sentence.lemmas[pronoun].lower() not in SELF or len(speakers) != 1:
            return ()
        found = self.parties(graph, speakers, background, speakers)
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
        known = tuple(cited for cited in found if is_political(cited.value))
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
            replace(in_country(r, country), rule=r.rule + "+context-act") if r in lost else r for r in recipients
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
        if own and is_political(own[0].value):
            return own
        for role in OWNERS:
            for owner in graph.roles[head].get(role, ()):
                if graph.sentence.xpos[owner] == "PRP$":
                    continue  # "continue their talks": mostly the act's own side, and never a new one
                found = tuple(cited for cited in self._ask(graph, owner, background) if is_political(cited.value))
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


def _agrees(pronoun: str, actor: Actor) -> bool:
    """Whether a pronoun can stand for a speaker: no minister is "they" or "it", and no state is "he"."""
    if pronoun in ("it", "they"):
        return actor.kind != "person"
    return actor.kind in ("person", "role", "unknown") or pronoun == "we"


def _as_pronoun(graph: Graph, pronoun: int, meant: Cited[Actor], background: Background, rule: str) -> Cited[Actor]:
    start, end = graph.sentence.starts[pronoun], graph.sentence.ends[pronoun]
    article = background.article
    return Cited(meant.value, Span(article.version, start, end), article.text[start:end], rule)


def _is_setting(graph: Graph, head: int) -> bool:
    cases = {graph.sentence.words[c].lower() for c in graph.children[head] if graph.sentence.rels[c] == "case"}
    return not cases.isdisjoint(("in", "at", "along", "across", "outside", "through", "throughout"))
