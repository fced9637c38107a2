"""Issues: what statements, deadlines and links are about. A small tree that the user owns; found by words and actors.

An issue is found in what somebody says when one of its own `words` stands there, none of `never` does, and the context
(the paragraph and the title) fits: one of `near` stands in it. An issue without `near` asks for its parent instead: one
of the parent's `words` in the same context. `actors` (countries or ids of actors) stand in for `near` when one of them
speaks or is spoken of. The deepest issues found are given, those with most words found first.

Words are compared without case, accents and punctuation; `strike*` takes every ending. Nothing is coded by an issue: it
is asked for when somebody looks, so that a changed tree needs no article to be read again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache
from pathlib import Path

from watchfloor import packs
from watchfloor.errors import BadSetting, NotFound, PackDamaged, UsageError
from watchfloor.store.folding import fold

NAME = "issues"
DEEPEST = 4
"""levels of the tree; a deeper one is a file gone wrong"""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*")
_KEYS = frozenset({"id", "name", "words", "near", "actors", "never", "toward", "away", "step", "from", "until"})
_STEP_KEYS = frozenset({"name", "words"})


@dataclass(frozen=True, slots=True)
class Step:
    """One of the things that can be done in an issue, from the least to the most: sharing information is less than
    talks, talks are less than joint action."""

    name: str
    words: tuple[str, ...]
    level: int
    """from 1"""


@dataclass(frozen=True, slots=True)
class Issue:
    """A node of the tree; its id names its parents: `iran-nuclear.sanctions`."""

    id: str
    name: str
    words: tuple[str, ...]
    near: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    toward: tuple[str, ...] = ()
    """acts that go the way the issue is named ("lift" in "lifting the sanctions")"""
    away: tuple[str, ...] = ()
    """acts that go against it: who commits to one of them stands against the issue"""
    steps: tuple[Step, ...] = ()
    first: date | None = None
    """the first day on which the issue is looked for; those below it share both days"""
    last: date | None = None

    @property
    def parent(self) -> str:
        """The id of the parent; empty for a root."""
        return self.id.rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Hit:
    """An issue found, and the words of it that were found, folded."""

    issue: Issue
    words: tuple[str, ...]


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for all the words, over folded text with a space at either end."""
    parts = []
    for word in words:
        ending = r"\w*" if word.rstrip().endswith("*") else ""
        if folded := fold(word):
            parts.append(re.escape(folded) + ending)
    # The longest first, so that the words reported are the fullest.
    return re.compile(r"(?<= )(?:" + "|".join(sorted(parts, key=len, reverse=True)) + r")(?= )") if parts else None


def _found(pattern: re.Pattern[str] | None, text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(pattern.findall(text))) if pattern else ()


_folded = lru_cache(64)(fold)
"""the same paragraph is asked for every stance in it"""


