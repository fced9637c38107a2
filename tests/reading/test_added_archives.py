"""Archives in an added folder become articles of the desk: none is passed over in silence."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import watchfloor

SENTENCE = "The minister said on Monday that the talks in Vienna would continue until the deadline. "
PAGE = f"<html><body><h1>Talks go on in Vienna</h1><p>{SENTENCE * 3}</p></body></html>".encode()
SENT = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s" % (len(PAGE), PAGE)
WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/a\r\nWARC-Date: 2014-06-24T10:15:00Z\r\n"
    b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
)


def test_archives_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "morning"
    folder.mkdir()
    (folder / "a.csv.gz").write_bytes(gzip.compress(f"Headline,Body\nTalks go on,{SENTENCE * 3}\n".encode()))
    (folder / "b.warc").write_bytes(WARC % (len(SENT), SENT))
    (folder / "c.csv").write_text("id,lat\n1,2\n", encoding="utf-8")
    with watchfloor.init(tmp_path / "desk", name="Talks") as desk:
        added = desk.add(folder)
        assert (added.new, added.unread) == (2, 1)
        assert [trouble.problem.kind for trouble in added.problems] == ["columns"]
        again = desk.add(folder)
        assert (again.new, again.changed, again.known) == (0, 0, 2)
        page = next(article for article in desk.articles() if article.url == "https://example.org/a")
        assert page.title == "Talks go on in Vienna"
        # received in 2014 by somebody else, seen by this desk now
        assert page.recorded_at > datetime(2026, 1, 1, tzinfo=UTC)
