"""Places: a row is a text and what must be read from it; sentences are written by hand, so no model is needed."""

from __future__ import annotations

import pytest

from watchfloor import packs
from watchfloor.errors import PackDamaged
from watchfloor.resolving.gazetteer import COUNTRY_COLUMNS, REGION_COLUMNS, SORTED_COLUMNS, Gazetteer, key
from watchfloor.resolving.places import Setting, choose, find, places_of, setting_of
from watchfloor.types import Sentence


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


COUNTRY_OF = [
    ("Dabiq", "SYR"), ("Stepanakert", "AZE"), ("Jurf al-Sakhar", "IRQ"), ("Maarat al-Numan", "SYR"), ("Torkham", "AFG"),
    ("Mosul", "IRQ"), ("ar-Raqqah", "SYR"), ("Raqqa", "SYR"), ("Falluja", "IRQ"), ("Fallujah", "IRQ"),
    ("Tal Afar", "IRQ"), ("Kobani", "SYR"), ("Deir al-Zor", "SYR"), ("Hodeidah", "YEM"), ("Kiev", "UKR"),
    ("Kyiv", "UKR"), ("Anbar", "IRQ"), ("Salahuddin", "IRQ"), ("Helmand", "AFG"), ("Donbass", "UKR"),
    ("Paris", "FRA"), ("the Gaza Strip", "PSE"), ("U.S.", "USA"), ("Burma", "MMR"), ("Persian Gulf", None),
    ("Middle East", None), ("Qwertyville", None), ("", None), ("\x00\ud800", None), ("Mecca", "SAU"),
    ("Bombay", "IND"), ("St. Petersburg", "RUS"), ("Cote d'Ivoire", "CIV"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "country"), COUNTRY_OF)
def test_a_name_lies_in_its_country(gazetteer: Gazetteer, name: str, country: str | None) -> None:
    assert gazetteer.country_of(name) == country


CHOSEN = [
    # name, what follows, kind word, focus, id or (kind, country)
    ("Georgia", (), "", "", ("country", "GEO")),
    ("Georgia", ("U.S.",), "", "", ("province", "USA")),
    ("Washington", (), "", "", ("city", "USA")),
    ("Washington", (), "province", "", ("province", "USA")),
    ("Tripoli", (), "", "LBN", ("city", "LBN")),
    ("Tripoli", (), "", "LBY", ("city", "LBY")),
    ("Tripoli", ("Lebanon",), "", "LBY", ("city", "LBN")),
    ("Paris", ("Texas",), "", "", ("city", "USA")),
    ("Kunduz", (), "province", "", ("province", "AFG")),
    ("Kunduz", (), "city", "", ("city", "AFG")),
    ("Gaza", (), "", "ISR", ("city", "PSE")),
]


@pytest.mark.parametrize(("name", "inside", "kind", "focus", "expected"), CHOSEN)
def test_a_name_is_chosen_by_its_surroundings(
    gazetteer: Gazetteer, name: str, inside: tuple[str, ...], kind: str, focus: str, expected: tuple[str, str]
) -> None:
    chosen = choose(name, gazetteer, inside=inside, kind=kind, focus=focus)
    assert chosen is not None and (chosen.kind, chosen.country) == expected


def test_the_setting_of_an_article_weighs_its_names(gazetteer: Gazetteer) -> None:
    setting = setting_of(["Lebanon", "Lebanese", "Beirut", "Syria"], gazetteer)
    assert setting.focus == "LBN" and abs(sum(setting.shares.values()) - 1) < 1e-9
    chosen = choose("Tripoli", gazetteer, setting)
    assert chosen is not None and chosen.country == "LBN"
    assert setting_of([], gazetteer) == Setting()


# --- sentences
# ----------------------------------------------------------------------------------------------------------


def sentence(rows: str) -> tuple[str, Sentence]:
    """A sentence from rows of `word upos head(1-based) rel name`; a word that begins with _ is glued to the one
    before."""
    cells = [row.split() for row in rows.strip().splitlines()]
    words, starts, ends, text = [], [], [], ""
    for word, *_ in cells:
        glued, plain = word.startswith("_"), word.removeprefix("_")
        text += "" if glued or not text else " "
        starts.append(len(text))
        text += plain
        ends.append(len(text))
        words.append(plain)
    lemmas = {
        "seized": "seize",
        "bombed": "bomb",
        "attacked": "attack",
        "said": "say",
        "arrived": "arrive",
        "sent": "send",
        "left": "leave",
    }
    return text, Sentence(
        0, len(text), tuple(words), tuple(lemmas.get(w, w.lower()) for w in words), tuple(c[1] for c in cells),
        ("",) * len(cells), ("",) * len(cells), tuple(int(c[2]) - 1 for c in cells), tuple(c[3] for c in cells),
        tuple(starts), tuple(ends), tuple(c[4] if len(c) > 4 else "O" for c in cells),
    )  # fmt: skip


SEIZED = """
Rebels NOUN 2 nsubj
seized VERB 0 root
Tikrit PROPN 2 obj B-LOC
and CCONJ 5 cc
Mosul PROPN 3 conj B-LOC
in ADP 8 case
northern ADJ 8 amod
Iraq PROPN 2 obl B-LOC"""