class IssueBook:
    """The tree, ready to be asked."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        self.issues: Mapping[str, Issue] = {issue.id: issue for issue in sorted(issues, key=lambda one: one.id)}
        self._words = {one.id: _pattern(one.words) for one in issues}
        self._any = _pattern(word for one in issues for word in one.words)
        """all words of all issues: most of what is said holds none of them"""
        self._near = {one.id: _pattern(one.near) for one in issues}
        self._never = {one.id: _pattern(one.never) for one in issues}
        self._steps = {one.id: [(step, _pattern(step.words)) for step in one.steps] for one in issues}
        self._toward = {one.id: _pattern(one.toward) for one in issues}
        self._away = {one.id: _pattern(one.away) for one in issues}

    @cached_property
    def fingerprint(self) -> str:
        """A short hash of the tree: what depends on it names it."""
        return hashlib.sha256(repr(tuple(self.issues.values())).encode()).hexdigest()[:8]

    def named(self, name: str) -> Issue:
        """The issue a person means: its id, the last part of it, or its name. Raises `NotFound`, and `UsageError` when
        several fit."""
        wanted = name.strip().casefold()
        if wanted in self.issues:
            return self.issues[wanted]
        found = [
            one for one in self.issues.values() if one.id.rpartition(".")[2] == wanted or fold(one.name) == fold(name)
        ]
        if not found:
            found = [one for one in self.issues.values() if fold(name) and fold(name) in fold(one.name)]
        if not found:
            raise NotFound(f"no issue {name!r}; `watchfloor issues` lists them", name)
        if len(found) > 1:
            raise UsageError(f"{name!r} fits {', '.join(one.id for one in found)}; name one of them", name)
        return found[0]

    def general(self, issue: Issue) -> bool:
        """Whether others stand below it: words of the crisis alone, such as "Iraq", tell little of what is at issue."""
        return any(other.parent == issue.id for other in self.issues.values())

    def under(self, issue: str) -> tuple[Issue, ...]:
        """The issue and all below it."""
        return tuple(one for one in self.issues.values() if one.id == issue or one.id.startswith(issue + "."))

    def find(
        self, said: str, context: str = "", parties: Iterable[str] = (), day: date | None = None
    ) -> tuple[Hit, ...]:
        """The deepest issues that `said` is about, the best first; `context` is the paragraph and the title around it,
        `parties` the countries and ids of those who speak or are spoken of, `day` the day of saying."""
        said = f" {fold(said)} "
        if self._any is None or not self._any.search(said):
            return ()
        around, there = f"{said}{_folded(context)} ", frozenset(parties)
        hits = {
            one.id: Hit(one, words)
            for one in self.issues.values()
            if self._on(one, day)
            and (words := _found(self._words[one.id], said))
            and self._fits(one, around, there)
            and not _found(self._never[one.id], said)
        }
        deepest = [hit for name, hit in hits.items() if not any(other.startswith(name + ".") for other in hits)]
        return tuple(
            sorted(deepest, key=lambda hit: (-sum(map(len, hit.words)), -hit.issue.id.count("."), hit.issue.id))
        )

    def _on(self, issue: Issue, day: date | None) -> bool:
        """Whether the issue was one on that day."""
        name = issue.id
        while day is not None and name:
            one = self.issues[name]
            if (one.first and day < one.first) or (one.last and day > one.last):
                return False
            name = one.parent
        return True

    def _fits(self, issue: Issue, around: str, parties: frozenset[str]) -> bool:
        if not issue.near and not issue.actors:
            parent = self.issues.get(issue.parent)
            if parent is None:
                return True
            # The parent's own words name the crisis: one of them, or one of its actors, must be about.
            return bool(_found(self._words[parent.id], around)) or bool(parties.intersection(parent.actors))
        return bool(_found(self._near[issue.id], around)) or bool(parties.intersection(issue.actors))

    def step(self, issue: str, said: str) -> Step | None:
        """The highest step of an issue that the words name; steps of its parents count too."""
        folded = f" {fold(said)} "
        while issue:
            found = [step for step, pattern in self._steps.get(issue, ()) if _found(pattern, folded)]
            if found:
                return max(found, key=lambda step: step.level)
            issue = issue.rpartition(".")[0]
        return None

    def way(self, issue: str, said: str) -> int:
        """-1 when the act in the words goes against the issue ("lifting" the sanctions), else +1."""
        folded = f" {fold(said)} ".replace(" end up ", " ")  # "to end up with a deal" ends nothing
        away, toward = _found(self._away[issue], folded), _found(self._toward[issue], folded)
        return -1 if away and not toward else 1

    def terms(self, issue: str) -> tuple[str, ...]:
        """The words by which the issue and those below it are found, for a first look through an index."""
        return tuple(dict.fromkeys(word for one in self.under(issue) for word in one.words))


# --- the files --------------------------------------------------------------------------------------------------------


def load(base: Path | None = None, own: Path | None = None) -> IssueBook:
    """The bundled trees, and over them a file of the user's own: an issue with the same id takes the place of the
    bundled one. Raises `PackDamaged`, and `BadSetting` for a fault in the user's file."""
    issues: dict[str, Issue] = {}
    for path in sorted(packs.folder(NAME, base).glob("*.toml")):
        issues.update((one.id, one) for one in _read(path, packs.toml_text(path), PackDamaged))
    if own is not None:
        try:
            mine = list(_read(own, packs.toml_text(own), BadSetting))
        except PackDamaged as error:
            raise BadSetting(str(error), error.about) from None
        issues.update((one.id, one) for one in mine)
    for one in issues.values():
        if one.parent and one.parent not in issues:
            raise BadSetting(f"{own or base or NAME}: {one.id}: there is no issue {one.parent!r} above it", one.id)
    return IssueBook(tuple(issues.values()))


