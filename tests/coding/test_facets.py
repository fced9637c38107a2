"""Deed or not. Each row: a sentence, the word that names the act, and its facet."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from watchfloor.coding import facets, patterns
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
