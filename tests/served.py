"""A page of the small desks for tests: its client, and what a reader sees of an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path

from starlette.testclient import TestClient

from mapped_desk import NOW
from watchfloor.serving.app import make_app

BASE = "http://127.0.0.1:8765"


@contextmanager
def client_of(folder: Path) -> Iterator[TestClient]:
    """A browser that asks for the desk in a folder."""
    with TestClient(make_app(folder, user="tester", clock=lambda: NOW), base_url=BASE) as made:
        yield made


def words(html: str) -> str:
    """The text of a page's main part, in one line."""
    main = re.search(r"<main.*?</main>", html, re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main[0] if main else html)).split())


def links(html: str) -> list[str]:
    """Where a page leads."""
    return [unescape(found) for found in re.findall(r'href="([^"]+)"', html)]


def proof(html: str) -> str:
    """What a form of the page sends along, so that it is known to be ours."""
    found = re.search(r'name="csrf" value="([^"]+)"', html)
    assert found, "the page has no form"
    return unescape(found[1])