def _read(path: Path, text: str, fault: type[PackDamaged] | type[BadSetting]) -> Iterator[Issue]:
    """The issues in a file; every fault names file, line and id."""
    values = packs.parse_toml(text, path)
    unknown = sorted(set(values) - {"issue"})
    if unknown:
        raise fault(f"{path}: unknown key {unknown[0]!r}; a file of issues holds [[issue]] tables", str(path))
    tables = values.get("issue", [])
    if not isinstance(tables, list):
        raise fault(f"{path}: write [[issue]] with two brackets", str(path))
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.strip().startswith("[[issue]]")]
    seen: set[str] = set()
    for table, line in zip(tables, [*lines, *[0] * len(tables)], strict=False):
        where = f"{path}:{line}"
        if not isinstance(table, dict):
            raise fault(f"{where}: an issue is a table of keys", str(path))
        ident = table.get("id")
        if not isinstance(ident, str) or not _ID.fullmatch(ident) or ident.count(".") >= DEEPEST:
            raise fault(f"{where}: id must be small letters, digits, - and . like iran-nuclear.sanctions", str(path))
        if ident in seen:
            raise fault(f"{where}: {ident} is there twice in this file", str(path))
        seen.add(ident)
        if extra := sorted(set(table) - _KEYS):
            raise fault(f"{where}: {ident}: unknown key {extra[0]!r}; there are {', '.join(sorted(_KEYS))}", str(path))
        name = table.get("name")
        if not isinstance(name, str) or not name.strip():
            raise fault(f"{where}: {ident}: name is missing", str(path))
        lists = {
            key: _list(table, key, f"{where}: {ident}", fault) for key in ("near", "actors", "never", "toward", "away")
        }
        words = _list(table, "words", f"{where}: {ident}", fault)
        if not any(fold(word) for word in words):
            raise fault(f'{where}: {ident}: words is missing; write words = ["sanction*", "embargo"]', str(path))
        first, last = (_day(table, key, f"{where}: {ident}", fault) for key in ("from", "until"))
        steps = tuple(_steps(table, f"{where}: {ident}", fault))
        yield Issue(ident, name, words, **lists, steps=steps, first=first, last=last)


def _list(
    table: Mapping[str, object], key: str, where: str, fault: type[PackDamaged] | type[BadSetting]
) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise fault(f'{where}: {key} must be a list of words, like ["sanction*", "embargo"]', where)
    return tuple(value)


def _day(table: Mapping[str, object], key: str, where: str, fault: type[PackDamaged] | type[BadSetting]) -> date | None:
    value = table.get(key)
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise fault(f"{where}: {key} must be a day without quotation marks, like 2014-06-01", where)


def _steps(table: Mapping[str, object], where: str, fault: type[PackDamaged] | type[BadSetting]) -> Iterator[Step]:
    steps = table.get("step", [])
    if not isinstance(steps, list):
        raise fault(f"{where}: write [[issue.step]] with two brackets", where)
    for level, step in enumerate(steps, 1):
        if not isinstance(step, dict) or set(step) != _STEP_KEYS or not isinstance(step["name"], str):
            raise fault(f"{where}: a step has name and words", where)
        yield Step(step["name"], _list(step, "words", where, fault), level)
