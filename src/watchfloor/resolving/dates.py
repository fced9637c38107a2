"""When: the dates of a text as facts, each as stated and as resolved, and the one that belongs to an act.

A date is counted from the day of publication only when its words are ("yesterday", "last week"); without that day such
words stay unresolved. A bare weekday, month or day of a month takes the side that the tense of its verb asks for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from watchfloor.resolving.dates_grammar import read
from watchfloor.resolving.dates_rules import Reading, Tense
from watchfloor.resolving.dates_setting import Setting
from watchfloor.types import Cited, Period, Sentence, Span

_OPEN = re.compile(
    r"\b(?:(?P<since>since(?: the)?(?: at least)?)|(?P<until>until|till|up to|through)|(?P<by>by|"
    r"no later than|not later than"
    r"|on or before|ahead of|before the end of)|(?P<before>before|prior to|earlier than)|(?P<after>after|following)"
    r"|(?P<from>from|starting|beginning|starting on|beginning on|effective|as of|as from)|"
    r"(?P<within>during|in|over)) (?:the )?$",
    re.I,
)
_RANGE = re.compile(r"\s?(?:-|–|—|to|until|till|through|and)\s?", re.I)
_BOUND = re.compile(r"\b(?P<w>from|between) (?:the )?$", re.I)


def find(
    text: str,
    start: int,
    end: int,
    *,
    version: str,
    setting: Setting,
    tense: Tense | None = None,
    previous: Cited[Period] | None = None,
) -> tuple[Cited[Period], ...]:
    """The dates of `text[start:end]`, in order, each with its words ("since 2019", "Early Monday").

    `setting` tells the day the article was written (`dates_setting.setting_of`); without it relative dates come back
    with neither start nor end, precision `vague` and no EDTF. `tense` tells `past` or `future` for the verb that
    governs the words between two offsets (see `tense_of`). `previous` is the last date of the sentence before: "two
    days later" is counted from it, or not at all.
    Durations ("for three days"), sets ("every Friday") and clock times without a day are no dates.
    """
    anchor = None
    if previous is not None and (previous.value.start or previous.value.end):
        anchor = _as_reading(previous)
    readings = [r for r in read(text, start, end, setting.context(tense, anchor)) if r.kind == "date"]
    out: list[Cited[Period]] = []
    index = 0
    while index < len(readings):
        reading = readings[index]
        after = readings[index + 1] if index + 1 < len(readings) else None
        joined = _range(text, start, reading, after) if after else None
        if joined is not None:
            out.append(_cited(text, version, *joined, f"date:range:{reading.rule}"))
            index += 2
            continue
        out.append(
            _cited(
                text, version, *_opened(text, start, reading, setting.day), f"date:{reading.rule.removeprefix('date:')}"
            )
        )
        index += 1
    return tuple(out)


def find_in(
    sentence: Sentence,
    *,
    version: str,
    text: str,
    setting: Setting,
    previous: Cited[Period] | None = None,
) -> tuple[Cited[Period], ...]:
    """The dates of an analysed sentence: `find` with the tense read from its verbs."""
    return find(
        text,
        sentence.start,
        sentence.end,
        version=version,
        setting=setting,
        tense=lambda a, b: tense_of(sentence, a, b),
        previous=previous,
    )


def _cited(text: str, version: str, start: int, end: int, period: Period, rule: str) -> Cited[Period]:
    return Cited(period, Span(version, start, end), text[start:end], rule)


def _period(reading: Reading) -> Period:
    return Period(reading.first, reading.last, reading.precision, reading.edtf)


def _as_reading(cited: Cited[Period]) -> Reading:
    period = cited.value
    first, last = period.start or period.end, period.end or period.start
    return Reading(
        cited.span.start,
        cited.span.end,
        "date",
        cited.rule.removeprefix("date:"),
        "",
        first,
        last,
        period.precision,
        period.edtf,
    )


def _range(text: str, floor: int, one: Reading, two: Reading) -> tuple[int, int, Period] | None:
    """Two dates that bound one stretch of time: "from Monday to Friday", "June 10 - July 2"."""
    between = text[one.end : two.start]
    if not _RANGE.fullmatch(between) or one.first is None or two.last is None or one.first > two.last:
        return None
    cue = _BOUND.search(text[max(floor, one.start - 14) : one.start])
    plain = between.strip().lower()
    if plain == "and" and (cue is None or cue["w"].lower() != "between"):
        return None
    if plain in ("to", "until", "till") and cue is None and one.precision != two.precision:
        return None
    start = one.start if cue is None else max(floor, one.start - 14) + cue.start()
    return start, two.end, Period(one.first, two.last, "range", f"{one.edtf.split('/')[0]}/{two.edtf.split('/')[-1]}")


def _opened(text: str, floor: int, reading: Reading, published: date | None) -> tuple[int, int, Period]:
    """A date with the preposition that leaves one of its sides open: "by Friday", "since 2019", "until July 20"."""
    period = _period(reading)
    left = max(floor, reading.start - 28)
    cue = _OPEN.search(text[left : reading.start])
    possessive = re.match(r"['’]s\b|s['’]\s", text[reading.end : reading.end + 3]) is not None
    if cue is None or cue["within"] or possessive or reading.rule == "relative:within":
        return reading.start, reading.end, period
    if cue["from"] and reading.rule in ("relative:quarter", "relative:count"):
        return reading.start, reading.end, period  # "up from a year ago" compares, it begins nothing
    start = left + cue.start()
    if cue["from"] and period.precision == "range":
        return start, reading.end, period
    first, last, edtf = reading.first, reading.last, reading.edtf
    if first is None or last is None or not edtf:
        return start, reading.end, period
    low, high = edtf.split("/")[0], edtf.split("/")[-1]
    if cue["since"] or cue["from"]:
        past = published is not None and first <= published and cue["since"]
        return start, reading.end, Period(first, None, "range", f"{low}/" if past else f"{low}/..")
    if cue["after"]:
        if last == date.max:
            return start, reading.end, period
        following = last + timedelta(days=1)
        return (
            start,
            reading.end,
            Period(following, None, "range", f"{following if period.precision == 'day' else high}/.."),
        )
    if cue["before"]:
        if first == date.min:
            return start, reading.end, period
        ahead = first - timedelta(days=1)
        return start, reading.end, Period(None, ahead, "range", f"../{ahead if period.precision == 'day' else low}")
    return start, reading.end, Period(None, last, "range", f"../{high}")


# --- the sentence around a date ---------------------------------------------------------------------------------------

_TO_COME = frozenset({"will", "shall", "'ll", "’ll", "wo"})
_PLANS = frozenset(
    """plan intend expect schedule aim hope prepare threaten vow pledge promise agree order want demand urge ask call
    due
    set likely ready decide propose invite slate""".split()
)


def _word_at(sentence: Sentence, start: int, end: int) -> int | None:
    """The word of the sentence between two offsets that hangs highest."""
    inside = [i for i in range(len(sentence)) if sentence.starts[i] < end and sentence.ends[i] > start]
    for i in inside:
        if sentence.heads[i] not in inside:
            return i
    return inside[0] if inside else None


def _up(sentence: Sentence, i: int) -> list[int]:
    """The words from i to the root, i first; safe against a ring."""
    path: list[int] = []
    while 0 <= i < len(sentence) and i not in path:
        path.append(i)
        i = sentence.heads[i]
    return path


def tense_of(sentence: Sentence, start: int, end: int) -> str:
    """`past`, `future` or an empty text: the tense of the verb that governs the words between two offsets.

    A present or infinitive under a verb of planning ("plans to meet", "is due to arrive") counts as future.
    """
    i = _word_at(sentence, start, end)
    if i is None or any(
        sentence.heads[j] == i and sentence.rels[j] == "case" and sentence.words[j] in ("'s", "’s")
        for j in range(len(sentence))
    ):
        return ""
    path = _up(sentence, i)
    verbs = [j for j in path[1:] if sentence.upos[j] in ("VERB", "AUX")]
    if not verbs:
        root = path[-1]
        verbs = (
            [root]
            if any(
                sentence.heads[j] == root and sentence.rels[j].startswith(("aux", "cop")) for j in range(len(sentence))
            )
            else []
        )
    if not verbs:
        return ""
    verb = verbs[0]
    helpers = [
        j
        for j in range(len(sentence))
        if sentence.heads[j] == verb and sentence.rels[j].startswith(("aux", "cop", "mark"))
    ]
    words = {sentence.words[j].lower() for j in helpers}
    if words & _TO_COME or "going" in words:
        return "future"
    if words & {"would", "should", "must", "may", "might", "can", "could"}:
        return "past" if "have" in words else "future" if words & {"would", "should", "must", "may", "might"} else ""
    if "to" in words:
        above = sentence.heads[verb]
        if above < 0:
            return "future"
        if sentence.lemmas[above].lower() in _PLANS:
            # "had agreed to meet on July 1" may lie behind us; "had agreed to go on until July 1" looks ahead
            ahead = any(
                sentence.heads[j] == i and sentence.words[j].lower() in ("until", "till", "by") for j in range(i)
            )
            return "future" if ahead or "had" not in _helpers(sentence, above) else ""
        return tense_of_word(sentence, above) if sentence.upos[above] in ("VERB", "AUX", "ADJ") else ""
    return tense_of_word(sentence, verb)


def _helpers(sentence: Sentence, verb: int) -> set[str]:
    """The auxiliaries and the copula of a verb, in small letters."""
    return {
        sentence.words[j].lower()
        for j in range(len(sentence))
        if sentence.heads[j] == verb and sentence.rels[j].startswith(("aux", "cop"))
    }


def tense_of_word(sentence: Sentence, verb: int) -> str:
    """The tense of one verb with its auxiliaries. The plain present tells neither way: "follows Tuesday's
    declaration"."""
    helpers = _helpers(sentence, verb)
    if helpers & _TO_COME:
        return "future"
    if helpers & {"was", "were", "had", "has", "have", "did", "'ve", "’ve", "been"}:
        return "past"
    if sentence.xpos[verb] == "VBD" or (
        not helpers and "Tense=Past" in sentence.morph[verb] and "VerbForm=Fin" in sentence.morph[verb]
    ):
        return "past"
    if helpers & {"is", "are", "am", "'s", "’s", "'re", "’re", "be"} and sentence.lemmas[verb].lower() in _PLANS:
        return "future"
    return ""


