"""Where: the places a sentence names, and the one at which an act takes place.

A name is resolved by what stands beside it ("Tikrit, Iraq"), by the countries of the sentence and the article, and by
size; the precision says how exact the words are. A country-only place has no coordinates: it is not its capital. A
capital that acts ("Washington said") is an actor and no place of an event.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from watchfloor.resolving.dates_words import MONTHS, WEEKDAYS
from watchfloor.resolving.gazetteer import Candidate, Gazetteer, fold
from watchfloor.types import Cited, Place, Sentence, Span

_DIRECTIONS = frozenset(
    """north south east west central northern southern eastern western northeastern northwestern southeastern
    southwestern
    north-eastern north-western south-eastern south-western northeast northwest southeast southwest upper lower
    mainland rural remote coastal""".split()
)
_UNIT_WORDS = {
    "province": "province", "provinces": "province", "governorate": "province", "oblast": "province", "state":
    "province",
    "region": "province", "county": "district", "district": "district", "districts": "district", "prefecture":
    "province",
    "city": "city", "town": "city", "village": "city", "suburb": "city", "neighborhood": "city", "neighbourhood":
    "city",
    "municipality": "city", "port": "city", "capital": "city", "department": "province", "departments": "province",
    "canton": "district", "wilaya": "province", "subdistrict": "district",
}  # fmt: skip
_NEAR = frozenset({"near", "outside", "around", "toward", "towards", "beyond"})
_PRECISION = {
    "country": "country",
    "province": "province",
    "district": "district",
    "city": "city",
    "region": "region",
    "water": "region",
    "point": "point",
}
_BONUS = {"country": 3.0, "province": -1.2, "district": -1.0, "city": 0.0, "region": 0.8, "water": 1.5, "point": 0.3}


@dataclass(frozen=True, slots=True)
class Setting:
    """What an article says about where it plays, gathered once and used for each of its names."""

    shares: Mapping[str, float] = field(default_factory=dict)
    """part of the article's country evidence that each country has: 0 to 1"""
    units: frozenset[str] = frozenset()
    """codes of the first-level units that are named"""
    points: tuple[tuple[float, float], ...] = ()
    """places that could be read in one way only"""
    located: frozenset[str] = frozenset()
    """folded names that the article uses for a location at least once, and never as the surname of somebody"""

    @property
    def focus(self) -> str:
        """The country that more than half of the evidence speaks for; empty when there is none."""
        best = max(self.shares.items(), key=lambda kv: (kv[1], kv[0]), default=("", 0.0))
        return best[0] if best[1] > 0.5 else ""


EMPTY = Setting()


def setting_of(names: Iterable[str], gazetteer: Gazetteer) -> Setting:
    """The setting of an article from the names and the adjectives of countries in it, repetitions included."""
    weights: dict[str, float] = {}
    units: set[str] = set()
    points: dict[str, tuple[float, float]] = {}
    for name in names:
        if country := gazetteer.people_country(name):
            weights[country] = weights.get(country, 0.0) + 1.0
            continue
        found = [c for c in gazetteer.lookup(name) if c.exact] or list(gazetteer.lookup(name))
        if not found:
            continue
        kind = _UNIT_WORDS.get(name.rpartition(" ")[2].lower(), "") if " " in name else ""
        found = [c for c in found if c.kind == kind] or found
        countries = {c.country for c in found}
        best = max(found, key=lambda c: (_prior(c), c.id))
        if len(countries) == 1:
            weight = 1.0
        else:
            rivals = max(_prior(c) for c in found if c.country != best.country)
            weight = 0.3 + min(0.6, max(0.0, (_prior(best) - rivals) / 4))
        if best.country:
            weights[best.country] = weights.get(best.country, 0.0) + weight
        if weight >= 0.85:
            if best.kind == "province":
                units.add(best.admin)
            if best.lat is not None and best.lon is not None and best.kind != "country":
                points[best.id] = (best.lat, best.lon)
    total = sum(weights.values()) or 1.0
    return Setting(
        {c: w / total for c, w in weights.items()}, frozenset(units), tuple(points[i] for i in sorted(points))
    )


def survey(sentences: Sequence[Sentence], gazetteer: Gazetteer) -> Setting:
    """The setting of an article from all its sentences."""
    located: set[str] = set()
    surnames: set[str] = set()
    for sentence in sentences:
        for label, i, j in _stretches(sentence):
            if label == "LOC":
                located.add(fold(_words(sentence, i, j)))
            elif label == "PER" and j - i > 1:
                surnames.update(fold(word) for word in sentence.words[i:j])
    names = [name for sentence in sentences for name in names_of(sentence, gazetteer)]
    return replace(setting_of(names, gazetteer), located=frozenset(located - surnames - {""}))


