"""What a site calls itself, where no machine-readable name says it.

One place alone proves little: the other part of a `<title>` may be a section, a copyright line may be a photographer's,
the first line of a saved page may be a menu. So a name is taken where two places agree, or where its shape is that of
a newspaper's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from watchfloor.reading.characters import one_line
from watchfloor.reading.links import absolute, is_web
from watchfloor.reading.trees import content, dump

_BARS = re.compile(r"\s+(?:[|–—»«·•>/:-]|::|--)\s+|\s?(?:::|\|)\s?")
_PRESS = re.compile(
    r"""\b(?:agency | argus | blog | broadcasting | bulletin | chronicle | courier | daily | diary | dispatch | examiner
    | express | gazette | globe | guardian | herald | independent | inquirer | journal | ledger | magazine | mail
    | mirror | monitor | news | notes | observer | post | press | sentinel | star | telegraph | times | tribune | tv
    | weekly | wire
    )(?:\s(?:agency|network|online|service))?$""",
    re.I | re.X,
)
_LINKING = frozenset({"a", "and", "de", "for", "in", "of", "on", "the", "to", "&"})
_MENU = frozenset(
    """
    about all archive blog breaking business contact content copyright culture economy front help home homepage
    international latest legal local log login main menu more national navigation news notice opinion page policy
    politics popular press privacy related releases reserved rights search section sections share sign skip sports
    sport start statement stories terms today top us video videos weekly world
    """.split()
)
_COPYRIGHT = re.compile(
    r"""(?:©|\(c\)|\bcopyright\b)(?:\s|©|:|\(c\)|copyright\b)*(?:(?:19|20)\d\d(?:\s?[-–—,]\s?\d{2,4})*)?[\s,.:–—-]*(?:by\s+)?
    (?P<name>[^\W\d_][^.|©,;•·–—()\n]{1,60})""",
    re.I | re.X,
)
_TAIL = re.compile(r"\s*(?:\ball\s+rights\b.*|\b(?:19|20)\d\d\b.*|\b(?:ltd|inc|llc|gmbh|plc)\b.*)$", re.I)
_COMPANY = re.compile(
    r"\b(?:ltd|limited|inc|llc|gmbh|plc|co|corp|corporation|company|group|holdings|private|network)\b", re.I
)
_FOOT = 15
"""so many lines at the end of a page can belong to its footer"""


def plain(text: str) -> str:
    """The letters of a text, for telling whether two places say the same."""
    return "".join(char for char in text[:400].casefold() if char.isalnum())


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows, as far as it tells the site's name."""

    rows: tuple[str, ...]
    blocks: frozenset[str]
    """the letters of each line"""
    homes: tuple[str, ...]
    """what the links to the front page and the logo say"""
    sections: frozenset[str]
    """the letters of the links that lead elsewhere"""


def shown_on(tree: Any, base: str) -> Shown:
    """Reads a page for the functions below."""
    rows = tuple(dump(tree).split("\n"))
    homes: list[str] = []
    sections = set()
    for link in list(tree.iter("a"))[:400]:
        text = content(link)
        if _is_front(link.get("href") or "", base):
            homes += [text, *(image.get("alt") or "" for image in link.iter("img"))]
        elif len(text) < 80:
            sections.add(plain(text))
    homes += tree.xpath("//header[not(ancestor::article or ancestor::main)]//img/@alt")[:3]
    names = [one_line(name) for name in homes]
    return Shown(
        rows,
        frozenset(map(plain, rows)) - {""},
        tuple(dict.fromkeys(name for name in names if is_name(name))),
        frozenset(sections),
    )


def _is_front(link: str, base: str) -> bool:
    link = link.strip()
    if link in ("/", "./", "../", "index.html", "/index.html"):
        return True
    if not is_web(link):
        return False
    full = urlsplit(absolute(link, base))
    return not full.path.strip("/") and not full.query and full.hostname == (urlsplit(base).hostname or full.hostname)


def is_name(text: str) -> bool:
    """Whether a text can be a site's name: a few words in capitals, and not only words of menus."""
    words = text.split()
    if not 1 <= len(words) <= 7 or not 2 <= len(text) <= 60 or text[-1] in ":;,?!" or _BARS.search(text):
        return False
    told = [word for word in words if word.casefold() not in _LINKING]
    if not told or not all(word[0].isupper() or word[0].isdigit() for word in told) or text[0].isdigit():
        return False
    return any(word.casefold().strip(".") not in _MENU for word in told)


def is_press(text: str) -> bool:
    """Whether a text has the shape of a newspaper's or an agency's name: "The Example Courier"."""
    return is_name(text) and 2 <= len(text.split()) <= 5 and _PRESS.search(text) is not None


