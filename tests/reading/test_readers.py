"""The door of reading: files, bytes and strings become articles or problems."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from watchfloor.errors import NotFound
from watchfloor.reading.readers import MAX_BYTES, read_bytes, read_file, read_text, walk

SENTENCE = "The minister said on Monday that the talks in Vienna would continue until the deadline. "
OTHER = "Nobody in the room expected an agreement before the weekend, a diplomat from one of the delegations added. "
TEXT = f"Talks go on in Vienna\n\n{SENTENCE * 3}\n\n{OTHER * 2}"
HTML = f"<html><body><h1>Talks go on in Vienna</h1><p>{SENTENCE * 3}</p><p>{OTHER * 2}</p></body></html>"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 ...", "binary"),
        (b"\x89PNG\r\n\x1a\n....", "binary"),
        (b"PK\x03\x04....", "binary"),
        (bytes(range(256)) * 40, "binary"),
        (b"a" * (MAX_BYTES + 1), "too-large"),
        (b"<html><body><div id='root'></div><script>show()</script></body></html>", "no-text"),
        (b"Home\nNews\nWorld\nSports\nContact\nAbout\nRSS\n", "no-text"),
        (b'{"a": ["b"]}', "no-text"),
        (b"<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>", "feed"),
        (b"<html><body><h1>Sign in</h1><form><p>Sign in to continue reading. Not registered?</p>"
         b"<p>Create an account</p><input type='password'></form></body></html>", "login"),
        (b"Please log in to continue reading.\nEmail\nPassword\nSubscribe for unlimited access.\n", "login"),
        (b"Sign in\nSubscribe\nPlease log in to continue reading.\nEmail\nPassword\nForgot password?\n", "login"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_a_problem(body: bytes, kind: str) -> None:
    read = read_bytes(body, name="page.html")
    assert read.article is None
    assert [problem.kind for problem in read.problems] == [kind]
    assert "page.html" in read.problems[0].message


@pytest.mark.parametrize("text", [TEXT, HTML])
def test_html_and_text_are_told_apart_by_content(text: str) -> None:
    article = read_text(text).article
    assert article is not None
    assert article.title == "Talks go on in Vienna"
    assert article.text == f"Talks go on in Vienna\n\n{(SENTENCE * 3).strip()}\n{(OTHER * 2).strip()}"
    assert article.language == "en"


def test_a_short_word_is_a_text() -> None:
    article = read_text("Iran sent troops to Iraq.").article
    assert article is not None
    assert (article.title, article.text) == ("", "Iran sent troops to Iraq.")


def test_another_language_is_kept_and_said() -> None:
    read = read_text(
        "Gespräche gehen weiter\n\n" + "Die Verhandlungen in Wien gehen nach Angaben des Ministers weiter. " * 5
    )
    assert read.article is not None
    assert read.article.language == "de"
    assert [problem.message for problem in read.problems] == ["not read: language de; only English is coded so far"]


@pytest.mark.parametrize(
    ("line", "given", "day", "basis", "problems"),
    [
        ("", None, None, None, []),
        ("", date(2014, 6, 24), "2014-06-24", "given", []),
        ("June 24, 2014\n", None, "2014-06-24", "text", []),
        ("June 24, 2014 10:15 GMT\n", date(2014, 6, 24), "2014-06-24", "text", []),
        ("June 24, 2014\n", date(2014, 6, 25), "2014-06-25", "given", []),
        ("June 24, 2014\n", date(2015, 1, 1), "2015-01-01", "given", ["date"]),
    ],
)
def test_the_given_date_and_the_page(
    line: str, given: date | None, day: str | None, basis: str | None, problems: list[str]
) -> None:
    read = read_text(TEXT.replace("\n\n", f"\n{line}\n", 1), published=given)
    assert read.article is not None
    found = read.article.published
    assert (str(found.day) if found else None, found.basis if found else None) == (day, basis)
    assert [problem.kind for problem in read.problems] == problems


def test_stored_text_is_inert() -> None:
    article = read_text(
        "\x1b[31mTalks\x1b[0m go \x1b]0;pwn\x07on\u202e in \ud800 Vienna\n\n" + SENTENCE + "\x9b2J\0\u2066"
    ).article
    assert article is not None
    assert article.title == "Talks go on in \ufffd Vienna"
    assert not set(article.text) & set("\x1b\x9b\0\u202e\u2066\ud800")


def test_identity_is_the_address_and_version_the_content() -> None:
    one, two = (read_text(text, address="https://example.org/a").article for text in (TEXT, TEXT + SENTENCE * 2))
    assert one is not None
    assert two is not None
    assert one.id == two.id
    assert one.version != two.version
    assert read_text(TEXT).article == read_text(TEXT).article


def test_a_file_is_known_by_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a page.txt"
    path.write_text(TEXT, encoding="utf-8")
    article = read_file(path).article
    assert article is not None
    assert article.url == path.resolve().as_uri()


def test_a_missing_file_is_the_users_mistake(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"gone\.txt"):
        read_file(tmp_path / "gone.txt")
    with pytest.raises(NotFound, match="folder"):
        read_file(tmp_path)


def test_a_giant_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "giant.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert [problem.kind for problem in read_file(path).problems] == ["too-large"]


def test_walk_takes_pages_in_order_and_leaves_the_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", ".hidden.txt", "c.png", "sub/d.HTM", ".git/e.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    assert [path.relative_to(tmp_path).as_posix() for path in walk(tmp_path)] == ["a.html", "b.txt", "sub/d.HTM"]
    with pytest.raises(NotFound):
        list(walk(tmp_path / "gone"))


def test_a_web_archive_of_a_browser_is_unpacked() -> None:
    body = (
        'From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
        "--b\r\n"
        f"Content-Type: text/html; charset=utf-8\r\n\r\n{HTML}\r\n--b--\r\n"
    )
    article = read_bytes(body.encode(), name="page.mhtml").article
    assert article is not None
    assert article.title == "Talks go on in Vienna"


def test_plain_text_loads_no_heavy_library() -> None:
    code = (
        "import sys; from watchfloor.reading.readers import read_text; "
        f"assert read_text({TEXT!r}).article; "
        "print([name for name in ('lxml', 'trafilatura', 'py3langid', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "text", ["Poland expelled two Russian diplomats on 30 June 2014.", "Iran sent troops to Iraq."]
)
def test_a_single_sentence_is_an_article(text: str) -> None:
    read = read_text(text)
    assert read.article is not None
    assert read.article.text == text


HEAD = "<html><head><title>A long list</title></head><body><h1>A long list</h1><article>"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (HEAD + "<p>x" * 200_001, "too-large"),
        (f"{HEAD}<p {' '.join(f'a{number}=' for number in range(60_000))}>{SENTENCE}</p>", ""),
        (f"""{HEAD}<p {" ".join(f'a{number}="<"' for number in range(60_000))}>{SENTENCE}</p>""", ""),
        (HEAD + "<table>" * 200 + "<tr><td>x</td></tr>" * 9_000 + f"</table><p>{SENTENCE}</p>", ""),
        (f"{HEAD}<p>{SENTENCE}</p>" + "<h1>x y</h1>" * 1_500 + "<time>q</time>" * 1_500, ""),
        ("Menu entry\n" * 200_000, "too-large"),
        ("\n".join(f"{number}: {SENTENCE}" for number in range(6_000)), "too-large"),
    ],
    ids=["tags", "attributes", "quoted attributes", "nested tables", "headings and times", "lines", "a book"],
)
def test_a_page_made_to_hold_up_a_run_does_not(content: str, kind: str) -> None:
    """Each took minutes before there was a bound. The limit is wide, for slow machines."""
    started = time.monotonic()
    read = read_bytes(content.encode(), name="page")
    assert time.monotonic() - started < 20
    assert [problem.kind for problem in read.problems] == ([kind] if kind else [])
    assert (read.article is None) == bool(kind)
    assert read.article is None or SENTENCE.strip() in read.article.text


def test_a_folder_that_may_not_be_looked_into_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a/one.txt", "b/two.txt", "c/three.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    real = Path.iterdir

    def shut(folder: Path) -> Iterator[Path]:
        if folder.name == "b":
            raise PermissionError(13, "Permission denied", str(folder))
        return iter(real(folder))

    monkeypatch.setattr(Path, "iterdir", shut)
    assert [path.name for path in walk(tmp_path)] == ["one.txt", "b", "three.txt"]
