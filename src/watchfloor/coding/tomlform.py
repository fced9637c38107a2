"""TOML as people write it: statements with their lines and comments, and one canonical form that keeps the comments.

The reader of the standard library gives values without lines and drops comments. This one gives both back: it cuts a
text, which that reader has accepted, into statements, and lays them out again. What it writes says the same.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

WIDTH = 120
BLANK, COMMENT, HEADER, PAIR = "blank", "comment", "header", "pair"
PATTERN = (
    "id", "type", "mode", "cameo", "contexts", "verbs", "nouns", "adjectives", "of", "poss", "joint", "compose",
    "hostile", "facet", "actor", "recipient", "place", "where", "unless", "hit", "hit_facet", "miss", "note",
)  # fmt: skip
"""the order of the keys of a [[pattern]] block: what it codes, its words, its roles, its examples"""

_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """One line of a TOML text, or the lines of one value."""

    kind: str
    line: int
    text: str
    """without comments"""
    inside: tuple[str, ...] = ()
    """comments between the lines of a value"""
    behind: str = ""
    """the comment at its end"""


def statements(text: str) -> Iterator[Statement]:
    """The statements of a valid TOML text, in order."""
    text = text.replace("\r\n", "\n")
    at, line = 0, 1
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        row = text[at:end].strip()
        if not row:
            yield Statement(BLANK, line, "")
        elif row.startswith("#"):
            yield Statement(COMMENT, line, row)
        else:
            kind = HEADER if row.startswith("[") else PAIR
            words, comments, end = _value(text, at, kind == PAIR)
            last = comments[-1] if comments and comments[-1][0] else (False, "")
            inside = tuple(c for is_last, c in comments if not is_last)
            yield Statement(kind, line, words.strip(), inside, last[1])
        line += text.count("\n", at, end) + 1
        at = end + 1


def _value(text: str, at: int, nested: bool) -> tuple[str, list[tuple[bool, str]], int]:
    """One statement from `at`: its words, its comments (and whether one ends it), and where its last line ends."""
    words: list[str] = []
    comments: list[tuple[bool, str]] = []
    depth = 0
    while at < len(text):
        here = text[at]
        if here in "\"'":
            end = _string_end(text, at)
            words.append(text[at:end])
            at = end
            continue
        if here == "#":
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            comments.append((depth == 0, text[at:end].rstrip()))
            at = end
            continue
        if nested and here in "[{":
            depth += 1
        elif nested and here in "]}":
            depth -= 1
        elif here == "\n" and depth <= 0:
            break
        words.append(here)
        at += 1
    return "".join(words), comments, at


def _string_end(text: str, at: int) -> int:
    quote = text[at]
    fence = quote * 3 if text.startswith(quote * 3, at) else quote
    i = at + len(fence)
    while i < len(text):
        if text[i] == "\\" and quote == '"':
            i += 2
        elif text.startswith(fence, i):
            i += len(fence)
            while len(fence) == 3 and text.startswith(quote, i):
                i += 1  # quotation marks at the end of a long string
            return i
        else:
            i += 1
    return len(text)


def key_of(statement: Statement) -> str:
    """The first part of the key of a pair, or the name in a header: `where` of `where.agent = [...]`."""
    text = statement.text.strip("[] \t") if statement.kind == HEADER else statement.text
    found = re.match(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))""", text)
    return next((part for part in found.groups() if part is not None), "") if found else ""


def blocks(text: str, name: str) -> list[tuple[int, dict[str, int]]]:
    """The line of each `[[name]]` block of a valid TOML text, and the lines of its keys."""
    found: list[tuple[int, dict[str, int]]] = []
    within = False
    for statement in statements(text):
        if statement.kind == HEADER:
            inner = re.sub(r"\s", "", statement.text)
            if inner == f"[[{name}]]":
                found.append((statement.line, {}))
                within = True
            elif found and inner.startswith(f"[{name}."):
                sub = inner.strip("[]").split(".")[1]
                found[-1][1].setdefault(sub, statement.line)
                within = False
            else:
                within = False
        elif statement.kind == PAIR and found and within:
            found[-1][1].setdefault(key_of(statement), statement.line)
    return found


