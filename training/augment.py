"""What the treebanks and name sets hardly have and news is full of: long titles, armed groups, hyphens cut as we cut.

Titles: "President X" is copied as "Secretary of State X", with its tree. Groups: a group the silver set names a
thousand times is replaced by another. Hyphens: the silver set writes "al-Zayn" as one word; our words are three.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from training.data import Annotated
from training.names import bio, spans
from watchfloor.parsing import words as cutting

Row = tuple[str, str, str, str, int, str, str]
"""word, UPOS, XPOS, features, offset of the head inside the title (99: the person), relation, name label"""

PERSON = 99
SHORT_TITLES = frozenset(
    ["president", "minister", "governor", "senator", "general", "chairman", "judge", "king", "mr.", "dr.", "ms.",
     "secretary", "speaker", "professor", "ambassador", "mayor", "gov.", "gen.", "sen."]
)  # fmt: skip


def noun(word: str, head: int, rel: str, name: str = "O") -> Row:
    plural = word.endswith("s")
    return word, "PROPN", "NNPS" if plural else "NNP", "Number=Plur" if plural else "Number=Sing", head, rel, name


def office(*parts: str) -> list[Row]:
    """Build "Minister of Foreign Affairs" and the like: the first word hangs on the person, "of X" on that word."""
    rows = [noun(parts[0], PERSON, "nmod:desc")]
    domain = parts[1:]
    last = len(domain) + 1
    rows.append(("of", "ADP", "IN", "_", last, "case", "O"))
    rows += [adjective(word, last) if word in ADJECTIVES else noun(word, last, "compound") for word in domain[:-1]]
    rows.append(noun(domain[-1], 0, "nmod"))
    return rows


def adjective(word: str, head: int) -> Row:
    if word == "the":
        return "the", "DET", "DT", "_", head, "det", "O"
    return word, "ADJ", "JJ" if word[0].islower() or word in DEMONYMS else "NNP", "_", head, "amod", "O"


DEMONYMS = ("Iranian", "Iraqi", "Russian", "Turkish", "Saudi", "Syrian", "French", "British", "Ukrainian", "Egyptian")
ADJECTIVES = frozenset(("the", "Foreign", "National", "Prime", "Supreme", *DEMONYMS))


def ranked(*parts: str) -> list[Row]:
    """Build "Iraqi Prime Minister" and the like: everything hangs on the last word, and that on the person."""
    last = len(parts) - 1
    rows = [
        adjective(w, last) if w in ADJECTIVES else noun(w, last, "compound", "B-LOC" if w in ("U.S.", "US") else "O")
        for w in parts[:-1]
    ]
    return [*rows, noun(parts[-1], PERSON, "nmod:desc")]


def with_country(country: str, rows: list[Row]) -> list[Row]:
    """Put a country or its adjective before a title of the `office` kind."""
    moved: list[Row] = [(*row[:4], row[4] if row[4] == PERSON else row[4] + 1, *row[5:]) for row in rows]
    first = adjective(country, 1) if country in DEMONYMS else noun(country, 1, "compound", "B-LOC")
    return [first, *moved]


OFFICES = (
    office("Secretary", "State"), office("Secretary", "Defense"), office("Minister", "Foreign", "Affairs"),
    office("Minister", "Defense"), office("Minister", "Interior"), office("Director", "National", "Intelligence"),
    office("Speaker", "Parliament"), office("Speaker", "the", "House"), office("Secretary", "the", "Treasury"),
)  # fmt: skip
RANKS = (
    ("Foreign", "Minister"), ("Prime", "Minister"), ("Defense", "Secretary"), ("Defense", "Minister"),
    ("Interior", "Minister"), ("Supreme", "Leader"), ("Deputy", "Foreign", "Minister"), ("Vice", "President"),
)  # fmt: skip


def a_title(rng: random.Random) -> list[Row]:
    """Draw one long title."""
    if rng.random() < 0.65:
        rows = list(rng.choice(OFFICES))
        draw = rng.random()
        if draw < 0.3:
            return with_country(rng.choice(("U.S.", "US")), rows)
        return with_country(rng.choice(DEMONYMS), rows) if draw < 0.4 else rows
    parts = rng.choice(RANKS)
    draw = rng.random()
    before = (rng.choice(DEMONYMS),) if draw < 0.6 else ("U.S.",) if draw < 0.75 else ()
    return ranked(*before, *parts)


def retitled(sentence: Annotated, rng: random.Random) -> Annotated | None:
    """Copy a sentence with each short title before a name made long; None when it has none."""
    upos, xpos, morph = sentence.upos or (), sentence.xpos or (), sentence.morph or ()
    heads, rels = sentence.heads or (), sentence.rels or ()
    chosen = {
        i
        for i, word in enumerate(sentence.words)
        if word.lower() in SHORT_TITLES and rels[i] == "nmod:desc" and heads[i] == i + 2 and i + 1 not in heads
    }
    if not chosen:
        return None
    titles = {i: a_title(rng) for i in chosen}
    place: list[int] = []  # new place of each old word
    at = 0
    for i in range(len(sentence.words)):
        at += len(titles[i]) if i in titles else 1
        place.append(at - 1)
    rows: list[Row] = []
    for i, word in enumerate(sentence.words):
        name = (sentence.names or ["O"] * len(heads))[i]
        if i not in titles:
            rows.append((word, upos[i], xpos[i], morph[i], place[heads[i] - 1] + 1 if heads[i] else 0, rels[i], name))
            continue
        start = place[i] - len(titles[i]) + 1
        person = place[heads[i] - 1]
        for w, u, x, m, head, rel, label in titles[i]:
            rows.append((w, u, x, m, (person if head == PERSON else start + head) + 1, rel, label))
    columns = list(zip(*rows, strict=True))
    names = columns[6] if sentence.names else None
    return Annotated(columns[0], columns[1], columns[2], columns[3], columns[4], columns[5], names)


KNOWN_GROUPS = frozenset(
    ["al-qaida", "al-qaeda", "taleban", "taliban", "hezbollah", "hamas", "pkk", "farc", "fatah", "eta", "islamic jihad"]
)
OTHER_GROUPS = tuple(
    name.split()
    for name in (
        "ISIS", "ISIL", "IS", "Daesh", "Islamic State", "Al Qaeda", "Al - Qaeda", "al Qaeda", "al - Qaeda",
        "Al Qaeda", "Boko Haram", "Al Shabaab", "al - Shabab", "Jabhat al - Nusra", "Nusra Front", "Peshmerga", "IRGC",
        "Revolutionary Guards", "Revolutionary Guard Corps", "Quds Force", "Mahdi Army", "Badr Organization", "YPG",
        "Free Syrian Army", "Ansar al - Sharia", "Houthis", "Haqqani network", "Donetsk People 's Republic",
    )
)  # fmt: skip


def renamed(sentence: Annotated, rng: random.Random) -> Annotated:
    """Replace well-known groups, half of the time, by others."""
    tags = sentence.names or ()
    words: list[str] = []
    names: list[str] = []
    at = 0
    for start, end, kind in spans(tags):
        words += sentence.words[at:start]
        names += tags[at:start]
        given = sentence.words[start:end]
        if " ".join(given).lower() in KNOWN_GROUPS and kind == "ORG" and rng.random() < 0.5:
            given = tuple(rng.choice(OTHER_GROUPS))
        words += given
        names += bio(len(given), [(0, len(given), kind)])
        at = end
    return replace(sentence, words=(*words, *sentence.words[at:]), names=(*names, *tags[at:]))


def recut(sentence: Annotated) -> Annotated:
    """Cut words with hyphens as the runtime does; a name goes on over the new words."""
    words: list[str] = []
    names: list[str] = []
    for word, tag in zip(sentence.words, sentence.names or (), strict=True):
        cuts = cutting.split(word) if "-" in word.strip("-") else [(0, len(word))]
        words += [word[a:b] for a, b in cuts]
        names += [tag] + [f"I-{tag[2:]}" if len(tag) > 1 else tag] * (len(cuts) - 1)
    return replace(sentence, words=tuple(words), names=tuple(names))


def more_titles(treebank: Sequence[Annotated], seed: int, copies: int = 3) -> list[Annotated]:
    """Give `copies` retitled versions of every sentence that has a short title."""
    rng = random.Random(f"{seed} titles")  # noqa: S311 (repeatable, no secret)
    made = (retitled(sentence, rng) for _ in range(copies) for sentence in treebank)
    return [sentence for sentence in made if sentence is not None]


def closer_names(silver: Sequence[Annotated], seed: int) -> list[Annotated]:
    """Rename groups and recut hyphens throughout the silver set."""
    rng = random.Random(f"{seed} groups")  # noqa: S311 (repeatable, no secret)
    return [recut(renamed(sentence, rng)) for sentence in silver]


def swapped(named: Sequence[Annotated], seed: int, share: float = 0.5) -> list[Annotated]:
    """Give each sentence with names once more, about `share` of its names replaced by others of their kind.

    Without it the head learns the few thousand gold names by heart and not what stands around them.
    """
    rng = random.Random(f"{seed} swapped")  # noqa: S311 (repeatable, no secret)
    pool: dict[str, list[tuple[str, ...]]] = {}
    for sentence in named:
        for start, end, kind in spans(sentence.names or ()):
            pool.setdefault(kind, []).append(sentence.words[start:end])
    out = []
    for sentence in named:
        tags = sentence.names or ()
        words: list[str] = []
        names: list[str] = []
        at = 0
        for start, end, kind in spans(tags):
            words += sentence.words[at:start]
            names += tags[at:start]
            given = rng.choice(pool[kind]) if rng.random() < share else sentence.words[start:end]
            words += given
            names += bio(len(given), [(0, len(given), kind)])
            at = end
        out.append(Annotated((*words, *sentence.words[at:]), names=(*names, *tags[at:])))
    return [sentence for sentence, old in zip(out, named, strict=True) if sentence.words != old.words]
