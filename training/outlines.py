"""Makes the outlines of the map at release time: `python -m training.outlines --atlas countries-50m.json`.

Source: Natural Earth 4.1.0, countries at 1:50 million, de facto borders (https://www.naturalearthdata.com), in the
public domain, as packaged in the npm package `world-atlas` 2.0.2 (licence ISC; `countries-50m.json`, SHA-256 below).
Borders are simplified (Visvalingam and Whyatt's way: the point whose triangle is smallest goes first), and kept as arcs
that two countries share, so that no gap opens between them. Antarctica and islets are left out.
"""

from __future__ import annotations

import argparse
import hashlib
import heapq
import json
from collections.abc import Iterator, Sequence
from math import cos, radians
from pathlib import Path
from typing import Any

from watchfloor.packs import BUNDLED

SHA256 = "04342cdc1e3016bcd7db1630de95684d67b79fe3c8c460321e87aef469502394"
SMALLEST = 0.0018
"""square degrees at the equator: the triangle of a point that is kept. A third of it gives twice the bytes"""
ISLET = 0.015
"""square degrees: an island that is kept, unless it is its country's largest piece"""
STEPS = 100
"""to a degree"""
LEFT_OUT = frozenset({"ATA"})
ELSE = {"Kosovo": "XKX"}
"""pieces without a number of ISO 3166 that have a code of three letters all the same"""
ARCS = """\
# Outlines of the countries of the world. Made by training/outlines.py from Natural Earth 4.1.0 (in the public
# domain; https://www.naturalearthdata.com, countries at 1:50 million, de facto borders) as packaged in world-atlas
# 2.0.2 (npm; countries-50m.json, SHA-256 04342cdc1e30...); simplified, Antarctica and islets left out.
# A row is a line that one or two countries share: longitude and latitude by hundredths of a degree, in steps, as an
# encoded polyline (five bits a character, the sign in the last bit of a number), longitude first.
"""
COUNTRIES = """# Which lines of arcs.tsv go round which country. Made by training/outlines.py; see there for the source.
# id: ISO 3166 alpha-3, empty where a piece has none. rings are parted by |; a line that is walked backwards is ~number.
"""
# Number and code of ISO 3166-1, as facts: 004 is AFG.
NUMBERS = """
    ABW533 AFG004 AGO024 AIA660 ALA248 ALB008 AND020 ARE784 ARG032 ARM051 ASM016 ATA010 ATF260 ATG028 AUS036 AUT040
    AZE031 BDI108 BEL056 BEN204 BES535 BFA854 BGD050 BGR100 BHR048 BHS044 BIH070 BLM652 BLR112 BLZ084 BMU060 BOL068
    BRA076 BRB052 BRN096 BTN064 BVT074 BWA072 CAF140 CAN124 CCK166 CHE756 CHL152 CHN156 CIV384 CMR120 COD180 COG178
    COK184 COL170 COM174 CPV132 CRI188 CUB192 CUW531 CXR162 CYM136 CYP196 CZE203 DEU276 DJI262 DMA212 DNK208 DOM214
    DZA012 ECU218 EGY818 ERI232 ESH732 ESP724 EST233 ETH231 FIN246 FJI242 FLK238 FRA250 FRO234 FSM583 GAB266 GBR826
    GEO268 GGY831 GHA288 GIB292 GIN324 GLP312 GMB270 GNB624 GNQ226 GRC300 GRD308 GRL304 GTM320 GUF254 GUM316 GUY328
    HKG344 HMD334 HND340 HRV191 HTI332 HUN348 IDN360 IMN833 IND356 IOT086 IRL372 IRN364 IRQ368 ISL352 ISR376 ITA380
    JAM388 JEY832 JOR400 JPN392 KAZ398 KEN404 KGZ417 KHM116 KIR296 KNA659 KOR410 KWT414 LAO418 LBN422 LBR430 LBY434
    LCA662 LIE438 LKA144 LSO426 LTU440 LUX442 LVA428 MAC446 MAF663 MAR504 MCO492 MDA498 MDG450 MDV462 MEX484 MHL584
    MKD807 MLI466 MLT470 MMR104 MNE499 MNG496 MNP580 MOZ508 MRT478 MSR500 MTQ474 MUS480 MWI454 MYS458 MYT175 NAM516
    NCL540 NER562 NFK574 NGA566 NIC558 NIU570 NLD528 NOR578 NPL524 NRU520 NZL554 OMN512 PAK586 PAN591 PCN612 PER604
    PHL608 PLW585 PNG598 POL616 PRI630 PRK408 PRT620 PRY600 PSE275 PYF258 QAT634 REU638 ROU642 RUS643 RWA646 SAU682
    SDN729 SEN686 SGP702 SGS239 SHN654 SJM744 SLB090 SLE694 SLV222 SMR674 SOM706 SPM666 SRB688 SSD728 STP678 SUR740
    SVK703 SVN705 SWE752 SWZ748 SXM534 SYC690 SYR760 TCA796 TCD148 TGO768 THA764 TJK762 TKL772 TKM795 TLS626 TON776
    TTO780 TUN788 TUR792 TUV798 TWN158 TZA834 UGA800 UKR804 UMI581 URY858 USA840 UZB860 VAT336 VCT670 VEN862 VGB092
    VIR850 VNM704 VUT548 WLF876 WSM882 XKK983 YEM887 ZAF710 ZMB894 ZWE716
"""

