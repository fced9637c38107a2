"""Archives of every kind: tables, packed files, web archives; and what is told about damaged ones."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from watchfloor.errors import UsageError
from watchfloor.reading.archives import is_archive, look, read_archive, read_entries
from watchfloor.reading.columns import ColumnMap, guess, told
from watchfloor.reading.packed import FREE, Damaged, check, open_packed, unpack
from watchfloor.reading.readers import walk

SENTENCE = "The minister said on Monday that the talks in Vienna would continue until the deadline. "
TEXT = SENTENCE * 3
OTHER = "Nobody in the room expected an agreement before the weekend, a diplomat from one of the delegations added."
TABLE = (
    f'Headline;Body;Pub Date;Link;Paper\n"Talks ""go"" on";"{TEXT}\n\n{OTHER}";24.06.2014;https://example.org/a;The E\n'
)
LINES = "".join(
    json.dumps(
        {"headline": f"Talks {number}", "body": TEXT, "date": "2014-06-24", "link": f"https://example.org/{number}"}
    )
    + "\n"
    for number in range(3)
)


def zipped(body: bytes, *names: str) -> bytes:
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as packing:
        for name in names or ("inside.csv",):
            packing.writestr(name, body)
    return box.getvalue()


def web_archive(*pages: str, kind: str = "text/html; charset=utf-8", status: str = "200 OK") -> bytes:
    records = []
    for number, page in enumerate(pages):
        body = page.encode()
        sent = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nWARC-Target-URI: https://example.org/"
            f"{number}\r\nWARC-Date: 2014-06-24T10:15:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(sent)}\r\n\r\n"
        )
        records.append(gzip.compress(head.encode() + sent + b"\r\n\r\n"))
    return b"".join(records)


PAGE = (
    f"<html><head><title>Talks go on</title></head><body><h1>Talks go on</h1><p>{TEXT}</p><p>{TEXT}</p></body></html>"
)


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.csv", str.encode),
        ("a.CSV.gz", lambda text: gzip.compress(text.encode())),
        ("a.csv.zst", lambda text: zstandard.compress(text.encode())),
        ("a.csv.zip", lambda text: zipped(text.encode())),
        ("a.csv", lambda text: text.encode("utf-16")),
        ("a.csv", lambda text: text.encode("utf-8-sig")),
        ("a.csv", lambda text: text.replace("\n", "\r\n").encode()),
        ("a.csv", lambda text: text.replace(";", "\t").encode()),
        ("a.tsv", lambda text: text.replace(";", "\t").encode()),
    ],
)
def test_tables(name: str, pack: Callable[[str], bytes], tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(pack(TABLE))
    assert look(path).columns == ColumnMap(
        text="Body", title="Headline", url="Link", published="Pub Date", outlet="Paper"
    )
    (read,) = read_archive(path)
    article = read.article
    assert article is not None
    assert article.published is not None
    assert (article.title, article.url, article.outlet, str(article.published.day)) == (
        'Talks "go" on', "https://example.org/a", "The E", "2014-06-24",
    )  # fmt: skip
    assert article.text == f'Talks "go" on\n\n{TEXT.strip()}\n{OTHER}'


def test_columns_are_as_the_user_says(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"a,b,c\nTalks go on,{TEXT},2014-06-24\n", encoding="utf-8")
    (problem,) = [problem for read in read_archive(path) for problem in read.problems]
    assert problem.kind == "columns"
    assert "a, b, c" in problem.message
    (read,) = read_archive(path, columns=told("text=b, title=a, date=c"))
    assert read.article is not None
    assert read.article.title == "Talks go on"
    assert str(told("text=b,title=a,date=c")) == "text=b,title=a,published=c"
    for wrong in ("text", "words=b", "text="):
        with pytest.raises(UsageError, match="published"):
            told(wrong)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ("text url title published", "text=text,title=title,url=url,published=published"),
        ("full_text Article-URL medianame", "text=full_text,url=Article-URL,outlet=medianame"),
        ("content_html link pubDate", "html=content_html,url=link,published=pubDate"),
        ("id lat lon", ""),
    ],
)
def test_guesses(names: str, found: str) -> None:
    assert str(guess(names.split())) == found


def test_going_on_where_it_stopped(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(LINES.encode()))
    assert [entry.part for entry in read_entries(path)] == [1, 2, 3]
    assert [(entry.part, entry.read.article and entry.read.article.title) for entry in read_entries(path, start=2)] == [
        (3, "Talks 2")
    ]


def test_pages_of_a_web_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(
        web_archive(PAGE, PAGE)
        + web_archive("body {}", kind="text/css")
        + web_archive(PAGE, status="404 Not Found")
        + web_archive(PAGE, status="x")
    )
    first, second = read_entries(path)
    assert first.capture is not None
    assert (first.capture.url, first.capture.status, first.capture.at.isoformat(), first.capture.body) == (
        "https://example.org/0", 200, "2014-06-24T10:15:00+00:00", PAGE.encode(),
    )  # fmt: skip
    assert second.read.article is not None
    assert (second.part, second.read.article.title, second.read.article.url) == (
        2,
        "Talks go on",
        "https://example.org/1",
    )


@pytest.mark.parametrize(
    ("name", "body", "kinds"),
    [
        ("a.jsonl.gz", gzip.compress(LINES.encode())[:-12], ["", "", "row", "damaged"]),
        ("a.jsonl.zst", zstandard.compress(LINES.encode())[:-12], ["damaged"]),
        ("a.jsonl.zst", zstandard.compress(b"x" * (FREE + 1_000_000)), ["too-large", "too-large"]),
        ("a.csv.gz", gzip.compress(b"text\n" + b'"x' * (FREE // 2 + 1_000_000)), ["too-large", "too-large"]),
        ("a.csv.zip", zipped(b"text\n", "a.csv", "b.csv"), ["zip"]),
        ("a.csv.zip", b"PK\x03\x04 and nothing else", ["damaged"]),
        ("a.csv", b"", ["columns"]),
        ("a.csv", b"text,title\n\n,\n", []),
        ("a.warc", b"Hello, world\n" * 9, ["damaged"]),
        ("a.warc.gz", web_archive(PAGE, PAGE)[:-90], ["", "damaged"]),
        ("a.warc", b"", []),
    ],
)
def test_damaged_archives(
    name: str, body: bytes, kinds: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What was sound is read, and one problem says where it ends; nothing is said on the terminal."""
    path = tmp_path / name
    path.write_bytes(body)
    assert ["".join(problem.kind for problem in entry.read.problems) for entry in read_entries(path)] == kinds
    assert capfd.readouterr() == ("", "")


def test_a_bomb_is_not_unpacked_whole() -> None:
    with pytest.raises(Damaged, match="more than 1 MB"):
        unpack(gzip.compress(b" " * 3_000_000), 1_000_000)


def test_a_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    """Measured is what the file has, not what it says that it has."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_BZIP2) as packing:
        packing.writestr("a.csv", b"text\n" * (FREE // 5 + 200_000))
    body = bytearray(box.getvalue())
    stated = body.rindex(b"PK\x01\x02") + 20
    body[stated : stated + 4] = (1 << 30).to_bytes(4, "little")
    path = tmp_path / "a.csv.zip"
    path.write_bytes(body)
    with pytest.raises(Damaged), open_packed(path) as stream:
        while stream.read(1 << 20):
            pass
        check(stream)


def test_folders_hold_archives(tmp_path: Path) -> None:
    for name in ("a.jsonl.gz", "b.csv", "c.WARC", "d.zip", "e.csv.txt.png", "f.html"):
        (tmp_path / name).write_bytes(b"x")
    assert [path.name for path in walk(tmp_path)] == ["a.jsonl.gz", "b.csv", "c.WARC", "f.html"]
    assert not is_archive("d.zip")
