"""Text from elsewhere does nothing on a terminal."""

from __future__ import annotations

import io
import json

import pytest

from watchfloor.inert import inert, inert_text, json_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words, naïve Erdoğan — «ok»", "plain words, naïve Erdoğan — «ok»"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("\x9b31m", "\\x9b31m"),
        ("evil\u202etxt.exe", "evil\\u202etxt.exe"),
        ("\u2066x\u2069", "\\u2066x\\u2069"),
        ("tag\U000e0041", "tag\\U000e0041"),
        ("lone \ud800 surrogate", "lone \\ud800 surrogate"),
        ("two\nlines\r\nand\ttabs\u2028x", "two lines and tabs x"),
        ("back\x08space\x7f", "back\\x08space\\x7f"),
        ("[red]markup[/red] :smile:", "[red]markup[/red] :smile:"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("می‌خواهم", "می‌خواهم"),
        ("z" + "\u0301" * 500 + "algo", "z" + "\u0301" * 8 + "…algo"),
        ("שָׁלוֹם, ที่นี่, Việt", "שָׁלוֹם, ที่นี่, Việt"),
    ],
)
def test_inert(text: str, shown: str) -> None:
    assert inert(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("evil\u202etxt.exe", "evil\\u202etxt.exe"),
        ("\u2066x\u2069\x1b[31m\r\x85", "\\u2066x\\u2069\\x1b[31m\\x0d\\x85"),
        ("tag\U000e0041 \ufff9", "tag\\U000e0041 \\ufff9"),
        ("\u05d0\u200f(x)\u200f so\u00adft \u0645\u06cc\u200c", "\u05d0\u200f(x)\u200f so\u00adft \u0645\u06cc\u200c"),
    ],
)
def test_inert_text(text: str, shown: str) -> None:
    assert inert_text(text) == shown


def test_rich_prints_markup_as_text(monkeypatch: pytest.MonkeyPatch) -> None:
    from watchfloor.cli.terminal import console, words

    out = io.StringIO()
    monkeypatch.setattr("sys.stdout", out)
    console().print(words("[bold red]x[/] :smile: \x1b[5mblink https://example.org"))
    assert out.getvalue() == "[bold red]x[/] :smile: \\x1b[5mblink https://example.org\n"


@pytest.mark.parametrize("text", ["\x1b[31m", "\x9b", "\u202e", "\U000e0041", "\ud800", 'quote " \\ \n', "ایران"])
@pytest.mark.parametrize("indent", [None, 2])
def test_json_is_safe_and_the_same(text: str, indent: int | None) -> None:
    printed = json_text({"title": text}, indent)
    assert json.loads(printed) == {"title": text}
    assert not any(
        ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202e\U000e0041\ud800" for c in printed.replace("\n", "")
    )
