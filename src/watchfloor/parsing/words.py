"""Sentence text -> words, each with its exact place, by the conventions of the UD English treebanks EWT and GUM.

A word is a span: `text[start:end]` is the word itself, never a cleaned copy. White space, control characters and
direction marks belong to no word; every other character belongs to exactly one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

LONGEST: Final = 400
"""A run without white space is cut here, so that no pattern below ever looks further: linear time on any input."""

# Characters that separate or steer text without being part of it: controls, zero-width space, direction marks, byte
# order mark. The zero-width joiner is not among them: emoji and some scripts need it inside a word.
GAP: Final = "\\s\\x00-\\x1f\\x7f-\\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
_CHUNK: Final = re.compile(f"[^{GAP}]{{1,{LONGEST}}}")

# --- abbreviations ----------------------------------------------------------------------------------------------------


def listed(words: str) -> frozenset[str]:
    """A set from words written in a row, which is how such lists are read and edited best."""
    return frozenset(words.split())


TITLES: Final = listed(
    """
    adm amb asst attn brig capt cdr cmdr col comdr cpl cpt dr drs fr gen gens gov govs hon insp lt ltc maj messrs
    mlle mme mr mrs ms msgr mt pfc pres prof profs pvt rep reps rev sec sen sens sgt sheik st supt treas
    """
)
"""Always followed by a name: a stop after one of them ends no sentence."""

MONTHS: Final = listed("jan feb mar apr jun jul aug sep sept oct nov dec")

_STATES: Final = listed(
    """
    ariz ark calif colo conn del fla ga ill ind kan kans ky la mass md mich minn miss mont neb nev okla ore pa penn que
    tenn tex va vt wash wis wyo
    """
)

_OTHERS: Final = listed(
    """
    inc corp co ltd bros cos llc plc gmbh mon tue tues wed thu thur thurs fri sat sun
    al approx arrv art arts assn assoc ave av bldg blvd ca cf conf ct dept dist div dom ed eds e.g eg esp est etc ext
    fig figs ft govt hwy i.e ie incl jr lb lbs mfg mi min mins mob mos mph natl no nos oz p para pct pg pop pp ps rd rec
    ref rm rtd sc sci spec sq sr str tel univ v viz vol vols vs wm yr yrs
    """
)

ABBREVIATIONS: Final = TITLES | MONTHS | _STATES | _OTHERS
"""Lower-cased and without the stop; inside a sentence the stop belongs to the word."""

_ORDINARY: Final = listed("art arts fig ill la mar mass min mins miss no nos ore pa pop sat sun vol wash wed")
"""Abbreviations when capitalised, words like any other when not."""


def is_abbreviation(word: str) -> bool:
    """Whether a stop after `word` (given without it) is likely the word's own."""
    low = word.lower()
    return low in ABBREVIATIONS and not (word == low and low in _ORDINARY)


# --- hyphens ----------------------------------------------------------------------------------------------------------

# Both treebanks split at a hyphen (al - Maliki, Saudi - led) unless the first part is a prefix that is no word of its
# own. Counted in their training parts: these stay joined in at least three cases of four.
_PREFIXES: Final = (
    "agro|ante|anti|arch|auto|bi|bio|co|counter|cross|cyber|de|e|electro|ex|extra|hyper|infra|inter|intra|macro|mega|"
    "micro|mid|mini|multi|non|over|para|poly|post|pre|pro|proto|pseudo|psycho|re|semi|socio|sub|super|"
    "trans|tri|ultra|un|uni|where"
)
_SUFFIXES: Final = "esque|ette|fest|fold|gate|itis|less|most|wise"

_LETTER: Final = r"[^\W\d_]"
_INNER: Final = r"[\w\u0300-\u036f\u00ad\u200c\u200d]"  # decomposed accents and soft hyphens stay inside the word
_LINK_END: Final = r"""[^<>"“”«»]*[^<>"“”«».,;:!?'’)\]}…]"""

_SIGN: Final = r". [\ufe0e\ufe0f\u0300-\u036f\U0001f3fb-\U0001f3ff]*"  # a mark or an emoji with its variant and colour

