"""A small desk for the screens that show where and when: places of every precision, two origins, a copy, a denial."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tiny_desk import SetClock, TinyCoder, article, capture
from watchfloor import desk as front_door
from watchfloor.desk import Desk
from watchfloor.store import articles, connection

NOW = datetime(2014, 7, 20, 12, tzinfo=UTC)
LONG = (
    "Shells fell on the old town for a third night and the road to the dam was cut. Residents hid in cellars while"
    " mortar rounds struck the market and the bus station. The hospital asked for blood donors and generators."
)
FISH = (
    "The delegations left the lake hotel after three days about the fishing quota in northern waters. The negotiator"
    " spoke of positions on the size of the fleet. Forty trawlers lie in port because their licences ran out in May."
)
PAGES = (
    # name, text, published, outlet, since when it is known
    ("siege", f"{LONG} ISIS attacked Iraq in Tikrit on 2014-06-11.", "2014-06-12", "Amber Post", "2014-06-12T08:00"),
    ("later", "ISIS attacked Iraq in Tikrit on 2014-06-11. So.", "2014-06-14", "Birch Herald", "2014-06-15T08:00"),
    ("talks", "Kerry met Maliki in Geneva on 2014-06-20.", "2014-06-20", "Amber Post", "2014-06-20T20:00"),
    ("blame", "Iran blamed ISIS in Syria on 2014-06-21.", "2014-06-22", "Birch Herald", "2014-06-22T20:00"),
    ("desert", "ISIS attacked Iraq in Anbar on 2014-06-22.", "2014-06-23", "Cedar Times", "2014-06-23T20:00"),
    ("levant", "Iraq blamed Iran in Levant on 2014-06-23.", "2014-06-23", "Cedar Times", "2014-06-23T20:00"),
    ("fish", FISH, "2014-06-18", "Dune Echo", "2014-06-18T20:00"),
    ("nowhere", "Iran met Iraq on 2014-06-24.", "2014-06-24", "Amber Post", "2014-06-24T20:00"),
)  # fmt: skip


def mapped_desk(home: Path, sources: str = "") -> Desk:
    """The desk, closed by the caller. `sources` is the text of its sources.toml."""
    clock = SetClock(NOW)
    made = front_door.init(home, clock=clock)
    if sources:
        (home / "sources.toml").write_text(sources, encoding="utf-8")
    record = connection.open_record(home / front_door.RECORD)
    for name, text, published, outlet, known in PAGES:
        page = article(name, text, published, outlet=outlet)
        articles.add(record, capture(page, datetime.fromisoformat(known).replace(tzinfo=UTC)), page)
    record.close()
    made.run(coder=TinyCoder())
    return made
