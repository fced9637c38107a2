"""Lists of actors made elsewhere: a table in CSV, or items of Wikidata in JSON -> entries for `actorwriting.add`.

CSV has the columns of `COLUMNS` in any order; only name must be there, and kind unless the caller says it for the whole
file. Wikidata's JSON is what `Special:EntityData/Q42.json` gives, one item of it, or a list of items. Read there:
labels and aliases in English, P31 (what it is), P27, P17 and P495 (country), P39 (offices) with P580 and P582 (from,
until) and, of the office's own item if the file has it, its label and its P1001 or P17 (where it is). Nothing is looked
up: an item that is named by its number alone and is not in the file is told as missing.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from watchfloor import packs
from watchfloor.errors import UsageError
from watchfloor.resolving.actorpack import Tables
from watchfloor.resolving.actorwriting import Entry, country_of
from watchfloor.resolving.phrases import key

COLUMNS: Final = ("name", "kind", "country", "sector", "aliases", "office", "from", "until", "of", "id")
_NEEDED: Final = ("name", "kind")

LARGEST: Final = 50_000_000
"""letters of a file; a list that long is a dump, of which a user wants a part"""

_KINDS: Final = {
    "Q5": ("person", ""), "Q7278": ("group", "PTY"), "Q17149090": ("group", "REB"), "Q484652": ("body", ""),
    "Q245065": ("body", ""), "Q79913": ("body", ""), "Q327333": ("agency", "GOV"), "Q192350": ("agency", "GOV"),
    "Q47913": ("agency", "SPY"), "Q176799": ("agency", "MIL"), "Q4830453": ("agency", "BUS"),
    "Q783794": ("agency", "BUS"),
}  # fmt: skip
"""What an item is (P31) -> kind and sector; of anything else the file or its user must say it."""

_BODIES: Final = {"Q484652": "IGO", "Q245065": "IGO", "Q79913": "NGO"}
_OFFICES: Final = {"Q30461": "president", "Q14212": "prime minister"}


@dataclass(frozen=True, slots=True)
class Listed:
    """What a file lists."""

    entries: tuple[Entry, ...]
    bad: tuple[tuple[str, str], ...]
    """rows that give no entry, or not all of it, and why"""


def read(text: str, name: str, tables: Tables, default: Entry) -> Listed:
    """The actors that a file lists. `default` holds kind, country and sectors for rows that do not say them. Raises
    `UsageError` for a file that is neither of the two."""
    if len(text) > LARGEST:
        raise UsageError(f"{name}: larger than {LARGEST // 1_000_000} MB; take out the part you need", name)
    if not text.strip():
        raise UsageError(f"{name}: empty; see `watchfloor actors import --help` for what it may hold", name)
    if text.lstrip("\ufeff \n\r\t")[:1] in "[{":
        return _Items(name, tables, default).read(text)
    return _table(text, name, default)


# --- CSV --------------------------------------------------------------------------------------------------------------


def _table(text: str, name: str, default: Entry) -> Listed:
    head = text.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    entries: list[Entry] = []
    bad: list[tuple[str, str]] = []
    try:
        columns = [cell.strip().lower() for cell in next(reader)]
        _check_columns(columns, name, default)
        for cells in reader:
            where = f"{name}:{reader.line_num}"
            if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
                continue
            if len(cells) > len(columns):
                bad.append(
                    (
                        where,
                        f"{len(cells)} cells, but only {len(columns)} columns; put a name that has a comma in quotes",
                    )
                )
                continue
            row = dict(zip(columns, map(str.strip, cells), strict=False))
            entries.append(_row(row, where, default))
    except csv.Error as error:
        raise UsageError(f"{name}:{reader.line_num}: no CSV ({error}); save it as CSV in UTF-8", name) from None
    return Listed(tuple(entries), tuple(bad))


def _check_columns(columns: list[str], name: str, default: Entry) -> None:
    wrong = [column for column in columns if column not in COLUMNS or columns.count(column) > 1]
    missing = [c for c in _NEEDED if c not in columns and not (c == "kind" and default.kind)]
    if wrong or missing:
        hint = " (or say it for all with --kind)" if missing[:1] == ["kind"] else ""
        what = f"unknown column {wrong[0]!r}" if wrong else f"column {missing[0]!r} is missing{hint}"
        if wrong and wrong[0] in COLUMNS:
            what = f"column {wrong[0]!r} stands twice"
        raise UsageError(f"{name}:1: {what}; the columns are {', '.join(COLUMNS)}", name)


def _row(row: dict[str, str], where: str, default: Entry) -> Entry:
    return Entry(
        id=row.get("id", ""),
        name=row.get("name", ""),
        kind=row.get("kind", "") or default.kind,
        country=row.get("country", "") or default.country,
        sectors=tuple(re.split(r"[\s|,;]+", row["sector"])) if row.get("sector") else default.sectors,
        aliases=tuple(row.get("aliases", "").split("|")),
        office=row.get("office", ""),
        of=row.get("of", ""),
        since=row.get("from", ""),
        until=row.get("until", ""),
        where=where,
    )


# --- Wikidata ---------------------------------------------------------------------------------------------------------


class _Items:
    """The items of one file, each looked at with the others at hand."""

    def __init__(self, name: str, tables: Tables, default: Entry) -> None:
        self.name = name
        self.tables = tables
        self.default = default
        self.items: dict[str, dict[str, Any]] = {}
        self.bad: list[tuple[str, str]] = []
        pack = packs.folder("wikidata") / "countries.tsv"
        self.countries = {row.cells[0]: row.cells[1] for row in packs.rows(pack, ("item", "country"))}

    def read(self, text: str) -> Listed:
        """Every item that is an actor; items that others only point at (countries, offices) give none."""
        try:
            found = json.loads(text.lstrip("\ufeff"))
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", 1)
            what = getattr(error, "msg", "nested too deeply")
            raise UsageError(f"{self.name}:{line}: no JSON ({what}); save the page again", self.name) from None
        for item in _items(found):
            if not isinstance(item, dict) or not re.fullmatch(r"Q\d+", str(item.get("id", ""))):
                self.bad.append((self.name, "an entry that is no item of Wikidata; it has no id such as Q42"))
            else:
                self.items[item["id"]] = item
        if not self.items:
            raise UsageError(f"{self.name}: no item of Wikidata in it; save Special:EntityData/Q42.json", self.name)
        pointed = {
            q for item in self.items.values() for p in ("P17", "P27", "P39", "P495", "P1001") for q in _values(item, p)
        }
        entries = [e for ident, item in self.items.items() if ident not in pointed for e in self.entries(ident, item)]
        return Listed(tuple(entries), tuple(self.bad))

    def entries(self, ident: str, item: dict[str, Any]) -> Iterator[Entry]:
        """The entries of one item: itself, and one for each further office."""
        label = _text(item, "labels")
        where = f"{self.name}: {ident}" + (f" ({label})" if label else "")
        if not label:
            self.bad.append((where, "it has no English label; add one, or list it in CSV"))
            return
        classes = _values(item, "P31")
        kind, sector = next((_KINDS[q] for q in classes if q in _KINDS), ("", ""))
        kind = kind or self.default.kind
        if not kind:
            self.bad.append((where, "what it is cannot be told from P31; say it for the whole file with --kind"))
            return
        country = (
            next((_BODIES[q] for q in classes if q in _BODIES), "") if kind == "body" else self.country(item, where)
        )
        aliases = tuple(a for a in _aliases(item) if key(a))
        base = Entry(
            name=label,
            kind=kind,
            country=country or self.default.country,
            sectors=(sector,) if sector else self.default.sectors,
            aliases=aliases,
            where=where,
        )
        offices = list(self.offices(item, where, base)) if kind == "person" else []
        if not offices:
            since, until = (_first(item, "P571"), _first(item, "P576")) if kind != "person" else ("", "")
            offices = [Entry(**_fields(base) | {"since": since, "until": until})]
        yield from offices

    def country(self, item: dict[str, Any], where: str) -> str:
        """The country of an item: the last that is stated, since a citizenship that was lost comes first."""
        found = [q for p in ("P27", "P17", "P495") for q in _values(item, p)]
        codes = [code for code in map(self.code, found) if code]
        if found and not codes:
            self.bad.append((where, f"its country {found[0]} is not known; say it with --country, or add its item"))
        return codes[-1] if codes else ""

    def code(self, country: str) -> str:
        """The id of a country's item: by its number, its ISO code or its label."""
        if country in self.countries:
            return self.countries[country]
        item = self.items.get(country, {})
        iso = next(iter(_strings(item, "P298")), "")
        for written in (iso, _text(item, "labels")):
            code = country_of(self.tables, written) if written else ""
            if code in self.tables.entities:
                return code
        return ""

    def thing(self, name: str) -> str:
        """The id of a country, body, group or agency of that name."""
        return next((a.id for a in self.tables.aliases.get(key(name), ()) if a.kind != "person"), "")

    def offices(self, item: dict[str, Any], where: str, base: Entry) -> Iterator[Entry]:
        """An entry for each office that has a name."""
        for claim in _claims(item, "P39"):
            office = _value(claim)
            label = _OFFICES.get(office, "") or _text(self.items.get(office, {}), "labels")
            if not label:
                self.bad.append((where, f"its office {office} has no name in this file; add the item, or use CSV"))
                continue
            home = self.items.get(office, {})
            of = next((c for p in ("P1001", "P17") for c in map(self.code, _values(home, p)) if c), "")
            title, _, land = label.rpartition(" of ")
            if land and (code := self.thing(land.removeprefix("the "))):
                label, of = title, code
            yield Entry(
                **_fields(base)
                | {
                    "office": label if label.isupper() else label[:1].lower() + label[1:],
                    "of": of,
                    "since": _qualifier(claim, "P580"),
                    "until": _qualifier(claim, "P582"),
                    "sectors": self.default.sectors,
                }
            )


