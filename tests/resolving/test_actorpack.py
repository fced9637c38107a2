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
    ("groups.tsv", "red-hand\tRed Hand\tXXX\tREB\t1990", "unknown country 'XXX'"),
    ("groups.tsv", "red-hand\tRed Hand\tIRN\tBAD\t1990", "unknown sector 'BAD'"),
    ("groups.tsv", "red-hand\tRed Hand\tIRN\tREB\t1990\t1980", "ends before it begins"),
    ("holders.tsv", "jane-doe\tJane Doe\tDoe\tpresident\tGOV\tIRN\t2014-02-30\t2015", "impossible date"),
    ("holders.tsv", "jane-doe\tJane Doe\tDoh\tpresident\tGOV\tIRN\t2014\t2015", "not in the name"),
    ("roles.tsv", "wizard\tGOV\tsometimes", "use is head, weak or modifier"),
]


@pytest.mark.parametrize(("file", "row", "message"), FAULTS)
def test_the_checker_finds(pack: Path, file: str, row: str, message: str) -> None:
    path = pack / file
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    last = len(path.read_text(encoding="utf-8").splitlines())
    assert any(f.file == file and f.line == last and message in f.message for f in actorcheck.check(pack))


def test_a_broken_row_is_refused_with_file_and_line(pack: Path) -> None:
    path = pack / "holders.tsv"
    path.write_text(
        path.read_text(encoding="utf-8") + "jane-doe\tJane Doe\tDoe\tpresident\tGOV\tQQQ\n", encoding="utf-8"
    )
    with pytest.raises(PackDamaged, match=r"holders\.tsv:\d+: no country"):
        actorpack.load(pack.parent)


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
