"""Watches that are written into the desk's file and taken out of it again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

import watchfloor
from watchfloor.answers import watches
from watchfloor.assessing import watches as saved
from watchfloor.desk import Desk
from watchfloor.errors import NotFound, UsageError

BY_HAND = """\
# what the night shift looks at
[[watch]]
id = "talks"
type = "consult"   # any case

# the day shift
[[watch]]
id = "strikes"
side = "isis"
text = \"\"\"
air strike\"\"\"
within = "3d"
"""


@pytest.fixture
def opened(tmp_path: Path) -> Desk:
    return watchfloor.init(tmp_path / "desk")


def ids(opened: Desk) -> list[str]:
    return [one.id for one in watches.watches(opened)]


def test_one_is_written_and_read_again(opened: Desk) -> None:
    one = watches.meant(
        opened,
        {"side": "isis", "type": "assault", "text": 'say "fire"\\ \u202e', "place": " "},
        name="Strikes,  north",
        floor=3,
        within="90m",
        cool_down="2w",
    )
    assert (one.id, one.search["type"], one.within) == ("strikes-north", "ASSAULT", timedelta(minutes=90))
    assert "place" not in one.search
    watches.add(opened, one)
    (found,) = watches.watches(opened)
    assert found.search["text"] == 'say "fire"\\'
    assert (found.name, found.floor, found.cool_down) == ("Strikes, north", 3, timedelta(weeks=2))


def test_what_a_person_wrote_stays(opened: Desk) -> None:
    file = opened.path / saved.FILE
    file.write_text(BY_HAND, encoding="utf-8")
    watches.add(opened, watches.meant(opened, {"actor": "IRN"}, name="Iran"))
    assert file.read_text(encoding="utf-8").startswith(BY_HAND)
    assert ids(opened) == ["talks", "strikes", "iran"]
    watches.remove(opened, "talks")
    text = file.read_text(encoding="utf-8")
    assert ids(opened) == ["strikes", "iran"]
    assert "# the day shift\n[[watch]]" in text and "talks" not in text
    watches.remove(opened, "iran")
    watches.remove(opened, "strikes")
    assert ids(opened) == []


def test_a_header_inside_a_text_is_not_cut_at(opened: Desk) -> None:
    file = opened.path / saved.FILE
    text = '[[watch]]\nid = "one"\ntext = """\n[[watch]]\n"""\n[[watch]]\nid = "two"\nactor = "IRN"\n'
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="by hand"):
        watches.remove(opened, "one")
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("search", "more", "fault"),
    [
        ({}, {}, "must ask for something"),
        ({"colour": "red"}, {}, "cannot ask for 'colour'"),
        ({"actor": "IRN"}, {"within": "soon"}, "no length of time"),
        ({"actor": "IRN"}, {"ident": "A B"}, "no id of a watch"),
        ({"type": "SING"}, {}, "no event type"),
        ({"facet": "sung"}, {}, "no facet"),
    ],
)
def test_what_no_watch_can_be(opened: Desk, search: dict[str, str], more: dict[str, str], fault: str) -> None:
    with pytest.raises(UsageError, match=fault):
        watches.meant(opened, search, name="x", **more)
    with pytest.raises(NotFound):
        watches.remove(opened, "x")


def test_an_id_is_taken_once(opened: Desk) -> None:
    one = watches.meant(opened, {"actor": "IRN"}, name="Иран")
    assert saved.is_id(one.id)
    watches.add(opened, one)
    with pytest.raises(UsageError, match="taken"):
        watches.add(opened, one)


def test_watches_added_at_once_are_all_there(opened: Desk) -> None:
    made = [watches.meant(opened, {"text": f"word {number}"}, name=f"w{number}") for number in range(12)]
    with ThreadPoolExecutor(6) as several:
        list(several.map(lambda one: watches.add(opened, one), made))
    assert sorted(ids(opened)) == sorted(one.id for one in made)
