"""Reading a codebook pack with all its faults: every problem of its form at once, each with file, line and what to do.

Loading for coding (`patterns.load`) stops at the first fault, which is right for a program that needs the whole pack;
who writes a pack wants them all. What only shows when the examples are parsed stands in `packexamples`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from watchfloor import packs
from watchfloor.coding import patterns, tomlform
from watchfloor.coding.patterns import NAME_CLASSES, TESTS, Codebook, PatternBlock
from watchfloor.errors import BadSetting, NotFound, PackDamaged
from watchfloor.types import Facet

CARD = "pack.toml"
FACETS = "facets.toml"
"""only a whole pack has it; a user's own borrows that of the bundled one"""

NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
TYPE = re.compile(r"[A-Z][A-Z0-9_]{1,29}")
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")
CAMEO = re.compile(r"(0[1-9]|1\d|20)\d{1,2}")
SIDES = ("agent", "object")

_FIELDS = {field.name: field for field in msgspec.structs.fields(PatternBlock)}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a pack."""

    file: str
    line: int
    """0 when it concerns the whole file"""
    id: str
    """the pattern, or nothing"""
    what: str
    todo: str
    """what to do about it; may be empty"""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        name = f" {self.id}" if self.id else ""
        todo = f"; {self.todo}" if self.todo else ""
        return f"{place}{name}: {self.what}{todo}"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was read of a pack: its codebook where it can be loaded at all, and what is wrong."""

    root: Path
    codebook: Codebook | None
    blocks: tuple[Placed, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A pattern with its place."""

    block: PatternBlock
    file: str
    line: int


def own_codebooks(roots: Iterable[Path], bundled: Codebook) -> tuple[Codebook, ...]:
    """The user's own packs, in the order given. Raises `NotFound`, and `BadSetting` with the first fault."""
    found: dict[str, Codebook] = {}
    types: dict[str, str] = {}
    for root in roots:
        if (root / CARD).is_file() and (root / FACETS).exists():
            raise BadSetting(f"{root}: a whole pack; one of your own has no {FACETS} in it", str(root))
        checked = read(root, bundled)
        if checked.codebook is None or checked.faults:
            more = len(checked.faults) - 1
            rest = f" (and {more} more: watchfloor packs check {root})" if more > 0 else ""
            raise BadSetting(f"{root}/{checked.faults[0]}{rest}", str(root))
        book = checked.codebook
        if book.name in found:
            raise BadSetting(f"{root}: there are two packs of the name {book.name!r}; rename one", str(root))
        for kind in book.types:
            if kind in types:
                raise BadSetting(f"{root}: the pack {types[kind]!r} has the type {kind} too; rename it", str(root))
            types[kind] = book.name
        found[book.name] = book
    return tuple(found.values())


def read(root: Path, bundled: Codebook) -> Checked:
    """Reads a pack: a whole one, or a user's own beside `bundled`. Raises `NotFound` when there is none."""
    root = root.resolve()
    if not root.is_dir():
        raise NotFound(f"{root}: no such folder; name the folder of a pack, which holds {CARD}", str(root))
    if not (root / CARD).is_file():
        raise NotFound(f"{root}: no pack (it has no {CARD}); name the folder that holds {CARD}", str(root))
    own = not (root / FACETS).exists()
    faults: list[Fault] = []
    card = _card(root, own, bundled, faults)
    classes = _classes(root, own, bundled, faults)
    if not own:
        _convert(root, FACETS, patterns.FacetFile, faults)
        try:
            patterns.compose_table(root / "compose.toml")
        except PackDamaged as error:
            faults.append(_of_error(root, error))
    blocks = _blocks(root, faults)
    if card is not None:
        for placed, keys in blocks:
            faults += _form(placed, keys, card, classes, own, bundled)
    placed_all = tuple(placed for placed, _ in blocks)
    faults += _twice(placed_all, bundled.patterns if own else {})
    codebook = None
    try:
        codebook = patterns.load_own(root, bundled) if own else patterns.load_folder(root)
    except PackDamaged as error:
        faults = faults or [_of_error(root, error)]
    except RecursionError:
        faults = faults or [Fault(CARD, 0, "", "a file of this pack is nested too deeply", "write flat lists")]
    return Checked(root, codebook, placed_all, tuple(faults))


# --- the files beside the patterns ------------------------------------------------------------------------------------


def _of_error(root: Path, error: PackDamaged) -> Fault:
    """An error of the loaders as a fault: "PATH:LINE: what"."""
    text = str(error)
    path = Path(error.about)
    file = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    text = text.removeprefix(error.about)
    found = re.match(r":(\d+)", text) or re.search(r"\(at line (\d+), column \d+\)", text)
    line = int(found[1]) if found else 0
    what = re.sub(r"^:\d+|\s*\(at [^)]*\)$", "", text).lstrip(": ")
    what, _, todo = what.partition("; ")
    return Fault(file, line, "", what, todo)


def _data(root: Path, name: str, faults: list[Fault]) -> tuple[dict[str, object], str] | None:
    try:
        text = packs.toml_text(root / name)
        return packs.parse_toml(text, root / name), text
    except PackDamaged as error:
        faults.append(_of_error(root, error))
        return None


def _convert(root: Path, name: str, kind: type[patterns.S], faults: list[Fault]) -> patterns.S | None:
    read = _data(root, name, faults)
    if read is None:
        return None
    try:
        return msgspec.convert(read[0], kind, strict=True)
    except (msgspec.ValidationError, RecursionError) as error:
        faults.append(Fault(name, 0, "", str(error).replace("Object", "table"), ""))
        return None


def _card(root: Path, own: bool, bundled: Codebook, faults: list[Fault]) -> patterns.PackFile | None:
    card = _convert(root, CARD, patterns.PackFile, faults)
    if card is None:
        return None
    if not NAME.fullmatch(card.name):
        faults.append(Fault(CARD, 0, "", f"name {card.name!r} is no name", "small letters, digits and hyphens"))
    if own and card.name == patterns.PACK:
        faults.append(Fault(CARD, 0, "", f"{patterns.PACK} is the bundled pack", "give yours another name"))
    if not card.types:
        faults.append(Fault(CARD, 0, "", "names no type", 'write [types.NAME] with about = "..."'))
    for kind in card.types:
        if not TYPE.fullmatch(kind):
            faults.append(Fault(CARD, 0, "", f"{kind!r} is no name of a type", "capitals, digits and _, as LANDGRAB"))
        elif own and kind in bundled.types:
            faults.append(Fault(CARD, 0, "", f"{kind} is a type of PLOVER", "give yours another name"))
    return card


def _classes(root: Path, own: bool, bundled: Codebook, faults: list[Fault]) -> Collection[str]:
    """The names of the word lists that patterns may ask for."""
    if not own:
        file = _convert(root, "classes.toml", patterns.ClassFile, faults)
        return file.classes if file else bundled.classes
    if not (root / "classes.toml").exists():
        return bundled.classes
    mine = _convert(root, "classes.toml", patterns.OwnClassFile, faults)
    return {*bundled.classes, *(mine.classes if mine else ())}


# --- the patterns -----------------------------------------------------------------------------------------------------

Keys = Mapping[str, int]
"""key of a block -> its line"""


def _blocks(root: Path, faults: list[Fault]) -> list[tuple[Placed, Keys]]:
    """Every pattern that can be read at all; a value of the wrong kind is a fault and counts as not written."""
    files = sorted((root / "patterns").glob("*.toml"))
    if not files:
        faults.append(Fault("patterns", 0, "", "holds no .toml file", "write patterns into patterns/NAME.toml"))
    found: list[tuple[Placed, Keys]] = []
    for path in files:
        name = path.relative_to(root).as_posix()
        read = _data(root, name, faults)
        if read is None:
            continue
        data, text = read
        for key in data:
            if key != "pattern":
                faults.append(Fault(name, 0, "", f"unknown key {key!r}", "only [[pattern]] blocks stand here"))
        raw = data.get("pattern", [])
        if not isinstance(raw, list):
            faults.append(Fault(name, 0, "", "`pattern` is no list", "write each pattern as a [[pattern]] block"))
            continue
        places = tomlform.blocks(text, "pattern")
        if len(places) != len(raw):
            faults.append(Fault(name, 0, "", "patterns in an array", "write each as a [[pattern]] block"))
            continue
        for item, (line, keys) in zip(raw, places, strict=True):
            block = _block(item, name, line, keys, faults)
            if block is not None:
                found.append((Placed(block, name, line), keys))
    return found


def _block(item: object, file: str, line: int, keys: Keys, faults: list[Fault]) -> PatternBlock | None:
    if not isinstance(item, dict):
        faults.append(Fault(file, line, "", "no table", "write a [[pattern]] block with keys"))
        return None
    name = item["id"] if isinstance(item.get("id"), str) else "?"
    values: dict[str, object] = {}
    for key, value in item.items():
        field = _FIELDS.get(key)
        if field is None:
            todo = _meant(key, _FIELDS) or f"there are {', '.join(_FIELDS)}"
            faults.append(Fault(file, keys.get(key, line), name, f"unknown key {key!r}", todo))
            continue
        try:
            values[key] = msgspec.convert(value, field.type, strict=True)
        except (msgspec.ValidationError, RecursionError) as error:
            said = str(error).replace("`array`", "a list").replace("`object`", "a table").replace("`str`", "text")
            faults.append(Fault(file, keys.get(key, line), name, f"{key}: {said}", ""))
    missing = [key for key, field in _FIELDS.items() if field.required and key not in item]
    if missing:
        faults.append(Fault(file, line, name, f"has no {', '.join(missing)}", "every pattern needs them"))
    if not all(key in values for key, field in _FIELDS.items() if field.required):
        return None
    return PatternBlock(**values)  # type: ignore[arg-type]  # converted key by key


def _meant(word: str, names: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(names), n=1)
    return f"did you mean {near[0]!r}?" if near else ""


def _form(
    placed: Placed, keys: Keys, card: patterns.PackFile, classes: Collection[str], own: bool, bundled: Codebook
) -> Iterator[Fault]:
    """What is wrong with one pattern as written."""
    block = placed.block

    def fault(key: str, what: str, todo: str = "") -> Fault:
        return Fault(placed.file, keys.get(key, placed.line), block.id, what, todo)

    if not ID.fullmatch(block.id):
        yield fault("id", f"id {block.id!r} is no name", "small letters, digits and hyphens")
    contexts = {*card.contexts, *(bundled.contexts if own else ())}
    yield from _codes(block, card, contexts, fault)
    if not (CAMEO.fullmatch(block.cameo) or (own and not block.cameo)):
        yield fault("cameo", f"{block.cameo!r} is no CAMEO code", "three or four digits, as 042 or 1831")
    yield from _entries(block, fault)
    yield from _constraints(block, classes, fault)
    for key, facet in (("facet", block.facet), ("hit_facet", block.hit_facet)):
        if facet not in set(Facet) and (facet or key == "hit_facet"):
            yield fault(key, f"unknown facet {facet!r}", f"there are {', '.join(Facet)}")
    for key, sentence in (("hit", block.hit), ("miss", block.miss)):
        if not sentence.strip():
            yield fault(key, f"{key} is empty", "write a sentence")
    try:
        patterns.example(block.hit)
    except ValueError as error:
        yield fault("hit", str(error), "pair the brackets")
    if patterns.MARKS.search(block.miss):
        yield fault("miss", "marks belong into the hit, not into the miss", "take the brackets out")


def _codes(
    block: PatternBlock, card: patterns.PackFile, contexts: Collection[str], fault: Callable[..., Fault]
) -> Iterator[Fault]:
    """Types, modes and contexts that the pack does not have."""
    for key, kind in (("type", block.type), ("hostile", block.hostile)):
        if kind not in card.types and (kind or key == "type"):
            yield fault(key, f"unknown type {kind!r}", _meant(kind, card.types) or f"there are {', '.join(card.types)}")
    modes = card.types[block.type].modes if block.type in card.types else [block.mode]
    if block.mode and block.mode not in modes:
        known = f"{block.type} has {', '.join(modes) or 'none'}"
        yield fault("mode", f"unknown mode {block.mode!r}", _meant(block.mode, modes) or known)
    for context in block.contexts:
        if context not in contexts:
            todo = _meant(context, contexts) or f"{CARD} lists the contexts"
            yield fault("contexts", f"unknown context {context!r}", todo)


def _constraints(block: PatternBlock, classes: Collection[str], fault: Callable[..., Fault]) -> Iterator[Fault]:
    known = {*classes, *NAME_CLASSES, *TESTS}
    for key, constraints in (("where", block.where), ("unless", block.unless)):
        for role, words in constraints.items():
            for word in words:
                if word.startswith("@") and word[1:] not in known:
                    todo = _meant(word[1:], classes) or "add it to classes.toml"
                    yield fault(key, f"{role} asks for {word}, which no class is called", todo)
            if not words:
                yield fault(key, f"{role} lists no word", 'write what may stand there, "*" for anything')
    for key, side in (("of", block.of), ("poss", block.poss)):
        if side not in SIDES:
            yield fault(key, f"{key} is {side!r}", "write agent or object")


def _entries(block: PatternBlock, fault: Callable[..., Fault]) -> Iterator[Fault]:
    lists = {"verbs": block.verbs, "nouns": block.nouns, "adjectives": block.adjectives}
    if not any(lists.values()):
        yield fault("id", "names no verb, noun or adjective", "add verbs, nouns or adjectives")
    for key, entries in lists.items():
        for entry in entries:
            if not entry.split():
                yield fault(key, "an entry is empty", "take it out")
            elif entry != entry.lower():
                yield fault(key, f"{entry!r} has capitals", "write lemmas in small letters")
        for entry in sorted({entry for entry in entries if entries.count(entry) > 1}):
            yield fault(key, f"{entry!r} stands twice", "take one out")


def _twice(blocks: Sequence[Placed], elsewhere: Mapping[str, object]) -> Iterator[Fault]:
    """Ids, examples and triggers that stand twice. A trigger may have several patterns if these ask for different
    things; of two that ask for the same the later never codes anything."""
    ids: dict[str, Placed] = {}
    texts: dict[str, Placed] = {}
    triggers: dict[tuple[str, str], list[Placed]] = {}
    for placed in blocks:
        block = placed.block
        if block.id in ids:
            first = ids[block.id]
            yield Fault(placed.file, placed.line, block.id, f"the id is already at {_at(first)}", "rename one")
        elif block.id in elsewhere:
            yield Fault(placed.file, placed.line, block.id, "the bundled pack has this id", "rename yours")
        ids.setdefault(block.id, placed)
        for text in (patterns.MARKS.sub("", block.hit), patterns.MARKS.sub("", block.miss)):
            if text in texts:
                first = texts[text]
                what = f"an example already used by {first.block.id} ({_at(first)})"
                yield Fault(placed.file, placed.line, block.id, what, "write another")
            texts.setdefault(text, placed)
        for part, entries in (("verb", block.verbs), ("noun", block.nouns), ("adjective", block.adjectives)):
            for entry in dict.fromkeys(entries):
                words = entry.split()
                head = words[-1:] if part == "noun" else words[:1]
                key = (part, " ".join((*head, *sorted(words[:-1] if part == "noun" else words[1:]))))
                for first in triggers.setdefault(key, []):
                    if first.block.id != block.id and _hides(first.block, block):
                        what = f"{entry!r} never codes here: {first.block.id} ({_at(first)}) asks for no more"
                        yield Fault(placed.file, placed.line, block.id, what, "take it out, or ask for more in `where`")
                triggers[key].append(placed)


def _hides(first: PatternBlock, later: PatternBlock) -> bool:
    """Whether the earlier pattern holds wherever the later does; the earlier wins a draw."""
    if first.where != later.where:
        return False
    return all(set(words) <= set(later.unless.get(role, ())) for role, words in first.unless.items())


def _at(placed: Placed) -> str:
    return f"{placed.file}:{placed.line}"
