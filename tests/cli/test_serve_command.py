"""The command serve: it starts, answers and stops; who may reach it, and what is told of the token."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from watchfloor import desk
from watchfloor.cli import main
from watchfloor.serving import keys


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    desk.init(tmp_path / "desk", "Served").close()
    return tmp_path / "desk"


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is stopped before it answers: all but the waiting is done."""

    def run(server: object, sockets: list[socket.socket]) -> None:
        assert sockets[0].getsockname()[1]

    monkeypatch.setattr("uvicorn.Server.run", run)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process alone there")
def test_it_starts_answers_and_stops(folder: Path) -> None:
    command = [sys.executable, "-m", "watchfloor", "serve", "--desk", str(folder), "--port", "0", "--no-open"]
    with subprocess.Popen(  # noqa: S603 - our own interpreter and our own command
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        try:
            address = process.stdout.readline().split()[4]
            # Whoever reads the address may ask at once.
            with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own address
                assert "Served" in answer.read().decode()
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
            assert "Stopped" in process.stdout.read()
            assert process.stderr.read() == ""
        finally:
            process.kill()


def test_a_port_in_use_is_told_in_one_line(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert main(["serve", "--desk", str(folder), "--port", port, "--no-open"]) == 2
    told = capfd.readouterr()
    assert told.out == ""
    assert port in told.err and "--port" in told.err and told.err.count("\n") == 1


@pytest.mark.usefixtures("at_once")
def test_this_machine_needs_no_token(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--desk", str(folder), "--port", "0", "--no-open"]) == 0
    told = capsys.readouterr().out
    assert "http://127.0.0.1:" in told and "token" not in told
    assert keys.kept(folder) is None


@pytest.mark.usefixtures("at_once")
def test_another_address_makes_a_token_that_is_shown_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told(*more: str) -> str:
        arguments = ["serve", "--desk", str(folder), "--host", "0.0.0.0", "--port", "0", "--no-open", *more]  # noqa: S104
        assert main(arguments) == 0
        return capsys.readouterr().out

    first = told()
    token = first.split("shown this once: ")[1].split()[0]
    kept = keys.kept(folder)
    assert kept is not None and keys.fits(token, kept)
    assert token not in (folder / keys.FILE).read_text(encoding="ascii")
    again = told()
    assert "token" not in again and keys.kept(folder) == kept
    other = told("--new-token").split("shown this once: ")[1].split()[0]
    renewed = keys.kept(folder)
    assert renewed is not None and keys.fits(other, renewed) and not keys.fits(token, renewed)


def test_a_desk_that_is_none_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--desk", str(tmp_path), "--no-open"]) != 0
    assert "watchfloor init" in capsys.readouterr().err
