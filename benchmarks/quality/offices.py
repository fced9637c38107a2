"""Who held the top office of a country on a day: the actors pack against two public lists.

    python -m benchmarks.quality.offices --data DIR [--seed 1] [--json] [--errors] [--all]

Draws, by the seed, 300 (country, day) pairs from `DIR/reference/reign_leaderlist_3_21.csv` (days of 1990 to March 2021;
every country-day is equally likely) and 100 (country, office) pairs from `DIR/reference/cia_factbook_government.jsonl`.
The second list says who serves now; it is asked as of the last day for which the pack names a serving holder, and
whoever took office after that day, or on a day it does not state, is not asked for. `--all` asks once for every spell
of the first list (its middle day), and for every office of the second, in place of a draw: harder, because short
spells count as much as long ones.

The first list names a leader and no office. So the pack is asked for each top office of the country, and it is right
when one of them is that leader's. It is wrong when the office that this leader holds (by the pack on another day, or
else the office of the leaders next to him) is given to somebody else, and the day is unknown when that office has no
holder. The second list states the office.

Names are compared without case, diacritics, order, hyphens and apostrophes; spellings may differ by a quarter of their
letters, of short words by a fifth (Gaddafi, Qadhafi). A name fits when one word of three letters or more fits and no
other top office holder of that country has more fitting words: "Kim Jong Un" is not answered by Kim Jong-il. A spell of
the first list ends on an unknown day of a known month: days of that month without a successor are not asked for.
"""

from __future__ import annotations

import argparse
import csv
import html
import json
import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from watchfloor import packs
from watchfloor.resolving import people
from watchfloor.resolving.actorpack import COLUMNS, NAME, Tables
from watchfloor.resolving.actors import ActorBook

FIRST: Final = date(1990, 1, 1)
LAST: Final = date(2021, 3, 31)
VERDICTS: Final = ("right", "wrong", "unknown")

TOP: Final = (
    "president", "prime-minister", "king", "supreme-leader", "general-secretary", "leader", "paramount-leader",
    "junta-leader", "acting-president", "acting-prime-minister", "chief-executive", "chief-adviser",
    "chairman-of-the-presidency", "captain-regent", "administrator", "co-prince", "pope", "grand-duke", "prince",
    "head-of-the-transitional-authority", "head-of-the-presidential-council", "head-of-government",
    "chairman-of-the-supreme-council-of-the-armed-forces", "president-of-the-general-national-congress",
    "chairman-of-the-national-transitional-council", "head-of-the-transitional-military-council",
    "head-of-the-sovereign-council", "president-of-the-council-of-ministers", "president-of-the-presidium",
    "chairman-of-the-cabinet-of-ministers", "minister-of-state", "first-prime-minister",
    "state-counsellor", "governor-general",
)  # fmt: skip
"""The keys of the offices that can be the highest of a country."""

_TITLES: Final = frozenset(
    """president prime minister king queen amir emir sultan supreme leader chancellor premier taoiseach prince grand
    duke pope interim acting caretaker transition transitional crown general gen col capt sir the and for represented
    former government council presidential chairperson chairman presidency vice foreign dame field marshal""".split()
)


@dataclass(frozen=True, slots=True)
class Pair:
    """One question: who led these states that day?"""

    source: str
    states: tuple[str, ...]
    on: date
    leader: str
    offices: tuple[str, ...]
    """the offices the list states; empty when it states none"""


def words(name: str) -> tuple[str, ...]:
    """The words of a name, folded, without titles and initials."""
    found = plain_words(name)
    return tuple(w for w in found if w not in _TITLES and (len(w) > 2 or len(found) < 4)) or found


