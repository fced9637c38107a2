"""Attack incidents of whole stories.

    python -m benchmarks.quality.muc4 --data DIR [--stories N] [--recase no|yes] [--errors] [--json]

Codes the stories of DIR/dev/events/muc4-dev.jsonl and compares the deeds of violence of each story (type ASSAULT, facet
happened or ongoing) with its gold incidents, as sets: nothing asks which deed belongs to which incident.

- type: the kinds of incident of a story. A deed is KIDNAPPING when its mode is abduct; BOMBING when it is explosives,
  suicide-attack, aerial or drone; ARSON when it is destroy and its words burn; else ATTACK. A deed that would be ATTACK
  takes the kind of another deed of its sentence: "a bomb exploded, killing two" is one bombing. Robbery and work
  stoppages have no counterpart among deeds of violence: they are not asked, and a story with nothing else is left out.
- perpetrator, target: words. A gold filler is found when a named actor (recipient) of a deed overlaps with it: the head
  word of the one is among the words of the other. Two phrases with one head word count once. "target, people" and
  "target, things", "perpetrator, people" and "perpetrator, groups" are parts; only their recall can be told.
- place: names below the country. A gold place is found when any of its parts is named ("San Miguel" of the town in San
  Miguel); "place, finest" asks for its last part. country: the countries of the places.
- date: a gold day or range of days is found when a day of a deed falls into it. "Some time before" is not asked, but a
  deed may fall into it.

Gold fillers and incidents that are marked optional, and incidents only threatened, are not asked: who finds them is
neither right nor wrong. The gold holds terrorist acts and violence against civilians alone. Battles between armies and
guerrillas are no incidents there but are deeds here, so precision cannot come near one; it is given for all stories
and for those with an incident.

All stories are in capitals. `--recase yes` gives the reader a copy in which only the beginnings of sentences and what
the engine takes for names keep theirs. Stories go to the coder without the reader of pages, which takes lines in
capitals for headlines: "read as a page" says how many stories it would have kept.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from benchmarks.quality.deception import DEEDS
from watchfloor.coder import Coder
from watchfloor.parsing.parse import Parser
from watchfloor.reading.readers import read_text
from watchfloor.resolving.gazetteer import fold
from watchfloor.types import Actor, Article, Cited, Event, Published, version_of

KINDS = ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON")
BY_MODE = {"abduct": "KIDNAPPING"} | dict.fromkeys(("explosives", "suicide-attack", "aerial", "drone"), "BOMBING")
BURNS = re.compile(r"\b(?:burn|fire|torch|ablaze|alight|arson)", re.I)
COUNTRIES = {
    "EL SALVADOR": "SLV", "COLOMBIA": "COL", "PERU": "PER", "GUATEMALA": "GTM", "GUATAMALA": "GTM", "HONDURAS": "HND",
    "CHILE": "CHL", "BOLIVIA": "BOL", "ECUADOR": "ECU", "ARGENTINA": "ARG", "PANAMA": "PAN", "NICARAGUA": "NIC",
    "BRAZIL": "BRA", "JAMAICA": "JAM", "SPAIN": "ESP", "VENEZUELA": "VEN",
}  # fmt: skip
"""the countries of the gold places, as the gold writes them"""
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
LEADING = frozenset("a an the this that these those his her its their our some any several all both".split())
BEHIND = frozenset("of in at on from by for with to who which that near belonging and".split())
"""a phrase's head stands before the first of these"""
KIND_WORDS = frozenset(
    "city department province town municipality neighborhood district village region the of area capital".split()
)

Days = tuple[date | None, date | None]
Filler = tuple[str, ...]
"""alternative words for one thing"""


# --- what matches what ------------------------------------------------------------------------------------------------


def plain(word: str) -> str:
    """A word without its plural, for comparing only."""
    word = word.lower()
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def tokens(phrase: str) -> list[str]:
    """The words of a phrase, compared without case; hyphens and quotation marks divide."""
    return [plain(w) for w in re.findall(r"[^\W_]+(?:\.[^\W_]+)*", fold(phrase).lower())]


def head(phrase: str) -> str:
    """The last word before the first preposition, comma or bracket; empty when there is no word."""
    first = re.split(r"[,\[(;]", phrase.strip(" ,[(;\"'"), maxsplit=1)[0]
    found = tokens(first)
    while found and found[0] in LEADING:
        found = found[1:]
    for at, word in enumerate(found):
        if at and word in BEHIND:
            return found[at - 1]
    return found[-1] if found else ""


