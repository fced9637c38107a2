"""Pictures of every screen of the sample desk: `python3 -m benchmarks.screens [--out docs/screens] [NAME ...]`.

The sample is coded into a new desk whose clock stands still, the desk is served on this machine, and a browser takes
the pictures; the folder's README.md lists them. Only what is asked for by name is taken anew, all of it without names.
The table of screens below is also what the tests of the page go through.
"""

from __future__ import annotations

import argparse
import io
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmarks import browsing, sampledesk

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from watchfloor.desk import Desk

OUT: Final = Path(__file__).parents[1] / "docs" / "screens"
LARGEST: Final = 150_000
"""bytes of one picture"""
ALL_LARGEST: Final = 3_000_000
"""bytes of all together"""


@dataclass(frozen=True, slots=True)
class Look:
    """How a screen is looked at."""

    name: str
    width: int = 1280
    height: int = 900
    dark: bool = False


LIGHT, DARK = Look("light"), Look("dark", dark=True)
NARROW = Look("narrow", 390, 844)
ALL: Final = (LIGHT, DARK, NARROW)


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen of the page. Adding a row to `SCREENS` adds it to the pictures and to the tests."""

    name: str
    path: str
    """its address; names in braces are filled in by `examples`"""
    caption: str
    looks: tuple[Look, ...] = (LIGHT,)
    """those a picture is made of; the tests go through all"""
    twins: bool = False
    """the same rows are there as `.csv` and `.json`"""


SCREENS: Final = (
    Screen("today", "/", "Today: who was heard, what turned, what is due, what is new.", ALL),
    Screen("today-replayed", "/?as_of={replayed}", "Today as it was known on a day in July: the whole frame says so."),
    Screen("reader", "/read/{article}?v={version}#{fact}", "The reader: an article, and what was coded from it.", ALL),
    Screen("reader-changes", "/read/{changed}/changes", "What the publisher changed between two versions."),
    Screen("reader-copies", "/read/{copied}/copies", "Who printed the same words, and who printed them first."),
    Screen("reader-raw", "/read/{article}/raw", "The page as it was received, as text."),
    Screen("evidence", "/fact/{fact}", "Any fact opens to its words, its rule and what people said of it."),
    Screen("incident", "/fact/{incident}", "An incident: one happening, and everybody who tells it."),
    Screen("statements", "/statements", "Who said what: positions of speakers over time.", (LIGHT, DARK), twins=True),
    Screen("timeline", "/timeline", "The days that matter.", twins=True),
    Screen("stories", "/stories", "What goes on for days and weeks.", twins=True),
    Screen("story", "/stories/{story}", "One storyline, day by day."),
    Screen("map", "/map", "Where: rings for words, discs for deeds, and how exactly it is known.", ALL, twins=True),
    Screen("deadlines", "/deadlines", "What is due by when, and how often it moved.", (LIGHT, NARROW), twins=True),
    Screen("actors", "/actors", "Who is who at this desk.", twins=True),
    Screen("actor", "/actors/{actor}", "One actor: names, offices with dates, relations with quotes."),
    Screen("search", "/search?q={words}", "Search: facts with their sentence, facets beside them.", twins=True),
    Screen("watches", "/watches", "Saved searches, and when each would have fired.", twins=True),
    Screen("review", "/review", "What is worth a second look; every answer is a row that can be undone."),
    Screen("review-fact", "/review?fact={fact}", "One fact in review: right, wrong, or something else."),
    Screen("sources", "/sources", "What is watched and what is not.", twins=True),
    Screen("brief-last", "/brief", "The brief of the last day."),
    Screen("brief", "/brief/{busy}", "The brief of a busy day; every sentence has its evidence.", (LIGHT, DARK)),
    Screen("help", "/help", "The words of this page, explained."),
)


def examples(opened: Desk) -> dict[str, str]:
    """What stands for the names in braces: things of the sample desk that have something to show."""
    last = opened.last_day()
    heads = opened.articles(limit=1_000)
    small = len(heads) < 1_000  # a large desk is not read whole for this
    recent: dict[str, Any] = {"published_since": last - timedelta(days=300 if small else 3)} if last else {}
    told = Counter(fact.article.id for fact in islice(opened.each_event(**recent), 5_000))
    head = max(heads, key=lambda one: (one.url.startswith("https://"), told[one.id]))
    fact = next(fact for fact in opened.each_event(**recent) if fact.article.id == head.id)
    changed = copied = head
    incident, story = f"in:{fact.event.id.partition(':')[2]}", head.id
    if small:
        changed = next((one for one in heads if len(opened.versions(one.id)) > 1), head)
        copied = next((one for one in heads if (its := opened.story(one.id)) and len(its.articles) > 1), head)
        incident = max(opened.incidents(**recent), key=lambda one: len(one.reports)).id
        story = opened.storylines()[0].line.id
    return {
        "article": head.id,
        "version": head.version,
        "changed": changed.id,
        "copied": copied.id,
        "fact": fact.event.id,
        "incident": incident,
        "story": story,
        "actor": "IRN",
        "words": "peshmerga",
        "day": str(last),
        "busy": str(head.published.day if head.published else last),
        "replayed": sampledesk.REPLAYED,
    }


def picture(browser: Browser, address: str, look: Look) -> bytes:
    """The picture of one screen, as a small PNG."""
    from PIL import Image

    context = browser.new_context(
        viewport={"width": look.width, "height": look.height},
        color_scheme="dark" if look.dark else "light",
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="UTC",
    )
    page = context.new_page()
    answer = page.goto(address, wait_until="networkidle")
    if answer is None or not answer.ok:
        raise SystemExit(f"{address}: {answer.status if answer else 'no answer'}")
    taken = page.screenshot(animations="disabled", caret="hide")
    context.close()
    out = io.BytesIO()
    # A page has few colours; a palette of them takes a third of the bytes. This way of choosing keeps the rare ones,
    # and ours mean something.
    few = (
        Image.open(io.BytesIO(taken)).convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    )
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def file_name(screen: Screen, look: Look) -> str:
    """Of a picture: `today.png`, `today-dark.png`."""
    return f"{screen.name}.png" if look is LIGHT else f"{screen.name}-{look.name}.png"


def listed() -> str:
    """The page that shows all pictures."""
    rows = ["# The screens", ""]
    rows += [
        "The sample desk in a browser, as of the morning after its last article. `python3 -m benchmarks.screens` takes"
    ]
    rows += ["these pictures anew.", ""]
    for screen in SCREENS:
        rows += [f"## {screen.name.replace('-', ': ', 1).capitalize()}", "", screen.caption, ""]
        rows += [f"![{screen.name}, {look.name}]({file_name(screen, look)})" for look in screen.looks]
        rows += [""]
    return "\n".join(rows).rstrip() + "\n"


def main() -> None:
    """Takes the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help="screens to take anew; all without")
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    known = {screen.name: screen for screen in SCREENS}
    if unknown := sorted(set(given.names) - set(known)):
        parser.error(f"there is no screen {unknown[0]!r}; there are {', '.join(known)}")
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        desk = sampledesk.make(Path(place) / "desk")
        with sampledesk.opened(desk) as asked:
            names = examples(asked)
        with browsing.serving(desk, sampledesk.clock) as address, browsing.browsing() as browser:
            for screen in SCREENS if not given.names else map(known.__getitem__, given.names):
                for look in screen.looks:
                    taken = picture(browser, address + screen.path.format(**names), look)
                    (given.out / file_name(screen, look)).write_bytes(taken)
                    large = "  TOO LARGE" if len(taken) > LARGEST else ""
                    print(f"{file_name(screen, look):32} {len(taken):8,} bytes{large}")
    (given.out / "README.md").write_text(listed(), encoding="utf-8")
    total = sum(path.stat().st_size for path in given.out.glob("*.png"))
    print(f"{total:,} bytes in all")
    sys.exit(total > ALL_LARGEST)


if __name__ == "__main__":
    main()
