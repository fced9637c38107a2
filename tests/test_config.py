"""The settings of a desk: what is written is read, and every typo is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from watchfloor import config
from watchfloor.errors import BadSetting, DeskError, NotFound


@pytest.mark.parametrize("name", ["Iraq", 'The "Iraq" \\ desk', "Île #1 = [x]", "ملف العراق", "tab\there\x7f"])
def test_what_is_written_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / config.FILE
    config.write(path, config.Config(name))
    assert config.read(path).name == "".join(c if c.isprintable() else " " for c in name)
    assert b"\r" not in path.read_bytes()


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b'name = "x"\n[serving]\nfull_txt = true\n', 3, "unknown setting 'full_txt'; [serving] has full_text"),
        (b'name = "x"\n[serving]\nfull_text = "yes"\n', 3, "full_text must be true or false"),
        (b'name = "x"\nserving = true\n', 2, "serving is a table"),
        (b'# a comment\n\nname = "x"\nnaem = "y"\n', 4, "unknown setting 'naem'; there is name, packs"),
        (b'name = "x"\n[reading]\nspeed = 1\n', 2, "unknown setting 'reading'"),
        (b"name = 3\n", 1, "name must be text"),
        (b'\nname = "  "\n', 2, "missing or empty"),
        (b"", 1, "missing or empty"),
        (b'name = "x\n', 1, "no TOML"),
        (b'name = "x"\nname = "y"\n', 2, "no TOML"),
        (b'name = "x"\n\n= 3', 3, "no TOML"),
        (b'name = "x"\n# caf\xe9\n', 2, "not UTF-8"),
    ],
)
def test_typos_are_named(tmp_path: Path, content: bytes, line: int, says: str) -> None:
    path = tmp_path / config.FILE
    path.write_bytes(content)
    with pytest.raises(BadSetting) as caught:
        config.read(path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert says in str(caught.value)
    assert caught.value.about == str(path)


def test_a_byte_order_mark_is_no_typo(tmp_path: Path) -> None:
    path = tmp_path / config.FILE
    path.write_bytes(b'\xef\xbb\xbfname = "x"\r\n')
    assert config.read(path).name == "x"


def test_what_is_served_is_kept(tmp_path: Path) -> None:
    path = tmp_path / config.FILE
    for told in (config.Serving(), config.Serving(full_text=True)):
        config.write(path, config.Config("x", ("own",), told))
        assert config.read(path) == config.Config("x", ("own",), told)


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="watchfloor init"):
        config.read(tmp_path / config.FILE)
    (tmp_path / config.FILE).mkdir()
    with pytest.raises(DeskError):
        config.read(tmp_path / config.FILE)
