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

from watchfloor.coding import quotes
from watchfloor.coding.attribution_values import Attribution, Phrase
from watchfloor.coding.cuebook import CueBook
from watchfloor.coding.graph import Graph
from watchfloor.coding.saying import cues, declines, labels
from watchfloor.coding.saying.draft import Draft, merged
from watchfloor.coding.saying.quoting import Quoter
from watchfloor.types import Sentence

__all__ = ["Attribution", "Phrase", "attributions"]

WORD_FOR_WORD: Final = frozenset({"label", "paragraph", "signature"})
"""rules whose content is what was said, word for word, without marks"""
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
    drafts = labels.read(text, sentences, graphs, book)
    for number, graph in enumerate(graphs):
        clauses = cues.read(graph, number, book)
        drafts += clauses + declines.read(graph, number, book, clauses)
    quoter = Quoter(text, sentences, graphs, quotes.find(text), book)
    drafts = quoter.join(drafts)
    _unsaid(graphs, drafts)
    drafts = sorted((d for d in drafts if d.declined or _has_words(text, d)), key=_place)
    parents, in_turns = _inside(drafts)
    return tuple(
        _frozen(text, sentences, graphs, book, quoter, d, parents[k], in_turns[k]) for k, d in enumerate(drafts)
    )


def _has_words(text: str, d: Draft) -> bool:
    return any(c.isalnum() for start, end in d.content for c in text[start:end])


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
            s = graphs[d.sentence].sentence
            while (d.sentence, head) not in refused and s.rels[head] == "conj" and s.xpos[head] == "VB":
                head = s.heads[head]
            d.negated = d.negated or (d.sentence, head) in refused


def _frozen(
    text: str,
    sentences: Sequence[Sentence],
    graphs: Sequence[Graph],
    book: CueBook,
    quoter: Quoter,
    d: Draft,
    parent: int,
    in_turn: bool,
) -> Attribution:
    content = tuple((start, end) for start, end in merged(text, d.content) if any(c.isalnum() for c in text[start:end]))
    outer = quoter.inside(d.cue[0]) if d.cue and d.rule != "label" else None
    return Attribution(
        speaker=_phrase(sentences, d.speaker, d.speaker_span),
        cue=None if d.cue is None else Phrase(d.sentence, d.cue_head, _at(sentences, d), *d.cue),
        content=content,
        heads=tuple(h for h in d.heads if h[1] >= 0),
        kind="direct" if d.rule in WORD_FOR_WORD else _kind(text, quoter, content),
        act=d.act.name,
        channel=d.act.channel,
        negated=d.negated,
        addressee=_below(sentences, graphs, d.sentence, d.addressee),
        venue=_below(sentences, graphs, d.sentence, d.venue),
        parent=parent,
        quoted=in_turn or (outer is not None and outer.spoken),
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
    """The phrase of a head word without its preposition, as far as it runs without a gap."""
    if head < 0:
        return None
    s, graph = sentences[number], graphs[number]
    words = set(graph.subtree(head))
    for c in graph.children[head]:
        if c < head and (graph.sentence.rels[c] == "case" or s.upos[c] == "PUNCT"):
            words.difference_update(graph.subtree(c))
    first = last = head
    while first - 1 in words:
        first -= 1
    while last + 1 in words:
        last += 1
    while s.upos[last] == "PUNCT" and last > head and s.words[last] in ",;:.–—-":
        last -= 1
    return Phrase(number, head, s.starts[head], s.starts[first], s.ends[last])


def _kind(text: str, quoter: Quoter, content: tuple[tuple[int, int], ...]) -> str:
    """direct when all of it stands between marks, mixed when some sentence or phrase does."""
    inside = outside = 0
    for start, end in content:
        for q in quoter.between(start, end):
            inside += sum(max(0, min(e, end) - max(s, start)) for s, e in q.parts)
        outside += len(text[start:end].strip(" ,.;:"))
    if not inside:
        return "indirect"
    return "direct" if outside - inside <= 2 else "mixed"


def _inside(drafts: list[Draft]) -> tuple[list[int], list[bool]]:
    """For each draft, the smallest other one whose content holds its cue (-1: none; a quotation alone is nobody's), and
    whether it stands in a turn of a transcript."""
    parents, in_turns = [-1] * len(drafts), [False] * len(drafts)
    stretches = sorted((start, end, j) for j, d in enumerate(drafts) for start, end in d.content)
    sizes = [sum(end - start for start, end in d.content) for d in drafts]
    asking = sorted((d.cue[0], k) for k, d in enumerate(drafts) if d.cue)
    open_ones: list[tuple[int, int, int]] = []
    reached = 0
    for at, k in asking:
        while reached < len(stretches) and stretches[reached][0] <= at:
            open_ones.append(stretches[reached])
            reached += 1
        open_ones = [one for one in open_ones if one[1] > at]
        over = [j for _, _, j in open_ones if j != k and drafts[j].cue != drafts[k].cue]
        parents[k] = min(over, key=lambda j: (sizes[j], j), default=-1)
        in_turns[k] = drafts[k].rule != "label" and any(drafts[j].rule == "label" for j in over)
    return parents, in_turns


def _anonymous(text: str, sentences: Sequence[Sentence], d: Draft, book: CueBook) -> bool:
    if d.speaker is None or d.speaker_span is None:
        return False
    number, head = d.speaker
    s = sentences[number]
    words = [i for i in range(len(s)) if d.speaker_span[0] <= s.starts[i] < d.speaker_span[1]]
    if any(s.names[i].endswith("PER") for i in words) or s.upos[head] == "PROPN" or s.names[head] != "O":
        return False
    sentence = text[s.start : s.end].lower()
    if s.upos[head] != "PRON" and any(phrase in sentence for phrase in UNNAMED):
        return True
    phrase = text[d.speaker_span[0] : d.speaker_span[1]].lower()
    if s.lemmas[head].lower() in ("person", "people", "man", "woman", "one") and any(c in phrase for c in CLOSE):
        return True
    return s.lemmas[head].lower() in book.anonymous