_SPEAKS = frozenset(
    """say tell denounce condemn accuse blame deny discuss praise criticize criticise warn demand urge call announce
    report
    welcome mourn mark recall regret reject claim comment describe debate protest""".split()
)
"""verbs whose own day is not that of the act they speak of"""


def date_of(
    sentence: Sentence, trigger: Sequence[int], head: int, found: Sequence[Cited[Period]]
) -> Cited[Period] | None:
    """The date that belongs to the clause of `trigger`, whose head word is `head`.

    First a date on the act itself ("attacked Mosul on Tuesday", "Tuesday's attack"), then one on the verb that carries
    a named act ("launched an attack on Tuesday") or shares its clause by coordination, then one that opens the
    sentence. None when all dates belong to other acts.
    """
    placed = [(cited, i) for cited in found if (i := _word_at(sentence, cited.span.start, cited.span.end)) is not None]
    if not placed or not 0 <= head < len(sentence):
        return None
    own = set(trigger) | {head}
    best: tuple[tuple[int, int], Cited[Period]] | None = None
    for cited, i in placed:
        rank = _belongs(sentence, own, head, i)
        if rank is None:
            continue
        key = (rank, abs(i - head))
        if best is None or key < best[0]:
            best = (key, cited)
    return best[1] if best else None


