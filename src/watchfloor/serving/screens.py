"""The screens in the order of the menu: address, name, and what each is for."""

from __future__ import annotations

from typing import Final

SCREENS: Final = (
    ("/", "Today", "what was heard, what turned, what is due, what is new"),
    ("/statements", "Statements", "who stands where on which issue, and who turned"),
    ("/deadlines", "Deadlines", "by when something must be done, and how it moved"),
    ("/timeline", "Timeline", "the days that matter, one cited line for each happening"),
    ("/stories", "Storylines", "what goes on for days and weeks"),
    ("/map", "Map", "where it happened, as exactly as it was told"),
    ("/actors", "Actors", "who is who, in which office when, and how they stand to each other"),
    ("/search", "Search", "facts with their sentences, and saved searches"),
    ("/review", "Review", "what a person should look at"),
    ("/sources", "Sources", "who was read, who is late, what is not watched"),
    ("/brief", "Brief", "one day on one page, for print"),
)