def _prior(c: Candidate) -> float:
    return math.log10(c.population + 10) + _BONUS[c.kind] + (0.0 if c.exact else -0.5) + 1.5 * c.capital


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance in kilometres."""
    la, lo, lb, lp = (math.radians(x) for x in (*a, *b))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((lp - lo) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, h)))


def choose(
    name: str,
    gazetteer: Gazetteer,
    setting: Setting = EMPTY,
    *,
    focus: str = "",
    inside: Sequence[str] = (),
    kind: str = "",
) -> Candidate | None:
    """The place that a name means: `inside` are the names that follow it and contain it ("Tikrit", then "Iraq"), `kind`
    is what a word beside it calls it (province, district, city). None for a name the gazetteer does not have."""
    found = gazetteer.lookup(name)
    if not found:
        return None
    if any(c.kind == "country" and c.exact for c in found):
        # no town's by-name stands against the name of a state ("two Iraq cities" are not in Arak)
        found = tuple(c for c in found if c.kind == "country" or fold(c.name) == fold(name))
    kind = kind or _UNIT_WORDS.get(name.rpartition(" ")[2].lower(), "") if " " in name else kind
    around = [
        c
        for outer in inside
        for c in gazetteer.lookup(outer)
        if c.exact and c.kind in ("country", "province", "district", "region")
    ]

    def score(c: Candidate) -> float:
        total = _prior(c) + 3.0 * setting.shares.get(c.country, 0.0) if c.country else _prior(c)
        if focus and c.country == focus:
            total += 2.5
        if c.admin in setting.units:
            total += 2.0 if c.kind != "province" else 1.0
        if kind:
            total += (
                3.0
                if c.kind == kind or (kind == "province" and c.kind == "region")
                else -1.0
                if c.kind != "country"
                else -3.0
            )
        if around:
            if any(o.kind == "province" and o.admin == c.admin and c.kind != "province" for o in around):
                total += 6.0
            elif any(
                o.kind in ("country", "region") and o.country and o.country == c.country and c.kind != "country"
                for o in around
            ):
                total += 5.0
        if setting.points and c.lat is not None and c.lon is not None:
            near = sum(0.1 < distance((c.lat, c.lon), p) < 150 for p in setting.points)
            total += 0.4 * min(5, near)
        return total

    return max(found, key=lambda c: (score(c), c.id))


# --- places of a sentence


def _stretches(sentence: Sentence) -> Iterator[tuple[str, int, int]]:
    """The stretches of the names layer: label, first word, word behind the last."""
    i, n = 0, len(sentence)
    while i < n:
        label, j = sentence.names[i][2:], i + 1
        while label and j < n and sentence.names[j] == f"I-{label}":
            j += 1
        if label:
            yield label, i, j
        i = j


_WIDE = frozenset({"country", "province", "region", "water"})


def _labelled(sentence: Sentence, gazetteer: Gazetteer, located: frozenset[str] = frozenset()) -> list[tuple[int, int]]:
    """Stretches of words that the names layer calls a location, those it calls a body though the whole of their name is
    a country, province or region ("DRC"), and those that the article calls a location elsewhere."""
    out: list[tuple[int, int]] = []
    stretches = list(_stretches(sentence))
    for n, (label, i, j) in enumerate(stretches):
        if n + 1 < len(stretches) and stretches[n + 1][0] == "LOC" and _goes_on(sentence, i, j, stretches[n + 1][1]):
            j = stretches[n + 1][2]  # "Nad ‘Ali": the sign is a letter
        while j - i > 1 and sentence.words[j - 1] in _OWNING:
            j -= 1
        if (
            label == "LOC"
            and _is_part(sentence, j)
            and any(c.exact for c in gazetteer.lookup(_words(sentence, i, j + 1)))
        ):
            j += 1  # "the Hamrin mountains": the noun is part of the name
        name = _words(sentence, i, j)
        if (
            label == "LOC"
            or (label == "ORG" and any(c.kind in _WIDE and c.exact for c in gazetteer.lookup(name)))
            or (label == "ORG" and _is_unit(sentence, i, j, gazetteer))
            or (fold(name) in located and gazetteer.lookup(name))
            or (label == "PER" and j - i == 1 and _where(sentence, i) and _large(name, gazetteer))
        ):
            out.append((i, j))
    return out


def _is_part(sentence: Sentence, j: int) -> bool:
    """Whether the word behind a name is what the name is of: mountains, a river, a valley."""
    return j < len(sentence) and sentence.words[j].lower() in _SITES and sentence.heads[j - 1] == j


_LETTERS = frozenset("‘'ʿʻ")
"""signs for a letter at the beginning of a word of a name"""


def _goes_on(sentence: Sentence, i: int, j: int, following: int) -> bool:
    """Whether only a sign that begins the next word stands between a stretch and the following one."""
    sign = following - 1
    return (
        i < sign
        and sign in (j - 1, j)
        and sentence.words[sign] in _LETTERS
        and sentence.starts[following] == sentence.ends[sign]
        and sentence.starts[sign] > sentence.ends[sign - 1]
    )


def _is_unit(sentence: Sentence, i: int, j: int, gazetteer: Gazetteer) -> bool:
    """Whether a name ends in the word for a unit, stands where a place does, and is one: "in Morazan Department"."""
    kind = _UNIT_WORDS.get(sentence.words[j - 1].lower(), "")
    if kind not in ("province", "district") or j - i < 2 or not _where(sentence, _head(sentence, i, j)):
        return False
    return any(c.exact and c.kind == kind for c in gazetteer.lookup(_words(sentence, i, j - 1)))


_DONE_TO_PLACES = frozenset(
    """shell bomb bombard besiege retake recapture storm invade occupy liberate annex encircle raid evacuate overrun
    shelling bombing bombardment siege recapture occupation liberation evacuation encirclement annexation""".split()
)
"""acts that nobody does to a person: what they are done to is a place, whatever the names layer says"""


def _where(sentence: Sentence, word: int) -> bool:
    """Whether a lone name stands where only a place can: "in Kharkiv", "shelled Kharkiv"."""
    case, above, rel = _case(sentence, word), sentence.heads[word], sentence.rels[word].split(":")[0]
    if case in ("in", "near", "into", "outside", "across"):
        return rel in ("obl", "nmod")
    done = above >= 0 and sentence.lemmas[above].lower() in _DONE_TO_PLACES
    return done and (rel == "obj" or sentence.rels[word] == "nsubj:pass" or (rel == "nmod" and case == "of"))


_OWNING = frozenset({"'s", "’s", "'", "’"})
_INNER = frozenset({"of", "the", "al", "and", "el", "-", "’s", "'s", "de", "la"})


def _named(sentence: Sentence, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """Stretches of proper nouns outside people and bodies that the gazetteer knows: longest match first."""
    out: list[tuple[int, int]] = []
    i, n = 0, len(sentence)
    while i < n:
        if sentence.upos[i] != "PROPN" or sentence.names[i] != "O":
            i += 1
            continue
        end = i
        while (
            end < n
            and sentence.names[end] == "O"
            and (sentence.upos[end] == "PROPN" or (sentence.words[end].lower() in _INNER and end + 1 < n))
        ):
            end += 1
        while end > i and sentence.upos[end - 1] != "PROPN":
            end -= 1
        j = next((j for j in range(min(end, i + 6), i, -1) if _known(sentence, i, j, gazetteer)), None)
        if j is None or (
            j - i < end - i and any(sentence.upos[k] == "PROPN" for k in range(j, end)) and not _apart(sentence, j)
        ):
            i = max(end, i + 1) if j is None else j
            continue
        out.append((i, j))
        i = j
    return out


def _apart(sentence: Sentence, j: int) -> bool:
    return j >= len(sentence) or sentence.words[j].lower() in (*_UNIT_WORDS, "and", "’s", "'s")


def _known(sentence: Sentence, i: int, j: int, gazetteer: Gazetteer) -> bool:
    name = _words(sentence, i, j)
    if j - i == 1 and (len(name) < 3 and not name.isupper()):
        return False
    return _found(name, gazetteer) and any(
        c.kind != "city" or c.population >= 15_000 or c.exact for c in gazetteer.lookup(name)
    )


def _words(sentence: Sentence, i: int, j: int) -> str:
    """The words from i to j as one name, with blanks where the text has any space."""
    out = sentence.words[i]
    for k in range(i + 1, j):
        out += ("" if sentence.starts[k] == sentence.ends[k - 1] else " ") + sentence.words[k]
    return out


def names_of(sentence: Sentence, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The words of a sentence that tell where an article plays, for `setting_of`."""
    spans = sorted({*_labelled(sentence, gazetteer), *_named(sentence, gazetteer)})
    out = [_words(sentence, i, j) for i, j in spans]
    taken = {k for i, j in spans for k in range(i, j)}
    out.extend(_words(sentence, i, j) for i, j, _ in _hinted(sentence, gazetteer, taken))
    return tuple(out)


