"""Attributions become statements: who, in which office and for which side, said what, to whom, and where they stand.

Speech becomes a statement as it is. Thoughts ("wants", "hopes to", "plans") and sentences that report a position in no
word of saying ("Khamenei is against US involvement") do when somebody with a side takes a stance in them. No
statement stands without its words, and a stance is the speaker's own: what a speaker tells of others is content only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from watchfloor.coding.attribution_values import Attribution, Phrase
from watchfloor.coding.graph import Graph
from watchfloor.resolving import stancebook
from watchfloor.resolving.actors import ActorBook
from watchfloor.resolving.dates_acts import date_of
from watchfloor.resolving.events import TRUST, WORLD, Background
from watchfloor.resolving.pronouns import ONE, PRONOUNS
from watchfloor.resolving.ranks import Ranks
from watchfloor.resolving.stancebook import StanceBook
from watchfloor.resolving.stances import Cell, Reader
from watchfloor.types import Actor, Cited, Period, Sentence, Span, Stance, Statement, fact_id

SELF: Final = frozenset({"i", "we", "me", "us", "my", "our", "ours", "ourselves", "myself"})
THIRD: Final = frozenset({"he", "she", "it", "they", "his", "her", "its", "their"})
SPEAKERS: Final = 3
"""people who say one thing together; of more, the first"""
NAMELESS: Final = "unknown"
"""the rule of a speaker who is no actor: the words as they stand"""
BACK: Final = 4
"""sentences back in which a pronoun that the weights leave open may still take up the last speaker"""
TAKEN_UP: Final = 12
"""sentences back in which "the ministry" may still take up the one that spoke"""
ACTING: Final = frozenset({"GOV", "MIL", "SPY", "LEG", "PTY", "UAF", "REB", "COP"})
KNOWN: Final = frozenset({"state", "body", "group", "agency", "person"})
# How far a way of reading an attribution is trusted.
RULES: Final = {
    "verb-clause": 0.95, "verb-to": 0.92, "verb-object": 0.9, "verb-order": 0.9, "verb-accused": 0.9, "source": 0.92,
    "label": 0.97, "noun": 0.85, "adjective": 0.88, "position": 0.88,
}  # fmt: skip
CARRIED: Final = {"paragraph": 0.75, "before": 0.65, "introduced": 0.7}
THOUGHT: Final = 0.85
TITLED: Final = 0.9
"""a speaker whom no lexicon has, but whose words give name and office: "Egyptian Defence Minister Hany Shafiq" """


@dataclass(frozen=True, slots=True)
class Books:
    """What the statements of an article are read with; loaded once."""

    actors: ActorBook
    stances: StanceBook
    ranks: Ranks

    @classmethod
    def load(cls, actors: ActorBook, base: Path | None = None) -> Books:
        """The bundled words and ranks, or those of the packs below `base`. Raises `PackDamaged`."""
        return cls(actors, stancebook.load(base), Ranks.load(base))

    @property
    def fingerprint(self) -> str:
        """Changes with the packs of stances and ranks; that of the actors is the coder's own."""
        return f"{self.stances.fingerprint}-{self.ranks.fingerprint}"


def statements(
    attributions: Sequence[Attribution],
    sentences: Sequence[Sentence],
    graphs: Sequence[Graph],
    background: Background,
    books: Books,
) -> tuple[Statement, ...]:
    """The statements of one article in the order of the text. `graphs` are those of `sentences`, one each."""
    return _Article(attributions, sentences, graphs, background, books).read()


