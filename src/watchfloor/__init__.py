"""watchfloor keeps the record of an international crisis, day by day, from the news.

import watchfloor as wf

page = wf.read("Iran sent troops to Iraq on Monday.", published="2014-06-24")      # stores nothing
page.events[0].trigger.words, page.events[0].facet                                 # "sent", happened

with wf.init("iraq") as desk:                                                      # later: wf.open("iraq")
    desk.add("pages/")
    desk.run()
    for fact in desk.events(actor="IRN", type="CONSULT"):
        print(fact.day, fact.event.sentence.words, fact.article.outlet)
    desk.brief("2014-06-24")

The values are in `watchfloor.types`, the errors in `watchfloor.errors`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchfloor.coder import Coder
    from watchfloor.desk import Desk, init, open, read  # noqa: A004 - `watchfloor.open` reads well

__version__ = "0.1.0"

__all__ = ["Coder", "Desk", "init", "open", "read"]


def __getattr__(name: str) -> object:
    """The public names, imported when they are first asked for: `import watchfloor` alone loads no heavy library."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module("watchfloor.coder" if name == "Coder" else "watchfloor.desk"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, whether they are loaded yet or not."""
    return sorted({*globals(), *__all__})
