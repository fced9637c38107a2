"""The words that attribute: verbs, nouns, adjectives and phrases that say who said, thinks or found something.

They are rows of the pack `speech`, which anybody may edit: the cue, what it makes of its content (an act of acts.tsv),
and what it takes. This module reads them; attribution.py uses them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from watchfloor import packs
from watchfloor.errors import PackDamaged

PACK = "speech"
TAKES = frozenset({"clause", "told", "infinitive", "object", "order", "as", "predicate", "accused"})
PREPOSITIONS = frozenset("about against by for in of on over to with".split())
CHANNELS = frozenset({"speech", "thought", "finding", "perception"})


@dataclass(frozen=True, slots=True)
class Act:
    """What a cue makes of its content."""

    name: str
    channel: str
    """speech, thought, finding or perception"""
    content: int
    """+1 when who speaks stands by the content, -1 when against it, 0 when neither follows"""


@dataclass(frozen=True, slots=True)
class Cue:
    """One reading of one cue."""

    words: tuple[str, ...]
    """lemmas; the first is the head"""
    act: Act
    takes: frozenset[str]
    place: str
    """file:line of its row"""


@dataclass(frozen=True, slots=True)
class CueBook:
    """All cues, by the lemma of their head word; the readings of one word in the order in which they are tried."""

    verbs: Mapping[str, tuple[Cue, ...]]
    nouns: Mapping[str, tuple[Cue, ...]]
    adjectives: Mapping[str, tuple[Cue, ...]]
    sources: Mapping[str, Act]
    """prepositions of a source, their words joined by `_`: `according_to`"""
    positions: Mapping[str, Act]
    """prepositions that take a side behind "is": `against`"""
    acts: Mapping[str, Act]
    anonymous: frozenset[str]
    """nouns for people who are quoted without a name"""
    venues: frozenset[str]
    """nouns for where or in what something is said"""
    declines: Mapping[str, frozenset[str]]
    """how an article says that somebody would not speak: verb, with `not` where it is negated -> lemmas below it"""
    fingerprint: str


def load(base: Path | None = None) -> CueBook:
    """The bundled cues, or those of the pack below `base`. Raises `PackDamaged` with file and line."""
    root = packs.folder(PACK, base)
    acts: dict[str, Act] = {}
    for row in packs.rows(root / "acts.tsv", ("act", "channel", "content", "meaning")):
        name, channel, content, _ = row.cells
        if channel not in CHANNELS or content not in ("1", "0", "-1"):
            raise PackDamaged(f"{row.file}:{row.line}: channel must be one of {', '.join(sorted(CHANNELS))}, content "
                              "1, 0 or -1", row.file)  # fmt: skip
        acts[name] = Act(name, channel, int(content))
    people: dict[str, set[str]] = {"anonymous": set(), "venue": set()}
    for row in packs.rows(root / "people.tsv", ("word", "what", "why"), 1):
        if row.cells[1] not in people:
            raise PackDamaged(f"{row.file}:{row.line}: {row.cells[1]!r} is neither anonymous nor venue", row.file)
        people[row.cells[1]].add(row.cells[0])
    declines: dict[str, set[str]] = {}
    for row in packs.rows(root / "declines.tsv", ("cue", "below", "why"), 1):
        declines.setdefault(row.cells[0], set()).update(filter(None, row.cells[1].split(",")))
    return CueBook(
        verbs=_cues(root / "verbs.tsv", acts),
        nouns=_cues(root / "nouns.tsv", acts),
        adjectives=_cues(root / "adjectives.tsv", acts),
        sources={
            row.cells[0].replace(" ", "_"): _act(acts, row.cells[1], row)
            for row in packs.rows(root / "sources.tsv", ("cue", "act", "why"), 1)
        },
        positions={
            row.cells[0]: _act(acts, row.cells[1], row)
            for row in packs.rows(root / "positions.tsv", ("cue", "act", "why"), 1)
        },
        acts=acts,
        anonymous=frozenset(people["anonymous"]),
        venues=frozenset(people["venue"]),
        declines={cue: frozenset(below) for cue, below in declines.items()},
        fingerprint=packs.fingerprint(PACK, base),
    )


def _act(acts: Mapping[str, Act], name: str, row: packs.Row) -> Act:
    if name not in acts:
        raise PackDamaged(f"{row.file}:{row.line}: no act {name!r}; acts.tsv lists them", row.file)
    return acts[name]


def _cues(path: Path, acts: Mapping[str, Act]) -> dict[str, tuple[Cue, ...]]:
    found: dict[str, list[Cue]] = {}
    for row in packs.rows(path, ("cue", "act", "takes", "why"), 1):
        words = tuple(row.cells[0].split())
        takes = frozenset(part.strip() for part in row.cells[2].split(","))
        unknown = takes - TAKES - PREPOSITIONS
        if not words or unknown:
            raise PackDamaged(f"{row.file}:{row.line}: cannot take {', '.join(sorted(unknown)) or 'no cue'}", row.file)
        cue = Cue(words, _act(acts, row.cells[1], row), takes, f"{path.name}:{row.line}")
        found.setdefault(words[0], []).append(cue)
    # Longer cues first: "call for" before "call".
    return {lemma: tuple(sorted(cues, key=lambda cue: -len(cue.words))) for lemma, cues in found.items()}
