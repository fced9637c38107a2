"""The frame round a deed: told as history, played, said in general; and acts that are none of politics.

The walk of `facets` reads what stands over an act and may find nothing against it, although the whole sentence speaks
of another world: an anniversary, a novel, a chess board, a law, the weather. Such frames are found here by a few
words in a set place: above the act ("the anniversary of the raid"), beside it ("4,000 years ago", "in her new novel"),
as who acts ("inflation"), or anywhere in the sentence for sport, games, the stage and shops, unless it names somebody
armed or in office.

A word that the act itself speaks about is no frame: "the museum that rebels burned", "after the screening of a film".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from watchfloor.coding.graph import Graph
from watchfloor.coding.patterns import FacetWords
from watchfloor.types import Facet

# "beat them 4-0"; a vote of 12-3 is none.
SCORE = re.compile(r"\d{1,2}[-–]\d{1,2}")
YEAR = re.compile(r"1\d{3}|20\d{2}")
DECADE = re.compile(r"(1\d|20)\d0s")
LONG = frozenset({"year", "decade", "century", "generation", "millennium"})
BACK = frozenset({"ago", "earlier", "before", "previously", "back"})
INSIDE = frozenset({"in", "during", "throughout", "of", "at", "within", "by"})
PHRASES = frozenset({"obl", "nmod", "compound", "amod", "advmod", "nummod", "det", "case", "dep", "flat", "conj"})
# Words of conflict that players and referees use as well.
SPOKEN = frozenset({"protest", "riot", "war", "sanction", "truce", "peace", "strike"})
ANYBODY = frozenset({"anyone", "anybody", "whoever", "everyone", "everybody", "someone", "somebody", "person", "those"})
QUANTIFIERS = frozenset({"most", "every", "any", "few"})
PRESENT = frozenset({"VBP", "VBZ"})
OLD = 1980
"""what a sentence dates before this year is history, whenever it is read"""
OLDEST = 115
"""no one dies older than that; a number above it is no age"""

Frame = tuple[Facet, str]


def around(graph: Graph, head: int, words: FacetWords, own: frozenset[int]) -> Frame | None:
    """The frame that the act of word `head` stands in, with the words that show it; None for a plain report. `own` are
    the words of the act."""
    frame = _Frame(graph, words, own | {head}, head)
    finders = (
        frame.above, frame.long_ago, frame.old_year, frame.teller, frame.life, frame.remembered, frame.played,
        frame.on_screen, frame.general, frame.definition,
    )  # fmt: skip
    return next((found for find in finders if (found := find()) is not None), None)


def elsewhere(graph: Graph, head: int, words: FacetWords, own: Iterable[int]) -> str:
    """Why the act of word `head` is none of politics: it is of sport, a game, the stage or a shop, done by what has no
    hands, or a family's own. Empty when nothing says so."""
    frame = _Frame(graph, words, frozenset(own) | {head}, head)
    return frame.trades() or frame.no_hands() or frame.at_home()


