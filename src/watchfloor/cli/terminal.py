"""How things look on a terminal: one console for output, one for progress, and inert text.

Colour carries two things only: conflict against cooperation, and something wrong with the data. Everything that colour
says is also said by a sign or a word, so that nothing is lost in a pipe, under NO_COLOR or to a colour-blind reader.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from watchfloor.briefing.wording import OWN, quad
from watchfloor.inert import inert
from watchfloor.types import Facet

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

CONFLICT = "color(166)"
COOPERATION = "color(32)"
ATTENTION = "bold"
QUIET = "dim"

FACET_SIGNS = {
    Facet.HAPPENED: "●",
    Facet.ONGOING: "◐",
    Facet.PLANNED: "▷",
    Facet.THREATENED: "△",
    Facet.DEMANDED: "◇",
    Facet.DENIED: "✕",
    Facet.HYPOTHETICAL: "?",
    Facet.HISTORICAL: "‹",
}
PIPE_WIDTH = 100
"""columns to use when the output is no terminal and COLUMNS does not say"""


def console(*, stderr: bool = False) -> Console:
    """A console that obeys NO_COLOR and pipes and never interprets markup, emoji codes or numbers in what it prints."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or os.environ.get("COLUMNS", "").isdigit() else PIPE_WIDTH
    return Console(file=stream, width=width, markup=False, emoji=False, highlight=False, soft_wrap=False)


def words(text: str, style: str = "") -> Text:
    """Text from anywhere, as plain words in a style: markup in it is text and control characters are shown."""
    from rich.text import Text

    # As a span and not as the base style, which would colour whatever is appended later.
    return Text().append(inert(text), style)


def sign(facet: Facet, type_: str) -> str:
    """One character for what kind of fact it is: filled for a deed on the ground, a ring for one in words."""
    return "○" if facet is Facet.HAPPENED and quad(type_).startswith("verbal") else FACET_SIGNS[facet]


def type_style(type_: str) -> str:
    """The colour of an event type: conflict or cooperation; none for a type of a user's own pack."""
    class_ = quad(type_)
    return "" if class_ == OWN else CONFLICT if class_.endswith("conflict") else COOPERATION


def marked(text: str, marks: Iterable[tuple[int, int]], coloured: bool) -> Text:
    """`text` with stretches marked: bold and underlined on a terminal, between asterisks elsewhere."""
    star = "" if coloured else "*"
    line, last = words(""), 0
    for start, end in marks:
        start = max(start, last)
        if start < end:
            line.append_text(words(text[last:start]))
            line.append_text(words(star + text[start:end] + star, "bold underline"))
            last = end
    return line.append_text(words(text[last:]))
