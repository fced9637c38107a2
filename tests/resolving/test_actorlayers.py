"""A folder of the user's own over the bundled actors: what is added, what wins, what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from watchfloor.errors import BadSetting
from watchfloor.resolving import actorpack, people
from watchfloor.resolving.actorpack import COLUMNS
from watchfloor.resolving.actors import ActorBook


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "actors"
    folder.mkdir()
    return folder


def write(own: Path, table: str, *rows: str, comment: str = "") -> None:
    text = "\n".join([*([f"# {comment}"] if comment else []), "\t".join(COLUMNS[table]), *rows, ""])
    (own / f"{table}.tsv").write_text(text, encoding="utf-8")


def test_rows_are_added_and_a_name_means_what_the_user_says(own: Path) -> None:
    write(own, "groups", "red-hand\tRed Hand\tIRQ\tREB\t2013")
    # "Hezbollah" is a group of the pack, "the Pentagon" an agency: both names get another meaning here.
    write(own, "group-names", "Red Hand\tred-hand", "Hezbollah\tred-hand", "Pentagon\tred-hand")
    before, after = actorpack.load(), actorpack.load(own=own)
    for name in ("red hand", "hezbollah", "pentagon"):
        assert [alias.id for alias in after.aliases[name]] == ["red-hand"]
    assert set(before.entities) == set(after.entities) - {"red-hand"}
    changed = {name for name, aliases in after.aliases.items() if before.aliases.get(name) != aliases}
    assert changed == {"red hand", "hezbollah", "pentagon"}


def test_a_file_from_before_there_was_a_column_for_context_still_counts(own: Path) -> None:
    (own / "group-names.tsv").write_text("\ufeffalias\tgroup\tcase\r\nScarlet Fist\tisis\r\n", encoding="utf-8")
    (alias,) = actorpack.load(own=own).aliases["scarlet fist"]
    assert (alias.id, alias.exact, alias.context) == ("isis", "", frozenset())


def test_a_thing_of_the_pack_can_be_described_anew(own: Path) -> None:
    write(own, "groups", "isis\tIslamic State\tSYR\tREB UAF\t2013")
    tables = actorpack.load(own=own)
    assert (tables.entities["isis"].country, tables.entities["isis"].sectors) == ("SYR", ("REB", "UAF"))
    assert any(alias.id == "isis" for alias in tables.aliases["isis"])


def test_a_new_holder_takes_over_and_holds_until_the_user_ends_it(own: Path) -> None:
    write(own, "holders", "ada-novak\tAda Novak\tNovak\tpresident\tGOV\tIRQ\t2027-03-01\t\tunchecked")
    tables = actorpack.load(own=own)
    held = people.holder(tables, "IRQ", "president", date(2030, 1, 1))
    assert held is not None and (held.id, held.office) == ("person:ada-novak", "president")
    assert people.holder(actorpack.load(), "IRQ", "president", date(2030, 1, 1)) is None
    earlier = people.holder(tables, "IRQ", "president", date(2014, 1, 1))
    assert earlier is not None and earlier.id == "person:jalal-talabani"


def test_an_office_of_the_pack_can_be_ended(own: Path) -> None:
    row = next(h for held in actorpack.load().holdings.values() for h in held if h.until == date.max and h.key)
    since = row.since.isoformat()
    written = next(
        r for r in actorpack.layers().rows("holders") if (r.cells[0], r.cells[3]) == (row.person, row.office)
    )
    since = written.cells[6]
    write(own, "holders", "\t".join((*written.cells[:7], "2099", "unchecked")))
    held = actorpack.load(own=own).holdings[row.person]
    assert [h.until for h in held if h.office == row.office and h.of == written.cells[5]].count(date(2099, 12, 31)) == 1
    assert since and len(held) == len(actorpack.load().holdings[row.person])


def test_the_book_is_another_one_exactly_when_a_row_is(own: Path) -> None:
    plain = ActorBook.load().fingerprint
    write(own, "groups")
    assert ActorBook.load(own=own).fingerprint == plain
    write(own, "groups", "red-hand\tRed Hand\tIRQ\tREB")
    added = ActorBook.load(own=own).fingerprint
    assert added.startswith(plain) and added != plain
    write(own, "groups", "red-hand\tRed Hand\tIRQ\tREB", comment="checked in June")
    assert ActorBook.load(own=own).fingerprint == added
    write(own, "groups", "red-hand\tRed Hand\tIRQ\tUAF")
    assert ActorBook.load(own=own).fingerprint not in (plain, added)


@pytest.mark.parametrize(
    ("table", "row", "told"),
    [
        ("groups", "red-hand\tRed Hand\tXXX\tREB", "write a code such as IRQ"),
        ("groups", "red-hand\tRed Hand\tIRQ\tREBEL", "there are AGR BUS"),
        ("groups", "red-hand\tRed Hand\tIRQ\tREB\tJune 2014", "write 2014, 2014-06 or 2014-06-24"),
        ("groups", "irgc\tRed Hand\tIRQ\tREB", "choose another"),
        ("groups", "a\tb\tIRQ\tREB\t\t\t\t\tx", "only 7 columns"),
        ("group-names", "Red Hand\tred-hnad", "add its row, or mend the id"),
        ("group-names", "...\tisis", "no letter"),
        ("holders", "ada-novak\tAda Novak\tNovak\tpresident\tGOV\tMARS\t2027", "name a country such as IRQ"),
        ("holders", "Ada Novak\tAda Novak\tNovak\tpresident\tGOV\tIRQ\t2027", "lower-case words with hyphens"),
        ("people-names", "Ada Novak\tada-novak", "no such person"),
    ],
)
def test_a_fault_names_file_line_and_what_to_do(own: Path, table: str, row: str, told: str) -> None:
    write(own, table, row)
    with pytest.raises(BadSetting) as raised:
        ActorBook.load(own=own)
    assert str(raised.value).startswith(f"{own / table}.tsv:2: ") and told in str(raised.value)
    assert raised.value.exit_code == 2 and "\n" not in str(raised.value)


def test_every_fault_is_told_at_once(own: Path) -> None:
    write(own, "groups", "one\tOne\tXXX\tREB", "two\tTwo\tIRQ\tBAD")
    with pytest.raises(BadSetting, match=r"groups\.tsv:2: one: .*; .*groups\.tsv:3: two: "):
        ActorBook.load(own=own)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("group.tsv", b"id\tname\n", "no table of actors; there are countries.tsv"),
        ("groups.tsv", b"", "its first line must name the columns id, name"),
        ("groups.tsv", b"id,name\n", "columns must be id, name"),
        ("groups.tsv", b"id\tname\n\xff\xfe\n", "save the file as UTF-8"),
    ],
)
def test_a_file_that_is_no_table(own: Path, name: str, content: bytes, told: str) -> None:
    (own / name).write_bytes(content)
    with pytest.raises(BadSetting) as raised:
        ActorBook.load(own=own)
    assert str(own / name) in str(raised.value) and told in str(raised.value)