def _head(sentence: Sentence, i: int, j: int) -> int:
    return next((k for k in range(i, j) if not i <= sentence.heads[k] < j), i)


def find(
    sentence: Sentence,
    *,
    version: str,
    text: str,
    gazetteer: Gazetteer,
    focus: str = "",
    setting: Setting = EMPTY,
) -> tuple[tuple[int, Cited[Place]], ...]:
    """The places of a sentence: for each the word that carries it, and the place with its words.

    `focus` is the country the article is mostly about, `setting` its whole evidence (see `setting_of`). Names that the
    gazetteer does not have are left out; so are names of people and bodies.
    """
    spans: list[tuple[int, int]] = []
    unknown: list[tuple[int, int]] = []
    for i, j in sorted({*_labelled(sentence, gazetteer, setting.located), *_named(sentence, gazetteer)}):
        if spans and i < spans[-1][1]:
            continue
        parts = _split(sentence, i, j, gazetteer)
        spans.extend(parts)
        if not parts and sentence.names[i] == "B-LOC":
            unknown.append((i, j))
    out: list[tuple[int, Cited[Place]]] = []
    held: dict[int, Candidate] = {}
    floor = 0
    for n, (i, j) in enumerate(spans):
        inside = _containers(sentence, spans, n)
        kind, first, last = _called(sentence, i, j, floor)
        floor = last
        name = _words(sentence, i, j)
        directed = False
        while fold(sentence.words[i]) in _DIRECTIONS and j - i > 1 and not gazetteer.lookup(name):
            i, directed = i + 1, True
            name = _words(sentence, i, j)
        here = setting
        if focus == "" and not setting.shares:
            here = setting_of([_words(sentence, a, b) for a, b in spans if (a, b) != (i, j)], gazetteer)
        kind = kind or _beside(sentence, spans, n, gazetteer)
        chosen = choose(name, gazetteer, here, focus=focus, inside=inside, kind=kind)
        if chosen is None:
            continue
        if not chosen.admin and chosen.kind in ("point", "city"):
            units = (choose(o, gazetteer, here, focus=focus, kind="province") for o in inside)
            admin = next((o.admin for o in units if o and o.kind == "province" and o.country == chosen.country), "")
            chosen = replace(chosen, admin=admin)
        if kind == "district" and chosen.kind == "point":
            chosen = replace(chosen, kind="district")  # the district of a site's name, told by where the site is
        held[spans[n][0]] = chosen
        if (
            not directed
            and first > 0
            and fold(sentence.words[first - 1]) in _DIRECTIONS
            and sentence.heads[first - 1] in range(first, last)
        ):
            first, directed = first - 1, True
        low, high = min(first, i), max(last, j)
        cited = _place(sentence, version, text, chosen, low, high, gazetteer, directed, inside)
        low, cited = _relative(sentence, version, text, cited, chosen, low, high)
        out.append((_head(sentence, low, high), cited))
    for i, j in unknown:
        outer = next((k for k in sorted(held) if k >= j and _BELONGS.fullmatch(_between(sentence, j, k))), None)
        if outer is not None and j - i <= 4:
            out.append((_head(sentence, i, j), _within(sentence, version, text, i, j, held[outer], gazetteer)))
    for (i, j), (k, end) in pairwise(spans):
        if i and sentence.words[i - 1].lower() == "between" and _between(sentence, j, k) == "and":
            amid = _amid(sentence, version, text, i - 1, end, held.get(i), held.get(k), gazetteer)
            out.extend([(_head(sentence, i, j), amid)] if amid else [])
    out.extend(_borders(sentence, version, text, gazetteer))
    return tuple(sorted(out, key=lambda x: (x[1].span.start, -x[1].span.end)))


def _amid(
    sentence: Sentence,
    version: str,
    text: str,
    i: int,
    j: int,
    one: Candidate | None,
    two: Candidate | None,
    gazetteer: Gazetteer,
) -> Cited[Place] | None:
    """One place between two towns: "between Tikrit and Samarra", at half the way, as exact as that way is short."""
    if one is None or two is None or one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return None
    if not {one.kind, two.kind} <= {"city", "point", "district"} or abs(one.lon - two.lon) > 180:
        return None
    start, end = sentence.starts[i], sentence.ends[j - 1]
    middle = Place(
        f"between:{one.id}-{two.id}",
        " ".join(text[start:end].split()),
        one.country if one.country == two.country else "",
        gazetteer.unit_name(one.admin) if one.admin == two.admin else "",
        round((one.lat + two.lat) / 2, 3),
        round((one.lon + two.lon) / 2, 3),
        "district" if distance((one.lat, one.lon), (two.lat, two.lon)) <= 120 else "region",
    )
    return Cited(middle, Span(version, start, end), text[start:end], "place:between")


