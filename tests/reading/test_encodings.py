"""Any encoding, declared or not, right or wrong."""

from __future__ import annotations

import pytest

from watchfloor.reading.encodings import decode

ENGLISH = "“It’s over,” the minister said – and left the café in a hurry. " * 4
RUSSIAN = "Министр заявил в понедельник, что переговоры в Вене будут продолжены до крайнего срока. " * 4
GERMAN = "Die Gespräche über die Anlage müssen schnell weitergehen, fügte der Außenminister hinzu. " * 4


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (ENGLISH, "utf-8"),
        (ENGLISH, "utf-8-sig"),
        (ENGLISH, "utf-16"),
        (ENGLISH, "utf-16-le"),
        (ENGLISH, "utf-16-be"),
        (ENGLISH, "utf-32"),
        (ENGLISH, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (GERMAN, "latin-1"),
    ],
)
def test_undeclared(text: str, codec: str) -> None:
    assert decode(text.encode(codec)) == text


@pytest.mark.parametrize(
    ("codec", "said"),
    [("cp1252", "iso-8859-1"), ("cp1251", "windows-1251"), ("cp1252", "US-ASCII"), ("utf-8", "iso-8859-1")],
)
def test_declared_in_the_page(codec: str, said: str) -> None:
    text = RUSSIAN if codec == "cp1251" else ENGLISH
    page = f'<html><head><meta charset="{said}"></head><body>{text}</body></html>'
    assert decode(page.encode(codec)) == page


@pytest.mark.parametrize("said", ["utf-7", "zlib", "rot13", "no-such", "", "undefined"])
def test_what_is_no_encoding_is_not_believed(said: str) -> None:
    assert decode(ENGLISH.encode(), said) == ENGLISH


def test_two_encodings_in_one_page() -> None:
    assert decode(ENGLISH.encode() * 5 + "It’s over.".encode("cp1252")) == ENGLISH * 5 + "It’s over."
