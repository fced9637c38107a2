"""A desk of every earlier version is opened, copied and upgraded, and answers as it did."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apsw
import pytest
from fixture_desks import answers, fill, unfilled

from tiny_desk import SetClock
from watchfloor import desk as front_door
from watchfloor.errors import DeskTooNew, DeskTooOld, DiskFull
from watchfloor.store import connection, copies, schema, upgrading

FIXTURES = Path(__file__).parent / "fixtures"
LATER = SetClock(datetime(2026, 3, 1, tzinfo=UTC))
"""after all that the fixtures tell of"""
VERSIONS = list(range(1, schema.VERSION + 1))


def unpacked(version: int, folder: Path) -> Path:
    with zipfile.ZipFile(FIXTURES / f"desk-{version}.zip") as packed:
        packed.extractall(folder)
    return folder


def tables(path: Path) -> dict[str, str]:
    """Everything that a record is made of, as SQLite keeps it."""
    rows = apsw.Connection(str(path)).execute("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")
    return dict(rows)


def known(told: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    """Of the answers those to what was asked then."""
    return {moment: {key: told[moment][key] for key in answers} for moment, answers in before.items()}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_desk_of_an_earlier_version(version: int, tmp_path: Path) -> None:
    home = unpacked(version, tmp_path / "desk")
    told = json.loads((FIXTURES / f"desk-{version}.json").read_text(encoding="utf-8"))
    before = (home / front_door.RECORD).read_bytes()
    kept: list[Path] = []
    with front_door.open(home, clock=LATER, on_upgrade=kept.append) as desk:
        assert known(answers(desk), told) == told
        assert desk.verify() == []
    front_door.init(tmp_path / "new").close()
    assert tables(home / front_door.RECORD) == tables(tmp_path / "new" / front_door.RECORD), "as if made new"
    if version < schema.VERSION:
        (place,) = kept
        assert place.parent == home / copies.FOLDER
        with apsw.Connection(str(place / front_door.RECORD)) as old:
            assert list(old.execute("PRAGMA user_version")) == [(version,)]
        assert (home / front_door.RECORD).read_bytes() != before
        with front_door.open(place, clock=LATER) as copied:
            assert known(answers(copied), told) == told, "the copy is a desk too"
    kept.clear()
    front_door.open(home, on_upgrade=kept.append).close()
    assert not kept, "once is enough"


def test_a_fixture_holds_a_row_of_every_table(tmp_path: Path) -> None:
    fill(tmp_path / "desk")
    assert unfilled(tmp_path / "desk") == [], "add them to `fill` in fixture_desks.py"


def test_a_newer_desk_is_refused(tmp_path: Path) -> None:
    front_door.init(tmp_path).close()
    apsw.Connection(str(tmp_path / front_door.RECORD)).execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    with pytest.raises(DeskTooNew, match="install the newer watchfloor"):
        front_door.open(tmp_path)


@pytest.mark.parametrize("moment", ["copying", "changing"])
def test_an_upgrade_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    home = unpacked(1, tmp_path / "desk")
    with apsw.Connection(str(home / front_door.RECORD)) as old:
        before = list(old.execute("SELECT * FROM sqlite_schema"))

    def full(*_: object) -> None:
        raise DiskFull("full")

    with monkeypatch.context() as patch:
        if moment == "copying":
            patch.setattr(copies, "copy", full)
        else:
            patch.setitem(upgrading.STEPS, schema.VERSION - 1, lambda record: full(upgrading.STEPS and record))
        with pytest.raises(DiskFull):
            front_door.open(home)
    with apsw.Connection(str(home / front_door.RECORD)) as old:
        assert list(old.execute("SELECT * FROM sqlite_schema")) == before
    front_door.open(home).close()


def test_an_old_record_that_may_only_be_read_says_what_to_do(tmp_path: Path) -> None:
    home = unpacked(1, tmp_path / "desk")
    with pytest.raises(DeskTooOld, match="copy the desk"):
        connection.open_record(home / front_door.RECORD, write=False)