_BEARINGS = {
    "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0, "south": 180.0, "southwest": 225.0,
    "west": 270.0, "northwest": 315.0,
}  # fmt: skip
_WAY = r"(?P<way>(?:north|south)(?:[ -]*(?:east|west))?|east|west)(?:ern)?"
_FROM_IT = r"(?: the)?(?: (?:city|town|village|capital|port) of)?(?: capital| city| town| village)?$"
_OFFSET = re.compile(
    r"(?:\b(?:about|some|around|roughly|nearly|almost|approximately|just|over) )*"
    r"\b(?P<far>\d[\d.,]*|a few|several|dozens of)[ -]*(?P<unit>km|kms|kilomet(?:er|re)s?|miles?)\b"
    rf"(?: \([^()]*\))?(?:(?: to)?(?: the)? {_WAY})?,? (?:of|from|outside|away from)" + _FROM_IT
)
_TOWARD = re.compile(rf"\b(?:just |(?:to )?the )?{_WAY} of" + _FROM_IT)
_OFFSHORE = re.compile(
    r"\b(?:off(?: the)?(?: \w+)?(?: coast| shores?)?(?: of)?|(?:coast|shores?|waters) (?:of|off))(?: the)?$"
)
_KM = {"k": 1.0, "m": 1.609}


def _relative(
    sentence: Sentence, version: str, text: str, cited: Cited[Place], chosen: Candidate, i: int, j: int
) -> tuple[int, Cited[Place]]:
    """A place told by another: "30 km south of Mosul" is moved there, "west of Maiduguri" only loses precision, and
    "off the coast of Yemen" is at sea. Gives the first word of the whole phrase."""
    before, starts = "", []
    for k in range(max(0, i - 14), i):
        starts.append((len(before), k))
        before += sentence.words[k].lower() + " "
    before = before.rstrip()
    exact = chosen.kind in ("city", "point", "district")
    if exact and (found := _OFFSET.search(before)):
        way = re.sub(r"[^a-z]", "", found["way"] or "")
        place, rule = cited.value, "place:offset"
        far = _kilometres(found["far"], found["unit"])
        if way in _BEARINGS and far is not None and place.lat is not None and place.lon is not None:
            lat, lon = _moved(place.lat, place.lon, far, _BEARINGS[way])
            place = replace(place, lat=lat, lon=lon)
        place = replace(place, precision="district" if far is None or far <= 60 else "region")
    elif exact and (found := _TOWARD.search(before)):
        place, rule = replace(cited.value, precision="district"), "place:near"
    elif chosen.kind != "water" and (found := _OFFSHORE.search(before)):
        place, rule = replace(cited.value, precision="region"), "place:offshore"
    else:
        return i, cited
    first = next(k for at, k in reversed(starts) if at <= found.start())
    start, end = sentence.starts[first], cited.span.end
    place = replace(place, name=" ".join(text[start:end].split()))
    return first, Cited(place, Span(version, start, end), text[start:end], rule)


def _kilometres(far: str, unit: str) -> float | None:
    try:
        return float(far.replace(",", "").rstrip(".")) * _KM[unit[0]]
    except ValueError:
        return None


def _moved(lat: float, lon: float, km: float, bearing: float) -> tuple[float, float]:
    """The point so far away in that direction (degrees from north), flat enough for the distances of the news."""
    angle = math.radians(bearing)
    north, east = km * math.cos(angle) / 111.2, km * math.sin(angle) / 111.2
    new = max(-89.9, min(89.9, lat + north))
    turned = (lon + east / max(0.05, math.cos(math.radians(lat))) + 180) % 360 - 180
    return round(new, 3), round(turned, 3)


_BORDER = frozenset({"border", "borders", "frontier", "borderline"})


def _borders(sentence: Sentence, version: str, text: str, gazetteer: Gazetteer) -> Iterator[tuple[int, Cited[Place]]]:
    """Borders told by their countries: "the Turkish-Syrian border", "the border between Chad and Sudan", "Jordan's
    border with Syria". A border is a region of neither country alone and has no dot."""

    def country(k: int) -> str:
        if not 0 <= k < len(sentence):
            return ""
        word = sentence.words[k]
        if people := gazetteer.people_country(word):
            return people
        return next((c.country for c in gazetteer.lookup(word) if c.kind == "country" and c.exact), "")

    for at, word in enumerate(sentence.words):
        if word.lower() not in _BORDER:
            continue
        first, last, held = at, at + 1, []
        if at >= 3 and sentence.words[at - 2] in ("-", "–", "/") and country(at - 1) and country(at - 3):
            first, held = at - 3, [country(at - 3), country(at - 1)]
        elif at >= 1 and "-" in sentence.words[at - 1]:
            one, _, two = sentence.words[at - 1].partition("-")
            both = [gazetteer.people_country(x) or gazetteer.country_of(x) for x in (one, two)]
            held = [c for c in both if c]
            first = at - 1
        after = [w.lower() for w in sentence.words[at + 1 : at + 2]]
        if after == ["between"] and country(at + 2) and country(at + 4):
            last, held = at + 5, [country(at + 2), country(at + 4)]
        elif after == ["with"] and country(at + 2):
            last, held = at + 3, [country(at + 2)]
            owner = at - 2 if at >= 2 and sentence.words[at - 1] in _OWNING else at - 1
            if country(owner):
                first, held = owner, [country(owner), *held]
        if not held or (len(held) == 1 and last == at + 1):
            continue
        start, end = sentence.starts[first], sentence.ends[last - 1]
        place = Place(
            "border:" + "-".join(sorted(set(held))), " ".join(text[start:end].split()), "", "", None, None, "region"
        )
        yield at, Cited(place, Span(version, start, end), text[start:end], "place:border")


