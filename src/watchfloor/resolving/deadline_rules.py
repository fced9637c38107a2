"""The grammar of deadlines: which of the limits in a sentence bind somebody, to what, and how they fared.

A limit is a deadline when something licenses it: a noun that is one ("the July 20 deadline"), a term that runs out
("the truce expires"), time that is given ("has until", "48 hours to"), a duty, an order, a promise or a target above
the clause it stands in, or a move ("extended to"). A bare "by Friday" beside a deed is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from watchfloor.coding.graph import Graph
from watchfloor.resolving.deadline_duties import Duties
from watchfloor.resolving.deadline_limits import Limit
from watchfloor.resolving.deadline_nouns import Nouns
from watchfloor.resolving.deadline_times import Times
from watchfloor.resolving.deadline_turns import Turns
from watchfloor.resolving.deadline_words import CONTRADICTED, DONE, UNBOUND, UNDONE_YET, Found
from watchfloor.resolving.deadlinebook import DeadlineBook

__all__ = ["UNBOUND", "Found", "read"]


def read(graph: Graph, limits: Sequence[Limit], book: DeadlineBook) -> tuple[Found, ...]:
    """The deadlines of one sentence."""
    return tuple(_Rules(graph, limits, book).all())


class _Rules(Nouns, Times, Duties, Turns):
    def all(self) -> Iterator[Found]:
        nouns = self.nouns()
        used: set[int] = set()
        done: list[Found] = []
        for limit in self.limits:
            found = self.of_limit(limit, nouns)
            if found is not None:
                done.append(found)
        done = [self.fate(self.put_off(f)) for f in done]
        moved = [f for f in done if f.status == "moved" and f.limit is not None]
        for found in done:
            used.update(found.cue)
            used.add(found.what)
        done = [f for f in done if not any(m is not f and f.limit is m.earlier for m in moved)]
        for noun in nouns:
            if noun in used:
                continue
            bare = self.of_noun(noun)
            if bare is not None:
                done.append(bare)
        if not done and (loose := self.ticking() or self.ended() or self.on_time()) is not None:
            done.append(loose)
        seen: set[tuple[int, int]] = set()
        for found in sorted(done, key=lambda f: (f.limit is None, f.cue)):
            key = (found.what, found.limit.start if found.limit else -1)
            if key in seen or (found.limit is None and any(k[0] == found.what for k in seen)):
                continue
            seen.add(key)
            yield found

    def fate(self, found: Found) -> Found:
        """ "Was to leave by Friday, and did", "... but has not", "says Moscow; Kiev denies it"."""
        if found.limit is None or found.status != "open":
            return found
        behind = " ".join(w for w, at in zip(self.s.words, self.s.starts, strict=True) if at >= found.limit.end)
        if UNDONE_YET.search(behind):
            return replace(found, status="missed")
        if DONE.search(behind):
            return replace(found, status="met")
        if CONTRADICTED.search(behind):
            return replace(found, status="disputed")
        above = self.s.heads[found.cue[0]] if found.cue else -1
        if (
            above >= 0
            and self.s.rels[found.cue[0]] == "obj"
            and self.kind(above, "disputes")
            and not self.undone(above)
        ):
            asks = self.lemma(above) in ("accept", "recognise", "recognize", "acknowledge", "call", "refuse")
            if not asks:
                return replace(found, status="disputed")
        return found

    def put_off(self, found: Found) -> Found:
        """ "By 30 June instead of the 20th": the day named first is the new one."""
        if found.limit is None or found.status != "open":
            return found
        if not re.match(
            r"\W*(?:instead of|rather than|and not|not) (?:on |by |the |in )*(?=[A-Z\d])", self.after(found.limit)
        ):
            return found
        return replace(found, status="moved")

    def of_limit(self, limit: Limit, nouns: list[int]) -> Found | None:
        return (
            self.shifted(limit)
            or self.on_noun(limit, nouns)
            or self.move(limit)
            or self.given(limit)
            or self.ending(limit)
            or self.left(limit)
            or self.bound(limit)
            or self.as_agreed(limit)
            or self.set_day(limit)
            or self.time_to(limit)
            or self.turned(limit)
            or self.bare(limit)
        )
