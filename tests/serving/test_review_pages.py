"""Corrections by forms: what is kept, what is refused, and that nothing typed is lost."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from reading_desk import HARM, NOW, reading_desk
from tiny_desk import article
from watchfloor import desk as front_door
from watchfloor.errors import DeskLocked
from watchfloor.serving.app import make_app


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("review") / "desk"
    reading_desk(home).close()
    return home


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "desk"))


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    app = make_app(folder, user="A. Reader", clock=lambda: NOW)
    with TestClient(app, base_url="http://127.0.0.1:8765", follow_redirects=False) as made:
        yield made


def facts(client: TestClient, title: str, kind: str = "event") -> list[str]:
    rows = client.get(f"/read/{article(title, '').id}.json").json()["rows"]
    return [row["fact"] for row in rows if row["kind"] == kind]


def send(client: TestClient, path: str = "/correct", **fields: object) -> Any:
    proof = re.search(r'name="csrf" value="(\w+)"', client.get("/review").text)
    assert proof is not None
    return client.post(path, data={"csrf": proof[1], "by": "A. Reader", **fields})


def test_a_fact_is_called_wrong_and_the_answer_says_so(client: TestClient) -> None:
    fact = facts(client, "second")[0]
    answer = send(client, fact=fact, kind="wrong", why="he quotes a film")
    assert answer.status_code == 303 and answer.headers["location"] == f"/fact/{fact}?said=1"
    page = client.get(answer.headers["location"]).text
    assert "Kept: correction 1" in page and "he quotes a film" in page and "Undo 1" in page
    assert "It counts no more" in page
    reader = client.get(f"/read/{article('second', '').id}").text
    assert re.search(rf'class="note-card disputed denied" data-row data-fact="{fact}"', reader)
    undone = send(client, "/correct/undo", fact=fact, number="1", why="I misread it")
    assert undone.status_code == 303
    assert "It counts no more" not in client.get(f"/fact/{fact}").text


@pytest.mark.parametrize(
    ("fields", "changed"),
    [
        ({"type": "COERCE", "was:type": "ASSAULT"}, {"type": "COERCE"}),
        ({"facet": "denied", "was:facet": "happened"}, {"facet": "denied"}),
        ({"actor:isis": "IRN"}, {"actor": "isis -> IRN"}),
        ({"recipient:IRQ": "-"}, {"recipient": "IRQ -> (none)"}),
        ({"place": "Mosul, IRQ", "was:place": "Tikrit"}, {"place": "Mosul"}),
        ({"place": "-", "was:place": "Tikrit"}, {"place": "(none)"}),
        ({"day": "2014-06-12"}, {"date": "2014-06-12"}),
        ({"day": "2014-06-12", "until": "2014-06-14"}, {"date": "2014-06-12/2014-06-14"}),
        ({"no_date": "1"}, {"date": "(none)"}),
    ],
)
def test_a_fact_is_coded_otherwise(client: TestClient, folder: Path, fields: dict[str, str], changed: object) -> None:
    from watchfloor.answers.corrections import told

    fact = facts(client, "second")[0]
    answer = send(client, fact=fact, kind="change", why="see the dateline", **fields)
    assert answer.status_code == 303, answer.text
    with front_door.open(folder) as desk:
        (one,) = desk.corrections(fact)
        said = told(one)
        assert said == changed or ("place" in said and said["place"].startswith("Mosul"))
        assert (one.author, one.reason) == ("A. Reader", "see the dateline")


def test_facts_are_merged_and_split(client: TestClient) -> None:
    first, second = facts(client, "talks")[0], facts(client, "second")[0]
    assert send(client, fact=first, kind="merge", merge=["", second[3:]], why="one act").status_code == 303
    assert second in client.get(f"/fact/{first}").text
    assert send(client, fact=first, kind="split", split=second, why="two acts after all").status_code == 303
    rows = client.get("/review/history.json").json()["rows"]
    assert [(row["number"], row["kind"], row["by"]) for row in rows] == [
        (2, "split", "A. Reader"),
        (1, "merge", "A. Reader"),
    ]
    assert client.get("/review/history.csv").text.splitlines()[0].startswith("number,at,by,kind")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"kind": "wrong", "why": ""}, "needs a reason"),
        ({"kind": "wrong", "why": "so", "by": ""}, "needs an author"),
        ({"kind": "", "why": "so"}, "press the button"),
        ({"kind": "change", "why": "so"}, "nothing to change"),
        ({"kind": "change", "why": "so", "type": "NONSENSE"}, "there is no event type"),
        ({"kind": "change", "why": "so", "actor:isis": "Nobody At All"}, "nobody is known by the name"),
        ({"kind": "change", "why": "so", "day": "20140624"}, "is no day"),
        ({"kind": "change", "why": "so", "until": "2014-06-24"}, "the last day needs a first day"),
        ({"kind": "merge", "why": "so"}, "two facts or more"),
        ({"kind": "merge", "why": "so", "merge": "ev:none"}, "no fact"),
        ({"kind": "split", "why": "so"}, "merged with no other fact"),
        ({"kind": "wrong", "why": "x" * 20_001}, "longer than 20,000"),
    ],
)
def test_what_cannot_be_kept_is_told_and_not_lost(client: TestClient, fields: dict[str, str], told: str) -> None:
    fact = facts(client, "second")[0]
    more = {} if fields["kind"] == "change" else {"mode": "typed mode"}
    answer = send(client, fact=fact, **{**more, **fields})
    assert answer.status_code == 400
    assert "Nothing was kept" in answer.text and told in answer.text
    for name, value in fields.items():
        if value and name not in ("kind", "type"):
            assert value in unescape(answer.text), name
    assert all(value in answer.text for value in more.values())
    assert client.get("/review/history.json").json()["rows"] == []


def test_a_long_reason_is_kept_whole(client: TestClient, folder: Path) -> None:
    fact, why = facts(client, "second")[0], (HARM.replace("\x1b", "") + " words ") * 150
    assert len(why) > 10_000
    assert send(client, fact=fact, kind="right", why=why).status_code == 303
    with front_door.open(folder) as desk:
        assert desk.corrections(fact)[0].reason == " ".join(why.split())
    for path in (f"/fact/{fact}", "/review/history", f"/read/{article('second', '').id}"):
        html = client.get(path).text
        assert "<script>alert" not in html and "<img" not in html


def test_while_another_writes_what_was_typed_stays(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object, **__: object) -> int:
        raise DeskLocked("another process writes to this desk")

    monkeypatch.setattr("watchfloor.desk.Desk.wrong", locked)
    fact = facts(client, "second")[0]
    answer = send(client, fact=fact, kind="wrong", why="a reason of 10 words")
    assert answer.status_code == 503
    assert "try again" in answer.text and "a reason of 10 words" in answer.text


def test_ledgers_take_right_and_wrong_alone(client: TestClient) -> None:
    fact = facts(client, "talks", "statement")[0]
    page = client.get("/review", params={"fact": fact}).text
    assert 'name="kind" value="wrong"' in page and 'name="kind" value="change"' not in page
    answer = send(client, fact=fact, kind="change", why="so", type="ACCUSE")
    assert answer.status_code == 400 and "only events can be corrected so" in unescape(answer.text)
    assert send(client, fact=fact, kind="wrong", why="not said").status_code == 303


def test_a_form_of_another_site_writes_nothing(client: TestClient) -> None:
    fact = facts(client, "second")[0]
    assert client.post("/correct", data={"fact": fact, "kind": "wrong", "why": "so", "by": "x"}).status_code == 403
    assert client.get("/correct").status_code == 405
    assert client.get("/review/history.json").json()["rows"] == []


def test_enter_in_a_field_says_nothing_by_itself(client: TestClient) -> None:
    form = re.search(r"<form[^>]*data-correct.*?</form>", client.get("/review").text, re.S)
    assert form is not None
    first = re.search(r'<button name="kind" value="(\w*)"', form[0])
    assert first is not None and first[1] == ""


def test_the_queue_leaves_out_what_was_judged(client: TestClient) -> None:
    html = client.get("/review").text
    fact = re.findall(r'<article class="review-card" data-row data-fact="([\w:]+)"', html)[0]
    assert send(client, fact=fact, kind="right", why="checked").status_code == 303
    assert f'data-fact="{fact}"' not in client.get("/review").text


def test_in_the_past_nothing_is_corrected(client: TestClient) -> None:
    for path in ("/review", f"/review?fact={facts(client, 'second')[0]}"):
        html = client.get(path + ("&" if "?" in path else "?") + "as_of=2014-07-01").text
        assert "You look at the past" in html and "data-correct" not in html


def test_undoing_what_is_not_there_is_told(client: TestClient) -> None:
    for number in ("99", "x", ""):
        answer = send(client, "/correct/undo", number=number, why="a reason to keep")
        assert answer.status_code == 400 and "a reason to keep" in answer.text
