"""The hand-kept sites: each lies where its row says, told by the towns around it, and is read with its precision."""

from __future__ import annotations

import math
import random
from collections import defaultdict
from functools import cache

import pytest

from watchfloor import packs
from watchfloor.errors import PackDamaged
from watchfloor.resolving.gazetteer import COUNTRY_COLUMNS, SITE_COLUMNS, Gazetteer, key
from watchfloor.resolving.places import choose, distance

BORDER_KM = 75.0
"""how much farther than the nearest town a town of the site's own country may lie: crossings, empty borderlands"""
EMPTY_KM = 130.0
"""a site with no town of any country this near is out at sea or in a desert, where towns tell nothing"""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load()


@cache
def sites() -> tuple[tuple[str, ...], ...]:
    return tuple(row.cells for row in packs.rows(packs.folder("places") / "sites.tsv", SITE_COLUMNS))


@cache
def towns() -> dict[tuple[int, int], list[tuple[float, float, str]]]:
    """The towns of the pack by whole degrees."""
    out: dict[tuple[int, int], list[tuple[float, float, str]]] = defaultdict(list)
    for line in packs.read_text(packs.folder("places") / "cities.tsv").split("\n"):
        cells = line.split("\t")
        if len(cells) > 6 and cells[5] and cells[0] != "name":
            lat, lon = float(cells[5]), float(cells[6])
            out[math.floor(lat), math.floor(lon)].append((lat, lon, cells[3]))
    return out


def nearest(lat: float, lon: float, within: float) -> dict[str, float]:
    """The distance of the nearest town of each country within so many kilometres."""
    out: dict[str, float] = {}
    high = int(within / 111) + 1
    wide = min(180, int(within / 111 / max(0.05, math.cos(math.radians(lat)))) + 1)
    for a in range(math.floor(lat) - high, math.floor(lat) + high + 1):
        for b in range(math.floor(lon) - wide, math.floor(lon) + wide + 1):
            for at_lat, at_lon, country in towns().get((a, (b + 180) % 360 - 180), ()):
                far = distance((lat, lon), (at_lat, at_lon))
                if far <= within:
                    out[country] = min(far, out.get(country, far))
    return out


def misplaced(country: str, lat: float, lon: float, km: float) -> bool:
    """Whether the towns around a dot speak against the country that its row names."""
    around = nearest(lat, lon, EMPTY_KM)
    if not country or not around:
        return False
    return around.get(country, math.inf) > min(around.values()) + BORDER_KM + km


# Islands near another state's coast, crossings in the desert, and a dam far from its country's towns.
FAR_FROM_OWN_TOWNS = frozenset(
    """rukban-camp coco-islands linosa dollo-ado-camps caprivi-strip western-sahara-berm
    storskog renk-crossing al-waleed-crossing arar-crossing guerguerat shaybah
    kastellorizo baengnyeong grand-ethiopian-renaissance-dam""".split()
)


def test_every_site_lies_in_the_country_that_its_row_names() -> None:
    wrong = {c[0] for c in sites() if misplaced(c[3], float(c[4]), float(c[5]), float(c[6]))}
    assert wrong <= FAR_FROM_OWN_TOWNS, sorted(wrong - FAR_FROM_OWN_TOWNS)


def test_the_check_sees_a_site_that_is_out_of_place() -> None:
    """Two hundred sites drawn by a seed, each moved to the dot of another country's site."""
    drawn = [c for c in sites() if c[3] and float(c[6]) <= 50]
    random.Random(4).shuffle(drawn)  # noqa: S311 — a seeded draw, no secret
    moved = [(a, b) for a, b in zip(drawn[:200], drawn[200:400], strict=True) if a[3] != b[3]]
    seen = sum(misplaced(a[3], float(b[4]), float(b[5]), float(a[6])) for a, b in moved)
    assert seen >= 0.85 * len(moved)


def test_the_rows_are_whole_and_no_name_is_glued_or_doubled(gazetteer: Gazetteer) -> None:
    countries = {row.cells[0] for row in packs.rows(packs.folder("places") / "countries.tsv", COUNTRY_COLUMNS)}
    assert len(sites()) >= 600
    assert len({c[0] for c in sites()}) == len(sites())
    dots: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for ident, name, _, country, lat, lon, km, aliases in sites():
        assert country in countries | {""}, ident
        assert abs(float(lat)) <= 90 and abs(float(lon)) <= 180 and 0 < float(km) <= 3000, ident
        names = [name, *filter(None, aliases.split("|"))]
        assert all(2 < len(n) < 60 and n == n.strip() and "  " not in n for n in names), ident
        assert len(set(names)) == len(names), ident
        for folded in {key(n) for n in names}:
            assert all(distance(d, (float(lat), float(lon))) > 5 for d in dots[folded]), f"{ident}: {folded} twice"
            dots[folded].append((float(lat), float(lon)))
        assert any(c.id == f"news:{ident}" for c in gazetteer.lookup(name)), ident


CHOSEN = [
    ("Heathrow", "point", "GBR"), ("Hostomel airport", "point", "UKR"), ("Mitiga", "point", "LBY"),
    ("Sednaya prison", "point", "SYR"), ("Bab al-Hawa", "point", "SYR"), ("Rumaila oil field", "region", "IRQ"),
    ("West Qurna", "region", "IRQ"), ("Osirak reactor", "point", "IRQ"), ("Kakhovka Dam", "point", "UKR"),
    ("Shatt al-Arab", "water", ""), ("Sea of Marmara", "water", "TUR"), ("Qandil", "region", "IRQ"),
    ("Mischief Reef", "point", ""), ("al-Aqsa mosque", "point", ""), ("Bekaa Valley", "region", "LBN"),
    ("Jabaliya refugee camp", "point", "PSE"), ("GERD", "point", "ETH"), ("Okinawa Island", "region", "JPN"),
    ("Khan Sheikhoun", "city", "SYR"), ("Pearl Harbor", "point", "USA"), ("Zamzam camp", "point", "SDN"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "country"), CHOSEN)
def test_a_site_is_read_with_its_kind(gazetteer: Gazetteer, name: str, kind: str, country: str) -> None:
    chosen = choose(name, gazetteer)
    assert chosen is not None and (chosen.kind, chosen.country) == (kind, country)


@pytest.mark.parametrize(("old", "new"), [("\tairport\t", "\tairprot\t"), ("\t33.26\t", "\tnorth\t")])
def test_a_damaged_row_is_one_clear_error(tmp_path: object, old: str, new: str) -> None:
    from pathlib import Path

    root = Path(str(tmp_path)) / "places"
    root.mkdir()
    for path in packs.folder("places").glob("*.tsv"):
        (root / path.name).write_bytes(path.read_bytes())
    sites_file = root / "sites.tsv"
    sites_file.write_text(sites_file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PackDamaged, match=r"sites\.tsv:\d+"):
        Gazetteer.load(root.parent)
