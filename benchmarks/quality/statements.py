"""Statements against the answers of the bundled sample: `python -m benchmarks.quality.statements [--json] [--errors]`.

A row is found when a statement of the article has the row's words in its sentence, cue or content (half of the words of
the shorter one). Of the found it is asked whether the speaker is the row's (a common word of the name, or the country
for a body), whether the row's issue is among those found, and whether its stance there is the row's: exactly, or of the
same sign. Beside it the reversals: how many of the answers are shown, as certain or possible, and what is shown beyond
them. A pair of the answers is shown when two members of one pair, found by its rule, stand on the words of its two
rows.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from benchmarks.quality.sample import FOLDER, articles, located
from watchfloor.assessing import issues, positions, reversals
from watchfloor.assessing.positions import About, Cell, Said, about, around
from watchfloor.assessing.reversals import Deed, Reversal
from watchfloor.coder import Coder
from watchfloor.coding import cuebook
from watchfloor.coding.attribution import attributions
from watchfloor.coding.graph import build
from watchfloor.resolving.naming import folded
from watchfloor.resolving.statements import Books, statements
from watchfloor.types import Article, Statement

LEVELS = ("found", "speaker", "issue", "stance", "exact", "sign")


def read(coder: Coder, article: Article, books: Books, cues: cuebook.CueBook) -> tuple[Statement, ...]:
    """The statements of an article."""
    sentences = coder.parser.parse(article.text)
    graphs = [build(s, coder.codebook.light_verbs, coder.codebook.receiving_verbs) for s in sentences]
    background = coder.resolver.background(article, sentences)
    return statements(attributions(article.text, sentences, graphs, cues), sentences, graphs, background, books)


def said(article: Article, found: Sequence[Statement]) -> Iterator[Said]:
    """The statements with what stands around them, as a desk would have them."""
    for one in found:
        paragraph, lead = around(article.text, one.sentence.span.start, one.sentence.span.end)
        stated: date | None = one.when.value.start if one.when else None
        day = stated or (article.published.day if article.published else None)
        yield Said(one, day, stated is not None, article.outlet, article.id, article.title, paragraph, lead)


def overlap(one: Statement, span: tuple[int, int]) -> int:
    """How many characters of the row's words the statement holds in its cue, speaker and content."""
    parts = [*one.content, *((one.cue,) if one.cue else ())]
    spans = [part.span for part in parts] + ([one.speaker.span] if one.speaker else [])
    return len({k for s in spans for k in range(max(s.start, span[0]), min(s.end, span[1]))})


def found_for(row_span: tuple[int, int], had: Sequence[tuple[Said, About]]) -> tuple[Said, About] | None:
    """The statement that fits a row's words best; of nested ones the smallest."""
    best, best_key = None, (0.0, 0)
    for one, what in had:
        length = sum(c.span.end - c.span.start for c in one.statement.content)
        both = overlap(one.statement, row_span)
        key = (round(both / (row_span[1] - row_span[0]), 1), -length)
        if both >= 0.5 * min(row_span[1] - row_span[0], length) and key > best_key:
            best, best_key = (one, what), key
    return best


def same_speaker(row: dict[str, Any], one: Statement) -> bool:
    """Whether the speaker is the one of the answers: by a word of the name, or the country of a body."""
    if one.speaker is None:
        return False
    wanted = {w for w in folded(f"{row['speaker']} {row['office'] or ''}") if len(w) > 2} - {"the", "and", "for"}
    actor = one.speaker.value
    mine = set(folded(f"{actor.name} {actor.id.replace(':', ' ')} {one.speaker.words} {actor.office}"))
    return bool(set(folded(row["speaker"])) & mine - {"of", "the", "and", "al"}) or len(wanted & mine) >= 2


