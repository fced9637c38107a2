"""The examples of the guide to the API are asked for as they stand there."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import msgspec
import pytest
from starlette.testclient import TestClient

from watchfloor import config
from watchfloor.cli import main
from watchfloor.serving import keys
from watchfloor.serving.api.routes import OPERATIONS
from watchfloor.serving.app import make_app

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "api.md").read_text(encoding="utf-8")
BLOCKS = [line.strip() for line in GUIDE.splitlines() if line.startswith("    ")]
CALLS = [line for line in BLOCKS if line.startswith("curl")]


def test_the_examples_answer(sample_desk: Path, tmp_path: Path) -> None:
    shutil.copytree(sample_desk, tmp_path / "desk")
    app = make_app(tmp_path / "desk", token=keys.hashed("TOKEN"))
    with TestClient(app, base_url="http://127.0.0.1:8765", headers={"authorization": "Bearer TOKEN"}) as client:
        fact = client.get("/api/v1/events?limit=1").json()["items"][0]["id"]
        assert len(CALLS) > 6
        for call in CALLS:
            words = shlex.split(call.replace("ev:1a2b3c4d5e6f", fact))[1:]
            headers = dict(words[n + 1].split(": ", 1) for n, word in enumerate(words) if word == "-H")
            body = next((words[n + 1] for n, word in enumerate(words) if word == "-d"), None)
            found = client.request("POST" if body else "GET", words[-1], headers=headers, content=body)
            assert found.status_code == (201 if body else 200), call
            if "json" in found.headers["content-type"] and "items" in found.json():
                assert found.json()["items"], call
            if "csv" in call:
                assert found.text.count("\r\n") > 1, call


def test_every_address_is_told() -> None:
    rows = [row for row in GUIDE.splitlines() if row.startswith("| `/")]
    told = {part.partition("?")[0] for row in rows for part in row.split("`")[1::2] if part.startswith("/")}
    tops = {f"/{one.path.strip('/').partition('/')[0]}" for one in OPERATIONS if one.path}
    assert tops <= {f"/{address.strip('/').partition('/')[0]}" for address in told}
    assert told <= {one.path for one in OPERATIONS}


def test_the_description_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--openapi"]) == 0
    told = msgspec.json.decode(capsys.readouterr().out)
    assert told["openapi"] == "3.1.0" and "/events" in told["paths"]


def test_the_setting_is_one(tmp_path: Path) -> None:
    path = tmp_path / config.FILE
    path.write_text('name = "x"\n' + "\n".join(BLOCKS[BLOCKS.index("[serving]") :]), encoding="utf-8")
    assert config.read(path).serving.full_text
