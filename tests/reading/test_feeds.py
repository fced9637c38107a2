"""Feeds as they are in the wild: each file in tests/feeds states where its shape was seen and what is to be read.

Above the first line of dashes stands what is expected, as TOML; below it the feed, and below a further such line the
same feed at another call. Only what is stated is compared. The words are ours, so that a feed can be read here; what
cannot be shown in a file of text is told beside it: `encoding`, `pack`, `before`, a stray byte, a control character.
"""

from __future__ import annotations

import gzip
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from watchfloor.reading.feeds import Feed, FeedItem, read_feed

FOLDER = Path(__file__).parent.parent / "feeds"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
KNOWN = frozenset(
    "what seen encoding pack before stray_byte controls repeat address same_ids items problems count format title"
    " language alternates".split()
)


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    expected: dict[str, Any]
    bodies: tuple[bytes, ...]


def load(path: Path) -> Case:
    head, *bodies = re.split(r"^-----\n", path.read_text(encoding="utf-8"), flags=re.M)
    expected = tomllib.loads(head)
    assert expected.keys() <= KNOWN, path
    return Case(path.stem, expected, tuple(packed(body, expected) for body in bodies))


def packed(text: str, expected: dict[str, Any]) -> bytes:
    text = expected.get("before", "") + text.strip("\n")
    if times := expected.get("repeat"):
        text = re.sub(
            r"\{\{item\}\}(.*)\{\{/item\}\}",
            lambda match: "".join(match[1].replace("{n}", str(number)) for number in range(times)),
            text,
        )
    if expected.get("controls"):
        text = text.replace("{control}", "\x18")
    body = text.encode(expected.get("encoding", "utf-8"))
    if expected.get("stray_byte"):
        body = body.replace(b"{stray}", b"\xd0?")
    return gzip.compress(body) if expected.get("pack") == "gzip" else body


CASES = [load(path) for path in sorted(FOLDER.glob("*.feed"))]


def read(case: Case, body: bytes) -> Feed:
    return read_feed(body, name="the feed", now=NOW, address=case.expected.get("address", ""))


def as_expected(item: FeedItem, expected: dict[str, Any]) -> dict[str, Any]:
    published = item.published
    shown = {
        "title": item.title,
        "url": item.url,
        "author": item.author,
        "day": str(published.day) if published else "",
        "precision": published.precision if published else "",
        "stated": item.stated,
        "summary": item.summary_text,
        "full": item.full_text is not None,
        "truncated": item.truncated,
        "language": item.language,
    }
    return {key: shown[key] for key in expected}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_shapes(case: Case) -> None:
    seen = case.expected["seen"]
    for address in [seen] if isinstance(seen, str) else seen:
        assert re.fullmatch(r"https://github\.com/[\w.-]+/[\w.-]+/(?:issues|pull)/\d+", address)
    feeds = [read(case, body) for body in case.bodies]
    feed = feeds[0]
    items = case.expected.get("items")
    if items is not None:
        assert [as_expected(*pair) for pair in zip(feed.items, items, strict=True)] == items
    assert len(feed.items) == case.expected.get("count", len(feed.items))
    assert sorted({problem.kind for problem in feed.problems}) == sorted(case.expected.get("problems", []))
    for key in ("title", "language", "format"):
        assert getattr(feed, key) == case.expected.get(key, getattr(feed, key))
    assert list(feed.alternates) == case.expected.get("alternates", [])
    if case.expected.get("same_ids"):
        assert [item.id for item in feeds[1].items] == [item.id for item in feed.items]
    assert len({item.id for item in feed.items}) == len(feed.items)


def test_shapes_are_many() -> None:
    assert len(CASES) >= 30
