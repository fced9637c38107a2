"""How well pages are read: `python -m benchmarks.quality.pages --data DIR [--json]`.

DIR holds `index.jsonl`, one page a line: `file`; `gold_text` for pages whose whole body is known, else `gold_with` and
`gold_without` (passages that must and must not be kept), `gold_comments`; and `gold_title`, `gold_authors`, `gold_date`
(or the same in `gold_meta`) where known.

Body: F1 over the multiset of words, lower case, without the title; measured on the HTML page, and again on the same
page dumped to plain text by the fixed dump below, which removes nothing that a browser shows.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from datetime import datetime
from pathlib import Path
from statistics import mean
from typing import Any

from watchfloor.reading.encodings import decode
from watchfloor.reading.readers import Read, read_bytes, read_text

BLOCK_NAMES = """
address article aside blockquote body br caption dd details dialog dir div dl dt fieldset figcaption figure footer form
h1 h2 h3 h4 h5 h6 header hr label legend li main menu nav ol optgroup option p pre section select summary table tbody td
tfoot th thead title tr ul button textarea input iframe video audio
"""
BLOCKS = set(BLOCK_NAMES.split())
UNSEEN = {"script", "style", "template", "noscript", "head"}


def dump(markup: str) -> str:
    """The page as plain text: every block element one line, nothing else removed. Fixed: do not improve it."""
    from lxml import html

    lines: list[list[str]] = [[]]
    stack: list[tuple[Any, bool]] = [(html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)), False)]
    while stack:
        element, closing = stack.pop()
        seen = isinstance(element.tag, str) and element.tag not in UNSEEN
        block = seen and element.tag in BLOCKS
        if block:
            lines.append([])
        if not closing and seen:
            lines[-1].append(element.text or "")
            stack.append((element, True))
            stack += [(child, False) for child in reversed(element)]
        else:
            lines[-1].append(element.tail or "")
    whole = (" ".join("".join(line).split()) for line in lines)
    return "\n".join(line for line in whole if line)


def f1(text: str, gold: str) -> float:
    """Harmonic mean of the shares of the text's words in the gold and of the gold's in the text."""
    ours, theirs = (Counter(re.findall(r"\w+", words.lower())) for words in (text, gold))
    shared = sum((ours & theirs).values())
    return 2 * shared / (sum(ours.values()) + sum(theirs.values())) if shared else 0.0


def body_of(read: Read) -> str:
    """The article's text without its title."""
    if read.article is None:
        return ""
    return read.article.text.removeprefix(read.article.title).lstrip() if read.article.title else read.article.text


def words_of(text: str) -> list[str]:
    """The words of a title or name, for comparing."""
    return re.findall(r"\w+", text.casefold())


def measure(folder: Path) -> dict[str, Any]:
    """All figures over the pages of `folder`, and a row for each page."""
    rows = []
    for line in (folder / "index.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        page = (folder / gold["file"]).read_bytes()
        started = time.process_time()
        html = read_bytes(page, name=gold["file"])
        took = time.process_time() - started
        text = read_text(dump(decode(page)), name=gold["file"])
        rows.append({"file": gold["file"], "seconds": round(took, 3), **judge(gold, html), "plain": judge(gold, text)})
    return {"pages": len(rows), "html": totals(rows), "plain": totals([row["plain"] for row in rows]), "rows": rows}


def judge(gold: dict[str, Any], read: Read) -> dict[str, Any]:
    """What is right about one page; only what its gold speaks of."""
    meta = gold.get("gold_meta") or {}
    article, body = read.article, body_of(read)
    found: dict[str, Any] = {"problems": [problem.kind for problem in read.problems]}
    if gold.get("gold_text"):
        found["f1"] = round(f1(body, gold["gold_text"]), 4)
    else:
        flat = " ".join(body.split())
        unwanted = [*(gold.get("gold_without") or []), *(gold.get("gold_comments") or [])]
        wanted = gold.get("gold_with") or []
        found["kept"] = [sum(" ".join(one.split()) in flat for one in wanted), len(wanted)]
        found["leaked"] = [sum(" ".join(one.split()) in flat for one in unwanted), len(unwanted)]
    if title := gold.get("gold_title") or meta.get("title"):
        found["title"] = article is not None and words_of(article.title) == words_of(title)
    if authors := gold.get("gold_authors") or ([meta["author"]] if meta.get("author") else []):
        found["author"] = article is not None and all(name.casefold() in article.author.casefold() for name in authors)
    if day := gold.get("gold_date") or meta.get("date"):
        stated = datetime.fromisoformat(day)
        published = article.published if article else None
        found["day"] = published is not None and published.day == stated.date()
        if stated.tzinfo:
            exact = published is not None and published.precision == "time"
            found["time"] = exact and published is not None and abs((published.at - stated).total_seconds()) < 60
        found["basis"] = published.basis if published else ""
    return found


def totals(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Means and rates over the rows that have the figure."""
    scores = [row["f1"] for row in rows if "f1" in row]
    result: dict[str, Any] = {"body_f1": round(mean(scores), 4), "body_f1_lowest": min(scores), "bodies": len(scores)}
    for name in ("kept", "leaked"):
        pairs = [row[name] for row in rows if name in row]
        result[name] = f"{sum(pair[0] for pair in pairs)}/{sum(pair[1] for pair in pairs)}"
    for name in ("title", "author", "day", "time"):
        hits = [row[name] for row in rows if name in row]
        result[name] = f"{sum(hits)}/{len(hits)}"
    return result


def main() -> None:
    """Prints the figures, as text or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with index.jsonl and the pages")
    parser.add_argument("--json", action="store_true", help="everything, machine-readable")
    options = parser.parse_args()
    figures = measure(options.data)
    if options.json:
        print(json.dumps(figures, indent=1))
        return
    for row in figures["rows"]:
        plain = row["plain"]
        marks = [f"{name} {'yes' if row[name] else 'NO'}" for name in ("title", "author", "day", "time") if name in row]
        body = (
            f"{row['f1']:.3f} plain {plain['f1']:.3f}"
            if "f1" in row
            else f"kept {row['kept'][0]}/{row['kept'][1]} leaked {row['leaked'][0]}/{row['leaked'][1]}"
        )
        print(f"{body:28} {row['seconds']:5.2f} s  {Path(row['file']).name[:44]:44}  {', '.join(marks)}")
    for kind in ("html", "plain"):
        print(f"{kind}: " + ", ".join(f"{name} {value}" for name, value in figures[kind].items()))


if __name__ == "__main__":
    main()
