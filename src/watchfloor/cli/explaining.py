"""How an explanation looks: the graph of each sentence, what was tried on it, and the events that came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from watchfloor.cli.blocks import block, line_of
from watchfloor.cli.terminal import QUIET, words

if TYPE_CHECKING:
    from rich.console import Console

    from watchfloor.coding.explain import Explained
    from watchfloor.coding.match import Attempt
    from watchfloor.types import Article, Event, Match

MISSES = 8
"""attempts that failed, listed one by one; the rest is counted"""


def explained(out: Console, found: Explained, events: tuple[Event, ...]) -> None:
    """Prints one sentence with everything that decided its coding."""
    sentence = found.sentence
    line_of(
        out,
        words("Graph  ", "bold").append_text(words("word, tag, what it depends on, and what fills its roles", QUIET)),
    )
    width = min(20, max((len(word) for word in sentence.words), default=0))
    for i, word in enumerate(sentence.words):
        head = sentence.words[sentence.heads[i]] if sentence.heads[i] >= 0 else ""
        name = "" if sentence.names[i] == "O" else f" {sentence.names[i]}"
        lead = words(f"  {word:{width}} ").append_text(words(f"{sentence.upos[i] + name:12} ", QUIET))
        line = words(f"{sentence.rels[i]} {head}".strip())
        if found.graph.passive[i]:
            line.append_text(words(" (passive)"))
        if roles := _roles(found, i):
            line.append_text(words(f"   {roles}", "bold"))
        line_of(out, line, lead)
    out.print()
    hits = [attempt for attempt in found.attempts if not attempt.missing]
    misses = [attempt for attempt in found.attempts if attempt.missing]
    line_of(out, words(f"Patterns  {len(found.attempts)} tried, {len(hits)} held", "bold"))
    for attempt in hits:
        bound = "; ".join(f"{role}: {_words(found, fillers)}" for role, fillers in attempt.bound)
        line_of(out, words(f"{_tried(found, attempt)}  {bound}"), "  + ")
    for attempt in misses[:MISSES]:
        line_of(out, words(f"{_tried(found, attempt)}  {_short(attempt.missing)}", QUIET), "  - ")
    if len(misses) > MISSES:
        line_of(out, words(f"and {len(misses) - MISSES} more that did not hold; --json lists them", QUIET), "  ")
    for match in found.matches:
        why = "; ".join(match.reasons) or "plain statement"
        sure = words(f"  (probability {match.probability:.2f}{_model(found, match)})", QUIET)
        line_of(out, words(f"{match.pattern} is {match.facet.value}: {why}").append_text(sure), "  ")
    out.print()
    line_of(out, words(f"Events  {len(events)}", "bold"))
    for event in events:
        block(out, event)
        line_of(out, words(f"{event.trigger.rule}  {found.sources[event.trigger.rule]}"), words("    pattern ", QUIET))
        line_of(out, words(found.pages[event.trigger.rule]), words("    see     ", QUIET))
    if found.matches and not events:
        line_of(out, words("an act was found, but no political side that could be named"), "  ")


def explained_json(found: Explained, events: tuple[Event, ...], article: Article) -> dict[str, Any]:
    """The same as plain values."""
    from watchfloor.codec import to_dict
    from watchfloor.coding import facets

    sentence = found.sentence
    return {
        "words": [
            {
                "word": word,
                "lemma": sentence.lemmas[i],
                "upos": sentence.upos[i],
                "xpos": sentence.xpos[i],
                "morph": sentence.morph[i],
                "head": sentence.heads[i],
                "rel": sentence.rels[i],
                "name": sentence.names[i],
                "start": sentence.starts[i],
                "end": sentence.ends[i],
                "passive": found.graph.passive[i],
                "roles": {role: list(fillers) for role, fillers in found.graph.roles[i].items()},
            }
            for i, word in enumerate(sentence.words)
        ],
        "attempts": [
            {
                "head": attempt.head,
                "pattern": attempt.pattern,
                "entry": attempt.entry,
                "missing": attempt.missing or None,
                "bound": {role: list(fillers) for role, fillers in attempt.bound},
            }
            for attempt in found.attempts
        ],
        "matches": [
            {
                "pattern": m.pattern,
                "at": found.sources[m.pattern],
                "page": found.pages[m.pattern],
                "head": m.head,
                "facet": m.facet.value,
                "reasons": list(m.reasons),
                "probability": m.probability,
                "model": facets.number(found.graph, m.head),
            }
            for m in found.matches
        ],
        "events": [to_dict(event, article) for event in events],
    }


def _model(found: Explained, match: Match) -> str:
    """What the model itself says of "did it happen?", beside the rules."""
    from watchfloor.coding import facets

    number = facets.number(found.graph, match.head)
    return "" if number is None else f"; the model reads {number:+.1f} of 3"


def _tried(found: Explained, attempt: Attempt) -> str:
    return f'{attempt.pattern} ({attempt.entry}) on "{found.sentence.words[attempt.head]}"'


def _short(missing: str) -> str:
    """A constraint may list dozens of words; --json has them all."""
    return missing if len(missing) <= 100 else missing[:99].rsplit(" ", 1)[0] + " …"


def _roles(found: Explained, i: int) -> str:
    return "; ".join(f"{role}: {_words(found, fillers)}" for role, fillers in found.graph.roles[i].items())


def _words(found: Explained, indices: tuple[int, ...]) -> str:
    return ", ".join(found.sentence.words[i] for i in indices)