def _fields(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in Entry.__dataclass_fields__}


def _items(found: Any) -> list[Any]:
    if isinstance(found, list):
        return [item for part in found for item in (_items(part) if isinstance(part, dict) else [part])]
    if isinstance(found, dict) and isinstance(found.get("entities"), dict):
        return list(found["entities"].values())
    return [found]


def _text(item: dict[str, Any], part: str) -> str:
    """The English text of a label, or the one for all languages."""
    labels = item.get(part)
    for language in ("en", "mul", "en-gb"):
        found = labels.get(language) if isinstance(labels, dict) else None
        if isinstance(found, dict) and isinstance(found.get("value"), str):
            return str(found["value"]).strip()
    return ""


def _aliases(item: dict[str, Any]) -> list[str]:
    aliases = item.get("aliases")
    found = [a for lang in ("en", "mul") for a in (aliases.get(lang) or [])] if isinstance(aliases, dict) else []
    return [a["value"] for a in found if isinstance(a, dict) and isinstance(a.get("value"), str)]


def _claims(item: dict[str, Any], prop: str) -> list[dict[str, Any]]:
    """The statements of a property, without those that are marked as wrong."""
    claims = item.get("claims")
    found = claims.get(prop) if isinstance(claims, dict) else None
    if not isinstance(found, list):
        return []
    return [c for c in found if isinstance(c, dict) and c.get("rank") != "deprecated"]


