"""Words and phrases as the actor lexicon sees them: folded spellings, singular forms, the extent of a noun phrase."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from watchfloor.types import Sentence

_LETTERS: Final = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "ə": "e", "ð": "d", "þ": "th", "’": "'", "ʼ": "'",
     "‘": "'", "`": "'", "ʿ": "'", "ʾ": "'"}
)  # fmt: skip
_POSSESSIVE: Final = re.compile(r"'s\b")
_APART: Final = re.compile(r"[^a-z0-9&]+")


@lru_cache(maxsize=65536)
def pieces(word: str) -> tuple[str, ...]:
    """The spelling that counts: lower case, no accents, dots or apostrophes; hyphens and other marks separate pieces.
    A possessive `'s` is the piece `s`; punctuation has no piece. Very long words are cut: no name has 100 letters."""
    if word.isalpha() and word.isascii():
        return (word[:200].lower(),)
    lower = word[:200].lower().translate(_LETTERS)
    if not lower.isascii():
        lower = "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))
    lower = _POSSESSIVE.sub(" s", lower).replace("'", "").replace(".", "")
    return tuple(p for p in _APART.split(lower) if p)


_PLAIN: Final = {ord("."): None} | {c: " " for c in range(128) if not (chr(c).isalnum() or chr(c) in "&.\n")}


def key(text: str) -> str:
    """The folded form of a whole alias: `Al-Qa'ida` and `al Qaida` have the same."""
    if text.isalpha() and text.isascii():
        return text.lower()
    return " ".join(p for word in text.split() for p in pieces(word))


def keys(texts: Sequence[str]) -> list[str]:
    """The keys of many texts, in a fraction of the time that asking for them one by one takes."""
    plain = [t.isascii() and t.isprintable() and "'" not in t and "`" not in t and len(t) <= 200 for t in texts]
    joined = "\n".join(text if is_plain else "" for text, is_plain in zip(texts, plain, strict=True))
    folded = joined.lower().translate(_PLAIN).split("\n")
    return [
        (" ".join(line.split()) if "  " in line or line[:1] == " " or line[-1:] == " " else line)
        if is_plain
        else key(text)
        for line, text, is_plain in zip(folded, texts, plain, strict=False)
    ]


_IRREGULAR: Final = {
    "men": "man", "women": "woman", "people": "people", "children": "child", "wives": "wife", "police": "police",
    "forces": "force", "media": "media", "clergy": "clergy", "allies": "ally", "thieves": "thief", "crises": "crisis",
    "staff": "staff", "troops": "troop", "personnel": "personnel", "authorities": "authority", "news": "news",
    "countries": "country", "bodies": "body", "armies": "army", "companies": "company", "parties": "party",
    "secretaries": "secretary", "families": "family", "militias": "militia", "press": "press", "chiefs": "chief",
    "services": "service", "agencies": "agency", "ministries": "ministry", "series": "series", "business": "business",
}  # fmt: skip


@lru_cache(maxsize=16384)
def singular(piece: str) -> str:
    """The singular of a folded English noun, by its ending; words that are no plural come back unchanged."""
    if piece in _IRREGULAR:
        return _IRREGULAR[piece]
    if piece.endswith("men") and len(piece) > 4:
        return piece[:-3] + "man"
    if piece.endswith("ies") and len(piece) > 4:
        return piece[:-3] + "y"
    if piece.endswith(("sses", "shes", "ches", "xes")):
        return piece[:-2]
    if piece.endswith("s") and not piece.endswith(("ss", "us", "is")) and len(piece) > 3:
        return piece[:-1]
    return piece


def is_plural(sentence: Sentence, word: int) -> bool:
    """Whether a noun stands in the plural, by its features or its tag."""
    return "Number=Plur" in sentence.morph[word] or sentence.xpos[word] in ("NNS", "NNPS")


# --- extent -----------------------------------------------------------------------------------------------------------

_INSIDE: Final = frozenset(
    "det amod compound flat nummod fixed goeswith nmod advmod punct case dep cc conj det:predet nmod:poss nmod:desc "
    "nmod:unmarked nmod:npmod compound:prt cc:preconj flat:name flat:foreign nmod:tmod".split()
)
_CORE: Final = frozenset(
    "amod compound flat nummod fixed goeswith nmod:desc nmod:unmarked flat:name flat:foreign det dep advmod".split()
)
_NOT_AT_HEAD: Final = frozenset(("case", "cc", "conj", "punct", "cc:preconj", "dep"))

_SITUATED: Final = frozenset("based headquartered located stationed living exiled".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase without its relative clauses, trailing participles and coordinated sisters."""

    head: int
    words: tuple[int, ...]
    """all its words, ascending"""
    core: tuple[int, ...]
    """head, titles, adjectives, name parts: what is not in a possessive or behind a preposition"""
    owners: tuple[int, ...]
    """heads of possessives, nearest first"""
    complements: tuple[tuple[str, int], ...]
    """(preposition, head) of the phrases behind it: `of`, `in`, `for`, ..."""
    apposed: tuple[int, ...]
    """heads of appositions"""

    @property
    def start(self) -> int:
        return self.words[0]

    @property
    def end(self) -> int:
        """The last word, included."""
        return self.words[-1]


