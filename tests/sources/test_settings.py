"""sources.toml: what is understood, and that every mistake is told with file, line and key."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from watchfloor.codec import from_json, to_json
from watchfloor.errors import BadSetting
from watchfloor.reading.columns import ColumnMap
from watchfloor.sources import rhythm, settings
from watchfloor.sources.settings import Watched
from watchfloor.types import Source

HEAD = '[[source]]\nid = "a"\naddress = "https://a.example/rss"\n\n'
FULL = """\
[[source]]
id = "corvane-1"
kind = "archive"
address = "old/corvane.csv"
outlet = "Corvane \\"Wire\\""
country = "GBR"
language = "en"
reliability = "B"
rhythm = "6h"
paused = true
columns = { text = "Body", published = "Date" }
"""


def test_a_whole_entry(tmp_path: Path) -> None:
    (entry,) = settings.decode(FULL, tmp_path / "sources.toml").entries
    source = Source("corvane-1", "archive", "old/corvane.csv", 'Corvane "Wire"', "GBR", "en", "B")
    assert entry == Watched(source, timedelta(hours=6), True, ColumnMap(text="Body", published="Date"))
    assert from_json(to_json(entry), Watched) == entry


def test_the_template_and_its_example(tmp_path: Path) -> None:
    path = tmp_path / settings.FILE
    assert settings.decode(settings.TEMPLATE, path) == settings.Sources()
    example = "\n".join(
        line[2:] for line in settings.TEMPLATE.split("\n") if line.startswith(("# [[", "# ")) and "=" in line
    )
    (entry,) = settings.decode("[[source]]\n" + example.partition("\n`")[0], path).entries
    assert entry.id == "corvane"


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[[source]\n", 1, "no TOML"),
        ("sources = 1\n", 1, "unknown key 'sources'"),
        ("source = 1\n", 1, "two brackets"),
        (HEAD + '[[source]]\nid = "b"\naddres = "x"\n', 7, "unknown key 'addres'"),
        (HEAD + '[[source]]\naddress = "https://b.example/"\n', 5, "id ''"),
        (HEAD + '[[source]]\nid = "B b"\naddress = "https://b.example/"\n', 6, "small letters"),
        (HEAD + '[[source]]\nid = "a"\naddress = "https://b.example/"\n', 6, "stands twice"),
        (HEAD + '[[source]]\nid = "b"\n', 5, "has no address"),
        (HEAD + '[[source]]\nid = "b"\naddress = "ftp://b.example/"\n', 7, "only http and https"),
        (HEAD + '[[source]]\nid = "b"\naddress = "http://10.0.0.1/"\n', 7, "no public address"),
        (HEAD + '[[source]]\nid = "b"\naddress = "http://127.0.0.1/"\n', 7, "no public address"),
        (HEAD + '[[source]]\nid = "b"\naddress = "http://10.0.0.1/"\n[fetch]\nloopback = true\n', 7, "no public"),
        (HEAD + '[[source]]\nid = "b"\naddress = "http://me:pw@b.example/"\n', 7, "password"),
        ('[[source]]\nid = "a"\nkind = "blog"\naddress = "x"\n', 3, "there are feed, page"),
        (HEAD.strip() + '\ncountry = "UK"\n', 4, "three capital letters"),
        (HEAD.strip() + '\nlanguage = "english"\n', 4, "two small letters"),
        (HEAD.strip() + '\nreliability = "G"\n', 4, "A to F"),
        (HEAD.strip() + '\nreliability = ""\n', 4, "A to F"),
        (HEAD.strip() + '\nrhythm = "often"\n', 4, "write 30m"),
        (HEAD.strip() + "\nrhythm = 30\n", 4, "text in quotation marks"),
        (HEAD.strip() + '\npaused = "no"\n', 4, "true or false"),
        (HEAD.strip() + '\ncolumns = { body = "Body" }\n', 1, "no part of an article"),
        ("[fetch]\npace = 0\n", 2, "pace must be 0.5 to"),
        ("[fetch]\nhosts = true\n", 2, "a whole number"),
        ('[fetch]\nloopback = "yes"\n', 2, "true or false"),
        ("[fetch]\nspeed = 1\n", 2, "unknown key 'speed'"),
        ('[fetch]\nproxy = "socks5://x"\n', 2, "must be like http"),
    ],
)
def test_mistakes(text: str, line: int, says: str, tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    with pytest.raises(BadSetting) as error:
        settings.decode(text, path)
    assert str(error.value).startswith(f"{path}:{line}: ")
    assert says in str(error.value)
    assert "me:pw" not in str(error.value)


def test_adding_keeps_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / settings.FILE
    path.write_text("# mine\n" + HEAD, encoding="utf-8")
    added = Watched(Source("b", "feed", "https://b.example/", 'The "B"\n', "", "en", "C"), timedelta(days=1))
    settings.append(path, [added])
    assert path.read_text(encoding="utf-8").startswith("# mine\n" + HEAD)
    assert [entry.id for entry in settings.read(path).entries] == ["a", "b"]
    before = path.read_bytes()
    with pytest.raises(BadSetting, match="stands twice"):
        settings.append(path, [added])
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("30m", 30),
        ("6h", 360),
        ("2d", 2880),
        ("1w", 10080),
        ("daily", 1440),
        ("Hourly", 60),
        ("0m", None),
        ("9999d", None),
    ],
)
def test_rhythms(text: str, length: int | None) -> None:
    assert rhythm.parse(text) == (None if length is None else timedelta(minutes=length))


HOUR = 3_600_000_000


@pytest.mark.parametrize(
    ("hours", "silence", "check"),
    [
        ([], None, 0.5),
        (list(range(8)), None, 0.5),  # seven gaps teach nothing
        (list(range(40)), 3.0, 1.0),
        ([n * 24 for n in range(30)], 36.0, 6.0),
        ([n / 60 for n in range(60)], 3.0, 1 / 6),
        # every half hour by day, silent over night and on two days of the week; one outage of a week
        ([d * 24 + 8 + h / 2 for d in range(21) if d % 7 < 5 for h in range(24)], 18.75, 0.5),
        ([d * 24 + 8 + h / 2 for d in [*range(7), *range(14, 28)] for h in range(24)], 18.75, 0.5),
        # by day every two hours, silent over night
        ([d * 24 + h for d in range(10) for h in range(8, 22, 2)], 18.0, 2.0),
    ],
)
def test_learned(hours: list[float], silence: float | None, check: float) -> None:
    times = [int(hour * HOUR) for hour in hours]
    learned = rhythm.learned(times)
    assert (None if learned is None else learned / timedelta(hours=1)) == silence
    assert rhythm.check_every(None, rhythm.usual(times)) / timedelta(hours=1) == pytest.approx(check)


@pytest.mark.parametrize(
    ("name", "ident"),
    [("Corvane Wire", "corvane-wire"), ("www.corvane.example", "corvane-example"), ("الخبر", "source"), ("A!", "a-2")],
)
def test_ids(name: str, ident: str) -> None:
    assert settings.new_id(name, ["a"]) == ident