def _data(snak: Any) -> Any:
    value = snak.get("datavalue") if isinstance(snak, dict) and snak.get("snaktype", "value") == "value" else None
    return value.get("value") if isinstance(value, dict) else None


def _value(claim: dict[str, Any]) -> str:
    data = _data(claim.get("mainsnak"))
    if isinstance(data, dict):
        return str(data.get("id") or (f"Q{data['numeric-id']}" if "numeric-id" in data else ""))
    return ""


def _values(item: dict[str, Any], prop: str) -> list[str]:
    return [value for value in map(_value, _claims(item, prop)) if value]


def _strings(item: dict[str, Any], prop: str) -> list[str]:
    found = [_data(claim.get("mainsnak")) for claim in _claims(item, prop)]
    return [data for data in found if isinstance(data, str)]


def _first(item: dict[str, Any], prop: str) -> str:
    return next((day for c in _claims(item, prop) if (day := _day(_data(c.get("mainsnak"))))), "")


def _qualifier(claim: dict[str, Any], prop: str) -> str:
    qualifiers = claim.get("qualifiers")
    found = qualifiers.get(prop) if isinstance(qualifiers, dict) else None
    return next((day for snak in found if (day := _day(_data(snak)))), "") if isinstance(found, list) else ""


def _day(time: Any) -> str:
    """A time of Wikidata as exactly as it is known: precision 11 is a day, 10 a month, 9 a year; coarser is nothing."""
    if not isinstance(time, dict):
        return ""
    found = re.match(r"\+(\d{4})-(\d\d)-(\d\d)T", str(time.get("time", "")))
    precision = time.get("precision")
    if found is None or not isinstance(precision, int) or precision < 9:
        return ""
    return "-".join(found.groups()[: {9: 1, 10: 2}.get(precision, 3)])
