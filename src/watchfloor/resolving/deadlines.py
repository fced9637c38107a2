"""Deadlines as facts: what is due, who is bound, who set it, by when, and how it fared, each with its words.

The grammar is in deadline_rules.py, the reading of limits in deadline_limits.py, the words in the pack `deadlines`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from watchfloor.coding.graph import Graph
from watchfloor.resolving import deadline_limits, deadline_rules, domains
from watchfloor.resolving.actors import ActorBook
from watchfloor.resolving.clauses import SPEAKING
from watchfloor.resolving.deadline_limits import Limit
from watchfloor.resolving.deadline_rules import Found
from watchfloor.resolving.deadlinebook import DeadlineBook
from watchfloor.resolving.events import Background
from watchfloor.types import Actor, Cited, Deadline, Period, Sentence, Span, fact_id

GENERAL = re.compile(
    r"\b(?:any|every|each) (?:result|party|member|citizen|candidate|applicant|state|case|person|voter|government|"
    r"judge|country)\b|"
    r"\b(?:in most|in all|usually|normally|as a rule|generally|always|typically|by custom|handbook|textbook|guide to|"
    r"reminds? all|explains? how)\b",
    re.I,
)
"""words of rules that hold for everybody and bind nobody in the case at hand"""
SOON = timedelta(days=45)
"""how far a limit may lie from the day of writing for "four more months" to be counted from it"""
NEAR = timedelta(days=14)
"""how far a stated new day may lie from "four more months" told just before it"""


class DeadlineReader:
    """Reads deadlines; holds the loaded books, and is a function of its arguments."""

    def __init__(self, actors: ActorBook, book: DeadlineBook) -> None:
        self.actors = actors
        self.book = book

    def deadlines(self, graphs: Sequence[Graph], background: Background) -> tuple[Deadline, ...]:
        """The deadlines of one article, in its order. `graphs` are those of its sentences."""
        text = background.article.text
        out: list[Deadline] = []
        for place, graph in enumerate(graphs):
            s = graph.sentence
            words = text[s.start : s.end]
            if not self.book.worth.search(words) or words.rstrip().endswith("?"):
                continue
            found_limits = deadline_limits.limits(s, text, background.when.get(s.start, ()), background.day)
            found = deadline_rules.read(graph, found_limits, self.book)
            # The wide lists of words are asked last: they cost most.
            if (
                not found
                or GENERAL.search(words)
                or domains.elsewhere(self.book, self.actors, graphs, place, background)
            ):
                continue
            if deadline_limits.history(words, background.day):
                continue
            if found and deadline_rules.UNBOUND.search(words):
                found = (replace(found[0], status="disputed"), *found[1:])
            for one in found:
                fact = self._fact(graph, one, background, out)
                if fact is not None and all(fact.id != other.id for other in out):
                    out.append(fact)
        return tuple(_agreed(out))

    def _fact(self, graph: Graph, found: Found, background: Background, before: list[Deadline]) -> Deadline | None:
        s, text, day = graph.sentence, background.article.text, background.day
        version = background.article.version
        limit = found.limit
        stated = text[limit.start : limit.end] if limit else ""
        moved_from = self._period(found.earlier, day, "open", text, version)
        base = None
        if limit is not None and limit.kind == "span":
            if found.base is not None:
                began = deadline_limits.due(
                    replace(found.base, prep="on"), day, "met", text[found.base.start : found.base.end]
                )
                base = (
                    began.end
                    if began and began.end and (day is None or began.end <= day + timedelta(days=366))
                    else None
                )
            if limit.more:
                base = _earlier_day(moved_from, before, day)
                if base is None and any(
                    one.status == "missed" and one.sentence.span.start == s.start for one in before
                ):
                    base = day  # it was missed as this was written
        due = None
        if limit is not None and not (limit.kind == "span" and limit.more and base is None):
            due = deadline_limits.due(limit, day, found.status, stated, base)
        if (
            due is not None
            and due.end is not None
            and day is not None
            and due.end.year < day.year - deadline_limits.LONG_AGO
        ):
            return None
        if found.status == "moved" and moved_from is None and due is not None:
            moved_from = _known_earlier(before, due)
        what = self._what(graph, found, text, version)
        cue = _cite(text, version, _run(s, found.cue), found.rule)
        whole = Cited(text[s.start : s.end], Span(version, s.start, s.end), text[s.start : s.end], "sentence")
        limited = Cited(stated, Span(version, limit.start, limit.end), stated, f"limit:{limit.kind}") if limit else None
        spans = (limited.span if limited else cue.span, what.span)
        setters = self._parties(graph, found.setters, background)
        return Deadline(
            id=fact_id("deadline", (*spans, whole.span)),
            what=what,
            bound=self._parties(graph, found.bound, background),
            set_by=setters,
            stated=limited,
            due=due,
            status=found.status,
            moved_from=moved_from,
            said_by=self._parties(graph, _said_by(graph, found.what), background),
            confidence=found.confidence,
            cue=cue,
            sentence=whole,
        )

    def _period(
        self, limit: Limit | None, day: date | None, status: str, text: str, version: str
    ) -> Cited[Period] | None:
        if limit is None:
            return None
        words = text[limit.start : limit.end]
        period = deadline_limits.due(
            replace(limit, prep="" if limit.prep == "from" else limit.prep), day, status, words
        )
        return Cited(period, Span(version, limit.start, limit.end), words, f"limit:{limit.kind}") if period else None

    def _what(self, graph: Graph, found: Found, text: str, version: str) -> Cited[str]:
        s = graph.sentence
        taken = set(found.limit.words) if found.limit else set()
        if found.earlier:
            taken |= set(found.earlier.words)
        words = _phrase(graph, found.what, taken, clause=found.clause)
        return _cite(text, version, (s.starts[words[0]], s.ends[words[-1]]), "clause" if found.clause else "phrase")

    def _parties(self, graph: Graph, heads: Iterable[int], background: Background) -> tuple[Cited[Actor], ...]:
        article, s = background.article, graph.sentence
        found: dict[str, Cited[Actor]] = {}
        for head in dict.fromkeys(heads):
            known = self.actors.resolve(
                s, head, version=article.version, text=article.text, on=background.day, seen=background.seen
            )
            if not known and s.upos[head] in ("NOUN", "PROPN"):
                low, high = _extent(graph, head)
                span = Span(article.version, s.starts[low], s.ends[high])
                words = article.text[span.start : span.end]
                known = (Cited(Actor(f"unknown:{words.lower()}", words, "unknown", ""), span, words, "phrase"),)
            for cited in known:
                found.setdefault(cited.value.id, cited)
        return tuple(found.values())


def _earlier_day(moved_from: Cited[Period] | None, before: Sequence[Deadline], day: date | None) -> date | None:
    """The day from which "more" time is counted: a limit told before that is about to pass or has just passed."""
    if moved_from is not None:
        return moved_from.value.end
    ends = [one.due.end for one in before if one.due is not None and one.due.end is not None]
    return next((end for end in reversed(ends) if day is not None and abs(end - day) <= SOON), None)


def _known_earlier(before: Sequence[Deadline], due: Period) -> Cited[Period] | None:
    """The day told before of the deadline that is moved now."""
    for one in reversed(before):
        if one.moved_from is not None and one.status == "moved" and one.due is not None and one.due.end == due.end:
            return one.moved_from
        if (
            one.due is not None
            and one.stated is not None
            and one.due.end != due.end
            and one.status in ("open", "missed")
        ):
            return Cited(one.due, one.stated.span, one.stated.words, one.stated.rule)
    return None


def _agreed(found: list[Deadline]) -> list[Deadline]:
    """ "Four more months. The new deadline is November 24": the second tells the day of the first, and the first that
    the second was moved."""
    out = list(found)
    for i, one in enumerate(out):
        if one.status != "moved" or one.stated is None or not one.stated.rule.endswith("span"):
            continue
        for j in range(i + 1, min(i + 4, len(out))):
            other = out[j]
            if other.due is None or other.due.end is None or other.status not in ("moved", "open"):
                continue
            near = one.due is not None and one.due.end is not None and abs(one.due.end - other.due.end) <= NEAR
            if near or (one.due is None and other.status == "moved"):
                out[i] = replace(one, due=other.due, moved_from=one.moved_from or other.moved_from)
                if other.moved_from is None:
                    out[j] = replace(other, status="moved", moved_from=one.moved_from)
                break
    return out


def _said_by(graph: Graph, i: int) -> tuple[int, ...]:
    """Who says the clause of a word, by the verb of saying above it or "according to"."""
    s = graph.sentence
    while i >= 0:
        if "according_to" in graph.roles[i]:
            return graph.roles[i]["according_to"]
        parent = s.heads[i]
        if parent >= 0 and s.lemmas[parent] in SPEAKING and s.rels[i] in ("ccomp", "parataxis"):
            return graph.roles[parent].get("agent", ())
        for c in graph.children[i]:
            if s.rels[c] == "parataxis" and s.lemmas[c] in SPEAKING:
                return graph.roles[c].get("agent", ())
        i = parent
    return ()


def _extent(graph: Graph, head: int) -> tuple[int, int]:
    """First and last word of a noun phrase, without the clauses behind it."""
    s = graph.sentence
    keep = [head]
    for c in graph.children[head]:
        if s.rels[c].split(":")[0] in ("amod", "compound", "nummod", "flat", "nmod") and c != head:
            keep += graph.subtree(c) if s.rels[c] != "nmod" or c > head else (c,)
    low = high = head
    wanted = set(keep)
    while low - 1 in wanted:
        low -= 1
    while high + 1 in wanted:
        high += 1
    return low, high


def _phrase(graph: Graph, head: int, taken: set[int], *, clause: bool) -> tuple[int, ...]:
    """The words of what must be done: the run around `head` in its subtree without the limit, the subject of an active
    clause and what is said around it."""
    s = graph.sentence
    drop = set(taken)
    for c in graph.children[head]:
        rel = s.rels[c].split(":")[0]
        below = graph.subtree(c)
        if (
            rel in ("mark", "punct", "cc", "parataxis", "discourse")
            or (rel in ("case", "det") and not clause)
            or (rel == "aux" and clause and not graph.passive[head])
            or (rel in ("nsubj", "csubj") and clause and not graph.passive[head])
            or (rel == "conj" and s.upos[c] == "VERB" and c > head and taken and min(taken) < c)
            or (rel in ("advcl", "acl", "appos") and not clause and c > head)
            or (rel == "advcl" and any(s.words[k].lower() in ("if", "or", "unless") for k in below))
            or (rel == "acl" and s.rels[c] == "acl:relcl")
        ):
            drop.update(below)
    inside = [i for i in graph.subtree(head) if i not in drop and s.upos[i] != "PUNCT"]
    if clause and s.upos[head] not in ("VERB", "AUX"):
        inside += [c for c in graph.children[head] if s.rels[c] in ("cop", "case")]
    if head not in inside:
        return (head,)
    low = high = head
    members = set(inside)
    gap = members | {i for i in range(len(s)) if s.upos[i] == "PUNCT" and s.words[i] in ("-", "'", "’", '"')}
    while low - 1 in gap:
        low -= 1
    while high + 1 in gap:
        high += 1
    while high > head and s.upos[high] == "PUNCT":
        high -= 1
    while low < head and s.upos[low] in ("PUNCT", "DET"):
        low += 1
    objects = [c for c in graph.children[head] if s.rels[c] in ("obj", "xcomp", "ccomp")]
    if low == high == head and clause and objects and taken and objects[0] > max(taken):
        rest = [i for i in inside if i > max(taken)]
        if rest:
            return (head, rest[-1])  # the limit stands inside: "answer by Friday the questions of the court"
    return tuple(range(low, high + 1))


def _run(s: Sentence, words: Sequence[int]) -> tuple[int, int]:
    inside = [i for i in words if 0 <= i < len(s)]
    return s.starts[min(inside)], s.ends[max(inside)]


def _cite(text: str, version: str, span: tuple[int, int], rule: str) -> Cited[str]:
    words = text[span[0] : span[1]]
    return Cited(words, Span(version, *span), words, rule)