def children(sentence: Sentence) -> tuple[tuple[int, ...], ...]:
    """For each word the words that hang on it, ascending; safe for heads that point nowhere."""
    kids: list[list[int]] = [[] for _ in sentence.words]
    for word, head in enumerate(sentence.heads):
        if 0 <= head < len(kids) and head != word:
            kids[head].append(word)
    return tuple(tuple(k) for k in kids)


def _preposition(sentence: Sentence, kids: tuple[tuple[int, ...], ...], word: int) -> str:
    return " ".join(sentence.words[k].lower() for k in kids[word] if sentence.rels[k] in ("case", "mark"))


def hyphenated(sentence: Sentence, word: int) -> range:
    """The words that hyphens hold together with a word: "secretary-general" is one, whatever the parser made of it."""
    first = last = word
    while first >= 2 and _hyphen(sentence, first - 1):
        first -= 2
    while last + 2 < len(sentence) and _hyphen(sentence, last + 1):
        last += 2
    return range(first, last + 1)


def _hyphen(sentence: Sentence, at: int) -> bool:
    return (
        sentence.words[at] in ("-", "‐")
        and sentence.ends[at - 1] == sentence.starts[at]
        and sentence.ends[at] == sentence.starts[at + 1]
        and sentence.words[at - 1].isalpha()
        and sentence.words[at + 1].isalpha()
    )


def phrase(sentence: Sentence, head: int, kids: tuple[tuple[int, ...], ...]) -> Phrase:
    """The noun phrase headed by a word."""
    heads = hyphenated(sentence, head)
    words = set(heads)
    core = set(heads)
    owners: list[int] = []
    complements: list[tuple[str, int]] = []
    apposed: list[int] = []
    todo = [(word, True) for word in heads]
    while todo:
        word, in_core = todo.pop()
        for kid in kids[word]:
            rel = sentence.rels[kid]
            if rel == "appos":
                if word in heads and kid not in heads:
                    apposed.append(kid)
                continue
            if word in heads and rel.startswith("acl") and sentence.words[kid].lower() in _SITUATED:
                # "a newspaper based in Beirut": not read as part of the phrase, but it says where
                complements.extend(
                    (_preposition(sentence, kids, place), place) for place in kids[kid] if sentence.rels[place] == "obl"
                )
                continue
            if kid in words or rel not in _INSIDE or (word in heads and rel in _NOT_AT_HEAD):
                continue
            preposition = _preposition(sentence, kids, kid) if rel.startswith("nmod") else ""
            owner = rel == "nmod:poss" or (preposition in ("'s", "’s", "'", "’"))
            # "on Monday" or "after the attack" behind a noun is no part of who it is
            if rel == "nmod" and not owner and preposition in ("on", "after", "before", "during", "despite", "amid"):
                continue
            if rel == "advmod" and word in heads and kid > head:
                continue
            words.add(kid)
            kid_core = in_core and rel in (_CORE if word in heads else _CORE | {"cc", "conj", "punct", "case"})
            if rel in ("nmod:desc", "nmod:unmarked") and preposition:
                kid_core = False
            if kid_core:
                core.add(kid)
            elif word in core:
                if owner:
                    owners.append(kid)
                elif rel.startswith("nmod"):
                    complements.append((preposition, kid))
            todo.append((kid, kid_core))
    ordered = sorted(words)
    while len(ordered) > 1 and ordered[0] != head and sentence.upos[ordered[0]] in ("PUNCT", "CCONJ"):
        ordered.pop(0)
    while len(ordered) > 1 and ordered[-1] != head and sentence.upos[ordered[-1]] in ("PUNCT", "CCONJ"):
        ordered.pop()
    kept = frozenset(ordered)
    return Phrase(
        head,
        tuple(ordered),
        tuple(sorted(core & kept)),
        tuple(sorted(owners, reverse=True)),
        tuple(sorted(complements, key=lambda pair: pair[1])),
        tuple(apposed),
    )
