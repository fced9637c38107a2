"""The door of step 1: bytes, a file or a string go in, an article comes out, or the problem that kept it from coming.

Nothing in the content raises. A missing file and a disk that cannot be read do, because they are not content.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from watchfloor.errors import NotFound, Unreadable
from watchfloor.reading import dates, texts
from watchfloor.reading.characters import inert, one_line
from watchfloor.reading.encodings import binary_kind, decode
from watchfloor.reading.language import UNKNOWN, language_of
from watchfloor.reading.links import is_web
from watchfloor.reading.packed import bare
from watchfloor.types import Article, Problem, Published, version_of

MAX_BYTES = 20_000_000
"""a page larger than this is refused unread"""

MAX_SHOWN = 2_000_000
"""characters of a page saved as plain text, menus and all; a longer one is refused"""

MAX_TEXT = 500_000
"""characters of an article; a longer text is a book, which would hold up a run for many minutes"""

SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml", ".mhtml", ".mht", ".txt", ".text", ".md"})
"""what `walk` takes for pages; a file named outright is read whatever its suffix"""

ARCHIVES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "table", ".tsv": "table", ".warc": "warc"}
"""what `walk` takes for archives of many pages, and of which kind they are; also with .gz, .zst or .zip behind"""

CODED = frozenset({"en", UNKNOWN})
"""the languages whose articles are coded; text too short to tell is taken for English"""


@dataclass(frozen=True, slots=True)
class Read:
    """What came of reading one page. `article` is None when nothing in it can be used; `problems` then says why."""

    article: Article | None
    problems: tuple[Problem, ...] = ()


def read_bytes(
    body: bytes,
    *,
    name: str,
    published: date | datetime | None = None,
    address: str = "",
    outlet: str = "",
    source: str = "",
    charset: str = "",
) -> Read:
    """The article in a page as it was received. HTML and plain text are told apart by what is in it.

    `name` is what messages call the page. `published` is what the caller knows of the date: it stands unless the page
    agrees and is more exact. `address` is where the page came from. `charset` is what the sender declared.
    """
    if len(body) > MAX_BYTES:
        return _refused(name, len(body))
    if not body.strip(b" \t\r\n\0\xef\xbb\xbf\xfe\xff"):
        return _nothing("empty", f"{name} is empty")
    if kind := binary_kind(body):
        return _nothing("binary", f"{name} is {kind}, not a page: save it as HTML or as plain text")
    text = decode(body, charset)
    if _is_mhtml(text):
        text = _unpacked(body) or text
    return _read(text, name, published, address, outlet, source)


def read_text(
    text: str,
    *,
    name: str = "the text",
    published: date | datetime | None = None,
    address: str = "",
    outlet: str = "",
    source: str = "",
) -> Read:
    """The article in a string: the words of a page, or its HTML. Arguments as in `read_bytes`."""
    if len(text) > MAX_BYTES:
        return _refused(name, len(text))
    if not text.strip():
        return _nothing("empty", f"{name} is empty")
    if text.count("\0") > 0.05 * len(text):
        return _nothing("binary", f"{name} is not text")
    return _read(text, name, published, address, outlet, source)


def read_words(
    body: str,
    *,
    name: str,
    title: str = "",
    author: str = "",
    published: Published | None = None,
    address: str = "",
    outlet: str = "",
    source: str = "",
    language: str = "",
) -> Read:
    """The article in words that are clean already: paragraphs, one a line, as a feed holds them."""
    if not any(char.isalpha() for char in body):
        return _nothing("no-text", f"{name} has no text in it")
    return _article(
        title=title,
        author=author,
        body=body,
        found=published,
        name=name,
        given=None,
        address=address,
        outlet=outlet,
        source=source,
        hint=language,
        links=(),
    )


def read_file(
    path: str | Path,
    *,
    published: date | datetime | None = None,
    address: str = "",
    outlet: str = "",
    source: str = "",
) -> Read:
    """The article in a saved page. Raises `NotFound` when there is no such file, `Unreadable` when the disk fails."""
    path = Path(path)
    name = one_line(path.name)
    try:
        if path.is_dir():
            raise NotFound(f"{name} is a folder: name a file, or add the folder to a desk", about=str(path))
        size = path.stat().st_size
        if size > MAX_BYTES:
            return _refused(name, size)
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise NotFound(f"there is no file {one_line(str(path))}: check the name", about=str(path)) from None
    except (OSError, ValueError) as error:
        reason = one_line(getattr(error, "strerror", None) or str(error))
        raise Unreadable(f"{one_line(str(path))} cannot be read: {reason}", about=str(path)) from error
    return read_bytes(
        body, name=name, published=published, address=address or path.resolve().as_uri(), outlet=outlet, source=source
    )


def archive_kind(name: str) -> str:
    """What kind of archive a file is by its name (see `ARCHIVES`); empty when it is none."""
    return next((kind for suffix, kind in ARCHIVES.items() if bare(name).endswith(suffix)), "")


def walk(path: str | Path) -> Iterator[Path]:
    """The pages and archives in a folder and below it, sorted by name: those that end in one of `SUFFIXES` or
    `ARCHIVES`. Hidden files and folders are left out; links are not followed: a stranger's folder must not point to
    files of the user's. A file gives itself, and so does a folder below that may not be looked into."""
    path = Path(path)
    if not path.exists():
        raise NotFound(f"there is no file or folder {one_line(str(path))}: check the name", about=str(path))
    if not path.is_dir():
        yield path
        return
    try:
        entries = sorted(path.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise Unreadable(f"{one_line(str(path))} cannot be read: {error.strerror}", about=str(path)) from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                try:
                    yield from walk(entry)
                except Unreadable:
                    yield entry  # for the caller to meet what keeps it shut; the rest goes on
        elif _is_read(entry.name) and entry.is_file() and not entry.is_symlink():
            yield entry


def _is_read(name: str) -> bool:
    return Path(name).suffix.lower() in SUFFIXES or bool(archive_kind(name))


# --- inside -----------------------------------------------------------------------------------------------------------

_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.I)
_TAG = re.compile(
    r"</?(?:p|div|a|span|article|section|h[1-6]|br|ul|ol|li|table|tr|td|img|meta|title|script)\b[^<>]{0,400}>", re.I
)
_FEED = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,500}?-->\s*|<\?[^>]{0,300}\?>\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b",
    re.I | re.S,
)
_SIGN_IN = re.compile(
    r"""\b(?:
    sign(?:ed)?[ -]?in | log(?:ged)?[ -]?(?:in|on) | subscribe | subscri(?:ption|bers?) | regist(?:er|ration)
    | create\ an?\ account | password | already\ a\ member | free\ trial | paywall | continue\ reading
    | (?:free\ )?articles?\ (?:left|remaining) | unlimited\ access
    )\b""",
    re.I | re.X,
)