def _beside(sentence: Sentence, spans: Sequence[tuple[int, int]], n: int, gazetteer: Gazetteer) -> str:
    """The kind that names in one list share: "California or Washington" names two states."""
    word = _shared(sentence, _head(sentence, *spans[n]))
    if not any(c.exact and c.kind == "province" for c in gazetteer.lookup(_words(sentence, *spans[n]))):
        return ""
    for i, j in spans:
        if (i, j) == spans[n] or _shared(sentence, _head(sentence, i, j)) != word:
            continue
        found = [c for c in gazetteer.lookup(_words(sentence, i, j)) if c.exact]
        large = {c.kind for c in found if c.kind != "city" or c.population >= 200_000}
        if large <= {"province", "district"} and "province" in large:
            return "province"
    return ""


_HOLDS = (
    r",|,? ?in(?: the)?|\(|(?:province|city|town|district|village|area)? ?(?:of|in)(?: the)?|, in(?: the)?(?: \w+ern)?|"
    r"(?:province|district|state) ?,?|"
)
"""what may stand between a name and the name that holds it: "Tikrit, Iraq", "Fallujah in Anbar", "Mosul (Iraq)" """
_BELONGS = re.compile(_HOLDS.removesuffix("|"))


def _between(sentence: Sentence, i: int, j: int) -> str:
    return " ".join(sentence.words[i:j]).lower() if j - i <= 4 else "…"


def _within(
    sentence: Sentence, version: str, text: str, i: int, j: int, outer: Candidate, gazetteer: Gazetteer
) -> Cited[Place]:
    """A place that the gazetteer lacks, as exact as the place that holds it: "Umemger village of Benue State"."""
    start, end = sentence.starts[i], sentence.ends[j - 1]
    precision = "district" if outer.kind in ("city", "point") else _PRECISION[outer.kind]
    place = Place(
        outer.id, text[start:end], outer.country, gazetteer.unit_name(outer.admin), outer.lat, outer.lon, precision
    )
    return Cited(place, Span(version, start, end), text[start:end], "place:within")


_CONTINENTS = {"European": "Europe", "African": "Africa", "Asian": "Asia", "Balkan": "Balkans", "Arctic": "Arctic"}


def mentions(
    sentence: Sentence, *, version: str, text: str, gazetteer: Gazetteer, setting: Setting = EMPTY
) -> tuple[Cited[Place], ...]:
    """Every word of a sentence that tells of a place: those of `find`, adjectives and peoples ("Russian", rule
    `place:adjective`), and places inside the names of bodies and offices ("Maryland State Police", `place:inside`).

    Only the places of `find` can be where an act happens; the others tell what an article is about.
    """
    found = [cited for _, cited in find(sentence, version=version, text=text, gazetteer=gazetteer, setting=setting)]
    taken = {
        k
        for k in range(len(sentence))
        if any(c.span.start < sentence.ends[k] and sentence.starts[k] < c.span.end for c in found)
    }
    for i, j, people in _hinted(sentence, gazetteer, taken):
        name = _words(sentence, i, j)
        outer = _CONTINENTS.get(name, name)
        chosen = gazetteer.countries[gazetteer.people_country(name)] if people else choose(outer, gazetteer, setting)
        if chosen is not None:
            rule = "place:adjective" if people or outer != name else "place:inside"
            place = _place_of(chosen, gazetteer)
            start, end = sentence.starts[i], sentence.ends[j - 1]
            found.append(Cited(place, Span(version, start, end), text[start:end], rule))
    return tuple(sorted(found, key=lambda c: c.span.start))


def _hinted(sentence: Sentence, gazetteer: Gazetteer, taken: Iterable[int]) -> Iterator[tuple[int, int, bool]]:
    """Words outside the places that hint at one: stretches, and whether they are an adjective or a people."""
    taken = set(taken)
    inside = {k: j for label, i, j in _stretches(sentence) if label != "PER" for k in range(i, j)}
    people = {k for label, i, j in _stretches(sentence) if label == "PER" for k in range(i, j)}
    at, n = 0, len(sentence)
    while at < n:
        word = sentence.words[at]
        if at in taken or at in people or not word[:1].isupper():
            at += 1
            continue
        if gazetteer.people_country(word):
            yield at, at + 1, True
        elif word in _CONTINENTS:
            yield at, at + 1, False
        elif at in inside or sentence.upos[at] == "PROPN":
            limit = inside.get(at) or next((k for k in range(at, n) if sentence.upos[k] != "PROPN"), n)
            ends = range(min(limit, at + 4), at, -1)
            end = next((e for e in ends if not taken & set(range(at, e)) and _hints(sentence, at, e, gazetteer)), 0)
            if end:
                yield at, end, False
                at = end - 1
        at += 1


def _hints(sentence: Sentence, i: int, j: int, gazetteer: Gazetteer) -> bool:
    """Whether a part of a longer name is surely that of a place: a country, a unit, or a large town."""
    name = _words(sentence, i, j)
    if len(name) < 4 and not name.isupper():
        return False
    return _found(name, gazetteer) and any(
        c.exact and (c.kind in ("country", "province", "water") or c.population >= 100_000)
        for c in gazetteer.lookup(name)
    )


def _place_of(chosen: Candidate, gazetteer: Gazetteer) -> Place:
    admin = gazetteer.unit_name(chosen.admin)
    precision = _PRECISION[chosen.kind]
    return Place(chosen.id, chosen.name, chosen.country, admin, chosen.lat, chosen.lon, precision)


_BESIDE = frozenset(
    {*_DIRECTIONS, *_UNIT_WORDS, "the", "of", "greater", "old", "downtown", "republic", "kingdom", "commonwealth", ""}
)
"""words beside a name inside a stretch that leave it the same place, or a part of it"""


_FACILITY = frozenset(
    """international airport airfield airbase gardens hospital stadium university racecourse refinery prison barracks
    port harbor harbour local government area lga general central regional""".split()
)
"""words behind the name of a town that make it a site there: "Da Nang International Airport" lies at Da Nang"""