class _Article:
    def __init__(
        self,
        attributions: Sequence[Attribution],
        sentences: Sequence[Sentence],
        graphs: Sequence[Graph],
        background: Background,
        books: Books,
    ) -> None:
        self.attributions = attributions
        self.sentences = sentences
        self.graphs = graphs
        self.back = background
        self.books = books
        self.text = background.article.text
        self.version = background.article.version
        self.spoken: list[tuple[int, tuple[Cited[Actor], ...]]] = []
        """sentence and speakers, of those who spoke before"""
        self.roles: list[tuple[int, str, Cited[Actor]]] = []
        """sentence, word and actor of those roles of a country that spoke before"""
        self.named: dict[int, tuple[tuple[int, Actor, str], ...]] = {}
        """the actors that sentences name"""

    def read(self) -> tuple[Statement, ...]:
        by_place: dict[int, str] = {}
        found: dict[str, Statement] = {}
        for k, one in enumerate(self.attributions):
            for statement in self._statements(k, one):
                by_place.setdefault(k, statement.id)
                found.setdefault(statement.id, statement)
        for k, one in enumerate(self.attributions):
            parent = one.parent
            seen: set[int] = set()
            while parent >= 0 and parent not in by_place and parent not in seen:
                seen.add(parent)
                parent = self.attributions[parent].parent
            if k in by_place and parent in by_place and by_place[parent] != by_place[k]:
                found[by_place[k]] = replace(found[by_place[k]], parent=by_place[parent])
        for ident in [one.id for one in found.values() if _is_told_by(one, found)]:
            del found[ident]
        for statement in self._positions(tuple(found.values())):
            found.setdefault(statement.id, statement)
        return tuple(sorted(found.values(), key=lambda s: (_start(s), s.id)))

    # --- one attribution --------------------------------------------------------------------------------------------

    def _statements(self, k: int, one: Attribution) -> Iterator[Statement]:
        if one.channel not in ("speech", "thought") or not (one.content or one.declined):
            return
        if one.speaker is None:
            if one.channel == "speech" and one.kind != "indirect" and self._is_telling(one):
                yield self._statement(one, None, ())
            return
        speakers = self._speakers(one.speaker)
        if not speakers and one.channel == "speech" and self._is_telling(one) and not one.declined:
            yield self._statement(one, None, ())
        for number, speaker in enumerate(speakers):
            cells = self._cells(one, speaker)
            if one.channel == "thought" and not (cells and _political(speaker.value)):
                continue
            if self._told_above(one, speaker) or self._is_deed(one, speaker):
                continue
            yield self._statement(one, speaker, cells, number)

    def _is_telling(self, one: Attribution) -> bool:
        """Whether somebody speaks although nobody is named: not "so-called" and the like."""
        return sum(end - start for start, end in one.content) >= 20

    def _told_above(self, one: Attribution, speaker: Cited[Actor]) -> bool:
        """ "He said he hopes to", "said Poland opposes": one statement of one side, read with the words above."""
        above = self.attributions[one.parent] if one.parent >= 0 else None
        if above is None or above.speaker is None or one.kind == "direct" or above.channel not in ("speech", "thought"):
            return False
        for other in self._speakers(above.speaker, learn=False):
            same_side = self._side(other.value) == self._side(speaker.value) and speaker.value.kind == "state"
            if other.value.id == speaker.value.id or same_side:
                return True
        return False

    def _is_deed(self, one: Attribution, speaker: Cited[Actor]) -> bool:
        """ "Lavrov said Turkey backs the rebels", "the dam threatens us": what another tells of somebody's help for
        somebody, and what a thing does, are nobody's words."""
        if one.rule != "verb-object" or one.act not in ("supports", "threatens") or not one.heads:
            return False
        s = self.graphs[one.speaker.sentence].sentence if one.speaker is not None else None
        if speaker.rule == NAMELESS and one.act == "threatens" and s is not None and one.speaker is not None:
            people = tuple(self.books.stances.markers["people"])
            lemma = s.lemmas[one.speaker.head].lower()
            return s.upos[one.speaker.head] == "NOUN" and not lemma.endswith(people)
        above = self.attributions[one.parent] if one.parent >= 0 else None
        if above is None or above.speaker is None or above.channel != "speech":
            return False
        others = self._speakers(above.speaker, learn=False)
        elsewhere = bool(others) and all(self._side(o.value) != self._side(speaker.value) for o in others)
        return elsewhere and bool(self._resolve(*one.heads[0]))

    def _statement(
        self, one: Attribution, speaker: Cited[Actor] | None, cells: Sequence[tuple[int, Cell]], number: int = 0
    ) -> Statement:
        content = tuple(self._cite(start, end, one.rule) for start, end in one.content)
        cue = None if one.cue is None else self._cite(one.cue.start, one.cue.end, one.rule)
        at = one.cue.sentence if one.cue is not None else self._sentence_of(one.content[0][0])
        phrase = self._phrase_words(one.speaker, speaker)
        anonymous = one.anonymous and (speaker is None or speaker.value.kind not in ("person", "state", "body"))
        rank = self.books.ranks.of(speaker.value if speaker else None, phrase, anonymous or speaker is None)
        named = speaker if number and speaker is not None else None
        confidence = next((v for key, v in RULES.items() if one.rule.startswith(key)), 0.9)
        confidence *= CARRIED.get(one.carried, 1.0) * (THOUGHT if one.channel == "thought" else 1.0)
        confidence *= _trust(speaker) if speaker is not None else 0.6
        spans = tuple(c.span for c in (cue, content[0] if content else None, named) if c is not None)
        return Statement(
            id=fact_id("statement", spans),
            kind="declined" if one.declined else one.kind,
            act=one.act,
            speaker=speaker,
            rank=rank,
            side=self._side(speaker.value) if speaker is not None else "",
            anonymous=anonymous,
            cue=cue,
            content=content,
            addressee=self._quoted(one.addressee),
            venue=self._quoted(one.venue),
            parent="",
            stances=tuple(self._stance(n, cell) for n, cell in cells),
            when=self._when(one),
            confidence=round(confidence, 3),
            sentence=self._whole(at),
        )

    def _phrase_words(self, phrase: Phrase | None, speaker: Cited[Actor] | None) -> str:
        if phrase is None:
            return speaker.words if speaker is not None else ""
        return self.text[phrase.start : phrase.end][:120]

    # --- who --------------------------------------------------------------------------------------------------------

    def _speakers(self, phrase: Phrase, learn: bool = True) -> tuple[Cited[Actor], ...]:
        graph = self.graphs[phrase.sentence]
        heads = [phrase.head]
        for i in heads:
            heads += [
                c for c in graph.children[i] if graph.sentence.rels[c] == "conj" and c not in heads
                and phrase.start <= graph.sentence.starts[c] < phrase.end
            ]  # fmt: skip
        found: dict[str, Cited[Actor]] = {}
        for head in heads[:SPEAKERS]:
            for speaker in self._speaker(phrase, head):
                found.setdefault(speaker.value.id, speaker)
                if learn and speaker.value.country and graph.sentence.upos[head] == "NOUN":
                    self.roles.append((phrase.sentence, graph.sentence.lemmas[head].lower(), speaker))
        speakers = tuple(found.values())
        if learn and speakers:
            self.spoken.append((phrase.sentence, speakers))
        return speakers

    def _speaker(self, phrase: Phrase, head: int) -> tuple[Cited[Actor], ...]:
        sentence = self.graphs[phrase.sentence].sentence
        word = sentence.words[head].lower()
        found = self._resolve(phrase.sentence, head)
        if word in PRONOUNS and not found:
            return self._last_speaker(phrase.sentence, head, word)
        if found:
            if len(found) == 1 and not found[0].value.country and found[0].value.kind == "role":
                whose = self._of_whom(phrase, head, found[0])
                return (whose if whose.value.country else self._taken_up(phrase, head, whose),)
            return (max(found, key=lambda c: (c.value.kind == "person", bool(c.value.country), bool(c.value.sectors))),)
        if word in SELF or word in ("who", "that", "which", "one", "some", "others", "many", "most", "everyone"):
            return ()
        start, end = (phrase.start, phrase.end) if head == phrase.head else (sentence.starts[head], sentence.ends[head])
        words = self.text[start:end]
        if not words.strip() or len(words) > 120:
            start, end = sentence.starts[head], sentence.ends[head]
            words = self.text[start:end]
        name = " ".join(words.split())
        actor = Actor("unknown:" + name.lower(), name, "unknown", "")
        return (Cited(actor, Span(self.version, start, end), words, NAMELESS),)

    def _of_whom(self, phrase: Phrase, head: int, speaker: Cited[Actor]) -> Cited[Actor]:
        """ "The Pentagon has no plans, its spokesman said": whose spokesman it is stands in what is said."""
        graph = self.graphs[phrase.sentence]
        s = graph.sentence
        if not any(s.words[c].lower() in ("its", "their") and s.rels[c] == "nmod:poss" for c in graph.children[head]):
            return speaker
        before = [i for i in range(head) if s.rels[i].startswith("nsubj") and s.upos[i] in ("PROPN", "NOUN")]
        for i in before[:1]:
            for cited in self._resolve(phrase.sentence, i):
                if cited.value.country and cited.value.kind in ("state", "body", "agency", "group", "role"):
                    country, sectors = cited.value.country, speaker.value.sectors
                    ident = f"role:{country}{sectors[0] if sectors else ''}"
                    actor = replace(speaker.value, id=ident, country=country)
                    return replace(speaker, value=actor, rule=f"{speaker.rule}+possessive")
        return speaker

    def _taken_up(self, phrase: Phrase, head: int, speaker: Cited[Actor]) -> Cited[Actor]:
        """ "The ministry", "the official": with nothing but "the", the one of that word who spoke last."""
        graph = self.graphs[phrase.sentence]
        s = graph.sentence
        if [s.words[c].lower() for c in graph.children[head] if s.upos[c] != "PUNCT" and c < head] != ["the"]:
            return speaker
        lemma = s.lemmas[head].lower()
        for at, word, other in reversed(self.roles):
            if phrase.sentence - at > TAKEN_UP:
                break
            if word == lemma and at <= phrase.sentence:
                return replace(speaker, value=other.value, rule=f"{other.rule}+again")
        return speaker

    def _resolve(self, number: int, head: int) -> tuple[Cited[Actor], ...]:
        return self.books.actors.resolve(
            self.graphs[number].sentence,
            head,
            version=self.version,
            text=self.text,
            on=self.back.day,
            seen=self.back.seen,
        )

    def _last_speaker(self, number: int, head: int, word: str) -> tuple[Cited[Actor], ...]:
        """The last one who spoke, for a "he said" that the weights of the pronouns leave open."""
        sentence = self.graphs[number].sentence
        span = Span(self.version, sentence.starts[head], sentence.ends[head])
        for at, speakers in reversed(self.spoken):
            if number - at > BACK:
                break
            if at > number or any(one.rule == NAMELESS for one in speakers):
                continue
            if _agree(word, speakers):
                words = self.text[span.start : span.end]
                return tuple(Cited(one.value, span, words, "pronoun:last") for one in speakers)
        return ()

    # --- where they stand -------------------------------------------------------------------------------------------

    def _cells(self, one: Attribution, speaker: Cited[Actor]) -> list[tuple[int, Cell]]:
        stances = self.books.stances
        found: list[tuple[int, Cell]] = []
        cautious = False
        if one.cue is not None and one.rule != "label":
            number, head = one.cue.sentence, one.cue.head
            reader = self._reader(number, one, speaker)
            lemma = reader.s.lemmas[head].lower() if head >= 0 else ""
            cautious = lemma in stances.markers["cautious"]
            if head >= 0 and not one.rule.startswith(("source", "label")):
                cells = [] if self._passes(one, lemma) else self._of_cue(one, reader, head)
                if cells:
                    return [(number, c) for c in cells]
            if one.act == "calls" and one.heads and head >= 0 and one.heads[0][0] == number:
                things = [c for c in reader.kids(head, "obj", "nsubj:pass") if c != one.heads[0][1]]
                return [(number, c) for t in things[:1] for c in reader.called(t, one.heads[0][1])]
            if one.negated and not cells_by_clause(one):
                return []
            act = None if lemma in stances.verbs else stances.acts.get(one.act)
            if act is not None and not cells_by_clause(one) and head >= 0:
                for n, h in one.heads:
                    if n == number and h >= 0:
                        found += [(n, c) for c in reader.taken(act, h, one.negated, head)]
                return found
        if one.negated or one.act in ("asks", "cites"):
            return []
        for number, head in self._heads(one):
            reader = self._reader(number, one, speaker)
            within = self._words_in(number, one)
            found += [(number, c) for c in reader.clauses(head, within, cautious)]
        return found

    def _passes(self, one: Attribution, lemma: str) -> bool:
        """Cues that only tell, whatever else their word may mean ("agreed that", "added")."""
        return one.act in ("says", "announces", "claims", "argues", "warns", "predicts") and cells_by_clause(one)

    def _of_cue(self, one: Attribution, reader: Reader, head: int) -> list[Cell]:
        carrier = reader.s.heads[head] if one.rule.startswith("noun") else -1
        if carrier >= 0 and one.cue is not None and one.cue.start <= reader.s.starts[carrier] < one.cue.end:
            cells = reader.position(carrier, reader.negated(carrier))
            if cells:
                return cells
        denied = one.negated or reader.negated(head)
        return reader.position(head, denied)

    def _heads(self, one: Attribution) -> Iterator[tuple[int, int]]:
        """The clauses of the content: its heads, and those of the sentences of a quotation that have none."""
        seen = set()
        for number, head in one.heads:
            seen.add(number)
            yield number, head
        for start, end in one.content:
            for number, s in enumerate(self.sentences):
                if number in seen or s.end <= start or s.start >= end:
                    continue
                seen.add(number)
                inside = [i for i in range(len(s)) if start <= s.starts[i] < end]
                tops = [i for i in inside if s.heads[i] < 0 or s.heads[i] not in inside]
                if tops:
                    yield number, tops[0]

    def _words_in(self, number: int, one: Attribution) -> frozenset[int]:
        s = self.sentences[number]
        return frozenset(i for i in range(len(s)) if any(a <= s.starts[i] < b for a, b in one.content))

    def _reader(self, number: int, one: Attribution, speaker: Cited[Actor]) -> Reader:
        side = self._side(speaker.value)
        graph = self.graphs[number]
        direct = one.kind == "direct" or one.quoted
        tops = {head for n, head in one.heads if n == number} if not direct else set()

        def own(word: int) -> bool:
            s = graph.sentence
            low = s.words[word].lower()
            if s.heads[word] in tops and s.rels[word].startswith("nsubj") and _fits(low, speaker.value):
                return True  # "Kerry said he would": whoever speaks, whatever else "he" could take up
            return self._own(number, graph, word, speaker.value, side, direct)

        return Reader(graph, self.books.stances, own)

    def _side(self, actor: Actor) -> str:
        """As `side_of`; of who serves a body of many states, the body."""
        side = side_of(actor)
        return (self.books.actors.body_of(actor, self.back.day) or side) if side.startswith("person:") else side

    def _own(self, number: int, graph: Graph, word: int, speaker: Actor, side: str, direct: bool) -> bool:
        s = graph.sentence
        low = s.words[word].lower()
        if low in SELF:
            return True
        if low in THIRD:
            return not direct and self._takes_up(number, word, speaker, side)
        owners = [c for c in graph.children[word] if s.rels[c] == "nmod:poss"]
        if s.lemmas[word].lower() in self.books.stances.markers["own"]:
            for owner in owners:
                mine = s.words[owner].lower()
                if mine in SELF or (mine in THIRD and not direct and self._takes_up(number, owner, speaker, side)):
                    return True
        found = self._resolve(number, word)
        if not found and s.lemmas[word].lower() in self.books.stances.markers["own"] and side:
            # "the alliance", "the government", when the speaker alone can be meant
            return any(s.words[c].lower() == "the" for c in graph.children[word]) and not graph.roles[word].get("of")
        for cited in found:
            actor = cited.value
            if actor.id in (speaker.id, side):
                return True
            if (
                not side
                or side_of(actor) != side
                or (owners and actor.kind == "role" and actor.sectors[:1] == ("CVL",))
            ):
                continue
            if actor.kind in ("state", "body", "agency", "group") or not ACTING.isdisjoint(actor.sectors[:1]):
                return "OPP" not in actor.sectors
        return False

    def _takes_up(self, number: int, word: int, speaker: Actor, side: str) -> bool:
        found = self._resolve(number, word)
        return not found or any(c.value.id == speaker.id or (side and side_of(c.value) == side) for c in found)

    def _stance(self, number: int, cell: Cell) -> Stance:
        s = self.graphs[number].sentence
        target = self._words(number, cell.target, cell.rule)
        about: dict[str, Cited[Actor]] = {}
        if number not in self.named:
            self.named[number] = self.books.actors.mentions(s, on=self.back.day, seen=self.back.seen)
        for head, actor, rule in self.named[number]:
            if cell.target[0] <= head <= cell.target[1] and actor.kind in (
                "state",
                "body",
                "group",
                "agency",
                "person",
            ):
                about.setdefault(actor.id, Cited(actor, *self._one_word(s, head), rule))
        return Stance(
            target=target,
            action=s.lemmas[cell.head].lower(),
            value=cell.value,
            commitment=cell.commitment,
            about=tuple(about.values()),
            condition=None if cell.condition is None else self._words(number, cell.condition, "condition"),
            limit=None if cell.limit is None else self._words(number, cell.limit, "limit"),
        )

    # --- positions without a word of saying --------------------------------------------------------------------------

    def _positions(self, told: Sequence[Statement]) -> Iterator[Statement]:
        covered = [c.span for s in told for c in (*s.content, *((s.cue,) if s.cue else ()))]
        taken = {stance.target.span for s in told for stance in s.stances}
        for number, graph in enumerate(self.graphs):
            if not self._worth(graph):
                continue
            for head, holder in self._holders(graph):
                place = graph.sentence.starts[head]
                if any(span.start <= place < span.end for span in covered):
                    continue
                reader = Reader(graph, self.books.stances, lambda i, holder=holder: i == holder)  # type: ignore[misc]
                cells = reader.position(head, reader.negated(head))
                if not cells or self._open(graph, head):
                    continue
                found = self._resolve(number, holder)
                for speaker in found[:1]:
                    if _political(speaker.value) and speaker.rule != "noun":
                        kept = [c for c in cells if self._words(number, c.target, "").span not in taken]
                        if kept:
                            yield self._held(number, graph, head, holder, speaker, kept)

    def _worth(self, graph: Graph) -> bool:
        """Whether any word of a sentence can report a position: most sentences are left here."""
        book = self.books.stances
        return any(
            (lemma in book.adjectives and upos in ("ADJ", "ADV"))
            or (upos == "VERB" and lemma in book.markers["unspoken"])
            or lemma in book.phrases
            or (upos == "NOUN" and lemma in book.nouns)
            for lemma, upos in zip(graph.sentence.lemmas, graph.sentence.upos, strict=True)
        )

    def _holders(self, graph: Graph) -> Iterator[tuple[int, int]]:
        """Words that take a position, with the word for whoever holds it."""
        s, book = graph.sentence, self.books.stances
        for i in range(len(s)):
            lemma, upos = s.lemmas[i].lower(), s.upos[i]
            copula = any(s.rels[c] in ("cop", "case", "aux:pass") for c in graph.children[i])
            unspoken = upos == "VERB" and lemma in book.markers["unspoken"]
            adjective = (lemma in book.adjectives or s.words[i].lower() in book.adjectives) and upos in ("ADJ", "VERB")
            phrase = upos in ("NOUN", "PROPN", "VERB") and any(
                s.rels[c] == "case" and s.words[c].lower() in book.phrases for c in graph.children[i]
            )
            carries = upos == "VERB" and any(
                s.rels[c] == "obj" and s.lemmas[c].lower() in book.nouns for c in graph.children[i]
            )
            if not (unspoken or carries or ((adjective or phrase) and copula)):
                continue
            subjects = [c for c in graph.children[i] if s.rels[c] in ("nsubj", "nsubj:pass")]
            if unspoken and graph.passive[i]:
                continue
            subjects = subjects or list(graph.roles[i].get("agent", ()))
            if subjects:
                yield i, subjects[0]

    def _open(self, graph: Graph, head: int) -> bool:
        """A position that is only asked for or supposed: below "if", in a question, "should be open to"."""
        s = graph.sentence
        if s.words[-1] == "?":
            return True
        i, steps = head, 0
        while i >= 0 and steps < len(s):
            for c in graph.children[i]:
                if s.rels[c] == "mark" and s.words[c].lower() in ("if", "whether", "unless", "lest"):
                    return True
                if i == head and s.rels[c] == "aux" and s.words[c].lower() in (
                    "would", "should", "could", "might", "may", "must", "will", "can", "to",
                ):  # fmt: skip
                    return True
            i, steps = s.heads[i], steps + 1
        return False

    def _held(
        self, number: int, graph: Graph, head: int, holder: int, speaker: Cited[Actor], cells: Sequence[Cell]
    ) -> Statement:
        s = graph.sentence
        stances = tuple(self._stance(number, cell) for cell in cells)
        first = min(c.anchor for c in cells)
        first = first if first < cells[0].target[0] else head
        cases = [c for c in graph.children[first] if s.rels[c] == "case" and c < first]
        start = s.starts[min([first, *cases])] if cells[0].head == first else s.starts[first]
        end = s.ends[cases[-1]] if cells[0].head == first and cases else s.ends[first]
        cue = self._cite(start, end, "position")
        content = tuple(dict.fromkeys(replace(stance.target, rule="position") for stance in stances))
        phrase = self.text[s.starts[min(graph.subtree(holder))] : s.ends[holder]] if graph.subtree(holder) else ""
        anonymous = False
        value = stances[0].value
        return Statement(
            id=fact_id("statement", (cue.span, content[0].span)),
            kind="indirect",
            act="supports" if value > 0 else "opposes" if value < 0 else "declines",
            speaker=speaker,
            rank=self.books.ranks.of(speaker.value, phrase, anonymous),
            side=self._side(speaker.value),
            anonymous=anonymous,
            cue=cue,
            content=content,
            addressee=None,
            venue=None,
            parent="",
            stances=stances,
            when=self._dated(number, head),
            confidence=round(RULES["position"] * _trust(speaker), 3),
            sentence=self._whole(number),
        )

    # --- words and days ---------------------------------------------------------------------------------------------

    def _when(self, one: Attribution) -> Cited[Period] | None:
        return None if one.cue is None or one.cue.head < 0 else self._dated(one.cue.sentence, one.cue.head)

    def _dated(self, number: int, head: int) -> Cited[Period] | None:
        s = self.graphs[number].sentence
        found = self.back.when.get(s.start, ())
        day = date_of(s, (head,), head, found) if found else None
        if day is None or (self.back.day and day.value.start and day.value.start > self.back.day):
            return None
        return day

    def _cite(self, start: int, end: int, rule: str) -> Cited[str]:
        words = self.text[start:end]
        return Cited(words, Span(self.version, start, end), words, rule)

    def _quoted(self, phrase: Phrase | None) -> Cited[str] | None:
        return None if phrase is None else self._cite(phrase.start, phrase.end, "phrase")

    def _whole(self, number: int) -> Cited[str]:
        return self._cite(self.sentences[number].start, self.sentences[number].end, "sentence")

    def _words(self, number: int, run: tuple[int, int], rule: str) -> Cited[str]:
        s = self.sentences[number]
        return self._cite(s.starts[run[0]], s.ends[run[1]], rule)

    def _one_word(self, s: Sentence, i: int) -> tuple[Span, str]:
        return Span(self.version, s.starts[i], s.ends[i]), self.text[s.starts[i] : s.ends[i]]

    def _sentence_of(self, place: int) -> int:
        return next((n for n, s in enumerate(self.sentences) if s.start <= place < s.end), 0)


