"""The table of commands, and the group that imports a command only when it is asked for."""

from __future__ import annotations

from importlib import import_module

import click

from watchfloor.answers.naming import would_work as would_work

COMMANDS = {
    "demo": "watchfloor.cli.demo:demo",
    "read": "watchfloor.cli.pages:read",
    "explain": "watchfloor.cli.pages:explain",
    "init": "watchfloor.cli.desks:init",
    "add": "watchfloor.cli.desks:add",
    "serve": "watchfloor.cli.serving:serve",
    "sources": "watchfloor.cli.sources:sources",
    "pull": "watchfloor.cli.sources:pull",
    "run": "watchfloor.cli.desks:run",
    "doctor": "watchfloor.cli.doctor:doctor",
    "events": "watchfloor.cli.facts:events",
    "incidents": "watchfloor.cli.incidents:incidents",
    "stories": "watchfloor.cli.pinning:stories",
    "timeline": "watchfloor.cli.stories:timeline",
    "watches": "watchfloor.cli.watches:watches",
    "show": "watchfloor.cli.facts:show",
    "statements": "watchfloor.cli.ledgers:statements",
    "positions": "watchfloor.cli.positions:positions",
    "reversals": "watchfloor.cli.positions:reversals",
    "issues": "watchfloor.cli.positions:issues",
    "deadlines": "watchfloor.cli.deadlines:deadlines",
    "outlooks": "watchfloor.cli.deadlines:outlooks",
    "relations": "watchfloor.cli.ledgers:relations",
    "links": "watchfloor.cli.ledgers:links",
    "today": "watchfloor.cli.today:today",
    "brief": "watchfloor.cli.briefs:brief",
    "articles": "watchfloor.cli.finding:articles",
    "search": "watchfloor.cli.finding:search",
    "export": "watchfloor.cli.briefs:export",
    "diff": "watchfloor.cli.comparing:diff",
    "why-changed": "watchfloor.cli.comparing:why_changed",
    "correct": "watchfloor.cli.judging:correct",
    "test": "watchfloor.cli.judging:test",
    "coders": "watchfloor.cli.comparing:coders",
    "actors": "watchfloor.cli.actors:actors",
    "backup": "watchfloor.cli.keeping:backup",
    "verify": "watchfloor.cli.keeping:verify",
    "forget": "watchfloor.cli.keeping:forget",
    "eval": "watchfloor.cli.evaluating:evaluate",
    "packs": "watchfloor.cli.packs:packs",
}
"""Command name to `module:function`, in the order a newcomer meets them."""


class HelpfulGroup(click.Group):
    """A group that answers an unknown name with the names that would have worked."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, but with a better answer."""
        names = self.list_commands(ctx)
        if args and args[0] not in names and not args[0].startswith("-"):
            raise click.UsageError(f"there is no command {args[0]!r}; {would_work(args[0], names)}", ctx)
        return super().resolve_command(ctx, args)


class ListingGroup(HelpfulGroup):
    """A group that lists unless one of its other commands is named: what follows is then for its command `list`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does, with `list` put in where no command is named."""
        if not args or args[0] not in {*self.commands, *ctx.help_option_names}:
            args = ["list", *args]
        return super().parse_args(ctx, args)


class LazyGroup(HelpfulGroup):
    """A group whose commands are in `COMMANDS`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, function = COMMANDS[cmd_name].split(":")
        command = getattr(import_module(module), function)
        assert isinstance(command, click.Command)  # noqa: S101 - the table is ours: a wrong row is a bug, and loud
        return command
