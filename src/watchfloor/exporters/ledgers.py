"""Statements, deadlines, outlooks, relations and links as CSV and JSON Lines.

The names and their order are stable: new columns are added at the end. Lists inside a cell are joined by `; `.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from typing import Any, TextIO

from watchfloor.codec import KeptEntry, entry_dict
from watchfloor.exporters.columns import Texts
from watchfloor.exporters.tables import TEXT, harmless

_ACTOR = ("{} Name", "{} Code", "{} ID", "{} Raw")

_FIRST = ("Entry ID", "Said On", "Said On Basis")
_LAST = (
    *("Confidence", "Cue", "Cue Start", "Cue End", "Pattern", "Sentence", "Sentence Start", "Sentence End"),
    *("Source", "Publication Date", "Title", "URL", "Article Version"),
    *("Coder", "Known Since", "Known Since Basis", "Corrections"),
)


def _actor(name: str) -> tuple[str, ...]:
    return tuple(column.format(name) for column in _ACTOR)


_OWN: dict[str, tuple[str, ...]] = {
    "statement": (
        *("Kind", "Act", *_actor("Speaker"), "Rank", "Side", "Anonymous", "Content", "Addressee", "Venue", "Within"),
        *("Targets", "Actions", "Stances", "Commitments", "Conditions", "Limits", "Raw Date"),
    ),
    "deadline": (
        *("What", "Status", "Due", "Due End", "Due EDTF", "As Stated", "Moved From", *_actor("Bound")),
        *(*_actor("Set By"), "Said By"),
    ),
    "outlook": (
        *("What", "Direction", "Low", "High", "Point", "Scale", "Negated", *_actor("Holder"), "By", "By End"),
        *("By EDTF", "Raw Date", "Condition"),
    ),
    "relation": (
        *("Kind", "Holds", "Facet", *_actor("A"), *_actor("B"), "Since", "Until", "Raw Date", "Placename", "Place ID"),
        "Said By",
    ),
    "link": ("Kind", "A", "B", "Sign", "Facet", *_actor("Said By")),
}

COLUMNS = {kind: (*_FIRST, *own, *_LAST) for kind, own in _OWN.items()}
"""by kind, in this order"""


def write_csv(kind: str, entries: Iterable[KeptEntry], out: TextIO, texts: Texts | None = None) -> int:
    """Writes a header and a row for each entry of one kind (RFC 4180), with a column `Text` if texts are given; gives
    the number of rows."""
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS[kind] if texts is None else (*COLUMNS[kind], TEXT))
    count = 0
    for kept in entries:
        text = () if texts is None else (texts(kept.article.version),)
        writer.writerow([harmless(cell) for cell in (*row(kept), *text)])
        count += 1
    return count


def write_lines(kind: str, entries: Iterable[KeptEntry], out: TextIO, texts: Texts | None = None) -> int:
    """Writes one line for each entry, as `codec.entry_dict` gives it, with the article's `text` if texts are given;
    gives their number."""
    count = 0
    for kept in entries:
        line = entry_dict(kept)
        if texts is not None:
            line["article"] |= {"text": texts(kept.article.version)}
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
        count += 1
    return count


def row(kept: KeptEntry) -> tuple[str, ...]:
    """One entry as text in the order of its `COLUMNS`."""
    told = entry_dict(kept)
    article = told["article"]
    own = {
        "statement": _statement,
        "deadline": _deadline,
        "outlook": _outlook,
        "relation": _relation,
        "link": _link,
    }[told["ledger"]](told)
    return tuple(
        _cell(value)
        for value in (
            *(told["id"], told["said"], told["said_basis"], *own),
            *(f"{told['confidence']:.3f}", told["words"], told["start"], told["end"], told["rule"]),
            *(told["sentence"], told["sentence_start"], told["sentence_end"]),
            *(article["outlet"], (article["published"] or "")[:10], article["title"], article["url"]),
            *(article["version"], told["coder"], told["recorded_at"], told["recorded_basis"]),
            [str(number) for number in told["corrections"]],
        )
    )


def _statement(told: dict[str, Any]) -> tuple[Any, ...]:
    stances = told["stances"]
    return (
        *(told["kind"], told["act"], *_people(told["speaker"]), told["rank"], told["side"], told["anonymous"]),
        " ... ".join(part["words"] for part in told["content"]),
        *(_words(told["addressee"]), _words(told["venue"]), told["parent"]),
        [stance["target"]["words"] for stance in stances],
        [stance["action"] for stance in stances],
        "; ".join(str(stance["value"]) for stance in stances),
        [stance["commitment"] for stance in stances],
        [_words(stance["condition"]) for stance in stances if stance["condition"]],
        [_words(stance["limit"]) for stance in stances if stance["limit"]],
        _words(told["when"]),
    )


def _deadline(told: dict[str, Any]) -> tuple[Any, ...]:
    due = told["due"] or {}
    moved = told["moved_from"] or {}
    return (
        *(_words(told["what"]), told["status"], due.get("from"), due.get("to"), due.get("edtf")),
        *(_words(told["stated"]), moved.get("edtf"), *_people(*told["bound"]), *_people(*told["set_by"])),
        [actor["name"] for actor in told["said_by"]],
    )


def _outlook(told: dict[str, Any]) -> tuple[Any, ...]:
    by = told["by"] or {}
    return (
        *(_words(told["what"]), told["direction"], told["low"], told["high"], told["point"], told["scale"]),
        *(told["negated"], *_people(told["holder"]), by.get("from"), by.get("to"), by.get("edtf"), by.get("words")),
        _words(told["condition"]),
    )


def _relation(told: dict[str, Any]) -> tuple[Any, ...]:
    when, place = told["when"] or {}, told["place"] or {}
    return (
        *(told["kind"], told["holds"], told["facet"], *_people(told["a"]), *_people(told["b"])),
        *(when.get("from"), when.get("to"), when.get("words"), place.get("name"), place.get("id")),
        [actor["name"] for actor in told["said_by"]],
    )


def _link(told: dict[str, Any]) -> tuple[Any, ...]:
    return (
        *(told["kind"], _words(told["a"]), _words(told["b"]), told["sign"]),
        *(told["facet"], *_people(*told["said_by"])),
    )


def _people(*actors: dict[str, Any] | None) -> tuple[list[str], ...]:
    there = [actor for actor in actors if actor is not None]
    return tuple([actor[key] for actor in there] for key in ("name", "code", "id", "words"))


def _words(cited: dict[str, Any] | None) -> str:
    return "" if cited is None else cited["words"]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(dict.fromkeys(value))
    return str(value)
