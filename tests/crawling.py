"""Reads pages as a strict eye would: which elements, attributes and addresses they hold, and where the links lead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset", "cite", "background")
"""attributes whose value is an address"""

HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""characters that move the cursor, turn the order of words round, or are not seen"""


@dataclass
class Markup(HTMLParser):
    """What a page is made of."""

    html: str
    tags: dict[str, int] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)
    """addresses that a reader may open, as they stand"""
    inside: list[str] = field(default_factory=list)
    """the places of this page that its links lead to"""
    ids: set[str] = field(default_factory=set)
    doubled: list[str] = field(default_factory=list)
    """ids that several elements have"""
    faults: list[str] = field(default_factory=list)
    """what no page of ours may hold"""

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)
        self.feed(self.html)
        self.close()
        # A form sends its question back as it came; nobody is shown that.
        shown = re.sub(r'<input type="hidden"[^<>]*>', "", self.html)
        if found := HIDDEN.search(shown):
            around = shown[max(0, found.start() - 60) : found.end() + 20]
            self.faults.append(f"a hidden character {found.group()!r} in {around!r}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """One element."""
        self.tags[tag] = self.tags.get(tag, 0) + 1
        shown = f"<{tag} {' '.join(f'{key}={value!r}' for key, value in attrs)[:200]}>"
        if tag in ("script", "style") and not dict(attrs).get("src"):
            self.faults.append(f"{shown}: written into the page")
        if tag in ("iframe", "object", "embed", "base", "frame", "applet", "marquee"):
            self.faults.append(f"{shown}: no element of ours")
        for key, value in attrs:
            if key.startswith("on") or key in ("style", "srcdoc", "ping"):
                self.faults.append(f"{shown}: {key}")
            if key == "id":
                self.doubled += [value or ""] if value in self.ids else []
                self.ids.add(value or "")
            if key == "href" and tag == "a" and (value or "").startswith("#"):
                self.inside.append(unquote((value or "")[1:]))
            if key in ADDRESSES:
                self._address(tag, (value or "").strip(), shown)

    def _address(self, tag: str, address: str, shown: str) -> None:
        try:
            there = urlsplit(address)
        except ValueError:
            self.faults.append(f"{shown}: no address")
            return
        if there.scheme not in ("", "http", "https", "webcal"):
            self.faults.append(f"{shown}: an address that is none of the web")
        elif tag == "a" and not (there.netloc or address.startswith("#")):
            self.links.append(address)
        elif tag != "a" and there.netloc:
            self.faults.append(f"{shown}: asks another machine")


def crawled(
    ask: Callable[[str], tuple[int, str, str]], begin: Iterable[str], most: int
) -> Iterator[tuple[str, str, str]]:
    """Opens addresses of this site and what they link to, at most so many, each once; of addresses that differ in their
    query alone at most a few. `ask` gives status, media type and text. Yields address, media type and text of each.
    Fails on a dead link."""
    waiting = [(one, "the beginning") for one in begin]
    seen: set[str] = set()
    alike: dict[str, int] = {}
    while waiting and len(seen) < most:
        address, source = waiting.pop(0)
        kind = (
            re.sub(r"[^/]*\d[^/]*", "*", urlsplit(address).path) + "?" + re.sub(r"=[^&]*", "", urlsplit(address).query)
        )
        if address in seen or alike.get(kind, 0) >= 4:
            continue
        alike[kind] = alike.get(kind, 0) + 1
        seen.add(address)
        status, media_type, text = ask(address)
        assert status < 400, f"{address} answers {status}; {source} links there"
        yield address, media_type, text
        if media_type.startswith("text/html"):
            links = (urldefrag(urljoin(address, link)).url for link in Markup(text).links)
            waiting += [(link, address) for link in dict.fromkeys(links) if link not in seen]
