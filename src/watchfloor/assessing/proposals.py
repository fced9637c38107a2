"""Issues that nobody has written down yet: phrases that come again and again in statements which no issue covers.

They are proposed, never added: a person reads them, gives them a name and puts them into `issues.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from watchfloor.assessing.issues import IssueBook
from watchfloor.assessing.positions import Said, about
from watchfloor.store.folding import fold

LONGEST: Final = 3
"""words of a phrase"""
EMPTY: Final = frozenset(
    "a about after again all also an and any are as at be because been before being both but by can could did do does "
    "each either every few for from had has have he her here him his how i if in into is it its just like made make "
    "many may me might more most much must my new no nor not now of off on once one only or other our out over own "
    "part people place put same she should so some still such take than that the their them then there these they "
    "thing things this those through time to together two under until up upon us very was way we were what when where "
    "whether which while who whom will with without work would year years you your s t".split()
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A phrase, and how often it comes."""

    words: str
    articles: int
    speakers: int
    examples: tuple[Said, ...]
    """one for each of some speakers"""


def propose(
    said: Iterable[Said], book: IssueBook, *, articles: int = 3, speakers: int = 2, most: int = 20
) -> tuple[Proposal, ...]:
    """The phrases of what statements take a stance on that stand in at least so many articles and come from so many
    speakers, where no issue is found; the most frequent first."""
    where: dict[str, set[str]] = {}
    who: dict[str, dict[str, Said]] = {}
    for one in said:
        if not one.statement.stances or about(one, book).issues:
            continue
        speaker = one.statement.speaker.value.id if one.statement.speaker else ""
        for stance in one.statement.stances:
            for phrase in _phrases(stance.target.words):
                where.setdefault(phrase, set()).add(one.article)
                who.setdefault(phrase, {}).setdefault(speaker, one)
    fit = [p for p, found in where.items() if len(found) >= articles and len(who[p]) >= speakers]
    kept: list[str] = []
    for phrase in sorted(fit, key=lambda p: (-len(where[p]), -len(p.split()), p)):
        longer = [p for p in fit if p != phrase and f" {phrase} " in f" {p} "]
        if any(len(where[p]) >= 0.7 * len(where[phrase]) for p in longer):
            continue  # "railway" comes nearly always in "northern railway"
        if any(where[phrase] <= where[p] and set(phrase.split()) & set(p.split()) for p in kept):
            continue
        kept.append(phrase)
    return tuple(Proposal(p, len(where[p]), len(who[p]), tuple(list(who[p].values())[:3])) for p in kept[:most])


def _phrases(words: str) -> set[str]:
    """Runs of telling words, one to three long."""
    found: set[str] = set()
    run: list[str] = []
    for word in [*fold(words).split(), ""]:
        if word and word not in EMPTY and len(word) > 2 and not word.isdigit():
            run.append(word)
            continue
        for size in range(1, LONGEST + 1):
            found.update(" ".join(run[k : k + size]) for k in range(len(run) - size + 1))
        run = []
    return {phrase for phrase in found if " " in phrase or len(phrase) > 4}