def plain_words(name: str) -> tuple[str, ...]:
    """Every word of a name of two letters or more, folded."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).lower()
    plain = re.sub(r"['’`]", "", plain.replace("ø", "o").replace("ł", "l").replace("đ", "d").replace("ı", "i"))
    return tuple(re.findall(r"[^\W\d_]{2,}", plain))


def alike(a: str, b: str) -> bool:
    """One word of a name, in two spellings."""
    shorter = min(len(a), len(b))
    return a == b or (shorter > 3 and SequenceMatcher(None, a, b).ratio() >= (0.75 if shorter > 5 else 0.8))


def score(reference: Sequence[str], names: Iterable[str]) -> int:
    """How many words of the reference's name stand in the best of a person's names; none shorter than three counts
    alone."""
    best = 0
    for name in names:
        own = plain_words(name)
        hits = [w for w in reference if any(alike(w, o) for o in own)]
        if any(len(w) > 2 for w in hits):
            best = max(best, len(hits))
    return best


class Asked:
    """The pack, asked."""

    def __init__(self, book: ActorBook) -> None:
        self.tables: Tables = book._tables
        self.names: dict[str, list[str]] = defaultdict(list)
        for alias, owners in self.tables.aliases.items():
            for owner in owners:
                if owner.kind == "person":
                    self.names[owner.id].append(alias)
        for person, held in self.tables.holdings.items():
            self.names[person].append(held[0].name)

    def answers(self, states: Sequence[str], on: date) -> dict[str, str]:
        """State and office -> person, for each top office the pack knows the holder of."""
        found: dict[str, str] = {}
        for state in states:
            for office in TOP:
                actor = people.holder(self.tables, state, office, on)
                if actor is not None:
                    found[f"{state} {office}"] = actor.id.removeprefix("person:")
        return found

    def leaders(self, states: Sequence[str]) -> dict[str, set[str]]:
        """Person -> top offices ever held there."""
        found: dict[str, set[str]] = defaultdict(set)
        for state in states:
            for office in TOP:
                for holding in self.tables.offices.get((state, office), ()):
                    found[holding.person].add(office)
        return found

    def meant(self, pair: Pair) -> frozenset[str]:
        """Whom of the pack the list means: those with most words in common."""
        reference = words(pair.leader)
        scores = {person: score(reference, self.names[person]) for person in self.leaders(pair.states)}
        best = max(scores.values(), default=0)
        return frozenset(p for p, s in scores.items() if best and s == best)

    def verdict(self, pair: Pair, beside: Sequence[str] = ()) -> tuple[str, dict[str, str]]:
        """right, wrong or unknown, and what the pack said. `beside`: offices of the leaders before and after."""
        given = self.answers(pair.states, pair.on)
        meant = self.meant(pair)
        if meant & set(given.values()):
            return "right", given
        held = self.leaders(pair.states)
        offices = set(pair.offices) or {o for p in meant for o in held[p]} or set(beside)
        return ("wrong" if offices & {where.split()[1] for where in given} else "unknown"), given


def states_by_number(base: Path | None = None) -> dict[int, list[tuple[str, bool]]]:
    """Number in the list of states -> codes, each with whether it is a state today. One number can stand for a state
    and the one it came from: a leader of Serbia in 1995 had his office in Serbia or in Yugoslavia."""
    found: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    for row in packs.rows(packs.folder(NAME, base) / "countries.tsv", COLUMNS["countries"]):
        code, _name, kind, _since, _until, number = row.cells
        if number:
            found[int(number)].append((code, kind == "state"))
    return found


@dataclass(frozen=True, slots=True)
class Spell:
    """One leader's time as the list has it, cut to the days it is sure of."""

    number: int
    leader: str
    since: date
    until: date


def spells(path: Path) -> list[Spell]:
    """Every spell with a sure day between `FIRST` and `LAST`."""
    rows: dict[int, list[tuple[date, date | None, str]]] = defaultdict(list)
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            since = date(int(row["syear"]), int(row["smonth"]), int(row["sdate"]))
            end = date(int(row["eyear"]), int(row["emonth"]), 1) if row["eyear"] else None
            rows[int(row["ccode"])].append((since, end, row["leader"].strip()))
    found = []
    for number, held in rows.items():
        held.sort(key=lambda r: r[0])
        for i, (since, end, leader) in enumerate(held):
            sure = LAST if end is None else end - timedelta(days=1)
            following = held[i + 1][0] if i + 1 < len(held) else None
            at_once = end is not None and following is not None and end <= following < _month_after(end)
            if following is not None and (at_once or following <= sure):
                sure = following - timedelta(days=1)
            since, sure = max(since, FIRST), min(sure, LAST)
            if since <= sure:
                found.append(Spell(number, leader, since, sure))
    return found


def _month_after(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)


