"""Quotations find their speaker.

A quotation that a cue's clause overlaps belongs to that cue whole, over sentences and paragraphs. One that no clause
reaches goes to the nearest verb of saying with a subject: right behind it (“...,” he said), before it (he said: “...”)
or in the short sentence behind. What is left takes the speaker who was quoted before in the paragraph, or whom the
sentence before introduces. Words between marks that read as nobody's sentence ("so-called “experts”") are no quotation.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final

from watchfloor.coding.cuebook import Cue, CueBook
from watchfloor.coding.graph import Graph
from watchfloor.coding.quotes import Quotation
from watchfloor.coding.saying.draft import Draft, cue_end, merged
from watchfloor.types import Sentence

NEAR: Final = 12
"""words between a quotation and its verb of saying"""
NAME: Final = 6
"""words of a name before a colon, with its title"""
SHORT: Final = 14
"""words of the sentence behind a quotation that only says who said it"""


class Quoter:
    """Joins the quotations of one article to drafts."""

    def __init__(
        self, text: str, sentences: Sequence[Sentence], graphs: Sequence[Graph], quotations: Sequence[Quotation],
        book: CueBook,
    ) -> None:  # fmt: skip
        self.text = text
        self.sentences = sentences
        self.graphs = graphs
        self.quotations = quotations
        self.book = book
        self.starts = [s.start for s in sentences]
        self.opens = [q.start for q in quotations]
        self.of_sentence: dict[int, list[Draft]] = {}

    def join(self, drafts: list[Draft]) -> list[Draft]:
        """The drafts with the quotations that are theirs, and new ones for quotations that had none."""
        found = list(drafts)
        turns = sorted((d for d in drafts if d.rule == "label" and d.cue), key=cue_end)
        # A clause has its content in its own sentence, so that a quotation asks those of its sentences alone.
        for d in drafts:
            self.of_sentence.setdefault(d.sentence, []).append(d)
        last: Draft | None = None
        for q in self.quotations:
            if turns and (turn := self._turn(turns, q)) is not None:
                last = turn
                continue
            if q.spoken and (named := self._name_before(q)) is not None:
                last = self._by_name(found, q, *named)
                continue
            numbers = range(self._number(q.start), self._number(q.end - 1) + 1)
            owners = [d for n in numbers for d in self.of_sentence.get(n, ()) if self._owns(d, q)]
            for owner in owners:
                self._extend(owner, q)
            if q.spoken and (adding := self._between(owners, q)) is not None:
                owners = [self._hand_over(found, owners, q, adding)]
            if not owners and q.spoken:
                heir = self._claim(found, q) or self._behind_colon(found, q) or self._carry(found, last, q)
                owners = [heir] if heir else []
            if owners and q.spoken:
                last = owners[0]
        self._paragraphs(found)
        for draft in drafts:
            self._outside(draft)
        return found

    def _outside(self, draft: Draft) -> None:
        """“You must go,” she said, citing the report: who cites is no word of the quotation."""
        if draft.cue is None or draft.speaker is None or draft.cue_head < 0:
            return
        number, head = draft.speaker
        q = self.inside(self.sentences[number].starts[head])
        if q is None or not q.spoken or q.holds(draft.cue[0]):
            return
        others = [d for d in self.of_sentence[draft.sentence] if d is not draft and d.act.channel == "speech"]
        near = [
            d for d in others if d.cue and d.speaker and self.inside(d.cue[0]) is None and d.speaker != draft.speaker
        ]
        if near:
            best = min(near, key=lambda d: abs(d.cue_head - draft.cue_head))
            draft.speaker, draft.speaker_span = best.speaker, best.speaker_span

    def _paragraphs(self, drafts: list[Draft]) -> None:
        """ "He added:" at the end of a paragraph gives the next one to him, when no marks do."""
        for number, s in enumerate(self.sentences[:-1]):
            if self.text[s.end - 1] != ":" or self.inside(s.end - 1) is not None:
                continue
            after = self.sentences[number + 1].start
            if "\n" not in self.text[s.end : after] or self.inside(after) is not None:
                continue
            there = [d for d in self.of_sentence.get(number, ()) if d.content and d.content[-1][1] >= s.end - 1]
            if there:
                last = there[-1]
                end = self.text.find("\n", after)
                if last.act.channel == "speech" and not any(
                    d.content[0][0] <= after for d in self.of_sentence.get(number + 1, ()) if d.rule == "label"
                ):
                    last.content.append((after, len(self.text.rstrip()) if end < 0 else end))
                continue
            for i in range(len(s) - 1, max(-1, len(s) - NEAR), -1):
                cue = self._saying(number, i)
                if cue is None or any(d.cue_head == i and d.sentence == number for d in drafts):
                    continue
                end = self.text.find("\n", after)
                whole = Quotation(((after, len(self.text.rstrip()) if end < 0 else end),), True)
                self._new(drafts, number, i, cue, whole, "paragraph")
                break

    def inside(self, place: int) -> Quotation | None:
        """The quotation at a place of the text."""
        k = bisect_right(self.opens, place) - 1
        return self.quotations[k] if k >= 0 and self.quotations[k].holds(place) else None

    def between(self, start: int, end: int) -> Sequence[Quotation]:
        """The quotations that a stretch of the text touches."""
        first = max(0, bisect_right(self.opens, start) - 1)
        return [q for q in self.quotations[first : bisect_left(self.opens, end)] if q.end > start]

    # --- what the clauses reached ---------------------------------------------------------------------------------

    def _owns(self, draft: Draft, q: Quotation) -> bool:
        cue = draft.cue
        if cue is None or q.holds(cue[0]):
            return False
        common = sum(max(0, min(e, q.end) - max(s, q.start)) for s, e in draft.content)
        return common * 2 >= self._reach(q) or (common > 0 and not q.spoken)

    def _reach(self, q: Quotation) -> int:
        """How much of a quotation lies in the sentence where it begins or ends, whichever is less: a clause cannot
        reach further."""
        lengths = []
        for place in (q.start, q.end - 1):
            s = self.sentences[self._number(place)]
            lengths.append(max(1, min(q.end, s.end) - max(q.start, s.start)))
        return min(lengths)

    def _turn(self, turns: list[Draft], q: Quotation) -> Draft | None:
        """The turn of a transcript that a quotation lies in. A transcript between marks gives each paragraph to the
        label that stands last before its end."""
        owner: Draft | None = None
        for start, end in q.parts:
            k = bisect_right(turns, end - 1, key=cue_end) - 1
            if k < 0:
                continue
            turn = turns[k]
            label = cue_end(turn)
            if start <= label or owner is turn:
                turn.content = merged(self.text, [*turn.content, (max(start, label + 1), end)])
                owner = turn
            elif any(a <= start < b for a, b in turn.content):
                owner = turn
            elif owner is not None or len(q.parts) > 1:
                turn.content = merged(self.text, [*turn.content, (start, end)])
                owner = turn
        return owner

    def _extend(self, draft: Draft, q: Quotation) -> None:
        if draft.rule == "verb-clause" and q.spoken and self._whole(q, draft):
            self._bare(draft, q)
            return
        if any(s <= q.start and q.end <= e for s, e in draft.content):
            return
        draft.content = merged(self.text, [*draft.content, *q.parts])

    def _bare(self, draft: Draft, q: Quotation) -> None:
        """Leaves of the content in this sentence what stands between marks: “...,” he said when he was asked."""
        s = self.sentences[draft.sentence]
        kept = list(q.parts)
        for start, end in draft.content:
            if end <= s.start or start >= s.end:
                kept.append((start, end))
                continue
            for other in self.quotations:
                if other.spoken and other.start < end and other.end > start:
                    kept += other.parts
        draft.content = merged(self.text, sorted(set(kept)))

    def _whole(self, q: Quotation, draft: Draft) -> bool:
        """Whether a quotation is a sentence of its own: a capital, a stop or comma inside its end, and before it
        nothing, a comma, a colon or its cue."""
        inside = self.text[q.start : q.end].strip("“”\"'‘’«»`")
        s = self.sentences[self._number(q.start)]
        before = self.text[s.start : q.start].rstrip()
        begins = not before or before[-1] in ",:" or (draft.cue is not None and s.start + len(before) <= draft.cue[1])
        ends = inside[-1:] in ",.?!—–-…" or self.text[q.end : q.end + 1] in (",", ".")
        return begins and inside[:1].isupper() and ends

    def _number(self, place: int) -> int:
        return max(0, bisect_right(self.starts, place) - 1)

    def _between(self, owners: Sequence[Draft], q: Quotation) -> int | None:
        """ "..., he said, adding later: “...”": a verb of saying between the cue that has the quotation and the
        quotation."""
        number = self._number(q.start)
        cues = [d.cue_head for d in owners if d.sentence == number and d.cue_head >= 0 and d.act.channel == "speech"]
        if not cues or len(cues) < len(owners):
            return None
        s = self.sentences[number]
        for i in range(len(s) - 1, max(cues), -1):
            if (
                s.ends[i] <= q.start
                and s.xpos[i] == "VBG"
                and self._saying(number, i)
                and self.inside(s.starts[i]) is None
            ):
                return i
        return None

    def _hand_over(self, drafts: list[Draft], owners: Sequence[Draft], q: Quotation, adding: int) -> Draft:
        number = self._number(q.start)
        for d in owners:
            s = self.sentences[number]
            d.content = [(a, min(b, s.starts[adding])) for a, b in d.content if a < s.starts[adding]]
            d.content = [(a, a + len(self.text[a:b].rstrip(" ,"))) for a, b in d.content]
        there = next((d for d in drafts if d.sentence == number and d.cue_head == adding), None)
        if there is not None:
            there.content = merged(self.text, [*there.content, *q.parts])
            return there
        cue = self._saying(number, adding) or self.book.verbs["say"][0]
        return self._new(drafts, number, adding, cue, q, "quote-behind")

    # --- verbs of saying near by ----------------------------------------------------------------------------------

    def _claim(self, drafts: list[Draft], q: Quotation) -> Draft | None:
        for number, words, rule in self._windows(q):
            for i in words:
                cue = self._saying(number, i)
                if cue is None:
                    continue
                there = next((d for d in drafts if d.sentence == number and d.cue_head == i), None)
                if there is not None:
                    there.content = merged(self.text, [*there.content, *q.parts])
                    return there
                return self._new(drafts, number, i, cue, q, rule)
        return None

    def _windows(self, q: Quotation) -> list[tuple[int, list[int], str]]:
        """Where a verb of saying may stand: behind the quotation, before it, in the sentence behind."""
        found = []
        ending = self._number(q.end - 1)
        s = self.sentences[ending]
        behind = [i for i in range(len(s)) if s.starts[i] >= q.end]
        behind = self._until_quote(ending, behind)
        found.append((ending, behind[:NEAR], "quote-before"))
        opening = self._number(q.start)
        s = self.sentences[opening]
        before = [i for i in range(len(s)) if s.ends[i] <= q.start][::-1]
        if before:
            found.append((opening, self._until_quote(opening, before)[:NEAR], "quote-behind"))
        elif opening and self.text[self.sentences[opening - 1].end - 1] in ":,":
            n = opening - 1
            found.append((n, list(range(len(self.sentences[n])))[::-1], "quote-behind"))
        if ending + 1 < len(self.sentences) and not behind:
            s = self.sentences[ending + 1]
            same = "\n" not in self.text[q.end : s.start]
            if same and len(s) <= SHORT and self.inside(s.start) is None:
                found.append((ending + 1, self._until_quote(ending + 1, list(range(len(s)))), "quote-before"))
        return found

    def _until_quote(self, number: int, words: list[int]) -> list[int]:
        s = self.sentences[number]
        kept = []
        for i in words:
            other = self.inside(s.starts[i])
            if other is not None and other.spoken:
                break
            kept.append(i)
        return kept

    def _saying(self, number: int, i: int) -> Cue | None:
        """The reading of a verb that says a clause and has a subject."""
        s, graph = self.sentences[number], self.graphs[number]
        if graph.sentence.upos[i] != "VERB" or graph.sentence.rels[i] in ("amod", "acl"):
            return None
        for cue in self.book.verbs.get(s.lemmas[i].lower(), ()):
            speech = cue.act.channel == "speech" and "clause" in cue.takes and len(cue.words) == 1
            if speech and (graph.roles[i].get("agent") or graph.passive[i]):
                return cue
        return None

    def _new(self, drafts: list[Draft], number: int, i: int, cue: Cue, q: Quotation, rule: str) -> Draft:
        s, graph = self.sentences[number], self.graphs[number]
        draft = Draft(number, cue.act, rule, i, (s.starts[i], s.ends[i]), content=list(q.parts))
        draft.heads = [self.head(q)]
        agents = graph.roles[i].get("agent", ())
        if agents:
            self._speak(draft, number, agents[0], i)
        drafts.append(draft)
        return draft

    def _speak(self, draft: Draft, number: int, head: int, cue: int) -> None:
        s, graph = self.sentences[number], self.graphs[number]
        words = [w for w in graph.subtree(head) if self.inside(s.starts[w]) is None]
        if cue in words:
            words = [w for w in words if w < cue] if head < cue else [head]
        if head in words:
            first = last = words.index(head)
            while first and words[first - 1] == words[first] - 1:
                first -= 1
            while last + 1 < len(words) and words[last + 1] == words[last] + 1:
                last += 1
            end = words[last]
            while end > head and s.upos[end] == "PUNCT":
                end -= 1
            draft.speaker, draft.speaker_span = (number, head), (s.starts[words[first]], s.ends[end])

    def head(self, q: Quotation) -> tuple[int, int]:
        """The word that carries the first sentence of a quotation."""
        number = self._number(q.start)
        s = self.sentences[number]
        inside = [i for i in range(len(s)) if q.start <= s.starts[i] < q.end and s.upos[i] != "PUNCT"]
        if not inside:
            return number, max(0, bisect_right(s.starts, q.start) - 1)
        known = set(inside)
        return number, next((i for i in inside if s.heads[i] not in known), inside[0])

    def _name_before(self, q: Quotation) -> tuple[int, int] | None:
        """ "Sergei Lavrov: “...”": the sentence and the head word of a name that is all there is before a colon."""
        number = self._number(q.start)
        s, graph = self.sentences[number], self.graphs[number]
        before = [i for i in range(len(s)) if s.ends[i] <= q.start]
        if not 1 < len(before) <= NAME + 1 or s.words[before[-1]] != ":":
            return None
        name = before[:-1]
        tags = {graph.sentence.upos[i] for i in name}
        if not tags <= {"PROPN", "NOUN", "ADJ", "ADP", "DET"} or not any(s.names[i].endswith("PER") for i in name):
            return None
        return number, next(i for i in name if s.heads[i] not in name)

    def _by_name(self, drafts: list[Draft], q: Quotation, number: int, head: int) -> Draft:
        """The one named speaks; a verb inside the quotation has none of the words outside of it."""
        for d in [d for d in self.of_sentence.get(number, ()) if d.cue is not None and q.holds(d.cue[0])]:
            if any(start < q.start for start, _ in d.content):
                self.of_sentence[number].remove(d)
                drafts.remove(d)
        s = self.sentences[number]
        words = [i for i in range(len(s)) if s.ends[i] <= q.start]
        draft = Draft(number, self.book.acts["says"], "quote-colon", -1, content=list(q.parts))
        draft.cue = (s.starts[words[-1]], s.ends[words[-1]])
        draft.heads = [self.head(q)]
        draft.speaker, draft.speaker_span = (number, head), (s.starts[words[0]], s.ends[words[-2]])
        drafts.append(draft)
        return draft

    def _behind_colon(self, drafts: list[Draft], q: Quotation) -> Draft | None:
        """ "He spoke of the danger: “...”": behind a colon the subject of the sentence speaks."""
        number = self._number(q.start)
        s, graph = self.sentences[number], self.graphs[number]
        before = self.text[s.start : q.start].rstrip()
        if not before:
            number -= 1
            if number < 0:
                return None
            s, graph = self.sentences[number], self.graphs[number]
            before = self.text[s.start : s.end].rstrip()
            if "\n\n" in self.text[s.end : q.start].replace("\r", "") and before[-1:] != ":":
                return None
        if before[-1:] != ":":
            return None
        there = [d for d in drafts if d.sentence == number and d.act.channel == "speech" and d.speaker is not None]
        if there:
            there[-1].content = merged(self.text, [*there[-1].content, *q.parts])
            return there[-1]
        root = next((i for i, head in enumerate(graph.sentence.heads) if head < 0), -1)
        agents = graph.roles[root].get("agent", ()) if root >= 0 else ()
        colon = s.start + len(before) - 1
        if not agents and root >= 0 and graph.sentence.upos[root] in ("PROPN", "NOUN") and len(before.split()) <= NEAR:
            agents = (root,)
        if not agents or s.starts[agents[0]] > colon:
            return None
        draft = Draft(number, self.book.acts["says"], "quote-colon", -1, (colon, colon + 1), content=list(q.parts))
        draft.heads = [self.head(q)]
        self._speak(draft, number, agents[0], -1)
        drafts.append(draft)
        return draft

    # --- nobody near by -------------------------------------------------------------------------------------------

    def _carry(self, drafts: list[Draft], last: Draft | None, q: Quotation) -> Draft | None:
        """Who spoke before in the paragraph goes on; a person whom the sentence before brings in speaks instead."""
        opening = self._number(q.start)
        s = self.sentences[opening]
        if self.text[s.start : q.start].strip():
            return None  # inside a sentence that is no verb of saying's
        start_of_line = self.text.rfind("\n", 0, q.start) + 1
        if last is None or not last.content:
            return None
        place = max(last.content[-1][1], last.cue[1] if last.cue else 0)
        if place < start_of_line:
            return self._before(drafts, last, q, place, start_of_line)
        between = self._number(place - 1)
        if opening - between <= 1:
            last.content = merged(self.text, [*last.content, *q.parts])
            return last
        introduced = self._introduced(opening - 1)
        draft = Draft(opening, self.book.acts["says"], "quote-alone", -1, None, content=list(q.parts))
        draft.heads = [self.head(q)]
        if introduced >= 0:
            self._speak(draft, opening - 1, introduced, -1)
            draft.carried = "introduced"
        else:
            draft.speaker, draft.speaker_span = last.speaker, last.speaker_span
            draft.carried = "paragraph"
        drafts.append(draft)
        return draft

    def _before(self, drafts: list[Draft], last: Draft, q: Quotation, place: int, start_of_line: int) -> Draft | None:
        """A paragraph that is a quotation and nothing else, right behind the paragraph of who spoke last."""
        end = self.text.find("\n", q.end)
        rest = self.text[q.end : end if end >= 0 else len(self.text)].strip()
        between = self.text[place:start_of_line].split("\n")[1:]
        if rest or self.text[start_of_line : q.start].strip() or any(line.strip() for line in between):
            return None
        draft = Draft(self._number(q.start), self.book.acts["says"], "quote-alone", -1, None, content=list(q.parts))
        draft.heads = [self.head(q)]
        draft.speaker, draft.speaker_span, draft.carried = last.speaker, last.speaker_span, "before"
        drafts.append(draft)
        return draft

    def _introduced(self, number: int) -> int:
        """The subject of a sentence, when it is a person."""
        s, graph = self.sentences[number], self.graphs[number]
        root = next((i for i, head in enumerate(s.heads) if head < 0), -1)
        if root < 0:
            return -1
        for c in graph.children[root]:
            if graph.sentence.rels[c].startswith("nsubj"):
                person = s.names[c].endswith("PER") or s.lemmas[c].lower() in ("he", "she")
                person = person or any(s.names[w].endswith("PER") for w in graph.children[c])
                return c if person else -1
        return -1
