"""What the constraints of a pattern ask for. Each row: keys of a pattern, a sentence, and whether it codes."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from watchfloor.coding import check, patterns
from watchfloor.parsing.parse import Parser

BOOK = patterns.load()
CARD = 'name = "mine"\n[types.RAID]\nabout = "raids"\n'
PATTERN = '[[pattern]]\nid = "x"\ntype = "RAID"\nhit = "a"\nmiss = "b"\n'

ROWS = [
    # @ACTOR: people, forces and names, no things
    ('verbs = ["leave"]\nwhere = { agent = ["@ACTOR"] }', "Soldiers left the town.", True),
    ('verbs = ["leave"]\nwhere = { agent = ["@ACTOR"] }', "Kenya left the union.", True),
    ('verbs = ["leave"]\nwhere = { agent = ["@ACTOR"] }', "Hundreds of soldiers left the town.", True),
    ('verbs = ["leave"]\nwhere = { agent = ["@ACTOR"] }', "The rain left the town.", False),
    # the clause below: with "will", with "must"
    ('verbs = ["say"]\nwhere = { content = ["@will"] }', "Kenya said it would leave the union.", True),
    ('verbs = ["say"]\nwhere = { content = ["@will"] }', "Kenya says it will leave the union.", True),
    ('verbs = ["say"]\nwhere = { content = ["@will"] }', "Kenya said it should leave the union.", False),
    ('verbs = ["say"]\nwhere = { content = ["@must"] }', "Kenya said it should leave the union.", True),
    ('verbs = ["say"]\nwhere = { content = ["@will"] }', "Kenya said it left the union.", False),
    ('verbs = ["say"]\nwhere = { content = ["@will"] }', "Kenya said it would not leave the union.", False),
    # what an object is called stands beside it, hung as an adjective or a particle
    ('verbs = ["call"]\nwhere = { content = ["illegal"] }', "Kenya called the vote illegal.", True),
    ('verbs = ["call"]\nwhere = { content = ["illegal"] }', "Kenya called the illegal vote.", False),
    ('verbs = ["say no"]', "Kenya said no to the plan.", True),
    ('verbs = ["say no"]', "Kenya said that no plan came.", False),
    # roles that are no phrases
    ('verbs = ["leave"]\nwhere = { aux = ["may"] }', "Soldiers may leave the town.", True),
    ('verbs = ["leave"]\nwhere = { aux = ["may"] }', "Soldiers will leave the town.", False),
    ('verbs = ["leave"]\nunless = { negation = ["*"] }', "Soldiers left the town.", True),
    ('verbs = ["leave"]\nunless = { negation = ["*"] }', "Soldiers did not leave the town.", False),
    ('verbs = ["give"]\nwhere = { particle = ["up"] }', "Soldiers gave up the town.", True),
    ('verbs = ["give"]\nunless = { particle = ["*"] }', "Soldiers gave up the town.", False),
    ('nouns = ["siege"]\nwhere = { case = ["under"] }', "The town is under siege.", True),
    ('nouns = ["siege"]\nwhere = { case = ["under"] }', "The town survived after a siege.", False),
    # "*" bars names too, a plain word does not
    ('verbs = ["visit"]\nunless = { object = ["*"] }', "Soldiers visited Kenya.", False),
    ('verbs = ["visit"]\nunless = { object = ["union"] }', "Soldiers visited the Union.", True),
    # a month is no march, and a march no month
    ('nouns = ["march"]', "In March 2016 soldiers left the town.", False),
    ('nouns = ["march"]', "Soldiers left the town in March.", False),
    ('nouns = ["march"]', "Soldiers joined the march.", True),
    ('verbs = ["join"]\nwhere = { in = ["march"] }', "Soldiers joined students in a march.", True),
    # further words of a noun stand before it or behind "of"
    ('nouns = ["school strike"]', "A school strike began.", True),
    ('nouns = ["school strike"]', "A strike on a school began.", False),
    ('nouns = ["school strike"]', "A strike on a school bus killed ten.", False),
]


@cache
def parser() -> Parser:
    return Parser.load()


@pytest.mark.parametrize(("keys", "text", "codes"), ROWS, ids=[f"{row[0]} {row[1]}" for row in ROWS])
def test_constraints(tmp_path: Path, keys: str, text: str, codes: bool) -> None:
    (tmp_path / "patterns").mkdir()
    (tmp_path / "pack.toml").write_text(CARD, encoding="utf-8")
    (tmp_path / "patterns" / "a.toml").write_text(f"{PATTERN}{keys}\n", encoding="utf-8")
    book = patterns.load_own(tmp_path, BOOK)
    assert not [fault for fault in check.check(book, lambda _: ()) if "asks for" in fault]
    assert bool(check.matches(text, book, parser().parse)) == codes


# pattern, sentence, actors, recipients: words of a trigger that are a side
SIDES = [
    ('nouns = ["troop withdrawal"]', "Egypt condemned the troop withdrawal.", ["troop"], []),
    ('nouns = ["troop withdrawal"]', "Egypt condemned the Turkish troop withdrawal.", ["Turkish"], []),
    ('nouns = ["attack"]\nrecipient = ["on", "object"]', "Goma is under attack by rebels.", ["rebels"], ["Goma"]),
    ('nouns = ["attack"]\nrecipient = ["on", "object"]', "The attack by rebels went on.", ["rebels"], []),
    ('nouns = ["warrant"]\nrecipient = ["for"]', "Egypt received a warrant from Sudan.", ["Sudan"], []),
    ('nouns = ["praise"]\nrecipient = ["for"]', "Egypt received praise from Sudan.", ["Sudan"], ["Egypt"]),
    ('nouns = ["breach"]\nrecipient = ["of"]', "The breach of airspace by Chad went on.", ["Chad"], ["airspace"]),
    (
        'adjectives = ["unacceptable"]\nrecipient = ["to"]',
        "The plan drawn up by Chad is unacceptable to Libya.",
        ["plan"],
        ["Libya"],
    ),
    ('nouns = ["clash"]', "Heavy clashes erupted.", [], []),
    ('nouns = ["clash"]', "Egyptian clashes erupted.", ["Egyptian"], []),
]


@pytest.mark.parametrize(("keys", "text", "actors", "recipients"), SIDES, ids=[row[1] for row in SIDES])
def test_sides(tmp_path: Path, keys: str, text: str, actors: list[str], recipients: list[str]) -> None:
    (tmp_path / "patterns").mkdir()
    (tmp_path / "pack.toml").write_text(CARD, encoding="utf-8")
    (tmp_path / "patterns" / "a.toml").write_text(f"{PATTERN}{keys}\n", encoding="utf-8")
    ((graph, found),) = check.matches(text, patterns.load_own(tmp_path, BOOK), parser().parse)
    words = graph.sentence.words
    assert ([words[i] for i in found.actors], [words[i] for i in found.recipients]) == (actors, recipients)
