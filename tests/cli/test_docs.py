"""Prose that claims is prose that runs: the commands of the README and of the docs, and the list of commands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from watchfloor.cli import main
from watchfloor.cli.group import COMMANDS
from watchfloor.cli.root import root

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "src" / "watchfloor" / "data" / "sample"
DOCUMENTS = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    ROOT / "ARCHITECTURE.md",
    ROOT / "CONTRIBUTING.md",
]


def block_lines(document: Path) -> Iterator[str]:
    """The lines of a document's indented code blocks, without their comments."""
    for line in document.read_text(encoding="utf-8").splitlines():
        if line.startswith("    ") and not line.lstrip().startswith(("-", "*")):
            yield re.sub(r"\s+#.*", "", line).strip()


def commands(document: Path) -> list[str]:
    return [part for line in block_lines(document) for part in line.split(" && ") if part.startswith("watchfloor ")]


def test_the_commands_of_the_readme_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pages").mkdir()
    for number, page in enumerate(sorted(SAMPLE.glob("2014-06-2*.html"))):
        (tmp_path / "pages" / page.name).write_bytes(page.read_bytes())
        if not number:
            (tmp_path / "page.html").write_bytes(page.read_bytes())
    (tmp_path / "gold.jsonl").write_text('{"text": "Iran sent troops to Iraq.", "events": []}\n', "utf-8")
    (tmp_path / "notes.txt").write_text("Kerry arrived in Baghdad on Monday and met the prime minister.\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    # A server goes on until it is stopped: here it does all that comes before that.
    monkeypatch.setattr("uvicorn.Server.run", lambda *_, **__: None)
    ident, seen = "", []
    for line in commands(ROOT / "README.md"):
        words = [ident if word == "ID" else word for word in shlex.split(line)[1:]]
        if words[0] == "serve":
            words += ["--port", "0", "--no-open"]
        code = main(words)
        out = capsys.readouterr().out
        assert code == 0, line
        seen.append(words[0])
        ident = next(iter(re.findall(r"ev:[0-9a-f]{6}", out)), ident)
    assert set(seen) == set(COMMANDS)


def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    assert main(["init", "iraq"]) == 0
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own README


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_in_the_docs_exists(document: Path) -> None:
    for line in commands(document):
        name = shlex.split(line)[1]
        assert name in COMMANDS or name.startswith("-") or name == "COMMAND", line


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


@pytest.mark.parametrize("name", COMMANDS)
def test_the_reference_names_every_option(name: str) -> None:
    text = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    section = text.partition(f"\n## {name}")[2].partition("\n## ")[0]
    assert section, f"{name} has no section"
    command = root.get_command(click.Context(root), name)
    assert command is not None
    documented = {name: (command, section)}
    for sub in command.commands.values() if isinstance(command, click.Group) else ():
        _, heading, rest = section.partition(f"\n### {name} {sub.name}")
        assert heading, f"{name} {sub.name} has no section"
        documented[f"{name} {sub.name}"] = (sub, rest.partition("\n### ")[0])
    for full, (found, part) in documented.items():
        for parameter in found.params:
            if isinstance(parameter, click.Option):
                assert any(option in part for option in parameter.opts), f"{full}: {parameter.opts}"


def test_the_architecture_names_every_folder() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    package = ROOT / "src" / "watchfloor"
    for path in package.iterdir():
        if path.name not in ("__pycache__", "py.typed", "__main__.py"):
            assert path.name in text, path.name
