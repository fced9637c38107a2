"""Whose the people of an act are when no country is stated: told from its other side, its place and its neighbours.

All of these look at one act and what stands around it; who is named at all is read in sides.py.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from watchfloor.coding.graph import Graph
from watchfloor.resolving.naming import Reading
from watchfloor.types import Actor, Cited, Event, Match, Place

# Types that are events although nobody is named who does them.
WITHOUT_AUTHOR = frozenset({"ASSAULT", "PROTEST"})
# Types that are done to a country when they are done at a place of it by another.
ON_SITE = frozenset({"COERCE", "RETREAT", "CONCEDE"})
# Types that a country's own powers do to their own people, unless another country is named beside them.
UNDER_ONE_ROOF = frozenset({"ACCUSE", "ASSAULT", "COERCE", "CONCEDE", "PROTEST", "RETREAT", "SANCTION", "THREATEN"})
POWERS = frozenset({"GOV", "MIL", "SPY", "COP"})
# Sectors that act away from home: an aircraft over Erbil need not be Iraqi.
FOREIGN = frozenset({"MIL", "GOV", "SPY", "UAF"})
DOMESTIC = frozenset({"REB", "OPP", "PTY", "PRM", "LAB"})
KNOWN = frozenset({"state", "body", "group", "agency"})
WORLD = frozenset({"IGO", "IMG", "NGO", "MNC"})
# Who has a say over people, and over whom it is had.
AUTHORITIES = frozenset({"GOV", "COP", "JUD", "LEG", "REB", "OPP", "PTY", "PRM", "EDU", "LAB", "CVL", "REL", "UAF"})
PEOPLE = frozenset({"CVL", "EDU", "AGR", "LAB", "JRN", "CRM", "REL", "HRI", "MED", "BUS", "GOV", "MIL", "COP"})

Side = tuple[Cited[Actor], ...]


def of_their_opponent(recipients: Side, actors: Side, about: str) -> Side:
    """Rebels, oppositions and parties of no stated country are those of the state that deals with them, unless the
    article is `about` another."""
    countries = {actor.value.country for actor in actors} - {"", *WORLD}
    if len(countries) != 1:
        return recipients
    country = countries.pop()
    if about not in ("", country):
        return recipients
    return tuple(
        replace(in_country(cited, country), rule=cited.rule + "+context-actor")
        if cited.value.kind == "role" and not cited.value.country and not DOMESTIC.isdisjoint(cited.value.sectors)
        else cited
        for cited in recipients
    )


def owner_of_site(match: Match, actors: Side, place: Cited[Place] | None) -> Side:
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


def of_the_same(kind: str, recipients: Side, actors: Side, reading: Reading | None) -> Side:
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
        replace(in_country(cited, country), rule=cited.rule + "+context-actor")
        if cited.value.kind == "role" and not cited.value.country and not PEOPLE.isdisjoint(cited.value.sectors[:1])
        else cited
        for cited in recipients
    )


def not_their_own(recipients: Side, actors: Side) -> Side:
    """The drones that an army shoots down are not its own for want of a stated country."""
    sides = {a.value.country for a in actors if not a.value.sectors or not FOREIGN.isdisjoint(a.value.sectors[:1])}
    return tuple(
        replace(cited, value=replace(cited.value, country="", id="role:---MIL"), rule="role")
        if cited.rule == "role+context-country" and cited.value.sectors[:1] == ("MIL",) and cited.value.country in sides
        else cited
        for cited in recipients
    )


def not_against_themselves(actors: Side, recipients: Side) -> Side:
    """ "Parliament voted for sanctions on Belarus": whoever acts on a state is not guessed to be of that state."""
    states = {r.value.id for r in recipients if r.value.kind == "state" and not r.rule.endswith("elsewhere")}
    return tuple(
        replace(
            cited, value=replace(cited.value, country="", id="role:---" + "".join(cited.value.sectors[:1])), rule="role"
        )
        if cited.rule in ("role+context-country", "role+sentence") and cited.value.country in states
        else cited
        for cited in actors
    )


def local(cited: Cited[Actor], place: Place) -> Cited[Actor]:
    """People of no stated country, killed or marching in a place, count as people of that place's country."""
    if cited.value.kind != "role" or cited.value.country or not place.country:
        return cited
    if not FOREIGN.isdisjoint(cited.value.sectors):
        return cited
    actor = replace(cited.value, country=place.country, id=f"role:{place.country}{''.join(cited.value.sectors[:1])}")
    return replace(cited, value=actor, rule=cited.rule + "+context-place")


def in_country(cited: Cited[Actor], country: str) -> Cited[Actor]:
    actor = replace(cited.value, country=country, id=f"role:{country}{''.join(cited.value.sectors[:1])}")
    return replace(cited, value=actor, rule=cited.rule + "+conjunct")


def hit_on_the_way(graph: Graph, head: int, events: Mapping[str, Event], by_head: Mapping[int, str]) -> Event:
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
        replace(in_country(r, country), rule=r.rule + "+context-act") if r in lost else r for r in event.recipients
    )
    return replace(event, recipients=given)


def without_victims(match: Match, matches: tuple[Match, ...]) -> Match:
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


def is_political(actor: Actor) -> bool:
    return bool(actor.country or actor.sectors or actor.kind in KNOWN)
