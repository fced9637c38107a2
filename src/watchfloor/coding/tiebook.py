"""The words that tie actors or matters together: what the two files of the pack `relations` may say, read strictly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import msgspec

from watchfloor import packs
from watchfloor.errors import PackDamaged

PACK = "relations"
RELATIONS = frozenset({"part-of", "head-of", "member-of", "proxy-of", "backs", "ally", "rival", "fights"})
LINKS = frozenset({"conditional", "trade", "leverage", "spill-over", "denied"})
WHO = frozenset({"person", "state", "group", "agency", "body", "role", "name"})

S = TypeVar("S", bound=msgspec.Struct)


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One block of a file; the heads of relations.toml and links.toml say what its keys mean."""

    id: str
    kind: str
    hit: str
    miss: str
    verbs: list[str] = []
    nouns: list[str] = []
    acts: list[str] = []
    adjectives: list[str] = []
    made: list[str] = []
    joins: list[str] = []
    carried: list[str] = []
    """verbs that must carry the noun: "have consequences for" """
    under: list[str] = []
    """prepositions of which the noun must have one: "at war" """
    a: list[str] = []
    b: list[str] = []
    both: str = ""
    with_: dict[str, list[str]] = msgspec.field(default_factory=dict, name="with")
    a_is: list[str] = []
    b_is: list[str] = []
    voice: str = ""
    """`passive` or `active`, where only one of them says it"""
    sign: int = 0
    strict: bool = False


class RelationFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """relations.toml as written."""

    relation: list[Rule]


class Matters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words for matters of politics: one side of a link must be one of `words`, the other may be one of `more`."""

    words: list[str]
    more: list[str]


class LinkFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """links.toml as written."""

    matters: Matters
    link: list[Rule]


@dataclass(frozen=True, slots=True)
class Entry:
    """A word by which a rule is found, and the further words that must stand with it."""

    rule: Rule
    part: str
    """verb, noun, act, adjective or made"""
    others: tuple[str, ...]


class TieBook:
    """The rules of both files, ready to be asked for a lemma."""

    def __init__(self, relations: Sequence[Rule], links: Sequence[Rule], matters: Matters, fingerprint: str) -> None:
        self.relations = tuple(relations)
        self.links = tuple(links)
        self.matters = frozenset(matters.words)
        self.further = frozenset(matters.more)
        self.fingerprint = fingerprint

    @cached_property
    def relation_entries(self) -> Mapping[str, tuple[Entry, ...]]:
        """The entries of relations by their first lemma."""
        return _by_lemma(self.relations)

    @cached_property
    def link_entries(self) -> Mapping[str, tuple[Entry, ...]]:
        """The entries of links by their first lemma."""
        return _by_lemma(self.links)

    @cached_property
    def joins(self) -> Mapping[str, Rule]:
        """The words that join clauses or phrases, and the rule of each."""
        return {join: rule for rule in self.links for join in rule.joins}


def load(base: Path | None = None) -> TieBook:
    """The bundled pack, or the one below `base`. Raises `PackDamaged`."""
    folder = packs.folder(PACK, base)
    relations = _read(folder / "relations.toml", RelationFile).relation
    links = _read(folder / "links.toml", LinkFile)
    _check(folder / "relations.toml", relations, RELATIONS)
    _check(folder / "links.toml", links.link, LINKS)
    return TieBook(relations, links.link, links.matters, packs.fingerprint(PACK, base))


def _read(path: Path, kind: type[S]) -> S:
    try:
        return msgspec.convert(packs.toml(path), kind, strict=True)
    except msgspec.ValidationError as error:
        raise PackDamaged(f"{path}: {error}", str(path)) from None


def _check(path: Path, rules: Sequence[Rule], kinds: frozenset[str]) -> None:
    seen: set[str] = set()
    for rule in rules:
        wrong = ""
        if rule.kind not in kinds:
            wrong = f"no kind {rule.kind!r}; there are {', '.join(sorted(kinds))}"
        elif rule.id in seen:
            wrong = "stands twice"
        elif unknown := {*rule.a_is, *rule.b_is} - WHO:
            wrong = f"nobody is {unknown.pop()!r}; there are {', '.join(sorted(WHO))}"
        elif not (rule.verbs or rule.nouns or rule.acts or rule.adjectives or rule.made or rule.joins):
            wrong = "has no words"
        if wrong:
            raise PackDamaged(f"{path}: {rule.id}: {wrong}", str(path))
        seen.add(rule.id)


def _by_lemma(rules: Sequence[Rule]) -> Mapping[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = {}
    for rule in rules:
        for part, words in (
            *(("verb", rule.verbs), ("noun", rule.nouns), ("act", rule.acts)),
            *(("adjective", rule.adjectives), ("made", rule.made)),
        ):
            for entry in words:
                first, *others = entry.split()
                if part == "noun" and others:
                    *others, first = (first, *others)
                found.setdefault(first, []).append(Entry(rule, part, tuple(others)))
    return {lemma: tuple(entries) for lemma, entries in found.items()}
