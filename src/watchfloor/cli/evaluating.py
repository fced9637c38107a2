"""`watchfloor eval`: how well the coder reads texts that people coded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchfloor.cli.options import json_option, loaded_coder, one_of, packs_option
from watchfloor.cli.progress import Counter, progress
from watchfloor.inert import json_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from watchfloor.coder import Coder
    from watchfloor.evaluating.gold import GoldRecord
    from watchfloor.evaluating.scores import Dyad, Score
    from watchfloor.types import Coding

RESAMPLES = 1000
ERRORS = 10
TEXT_SHOWN = 160


@click.command()
@click.argument("gold", type=click.Path(path_type=Path), metavar="GOLD")
@click.option("--by", default="type", show_default=True, metavar="KEYS",
              help="Report by: type, or keys of the records such as language,outlet.")  # fmt: skip
@click.option("--all-facets", is_flag=True, help="Score plans, threats and denials too, not only deeds.")
@click.option("--boot", type=click.IntRange(0, 100_000), default=RESAMPLES, show_default=True,
              help="Resamples for the intervals; 0 for none.")  # fmt: skip
@click.option("--errors", type=click.IntRange(min=0), help=f"List at most so many. Default: {ERRORS}, with --json all.")
@packs_option
@json_option
def evaluate(
    gold: Path, by: str, all_facets: bool, boot: int, errors: int | None, packs: tuple[Path, ...], as_json: bool
) -> None:
    """How well the coder reads texts that you coded yourself.

    Precision, recall and F1 of who did what to whom, with intervals, by type, and the errors with their words.

    GOLD is a file with one JSON object a line, or a folder of them: a `text`, and its `events` with `type`, `actors`
    and `recipients` (codes as `watchfloor read --json` prints them). An empty list of events counts too: nothing may
    be found there. Intervals are 95 %, from resampling the records.

    \b
    Examples:
      watchfloor eval gold.jsonl
      watchfloor eval gold.jsonl --boot 0 --json
      watchfloor eval gold.jsonl --packs packs/harbour
    """
    from watchfloor.evaluating.gold import read_gold

    records = read_gold(gold)
    tags = sorted({key for record in records for key in record.tags})
    keys = [one_of(key.strip(), ["type", *tags], "key of the records") for key in by.split(",") if key.strip()]
    coder = loaded_coder(None, packs)
    counter = Counter()
    codings = []
    with progress("reading", counter) as report:
        for number, record in enumerate(records, 1):
            codings.append(_coded(coder, record))
            report(number, len(records), record.id)
    result = evaluation(records, codings, keys, not all_facets, boot)
    most = errors if errors is not None else (None if as_json else ERRORS)
    wrong = mistakes(records, codings, not all_facets)
    if as_json:
        click.echo(json_text({"coder": coder.id} | result | {"errors": wrong[:most]}))
        return
    from watchfloor.cli.terminal import console

    _print(console(), result, wrong, len(wrong) if most is None else most)


def _coded(coder: Coder, record: GoldRecord) -> Coding | None:
    """Code one record's text; None when there is nothing to read in it."""
    from watchfloor.reading.readers import read_text

    read = read_text(record.text, published=record.published)
    return coder.code(read.article) if read.article else None


def evaluation(
    records: Sequence[GoldRecord], codings: Sequence[Coding | None], keys: Sequence[str], deeds_only: bool, boot: int
) -> dict[str, Any]:
    """Every figure, as plain values."""
    from watchfloor.evaluating.scores import HEADLINE, LEVELS, coded_rows, facets_right, gold_rows, score, score_by_type

    gold = tuple(gold_rows(record.events, deeds_only) for record in records)
    found = tuple(coded_rows(coding.events if coding else (), deeds_only) for coding in codings)
    parts: dict[str, dict[str, Any]] = {}
    for key in keys:
        if key == "type":
            parts[key] = {name: _figures(s) for name, s in score_by_type(gold, found, HEADLINE, boot).items()}
            continue
        values = sorted({record.tags.get(key, "") for record in records})
        parts[key] = {}
        for value in values:
            chosen = [i for i, record in enumerate(records) if record.tags.get(key, "") == value]
            part = score(tuple(gold[i] for i in chosen), tuple(found[i] for i in chosen), HEADLINE, boot)
            parts[key][value or "(none)"] = {"records": len(chosen)} | _figures(part)
    empty = [i for i, rows in enumerate(gold) if not rows]
    result: dict[str, Any] = {
        "records": len(records),
        "events": sum(len(record.events) for record in records),
        "levels": {level: _figures(score(gold, found, level, boot)) for level in LEVELS},
        "records without an event": {"records": len(empty), "something found": sum(bool(found[i]) for i in empty)},
        "by": parts,
    }
    if any(event.facet for record in records for event in record.events):
        stated = tuple(gold_rows((e for e in r.events if e.facet), deeds_only=False) for r in records)
        given = tuple(coded_rows(c.events if c else (), deeds_only=False) for c in codings)
        right, matched = facets_right(stated, given)
        result["facet right"] = {"right": right, "of": matched}
    return result