def cells_by_clause(one: Attribution) -> bool:
    """Whether what is said is a clause or a quotation, which is read by itself, and no noun or infinitive."""
    return one.rule.endswith(("clause",)) or one.rule.startswith(("source", "label", "quot")) or one.kind == "direct"


def _is_told_by(one: Statement, found: dict[str, Statement]) -> bool:
    """Whether what a statement inside another says is all the other's own: "Kerry said the administration is open"."""
    above = found.get(one.parent)
    if above is None or not one.stances or one.kind == "direct":
        return False
    theirs = {(stance.target.span, stance.value) for stance in above.stances}
    return all((stance.target.span, stance.value) in theirs for stance in one.stances)


def _fits(pronoun: str, speaker: Actor) -> bool:
    """Whether "he", "it" or "they" right below "said" can be the speaker."""
    if pronoun in ("he", "she"):
        return speaker.kind in ("person", "unknown") or bool(speaker.office)
    return pronoun in ("it", "they") and speaker.kind != "person"


def _agree(pronoun: str, speakers: Sequence[Cited[Actor]]) -> bool:
    """Whether a pronoun can stand for those who spoke."""
    persons = [one.value.kind in ("person", "unknown") for one in speakers]
    if pronoun in ONE:
        return len(speakers) == 1 and persons[0]
    if len(speakers) > 1:
        return pronoun == "they"
    known = speakers[0].value.kind in ("state", "body", "agency", "group") or speakers[0].value.sectors[:1] == ("GOV",)
    return not persons[0] and known


def side_of(actor: Actor) -> str:
    """Whom somebody speaks for: the country, or the id of an actor that has none or is of many."""
    return actor.country if actor.country and actor.country not in WORLD else actor.id


def _political(actor: Actor) -> bool:
    return actor.kind in KNOWN or (bool(actor.country) and not ACTING.isdisjoint(actor.sectors))


def _trust(speaker: Cited[Actor]) -> float:
    if speaker.rule.startswith("unknown-name") and "+title" in speaker.rule:
        return TITLED
    return next((value for key, value in TRUST.items() if key in speaker.rule), 1.0)


def _start(statement: Statement) -> int:
    parts: list[Cited[str]] = [*statement.content, *((statement.cue,) if statement.cue else ())]
    return min(part.span.start for part in parts)
