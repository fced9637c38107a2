"""Events as JSON Lines: one object a line, in the flat form that every command prints."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from watchfloor.codec import KeptEntry, entry_dict, to_dict
from watchfloor.exporters.columns import Kept, Texts


def write(facts: Iterable[Kept], out: TextIO, texts: Texts | None = None) -> int:
    """Writes one line for each fact, with the article's `text` if texts are given; gives their number."""
    count = 0
    for fact in facts:
        line = record(fact)
        if texts is not None:
            line["article"] |= {"text": texts(fact.article.version)}
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
        count += 1
    return count


def record(fact: Kept | KeptEntry) -> dict[str, Any]:
    """A fact ready for JSON: the keys of `codec.to_dict` or `codec.entry_fields`, then coder, recorded_at,
    recorded_basis and corrections."""
    if isinstance(fact, KeptEntry):
        return entry_dict(fact)
    return to_dict(fact.event, fact.article) | {
        "coder": fact.coder,
        "recorded_at": fact.recorded_at.isoformat(),
        "recorded_basis": fact.basis,
        "corrections": list(fact.corrections),
    }
