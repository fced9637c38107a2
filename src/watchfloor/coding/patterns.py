"""The pattern language: what a codebook file may say, read strictly.

A pattern is a block of TOML that a political scientist can read:

    [[pattern]]
    id = "coerce-seize-territory"
    type = "COERCE"
    mode = "seize"
    cameo = "192"
    contexts = ["military", "territory"]
    verbs = ["seize", "capture", "take control"]
    nouns = ["capture"]
    where = { object = ["@territory", "@LOC"] }
    place = ["object"]
    hit = "[Militants] seized the town of Baiji."
    miss = "Customs officers seized the cargo."

`verbs`, `nouns` and `adjectives` hold lemmas. Further words of an entry must stand with the first ("pull out", "take
control", "go on strike"); in a noun entry the last word is the noun ("air strike"). `actor`, `recipient` and `place`
list roles of the graph, the first that is filled wins; a dot walks on ("purpose.object"), a bar joins roles
("with|object.with"). `where` says which words must fill a role, `unless` which must not: lemmas, `@class` (a list in
classes.toml), `@PER`, `@ORG`, `@LOC` (a name of that kind), `@ACTOR` (people, forces, bodies or any name), `*`
(anything). There `aux`, `negation`, `particle` and `case` are roles too: the auxiliaries of the trigger, "not" or "no",
the particle of a verb, a noun's own preposition. In `hit`, brackets mark who acts and braces to whom; `miss` is a near
miss that must not code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec

from watchfloor import packs
from watchfloor.errors import PackDamaged

PACK = "plover-en"
NAME_CLASSES = frozenset({"PER", "ORG", "LOC"})


class PatternBlock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One `[[pattern]]` block as written in the file."""

    id: str
    type: str
    hit: str
    miss: str
    mode: str = ""
    cameo: str = ""
    contexts: list[str] = []
    verbs: list[str] = []
    nouns: list[str] = []
    adjectives: list[str] = []
    actor: list[str] = msgspec.field(default_factory=lambda: ["agent"])
    recipient: list[str] = msgspec.field(default_factory=lambda: ["object"])
    place: list[str] = []
    where: dict[str, list[str]] = {}
    unless: dict[str, list[str]] = {}
    joint: bool = False
    """both sides are actors: talks, agreements, clashes told from both sides"""
    of: str = "object"
    """what "of" means behind a noun: "withdrawal of troops" is done by them (agent), "capture of Mosul" to it"""
    poss: str = "agent"
    """what a possessor means: "Iran's visit" acts, "Saddam's capture" suffers"""
    compose: bool = False
    """mode and CAMEO code follow from the act inside ("agreed to withdraw", "rejected talks"): see compose.toml"""
    hostile: str = ""
    """the type instead, when the act inside is conflict: "vowed to help" is AGREE, "vowed to attack" THREATEN"""
    facet: str = ""
    """facet given to an act inside ("threatened to attack": threatened); empty: nothing"""
    hit_facet: str = "happened"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Trigger:
    """One entry of a pattern: the lemma it hangs on and the further words that must stand with it."""

    lemma: str
    part: str
    """verb, noun or adjective"""
    others: tuple[str, ...]
    pattern: PatternBlock
    rank: int


@dataclass(frozen=True, slots=True)
class FacetWords:
    """Governing words that decide whether the act below them is a deed (facets.toml)."""

    verbs: Mapping[str, str]
    nouns: Mapping[str, str]
    adjectives: Mapping[str, str]
    prepositions: Mapping[str, str]
    modals: Mapping[str, str]
    adverbs: Mapping[str, str]
    reports: frozenset[str]
    ongoing: frozenset[str]
    presupposing_verbs: frozenset[str]
    presupposing_nouns: frozenset[str]
    occurring_verbs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Codebook:
    """The whole pack, ready to match with."""

    triggers: Mapping[tuple[str, str], tuple[Trigger, ...]]
    """by (part of speech, lemma)"""
    patterns: Mapping[str, PatternBlock]
    lines: Mapping[str, str]
    """pattern id -> "file:line", for `explain` and for error messages"""
    classes: Mapping[str, frozenset[str]]
    light_verbs: frozenset[str]
    receiving_verbs: frozenset[str]
    facets: FacetWords
    compose: Mapping[str, Mapping[str, tuple[str, str]]]
    """outer type -> inner "TYPE" or "TYPE.mode" -> (mode, cameo); "" is the default"""
    fingerprint: str = field(default="")


class ClassFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """classes.toml: named word lists, the verbs that only carry their noun, and those whose subject suffers it."""

    light_verbs: list[str]
    receiving_verbs: list[str]
    classes: dict[str, list[str]]


class FacetFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """facets.toml: for each facet the verbs, nouns, ... that put the act below them into it."""

    verbs: dict[str, list[str]]
    nouns: dict[str, list[str]]
    adjectives: dict[str, list[str]]
    prepositions: dict[str, list[str]]
    modals: dict[str, list[str]]
    adverbs: dict[str, list[str]]
    reports: list[str]
    ongoing: list[str]
    presupposing_verbs: list[str]
    presupposing_nouns: list[str]
    occurring_verbs: list[str]


S = TypeVar("S", bound=msgspec.Struct)


def _decode(path: Path, kind: type[S]) -> S:
    try:
        return msgspec.convert(packs.toml(path), kind, strict=True)
    except msgspec.ValidationError as error:
        raise PackDamaged(f"{path}: {error}", str(path)) from None


