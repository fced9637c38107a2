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
(anything), `@must`, `@will` and `@infinitive` (a clause under "must" or "should", under "will" or "would", with "to"),
`@conflict` and `@goodwill` (a word that names an act itself: of conflict, or AID, COOPERATE, CONCEDE, CONSULT, RETREAT
or SUPPORT).
There `aux`, `negation`, `particle` and `case` are roles too: the auxiliaries of the trigger, "not" or "no",
the particle of a verb, a noun's own preposition. In `hit`, brackets mark who acts and braces to whom; `miss` is a near
miss that must not code.

A user's own pack is a folder of the same files beside the bundled one: pack.toml names its types, patterns/ holds their
patterns, classes.toml (if there is one) further classes. It is matched apart, so that it never changes what PLOVER's
patterns find; light verbs, classes and facets are those of the bundled pack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import msgspec

from watchfloor import packs
from watchfloor.errors import PackDamaged

PACK = "plover-en"
NAME_CLASSES = frozenset({"PER", "ORG", "LOC"})
# What a constraint may ask for as @name beside names and the lists of classes.toml.
TESTS = frozenset({"ACTOR", "must", "will", "infinitive", "conflict", "goodwill"})


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

    @property
    def asks_for_act(self) -> bool:
        """Whether it speaks of another act: such patterns do not count when one asks for an act in turn."""
        return self.compose or any(w in ("@conflict", "@goodwill") for words in self.where.values() for w in words)


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
    frames: Mapping[str, frozenset[str]]
    """named lists for coding/frames.py"""


class TypeBlock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One `[types.NAME]` table of pack.toml."""

    about: str
    """what it covers, in one line"""
    modes: list[str] = []


class PackFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """pack.toml: what a pack is called and what it codes."""

    name: str
    types: dict[str, TypeBlock]
    contexts: list[str] = []


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
    name: str = PACK
    types: Mapping[str, TypeBlock] = field(default_factory=dict)
    contexts: frozenset[str] = frozenset()

    @property
    def own(self) -> bool:
        """Whether it is a user's own, with types beside PLOVER's."""
        return self.name != PACK


class ClassFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """classes.toml: named word lists, the verbs that only carry their noun, and those whose subject suffers it."""

    light_verbs: list[str]
    receiving_verbs: list[str]
    classes: dict[str, list[str]]


class OwnClassFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """classes.toml of a user's own pack."""

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
    frames: dict[str, list[str]] = {}


S = TypeVar("S", bound=msgspec.Struct)


def _decode(path: Path, kind: type[S]) -> S:
    try:
        return msgspec.convert(packs.toml(path), kind, strict=True)
    except msgspec.ValidationError as error:
        raise PackDamaged(f"{path}: {error}", str(path)) from None


_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*pattern[ \t]*\]\][ \t]*(?:#.*)?$")


def load(base: Path | None = None) -> Codebook:
    """The codebook of the bundled pack, or of the pack below `base`. Raises `PackDamaged` with file and line."""
    return load_folder(packs.folder(PACK, base))


def load_folder(root: Path) -> Codebook:
    """The codebook in a folder that is a whole pack, facets and all. Raises `PackDamaged` with file and line."""
    card = _decode(root / "pack.toml", PackFile)
    classes = _decode(root / "classes.toml", ClassFile)
    facet_file = _decode(root / "facets.toml", FacetFile)
    patterns, lines = _patterns(root)
    return Codebook(
        triggers=_index(patterns.values()),
        patterns=patterns,
        lines=lines,
        classes={name: frozenset(words) for name, words in classes.classes.items()},
        light_verbs=frozenset(classes.light_verbs),
        receiving_verbs=frozenset(classes.receiving_verbs),
        facets=_facet_words(facet_file),
        compose=compose_table(root / "compose.toml"),
        fingerprint=packs.fingerprint(root.name, root.parent),
        types=card.types,
        contexts=frozenset(card.contexts),
    )


def load_own(root: Path, bundled: Codebook) -> Codebook:
    """The codebook of a user's own pack, which borrows light verbs, classes and facets from `bundled`. Raises
    `PackDamaged` with file and line; `packread.own_codebook` checks the whole pack before."""
    card = _decode(root / "pack.toml", PackFile)
    path = root / "classes.toml"
    classes = _decode(path, OwnClassFile).classes if path.exists() else {}
    patterns, lines = _patterns(root)
    return replace(
        bundled,
        triggers=_index(patterns.values()),
        patterns=patterns,
        lines=lines,
        classes={**bundled.classes, **{name: frozenset(words) for name, words in classes.items()}},
        compose={},
        fingerprint=packs.fingerprint(root.name, root.parent),
        name=card.name,
        types=card.types,
        contexts=bundled.contexts | frozenset(card.contexts),
    )


def _patterns(root: Path) -> tuple[dict[str, PatternBlock], dict[str, str]]:
    patterns: dict[str, PatternBlock] = {}
    lines: dict[str, str] = {}
    for path in sorted((root / "patterns").glob("*.toml")):
        for block, line in _blocks(path):
            if block.id in patterns:
                raise PackDamaged(f"{path}:{line}: pattern {block.id!r} is already at {lines[block.id]}", str(path))
            patterns[block.id] = block
            lines[block.id] = f"{path.name}:{line}"
    return patterns, lines


def _blocks(path: Path) -> Iterable[tuple[PatternBlock, int]]:
    text = packs.toml_text(path)
    data = packs.parse_toml(text, path)
    raw = data.pop("pattern", [])
    if data:
        raise PackDamaged(f"{path}: unknown key {next(iter(data))!r}; only [[pattern]] blocks stand here", str(path))
    if not isinstance(raw, list):
        raise PackDamaged(f"{path}: write each pattern as a [[pattern]] block", str(path))
    lines = [number for number, line in enumerate(text.split("\n"), 1) if _HEADER.match(line)]
    if len(lines) != len(raw):
        raise PackDamaged(f"{path}: write each pattern under a line [[pattern]] of its own", str(path))
    for item, line in zip(raw, lines, strict=True):
        try:
            block = msgspec.convert(item, PatternBlock, strict=True)
        except msgspec.ValidationError as error:
            name = item.get("id", "?") if isinstance(item, dict) else "?"
            raise PackDamaged(f"{path}:{line}: pattern {name!r}: {error}", str(path)) from None
        if not all(entry.split() for entry in (*block.verbs, *block.nouns, *block.adjectives)):
            raise PackDamaged(f"{path}:{line}: pattern {block.id!r}: an entry is empty; take it out", str(path))
        yield block, line


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
        frames={name: frozenset(words) for name, words in file.frames.items()},
    )


def compose_table(path: Path) -> dict[str, dict[str, tuple[str, str]]]:
    """The table of acts about acts in compose.toml. Raises `PackDamaged`."""
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
