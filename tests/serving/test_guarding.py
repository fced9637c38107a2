"""Who is answered, and what a browser is told: names, tokens, forged forms, sizes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from watchfloor import desk
from watchfloor.serving import keys
from watchfloor.serving.app import make_app

TOKEN = "a token of ours"  # noqa: S105 - of this test alone
NOW = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("guarded") / "desk"
    desk.init(path, "Guarded").close()
    return path


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(make_app(folder), base_url="http://127.0.0.1:8765") as made:
        yield made


@pytest.fixture
def guarded(folder: Path) -> Iterator[TestClient]:
    app = make_app(folder, names={"desk.example"}, token=keys.hashed(TOKEN))
    with TestClient(app, base_url="http://desk.example", follow_redirects=False) as made:
        yield made


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8765", 200),
        ("localhost", 200),
        ("LOCALHOST.:99", 200),
        ("[::1]:8765", 200),
        ("evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost:80@evil.example", 421),
        ("", 421),
    ],
)
def test_only_our_names_are_answered(client: TestClient, host: str, status: int) -> None:
    assert client.get("/", headers={"host": host}).status_code == status


@pytest.mark.parametrize("length", [b"\xb2", b"-1", b"9" * 5000, b"1000001", b"1_0"])
def test_a_length_that_is_none_is_refused(client: TestClient, length: bytes) -> None:
    found = client.post("/correct", content=b"a=1", headers={b"content-length": length})
    assert found.status_code == 413


def test_every_answer_says_what_a_browser_may_do(client: TestClient) -> None:
    for path in ("/", "/nowhere", "/static/style.css", "/?as_of=never"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert client.get(path).headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("as_of=yesterday", "no date"),
        ("day=20140624", "write it as 2014-06-24"),
        ("dya=2014-06-24", "there is as_of"),
        ("as_of=2014-06-24&as_of=2014-06-25", "twice"),
        ("coder=%ff", "UTF-8"),
        ("coder=%00", "no text"),
        ("coder=" + "x" * 600, "longer"),
        ("&".join(f"a{n}=1" for n in range(99)), "more than"),
    ],
)
def test_a_wrong_question_is_told(client: TestClient, query: str, told: str) -> None:
    answer = client.get(f"/?{query}")
    assert answer.status_code == 400
    assert told in answer.text


def test_too_long_too_large(client: TestClient) -> None:
    assert client.get("/?coder=" + "x" * 9000).status_code == 414
    assert client.post("/enter", content=b"x" * 1_100_000).status_code == 413


def test_writing_needs_proof_from_a_page_of_ours(client: TestClient) -> None:
    page = client.get("/enter").text
    proof = page.split('name="csrf" value="')[1].split('"')[0]
    assert client.post("/enter", data={"token": "x"}).status_code == 403
    assert client.post("/enter", data={"token": "x", "csrf": "0" * 64}).status_code == 403
    assert client.post("/enter", data={"token": "x", "csrf": proof}).status_code == 401  # the proof fits, the token not
    for headers in ({"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        assert client.post("/enter", data={"token": "x", "csrf": proof}, headers=headers).status_code == 403


def test_without_the_token_nothing_is_told(guarded: TestClient) -> None:
    assert guarded.get("/", headers={"accept": "text/html"}).headers["location"] == "/enter"
    refused = guarded.get("/api/v1/events")
    assert refused.status_code == 401 and "Bearer" in refused.headers["www-authenticate"]
    assert guarded.get("/", headers={"authorization": "Bearer wrong"}).status_code == 401
    assert guarded.get("/", headers={"authorization": f"Bearer {TOKEN}"}).status_code == 200
    made_up = {"cookie": "watchfloor_session=abc.in.0123"}
    assert guarded.get("/", headers=made_up).status_code == 401


def test_the_token_opens_a_session(guarded: TestClient) -> None:
    proof = guarded.get("/enter").text.split('name="csrf" value="')[1].split('"')[0]
    assert guarded.post("/enter", data={"token": TOKEN, "csrf": proof}).status_code == 303
    assert guarded.get("/").status_code == 200
    cookie = guarded.cookies.jar
    assert any(one.name == "watchfloor_session" and one.has_nonstandard_attr("HttpOnly") for one in cookie)


def test_desks_on_two_ports_do_not_end_each_others_sessions(folder: Path) -> None:
    clients = (TestClient(make_app(folder), base_url=f"http://127.0.0.1:{port}") for port in (8765, 9000))
    first, second = (client.get("/enter").headers["set-cookie"] for client in clients)
    assert first.split("=")[0] != second.split("=")[0]
    assert "SameSite=Lax" in first


def test_a_token_is_kept_as_a_hash(tmp_path: Path) -> None:
    token = keys.make(tmp_path)
    kept = (tmp_path / keys.FILE).read_text(encoding="ascii")
    assert token not in kept and keys.fits(token, kept.strip()) and keys.kept(tmp_path) == kept.strip()
    assert keys.make(tmp_path) != token and not keys.fits(token, keys.kept(tmp_path) or "")


def test_the_frame_of_a_desk_and_its_past(tmp_path: Path) -> None:
    desk.init(tmp_path / "desk", "A <b>bold</b> desk").close()
    with TestClient(make_app(tmp_path / "desk", clock=lambda: NOW), base_url="http://localhost") as client:
        now = client.get("/")
        assert "A &lt;b&gt;bold" in now.text and 'class="replay"' not in now.text
        then = client.get("/?as_of=2014-06-24")
        assert 'class="replay"' in then.text and "24 June 2014" in then.text
        again = client.get("/", headers={"if-none-match": now.headers["etag"]})
        assert again.status_code == 304 and not again.content


def test_what_people_write_counts_at_once(tmp_path: Path) -> None:
    with desk.init(tmp_path / "desk", "Before") as made:
        state = made.state()
        (made.path / "owners.tsv").write_text("outlet\towner\n", encoding="utf-8")
        assert made.state() != state
    with TestClient(make_app(tmp_path / "desk"), base_url="http://localhost") as client:
        assert "Before" in client.get("/").text
        (tmp_path / "desk" / "watchfloor.toml").write_text('name = "After"\n', encoding="utf-8")
        assert "After" in client.get("/").text
