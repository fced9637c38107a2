"""A pack's faults are all told at once, with file, line and pattern; hostile files give one clear line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from watchfloor import packs
from watchfloor.coding import packread, patterns
from watchfloor.coding.packread import Fault
from watchfloor.errors import BadSetting, NotFound

BUNDLED = patterns.load()
CARD = """\
name = "mine"
contexts = ["harbour"]
[types.RAID]
about = "raids"
modes = ["night"]
"""
SOUND = """\
# first line

[[pattern]]
id = "raid-verb"
type = "RAID"
mode = "night"
contexts = ["harbour", "military"]
verbs = ["raid"]
where = { object = ["@territory"] }
hit = "[Troops] raided {the port}."
miss = "The board raided the fridge."
"""
OTHER = SOUND.replace("raid-verb", "raid-noun").replace("verbs", "nouns").replace("[Troops] raided", "Raids on")
OTHER = OTHER.replace("The board raided", "Raids by children emptied")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "patterns").mkdir()
    (tmp_path / "pack.toml").write_text(CARD, encoding="utf-8")
    (tmp_path / "patterns" / "a.toml").write_text(SOUND, encoding="utf-8")
    return tmp_path


def faults(root: Path) -> list[Fault]:
    return list(packread.read(root, BUNDLED).faults)


def test_a_sound_pack(root: Path) -> None:
    checked = packread.read(root, BUNDLED)
    assert checked.faults == () and checked.codebook is not None
    assert checked.codebook.own and checked.codebook.lines == {"raid-verb": "a.toml:3"}
    assert checked.codebook.classes["force"] == BUNDLED.classes["force"]


# what is replaced, by what, and the fault: line, words of what is wrong, words of what to do
SLIPS = [
    ('mode = "night"', 'moed = "night"', 6, "unknown key 'moed'", "did you mean 'mode'?"),
    ('mode = "night"', 'mode = "nihgt"', 6, "unknown mode 'nihgt'", "did you mean 'night'?"),
    ('type = "RAID"', 'type = "RAED"', 5, "unknown type 'RAED'", "did you mean 'RAID'?"),
    ('type = "RAID"', 'type = "ASSAULT"', 5, "unknown type 'ASSAULT'", "RAID"),
    ('"harbour", "military"', '"militray"', 7, "unknown context 'militray'", "did you mean 'military'?"),
    ('verbs = ["raid"]', 'verbs = "raid"', 8, "verbs: Expected", ""),
    ('verbs = ["raid"]', "verbs = [3]", 8, "verbs: Expected", ""),
    ('verbs = ["raid"]', "verbs = []", 4, "names no verb, noun or adjective", "add verbs"),
    ('verbs = ["raid"]', 'verbs = ["raid", "raid"]', 8, "'raid' stands twice", "take one out"),
    ('verbs = ["raid"]', 'verbs = ["Raid"]', 8, "'Raid' has capitals", "small letters"),
    ('verbs = ["raid"]', 'verbs = [" "]', 8, "an entry is empty", "take it out"),
    ('["@territory"]', '["@teritory"]', 9, "object asks for @teritory", "did you mean 'territory'?"),
    ('["@territory"]', "[]", 9, "object lists no word", "anything"),
    ('verbs = ["raid"]', 'verbs = ["raid"]\nof = "whom"', 9, "of is 'whom'", "agent or object"),
    ('verbs = ["raid"]', 'verbs = ["raid"]\nhit_facet = "done"', 9, "unknown facet 'done'", "happened"),
    ('verbs = ["raid"]', 'verbs = ["raid"]\ncameo = "99"', 9, "'99' is no CAMEO code", "digits"),
    ("[Troops] raided", "[Troops raided", 10, "not closed", "pair the brackets"),
    ("The board", "[The] board", 11, "marks belong into the hit", "take the brackets out"),
    ('"The board raided the fridge."', '" "', 11, "miss is empty", "write a sentence"),
    ('"The board raided the fridge."', '"Troops raided the port."', 3, "already used by raid-verb", "write another"),
    ('id = "raid-verb"', 'id = "Raid verb"', 4, "is no name", "hyphens"),
    ('id = "raid-verb"', f'id = "{next(iter(BUNDLED.patterns))}"', 3, "the bundled pack has this id", "rename"),
    ('hit = "[Troops] raided {the port}."\n', "", 3, "has no hit", "every pattern needs"),
    ("[[pattern]]", "[[patern]]", 0, "unknown key 'patern'", "[[pattern]] blocks"),
    ("[[pattern]]", "[pattern]", 0, "`pattern` is no list", "[[pattern]]"),
    ("[[pattern]]", "[[pattern]", 3, "Expected", ""),
    ('id = "raid-verb"', 'id = "raid-verb"\nid = "x"', 5, "Cannot overwrite", ""),
]


@pytest.mark.parametrize(("old", "new", "line", "what", "todo"), SLIPS, ids=[f"{s[1][:30]}" for s in SLIPS])
def test_a_slip_has_its_line_and_what_to_do(root: Path, old: str, new: str, line: int, what: str, todo: str) -> None:
    path = root / "patterns" / "a.toml"
    assert old in SOUND
    path.write_text(SOUND.replace(old, new, 1), encoding="utf-8")
    found = faults(root)
    assert any(f.file == "patterns/a.toml" and f.line == line and what in f.what and todo in f.todo for f in found), (
        found
    )
    with pytest.raises(BadSetting, match=r"a\.toml"):
        packread.own_codebooks([root], BUNDLED)


@pytest.mark.parametrize("test", sorted(patterns.TESTS))
def test_what_a_constraint_may_ask_for_beside_lists(root: Path, test: str) -> None:
    path = root / "patterns" / "a.toml"
    path.write_text(SOUND.replace("@territory", f"@{test}"), encoding="utf-8")
    assert not [fault for fault in faults(root) if "asks for" in fault.what]


def test_all_faults_are_told_at_once_in_the_order_of_files(root: Path) -> None:
    bad = SOUND.replace('mode = "night"', 'mode = "noon"').replace("@territory", "@nothing").replace("{the", "the")
    (root / "patterns" / "a.toml").write_text(bad, encoding="utf-8")
    (root / "patterns" / "b.toml").write_text("[[pattern]\n", encoding="utf-8")
    (root / "patterns" / "c.toml").write_text(OTHER.replace("RAID", "RIDE"), encoding="utf-8")
    found = [(fault.file, fault.line) for fault in faults(root)]
    assert {("patterns/a.toml", 6), ("patterns/a.toml", 9), ("patterns/a.toml", 10)} <= set(found)
    assert {("patterns/b.toml", 1), ("patterns/c.toml", 5)} <= set(found)


def test_ids_and_triggers_that_stand_twice(root: Path) -> None:
    again = OTHER.replace("raid-noun", "raid-verb")
    hidden = SOUND.replace("raid-verb", "raid-more").replace("port", "bridge").replace("fridge", "larder")
    (root / "patterns" / "b.toml").write_text(again + hidden, encoding="utf-8")
    said = {(f.id, f.what) for f in faults(root)}
    assert ("raid-verb", "the id is already at patterns/a.toml:3") in said
    assert ("raid-more", "'raid' never codes here: raid-verb (patterns/a.toml:3) asks for no more") in said


def test_a_trigger_may_have_patterns_that_ask_for_different_things(root: Path) -> None:
    more = SOUND.replace("raid-verb", "raid-more").replace("@territory", "@weapon").replace("port", "guns")
    (root / "patterns" / "b.toml").write_text(more.replace("fridge", "larder"), encoding="utf-8")
    assert faults(root) == []


@pytest.mark.parametrize(
    ("card", "what"),
    [
        ('name = "Mine"\n[types.RAID]\nabout = "x"\n', "'Mine' is no name"),
        ('name = "plover-en"\n[types.RAID]\nabout = "x"\n', "is the bundled pack"),
        ('name = "mine"\n[types.raid]\nabout = "x"\n', "'raid' is no name of a type"),
        ('name = "mine"\n[types.ASSAULT]\nabout = "x"\n', "ASSAULT is a type of PLOVER"),
        ('name = "mine"\n[types]\n', "names no type"),
        ('name = "mine"\ntypes = 3\n', "types"),
        ('name = "mine"\n[types.RAID]\nabuot = "x"\n', "abuot"),
        ('name = "mine"\n[types.RAID]\nmodes = ["a"]\n', "about"),
    ],
)
def test_the_card(root: Path, card: str, what: str) -> None:
    (root / "pack.toml").write_text(card, encoding="utf-8")
    assert any(fault.file == "pack.toml" and what in fault.what for fault in faults(root))


HOSTILE = {
    "binary": b"\x89PNG\r\n\x1a\n\x00\xff\xfe",
    "nul": b'[[pattern]]\nid = "a\x00"\n',
    "deep lists": b"[[pattern]]\nid = " + b"[" * 50_000 + b"]" * 50_000,
    "deep tables": b"[[pattern]]\nwhere = " + b"{a=" * 20_000 + b"1" + b"}" * 20_000,
    "deep keys": b"[[pattern]]\n" + b".".join([b"a"] * 2_000) + b" = 1\n",
    "number": b"[[pattern]]\nid = " + b"9" * 10_000,
    "huge": b"# " + b"x" * 3_000_000,
    "open string": b'[[pattern]]\nid = """' + b"x" * 100_000,
    "pattern in a string": b'[[pattern]]\nid = """\n[[pattern]]\n[[pattern]]\n"""\n',
    "array": b"pattern = [{id = 'a'}]\n",
    "array of numbers": b"pattern = [1, 2]\n",
    "escape": b'[[pattern]]\nid = "\\u001b[31mred"\ntype = "RAID"\nverbs = ["raid"]\nhit = "A"\nmiss = "B"\n',
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("file", ["patterns/a.toml", "pack.toml", "classes.toml"])
def test_hostile_files_give_clear_lines(root: Path, file: str, name: str) -> None:
    (root / file).write_bytes(HOSTILE[name])
    found = faults(root)
    assert found and all("\n" not in fault.what.strip() and len(str(fault)) < 400 for fault in found)
    assert {fault.file for fault in found} & {file}


def test_folders_that_are_no_pack(tmp_path: Path, root: Path) -> None:
    with pytest.raises(NotFound, match="no such folder"):
        packread.read(tmp_path / "nowhere", BUNDLED)
    with pytest.raises(NotFound, match=r"no pack\.toml"):
        packread.read(root / "patterns", BUNDLED)
    shutil.rmtree(root / "patterns")
    assert [fault.what for fault in faults(root)] == ["holds no .toml file"]
    with pytest.raises(BadSetting, match="a whole pack"):
        packread.own_codebooks([packs.folder(patterns.PACK)], BUNDLED)