def split_title(title: str, shown: Shown, site: str = "") -> tuple[str, str]:
    """The headline and the site's name in a title that has both, in either order. What stands on the page as a line
    of its own is the headline, unless it is the name; a title without a part of that kind comes back whole."""
    cuts = list(_BARS.finditer(title))[:12]
    if not cuts or plain(title) in shown.blocks:
        return title, ""
    names = {plain(name) for name in (*shown.homes, site) if name}
    found: list[tuple[int, str, str]] = []
    for cut in cuts:
        left, right = title[: cut.start()].strip(), title[cut.end() :].strip()
        for headline, rest, outer in ((left, right, -1), (right, left, 0)):
            words = len(headline.split())
            name = _BARS.split(rest)[outer]
            stands = plain(headline) in shown.blocks and plain(headline) not in names and words > len(name.split())
            if words >= 2 and (stands or (words >= 3 and plain(rest) in names)):
                found.append((words + 100 * stands, headline, name))
    if not found:
        return title, ""
    _, headline, name = max(found, key=lambda one: one[0])
    return headline, name


def name_on(shown: Shown, whole: str, title: str, base: str) -> str:
    """The site's name as a page without a machine-readable one shows it; `whole` is the `<title>`, `title` the
    headline, `base` the address if the page has one."""
    headline, other = split_title(whole, shown)
    sure = bool(other) and plain(headline) == plain(title)
    if not other:
        parts = [part.strip() for part in _BARS.split(whole)]
        if len(parts) > 1:
            sure = plain(title) in (plain(parts[0]), plain(parts[-1]))
            other = parts[0] if plain(parts[-1]) == plain(title) else parts[-1]
    host = (urlsplit(base).hostname or "").removeprefix("www.") if base else ""
    foot = shown.rows[-_FOOT:]
    owners = [name for row in foot if (name := copyright_of(row))]
    if other:
        other = _in_full(other, (*shown.rows[:12], *foot)) or other
    shaped = [name for name in (other, *shown.homes) if is_name(name) or (sure and len(other.split()) <= 4)]
    for name in dict.fromkeys(name for name in shaped if name):
        places = (
            name == other and plain(name) in map(plain, shown.homes),
            any(plain(owner).startswith(plain(name)) for owner in owners),
            any(begins(row, name) for row in foot),
            any(begins(row, name) for row in shown.rows[:3]) and name == other,
            _is_host(name, host),
        )
        told = any(places) or (name == other and sure and not host)
        if told and (plain(name) not in shown.sections or any(places[:2])):
            return one_line(name, 100)
    return next((owner for owner in owners if not host or _is_host(owner, host)), "")


def _in_full(short: str, rows: Iterable[str]) -> str:
    """The words whose first letters make up an abbreviation."""
    if not re.fullmatch(r"[A-Z]{3,6}", short):
        return ""
    for row in rows:
        words = row.split()[:40]
        for at in range(len(words) - len(short) + 1):
            run = words[at : at + len(short)]
            if [word[0] for word in run] == list(short) and all(word.isalpha() and not word.isupper() for word in run):
                return " ".join(run)
    return ""


def _is_host(name: str, host: str) -> bool:
    """Whether a name and a host have the same letters, as far as hosts keep them."""
    label = plain(max(host.split(".")[:-1] or [""], key=len))
    letters = plain(re.sub(r"^the\s", "", name, flags=re.I))
    return len(label) >= 2 and len(letters) >= 2 and (label in plain(name) or letters in label)


def begins(row: str, name: str) -> bool:
    """Whether a line begins with a name, as footers do."""
    return bool(name) and row.casefold().startswith(name.casefold()) and not row[len(name) : len(name) + 1].isalnum()


def same(row: str, name: str) -> bool:
    """Whether a line is the name, or the beginning of it: logos are shorter than names."""
    return plain(row) == plain(name) or begins(name, row.strip())


def copyright_of(row: str) -> str:
    """Whose copyright a line states, or nothing."""
    match = _COPYRIGHT.search(row[:300])
    if match is None:
        return ""
    name = _TAIL.sub("", match["name"]).strip(" -–—:®™")
    return name if len(name) >= 3 and is_name(name) else ""


def name_in(rows: Sequence[str]) -> str:
    """The site's name in a page saved as plain text: in its copyright line, or its first line when the footer begins
    with it too or the shape tells, or at the beginning of the last line when the shape tells."""
    foot = rows[-_FOOT:] if len(rows) > 4 else ()
    # The owner is often a company that has another name than what it publishes; and others' pictures have owners.
    owners = {
        name for row in foot if (name := copyright_of(row)) and (not _COMPANY.search(row[:200]) or name in rows[:20])
    }
    if len(owners) == 1:
        return owners.pop()
    first = rows[0] if rows else ""
    if is_name(first) and len(rows) > 1:
        for row in foot[1:]:
            if begins(row, first):
                return _lengthened(first, row)
        if is_press(first):
            return first
    if foot:
        begun = re.split(r"[,.;|–—]", foot[-1], maxsplit=1)[0].strip()
        if begun != foot[-1].strip(" .") and is_press(begun):
            return begun
    return next((row for row in rows[1:3] if is_press(row)), "")


def _lengthened(name: str, row: str) -> str:
    """The name with the capitalised words that follow it in the line."""
    more = re.match(r"(?:\s[^\W\d_a-z][\w'’-]*){0,3}", row[len(name) :])
    longer = name + (more[0] if more else "")
    return longer if is_press(longer) else name
