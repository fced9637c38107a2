"""How fast a desk's record keeps and answers, on articles of real sizes made from templates.

    python3 -m benchmarks.speed.store [--articles 100000] [--per-article 10] [--folder DIR]

First articles are stored (raw copy, text, full-text index) without being read or parsed, then a coding of each with
events; every twentieth article changes once. Then questions are asked, each several times with other values: the
median and the largest wall time are printed, and the processor's time, which says more on a machine that is shared; at
the end the peak memory of the process and the size of the file.
The lengths of real articles are about log-normal; their median here is 350 words.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import accumulate, islice, pairwise
from pathlib import Path
from typing import Any

from watchfloor import desk as front_door
from watchfloor.desk import Desk
from watchfloor.store import articles, connection, facts
from watchfloor.store.articles import Incoming
from watchfloor.types import (
    Actor,
    Article,
    Capture,
    Cited,
    Coding,
    Event,
    Facet,
    Place,
    Published,
    Span,
    fact_id,
    version_of,
)

FIRST = date(2010, 1, 1)
DAYS = 5 * 365
NOW = datetime(2026, 1, 2, tzinfo=UTC)
TYPES = ("CONSULT", "ACCUSE", "ASSAULT", "AGREE", "REQUEST", "THREATEN", "AID", "REJECT")
FACETS = (*[Facet.HAPPENED] * 6, Facet.PLANNED, Facet.DENIED)
COUNTRIES = "USA IRN IRQ SYR RUS CHN TUR SAU ISR GBR FRA DEU EGY JOR LBN YEM ARE QAT KWT PAK".split()
OUTLETS = [f"Outlet {number}" for number in range(60)]
CODER = "bench-1"


def vocabulary(chance: random.Random, size: int = 40_000) -> list[str]:
    """Words as frequent as in a language: the first ones stand in nearly every text."""
    letters = "etaoinshrdlucmfwypvbgk"
    return ["".join(chance.choices(letters, k=chance.randint(2, 10))) for _ in range(size)]


class Templates:
    """Makes articles with events in known places, the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - test data
        self.words = vocabulary(self.chance)
        self.frequencies = list(accumulate(1 / (rank + 1) for rank in range(len(self.words))))
        # A few actors do most of it, as in the world: the k-th is met about 1/k as often as the first.
        self.actors = [Actor(c, c, "state", c, ("GOV",)) for c in COUNTRIES]
        self.actors += [Actor(f"group-{n}", f"Group {n}", "group", "", ("REB",)) for n in range(80)]
        self.actors += [Actor(f"person:p{n}", f"Person {n}", "person", COUNTRIES[n % 20], ("GOV",)) for n in range(900)]
        self.weights = list(accumulate(1 / (n + 1) for n in range(len(self.actors))))
        self.places = [
            Place(f"p{n}", f"Town {n}", COUNTRIES[n % 20], "", 30.0, 40.0 + n / 100, "city") for n in range(500)
        ]

    def words_of(self, count: int) -> list[str]:
        """Running words; the rank of a word is about as 1 to its frequency."""
        return self.chance.choices(self.words, cum_weights=self.frequencies, k=count)

    def article(self, number: int, events: int, changed: bool = False) -> tuple[Article, Capture, Coding]:
        """An article with its raw page and a coding."""
        chance = self.chance
        day = FIRST + timedelta(days=number * DAYS // 100_000 % DAYS)
        published = Published(
            datetime(day.year, day.month, day.day, chance.randrange(24), chance.randrange(60), tzinfo=UTC),
            "time",
            "meta",
        )
        ident = "a:" + hashlib.sha256(str(number).encode()).hexdigest()[:12]
        filler = self.words_of(max(60, int(chance.lognormvariate(5.8, 0.6))))
        pieces, spots, at = [f"Title {number} {' '.join(filler[:6])}\n\n"], [], 0
        at = len(pieces[0])
        step = max(8, len(filler) // max(1, events))
        for position in range(events):
            actor, recipient = chance.choices(self.actors, cum_weights=self.weights, k=2)
            place = chance.choice(self.places)
            tail = " ".join(filler[position : position + 9])
            sentence = f"{actor.name} moved against {recipient.name} in {place.name} as {tail}."
            rest = " " + " ".join(filler[position * step : (position + 1) * step]) + ". "
            spots.append((at, sentence, actor, recipient, place))
            pieces += [sentence, rest]
            at += len(sentence) + len(rest)
        text = "".join(pieces) + (" Corrected." if changed else "")
        version = version_of(ident, published, text)
        body = f"<!doctype html><html><head><title>{number}</title></head><body>{text}</body></html>".encode()
        url = f"https://example.org/{number}"
        page = Article(ident, url, f"Title {number}", "", published, "en", OUTLETS[number % 60], "", version, text)
        digest = hashlib.sha256(body).hexdigest()
        capture = Capture(url, url, NOW + timedelta(days=changed), 200, "text/html", digest, body)
        made = tuple(self.event(version, *spot) for spot in spots)
        return page, capture, Coding(version, CODER, made)

    def event(self, version: str, at: int, sentence: str, actor: Actor, recipient: Actor, place: Place) -> Event:
        """One event in a sentence that begins at `at`."""

        def cited(value: Any, words: str, start: int) -> Cited[Any]:
            return Cited(value, Span(version, at + start, at + start + len(words)), words, "template")

        trigger = cited("moved against", "moved against", len(actor.name) + 1)
        second = len(actor.name) + 15
        return Event(
            id=fact_id("event", (trigger.span,)),
            type=self.chance.choice(TYPES),
            mode="",
            contexts=("military",),
            cameo="190",
            actors=(cited(actor, actor.name, 0),),
            recipients=(cited(recipient, recipient.name, second),),
            place=cited(place, place.name, second + len(recipient.name) + 4),
            when=None,
            facet=self.chance.choice(FACETS),
            probability=0.95,
            said_by=(),
            confidence=0.8,
            trigger=trigger,
            sentence=cited(sentence, sentence, 0),
        )


def batches(
    made: Iterator[tuple[Article, Capture, Coding]], size: int
) -> Iterator[list[tuple[Article, Capture, Coding]]]:
    """A few at a time, so that memory stays as it is however many there are."""
    while batch := list(islice(made, size)):
        yield batch


def fill(desk: Desk, count: int, per_article: int) -> None:
    """Stores articles and their codings; prints how many a second, the making of them left out of account."""
    templates = Templates(7)
    record = connection.open_record(desk.path / front_door.RECORD)
    storing = coding = storing_work = coding_work = 0.0
    stored = events = 0

    def everything() -> Iterator[tuple[Article, Capture, Coding]]:
        for number in range(count):
            yield templates.article(number, per_article)
            if number % 20 == 19:
                yield templates.article(number, per_article, changed=True)

    for batch in batches(everything(), 100):
        start, busy = time.perf_counter(), time.process_time()
        articles.add_all(record, [Incoming(capture, page) for page, capture, _ in batch])
        storing += time.perf_counter() - start
        storing_work += time.process_time() - busy
        start, busy = time.perf_counter(), time.process_time()
        for _, _, coded in batch:
            facts.add_coding(record, coded, NOW)
        coding += time.perf_counter() - start
        coding_work += time.process_time() - busy
        stored += len(batch)
        events += sum(len(coded.events) for _, _, coded in batch)
        if stored % 10_500 == 0:
            print(
                f"  ... {stored} stored, {stored / storing:.0f}/s; {events} events, {events / coding:.0f}/s", flush=True
            )
    facts.choose_coder(record, CODER, NOW)
    record.close()
    for name, number, took, work in (
        ("article versions stored", stored, storing, storing_work),
        ("events stored", events, coding, coding_work),
    ):
        print(
            f"{name:24} {number}: {number / took:.0f} a second, {number / work:.0f} a second of the processor",
            flush=True,
        )


def timed(name: str, questions: Sequence[Callable[[], object]]) -> None:
    """Prints the median and the largest time of questions; the first of each is not warmed up."""
    times, work = [], []
    for question in questions:
        start, busy = time.perf_counter(), time.process_time()
        question()
        times.append((time.perf_counter() - start) * 1000)
        work.append((time.process_time() - busy) * 1000)
    middle, most, cpu = statistics.median(times), max(times), statistics.median(work)
    print(f"{name:46} median {middle:8.1f} ms   largest {most:8.1f} ms   processor, median {cpu:8.1f} ms", flush=True)


def ask(desk: Desk) -> None:
    """Times the questions."""
    words = Templates(7).words
    size = len(words)
    chance = random.Random(11)  # noqa: S311 - questions
    last = desk.last_day() or FIRST
    span = max(60, (last - FIRST).days)
    days = [FIRST + timedelta(days=chance.randrange(span - 59)) for _ in range(9)]
    past = desk.as_of(FIRST + timedelta(days=span * 2 // 3))

    def term(low: float, high: float) -> str:
        return words[int(size ** chance.uniform(low, high)) - 1]

    def near(day: date) -> dict[str, Any]:
        return {"since": day, "until": day + timedelta(days=60)}

    def each(question: Callable[[Any], object], values: Iterable[Any]) -> list[Callable[[], object]]:
        return [partial(question, value) for value in values]

    rare, middle, frequent = ([term(low, low + 0.2) for _ in range(15)] for low in (0.8, 0.4, 0.1))
    timed("search, a rare word", each(desk.search, rare))
    timed("search, two words of middle frequency", each(desk.search, map(" ".join, pairwise(middle))))
    timed("search, a frequent word", each(desk.search, frequent[:7]))
    timed("search, two frequent words together", each(desk.search, (f'"{a} {b}"' for a, b in pairwise(frequent[:8]))))
    timed("search, a word, an actor and 60 days", each(lambda d: desk.search(middle[0], side="IRN", **near(d)), days))
    timed("search, as of a past day", each(past.search, middle))
    timed("events, the newest 40", each(lambda n: desk.events(limit=40, offset=n), range(9)))
    timed("events of 60 days and a type, 40", each(lambda d: desk.events(type="ASSAULT", limit=40, **near(d)), days))
    timed("events of a frequent actor, 40", each(lambda c: desk.events(actor=c, limit=40), COUNTRIES[:9]))
    timed("events of a rare actor, 40", each(lambda n: desk.events(actor=f"person:p{n}", limit=40), range(300, 309)))
    timed("events of a dyad and a type, 40", each(
        lambda c: desk.events(actor=c, recipient="IRQ", type="CONSULT", limit=40), COUNTRIES[3:12]
    ))  # fmt: skip
    timed("events at a place, 40", each(lambda n: desk.events(place=f"Town {n}", limit=40), range(5)))
    timed("events as of a past day, 40", each(lambda n: past.events(limit=40, offset=n), range(9)))
    timed("events counted, a type", each(lambda t: desk.count_events(type=t), TYPES[:3]))
    timed("one event by the beginning of its id", each(desk.event, [f.event.id[:12] for f in desk.events(limit=9)]))
    timed("weekly counts of one dyad", each(lambda c: list(desk.weeks(c, "IRQ")), COUNTRIES[3:12]))
    timed("the same as of a past day", each(lambda c: list(past.weeks(c, "IRQ")), COUNTRIES[3:12]))
    timed("weekly counts of all dyads", each(lambda _: sum(1 for _ in desk.weeks()), range(3)))
    timed("brief of a day", each(desk.brief, days[:3]))
    timed("status", [desk.status])


def peak_memory() -> str:
    """The most memory that this process ever had."""
    if sys.platform == "win32":
        return "not measured on Windows"
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{most / (1 if sys.platform == 'darwin' else 1024) / (1e6 if sys.platform == 'darwin' else 1):.0f} MB"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--per-article", type=int, default=10, help="events in each article")
    parser.add_argument("--folder", type=Path, help="keep the desk there, and ask one that is there already")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = wanted.folder or Path(scratch) / "desk"
        if not (home / "watchfloor.toml").exists():
            with front_door.init(home) as desk:
                fill(desk, wanted.articles, wanted.per_article)
            print(f"peak memory           {peak_memory()}")
        with front_door.open(home) as desk:
            print(f"size of the record    {(home / front_door.RECORD).stat().st_size / 1e6:.0f} MB")
            ask(desk)
        print(f"peak memory           {peak_memory()}")


if __name__ == "__main__":
    main()
