"""Answers kept in memory: once for each state, and nobody waits for what another works out."""

from __future__ import annotations

import threading

import pytest

from watchfloor.serving.keeping import Kept


def test_once_for_each_state() -> None:
    kept, made = Kept(), []
    for state in ("a", "a", "b", "b", "a"):
        kept.answer("q", state, lambda s=state: made.append(s))  # type: ignore[misc]
    assert made == ["a", "b", "a"]


def test_with_patience_an_answer_holds_until_a_person_writes() -> None:
    kept = Kept(patience=60)
    assert [kept.answer("q", str(n), lambda n=n: n) for n in range(3)] == [0, 0, 0]  # type: ignore[misc]
    kept.written()
    assert kept.answer("q", "3", lambda: 3) == 3


def test_others_get_the_last_answer_meanwhile() -> None:
    kept = Kept()
    kept.answer("q", "old", lambda: "old")
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> str:
        begun.set()
        assert go_on.wait(10)
        return "new"

    got: list[str] = []
    worker = threading.Thread(target=lambda: got.append(kept.answer("q", "new", slow)))
    worker.start()
    assert begun.wait(10)
    assert kept.answer("q", "new", lambda: pytest.fail("worked out twice")) == "old"
    go_on.set()
    worker.join(10)
    assert got == ["new"]
    assert kept.answer("q", "new", lambda: pytest.fail("it is there")) == "new"


def test_without_a_last_answer_others_wait() -> None:
    kept = Kept()
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> str:
        begun.set()
        assert go_on.wait(10)
        return "new"

    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(kept.answer("q", "s", slow))) for _ in range(4)]
    threads[0].start()
    assert begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert got == ["new"] * 4


def test_what_fails_is_not_kept_and_the_oldest_goes() -> None:
    kept = Kept(most=2)
    with pytest.raises(ZeroDivisionError):
        kept.answer("q", "s", lambda: 1 // 0)
    assert kept.answer("q", "s", lambda: 1) == 1
    for other in ("r", "t"):
        kept.answer(other, "s", lambda: 0)
    assert kept.answer("q", "s", lambda: 2) == 2
