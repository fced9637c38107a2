"""Scores of an analysis of raw text by the definitions of the CoNLL 2018 shared task, and the treebanks as raw text.

Words of the two analyses meet by their characters: two words are the same when both ends are. Inside a multiword token
("don't") the treebank's words have no ends of their own; there, words meet by their forms, as the longest common
sequence. A sentence is right when its first and its last character are. Every figure is an F1 over all words (or
sentences) of both sides: a word that the other side does not have is wrong in each of them. UAS asks for the same head,
LAS for its relation too, without subtypes; a head that has no counterpart is never right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from watchfloor.types import Sentence

Span = tuple[int, int]
METRICS = ("words F1", "sentences F1", "UPOS", "XPOS", "UAS", "LAS", "lemmas")


@dataclass(frozen=True, slots=True)
class Word:
    """One syntactic word. `head` is the place of its head among all words of the text, -1 for a root."""

    form: str
    start: int
    end: int
    """of a word in a multiword token: the ends of the token"""
    lemma: str = "_"
    upos: str = "_"
    xpos: str = "_"
    head: int = -1
    rel: str = "_"
    multiword: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """An analysed text."""

    words: tuple[Word, ...]
    sentences: tuple[Span, ...]
    """from the first character of the first word to the last of the last one"""


@dataclass(frozen=True, slots=True)
class Document:
    """Raw text put together from a treebank, and what the treebank says of it."""

    name: str
    text: str
    gold: Text


# --- reading ----------------------------------------------------------------------------------------------------------


def blocks(path: Path) -> Iterator[tuple[dict[str, str], list[list[str]]]]:
    """Comments and rows of each sentence."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        comments: dict[str, str] = {}
        rows = []
        for line in block.split("\n"):
            if line.startswith("#"):
                key, _, value = line[1:].partition("=")
                comments[key.strip().removesuffix(" id")] = value.strip()
            else:
                rows.append(line.split("\t"))
        yield comments, rows


def documents(path: Path) -> list[Document]:
    """Rebuild the documents of one CoNLL-U file.

    A space stands between two sentences unless the treebank says there is none, a line break before a new paragraph.
    Raise ValueError when a sentence's text is not made of its words and spaces.
    """
    found: list[Document] = []
    name, text, gap = "", "", ""
    words: list[Word] = []
    sentences: list[Span] = []

    def close() -> None:
        if sentences:
            found.append(Document(name, text, Text(tuple(words), tuple(sentences))))

    for comments, rows in blocks(path):
        if "newdoc" in comments:
            close()
            name, text, words, sentences = comments["newdoc"], "", [], []
        if text:
            text += "\n" if "newpar" in comments else gap
        start = len(text)
        text += comments["text"]
        before = len(words)
        words += _words(rows, text, start, before)
        sentences.append((words[before].start, words[-1].end))
        surface = [row for row in rows if "." not in row[0]]
        last = next((row for row in surface if row[0].endswith(f"-{surface[-1][0]}")), surface[-1])
        gap = "" if "SpaceAfter=No" in last[9] else " "
    close()
    return found


def _words(rows: Sequence[Sequence[str]], text: str, at: int, before: int) -> Iterator[Word]:
    """The words of one sentence that begins at `at`, with `before` words of the text ahead of it."""
    token: Span = (0, 0)
    inside = 0  # the number of the last word in the open multiword token
    for row in rows:
        number, form = row[0], row[1]
        if "." in number:
            continue
        if "-" in number or int(number) > inside:
            while text[at : at + 1].isspace():
                at += 1
            if not text.startswith(form, at):
                raise ValueError(f"{form!r} does not stand at {at} of {text[max(0, at - 40) : at + 40]!r}")
            token = (at, at + len(form))
            at += len(form)
        if "-" in number:
            inside = int(number.split("-")[1])
            continue
        head = int(row[6])
        yield Word(
            form, *token, row[2], row[3], row[4], before + head - 1 if head else -1, row[7], int(number) <= inside
        )