def _pattern_lines(path: Path) -> list[int]:
    return [n for n, line in enumerate(packs.read_text(path).split("\n"), 1) if line.strip() == "[[pattern]]"]


def load(base: Path | None = None) -> Codebook:
    """The codebook of the bundled pack, or of the pack below `base`. Raises `PackDamaged` with file and line."""
    root = packs.folder(PACK, base)
    classes = _decode(root / "classes.toml", ClassFile)
    facet_file = _decode(root / "facets.toml", FacetFile)
    patterns: dict[str, PatternBlock] = {}
    lines: dict[str, str] = {}
    for path in sorted((root / "patterns").glob("*.toml")):
        for block, line in _blocks(path):
            where = f"{path.name}:{line}"
            if block.id in patterns:
                raise PackDamaged(f"{path}:{line}: pattern {block.id!r} is already at {lines[block.id]}", str(path))
            patterns[block.id] = block
            lines[block.id] = where
    return Codebook(
        triggers=_index(patterns.values()),
        patterns=patterns,
        lines=lines,
        classes={name: frozenset(words) for name, words in classes.classes.items()},
        light_verbs=frozenset(classes.light_verbs),
        receiving_verbs=frozenset(classes.receiving_verbs),
        facets=_facet_words(facet_file),
        compose=_compose(root / "compose.toml"),
        fingerprint=packs.fingerprint(PACK, base),
    )


def _blocks(path: Path) -> Iterable[tuple[PatternBlock, int]]:
    data = packs.toml(path)
    raw = data.pop("pattern", [])
    if data:
        raise PackDamaged(f"{path}: unknown key {next(iter(data))!r}; only [[pattern]] blocks stand here", str(path))
    if not isinstance(raw, list):
        raise PackDamaged(f"{path}: write each pattern as a [[pattern]] block", str(path))
    for item, line in zip(raw, _pattern_lines(path), strict=True):
        try:
            yield msgspec.convert(item, PatternBlock, strict=True), line
        except msgspec.ValidationError as error:
            name = item.get("id", "?") if isinstance(item, dict) else "?"
            raise PackDamaged(f"{path}:{line}: pattern {name!r}: {error}", str(path)) from None


def _index(patterns: Iterable[PatternBlock]) -> dict[tuple[str, str], tuple[Trigger, ...]]:
    index: dict[tuple[str, str], list[Trigger]] = {}
    rank = 0
    for block in patterns:
        for part, entries in (("verb", block.verbs), ("noun", block.nouns), ("adjective", block.adjectives)):
            for entry in entries:
                words = entry.split()
                lemma = words.pop() if part == "noun" else words.pop(0)
                trigger = Trigger(lemma, part, tuple(words), block, rank)
                index.setdefault((part, lemma), []).append(trigger)
                rank += 1
    return {key: tuple(value) for key, value in index.items()}


def _facet_words(file: FacetFile) -> FacetWords:
    def turned(groups: Mapping[str, list[str]]) -> dict[str, str]:
        return {word: facet for facet, words in groups.items() for word in words}

    return FacetWords(
        verbs=turned(file.verbs),
        nouns=turned(file.nouns),
        adjectives=turned(file.adjectives),
        prepositions=turned(file.prepositions),
        modals=turned(file.modals),
        adverbs=turned(file.adverbs),
        reports=frozenset(file.reports),
        ongoing=frozenset(file.ongoing),
        presupposing_verbs=frozenset(file.presupposing_verbs),
        presupposing_nouns=frozenset(file.presupposing_nouns),
        occurring_verbs=frozenset(file.occurring_verbs),
    )


def _compose(path: Path) -> dict[str, dict[str, tuple[str, str]]]:
    table: dict[str, dict[str, tuple[str, str]]] = {}
    for outer, inner in packs.toml(path).items():
        if not isinstance(inner, dict):
            raise PackDamaged(f"{path}: [{outer}] must be a table of inner type = [mode, cameo]", str(path))
        for key, value in inner.items():
            if not (isinstance(value, list) and len(value) == 2 and all(isinstance(v, str) for v in value)):
                raise PackDamaged(f"{path}: {outer}.{key} must be [mode, cameo]", str(path))
            table.setdefault(outer, {})["" if key == "default" else key] = (value[0], value[1])
    return table


MARKS = re.compile(r"[\[\]{}]")


@dataclass(frozen=True, slots=True)
class Example:
    """A `hit` sentence without its marks, and the stretches that the marks enclosed."""

    text: str
    actors: tuple[tuple[int, int], ...]
    recipients: tuple[tuple[int, int], ...]


def example(marked: str) -> Example:
    """Reads "[Turkey] expelled {the ambassador}." Raises ValueError when brackets do not pair."""
    text: list[str] = []
    open_at: dict[str, int] = {}
    spans: dict[str, list[tuple[int, int]]] = {"[": [], "{": []}
    length = 0
    for piece in re.split(r"([\[\]{}])", marked):
        if piece in ("[", "{"):
            open_at[piece] = length
        elif piece in ("]", "}"):
            opener = "[" if piece == "]" else "{"
            if opener not in open_at:
                raise ValueError(f"{marked!r}: {piece} without {opener}")
            spans[opener].append((open_at.pop(opener), length))
        else:
            text.append(piece)
            length += len(piece)
    if open_at:
        raise ValueError(f"{marked!r}: a bracket is not closed")
    return Example("".join(text), tuple(spans["["]), tuple(spans["{"]))
