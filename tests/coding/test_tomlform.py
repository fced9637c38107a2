"""The canonical form says the same, keeps every comment, and is its own canonical form."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from watchfloor import packs
from watchfloor.coding import tomlform

ORDER = {"pattern": tomlform.PATTERN}
FILES = sorted((packs.BUNDLED / "plover-en").rglob("*.toml"))

FORMS = [
    # keys come in their order, comments with them
    (
        "# top\n[[pattern]]\nmiss = 'b' # near\n# why\nid='a'\n\n\nhit=\"c\"\n",
        '# top\n[[pattern]]\n# why\nid = "a"\nhit = "c"\nmiss = "b"  # near\n',
    ),
    # one blank line before each table, none inside a pattern
    (
        '[[pattern]]\nid = "a"\n[[pattern]]\n\nid = "b"\n\n\n\n# last\n',
        '[[pattern]]\nid = "a"\n\n[[pattern]]\nid = "b"\n\n# last\n',
    ),
    # comments between the lines of a value stand before it
    ('[[pattern]]\nverbs = [\n  "a", # one\n  "b",\n]\n', '[[pattern]]\n# one\nverbs = ["a", "b"]\n'),
    # tables in one line, dotted keys gathered
    (
        '[[pattern]]\nwhere.b = ["x"]\nwhere."a|b" = ["y"]\n',
        '[[pattern]]\nwhere = { b = ["x"], "a|b" = ["y"] }\n',
    ),
    # other tables keep their order, and single blank lines
    ('b = 1\n\n\n# c\na = 2\r\n[t]\nz = "\\u00e9"\n', 'b = 1\n\n# c\na = 2\n\n[t]\nz = "é"\n'),
    ("x = '''a\n# no comment\n'''\n", 'x = "a\\n# no comment\\n"\n'),
    ('x = "a # no comment" # a comment\n', 'x = "a # no comment"  # a comment\n'),
    ("x = [1, 2.5, true, 2014-06-24, {}]\n", "x = [1, 2.5, true, 2014-06-24, {}]\n"),
    ("", "\n"),
]


@pytest.mark.parametrize(("text", "form"), FORMS)
def test_forms(text: str, form: str) -> None:
    assert tomlform.canonical(text, ORDER) == form
    assert tomlform.canonical(form, ORDER) == form


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_bundled_pack_says_the_same_in_canonical_form(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    form = tomlform.canonical(text, ORDER)
    assert tomllib.loads(form) == tomllib.loads(text)
    assert tomlform.canonical(form, ORDER) == form
    assert sorted(re.findall(r"^#.*", text, re.MULTILINE)) == sorted(re.findall(r"^#.*", form, re.MULTILINE))
    words = ([word for word in line.split() if len(word) > 100] for line in form.split("\n"))
    assert all(len(line) <= 240 or long for line, long in zip(form.split("\n"), words, strict=True))


def test_long_lists_are_filled_and_long_tables_dotted() -> None:
    words = [f"word{i:03}" for i in range(40)]
    text = f"[[pattern]]\nverbs = {words}\nunless = {{ object = {words}, of = ['x'] }}\n".replace("'", '"')
    form = tomlform.canonical(text, ORDER)
    assert max(map(len, form.split("\n"))) <= tomlform.WIDTH
    assert 'unless.of = ["x"]\n' in form and "unless.object = [\n" in form


@pytest.mark.parametrize("text", ["[[pattern]\n", "a = 1\na = 2\n", "x = nan\n"])
def test_what_cannot_be_written_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        tomlform.canonical(text, ORDER)


def test_blocks_have_their_lines() -> None:
    text = '# x\n[[ pattern ]] # y\nid = """\n[[pattern]]\n"""\nwhere.a = []\n[pattern.unless]\nb = []\n\n'
    text += "[[pattern]]\nid = 1\n"
    assert tomlform.blocks(text, "pattern") == [(2, {"id": 3, "where": 6, "unless": 7}), (10, {"id": 11})]
