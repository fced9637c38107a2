"""Attribution: who said what, in the words of one article.

Four readings, in this order: labels (transcripts, headlines with a colon), clauses (verbs, nouns, adjectives and
"according to", sentence by sentence), quotations (joined to their cue, or to who spoke before), and at last what holds
of each one: direct or indirect, inside which other, anonymous, declined. It knows words and places of the text; who
the speaker is, is settled later.

Attribution is wide here: thought, intention and findings are read beside speech, because a later step can leave out
what it does not want (`channel`) but cannot find what was never read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from watchfloor.coding import attribution_clauses, attribution_declines, attribution_labels, quotes
from watchfloor.coding.attribution_clauses import Draft
from watchfloor.coding.attribution_quotes import Quoter, merged
from watchfloor.coding.attribution_values import Attribution, Phrase
from watchfloor.coding.cuebook import CueBook
from watchfloor.coding.graph import Graph
from watchfloor.types import Sentence

__all__ = ["Attribution", "Phrase", "attributions"]

UNNAMED: Final = (
    "anonymity",
    "anonymously",
    "not be named",
    "not to be named",
    "not be identified",
    "not to be identified",
)
"""words of a sentence whose speaker has no name"""
CLOSE: Final = ("familiar with", "close to", "briefed on", "knowledge of", "involved in")
"""what makes "a person" a source"""


def attributions(
    text: str, sentences: Sequence[Sentence], graphs: Sequence[Graph], book: CueBook
) -> tuple[Attribution, ...]:
    """Every attribution of an article, ordered by where it begins. `graphs` are those of `sentences`, one each; `book`
    is `cuebook.load()`."""
    if not sentences:
        return ()
    drafts = attribution_labels.read(text, sentences, graphs, book)
    for number, graph in enumerate(graphs):
        clauses = attribution_clauses.read(graph, number, book)
        drafts += clauses + attribution_declines.read(graph, number, book, clauses)
    quoter = Quoter(text, sentences, graphs, quotes.find(text), book)
    drafts = quoter.join(drafts)
    _unsaid(graphs, drafts)
    drafts.sort(key=_place)
    return tuple(_frozen(text, sentences, graphs, book, quoter, drafts, k) for k in range(len(drafts)))


def _place(d: Draft) -> tuple[int, int, str]:
    places = [start for start, _ in d.content] + ([d.cue[0]] if d.cue else [])
    return min(places), max(places), d.rule


def _unsaid(graphs: Sequence[Graph], drafts: list[Draft]) -> None:
    """ "Refused to confirm the report": what would have been said under a refusal was not."""
    refused = {
        head
        for d in drafts
        if d.act.name in ("declines", "rejects") and d.rule == "verb-infinitive"
        for head in d.heads
    }
    for d in drafts:
        if d.cue_head >= 0 and refused:
            head = d.cue_head
            while head >= 0 and (d.sentence, head) not in refused and graphs[d.sentence].sentence.rels[head] == "conj":
                head = graphs[d.sentence].sentence.heads[head]
            d.negated = d.negated or (d.sentence, head) in refused


def _frozen(
    text: str,
    sentences: Sequence[Sentence],
    graphs: Sequence[Graph],
    book: CueBook,
    quoter: Quoter,
    drafts: list[Draft],
    k: int,
) -> Attribution:
    d = drafts[k]
    content = tuple(merged(text, d.content))
    at = d.cue[0] if d.cue else content[0][0]
    outer = quoter.inside(at) if d.cue else None
    return Attribution(
        speaker=_phrase(sentences, d.speaker, d.speaker_span),
        cue=None if d.cue is None else Phrase(d.sentence, d.cue_head, _at(sentences, d), *d.cue),
        content=content,
        heads=tuple(h for h in d.heads if h[1] >= 0),
        kind=_kind(text, quoter, content),
        act=d.act.name,
        channel=d.act.channel,
        negated=d.negated,
        addressee=_below(sentences, graphs, d.sentence, d.addressee),
        venue=_below(sentences, graphs, d.sentence, d.venue),
        parent=_parent(drafts, k, at),
        quoted=(outer is not None and outer.spoken and d.rule != "label") or _in_turn(drafts, d, at),
        declined=d.declined,
        anonymous=_anonymous(text, sentences, d, book),
        carried=d.carried,
        rule=d.rule,
    )


def _at(sentences: Sequence[Sentence], d: Draft) -> int:
    if d.cue_head >= 0:
        return sentences[d.sentence].starts[d.cue_head]
    return d.cue[0] if d.cue else 0


def _phrase(sentences: Sequence[Sentence], head: tuple[int, int] | None, span: tuple[int, int] | None) -> Phrase | None:
    if head is None or span is None:
        return None
    number, word = head
    return Phrase(number, word, sentences[number].starts[word], *span)


def _below(sentences: Sequence[Sentence], graphs: Sequence[Graph], number: int, head: int) -> Phrase | None:
    """The phrase of a head word, as far as it runs without a gap."""
    if head < 0:
        return None
    s = sentences[number]
    words = set(graphs[number].subtree(head))
    first = last = head
    while first - 1 in words:
        first -= 1
    while last + 1 in words:
        last += 1
    return Phrase(number, head, s.starts[head], s.starts[first], s.ends[last])


def _kind(text: str, quoter: Quoter, content: tuple[tuple[int, int], ...]) -> str:
    """direct when all of it stands between marks, mixed when some sentence or phrase does."""
    inside = outside = 0
    for start, end in content:
        for q in quoter.quotations:
            if q.end > start and q.start < end:
                inside += sum(max(0, min(e, end) - max(s, start)) for s, e in q.parts)
        outside += len(text[start:end].strip(" ,.;:"))
    if not inside:
        return "indirect"
    return "direct" if outside - inside <= 2 else "mixed"


def _in_turn(drafts: list[Draft], d: Draft, at: int) -> bool:
    return d.rule != "label" and any(o.rule == "label" and any(s <= at < e for s, e in o.content) for o in drafts)


def _parent(drafts: list[Draft], k: int, at: int) -> int:
    """The smallest other attribution whose content holds the cue of this one (of a quotation alone: nobody's)."""
    if drafts[k].cue is None:
        return -1
    best, size = -1, 0
    for j, other in enumerate(drafts):
        if j != k and other.cue != drafts[k].cue and any(s <= at < e for s, e in other.content):
            length = sum(e - s for s, e in other.content)
            if best < 0 or length < size:
                best, size = j, length
    return best


def _anonymous(text: str, sentences: Sequence[Sentence], d: Draft, book: CueBook) -> bool:
    if d.speaker is None or d.speaker_span is None:
        return False
    number, head = d.speaker
    s = sentences[number]
    sentence = text[s.start : s.end].lower()
    if any(phrase in sentence for phrase in UNNAMED):
        return True
    phrase = text[d.speaker_span[0] : d.speaker_span[1]].lower()
    if s.lemmas[head].lower() in ("person", "people", "man", "woman", "one") and any(c in phrase for c in CLOSE):
        return True
    words = [i for i in range(len(s)) if d.speaker_span[0] <= s.starts[i] < d.speaker_span[1]]
    named = any(s.names[i].endswith("PER") for i in words)
    return s.lemmas[head].lower() in book.anonymous and not named
