"""Articles made from templates that hang together as news does: matters of some weeks, each with its own names, places,
words and acts, told by several papers, among as many articles that are on nothing else.

The words are drawn as often as they stand in ordinary sentences (the table that says which words tell something), so
that what two articles share by chance is as much as in life; the names of a matter are made up.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any, Final

from benchmarks.speed.store import CODER, COUNTRIES, FACETS, NOW, OUTLETS
from watchfloor import packs
from watchfloor.linking import words
from watchfloor.types import (
    Actor,
    Article,
    Capture,
    Cited,
    Coding,
    Event,
    Place,
    Published,
    Span,
    Stance,
    Statement,
    fact_id,
    version_of,
)

FIRST: Final = date(2010, 1, 1)
ACTS: Final = {
    "CONSULT": "met with",
    "ACCUSE": "blamed",
    "ASSAULT": "attacked",
    "AGREE": "signed with",
    "REQUEST": "asked",
    "THREATEN": "threatened",
    "AID": "sent relief to",
    "REJECT": "rebuffed",
}
SHORT: Final = "a of to in is on by it at as he an be we or".split()
ON_ITS_OWN: Final = 0.4
"""share of articles that belong to no matter"""
OPEN: Final = 12
"""matters under way at once"""
SHARED: Final = 2
"""acts of a matter's day that its articles tell, beside their own"""

Row = tuple[Article, Capture, Coding]
Act = tuple[str, Actor, Actor, Place]
Spot = tuple[int, str, Act]
"""a sentence, where it begins, and what it tells"""


@dataclass(frozen=True, slots=True)
class Matter:
    """What goes on for some weeks."""

    until: date
    words: tuple[str, ...]
    names: tuple[str, ...]
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]


