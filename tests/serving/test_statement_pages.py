"""Statements over the sample desk: ladders, the words behind a dot, pairs, filters and twins."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from served import client_of, links, words
from watchfloor.answers import stands
from watchfloor.answers.stands import Stands
from watchfloor.desk import open as open_desk
from watchfloor.serving import ladders

THEN = "as_of=2014-12-20"
COOPERATION = "iraq.us-iran-cooperation"


@pytest.fixture(scope="module")
def client(sample_desk: Path) -> Iterator[TestClient]:
    with client_of(sample_desk) as made:
        yield made


@pytest.fixture(scope="module")
def every(sample_desk: Path) -> Stands:
    with open_desk(sample_desk) as desk:
        return stands.read(desk, desk.path)


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_fullest_issue_is_shown_first(client: TestClient, every: Stands) -> None:
    html = client.get(f"/statements?{THEN}").text
    assert every.book.issues[every.issue()].name in words(html)
    assert not every.book.general(every.book.issues[every.issue()])


def test_each_dot_opens_its_words(client: TestClient) -> None:
    html = client.get(f"/statements?{THEN}&issue={COOPERATION}").text
    dots = [link for link in links(html) if link.startswith("/statements/words?")]
    assert dots
    for link in dots:
        answer = client.get(link)
        assert answer.status_code == 200 and "<blockquote" in answer.text and "reported by" in answer.text
    # Every statement of somebody named with a day stands behind some dot.
    told = rows(client.get(f"/statements.csv?{THEN}&issue={COOPERATION}").text)
    named = {row["statement"] for row in told if row["speaker"] and row["day"]}
    behind = {fact for link in dots for fact in re.findall(r'data-fact="(st:[0-9a-f]+)"', client.get(link).text)}
    assert behind == named


def test_each_hook_shows_both_sides_and_its_rule(client: TestClient) -> None:
    html = client.get(f"/statements?{THEN}&issue={COOPERATION}").text
    pairs = [link for link in links(html) if link.startswith("/statements/pair?")]
    assert pairs
    for link in dict.fromkeys(pairs):
        told = client.get(link).text
        assert len(set(re.findall(r'data-fact="([a-z]{2}:[0-9a-f]+)"', told))) >= 2
        assert "Why it is shown" in told and "/review?" in told


@pytest.mark.parametrize(
    ("asked", "column", "values"),
    [
        ("side=USA", "side", {"USA"}),
        (f"issue={COOPERATION}", "issue", {COOPERATION}),
    ],
)
def test_filters(client: TestClient, asked: str, column: str, values: set[str]) -> None:
    asked = asked if "issue" in asked else f"issue=iraq&{asked}"
    told = rows(client.get(f"/statements.csv?{THEN}&{asked}").text)
    assert told and {row[column] for row in told} <= values


def test_a_rank_means_that_rank_and_above(client: TestClient, every: Stands) -> None:
    told = rows(client.get(f"/statements.csv?{THEN}&issue=iraq&rank=minister").text)
    lowest = every.ranks.order("minister")
    assert told and all(every.ranks.order(row["rank"]) <= lowest for row in told)


def test_any_words_are_an_issue(client: TestClient) -> None:
    assert client.get(f"/statements?{THEN}&issue=airstrikes").status_code == 200
    assert client.get(f"/statements?{THEN}&issue=!!!").status_code == 400


def test_a_day_before_all_words_says_why_it_is_empty(client: TestClient) -> None:
    assert 'class="empty"' in client.get("/statements?as_of=2014-01-01").text


@pytest.mark.parametrize("path", ["/statements/pair?a=st:0&b=st:1", "/statements/words?speaker=nobody"])
def test_what_is_gone_is_told(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404 and "/statements" in answer.text


def test_time_runs_to_the_right_and_commitment_up(every: Stands) -> None:
    board = stands.board(every, COOPERATION)
    scale = ladders.axis(board.cells)
    assert scale is not None
    assert ladders.y_of(2) < ladders.y_of(0) < ladders.y_of(-2)
    drawn = ladders.rows(board.held, scale, board.turns)
    for row in drawn:
        days = [dot.since for dot in row.dots]
        assert days == sorted(days)
        for dot in row.dots:
            assert 0 < dot.x < ladders.WIDTH and {cell.value for cell in dot.cells} == {dot.value}
        dated = sum(cell.day is not None for cell in row.held.cells)
        assert sum(len(dot.cells) for dot in row.dots) == dated
    assert {hook.pair for row in drawn for dot in row.dots for hook in dot.hooks} == {
        stands.name_of(one) for one in board.turns if one.a.issue.id == COOPERATION
    }