def serving_pairs(folder: Path, asked: Asked, on: date) -> list[Pair]:
    """The second list: (state, office) with who serves, as far as he served on that day."""
    codes: dict[str, str] = {}
    with (folder / "country-codes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            codes[row["FIPS"].lower()] = row["ISO3166-1-Alpha-3"]
    states = {code for held in states_by_number().values() for code, today in held if today}
    found = []
    for line in (folder / "cia_factbook_government.jsonl").read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        executive = entry.get("executive")
        code = codes.get(entry["code"], "")
        if code not in states or not isinstance(executive, dict):
            continue
        for field in ("chief of state", "head of government"):
            text = html.unescape(re.sub(r"<[^>]+>", " ", executive.get(field) or ""))
            begun = re.search(r"\((?:since )?(?:(\d{1,2}) )?(?:([A-Z][a-z]{2})[a-z]* )?(\d{4})", text)
            if begun is None or _day(*begun.groups()) > on:
                continue
            head = re.sub(r"\([^)]*\)", " ", text[: begun.start()])
            if "vice president" in head.lower() or not words(head):
                continue
            folded = head.lower()
            offices = [
                office
                for (title, country), (office, _) in asked.tables.titles.items()
                if office in TOP and country in ("", code) and re.search(rf"\b{re.escape(title)}\b", folded)
            ]
            found.append(Pair("serving", (code,), on, head.strip(), tuple(sorted(set(offices)))))
    return found


_MONTHS: Final = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def _day(day: str | None, month: str | None, year: str) -> date:
    return date(int(year), _MONTHS.index(month) + 1 if month in _MONTHS else 1, int(day or 1))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--json", action="store_true", help="print the figures as JSON")
    options.add_argument("--errors", action="store_true", help="print every pair that is not right")
    options.add_argument("--all", action="store_true", help="every spell and office in place of a draw")
    chosen = options.parse_args()
    folder = chosen.data / "reference"
    asked = Asked(ActorBook.load())
    numbers = states_by_number()
    known = spells(folder / "reign_leaderlist_3_21.csv")
    drawn = random.Random(chosen.seed)  # noqa: S311 - a repeatable draw, no secret

    def pair(spell: Spell, on: date) -> Pair:
        return Pair("leaders", tuple(code for code, _ in numbers.get(spell.number, ())), on, spell.leader, ())

    def days(spell: Spell) -> int:
        return (spell.until - spell.since).days + 1

    by_country: dict[int, list[Spell]] = defaultdict(list)
    for spell in known:
        by_country[spell.number].append(spell)
    if chosen.all:
        picked = [(s, s.since + timedelta(days=days(s) // 2)) for s in known]
    else:
        picked = [
            (s, s.since + timedelta(days=drawn.randrange(days(s))))
            for s in drawn.choices(known, weights=[days(s) for s in known], k=300)
        ]
    serving = serving_pairs(folder, asked, people.KNOWN_UNTIL)
    if not chosen.all:
        serving = drawn.sample(serving, min(100, len(serving)))

    counts: dict[str, Counter[str]] = {"leaders": Counter(), "serving": Counter()}
    wrongs: list[str] = []

    def count(question: Pair, beside: Sequence[str]) -> None:
        verdict, given = asked.verdict(question, beside)
        counts[question.source][verdict] += 1
        if verdict != "right":
            said = ", ".join(f"{o} {p}" for o, p in given.items()) or "-"
            where = "/".join(question.states)
            wrongs.append(f"{verdict:8} {question.source:8} {where:8} {question.on} {question.leader}: {said}")

    for spell, on in picked:
        near = sorted(by_country[spell.number], key=lambda s: abs((s.since - spell.since).days))[1:4]
        beside: set[str] = set()
        for other in near:
            neighbour = pair(other, other.since + timedelta(days=days(other) // 2))
            given = asked.answers(neighbour.states, neighbour.on)
            meant = asked.meant(neighbour)
            beside |= {where.split()[1] for where, person in given.items() if person in meant}
        count(pair(spell, on), sorted(beside))
    for question in serving:
        count(question, ())

    total: Counter[str] = counts["leaders"] + counts["serving"]
    figures = {
        name: {v: round(found[v] / max(1, found.total()), 4) for v in VERDICTS} | {"n": found.total()}
        for name, found in (*counts.items(), ("both", total))
    }
    if chosen.json:
        print(json.dumps({"seed": None if chosen.all else chosen.seed, **figures, "errors": wrongs}, indent=1))
        return
    if chosen.errors:
        print("\n".join(wrongs))
    for name, row in figures.items():
        shares = "  ".join(f"{v} {row[v]:.3f}" for v in VERDICTS)
        print(f"{name:8} {shares}  of {row['n']}")


if __name__ == "__main__":
    main()