class _Frame:
    def __init__(self, graph: Graph, words: FacetWords, own: frozenset[int], head: int) -> None:
        self.g = graph
        self.s = graph.sentence
        self.lists = words.frames
        self.reports = words.reports
        self.own = own
        self.head = head
        self.light = graph.light[head]

    def _in(self, name: str, i: int) -> bool:
        words = self.lists.get(name, frozenset())
        return self.s.lemmas[i].lower() in words or self.s.words[i].lower() in words

    def _up(self) -> Iterator[tuple[int, int]]:
        """Every word on the way from the act to the root, with the word above it."""
        i = self.head
        while (parent := self.s.heads[i]) >= 0:
            yield i, parent
            i = parent

    def _base(self, i: int) -> str:
        return self.s.rels[i].partition(":")[0]

    def _cases(self, i: int) -> set[str]:
        return {self.s.words[c].lower() for c in self.g.children[i] if self.s.rels[c] == "case"}

    def _beside(self, i: int) -> int:
        """The word of the act's own phrases or clause, one step below the act, that word i hangs under; -1 for a word
        that stands elsewhere or in a clause of its own."""
        while (parent := self.s.heads[i]) >= 0:
            if parent in self.own or parent == self.light:
                return i
            if self._base(i) not in PHRASES:
                return -1
            i = parent
        return -1

    # --- history ---

    def above(self) -> Frame | None:
        """ "the anniversary of the raid that destroyed it", "an exhibition on the siege", "the 1968 invasion"."""
        year = self._year(self.head)
        for i, parent in self._up():
            above, named = self.s.upos[parent], f"“{self.s.words[parent]}”"
            if parent in self.own:
                continue
            phrase = above in ("NOUN", "PROPN") and self._base(i) in ("nmod", "compound", "dep", "appos", "obl")
            if phrase and self._in("commemorations", parent):
                return Facet.HISTORICAL, named
            if above == "VERB" and self._cases(i) & {"on", "about"}:  # "opened an exhibition on the siege"
                shown = [c for c in self.g.children[parent] if c < i and self._base(c) in ("obj", "nsubj")]
                if any(self._in("commemorations", c) and self.s.upos[c] == "NOUN" for c in shown):
                    return Facet.HISTORICAL, named
            if above == "VERB" and self._base(i) == "obj" and self._in("remembering", parent):
                return Facet.HISTORICAL, named
            if self._base(i) == "acl" and not year:
                year = self._year(parent)
            if self._played_above(i, parent):
                return Facet.HYPOTHETICAL, named
        return (Facet.HISTORICAL, f"“{year}”") if year else None

    def _year(self, noun: int) -> str:
        """The year in front of a noun: "the 1968 invasion"."""
        if self.s.upos[noun] not in ("NOUN", "PROPN"):
            return ""
        years = (
            c for c in self.g.children[noun] if c < noun and self._base(c) in ("nummod", "compound", "nmod", "amod")
        )
        plain = (c for c in years if not self._cases(c))
        return next((self.s.words[c] for c in plain if YEAR.fullmatch(self.s.words[c])), "")

    def long_ago(self) -> Frame | None:
        """ "4,000 years ago", "two decades earlier", "in the 17th century", "medieval Genoa"."""
        for i in range(len(self.s)):
            word = self.s.lemmas[i].lower()
            if word in BACK and self._ours(i):
                for c in self.g.children[i]:
                    if c < i and self.s.lemmas[c].lower() in LONG:
                        return Facet.HISTORICAL, f"“{self.s.words[c]} {self.s.words[i]}”"
            aged = DECADE.fullmatch(self.s.words[i]) or self._in("ages", i)
            if (aged or self._old_century(i)) and (self._cases(i) & INSIDE or not self._cases(i)) and self._ours(i):
                return Facet.HISTORICAL, f"“{self.s.words[i]}”"
        for role in ("agent", "poss"):
            for a in self.g.roles[self.head].get(role, ()):
                old = next((c for c in (a, *self.g.children[a]) if self._old_people(c)), -1)
                if old >= 0:
                    return Facet.HISTORICAL, f"“{self.s.words[old]}”"
        return None

    def _old_people(self, i: int) -> bool:
        if self.s.xpos[self._verb()] in PRESENT or self.s.xpos[self._verb()] == "VBG":
            return False
        return self._in("eras", i) or self.s.words[i].lower() in self.lists.get("peoples", frozenset())

    def old_year(self) -> Frame | None:
        """ "in 1805", "in 480 BC", of the act's clause or of one that it stands in; not "the mosque built in 1912"; and
        "50 years after tanks rolled in", "a decade since the coup"."""
        above = {self.head, self._verb(), *(parent for _, parent in self._up())}
        if not any(self._in("days", i) and self._clause(i) in (self.head, self._verb()) for i in range(len(self.s))):
            for i in range(len(self.s)):
                word = self.s.words[i]
                old = YEAR.fullmatch(word) and int(word) < OLD and self._base(i) not in ("nummod", "appos")
                if (old or word in ("BC", "BCE", "AD")) and self._clause(i) in above:
                    return Facet.HISTORICAL, f"“{word}”"
        for i in (self.head, self._verb()):
            for c in self.g.children[i]:
                if self.s.words[c].lower() in ("after", "since", "when", "on") and self._base(c) in ("mark", "case"):
                    before = [k for k in range(max(0, c - 2), c) if self.s.lemmas[k].lower() in LONG]
                    if before:
                        return Facet.HISTORICAL, f"“{self.s.words[before[0]]} {self.s.words[c]}”"
        return None

    def _clause(self, i: int) -> int:
        """The head of the clause that a phrase stands in."""
        while (parent := self.s.heads[i]) >= 0 and self._base(i) in PHRASES:
            i = parent
            if self.s.upos[i] == "VERB" or i in self.own:
                break
        return i

    def _old_century(self, i: int) -> bool:
        if self.s.lemmas[i].lower() != "century":
            return False
        return any(self.s.words[c][:2] in ("1", "10", "11", "12", "13", "14", "15", "16", "17", "18", "19")
                   or self._in("ordinals", c) for c in self.g.children[i])  # fmt: skip

    def _ours(self, i: int) -> bool:
        """Whether a phrase of time belongs to the act: it hangs from it, or, of a noun, beside it behind it."""
        above = self.s.heads[i]
        if above in self.own or above == self.light:
            return True
        return self.s.upos[self.head] != "VERB" and above == self.s.heads[self.head] and i > self.head

    def teller(self) -> Frame | None:
        """ "archaeologists say the village was torched", "historians believe he broke the treaty"; "the law says"."""
        for verb in (*(p for _, p in self._up()), *self._parentheses()):
            if self.s.upos[verb] != "VERB" or verb in self.own or not (self._reports(verb)):
                continue
            for c in self.g.children[verb]:
                if self._base(c) != "nsubj":
                    continue
                if self._in("historians", c) and self.s.xpos[self._verb()] in ("VBD", "VBN"):
                    return Facet.HISTORICAL, f"“{self.s.words[c]}”"
                if self._in("rules", c) and self.s.xpos[self._verb()] in PRESENT:
                    return Facet.HYPOTHETICAL, f"“{self.s.words[c]} {self.s.words[verb]}”"
        return None

    def _reports(self, verb: int) -> bool:
        return self.s.lemmas[verb] in self.reports or self._base(verb) == "parataxis"

    def _parentheses(self) -> Iterator[int]:
        for i in (self.head, *(p for _, p in self._up())):
            yield from (c for c in self.g.children[i] if self._base(c) == "parataxis" and c > i)

    def _verb(self) -> int:
        return self.light if self.light >= 0 else self.head

    def life(self) -> Frame | None:
        """What an obituary tells of the one who "died on Sunday at 88" or was "born in Lwow"."""
        if self.s.words[0].lower() == "born" and self.s.lemmas[0] in ("bear", "born") and self.head != 0:
            return Facet.HISTORICAL, "“born”"
        for i, lemma in enumerate(self.s.lemmas):
            if lemma != "die" or i in self.own or self.s.upos[i] != "VERB":
                continue
            for age in self.g.subtree(i):
                number = self.s.words[age]
                before = self.s.words[age - 1].lower() if age else ""
                aged = before in ("at", "aged", "age", "was") and self._base(age) != "nummod"
                if aged and number.isdigit() and 30 <= int(number) <= OLDEST:
                    return Facet.HISTORICAL, f"“{self.s.words[i]} {before} {number}”"
        return None

    def remembered(self) -> Frame | None:
        """A deed told beside an anniversary or a tribute ("tributes to the man who freed them"), or for which somebody
        is known ("best known for shelling the port")."""
        for i, parent in self._up():
            lemma = self.s.lemmas[parent]
            if lemma in ("remember", "know") and self._base(i) in ("obl", "advcl"):
                marks = {self.s.words[c].lower() for c in self.g.children[i] if self._base(c) in ("case", "mark")}
                if marks & {"for", "as"}:
                    return Facet.HISTORICAL, f"“{self.s.words[parent]}”"
        if not any(self._base(i) == "acl" for i in (self.head, self._verb(), *(i for i, _ in self._up()))):
            return None
        below = set(self.g.subtree(self._verb()))
        for i in range(len(self.s)):
            if i in below or i in self.own or self.s.upos[i] not in ("NOUN", "PROPN"):
                continue
            if (self._in("commemorations", i) or self._in("tributes", i)) and not self._is_about(i):
                return Facet.HISTORICAL, f"“{self.s.words[i]}”"
        return None

    def _is_about(self, noun: int) -> bool:
        """Whether the act is told of this noun itself: "the museum that rebels burned"."""
        return any(self._base(i) == "acl" and parent == noun for i, parent in self._up())

    # --- played ---

    def _played_above(self, i: int, parent: int) -> bool:
        """ "a novel in which Belgium invades", "a thriller about a coup", "the film follows a spy who kidnaps"."""
        if self._in("fiction", parent) and self.s.upos[parent] in ("NOUN", "PROPN"):
            if self._base(i) == "acl":
                return any("in" in self._cases(c) for c in self.g.subtree(i) if self.s.lemmas[c] == "which")
            return self._base(i) == "nmod" and bool(self._cases(i) & {"about", "of"})
        if self.s.upos[parent] != "VERB" or not self._in("telling", parent):
            return self._base(i) == "obj" and self._in("acting", parent) and self._base(self._verb()) == "acl"
        return any(self._base(c) == "nsubj" and self._in("fiction", c) for c in self.g.children[parent])

    def played(self) -> Frame | None:
        """ "in her new novel", "at the end of the finale", "for a scene of the film", "a mock bridge", "in a drill"."""
        roles = self.g.roles[self._verb()]
        parties = [*roles.get("object", ()), *roles.get("agent", ()), *self.g.roles[self.head].get("object", ()),
                   *roles.get("on", ()), *roles.get("against", ()), *self.g.roles[self.head].get("on", ())]  # fmt: skip
        for noun in (*parties, self.head):
            for c in self.g.children[noun]:
                if c not in self.own and self._base(c) in ("amod", "compound") and self._in("mock", c):
                    return Facet.HYPOTHETICAL, f"“{self.s.words[c]} {self.s.words[noun]}”"
        for i in range(len(self.s)):
            played = self._in("fiction", i) or self._in("exercises", i)
            if not played or self.s.upos[i] not in ("NOUN", "PROPN") or i in self.own:
                continue
            top = self._beside(i)
            if top < 0 or self._through_real(i, top):
                continue
            cases = self._cases(top)
            scene = self._in("fiction", i) and "for" in cases and self._in("scenes", top)
            if scene or cases & ({"in", "at", "during"} if self._in("fiction", i) else {"in"}):
                return Facet.HYPOTHETICAL, f"“{self.s.words[i]}”"
        return None

    def _through_real(self, i: int, top: int) -> bool:
        """Whether a film is only named by what it is the film of: "at the premiere of the film"."""
        while i != top:
            i = self.s.heads[i]
            if not (self._in("scenes", i) or self._in("fiction", i)):
                return True
        return False

    def on_screen(self) -> Frame | None:
        """A plot, told in the present: "Kozak raids a yacht in the new season", "the hero kills the warlord"."""
        if self.s.xpos[self._verb()] not in PRESENT:
            return None
        core = {k for f in self._parties() for k in self.g.subtree(f) if k not in self.own}
        strong = [i for i in range(len(self.s)) if self._in("fiction", i) and i not in core and i not in self.own]
        soft = {self.s.lemmas[i].lower() for i in range(len(self.s)) if self._in("plots", i) and i not in self.own}
        if strong or len(soft) > 1:
            return Facet.HYPOTHETICAL, f"“{'”, “'.join([self.s.words[i] for i in strong] or sorted(soft))}”: a story"
        return None

    def _parties(self) -> list[int]:
        roles = (self.g.roles[self.head], self.g.roles[self._verb()])
        return [
            f for own in roles for name in ("object", "on", "against", "over", "about", "to") for f in own.get(name, ())
        ]

    def trades(self) -> str:
        """One word that only sport or a board game has, or two of the same trade, and nobody armed or in office."""
        known = range(len(self.s))
        spoken = self.own if self.s.lemmas[self.head].lower() in SPOKEN else frozenset()
        if any(self._in("armed", i) for i in known if i not in spoken):
            return ""
        meant = {i for i in known if self._base(i) in ("compound", "amod") and self.s.heads[i] in self.own}
        # of "marathon talks" the talks are meant
        strong = next((i for i in known if self._in("sport", i) and i not in self.own | meant), -1)
        if strong >= 0:
            return f"“{self.s.words[strong]}” is of sport"
        score = next((i for i in known if SCORE.fullmatch(self.s.words[i]) and self.s.xpos[i] == "CD"), -1)
        if score >= 0 and not any(self._in("votes", i) for i in known):
            return f"“{self.s.words[score]}” is a score"
        feast = next((i for i in known if self._in("feasts", i) and i not in self.own), -1)
        if feast >= 0:
            return f"“{self.s.words[feast]}” is a feast"
        for name in ("pitch", "chess", "stage", "shop"):
            shared = {self.s.lemmas[i].lower() for i in known if self._in(name, i) and i not in self.own}
            if len(shared) > 1:
                return f"“{'”, “'.join(sorted(shared))}” are no politics"
        return ""

    # --- said in general ---

    def general(self) -> Frame | None:
        """ "anyone who attacks", "dictators rarely resign", "most truces collapse"."""
        verb = self._verb()
        if self.s.xpos[verb] not in PRESENT:
            return None
        if self.s.rels[verb] == "acl:relcl" and self.s.lemmas[self.s.heads[verb]].lower() in ANYBODY:
            return Facet.HYPOTHETICAL, f"“{self.s.words[self.s.heads[verb]]}”"
        chain = [verb]
        while self._base(chain[-1]) in ("conj", "parataxis"):
            chain.append(self.s.heads[chain[-1]])
        for i in chain:
            for c in self.g.children[i]:
                if self.s.rels[c] == "advmod" and self._in("usually", c):
                    return Facet.HYPOTHETICAL, f"“{self.s.words[c]}”"
                if self._base(c) == "nsubj" and any(
                    self.s.words[q].lower() in QUANTIFIERS and self._base(q) in ("amod", "det")
                    for q in self.g.children[c]
                ):
                    return Facet.HYPOTHETICAL, f"“{self.s.words[c]}” in general"
        return None

    def definition(self) -> Frame | None:
        """ "a siege is an operation in which an army surrounds a town", "piracy means attacking ships"; and what
        anybody does: "an army that loses its supplies retreats", with no name and no day in the sentence."""
        for i, parent in self._up():
            verb = self.s.lemmas[parent]
            tells = self.s.upos[parent] == "VERB" and self.s.xpos[parent] != "VBD" and self._in("defining", parent)
            if tells and self._base(i) in ("obl", "ccomp", "xcomp", "obj", "advcl"):
                return Facet.HYPOTHETICAL, f"“{self.s.words[parent]}”"
            if verb != "be" and self._defines(parent):
                return Facet.HYPOTHETICAL, f"“is {self.s.words[parent]}”"
        verb_form = self.s.xpos[self._verb()]
        if verb_form not in PRESENT or self.s.words[-1] not in (".", "!", ";"):
            return None
        if any(self.s.upos[i] in ("PROPN", "NUM") or self._in("days", i) for i in range(len(self.s))):
            return None
        agents = self.g.roles[self._verb()].get("agent", ())
        if agents and all(self._anybody(a) for a in agents):
            return Facet.HYPOTHETICAL, f"“{self.s.words[agents[0]]}” in general"
        return None

    def _anybody(self, i: int) -> bool:
        words = {self.s.words[c].lower() for c in self.g.children[i] if self._base(c) in ("det", "nmod")}
        if self.s.upos[i] != "NOUN":
            return False
        return bool(words & {"a", "an", "any", "every", "no"}) or (self.s.xpos[i] == "NNS" and not words)

    def _defines(self, i: int) -> bool:
        """ "is an operation", of a subject that is no particular one."""
        below = self.g.children[i]
        words = {self.s.words[c].lower() for c in below if self._base(c) == "det"}
        if self.s.upos[i] != "NOUN" or not (words & {"a", "an", "any"} or self._in("kinds", i)):
            return False
        if not any(self._base(c) == "cop" and self.s.words[c].lower() in ("is", "are") for c in below):
            return False
        return any(self._base(c) == "nsubj" and (self._anybody(c) or self._bare(c)) for c in below)

    def _bare(self, i: int) -> bool:
        return self.s.upos[i] == "NOUN" and not any(
            self._base(c) in ("det", "nmod", "nummod") for c in self.g.children[i]
        )

    def at_home(self) -> str:
        """A man or a woman "stabbed his wife"; an army that "killed his brother", or nobody named, is no family."""
        doers = self.g.roles[self._verb()].get("agent", ())
        if not doers or any(self._in("armed", a) or self.s.names[a].endswith(("LOC", "ORG")) for a in doers):
            return ""
        for i in self.g.roles[self._verb()].get("object", ()):
            owned = any(self.s.xpos[c] == "PRP$" for c in self.g.children[i])
            if owned and self._in("kin", i):
                return f"“{self.s.words[i]}” is family"
        return ""

    def no_hands(self) -> str:
        """ "rents ambush families", "grief ambushed her", "Storm Eva forces a retreat"."""
        for a in (*self.g.roles[self._verb()].get("agent", ()), *self.g.roles[self.head].get("agent", ())):
            if a in self.own:
                continue
            alive = any(self._in("armed", i) for i in self.g.subtree(a))  # "a terrorist cell", "a swarm of drones"
            if self._in("lifeless", a) and self.s.upos[a] != "PROPN" and not alive:
                return f"“{self.s.words[a]}” cannot act"
            for c in self.g.children[a]:
                if self._base(c) in ("compound", "nmod", "flat") and self._in("storms", c) and c < a:
                    return f"“{self.s.words[c]}” cannot act"
        return ""
