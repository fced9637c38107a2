"""The door to the network against a server that misbehaves, and against links that lead where nobody should go."""

from __future__ import annotations

import gzip
import random
import time
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loopback import QUICK, Page, Raw, Server, fetcher, here, sends
from watchfloor.reading import hosts
from watchfloor.reading.fetching import Fetched, agent
from watchfloor.reading.hosts import Refused
from watchfloor.reading.robots import Rules

OK = b"HTTP/1.1 200 OK\r\n"
HTML = b"<html><body><p>Iran sent troops to the border.</p></body></html>"
NOISE = random.Random(1).randbytes(20_000)  # noqa: S311 - bytes that do not pack well
BOMB = gzip.compress(b"<p>" + b"0" * 40_000_000)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as made:
        yield made


# --- links that lead where nobody should go ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("file:///etc/passwd", "scheme"),
        ("ftp://example.org/", "scheme"),
        ("gopher://example.org/", "scheme"),
        ("data:text/html,x", "scheme"),
        ("example.org/page", "scheme"),
        ("http://", "address"),
        ("http:///page", "address"),
        ("http://user:secret@example.org/", "credentials"),
        ("http://user@example.org/", "credentials"),
        ("http://example.org\\@10.0.0.1/", "address"),
        ("http://example.org/\r\nHost: x", "address"),
        ("http://exa mple.org/", "address"),
        ("http://[::1/", "address"),
        ("http://example.org:99999/", "address"),
        ("http://example.org:22/", "port"),
        ("http://example.org:25/", "port"),
        ("http://example.org:6379/", "port"),
        ("http://" + "a" * 5000 + ".org/", "address"),
        ("http://localhost/", "private"),
        ("http://intranet/", "private"),
        ("http://127.0.0.1/", "private"),
        ("http://127.1/", "private"),
        ("http://127.0.1/", "private"),
        ("http://2130706433/", "private"),
        ("http://0x7f000001/", "private"),
        ("http://0x7f.1/", "private"),
        ("http://0177.0.0.1/", "private"),
        ("http://017700000001/", "private"),
        ("http://127.0.0.1./", "private"),
        ("http://①②⑦.⓪.⓪.①/", "private"),
        ("http://127。0。0。1/", "private"),
        ("http://１２７.0.0.1/", "private"),
        ("http://0.0.0.0/", "private"),
        ("http://0/", "private"),
        ("http://10.0.0.1/", "private"),
        ("http://172.16.5.4/", "private"),
        ("http://192.168.1.1/", "private"),
        ("http://169.254.169.254/latest/meta-data/", "private"),
        ("http://100.64.0.1/", "private"),
        ("http://198.18.0.1/", "private"),
        ("http://224.0.0.1/", "private"),
        ("http://255.255.255.255/", "private"),
        ("http://240.0.0.1/", "private"),
        ("http://[::1]/", "private"),
        ("http://[::]/", "private"),
        ("http://[::ffff:127.0.0.1]/", "private"),
        ("http://[::ffff:7f00:1]/", "private"),
        ("http://[::ffff:10.0.0.1]/", "private"),
        ("http://[::7f00:1]/", "private"),
        ("http://[2002:7f00:1::]/", "private"),
        ("http://[2001:0:7f00:1::]/", "private"),
        ("http://[64:ff9b::7f00:1]/", "private"),
        ("http://[64:ff9b:1::1]/", "private"),
        ("http://[fe80::1%25eth0]/", "private"),
        ("http://[fc00::1]/", "private"),
        ("http://[fd00:ec2::254]/", "private"),
        ("http://[ff02::1]/", "private"),
        ("http://[2001:db8::1]/", "private"),
        ("http://999.1.1.1/", "address"),
        ("http://1.2.3.4.5/", "address"),
        ("http://0x100000000/", "address"),
    ],
)
def test_refused_by_its_look(address: str, kind: str) -> None:
    with pytest.raises(Refused) as refused:
        hosts.parse(address)
    assert refused.value.kind == kind


