"""Who did what to whom, against gold records.

    python -m benchmarks.quality.events --data DIR --scorer SCORER [--predictions FILE] [--errors N] [--half even|odd]

Codes every record of DIR/dev/events/plover-gsr.jsonl on its own, writes the predictions and runs the scorer. Facets
happened, ongoing and historical count as deeds. A cooperative act that is planned and told as such is written as an
intent to cooperate (CAMEO 03), as the CAMEO family does; acts with both sides as actors become two rows.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from itertools import permutations
from pathlib import Path

from watchfloor.coder import Coder
from watchfloor.reading.readers import read_text
from watchfloor.types import Coding, Event, Facet

DEEDS = (Facet.HAPPENED, Facet.ONGOING, Facet.HISTORICAL)
COOPERATIVE = ("AID", "COOPERATE", "RETREAT", "CONSULT", "CONCEDE", "SUPPORT")
INTENT = {"AID": "033", "COOPERATE": "031", "RETREAT": "035", "CONSULT": "036", "CONCEDE": "034", "SUPPORT": "032"}
NOBODY = "---"


def rows(coding: Coding) -> Iterator[dict[str, str]]:
    """The scored rows of one coding: source, target, CAMEO code, PLOVER type."""
    for event in coding.events:
        kind, code = event.type, event.cameo
        if event.facet is Facet.PLANNED and _is_announced(event, coding):
            kind, code = "AGREE", INTENT[event.type]
        elif event.facet not in DEEDS:
            continue
        for source, target in _pairs(event):
            yield {"source": source, "target": target, "cameo": code, "plover": kind}


def _is_announced(event: Event, coding: Coding) -> bool:
    """A planned cooperative act that no other act of the sentence speaks of ("agreed to withdraw" is AGREE already)."""
    if event.type not in COOPERATIVE:
        return False
    same = [e for e in coding.events if e.sentence.span == event.sentence.span and e.id != event.id]
    return not any(e.type in ("AGREE", "REQUEST", "REJECT", "THREATEN") for e in same)


def _pairs(event: Event) -> Iterator[tuple[str, str]]:
    actors = [a.value.code for a in event.actors] or [NOBODY]
    if event.reciprocal:
        yield from permutations(actors, 2)
        return
    recipients = [r.value.code for r in event.recipients] or [NOBODY]
    yield from ((a, r) for a in actors for r in recipients)


def main() -> int:
    """Runs the benchmark; the exit status is the scorer's."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    parser.add_argument("--predictions", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--half", choices=("all", "even", "odd"), default="all")
    options = parser.parse_args()
    gold = [json.loads(line) for line in _lines(options.data / "dev" / "events" / "plover-gsr.jsonl")]
    if options.half != "all":
        gold = [r for r in gold if int(r["orig_id"].rsplit("-", 1)[1]) % 2 == (options.half == "odd")]
    coder = Coder.load()
    with tempfile.TemporaryDirectory() as folder:
        gold_file = Path(folder) / "gold.jsonl"
        gold_file.write_text("".join(json.dumps(r) + "\n" for r in gold), encoding="utf-8")
        out = options.predictions or Path(folder) / "predictions.jsonl"
        with out.open("w", encoding="utf-8") as stream:
            for record in gold:
                read = read_text(record["text"], published=date.fromisoformat(record["date"]))
                events = list(rows(coder.code(read.article))) if read.article else []
                stream.write(json.dumps({"id": record["id"], "events": events}) + "\n")
        command = [sys.executable, str(options.scorer), str(gold_file), str(out), "--errors", str(options.errors)]
        return subprocess.run(command, check=False).returncode  # noqa: S603 - the user names the scorer


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    sys.exit(main())