def overlap(one: Filler, other: Filler) -> bool:
    """Whether a head word of the one is among the words of the other, or the other way round."""
    return any(
        head(a) in tokens(b) or head(b) in tokens(a) for a in one for b in other if head(a) and head(b)
    )  # fmt: skip


def same_place(one: str, other: str) -> bool:
    """Whether all words of one name, but those of its kind ("department"), are in the other."""
    a, b = (set(tokens(name)) - KIND_WORDS or set(tokens(name)) for name in (one, other))
    return bool(a and b) and (a <= b or b <= a)


def days_of(written: str | None, year: int | None) -> list[Days]:
    """A gold date: alternatives, each a day, a range, or "- day" for some time before. `year` is that of the story.

    Nothing when no day can be read.
    """
    found: list[Days] = []
    for part in (written or "").upper().replace("(", "").replace(")", "").split("/"):
        read = re.finditer(r"(?P<day>\d{1,2}) (?P<month>[A-Z]{3})[A-Z]*(?: (?P<year>\d\d))?", part)
        days = [day for match in read if (day := _day(match, year))]
        if len(days) == 1:
            found.append((None if part.strip().startswith("-") else days[0], days[0]))
        elif len(days) == 2:
            found.append((days[0], days[1]))
    return found


def _day(match: re.Match[str], year: int | None) -> date | None:
    told = 1900 + int(match["year"]) if match["year"] else year
    return date(told, MONTHS.index(match["month"]) + 1, int(match["day"])) if told else None


def meets(one: Days, other: Days) -> bool:
    """Whether two stretches of days have a day in common; None is an open side."""
    begins = max((d for d in (one[0], other[0]) if d), default=None)
    ends = min((d for d in (one[1], other[1]) if d), default=None)
    return begins is None or ends is None or begins <= ends


def places_of(written: str | None) -> list[tuple[str, tuple[str, ...]]]:
    """A gold place as alternatives: country and the names below it, from large to small; the ends of a stretch
    ("CUCUTA - CAMPANARIO") are alternatives too."""
    found = []
    for way in re.split(r"\s/\s", (written or "").strip()):
        parts = [re.sub(r"\([^()]*\)?", "", p).strip(" ()?") for p in way.lstrip("(? ").split(":")]
        names: tuple[str, ...] = tuple(n.strip() for p in parts[1:] for n in re.split(r"\s-\s", p) if n.strip())
        if parts[0]:
            found.append((COUNTRIES.get(parts[0], ""), names))
    return found


