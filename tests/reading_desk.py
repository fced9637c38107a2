"""A small desk for the reader, the evidence and the review: a changed article, a copy, right-to-left words, and text
that means harm."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from tiny_desk import SetClock, TinyCoder, article, capture
from watchfloor import desk as front_door
from watchfloor.desk import Desk
from watchfloor.store import articles, connection

NOW = datetime(2014, 7, 20, 12, tzinfo=UTC)
HARM = "<script>alert(1)</script><img src=x onerror=alert(2)> \x1b[31m \u202egnp.exe\u202c \"'> {{ 7*7 }}"
ARABIC = (
    "\u0642\u0627\u0644 \u0627\u0644\u0648\u0632\u064a\u0631 \u200f(Kerry)\u200f \u0641\u064a \u062c\u0646\u064a\u0641"
)
LONG = "longword" * 1300
FACT = "ISIS attacked Iraq in Tikrit on 2014-06-11."
PAGES = (
    # title, text, published, language
    ("talks", "talks\n\nKerry met Maliki in Geneva on 2014-06-23. Iran blamed ISIS in Syria.", "2014-06-24", "en"),
    ("talks", f"talks\n\nKerry met Maliki in Geneva on 2014-06-24.\n{FACT} Iran blamed ISIS.", "2014-06-25", "en"),
    (HARM, f"{HARM}\n\nIran attacked ISIS in Anbar. {HARM}\nISIS blamed Iran. {LONG}", "2014-06-24", "en"),
    ("rtl", f"{ARABIC}\n{ARABIC}", "2014-06-24", "ar"),
    ("second", f"second\n\n{FACT} Nobody else says so.", "2014-06-26", "en"),
)  # fmt: skip


def reading_desk(home: Path) -> Desk:
    """The desk, closed by the caller."""
    clock = SetClock(NOW)
    made = front_door.init(home, "Reading", clock=clock)
    record = connection.open_record(home / "record.sqlite")
    for title, text, published, language in PAGES:
        one = article(title, text, published, language, outlet="Amber Post" if title == "talks" else f"O {HARM[:30]}")
        articles.add(record, capture(one, datetime.fromisoformat(f"{published}T20:00").replace(tzinfo=UTC)), one)
    record.close()
    made.run(coder=TinyCoder())
    return made