def _split(sentence: Sentence, i: int, j: int, gazetteer: Gazetteer) -> list[tuple[int, int]]:
    """A stretch as one name, or as several when only its parts are known ("Tikrit, Iraq", "downtown Baghdad"): then the
    parts must cover it, so that "Eastern Creek" or "South Kilburn Estate" is not a place called East or South. Parts
    that no comma, slash or hyphen sets apart are one name that nobody knows ("Lake Manassas")."""
    if _found(_words(sentence, i, j), gazetteer):
        return [(i, j)]
    out: list[tuple[int, int]] = []
    at, commas = i, any(sentence.words[k] in _APART and not _joins(sentence, k, j) for k in range(i, j))
    while at < j:
        end = next((e for e in range(j, at, -1) if _found(_words(sentence, at, e), gazetteer)), None)
        if end is None:
            if out and all(word.lower() in _FACILITY for word in sentence.words[at:j]):
                return out if _large(_words(sentence, *out[-1]), gazetteer) else []
            if not commas and fold(sentence.words[at]) not in _BESIDE:
                return []
            at += 1
            continue
        out.append((at, end))
        at = end
    return out if commas or len(out) < 2 else []


_APART = frozenset(",/()–-")


def _joins(sentence: Sentence, k: int, j: int) -> bool:
    """Whether a hyphen joins the parts of one name: a small letter follows, as in "Nawah-ye Barakzai"."""
    return sentence.words[k] == "-" and k + 1 < j and sentence.words[k + 1][:1].islower()


def _large(name: str, gazetteer: Gazetteer) -> bool:
    return any(c.exact and (c.kind != "city" or c.population >= 15_000) for c in gazetteer.lookup(name))


def _found(name: str, gazetteer: Gazetteer) -> bool:
    """Whether the gazetteer has a name that is more than a direction, a generic word, a month or a weekday."""
    folded = fold(name)
    if folded in MONTHS or folded in WEEKDAYS:
        return False
    return not all(word in _BESIDE for word in folded.split()) and bool(gazetteer.lookup(name))


def _containers(sentence: Sentence, spans: Sequence[tuple[int, int]], n: int) -> list[str]:
    """The names that follow and hold the n-th: "Tikrit, Iraq", "Fallujah in Anbar", "Mosul (Iraq)"."""
    out: list[str] = []
    end = spans[n][1]
    for i, j in spans[n + 1 : n + 4]:
        between = " ".join(sentence.words[end:i]).lower()
        if not re.fullmatch(_HOLDS, between):
            break
        if re.search(r"\b(?:and|to)\b", between):
            break
        out.append(_words(sentence, i, j))
        end = j
    return out


def _called(sentence: Sentence, i: int, j: int, floor: int) -> tuple[str, int, int]:
    """What the words beside a name call it, and the stretch with those words: "Anbar province", "the city of Mosul"."""
    if j < len(sentence) and (kind := _UNIT_WORDS.get(sentence.words[j].lower())):
        under, over = sentence.heads[j] in range(i, j), sentence.heads[_head(sentence, i, j)] == j
        if under or over or sentence.upos[j] == "PROPN":
            return kind, i, j + 1
    above = sentence.heads[_shared(sentence, _head(sentence, i, j))]
    if (
        above >= j
        and sentence.lemmas[above].lower() in _UNIT_WORDS
        and sentence.rels[_shared(sentence, _head(sentence, i, j))] in ("compound", "nmod")
    ):
        return _UNIT_WORDS[sentence.lemmas[above].lower()], i, j  # "Aleppo and Idlib provinces"
    if (
        i - 2 >= floor
        and sentence.words[i - 1].lower() == "of"
        and (kind := _UNIT_WORDS.get(sentence.words[i - 2].lower()))
    ):
        return kind, i - 2, j
    if i >= 1 and (kind := _UNIT_WORDS.get(sentence.words[i - 1].lower())) and kind == "city":
        return kind, i - 1, j
    return "", i, j


def _place(
    sentence: Sentence,
    version: str,
    text: str,
    chosen: Candidate,
    i: int,
    j: int,
    gazetteer: Gazetteer,
    directed: bool,
    inside: Sequence[str],
) -> Cited[Place]:
    start, end = sentence.starts[i], sentence.ends[j - 1]
    precision, lat, lon = _PRECISION[chosen.kind], chosen.lat, chosen.lon
    rule = "place:containment" if inside else "place:gazetteer"
    name = chosen.name
    if directed:
        rule = "place:part-of"
        name = text[start:end]
        if chosen.kind == "country":
            precision = "region"
    near = next(
        (k for k in range(len(sentence)) if sentence.heads[k] in range(i, j) and sentence.rels[k].startswith("case")),
        None,
    )
    if near is not None and sentence.words[near].lower() in _NEAR and precision in ("city", "point"):
        precision, rule = "district", "place:near"
    place = Place(chosen.id, name, chosen.country, gazetteer.unit_name(chosen.admin), lat, lon, precision)
    return Cited(place, Span(version, start, end), text[start:end], rule)


# --- the place of an act

_AT = frozenset(
    """in at near outside inside on off around across throughout within along over above beneath between beside by
    towards toward""".split()
)
_FROM = frozenset(
    "leave depart withdraw flee retreat return evacuate escape expel pull deport remove extract exit".split()
)
_TO = frozenset(
    """go visit travel arrive deploy send fly move march advance head come return enter dispatch ship deliver rush
    push sail
    bring trip flight deployment dispatch arrival mission delivery transfer advance""".split()
)
_TAKES_PLACE = frozenset(
    """seize capture visit enter retook retaken leave shell bomb attack take retake recapture storm besiege encircle
    bombard raid invade
    occupy liberate hit strike overrun control hold lose abandon evacuate blockade reach tour defend pound assault
    conquer
    surround secure target annex bombing shelling capture seizure fall siege battle occupation invasion liberation
    bombardment storming recapture loss takeover visit control retaking evacuation blockade assault offensive""".split()
)
_SITES = frozenset(
    """mountain mountains hill hills valley river lake sea coast island islands peninsula border frontier area airport
    airfield base airbase camp dam refinery square bridge crossing strait gulf desert plain plains road highway
    outskirts
    suburb suburbs countryside neighborhood neighbourhood quarter prison port harbor harbour province
    provinces""".split()
)
_SPEAKS = frozenset(
    """say tell denounce condemn accuse blame deny discuss praise criticize criticise warn demand urge call announce
    report
    welcome mourn mark recall regret reject claim comment describe debate protest""".split()
)
"""verbs whose own place and day are not those of the act they speak of"""