def text_of(sentences: Iterable[Sentence]) -> Text:
    """What our own parser found, in the same form."""
    words: list[Word] = []
    spans: list[Span] = []
    for s in sentences:
        before = len(words)
        for i in range(len(s)):
            head = before + s.heads[i] if s.heads[i] >= 0 else -1
            words.append(Word(s.words[i], s.starts[i], s.ends[i], s.lemmas[i], s.upos[i], s.xpos[i], head, s.rels[i]))
        spans.append((s.starts[0], s.ends[-1]))
    return Text(tuple(words), tuple(spans))


# --- scoring ----------------------------------------------------------------------------------------------------------


def align(gold: Sequence[Word], found: Sequence[Word]) -> list[tuple[int, int]]:
    """Places (in gold, in found) of the words that are the same."""
    pairs: list[tuple[int, int]] = []
    g = f = 0
    while g < len(gold) and f < len(found):
        a, b = gold[g], found[f]
        if a.multiword or b.multiword:
            g_from, f_from, g, f = _stretch(gold, found, g, f)
            pairs += _common(gold, found, range(g_from, g), range(f_from, f))
        elif (a.start, a.end) == (b.start, b.end):
            pairs.append((g, f))
            g, f = g + 1, f + 1
        elif a.start <= b.start:
            g += 1
        else:
            f += 1
    return pairs


def _stretch(gold: Sequence[Word], found: Sequence[Word], g: int, f: int) -> tuple[int, int, int, int]:
    """The smallest stretch (gold from, found from, gold to, found to) around the multiword token at `g` or `f`."""
    if gold[g].multiword:
        end = gold[g].end
        if not found[f].multiword and found[f].start < gold[g].start:
            f += 1
    else:
        end = found[f].end
        if gold[g].start < found[f].start:
            g += 1
    g_from, f_from = g, f
    while not (_beyond(gold, g, end) and _beyond(found, f, end)):
        if g < len(gold) and (f >= len(found) or gold[g].start <= found[f].start):
            word, g = gold[g], g + 1
        else:
            word, f = found[f], f + 1
        if word.multiword:
            end = max(end, word.end)
    return g_from, f_from, g, f


def _beyond(words: Sequence[Word], i: int, end: int) -> bool:
    if i >= len(words):
        return True
    return words[i].start >= end if words[i].multiword else words[i].end > end


def _common(gold: Sequence[Word], found: Sequence[Word], of_gold: range, of_found: range) -> list[tuple[int, int]]:
    """The longest common sequence of forms, whatever their case."""
    a = [gold[i].form.lower() for i in of_gold]
    b = [found[i].form.lower() for i in of_found]
    longest = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in reversed(range(len(a))):
        for j in reversed(range(len(b))):
            here = 1 + longest[i + 1][j + 1] if a[i] == b[j] else 0
            longest[i][j] = max(here, longest[i + 1][j], longest[i][j + 1])
    pairs = []
    i = j = 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            pairs.append((of_gold[i], of_found[j]))
            i, j = i + 1, j + 1
        elif longest[i][j] == longest[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def base(rel: str) -> str:
    """The relation without its subtype."""
    return rel.split(":")[0]


def score(pairs: Iterable[tuple[Text, Text]]) -> dict[str, float]:
    """All `METRICS` in percent, over all (gold, found) texts together."""
    right = dict.fromkeys(METRICS, 0)
    words = sentences = 0
    for gold, found in pairs:
        words += len(gold.words) + len(found.words)
        sentences += len(gold.sentences) + len(found.sentences)
        right["sentences F1"] += len(set(gold.sentences) & set(found.sentences))
        aligned = align(gold.words, found.words)
        counterpart = {-1: -1} | {f: g for g, f in aligned}
        for g, f in aligned:
            a, b = gold.words[g], found.words[f]
            head = counterpart.get(b.head) == a.head
            right["words F1"] += 1
            right["UPOS"] += a.upos == b.upos
            right["XPOS"] += a.xpos == b.xpos
            right["UAS"] += head
            right["LAS"] += head and base(a.rel) == base(b.rel)
            right["lemmas"] += a.lemma in ("_", b.lemma)
    whole = {name: sentences if name == "sentences F1" else words for name in METRICS}
    return {name: 100 * 2 * right[name] / max(whole[name], 1) for name in METRICS}