_TOKEN: Final = re.compile(
    rf"""
    (?P<link>
        (?:https?|ftp)://{_LINK_END}
      | www\.{_LINK_END}
      | [\w.+-]+@\w[\w-]*(?:\.\w[\w-]*)*
      | (?:\w[\w-]*\.)+(?i:com|org|net|edu|gov|mil|int|info|biz|tv|co\.uk|org\.uk|docx?|pdf|xlsx?|jpg|gif|html?|php)
        (?![\w-])(?:/{_LINK_END})?
      | (?:[a-z]+\.){{2,}}[a-z]+(?![\w.])                       # comp.sources.unix
      | [@\#]{_LETTER}\w*
    )
  | (?P<face> [:;=]['’]?-?[)(DPp/](?!\w) | [(:]-?[:;=](?!\w) | \^_\^ | <3(?!\w) )
  | (?P<number>
        \d{{4}}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?(?!\w)   # 2014-06-10T05:45:00Z
      | \d+(?:[/.-]\d+){{2,}}(?!\w)                          # 2003-04-05, 9/16/99, 713-853-3989
      | \d{{3}}-\d{{4}}(?![\w-])                             # 345-9945
      | \d{{1,2}}(?::\d\d){{1,2}}(?![:\d])
      | \d+/\d+(?!\w)
      | \+\d+(?!\w)
      | \d+(?:[dDgG]|[AD-EG-JLN-Z])(?!\w)                     # 4G, 22N; but 20 C, 5 k, 3 M
      | \d*0['’]s(?!\w)
      | (?:\d{{1,2}}(?:,\d\d)+,\d{{3}}(?!\d)|\d+(?:,\d{{3}}(?!\d))*(?:\.\d+)*|\.\d+)   # 1,000  .5
        (?:(?:st|nd|rd|th|s)(?!\w))?                          # 20th, 1990s
    )
  | (?P<dotted> {_LETTER}\.(?:{_LETTER}{{1,2}}\.)*{_LETTER}{{1,2}}(?:\.|(?!\w)) )   # U.S., a.m., M.Sc.
  | (?P<short>
        Ph\.D\.? | [Ww]/(?:out|o)?(?!\w) | (?:US|HK|NZ|AU?|C)\$ | [A-Z]{{1,4}}&[A-Z]{{1,2}}(?!\w) | p&l(?!\w)
    )
  | (?P<word>
        (?: (?![A-Z]{{2}})(?i:{_PREFIXES})-(?={_LETTER}{{2}}|\d\d) )?
        [^\W_]{_INNER}*
        (?: ['’`](?={_LETTER}){_INNER}+ )*
        (?: -(?:{_SUFFIXES})(?!\w) )?
    )
  | (?P<mark>
        \[\.\.\.\] | \.*…[.…]*
      | \.{{3,}} | [.!?‼⁇⁈⁉]{{2,}}
      | -+>+ | <+-+ | =+> | <+ | >+ | _+ | (?P<same> [-=*\#~+–—] ) (?P=same)+
      | '' | `` | ’’ | ‘‘ | ‘’
      | ['’](?:\d\ds?|em|til|cause|tis|twas|n|s|S|re|ve|ll|d|m|t)(?!\w)
      | [\U0001f1e6-\U0001f1ff]{{2}}                          # a flag
      | {_SIGN} (?:\u200d [^\w\s] [\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]*)* \u200d*
    )
    """,
    re.VERBOSE | re.DOTALL,
)

# --- clitics ----------------------------------------------------------------------------------------------------------

_CLITIC: Final = re.compile(r"(?i:n['’`]t|['’`](?:s|re|ve|ll|d|m))$")

_JOINED: Final = {
    **{w + "nt": len(w) for w in listed("do did does is was are were have has had would could should ai ca wo")},
    **{"cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3, "y'all": 2, "y’all": 2},
    **{"im": 1, "ive": 1, "youre": 3, "youve": 3, "youll": 3, "theyre": 4, "theyve": 4, "theyll": 4, "itll": 2},
    **{"thats": 4, "whats": 4, "theres": 5, "heres": 4, "wheres": 5, "elses": 4, "hes": 2, "shes": 3},
}
"""Two words written as one: where the second begins."""

# A space lost in extraction: "quoted thatQassem Suleimani". Only after a word of grammar, before a capitalised word.
_LOST_SPACE: Final = re.compile(
    r"(?:about|after|and|are|as|at|but|by|for|from|has|have|in|into|is|of|on|or|said|says|that|the|their|to|under|was|"
    r"were|when|where|which|while|who|with)(?=[A-Z][a-z]{2,}$)"
)

_CLOSERS: Final = frozenset("\"'”’»)]}")


def split(sentence: str) -> list[tuple[int, int]]:
    """Give (start, end) of each word of one sentence, in order and without overlap."""
    spans: list[tuple[int, int]] = []
    last = None
    for last in _CHUNK.finditer(sentence):
        start = last.start()
        spans += [(start + a, start + b) for a, b in _cut(last[0], False)]
    if last is not None and "." in last[0]:
        while spans and spans[-1][0] >= last.start():
            spans.pop()
        spans += [(last.start() + a, last.start() + b) for a, b in _cut(last[0], True)]
    return spans


@lru_cache(maxsize=1 << 16)
def _cut(chunk: str, final: bool) -> tuple[tuple[int, int], ...]:
    """Cut one run of characters without white space. `final`: it ends the sentence."""
    if chunk.isalpha():
        return tuple(_clitics(chunk, 0, len(chunk)))
    spans: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(chunk):
        start, end = match.span()
        ends = final and chunk[end - 1] == "." and _CLOSERS.issuperset(chunk[end:])
        if ends and match.lastgroup == "dotted" and chunk[start].islower():
            # "at 5 p.m." parts from its stop at the end of a sentence; "in the U.S." keeps it, being a name.
            spans += [(start, end - 1), (end - 1, end)]
            continue
        if match.lastgroup == "number" and chunk[start] == "." and spans and spans[-1][1] == start:
            # "Jan.5", "No.10": a lost space, no decimal fraction
            if is_abbreviation(chunk[spans[-1][0] : start]):
                spans[-1] = (spans[-1][0], start + 1)
                start += 1
        elif chunk[start:end] == "." and not ends and spans and spans[-1][1] == start:
            # At the end of a sentence both treebanks write "etc" and "."; inside one, the stop is the word's own.
            before = chunk[spans[-1][0] : start]
            if is_abbreviation(before) or (len(before) == 1 and before.isalpha()):
                spans[-1] = (spans[-1][0], end)
                continue
        if match.lastgroup == "word":
            spans += _clitics(chunk, start, end)
        else:
            spans.append((start, end))
    return tuple(spans)


def _clitics(chunk: str, start: int, end: int) -> list[tuple[int, int]]:
    """Part a word from the clitics at its end: do|n't, Obama|'s, can|not."""
    word = chunk[start:end]
    if (joined := _JOINED.get(word.lower())) and word != "IM":
        return [(start, start + joined), (start + joined, end)]
    if lost := _LOST_SPACE.match(word):
        return [(start, start + lost.end()), (start + lost.end(), end)]
    tail: list[tuple[int, int]] = []
    while (found := _CLITIC.search(chunk, start, end)) and found.start() > start:
        tail.append((found.start(), end))
        end = found.start()
    return [(start, end), *reversed(tail)]
