"""The actors pack is sound, and its checker finds what it is there to find."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from watchfloor import packs
from watchfloor.errors import PackDamaged
from watchfloor.resolving import actorcheck, actorpack


def test_the_bundled_pack_has_no_fault() -> None:
    assert actorcheck.check(packs.folder(actorpack.NAME)) == []


def test_enough_of_everything() -> None:
    tables = actorpack.load()
    kinds = [e.kind for e in tables.entities.values()]
    assert kinds.count("state") >= 230
    assert kinds.count("body") + kinds.count("group") >= 300
    assert kinds.count("group") >= 520
    assert len(tables.holdings) >= 400


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    target = tmp_path / actorpack.NAME
    shutil.copytree(packs.folder(actorpack.NAME), target)
    return target


FAULTS = [
    ("country-names.tsv", "Iraq\tIRN\tname", "also means IRQ"),
    ("country-names.tsv", "Upper SlobboviaLower Slobbovia\tIRN\tname", "glued"),
    ("country-names.tsv", "Ruritania\tRUR\tname", "not there"),
    ("group-names.tsv", "Zorvath\tisis\t\tXYZ", "context of 'XYZ', which is no country"),
    ("group-names.tsv", "Zorvath\tisis\t\tno-such-id", "context of 'no-such-id', which is not there"),
    ("group-names.tsv", "Zorvath Front\tisis\t\tzorvath", "single words that are not in the name itself"),
    ("group-names.tsv", "RSF\tisis\texact\tSDN", "'RSF' also means rsf-sudan"),
    ("groups.tsv", "red-hand\tRed Hand\tXXX\tREB\t1990", "unknown country 'XXX'"),
    ("groups.tsv", "red-hand\tRed Hand\tIRN\tBAD\t1990", "unknown sector 'BAD'"),
    ("groups.tsv", "red-hand\tRed Hand\tIRN\tREB\t1990\t1980", "ends before it begins"),
    ("holders.tsv", "jane-doe\tJane Doe\tDoe\tpresident\tGOV\tIRN\t2014-02-30\t2015", "impossible date"),
    ("holders.tsv", "jane-doe\tJane Doe\tDoh\tpresident\tGOV\tIRN\t2014\t2015", "not in the name"),
    ("roles.tsv", "wizard\tGOV\tsometimes", "use is head, weak or modifier"),
    ("relations.tsv", "hezbollah\tfond of\tIRN\t\t\tunchecked", "kind is one of"),
    ("relations.tsv", "hezbollah\tally of\tred-hand\t\t\tunchecked", "'red-hand', which is not there"),
    ("relations.tsv", "hezbollah\tally of\thezbollah\t\t\tunchecked", "to itself"),
    ("relations.tsv", "pyd\tally of\tpuk\t2015-02-30\t\tunchecked", "impossible date"),
    ("relations.tsv", "pyd\tally of\tpuk\t2015\t2010\tunchecked", "ends before it begins"),
    ("relations.tsv", "pyd\tally of\tpuk\t1990\t\tunchecked", "begins before 'pyd' does"),
    ("relations.tsv", "pyd\tally of\tuic\t2015\t\tunchecked", "a time when 'uic' is not there"),
    ("relations.tsv", "pyd\tally of\tpuk\t\t\tlast week", "impossible date"),
    ("relations.tsv", "irgc\tpart of\tbasij\t\t\tunchecked", "a part of its own part"),
    ("relations.tsv", "basij\tpart of\tirgc\t\t\tunchecked", "already, by its own row"),
    ("relations.tsv", "gspc\tsuccessor of\taqim\t\t\tunchecked", "a successor of its own successor"),
    ("relations.tsv", "thai-rak-thai\tsuccessor of\tpheu-thai\t\t\tunchecked", "which began later"),
    ("relations.tsv", "hamas\trival of\thezbollah\t\t\tunchecked", "also 'ally of' at that time"),
    ("relations.tsv", "hezbollah\tally of\thamas\t2001\t2002\tunchecked", "stands twice"),
]


@pytest.mark.parametrize(("file", "row", "message"), FAULTS)
def test_the_checker_finds(pack: Path, file: str, row: str, message: str) -> None:
    path = pack / file
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    last = len(path.read_text(encoding="utf-8").splitlines())
    assert any(f.file == file and f.line == last and message in f.message for f in actorcheck.check(pack))


def test_one_name_may_mean_two_things_when_what_stands_beside_it_tells_which(pack: Path) -> None:
    path = pack / "group-names.tsv"
    path.write_text(path.read_text(encoding="utf-8") + "RSF\tisis\texact\tMOZ\n", encoding="utf-8")
    assert actorcheck.check(pack) == []


def test_a_broken_row_is_refused_with_file_and_line(pack: Path) -> None:
    path = pack / "holders.tsv"
    path.write_text(
        path.read_text(encoding="utf-8") + "jane-doe\tJane Doe\tDoe\tpresident\tGOV\tQQQ\n", encoding="utf-8"
    )
    with pytest.raises(PackDamaged, match=r"holders\.tsv:\d+: no country"):
        actorpack.load(pack.parent)


def told(ident: str, on: date | None = None) -> list[tuple[str, str, str]]:
    return [(r.a, r.kind, r.b) for r in actorpack.relations_of(ident, on)]


RELATIONS = [
    ("hezbollah", date(2010, 1, 1), ("IRN", "sponsor of", "hezbollah"), True),
    ("IRN", date(2010, 1, 1), ("IRN", "sponsor of", "hezbollah"), True),
    ("IRN", date(1984, 12, 31), ("IRN", "sponsor of", "hezbollah"), False),
    ("quds-force", date(2010, 1, 1), ("quds-force", "part of", "irgc"), True),
    ("gulen", date(2013, 11, 30), ("gulen", "ally of", "akp"), True),
    ("gulen", date(2013, 11, 30), ("gulen", "rival of", "akp"), False),
    ("gulen", date(2013, 12, 1), ("gulen", "rival of", "akp"), True),
]


@pytest.mark.parametrize(("ident", "on", "relation", "holds"), RELATIONS)
def test_relations_of_a_day(ident: str, on: date, relation: tuple[str, str, str], holds: bool) -> None:
    assert (relation in told(ident, on)) is holds
    assert relation in told(ident)


def test_relations_are_many_and_an_unknown_thing_has_none() -> None:
    assert (
        len({(r.a, r.kind, r.b, r.since) for e in actorpack.load().entities for r in actorpack.relations_of(e)}) >= 300
    )
    assert actorpack.relations_of("no-such-thing") == ()


def test_relations_of_the_users_own_are_read_again_when_they_change(tmp_path: Path) -> None:
    own = tmp_path / "relations.tsv"
    own.write_text("a\tkind\tb\tfrom\tuntil\tchecked\n", encoding="utf-8")
    before = actorpack.relations_of("kadima", own=tmp_path)
    own.write_text(own.read_text(encoding="utf-8") + "kadima\trival of\tlikud\t2006\n", encoding="utf-8")
    after = actorpack.relations_of("kadima", own=tmp_path)
    assert set(after) - set(before) == {actorpack.Relation("kadima", "rival of", "likud", "2006", "")}


def test_a_relation_with_a_broken_date_is_refused_with_file_and_line(pack: Path) -> None:
    path = pack / "relations.tsv"
    path.write_text(path.read_text(encoding="utf-8") + "hamas\tally of\tpuk\tspring\n", encoding="utf-8")
    with pytest.raises(PackDamaged, match=r"relations\.tsv:\d+: 'spring'"):
        actorpack.relations_of("hamas", base=pack.parent)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2014", date(2014, 1, 1), date(2014, 12, 31)),
        ("2014-02", date(2014, 2, 1), date(2014, 2, 28)),
        ("2014-02-03", date(2014, 2, 3), date(2014, 2, 3)),
        ("", date.min, date.max),
    ],
)
def test_partial_dates(written: str, first: date, last: date) -> None:
    assert (actorpack.first_day(written), actorpack.last_day(written)) == (first, last)