# --- the canonical form -----------------------------------------------------------------------------------------------


def canonical(text: str, order: Mapping[str, Sequence[str]]) -> str:
    """The text in one form: keys of a table that `order` names in that order, lists filled to the width, one blank line
    before each table, strings in double quotation marks. Comments stay with what they stand before or behind.

    Raises ValueError for what is no TOML, or cannot be written so that it says the same."""
    before = tomllib.loads(text)
    done = "\n".join(_lines(text, order)).strip("\n") + "\n"
    if tomllib.loads(done) != before:
        raise ValueError("cannot be put into another form without a change of meaning")
    return done


def _lines(text: str, order: Mapping[str, Sequence[str]]) -> Iterator[str]:
    waiting: list[str] = []  # comments and blank lines that belong to what follows
    section: list[tuple[list[str], Statement]] = []
    name = ""
    for statement in statements(text):
        if statement.kind == BLANK:
            waiting.append("")
        elif statement.kind == COMMENT:
            waiting.append(statement.text)
        elif statement.kind == HEADER:
            yield from _section(section, order.get(name))
            section = []
            yield from _paragraphs(["", *waiting])
            waiting = []
            name = key_of(statement)
            yield f"{statement.text}  {statement.behind}".rstrip()
        else:
            section.append((waiting, statement))
            waiting = []
    yield from _section(section, order.get(name))
    yield from _paragraphs(["", *waiting] if any(waiting) else [])


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Lines with no more than one blank line between them."""
    last = "-"
    for line in lines:
        if line or last:
            yield line
        last = line


def _section(pairs: Sequence[tuple[list[str], Statement]], order: Sequence[str] | None) -> Iterator[str]:
    """The pairs of one table. Where an order is given, dotted keys are gathered and blank lines dropped."""
    if order is None:
        for lead, statement in pairs:
            yield from _paragraphs([*lead, *statement.inside])
            yield from _pair(tomllib.loads(statement.text), statement.behind)
        return
    values: dict[str, object] = {}
    comments: dict[str, list[str]] = {}
    behind: dict[str, str] = {}
    for lead, statement in pairs:
        key = key_of(statement)
        for name, value in tomllib.loads(statement.text).items():
            known = values.get(name)
            values[name] = {**known, **value} if isinstance(known, dict) and isinstance(value, dict) else value
        comments.setdefault(key, []).extend(c for c in (*lead, *statement.inside) if c)
        if key in behind and statement.behind:
            comments[key].append(statement.behind)
        else:
            behind[key] = statement.behind
    place = {key: number for number, key in enumerate(order)}
    for key in sorted(values, key=lambda k: place.get(k, len(place))):
        yield from comments.get(key, ())
        yield from _pair({key: values[key]}, behind.get(key, ""))


def _pair(pair: Mapping[str, object], behind: str) -> Iterator[str]:
    for key, value in pair.items():
        line = f"{_key(key)} = {_text(value)}"
        lines = [line] if len(line) <= WIDTH else list(_wrapped(_key(key), value))
        if behind and len(lines) > 1:
            yield behind
            behind = ""
        yield from lines[:-1]
        yield f"{lines[-1]}  {behind}".rstrip()


def _wrapped(key: str, value: object) -> Iterator[str]:
    """A value that does not fit on a line: a list filled line by line, a table as dotted keys."""
    if isinstance(value, dict) and value:
        for inner, part in value.items():
            line = f"{key}.{_key(inner)} = {_text(part)}"
            if len(line) <= WIDTH:
                yield line
            else:
                yield from _wrapped(f"{key}.{_key(inner)}", part)
    elif isinstance(value, list) and value:
        yield f"{key} = ["
        row = " "
        for item in value:
            text = f"{_text(item)},"
            if len(row) + 1 + len(text) > WIDTH and row.strip():
                yield row
                row = " "
            row += f" {text}"
        yield row
        yield "]"
    else:
        yield f"{key} = {_text(value)}"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)


def _string(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _text(value: object) -> str:
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, dict):
        inner = ", ".join(f"{_key(k)} = {_text(v)}" for k, v in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return repr(value)