# --- a story, as gold has it and as it was coded ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gold:
    """What one story asks. Things marked optional are under `free`."""

    kinds: frozenset[str]
    people: tuple[Filler, ...] = ()
    """perpetrators"""
    groups: tuple[Filler, ...] = ()
    victims: tuple[Filler, ...] = ()
    things: tuple[Filler, ...] = ()
    places: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...] = ()
    """of each incident the alternatives"""
    dates: tuple[tuple[Days, ...], ...] = ()
    free_kinds: frozenset[str] = frozenset()
    free: tuple[Filler, ...] = ()
    free_places: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...] = ()
    free_dates: tuple[Days, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """What the deeds of one story say."""

    deeds: int = 0
    kinds: frozenset[str] = frozenset()
    perpetrators: tuple[Filler, ...] = ()
    targets: tuple[Filler, ...] = ()
    places: tuple[Filler, ...] = ()
    countries: frozenset[str] = frozenset()
    dates: frozenset[Days] = frozenset()


def gold_of(story: Mapping[str, Any]) -> Gold | None:
    """What a story asks; None when it has incidents, but none of a kind that is asked."""
    incidents = [e for e in story["events"] if e["incident_type"] in KINDS]
    if story["events"] and not incidents:
        return None
    year = int(story["date"][:4]) if story["date"] else None
    asked = [e for e in incidents if not e["optional"] and e["stage"] != "THREATENED"]
    free = [e for e in incidents if e not in asked]

    def fillers(events: Iterable[Mapping[str, Any]], *keys: str) -> tuple[Filler, ...]:
        found = (tuple(filler) for e in events for key in keys for filler in e[key] if filler)
        return tuple(dict.fromkeys(found))

    every = ("perp_individual", "perp_org", "hum_target_name", "hum_target_desc", "phys_target")
    spare = tuple((words,) for e in incidents for words in e["optional_fillers"] if words)
    return Gold(
        kinds=frozenset(e["incident_type"] for e in asked),
        people=fillers(asked, "perp_individual"),
        groups=fillers(asked, "perp_org"),
        victims=fillers(asked, "hum_target_name", "hum_target_desc"),
        things=fillers(asked, "phys_target"),
        places=tuple(dict.fromkeys(tuple(places_of(e["location"])) for e in asked if e["location"])),
        dates=tuple(dict.fromkeys(tuple(days_of(e["date"], year)) for e in asked)),
        free_kinds=frozenset(e["incident_type"] for e in free),
        free=spare + fillers(free, *every),
        free_places=tuple(tuple(places_of(e["location"])) for e in free),
        free_dates=tuple(days for e in free for days in days_of(e["date"], year)),
    )


def kind_of(event: Event) -> str:
    """The kind of incident of one deed."""
    if event.mode == "destroy" and BURNS.search(event.trigger.words):
        return "ARSON"
    return BY_MODE.get(event.mode, "ATTACK")


def kinds_of(deeds: Sequence[tuple[str, int]]) -> frozenset[str]:
    """The kinds of deeds, given with the start of their sentence: ATTACK gives way to another kind beside it."""
    special = {at for kind, at in deeds if kind != "ATTACK"}
    return frozenset(kind for kind, at in deeds if kind != "ATTACK" or at not in special)


def fillers_of(parties: Iterable[tuple[Filler, str]]) -> tuple[Filler, ...]:
    """Phrases with one head word put together; each comes with that word."""
    found: dict[str, dict[str, None]] = {}
    for words, key in parties:
        found.setdefault(key, {}).update(dict.fromkeys(words))
    return tuple(tuple(words) for words in found.values())


def _party(cited: Cited[Actor]) -> tuple[Filler, str]:
    """The words of a side, with the name of a known actor, and what tells it from others."""
    if cited.value.kind == "role":
        return (cited.words,), head(cited.words)
    return tuple(dict.fromkeys((cited.words, cited.value.name))), cited.value.id


def said_of(events: Iterable[Event]) -> Said:
    """What the deeds of violence of a story say."""
    deeds = [e for e in events if e.type == "ASSAULT" and e.facet in DEEDS]
    places = {(p.value.id, p.words, p.value.name): p.value for e in deeds for p in e.places}
    return Said(
        deeds=len(deeds),
        kinds=kinds_of([(kind_of(e), e.sentence.span.start) for e in deeds]),
        perpetrators=fillers_of(_party(a) for e in deeds for a in e.actors),
        targets=fillers_of(_party(r) for e in deeds for r in e.recipients),
        places=fillers_of(((words, name), id_) for (id_, words, name), p in places.items() if p.precision != "country"),
        countries=frozenset(p.country for p in places.values() if p.country),
        dates=frozenset((e.when.value.start, e.when.value.end) for e in deeds if e.when),
    )


# --- counting ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Score:
    """Counts over stories."""

    asked: int = 0
    found: int = 0
    said: int = 0
    """without what is neither right nor wrong"""
    right: int = 0
    said_with: int = 0
    right_with: int = 0
    """the same in stories with an incident"""

    def add(self, asked: int, found: int, said: int, right: int, *, incident: bool) -> None:
        """Count one story."""
        self.asked += asked
        self.found += found
        self.said += said
        self.right += right
        self.said_with += said * incident
        self.right_with += right * incident

    def figures(self) -> dict[str, float]:
        """Precision, recall, F1, and precision in stories with an incident; 0 where nothing was said or asked."""
        p, r = share(self.right, self.said), share(self.found, self.asked)
        f1 = round(2 * p * r / (p + r), 4) if p + r else 0.0
        within = share(self.right_with, self.said_with)
        return {"asked": self.asked, "precision": p, "recall": r, "f1": f1, "precision with incident": within}


def share(part: int, whole: int) -> float:
    """A share, to four digits."""
    return round(part / whole, 4) if whole else 0.0


def judge(
    gold: Sequence[Any], said: Sequence[Any], same: Callable[[Any, Any], bool], free: Sequence[Any] = ()
) -> tuple[int, int, int, int]:
    """How many are asked, found, said and right. What is said and fits only something free is not counted."""
    found = sum(any(same(g, s) for s in said) for g in gold)
    right = sum(any(same(g, s) for g in gold) for s in said)
    spare = sum(not any(same(g, s) for g in gold) and any(same(g, s) for g in free) for s in said)
    return len(gold), found, len(said) - spare, right


def _anywhere(gold: tuple[tuple[str, tuple[str, ...]], ...], said: Filler) -> bool:
    return any(same_place(name, word) for _, names in gold for name in names for word in said)


def _finest(gold: tuple[tuple[str, tuple[str, ...]], ...], said: Filler) -> bool:
    return any(same_place(names[-1], word) for _, names in gold if names for word in said)


@dataclass(slots=True)
class Tally:
    """The counts of a run."""

    scores: dict[str, Score] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, gold: Gold, said: Said) -> None:
        """Count one story."""
        incident = bool(gold.kinds)
        self.counts["stories"] += 1
        if not incident and not gold.free_kinds:
            self.counts["without incident"] += 1
            self.counts["without incident, with a deed"] += bool(said.deeds)
        elif incident:
            self.counts["with incident"] += 1
            self.counts["with incident, with a deed"] += bool(said.deeds)

        def count(name: str, judged: tuple[int, int, int, int]) -> None:
            self.scores.setdefault(name, Score()).add(*judged, incident=incident)

        def equal(a: Any, b: Any) -> bool:
            return bool(a == b)

        count("type", judge(sorted(gold.kinds), sorted(said.kinds), equal, sorted(gold.free_kinds)))
        for kind in KINDS:
            one, free = ([kind] if kind in kinds else [] for kinds in (gold.kinds, gold.free_kinds))
            count(f"type {kind}", judge(one, [kind] if kind in said.kinds else [], equal, free))
        count("perpetrator", judge((*gold.people, *gold.groups), said.perpetrators, overlap, gold.free))
        count("perpetrator, people", judge(gold.people, said.perpetrators, overlap, gold.free))
        count("perpetrator, groups", judge(gold.groups, said.perpetrators, overlap, gold.free))
        count("target", judge((*gold.victims, *gold.things), said.targets, overlap, gold.free))
        count("target, people", judge(gold.victims, said.targets, overlap, gold.free))
        count("target, things", judge(gold.things, said.targets, overlap, gold.free))
        below = [ways for ways in gold.places if any(names for _, names in ways)]
        count("place", judge(below, said.places, _anywhere, gold.free_places))
        count("place, finest", judge(below, said.places, _finest, gold.free_places))
        countries, free_countries = (
            sorted({c for ways in places for c, _ in ways if c}) for places in (gold.places, gold.free_places)
        )
        count("country", judge(countries, sorted(said.countries), equal, free_countries))
        exact = [ways for ways in gold.dates if ways and all(start for start, _ in ways)]
        loose = [(ways,) for one in gold.dates if one not in exact for ways in one]
        said_days = sorted(said.dates, key=str)
        count("date", judge(exact, said_days, _on, [*loose, *((d,) for d in gold.free_dates)]))

    def report(self) -> dict[str, Any]:
        """All figures. Of the parts of a slot only recall is told."""
        parts = {name: {"asked": s.asked, "recall": share(s.found, s.asked)} for name, s in self.scores.items()}
        whole = {name: s.figures() for name, s in self.scores.items() if ", " not in name}
        return {"counts": dict(self.counts), "scores": {name: whole.get(name, parts[name]) for name in parts}}


