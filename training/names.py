"""Reading the name sets, and cleaning the silver one.

All sets are brought to one meaning: PER, ORG and LOC proper names without titles, articles and possessive marks;
countries are LOC, people of a country ("Iraqi", "Iraqis") are no name. Where a source does not say enough, the
word is UNKNOWN and trains nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from training.data import UNKNOWN, Annotated, blocks


def listed(words: str) -> frozenset[str]:
    """Give the words of a text as a set."""
    return frozenset(words.split())


TITLES = listed(
    """
    president vice prime minister premier chancellor king queen prince princess sheikh sheik emir sultan pope
    cardinal archbishop bishop ayatollah grand imam reverend rev. father sister mr. mrs. ms. mr mrs ms miss dr. dr
    doctor professor prof. prof sir lord lady dame madam madame general gen. gen lieutenant lt. lt colonel col.
    col major maj. maj captain capt. capt sergeant sgt. sgt admiral adm. commander brigadier private senator sen.
    sen congressman congresswoman congressmen representative rep. rep governor gov. gov mayor ambassador envoy
    secretary secretary-general secretary-of-state judge justice chief director deputy assistant attorney foreign
    defense defence interior finance oil trade state spokesman spokeswoman spokesperson speaker chairman
    chairwoman leader former ex-president acting interim opposition candidate crown u.s. us u.n. of the national
    security adviser advisor undersecretary under-secretary supreme commander-in-chief inspector officer detective
    coach star singer actor actress author journalist analyst economist lawyer saint st. mullah maulana mufti
    """
)
"""Lower-cased words that may stand before a person's name and are not part of it."""

NO_NAMES = listed(
    """
    muslim muslims sunni sunnis shi'ite shi'ites shiite shiites shia islam islamic islamist christian christians
    catholic catholics jewish jews jew hindu hindus buddhist buddhists western arab arabs kurdish kurd kurds serb
    serbs tutsi hutu pashtun tamil aids hiv h5n1 internet english spanish arabic french russian nobel army navy
    police god ramadan state government parliament
    """
)
"""Lower-cased words that the silver set marks as names though, alone, they are none."""

BODIES = frozenset(
    ["u.n.", "un", "united nations", "african union", "au", "eu", "e.u.", "european union", "nato", "asean", "opec",
     "arab league", "hamas", "hezbollah", "taliban", "taleban", "al-qaida", "al-qaeda", "white house", "kremlin",
     "pentagon", "congress", "senate", "security council", "u.n. security council", "european commission", "fatah"]
)  # fmt: skip
"""Names that are organisations wherever they stand."""

REGIONS = frozenset(["west bank", "gaza", "gaza strip", "darfur", "kashmir", "middle east", "golan heights"])
"""Names that are places wherever they stand."""

SILVER_TYPES = {"geo": "LOC", "gpe": "LOC", "org": "ORG", "per": "PER"}
GUM_TYPES = {"person": "PER", "organization": "ORG", "place": "LOC"}
LINKING = frozenset(["of", "the", "and", "for", "'s", "’s", "'", "’", "-", ".", "de", "al", "&"])
ARTICLES = frozenset(["the", "a", "an", "this", "my"])

Span = tuple[int, int, str]


def spans(tags: Iterable[str]) -> list[Span]:
    """Read (start, end, type) from BIO tags; an I- that continues nothing starts a span (the IO convention too)."""
    found: list[Span] = []
    start, kind = 0, ""
    for place, tag in enumerate([*tags, "O"]):
        continues = tag.startswith("I-") and tag[2:] == kind
        if kind and not continues:
            found.append((start, place, kind))
            kind = ""
        if tag not in ("O", UNKNOWN) and not continues:
            start, kind = place, tag[2:]
    return found