def places_of(
    sentence: Sentence,
    trigger: Sequence[int],
    head: int,
    found: Sequence[tuple[int, Cited[Place]]],
    *,
    object_is_place: bool = False,
) -> tuple[Cited[Place], ...]:
    """The places of the act named by `trigger`, whose head word is `head`: coordinated places ("Tikrit and Mosul") all,
    the most precise ones only ("in Mosul, in northern Iraq" is Mosul). `object_is_place` says that the act's object is
    where it happens, for patterns that know it; the verbs of seizing, shelling and visiting are known here."""
    if not 0 <= head < len(sentence):
        return ()
    own = set(trigger) | {head}
    ranked: list[tuple[int, int, Cited[Place]]] = []
    for word, cited in found:
        rank = _stands(sentence, own, head, word, object_is_place)
        if rank is None and cited.rule in _LOOSE:
            rank = _hangs(sentence, own, word)
        if rank is not None and _topic(sentence, head, word, cited.value):
            rank = None
        if rank is not None:
            ranked.append((rank, word, cited))
    if not ranked:
        ranked = [(4, word, cited) for word, cited in found if _on_the_way(sentence, own, head, word)]
    if not ranked:
        return ()
    whole = [c.span for _, _, c in ranked]
    ranked = [x for x in ranked if not any(_covers(span, x[2].span) for span in whole)]
    best = min(r for r, _, _ in ranked)
    near = [(word, c) for r, word, c in ranked if r == best]
    if best > 0:
        # A farther rank gives one place only: the last resort is no list.
        near = near[:1] + [(w, c) for w, c in near[1:] if _shared(sentence, w) == _shared(sentence, near[0][0])]
    # "the Sadr City district of Baghdad" is one place: the name that hangs below another only says where that lies.
    near = [
        (w, c)
        for w, c in near
        if not any(
            o != w and o in _chain(sentence, w) and _shared(sentence, o) != _shared(sentence, w) for o, _ in near
        )
    ]
    order = {"point": 0, "city": 1, "district": 2, "province": 3, "region": 4, "country": 5}
    kept = [c for w, c in near if not any(_holds(c.value, o.value, order) for _, o in near if o is not c)]
    # the same place twice is one place: the first mention stands
    kept = list({c.value.id: c for c in sorted(kept, key=lambda c: -c.span.start)}.values())
    kept.sort(key=lambda c: c.span.start)
    return tuple(kept)


_LOOSE = frozenset({"place:between", "place:offset", "place:near", "place:offshore", "place:border"})


def _hangs(sentence: Sentence, own: set[int], word: int) -> int | None:
    """The rank of a relative place whose phrase hangs on the act or on a noun of it: "killed 30 km south of Mosul"."""
    for rank, above in enumerate(_chain(sentence, word)[:4]):
        if above in own:
            return 0 if rank == 0 else 1
        if sentence.upos[above] in ("VERB", "AUX"):
            return None
    return None


def _topic(sentence: Sentence, head: int, word: int, place: Place) -> bool:
    """Whether "on Syria", "over Gaza" tells what talks are about: only attacks and the like are done on a town."""
    if place.precision not in ("country", "province", "district", "city"):
        return False
    above = sentence.heads[_shared(sentence, word)]
    acts = {sentence.lemmas[k].lower() for k in (head, above) if k >= 0}
    return _case(sentence, _shared(sentence, word)) in ("on", "over") and acts.isdisjoint(_TAKES_PLACE)


def _covers(outer: Span, inner: Span) -> bool:
    return outer != inner and outer.start <= inner.start and inner.end <= outer.end


def _holds(outer: Place, inner: Place, order: Mapping[str, int]) -> bool:
    """Whether one of two places of the same act merely says where the other lies."""
    if outer.id.startswith("border:"):
        return inner.country in outer.id and order[outer.precision] > order[inner.precision]
    return outer.country == inner.country and order[outer.precision] > order[inner.precision]


def _shared(sentence: Sentence, word: int) -> int:
    """The first word of the coordination in which a word stands."""
    seen = set()
    while sentence.rels[word] == "conj" and sentence.heads[word] >= 0 and word not in seen:
        seen.add(word)
        word = sentence.heads[word]
    return word


def _chain(sentence: Sentence, word: int) -> list[int]:
    """The words above a word, the nearest first."""
    out: list[int] = []
    at = sentence.heads[word]
    while 0 <= at < len(sentence) and at not in out:
        out.append(at)
        at = sentence.heads[at]
    return out


def _case(sentence: Sentence, word: int) -> str:
    """The preposition of a word, in small letters; in a name of several words it may hang on any of them ("at Tel
    Aviv")."""
    parts = {word} | {k for k in range(len(sentence)) if sentence.heads[k] == word and sentence.rels[k] == "flat"}
    return next(
        (
            sentence.words[k].lower()
            for k in range(len(sentence))
            if sentence.heads[k] in parts and sentence.rels[k].startswith("case")
        ),
        "",
    )


