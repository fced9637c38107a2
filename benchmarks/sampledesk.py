"""The desk that pictures, tests of the page and some figures are made of: the bundled sample, and a little more, so
that no screen is empty. A page of it changed once, sources and watches are named, and some facts were judged.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from watchfloor import desk as front_door
from watchfloor.cli.demo import sample_files
from watchfloor.desk import Codes, Desk
from watchfloor.sources.settings import Watched
from watchfloor.types import Source

NAME: Final = "Iraq and the nuclear talks, 2014"
NOW: Final = datetime(2014, 11, 26, 7, 40, tzinfo=UTC)
"""the morning after the last article: what the clock of this desk always says"""

REPLAYED: Final = "2014-07-20"
"""a day in the past on which much is told, and much of what comes later is not known yet"""

CHANGED: Final = ("2014-08-15-corvane-maliki-yields.html", "2014-08-16T09:05:00+00:00")
REWORDED: Final = (
    (
        "about 80 Yazidi men were killed in the village of Kocho on Friday",
        "at least 80 Yazidi men were killed in Kocho",
    ),
    ("Abadi has until about Sept 10 to present a cabinet", "Abadi has until September 10 to present a cabinet"),
    ("until, at about eight, the heads ran out", "until the heads ran out"),
)
"""how its publisher changed that page the next morning"""

WATCHES: Final = """\
[[watch]]
id = "strikes"
name = "Attacks in Iraq"
type = "ASSAULT"
country = "IRQ"
floor = 2
within = "2d"
cool-down = "3d"

[[watch]]
id = "vienna"
name = "The talks"
side = "IRN"
type = "CONSULT"
"""

SOURCES: Final = (
    Watched(Source("archive", "archive", "archive.jsonl", "", "", "en", "B")),
    Watched(Source("corvane", "feed", "https://corvane.example/rss", "Corvane Wire", "GBR", "en", "B")),
    Watched(Source("sabalan", "feed", "https://sabalan.example/feed", "Sabalan Central News", "IRN", "en", "C")),
    Watched(Source("ledger", "feed", "https://pellworth.example/rss", "The Pellworth County Ledger"), paused=True),
)


def clock() -> datetime:
    """What time it is at this desk."""
    return NOW


def opened(folder: Path) -> Desk:
    """That desk, with its clock. Close it."""
    return front_door.open(folder, clock)


def make(folder: Path, coder: Codes | None = None) -> Path:
    """Makes the desk in a folder that is not there yet, and gives its path. Loading a coder takes most of the time: one
    that is loaded already is used when it is given."""
    with front_door.init(folder, NAME, clock) as made, tempfile.TemporaryDirectory() as place:
        for path, (outlet, published) in sample_files().items():
            if path.suffix == ".jsonl":
                (folder / path.name).write_bytes(path.read_bytes())
                made.watch_also(SOURCES)
                made.pull(["archive"], everything=True)
            else:
                made.add(path, published=published or None, outlet=outlet)
            if path.name == CHANGED[0]:
                text = path.read_text(encoding="utf-8")
                for old, new in REWORDED:
                    if old not in text:
                        raise ValueError(f"{path.name} does not say {old!r} any more")
                    text = text.replace(old, new)
                again = Path(place) / path.name
                again.write_text(text, encoding="utf-8")
                made.add(again, published=CHANGED[1], outlet=outlet)
        (folder / "watches.toml").write_text(WATCHES, encoding="utf-8")
        made.run(coder=coder)
        first, second, *_ = (fact.event.id for fact in made.events(type="ASSAULT", order="oldest", limit=2))
        made.right(first, by="A. Reader", why="so it says")
        made.wrong(second, by="A. Reader", why="he tells of another town")
    return folder
