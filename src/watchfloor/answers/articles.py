"""Articles without their texts, and which of them tell the same story."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from watchfloor.linking.retellings import Story
    from watchfloor.store.articles import Headline
    from watchfloor.types import Published
    from watchfloor.view import View


def head_json(head: Headline) -> dict[str, Any]:
    """An article without its text, ready for JSON."""
    from watchfloor.codec import article_dict  # loads msgspec, which `--help` has no use for

    return article_dict(head) | {
        "author": head.author,
        "language": head.language,
        "recorded_at": head.recorded_at.isoformat(),
        "recorded_basis": head.basis,
    }


def listed_json(view: View, head: Headline) -> dict[str, Any]:
    """An article as it stands in a list: with the number of its versions."""
    return head_json(head) | {"versions": len(view.versions(head.id))}


def article_json(view: View, head: Headline) -> dict[str, Any]:
    """An article by itself: with the story that it shares with its copies, if it has any."""
    return head_json(head) | {"story": story_json(view.story(head.id))}


def story_json(story: Story | None) -> dict[str, Any] | None:
    """The articles of which each copies another: how many reports they are, which was first, which one counts."""
    if story is None:
        return None
    return {
        "reports": story.reports,
        "origin": story.origin.id,
        "speaks": story.speaker.id,
        "articles": [head_json(one) for one in story.articles],
    }


def published_text(published: Published | None) -> str:
    """When an article appeared, and how that is known."""
    if published is None:
        return "no date found; give one with --published 2014-06-24"
    known = {
        "given": "given with the page",
        "json-ld": "stated in the page's data",
        "meta": "stated in the page's data",
        "time-element": "stated on the page",
        "text": "stated on the page",
        "address": "from the page's address",
        "feed": "stated by the feed",
        "dateline": "the day from the dateline, month and year from the page's address",
    }.get(published.basis, published.basis)
    shown = published.at.isoformat(sep=" ", timespec="minutes") if published.precision == "time" else published.day
    return f"{shown} ({known})"