def main() -> int:
    """Prints the figures; exit status 0."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", action="store_true")
    options.add_argument("--errors", action="store_true", help="list rows that are missed or wrong")
    chosen = options.parse_args()
    coder, cues, tree = Coder.load(), cuebook.load(), issues.load()
    books = Books.load(coder.resolver.book)
    rows = [json.loads(line) for line in (FOLDER / "answers.jsonl").read_text(encoding="utf-8").splitlines()]
    texts: dict[str, str] = {}
    had: dict[str, list[tuple[Said, About]]] = {}
    total = 0
    deeds: list[Deed] = []
    for name, article in articles():
        found = [replace(one, article=name) for one in said(article, read(coder, article, books, cues))]
        deeds += [
            Deed(
                event,
                event.when.value.start if event.when and event.when.value.start else article.published.day,
                name,
                "",
            )
            for event in coder.code(article).events
            if article.published is not None
        ]
        texts[name], had[name] = article.text, [(one, about(one, tree)) for one in found]
        total += len(found)
    count: Counter[str] = Counter()
    for row in rows:
        if row["kind"] != "statement":
            continue
        count["rows"] += 1
        span = located(texts[row["article"]], row["words"])
        best = found_for(span, had[row["article"]]) if span else None
        verdict = judged(row, best)
        count.update(verdict)
        if chosen.errors and not {"found", "speaker", "sign"} <= verdict:
            print_error(row, best, verdict)
    figures = {"rows": count["rows"], "statements": total} | {level: count[level] for level in LEVELS}
    pairs = reversals.find(
        positions.cells((one for each in had.values() for one, _ in each), tree),
        tree,
        reversals.Contrasts.load(),
        deeds,
    )
    figures |= shown(rows, pairs, texts, chosen.errors)
    print(json.dumps(figures) if chosen.json else "\n".join(f"{k:22}{v:5}" for k, v in figures.items()))
    return 0


def judged(row: dict[str, Any], best: tuple[Said, About] | None) -> set[str]:
    """What of a row is right."""
    if best is None:
        return set()
    one, what = best
    verdict = {"found"}
    if same_speaker(row, one.statement):
        verdict.add("speaker")
    if row["issue"] in {issue.id for issue in what.issues}:
        verdict.add("issue")
    values = [cell.value for cell in what.cells if cell.issue.id == row["issue"]]
    if values:
        verdict.add("stance")
        if row["stance"] in values:
            verdict |= {"exact"}
        if any(sign(value) == sign(row["stance"]) for value in values):
            verdict.add("sign")
    return verdict


def shown(
    rows: Sequence[dict[str, Any]], pairs: Sequence[Reversal], texts: dict[str, str], errors: bool
) -> dict[str, int]:
    """How many reversals of the answers are shown, and what is shown beyond them."""
    told = {row["id"]: row for row in rows if row["kind"] == "statement"}
    wanted = [row for row in rows if row["kind"] == "reversal"]
    right: set[int] = set()
    count: Counter[str] = Counter(answers=len(wanted))
    for row in wanted:
        places = [located(texts[told[row[k]]["article"]], told[row[k]]["words"]) for k in "ab"]
        names = [told[row[k]]["article"] for k in "ab"]
        hits = [
            k for k, pair in enumerate(pairs)
            if row["form"] in (pair.rule, "reversal" if pair.rule == reversals.DEED else "")
            and all(places)
            and joins(pair, names, [place for place in places if place])
        ]  # fmt: skip
        right.update(hits)
        count["shown"] += bool(hits)
        count["shown as certain"] += any(pairs[k].certain for k in hits)
        if errors and not hits:
            print(f"MISSED {row['form']} {row['a']} {row['b']}: {row['why']}")
    for k, pair in enumerate(pairs):
        if k not in right:
            count["certain beyond" if pair.certain else "possible beyond"] += 1
        if errors:
            print_pair(pair, k in right)
    names_of = ("answers", "shown", "shown as certain", "certain beyond", "possible beyond")
    return {f"reversals {name}" if name != "answers" else "reversals": count[name] for name in names_of}


def joins(pair: Reversal, names: Sequence[str], places: Sequence[tuple[int, int]]) -> bool:
    """Whether the two rows of an answer stand on two different members of a pair."""
    members = (pair.a, pair.b, *pair.more)
    hits = [{k for k, one in enumerate(members) if on(one, name, place)}
            for name, place in zip(names, places, strict=True)]  # fmt: skip
    return any(j != k for j in hits[0] for k in hits[1])


def on(one: Cell | Deed, article: str, place: tuple[int, int]) -> bool:
    """Whether what a speaker said, or the deed, stands on the words of a row."""
    if isinstance(one, Deed):
        spans = [one.event.sentence.span] if one.article == article else []
    else:
        reports = [r.statement for r in (one.said, *one.copies) if r.article == article]
        spans = [part.span for r in reports for part in (*r.content, *((r.cue,) if r.cue else ()))]
    return any(s.start < place[1] and place[0] < s.end for s in spans)


def print_pair(pair: Reversal, right: bool) -> None:
    print(f"{'right' if right else 'BEYOND'} {pair.score} {pair.rule} {pair.marked!r} {pair.a.issue.id}")
    for one in (pair.a, pair.b, *pair.more):
        if isinstance(one, Cell):
            who = one.speaker.id if one.speaker else None
            print(f"    {one.value:+d} {one.day} {who} | {one.stance.target.words} | {one.said.article}")
        else:
            print(f"    deed {one.day} {one.event.sentence.words}")


def sign(value: int) -> int:
    return (value > 0) - (value < 0)


def print_error(row: dict[str, Any], best: tuple[Said, About] | None, verdict: set[str]) -> None:
    print(f"{row['id']} {sorted(verdict)} {row['speaker']} {row['issue']} {row['stance']:+d} | {row['words']}")
    if best is None:
        return
    one, what = best
    speaker = one.statement.speaker
    who = speaker.value.id if speaker else None
    print(f"    {who} {one.statement.act} | {[c.words for c in one.statement.content]}")
    for stance in one.statement.stances:
        cells = [(cell.issue.id, cell.value) for cell in what.cells if cell.stance is stance]
        print(f"        {stance.value:+d} {stance.target.words} {cells}")
    if not one.statement.stances:
        print(f"        no stance; {[issue.id for issue in what.issues]}")


if __name__ == "__main__":
    sys.exit(main())
