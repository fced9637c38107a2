"""Why a list is empty: an empty list says something about the world only where somebody would have told us."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from watchfloor.store.counts import Counts
    from watchfloor.view import View


def base(view: View, counts: Counts) -> str:
    """What a zero stands on: how much was coded, what was not read, and which sources were not heard."""
    parts = [f"{counts.coded} article versions were coded"]
    parts += [f"{number} not read: language ({name})" for name, number in counts.not_read.items()]
    watch = view.watch()
    if watch is not None:
        parts.append(watch.text())
    return "; ".join(parts)


def why_none(view: View, what: str) -> str:
    """Why there is none of a thing that is read out of statements: no article, not yet coded, or nothing that fits."""
    counts = view.status()
    if not counts.articles:
        return no_article(view, what)
    if counts.uncoded:
        return f"No {what}, but {counts.uncoded} article versions are not coded yet. Next: watchfloor run"
    return f"No {what}: {base(view, counts)}."


def unheard(view: View) -> str:
    """The sources that were not heard, to stand behind what was searched; empty where the desk has no sources."""
    watch = view.watch()
    return "" if watch is None else f"; {watch.text()}"


def no_article(view: View, what: str) -> str:
    """Of a desk without any article: not watched, not yet read, or not known then."""
    from watchfloor.desk import Desk

    watch = view.watch()
    if watch is not None:
        return f"No {what}: not yet read, no article has come ({watch.text()}). Next: watchfloor pull"
    if isinstance(view, Desk):
        return f"No {what}: this desk holds no article yet. Next: watchfloor add FILE|FOLDER ..."
    return f"No {what}: no article was known then."
