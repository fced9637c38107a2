"""How an explanation looks on a terminal."""

from __future__ import annotations

from datetime import date, datetime

import click

from watchfloor.cli.inert import json_text


def explain_text(text: str, published: date | datetime | None, as_json: bool) -> None:
    """Explains a text and prints it."""
    from watchfloor.coder import Coder
    from watchfloor.coding.explain import explain

    found = explain(text, Coder.load(), published)
    if as_json:
        import msgspec

        click.echo(json_text(msgspec.to_builtins(found)))
        return
    click.echo(str(found))
