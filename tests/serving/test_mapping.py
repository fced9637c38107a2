"""Paper and outlines: places lie where they are, countries keep their share of the paper, nothing breaks."""

from __future__ import annotations

import re
from math import hypot
from pathlib import Path

import pytest

from watchfloor.errors import PackDamaged
from watchfloor.packs import BUNDLED, rows
from watchfloor.serving import mapping, outlines
from watchfloor.serving.mapping import Box

IRAQ = mapping.sheet(Box(36, 29, 49, 38))


def area(path: str) -> float:
    total = 0.0
    for ring in path.split("M")[1:]:
        (x, y), *steps = [
            (float(a), float(b)) for a, b in zip(*[iter(re.findall(r"-?\d+(?:\.\d+)?", ring))] * 2, strict=True)
        ]
        points = [(x, y)]
        for dx, dy in steps:
            x, y = x + dx, y + dy
            points.append((x, y))
        total += sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True)) / 2
    return abs(total)


@pytest.mark.parametrize("box", [box for _, box in mapping.REGIONS.values()])
def test_a_stretch_is_on_its_paper(box: Box) -> None:
    on = mapping.sheet(box)
    assert mapping.LOWEST <= on.height <= mapping.HIGHEST
    for lon in (box.west + 0.01, box.middle[0], box.east - 0.01):
        for lat in (box.south, box.middle[1], box.north):
            x, y = on.at(lon, lat)
            assert -1 <= x <= on.width + 1 and -1 <= y <= on.height + 1
    x, y = on.at(*box.middle)
    assert abs(x - on.width / 2) < 40
    assert on.at(box.middle[0] - 360, box.middle[1]) == pytest.approx((x, y))


@pytest.mark.parametrize(("lon", "lat"), [(44.4, 33.3), (36.2, 29.5), (48.9, 37.9)])
def test_there_and_back(lon: float, lat: float) -> None:
    assert IRAQ.world(*IRAQ.at(lon, lat)) == pytest.approx((lon, lat))
    assert mapping.sheet(mapping.WORLD).world(1, 1) is None


def test_north_is_up_and_east_is_right() -> None:
    (x, y), (east, _), (_, north) = IRAQ.at(44, 33), IRAQ.at(45, 33), IRAQ.at(44, 34)
    assert east > x and north < y


def test_countries_have_their_true_share() -> None:
    """Square kilometres of four countries (CIA World Factbook), within 3 %: simplified borders cost that much."""
    on = mapping.sheet(Box(20, 10, 65, 45))
    by_id = {shape.id: area(shape.path) for shape in mapping.shapes(on)}
    unit = by_id["IRQ"] / 438_317
    for ident, size in (("SYR", 187_437), ("JOR", 89_342), ("EGY", 1_001_450)):
        assert by_id[ident] / unit == pytest.approx(size, rel=0.03)


@pytest.mark.parametrize("box", [box for _, box in mapping.REGIONS.values()])
def test_outlines_stay_on_the_paper(box: Box) -> None:
    on = mapping.sheet(box)
    found = mapping.shapes(on)
    assert len(found) > 20 and sum(len(shape.path) for shape in found) < 250_000
    for shape in found:
        numbers = [float(n) for n in re.findall(r"M(-?[\d.]+) (-?[\d.]+)", shape.path)[0]]
        assert hypot(*numbers) < 3 * on.width
        assert "e" not in shape.path and "n" not in shape.path.lower()  # neither 1e-7 nor nan
    # No ring goes round the world the wrong way: a step of half the paper would be a line across it.
    steps = [abs(float(n)) for shape in found for n in re.findall(r"(?<=[ l-])\d+(?:\.\d+)?", shape.path)]
    assert max(steps) < on.width * 2


def test_every_state_has_an_outline_or_is_too_small() -> None:
    pieces = {piece.id for piece in outlines.load().pieces}
    known = {row.cells[0] for row in rows(BUNDLED / "actors-world" / "countries.tsv", _columns()) if not row.cells[4]}
    assert known - pieces <= {"TUV", "XKX", "GIB", "BES", "GUF", "GLP", "MTQ", "REU", "MYT", "TKL", "SJM", "CCK", "CXR"}
    assert {"IRQ", "SYR", "XKX", "PSE", "TWN", "ESH"} <= pieces


def _columns() -> tuple[str, ...]:
    return ("id", "name", "kind", "from", "until", "cow")


@pytest.mark.parametrize(
    ("points", "box"),
    [
        ([], mapping.WORLD),
        ([(44.0, 33.0)], Box(43.5, 32.5, 44.5, 33.5)),
        ([(40.0, 30.0), (50.0, 30.0)], Box(38.8, 29.5, 51.2, 30.5)),
        ([(170.0, -10.0), (-170.0, -20.0)], Box(167.6, -21.2, 192.4, -8.8)),
    ],
)
def test_room_around_points(points: list[tuple[float, float]], box: Box) -> None:
    assert mapping.around(points) == box


def test_a_few_far_places_do_not_make_the_others_small() -> None:
    near = [((43.0 + n / 10, 34.0), 3.0) for n in range(10)]
    assert mapping.around_most([*near, ((2.3, 48.9), 1.0)], 0.8).span < 3
    assert mapping.around_most([*near, ((2.3, 48.9), 20.0)], 0.8).span > 40  # half of all was told of there
    assert mapping.around_most([((44.0, 33.0), 1.0)], 0.8) == mapping.around([(44.0, 33.0)])


@pytest.mark.parametrize(
    "text", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "nan,0,1,1", "10,0,5,5", "0,-91,1,1", "0,0,1e9,1", "inf,0,1,1"]
)
def test_no_stretch(text: str) -> None:
    with pytest.raises(ValueError):
        mapping.parse_box(text)


def test_a_stretch_in_an_address() -> None:
    assert mapping.parse_box("36,29,49,38") == Box(36, 29, 49, 38)
    assert mapping.parse_box(mapping.WORLD.text()) == mapping.WORLD


@pytest.mark.parametrize("line", ["qbE~", "\x07\x07", "_"])
def test_a_damaged_pack_is_told(tmp_path: Path, line: str) -> None:
    folder = tmp_path / "outlines"
    folder.mkdir()
    (folder / "arcs.tsv").write_text(f"line\n{line}\n", encoding="utf-8")
    (folder / "countries.tsv").write_text("id\tname\trings\nIRQ\tIraq\t0\n", encoding="utf-8")
    with pytest.raises(PackDamaged, match=r"arcs\.tsv:2"):
        outlines.load(folder.parent)
