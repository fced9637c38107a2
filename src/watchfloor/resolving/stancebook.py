"""The words by which a stance is read: the pack `stance`, which anybody may edit. stances.py uses them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from watchfloor import packs
from watchfloor.errors import PackDamaged

PACK = "stance"
COMMITMENTS = ("commits", "states", "suggests", "leaves-open")
KINDS = frozenset(
    {"modal", "advice", "condition", "limit", "cautious", "state", "course", "own", "mute", "people", "unspoken"}
)
COLUMNS = ("words", "value", "denied", "commitment", "takes", "why")


@dataclass(frozen=True, slots=True)
class Position:
    """A word that takes a position, and what it takes it on."""

    words: tuple[str, ...]
    """lemmas; the first is the head"""
    value: int
    denied: int | None
    """the value under "not"; None when nothing follows from that"""
    commitment: str
    takes: tuple[str, ...]
    place: str
    """file:line of its row"""


@dataclass(frozen=True, slots=True)
class StanceBook:
    """All words, by the lemma of their head; longer ones first."""

    verbs: Mapping[str, tuple[Position, ...]]
    adjectives: Mapping[str, tuple[Position, ...]]
    nouns: Mapping[str, tuple[Position, ...]]
    phrases: Mapping[str, tuple[Position, ...]]
    acts: Mapping[str, Position]
    """by the name of an act of the pack `speech`"""
    modals: Mapping[str, tuple[int, int]]
    advice: Mapping[str, tuple[int, int]]
    markers: Mapping[str, frozenset[str]]
    """the kinds without a value: condition, limit, cautious, state, course, own, mute, people, unspoken"""
    fingerprint: str


def load(base: Path | None = None) -> StanceBook:
    """The bundled words, or those of the pack below `base`. Raises `PackDamaged` with file and line."""
    root = packs.folder(PACK, base)
    valued: dict[str, dict[str, tuple[int, int]]] = {"modal": {}, "advice": {}}
    markers: dict[str, set[str]] = {kind: set() for kind in sorted(KINDS - set(valued))}
    for row in packs.rows(root / "markers.tsv", ("word", "kind", "value", "denied"), 2):
        word, kind, value, denied = row.cells
        if kind not in KINDS:
            raise PackDamaged(
                f"{row.file}:{row.line}: no kind {kind!r}; there are {', '.join(sorted(KINDS))}", row.file
            )
        if kind in valued:
            valued[kind][word] = (_number(row, value), _number(row, denied))
        else:
            markers[kind].add(word)
    acts = {
        row.cells[0]: Position(
            (row.cells[0],), _number(row, row.cells[1]), _denied(row, row.cells[2]), row.cells[3],
            ("object", "to"), f"acts.tsv:{row.line}",
        )
        for row in packs.rows(root / "acts.tsv", ("act", "value", "denied", "commitment"))
    }  # fmt: skip
    return StanceBook(
        verbs=_positions(root / "verbs.tsv"),
        adjectives=_positions(root / "adjectives.tsv"),
        nouns=_positions(root / "nouns.tsv"),
        phrases=_positions(root / "phrases.tsv"),
        acts=acts,
        modals=valued["modal"],
        advice=valued["advice"],
        markers={kind: frozenset(words) for kind, words in markers.items()},
        fingerprint=packs.fingerprint(PACK, base),
    )


def _number(row: packs.Row, cell: str) -> int:
    if cell not in ("-2", "-1", "0", "1", "2"):
        raise PackDamaged(f"{row.file}:{row.line}: {cell!r} is no value; write -2, -1, 0, 1 or 2", row.file)
    return int(cell)


def _denied(row: packs.Row, cell: str) -> int | None:
    return _number(row, cell) if cell else None


def _positions(path: Path) -> dict[str, tuple[Position, ...]]:
    found: dict[str, list[Position]] = {}
    for row in packs.rows(path, COLUMNS, 1):
        words = tuple(row.cells[0].split())
        if not words or row.cells[3] not in COMMITMENTS or not row.cells[4]:
            raise PackDamaged(
                f"{row.file}:{row.line}: a row has words, a commitment ({', '.join(COMMITMENTS)}) and takes", row.file
            )
        takes = tuple(part.strip() for part in row.cells[4].split(","))
        position = Position(
            words, _number(row, row.cells[1]), _denied(row, row.cells[2]), row.cells[3], takes,
            f"{path.name}:{row.line}",
        )  # fmt: skip
        found.setdefault(words[0], []).append(position)
    return {head: tuple(sorted(rows, key=lambda one: -len(one.words))) for head, rows in found.items()}