@pytest.mark.parametrize(
    ("address", "plain"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("https://example.org.:443/a?b=c#d", "https://example.org/a?b=c"),
        ("http://example.org:8080/ä b".replace(" ", "%20"), "http://example.org:8080/%C3%A4%20b"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://134744072/", "http://8.8.8.8/"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
    ],
)
def test_what_may_be_fetched(address: str, plain: str) -> None:
    assert hosts.parse(address).address == plain


_PIECES = st.sampled_from(
    [
        *"@:/\\.#?%[]-_0x①。é\ud800",
        *"http: https: // 127.0.0.1 0177 ::1 ffff localhost example.org 10 999 %00 xn--".split(),
    ]
)


@given(st.one_of(st.text(max_size=40), st.lists(_PIECES, max_size=9).map("".join).map("http://".__add__)))
@settings(max_examples=400, deadline=None)
def test_any_address_is_refused_or_public(address: str) -> None:
    try:
        target = hosts.parse(address)
    except Refused as error:
        assert error.kind  # and nothing else is raised
        return
    assert target.address.isascii()
    assert urlsplit(target.address).hostname == target.host
    assert hosts.parse(target.address) == target
    if (literal := hosts.literal_of(target.host)) is not None:
        assert literal.is_global


def test_passwords_are_not_told() -> None:
    with fetcher(obey=False) as fetching:
        got = fetching.fetch("http://user:secret@example.org/")
    assert "secret" not in repr(got)


@pytest.mark.parametrize(
    "answer",
    [
        ["127.0.0.1"],
        ["10.1.2.3"],
        ["93.184.215.14", "192.168.0.1"],  # one good address does not excuse a bad one
        ["::1"],
        ["::ffff:169.254.169.254"],
        ["64:ff9b::a00:1"],
        ["fe80::1%eth0"],
    ],
)
def test_a_name_that_leads_inside(answer: Sequence[str]) -> None:
    with fetcher(resolve=lambda _host, _port: answer, loopback=False, obey=False) as fetching:
        got = fetching.fetch("http://innocent.example/")
    assert got.problem is not None
    assert got.problem.kind == "private"
    assert not got.body


def test_a_name_is_looked_up_once_and_the_checked_address_is_used(server: Server) -> None:
    """DNS rebinding: the second answer would be another machine; nobody asks for it."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    server.answers["/once"] = Page(HTML)
    with fetcher(resolve=lambda _host, _port: next(answers), obey=False) as fetching:
        assert fetching.fetch(server.url("rebinding.example", "/once")).body == HTML
    assert next(answers) == ["10.0.0.1"]


def test_the_environment_sets_no_proxy(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    server.answers["/direct"] = Page(HTML)
    with fetcher(obey=False) as fetching:
        assert fetching.fetch(server.url("a.example", "/direct")).body == HTML


# --- a server that misbehaves -----------------------------------------------------------------------------------------

CHUNKED = OK + b"Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"


def packed(body: bytes, coding: str) -> Page:
    return Page(body, headers={"Content-Encoding": coding})


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (sends(b""), "protocol"),
        (sends(b"SSH-2.0-OpenSSH_9.2\r\n"), "protocol"),
        (sends(OK + b"Content-Length: 99\r\n\r\nshort"), "protocol"),
        (sends(OK + b"Content-Length: -5\r\n\r\n"), "protocol"),
        (sends(OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"), "protocol"),
        (sends(CHUNKED + b"zz\r\nx\r\n"), "protocol"),
        (sends(OK, endless=b"X-Header: " + b"y" * 4000 + b"\r\n"), "protocol"),
        (sends(OK + b"X: " + b"y" * 300_000), "protocol"),
        (sends(endless=b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.01), "timeout"),
        (sends(pause=0, endless=b""), "protocol"),
        (sends(*[bytes([b]) for b in OK], endless=b"X", pause=0.1), "timeout"),
        (sends(OK + b"Content-Length: 1000\r\n\r\n", endless=b".", pause=0.2), "timeout"),
        (sends(CHUNKED, pause=3), "timeout"),
        (sends(CHUNKED, endless=b"1000\r\n" + b"x" * 4096 + b"\r\n"), "too-large"),
        (sends(OK + b"\r\n", endless=b"x" * 65536), "too-large"),
        (Page(b"", headers={"Content-Length": "99999999999"}), "too-large"),
        (packed(gzip.compress(NOISE * 600), "gzip"), "too-large"),
        (packed(BOMB, "gzip"), "bomb"),
        (packed(zlib.compress(b"0" * 40_000_000), "deflate"), "bomb"),
        (packed(gzip.compress(BOMB), "gzip, gzip"), "encoding"),
        (packed(b"\x1b\xff\xff", "br"), "encoding"),
        (packed(b"\x28\xb5\x2f\xfd", "zstd"), "encoding"),
        (packed(b"no gzip at all", "gzip"), "encoding"),
        (Page(status=302), "redirect"),
        (Page(status=301, headers={"Location": "http://169.254.169.254/"}), "private"),
        (Page(status=302, headers={"Location": "//10.0.0.1/"}), "private"),
        (Page(status=302, headers={"Location": "http://[::ffff:10.0.0.1]/"}), "private"),
        (Page(status=302, headers={"Location": "http://0xA000001/"}), "private"),
        (Page(status=302, headers={"Location": "file:///etc/passwd"}), "scheme"),
        (Page(status=302, headers={"Location": "http://a:b@example.org/"}), "credentials"),
        (Page(status=302, headers={"Location": "http://example.org:25/"}), "port"),
        (Page(status=307, headers={"Location": "/bad"}), "redirect"),
        (Page(status=307, headers={"Location": "http://[::1"}), "redirect"),
        (Page(status=404), "status"),
        (Page(status=500), "status"),
        (Page(status=204), "status"),
        (Page(HTML, status=206), "status"),
        (Page(status=429), "status"),
        (Page(status=999), "status"),
    ],
)
def test_a_server_that_misbehaves(server: Server, answer: Page | Raw, kind: str) -> None:
    server.answers["/bad"] = answer
    server.answers["/good"] = Page(HTML)
    begun = time.monotonic()
    with fetcher(obey=False) as fetching:
        got = fetching.fetch(server.url("bad.example", "/bad"))
        assert got.problem is not None
        assert (got.problem.stage, got.problem.kind) == ("reading", kind)
        assert "bad.example" in got.problem.message or kind in ("private", "scheme", "credentials", "port")
        assert "\n" not in got.problem.message
        assert not got.body
        assert time.monotonic() - begun < QUICK.total + 1
        # The run goes on.
        assert fetching.fetch(server.url("good.example", "/good")).body == HTML


def test_nobody_listens() -> None:
    with fetcher(obey=False) as fetching, Server() as gone:
        address = gone.url("a.example")
        gone.__exit__()
        got = fetching.fetch(address)
    assert got.problem is not None
    assert got.problem.kind == "connect"


def test_a_name_nobody_knows() -> None:
    def unknown(host: str, _port: int) -> Sequence[str]:
        raise OSError(-2, "Name or service not known")

    with fetcher(resolve=unknown, obey=False) as fetching:
        got = fetching.fetch("http://nowhere.example/")
    assert got.problem is not None
    assert got.problem.kind == "dns"


def test_a_server_without_encryption_is_told(server: Server) -> None:
    with fetcher(obey=False) as fetching:
        got = fetching.fetch(f"https://a.example:{server.port}/")
    assert got.problem is not None
    assert got.problem.kind in ("tls", "timeout")


CERTIFICATE = Path(__file__).with_name("loopback.pem")
"""of a.example, with its key; good for tests only"""


@pytest.fixture(scope="module")
def secure() -> Iterator[Server]:
    with Server({"/page": Page(HTML)}, CERTIFICATE) as made:
        made.answers["/down"] = Page(status=301, headers={"Location": made.url("a.example", "/page")})
        yield made


@pytest.mark.parametrize(
    ("host", "path", "trusted", "kind"),
    [
        ("a.example", "/page", CERTIFICATE, ""),
        ("a.example", "/page", None, "tls"),  # a certificate that nobody vouches for
        ("b.example", "/page", CERTIFICATE, "tls"),  # of another name
        ("a.example", "/down", CERTIFICATE, "downgrade"),
    ],
)
def test_encryption(secure: Server, host: str, path: str, trusted: Path | None, kind: str) -> None:
    with fetcher(obey=False, trusted=trusted) as fetching:
        page = fetching.fetch(f"https://{host}:{secure.port}{path}")
    assert (page.problem.kind if page.problem else "") == kind
    assert bool(page.body) == (not kind)
    assert secure.called[-1] == host


def test_a_proxy_that_the_user_set(server: Server) -> None:
    """It may stand on this machine; the hosts that are asked for may not."""
    server.answers["http://a.example/page"] = server.answers["a.examplehttp://a.example/page"] = Page(HTML)
    proxy = f"http://127.0.0.1:{server.port}"
    with fetcher(obey=False, proxy=proxy, loopback=False, resolve=lambda _host, _port: ["8.8.8.8"]) as fetching:
        assert fetching.fetch("http://a.example/page").body == HTML
        for inside in ("http://10.0.0.1/", f"http://127.0.0.1:{server.port}/"):
            page = fetching.fetch(inside)
            assert page.problem is not None
            assert page.problem.kind == "private"


# --- a server that behaves --------------------------------------------------------------------------------------------


def got(server: Server, path: str, **more: str) -> Fetched:
    with fetcher(obey=False) as fetching:
        return fetching.fetch(server.url("a.example", path), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "page",
    [
        Page(HTML),
        packed(gzip.compress(HTML), "gzip"),
        packed(gzip.compress(HTML[:20]) + gzip.compress(HTML[20:]), "x-gzip"),
        packed(zlib.compress(HTML), "deflate"),
        packed(zlib.compress(HTML)[2:-4], "deflate"),
        packed(HTML, "identity"),
    ],
)
def test_bodies_that_are_read(server: Server, page: Page) -> None:
    server.answers["/page"] = page
    assert got(server, "/page").body == HTML


@pytest.mark.parametrize("cut", [0, 1, 2, 9])
def test_packed_in_parts_that_end_where_they_like(server: Server, cut: int) -> None:
    """Some servers pack each chunk that they send by itself."""
    one, two = gzip.compress(HTML[:20]), gzip.compress(HTML[20:])
    chunks = [one + two[:cut], two[cut:], b"\0", b"what follows is let be"]
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    head = OK + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
    server.answers["/parts"] = sends(head + body + b"0\r\n\r\n")
    assert got(server, "/parts").body == HTML


def test_what_is_told_of_a_page(server: Server) -> None:
    headers = {"Content-Type": 'Text/HTML; charset="windows-1256"', "ETag": '"7"', "Last-Modified": "Mon"}
    server.answers["/told"] = Page(HTML, headers=headers)
    page = got(server, "/told")
    assert (page.media_type, page.charset, page.etag, page.last_modified) == ("text/html", "windows-1256", '"7"', "Mon")
    sent = server.asked[-1].headers
    assert sent["user-agent"] == "watchfloor/test (+mailto:test@example.org)"
    assert sent["accept-encoding"] == "gzip, deflate"
    assert not {"cookie", "authorization", "referer"} & set(sent)


def test_a_conditional_request(server: Server) -> None:
    server.answers["/cond"] = lambda asked: Page(status=304) if "if-none-match" in asked.headers else Page(HTML)
    assert got(server, "/cond", etag='"7"', last_modified="Mon, 01 Jan 2024 00:00:00 GMT").unchanged
    assert server.asked[-1].headers["if-modified-since"] == "Mon, 01 Jan 2024 00:00:00 GMT"
    assert got(server, "/cond").body == HTML


def test_cookies_are_not_kept(server: Server) -> None:
    server.answers["/cookie"] = Page(HTML, headers={"Set-Cookie": "id=1"})
    with fetcher(obey=False) as fetching:
        for _ in range(2):
            fetching.fetch(server.url("a.example", "/cookie"))
    assert "cookie" not in server.asked[-1].headers


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301, 308), "/2"), ((301, 302), "/1"), ((302, 301), ""), ((307,), "")],
)
def test_permanent_redirects_are_remembered(server: Server, statuses: tuple[int, ...], moved: str) -> None:
    for number, status in enumerate(statuses):
        server.answers[f"/{number}"] = Page(status=status, headers={"Location": f"/{number + 1}"})
    server.answers[f"/{len(statuses)}"] = Page(HTML)
    page = got(server, "/0")
    assert page.final_url == server.url("a.example", f"/{len(statuses)}")
    assert page.moved_to == (server.url("a.example", moved) if moved else "")


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        ("Fri, 03 Jul 2026 12:10:00 GMT", 600),
        ("-1", 0),
        ("soon", 0),
        ("99999999999", 0),
        ("9" * 9, 604800),
    ],
)
def test_retry_after(server: Server, said: str, seconds: float) -> None:
    server.answers["/busy"] = Page(status=503, headers={"Retry-After": said})
    with fetcher(obey=False, now=lambda: datetime(2026, 7, 3, 12, tzinfo=UTC)) as fetching:
        assert fetching.fetch(server.url("busy.example", "/busy")).wait == seconds
        after = fetching.fetch(server.url("busy.example", "/busy"))
    # A host that asked to be let alone is let alone.
    assert after.problem is not None
    assert after.problem.kind == "busy"


def test_a_kept_connection_that_the_server_closed(server: Server) -> None:
    server.answers["/close"] = Page(HTML)
    with fetcher(obey=False) as fetching:
        assert fetching.fetch(server.url("a.example", "/close")).body == HTML
        time.sleep(0.1)
        assert fetching.fetch(server.url("a.example", "/close")).body == HTML


def test_how_we_call_ourselves() -> None:
    assert agent().startswith("watchfloor/")
    assert agent("desk@example.org\r\nX: y") == agent() + " (+desk@example.orgX: y)" or "\n" not in agent("a\nb")


# --- robots.txt and pace ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("robots", "path", "allowed"),
    [
        (Page(status=404), "/a", True),
        (Page(status=403), "/a", True),
        (Page(status=500), "/a", False),
        (Page(status=429), "/a", False),
        (sends(b""), "/a", False),
        (Page(b"User-agent: *\nDisallow: /a"), "/a", False),
        (Page(b"User-agent: *\nDisallow: /a"), "/b", True),
        (Page(b"User-agent: *\nDisallow: /\nAllow: /b"), "/b", True),
        (Page(b"User-agent: watchfloor\nDisallow: /\n\nUser-agent: *\nAllow: /"), "/a", False),
        (Page(b"User-agent: other\nDisallow: /"), "/a", True),
        (Page(b"User-agent: *\nDisallow: /*.html$"), "/a.html", False),
        (Page(b"\x00\xff\xfe nothing \x80 at all"), "/a", True),
        (Page(status=301, headers={"Location": "/robots.txt"}), "/a", True),
        (Page(status=301, headers={"Location": "ftp://a.example/robots.txt"}), "/a", True),
        (Page(b"User-agent: *\nDisallow: /\n" + b"# " + b"x" * 250_000), "/a", False),
    ],
)
def test_robots(robots: Page | Raw, path: str, allowed: bool) -> None:
    with Server({"/robots.txt": robots, "/a": Page(HTML), "/b": Page(HTML), "/a.html": Page(HTML)}) as server:
        with fetcher() as fetching:
            page = fetching.fetch(server.url("a.example", path))
        assert (page.problem is None) == allowed
        assert page.problem is None or page.problem.kind in ("robots", "protocol")
        assert (path in server.paths()) == allowed


def test_robots_of_the_host_that_a_redirect_leads_to(server: Server) -> None:
    server.answers["a.example/out"] = Page(status=302, headers={"Location": server.url("b.example", "/in")})
    server.answers["b.example/robots.txt"] = Page(b"User-agent: *\nDisallow: /")
    server.answers["b.example/in"] = Page(HTML)
    with fetcher() as fetching:
        page = fetching.fetch(server.url("a.example", "/out"))
    assert page.problem is not None
    assert page.problem.kind == "robots"


def test_robots_is_asked_for_once_and_its_delay_is_kept() -> None:
    with Server({"/robots.txt": Page(b"User-agent: *\nCrawl-delay: 0.3"), "/a": Page(HTML)}) as server:
        with fetcher(pace=0.05) as fetching:
            for _ in range(3):
                assert fetching.fetch(server.url("a.example", "/a")).body == HTML
        pages = [asked.at for asked in server.asked if asked.path == "/a"]
        assert len(server.asked) == 4
        assert all(later - earlier > 0.28 for earlier, later in pairwise(pages))


def test_here_is_only_for_tests() -> None:
    with fetcher(loopback=False, resolve=here, obey=False) as fetching, Server({"/a": Page(HTML)}) as server:
        page = fetching.fetch(server.url("a.example", "/a"))
    assert page.problem is not None
    assert page.problem.kind == "private"


def test_last_weeks_robots_holds_while_the_site_is_in_trouble(server: Server) -> None:
    """And the site in trouble is not asked for it again with every page."""
    origin = server.url("r.example", "")
    old = Rules(origin, 200, "User-agent: *\nDisallow: /no", datetime.now(UTC) - timedelta(days=3))
    server.answers |= {"r.example/robots.txt": Page(status=500), "/a": Page(HTML)}
    before = len(server.asked)
    with fetcher(known={origin: old}) as fetching:
        for path in ("/a", "/a", "/no"):
            page = fetching.fetch(origin + path)
            assert (page.problem is None) == (path == "/a")
    assert [asked.path for asked in server.asked[before:]] == ["/robots.txt", "/a", "/a"]


def test_nothing_changed_since_never(server: Server) -> None:
    server.answers["/never"] = Page(status=304)
    with fetcher() as fetching:
        page = fetching.fetch(server.url("a.example", "/never"))
    assert not page.unchanged
    assert page.problem is not None
    assert "never read" in page.problem.message


def test_a_redirect_to_an_address_in_another_script(server: Server) -> None:
    server.answers["/here"] = sends(OK.replace(b"200 OK", b"302 Found") + "Location: /où\r\n\r\n".encode())
    server.answers["/o%C3%B9"] = Page(HTML)
    with fetcher() as fetching:
        assert fetching.fetch(server.url("a.example", "/here")).body == HTML