Point = tuple[float, float]


def codes() -> dict[str, str]:
    """Alpha-3 by number."""
    return {pair[3:]: pair[:3] for pair in NUMBERS.split()}


def absolute(atlas: dict[str, Any]) -> list[list[Point]]:
    """The arcs of a TopoJSON file in degrees."""
    (kx, ky), (x0, y0) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for steps in atlas["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            arc.append((x * kx + x0, y * ky + y0))
        arcs.append(arc)
    return arcs


def area(points: Sequence[Point]) -> float:
    """Of a ring, in square degrees as at the equator."""
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, [*points[1:], points[0]], strict=True))
    middle = sum(y for _, y in points) / len(points)
    return abs(twice) / 2 * cos(radians(middle))


def simplified(arc: Sequence[Point], fewest: int) -> list[Point]:
    """The arc without the points that hardly bend it; its ends stay, and so many points in all."""
    count = len(arc)
    before, after = list(range(-1, count - 1)), list(range(1, count + 1))
    alive = [True] * count

    def triangle(at: int) -> float:
        (ax, ay), (bx, by), (cx, cy) = arc[before[at]], arc[at], arc[after[at]]
        return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2 * cos(radians(by))

    heap = [(triangle(at), at) for at in range(1, count - 1)]
    sizes = {at: size for size, at in heap}
    heapq.heapify(heap)
    left, reached = count, 0.0
    while heap and left > fewest:
        size, at = heapq.heappop(heap)
        if not alive[at] or size != sizes[at]:
            continue
        # A point never counts less than what went before it, or a long bow would go bit by bit.
        reached = max(reached, size)
        if reached >= SMALLEST:
            break
        alive[at] = False
        left -= 1
        after[before[at]], before[after[at]] = after[at], before[at]
        for near in (before[at], after[at]):
            if 0 < near < count - 1:
                sizes[near] = max(reached, triangle(near))
                heapq.heappush(heap, (sizes[near], near))
    return [point for point, kept in zip(arc, alive, strict=True) if kept]


def encoded(arc: Sequence[Point]) -> str:
    """An arc as an encoded polyline."""
    text: list[str] = []
    last = (0, 0)
    for point in arc:
        steps = (round(point[0] * STEPS), round(point[1] * STEPS))
        if steps == last and text:
            continue
        for now, then in zip(steps, last, strict=True):
            number = (now - then) << 1
            number = ~number if now < then else number
            while number >= 32:
                text.append(chr((32 | number & 31) + 63))
                number >>= 5
            text.append(chr(number + 63))
        last = steps
    return "".join(text)


def rings(shape: dict[str, Any]) -> Iterator[list[int]]:
    """The rings of a shape, outer and inner alike: which is which follows from filling by the even-odd rule."""
    for polygon in [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]:
        yield from polygon


def make(atlas: dict[str, Any]) -> tuple[str, str]:
    """The texts of arcs.tsv and countries.tsv."""
    known, arcs = codes(), absolute(atlas)
    shapes = []
    for shape in atlas["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        ident = known[shape["id"]] if "id" in shape else ELSE.get(name, "")
        if ident in LEFT_OUT:
            continue
        found = [(area([p for arc in ring for p in _way(arcs, arc)]), ring) for ring in rings(shape)]
        largest = max(size for size, _ in found)
        shapes.append((ident, name, [ring for size, ring in found if size >= ISLET or size == largest]))
    used = sorted({_plain(arc) for _, _, kept in shapes for ring in kept for arc in ring})
    number = {arc: at for at, arc in enumerate(used)}
    alone = {_plain(ring[0]) for _, _, kept in shapes for ring in kept if len(ring) == 1}
    lines = [encoded(simplified(arcs[arc], 5 if arc in alone else 2)) for arc in used]
    rows = []
    for ident, name, kept in sorted(shapes, key=lambda row: (row[0] or "~", row[1])):
        ways = "|".join(" ".join(f"{'~' * (arc < 0)}{number[_plain(arc)]}" for arc in ring) for ring in kept)
        rows.append(f"{ident}\t{name}\t{ways}")
    return f"{ARCS}line\n" + "\n".join(lines) + "\n", f"{COUNTRIES}id\tname\trings\n" + "\n".join(rows) + "\n"


def _plain(arc: int) -> int:
    return ~arc if arc < 0 else arc


def _way(arcs: list[list[Point]], arc: int) -> list[Point]:
    return arcs[~arc][::-1] if arc < 0 else arcs[arc]


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--atlas", type=Path, required=True, help="countries-50m.json of world-atlas 2.0.2")
    parser.add_argument("--into", type=Path, default=BUNDLED / "outlines", help="folder of the pack")
    args = parser.parse_args()
    data = args.atlas.read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise SystemExit(f"{args.atlas} is not the file of world-atlas 2.0.2")
    args.into.mkdir(parents=True, exist_ok=True)
    for name, text in zip(("arcs.tsv", "countries.tsv"), make(json.loads(data)), strict=True):
        (args.into / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {len(text.encode())} bytes, {text.count(chr(10))} lines")


if __name__ == "__main__":
    main()
