"""The command that opens the desk in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from watchfloor.cli.opening import open_desk, user_name
from watchfloor.cli.options import desk_option
from watchfloor.inert import inert

PORT = 8765
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - what is listened on when the user says so


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, help=f"Default: {PORT}; 0 takes a free one.")
@click.option("--host", default="127.0.0.1", metavar="ADDRESS", help="Listen here. Default: this machine alone.")
@click.option("--name", "names", multiple=True, metavar="NAME", help="A host name it is asked under, beside --host.")
@click.option("--new-token", is_flag=True, help="Make a new token; the earlier one opens nothing any more.")
@click.option("--open/--no-open", "browse", default=True, help="Open a browser. Default: where it is this machine's.")
@click.option("--openapi", is_flag=True, help="Print the description of the API and serve nothing; needs no desk.")
@desk_option
def serve(
    port: int,
    host: str,
    names: tuple[str, ...],
    new_token: bool,
    browse: bool,
    openapi: bool,
    desk_path: Path | None,
) -> None:
    """Open the desk in a browser: screens, and an API.

    Everything comes from this machine; nothing is fetched from elsewhere. Others cannot reach it unless --host names
    another address: then a token is made, shown once, and asked of everybody. Stop it with Ctrl-C.

    \b
    Examples:
      watchfloor serve
      watchfloor serve --host 0.0.0.0 --name desk.example.org
      watchfloor serve --openapi > openapi.json
    """
    if openapi:
        from watchfloor.inert import json_text
        from watchfloor.serving.api import document, routes

        click.echo(json_text(document.make(routes.OPERATIONS)))
        return
    import webbrowser

    from watchfloor.serving.starting import start

    with open_desk(desk_path) as opened:
        folder = opened.path

    def ready(address: str, token: str | None) -> None:
        click.echo(f"The desk is at {inert(address)}  (stop with Ctrl-C)")
        if token is not None:
            click.echo(f"Its token, shown this once: {token}")
        if host in EVERYWHERE and not names:
            click.echo("Others are answered under a name that you give: watchfloor serve --name desk.example.org")
        if browse and host == "127.0.0.1":
            webbrowser.open(address)

    try:
        start(folder, host=host, port=port, names=names, new_token=new_token, user=user_name(), ready=ready)
    except KeyboardInterrupt:
        click.echo("\nStopped.")  # as it was meant to be
