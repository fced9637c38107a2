"""What is different between two codebooks: patterns gained, lost and changed, and words of its lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from watchfloor.coding.patterns import Codebook


@dataclass(frozen=True, slots=True)
class Change:
    """One key of a pattern, before and after, as the file writes it."""

    key: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids of patterns, and words, in the order of the alphabet."""

    gained: tuple[str, ...]
    lost: tuple[str, ...]
    changed: Mapping[str, tuple[Change, ...]]
    words: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
    """list of words ("class force", "light verbs", "facet verbs of denied") -> words gained, words lost"""

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost or self.changed or self.words)


def difference(old: Codebook, new: Codebook) -> Difference:
    """What `new` has, lacks or says otherwise than `old`. The order of patterns and of words is no difference, but for
    patterns that draw, of which the first wins."""
    both = sorted(old.patterns.keys() & new.patterns.keys())
    changed = {ident: tuple(_changes(old, new, ident)) for ident in both}
    before, after = _lists(old), _lists(new)
    words = {}
    for name in sorted(before.keys() | after.keys()):
        was, is_ = before.get(name, frozenset()), after.get(name, frozenset())
        if was != is_:
            words[name] = (tuple(sorted(is_ - was)), tuple(sorted(was - is_)))
    return Difference(
        gained=tuple(sorted(new.patterns.keys() - old.patterns.keys())),
        lost=tuple(sorted(old.patterns.keys() - new.patterns.keys())),
        changed={ident: changes for ident, changes in changed.items() if changes},
        words=words,
    )


def _changes(old: Codebook, new: Codebook, ident: str) -> Iterator[Change]:
    was, is_ = msgspec.structs.asdict(old.patterns[ident]), msgspec.structs.asdict(new.patterns[ident])
    for key, value in is_.items():
        if _plain(was[key]) != _plain(value):
            yield Change(key, was[key], value)


def _plain(value: object) -> object:
    """A value in which the order of words does not count; that of roles does, since the first that is filled wins."""
    if isinstance(value, dict):
        return {key: sorted(words) for key, words in value.items()}
    return value


def _lists(book: Codebook) -> dict[str, frozenset[str]]:
    lists = {f"class {name}": words for name, words in book.classes.items()}
    lists["light verbs"] = book.light_verbs
    lists["receiving verbs"] = book.receiving_verbs
    for name in ("verbs", "nouns", "adjectives", "prepositions", "modals", "adverbs"):
        groups: Mapping[str, str] = getattr(book.facets, name)
        for facet in set(groups.values()):
            lists[f"facet {name} of {facet or 'nothing'}"] = frozenset(w for w, f in groups.items() if f == facet)
    for name in ("reports", "ongoing", "presupposing_verbs", "presupposing_nouns", "occurring_verbs"):
        lists[f"facet list {name}"] = getattr(book.facets, name)
    lists["acts about acts"] = frozenset(
        f"{outer}.{inner or 'default'} = {mode or '-'} {cameo}"
        for outer, table in book.compose.items()
        for inner, (mode, cameo) in table.items()
    )
    lists["types"] = frozenset(f"{name} {mode}".strip() for name, t in book.types.items() for mode in ("", *t.modes))
    return lists
