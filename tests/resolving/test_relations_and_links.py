"""How actors stand to each other, and which matters are tied together: the pack's own examples, sixty sentences of each
of which half are near misses, and who is said to say it."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from watchfloor import packs
from watchfloor.coder import Coder
from watchfloor.coding import tiebook
from watchfloor.coding.tiebook import Rule
from watchfloor.errors import PackDamaged
from watchfloor.reading.readers import read_text
from watchfloor.types import Coding, Link, Relation

HERE = Path(__file__).parent
BOOK = tiebook.load()
SYMMETRIC = ("ally", "rival", "fights")
# What is not read yet, and why.
KNOWN = {"Israel and its enemy Hezbollah exchanged fire.": "parsed as three who exchange fire, its enemy among them"}


@cache
def coder() -> Coder:
    return Coder.load()


def read(text: str) -> Coding:
    article = read_text(text, published=date(2014, 6, 24)).article
    assert article is not None
    return coder().code(article)


def plain(text: str) -> str:
    return re.sub(r"[\[\]{}]", "", text)


def marked(text: str, brackets: str) -> str:
    found = re.search(rf"\{brackets[0]}(.*?)\{brackets[1]}", text)
    assert found, text
    return plain(found[1])


@pytest.mark.parametrize("rule", [*BOOK.relations, *BOOK.links], ids=lambda rule: rule.id)
def test_the_examples_of_a_rule(rule: Rule) -> None:
    def found(text: str) -> tuple[Relation | Link, ...]:
        coding = read(text)
        return coding.relations if rule in BOOK.relations else coding.links

    (hit,) = found(plain(rule.hit))
    assert (hit.kind, hit.cue.rule) == (rule.kind, rule.id)
    for side, brackets in ((hit.a, "[]"), (hit.b, "{}")):
        wanted = marked(rule.hit, brackets)
        assert wanted in side.words or side.words in wanted
    assert found(rule.miss) == ()


def rows(name: str) -> list[tuple[str, ...]]:
    columns = {
        "relation_cases.tsv": ("text", "kind", "a", "b", "facet"),
        "link_cases.tsv": ("text", "kind", "a", "b", "sign"),
    }
    return [row.cells for row in packs.rows(HERE / name, columns[name])]


@pytest.mark.parametrize(("text", "kind", "a", "b", "facet"), rows("relation_cases.tsv"))
def test_relations(text: str, kind: str, a: str, b: str, facet: str) -> None:
    found = read(text).relations
    if text in KNOWN or not kind:
        assert found == ()
        return
    (relation,) = found
    sides = [relation.a.value.id, relation.b.value.id]
    assert relation.kind == kind and (sorted(sides) == sorted((a, b)) if kind in SYMMETRIC else sides == [a, b])
    assert facet in ("*", relation.facet.value) and relation.holds is (relation.facet.value != "denied")


@pytest.mark.parametrize(("text", "kind", "a", "b", "sign"), rows("link_cases.tsv"))
def test_links(text: str, kind: str, a: str, b: str, sign: str) -> None:
    found = read(text).links
    if not kind:
        assert found == ()
        return
    (link,) = found
    assert (link.kind, str(link.sign)) == (kind, sign) and a in link.a.words and b in link.b.words


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("John Kerry said that new sanctions would derail the nuclear talks.", ["person:john-kerry"]),
        ("New sanctions would derail the nuclear talks.", []),
        ("Iran said Hamas is supported by Qatar.", ["IRN"]),
        ('"Hezbollah is a proxy of Iran," John Kerry told reporters.', ["person:john-kerry"]),
    ],
)
def test_who_says_so(text: str, speakers: list[str]) -> None:
    coding = read(text)
    said_by = [one.said_by for one in coding.relations] + [one.said_by for one in coding.links]
    assert [[cited.value.id for cited in each] for each in said_by] == [speakers]


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("relations.toml", 'kind = "head-of"', 'kind = "boss"', "no kind 'boss'"),
        ("relations.toml", 'id = "head-of-verb"', 'id = "head-of-office"', "stands twice"),
        ("links.toml", "sign = 0", 'colour = "red"', "colour"),
        ("relations.toml", '"person", "name"', '"person", "cat"', "nobody is 'cat'"),
    ],
)
def test_a_fault_in_the_pack_is_told(tmp_path: Path, file: str, old: str, new: str, says: str) -> None:
    home = tmp_path / tiebook.PACK
    home.mkdir()
    for path in packs.folder(tiebook.PACK).iterdir():
        text = path.read_text(encoding="utf-8")
        (home / path.name).write_text(text.replace(old, new, 1) if path.name == file else text, encoding="utf-8")
    with pytest.raises(PackDamaged, match=says):
        tiebook.load(tmp_path)


def test_where_a_relation_does_not_hold() -> None:
    text = (
        "Iran sent troops to protect its interests in Iraq since, unlike Syria, it does not have Hezbollah to operate"
    )
    (relation,) = read(f"{text} on its behalf.").relations
    assert (relation.kind, relation.a.value.id, relation.b.value.id) == ("proxy-of", "hezbollah", "IRN")
    assert not relation.holds and relation.place is not None and relation.place.value.name == "Iraq"


def test_a_name_and_its_offices_in_a_row() -> None:
    found = read("Qassem Suleimani, the head of Al Qods, the foreign arm of the IRGC, is in charge of Iraq.").relations
    assert [(r.kind, r.a.value.id, r.b.value.id) for r in found] == [
        ("head-of", "person:qassem-suleimani", "quds-force"),
        ("part-of", "quds-force", "irgc"),
    ]