METONYM = """
Washington PROPN 2 nsubj B-LOC
said VERB 0 root
rebels NOUN 4 nsubj
attacked VERB 2 ccomp
a DET 6 det
checkpoint NOUN 4 obj
near ADP 8 case
Kirkuk PROPN 6 nmod B-LOC
_, PUNCT 10 punct
Iraq PROPN 8 appos B-LOC"""

UNLABELLED = """
Troops NOUN 2 nsubj
left VERB 0 root
Anbar PROPN 4 compound
province NOUN 2 obj
for ADP 6 case
Syria PROPN 2 obl"""


def test_coordinated_places_are_all_the_act_s_and_the_country_that_holds_them_is_not(gazetteer: Gazetteer) -> None:
    text, s = sentence(SEIZED)
    found = find(s, version="v", text=text, gazetteer=gazetteer)
    assert [(c.words, c.value.precision, c.value.country) for _, c in found] == [
        ("Tikrit", "city", "IRQ"),
        ("Mosul", "city", "IRQ"),
        ("northern Iraq", "region", "IRQ"),
    ]
    region = found[2][1]
    assert (region.value.lat, region.value.lon, region.rule) == (None, None, "place:part-of")
    assert [c.words for c in places_of(s, (1,), 1, found)] == ["Tikrit", "Mosul"]
    first = places_of(s, (1,), 1, found)[0]
    assert first.value.lat is not None and abs(first.value.lat - 34.6) < 0.2


def test_a_capital_that_speaks_is_no_place_and_near_lowers_the_precision(gazetteer: Gazetteer) -> None:
    text, s = sentence(METONYM)
    found = find(s, version="v", text=text, gazetteer=gazetteer)
    (attack,) = places_of(s, (3,), 3, found)
    assert (attack.words, attack.value.precision, attack.rule) == ("Kirkuk", "district", "place:near")
    assert places_of(s, (1,), 1, found) == ()


def test_a_name_the_tagger_left_unlabelled_is_still_found(gazetteer: Gazetteer) -> None:
    text, s = sentence(UNLABELLED)
    found = find(s, version="v", text=text, gazetteer=gazetteer)
    assert [(c.words, c.value.precision) for _, c in found] == [("Anbar province", "province"), ("Syria", "country")]
    assert found[1][1].value.lat is None
    assert [c.words for c in places_of(s, (1,), 1, found)] == ["Anbar province"]


# --- the files
# ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["units.tsv", "cities.tsv"])
def test_the_big_files_are_sorted_whole_and_point_to_places_that_exist(name: str) -> None:
    path = packs.folder("places") / name
    lines = [line for line in packs.read_text(path).split("\n") if line and not line.startswith("#")]
    assert tuple(lines[0].split("\t")) == SORTED_COLUMNS
    table = [line.split("\t") for line in lines[1:]]
    keys = [key(cells[0]) for cells in table]
    assert keys == sorted(keys), "sort the file with training/places.py"
    main = {(cells[1], cells[0]) for cells in table if len(cells) > 3}
    countries = {row.cells[0] for row in packs.rows(packs.folder("places") / "countries.tsv", COUNTRY_COLUMNS)}
    for cells in table:
        if len(cells) == 3:
            assert (cells[1], cells[2]) in main, cells
        else:
            assert len(cells) == len(SORTED_COLUMNS) and cells[3] in countries and cells[2] == "", cells
            assert cells[5] == "" or (abs(float(cells[5])) <= 90 and abs(float(cells[6])) <= 180), cells
            assert int(cells[7]) >= 0
    assert len({tuple(c) for c in table}) == len(table)


def test_the_hand_written_files_hold_no_glued_or_doubled_names() -> None:
    root = packs.folder("places")
    regions = list(packs.rows(root / "regions.tsv", REGION_COLUMNS))
    countries = list(packs.rows(root / "countries.tsv", COUNTRY_COLUMNS))
    known = {r.cells[0] for r in countries}
    assert len({r.cells[0] for r in regions}) == len(regions)
    for row in regions:
        assert set(filter(None, row.cells[3].split("|"))) <= known, row
        assert bool(row.cells[4]) == bool(row.cells[5]), row
    for row in (*regions, *countries):
        names = (
            [row.cells[1], *row.cells[-1].split("|")] if row in regions else [row.cells[2], *row.cells[6].split("|")]
        )
        assert all(len(n) < 70 and n == n.strip() and "  " not in n for n in names), row
        assert len(names) == len(set(names)), row


def test_a_damaged_pack_is_one_clear_error(tmp_path: object) -> None:
    from pathlib import Path

    root = Path(str(tmp_path)) / "places"
    root.mkdir()
    for path in packs.folder("places").glob("*.tsv"):
        (root / path.name).write_bytes(path.read_bytes()[:2000] if path.name == "cities.tsv" else path.read_bytes())
    (root / "cities.tsv").write_text("wrong\tcolumns\n", encoding="utf-8")
    with pytest.raises(PackDamaged, match=r"cities\.tsv"):
        Gazetteer.load(root.parent)
