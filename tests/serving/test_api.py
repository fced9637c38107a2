"""The API: every answer has its shape, pages join, tags hold as long as nothing changes, and nothing breaks it."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from openapi_spec_validator import validate
from starlette.testclient import TestClient

from watchfloor.answers import walking
from watchfloor.serving import keys
from watchfloor.serving.api import document, shapes, shapes_matters
from watchfloor.serving.api.operations import Operation
from watchfloor.serving.api.routes import OPERATIONS
from watchfloor.serving.app import make_app

TOKEN = "a token of ours"  # noqa: S105 - of this test alone
AT = "http://127.0.0.1:8765"
WATCHES = '[[watch]]\nid = "talks"\nname = "Talks"\ntype = "CONSULT"\nwithin = "3d"\n'
NEEDED = {"/search": {"q": "talks"}, "/positions": {"issue": "iran-nuclear"}, "/timeline": {"of": "IRN"}}
LISTS = [one for one in OPERATIONS if one.listed and "{" not in one.path]
SINGLE = [one for one in OPERATIONS if not one.listed and "{" not in one.path]


@pytest.fixture(scope="module")
def folder(sample_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("api") / "desk"
    shutil.copytree(sample_desk, path)
    (path / "watches.toml").write_text(WATCHES, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(make_app(folder), base_url=AT) as made:
        yield made


def ask(client: TestClient, path: str, **query: Any) -> Any:
    found = client.get(f"/api/v1{path}", params=query)
    assert found.status_code == 200, found.text
    return found.json()


def name(one: Operation) -> str:
    return one.path


# --- shapes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", LISTS, ids=name)
@pytest.mark.parametrize("as_of", [None, "2014-07-01"])
def test_lists_have_their_shapes(client: TestClient, one: Operation, as_of: str | None) -> None:
    query = NEEDED.get(one.path, {}) | ({"as_of": as_of} if as_of else {})
    found = client.get(f"/api/v1{one.path}", params=query)
    assert found.status_code == 200, found.text
    page = msgspec.json.decode(found.content, type=shapes.Page[one.shape])  # type: ignore[name-defined]
    assert page.as_of == as_of and page.coder
    assert page.known_by == ("2014-07-01T23:59:59.999999+00:00" if as_of else None)
    if as_of is None and one.path not in ("/sources", "/corrections"):
        assert page.items


@pytest.mark.parametrize("one", SINGLE, ids=name)
def test_answers_have_their_shapes(client: TestClient, one: Operation) -> None:
    found = client.get(f"/api/v1{one.path or '/'}", params=NEEDED.get(one.path, {}))
    assert found.status_code == 200, found.text
    if isinstance(one.shape, str):
        assert found.headers["content-type"].partition(";")[0] == one.shape.partition(";")[0]
    else:
        msgspec.json.decode(found.content, type=one.shape)


SHAPES = {
    "event": shapes.Event,
    "statement": shapes.Statement,
    "deadline": shapes.DeadlineMention,
    "outlook": shapes.Outlook,
    "relation": shapes.Relation,
    "link": shapes.Link,
}


@pytest.mark.parametrize(
    ("listed", "key"),
    [
        ("/events", "id"),
        ("/statements", "id"),
        ("/deadline-mentions", "id"),
        ("/outlooks", "id"),
        ("/relations", "id"),
        ("/links", "id"),
        ("/articles", "id"),
        ("/incidents", "id"),
        ("/deadlines", "uid"),
        ("/watches", "id"),
        ("/actors", "id"),
        ("/storylines", "id"),
    ],
)
def test_each_can_be_had_by_itself(client: TestClient, listed: str, key: str) -> None:
    shape = next(one.shape for one in OPERATIONS if one.path == f"{listed}/{{{key}}}")
    for item in ask(client, listed, limit=3)["items"]:
        found = client.get(f"/api/v1{listed}/{item[key]}")
        assert found.status_code == 200
        msgspec.json.decode(found.content, type=shape)
        assert found.json()[key] == item[key]
        if item[key][:3] in ("ev:", "st:", "de:", "ou:", "re:", "li:"):
            assert ask(client, f"/facts/{item[key]}") == found.json()
    assert client.get(f"/api/v1{listed}/nothing:such").status_code == 404
    if listed == "/events":
        assert client.get(f"/api/v1/statements/{item['id']}").status_code == 404


def test_words_of_a_fact_stand_in_its_article(client: TestClient) -> None:
    for item in ask(client, "/events", limit=20)["items"]:
        assert item["words"] in item["sentence"] and item["article"]["version"]
        assert item["start"] >= item["sentence_start"] and item["end"] <= item["sentence_end"]


def test_versions_and_feeds(client: TestClient) -> None:
    article = ask(client, "/articles", limit=1)["items"][0]
    found = client.get(f"/api/v1/articles/{article['id']}/versions")
    page = msgspec.json.decode(found.content, type=shapes.Page[shapes.Article])
    assert [one.id for one in page.items] == [article["id"]]
    feed = client.get("/api/v1/watches/talks.atom", params={"days": 366})
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert feed.text.startswith("<?xml") and "<entry>" in feed.text
    story = ask(client, "/storylines", limit=1)["items"][0]
    feed = client.get(f"/api/v1/storylines/{story['id']}.atom")
    assert feed.headers["content-type"].startswith("application/atom+xml") and "<entry>" in feed.text


# --- pages, tables, tags ----------------------------------------------------------------------------------------------


def pages(client: TestClient, path: str, **query: Any) -> list[Any]:
    items: list[Any] = []
    following = None
    for _ in range(500):
        page = ask(client, path, **query, **({"cursor": following} if following else {}))
        items += page["items"]
        following = page["next"]
        if following is None:
            return items
    raise AssertionError("the list has no end")


@pytest.mark.parametrize("one", LISTS, ids=name)
def test_pages_join_to_the_list(client: TestClient, one: Operation) -> None:
    query = NEEDED.get(one.path, {})
    whole = ask(client, one.path, limit=1000, **query)
    assert whole["next"] is None
    few = max(1, len(whole["items"]) // 4)
    assert pages(client, one.path, limit=few, **query) == whole["items"]
    assert whole["total"] in (None, len(whole["items"]))


@pytest.mark.parametrize(
    "query", [{}, {"side": "IRN"}, {"type": "CONSULT", "since": "2014-06-20", "until": "2014-08-01"}]
)
def test_incidents_of_a_long_record_come_week_by_week(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, query: dict[str, str]
) -> None:
    whole = {one["id"]: one for one in ask(client, "/incidents", limit=1000, **query)["items"] if one["day"]}
    monkeypatch.setattr(walking, "FEW", 0)
    walked = pages(client, "/incidents", limit=7, **query)
    assert [one["id"] for one in walked] == sorted(
        {one["id"] for one in walked}, key=lambda ident: _place(walked, ident)
    )
    # Weeks are worked out with their margins, so that single reports may be grouped otherwise.
    assert len({one["id"] for one in walked} ^ set(whole)) <= len(whole) // 20


def _place(walked: list[dict[str, Any]], ident: str) -> tuple[int, str]:
    day = next(one["day"] for one in walked if one["id"] == ident)
    return -int(day.replace("-", "")), ident


def test_cursors_keep_to_their_question(client: TestClient) -> None:
    cursor = ask(client, "/events", limit=1)["next"]
    assert cursor
    for path, query in (("/events", {"side": "IRN"}), ("/statements", {}), ("/articles", {})):
        found = client.get(f"/api/v1{path}", params={"cursor": cursor, **query})
        assert found.status_code == 400 and "cursor" in found.json()["detail"]
    assert client.get("/api/v1/events", params={"cursor": cursor, "limit": 5}).status_code == 200


@pytest.mark.parametrize("one", LISTS, ids=name)
def test_lists_are_tables_too(client: TestClient, one: Operation) -> None:
    query: dict[str, Any] = {**NEEDED.get(one.path, {}), "limit": 20}
    twin = client.get(f"/api/v1{one.path}.csv", params=query)
    asked = client.get(f"/api/v1{one.path}", params=query, headers={"accept": "text/csv"})
    assert twin.headers["content-type"] == asked.headers["content-type"] == "text/csv; charset=utf-8"
    assert twin.text == asked.text
    header, *rows = csv.reader(io.StringIO(twin.text))
    assert len(set(header)) == len(header) and all(len(row) == len(header) for row in rows)
    assert len(rows) >= len(ask(client, one.path, **query)["items"])
    assert not any(cell.startswith(("=", "@", "+")) for row in rows for cell in row)
    page = client.get(f"/api/v1{one.path}", params=query)
    assert ('rel="next"' in page.headers.get("link", "")) == (page.json()["next"] is not None)


@pytest.mark.parametrize("one", [one for one in OPERATIONS if "{" not in one.path], ids=name)
def test_tags_say_that_nothing_changed(client: TestClient, one: Operation) -> None:
    query = NEEDED.get(one.path, {})
    first = client.get(f"/api/v1{one.path or '/'}", params=query)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    again = client.get(f"/api/v1{one.path or '/'}", params=query, headers={"if-none-match": tag})
    assert again.status_code == 304 and not again.content and again.headers["etag"] == tag
    other = client.get(
        f"/api/v1{one.path or '/'}", params=query | {"coder": "previous"}, headers={"if-none-match": '"x"'}
    )
    assert other.headers.get("etag") != tag or one.changes == "always"
    head = client.head(f"/api/v1{one.path or '/'}", params=query)
    assert head.status_code == 200 and not head.content and head.headers["etag"] == tag


def test_what_was_known_then(client: TestClient) -> None:
    then = ask(client, "/events", as_of="2014-06-20", limit=1000)["items"]
    now = ask(client, "/events", limit=1000)["items"]
    assert 0 < len(then) < len(now)
    assert all(one["recorded_at"] <= "2014-06-20T23:59:59.999999+00:00" for one in then)
    assert ask(client, "/events", as_of="2014-06-20T23:59:59.999999Z", limit=1000)["items"] == then


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/events?colour=red", 400, "there is actor"),
        ("/events?actor=", 400, "has no value"),
        ("/events?actor=IRN&actor=IRQ", 400, "twice"),
        ("/events?text=%00", 400, "control characters"),
        ("/events?text=%20a", 400, "white space"),
        ("/events?text=%22%22", 400, "holds no word"),
        ("/events?limit=0", 400, "from 1 to 1000"),
        ("/events?limit=%D9%A3", 400, "from 1 to 1000"),
        ("/events?limit=1001", 400, "from 1 to 1000"),
        ("/events?since=yesterday", 400, "no day"),
        ("/events?since=2014-07-01&until=2014-06-01", 400, "change them round"),
        ("/events?published_since=2014-07-01&published_until=2014-06-01", 400, "change them round"),
        ("/events?type=SING", 400, "these would work"),
        ("/events?facet=sung", 400, "there is happened"),
        ("/events?outlet=Nowhere", 400, "these would work"),
        ("/events?confidence=2", 400, "from 0 to 1"),
        ("/events?confidence=nan", 400, "from 0 to 1"),
        ("/events?cursor=a", 400, "cursor"),
        ("/events?cursor=%FF", 400, "UTF-8"),
        ("/events?as_of=tomorrow", 400, "no date"),
        ("/events?as_of=2014-06-24T99:00", 400, "no date"),
        ("/events?coder=nobody", 404, "coder"),
        ("/search", 400, "q is missing"),
        ("/search?q=talks&page=0", 400, "from 1"),
        ("/positions", 400, "issue is missing"),
        ("/timeline?of=nobody-at-all", 404, "nothing is known"),
        ("/actors/nobody-at-all", 404, "no actor"),
        ("/storylines/sl:zzz", 404, "no storyline"),
        ("/events/ev:zzz", 404, "no event"),
        ("/facts/ev:", 400, "more"),
        ("/deadlines/none", 404, "/deadlines lists"),
        ("/corrections/one", 404, "/corrections lists"),
        ("/watches/none", 404, "no watch"),
        ("/nowhere", 404, "no such address"),
        ("/articles/none/text", 403, "full_text = true"),
        ("/events?" + "&".join(f"a{n}=1" for n in range(50)), 400, "more than 40"),
        ("/events?text=" + "a" * 600, 400, "longer than 500"),
        ("/events?text=" + "a" * 9000, 414, "at most 8000"),
    ],
)
def test_what_is_not_understood_is_refused(client: TestClient, address: str, status: int, says: str) -> None:
    found = client.get(f"/api/v1{address}")
    assert found.status_code == status, found.text
    assert found.headers["content-type"] == "application/problem+json"
    problem = msgspec.json.decode(found.content, type=shapes.Problem)
    assert problem.status == status and says in problem.detail


HOSTILE = (
    "' OR 1=1 --",
    '"; DROP TABLE events; --',
    "*",
    '"',
    "NEAR(a b)",
    "a AND NOT b",
    "(((((",
    "\u202e\u2066x",
    "\U0010ffff",
    "%",
    "_",
    "-1",
    "1e999",
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00:00+23:59",
    "..",
    "ev:" + "0" * 200,
    "\x7f",
    "{{7*7}}",
    "=cmd|' /C calc'!A0",
)


@pytest.mark.parametrize("value", HOSTILE)
def test_no_value_breaks_anything(client: TestClient, value: str) -> None:
    for one in OPERATIONS:
        if "{" in one.path:
            path = re.sub(r"\{\w+\}", lambda _: quote(value, safe=""), one.path)
            found = client.get(f"/api/v1{path}")
            assert found.status_code < 500, (path, found.text)
            continue
        # Each value meets every parameter of some operation; all of all would be thousands of questions.
        for parameter in one.every[HOSTILE.index(value) % 3 :: 3]:
            query = NEEDED.get(one.path, {}) | {parameter.name: value}
            found = client.get(f"/api/v1{one.path or '/'}", params=query)
            assert found.status_code < 500, (one.path, query, found.text)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_are_told_which_ones_work(client: TestClient, method: str) -> None:
    proof = client.get("/api/v1/").headers["x-csrf"]
    for path, allowed in (("/events", {"GET", "HEAD"}), ("/corrections", {"GET", "HEAD", "POST"})):
        found = client.request(method, f"/api/v1{path}", headers={"x-csrf": proof})
        assert found.status_code == 405
        assert {one.strip() for one in found.headers["allow"].split(",")} == allowed


# --- writing ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def written(folder: Path, tmp_path: Path) -> Iterator[TestClient]:
    shutil.copytree(folder, tmp_path / "desk")
    with TestClient(make_app(tmp_path / "desk"), base_url=AT) as made:
        yield made


def say(client: TestClient, **correction: Any) -> Any:
    proof = client.get("/api/v1/").headers["x-csrf"]
    signed = {"by": "A. Reader", "why": "heard it", **correction}
    return client.post("/api/v1/corrections", json=signed, headers={"x-csrf": proof})


def test_corrections_are_kept_and_can_be_undone(written: TestClient) -> None:
    one, two, three, *_ = (item["id"] for item in ask(written, "/events", limit=10)["items"])
    tag = written.get("/api/v1/events").headers["etag"]
    made = say(written, kind="wrong", facts=[one])
    assert made.status_code == 201
    correction = msgspec.json.decode(made.content, type=shapes_matters.Correction)
    assert (correction.kind, correction.facts, correction.by, correction.why) == (
        "wrong",
        [one],
        "A. Reader",
        "heard it",
    )
    assert written.get(made.headers["location"]).json() == made.json()
    assert written.get("/api/v1/events", headers={"if-none-match": tag}).status_code == 200
    assert one not in [item["id"] for item in ask(written, "/events", limit=1000)["items"]]
    undone = say(written, kind="undo", undoes=correction.number)
    assert undone.status_code == 201 and undone.json()["undoes"] == correction.number
    assert one in [item["id"] for item in ask(written, "/events", limit=1000)["items"]]
    change = {"type": "AID", "facet": "planned", "day": "2014-06-11", "place": "Vienna, AUT"}
    changed = say(written, kind="change", facts=[two], change=change)
    assert changed.status_code == 201 and changed.json()["change"]["type"] == "AID"
    event = ask(written, f"/events/{two}")
    assert (event["type"], event["facet"], event["day"]) == ("AID", "planned", "2014-06-11")
    assert event["place"]["country"] == "AUT"
    assert event["corrections"] == [changed.json()["number"]]
    assert say(written, kind="right", facts=[two]).status_code == 201
    assert say(written, kind="merge", facts=[two, three]).status_code == 201
    assert say(written, kind="split", facts=[three]).status_code == 201
    kinds = [item["kind"] for item in ask(written, "/corrections")["items"]]
    assert kinds[:6] == ["split", "merge", "right", "change", "undo", "wrong"]


@pytest.mark.parametrize(
    ("correction", "status", "says"),
    [
        ({"kind": "sing", "facts": ["ev:1"]}, 400, "sing"),
        ({"kind": "wrong", "facts": ["ev:1"], "colour": 1}, 400, "colour"),
        ({"kind": "wrong"}, 400, "one fact"),
        ({"kind": "wrong", "facts": ["ev:ffffffffffff"]}, 404, "no fact"),
        ({"kind": "wrong", "facts": ["FACT"], "why": "  "}, 400, "why"),
        ({"kind": "wrong", "facts": ["FACT"], "by": ""}, 400, "by"),
        ({"kind": "wrong", "facts": ["FACT"], "change": {}}, 400, "`change`"),
        ({"kind": "change", "facts": ["FACT"]}, 400, "`change`"),
        ({"kind": "change", "facts": ["FACT"], "change": {}}, 400, "nothing to change"),
        ({"kind": "change", "facts": ["FACT"], "change": {"type": "SING"}}, 400, "these would work"),
        ({"kind": "change", "facts": ["FACT"], "change": {"facet": "sung"}}, 400, "facet"),
        ({"kind": "change", "facts": ["FACT"], "change": {"place": "Nowhere-upon-Nothing"}}, 404, "no place"),
        ({"kind": "change", "facts": ["FACT"], "change": {"until": "2014-06-01"}}, 400, "until"),
        ({"kind": "merge", "facts": ["FACT"]}, 400, "two facts"),
        ({"kind": "split"}, 400, "needs facts"),
        ({"kind": "undo"}, 400, "`undoes`"),
        ({"kind": "undo", "undoes": 99}, 404, "no correction"),
        ({"kind": "undo", "undoes": 10**30}, 400, ""),
    ],
)
def test_what_is_no_correction(client: TestClient, correction: dict[str, Any], status: int, says: str) -> None:
    fact = ask(client, "/events", limit=1)["items"][0]["id"]
    before = ask(client, "/corrections")["items"]
    facts = [fact if one == "FACT" else one for one in correction.get("facts", [])]
    found = say(client, **correction | ({"facts": facts} if facts else {}))
    assert found.status_code == status, found.text
    assert says in found.json()["detail"]
    assert ask(client, "/corrections")["items"] == before


def test_nobody_writes_without_proof(client: TestClient, folder: Path) -> None:
    body = {"kind": "right", "facts": ["ev:ffffffffffff"], "by": "x", "why": "y"}
    assert client.post("/api/v1/corrections", json=body).status_code == 403
    proof = client.get("/api/v1/").headers["x-csrf"]
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post("/api/v1/corrections", json=body, headers={"x-csrf": proof, **headers}).status_code == 403
    form = client.post("/api/v1/corrections", data=body, headers={"x-csrf": proof})
    assert form.status_code == 415
    large = client.post(
        "/api/v1/corrections", content=b" " * 1_000_001, headers={"x-csrf": proof, "content-type": "application/json"}
    )
    assert large.status_code == 413
    for broken in (b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"kind": "right"}'):
        found = client.post(
            "/api/v1/corrections", content=broken, headers={"x-csrf": proof, "content-type": "application/json"}
        )
        assert found.status_code == 400
    with TestClient(make_app(folder, token=keys.hashed(TOKEN)), base_url=AT) as guarded:
        assert guarded.get("/api/v1/events").status_code == 401
        bearer = {"authorization": f"Bearer {TOKEN}"}
        assert guarded.get("/api/v1/events", headers=bearer).status_code == 200
        assert guarded.post("/api/v1/corrections", json=body, headers=bearer).status_code == 404


def test_whole_texts_need_leave(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "desk")
    settings = tmp_path / "desk" / "watchfloor.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\n[serving]\nfull_text = true\n", encoding="utf-8")
    with TestClient(make_app(tmp_path / "desk"), base_url=AT) as open_:
        event = ask(open_, "/events", limit=1)["items"][0]
        found = msgspec.json.decode(
            open_.get(f"/api/v1/articles/{event['article']['version']}/text").content, type=shapes.ArticleText
        )
        assert found.text[event["start"] : event["end"]] == event["words"]


# --- the description --------------------------------------------------------------------------------------------------


def test_the_description_is_sound_and_whole(client: TestClient) -> None:
    told = ask(client, "/openapi.json")
    validate(told)
    assert told == msgspec.json.decode(msgspec.json.encode(document.make(OPERATIONS)))
    names = [one["operationId"] for path in told["paths"].values() for one in path.values()]
    assert len(set(names)) == len(names)
    assert {one.path or "/" for one in OPERATIONS} <= set(told["paths"])
    resources = ask(client, "/")["resources"]
    for key, address in resources.items():
        assert client.get(address, params=NEEDED.get(f"/{key}", {})).status_code == 200