def bio(length: int, found: Iterable[Span], unknown: Iterable[int] = ()) -> tuple[str, ...]:
    """Write spans as BIO tags; `unknown` places that no span covers train nothing."""
    tags = ["O"] * length
    for place in unknown:
        tags[place] = UNKNOWN
    for start, end, kind in found:
        tags[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
    return tuple(tags)


def read_gold(path: Path, word: int, tag: int) -> list[Annotated]:
    """Read a gold BIO or IO file; other types than PER, ORG and LOC become no name."""
    sentences = []
    for block in blocks(path):
        rows = [line.split("\t" if "\t" in line else " ") for line in block]
        if rows[0][0] == "-DOCSTART-":
            continue
        found = [span for span in spans(row[tag] for row in rows) if span[2] in ("PER", "ORG", "LOC")]
        sentences.append(Annotated(tuple(row[word] for row in rows), names=bio(len(rows), found)))
    return sentences


def begins_name(word: str, upos: str) -> bool:
    """Say whether a word can be part of a name on its own ("United" in "United States" is tagged as a verb)."""
    return upos == "PROPN" or word[:1].isupper() or word.isdigit()


def read_gum_entities(path: Path) -> list[Annotated]:
    """Read named persons, organisations and places from GUM's mentions.

    A mention becomes a name when, without article and possessive mark, it is made of capitals and linking words.
    A proper noun that no named mention explains is unknown: GUM does not mark every modifier.
    """
    sentences = []
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        words, upos = record["tokens"], record["upos"]
        found: list[Span] = []
        explained: set[int] = set()
        mentions = [m for m in record["mentions"] if m["named"]]
        for mention in sorted(mentions, key=lambda m: m["start"] - m["end"]):
            start, end = mention["start"], mention["end"]
            kind = GUM_TYPES.get(mention["etype"])
            if kind is None:
                explained.update(range(start, end))
                continue
            if kind == "PER":
                while start < end and words[start].lower() in TITLES:
                    explained.add(start)
                    start += 1
            while start < end and (words[start].lower() in ARTICLES or not begins_name(words[start], upos[start])):
                start += 1
            while end > start and not begins_name(words[end - 1], upos[end - 1]):
                end -= 1
            plain = all(begins_name(words[i], upos[i]) or words[i].lower() in LINKING for i in range(start, end))
            if kind == "PER" and (any(w in ("and", "&") for w in words[start:end]) or words[end - 1].endswith("ans")):
                plain = False  # two people, or the people of a country
            if start < end and plain and not any(a < end and start < b for a, b, _ in found):
                found.append((start, end, kind))
        covered = explained.union(*(range(a, b) for a, b, _ in found))
        unknown = [i for i, tag in enumerate(upos) if tag == "PROPN" and i not in covered]
        sentences.append(Annotated(tuple(words), names=bio(len(words), found, unknown)))
    return sentences


def silver_span(words: list[str], tags: list[str], span: Span) -> Span | None:
    """Clean the borders and the kind of one silver span; None when it is no name."""
    start, end, kind = span
    if kind not in SILVER_TYPES:
        return None
    if kind == "per":
        after_title = max((i + 1 for i in range(start, end) if words[i].lower() in TITLES), default=start)
        start = after_title if after_title < end else start
        while start < end and (words[start].lower() in TITLES or not words[start][0].isupper()):
            # "al-Zarqawi", "bin Laden" and the like begin small and are names.
            if words[start].lower().startswith(("al-", "bin", "el-", "de", "van", "von")):
                break
            start += 1
    while end > start and words[end - 1] in ("'s", "'", ",", "."):
        end -= 1
    if start >= end:
        return None
    text = " ".join(words[start:end]).lower()
    if text in NO_NAMES or not any(c.isalpha() for c in text):
        return None
    if all(tag in ("JJ", "NNS", "CD", "IN", "DT") for tag in tags[start:end]) and kind != "org":
        return None
    return start, end, SILVER_TYPES[kind]


def read_silver(path: Path) -> list[Annotated]:
    """Read the silver set: clean each span, then let a name's usual kind win over a rare other one."""
    cleaned: list[tuple[list[str], list[Span]]] = []
    kinds: dict[str, Counter[str]] = {}
    for block in blocks(path):
        rows = [line.split("\t") for line in block]
        words, tags = [row[0] for row in rows], [row[1] for row in rows]
        kept = [s for s in (silver_span(words, tags, span) for span in spans(row[2] for row in rows)) if s]
        cleaned.append((words, kept))
        for start, end, kind in kept:
            kinds.setdefault(" ".join(words[start:end]).lower(), Counter())[kind] += 1
    usual: dict[str, str] = {}
    for text, counts in kinds.items():
        (best, count), total = counts.most_common(1)[0], counts.total()
        if total >= 4 and count >= 0.6 * total:
            usual[text] = best
    usual.update(dict.fromkeys(BODIES, "ORG"))
    usual.update(dict.fromkeys(REGIONS, "LOC"))
    sentences = []
    for words, kept in cleaned:
        found = []
        for start, end, kind in kept:
            found.append((start, end, usual.get(" ".join(words[start:end]).lower(), kind)))
        sentences.append(Annotated(tuple(words), names=bio(len(words), found)))
    return sentences
