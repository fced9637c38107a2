"""Deed or not. Each row: a sentence, the word that names the act, and its facet."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from watchfloor.coding import facets, frames, patterns
from watchfloor.coding.graph import build
from watchfloor.parsing.parse import Parser

ROWS = [
    ("Rebels attacked the town.", "attacked", "happened"),
    ("Officials said rebels attacked the town.", "attacked", "happened"),
    ("Rebels are attacking the town.", "attacking", "ongoing"),
    ("Rebels did not attack the town.", "attack", "denied"),
    ("The minister denied that rebels attacked the town.", "attacked", "denied"),
    ("Rebels failed to attack the town.", "attack", "denied"),
    ("Rebels refused to attack the town.", "attack", "denied"),
    ("Rebels will attack the town.", "attack", "planned"),
    ("Rebels plan to attack the town.", "attack", "planned"),
    ("The commander said rebels would attack the town.", "attack", "planned"),
    ("Rebels agreed to attack the town.", "attack", "planned"),
    ("Rebels threatened to attack the town.", "attack", "threatened"),
    ("The president ordered rebels to attack the town.", "attack", "demanded"),
    ("The president ordered his army to attack the town.", "attack", "demanded"),
    ("Rebels must attack the town.", "attack", "demanded"),
    ("Rebels may attack the town.", "attack", "hypothetical"),
    ("Rebels could attack the town.", "attack", "hypothetical"),
    ("If rebels attack the town, the army will leave.", "attack", "hypothetical"),
    ("The threat of an attack kept the town awake.", "attack", "threatened"),
    ("The army has plans for an attack on the town.", "attack", "planned"),
    ("The failed attack angered the town.", "attack", "denied"),
    ("Not only did rebels attack the town, they burned it.", "attack", "happened"),
    ("After rebels attacked the town, talks might begin.", "attacked", "happened"),
    ("The army will leave, but rebels attacked the town.", "attacked", "happened"),
    ("The army did not withdraw but attacked the town.", "attacked", "happened"),
    ("The army will surround and attack the town.", "attack", "planned"),
    ("Attack the town now.", "Attack", "demanded"),
    ("Obama to visit Kenya.", "visit", "planned"),
    ("Iran, Turkey to hold talks", "hold", "planned"),
    ("The treaty gives rebels reason to attack the town.", "attack", "hypothetical"),
    ("It is easy to attack the town.", "attack", "hypothetical"),
    ("Chad was the first state to attack the town.", "attack", "happened"),
    ("The group left without an attack on the town.", "attack", "denied"),
    ("No soldiers were killed in the town.", "killed", "denied"),
    ("Nobody attacked the town.", "attacked", "denied"),
    ("Unless the army leaves, rebels will attack the town.", "attack", "hypothetical"),
    ("Rebels managed to attack the town.", "attack", "happened"),
    ("The attack on the town did not stop the talks.", "attack", "happened"),
    ("The attack on the town did not take place.", "attack", "denied"),
    ("The attack on the town changed nothing.", "attack", "happened"),
    ("The attack on the town threatens to wreck the talks.", "attack", "happened"),
    ("The army did not comment on the attack.", "attack", "happened"),
    ("The army will respond to any attack on the town.", "attack", "planned"),
    ("The army will investigate the attack on the town.", "attack", "happened"),
    ("No group claimed responsibility for the attack.", "attack", "happened"),
    ("Rebels continue to attack the town.", "attack", "ongoing"),
    ("Rebels did not continue to attack the town.", "attack", "denied"),
    ("Rebels are to attack the town.", "attack", "planned"),
    ("Rebels have yet to attack the town.", "attack", "denied"),
    ("Rebels have to attack the town.", "attack", "demanded"),
    ("Rebels had to attack the town.", "attack", "happened"),
    ("The army kept rebels from attacking the town.", "attacking", "denied"),
    ("Rebels stopped short of attacking the town.", "attacking", "denied"),
    # told as background, beside what is told as news
    ("A crowd marked the anniversary of the raid that destroyed the town.", "destroyed", "historical"),
    ("A crowd fled the raid that destroyed the town.", "destroyed", "happened"),
    ("The city opened an exhibition on the siege of the town.", "siege", "historical"),
    ("Rebels burned the museum.", "burned", "happened"),
    ("Refugees recalled the 1956 invasion of the country.", "invasion", "historical"),
    ("Refugees recalled the invasion of the country.", "invasion", "happened"),
    ("The town was burned by raiders about 900 years ago.", "burned", "historical"),
    ("The town was burned by raiders about two hours ago.", "burned", "happened"),
    ("Historians say the duke attacked the town in spring.", "attacked", "historical"),
    ("Officials say the duke attacked the town in spring.", "attacked", "happened"),
    ("Three years after soldiers seized the town, schools reopened.", "seized", "historical"),
    ("Three hours after soldiers seized the town, schools reopened.", "seized", "happened"),
    ("The general who attacked the town died on Monday at 91.", "attacked", "historical"),
    # played, or said in general
    ("In her new novel, rebels attacked the town.", "attacked", "hypothetical"),
    ("Rebels attacked the premiere of the film.", "attacked", "happened"),
    ("Soldiers attacked a mock village.", "attacked", "hypothetical"),
    ("Soldiers practised attacking a village.", "attacking", "hypothetical"),
    ("Anyone who attacks the town is jailed.", "attacks", "hypothetical"),
    ("Those who attacked the town were jailed.", "attacked", "happened"),
    ("Generals rarely attack the town.", "attack", "hypothetical"),
    ("A siege is an operation in which an army surrounds a town.", "surrounds", "hypothetical"),
    # two denials are none, and other words for what is no deed
    ("Rebels did not hesitate to attack the town.", "attack", "happened"),
    ("The army failed to prevent the attack on the town.", "attack", "happened"),
    ("The army prevented the attack on the town.", "attack", "denied"),
    ("Neither side attacked the town.", "attacked", "denied"),
    ("At no time did rebels attack the town.", "attack", "denied"),
    ("The attack on the town was a fabrication.", "attack", "denied"),
    ("Had rebels attacked the town, people would have fled.", "attacked", "hypothetical"),
    ("In theory, rebels attack the town.", "attack", "hypothetical"),
    ("Calls are growing for an attack on the town.", "attack", "demanded"),
    ("Preparations are under way for an attack on the town.", "attack", "planned"),
    ("There were demands on Monday for an attack on the town.", "attack", "demanded"),
    ("The envoy left for Oslo to sign the accord.", "sign", "planned"),
    ("The attack planned for Monday frightened the town.", "attack", "planned"),
    ("Tomorrow's attack frightened the town.", "attack", "planned"),
    ("The group said, without offering proof, that rebels attacked the town.", "attacked", "hypothetical"),
]
THREATS = [
    ("Rebels vowed to attack the town.", "attack", "threatened"),
    ("Rebels promised that they would attack the town.", "attack", "threatened"),
    ("The army warned that it would attack the town.", "attack", "threatened"),
    ("The army will not hesitate to attack the town.", "attack", "threatened"),
    ("The army reserved the right to attack the town.", "attack", "threatened"),
    ("Rebels will attack the town unless the army leaves.", "attack", "threatened"),
    ("A leaflet said rebels would attack the town.", "attack", "threatened"),
    ("The army will attack the town.", "attack", "planned"),
    ("The mayor warned that rebels would attack the town.", "attack", "hypothetical"),
]


@cache
def parser() -> Parser:
    return Parser.load()


@pytest.mark.parametrize(("text", "word", "facet"), ROWS, ids=[row[0] for row in ROWS])
def test_facet(text: str, word: str, facet: str) -> None:
    sentence = parser().parse(text)[0]
    reading = facets.read(build(sentence), sentence.words.index(word), patterns.load().facets)
    assert reading.facet == facet, reading.reasons
    assert 0.0 <= reading.probability <= 1.0


@pytest.mark.parametrize(("text", "word", "facet"), THREATS, ids=[row[0] for row in THREATS])
def test_a_hostile_act_is_threatened_where_another_is_planned(text: str, word: str, facet: str) -> None:
    graph = build(parser().parse(text)[0])
    head, words = graph.sentence.words.index(word), patterns.load().facets
    hostile, friendly = (facets.read(graph, head, words, (), kind) for kind in ("ASSAULT", "AID"))
    assert hostile.facet == facet, hostile.reasons
    assert friendly.facet != "threatened", friendly.reasons


@pytest.mark.parametrize(
    ("text", "word", "refused"),
    [
        ("The midfielder attacked the visitors.", "attacked", True),
        ("Gunmen attacked the midfielder.", "attacked", False),
        ("The band stormed the charts with an album.", "stormed", True),
        ("Rents ambush families.", "ambush", True),
        ("Rebels ambush families.", "ambush", False),
        ("Storm Ada forced a retreat.", "forced", True),
    ],
)
def test_acts_that_are_none_of_politics(text: str, word: str, refused: bool) -> None:
    graph = build(parser().parse(text)[0])
    head = graph.sentence.words.index(word)
    assert bool(frames.elsewhere(graph, head, patterns.load().facets, ())) is refused


def test_alleged_deeds_are_less_sure() -> None:
    words = patterns.load().facets
    plain, alleged = (parser().parse(f"Rebels {adverb}attacked the town.")[0] for adverb in ("", "allegedly "))
    sure = facets.read(build(plain), plain.words.index("attacked"), words)
    unsure = facets.read(build(alleged), alleged.words.index("attacked"), words)
    assert unsure.probability < sure.probability


@pytest.mark.parametrize(
    ("text", "word", "number", "facet"),
    [
        ("Rebels attacked the town.", "attacked", -2.0, "hypothetical"),
        ("Rebels attacked the town.", "attacked", 2.0, "happened"),
        ("Rebels will attack the town.", "attack", 3.0, "planned"),  # the model makes no deeds
        ("The army condemned the attack on the town.", "attack", -2.0, "happened"),  # a noun stays with the rules
        ("The minister left after rebels attacked the town.", "attacked", -2.0, "happened"),  # presupposed
    ],
)
def test_a_deed_that_the_model_doubts_is_hypothetical(text: str, word: str, number: float, facet: str) -> None:
    (sentence,) = parser().parse(text)
    place = sentence.words.index(word)
    doubted = replace(sentence, factuality=tuple(number if i == place else 2.0 for i in range(len(sentence))))
    reading = facets.read(build(doubted), place, patterns.load().facets)
    assert reading.facet == facet, reading.reasons


def test_the_probability_rises_with_both_the_rules_and_the_model() -> None:
    shares = [facets.both(number, rule) for number in (-3.0, 0.0, 3.0) for rule in (0.05, 0.5, 0.95)]
    assert shares == sorted(shares)
    assert shares[0] < 0.05 and shares[-1] > 0.95