def _stands(sentence: Sentence, own: set[int], head: int, word: int, object_is_place: bool) -> int | None:
    """How a place stands to an act: 0 where it happens by its own words, larger is looser, None not at all."""
    word = _shared(sentence, word)
    for _ in range(2):
        # "in the Qalamoun mountains", "Aleppo and Idlib provinces": the noun that the name stands before carries it.
        up = sentence.heads[word]
        if (
            up < 0
            or up in own
            or sentence.rels[word] not in ("compound", "nmod", "amod", "nmod:poss")
            or _case(sentence, word)
        ):
            break
        if sentence.lemmas[up].lower() not in _SITES and sentence.lemmas[up].lower() not in _UNIT_WORDS:
            break
        word = _shared(sentence, up)
    above, rel = sentence.heads[word], sentence.rels[word].split(":")[0]
    if above < 0:
        return None
    case = _case(sentence, word)
    target = above if above in own else None
    lemma = sentence.lemmas[head].lower()
    if target is None and rel == "nmod":
        # "attacked a checkpoint in Mosul", "in the city of Tikrit", "at a market in the Karrada district of Baghdad"
        nested = _nested(sentence, own, word)
        if nested is not None:
            # "condemned the attack in Idlib": the attack was there, the words were not
            return nested if lemma not in _SPEAKS or sentence.rels[above] not in ("obj", "obl") else None
    if (
        target is None
        and rel == "nmod"
        and case == "of"
        and sentence.heads[above] in own
        and sentence.rels[above] in ("obj", "nsubj:pass")
        and sentence.lemmas[above].lower() in _TAKES_PLACE
    ):
        return 0  # "took control of Kirkuk"
    if (
        target is None
        and rel == "appos"
        and sentence.heads[above] in own
        and sentence.rels[above].split(":")[0] in ("obj", "obl", "nmod")
    ):
        target, rel, case = sentence.heads[above], sentence.rels[above].split(":")[0], _case(sentence, above)
    if target is None:
        verb = _carrier(sentence, head)
        carried = verb is not None and above == verb != head and sentence.lemmas[verb].lower() not in _SPEAKS
        # "staged an attack in Mosul", "met for talks in Vienna"
        return 2 if carried and rel in ("obl", "nmod") and case in _AT else None
    known = object_is_place or lemma in _TAKES_PLACE
    if rel in ("obj", "dobj") or sentence.rels[word] == "nsubj:pass" or (rel == "nmod" and case == "of"):
        return 0 if known else None
    if rel in ("compound", "amod") and case in ("", "'s", "’s") and sentence.upos[head] == "NOUN":
        return 0 if known else None
    return _by_case(case, lemma, known) if rel in ("obl", "nmod", "advmod") else None


def _by_case(case: str, lemma: str, known: bool) -> int | None:
    """The rank of a place that hangs on the act with a preposition; `known` says that the act is done to places."""
    if case in _AT:
        return 0
    if case in ("into", "onto"):
        return 0
    if case in ("to", "for"):
        return 0 if lemma in _TO or (known and case == "to") else None
    if case in ("from", "of"):
        return 0 if lemma in _FROM else 3 if case == "from" and lemma in _TO else None
    return 0 if case == "against" and known else None


_PARTS = frozenset(
    "part outskirts outskirt suburb suburbs edge north south east west center centre side stretch capital".split()
)


def _nested(sentence: Sentence, own: set[int], word: int) -> int | None:
    """The rank of a place inside a phrase of the act, through at most three nouns; None when the way is no place's."""
    rank = 1
    for _ in range(3):
        above, case = sentence.heads[word], _case(sentence, word)
        lemma = sentence.lemmas[above].lower() if above >= 0 else ""
        if above < 0 or sentence.rels[word].split(":")[0] != "nmod" or sentence.upos[above] in ("VERB", "AUX"):
            return None
        part = case == "of" and (lemma in _UNIT_WORDS or lemma in _PARTS or lemma in _SITES)
        if case not in _AT and not part:
            return None
        outer_rel = sentence.rels[above].split(":")[0]
        if sentence.heads[above] in own and outer_rel in ("obl", "obj", "nmod", "appos", "nsubj"):
            return 0 if part and outer_rel in ("obl", "obj") else rank if outer_rel != "nsubj" else 2
        word = above
    return None


_CIRCUMSTANCES = frozenset("during in amid throughout".split())
_MEANWHILE = frozenset("while when as".split())


def _on_the_way(sentence: Sentence, own: set[int], head: int, word: int) -> bool:
    """Whether a place is told in a circumstance of the act: "arrested during a raid to break up a ring in Lyon", "while
    searching a house in Basra", or behind the last of several acts, which share it: "shot two and arrested three in
    Basra". What people are accused of has its own place: "arrested for plotting an attack in Paris"."""
    if sentence.upos[head] != "VERB":
        return False
    word = _shared(sentence, word)
    if _case(sentence, word) not in _AT:
        return False
    path = [word, *_chain(sentence, word)]
    if head not in path:
        return False
    path = path[: path.index(head)]
    top = path[-1]
    rel = sentence.rels[top].split(":")[0]
    below = {sentence.rels[k].split(":")[0] for k in path[1:]} if len(path) > 1 else set()
    below |= {sentence.rels[k] for k in path if sentence.rels[k] == "acl:relcl"}
    if below & {"ccomp", "parataxis", "acl:relcl"} or any(
        sentence.rels[c].startswith("nsubj") for k in path[1:] for c in _children(sentence, k)
    ):
        return False
    if rel == "conj":
        shared = len(path) == 2 and sentence.rels[word] == "obl"
        return word > top and (shared or _on_the_way(sentence, {top}, top, word))
    if rel == "obl":
        return len(path) > 1 and _case(sentence, top) in _CIRCUMSTANCES
    marks = {sentence.lemmas[c].lower() for c in _children(sentence, top) if sentence.rels[c] in ("mark", "advmod")}
    return rel == "advcl" and not marks.isdisjoint(_MEANWHILE)


def _children(sentence: Sentence, word: int) -> Iterator[int]:
    return (c for c in range(len(sentence)) if sentence.heads[c] == word)


def _carrier(sentence: Sentence, head: int) -> int | None:
    """The verb above a named act, or the verb that a purpose clause hangs on."""
    at, seen = sentence.heads[head], {head}
    while 0 <= at < len(sentence) and at not in seen:
        if sentence.upos[at] == "VERB":
            return at
        seen.add(at)
        at = sentence.heads[at]
    return None
