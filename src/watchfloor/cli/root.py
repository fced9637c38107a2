"""The command `watchfloor` itself."""

from __future__ import annotations

import click

import watchfloor
from watchfloor.cli.group import LazyGroup


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(watchfloor.__version__, message="watchfloor %(version)s")
@click.pass_context
def root(ctx: click.Context) -> None:
    """Keep the record of an international crisis, day by day, from the news.

    Pages go in; who did what to whom, when and where comes out, and every fact opens to the exact words it was read
    from. Everything runs on this machine, without an account; the network is used to read the sources you name only.

    \b
    Begin with one of these:
      watchfloor demo                  a desk from the bundled sample, coded, with a brief
      watchfloor read PAGE.html        what one saved page says; nothing is stored
      watchfloor init mydesk           a desk of your own
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