def _on(gold: tuple[Days, ...], said: Days) -> bool:
    return any(meets(days, said) for days in gold)


# --- running ----------------------------------------------------------------------------------------------------------


def flowing(text: str) -> str:
    """The story in paragraphs of one line, without the wire's marks of form ("[TEXT]", "[REPORT]") before it."""
    text = re.sub(r"^([^\[]{4,90}? -- )(?:\s*\[[^\]]*\])*?\s*\[TEXT\]\s*", r"\1", text)
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip())


def recased(text: str, parser: Parser) -> str:
    """The text in small letters, but for beginnings of sentences, names, words with inner stops, and words that stand
    alone in square brackets somewhere, which are abbreviations."""
    out = list(text.lower())
    short = set(re.findall(r"\[([A-Z0-9-]{2,8})\]", text))
    for sentence in parser.parse(text):
        for i, (word, start, end) in enumerate(zip(sentence.words, sentence.starts, sentence.ends, strict=True)):
            if word in short or re.fullmatch(r"(?:[A-Z]\.)+[A-Z]?", word):
                out[start:end] = text[start:end]
            elif i == 0 or sentence.names[i] != "O" or sentence.upos[i] == "PROPN":
                out[start] = text[start]
    return "".join(out)


def day_of(story: Mapping[str, Any]) -> date | None:
    """The day of a story; some have none."""
    return date.fromisoformat(story["date"]) if story["date"] else None