def _belongs(sentence: Sentence, own: set[int], head: int, i: int) -> int | None:
    """How closely the date at word i belongs to the act: 0 on the act, larger is looser, None not at all."""
    path = _up(sentence, i)
    for steps, j in enumerate(path):
        if j in own:
            below = path[steps - 1] if steps else i
            if (
                sentence.rels[below].split(":")[0] in ("ccomp", "parataxis", "conj", "acl", "advcl", "xcomp")
                and below not in own
                and steps > 0
            ):
                return None if sentence.upos[below] in ("VERB", "AUX") and sentence.rels[below] != "xcomp" else steps
            return 0 if steps <= 1 else 1
        if sentence.upos[j] in ("VERB", "AUX") and j != i:
            break
    carrier = next((j for j in path[1:] if sentence.upos[j] in ("VERB", "AUX")), None)
    if carrier is None:
        carrier = path[-1]
    # A named act takes the date of the verb that carries it: "launched an attack on Tuesday".
    chain = _up(sentence, head)
    clause = chain[
        : next((n for n, j in enumerate(chain[1:], 1) if sentence.upos[j] in ("VERB", "AUX")), len(chain) - 1) + 1
    ]
    speaks = sentence.lemmas[carrier].lower() in _SPEAKS
    if (
        carrier in clause[1:]
        and not speaks
        and (sentence.upos[head] not in ("VERB", "AUX") or sentence.rels[head] == "xcomp")
    ):
        return 2
    # A date shared by coordinated verbs stands on the first of them, at its front: "On Monday they met and agreed".
    if sentence.rels[head] == "conj" and carrier == sentence.heads[head] and i < carrier:
        return 3
    first = next(
        (j for j in range(len(sentence)) if sentence.upos[j] not in ("PUNCT", "ADP", "DET", "CCONJ", "SCONJ")), 0
    )
    # A date at the front frames the clauses below its verb as well, unless that verb reports or is of another subject.
    if abs(i - first) <= 2 and i <= carrier and carrier in chain and sentence.upos[head] in ("VERB", "AUX"):
        return 4
    return None