def mistakes(records: Sequence[GoldRecord], codings: Sequence[Coding | None], deeds_only: bool) -> list[dict[str, Any]]:
    """The records with a missed or a false row at the headline level, and what was read there."""
    from watchfloor.evaluating.scores import DEEDS, HEADLINE, LEVELS, gold_rows, rows_of

    key = LEVELS[HEADLINE]
    out = []
    for record, coding in zip(records, codings, strict=True):
        wanted = gold_rows(record.events, deeds_only)
        events = [e for e in (coding.events if coding else ()) if not deeds_only or e.facet in DEEDS]
        read = {row: event for event in events for row in sorted(rows_of(event), key=_shown)}
        missed = [row for row in wanted if key(row) not in set(map(key, read))]
        false = [row for row in read if key(row) not in set(map(key, wanted))]
        if missed or false:
            out.append(
                {
                    "id": record.id,
                    "text": record.text,
                    "missed": sorted(map(_shown, missed)),
                    "false": [
                        {"row": _shown(row), "words": read[row].trigger.words, "pattern": read[row].trigger.rule}
                        for row in sorted(false, key=_shown)
                    ],
                }
            )
    return out


def _shown(row: Dyad) -> str:
    return f"{row.source} {row.type} {row.target} [{row.facet.value}]"


def _figures(found: Score) -> dict[str, Any]:
    def share(value: float | None) -> float | None:
        return None if value is None else round(value, 4)

    interval = None if found.low is None or found.high is None else [share(found.low), share(found.high)]
    return {
        "right": found.right, "found": found.found, "gold": found.gold,
        "precision": share(found.precision), "recall": share(found.recall), "f1": share(found.f1), "interval": interval,
    }  # fmt: skip


def _print(out: Console, result: dict[str, Any], wrong: list[dict[str, Any]], most: int) -> None:
    from rich.table import Table

    from watchfloor.cli.blocks import line_of
    from watchfloor.cli.terminal import QUIET, words

    def table(title: str, rows: dict[str, dict[str, Any]]) -> None:
        grid = Table(box=None, pad_edge=False, show_edge=False)
        grid.add_column(words(title, "bold"))
        for name in ("precision", "recall", "F1", "95 %", "right", "found", "gold"):
            grid.add_column(words(name, QUIET), justify="right", no_wrap=True)
        for name, row in rows.items():
            interval = f"{row['interval'][0]:.2f}-{row['interval'][1]:.2f}" if row["interval"] else ""
            shares = ("-" if row[k] is None else f"{row[k]:.3f}" for k in ("precision", "recall", "f1"))
            counts = (str(row[k]) for k in ("right", "found", "gold"))
            grid.add_row(*(words(cell) for cell in (name, *shares, interval, *counts)))
        out.print(grid)
        out.print()

    line_of(out, words(f"{result['records']} records, {result['events']} gold events", "bold"))
    out.print()
    table("what must be right", result["levels"])
    for key, rows in result["by"].items():
        table(f"countries and type, by {key}", rows)
    empty = result["records without an event"]
    if empty["records"]:
        line_of(out, words(f"Of {empty['records']} records without an event, {empty['something found']} had one read."))
    if facet := result.get("facet right"):
        line_of(
            out, words(f"Of {facet['of']} rows with countries and type right, {facet['right']} have the facet too.")
        )
    for error in wrong[:most]:
        out.print()
        text = " ".join(error["text"].split())
        line_of(
            out, words(text if len(text) <= TEXT_SHOWN else f"{text[:TEXT_SHOWN]} …"), words(f"{error['id']}  ", QUIET)
        )
        for row in error["missed"]:
            line_of(out, words(row), words("  missed  ", "bold"))
        for false in error["false"]:
            about = words(f'  read from "{false["words"]}" ({false["pattern"]})', QUIET)
            line_of(out, words(false["row"]).append_text(about), words("  false   ", "bold"))
    if len(wrong) > most:
        out.print()
        line_of(
            out, words(f"{len(wrong) - most} more records with errors; --errors {len(wrong)} lists them all", QUIET)
        )