class Press:
    """Prints articles day by day, the same ones for the same seed."""

    def __init__(self, seed: int, a_day: float, events: int, statements: int = 2) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - test data
        self.a_day, self.events, self.statements = a_day, events, statements
        _, cells = packs.table(packs.folder(words.NAME, None) / words.FILE, ("stem", "sentences"))
        counted = [(stem, int(count)) for stem, count in cells if stem.isalpha()]
        self.stems = [stem for stem, _ in counted]
        self.often = list(accumulate(count for _, count in counted))
        self.telling = [stem for stem, count in counted if 5 <= count <= 400]
        self.actors = [Actor(c, c, "state", c, ("GOV",)) for c in COUNTRIES]
        self.actors += [Actor(f"group-{n}", f"Group {n}", "group", "", ("REB",)) for n in range(80)]
        self.actors += [Actor(f"person:p{n}", f"Person {n}", "person", COUNTRIES[n % 20], ("GOV",)) for n in range(900)]
        self.weights = list(accumulate(1 / (n + 1) for n in range(len(self.actors))))
        self.places = [
            Place(f"p{n}", f"Town {n}", COUNTRIES[n % 20], "", 30.0, 40.0 + n / 100, "city") for n in range(500)
        ]
        self.matters: list[Matter] = []
        self.acts: dict[tuple[date, int], list[Act]] = {}

    def articles(self) -> Iterator[Row]:
        """Without an end."""
        number = 0
        while True:
            yield self.article(number, FIRST + timedelta(days=int(number / self.a_day)))
            number += 1

    def article(self, number: int, day: date) -> Row:
        """An article with its raw page and a coding."""
        chance = self.chance
        self.matters = [one for one in self.matters if one.until >= day]
        while len(self.matters) < OPEN:
            self.matters.append(self._matter(day))
        alone = chance.random() < ON_ITS_OWN
        matter = self._matter(day) if alone else chance.choice(self.matters)
        published = Published(
            datetime(day.year, day.month, day.day, chance.randrange(24), chance.randrange(60), tzinfo=UTC),
            "time",
            "meta",
        )
        ident = "a:" + hashlib.sha256(str(number).encode()).hexdigest()[:12]
        acts = [] if alone else self._acts_of(matter, day)
        acts = [*chance.sample(acts, min(len(acts), SHARED)), *(self._act(matter) for _ in range(self.events))]
        acts = acts[: self.events]
        chance.shuffle(acts)
        count = max(60, int(chance.lognormvariate(5.8, 0.6)))
        filler = self._words(count, matter)
        title = f"{chance.choice(matter.names)} {' '.join(filler[:6])}"
        pieces, at = [f"{title}\n\n"], len(title) + 2
        spots, said = [], []
        step = count // max(1, self.events + self.statements)
        for position, act in enumerate(acts):
            kind, actor, recipient, place = act
            tail = " ".join(self._words(9, matter))
            sentence = f"{actor.name} {ACTS[kind]} {recipient.name} in {place.name} as {tail}."
            spots.append((at, sentence, act))
            rest = " " + " ".join(filler[position * step : (position + 1) * step]) + ". "
            pieces += [sentence, rest]
            at += len(sentence) + len(rest)
        for _ in range(self.statements):
            speaker, content = chance.choice(matter.actors), " ".join(self._words(12, matter))
            sentence = f"{speaker.name} said that {content}. "
            said.append((at, sentence, speaker, content))
            pieces.append(sentence)
            at += len(sentence)
        text = "".join(pieces)
        version = version_of(ident, published, text)
        url = f"https://example.org/{number}"
        body = f"<!doctype html><html><head><title>{number}</title></head><body>{text}</body></html>".encode()
        page = Article(ident, url, title, "", published, "en", OUTLETS[number % 60], "", version, text)
        capture = Capture(url, url, NOW, 200, "text/html", hashlib.sha256(body).hexdigest(), body)
        return page, capture, self.coding(version, spots, said)

    def coding(
        self, version: str, spots: list[tuple[int, str, Act]], said: list[tuple[int, str, Actor, str]]
    ) -> Coding:
        """The facts of an article."""
        return Coding(
            version,
            CODER,
            tuple(self._event(version, *spot) for spot in spots),
            (),
            tuple(self._statement(version, *spot) for spot in said),
        )

    # --- what it is on ---

    def _matter(self, day: date) -> Matter:
        chance = self.chance
        letters = "etaoinshrdlucmfwypvbgk"
        names = tuple("".join(chance.choices(letters, k=chance.randint(5, 9))).capitalize() for _ in range(4))
        actors = tuple(chance.choices(self.actors, cum_weights=self.weights, k=5))
        lasts = timedelta(days=min(90, int(chance.lognormvariate(2.5, 0.9))))
        return Matter(
            day + lasts, tuple(chance.sample(self.telling, 25)), names, actors, tuple(chance.sample(self.places, 3))
        )

    def _acts_of(self, matter: Matter, day: date) -> list[Act]:
        key = (day, id(matter))
        if key not in self.acts:
            self.acts = {known: acts for known, acts in self.acts.items() if known[0] >= day}
            self.acts[key] = [self._act(matter) for _ in range(3)]
        return self.acts[key]

    def _act(self, matter: Matter) -> Act:
        chance = self.chance
        actor, recipient = chance.choices(matter.actors, k=2)
        return chance.choice(list(ACTS)), actor, recipient, chance.choice(matter.places)

    def _words(self, count: int, matter: Matter) -> list[str]:
        """Running words: half of them short, one in eight of the matter."""
        chance = self.chance
        drawn = chance.choices(self.stems, cum_weights=self.often, k=count)
        for number in range(count):
            luck = chance.random()
            if luck < 0.4:
                drawn[number] = chance.choice(SHORT)
            elif luck < 0.52:
                drawn[number] = chance.choice(matter.words)
            elif luck < 0.56:
                drawn[number] = chance.choice(matter.names)
        return drawn

    # --- facts ---

    def _event(self, version: str, at: int, sentence: str, act: Act) -> Event:
        kind, actor, recipient, place = act

        def cited(value: Any, its: str, start: int) -> Cited[Any]:
            return Cited(value, Span(version, at + start, at + start + len(its)), its, "template")

        trigger = cited(ACTS[kind], ACTS[kind], len(actor.name) + 1)
        second = len(actor.name) + len(ACTS[kind]) + 2
        return Event(
            id=fact_id("event", (trigger.span,)),
            type=kind,
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

    def _statement(self, version: str, at: int, sentence: str, speaker: Actor, content: str) -> Statement:
        def cited(value: Any, its: str, start: int) -> Cited[Any]:
            return Cited(value, Span(version, at + start, at + start + len(its)), its, "template")

        cue = cited("said", "said", len(speaker.name) + 1)
        what = cited(content, content, len(speaker.name) + 11)
        return Statement(
            id=fact_id("statement", (cue.span,)),
            kind="indirect",
            act="says",
            speaker=cited(speaker, speaker.name, 0),
            rank="ministry",
            side=speaker.country or speaker.id,
            anonymous=False,
            cue=cue,
            content=(what,),
            addressee=None,
            venue=None,
            parent="",
            stances=(Stance(what, "support", self.chance.choice((-2, -1, 0, 1, 2)), "states"),),
            when=None,
            confidence=0.8,
            sentence=cited(sentence.strip(), sentence.strip(), 0),
        )


def copied(press: Press, row: Row, number: int) -> Row:
    """An article as another outlet prints it, read by the same coder."""
    page, capture, coding = row
    url = f"https://copy.example/{number}"
    ident = "a:" + hashlib.sha256(url.encode()).hexdigest()[:12]
    text = f"{page.text} Printed here with leave."
    version = version_of(ident, page.published, text)
    outlet = OUTLETS[(number + 7) % len(OUTLETS)]
    again = replace(page, id=ident, url=url, outlet=outlet, text=text, version=version)
    digest = hashlib.sha256(text.encode()).hexdigest()
    spots = [
        (
            event.sentence.span.start,
            event.sentence.words,
            (event.type, event.actors[0].value, event.recipients[0].value, event.places[0].value),
        )
        for event in coding.events
    ]
    said = [
        (one.sentence.span.start, one.sentence.words, one.speaker.value, one.content[0].words)
        for one in coding.statements
        if one.speaker
    ]
    return again, replace(capture, url=url, final_url=url, sha256=digest), press.coding(version, spots, said)


def stream(seed: int, a_day: float, events: int, copies: float, statements: int = 2) -> Iterator[Row]:
    """Articles by day, `a_day` of them, some followed by a copy."""
    press = Press(seed, a_day / (1 + copies), events, statements)
    for number, row in enumerate(press.articles()):
        yield row
        if press.chance.random() < copies:
            yield copied(press, row, number)
