"""`watchfloor.toml`, the settings of a desk: the file that makes a folder a desk.

It is decoded strictly, so that a typo is an error with file, line and key, and never a setting that does nothing.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath

from watchfloor.errors import BadSetting, DeskError, DeskReadOnly, NotFound

FILE = "watchfloor.toml"


@dataclass(frozen=True, slots=True)
class Serving:
    """What `watchfloor serve` gives away."""

    full_text: bool = False
    """whole articles, and not only the words that prove a fact; for texts that you may pass on"""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of a desk."""

    name: str
    """what the desk follows, as a brief prints it"""
    packs: tuple[str, ...] = ()
    """folders in the desk's folder with codebooks of its own, beside the bundled one"""
    serving: Serving = Serving()


_TEMPLATE = """\
# Settings of this watchfloor desk. The file marks its folder as a desk; the record itself is in record.sqlite.

# What the desk follows; printed at the head of a brief.
name = {name}
"""

_PACKS = """
# Codebooks of its own, beside the bundled one: folders in this folder, each with a pack.toml.
packs = {packs}
"""
_SERVING = """
# What `watchfloor serve` gives away: with full_text its API gives whole articles. They belong to others.
[serving]
full_text = {full_text}
"""


def write(path: Path, config: Config) -> None:
    """Writes a settings file with its comments; an existing one is replaced."""
    try:
        # A printable name in JSON is a basic string of TOML.
        name = json.dumps("".join(c if c.isprintable() else " " for c in config.name), ensure_ascii=False)
        text = _TEMPLATE.format(name=name)
        if config.packs:
            text += _PACKS.format(packs=json.dumps(config.packs, ensure_ascii=False))
        if config.serving != Serving():
            text += _SERVING.format(full_text=json.dumps(config.serving.full_text))
        path.write_text(text, encoding="utf-8", newline="\n")
    except PermissionError:
        raise DeskReadOnly(f"{path}: may not be written to; choose another folder", str(path)) from None
    except OSError as error:
        raise DeskError(f"{path}: cannot be written ({error.strerror})", str(path)) from None


def read(path: Path) -> Config:
    """The settings in a file. Raises `NotFound`, and `BadSetting` with file, line and key."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise NotFound(f"{path}: no such file; `watchfloor init` makes a desk", str(path)) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadSetting(f"{path}:{line}: not UTF-8; save the file as UTF-8", str(path)) from None
    except OSError as error:
        raise DeskError(f"{path}: cannot be read ({error.strerror})", str(path)) from None
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        what = re.sub(r" \(at .*\)$", "", str(error))
        raise BadSetting(f"{path}:{line}: no TOML: {what}", str(path)) from None
    known = [field.name for field in fields(Config)]
    for key, value in values.items():
        place = f"{path}:{_line(text, key)}"
        if key not in known:
            raise BadSetting(f"{place}: unknown setting {key!r}; there is {', '.join(known)}", str(path))
        if key == "packs":
            values[key] = _packs(value, place, path)
        elif key == "serving":
            values[key] = _serving(value, text, path)
        elif not isinstance(value, str):
            raise BadSetting(f"{place}: {key} must be text in quotation marks, not {value!r}", str(path))
    if not values.get("name", "").strip():
        where = f"{path}:{_line(text, 'name')}"
        raise BadSetting(f'{where}: name is missing or empty; write name = "..."', str(path))
    return Config(**values)


def _packs(value: object, place: str, path: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise BadSetting(f'{place}: packs must be a list of folders, like ["packs/harbour"], not {value!r}', str(path))
    for name in value:
        inside = PurePosixPath(name)
        # Also by the rules of Windows: a desk is carried from one machine to another.
        if not inside.parts or inside.is_absolute() or ".." in inside.parts or "\\" in name or ":" in name:
            raise BadSetting(f"{place}: {name!r} is no folder in the desk; write it like packs/harbour", str(path))
    return tuple(dict.fromkeys(value))


def _serving(value: object, text: str, path: Path) -> Serving:
    known = [field.name for field in fields(Serving)]
    if not isinstance(value, dict):
        place = f"{path}:{_line(text, 'serving')}"
        raise BadSetting(f"{place}: serving is a table; write [serving] and {' or '.join(known)} below", str(path))
    for key, given in value.items():
        place = f"{path}:{_line(text, key)}"
        if key not in known:
            raise BadSetting(f"{place}: unknown setting {key!r}; [serving] has {', '.join(known)}", str(path))
        if not isinstance(given, bool):
            raise BadSetting(f"{place}: {key} must be true or false, not {given!r}", str(path))
    return Serving(**value)


def _line(text: str, key: str) -> int:
    """The line on which a top-level key or table stands; 1 when it cannot be found."""
    start = re.compile(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[=.\]]""")
    return next((number for number, line in enumerate(text.split("\n"), 1) if start.match(line)), 1)
