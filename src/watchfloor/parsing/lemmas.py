"""(form, tag) -> lemma: a list of words where the rules fail, then rules by ending.

Both come in one readable file, built from the training treebanks by `training/lemmas.py`. A row has three columns:

    -ating   VBG   ing>e       words on -ating lose "ing" and take "e"; the longest ending that fits wins
    went     VBD   go          this word is not left to the rules

The tag is a Penn tag, `VBD` for past and participle alike, with `^` behind it for a capitalised form and `^^` for
one in capitals. Of a rule that begins with `=` the form keeps its capitals; all others work on the lower-cased form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

LONGEST_ENDING: Final = 5

_CACHE: Final = 200_000  # answers kept; emptied when full, which changes speed only
_DIGITS: Final = re.compile(r"\d{1,3}(?:,\d{2,3})+(?:\.\d+)?")
# A prefix leaves an irregular form irregular: overthrew, withstood, rebuilt, undergone.
_PREFIX: Final = re.compile(r"(?:counter|fore|inter|mis|off|out|over|pre|re|un|under|up|with)-?(?=.{3})")
_SAME: Final = {"VBN": "VBD"}
_CASED: Final = frozenset(("NNP", "NNPS", "NN", "NNS", "JJ", "FW", "CD", "LS", "SYM", "GW", "AFX", "$"))


def row_tag(form: str, xpos: str) -> str:
    """The tag under which a form is listed: Penn tag; capitals are marked where a lemma may keep them."""
    tag = _SAME.get(xpos, xpos)
    if tag not in _CASED or not form[:1].isupper():
        return tag
    capitals = form[:-1] if tag in ("NNS", "NNPS") and form[-1] == "s" else form
    return tag + ("^^" if len(capitals) > 1 and capitals.isupper() else "^")


@dataclass(frozen=True, slots=True)
class Rule:
    """Take `strip` off the end and put `add` there."""

    strip: str
    add: str
    keep_case: bool

    def apply(self, form: str) -> str | None:
        """The lemma, or None when the form does not end so."""
        base = form if self.keep_case else form.lower()
        if not base.endswith(self.strip) or len(base) + len(self.add) == len(self.strip):
            return None
        return base[: len(base) - len(self.strip)] + self.add

    def __str__(self) -> str:
        return f"{'=' if self.keep_case else ''}{self.strip}>{self.add}"


class Lemmas:
    """Looks lemmas up. The answers do not depend on what was asked before."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Rows of ending or word, tag, rule or lemma. Raise ValueError for a rule that is none."""
        self._words: dict[tuple[str, str], str] = {}
        self._rules: dict[tuple[str, str], Rule] = {}
        for key, tag, value in rows:
            if len(key) > 1 and key.startswith("-") and ">" in value:
                strip, _, add = value.removeprefix("=").partition(">")
                self._rules[key[1:].removesuffix("*"), tag] = Rule(strip, add, value.startswith("="))
            else:
                self._words[key, tag] = value
        self._known: dict[tuple[str, str], str] = {}

    @classmethod
    def parse(cls, text: str) -> Lemmas:
        """Read the file's text. Raise ValueError with the line number when a row has not three columns."""
        rows: list[tuple[str, str, str]] = []
        for number, line in enumerate(text.splitlines(), start=1):
            if not line or line.startswith("# "):
                continue
            columns = line.split("\t")
            if len(columns) != 3:
                raise ValueError(f"lemma list, line {number}: expected ending or word, tag, lemma; found {line[:60]!r}")
            rows.append((columns[0], columns[1], columns[2]))
        return cls(rows)

    def lemma(self, form: str, xpos: str) -> str:
        """The lemma of one word form with this Penn tag; the form itself where nothing is known."""
        key = (form, xpos)
        if (known := self._known.get(key)) is None:
            if len(self._known) >= _CACHE:
                self._known.clear()
            known = self._known[key] = self._find(form, row_tag(form, xpos))
        return known

    def lemmas(self, forms: Sequence[str], xpos: Sequence[str]) -> tuple[str, ...]:
        """The lemmas of one sentence."""
        return tuple(self.lemma(form, tag) for form, tag in zip(forms, xpos, strict=True))

    def _find(self, form: str, tag: str) -> str:
        low, plain = form.lower(), tag.rstrip("^")
        for word, listed in ((form, tag), (low, plain)):
            if (found := self._words.get((word, listed))) is not None:
                return found
        if plain in ("VBD", "VBZ", "VBG") and (prefix := _PREFIX.match(low)):
            rest = self._words.get((low[prefix.end() :], plain))
            if rest is not None and low[prefix.end() :][:1] == rest[:1]:
                return prefix[0] + rest
        return self.by_rule(form, tag)

    def by_rule(self, form: str, tag: str) -> str:
        """What the rules alone say."""
        if tag == "ADD":
            return form  # an address
        if tag == "CD" and _DIGITS.fullmatch(form):
            return form.replace(",", "")
        if tag in ("NNS^^", "NNPS^^") and form[-1] == "s":
            return form[:-1]  # MPs, NGOs
        if tag == "NNP^^" and len(form) > 5 and form.isalpha():
            return form.title()  # a headline's BAGHDAD; shorter ones are mostly acronyms
        low = form.lower()
        for listed in dict.fromkeys((tag, tag.replace("^^", "^"), tag.rstrip("^"))):
            for length in range(min(LONGEST_ENDING, len(low)), -1, -1):
                rule = self._rules.get((low[len(low) - length :], listed))
                if rule is not None and (found := rule.apply(form)) is not None:
                    return found
        return form if tag[-1:] == "^" else low
