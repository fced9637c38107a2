"""GeoJSON: a point only for what is smaller than a region, and the precision beside it."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pytest

from making import Kept, fact
from watchfloor.exporters import EXPORTERS
from watchfloor.exporters.cleaning import clean
from watchfloor.types import Cited, Place, Span

SEIZED = fact("{ISIS} <seized> the city of [Mosul] on (Tuesday)", "COERCE", "seize")


def placed(*places: Place) -> Kept:
    version = SEIZED.article.version
    cited = [Cited(place, Span(version, 0, len(place.name)), place.name, "gazetteer") for place in places]
    return replace(SEIZED, event=replace(SEIZED.event, place=cited[0], further_places=tuple(cited[1:])))


def features(*facts: Kept) -> list[dict[str, Any]]:
    out = io.StringIO()
    assert EXPORTERS["geojson"](facts, out, None) == len(facts)
    whole = json.loads(out.getvalue())
    assert whole["type"] == "FeatureCollection" and set(whole) == {"type", "features"}
    found: list[dict[str, Any]] = whole["features"]
    assert all(one["type"] == "Feature" and set(one) == {"type", "id", "geometry", "properties"} for one in found)
    return found


@pytest.mark.parametrize(
    ("precision", "lat", "drawn"),
    [
        ("point", 33.0, True),
        ("city", 33.0, True),
        ("district", 33.0, True),
        ("province", 33.0, True),
        ("region", 33.0, False),
        ("country", 33.0, False),  # even where somebody gave it the coordinates of its capital
        ("country", None, False),
        ("city", None, False),
    ],
)
def test_a_point_only_for_what_is_smaller_than_a_region(precision: str, lat: float | None, drawn: bool) -> None:
    place = Place("x", "Somewhere", "IRQ", "", lat, None if lat is None else 44.0, precision)
    (one,) = features(placed(place))
    assert one["geometry"] == ({"type": "Point", "coordinates": [44.0, 33.0]} if drawn else None)
    assert one["properties"]["precision"] == precision
    assert one["properties"]["place"]["name"] == "Somewhere"


def test_several_places_and_none() -> None:
    first, second = Place("a", "A", "IRQ", "", 1.0, 2.0, "city"), Place("b", "B", "IRQ", "", 3.0, 4.0, "province")
    whole = Place("IRQ", "Iraq", "IRQ", "", None, None, "country")
    both, nowhere = features(placed(first, second, whole, first), fact("{Iran} <sent> troops", "MOBILIZE"))
    assert both["geometry"] == {"type": "MultiPoint", "coordinates": [[2.0, 1.0], [4.0, 3.0]]}
    assert both["properties"]["precision"] == "city"
    assert (nowhere["geometry"], nowhere["properties"]["precision"]) == (None, None)


def test_codes_and_words() -> None:
    (one,) = features(SEIZED)
    told = one["properties"]
    assert (told["quad"], told["deed"], told["words"]) == ("material conflict", True, "seized")
    out = io.StringIO()
    EXPORTERS["geojson"]([SEIZED], out, lambda version: "the whole text")
    assert json.loads(out.getvalue())["features"][0]["properties"]["article"]["text"] == "the whole text"


def test_a_forgotten_article_leaves_the_file(tmp_path: Any) -> None:
    path, other = tmp_path / "events.geojson", fact("{Iran} <sent> troops", "MOBILIZE", outlet="Other")
    for facts, gone in (([SEIZED, other], 1), ([SEIZED], 1), ([other], 0)):
        with path.open("w", encoding="utf-8", newline="") as file:
            EXPORTERS["geojson"](facts, file, None)
        assert clean(path, "geojson", {SEIZED.article.version}) == gone
        left = json.loads(path.read_text(encoding="utf-8"))["features"]
        assert [one["id"] for one in left] == ([other.event.id] if other in facts else [])
    path.write_text("[1]", encoding="utf-8")
    with pytest.raises(ValueError, match="no events"):
        clean(path, "geojson", set())
