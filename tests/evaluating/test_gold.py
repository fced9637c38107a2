"""Gold records: what is read, and what is refused with file and line."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from watchfloor.errors import BadSetting, NotFound
from watchfloor.evaluating.gold import GoldEvent, read_gold
from watchfloor.types import Facet

GOOD = {
    "id": "g-1", "text": "Ruritania sent troops to Graustark.", "published": "2014-06-24", "outlet": "Example",
    "events": [{"type": "MOBILIZE", "actors": ["rurmil"], "recipients": ["GRA"], "facet": "planned"}],
}  # fmt: skip


def written(folder: Path, *rows: object) -> Path:
    file = folder / "gold.jsonl"
    file.write_text(
        "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), encoding="utf-8"
    )
    return file


def test_a_record_with_everything(tmp_path: Path) -> None:
    (record,) = read_gold(written(tmp_path, GOOD))
    assert record.events == (GoldEvent("MOBILIZE", ("RURMIL",), ("GRA",), Facet.PLANNED),)
    assert (record.published, record.tags["outlet"]) == (date(2014, 6, 24), "Example")


def test_one_source_and_one_target_stand_for_lists_and_dashes_for_nobody(tmp_path: Path) -> None:
    row = {"text": "x", "events": [{"plover": "ASSAULT", "source": "RURREB", "target": "---", "cameo": "190"}]}
    (record,) = read_gold(written(tmp_path, row))
    assert record.events == (GoldEvent("ASSAULT", ("RURREB",), ()),)
    assert record.id == "gold:1"


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"id": name, "text": "x", "events": []}), encoding="utf-8")
    assert [record.id for record in read_gold(tmp_path)] == ["a", "b"]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("{", "line 2: not JSON"),
        ("[1]", "line 2: not an object"),
        ({"events": []}, "`text` is missing"),
        ({"text": "x"}, "`events` is missing"),
        ({"text": "x", "events": {}}, "`events` is missing"),
        ({"text": "x", "events": ["a"]}, "an event is no object"),
        ({"text": "x", "events": [{"actors": []}]}, "no `type`"),
        ({"text": "x", "events": [{"type": "AID", "actor": []}]}, "unknown key 'actor'"),
        ({"text": "x", "events": [{"type": "AID", "actors": "IRN"}]}, "`actors` is no list"),
        ({"text": "x", "events": [{"type": "AID", "actors": [], "source": "IRN"}]}, "both `actors` and `source`"),
        ({"text": "x", "events": [{"type": "AID", "facet": "maybe"}]}, "facet 'maybe' is unknown"),
        ({"text": "x", "events": [], "published": "soon"}, "not a day"),
        (GOOD, "'g-1' is there twice"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: object, told: str) -> None:
    with pytest.raises(BadSetting, match="line 2") as caught:
        read_gold(written(tmp_path, GOOD, row))
    assert told in str(caught.value)


def test_all_wrong_lines_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(BadSetting) as caught:
        read_gold(written(tmp_path, {"text": ""}, GOOD, {"text": "x"}, {"text": "x", "events": ["a"]}))
    assert "line 1: `text` is missing" in str(caught.value)
    assert str(caught.value).endswith("(2 more lines are wrong: 3, 4)")


def test_nothing_to_read_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.jsonl"):
        with pytest.raises(NotFound):
            read_gold(path)
    with pytest.raises(BadSetting, match="no record"):
        read_gold(written(tmp_path, ""))
    (tmp_path / "gold.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadSetting, match="UTF-8"):
        read_gold(tmp_path / "gold.jsonl")