def _read(text: str, name: str, published: date | datetime | None, address: str, outlet: str, source: str) -> Read:
    if _FEED.match(text[:4000]):
        return _nothing("feed", f"{name} is a feed or a site map, not a page: save the page it points to")
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[") and _is_json(text):
        return _nothing("no-text", f"{name} holds data (JSON), not a page; archives end in .jsonl")
    if is_html(text):
        return _from_page(text, name, published, address, outlet, source)
    return _from_text(text, name, published, address, outlet, source)


def is_html(text: str) -> bool:
    """Whether the text is markup: it says so at the top, or tags stand all over it."""
    head = text[:4096]
    if _PAGE.search(head) and head.lstrip("\ufeff \t\r\n").startswith("<"):
        return True
    sample = text[:65_536]
    tags = sum(1 for _ in _TAG.finditer(sample))
    return (tags >= 3 and tags * 400 > len(sample)) or (
        tags >= 1 and sample.lstrip().startswith("<") and sample.rstrip().endswith(">")
    )


def _from_page(
    markup: str, name: str, published: date | datetime | None, address: str, outlet: str, source: str
) -> Read:
    from watchfloor.reading import pages, trees  # lxml and trafilatura: only when a page is HTML

    if markup.count("<") > trees.MAX_TAGS:
        return _nothing("too-large", f"{name} has more than {trees.MAX_TAGS:,} tags: no article has so many")
    page = pages.read(markup, address)
    if page is None:
        return _nothing("no-text", f"{name} has no text in it")
    body = page.body
    if problem := _wall(name, body, form=page.sign_in, dated=page.published is not None):
        return Read(None, (problem,))
    if not any(char.isalpha() for char in body):
        return _nothing(
            "no-text", f"{name} has no text in it: a page that a script fills has to be saved after it is shown"
        )
    return _article(
        title=page.title,
        author=page.author,
        body=body,
        found=page.published,
        name=name,
        given=published,
        address=page.url or address,
        outlet=outlet or page.outlet,
        source=source,
        hint=page.language,
        links=page.links,
    )


def _from_text(text: str, name: str, published: date | datetime | None, address: str, outlet: str, source: str) -> Read:
    if len(text) > MAX_SHOWN:
        return _too_long(name, len(text), MAX_SHOWN)
    page = texts.strip(text)
    if not any(char.isalpha() for char in page.body) and _is_sentence(text):
        # a single sentence, typed to see what it says, is no page and has no furniture
        page = replace(page, body=inert(text).strip(), title="")
    if problem := _wall(
        name, page.body if len(page.body) > 300 else text[:4000], form=False, dated=page.stated is not None
    ):
        return Read(None, (problem,))
    if not any(char.isalpha() for char in page.body):
        return _nothing("no-text", f"{name} has no text in it, only menus, forms or lists")
    found = Published(page.stated.at, page.stated.precision, "text") if page.stated else None
    return _article(
        title=page.title,
        author=page.author,
        body=page.body,
        found=found,
        name=name,
        given=published,
        address=address,
        outlet=outlet or page.outlet,
        source=source,
        hint="",
        links=page.links,
    )


def _is_sentence(text: str) -> bool:
    return len(text.split("\n")) <= 3 and len(text.split()) >= 3 and text.rstrip()[-1:] in '.!?"”'


def _article(
    *,
    title: str,
    author: str,
    body: str,
    found: Published | None,
    name: str,
    given: date | datetime | None,
    address: str,
    outlet: str,
    source: str,
    hint: str,
    links: tuple[str, ...],
) -> Read:
    if len(body) > MAX_TEXT:
        return _too_long(name, len(body), MAX_TEXT)
    problems: list[Problem] = []
    title, author, outlet = one_line(title), one_line(author, 300), one_line(outlet, 200)
    body = inert(body)
    text = f"{title}\n\n{body}" if title else body
    when = _when(_believable(found, address, body, name, problems), given, name, problems)
    language = language_of(body if len(body) > 200 else text, hint)
    if language not in CODED:
        problems.append(Problem("reading", "language", f"not read: language {language}; only English is coded so far"))
    identity = address or hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    article_id = "a:" + hashlib.sha256(identity.encode("utf-8", "replace")).hexdigest()[:12]
    article = Article(
        id=article_id,
        url=one_line(address, 4000),
        title=title,
        author=author,
        published=when,
        language=language,
        outlet=outlet,
        source=source,
        version=version_of(article_id, when, text),
        text=text,
        links=tuple(one_line(link, 2000) for link in links[:500]),
    )
    return Read(article, tuple(problems))


def _believable(
    found: Published | None, address: str, body: str, name: str, problems: list[Problem]
) -> Published | None:
    """The page's own date, or what its web address tells where it has none. A day still to come is no publication."""
    path = address if is_web(address) else ""  # the folder of a saved file tells when it was saved
    if found is None and path:
        found = dates.inferred(path, body.split("\n", 4)[:4])
    if found is not None and found.at > datetime.now(UTC) + timedelta(days=2):
        problems.append(
            Problem("reading", "date", f"{name} says it is of {found.day}, a day still to come: kept without a date")
        )
        return None
    told = dates.in_address(path) if path and found is not None and found.basis != "address" else None
    if found is not None and told is not None and abs((found.day - told).days) > 1:
        problems.append(
            Problem("reading", "date", f"{name} says it is of {found.day}, its address of {told}: {found.day} is kept")
        )
    return found


def _when(
    found: Published | None, given: date | datetime | None, name: str, problems: list[Problem]
) -> Published | None:
    """The page's own date, unless the caller's is another day. A day apart is one moment in two zones."""
    if given is None:
        return found
    said = dates.given(given)
    if found is None:
        return said
    if abs((found.day - said.day).days) > 1:
        problems.append(
            Problem(
                "reading", "date", f"{name} says it is of {found.day}, you gave {said.day}: the date you gave is kept"
            )
        )
        return said
    return found if found.precision == "time" or (said.precision == "day" and found.day == said.day) else said


def _wall(name: str, body: str, *, form: bool, dated: bool) -> Problem | None:
    """A sign-in or subscription page: little text, and what there is asks for an account. A password `form` alone
    proves nothing, because many sites hide one on every page; a short report has a date."""
    words = len(body.split())
    asks = len({match.lower() for match in _SIGN_IN.findall(body)})
    if words <= 120 and (asks >= 3 or (form and asks >= 1 and words <= 60) or (form and words <= 25 and not dated)):
        return Problem(
            "reading", "login", f"{name} is a sign-in or subscription page: save the article after signing in"
        )
    return None


def _is_json(text: str) -> bool:
    import json

    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_mhtml(text: str) -> bool:
    head = text[:3000]
    return re.match(
        r"\s*(?:From|MIME-Version|Subject|Snapshot-Content-Location|Date|Content-Type):", head, re.I
    ) is not None and (re.search(r"^Content-Type:\s*multipart/related", head, re.I | re.M) is not None)


def _unpacked(body: bytes) -> str:
    """The HTML part of a web archive (MHTML) as browsers save it."""
    from email import message_from_bytes

    for part in message_from_bytes(body).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return decode(content, part.get_content_charset() or "")
    return ""


def _refused(name: str, size: int) -> Read:
    return _nothing(
        "too-large", f"{name} is {size / 1e6:.0f} MB; a page may have {MAX_BYTES // 1_000_000} MB: cut it up"
    )


def _too_long(name: str, length: int, most: int) -> Read:
    return _nothing("too-large", f"{name} has {length:,} characters of text; a page may have {most:,}: cut it up")


def _nothing(kind: str, message: str) -> Read:
    return Read(None, (Problem("reading", kind, message),))
