"""Outlooks as facts: whose judgement, of what, by when, and the numbers beside the word.

The grammar is in outlook_rules.py; the words and what readers hear in them are rows of the pack `likelihood`. ICD 203
bands stand for the language of intelligence products, readers' medians for that of the press, and stated numbers for
themselves.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from watchfloor.coding.graph import Graph
from watchfloor.resolving import deadline_limits, domains, outlook_rules
from watchfloor.resolving.actors import ActorBook
from watchfloor.resolving.events import Background
from watchfloor.resolving.outlook_rules import Said
from watchfloor.resolving.outlookbook import OutlookBook
from watchfloor.types import Actor, Cited, Outlook, Period, Span, fact_id

HISTORY = 3
"""years before the article after which a limit belongs to an outlook of old times"""


class OutlookReader:
    """Reads outlooks; holds the loaded books, and is a function of its arguments."""

    def __init__(self, actors: ActorBook, book: OutlookBook) -> None:
        self.actors = actors
        self.book = book

    def outlooks(self, graphs: Sequence[Graph], background: Background) -> tuple[Outlook, ...]:
        """The outlooks of one article, in its order. `graphs` are those of its sentences."""
        text = background.article.text
        out: list[Outlook] = []
        intelligence = False
        for place, graph in enumerate(graphs):
            s = graph.sentence
            words = text[s.start : s.end]
            intelligence = intelligence or outlook_rules.INTELLIGENCE.search(words) is not None
            if words.rstrip("\"”' \n").endswith("?") or deadline_limits.history(words, background.day):
                continue
            if outlook_rules.GENERAL.search(words):
                continue
            judged = outlook_rules.read(graph, self.book)
            # The wide lists of words are asked last: they cost most.
            if not judged or domains.elsewhere(self.book, self.actors, graphs, place, background):
                continue
            for said in judged:
                fact = self._fact(graph, said, background, intelligence=intelligence)
                if fact is not None and all(fact.id != other.id for other in out):
                    out.append(fact)
        return tuple(out)

    def _fact(self, graph: Graph, said: Said, background: Background, *, intelligence: bool) -> Outlook | None:
        s, article = graph.sentence, background.article

        def cite(first: int, last: int, rule: str) -> Cited[str]:
            start, end = s.starts[first], s.ends[last]
            return Cited(article.text[start:end], Span(article.version, start, end), article.text[start:end], rule)

        by = self._by(graph, said, background) or self._deadline(graph, said, background)
        if (
            by is not None
            and background.day is not None
            and by.value.end is not None
            and (by.value.end.year < background.day.year - HISTORY)
        ):
            return None
        low, high, point, scale = said.low, said.high, said.point, said.scale
        if intelligence and said.icd is not None and scale != "stated":
            low, high = said.icd
            point, scale = round((low + high) / 2, 3), "icd203"
        what = cite(said.first, said.last, "outcome")
        cue = cite(said.cue[0], said.cue[-1], said.rule)
        whole = article.text[s.start : s.end]
        holder = self._holder(graph, said, background)
        condition = None
        if said.condition >= 0:
            below = [i for i in graph.subtree(said.condition) if s.upos[i] != "PUNCT"]
            condition = cite(below[0], below[-1], "condition")
        return Outlook(
            id=fact_id("outlook", (cue.span, what.span)),
            holder=holder,
            what=what,
            negated=said.negated,
            by=by,
            direction=said.direction,
            low=None if low is None else round(low, 3),
            high=None if high is None else round(high, 3),
            point=None if point is None else round(point, 3),
            scale=scale,
            condition=condition,
            confidence=said.confidence,
            cue=cue,
            sentence=Cited(whole, Span(article.version, s.start, s.end), whole, "sentence"),
        )

    def _by(self, graph: Graph, said: Said, background: Background) -> Cited[Period] | None:
        """The last date of the outcome's words or clause."""
        s, text = graph.sentence, background.article.text
        below = set(graph.subtree(said.head)) | set(range(said.first, said.last + 1))
        found: Cited[Period] | None = None
        limits = deadline_limits.limits(s, text, background.when.get(s.start, ()), background.day)
        ahead = [one for one in limits if one.prep in ("by", "before", "within")]
        if len(ahead) == 1 and all(one.head not in below for one in limits):
            below.add(ahead[0].head)
        for limit in limits:
            if limit.head not in below or limit.prep in ("since", "from") or limit.kind == "clock":
                continue
            if limit.kind == "span" and limit.prep not in ("within", "in"):
                continue
            words = text[limit.start : limit.end]
            due = deadline_limits.due(limit, background.day, "open", words)
            if due is None or due.end is None:
                continue
            if background.day is not None and due.end < background.day:
                continue
            if found is None or (found.value.end is not None and due.end >= found.value.end):
                found = Cited(
                    due, Span(background.article.version, limit.start, limit.end), words, f"limit:{limit.kind}"
                )
        return found

    def _deadline(self, graph: Graph, said: Said, background: Background) -> Cited[Period] | None:
        """ "By the deadline": the day that the sentences before give to one."""
        s, text = graph.sentence, background.article.text
        around = " ".join(s.words[said.first : min(len(s), said.last + 5)]).lower()
        if not re.search(r"\b(?:by|before|beyond) (?:the|that|this) deadline\b", around):
            return None
        before = sorted((start, dates) for start, dates in background.when.items() if start < s.start)
        for start, dates in reversed(before):
            if len(dates) == 1 and "deadline" in text[start : s.start].split("\n")[0].lower() and dates[0].value.end:
                return dates[0]
        return None

    def _holder(self, graph: Graph, said: Said, background: Background) -> Cited[Actor] | None:
        article, s = background.article, graph.sentence
        for head in said.holders:
            known = self.actors.resolve(
                s, head, version=article.version, text=article.text, on=background.day, seen=background.seen
            )
            if known:
                return known[0]
            if s.upos[head] in ("NOUN", "PROPN"):
                inside = [
                    i
                    for i in graph.subtree(head)
                    if i <= head or s.rels[i] in ("flat", "case", "nmod", "det", "compound")
                ]
                start, end = s.starts[min(inside)], s.ends[max(inside)]
                words = article.text[start:end]
                return Cited(
                    Actor(f"unknown:{words.lower()}", words, "unknown", ""),
                    Span(article.version, start, end),
                    words,
                    "phrase",
                )
        return None