def article_of(story: Mapping[str, Any], text: str) -> Article:
    """A story as an article of its day."""
    day = day_of(story)
    published = Published(datetime(day.year, day.month, day.day, tzinfo=UTC), "day", "given") if day else None
    version = version_of(story["id"], published, text)
    return Article(story["id"], "", "", "", published, "en", "", "", version, text)


def stories_of(data: Path, wanted: int) -> Iterator[dict[str, Any]]:
    """About `wanted` stories, every k-th; all when `wanted` is 0."""
    lines = (data / "dev" / "events" / "muc4-dev.jsonl").read_text(encoding="utf-8").splitlines()
    step = max(1, len(lines) // wanted) if wanted else 1
    yield from (json.loads(line) for line in lines[::step])


def listed(story: Mapping[str, Any], gold: Gold, said: Said, events: Iterable[Event]) -> Iterator[str]:
    """A story's gold and deeds, for reading."""
    yield f"== {story['id']} {story['date']}"
    for e in story["events"]:
        mark = "optional" if e["optional"] else e["stage"].lower()
        sides = [e[k] for k in ("perp_individual", "perp_org", "hum_target_name", "hum_target_desc", "phys_target")]
        yield f"   GOLD {e['incident_type']} {mark} {e['date']} {e['location']} {sides}"
    for event in events:
        if event.type == "ASSAULT":
            where = [(p.words, p.value.name, p.value.country) for p in event.places]
            sides = [[c.words for c in side] for side in (event.actors, event.recipients)]
            when = event.when.value.edtf if event.when else None
            what = f"{kind_of(event)} {event.facet.value} {event.trigger.words!r} {event.trigger.rule}"
            yield f"   SAID {what} {sides[0]} -> {sides[1]} {where} {when} | {event.sentence.words}"
    missed = [f for f in (*gold.people, *gold.groups) if not any(overlap(f, s) for s in said.perpetrators)]
    yield f"   MISSED perpetrators {missed}"
    missed = [f for f in (*gold.victims, *gold.things) if not any(overlap(f, s) for s in said.targets)]
    yield f"   MISSED targets {missed}"


def main() -> int:
    """Prints the figures; exit status 0."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True, metavar="DIR")
    options.add_argument("--stories", type=int, default=150, metavar="N", help="about so many, every k-th; 0: all")
    options.add_argument("--recase", choices=("no", "yes"), default="no")
    options.add_argument("--errors", action="store_true", help="list gold and deeds of every other story")
    options.add_argument("--json", action="store_true")
    chosen = options.parse_args()
    coder, tally = Coder.load(), Tally()
    for number, story in enumerate(stories_of(chosen.data, chosen.stories)):
        gold = gold_of(story)
        if gold is None:
            tally.counts["left out"] += 1
            continue
        text = flowing(story["text"])
        tally.counts["read as a page"] += read_text(text, published=day_of(story)).article is not None
        if chosen.recase == "yes":
            text = recased(text, coder.parser)
        events = coder.code(article_of(story, text)).events
        said = said_of(events)
        tally.add(gold, said)
        if chosen.errors and number % 2 == 0:
            print(*listed(story, gold, said, events), sep="\n")
    report = tally.report()
    if chosen.json:
        json.dump(report, sys.stdout, indent=1)
        print()
        return 0
    print(*(f"{name:32} {value:5}" for name, value in report["counts"].items()), sep="\n")
    print(f"\n{'':24} asked precision recall   F1   precision with incident")
    for name, row in report["scores"].items():
        if "f1" in row:
            numbers = f"{row['precision']:9.3f} {row['recall']:6.3f} {row['f1']:5.3f}"
            print(f"{name:24} {row['asked']:5} {numbers} {row['precision with incident']:9.3f}")
        else:
            print(f"{name:24} {row['asked']:5} {'':9} {row['recall']:6.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
